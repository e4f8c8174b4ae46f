package board

import (
	"strconv"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store/figures"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// courses are what the period brought over time and how it is distributed.
func (c *content) courses(s *sheet, w int) {
	lanes := s.split(w, leastLane)
	f, ok := stats.Find(stats.Received)
	if !ok {
		return
	}
	c.trend(lanes[0])
	lanes[1].head("По каналам", sum(total(c.channels)))
	c.bars(lanes[1], "channel", f, c.board.Scope, stats.ByChannel, c.channels, len(c.channels))
	lanes[1].head("По результатам", sum(total(c.outcomes)))
	c.bars(lanes[1], "outcome", f, c.board.Scope, stats.ByOutcome, c.outcomes, len(c.outcomes))
}

// trend is what came day by day, or month by month.
func (c *content) trend(l *lane) {
	title := "Поступило по дням"
	if c.course == stats.ByMonth {
		title = "Поступило по месяцам"
	}
	l.head(title, sum(total(c.received)))
	if f, ok := stats.Find(stats.Received); ok {
		days := c.whole()
		c.bars(l, "course", f, c.board.Scope, c.course, days, len(days))
	}
}

// whole fills in the days on which nothing came: a gap must be seen.
func (c *content) whole() []figures.Group {
	if c.course != stats.ByDate {
		return c.received
	}
	known := map[int64]figures.Group{}
	for _, g := range c.received {
		known[g.Key] = g
	}
	var list []figures.Group
	for d := c.board.Period.From; d <= c.board.Period.To; d = dayAfter(d) {
		t, err := time.Parse(time.DateOnly, string(d))
		if err != nil {
			return c.received
		}
		key := int64(t.Year())*10000 + int64(t.Month())*100 + int64(t.Day())
		g, ok := known[key]
		if !ok {
			g = figures.Group{Key: key, Value: stats.Value{Count: true}}
		}
		g.Title = russian.WeekdayShort(t.Weekday()) + " " + russian.DateShort(t)
		list = append(list, g)
	}
	return list
}

func total(list []figures.Group) int {
	n := 0
	for _, g := range list {
		n += g.Value.Hits
	}
	return n
}

// Cells of the maps.
const (
	cellWidth  = 6
	titleWidth = 24
)

// heat is the map of topics and settlements. The figure stands in every cell; the colour only helps.
func (c *content) heat(s *sheet, w, h int) {
	title := min(titleWidth, w/3)
	rows := c.places.rows[:min(len(c.places.rows), max(h-3, 3))]
	columns := c.places.columns[:min(len(c.places.columns), max((w-title-countWidth)/(2*cellWidth), 1))]
	c.grid(s, title, 2*cellWidth, c.places, rows, columns, "Темы и посёлки: поступило", func(keys [2]int64) stats.Value { return c.places.cells[keys] })
}

// grid draws a table of figures; each cell is one the cursor can stand on.
func (c *content) grid(s *sheet, title, cell int, t table, rows, columns []figures.Group, name string, at func([2]int64) stats.Value) {
	l := &lane{s: s, w: title + cell*len(columns) + countWidth}
	l.head(name + "  (x — другая карта)")
	heads := []col{{text: "", w: title}}
	for _, g := range columns {
		heads = append(heads, col{text: " " + g.Title, w: cell, align: widget.Right, role: theme.Muted})
	}
	l.cells(-1, append(heads, col{text: "всего", w: countWidth, align: widget.Right, role: theme.Muted}))
	l.y++
	f, ok := stats.Find(stats.Received)
	if !ok {
		return
	}
	most := 1
	for _, r := range rows {
		for _, k := range columns {
			most = max(most, at([2]int64{r.Key, k.Key}).Hits)
		}
	}
	scope := c.board.Scope
	for _, r := range rows {
		l.put(piece{w: title, text: r.Title, spot: -1})
		for i, k := range columns {
			v := at([2]int64{r.Key, k.Key})
			keys := [2]int64{r.Key, k.Key}
			s.spots = append(s.spots, spot{id: strconv.FormatInt(r.Key, 10) + "." + strconv.FormatInt(k.Key, 10), name: f.Name + ", " + r.Title + ", " + k.Title, value: number(v.Hits),
				rule: f.Formula, lane: i, y: l.y, x: title + i*cell, w: cell, drill: drill{title: r.Title + ", " + k.Title, figure: f, scope: scope,
					filter: func(x *stats.Case) bool { return c.in(t, x, keys) }}})
			l.put(piece{x: title + i*cell, w: cell, text: cellText(v.Hits, cell-1), align: widget.Right, role: warmth(v.Hits, most), spot: len(s.spots) - 1})
		}
		l.put(piece{x: title + cell*len(columns), w: countWidth, text: number(r.Value.Hits), align: widget.Right, role: theme.Muted, spot: -1})
		l.y++
	}
	s.lanes = len(columns)
}

// in tells whether a case is in a cell; hours may stand several in a column.
func (c *content) in(t table, x *stats.Case, keys [2]int64) bool {
	scope := c.board.Scope
	across := t.dims[1].Key(x, &scope)
	if t.dims[1] == stats.ByHour {
		across -= across % int64(t.step)
	}
	return t.dims[0].Key(x, &scope) == keys[0] && across == keys[1]
}

func cellText(n, w int) string {
	if n == 0 {
		return "·"
	}
	if text := number(n); len([]rune(text)) <= w {
		return text
	}
	return number(n/1000) + "т"
}

// warmth is the look of a cell by its share of the largest one.
func warmth(n, most int) theme.Role {
	switch {
	case n == 0:
		return theme.Muted
	case 3*n > 2*most:
		return theme.Late
	case 3*n > most:
		return theme.Soon
	}
	return theme.Text
}

// clock is the map of weekdays and hours; on a narrow screen three hours stand in one column.
func (c *content) clock(s *sheet, w int) {
	t := c.hours
	t.step = 1
	cell, title := 3, 4
	if room := w - title - countWidth; room < 24*cell {
		t.step, cell = 3, min(6, room/8)
	} else {
		cell = min(room/24, 6)
	}
	var columns, rows []figures.Group
	for hour := 0; hour < 24; hour += t.step {
		columns = append(columns, figures.Group{Key: int64(hour), Title: strconv.Itoa(hour)})
	}
	for day := int64(1); day <= 7; day++ {
		g := figures.Group{Key: day, Title: stats.ByWeekday.Title(day, c.names, c.office)}
		for _, r := range t.rows {
			if r.Key == day {
				g.Value = r.Value
			}
		}
		rows = append(rows, g)
	}
	c.grid(s, title, cell, t, rows, columns, "Дни и часы: поступило", func(keys [2]int64) stats.Value {
		sum := stats.Value{Count: true}
		for i := range t.step {
			sum.Hits += t.cells[[2]int64{keys[0], keys[1] + int64(i)}].Hits
		}
		return sum
	})
}

// qualities are the figures of quality and completeness, the rubric by criterion, and why drafts came back.
func (c *content) qualities(s *sheet, w int) {
	lanes := s.split(w, leastLane)
	c.lines(lanes[0], "Качество и полнота", c.quality)
	l := lanes[1]
	l.head("Критерии", col{text: "0", w: 5, align: widget.Right, role: theme.Muted}, col{text: "1", w: 5, align: widget.Right, role: theme.Muted},
		col{text: "2", w: 5, align: widget.Right, role: theme.Muted}, col{text: "баллов", w: 9, align: widget.Right, role: theme.Muted})
	scored, _ := stats.Find(stats.Quality)
	for i, criterion := range model.Criteria() {
		points := c.rubric.Points[i]
		n, got := 0, 0
		for p, k := range points {
			n += k
			got += p * k
		}
		share := russian.Unknown
		if n > 0 {
			share = russian.Percent(100*float64(got)/float64(n*model.MaxPoints), 0)
			if n < stats.SmallBase {
				share += "*"
			}
		}
		l.row(spot{id: "rubric" + string(criterion), name: criterion.Title(), value: share + " (оценено ответов: " + number(n) + ")", rule: "набранные баллы / наибольшие возможные; по ответам, оценённым в периоде",
			drill: drill{title: scored.Name, figure: scored, scope: c.board.Scope, part: stats.Base}},
			col{text: criterion.Title(), w: -1}, col{text: number(points[0]), w: 5, align: widget.Right}, col{text: number(points[1]), w: 5, align: widget.Right},
			col{text: number(points[2]), w: 5, align: widget.Right}, col{text: share, w: 9, align: widget.Right})
	}
	c.returned(l)
}

// returned lists why drafts were sent back, by unit.
func (c *content) returned(l *lane) {
	l.head("Почему вернули проекты")
	if len(c.returns) == 0 {
		l.note("  Проекты не возвращали")
	}
	f, ok := stats.Find(stats.ReturnedDrafts)
	if !ok {
		return
	}
	for _, r := range c.returns {
		reason := c.names.Reason(r.Reason)
		if reason == "" {
			reason = "причина не указана"
		}
		unit, own := c.office.UnitTitle(r.Unit), r
		l.row(spot{id: "return" + strconv.FormatInt(int64(r.Unit), 10) + "." + strconv.Itoa(int(r.Reason)), name: reason, value: number(r.N) + ", " + unit, rule: "возвраты проектов в периоде по исполнителю и причине",
			drill: drill{title: "Возвращено: " + reason + ", " + unit, figure: f, scope: c.board.Scope, filter: func(x *stats.Case) bool {
				one := stats.NewReturns(c.board.Scope, nil)
				one.Add(x)
				for _, row := range one.Rows() {
					if row.Unit == own.Unit && row.Reason == own.Reason {
						return true
					}
				}
				return false
			}}}, col{text: reason + ", " + unit, w: -1}, col{text: number(r.N), w: 6, align: widget.Right})
	}
}
