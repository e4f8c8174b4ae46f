package report

import (
	"cmp"
	"math"
	"slices"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
)

const (
	topTopics    = 10
	mostExamples = 6
)

func (p *Plan) planWeek() {
	p.count("topics", p.now, nil, []stats.Dim{stats.ByTopic}, stats.Received, stats.Handled)
	p.count("topics before", p.previous, nil, []stats.Dim{stats.ByTopic}, stats.Received)
	p.count("places", p.now, nil, []stats.Dim{stats.ByPlace}, stats.Received, stats.Handled, stats.Overdue)
	p.count("channels", p.now, nil, []stats.Dim{stats.ByChannel}, stats.Received, stats.Handled, stats.Overdue, stats.AnswerMedian)
	p.count("dates", p.now, nil, []stats.Dim{stats.ByDate}, stats.Received)
	p.count("dates before", p.previous, nil, []stats.Dim{stats.ByDate}, stats.Received)
	p.examples = &examples{scope: p.scope}
	p.list = append(p.list, p.examples)
}

func (p *Plan) week(r *Report) {
	now, then := p.periods[0].Value(stats.Received), p.periods[1].Value(stats.Received)
	lead := "За период поступило " + appeals(now.Hits)
	if change := stats.PercentChange(now.X, then.X); known(change) {
		lead += ", " + russian.Change(change, 1) + " к предыдущему периоду (" + russian.Number(int64(then.Hits)) + ")"
	}
	if h := p.periods[0].Value(stats.Handled); h.Known() {
		lead += ". Отработано " + russian.Percent(h.X, 1)
	}
	r.Blocks = append([]Block{Paragraph(lead + ".")}, r.Blocks...)
	r.add(Heading("По дням"), p.dayChart())
	r.add(Heading("Темы"), p.topicTable())
	r.add(Heading("Населённые пункты"), p.placeTable())
	r.add(Heading("Каналы"), p.channelTable(r))
	r.addExamples(p)
}

func (p *Plan) dayChart() *Chart {
	c := &Chart{Title: "Поступило по дням", Series: []Series{{Name: "период"}, {Name: "предыдущий"}}}
	values := func(name string, period stats.Period) []float64 {
		at := map[int64]float64{}
		for _, row := range p.counters[name].Rows() {
			at[row.Keys[0]] = row.Values[0].X
		}
		var list []float64
		for d := day(period.From); !d.After(day(period.To)); d = d.AddDate(0, 0, 1) {
			list = append(list, at[int64(d.Year())*10000+int64(d.Month())*100+int64(d.Day())])
		}
		return list
	}
	for d := day(p.now.From); !d.After(day(p.now.To)); d = d.AddDate(0, 0, 1) {
		c.Labels = append(c.Labels, russian.WeekdayDate(d))
	}
	c.Series[0].Values, c.Series[1].Values = values("dates", p.now), values("dates before", p.previous)
	c.Lines = len(c.Labels) > 14
	if n := len(c.Labels); len(c.Series[1].Values) > n { // a month of 31 days before one of 30
		c.Series[1].Values = c.Series[1].Values[:n]
	}
	for len(c.Series[1].Values) < len(c.Labels) {
		c.Series[1].Values = append(c.Series[1].Values, math.NaN())
	}
	return c
}

func (p *Plan) topicTable() *Table {
	before := map[int64]float64{}
	for _, row := range p.counters["topics before"].Rows() {
		before[row.Keys[0]] = row.Values[0].X
	}
	t := &Table{Title: "Темы с наибольшим числом обращений", Columns: []Column{{"Тема", false}, {"Поступило", true}, {"Доля", true},
		{"Предыдущий период", true}, {"Изменение", true}, {"Отработано", true}}}
	handled := stats.Pick(stats.Handled)[0]
	list := p.groups("topics", stats.ByTopic)
	counts, rest := topCounts(len(list), topTopics, func(i int) int { return list[i].row.Values[0].Hits })
	shares := stats.Shares(append(counts, rest), 1)
	for i, g := range list[:len(counts)] {
		n := counts[i]
		then := before[g.row.Keys[0]]
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(g.title), Count(n), Share(shares[i]), Count(int(then)),
			{Form: Change, Number: stats.PercentChange(float64(n), then), Decimals: 1}, valueCell(handled, g.row.Values[1])}})
	}
	if rest > 0 {
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say("остальные темы"), Count(rest), Share(shares[len(counts)]), Nothing(), Nothing(), Nothing()}})
	}
	t.total(p, 6)
	smallNote(t)
	return t
}

// topCounts are the counts of the first groups, and what the others have together; limit 0 takes all.
func topCounts(n, limit int, count func(int) int) (counts []int, rest int) {
	for i := range n {
		if limit > 0 && i >= limit {
			rest += count(i)
			continue
		}
		counts = append(counts, count(i))
	}
	return counts, rest
}

// total closes a table of received appeals.
func (t *Table) total(p *Plan, columns int) {
	cells := make([]Cell, columns)
	n := p.periods[0].Value(stats.Received).Hits
	cells[0], cells[1] = Say("всего"), Count(n)
	for i := 2; i < columns; i++ {
		cells[i] = Say("")
	}
	if cells[2] = Share(100); n == 0 {
		cells[2] = Nothing()
	}
	t.Rows = append(t.Rows, Row{Cells: cells, Total: true})
}

// sharesOf are the groups' shares of the first figure, adding up to 100.
func sharesOf(list []group) []float64 {
	counts := make([]int, len(list))
	for i, g := range list {
		counts[i] = g.row.Values[0].Hits
	}
	return stats.Shares(counts, 1)
}

// placeTable has every settlement of the office, those nobody wrote from too, and messages per thousand residents.
func (p *Plan) placeTable() *Table {
	t := &Table{Title: "Населённые пункты", Columns: []Column{{"Населённый пункт", false}, {"Поступило", true}, {"Доля", true},
		{"На 1000 жителей", true}, {"Отработано", true}, {"Просрочено", true}}}
	figures := p.counters["places"].Figures()
	list := p.groups("places", stats.ByPlace)
	shares := sharesOf(list)
	seen := map[string]bool{}
	for i, g := range list {
		seen[g.title] = true
		n := g.row.Values[0].Hits
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(g.title), Count(n), Share(shares[i]), p.perThousand(g.title, n),
			valueCell(figures[1], g.row.Values[1]), valueCell(figures[2], g.row.Values[2])}})
	}
	for _, place := range p.in.Office.PlaceList() {
		if !seen[place.Name] {
			t.Rows = append(t.Rows, Row{Cells: []Cell{Say(place.Name), Count(0), Share(0), p.perThousand(place.Name, 0), Nothing(), Nothing()}})
		}
	}
	t.total(p, 6)
	t.Note = "Население — по справочнику населённых пунктов."
	smallNote(t)
	return t
}

func (p *Plan) perThousand(place string, n int) Cell {
	known, ok := p.in.Office.FindPlace(place)
	if !ok || known.Population <= 0 {
		return Nothing()
	}
	return Cell{Form: Decimal, Number: float64(n) * 1000 / float64(known.Population), Decimals: 1}
}

func (p *Plan) channelTable(r *Report) *Table {
	t := &Table{Title: "Каналы", Columns: []Column{{"Канал", false}, {"Поступило", true}, {"Доля", true}, {"Отработано", true},
		{"Просрочено", true}, {"Медиана ответа, дней", true}}}
	figures := p.counters["channels"].Figures()
	list := p.groups("channels", stats.ByChannel)
	shares := sharesOf(list)
	for i, g := range list {
		v := g.row.Values
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(g.title), Count(v[0].Hits), Share(shares[i]), valueCell(figures[1], v[1]),
			valueCell(figures[2], v[2]), valueCell(figures[3], v[3])}})
	}
	r.define(figures...)
	t.total(p, 6)
	smallNote(t)
	return t
}

// examples collects solved problems: the fastest of different topics first.
type examples struct {
	scope stats.Scope
	list  []example
}

type example struct {
	id           model.AppealID
	topic, place uint32
	took         model.Instant
}

func (e *examples) Window() (from, to model.Instant) { return e.scope.From, e.scope.To }
func (e *examples) Fresh() stats.Census              { return &examples{scope: e.scope} }

func (e *examples) Add(c *stats.Case) {
	if c.Outcome == solved && c.Answered >= e.scope.From && c.Answered < e.scope.To && c.Topic != 0 && c.Place != 0 {
		e.list = append(e.list, example{c.ID, c.Topic, c.Place, c.Answered - c.Received})
	}
}

func (e *examples) Join(part stats.Census) {
	if other, ok := part.(*examples); ok {
		e.list = append(e.list, other.list...)
	}
}

var solved = stats.OutcomeCode(model.OutcomeSolved)

func (r *Report) addExamples(p *Plan) {
	list := p.examples.list
	slices.SortFunc(list, func(a, b example) int { return cmp.Or(cmp.Compare(a.took, b.took), cmp.Compare(a.id, b.id)) })
	t := &Table{Title: "Примеры решённых проблем", Columns: []Column{{"Тема", false}, {"Где", false}, {"Срок решения", true}, {"Обращение", true}},
		Note: "Адрес и текст — в карточке обращения: персональных данных в отчёте нет."}
	seen := map[string]bool{}
	for _, x := range list {
		title := p.names.Topic(x.topic).Title
		if title == "" || seen[title] || len(t.Rows) >= mostExamples {
			continue
		}
		seen[title] = true
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(title), Say(russian.PlaceFull(p.names.Place(x.place))),
			Say(russian.Duration(time.Duration(x.took) * time.Second)), Say("№ " + x.id.String())}})
	}
	if len(t.Rows) > 0 {
		r.add(Heading("Примеры решённых проблем"), t)
	}
}
