package picture

import (
	"context"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/job/matters"
	"kurator/ui/action"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/matter"
	"kurator/ui/pane/problems"
	"kurator/ui/pane/queue"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// open shows what is behind a row: of a surge and a direction the numbers, of a poll its card, of the others the appeals.
func open(env *pane.Env, l *matter.List) pane.Outcome {
	row, _ := l.Current()
	switch r := row.Data.(type) {
	case matters.PictureRow:
		if r.Query == "" {
			return pane.Show("polls", matter.Goto{Ref: model.Ref{Noun: model.NounPoll, ID: r.Poll}})
		}
	case matters.SurgeRow:
		return pane.Push(overlay.NewViewer("Всплеск", surgeText(env, r)))
	case model.Direction:
		return showDirection(env, r)
	}
	return pane.Show("queue", queue.Find{Text: conditions(l)})
}

func surgeText(env *pane.Env, s matters.SurgeRow) []widget.Paragraph {
	text := []widget.Paragraph{matter.Head(s.Theme + ", " + s.Place), matter.Blank(), widget.Par(s.Say, theme.Text), matter.Blank()}
	labels, values := make([]string, len(s.Course)), make([]float64, len(s.Course))
	for i, n := range s.Course {
		labels[i], values[i] = russian.WeekdayDate(s.First.AddDate(0, 0, i)), float64(n)
	}
	if len(values) > 0 {
		text = append(text, matter.Head("По дням"))
		text = append(text, matter.Bars(env, labels, values, 0)...)
		text = append(text, matter.Blank())
	}
	return append(text, widget.Par("o — показать обращения, N — завести проблему, > — предложить подразделению.", theme.Muted))
}

// showDirection tells how the targets of a direction stood month by month.
func showDirection(env *pane.Env, d model.Direction) pane.Outcome {
	return matter.Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
		courses, err := matters.DirectionCourse(ctx, env.Store, env.Me.Actor, &d)
		if err != nil {
			return pane.Nothing(), err
		}
		text := []widget.Paragraph{matter.Head(d.Title)}
		text = append(text, matter.Pair("Период", matter.Day(env, d.From)+"–"+matter.Day(env, d.To))...)
		text = append(text, matter.Pair("Основание", d.Basis)...)
		text = append(text, matter.Pair("Итог координатора", d.Result)...)
		for _, c := range courses {
			text = append(text, matter.Blank(), matter.Head(c.Name+": "+c.Aim))
			for _, m := range c.Months {
				verdict := widget.Run{Text: "  выполняется", Role: theme.Good}
				switch {
				case m.Base == 0:
					verdict = widget.Run{Text: "  нет данных", Role: theme.Muted}
				case !m.Met:
					verdict = widget.Run{Text: "  не выполняется", Role: theme.Warn}
				}
				text = append(text, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: "  " + m.Period.Title() + ": ", Role: theme.Muted}, {Text: m.Text},
					{Text: " (n = " + russian.Number(int64(m.Base)) + ")", Role: theme.Muted}, verdict}})
			}
		}
		return pane.Push(overlay.NewViewer("Направление № "+strconv.FormatInt(d.ID, 10), text)), nil
	})
}

func verbs() map[action.ID]matter.Verb {
	return map[action.ID]matter.Verb{
		"matter.new": {Can: canNew, Do: askNew},
		"matter.edit": {Can: canEdit, Do: func(env *pane.Env, l *matter.List) pane.Outcome {
			d, _ := matter.At[model.Direction](l)
			return askDirection(env, d)
		}},
		"matter.history": {Can: canHistory, Do: func(env *pane.Env, l *matter.List) pane.Outcome {
			d, _ := matter.At[model.Direction](l)
			return matter.History(env, model.Ref{Noun: model.NounDirection, ID: d.ID})
		}},
		"picture.cases": {Can: canCases, Do: func(_ *pane.Env, l *matter.List) pane.Outcome {
			return pane.Show("queue", queue.Find{Text: conditions(l)})
		}},
		"picture.problem": {Can: canProblem, Do: func(_ *pane.Env, l *matter.List) pane.Outcome {
			return pane.Show("problems", matter.Goto{Part: problems.Cards, Ref: model.Ref{Noun: model.NounProblem, ID: cards(l)[0]}})
		}},
		"picture.propose": {Can: canPropose, Do: propose},
	}
}

func canNew(env *pane.Env, l *matter.List) error {
	if l.Part() == Directions {
		return env.Me.Can(&model.PutDirection{}, nil)
	}
	return env.Me.Can(&model.PutProblem{}, nil)
}

// canHistory: only directions have one.
func canHistory(_ *pane.Env, l *matter.List) error {
	if _, ok := matter.At[model.Direction](l); !ok {
		return pane.NotMine
	}
	return nil
}

// conditions find the appeals of the row under the cursor; nothing when there are none to show.
func conditions(l *matter.List) string {
	row, _ := l.Current()
	switch r := row.Data.(type) {
	case matters.PictureRow:
		return r.Query
	case matters.SurgeRow:
		return r.Query
	case matters.ProcessRow:
		return r.Query
	case matters.TossedRow:
		return r.Query
	case matters.NobodyRow:
		return r.Query
	}
	return ""
}

func canCases(_ *pane.Env, l *matter.List) error {
	if conditions(l) == "" {
		return model.Faultf(model.NotFound, "За этой строкой нет обращений.")
	}
	return nil
}

// cards are the problems of the row under the cursor.
func cards(l *matter.List) []int64 {
	row, _ := l.Current()
	switch r := row.Data.(type) {
	case matters.PictureRow:
		return r.Problems
	case matters.SurgeRow:
		return r.Problems
	}
	return nil
}

func canProblem(_ *pane.Env, l *matter.List) error {
	if len(cards(l)) == 0 {
		return model.Faultf(model.NotFound, "У этой строки нет карточки проблемы. N — завести.")
	}
	return nil
}

func canEdit(env *pane.Env, l *matter.List) error {
	if _, ok := matter.At[model.Direction](l); !ok {
		return pane.NotMine
	}
	return env.Me.Can(&model.PutDirection{}, nil)
}

// askNew begins a problem from the row under the cursor, or a direction.
func askNew(env *pane.Env, l *matter.List) pane.Outcome {
	if l.Part() == Directions {
		return askDirection(env, model.Direction{})
	}
	put := model.PutProblem{}
	if r, ok := matter.At[matters.PictureRow](l); ok {
		put = model.PutProblem{Title: r.Theme, Place: place(r.Place), Topic: r.Theme, Query: r.Query}
	} else if s, ok := matter.At[matters.SurgeRow](l); ok {
		put = model.PutProblem{Title: s.Theme, Place: place(s.Place), Topic: s.Theme, Query: s.Query}
	}
	return problems.AskProblem(env, 0, put)
}

func place(name string) string {
	if name == "везде" || name == "не указано" {
		return ""
	}
	return name
}

func canPropose(env *pane.Env, l *matter.List) error {
	if row, ok := l.Current(); !ok || l.Part() == Directions || row.Data == nil {
		return model.Faultf(model.NotFound, "Выберите строку картины, всплесков или процесса.")
	}
	return env.Me.Can(&model.PutProposal{}, nil)
}

// propose freezes the numbers of the row as the basis of a proposal.
func propose(env *pane.Env, l *matter.List) pane.Outcome {
	row, _ := l.Current()
	put := model.PutProposal{Kind: model.ProposalToUnit}
	freeze := func(name, value, basis string) {
		put.Figures = append(put.Figures, model.Frozen{Name: name, Value: value, Basis: basis})
	}
	switch r := row.Data.(type) {
	case matters.PictureRow:
		put.Why = r.Theme + ", " + r.Place
		freeze("Сообщений за 28 дней", strconv.Itoa(r.Now), "обычно "+russian.Decimal(r.Expected, 1))
		freeze("Каналы", r.Channels, "")
		put.To = r.Unit
	case matters.SurgeRow:
		put.Why = r.Theme + ", " + r.Place
		freeze("Всплеск", strconv.Itoa(r.N)+" за "+russian.Days(r.Days), r.Say)
	case matters.ProcessRow:
		put.Kind, put.To = model.ProposalProcess, r.Place.Unit
		put.Why = r.Stage.Title() + ", " + r.Unit
		freeze("Стоят, медиана и 90 %", days(r.Median)+" и "+days(r.P90), russian.Count(r.N, "случай", "случая", "случаев")+" за 3 месяца "+r.Theme)
	case matters.TossedRow:
		put.Kind, put.To = model.ProposalProcess, r.Tossed.Unit
		put.Why = "Пинг-понг: " + r.Theme
		freeze("Возвращали и передавали", strconv.Itoa(r.Cases)+" из "+strconv.Itoa(r.Of), "всего "+strconv.Itoa(r.Transfers))
	case matters.NobodyRow:
		put.Kind = model.ProposalProcess
		put.Why = "Ничьё время: " + r.Theme
		freeze("Без исполнителя, медиана и 90 %", days(r.Median)+" и "+days(r.P90), strconv.Itoa(r.N)+" случаев, сейчас ничьих "+strconv.Itoa(r.Now))
	}
	return matter.Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
		mark, err := matters.Watermark(ctx, env.Store)
		if err != nil {
			return pane.Nothing(), err
		}
		put.Watermark = mark
		return problems.AskProposal(env, 0, put), nil
	})
}

func askDirection(env *pane.Env, d model.Direction) pane.Outcome {
	var targets []string
	for _, t := range d.Targets {
		targets = append(targets, strconv.FormatInt(t, 10))
	}
	known := "целей ещё нет: задайте их в сводке координатора или командой kurator target"
	if list := env.Snap.Office.TargetList(); len(list) > 0 {
		var names []string
		for _, t := range list {
			names = append(names, strconv.FormatInt(t.ID, 10)+" — "+t.Figure)
		}
		known = strings.Join(names, ", ")
	}
	fields := []widget.Field{
		{ID: "title", Label: "Направление", Value: d.Title},
		{ID: "from", Label: "С какого дня", Value: matter.Day(env, d.From)},
		{ID: "to", Label: "По какой день", Value: matter.Day(env, d.To)},
		{ID: "targets", Label: "Номера целей", Value: strings.Join(targets, " "), Hint: known},
		{ID: "basis", Label: "Основание", Value: d.Basis},
		{ID: "result", Label: "Итог координатора", Value: d.Result},
	}
	return pane.Push(matter.Form("Направление работы центра", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		from, _ := matter.Date(env, v("from"))
		to, _ := matter.Date(env, v("to"))
		next := model.Direction{Title: v("title"), From: from, To: to, Basis: v("basis"), Result: v("result")}
		for _, w := range strings.Fields(v("targets")) {
			next.Targets = append(next.Targets, matter.Number(w))
		}
		return matter.Do(env, "Записано направление: "+next.Title, model.Ref{Noun: model.NounDirection, ID: d.ID}, &model.PutDirection{Direction: next})
	}).Check(matter.All(matter.Filled("title", "Назовите направление."), matter.Filled("from", "Укажите день."), matter.Dates("from", "to"))))
}
