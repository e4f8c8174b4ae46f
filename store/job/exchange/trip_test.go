package exchange

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/docx"
	"kurator/store/files"
	"kurator/store/mail"
	"kurator/store/sheet"
)

// do carries actions on one appeal out.
func (w *town) do(id model.AppealID, actions ...model.Action) model.AppealID {
	w.T.Helper()
	return model.AppealID(w.Steps(id, actions...).Changed[0].ID)
}

// assigned enters an appeal that a unit with a mailbox works on.
func (w *town) assigned(number string) model.AppealID {
	w.T.Helper()
	id := w.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: number},
		Received: model.InstantOf(w.Clock.AddDate(0, 0, -1)), Kind: model.KindFastTrack, Topic: model.Topic{Title: "Дороги"}, Place: "Ревда",
		Body: model.Words("Яма на дороге, звоните +7 921 123-45-67"), Address: model.Words("Ревда, ул. Новая, д. 1"),
		Applicant: model.Applicant{Name: model.Words("Выдуманов Пётр Ильич"), Contact: model.Words("+7 921 123-45-67")}}})
	return w.do(id, &model.Sort{}, &model.Assign{Unit: w.unit()})
}

func (w *town) unit() model.UnitID {
	w.T.Helper()
	snap, err := w.Snapshot(w.Ctx)
	if err != nil {
		w.T.Fatal(err)
	}
	u := snap.Office.UnitList()[0]
	if u.Mail == "" {
		u.Mail = "unit@lovozero.example"
		if _, err := w.Do(w.Ctx, w.Me, store.Op{Steps: []store.Step{{Ref: model.Ref{Noun: model.NounUnit, ID: int64(u.ID)}, Action: &model.PutUnit{Unit: u}}}}); err != nil {
			w.T.Fatal(err)
		}
	}
	return u.ID
}

func (w *town) state(id model.AppealID) *model.Appeal {
	w.T.Helper()
	card, err := w.Card(w.Ctx, w.Me, id, true)
	if err != nil {
		w.T.Fatal(err)
	}
	return &card.Appeal
}

func (w *town) drafts(paths ...string) (ImportSummary, []DraftReport) {
	w.T.Helper()
	sum, reports, err := ImportDrafts(w.Ctx, w.Store, w.Me, paths, false)
	if err != nil {
		w.T.Fatal(err)
	}
	return sum, reports
}

func (w *town) file(name, text string) string {
	w.T.Helper()
	path := filepath.Join(w.T.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.T.Fatal(err)
	}
	return path
}

// journalled counts the records of a kind.
func (w *town) journalled(kind model.RecordKind) int {
	w.T.Helper()
	rows, err := w.Journal(w.Ctx, w.Me, store.JournalRequest{Limit: 1000})
	if err != nil {
		w.T.Fatal(err)
	}
	n := 0
	for _, r := range rows {
		if r.Action == "record" && strings.Contains(string(r.Payload), `"`+string(kind)+`"`) {
			n++
		}
	}
	return n
}

func TestTaskGoesOutAndComesBack(t *testing.T) {
	w := newTown(t)
	a, b := w.assigned("1"), w.assigned("2")
	dir := t.TempDir()
	tasks, skipped, err := Tasks(w.Ctx, w.Store, w.Me, []model.AppealID{a, b}, TaskOptions{Dir: dir})
	if err != nil || len(tasks) != 1 || len(skipped) != 0 {
		t.Fatalf("%+v %v %v", tasks, skipped, err)
	}
	raw, err := os.ReadFile(tasks[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := docx.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{Mark(a), Mark(b), "Яма на дороге", "Проект нужен: до ", "ул. Новая"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in the task", want)
		}
	}
	if strings.Contains(text, "Выдуманов") || strings.Contains(text, "123-45") || w.journalled(model.RecordExport) != 0 {
		t.Error("the task shows who wrote")
	}
	if s := w.state(a).Sendings; len(s) != 1 || s[0].Kind != model.SendingTask || s[0].Unit != w.unit() {
		t.Errorf("%+v", s)
	}

	// Not filled in: nobody's answer.
	sum, _ := w.drafts(tasks[0].Path)
	if sum.Quarantined != 2 || sum.Updated != 0 {
		t.Errorf("an empty form is a draft: %+v", sum)
	}
	filled := strings.Replace(text, placeholder, "Яму засыпали 20 ноября.", 1)
	filled = strings.Replace(filled, placeholder, "тел. 5-00-00", 1)
	back := filepath.Join(dir, "back.docx")
	if err := docx.Save(back, []docx.Paragraph{{Text: filled}}); err != nil {
		t.Fatal(err)
	}
	sum, reports := w.drafts(back)
	if sum.Read != 2 || sum.Updated != 1 || sum.Quarantined != 1 {
		t.Fatalf("%+v %+v", sum, reports)
	}
	got := w.state(a)
	if got.Stage != model.StageReview || !strings.Contains(got.CurrentDraft().Text.Body, "засыпали") || strings.Contains(got.CurrentDraft().Text.Body, "КОНЕЦ") {
		t.Errorf("%s %q", got.Stage, got.CurrentDraft().Text.Body)
	}
	if again, _ := w.drafts(back); again.Updated != 0 || again.Unchanged != 1 || len(w.state(a).Drafts) != 1 {
		t.Errorf("the same file changes something: %+v", again)
	}
}

func TestPersonalDataOnlyWhenAskedAndJournalled(t *testing.T) {
	w := newTown(t)
	a := w.assigned("1")
	tasks, _, err := Tasks(w.Ctx, w.Store, w.Me, []model.AppealID{a}, TaskOptions{Dir: t.TempDir(), Plain: true, Personal: true})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(tasks[0].Path)
	if err != nil || !strings.Contains(string(raw), "Выдуманов Пётр Ильич") || w.journalled(model.RecordExport) != 1 {
		t.Error(err, w.journalled(model.RecordExport))
	}
	if strings.Contains(tasks[0].Path, "Выдуманов") {
		t.Error("a file's name tells the citizen's")
	}
}

func TestDraftByLetter(t *testing.T) {
	w := newTown(t)
	a, b := w.assigned("1"), w.assigned("2")
	dir := t.TempDir()
	tasks, _, err := Tasks(w.Ctx, w.Store, w.Me, []model.AppealID{a}, TaskOptions{Dir: dir, Letters: true, Server: &mail.Server{From: "mcu@lovozero.example"}})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(tasks[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	task, err := mail.Read(bytes.NewReader(raw))
	if err != nil || len(task.Files) != 1 || !slices.Equal(task.To, []string{"unit@lovozero.example"}) {
		t.Fatalf("%+v %v", task, err)
	}
	written := w.Clock.Add(-time.Hour).UTC().Format(time.RFC1123Z)
	head := "From: Исполнитель <unit@lovozero.example>\nDate: " + written + "\nContent-Type: text/plain; charset=utf-8\n"
	reply := w.file("r.eml", head+"Subject: Re: ответ\nIn-Reply-To: <"+task.ID+">\n\nЯму засыпали.\n\n24.11.2026, МЦУ пишет:\n> задание")
	if sum, reports := w.drafts(reply); sum.Updated != 1 {
		t.Fatalf("%+v", reports)
	}
	d := w.state(a).CurrentDraft()
	if d.Text.Body != "Яму засыпали." || d.Vouched != "Исполнитель" || d.At != model.InstantOf(w.Clock.Add(-time.Hour)) {
		t.Errorf("%+v", d)
	}
	// A letter that claims to answer one of ours and does not stands for nothing.
	forged := w.file("f.eml", head+"Subject: Re: ответ\nIn-Reply-To: <k"+b.String()+".00@lovozero.example>\n\nПодложный ответ.")
	if sum, _ := w.drafts(forged); sum.Quarantined != 1 || len(w.state(b).Drafts) != 0 {
		t.Errorf("%+v", sum)
	}
	loose, err := LooseDrafts(w.Ctx, w.Store, w.Me)
	if err != nil || len(loose) != 1 || loose[0].Text != "Подложный ответ." || !strings.Contains(loose[0].From, "unit@lovozero.example") ||
		len(loose[0].Offers) != 1 || loose[0].Offers[0].Appeal != b || loose[0].Offers[0].Why != "задание отправителя" {
		t.Fatalf("%+v %v", loose, err)
	}
	if err := GiveDraft(w.Ctx, w.Store, w.Me, loose[0].ID, b); err != nil {
		t.Fatal(err)
	}
	if got := w.state(b); got.Stage != model.StageReview || got.CurrentDraft().At != model.InstantOf(w.Clock.Add(-time.Hour)) {
		t.Errorf("%s %+v", got.Stage, got.CurrentDraft())
	}
	if left, err := LooseDrafts(w.Ctx, w.Store, w.Me); err != nil || len(left) != 0 {
		t.Errorf("%+v %v", left, err)
	}
	if r, err := w.broken(); err != nil || r != 0 {
		t.Errorf("the journal has %d faults, %v", r, err)
	}
}

// broken counts the faults of the journal.
func (w *town) broken() (int, error) {
	r, err := w.VerifyJournal(w.Ctx, nil)
	return len(r.Faults), err
}

func TestMarksSurviveRetyping(t *testing.T) {
	for text, want := range map[string]string{
		"[K-12]\nТекст ответа":                                       "Текст ответа",
		"Тема: [К – 12]\nТекст":                                      "Текст",
		"Здравствуйте! [к 12]\nВоду дали.":                           "Здравствуйте! \nВоду дали.",
		"▼ ОТВЕТ [K-12] — пишите\nДа.\n▲ КОНЕЦ ОТВЕТА [K-12]\nхвост": "Да.",
		"ответ [K-12]:\nДа.\nконец ответа [K-12]":                    "Да.",
		"▼ ОТВЕТ [K-12]\nБез конца":                                  "Без конца",
	} {
		found, several := answers(text)
		if len(found) != 1 || several || found[0].appeal != 12 || found[0].text != want {
			t.Errorf("%q: %+v", text, found)
		}
	}
	if found, several := answers("ответы на [K-1] и [K-2]"); !several || found[0].appeal != 0 {
		t.Errorf("%+v", found)
	}
	if found, _ := answers("без отметки [1], [K-], [X-5]"); found[0].appeal != 0 {
		t.Errorf("%+v", found)
	}
}

// A draft that comes late takes no approval away and reopens nothing.
func TestLateDraftWaits(t *testing.T) {
	w := newTown(t)
	a := w.assigned("1")
	w.do(a, &model.WriteDraft{Text: model.Words("Готово.")}, &model.Submit{}, &model.Approve{})
	sum, _ := w.drafts(w.file("d.txt", Mark(a)+"\nДругой текст."))
	if sum.Quarantined != 1 || !w.state(a).Approved() {
		t.Errorf("%+v", sum)
	}
	b := w.assigned("2") // an open task of the same unit
	loose, err := LooseDrafts(w.Ctx, w.Store, w.Me)
	if err != nil || len(loose) != 1 || len(loose[0].Offers) != 2 || loose[0].Offers[0].Appeal != a || loose[0].Offers[0].Why != "названо в проекте" || loose[0].Offers[1].Appeal != b {
		t.Errorf("%+v %v: the appeal that the draft names comes first", loose, err)
	}
}

// A sheet for a case that is late already does not ask for a draft by a day that is gone as if it were to come.
func TestTaskThatIsLateSaysSo(t *testing.T) {
	w := newTown(t)
	a := w.assigned("1")
	const over = "; этот срок уже прошёл"
	issue := func() string {
		tasks, _, err := Tasks(w.Ctx, w.Store, w.Me, []model.AppealID{a}, TaskOptions{Dir: t.TempDir(), Plain: true})
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(tasks[0].Path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := issue(); strings.Contains(text, over) {
		t.Errorf("late before its time:\n%s", text)
	}
	w.Clock = w.Clock.AddDate(0, 2, 0)
	if text := issue(); strings.Count(text, over) != 2 {
		t.Errorf("not late:\n%s", text)
	}
}

func TestUndoneDraftMayComeAgain(t *testing.T) {
	w := newTown(t)
	a := w.assigned("1")
	path := w.file("d.txt", Mark(a)+"\nТекст ответа.")
	sum, _ := w.drafts(path)
	op, ok, err := w.LastOperation(w.Ctx, w.Me)
	if err != nil || !ok || sum.Updated != 1 {
		t.Fatal(ok, err, sum)
	}
	if _, err := w.Undo(w.Ctx, w.Me, op.ID); err != nil {
		t.Fatal(err)
	}
	if sum, _ := w.drafts(path); sum.Updated != 1 || len(w.state(a).Drafts) != 1 {
		t.Errorf("%+v", sum)
	}
}

func TestRemindsOfEachDeadlineOnce(t *testing.T) {
	w := newTown(t)
	a := w.assigned("1")
	w.Clock = time.Date(2026, 11, 26, 7, 0, 0, 0, time.UTC) // Thursday 10:00
	o := RemindOptions{TaskOptions: TaskOptions{Dir: t.TempDir()}, Before: []string{"1d", "14d"}, Quiet: [2]int{18 * 60, 8*60 + 30}}
	remind := func() []Reminder {
		t.Helper()
		list, err := Remind(w.Ctx, w.Store, w.Me, o)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	first := remind()
	if len(first) != 1 || !slices.Equal(first[0].Appeals, []model.AppealID{a}) || first[0].Sent {
		t.Fatalf("%+v", first)
	}
	raw, err := os.ReadFile(first[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	if l, err := mail.Read(bytes.NewReader(raw)); err != nil || !strings.Contains(l.Text, Mark(a)) || strings.Contains(l.Text, "Выдуманов") {
		t.Errorf("%q %v", l.Text, err)
	}
	if again := remind(); len(again) != 0 {
		t.Errorf("reminded twice: %+v", again)
	}
	if s := w.state(a).Sendings; len(s) != 1 || s[0].Lead != "14d" {
		t.Errorf("%+v", s)
	}
	w.Clock = w.Clock.AddDate(0, 0, 60) // long past
	for w.Clock.Weekday() != time.Saturday {
		w.Clock = w.Clock.AddDate(0, 0, 1)
	}
	if off := remind(); len(off) != 0 {
		t.Error("reminded on a day off")
	}
	w.Clock = w.Clock.AddDate(0, 0, 4).Add(10 * time.Hour)
	if quiet := remind(); len(quiet) != 0 {
		t.Error("reminded in quiet hours")
	}
	w.Clock = w.Clock.Add(-8 * time.Hour)
	if late := remind(); len(late) != 1 || !strings.Contains(late[0].Lines[0], "СРОК ПРОШЁЛ") {
		t.Errorf("%+v", late)
	}
}

// A reminder that the server did not take may be sent again.
func TestReminderThatDidNotGo(t *testing.T) {
	w := newTown(t)
	a := w.assigned("1")
	o := RemindOptions{TaskOptions: TaskOptions{Dir: t.TempDir(), Server: &mail.Server{Host: "127.0.0.1", Port: 1, TLS: "none", From: "mcu@lovozero.example"}},
		Before: []string{"30d"}, AnyTime: true}
	if list, err := Remind(w.Ctx, w.Store, w.Me, o); err == nil || len(list) != 0 {
		t.Fatalf("%+v %v", list, err)
	}
	if s := w.state(a).Sendings; len(s) != 0 {
		t.Errorf("what did not go is written down: %+v", s)
	}
	o.Server = nil
	if list, err := Remind(w.Ctx, w.Store, w.Me, o); err != nil || len(list) != 1 {
		t.Errorf("%+v %v", list, err)
	}
}

func TestReconcile(t *testing.T) {
	w := newTown(t)
	w.take(ImportOptions{}, samples+"pos.xlsx")
	compare := func(path string) *Reconciliation {
		t.Helper()
		r, err := Reconcile(w.Ctx, w.Store, w.Me, path, ImportOptions{}.Intake)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := compare(samples + "pos.xlsx"); len(r.List) != 0 || r.Same != r.Read || r.Read == 0 {
		t.Fatalf("%d of %d the same: %+v", r.Same, r.Read, r.List)
	}
	id, err := w.FindNumber(w.Ctx, "330000001") // in work there
	if err != nil {
		t.Fatal(err)
	}
	w.do(id, &model.Sort{}, &model.WriteDraft{Text: model.Words("Да.")}, &model.Submit{}, &model.Approve{}, &model.Answer{})
	extra := w.assigned("77")
	if _, err := w.Do(w.Ctx, w.Me, store.Op{Steps: []store.Step{{Ref: model.AppealRef(extra), Action: &model.AddNote{Text: model.Words("проба")}}}}); err != nil {
		t.Fatal(err)
	}
	w.Clock = w.Clock.Add(time.Minute)
	r := compare(samples + "pos.xlsx")
	kinds := map[model.DifferenceKind][]string{}
	for _, d := range r.List {
		kinds[d.Kind] = append(kinds[d.Kind], d.Number)
	}
	if !slices.Equal(kinds[model.StateDiffers], []string{"330000001"}) || len(kinds[model.MissingHere]) != 0 {
		t.Fatalf("%+v", kinds)
	}
	if err := r.Note(w.Ctx, r.List[len(r.List)-1]); err != nil {
		t.Fatal(err)
	}
	if n := w.state(id).Notes; len(n) != 1 || !strings.Contains(n[0].Text.Body, "Сверка") {
		t.Errorf("%+v", n)
	}
	if again := compare(samples + "pos.xlsx"); again.PassedOver != 1 {
		t.Errorf("%+v", again)
	}
}

func TestReconcileTakesInWhatIsMissing(t *testing.T) {
	w := newTown(t)
	r, err := Reconcile(w.Ctx, w.Store, w.Me, samples+"pos.xlsx", ImportOptions{}.Intake)
	if err != nil || len(r.List) != r.Read || r.List[0].Kind != model.MissingHere {
		t.Fatal(err)
	}
	if err := r.TakeIn(w.Ctx, r.List[0]); err != nil {
		t.Fatal(err)
	}
	if err := r.Leave(w.Ctx, r.List[1]); err != nil {
		t.Fatal(err)
	}
	again, err := Reconcile(w.Ctx, w.Store, w.Me, samples+"pos.xlsx", ImportOptions{}.Intake)
	if err != nil || again.Same != 1 || again.PassedOver != 1 || len(again.List) != r.Read-2 {
		t.Errorf("%+v %v", again, err)
	}
	if w.Tally("канал:пос") != 1 {
		t.Error("taken in more than asked")
	}
}

func TestOwnExportComesBackAsNothing(t *testing.T) {
	for _, file := range []string{"im.xlsx", "sed.xlsx"} {
		w := newTown(t)
		first, _ := w.take(ImportOptions{}, samples+file)
		w.assigned("9")
		w.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPhone}, Received: model.InstantOf(w.Clock),
			Body: model.Words("=cmd|' /C calc'!A0"), Topic: model.Topic{Title: "+формула"}}})
		want := w.Tally("")
		for name, o := range map[string]OutOptions{"a.xlsx": {Format: OutXLSX}, "b.csv": {Format: OutCSV}, "c.csv": {Format: OutCSV, Charset: "windows-1251"},
			"d.xlsx": {Format: OutXLSX, Personal: true}, "e.csv": {Format: OutCSV, Personal: true}} {
			o.Path = filepath.Join(t.TempDir(), name)
			r, err := Out(w.Ctx, w.Store, w.Me, o)
			if err != nil || r.Rows != want || first.Quarantined > 0 && r.Rows < first.Added {
				t.Fatalf("%s: %+v %v", name, r, err)
			}
			sum, _ := w.take(ImportOptions{}, o.Path)
			if sum.Unchanged != want || sum.Added+sum.Updated+sum.Quarantined != 0 {
				t.Errorf("%s %s: %+v of %d", file, name, sum, want)
			}
			table, err := sheet.Open(o.Path, sheet.Options{})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := table.Rows(0)
			if err != nil {
				t.Fatal(err)
			}
			for {
				row, more, err := rows.Next()
				if err != nil {
					t.Fatal(err)
				}
				if !more {
					break
				}
				for _, c := range row.Cells {
					if table.Format == sheet.CSV && c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
						t.Errorf("%s: a cell is a formula: %q", name, c)
					}
					if !o.Personal && strings.Contains(c, "Выдуманов") {
						t.Errorf("%s shows who wrote", name)
					}
				}
			}
			_ = rows.Close()
			_ = table.Close()
		}
		if n := w.journalled(model.RecordExport); n != 5 {
			t.Errorf("%d exports in the journal", n)
		}
	}
}

func TestOutIsRefusedAndJournalled(t *testing.T) {
	w := newTown(t)
	w.assigned("1")
	q, err := query.Parse("открыто:да")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if r, err := Out(w.Ctx, w.Store, w.Me, OutOptions{Query: q, Format: OutJSON, To: &b}); err != nil || r.Rows != 1 || !strings.Contains(b.String(), `"external_id":"1"`) {
		t.Error(r, err, b.String())
	}
	stranger := model.Actor{Official: 999, Via: "cli"}
	if _, err := Out(w.Ctx, w.Store, stranger, OutOptions{Query: q, Format: OutJSON, Personal: true, To: &b}); model.CodeOf(err) != model.Forbidden {
		t.Error(err)
	}
}

func TestAttach(t *testing.T) {
	w := newTown(t)
	a := w.assigned("1")
	path := w.file("Акт Выдуманова.pdf", "%PDF-1.4")
	if n, err := Attach(w.Ctx, w.Store, w.Me, a, []string{path}); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if _, err := Attach(w.Ctx, w.Store, w.Me, a, []string{path}); model.CodeOf(err) != model.Conflict {
		t.Error("the same file twice", err)
	}
	got := w.state(a)
	folder := files.Of(w.Path())
	if len(got.Attachments) != 1 || got.Attachments[0].Name.Body != "Акт Выдуманова.pdf" || !folder.Has(a, got.Attachments[0].Hash) {
		t.Fatalf("%+v", got.Attachments)
	}
	file, _, err := FileFor(w.Ctx, w.Store, w.Me, a, 1)
	if err != nil || file.Hash != got.Attachments[0].Hash {
		t.Error(file, err)
	}
	if _, _, err := FileFor(w.Ctx, w.Store, w.Me, a, 2); model.CodeOf(err) != model.NotFound {
		t.Error(err)
	}
	if _, err := Attach(w.Ctx, w.Store, model.Actor{Official: 999}, a, []string{path}); model.CodeOf(err) != model.Forbidden {
		t.Error("a stranger attaches", err)
	}
	if err := Detach(w.Ctx, w.Store, w.Me, a, file.Hash); err != nil || len(w.state(a).Attachments) != 0 {
		t.Error(err)
	}
	if n, err := w.broken(); err != nil || n != 0 {
		t.Error(n, err)
	}
}
