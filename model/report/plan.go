package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
)

// Input is what a report is made of besides the cases.
type Input struct {
	Office   *model.Office
	Period   stats.Period // what was asked for
	Today    model.Date
	Scope    func(stats.Period) stats.Scope
	Changed  model.Instant // when the data last changed
	Exports  []Export
	Calendar string // version of the production calendar
}

// Export is how fresh the data of a channel is.
type Export struct {
	Channel model.ChannelID
	AsOf    model.Instant
}

// Plan is a report in the making: its censuses are taken of the cases, then it is built.
type Plan struct {
	kind  Kind
	in    Input
	names *stats.Names
	scope stats.Scope

	now, previous, yearAgo stats.Period
	periods                [3]*stats.Counter // the main figures over these periods
	counters               map[string]*stats.Counter
	asked                  map[stats.Dim]*stats.QuestionCounter
	stages                 *stats.StageCounter
	rubric                 *stats.Rubric
	returns                *stats.Returns
	examples               *examples
	list                   []stats.Census
	since                  *Since
}

// NewPlan plans a report.
func NewPlan(kind Kind, in Input) (*Plan, error) {
	if !slices.Contains(Kinds(), kind) {
		return nil, model.Faultf(model.Usage, "Отчёта «%s» нет. Есть: week, overview, discipline, quality.", kind)
	}
	p := &Plan{kind: kind, in: in, counters: map[string]*stats.Counter{}}
	p.now, p.previous, p.yearAgo = in.Period.Compared(in.Today)
	p.scope = in.Scope(p.now)
	p.names = p.scope.Names
	main := stats.Pick(mainFigures(kind)...)
	for i, period := range []stats.Period{p.now, p.previous, p.yearAgo} {
		p.periods[i] = stats.NewCounter(in.Scope(period), main, nil)
		p.list = append(p.list, p.periods[i])
	}
	switch kind {
	case Week:
		p.planWeek()
	case Overview:
		p.planOverview()
	case Discipline:
		p.planDiscipline()
	case Quality:
		p.planQuality()
	}
	return p, nil
}

// Censuses are what must be taken of the cases before Build.
func (p *Plan) Censuses() []stats.Census { return p.list }

// Since tells the plan what changed since the report was first made; nil when it was not made before.
func (p *Plan) Since(s *Since) { p.since = s }

// Period is the period as far as it has come.
func (p *Plan) Period() stats.Period { return p.now }

// Scope is what the report counts over.
func (p *Plan) Scope() stats.Scope { return p.scope }

func (p *Plan) count(name string, period stats.Period, filter func(*stats.Case) bool, dims []stats.Dim, ids ...stats.ID) {
	c := stats.NewCounter(p.in.Scope(period), stats.Pick(ids...), filter, dims...)
	p.counters[name] = c
	p.list = append(p.list, c)
}

// mainFigures are the figures of the first table of each kind.
func mainFigures(k Kind) []stats.ID {
	switch k {
	case Week:
		return []stats.ID{stats.Received, stats.Answered, stats.StillOpen, stats.Handled, stats.Overdue, stats.OverdueAnswered, stats.OverdueOpen,
			stats.FirstMedian, stats.AnswerMean, stats.AnswerMedian, stats.POSDays, stats.FastTrack, stats.RepeatedShare, stats.DeferredShare,
			stats.LatePromises, stats.GoodMarks, stats.MeanMark, stats.Responses}
	case Discipline:
		return []stats.ID{stats.Discipline, stats.ReturnedDrafts, stats.Overdue, stats.OverdueAnswered, stats.OverdueOpen, stats.KeptPromises,
			stats.AnswerMedian, stats.WorkMedian}
	case Quality:
		return []stats.ID{stats.Quality, stats.SampleDone, stats.Complete, stats.PhotoShare, stats.KeptPromises, stats.ReturnedDrafts,
			stats.GoodMarks, stats.BadMarks, stats.MeanMark, stats.Responses, stats.RepeatedShare}
	}
	return []stats.ID{stats.Received, stats.QuestionCount, stats.Answered, stats.StillOpen, stats.Handled, stats.Redirected, stats.DeferredShare,
		stats.RepeatedShare, stats.Collective, stats.Overdue, stats.OverdueAnswered, stats.OverdueOpen, stats.FirstMean, stats.FirstMedian,
		stats.AnswerMean, stats.AnswerMedian, stats.WorkMean, stats.WorkMedian, stats.POSDays, stats.FastTrack, stats.LatePromises,
		stats.ReturnedDrafts, stats.Discipline, stats.GoodMarks, stats.MeanMark, stats.Responses}
}

// Build makes the report of what was counted.
func (p *Plan) Build() *Report {
	r := &Report{Kind: p.kind, Title: p.kind.Title(), Office: p.in.Office.Settings.OfficeName, Period: p.now}
	r.Lead = append(r.Lead, russian.Sentence(p.now.Title()))
	if p.now != p.in.Period {
		r.Lead = append(r.Lead, "Период ещё не закончился: данные по "+russian.DateShort(day(p.now.To))+" включительно, предыдущие периоды взяты за столько же дней.")
	}
	r.since(p.since)
	r.main(p)
	switch p.kind {
	case Week:
		p.week(r)
	case Overview:
		p.overview(r)
	case Discipline:
		p.discipline(r)
	case Quality:
		p.quality(r)
	}
	r.targets(p)
	r.watermark(p)
	return r
}

// main is the table of the figures against the two other periods.
func (r *Report) main(p *Plan) {
	t := &Table{Title: "Показатели", Columns: []Column{{"Показатель", false}, {p.now.Span(), true}, {"n", true},
		{p.previous.Span(), true}, {"Изменение", true}, {p.yearAgo.Span(), true}, {"К прошлому году", true}}}
	now, then, year := p.periods[0].Total(), p.periods[1].Total(), p.periods[2].Total()
	for i, f := range p.periods[0].Figures() {
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(nameOf(f)), valueCell(f, now.Values[i]), baseCell(now.Values[i]),
			valueCell(f, then.Values[i]), ChangeCell(f, now.Values[i], then.Values[i]),
			valueCell(f, year.Values[i]), ChangeCell(f, now.Values[i], year.Values[i])}})
		r.define(f)
	}
	agree(t, p.periods[0].Figures())
	smallNote(t)
	r.add(t)
}

// agree makes the two parts of the overdue share add up to it as printed, in every period, and the changes with them.
func agree(t *Table, figures []*stats.Figure) {
	at := func(id stats.ID) int {
		return slices.IndexFunc(figures, func(f *stats.Figure) bool { return f.ID == id })
	}
	whole, answered, open := at(stats.Overdue), at(stats.OverdueAnswered), at(stats.OverdueOpen)
	if whole < 0 || answered < 0 || open < 0 {
		return
	}
	for _, column := range []int{1, 3, 5} {
		if cell := t.Rows[whole].Cells[column]; cell.Numeric() {
			parts := stats.Apportion(cell.Rounded(), []float64{t.Rows[answered].Cells[column].Number, t.Rows[open].Cells[column].Number}, 1)
			t.Rows[answered].Cells[column].Number, t.Rows[open].Cells[column].Number = parts[0], parts[1]
		}
	}
	for _, row := range []int{answered, open} {
		cells := t.Rows[row].Cells
		for _, column := range []int{4, 6} {
			cells[column].Number = cells[1].Number - cells[column-1].Number
		}
	}
}

// targets are the coordinator's, as far as they are in force at the end of the period.
func (r *Report) targets(p *Plan) {
	t := &Table{Title: "Целевые значения", Columns: []Column{{"Показатель", false}, {"Цель", true}, {"Значение", true}, {"n", true},
		{"Интервал 95 %", true}, {"Выполнение", false}}}
	now := p.periods[0].Total()
	for _, target := range p.in.Office.TargetList() {
		f, ok := stats.Find(stats.ID(target.Figure))
		if !ok || target.Channel != "" || !p.now.To.Within(target.From, target.To) ||
			!slices.Contains(p.periods[0].Figures(), f) {
			continue
		}
		v := now.Of(p.periods[0].Figures(), f.ID)
		aim := valueCell(f, stats.Value{X: target.Value, Count: true})
		aim.Text, aim.Form = aimWord(f)+aim.String(), Words
		t.Rows = append(t.Rows, Row{Cells: []Cell{Say(nameOf(f)), aim, valueCell(f, v), baseCell(v), intervalCell(f, v), Say(stats.Judge(f, target, v))}})
	}
	if len(t.Rows) == 0 {
		return
	}
	smallNote(t)
	r.add(Heading("Целевые значения"), t)
}

func aimWord(f *stats.Figure) string {
	if f.Good == stats.Less {
		return "не больше "
	}
	return "не меньше "
}

// watermark says what the report was counted from.
func (r *Report) watermark(p *Plan) {
	zone := p.scope.Zone
	moment := func(i model.Instant) string { return russian.DateTime(i.In(zone)) }
	r.Watermark = append(r.Watermark, "Период: с "+moment(p.scope.From)+" до "+moment(p.scope.To)+" ("+zone.String()+"), время канала.",
		"Сравнение: "+p.previous.Span()+" и "+p.yearAgo.Span()+".",
		"Производственный календарь: версия "+p.in.Calendar+".")
	if p.in.Changed != 0 {
		r.Watermark = append(r.Watermark, "Данные на "+moment(p.in.Changed)+".")
	}
	var exports []string
	for _, e := range p.in.Exports {
		if e.AsOf != 0 {
			exports = append(exports, e.Channel.Title()+" — "+moment(e.AsOf))
		}
	}
	if len(exports) > 0 {
		r.Watermark = append(r.Watermark, "Выгрузки: "+strings.Join(exports, ", ")+".")
	}
}

func day(d model.Date) time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// group is a row of a counter with its title.
type group struct {
	title string
	row   stats.Row
}

// groups are the rows of a counter by one dimension, the largest by the first figure first; «не указано» comes last.
func (p *Plan) groups(name string, dim stats.Dim) []group {
	var list []group
	for _, row := range p.counters[name].Rows() {
		list = append(list, group{dim.Title(row.Keys[0], p.names, p.in.Office), row})
	}
	slices.SortStableFunc(list, func(a, b group) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), strings.Compare(a.title, b.title))
	})
	return list
}

// weight orders groups by size.
func weight(g group) float64 {
	if g.row.Keys[0] == 0 || len(g.row.Values) == 0 {
		return -1
	}
	v := g.row.Values[0]
	return float64(max(v.Hits, v.Base))
}
