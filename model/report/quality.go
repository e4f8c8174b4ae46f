package report

import (
	"cmp"
	"slices"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
)

func (p *Plan) planQuality() {
	p.count("marks", p.now, nil, []stats.Dim{stats.ByMark}, stats.Answered)
	p.count("reasons", p.now, nil, []stats.Dim{stats.ByReason}, stats.Answered)
	p.count("channels", p.now, nil, []stats.Dim{stats.ByChannel}, stats.Answered, stats.GoodMarks, stats.MeanMark, stats.Responses)
	p.count("units", p.now, nil, []stats.Dim{stats.ByUnit}, stats.Answered, stats.Quality, stats.ReturnedDrafts, stats.Complete, stats.GoodMarks)
	p.rubric, p.returns = stats.NewRubric(p.scope, nil), stats.NewReturns(p.scope, nil)
	p.list = append(p.list, p.rubric, p.returns)
}

func (p *Plan) quality(r *Report) {
	r.add(Heading("Критерии"), p.rubricTable())
	r.add(Heading("Возвраты на доработку"), p.returnTable())
	r.add(Heading("Удовлетворённость"), p.markTable(), p.markChannels(r))
	r.add(p.closeTable())
	r.add(Heading("Подразделения"), p.qualityUnits(r))
}

func (p *Plan) rubricTable() *Table {
	t := &Table{Title: "Оценка ответов по критериям", Columns: []Column{{"Критерий", false}, {"Средний балл из 2", true}, {"0 баллов", true},
		{"1 балл", true}, {"2 балла", true}, {"n", true}}, Note: "Выборка: каждый " + russian.Number(int64(p.scope.SampleStep())) + "-й ответ и все ответы с отрицательной оценкой."}
	for i, criterion := range model.Criteria() {
		n := p.rubric.Points[i]
		sum := n[0] + n[1] + n[2]
		mean := Cell{Form: Decimal, Number: float64(n[1]+2*n[2]) / float64(sum), Decimals: 2, Small: sum < stats.SmallBase}
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(criterion.Title()), mean, Count(n[0]), Count(n[1]), Count(n[2]), Count(sum)}})
	}
	smallNote(t)
	return t
}

// returnTable has the reasons of returns by unit.
func (p *Plan) returnTable() *Table {
	t := &Table{Title: "Причины возврата по подразделениям", Columns: []Column{{"Подразделение", false}, {"Причина", false}, {"Возвратов", true}}}
	rows := p.returns.Rows()
	title := func(x stats.ReturnRow) string { return stats.ByUnit.Title(int64(x.Unit), p.names, p.in.Office) }
	slices.SortStableFunc(rows, func(a, b stats.ReturnRow) int { return cmp.Or(cmp.Compare(title(a), title(b)), cmp.Compare(b.N, a.N)) })
	total := 0
	for _, x := range rows {
		reason := p.names.Reason(x.Reason)
		if reason == "" {
			reason = "причина не указана"
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(title(x)), Say(reason), Count(x.N)}})
		total += x.N
	}
	t.Rows = append(t.Rows, Row{Cells: []Cell{Say("всего"), Say(""), Count(total)}, Total: true})
	return t
}

func (p *Plan) markTable() *Table {
	t := &Table{Title: "Оценки", Columns: []Column{{"Оценка", true}, {"Ответов", true}, {"Доля", true}},
		Note: "Ответ без оценки не считается ни хорошим, ни плохим."}
	rows := p.counters["marks"].Rows()
	slices.SortFunc(rows, func(a, b stats.Row) int { return cmp.Compare(b.Keys[0], a.Keys[0]) })
	return shareTable(t, rows, func(key int64) string { return stats.ByMark.Title(key, p.names, p.in.Office) })
}

// shareTable fills a table with groups, their shares and the whole.
func shareTable(t *Table, rows []stats.Row, title func(int64) string) *Table {
	counts, total := make([]int, len(rows)), 0
	for i, row := range rows {
		counts[i] = row.Values[0].Hits
		total += counts[i]
	}
	shares := stats.Shares(counts, 1)
	for i, row := range rows {
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(title(row.Keys[0])), Count(counts[i]), Share(shares[i])}})
	}
	whole := Share(100)
	if total == 0 {
		whole = Nothing()
	}
	t.Rows = append(t.Rows, Row{Cells: []Cell{Say("всего"), Count(total), whole}, Total: true})
	return t
}

func (p *Plan) markChannels(r *Report) *Table {
	t := &Table{Title: "Оценки по каналам", Columns: []Column{{"Канал", false}, {"Ответов", true}, {"Оценок", true}, {"Доля оценивших", true},
		{"Оценки 4–5", true}, {"Интервал 95 %", true}, {"Средняя", true}}}
	figures := p.counters["channels"].Figures()
	for _, g := range p.groups("channels", stats.ByChannel) {
		v := g.row.Values
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(g.title), valueCell(figures[0], v[0]), Count(v[1].Base), valueCell(figures[3], v[3]),
			valueCell(figures[1], v[1]), intervalCell(figures[1], v[1]), valueCell(figures[2], v[2])}})
	}
	r.define(figures...)
	smallNote(t)
	return t
}

// closeTable has the channels' own words for how a case ended.
func (p *Plan) closeTable() *Table {
	t := &Table{Title: "Причины закрытия в словах канала", Columns: []Column{{"Причина", false}, {"Ответов", true}, {"Доля", true}}}
	var rows []stats.Row
	for i, g := range p.groups("reasons", stats.ByReason) {
		if i < 2*topTopics || g.row.Keys[0] == 0 {
			rows = append(rows, g.row)
		}
	}
	return shareTable(t, rows, func(key int64) string { return stats.ByReason.Title(key, p.names, p.in.Office) })
}

func (p *Plan) qualityUnits(r *Report) *Table {
	t := &Table{Title: "Качество по подразделениям", Columns: []Column{{"Подразделение", false}, {"Ответов", true}, {"Баллы", true},
		{"Возвращено проектов", true}, {"Полнота", true}, {"Оценки 4–5", true}}}
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
