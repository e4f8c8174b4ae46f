package staff

import (
	"slices"

	"kurator/model"
)

// absence enters or changes who stands in for whom. A chain of deputies that leads back to the absent official is refused.
func (c *change) absence(a model.Absence) (any, error) {
	a.ID = model.AbsenceID(c.id)
	if err := c.checkAbsence(a); err != nil {
		return nil, err
	}
	for _, other := range c.AbsenceList() {
		if other.ID != a.ID && other.Official == a.Official && overlap(other.From, other.To, a.From, a.To) && !calledOff(other) &&
			slices.ContainsFunc(model.Roles(), func(r model.Role) bool { return other.Covers(r) && a.Covers(r) }) {
			return nil, model.Faultf(model.Usage, "На эти дни у должностного лица (%s) уже есть заместитель по тем же ролям. Измените прежнюю запись.", c.Officials[a.Official].Position)
		}
	}
	for _, r := range model.Roles() {
		if a.Covers(r) && c.leadsBack(a, r, a.Deputy, a.From, a.To, nil) {
			return nil, model.Faultf(model.Usage, "Замещение ходит по кругу: заместитель (%s) в эти дни сам передаёт роль «%s» обратно. Назначьте другого заместителя.", c.Officials[a.Deputy].Position, r.Title())
		}
	}
	c.say(model.NounAbsence, "Замещение записано: "+c.Officials[a.Deputy].Position+" за "+c.Officials[a.Official].Position+" с "+russianDate(a.From)+".")
	return a, nil
}

func (c *change) checkAbsence(a model.Absence) error {
	who, ok := c.Officials[a.Official]
	if !ok {
		return model.Faultf(model.NotFound, "Отсутствующего должностного лица нет в списке. Список: kurator staff list.")
	}
	deputy, ok := c.Officials[a.Deputy]
	switch {
	case !ok:
		return model.Faultf(model.NotFound, "Заместителя нет в списке должностных лиц. Список: kurator staff list.")
	case a.Official == a.Deputy:
		return model.Faultf(model.Usage, "Замещать самого себя нельзя. Укажите другого заместителя.")
	case a.From == "":
		return model.Faultf(model.Usage, "Укажите первый день отсутствия.")
	}
	if err := checkPeriod(a.From, a.To); err != nil {
		return err
	}
	for _, r := range a.Roles {
		if !slices.Contains(model.Roles(), r) {
			return model.Faultf(model.Usage, "Роли «%s» нет. Роли: coordinator, head, curator, preparer, administrator, control.", r)
		}
	}
	if was, ok := c.Absences[a.ID]; ok && was.Official != a.Official {
		return model.Faultf(model.Usage, "Эта запись об отсутствии другого должностного лица. Внесите новую.")
	}
	for _, o := range []model.Official{who, deputy} {
		if o.Gone != "" && o.Gone < a.From {
			return model.Faultf(model.Usage, "Должностное лицо (%s) к этому дню уже не работает.", o.Position)
		}
	}
	return nil
}

// leadsBack follows the deputies of one role from an official on, within the days left, to the one who is absent.
func (c *change) leadsBack(a model.Absence, r model.Role, at model.OfficialID, from, to model.Date, seen []model.OfficialID) bool {
	if at == a.Official {
		return true
	}
	if slices.Contains(seen, at) {
		return false
	}
	seen = append(slices.Clone(seen), at)
	for _, next := range c.AbsenceList() {
		if next.ID == a.ID || next.Official != at || !next.Covers(r) || calledOff(next) || !overlap(next.From, next.To, from, to) {
			continue
		}
		if c.leadsBack(a, r, next.Deputy, max(from, next.From), earlier(to, next.To), seen) {
			return true
		}
	}
	return false
}

// earlier is the earlier of two last days, where "" is open.
func earlier(a, b model.Date) model.Date {
	if a == "" || (b != "" && b < a) {
		return b
	}
	return a
}

// calledOff tells whether an absence was ended before it began.
func calledOff(a model.Absence) bool { return a.To != "" && a.To < a.From }

// endAbsence brings the roles back to their owner after the day given.
func (c *change) endAbsence(e *model.EndAbsence) (any, error) {
	a, ok := c.Absences[model.AbsenceID(c.id)]
	if !ok {
		return nil, model.Faultf(model.NotFound, "Такого отсутствия не записано. Список: kurator staff absences.")
	}
	if e.To == "" {
		return nil, model.Faultf(model.Usage, "Укажите последний день отсутствия.")
	}
	if err := checkDate(e.To); err != nil {
		return nil, err
	}
	if a.To != "" && a.To <= e.To {
		return nil, model.Faultf(model.Usage, "Отсутствие и так заканчивается %s. Чтобы продлить его, измените запись.", russianDate(a.To))
	}
	a.To = e.To
	if e.Basis != "" {
		a.Basis = joinBasis(a.Basis, e.Basis)
	}
	if calledOff(a) {
		c.say(model.NounAbsence, "Отсутствие отменено.")
	} else {
		c.say(model.NounAbsence, "Отсутствие заканчивается "+russianDate(a.To)+".")
	}
	return a, nil
}
