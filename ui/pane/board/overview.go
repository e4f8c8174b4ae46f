package board

import (
	"math"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store/figures"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// leastLane is how wide a column of figures must be.
const leastLane = 38

// lay makes a part for a size.
func (c *content) lay(part int, hours bool, w, h int) *sheet {
	s := &sheet{}
	switch part {
	case partOverview:
		c.overview(s, w, h)
	case partCourse:
		c.courses(s, w)
	case partMap:
		if hours {
			c.clock(s, w)
		} else {
			c.heat(s, w, h)
		}
	case partTime:
		c.times(s, w)
	case partQuality:
		c.qualities(s, w)
	case partSplit:
		c.splits(s, w)
	}
	return s
}

// overview is the coordinator's one screen.
func (c *content) overview(s *sheet, w, h int) {
	lanes := s.split(w, leastLane)
	c.stock(lanes[0])
	c.lines(lanes[0], "Показатели", c.board.Lines)
	if days := c.whole(); s.lanes == 2 && h-lanes[0].y > len(days) { // a trend where there is room for all of it
		c.trend(lanes[0])
	}
	l := lanes[1]
	blocks := []struct {
		n     int
		write func(l *lane, rows int)
	}{{len(c.board.Overdue), c.overdueBy}, {len(c.red), c.redBlock}, {len(c.board.Topics), c.topics}, {len(c.board.Units), c.discipline}, {len(c.board.Targets), c.targets}}
	var sizes []int
	for _, b := range blocks {
		sizes = append(sizes, b.n)
	}
	rows := quotas(sizes, h-len(blocks))
	if s.lanes == 1 {
		rows = quotas(sizes, 5*len(blocks)) // all of it scrolls
	}
	for i, b := range blocks {
		b.write(l, rows[i])
	}
}

// quotas shares lines out among blocks, one after another, until there are no more or all is shown. An empty block says so in one line.
func quotas(sizes []int, lines int) []int {
	rows := make([]int, len(sizes))
	for more := true; more && lines > 0; {
		more = false
		for i, n := range sizes {
			if rows[i] < max(n, 1) && lines > 0 {
				rows[i]++
				lines--
				more = true
			}
		}
	}
	return rows
}

// stock is what is open at the end of the period, or now while it lasts, and what waits for somebody today. Of a period that is over
// each says on which day.
func (c *content) stock(l *lane) {
	then, today := c.standing.To-1, c.waiting.Now
	waits := func(id stats.ID, n int) figures.Line {
		f, _ := stats.Find(id)
		unknown := stats.Value{X: math.NaN()}
		return figures.Line{Figure: f, Now: stats.Value{X: float64(n), Hits: n, Count: true}, Previous: unknown, YearAgo: unknown}
	}
	for _, x := range []struct {
		line  figures.Line
		role  theme.Role
		scope stats.Scope
		at    model.Instant
		query string
	}{
		{c.board.Open, theme.Text, c.standing, then, "открыто:да"},
		{c.board.OverdueNow, theme.Late, c.standing, then, "открыто:да просрочено:да"},
		{waits(stats.PromisesDue, c.board.Promises), theme.Soon, c.board.Scope, today, ""},
		{waits(stats.Unhappy, c.board.Unhappy), theme.Warn, c.waiting, today, ""},
	} {
		f, role, at := x.line.Figure, x.role, x.at.In(c.board.Scope.Zone)
		if x.line.Now.Hits == 0 {
			role = theme.Text
		}
		rule := f.Formula
		if f.ID == stats.Unhappy {
			rule += "; ответы за 30 дней до сегодня"
		}
		name, on := short(f, l.w), " на "+russian.DateShort(at)
		d := drill{title: f.Name, query: x.query, figure: f, scope: x.scope}
		if !c.board.Lasts() {
			name += at.Format(" на 02.01")
			d.title, d.query = f.Name+on, ""
		}
		l.row(spot{id: string(f.ID), name: f.Name, value: number(x.line.Now.Hits) + on + beside(x.line), rule: rule, aim: aim{figure: string(f.ID)}, drill: d},
			col{text: name, w: -1}, col{text: number(x.line.Now.Hits), w: countWidth, align: widget.Right, role: role})
	}
}

// lines are figures beside those of the period before.
func (c *content) lines(l *lane, title string, list []figures.Line) {
	before := 9
	if l.w < wideLane {
		before = 0 // the definition below names it
	}
	l.head(title, col{text: "есть", w: 9, align: widget.Right, role: theme.Muted}, col{text: "было", w: before, align: widget.Right, role: theme.Muted}, col{text: "±", w: 12, align: widget.Right, role: theme.Muted})
	for _, x := range list {
		change, role := changeText(x.Figure, x.Now, x.Previous)
		l.row(c.lineSpot(x), col{text: short(x.Figure, l.w), w: -1}, col{text: valueText(x.Figure, x.Now), w: 9, align: widget.Right},
			col{text: valueText(x.Figure, x.Previous), w: before, align: widget.Right, role: theme.Muted}, col{text: change, w: 12, align: widget.Right, role: role})
	}
}

// wideLane is from where on names stand in full and the period before has a column.
const wideLane = 50

// shortNames are names for narrow columns; the full name stands in the definition below.
var shortNames = map[stats.ID]string{stats.OverdueNow: "Срок прошёл", stats.Unhappy: "Плохие оценки ждут", stats.Answered: "Ответов", stats.AnswerMedian: "Ответ, медиана", stats.POSDays: "Ответ в ПОС",
	stats.Responses: "Оценили", stats.Discipline: "Дисциплина", stats.ReturnedDrafts: "На доработку", stats.LatePromises: "Обещ. просроч.", stats.Quality: "Качество", stats.SampleDone: "Из выборки",
	stats.PhotoShare: "Фото", stats.KeptPromises: "Обещ. выполн.", stats.MeanMark: "Ср. оценка"}

func short(f *stats.Figure, w int) string {
	if name, ok := shortNames[f.ID]; ok && w < wideLane {
		return name
	}
	return f.Name
}

func (c *content) lineSpot(x figures.Line) spot {
	value := valueText(x.Figure, x.Now)
	if b := basis(x.Figure, x.Now); b != "" {
		value += " (" + b + ")"
	}
	value += beside(x)
	d := drill{title: x.Figure.Name + ", " + c.board.Period.Title(), figure: x.Figure, scope: c.board.Scope}
	if x.Figure.Rule.Spread != nil {
		d.part = stats.Base
	}
	if x.Figure.ID == stats.Received {
		d.query = "получено:" + string(c.board.Period.From) + ".." + string(c.board.Period.To)
	}
	return spot{id: string(x.Figure.ID), name: x.Figure.Name, value: value, rule: x.Figure.Formula, drill: d, aim: aim{figure: string(x.Figure.ID)}}
}

// beside is what a figure was in the periods before.
func beside(x figures.Line) (text string) {
	if x.Previous.Known() {
		text = "; было " + valueText(x.Figure, x.Previous)
	}
	if x.YearAgo.Known() {
		text += "; год назад " + valueText(x.Figure, x.YearAgo)
		if year, _ := changeText(x.Figure, x.Now, x.YearAgo); year != russian.Unknown {
			text += ", " + year
		}
	}
	return text
}

// bars are figures of the places of a dimension, drawn to one scale with the figure beside each.
func (c *content) bars(l *lane, id string, f *stats.Figure, scope stats.Scope, dim stats.Dim, list []figures.Group, rows int) {
	top := 1
	for _, g := range list {
		top = max(top, g.Value.Hits)
	}
	bar := max((l.w-countWidth-4)/3, 4)
	for i, g := range list {
		if i == rows {
			return
		}
		key, own := g.Key, scope
		cells := 0
		if g.Value.Hits > 0 {
			cells = max(g.Value.Hits*bar/top, 1)
		}
		l.row(spot{id: id + strconv.FormatInt(key, 10), name: f.Name + ", " + g.Title, value: number(g.Value.Hits), rule: f.Formula,
			drill: drill{title: f.Name + ": " + g.Title, figure: f, scope: scope, filter: func(x *stats.Case) bool { return dim.Key(x, &own) == key }}},
			col{text: g.Title, w: -1}, col{text: " " + strings.Repeat(full, cells), w: bar + 2, role: theme.Accent},
			col{text: number(g.Value.Hits), w: countWidth, align: widget.Right})
	}
}

// full stands for a bar's cell until the theme's own glyph takes its place.
const full = "█"

func (c *content) overdueBy(l *lane, rows int) {
	l.head("Просрочено: у кого", sum(c.board.OverdueNow.Now.Hits))
	if len(c.board.Overdue) == 0 {
		l.note("  Просроченных нет")
		return
	}
	if f, ok := stats.Find(stats.OverdueNow); ok {
		c.bars(l, "late", f, c.standing, stats.ByHolder, c.board.Overdue, rows)
	}
}

// countWidth holds a count of ten years and a space.
const countWidth = 8

func sum(n int) col {
	return col{text: number(n), w: countWidth + 1, align: widget.Right, role: theme.Muted}
}

// redBlock names what is overdue longest.
func (c *content) redBlock(l *lane, rows int) {
	title := "Красный список"
	if !c.board.Lasts() {
		title += " на сегодня"
	}
	l.head(title)
	if len(c.red) == 0 {
		l.note("  Пусто")
	}
	for i, r := range c.red {
		if i == rows {
			return
		}
		late := ""
		if r.Due.LateFrom != 0 {
			late = "+" + russian.DurationShort(time.Duration(c.waiting.Now-r.Due.LateFrom)*time.Second)
		}
		about := r.Topic
		if r.Place != "" {
			about += ", " + r.Place
		}
		l.row(spot{id: "red" + r.ID.String(), name: "№ " + r.ID.String(), value: "просрочено на " + strings.TrimPrefix(late, "+") + ", " + c.redHeld[i] + "; " + about,
			rule: "не отвечено, срок прошёл; сначала те, у кого срок прошёл раньше", drill: drill{query: "номер:=" + r.ID.String()}},
			col{text: r.ID.String(), w: 6, align: widget.Right, role: theme.Accent}, col{text: " " + late, w: 9, role: theme.Late}, col{text: c.redHeld[i], w: -1})
	}
}

func (c *content) topics(l *lane, rows int) {
	l.head("Темы")
	if len(c.board.Topics) == 0 {
		l.note("  Обращений за период нет")
	}
	if f, ok := stats.Find(stats.Received); ok {
		c.bars(l, "topic", f, c.board.Scope, stats.ByTopic, c.board.Topics, rows)
	}
}

// discipline lists units, the worst first; those with few drafts stand at the end and are not ranked.
func (c *content) discipline(l *lane, rows int) {
	l.head("Дисциплина подразделений", col{text: "n", w: countWidth, align: widget.Right, role: theme.Muted})
	if len(c.board.Units) == 0 {
		l.note("  Проектов со сроком в периоде нет")
	}
	f, ok := stats.Find(stats.Discipline)
	if !ok {
		return
	}
	scope := c.board.Scope
	ranked := ranked(c.board.Units)
	for i, g := range ranked {
		if i == rows {
			return
		}
		text, role := valueText(f, g.Value), theme.Text
		if g.Value.Small() {
			text, role = "мало данных", theme.Muted
		}
		key := g.Key
		l.row(spot{id: "unit" + strconv.FormatInt(key, 10), name: f.Name + ", " + g.Title, value: valueText(f, g.Value) + " (" + basis(f, g.Value) + ")", rule: f.Formula,
			drill: drill{title: f.Name + ": " + g.Title, figure: f, scope: scope, part: stats.Base, filter: func(x *stats.Case) bool { return stats.ByUnit.Key(x, &scope) == key }}},
			col{text: g.Title, w: -1, role: role}, col{text: text, w: 12, align: widget.Right, role: role}, col{text: number(g.Value.Base), w: countWidth, align: widget.Right, role: theme.Muted})
	}
}

// ranked leaves the order of those that can be compared, and puts the others behind them.
func ranked(list []figures.Group) []figures.Group {
	var known, few []figures.Group
	for _, g := range list {
		if g.Value.Small() {
			few = append(few, g)
		} else {
			known = append(known, g)
		}
	}
	return append(known, few...)
}

func (c *content) targets(l *lane, rows int) {
	l.head("Цели")
	if len(c.board.Targets) == 0 {
		l.note("  Целей нет: t — задать")
	}
	aimWidth, now := 11, 9
	if l.w < wideLane {
		aimWidth, now = 10, 0 // the figure itself stands in the definition below
	}
	for i, t := range c.board.Targets {
		if i == rows {
			return
		}
		sign := "≥"
		if t.Figure.Good == stats.Less {
			sign = "≤"
		}
		role := theme.Good
		if t.Verdict != stats.Met {
			role = theme.Warn
		}
		name := short(t.Figure, l.w)
		if t.Target.Channel != "" {
			name += ", " + t.Target.Channel.Title()
		}
		d := drill{title: t.Figure.Name + ", " + c.board.Period.Title(), figure: t.Figure, scope: c.board.Scope, filter: figures.OfChannel(t.Target.Channel)}
		if t.Figure.Rule.Spread != nil {
			d.part = stats.Base
		}
		l.row(spot{id: "target" + strconv.FormatInt(t.Target.ID, 10), name: t.Figure.Name, value: valueText(t.Figure, t.Value) + " при цели " + sign + " " + bareText(t.Figure, t.Target.Value) + ": " + t.Verdict + basisOf(t.Target),
			rule: t.Figure.Formula, drill: d, aim: aim{t.Target.ID, t.Target.Figure}},
			col{text: name, w: -1}, col{text: sign + " " + bareText(t.Figure, t.Target.Value), w: aimWidth, align: widget.Right, role: theme.Muted},
			col{text: valueText(t.Figure, t.Value), w: now, align: widget.Right}, col{text: " " + t.Verdict, w: 12, role: role})
	}
}

func basisOf(t model.Target) string {
	if t.Basis == "" {
		return ""
	}
	return "; основание: " + t.Basis
}

func russianDay(d model.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return russian.DateShort(t)
}
