package intake

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
)

var moscow = func() *time.Location {
	l, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		panic(err)
	}
	return l
}()

func at(y int, m time.Month, d, h, mi, s int) model.Instant {
	return model.InstantOf(time.Date(y, m, d, h, mi, s, 0, moscow))
}

// readAll opens a file and reads all of it.
func readAll(t testing.TB, path string, o Options) (*File, []Row) {
	t.Helper()
	if o.Zone == nil {
		o.Zone = moscow
	}
	f, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.All()
	if err != nil {
		t.Fatal(err)
	}
	return f, rows
}

type truth struct {
	IM struct {
		Rows, Answered, Closed, Late, Agreed int
		TopicGroup                           map[string]int `json:"topic_group"`
		Topic, Place, Outcome                map[string]int
	}
	POS struct {
		Rows, Finished, Late, Law59 int
		Category, Marks             map[string]int
	}
	SED struct {
		Rows, Done, Late int
		LinkedToPOS      int `json:"linked_to_pos"`
		Rubric           map[string]int
	}
}

func loadTruth(t *testing.T) truth {
	t.Helper()
	text, err := os.ReadFile("testdata/truth.json")
	if err != nil {
		t.Fatal(err)
	}
	var tr truth
	if err := json.Unmarshal(text, &tr); err != nil {
		t.Fatal(err)
	}
	return tr
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func count(rows []Row, is func(*model.Facts) bool) int {
	n := 0
	for _, r := range rows {
		if r.Facts != nil && is(r.Facts) {
			n++
		}
	}
	return n
}

func tally(rows []Row, key func(*model.Facts) string) map[string]int {
	m := map[string]int{}
	for _, r := range rows {
		if k := key(r.Facts); k != "" {
			m[k]++
		}
	}
	return m
}

func noFaults(t *testing.T, rows []Row) {
	t.Helper()
	for _, r := range rows {
		if r.Fault != "" || r.Facts == nil || r.Key == "" || r.Digest == "" {
			t.Fatalf("row %d: fault %q, facts %v, key %q", r.Number, r.Fault, r.Facts != nil, r.Key)
		}
	}
}

func isLate(f *model.Facts) bool { return f.Registration.Late != nil && *f.Registration.Late }

func TestSamplesIM(t *testing.T) {
	want := loadTruth(t).IM
	for _, name := range []string{"im.xlsx", "im_cp1251.csv"} {
		t.Run(name, func(t *testing.T) {
			f, rows := readAll(t, "testdata/"+name, Options{})
			noFaults(t, rows)
			equal(t, "channel", f.Channel, model.ChannelIM)
			equal(t, "rows", len(rows), want.Rows)
			equal(t, "answered", count(rows, func(f *model.Facts) bool { return f.Answered != 0 }), want.Answered)
			equal(t, "answers with text", count(rows, func(f *model.Facts) bool {
				return len(f.Answers) == 1 && !f.Answers[0].Text.Empty() && f.Answers[0].At == f.Answered
			}), want.Answered)
			equal(t, "closed", count(rows, func(f *model.Facts) bool { return f.Finished != 0 && f.Registration.Finished != "" }), want.Closed)
			equal(t, "late", count(rows, isLate), want.Late)
			equal(t, "groups", tally(rows, func(f *model.Facts) string { return f.Topic.Group }), want.TopicGroup)
			equal(t, "topics", tally(rows, func(f *model.Facts) string { return f.Topic.Title }), want.Topic)
			equal(t, "places", tally(rows, func(f *model.Facts) string { return f.Place }), want.Place)
			equal(t, "verbatim outcomes", tally(rows, func(f *model.Facts) string { return f.Registration.Status }), want.Outcome)
			lower := map[string]int{}
			for k, n := range want.Outcome {
				lower[strings.ToLower(k)] = n
			}
			equal(t, "outcomes", tally(rows, func(f *model.Facts) string { return string(f.Outcome) }), lower)

			x := rows[0].Facts
			equal(t, "received", x.Received, at(2026, 9, 15, 1, 18, 16))
			equal(t, "date only", x.ReceivedDateOnly, false)
			equal(t, "answered", x.Answered, at(2026, 9, 15, 7, 9, 16))
			equal(t, "finished", x.Finished, at(2026, 9, 19, 8, 10, 16))
			equal(t, "id", [2]string{x.Registration.ExternalID, x.Registration.SecondID}, [2]string{"40000000", "800000"})
			equal(t, "body", x.Body.Body, "В подъезде холодно, батареи еле тёплые; +14 в квартире.")
			equal(t, "answer", x.Answers[0].Text.Body, "Вера Сосна, здравствуйте! Работы включены в план, срок — до конца недели.")
			equal(t, "name", x.Applicant.Name.Body, "Вера Сосна")
			equal(t, "executor", x.Registration.Executor, "МКУ «Служба содержания»")
			equal(t, "stage", x.Registration.Stage, "Готово")
			equal(t, "card", x.Registration.Card, "https://t.me/lovozero_news/0")
			equal(t, "reason", x.CloseReason, "Дальнейший диалог нецелесообразен")
			equal(t, "address", x.Address.Body, "28")
			equal(t, "working time of row 2", rows[1].Facts.Registration.WorkingTime, int64(33*60))
			equal(t, "mark of row 2", rows[1].Facts.Mark, 2)
			equal(t, "body of row 4", rows[3].Facts.Body.Body, "Когда уберут снег с тротуара? Пройти \nневозможно, дети идут по проезжей части.")
			equal(t, "kind", x.Kind, model.KindMessage)
			if v := rows[2].Facts.Registration.Late; v != nil {
				t.Error("«-» is no verdict")
			}
		})
	}
}

// TestIMApproval: what was sent for approval and not answered lies with the regional centre.
func TestIMApproval(t *testing.T) {
	want := loadTruth(t).IM
	sent := 0
	cells := readCSV(t, "testdata/im_cp1251.csv")
	for _, row := range cells[1:] {
		if row[14] != "" {
			sent++
		}
	}
	equal(t, "sent for approval in the sample", sent, want.Agreed)
	row := cells[1]
	for i, h := range cells[0] {
		switch h {
		case "Время 1го ответа ПИ", "Общее время первого ответа", "Дата окончания", "Время с даты создания инцидента до времени первого ответа",
			"Время, которое первый ответ ПИ находился на согласовании", "Время с начала создания инцидента до окончания":
			row[i] = ""
		}
	}
	path := writeCSV(t, "im.csv", [][]string{cells[0], row})
	_, rows := readAll(t, path, Options{})
	noFaults(t, rows)
	equal(t, "holder", rows[0].Facts.Outside, "ЦУР")
}

func TestSamplesPOS(t *testing.T) {
	want := loadTruth(t).POS
	for _, name := range []string{"pos.xlsx", "pos_cp1251.csv"} {
		t.Run(name, func(t *testing.T) {
			_, rows := readAll(t, "testdata/"+name, Options{})
			noFaults(t, rows)
			equal(t, "rows", len(rows), want.Rows)
			equal(t, "finished", count(rows, func(f *model.Facts) bool { return f.Finished != 0 }), want.Finished)
			equal(t, "late", count(rows, isLate), want.Late)
			equal(t, "59-ФЗ", count(rows, func(f *model.Facts) bool { return f.Kind == model.KindLaw59 }), want.Law59)
			equal(t, "categories", tally(rows, func(f *model.Facts) string { return f.Topic.Group }), want.Category)
			equal(t, "marks", tally(rows, func(f *model.Facts) string {
				if f.Mark == 0 {
					return ""
				}
				return string(rune('0' + f.Mark))
			}), want.Marks)
			x := rows[0].Facts
			equal(t, "received", x.Received, at(2026, 9, 28, 0, 0, 0))
			equal(t, "date only", x.ReceivedDateOnly, true)
			equal(t, "planned", x.Registration.Planned, model.Date("2026-10-08"))
			equal(t, "finished", x.Registration.Finished, model.Date("2026-10-07"))
			equal(t, "kind", x.Kind, model.KindFastTrack)
			equal(t, "topic", x.Topic, model.Topic{Group: "Дворы и территории общего пользования", Title: "Освещение: Не горит фонарь"})
			equal(t, "card", x.Registration.Card, "https://pos.gosuslugi.ru/backoffice/appeals/330000000")
			equal(t, "stage", [2]string{x.Registration.Stage, x.Registration.Status}, [2]string{"Завершено", "Отправлен ответ заявителю"})
			equal(t, "organisations", [2]string{x.Organisation, x.Registration.Executor}, [2]string{"Администрация Ловозерского района", "Отдел экономики"})
			equal(t, "second id", x.Registration.SecondID, "6700000000")
			equal(t, "source", x.Registration.Source, "WIDGET")
			equal(t, "outcome", x.Outcome, model.OutcomeDeferred)
			equal(t, "no text", x.Body.Empty(), true)
		})
	}
}

func TestSamplesSED(t *testing.T) {
	want := loadTruth(t).SED
	for _, name := range []string{"sed.xlsx", "sed_cp1251.csv"} {
		t.Run(name, func(t *testing.T) {
			f, rows := readAll(t, "testdata/"+name, Options{})
			noFaults(t, rows)
			equal(t, "reimport", f.Profile.Reimport, Snapshot)
			equal(t, "rows", len(rows), want.Rows)
			equal(t, "done", count(rows, func(f *model.Facts) bool { return f.Finished != 0 }), want.Done)
			equal(t, "late", count(rows, func(f *model.Facts) bool {
				return f.Registration.Finished > f.Registration.Planned
			}), want.Late)
			equal(t, "linked", count(rows, func(f *model.Facts) bool { return f.Registration.Linked != "" }), want.LinkedToPOS)
			equal(t, "rubrics", tally(rows, func(f *model.Facts) string { return f.Topic.Code }), want.Rubric)
			x := rows[0].Facts
			equal(t, "id", x.Registration.ExternalID, "05/01-ОГ-10")
			equal(t, "topic", x.Topic, model.Topic{Code: "0005.0005.0055.1137", Title: "Ветхое и аварийное жильё"})
			equal(t, "who", [3]string{x.Applicant.Name.Body, x.Applicant.Address.Body, x.Place}, [3]string{"Рябинин Олег", "Ловозеро", "Ловозеро"})
			equal(t, "kind", x.Kind, model.KindLaw59)
			equal(t, "body", x.Body.Body, "Заявление о переселении из аварийного дома")
			equal(t, "linked number", rows[11].Facts.Registration.Linked, "330000046")
			equal(t, "source", x.Registration.Source, "E-mail")
		})
	}
}

// TestBothFormatsAgree: the same export says the same as a workbook and as csv.
func TestBothFormatsAgree(t *testing.T) {
	for _, name := range []string{"pos", "sed"} {
		_, book := readAll(t, "testdata/"+name+".xlsx", Options{})
		_, csv := readAll(t, "testdata/"+name+"_cp1251.csv", Options{})
		for i := range book {
			if book[i].Digest != csv[i].Digest || book[i].Key != csv[i].Key {
				t.Errorf("%s row %d: digests or keys differ", name, book[i].Number)
			}
		}
	}
}

func tempFile(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
