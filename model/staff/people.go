package staff

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"kurator/model"
)

// official enters or changes a person. A login is an identity, so no two people may have it.
func (c *change) official(o model.Official) (any, error) {
	o.ID = model.OfficialID(c.id)
	o.Login, o.Position, o.Name = strings.TrimSpace(o.Login), strings.TrimSpace(o.Position), strings.TrimSpace(o.Name)
	if o.Position == "" {
		return nil, model.Faultf(model.Usage, "Укажите должность: распоряжение называет людей по должностям.")
	}
	if err := checkLogin(o.Login); err != nil {
		return nil, err
	}
	for _, other := range c.OfficialList() {
		if o.Login != "" && other.ID != o.ID && strings.EqualFold(other.Login, o.Login) {
			return nil, model.Faultf(model.Usage, "Учётная запись «%s» уже принадлежит другому должностному лицу (%s). Сначала освободите её.", o.Login, other.Position)
		}
	}
	if err := c.knownUnit(o.Unit); err != nil {
		return nil, err
	}
	if err := checkDate(o.Gone); err != nil {
		return nil, err
	}
	after := *c.Office
	after.Officials = maps.Clone(c.Officials)
	if after.Officials == nil {
		after.Officials = map[model.OfficialID]model.Official{}
	}
	after.Officials[o.ID] = o
	end := c.today
	if o.Gone != "" {
		end = max(end, nextDay(o.Gone))
	}
	if err := c.keepsAdministrator(&after, c.today, end); err != nil {
		return nil, err
	}
	c.say(model.NounOfficial, "Записано должностное лицо: "+o.Position+".")
	return o, nil
}

// checkLogin refuses what cannot be the name of an account, or would mean something else in a command line of sshd.
func checkLogin(login string) error {
	bad := strings.IndexFunc(login, func(r rune) bool {
		return !unicode.IsPrint(r) || strings.ContainsRune("\"'`$;|&<>()*?#/", r)
	})
	if bad >= 0 || strings.HasPrefix(login, "-") {
		return model.Faultf(model.Usage, "Учётной записи с таким именем быть не может. Разрешены буквы, цифры, пробел, точка, «_», «-», «@», «\\».")
	}
	return nil
}

// grant gives a role, or changes the period and basis of one that was given.
func (c *change) grant(g model.Grant) (any, error) {
	g.ID = model.GrantID(c.id)
	if err := c.checkGrant(g); err != nil {
		return nil, err
	}
	if was, ok := c.Grants[g.ID]; ok && !sameRight(was, g) {
		return nil, model.Faultf(model.Usage, "У данной роли меняют только срок и основание. Завершите её и дайте новую: история должна остаться.")
	}
	for _, other := range c.GrantList() {
		if other.ID != g.ID && sameRight(other, g) && overlap(other.From, other.To, g.From, g.To) {
			return nil, model.Faultf(model.Usage, "Роль «%s» у этого должностного лица на эти дни уже есть.", g.Title())
		}
	}
	if err := c.keepsAdministratorWith(g); err != nil {
		return nil, err
	}
	c.say(model.NounGrant, "Роль дана: «"+g.Title()+"».")
	return g, nil
}

// sameRight tells whether two grants give the same right to the same person.
func sameRight(a, b model.Grant) bool {
	return a.Official == b.Official && a.Role == b.Role && a.Channel == b.Channel && a.Unit == b.Unit
}

// checkGrant checks the grant by itself: who, which role, and over what it reaches.
func (c *change) checkGrant(g model.Grant) error {
	who, ok := c.Officials[g.Official]
	switch {
	case !ok:
		return model.Faultf(model.NotFound, "Такого должностного лица нет. Список: kurator staff list.")
	case !slices.Contains(model.Roles(), g.Role):
		return model.Faultf(model.Usage, "Роли «%s» нет. Роли: coordinator, head, curator, preparer, administrator, control.", g.Role)
	case g.Channel != "" && g.Role != model.RoleCurator:
		return model.Faultf(model.Usage, "Канал указывают только у куратора.")
	case g.Channel != "" && !g.Channel.Known():
		return model.Faultf(model.Usage, "Канала «%s» нет. Каналы: im, pos, sed, ecpur, mail, phone, visit, social, portal.", g.Channel)
	case g.Unit == 0 && g.Role == model.RolePreparer:
		return model.Faultf(model.Usage, "Укажите подразделение, для которого готовятся ответы.")
	case g.Unit != 0 && g.Role != model.RolePreparer && g.Role != model.RoleCurator:
		return model.Faultf(model.Usage, "Подразделением ограничивают только подготовку ответов и кураторство.")
	}
	if err := c.knownUnit(g.Unit); err != nil {
		return err
	}
	if err := checkPeriod(g.From, g.To); err != nil {
		return err
	}
	if who.Gone != "" && (g.From > who.Gone || (g.From == "" && who.Gone < c.today)) {
		return model.Faultf(model.Usage, "Это должностное лицо не работает с %s, роль дать нельзя.", russianDate(nextDay(who.Gone)))
	}
	return nil
}

// revoke ends a role with its last day; the grant stays as history.
func (c *change) revoke(a *model.RevokeRole) (any, error) {
	g, ok := c.Grants[model.GrantID(c.id)]
	if !ok {
		return nil, model.Faultf(model.NotFound, "Такой роли никому не давали. Список: kurator staff list.")
	}
	if a.To == "" {
		return nil, model.Faultf(model.Usage, "Укажите последний день роли.")
	}
	if err := checkDate(a.To); err != nil {
		return nil, err
	}
	switch {
	case g.From != "" && a.To < g.From:
		return nil, model.Faultf(model.Usage, "Роль «%s» начинается %s и не может закончиться раньше. Если она дана по ошибке, отмените действие, которым её дали.", g.Title(), russianDate(g.From))
	case g.To != "" && g.To <= a.To:
		return nil, model.Faultf(model.Usage, "Роль «%s» и так заканчивается %s.", g.Title(), russianDate(g.To))
	}
	g.To = a.To
	if a.Basis != "" {
		g.Basis = joinBasis(g.Basis, a.Basis)
	}
	if err := c.keepsAdministratorWith(g); err != nil {
		return nil, err
	}
	c.say(model.NounGrant, "Роль «"+g.Title()+"» действует по "+russianDate(g.To)+".")
	return g, nil
}

// joinBasis keeps the document that gave a right beside the one that ended it.
func joinBasis(given, ended string) string {
	if given == "" {
		return ended
	}
	return given + "; прекращено: " + ended
}

// knownUnit refuses a unit that is not there; none at all is allowed.
func (c *change) knownUnit(id model.UnitID) error {
	if _, ok := c.Units[id]; id != 0 && !ok {
		return model.Faultf(model.NotFound, "Такого подразделения нет. Список подразделений: kurator staff units.")
	}
	return nil
}

// keepsAdministratorWith is keepsAdministrator for a changed grant.
func (c *change) keepsAdministratorWith(g model.Grant) error {
	after := *c.Office
	after.Grants = maps.Clone(c.Grants)
	if after.Grants == nil {
		after.Grants = map[model.GrantID]model.Grant{}
	}
	after.Grants[g.ID] = g
	days := []model.Date{c.today}
	if g.To != "" {
		days = append(days, max(c.today, nextDay(g.To)))
	}
	return c.keepsAdministrator(&after, days...)
}

// keepsAdministrator refuses a change after which nobody could give roles on one of the days, though today somebody can.
func (c *change) keepsAdministrator(after *model.Office, days ...model.Date) error {
	for _, day := range days {
		if hasAdministrator(c.Office, day) && !hasAdministrator(after, day) {
			return model.Faultf(model.Forbidden, "Это последний администратор: с %s некому было бы назначать роли. Сначала назначьте другого.", russianDate(day))
		}
	}
	return nil
}

// hasAdministrator tells whether somebody who can sign in is administrator on the day.
func hasAdministrator(office *model.Office, day model.Date) bool {
	for _, g := range office.Grants {
		o := office.Officials[g.Official]
		if g.Role == model.RoleAdministrator && day.Within(g.From, g.To) && o.Login != "" && (o.Gone == "" || o.Gone >= day) {
			return true
		}
	}
	return false
}
