package report

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/model/stats"
)

var update = flag.Bool("update", false, "write the golden files anew")

// words is a dictionary in the making.
type words struct{ list []stats.Word }

func (w *words) ID(f stats.Field, word string) (uint32, error) {
	for _, x := range w.list {
		if x.Field == f && x.Text == word {
			return x.ID, nil
		}
	}
	id := uint32(len(w.list) + 1)
	w.list = append(w.list, stats.Word{ID: id, Field: f, Text: word})
	return id, nil
}

// town is an invented office.
func town() *model.Office {
	return &model.Office{
		Settings: model.Settings{OfficeName: "Администрация округа", Zone: "Europe/Moscow"},
		Units:    map[model.UnitID]model.Unit{1: {ID: 1, Name: "Отдел ЖКХ"}, 2: {ID: 2, Name: "Отдел дорог"}},
		Places: map[int64]model.Place{1: {ID: 1, Name: "пгт Ревда", Population: 6394}, 2: {ID: 2, Name: "с. Ловозеро"},
			3: {ID: 3, Name: "с. Каневка", Population: 67}},
		Targets: map[int64]model.Target{1: {ID: 1, Figure: string(stats.GoodMarks), Value: 60}, 2: {ID: 2, Figure: string(stats.POSDays), Value: 8},
			3: {ID: 3, Figure: string(stats.Discipline), Value: 90}},
	}
}

// letters are invented cases of three weeks, one after the other.
func letters(zone *time.Location) []*model.Appeal {
	topics := []model.Topic{{Code: "0005.0005.0056.1156", Title: "Теплоснабжение", Group: "ЖКХ"}, {Code: "0003.0009.0097.0699", Title: "Дороги и тротуары", Group: "Благоустройство"},
		{Title: "Яма на дороге", Group: "Дороги"}}
	places := []string{"пгт Ревда", "с. Ловозеро", "пгт Ревда", ""}
	channels := []model.ChannelID{model.ChannelPOS, model.ChannelIM, model.ChannelMail}
	outcomes := []model.Outcome{model.OutcomeSolved, model.OutcomeExplained, model.OutcomeNotSupported, model.OutcomeDeferred}
	start := model.InstantOf(time.Date(2026, 11, 7, 10, 0, 0, 0, zone))
	const day = 86400
	var list []*model.Appeal
	for i := range 60 {
		got := start + model.Instant(i*i%21*day+i*600)
		unit := model.UnitID(1 + i%2)
		a := &model.Appeal{ID: model.AppealID(i + 1), Stage: model.StageClosed, Received: got, Topic: topics[i%3], Place: places[i%4], Unit: unit,
			Registrations: []model.Registration{{Channel: channels[i%3], Source: []string{"EPGU", "", "E-mail"}[i%3]}}, Kind: model.KindMessage,
			Genre: []model.Genre{model.GenreComplaint, model.GenreStatement, model.GenreProposal}[i%3], Outcome: outcomes[i%4],
			Applicant: model.Applicant{Kind: model.ApplicantPerson}}
		a.Due.Channel = model.Deadline{Kind: model.DueDate, LateFrom: got + 10*day}
		a.Due.DraftBy = model.Deadline{Kind: model.DueDate, LateFrom: got + 5*day}
		a.AnsweredAt = got + model.Instant((1+i%13)*day)
		a.ClosedAt = a.AnsweredAt + day
		a.Mark = i % 6
		a.Questions = []model.Question{{Topic: a.Topic, Outcome: a.Outcome}}
		if i%5 == 0 {
			a.Questions = append(a.Questions, model.Question{Topic: topics[(i+1)%3]})
		}
		hand := func(stage model.StageID, h model.Holder, after model.Instant) {
			a.Handovers = append(a.Handovers, model.Handover{Holder: h, Stage: stage, Happened: got + after})
		}
		curator, executor := model.Holder{Kind: model.HolderCurator, Channel: a.Channel()}, model.Holder{Kind: model.HolderUnit, Unit: unit}
		hand(model.StageNew, curator, 0)
		hand(model.StageAssigned, executor, 3600)
		hand(model.StageReview, curator, model.Instant(1+i%7)*day-7200)
		if i%9 == 0 {
			a.Drafts = []model.Draft{{Version: 1, Returned: "нет подтверждения (фото, акт)"}}
			hand(model.StageReturned, executor, model.Instant(1+i%7)*day-3600)
		}
		hand(model.StageAnswered, model.Holder{}, a.AnsweredAt-got)
		switch {
		case i%10 == 3: // still open
			a.Stage, a.AnsweredAt, a.ClosedAt, a.Outcome, a.Mark = model.StageAssigned, 0, 0, "", 0
			a.Handovers = a.Handovers[:2]
		case i%10 == 4:
			a.Score = &model.Score{At: a.ClosedAt, Points: map[model.Criterion]int{"point": 2, "questions": 1, "evidence": i % 3, "language": 2, "tone": 2, "contact": 0, "term": 1}}
		}
		list = append(list, a)
	}
	return list
}

// build makes a report of cases as on a day.
func build(t *testing.T, kind Kind, period stats.Period, today model.Date, list []*model.Appeal, since *Since) *Report {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	dictionary := &words{}
	var cases []stats.Case
	for _, a := range list {
		c, err := stats.Of(a, dictionary)
		if err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	names := stats.NewNames(dictionary.list, nil)
	plan, err := NewPlan(kind, Input{Office: town(), Period: period, Today: today, Calendar: "2026",
		Changed: model.Date("2026-11-30").Start(zone) + 8*3600, Exports: []Export{{model.ChannelPOS, model.Date("2026-11-29").Start(zone)}},
		Scope: func(p stats.Period) stats.Scope {
			from, to := p.Bounds(zone)
			return stats.Scope{From: from, To: to, Now: to, Zone: zone, Names: names}
		}})
	if err != nil {
		t.Fatal(err)
	}
	plan.Since(since)
	for i := range cases {
		for _, c := range plan.Censuses() {
			c.Add(&cases[i])
		}
	}
	return plan.Build()
}

// tree writes a report so that a person can read it and a difference shows.
func tree(r *Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s | %s | %s\n%s\n", r.Kind, r.Title, r.Office, strings.Join(r.Lead, "\n"))
	for _, block := range r.Blocks {
		switch x := block.(type) {
		case Heading:
			fmt.Fprintf(&b, "\n== %s\n", string(x))
		case Paragraph:
			fmt.Fprintf(&b, "\n%s\n", string(x))
		case *Chart:
			fmt.Fprintf(&b, "\nchart %s, lines %v\n%s\n", x.Title, x.Lines, strings.Join(x.Labels, " | "))
			for _, s := range x.Series {
				fmt.Fprintf(&b, "%s: %v\n", s.Name, s.Values)
			}
		case *Table:
			fmt.Fprintf(&b, "\ntable %s\n", x.Title)
			line := func(mark string, cells []string) { fmt.Fprintf(&b, "%s%s\n", mark, strings.Join(cells, " | ")) }
			var titles []string
			for _, c := range x.Columns {
				titles = append(titles, c.Title)
			}
			line("# ", titles)
			for _, row := range x.Rows {
				var cells []string
				for _, c := range row.Cells {
					cells = append(cells, c.String())
				}
				line(map[bool]string{true: "= ", false: "  "}[row.Total], cells)
			}
			if x.Note != "" {
				fmt.Fprintf(&b, "note: %s\n", x.Note)
			}
		}
	}
	b.WriteString("\n")
	for _, d := range r.Definitions {
		fmt.Fprintf(&b, "%s (%s): %s\n", d.Name, d.Unit, d.Formula)
	}
	return b.String() + "\n" + strings.Join(r.Watermark, "\n") + "\n"
}

func TestGoldenTrees(t *testing.T) {
	zone, _ := time.LoadLocation("Europe/Moscow")
	for _, kind := range Kinds() {
		period := stats.Period{From: "2026-11-01", To: "2026-11-30"}
		if kind == Week {
			period = stats.Period{From: "2026-11-14", To: "2026-11-20"}
		}
		got := tree(build(t, kind, period, "2026-12-01", letters(zone), nil))
		if again := tree(build(t, kind, period, "2026-12-01", letters(zone), nil)); again != got {
			t.Errorf("%s: the same data gave another report", kind)
		}
		path := filepath.Join("testdata", string(kind)+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not as %s has it; look at the difference and run the test with -update:\n%s", kind, path, got)
		}
	}
}

// Shares of one table add up to the whole as printed, and no part of the overdue share contradicts it.
func TestTablesDoNotContradictThemselves(t *testing.T) {
	zone, _ := time.LoadLocation("Europe/Moscow")
	list := letters(zone)
	for n := 5; n <= len(list); n += 11 {
		for _, kind := range Kinds() {
			r := build(t, kind, stats.Period{From: "2026-11-01", To: "2026-11-30"}, "2026-12-01", list[:n], nil)
			for _, block := range r.Blocks {
				if table, ok := block.(*Table); ok {
					addsUp(t, table)
				}
			}
		}
	}
}

func addsUp(t *testing.T, table *Table) {
	t.Helper()
	for i, c := range table.Columns {
		if c.Title != "Доля" || !table.Rows[len(table.Rows)-1].Total {
			continue
		}
		sum, total := 0.0, table.Rows[len(table.Rows)-1].Cells[i]
		for _, row := range table.Rows {
			if !row.Total && row.Cells[i].Numeric() {
				sum += row.Cells[i].Rounded()
			}
		}
		if total.Numeric() && (sum < 99.95 || sum > 100.05) {
			t.Errorf("%s adds up to %v", table.Title, sum)
		}
	}
	at := map[string]Row{}
	for _, row := range table.Rows {
		at[row.Cells[0].String()] = row
	}
	whole, ok := at["Просрочено"]
	if !ok || table.Title != "Показатели" {
		return
	}
	for _, column := range []int{1, 3, 5} {
		a, b := at["отвечено позже срока"].Cells[column], at["не отвечено, срок прошёл"].Cells[column]
		if whole.Cells[column].Numeric() && (a.Rounded()+b.Rounded()-whole.Cells[column].Rounded() > 0.01 || whole.Cells[column].Rounded()-a.Rounded()-b.Rounded() > 0.01) {
			t.Errorf("%s + %s is not %s", a, b, whole.Cells[column])
		}
	}
}

func TestUnfinishedPeriodIsCutWithTheOthers(t *testing.T) {
	zone, _ := time.LoadLocation("Europe/Moscow")
	r := build(t, Overview, stats.Period{From: "2026-11-01", To: "2026-11-30"}, "2026-11-15", letters(zone), nil)
	if r.Period.To != "2026-11-15" || !strings.Contains(strings.Join(r.Lead, " "), "ещё не закончился") {
		t.Errorf("%v %q", r.Period, r.Lead)
	}
	if marks := strings.Join(r.Watermark, " "); !strings.Contains(marks, "01.10.2026 – 15.10.2026") {
		t.Error(marks)
	}
}

func TestChangesAreNamed(t *testing.T) {
	zone, _ := time.LoadLocation("Europe/Moscow")
	from, to := stats.Period{From: "2026-11-01", To: "2026-11-30"}.Bounds(zone)
	scope := stats.Scope{From: from, To: to, Now: to, Zone: zone, Names: stats.NewNames(nil, nil)}
	since := &Since{Made: "2026-12-01"}
	was := stats.Case{ID: 1, Received: from + 10, Topic: 1}
	other := was
	other.Topic = 2
	for range 3 {
		since.Take(&was, &other, scope)
	}
	since.Take(&was, &was, scope)
	since.Take(nil, &was, scope)
	late := stats.Case{ID: 2, Received: to + 10, Topic: 1}
	since.Take(&late, nil, scope) // of another period
	r := build(t, Week, stats.Period{From: "2026-11-14", To: "2026-11-20"}, "2026-12-01", letters(zone), since)
	if text := tree(r); !strings.Contains(text, "изменилось: 3 случая переклассифицированы, 1 случай добавлен.") {
		t.Error(text[:600])
	}
}

func TestUnknownKindIsRefused(t *testing.T) {
	if _, err := NewPlan("annual", Input{}); model.CodeOf(err) != model.Usage {
		t.Error(err)
	}
}
