// Package access says who may do what, and why not. The same rules bind the desk, the commands and SSH, because the store
// asks here before every change and before every reading of personal data.
package access

import (
	"slices"

	"kurator/model"
)

// Person is an official with the roles that are in force on one day.
type Person struct {
	Office   *model.Office
	Official model.Official
	Grants   []model.Grant
}

// On returns the official with the roles in force on the civil date today. An unknown official has no roles.
func On(office *model.Office, id model.OfficialID, today model.Date) Person {
	p := Person{Office: office, Official: office.Officials[id]}
	if p.Official.ID == 0 || (p.Official.Gone != "" && p.Official.Gone < today) {
		return p
	}
	for _, g := range office.GrantList() {
		if g.Official == id && today.Within(g.From, g.To) {
			p.Grants = append(p.Grants, g)
		}
	}
	return p
}

// Has tells whether one of the roles is held.
func (p Person) Has(roles ...model.Role) bool {
	return slices.ContainsFunc(p.Grants, func(g model.Grant) bool { return slices.Contains(roles, g.Role) })
}

// CuratorOf tells whether the person is a curator of the appeal: of its channel (any of its registrations), and where the
// grant is limited to a unit, of that unit's cases only.
func (p Person) CuratorOf(a *model.Appeal) bool {
	return slices.ContainsFunc(p.Grants, func(g model.Grant) bool {
		if g.Role != model.RoleCurator || (g.Unit != 0 && g.Unit != a.Unit) {
			return false
		}
		return g.Channel == "" || slices.ContainsFunc(a.Registrations, func(r model.Registration) bool { return r.Channel == g.Channel })
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

// Can tells whether the person may do the action; a is nil for actions on the office. The error is the sentence that
// says why not.
func (p Person) Can(action model.Action, a *model.Appeal) error {
	if p.Official.ID == 0 {
		return model.Faultf(model.Forbidden, "Эта учётная запись не внесена в список должностных лиц. Обратитесь к администратору МЦУ.")
	}
	if len(p.Grants) == 0 {
		return model.Faultf(model.Forbidden, "У «%s» сегодня нет действующих ролей. Роли назначает администратор МЦУ.", p.Official.Title())
	}
	switch x := action.(type) {
	case *model.PutUnit, *model.PutPlace, *model.PutTopic:
		return p.need("менять справочники", model.RoleAdministrator, model.RoleHead, model.RoleCurator)
	case *model.PutSettings:
		return p.need("менять настройки", model.RoleAdministrator, model.RoleHead)
	case *model.PutOfficial, *model.GrantRole, *model.RevokeRole:
		return p.need("назначать должностных лиц и роли", model.RoleAdministrator)
	case *model.Receive:
		return p.canReceive(x.Facts.Registration.Channel)
	case *model.EndBatch:
		return p.canReceive(x.Batch.Channel)
	case *model.SetAside:
		return p.canReceive(x.Quarantine.Channel)
	}
	if a == nil {
		return model.Faultf(model.Forbidden, "Действие «%s» не разрешено.", action.Name())
	}
	return p.canAppeal(action, a)
}

func (p Person) need(what string, roles ...model.Role) error {
	if p.Has(roles...) {
		return nil
	}
	return model.Faultf(model.Forbidden, "Нет права %s: нужна роль «%s».", what, roles[0].Title())
}

// canReceive: curators take in what their channel brings, the head everything.
func (p Person) canReceive(channel model.ChannelID) error {
	if p.Has(model.RoleHead) || p.curatorAnywhere(channel) {
		return nil
	}
	return model.Faultf(model.Forbidden, "Нет права принимать обращения канала «%s»: нужна роль куратора этого канала.", channel.Title())
}

// canAppeal is the matrix role × action for one appeal.
func (p Person) canAppeal(action model.Action, a *model.Appeal) error {
	curator := p.CuratorOf(a)
	switch x := action.(type) {
	case *model.AddNote:
		if curator || p.PreparerOf(a) || p.Has(model.RoleHead, model.RoleCoordinator) {
			return nil
		}
	case *model.WriteDraft, *model.Submit:
		if curator || p.PreparerOf(a) || p.Has(model.RoleHead) {
			return nil
		}
		return model.Faultf(model.Forbidden, "Проект ответа на обращение № %s готовит назначенное подразделение или куратор канала «%s».", a.ID, a.Channel().Title())
	case *model.Approve:
		return p.canApprove(x, a, curator)
	case *model.Return:
		if p.Has(model.RoleCoordinator) && a.Stage == model.StageApproval {
			return nil
		}
	}
	if curator || p.Has(model.RoleHead) {
		return nil
	}
	if p.Has(model.RoleControl) && len(p.Grants) == 1 {
		return model.Faultf(model.Forbidden, "Роль «%s» позволяет смотреть, но не менять.", model.RoleControl.Title())
	}
	return model.Faultf(model.Forbidden, "Это действие доступно куратору канала «%s» или руководителю МЦУ.", a.Channel().Title())
}

// canApprove follows the channel's approval policy (domain §2, issue «People»): the head and the coordinator always may;
// a curator may where the policy lets her, or where approval is given in another system and only recorded here.
func (p Person) canApprove(x *model.Approve, a *model.Appeal, curator bool) error {
	policy := p.Office.Settings.Approval[a.Channel()]
	own := x.Who == "" && a.CurrentDraft() != nil && a.CurrentDraft().By.Official == p.Official.ID
	switch {
	case own && p.Office.Settings.FourEyes:
		return model.Faultf(model.Forbidden, "Включено правило «четырёх глаз»: свой текст утверждает другой человек.")
	case p.Has(model.RoleHead, model.RoleCoordinator):
		return nil
	case curator && p.curatorAnywhere(a.Channel()) && (policy.ByCurator || policy.Elsewhere):
		return nil
	}
	return model.Faultf(model.Forbidden, "Ответ по каналу «%s» утверждает руководитель МЦУ или координатор.", a.Channel().Title())
}

// SeesPersonal tells whether name, contact and address of the applicant may be shown: to the curators of the channel, the
// head of the centre, and the unit that holds the case (152-ФЗ; issue «People» item 5).
func (p Person) SeesPersonal(a *model.Appeal) bool {
	return p.CuratorOf(a) || p.Has(model.RoleHead) || (p.PreparerOf(a) && a.Stage.Open())
}

// SeesText tells whether the citizen's text and the drafts may be read. The administrator manages people and the
// installation and does not read texts.
func (p Person) SeesText(a *model.Appeal) bool {
	return p.SeesPersonal(a) || p.PreparerOf(a) || p.Has(model.RoleCoordinator, model.RoleControl)
}

// SeesList tells whether the queue may be seen at all, and whether only the cases of some units: nil means every unit.
func (p Person) SeesList() (units []model.UnitID, ok bool) {
	if p.Has(model.RoleHead, model.RoleCoordinator, model.RoleControl, model.RoleAdministrator) || p.curatorAnywhere("") {
		return nil, len(p.Grants) > 0
	}
	for _, g := range p.Grants {
		if g.Unit != 0 && !slices.Contains(units, g.Unit) {
			units = append(units, g.Unit)
		}
	}
	return units, len(units) > 0
}

// Manages tells whether the person manages people and the installation.
func (p Person) Manages() bool { return p.Has(model.RoleAdministrator) }
