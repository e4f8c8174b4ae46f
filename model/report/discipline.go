package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/stats"
)

func (p *Plan) planDiscipline() {
	p.count("units", p.now, nil, []stats.Dim{stats.ByUnit}, stats.Discipline, stats.ReturnedDrafts, stats.Overdue, stats.KeptPromises)
	p.count("units before", p.previous, nil, []stats.Dim{stats.ByUnit}, stats.Discipline)
	p.count("officials", p.now, nil, []stats.Dim{stats.ByOfficial}, stats.Answered, stats.Discipline, stats.ReturnedDrafts, stats.AnswerMedian)
	p.stages = stats.NewStageCounter(p.scope, nil, stats.NoDim, stats.ByUnit, stats.ByTopic)
	p.list = append(p.list, p.stages)
}

func (p *Plan) discipline(r *Report) {
	r.add(Heading("Подразделения"), p.rankTable(r))
	r.add(Heading("Должности"), p.officialTable(r))
	r.add(Heading("Время на стадиях"), p.stageTable(), p.unitStageTable(), p.topicStageTable())
}

// officialTable names posts and not people: who wrote the draft that went out.
func (p *Plan) officialTable(r *Report) *Table {
	t := &Table{Title: "По должностям авторов проектов", Columns: []Column{{"Должность", false}, {"Дано ответов", true}, {"Дисциплина", true},
		{"Проектов к сроку", true}, {"Возвращено", true}, {"Медиана ответа, дней", true}}}
	figures := p.counters["officials"].Figures()
	for _, g := range p.groups("officials", stats.ByOfficial) {
		title := g.title
		if g.row.Keys[0] == 0 {
			title = "без проекта у нас"
		}
		v := g.row.Values
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(title), valueCell(figures[0], v[0]), valueCell(figures[1], v[1]), baseCell(v[1]),
			valueCell(figures[2], v[2]), valueCell(figures[3], v[3])}})
	}
	r.define(figures...)
	smallNote(t)
	return t
}

// topicStageTable is how long units work at drafts, by topic; the topics with the most of them.
func (p *Plan) topicStageTable() *Table {
	t := &Table{Title: "Время у исполнителя по темам", Columns: append([]Column{{"Тема", false}}, stageColumns()...),
		Note: "Стадия «" + model.StageAssigned.Title() + "»: от назначения до проекта у куратора."}
	rows := slices.DeleteFunc(p.stages.Rows(stats.ByTopic), func(s stats.StageTime) bool { return s.Stage != model.StageAssigned })
	slices.SortStableFunc(rows, func(a, b stats.StageTime) int { return cmp.Compare(b.N, a.N) })
	for _, s := range rows[:min(len(rows), topTopics)] {
		t.Rows = append(t.Rows, Row{Cells: append([]Cell{Say(stats.ByTopic.Title(s.Key, p.names, p.in.Office))}, stageCells(s)...)})
	}
	smallNote(t)
	return t
}

// rankTable orders units by discipline; one with few drafts is listed below by its name, marked and without a place.
func (p *Plan) rankTable(r *Report) *Table {
	t := &Table{Title: "Исполнительская дисциплина по подразделениям", Columns: []Column{{"Место", true}, {"Подразделение", false},
		{"Дисциплина", true}, {"Проектов к сроку", true}, {"Интервал 95 %", true}, {"Изменение", true}, {"Возвращено", true},
		{"Просрочено", true}, {"Обещания", true}},
		Note: "Подразделения, у которых меньше " + strconv.Itoa(stats.SmallBase) + " проектов со сроком в периоде, места не получают."}
	before := map[int64]stats.Value{}
	for _, row := range p.counters["units before"].Rows() {
		before[row.Keys[0]] = row.Values[0]
	}
	figures := p.counters["units"].Figures()
	list := slices.DeleteFunc(p.groups("units", stats.ByUnit), func(g group) bool { return g.row.Keys[0] == 0 })
	ranked := func(g group) bool { return !g.row.Values[0].Small() }
	slices.SortStableFunc(list, func(a, b group) int {
		if ranked(a) != ranked(b) {
			if ranked(a) {
				return -1
			}
			return 1
		}
		if !ranked(a) {
			return strings.Compare(a.title, b.title)
		}
		return cmp.Compare(b.row.Values[0].X, a.row.Values[0].X)
	})
	place := 0
	for i, g := range list {
		rank := "—"
		if ranked(g) {
			if i == 0 || list[i-1].row.Values[0].X != g.row.Values[0].X {
				place = i + 1 // equals share a place
			}
			rank = strconv.Itoa(place)
		}
		v := g.row.Values
		then, ok := before[g.row.Keys[0]]
		change := Nothing()
		if ok {
			change = ChangeCell(figures[0], v[0], then)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(rank), Say(g.title), valueCell(figures[0], v[0]), baseCell(v[0]),
			intervalCell(figures[0], v[0]), change, valueCell(figures[1], v[1]), valueCell(figures[2], v[2]), valueCell(figures[3], v[3])}})
	}
	r.define(figures...)
	smallNote(t)
	return t
}

func (p *Plan) stageTable() *Table {
	t := &Table{Title: "Время на стадиях", Columns: append([]Column{{"Стадия", false}}, stageColumns()...),
		Note: "Время от прихода на стадию до ухода с неё; считаются стадии, законченные в периоде."}
	for _, s := range p.stages.Rows(stats.NoDim) {
		t.Rows = append(t.Rows, Row{Cells: append([]Cell{Say(s.Stage.Title())}, stageCells(s)...)})
	}
	smallNote(t)
	return t
}

func stageColumns() []Column {
	return []Column{{"Случаев", true}, {"Медиана, дней", true}, {"9 из 10 быстрее, дней", true}, {"Медиана, раб. часов", true}, {"9 из 10 быстрее, раб. часов", true}}
}

func stageCells(s stats.StageTime) []Cell {
	cells := []Cell{Count(s.N)}
	for _, x := range []float64{s.Median, s.P90, s.Hours, s.Hours90} {
		cells = append(cells, Cell{Form: Decimal, Number: x, Decimals: 1, Small: s.N < stats.SmallBase})
	}
	return cells
}

// unitStageTable is how long units held cases.
func (p *Plan) unitStageTable() *Table {
	t := &Table{Title: "Время у подразделений", Columns: append([]Column{{"Подразделение", false}, {"Стадия", false}}, stageColumns()...)}
	rows := slices.DeleteFunc(p.stages.Rows(stats.ByUnit), func(s stats.StageTime) bool { return s.Key == 0 || !s.Unit })
	slices.SortStableFunc(rows, func(a, b stats.StageTime) int {
		return cmp.Compare(stats.ByUnit.Title(a.Key, p.names, p.in.Office), stats.ByUnit.Title(b.Key, p.names, p.in.Office))
	})
	for _, s := range rows {
		t.Rows = append(t.Rows, Row{Cells: append([]Cell{Say(stats.ByUnit.Title(s.Key, p.names, p.in.Office)), Say(s.Stage.Title())}, stageCells(s)...)})
	}
	smallNote(t)
	return t
}
