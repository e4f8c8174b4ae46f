// Package picture is the whole picture (order 2.2.2): where appeals, polls and channels meet by theme and settlement, what is
// more than usual, where the time of cases goes, and how the coordinator's directions stand.
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

// Parts of the pane.
const (
	Meeting = iota
	Surges
	Process
	Tossed
	Directions
)

// New makes the pane.
func New() *matter.List {
	return matter.New(matter.Config{
		ID: "picture", Title: "Картина", Scope: action.Picture, Changes: []model.Noun{model.NounAppeal, model.NounProblem, model.NounPoll, model.NounDirection, model.NounTarget},
		Parts: []matter.Part{
			{Title: "Картина", Empty: "Обращений и опросов нет", Columns: []widget.Column{{Title: "Тема", Min: 20, Flex: 3}, {Title: "Где", Min: 12, Max: 18}, {Title: "28 дн.", Min: 6, Align: widget.Right},
				{Title: "Ждали", Min: 6, Align: widget.Right, Hide: 2}, {Title: "", Min: 8}, {Title: "Каналы", Min: 14, Flex: 2, Hide: 4}, {Title: "Ничьих", Min: 6, Align: widget.Right},
				{Title: "Опросы", Min: 8, Hide: 3}, {Title: "Проблема", Min: 9, Hide: 1}}},
			{Title: "Всплески", Empty: "Всплесков нет: всё как обычно", Columns: []widget.Column{{Title: "Тема", Min: 18, Flex: 2}, {Title: "Где", Min: 12, Max: 18}, {Title: "Сообщ.", Min: 6, Align: widget.Right},
				{Title: "Обычно", Min: 6, Align: widget.Right}, {Title: "Дней", Min: 4, Align: widget.Right}, {Title: "Почему это всплеск", Min: 20, Flex: 4, Hide: 2}, {Title: "Проблема", Min: 9, Hide: 1}}},
			{Title: "Где время", Empty: "За три месяца сравнить нечего", Columns: []widget.Column{{Title: "Стадия", Min: 18}, {Title: "Кто держит", Min: 16, Flex: 2}, {Title: "Тема", Min: 12, Flex: 3, Hide: 1},
				{Title: "Случаев", Min: 7, Align: widget.Right}, {Title: "Медиана", Min: 8, Align: widget.Right}, {Title: "90 %", Min: 8, Align: widget.Right}, {Title: "Всего", Min: 8, Align: widget.Right, Hide: 2}}},
			{Title: "Туда и обратно", Empty: "Пинг-понга и ничьих обращений нет", Columns: []widget.Column{{Title: "Что", Min: 9}, {Title: "Тема", Min: 18, Flex: 3}, {Title: "Кто", Min: 14, Flex: 2},
				{Title: "Случаев", Min: 10, Align: widget.Right}, {Title: "Медиана", Min: 8, Align: widget.Right}, {Title: "90 %", Min: 8, Align: widget.Right, Hide: 1}, {Title: "Сейчас", Min: 7, Align: widget.Right}}},
			{Title: "Направления", Empty: "Координатор направлений не задал. N — задать", Columns: []widget.Column{{Title: "Направление", Min: 20, Flex: 3}, {Title: "Период", Min: 21, Hide: 1},
				{Title: "Показатель", Min: 14, Flex: 2}, {Title: "Цель", Min: 16}, {Title: "Есть", Min: 8, Align: widget.Right}, {Title: "", Min: 11}}},
		},
		Load: load, Verbs: verbs(), Open: open,
	})
}

func load(ctx context.Context, env *pane.Env) (matter.Content, error) {
	p, err := matters.MakePicture(ctx, env.Store, env.Me.Actor)
	if err != nil {
		return matter.Content{Count: -1}, err
	}
	c := matter.Content{Rows: make([][]matter.Row, 5), Count: len(p.Surges), Note: "28 дней: " + matter.Day(env, p.From) + "–" + matter.Day(env, p.To) + ". " + p.Watermark}
	c.Hints = []string{Surges: p.Season}
	for _, r := range p.Rows {
		c.Rows[Meeting] = append(c.Rows[Meeting], matter.Row{Data: r, Cells: meetingCells(r)})
	}
	for _, s := range p.Surges {
		c.Rows[Surges] = append(c.Rows[Surges], matter.Row{Data: s, Cells: []widget.Cell{{Text: "! " + s.Theme, Role: theme.Warn}, {Text: s.Place}, {Text: strconv.Itoa(s.N)},
			{Text: russian.Decimal(s.Usual, 1), Role: theme.Muted}, {Text: strconv.Itoa(s.Days), Role: theme.Muted}, {Text: s.Say}, {Text: numbers(s.Problems), Role: theme.Accent}}})
	}
	for _, rows := range [][]matters.ProcessRow{p.Stays, p.Topics} {
		for _, s := range rows {
			c.Rows[Process] = append(c.Rows[Process], matter.Row{Data: s, Cells: []widget.Cell{{Text: s.Stage.Title()}, {Text: s.Unit}, {Text: s.Theme, Role: theme.Muted}, {Text: strconv.Itoa(s.N), Role: theme.Muted},
				{Text: days(s.Median)}, {Text: days(s.P90)}, {Text: days(s.Total), Role: theme.Muted}}})
		}
	}
	for _, t := range p.Tossed {
		c.Rows[Tossed] = append(c.Rows[Tossed], matter.Row{Data: t, Cells: []widget.Cell{{Text: "пинг-понг", Role: theme.Warn}, {Text: t.Theme}, {Text: t.Unit},
			{Text: strconv.Itoa(t.Cases) + " из " + strconv.Itoa(t.Of)}, {Text: "×" + strconv.Itoa(t.Transfers)}, {Text: "до " + strconv.Itoa(t.Most)}, {}}})
	}
	for _, n := range p.Nobody {
		now := widget.Cell{Text: strconv.Itoa(n.Now), Role: theme.Muted}
		if n.Now > 0 {
			now.Role = theme.Warn
		}
		c.Rows[Tossed] = append(c.Rows[Tossed], matter.Row{Data: n, Cells: []widget.Cell{{Text: "ничьё"}, {Text: n.Theme}, {}, {Text: strconv.Itoa(n.N), Role: theme.Muted},
			{Text: days(n.Median)}, {Text: days(n.P90)}, now}})
	}
	for _, d := range p.Directions {
		c.Rows[Directions] = append(c.Rows[Directions], directionRows(env, d)...)
	}
	return c, nil
}

func meetingCells(r matters.PictureRow) []widget.Cell {
	move := widget.Cell{}
	switch {
	case r.Grew:
		move = widget.Cell{Text: "+ больше", Role: theme.Warn}
	case r.Faded:
		move = widget.Cell{Text: "− меньше", Role: theme.Good}
	}
	nobody := widget.Cell{}
	if r.Nobody > 0 {
		nobody = widget.Cell{Text: strconv.Itoa(r.Nobody), Role: theme.Warn}
	}
	polls := ""
	if len(r.Polls) > 0 {
		polls = strconv.Itoa(len(r.Polls)) + ": " + russian.Number(int64(r.Voices))
	}
	expected := ""
	if r.Expected > 0 {
		expected = russian.Decimal(r.Expected, 1)
	}
	return []widget.Cell{{Text: r.Theme}, {Text: r.Place, Role: theme.Muted}, {Text: strconv.Itoa(r.Now)}, {Text: expected, Role: theme.Muted}, move, {Text: r.Channels, Role: theme.Muted}, nobody,
		{Text: polls}, {Text: numbers(r.Problems), Role: theme.Accent}}
}

func numbers(list []int64) string {
	var out []string
	for _, n := range list {
		out = append(out, "№ "+strconv.FormatInt(n, 10))
	}
	return strings.Join(out, ", ")
}

func days(x float64) string {
	if x != x { // nothing was measured
		return russian.Unknown
	}
	return russian.Decimal(x, 1) + " дн"
}

func directionRows(env *pane.Env, d matters.DirectionState) []matter.Row {
	role := theme.Text
	if !d.Current {
		role = theme.Muted
	}
	period := matter.Day(env, d.Direction.From) + "–" + matter.Day(env, d.Direction.To)
	if len(d.Targets) == 0 {
		return []matter.Row{{Data: d.Direction, Cells: []widget.Cell{{Text: d.Direction.Title, Role: role}, {Text: period, Role: theme.Muted}, {Text: d.Direction.Result}, {}, {}, {}}}}
	}
	var rows []matter.Row
	for i, t := range d.Targets {
		title := d.Direction.Title
		if i > 0 {
			title, period = "", ""
		}
		verdict := widget.Cell{Text: t.Verdict, Role: theme.Good}
		if t.Verdict != "выполняется" {
			verdict.Role = theme.Warn
		}
		rows = append(rows, matter.Row{Data: d.Direction, Cells: []widget.Cell{{Text: title, Role: role}, {Text: period, Role: theme.Muted}, {Text: t.Name, Role: role}, {Text: t.Aim}, {Text: t.Value}, verdict}})
	}
	return rows
}

// open shows what is behind a row: its appeals, or for a surge the numbers first.
func open(_ *pane.Env, l *matter.List) pane.Outcome {
	if r, ok := matter.At[matters.PictureRow](l); ok {
		if r.Query == "" {
			return pane.Show("polls", nil)
		}
		return pane.Show("queue", queue.Find{Text: r.Query})
	}
	if s, ok := matter.At[matters.SurgeRow](l); ok {
		text := []widget.Paragraph{matter.Head(s.Theme + ", " + s.Place), matter.Blank(), widget.Par(s.Say, theme.Text), matter.Blank(),
			widget.Par("N — завести проблему, > — предложить подразделению; обращения показывает «Картина».", theme.Muted)}
		return pane.Push(overlay.NewViewer("Всплеск", text))
	}
	return pane.Nothing()
}

func verbs() map[action.ID]matter.Verb {
	return map[action.ID]matter.Verb{
		"matter.new": {Can: canNew, Do: askNew},
		"matter.edit": {Can: canEdit, Do: func(env *pane.Env, l *matter.List) pane.Outcome {
			d, _ := matter.At[model.Direction](l)
			return askDirection(env, d)
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
		from := env.Time().AddDate(0, 0, -s.Days+1)
		put = model.PutProblem{Title: s.Theme, Place: place(s.Place), Topic: s.Theme, Query: s.Query + " получено:>=" + from.Format("2006-01-02")}
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
		freeze("Сообщений за 28 дней", strconv.Itoa(r.Now), "ждали "+russian.Decimal(r.Expected, 1))
		freeze("Каналы", r.Channels, "")
		if r.Owner == "" {
			put.Kind = model.ProposalOnline
		}
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
	known := "целей ещё нет: kurator settings"
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
