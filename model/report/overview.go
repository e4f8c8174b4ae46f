package report

import (
	"kurator/model/russian"
	"kurator/model/stats"
)

func (p *Plan) planOverview() {
	p.planWeek()
	for _, dim := range overviewParts() {
		p.count(string(dim.dim), p.now, nil, []stats.Dim{dim.dim}, stats.Received)
	}
	p.count("months", p.now, nil, []stats.Dim{stats.ByMonth}, stats.Received)
	p.count("units", p.now, nil, []stats.Dim{stats.ByUnit}, stats.Received, stats.Answered, stats.Overdue, stats.AnswerMedian)
	p.count("terms", p.now, nil, nil, stats.Answered, stats.Within15, stats.Within30, stats.Over30)
	for _, dim := range []stats.Dim{stats.BySection, stats.ByTopic, stats.ByOutcome} {
		p.list = append(p.list, p.questions(dim))
	}
}

// questions is the counter of questions by a dimension.
func (p *Plan) questions(dim stats.Dim) *stats.QuestionCounter {
	if p.asked == nil {
		p.asked = map[stats.Dim]*stats.QuestionCounter{}
	}
	if p.asked[dim] == nil {
		p.asked[dim] = stats.NewQuestionCounter(p.scope, nil, dim)
	}
	return p.asked[dim]
}

type part struct {
	title, column string
	dim           stats.Dim
}

func overviewParts() []part {
	return []part{{"Вид обращения", "Вид", stats.ByGenre}, {"Кто обращается", "Заявитель", stats.ByApplicant},
		{"Режим рассмотрения", "Режим", stats.ByKind}, {"Способ поступления", "Способ", stats.BySource}}
}

func (p *Plan) overview(r *Report) {
	p.overviewLead(r)
	r.add(Heading("Поступление"), p.monthChart(), p.channelTable(r))
	for _, x := range overviewParts() {
		r.add(p.partTable(x))
	}
	r.add(Heading("Территория"), p.placeTable())
	r.add(Heading("Тематика"), p.questionTable("Разделы классификатора", "Раздел", stats.BySection, 0))
	topics := p.questionTable("Наиболее частые вопросы", "Вопрос", stats.ByTopic, topTopics)
	r.add(topics, barsOf("Наиболее частые вопросы", topics))
	r.add(Heading("Результаты"), p.questionTable("Результаты рассмотрения", "Результат", stats.ByOutcome, 0))
	r.add(Heading("Сроки"), p.termTable(r), p.unitTable(r))
}

func (p *Plan) overviewLead(r *Report) {
	now, then := p.periods[0].Value(stats.Received), p.periods[2].Value(stats.Received)
	questions := p.periods[0].Value(stats.QuestionCount)
	lead := "Поступило " + appeals(now.Hits) + ", в них " + russian.Count(questions.Hits, "вопрос", "вопроса", "вопросов")
	if change := stats.PercentChange(now.X, then.X); known(change) {
		lead += "; за тот же период год назад — " + russian.Number(int64(then.Hits)) + " (" + russian.Change(change, 1) + ")"
	}
	r.Blocks = append([]Block{Paragraph(lead + ".")}, r.Blocks...)
}

// monthChart is the course of the period: by months, of a short one by days.
func (p *Plan) monthChart() *Chart {
	rows := p.counters["months"].Rows()
	if len(rows) < 3 {
		return p.dayChart()
	}
	c := &Chart{Title: "Поступило по месяцам", Lines: true, Series: []Series{{Name: "поступило"}}}
	for _, row := range rows {
		c.Labels = append(c.Labels, stats.ByMonth.Title(row.Keys[0], p.names, p.in.Office))
		c.Series[0].Values = append(c.Series[0].Values, row.Values[0].X)
	}
	return c
}

func (p *Plan) partTable(x part) *Table {
	t := &Table{Title: x.title, Columns: []Column{{x.column, false}, {"Поступило", true}, {"Доля", true}}, Note: "База: обращения."}
	list := p.groups(string(x.dim), x.dim)
	shares := sharesOf(list)
	for i, g := range list {
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(g.title), Count(g.row.Values[0].Hits), Share(shares[i])}})
	}
	t.total(p, 3)
	return t
}

// questionTable counts questions; limit 0 shows every place.
func (p *Plan) questionTable(title, column string, dim stats.Dim, limit int) *Table {
	t := &Table{Title: title, Columns: []Column{{column, false}, {"Вопросов", true}, {"Доля", true}}}
	counter := p.questions(dim)
	total, cases := counter.Total()
	t.Note = "База: " + russian.Count(total, "вопрос", "вопроса", "вопросов") + " в " + russian.Number(int64(cases)) + " " +
		russian.Word(cases, "обращении", "обращениях", "обращениях") + "."
	rows := counter.Rows()
	counts, rest := topCounts(len(rows), limit, func(i int) int { return rows[i].N })
	shares := stats.Shares(append(counts, rest), 1)
	for i, x := range rows[:len(counts)] {
		name := dim.Title(x.Key, p.names, p.in.Office)
		if dim == stats.ByOutcome && x.Key == 0 {
			name = "рассматривается"
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(name), Count(x.N), Share(shares[i])}})
	}
	if rest > 0 {
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say("остальные"), Count(rest), Share(shares[len(counts)])}})
	}
	whole := Share(100)
	if total == 0 {
		whole = Nothing()
	}
	t.Rows = append(t.Rows, Row{Cells: []Cell{Say("всего"), Count(total), whole}, Total: true})
	return t
}

// barsOf draws the first column of numbers of a table.
func barsOf(title string, t *Table) *Chart {
	c := &Chart{Title: title, Repeats: true, Series: []Series{{Name: t.Columns[1].Title}}}
	for _, row := range t.Rows {
		if !row.Total {
			c.Labels = append(c.Labels, row.Cells[0].Text)
			c.Series[0].Values = append(c.Series[0].Values, row.Cells[1].Number)
		}
	}
	return c
}

func (p *Plan) termTable(r *Report) *Table {
	c := p.counters["terms"]
	t := &Table{Title: "Сроки рассмотрения", Columns: []Column{{"Срок", false}, {"Ответов", true}, {"Доля", true}}}
	total := c.Total()
	var counts []int
	for i := range c.Figures()[1:] {
		counts = append(counts, total.Values[i+1].Hits)
	}
	shares := stats.Shares(counts, 1)
	for i, f := range c.Figures()[1:] {
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(f.Name), Count(counts[i]), Share(shares[i])}})
	}
	whole := Share(100)
	if total.Values[0].Hits == 0 {
		whole = Nothing()
	}
	t.Rows = append(t.Rows, Row{Cells: []Cell{Say("всего ответов"), Count(total.Values[0].Hits), whole}, Total: true})
	r.define(c.Figures()[1:]...)
	return t
}

func (p *Plan) unitTable(r *Report) *Table {
	t := &Table{Title: "Исполнители", Columns: []Column{{"Подразделение", false}, {"Поступило", true}, {"Дано ответов", true},
		{"Просрочено", true}, {"Медиана ответа, дней", true}}}
	figures := p.counters["units"].Figures()
	for _, g := range p.groups("units", stats.ByUnit) {
		cells := []Cell{Say(unitTitle(g))}
		for i, f := range figures {
			cells = append(cells, valueCell(f, g.row.Values[i]))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	r.define(figures...)
	smallNote(t)
	return t
}

func unitTitle(g group) string {
	if g.row.Keys[0] == 0 {
		return "исполнитель не назначен"
	}
	return g.title
}
