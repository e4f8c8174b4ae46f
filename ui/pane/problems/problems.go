// Package problems is the pane of what stands behind single appeals: problem cards, and the proposals made from them.
package problems

import (
	"context"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/job/matters"
	"kurator/ui/action"
	"kurator/ui/pane"
	"kurator/ui/pane/matter"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Parts of the pane.
const (
	Cards = iota
	Proposals
)

// New makes the pane.
func New() *matter.List {
	return matter.New(matter.Config{
		ID: "problems", Title: "Проблемы", Scope: action.Problems, Beside: true,
		Changes: []model.Noun{model.NounProblem, model.NounProposal, model.NounAppeal, model.NounPoll},
		Parts: []matter.Part{
			{Title: "Проблемы", Empty: "Проблем нет. N — завести карточку", Columns: []widget.Column{{Title: "№", Min: 4, Align: widget.Right}, {Title: "Стадия", Min: 15},
				{Title: "Проблема", Min: 20, Flex: 4}, {Title: "Где", Min: 12, Max: 18, Hide: 2}, {Title: "Сообщ.", Min: 6, Align: widget.Right},
				{Title: "7 дней", Min: 6, Align: widget.Right, Hide: 3}, {Title: "Отвечает", Min: 12, Flex: 1, Hide: 1}}},
			{Title: "Предложения", Empty: "Предложений нет. N — написать", Columns: []widget.Column{{Title: "№", Min: 4, Align: widget.Right}, {Title: "Состояние", Min: 11},
				{Title: "Что предлагается", Min: 20, Flex: 4}, {Title: "Кому", Min: 12, Flex: 1, Hide: 1}, {Title: "Срок", Min: 10, Hide: 2}}},
		},
		Load: load, Verbs: verbs(),
	})
}

// Sheets are the side panes of problems and proposals beside their list.
func Sheets(list *matter.List) map[model.Noun]pane.Pane {
	return map[model.Noun]pane.Pane{model.NounProblem: matter.NewSheet(list, model.NounProblem, readProblem), model.NounProposal: matter.NewSheet(list, model.NounProposal, readProposal)}
}

// load lets the saved queries attach what is new, then reads the cards: those that came back first, solved ones last.
func load(ctx context.Context, env *pane.Env) (matter.Content, error) {
	watched, err := matters.Watch(ctx, env.Store, env.Me.Actor)
	if err != nil {
		return matter.Content{}, err
	}
	list, err := env.Store.Problems(ctx, env.Me.Actor)
	if err != nil {
		return matter.Content{}, err
	}
	content := matter.Content{Rows: make([][]matter.Row, 2), Hints: []string{Cards: strings.Join(watched.Warnings(), " ")}}
	for _, order := range []func(model.ProblemStage) bool{
		func(s model.ProblemStage) bool { return s == model.ProblemReturned },
		func(s model.ProblemStage) bool { return s.Open() && s != model.ProblemReturned },
		func(s model.ProblemStage) bool { return !s.Open() },
	} {
		for _, p := range list {
			if !order(p.Stage) {
				continue
			}
			if p.Stage.Open() {
				content.Count++
			}
			row, err := problemRow(ctx, env, p)
			if err != nil {
				return content, err
			}
			content.Rows[Cards] = append(content.Rows[Cards], row)
		}
	}
	proposals, err := env.Store.Proposals(ctx, env.Me.Actor)
	for _, p := range proposals {
		content.Rows[Proposals] = append(content.Rows[Proposals], proposalRow(env, p))
	}
	return content, err
}

func problemRow(ctx context.Context, env *pane.Env, p model.Problem) (matter.Row, error) {
	received, err := env.Store.Received(ctx, p.Cases())
	if err != nil {
		return matter.Row{}, err
	}
	week, since := 0, model.InstantOf(env.Now().Add(-7*24*time.Hour))
	for _, at := range received {
		if at >= since {
			week++
		}
	}
	role := theme.Text
	switch {
	case p.Stage == model.ProblemReturned:
		role = theme.Bad
	case !p.Stage.Open():
		role = theme.Muted
	}
	sign := ""
	if p.Stage == model.ProblemReturned {
		sign = "! "
	}
	return matter.Row{Ref: model.Ref{Noun: model.NounProblem, ID: p.ID}, Data: p, Cells: []widget.Cell{
		{Text: strconv.FormatInt(p.ID, 10), Role: theme.Accent}, {Text: sign + p.Stage.Title(), Role: role}, {Text: p.Title, Role: role}, {Text: p.Place, Role: theme.Muted},
		{Text: strconv.Itoa(len(received))}, {Text: strconv.Itoa(week), Role: theme.Muted}, {Text: env.Snap.Office.UnitTitle(p.Unit), Role: theme.Muted}}}, nil
}

func proposalRow(env *pane.Env, p model.Proposal) matter.Row {
	role, due := theme.Text, theme.Muted
	if !p.State.Open() {
		role = theme.Muted
	}
	by := matter.Day(env, p.By)
	if today := model.DateOf(model.InstantOf(env.Now()), env.Zone); p.State.Open() && p.By != "" && p.By < today {
		due, by = theme.Late, by+" !"
	}
	return matter.Row{Ref: model.Ref{Noun: model.NounProposal, ID: p.ID}, Data: p, Cells: []widget.Cell{{Text: strconv.FormatInt(p.ID, 10), Role: theme.Accent},
		{Text: p.State.Title(), Role: role}, {Text: p.What, Role: role}, {Text: env.Snap.Office.UnitTitle(p.To), Role: theme.Muted}, {Text: by, Role: due}}}
}

// readProblem is the card of a problem, with its course drawn.
func readProblem(ctx context.Context, env *pane.Env, id int64) (matter.Page, error) {
	x, err := matters.OpenProblem(ctx, env.Store, env.Me.Actor, id)
	if err != nil {
		return matter.Page{}, err
	}
	p := &x.Problem
	text := []widget.Paragraph{matter.Head(p.Title)}
	stage := p.Stage.Title()
	if p.Stage == model.ProblemReturned {
		stage += ": " + p.Why + ", " + matter.Moment(env, p.ReturnedAt)
	}
	text = append(text, matter.Pair("Стадия", stage)...)
	text = append(text, matter.Pair("Ход", life(env, p.Life))...)
	text = append(text, matter.Pair("Отвечает", env.Snap.Office.UnitTitle(p.Unit))...)
	text = append(text, matter.Pair("Где", p.Place)...)
	text = append(text, matter.Pair("Тема", p.Topic)...)
	text = append(text, matter.Pair("Замечена", matter.Moment(env, p.Noticed))...)
	messages := russian.Count(x.Messages, "обращение", "обращения", "обращений")
	text = append(text, matter.Pair("Приложено", messages)...)
	if p.Query != "" {
		text = append(text, matter.Pair("Прикладывает сама по условиям", p.Query)...)
	}
	text = append(text, matter.Pair("Общий ответ подготовлен", matter.Moment(env, p.ToldAt))...)
	if !p.Stage.Open() {
		n, days := p.Recurrence()
		text = append(text, matter.Pair("Решена", matter.Moment(env, p.SolvedAt)+". "+p.Outcome)...)
		text = append(text, matter.Pair("После решения", russian.Count(x.Since, "сообщение", "сообщения", "сообщений")+"; вернётся сама, если за "+russian.Days(days)+" их станет "+strconv.Itoa(n))...)
	}
	text = append(text, causes(env, p)...)
	text = append(text, measures(env, &x)...)
	if len(x.Received) > 0 {
		chart := x.Chart()
		text = append(text, matter.Blank(), matter.Head("Сообщения по времени"))
		text = append(text, matter.Bars(env, chart.Labels, chart.Series[0].Values, 0)...)
	}
	text = append(text, linked(env, &x)...)
	return matter.Page{Title: "Проблема № " + strconv.FormatInt(id, 10), Text: text}, nil
}

// life is every change of stage with its day; a problem that was only noticed has none yet.
func life(env *pane.Env, steps []model.LifeStep) string {
	if len(steps) < 2 {
		return ""
	}
	list := make([]string, len(steps))
	for i, s := range steps {
		list[i] = strings.ToLower(s.Stage.Title()) + " " + matter.Moment(env, s.At)
	}
	return strings.Join(list, " → ")
}

func causes(env *pane.Env, p *model.Problem) []widget.Paragraph {
	var text []widget.Paragraph
	if len(p.Hypotheses) > 0 {
		text = append(text, matter.Blank(), matter.Head("Гипотезы"))
	}
	for _, h := range p.Hypotheses {
		text = append(text, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: strconv.Itoa(h.ID) + ". " + h.Text + " "}, {Text: "— " + h.Verdict.Title(), Role: theme.Muted}}})
		for _, e := range h.Evidence {
			sign, role := "    + за: ", theme.Good
			if e.Against {
				sign, role = "    − против: ", theme.Warn
			}
			line := e.Text
			if e.Source != "" {
				line += " (" + e.Source + ")"
			}
			text = append(text, widget.Paragraph{Indent: 6, Runs: []widget.Run{{Text: sign, Role: role}, {Text: line}, {Text: "  " + matter.Moment(env, e.At), Role: theme.Muted}}})
		}
	}
	if p.Cause != "" {
		words := p.Cause.Title()
		if p.CauseWords != "" {
			words += ": " + p.CauseWords
		}
		text = append(text, matter.Blank(), matter.Head("Причина"))
		text = append(text, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: words}}})
	}
	return text
}

func measures(env *pane.Env, x *matters.ProblemSheet) []widget.Paragraph {
	if len(x.Problem.Measures) == 0 {
		return nil
	}
	text := []widget.Paragraph{matter.Blank(), matter.Head("Меры")}
	for _, m := range x.Problem.Measures {
		owner := m.Owner
		if m.Unit != 0 {
			owner = env.Snap.Office.UnitTitle(m.Unit)
		}
		when := m.State.Title()
		switch {
		case m.Done != "":
			when += " " + matter.Day(env, m.Done)
		case m.Due != "":
			when += ", срок " + matter.Day(env, m.Due)
		}
		text = append(text, widget.Paragraph{Indent: 5, Runs: []widget.Run{{Text: "  " + strconv.Itoa(m.ID) + ". " + m.What + " "}, {Text: "— " + owner + ", " + when, Role: theme.Muted}}})
		for _, e := range x.Effects {
			if e.Measure.ID == m.ID {
				text = append(text, widget.Paragraph{Indent: 5, Runs: []widget.Run{{Text: "     " + matters.EffectText(e) + ": ", Role: theme.Accent}, {Text: e.Words()}}})
			}
		}
	}
	return text
}

func linked(env *pane.Env, x *matters.ProblemSheet) []widget.Paragraph {
	var text []widget.Paragraph
	if len(x.Proposals)+len(x.Polls) > 0 {
		text = append(text, matter.Blank(), matter.Head("Связано"))
	}
	for _, p := range x.Proposals {
		text = append(text, matter.Pair("Предложение № "+strconv.FormatInt(p.ID, 10), p.What+" — "+p.State.Title()+", "+env.Snap.Office.UnitTitle(p.To))...)
	}
	for _, p := range x.Polls {
		text = append(text, matter.Pair(p.Kind.Title()+" № "+strconv.FormatInt(p.ID, 10), p.Title+" — "+p.Stage.Title())...)
	}
	return text
}

// readProposal is a proposal with the figures it stands on.
func readProposal(ctx context.Context, env *pane.Env, id int64) (matter.Page, error) {
	p, err := env.Store.Proposal(ctx, env.Me.Actor, id)
	if err != nil {
		return matter.Page{}, err
	}
	text := []widget.Paragraph{matter.Head(p.What)}
	text = append(text, matter.Pair("Вид", p.Kind.Title())...)
	text = append(text, matter.Pair("Кому", env.Snap.Office.UnitTitle(p.To))...)
	text = append(text, matter.Pair("Состояние", p.State.Title())...)
	text = append(text, matter.Pair("Срок", matter.Day(env, p.By))...)
	text = append(text, matter.Pair("Почему", p.Why)...)
	if p.Problem != 0 {
		text = append(text, matter.Pair("Проблема", "№ "+strconv.FormatInt(p.Problem, 10))...)
	}
	text = append(text, figuresText("На каких показателях", p.Figures)...)
	text = append(text, matter.Pair("Заморожено", p.Watermark)...)
	if len(p.Steps) > 0 {
		text = append(text, matter.Blank(), matter.Head("Что было"))
	}
	for _, s := range p.Steps {
		line := s.State.Title()
		if s.Words != "" {
			line += ": " + s.Words
		}
		text = append(text, matter.Pair(matter.Moment(env, s.At), line)...)
	}
	text = append(text, matter.Pair("Эффект", p.Effect)...)
	text = append(text, figuresText("Те же показатели после", p.Measured)...)
	text = append(text, matter.Pair("Примечание", p.Remark)...)
	return matter.Page{Title: "Предложение № " + strconv.FormatInt(id, 10), Text: text}, nil
}

func figuresText(title string, list []model.Frozen) []widget.Paragraph {
	if len(list) == 0 {
		return nil
	}
	text := []widget.Paragraph{matter.Blank(), matter.Head(title)}
	for _, f := range list {
		value := f.Value
		if f.Basis != "" {
			value += " (" + f.Basis + ")"
		}
		text = append(text, matter.Pair(f.Name, value)...)
	}
	return text
}
