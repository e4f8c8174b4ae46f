package roles

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

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

// absenceForm enters who stands in for whom, or changes it. Before it is written down it says which cases will pass.
func absenceForm(env *pane.Env, a model.Absence) amend.Form {
	deputies := append([]widget.Option{{ID: "", Label: "не выбран"}}, officialOptions(env)...)
	fields := []widget.Field{
		{ID: "official", Label: "Кто отсутствует", Kind: widget.FieldChoice, Value: id(a.Official), Options: officialOptions(env)},
		{ID: "deputy", Label: "Кто замещает", Kind: widget.FieldChoice, Value: optional(a.Deputy), Options: deputies},
		{ID: "roles", Label: "Какие роли", Kind: widget.FieldChoice, Value: rolesKey(a.Roles), Options: roleSets(a.Roles)},
		{ID: "from", Label: "С какого дня", Value: verb.DateText(env, string(a.From))},
		{ID: "to", Label: "По какой день", Value: verb.DateText(env, string(a.To)), Hint: "пусто — пока не вернётся"},
		{ID: "basis", Label: "Основание", Value: a.Basis, Hint: "отпуск, приказ №"},
	}
	if a.ID != 0 {
		fields = fields[1:] // another's absence is another record
	}
	will := func(env *pane.Env, v overlay.Values) model.Absence {
		w := a
		if a.ID == 0 {
			w.Official = model.OfficialID(number(v("official")))
		}
		w.Deputy, w.Roles, w.Basis = model.OfficialID(number(v("deputy"))), rolesOf(v("roles")), strings.TrimSpace(v("basis"))
		w.From, _ = date(env, v("from")) // checked
		w.To, _ = date(env, v("to"))
		return w
	}
	return amend.Form{Title: "Отсутствие и замещение", Fields: fields, Field: "deputy", Yes: "Записать отсутствие",
		Check: func(env *pane.Env, v overlay.Values) (string, string) {
			switch w := will(env, v); {
			case w.Deputy == 0:
				return "deputy", "Выберите, кто замещает: стрелками или первыми буквами."
			case w.Official == w.Deputy:
				return "deputy", "Замещать самого себя нельзя. Укажите другого заместителя."
			}
			return checkDates("from", "to")(env, v)
		},
		Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
			w := will(env, v)
			if a.ID != 0 && sameAbsence(w, a) {
				return upkeep.Change{}, nil
			}
			return upkeep.Single("Замещение записано", model.Ref{Noun: model.NounAbsence, ID: int64(a.ID)}, &model.PutAbsence{Absence: w}), nil
		},
		Foresee: func(ctx context.Context, env *pane.Env, v overlay.Values) ([]string, error) {
			return foresee(ctx, env, will(env, v))
		}}
}

func sameAbsence(a, b model.Absence) bool {
	same := slices.Equal(a.Roles, b.Roles)
	a.Roles, b.Roles = nil, nil
	return same && a.Official == b.Official && a.Deputy == b.Deputy && a.From == b.From && a.To == b.To && a.Basis == b.Basis
}

// roleSets offers all roles, each one, and the set an absence has that is neither.
func roleSets(now []model.Role) []widget.Option {
	list := []widget.Option{{ID: "", Label: "все"}}
	for _, r := range model.Roles() {
		list = append(list, widget.Option{ID: string(r), Label: r.Title()})
	}
	if len(now) > 1 {
		list = append(list, widget.Option{ID: rolesKey(now), Label: roleTitles(now)})
	}
	return list
}

func rolesKey(roles []model.Role) string {
	var keys []string
	for _, r := range roles {
		keys = append(keys, string(r))
	}
	return strings.Join(keys, ",")
}

func rolesOf(key string) []model.Role {
	var roles []model.Role
	for k := range strings.SplitSeq(key, ",") {
		if k != "" {
			roles = append(roles, model.Role(k))
		}
	}
	return roles
}

func roleTitles(roles []model.Role) string {
	var titles []string
	for _, r := range roles {
		titles = append(titles, r.Title())
	}
	return strings.Join(titles, ", ")
}

// foresee says which cases will pass to the deputy; nothing to whom they are not shown.
func foresee(ctx context.Context, env *pane.Env, a model.Absence) ([]string, error) {
	held, err := upkeep.Forecast(ctx, env.Store, env.Me.Actor, a)
	if model.CodeOf(err) == model.Forbidden {
		return nil, nil // the cases are for others to see
	}
	if err != nil {
		return nil, err
	}
	n := len(held)
	if n == 0 {
		return []string{"В отсутствие не попадает ни одно обращение.", passTo(env, a)}, nil
	}
	lines := []string{"В отсутствие " + russian.Word(n, "попадает", "попадают", "попадают") + " " + russian.Count(n, "обращение", "обращения", "обращений") + ".", passTo(env, a)}
	for _, h := range held {
		lines = append(lines, line(env, h))
	}
	return lines, nil
}

func passTo(env *pane.Env, a model.Absence) string {
	what := "дела перейдут"
	if len(a.Roles) > 0 {
		what = "перейдут дела роли «" + strings.Join(strings.Split(roleTitles(a.Roles), ", "), "», «") + "»"
	}
	return "На эти дни " + what + ": " + clean.Line(env.Snap.Office.Officials[a.Deputy].Title()) + "."
}

// returnForm ends an absence with a day.
func returnForm(env *pane.Env, a model.Absence) amend.Form {
	fields := []widget.Field{
		{ID: "to", Label: "Последний день", Value: russian.DateShort(env.Time())},
		{ID: "basis", Label: "Основание"},
	}
	who := clean.Line(env.Snap.Office.Officials[a.Official].Title())
	return amend.Form{Title: "Завершить отсутствие: " + who, Fields: fields, Field: "to", Check: checkDates("to"),
		Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
			to, err := date(env, v("to"))
			return upkeep.Single("Отсутствие завершено", model.Ref{Noun: model.NounAbsence, ID: int64(a.ID)}, upkeep.BackToWork(env.Me.Person, a, to, v("basis"))), err
		}}
}

// foreseen is what falls into an absence that is shown.
type foreseen struct {
	about []widget.Paragraph // what stands before the list
	held  []upkeep.Held
	err   error
}

// showing reads beside the loop what falls into an absence; the person is shown with it.
func showing(env *pane.Env, a model.Absence, about []widget.Paragraph) pane.Outcome {
	ctx, s, actor := env.Ctx, env.Store, env.Me.Actor
	return pane.Await(func() tea.Msg {
		held, err := upkeep.Forecast(ctx, s, actor, a)
		return foreseen{about, held, err}
	})
}

// line names one case of a handover.
func line(env *pane.Env, h upkeep.Held) string {
	due := model.DateOf(h.Row.SortAt-1, env.Zone)
	return "№ " + h.Row.ID.String() + " до " + verb.DateText(env, string(due)) + " · " + clean.Line(words(h.Row.Topic, h.Row.Place))
}

// handover is shown behind what is known of a person: every case that falls into the absence.
func (f foreseen) handover(env *pane.Env) pane.Outcome {
	if f.err != nil && model.CodeOf(f.err) != model.Forbidden {
		return pane.Fail(f.err)
	}
	text := f.about
	if f.err == nil {
		text = append(text, widget.Par("", theme.Text), widget.Par("Дела для передачи: "+russian.Number(int64(len(f.held))), theme.Title))
		for _, h := range f.held {
			text = append(text, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: line(env, h)}, {Text: " · " + clean.Line(h.Role), Role: theme.Muted}}})
		}
	}
	return pane.Push(overlay.NewViewer("Должностное лицо", text))
}
