package roles

import (
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/job/upkeep"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/amend"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

func officialOptions(env *pane.Env) []widget.Option {
	var list []widget.Option
	for _, o := range env.Snap.Office.OfficialList() {
		list = append(list, widget.Option{ID: id(o.ID), Label: clean.Line(o.Title())})
	}
	return list
}

func unitOptions(env *pane.Env, none string) []widget.Option {
	list := []widget.Option{{ID: "", Label: none}}
	for _, u := range env.Snap.Office.UnitList() {
		list = append(list, widget.Option{ID: id(u.ID), Label: clean.Line(u.Title())})
	}
	return list
}

func id[T ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // the values are ids of options
	return n
}

// date reads a day people wrote; empty stays empty.
func date(env *pane.Env, text string) (model.Date, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	m, err := russian.ParseMoment(text, env.Now(), env.Zone)
	if err != nil {
		return "", err
	}
	return model.DateOf(model.InstantOf(m.At), env.Zone), nil
}

// checkDates refuses a form whose dates cannot be read.
func checkDates(fields ...string) func(*pane.Env, overlay.Values) (string, string) {
	return func(env *pane.Env, v overlay.Values) (string, string) {
		for _, f := range fields {
			if _, err := date(env, v(f)); err != nil {
				return f, err.Error()
			}
		}
		return "", ""
	}
}

// grantForm gives a role.
func grantForm(env *pane.Env, who model.OfficialID) amend.Form {
	var roles []widget.Option
	for _, r := range model.Roles() {
		roles = append(roles, widget.Option{ID: string(r), Label: r.Title()})
	}
	channels := []widget.Option{{ID: "", Label: "все каналы"}}
	for _, c := range model.Channels() {
		channels = append(channels, widget.Option{ID: string(c), Label: c.Title()})
	}
	fields := []widget.Field{
		{ID: "official", Label: "Кому", Kind: widget.FieldChoice, Value: id(who), Options: officialOptions(env)},
		{ID: "role", Label: "Роль", Kind: widget.FieldChoice, Value: string(model.RoleCurator), Options: roles},
		{ID: "channel", Label: "Канал куратора", Kind: widget.FieldChoice, Options: channels},
		{ID: "unit", Label: "Подразделение", Kind: widget.FieldChoice, Options: unitOptions(env, "не ограничено (у исполнителя — обязательно)")},
		{ID: "from", Label: "С какого дня", Value: russian.DateShort(env.Time())},
		{ID: "to", Label: "По какой день", Hint: "пусто — бессрочно"},
		{ID: "basis", Label: "Основание", Hint: "распоряжение, номер и дата"},
	}
	return amend.Form{Title: "Назначить роль", Fields: fields, Field: "unit", Check: checkDates("from", "to"), Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		g := model.Grant{Official: model.OfficialID(number(v("official"))), Role: model.Role(v("role")), Basis: strings.TrimSpace(v("basis")), Unit: model.UnitID(number(v("unit")))}
		g.From, _ = date(env, v("from")) // checked
		g.To, _ = date(env, v("to"))
		if g.Role == model.RoleCurator {
			g.Channel = model.ChannelID(v("channel"))
		}
		return fresh("Роль назначена: "+g.Title(), model.NounGrant, &model.GrantRole{Grant: g}), nil
	}}
}

// fresh is a change that brings a new object; nobody else can have changed it.
func fresh(title string, noun model.Noun, action model.Action) upkeep.Change {
	return upkeep.Single(title, model.Ref{Noun: noun}, action)
}

// revokeForm ends a role with a day; the history stays.
func revokeForm(env *pane.Env, g model.Grant) amend.Form {
	fields := []widget.Field{
		{ID: "to", Label: "Последний день роли", Value: russian.DateShort(env.Time())},
		{ID: "basis", Label: "Основание"},
	}
	return amend.Form{Title: "Снять роль: " + g.Title(), Fields: fields, Field: "to", Check: checkDates("to"), Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		to, err := date(env, v("to"))
		return upkeep.Single("Роль снята: "+g.Title(), model.Ref{Noun: model.NounGrant, ID: int64(g.ID)}, &model.RevokeRole{To: to, Basis: strings.TrimSpace(v("basis"))}), err
	}}
}

// officialForm enters or changes an official.
func officialForm(env *pane.Env, o model.Official) amend.Form {
	fields := []widget.Field{
		{ID: "position", Label: "Должность", Value: o.Position},
		{ID: "name", Label: "Фамилия, имя, отчество", Value: o.Name},
		{ID: "login", Label: "Учётная запись (вход)", Value: o.Login, Hint: "имя в операционной системе или для SSH"},
		{ID: "unit", Label: "Подразделение", Kind: widget.FieldChoice, Value: optional(o.Unit), Options: unitOptions(env, "не указано")},
		{ID: "gone", Label: "Последний день работы", Value: verb.DateText(env, string(o.Gone)), Hint: "пусто — работает"},
	}
	title := "Изменить должностное лицо"
	if o.ID == 0 {
		title = "Добавить должностное лицо"
	}
	return amend.Form{Title: title, Fields: fields, Field: "position", Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		will := o
		will.Position, will.Name, will.Login = strings.TrimSpace(v("position")), strings.TrimSpace(v("name")), strings.TrimSpace(v("login"))
		will.Unit = model.UnitID(number(v("unit")))
		will.Gone, _ = date(env, v("gone")) // checked
		if o.ID != 0 && will == o {
			return upkeep.Change{}, nil
		}
		return upkeep.Single("Записано: "+will.Position, model.Ref{Noun: model.NounOfficial, ID: int64(o.ID)}, &model.PutOfficial{Official: will}), nil
	}, Check: func(env *pane.Env, v overlay.Values) (string, string) {
		if strings.TrimSpace(v("position")) == "" {
			return "position", "Напишите должность."
		}
		return checkDates("gone")(env, v)
	}}
}

func optional[T ~int64](n T) string {
	if n == 0 {
		return ""
	}
	return id(n)
}

// describe shows an official whole: position, unit, every role with its days and basis, absences.
func describe(env *pane.Env, who model.OfficialID) pane.Outcome {
	office := env.Snap.Office
	o := office.Officials[who]
	text := []widget.Paragraph{widget.Par(clean.Line(o.Title()), theme.Title), widget.Par(words(clean.Line(o.Position), clean.Line(office.UnitTitle(o.Unit))), theme.Text)}
	if o.Login != "" {
		text = append(text, widget.Par("Вход: "+clean.Line(o.Login), theme.Muted))
	}
	text = append(text, widget.Par("", theme.Text), widget.Par("Роли", theme.Title))
	for _, g := range office.GrantList() {
		if g.Official != who {
			continue
		}
		days := "с " + verb.DateText(env, string(g.From))
		if g.From == "" {
			days = "с начала"
		}
		if g.To != "" {
			days += " по " + verb.DateText(env, string(g.To))
		}
		text = append(text, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: clean.Line(words(g.Title(), office.UnitTitle(g.Unit)))},
			{Text: " · " + clean.Line(words(days, g.Basis)), Role: theme.Muted}}})
	}
	for _, a := range office.AbsenceList() {
		if a.Official == who || a.Deputy == who {
			text = append(text, widget.Par("Отсутствие: "+clean.Line(office.Officials[a.Official].Title())+", "+absenceDays(env, a)+", замещает "+
				clean.Line(words(office.Officials[a.Deputy].Title(), roleTitles(a.Roles), a.Basis)), theme.Text))
		}
	}
	today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
	for _, a := range office.AbsenceList() {
		if a.Official == who && (a.To == "" || a.To >= today) {
			return showing(env, a, text)
		}
	}
	return pane.Push(overlay.NewViewer("Должностное лицо", text))
}
