// Package access says who may do what, and why not. The same rules bind the desk, the commands and SSH, because the store
// asks here before every change and before every reading of personal data. Matrix prints them by asking them.
package access

import (
	"slices"

	"kurator/model"
)

// Person is an official with the roles that are in force on one day: their own, and those of whom they stand in for.
type Person struct {
	Office   *model.Office
	Official model.Official
	Grants   []model.Grant
	Today    model.Date

	acting []model.OfficialID // whom the grant of the same place is held for; 0 = their own
}

// On returns the official with the roles in force on the civil date today. An unknown official, and one who has left,
// has none.
func On(office *model.Office, id model.OfficialID, today model.Date) Person {
	p := Person{Office: office, Official: office.Officials[id], Today: today}
	for _, h := range heldBy(office, id, today, nil) {
		if !slices.ContainsFunc(p.Grants, func(g model.Grant) bool { return g.ID == h.grant.ID }) {
			p.Grants = append(p.Grants, h.grant)
			p.acting = append(p.acting, h.owner)
		}
	}
	return p
}

// held is a role in somebody's hands: their own, or one of whom they stand in for.
type held struct {
	grant model.Grant
	owner model.OfficialID // 0 = their own
}

// heldBy collects what an official holds on a day: own roles first, then those of absent officials, and of those these in
// turn stand in for. The reducer refuses a circle of deputies; seen ends one all the same.
func heldBy(office *model.Office, id model.OfficialID, today model.Date, seen []model.OfficialID) (all []held) {
	who, ok := office.Officials[id]
	if !ok || (who.Gone != "" && who.Gone < today) || slices.Contains(seen, id) {
		return nil
	}
	for _, g := range office.GrantList() {
		if g.Official == id && today.Within(g.From, g.To) {
			all = append(all, held{grant: g})
		}
	}
	seen = append(slices.Clone(seen), id)
	for _, absence := range office.AbsenceList() {
		if absence.Deputy != id || !today.Within(absence.From, absence.To) {
			continue
		}
		for _, h := range heldBy(office, absence.Official, today, seen) {
			if absence.Covers(h.grant.Role) {
				if h.owner == 0 {
					h.owner = absence.Official
				}
				all = append(all, h)
			}
		}
	}
	return all
}

// HeldFor tells whom the grant at that place of Grants is held for, 0 when it is the person's own.
func (p Person) HeldFor(i int) model.OfficialID {
	if i < len(p.acting) {
		return p.acting[i]
	}
	return 0
}

// ActsFor tells whom the person replaces in doing the action («и.о.»), 0 when their own roles suffice or nothing allows it.
func (p Person) ActsFor(action model.Action, a *model.Appeal) model.OfficialID {
	if len(p.acting) == 0 || p.only(0).Can(action, a) == nil {
		return 0
	}
	for _, owner := range p.acting {
		if owner != 0 && p.only(owner).Can(action, a) == nil {
			return owner
		}
	}
	return 0
}

// only is the person with their own roles and those held for one official.
func (p Person) only(owner model.OfficialID) Person {
	q := p
	q.Grants, q.acting = nil, nil
	for i, g := range p.Grants {
		if by := p.HeldFor(i); by == 0 || by == owner {
			q.Grants = append(q.Grants, g)
			q.acting = append(q.acting, by)
		}
	}
	return q
}

// Has tells whether one of the roles is held.
func (p Person) Has(roles ...model.Role) bool {
	return slices.ContainsFunc(p.Grants, func(g model.Grant) bool { return slices.Contains(roles, g.Role) })
}

// CuratorOf tells whether the person is a curator of the appeal: of its channel (any of its registrations), and where the
// grant is limited to a unit, of that unit's cases only.
func (p Person) CuratorOf(a *model.Appeal) bool {
	return p.curates(a, func(g model.Grant) bool { return g.Unit == 0 || g.Unit == a.Unit })
}

// channelCurator is CuratorOf for curators who answer for the whole channel. Curators of their own unit's cases may not
// take a case away from the unit, prolong its term or end it without an answer.
func (p Person) channelCurator(a *model.Appeal) bool {
	return p.curates(a, func(g model.Grant) bool { return g.Unit == 0 })
}

func (p Person) curates(a *model.Appeal, reach func(model.Grant) bool) bool {
	return slices.ContainsFunc(p.Grants, func(g model.Grant) bool {
		return g.Role == model.RoleCurator && reach(g) && (g.Channel == "" ||
			slices.ContainsFunc(a.Registrations, func(r model.Registration) bool { return r.Channel == g.Channel }))
	})
}

// PreparerOf tells whether the person prepares answers for the unit the appeal is assigned to.
func (p Person) PreparerOf(a *model.Appeal) bool {
	return slices.ContainsFunc(p.Grants, func(g model.Grant) bool {
		return g.Role == model.RolePreparer && g.Unit != 0 && g.Unit == a.Unit
	})
}

// curatorAnywhere tells whether the person curates a channel without limit to a unit, empty channel = any.
func (p Person) curatorAnywhere(channel model.ChannelID) bool {
	return slices.ContainsFunc(p.Grants, func(g model.Grant) bool {
		return g.Role == model.RoleCurator && g.Unit == 0 && (g.Channel == "" || channel == "" || g.Channel == channel)
	})
}

// Can tells whether the person may do the action; a is nil for actions on the office and for an appeal that is not there
// yet. The error is the sentence that says why not.
func (p Person) Can(action model.Action, a *model.Appeal) error {
	if err := p.known(); err != nil {
		return err
	}
	if revert, ok := action.(*model.Revert); ok {
		return p.canRevert(revert, a)
	}
	if ok, err := p.canOffice(action); ok {
		return err
	}
	if a == nil {
		return model.Faultf(model.Forbidden, "Действие «%s» не разрешено.", action.Name())
	}
	return p.canAppeal(action, a)
}

// CanSome is the refusal of an action that the person may do with no appeal at all, whatever its channel, stage and unit; nil when there may
// be one. It names no example.
func (p Person) CanSome(action model.Action) error {
	if err := p.known(); err != nil {
		return err
	}
	units := []model.UnitID{0}
	for _, g := range p.Grants {
		if !slices.Contains(units, g.Unit) {
			units = append(units, g.Unit)
		}
	}
	var say string
	for _, stage := range model.Stages() {
		for _, channel := range model.Channels() {
			for _, unit := range units {
				err := p.Can(action, &model.Appeal{ID: 1, Stage: stage, Unit: unit, Registrations: []model.Registration{{Channel: channel}}})
				if err == nil {
					return nil
				}
				if say == "" {
					say = withoutExample(err.Error(), channel)
				}
			}
		}
	}
	return model.Faultf(model.Forbidden, "%s", say)
}

// known refuses people who are not in the list, have left or hold no role today.
func (p Person) known() error {
	if p.Official.ID == 0 {
		return model.Faultf(model.Forbidden, "Эта учётная запись не внесена в список должностных лиц. Обратитесь к администратору МЦУ.")
	}
	if len(p.Grants) == 0 {
		return model.Faultf(model.Forbidden, "У «%s» сегодня нет действующих ролей. Роли назначает администратор МЦУ.", p.Official.Title())
	}
	return nil
}

// canRevert: who may do an action may undo it; the unit may also take back what it has handed on.
func (p Person) canRevert(x *model.Revert, a *model.Appeal) error {
	if x.Action == (&model.Anonymise{}).Name() {
		return model.Faultf(model.Forbidden, "Обезличивание не отменяется: слова стёрты.")
	}
	var refusal error
	for _, act := range Actions() {
		if act.Action.Name() != x.Action {
			continue
		}
		if put, ok := act.Action.(*model.PutAbsence); ok && put.Absence.Official == asker {
			continue // an example's own absence says nothing about whose is undone
		}
		if _, ok := act.Action.(*model.Submit); ok && a != nil && p.prepares(a) {
			return nil
		}
		err := p.Can(act.Action, a)
		if receive, ok := act.Action.(*model.Receive); ok && a != nil {
			receive.Facts.Registration.Channel = a.Channel()
			err = p.Can(receive, nil)
		}
		if err == nil {
			return nil
		}
		refusal = err
	}
	if refusal == nil {
		refusal = model.Faultf(model.Forbidden, "Отменить действие «%s» нельзя.", x.Action)
	}
	return refusal
}

func (p Person) need(what string, roles ...model.Role) error {
	if p.Has(roles...) {
		return nil
	}
	return model.Faultf(model.Forbidden, "Нет права %s: нужна роль «%s».", what, roles[0].Title())
}
