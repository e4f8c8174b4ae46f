package roles

import (
	"context"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// changed is the answer to a change of people or roles.
type changed struct {
	title string
	refs  []model.Ref
	err   error
}

// do changes one object of the office beside the loop. It is refused when somebody has changed the object since the version of
// the office that the person saw; what is new was seen by nobody.
func do(env *pane.Env, seen int64, title string, ref model.Ref, action model.Action) pane.Outcome {
	ctx, s, actor := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor
	return pane.Await(func() tea.Msg {
		r, err := s.Do(ctx, actor, store.Op{Title: title, Steps: []store.Step{{Ref: ref, Rev: seen, Action: action}}})
		return changed{title, r.Changed, err}
	})
}

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

// askGrant gives a role.
func askGrant(env *pane.Env, who model.OfficialID) pane.Outcome {
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
		{ID: "channel", Label: "Канал (для куратора)", Kind: widget.FieldChoice, Options: channels},
		{ID: "unit", Label: "Подразделение (для исполнителя)", Kind: widget.FieldChoice, Options: unitOptions(env, "не ограничено")},
		{ID: "from", Label: "С какого дня", Value: russian.DateShort(env.Time())},
		{ID: "to", Label: "По какой день", Hint: "пусто — бессрочно"},
		{ID: "basis", Label: "Основание", Hint: "распоряжение, номер и дата"},
	}
	return pane.Push(overlay.NewForm("Назначить роль", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		from, _ := date(env, v("from"))
		to, _ := date(env, v("to"))
		g := model.Grant{Official: model.OfficialID(number(v("official"))), Role: model.Role(v("role")), From: from, To: to, Basis: v("basis"),
			Unit: model.UnitID(number(v("unit")))}
		if g.Role == model.RoleCurator {
			g.Channel = model.ChannelID(v("channel"))
		}
		return do(env, 0, "Роль назначена: "+g.Title(), model.Ref{Noun: model.NounGrant}, &model.GrantRole{Grant: g})
	}).Check(checkDates("from", "to")))
}

// askRevoke ends a role with a day; the history stays.
func askRevoke(env *pane.Env, g model.Grant) pane.Outcome {
	seen := env.Snap.Office.Version
	fields := []widget.Field{
		{ID: "to", Label: "Последний день роли", Value: russian.DateShort(env.Time())},
		{ID: "basis", Label: "Основание"},
	}
	return pane.Push(overlay.NewForm("Снять роль: "+g.Title(), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		to, _ := date(env, v("to"))
		return do(env, seen, "Роль снята: "+g.Title(), model.Ref{Noun: model.NounGrant, ID: int64(g.ID)}, &model.RevokeRole{To: to, Basis: v("basis")})
	}).Check(checkDates("to")))
}

// askOfficial enters or changes an official.
func askOfficial(env *pane.Env, o model.Official) pane.Outcome {
	seen := env.Snap.Office.Version
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
	return pane.Push(overlay.NewForm(title, fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		gone, _ := date(env, v("gone"))
		o.Position, o.Name, o.Login, o.Unit, o.Gone = v("position"), v("name"), strings.TrimSpace(v("login")), model.UnitID(number(v("unit"))), gone
		return do(env, seen, "Записано: "+o.Position, model.Ref{Noun: model.NounOfficial, ID: int64(o.ID)}, &model.PutOfficial{Official: o})
	}).Check(func(env *pane.Env, v overlay.Values) (string, string) {
		if strings.TrimSpace(v("position")) == "" {
			return "position", "Напишите должность."
		}
		return checkDates("gone")(env, v)
	}))
}

func optional[T ~int64](n T) string {
	if n == 0 {
		return ""
	}
	return id(n)
}

// askAbsence enters who stands in for whom.
func askAbsence(env *pane.Env, who model.OfficialID) pane.Outcome {
	fields := []widget.Field{
		{ID: "official", Label: "Кто отсутствует", Kind: widget.FieldChoice, Value: id(who), Options: officialOptions(env)},
		{ID: "deputy", Label: "Кто замещает", Kind: widget.FieldChoice, Options: officialOptions(env)},
		{ID: "from", Label: "С какого дня", Value: russian.DateShort(env.Time())},
		{ID: "to", Label: "По какой день"},
		{ID: "basis", Label: "Основание", Hint: "отпуск, приказ №"},
	}
	return pane.Push(overlay.NewForm("Отсутствие и замещение", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		from, _ := date(env, v("from"))
		to, _ := date(env, v("to"))
		a := model.Absence{Official: model.OfficialID(number(v("official"))), Deputy: model.OfficialID(number(v("deputy"))), From: from, To: to, Basis: v("basis")}
		return foresee(env, a)
	}).Check(func(env *pane.Env, v overlay.Values) (string, string) {
		if v("official") == v("deputy") {
			return "deputy", "Замещать самого себя нельзя. Укажите другого заместителя."
		}
		return checkDates("from", "to")(env, v)
	}))
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
			text = append(text, widget.Par("Отсутствие "+clean.Line(office.Officials[a.Official].Title())+": "+verb.DateText(env, string(a.From))+"–"+
				verb.DateText(env, string(a.To))+", замещает "+clean.Line(office.Officials[a.Deputy].Title()), theme.Text))
		}
	}
	today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
	for _, a := range office.AbsenceList() {
		if a.Official == who && (a.To == "" || a.To >= today) {
			return foreseeing(env, foreseen{absence: a, about: text})
		}
	}
	return pane.Push(overlay.NewViewer("Должностное лицо", text))
}
