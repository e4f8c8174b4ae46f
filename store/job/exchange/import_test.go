package exchange

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/job/jobtest"
)

// town is a new database that exports are taken into.
type town struct{ *jobtest.Town }

func newTown(t testing.TB) *town {
	return &town{jobtest.New(t)}
}

func (w *town) take(o ImportOptions, paths ...string) (ImportSummary, []FileReport) {
	w.T.Helper()
	sum, reports, err := Import(w.Ctx, w.Store, w.Me, paths, o)
	if err != nil {
		w.T.Fatal(err)
	}
	return sum, reports
}

const samples = "../../intake/testdata/"

func TestImportOfTheSamples(t *testing.T) {
	var truth map[string]json.RawMessage
	doc, err := os.ReadFile(samples + "truth.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(doc, &truth); err != nil {
		t.Fatal(err)
	}
	var im struct{ Rows, Closed, Late int }
	var pos struct{ Rows, Finished, Late, Law59 int }
	var sed struct {
		Rows, Done, Late int
		Linked           int `json:"linked_to_pos"`
	}
	for name, into := range map[string]any{"im": &im, "pos": &pos, "sed": &sed} {
		if err := json.Unmarshal(truth[name], into); err != nil {
			t.Fatal(err)
		}
	}
	for _, kind := range []string{".xlsx", "_cp1251.csv"} {
		w := newTown(t)
		sum, reports := w.take(ImportOptions{}, samples+"im"+kind, samples+"pos"+kind, samples+"sed"+kind)
		rows := im.Rows + pos.Rows + sed.Rows
		if sum.Read != rows || sum.Added != rows || sum.Quarantined != 0 || sum.Batch == "" {
			t.Fatalf("%s: %+v", kind, sum)
		}
		for _, r := range reports {
			if len(r.NewUnits) > 0 {
				t.Errorf("%s: %s has units the office does not know: %v", kind, r.File, r.NewUnits)
			}
		}
		if n := w.Tally(""); n != rows-sed.Linked {
			t.Errorf("%s: %d appeals, %d rows of which %d is a second registration", kind, n, rows, sed.Linked)
		}
		for text, want := range map[string]int{"канал:им": im.Rows, "канал:им стадия:закрыто": im.Closed, "канал:пос вид:59-фз": pos.Law59,
			"канал:сэд": sed.Rows} {
			if n := w.Tally(text); n != want {
				t.Errorf("%s %s: %d, want %d", kind, text, n, want)
			}
		}
		if n := w.Tally("стадия:новое канал:пос"); n != 0 {
			t.Errorf("%s: %d ПОС cases are new although their unit is named", kind, n)
		}
		again, _ := w.take(ImportOptions{}, samples+"im"+kind, samples+"pos"+kind, samples+"sed"+kind)
		if again.Unchanged != rows || again.Added+again.Updated+again.Quarantined != 0 {
			t.Errorf("%s again: %+v", kind, again)
		}
		report, err := w.VerifyJournal(w.Ctx, nil)
		if err != nil || len(report.Faults) > 0 {
			t.Fatal(report.Faults, err)
		}
	}
}

func TestDryRunChangesNothing(t *testing.T) {
	w := newTown(t)
	sum, reports := w.take(ImportOptions{DryRun: true}, samples+"im.xlsx")
	if sum.Added != 120 || len(reports[0].Sample) != 10 || sum.Batch != "" {
		t.Fatalf("%+v %d", sum, len(reports[0].Sample))
	}
	if n := w.Tally(""); n != 0 {
		t.Fatalf("%d appeals", n)
	}
	if list, err := w.Batches(w.Ctx, 10); err != nil || len(list) != 0 {
		t.Fatal(list, err)
	}
}

func TestBatchIsUndoneAsOne(t *testing.T) {
	w := newTown(t)
	sum, _ := w.take(ImportOptions{}, samples+"im.xlsx")
	q, _ := query.Parse("стадия:новое")
	page, err := w.List(w.Ctx, w.Me, store.ListRequest{Query: q, Limit: 1})
	if err != nil || len(page.Rows) == 0 {
		t.Fatal(err)
	}
	touched := page.Rows[0].ID
	if _, err := w.Do(w.Ctx, w.Me, store.Op{Title: "Разобрано", Steps: []store.Step{{Ref: model.AppealRef(touched), Action: &model.Sort{}}}}); err != nil {
		t.Fatal(err)
	}
	r, err := w.UndoBatch(w.Ctx, w.Me, sum.Batch)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Skipped) != 1 || r.Skipped[0].Ref != model.AppealRef(touched) || w.Tally("") != 1 {
		t.Fatalf("%+v, %d left", r.Skipped, w.Tally(""))
	}
	again, _ := w.take(ImportOptions{}, samples+"im.xlsx")
	if again.Added != 119 || again.Unchanged != 1 {
		t.Fatalf("%+v", again)
	}
}

func TestBadRowsDoNotStopTheRest(t *testing.T) {
	w := newTown(t)
	file := filepath.Join(t.TempDir(), "pos.csv")
	text, err := os.ReadFile(samples + "pos_cp1251.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	cells := strings.Split(lines[3], ";")
	cells[9] = "31.02.2026"
	lines[3] = strings.Join(cells, ";")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	sum, reports := w.take(ImportOptions{}, file)
	if sum.Read != 60 || sum.Added != 59 || sum.Quarantined != 1 || reports[0].Bad[0].Row != 4 {
		t.Fatalf("%+v %+v", sum, reports[0].Bad)
	}
	list, err := w.Quarantined(w.Ctx, w.Me, 10)
	if err != nil || len(list) != 1 || !strings.Contains(list[0].Raw.Body, "31.02.2026") {
		t.Fatalf("%+v %v", list, err)
	}
	if again, _ := w.take(ImportOptions{}, file); again.Unchanged != 59 || again.Quarantined != 1 {
		t.Fatalf("%+v", again)
	}
	if list, _ = w.Quarantined(w.Ctx, w.Me, 10); len(list) != 1 {
		t.Fatalf("the same row is set aside %d times", len(list))
	}
}

func TestPeopleAreNoUnits(t *testing.T) {
	for name, want := range map[string]bool{"Иванова А. П.": true, "Морошкина Анна Петровна": true, "Отдел ЖКХ": false,
		"Служба содержания": false, "МБУ «Центр развития»": false, "Снегирёв И.И.": true, "Администрация": false} {
		if personal(name) != want {
			t.Errorf("%s: %t", name, !want)
		}
	}
}
