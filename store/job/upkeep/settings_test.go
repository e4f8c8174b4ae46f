package upkeep_test

import (
	"os"
	"strings"
	"testing"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/store"
	"kurator/store/job/jobtest"
	"kurator/store/job/upkeep"
)

// town is a new database whose settings change.
type town struct{ *jobtest.Town }

func newTown(t testing.TB) *town {
	return &town{jobtest.New(t)}
}

func (w *town) exported() string {
	w.T.Helper()
	data, err := upkeep.ExportSettings(w.Snap())
	if err != nil {
		w.T.Fatal(err)
	}
	return string(data)
}

func (w *town) read(text string) upkeep.Change {
	w.T.Helper()
	c, err := upkeep.ReadSettings(w.Snap(), []byte(text))
	if err != nil {
		w.T.Fatal(err)
	}
	return c
}

// TestSettingsRoundTrip: what was exported changes nothing when it is imported.
func TestSettingsRoundTrip(t *testing.T) {
	w := newTown(t)
	text := w.exported()
	if c := w.read(text); !c.Empty() {
		t.Fatalf("%q", c.Lines)
	}
	if c := w.read("# nothing\n"); !c.Empty() {
		t.Fatalf("%q", c.Lines)
	}
}

// TestSettingsImport: every kind of change in one file is one operation, told beforehand, and one undo takes all of it back.
func TestSettingsImport(t *testing.T) {
	w := newTown(t)
	r, err := w.Do(w.Ctx, w.Me, store.Op{Title: "Принято", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{
		Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: "9001"}, Received: model.InstantOf(w.Clock)}}}}})
	if err != nil {
		t.Fatal(err)
	}
	id := model.AppealID(r.Created[0].ID)
	before := w.exported()
	text := strings.NewReplacer("four_eyes = false", "four_eyes = true", `id = "pos.answer"`+"\n"+`clock = "answer"`+"\n"+`channel = "pos"`+"\n"+`term = "30d"`,
		`id = "pos.answer"`+"\n"+`clock = "answer"`+"\n"+`channel = "pos"`+"\n"+`term = "25d"`).Replace(before) + `
[[unit]]
name = "Отдел связи"

[[place]]
name = "с. Придуманное"
population = 12

[[day]]
date = "2026-12-31"
kind = "day_off"
basis = "распоряжение № 9"
`
	c := w.read(text)
	moved, err := c.Try(w.Ctx, w.Store, w.Me)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"Правило «четырёх глаз»: нет → да", "Новое подразделение «Отдел связи»", "Новый населённый пункт «с. Придуманное»",
		"Правило «pos.answer»: срок 30d → 25d", "Новый день «31.12.2026 day_off»"} {
		if !strings.Contains(strings.Join(c.Lines, "\n"), line) {
			t.Errorf("«%s» is not told: %q", line, c.Lines)
		}
	}
	if len(c.Steps) != 5 || len(moved) != 1 || moved[0].ID != id || upkeep.MoveLine(w.Snap(), moved[0]) != "№ 1: 25.12.2026 → 20.12.2026, на 5 дней раньше" {
		t.Fatalf("%d steps, %+v", len(c.Steps), moved)
	}
	if w.exported() != before {
		t.Fatal("the preview changed something")
	}
	done, err := c.Make(w.Ctx, w.Store, w.Me)
	if err != nil {
		t.Fatal(err)
	}
	if c := w.read(w.exported()); !c.Empty() || len(done.Moved) != 1 {
		t.Fatalf("%q %+v", c.Lines, done.Moved)
	}
	if _, err := w.Undo(w.Ctx, w.Me, done.Operation); err != nil {
		t.Fatal(err)
	}
	if w.exported() != before {
		t.Fatal("the undo left something")
	}
}

func TestBadSettings(t *testing.T) {
	w := newTown(t)
	for text, say := range map[string]string{
		"[office\n": ": так в TOML не пишут", "[office]\nname = 5\n": "строка 2, в поле «office.name» значение не того вида", "[office]\nzona = 'x'\n": "office.zona", "[office]\nzone = 'Mosc'\n": "часовой пояс",
		"[approval.xx]\nby_curator = true\n": "Канала «xx» нет", "[[unit]]\nid = 1\nname='А'\n[[unit]]\nid = 1\nname='Б'\n": "уже занят",
		"[[policy]]\nid='a'\nclock='answer'\nterm='5'\ncounted='received'\nbasis='б'\n":                                    "не удалось понять",
		"[[day]]\ndate='31.12.2026'\nkind='day_off'\nbasis='б'\n":                                                          "не дата",
		"[[day]]\ndate='2044-12-31'\nkind='day_off'\nbasis='б'\n":                                                          "2044",
		"[[schedule]]\nid='im'\ntitle='ИМ'\nhours='mon-fri 08:00-00:00'\n":                                                 "конец суток",
		"[[policy]]\nid='a'\nclock='answer'\nterm='5d'\ncounted='received'\nfrom='вчера'\nbasis='б'\ncertainty='office'\n": "не дата",
	} {
		c, err := upkeep.ReadSettings(w.Snap(), []byte(text))
		if err == nil || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(say)) || !c.Empty() {
			t.Errorf("%q: %v", text, err)
		}
		if code := model.CodeOf(err); code != model.Usage && code != model.BadData {
			t.Errorf("%q: code %s", text, code)
		}
	}
}

// TestReadCalendar: one year in three layouts is the same year; what is loaded already changes nothing.
func TestReadCalendar(t *testing.T) {
	w := newTown(t)
	official, err := os.ReadFile("../../../model/calendar/data/production_calendar_ru.csv")
	if err != nil {
		t.Fatal(err)
	}
	if c, err := upkeep.ReadCalendar(w.Snap(), official); err != nil || !c.Empty() {
		t.Fatalf("%v %q", err, c.Lines)
	}
	csv := "date,kind,title,basis,moved_from_or_to\n2028-01-01,day_off,Новый год,holiday,\n2028-01-03,day_off,Каникулы,holiday,\n2028-02-22,short,,labour_code_95,\n"
	xml := `<?xml version="1.0"?><calendar year="2028"><holidays><holiday id="1" title="Новый год"/></holidays><days><day d="01.01" t="1" h="1"/><day d="01.03" t="1"/><day d="02.22" t="2"/></days></calendar>`
	json := "\ufeff" + `{"holidays":["2028-01-01","2028-01-03"],"preholidays":["2028-02-22"],"nowork":[]}`
	for name, text := range map[string]string{"csv": csv, "xml": xml, "json": json} {
		c, err := upkeep.ReadCalendar(w.Snap(), []byte(text))
		if err != nil || len(c.Steps) != 1 || len(c.Lines) != 1 {
			t.Fatalf("%s: %v %q", name, err, c.Lines)
		}
		done, err := c.Make(w.Ctx, w.Store, w.Me)
		if err != nil {
			t.Fatal(err)
		}
		cal := w.Snap().Book.Calendar()
		for date, hours := range map[calendar.Date]int{calendar.NewDate(2028, 1, 3): 0, calendar.NewDate(2028, 2, 22): 7, calendar.NewDate(2028, 2, 24): 8} {
			if day, err := cal.Day(date); err != nil || day.Hours != hours {
				t.Errorf("%s, %s: %+v %v", name, date, day, err)
			}
		}
		if _, err := w.Undo(w.Ctx, w.Me, done.Operation); err != nil {
			t.Fatal(err)
		}
		if _, last := w.Snap().Book.Calendar().Years(); last != 2027 {
			t.Fatalf("%s: after the undo the last year is %d", name, last)
		}
	}
	for _, text := range []string{"", "не календарь", "date,kind\n", "2029", strings.ReplaceAll(csv, "2028", "2031")} {
		if c, err := upkeep.ReadCalendar(w.Snap(), []byte(text)); model.CodeOf(err) != model.BadData || !c.Empty() {
			t.Errorf("%q: %v %q", text, err, c.Lines)
		}
	}
}

// BenchmarkPreviewOfRules is a change of a policy over the open cases of a database.
func BenchmarkPreviewOfRules(b *testing.B) {
	w := newTown(b)
	const cases = 50_000
	for at := 0; at < cases; at += 1000 {
		op := store.Op{Title: "Приём", Bulk: true}
		for i := range 1000 {
			op.Steps = append(op.Steps, store.Step{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{
				Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: strings.Repeat("7", i%3) + model.AppealID(at+i+1).String()},
				Received:     model.InstantOf(w.Clock.AddDate(0, 0, -i%40))}}})
		}
		if _, err := w.Do(w.Ctx, w.Me, op); err != nil {
			b.Fatal(err)
		}
	}
	if n := w.Tally("открыто:да"); n == 0 {
		b.Fatal(n)
	}
	p, _ := w.Snap().Book.Policy("pos.answer")
	p.Term = "29d"
	c, err := upkeep.PutPolicy(w.Snap(), p)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		moved, err := c.Try(w.Ctx, w.Store, w.Me)
		if err != nil || len(moved) != cases {
			b.Fatal(len(moved), err)
		}
	}
}
