// Package picture is the whole picture (order 2.2.2): where appeals, polls and channels meet by theme and settlement, what is
// more than usual, where the time of cases goes, and how the coordinator's directions stand.
package picture

import (
	"context"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store/job/matters"
	"kurator/ui/action"
	"kurator/ui/pane"
	"kurator/ui/pane/matter"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Parts of the pane.
const (
	Meeting = iota
	Surges
	Process
	Tossed
	Unowned
	Directions
)

// New makes the pane.
func New() *matter.List {
	live := &matters.LivePicture{}
	return matter.New(matter.Config{
		ID: "picture", Title: "Картина", Scope: action.Picture, Changes: []model.Noun{model.NounAppeal, model.NounProblem, model.NounPoll, model.NounDirection, model.NounTarget},
		Parts: []matter.Part{
			{Title: "Картина", Empty: "Обращений и опросов нет", Columns: []widget.Column{{Title: "Тема", Min: 20, Flex: 3}, {Title: "Где", Min: 12, Max: 18}, {Title: "28 дн.", Min: 6, Align: widget.Right},
				{Title: "Обычно", Min: 6, Align: widget.Right, Hide: 2}, {Title: "", Min: 8}, {Title: "Ведёт", Min: 12, Flex: 1, Hide: 5}, {Title: "Каналы", Min: 14, Flex: 2, Hide: 4}, {Title: "Ничьих", Min: 6, Align: widget.Right},
				{Title: "В опросах", Min: 9, Align: widget.Right, Hide: 3}, {Title: "Проблема", Min: 9, Hide: 1}}},
			{Title: "Всплески", Empty: "Всплесков нет: всё как обычно", Columns: []widget.Column{{Title: "Тема", Min: 18, Flex: 2}, {Title: "Где", Min: 12, Max: 18}, {Title: "Сообщ.", Min: 6, Align: widget.Right},
				{Title: "Обычно", Min: 6, Align: widget.Right}, {Title: "Дней", Min: 4, Align: widget.Right}, {Title: "Почему это всплеск", Min: 20, Flex: 4, Hide: 2}, {Title: "Проблема", Min: 9, Hide: 1}}},
			{Title: "Где время", Empty: "За три месяца сравнить нечего", Columns: []widget.Column{{Title: "Стадия", Min: 18}, {Title: "Кто держит", Min: 16, Flex: 2}, {Title: "Тема", Min: 12, Flex: 3, Hide: 1},
				{Title: "Случаев", Min: 7, Align: widget.Right}, {Title: "Медиана", Min: 8, Align: widget.Right}, {Title: "90 %", Min: 8, Align: widget.Right}, {Title: "Всего", Min: 8, Align: widget.Right, Hide: 2}}},
			{Title: "Пинг-понг", Empty: "За три месяца обращения туда и обратно не передавали", Columns: []widget.Column{{Title: "Тема", Min: 18, Flex: 3}, {Title: "Исполнитель", Min: 14, Flex: 2},
				{Title: "Обращений", Min: 10, Align: widget.Right}, {Title: "Из скольких", Min: 11, Align: widget.Right, Hide: 1}, {Title: "Передач", Min: 7, Align: widget.Right}, {Title: "У одного до", Min: 11, Align: widget.Right, Hide: 2}}},
			{Title: "Ничьё", Empty: "Ничьих обращений не было", Columns: []widget.Column{{Title: "Тема", Min: 18, Flex: 3}, {Title: "Обращений", Min: 10, Align: widget.Right},
				{Title: "Медиана", Min: 8, Align: widget.Right}, {Title: "90 %", Min: 8, Align: widget.Right}, {Title: "Сейчас ничьих", Min: 13, Align: widget.Right}}},
			{Title: "Направления", Empty: "Координатор направлений не задал. N — задать", Columns: []widget.Column{{Title: "Направление", Min: 20, Flex: 3}, {Title: "Период", Min: 21, Hide: 1},
				{Title: "Показатель", Min: 14, Flex: 2}, {Title: "Цель", Min: 16}, {Title: "Есть", Min: 8, Align: widget.Right}, {Title: "Выполняется", Min: 11}}},
		},
		Load: func(ctx context.Context, env *pane.Env) (matter.Content, error) { return load(ctx, env, live) }, Heard: live.Heard, Verbs: verbs(), Open: open,
	})
}

func load(ctx context.Context, env *pane.Env, live *matters.LivePicture) (matter.Content, error) {
	p, err := live.Make(ctx, env.Store, env.Me.Actor)
	if err != nil {
		return matter.Content{Count: -1}, err
	}
	c := matter.Content{Rows: make([][]matter.Row, Directions+1), Count: len(p.Surges), Note: "28 дней: " + matter.Day(env, p.From) + "–" + matter.Day(env, p.To) + ". " + p.Watermark}
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
		c.Rows[Tossed] = append(c.Rows[Tossed], matter.Row{Data: t, Cells: []widget.Cell{{Text: t.Theme}, {Text: t.Unit}, {Text: strconv.Itoa(t.Cases), Role: theme.Warn},
			{Text: strconv.Itoa(t.Of), Role: theme.Muted}, {Text: strconv.Itoa(t.Transfers)}, {Text: strconv.Itoa(t.Most), Role: theme.Muted}}})
	}
	for _, n := range p.Nobody {
		now := widget.Cell{Text: strconv.Itoa(n.Now), Role: theme.Muted}
		if n.Now > 0 {
			now.Role = theme.Warn
		}
		c.Rows[Unowned] = append(c.Rows[Unowned], matter.Row{Data: n, Cells: []widget.Cell{{Text: n.Theme}, {Text: strconv.Itoa(n.N), Role: theme.Muted}, {Text: days(n.Median)}, {Text: days(n.P90)}, now}})
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
		polls = russian.Number(int64(r.Voices)) + " чел."
	}
	owner := widget.Cell{Text: r.Owner, Role: theme.Muted}
	if r.Owner == "" {
		owner = widget.Cell{Text: "никто", Role: theme.Warn}
	}
	expected := ""
	if r.Expected > 0 {
		expected = russian.Decimal(r.Expected, 1)
	}
	return []widget.Cell{{Text: r.Theme}, {Text: r.Place, Role: theme.Muted}, {Text: strconv.Itoa(r.Now)}, {Text: expected, Role: theme.Muted}, move, owner, {Text: r.Channels, Role: theme.Muted}, nobody,
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
		verdict := widget.Cell{Text: t.Verdict, Role: theme.Warn}
		if t.Verdict == stats.Met {
			verdict = widget.Cell{Text: "да", Role: theme.Good}
		}
		rows = append(rows, matter.Row{Data: d.Direction, Cells: []widget.Cell{{Text: title, Role: role}, {Text: period, Role: theme.Muted}, {Text: t.Name, Role: role}, {Text: t.Aim}, {Text: t.Value}, verdict}})
	}
	return rows
}
