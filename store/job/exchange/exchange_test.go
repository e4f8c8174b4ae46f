package exchange

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/files"
	"kurator/store/job/jobtest"
)

const plea = "На улице Победы у дома 5 огромная яма, пробил колесо. Когда отремонтируют дорогу?"

func (w *town) add(channel model.ChannelID, number, text string) model.AppealID {
	w.T.Helper()
	r, err := w.Do(w.Ctx, w.Me, store.Op{Title: "Записано", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{
		Registration: model.Registration{Channel: channel, ExternalID: number}, Received: w.Now(), Body: model.Words(text), Place: "пгт Ревда"}}}}})
	if err != nil {
		w.T.Fatal(err)
	}
	return model.AppealID(r.Created[0].ID)
}

func (w *town) card(id model.AppealID) *model.Appeal {
	w.T.Helper()
	c, err := w.Card(w.Ctx, w.Me, id, true)
	if err != nil {
		w.T.Fatal(err)
	}
	return &c.Appeal
}

func (w *town) letter(name, text string) string {
	w.T.Helper()
	path := filepath.Join(w.T.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(text, "\n", "\r\n")), 0o600); err != nil {
		w.T.Fatal(err)
	}
	return path
}

const mailed = `From: Vezhina <vezhina@example.com>
To: adm@example.ru
Subject: Yama
Message-ID: <first@example.com>
Date: Tue, 24 Nov 2026 20:15:00 +0300
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

` + plea + `
--b
Content-Type: image/jpeg; name=foto.jpg
Content-Transfer-Encoding: base64

/9j/4AAQ
--b--
`

func TestLetterIsTakenIn(t *testing.T) {
	w := newTown(t)
	twin := w.add(model.ChannelIM, "1", plea)
	path := w.letter("a.eml", mailed)
	sum, reports := w.take(ImportOptions{}, path)
	if sum.Added != 1 || sum.Read != 1 || len(reports) != 1 {
		t.Fatalf("%+v %+v", sum, reports)
	}
	warned := strings.Join(reports[0].Warnings, "\n")
	for _, want := range []string{"547-ФЗ", "российской зоне", "Похоже на № " + twin.String()} {
		if !strings.Contains(warned, want) {
			t.Errorf("no warning «%s» in: %s", want, warned)
		}
	}
	a := w.card(twin + 1)
	if !strings.Contains(a.Body.Body, plea) || a.Channel() != model.ChannelMail || a.Applicant.Contact.Body != "vezhina@example.com" ||
		len(a.Attachments) != 1 || a.Attachments[0].Name.Body != "foto.jpg" {
		t.Errorf("entered %+v", a)
	}
	if _, folder, err := FileFor(w.Ctx, w.Store, w.Me, a.ID, 1); err != nil || !folder.Has(a.ID, a.Attachments[0].Hash) {
		t.Errorf("the photograph is not beside the database: %v", err)
	}
	if sum, _ = w.take(ImportOptions{}, path); sum.Unchanged != 1 || sum.Added != 0 {
		t.Errorf("the same letter again: %+v", sum)
	}
	again := w.letter("b.eml", strings.NewReplacer("<first@", "<second@", "Subject", "In-Reply-To: <first@example.com>\nSubject", plea, "Ну что же?").Replace(mailed))
	if sum, _ = w.take(ImportOptions{}, again); sum.Updated != 1 || sum.Added != 0 {
		t.Errorf("an answer to it: %+v", sum)
	}
	if a = w.card(a.ID); len(a.Messages) != 1 || !strings.Contains(a.Messages[0].Text.Body, "Ну что же?") {
		t.Errorf("written again %+v", a.Messages)
	}
	if sum, _ = w.take(ImportOptions{}, again); sum.Unchanged != 1 {
		t.Errorf("the answer again: %+v", sum)
	}
	// A file unfastened by hand does not come back with its letter; one that an interrupted import has left out does.
	if err := Detach(w.Ctx, w.Store, w.Me, a.ID, a.Attachments[0].Hash); err != nil {
		t.Fatal(err)
	}
	if sum, _ = w.take(ImportOptions{}, path); sum.Unchanged != 1 || len(w.card(a.ID).Attachments) != 0 {
		t.Errorf("after the detaching %+v %+v", sum, w.card(a.ID).Attachments)
	}
	more := w.letter("c.eml", strings.Replace(mailed, "/9j/4AAQ", "/9j/4AAQSkZJRg==", 1))
	if sum, _ = w.take(ImportOptions{}, more); sum.Updated != 1 || len(w.card(a.ID).Attachments) != 1 {
		t.Errorf("a file that was not kept yet: %+v %+v", sum, w.card(a.ID).Attachments)
	}
	if sum, _ = w.take(ImportOptions{DryRun: true}, w.letter("d.eml", strings.Replace(mailed, "<first@", "<third@", 1))); sum.Added != 1 {
		t.Errorf("looked at %+v", sum)
	}
	if list, err := files.Of(w.Path()).Appeals(); err != nil || len(list) != 1 {
		t.Errorf("files of %v %v", list, err)
	}
}

func TestTiedOnesHangOnOne(t *testing.T) {
	w := newTown(t)
	a, b, c := w.add(model.ChannelIM, "1", plea), w.add(model.ChannelPOS, "2", plea), w.add(model.ChannelSED, "3", plea)
	must := func(_ store.Result, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(Tie(w.Ctx, w.Store, w.Me, b, a))
	must(Tie(w.Ctx, w.Store, w.Me, c, b)) // through b to a
	if x, y := w.card(b).Twin, w.card(c).Twin; x != a || y != a {
		t.Fatalf("b hangs on %d, c on %d", x, y)
	}
	d := w.add(model.ChannelPhone, "", plea)
	must(Tie(w.Ctx, w.Store, w.Me, a, d)) // the whole of it moves
	for _, id := range []model.AppealID{a, b, c} {
		if got := w.card(id).Twin; got != d {
			t.Errorf("%d hangs on %d", id, got)
		}
	}
	must(w.Do(w.Ctx, w.Me, store.Op{Title: "Проект", Steps: []store.Step{{Ref: model.AppealRef(d), Action: &model.Sort{}},
		{Ref: model.AppealRef(d), Action: &model.WriteDraft{Text: model.Words("Яма будет засыпана.")}}}}))
	must(ShareDraft(w.Ctx, w.Store, w.Me, d))
	for _, id := range []model.AppealID{a, b, c} {
		if x := w.card(id); x.CurrentDraft() == nil || x.CurrentDraft().Text.Body != "Яма будет засыпана." || len(x.Replies) != 0 {
			t.Errorf("%d has the draft %+v", id, x.Drafts)
		}
	}
	must(Untie(w.Ctx, w.Store, w.Me, d, b))
	if got := w.card(b).Twin; got != 0 {
		t.Errorf("b still hangs on %d", got)
	}
	must(Apart(w.Ctx, w.Store, w.Me, d, b))
	tw, err := w.Twins(w.Ctx, w.Me, d)
	if err != nil || slices.ContainsFunc(tw.Similar, func(x store.Twin) bool { return x.ID == b }) {
		t.Errorf("offered after «не дубль»: %+v %v", tw.Similar, err)
	}
}

func TestSourcesAreCountedAndWatched(t *testing.T) {
	w := newTown(t)
	do := func(ref model.Ref, a model.Action) store.Result {
		t.Helper()
		r, err := w.Do(w.Ctx, w.Me, store.Op{Title: "Источник", Steps: []store.Step{{Ref: ref, Action: a}}})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := do(model.Ref{Noun: model.NounSource}, &model.PutSource{Source: model.Source{Name: "Подслушано", Kind: model.SourceGroup, Links: []string{"https://vk.com/podslushano", "vk.com/club123"}, Every: 2}})
	ref := r.Created[0]
	for i, reg := range []model.Registration{{Channel: model.ChannelIM, ExternalID: "1", Card: "https://vk.com/wall-123_5", Source: "https://vk.com/podslushano"},
		{Channel: model.ChannelIM, ExternalID: "2", Card: "https://vk.com/wall-999_5"}, {Channel: model.ChannelSocial, Card: "https://m.vk.com/wall-123_7?reply=8"},
		{Channel: model.ChannelSocial, Card: "https://vk.com/podslushano?w=wall-123_9"}} {
		do(model.Ref{Noun: model.NounAppeal}, &model.Receive{Facts: model.Facts{Registration: reg, Received: w.Now() - model.Instant(i), Body: model.Words("Яма")}})
	}
	line := func() SourceLine {
		t.Helper()
		list, err := Sources(w.Ctx, w.Store)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		return list[0]
	}
	if l := line(); l.ThroughIM != 1 || l.Ours != 2 || l.Last != "" || l.Late != 0 || l.Next != "2026-11-25" {
		t.Errorf("before the first look %+v", l)
	}
	do(ref, &model.LookThrough{})
	w.Clock = w.Clock.AddDate(0, 0, 5)
	if l := line(); l.Last != "2026-11-25" || l.Next != "2026-11-27" || l.Late != 3 {
		t.Errorf("five days later %+v", l)
	}
	if _, err := w.Do(w.Ctx, w.Me, store.Op{Title: "Источник", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounSource},
		Action: &model.PutSource{Source: model.Source{Name: "Ещё раз", Links: []string{"vk.com/club123"}, Every: 1}}}}}); model.CodeOf(err) != model.Usage {
		t.Errorf("one link twice: %v", err)
	}
}

// The next export confirms what was answered here, tells what it still waits for, and where the words differ.
func TestExportConfirmsAnswers(t *testing.T) {
	w := newTown(t)
	w.take(ImportOptions{}, samples+"im.xlsx")
	ctx := context.Background()
	page, err := w.List(ctx, w.Me, store.ListRequest{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	var open []model.AppealID
	for _, r := range page.Rows {
		if r.Stage.Open() && r.Channel == model.ChannelIM {
			open = append(open, r.ID)
		}
	}
	if len(open) == 0 {
		t.Fatal("the sample has no open case")
	}
	id := open[0]
	w.Clock = w.Clock.Add(time.Hour)
	for _, a := range []model.Action{&model.Sort{}, &model.WriteDraft{Text: model.Words("Яма засыпана.")}, &model.Submit{}, &model.Approve{}, &model.Answer{}} {
		if _, err := w.Do(ctx, w.Me, store.Op{Title: "Шаг", Steps: []store.Step{{Ref: model.AppealRef(id), Action: a}}}); err != nil && model.CodeOf(err) != model.Stage {
			t.Fatal(a.Name(), err)
		}
	}
	if n := w.Tally("есть:неподтверждённое"); n != 1 {
		t.Fatalf("%d unconfirmed", n)
	}
	_, reports := w.take(ImportOptions{}, samples+"im.xlsx")
	if !slices.ContainsFunc(reports[0].Behind, func(d Difference) bool { return d.Appeal == id }) {
		t.Errorf("the old export does not tell № %s: %+v", id, reports[0].Behind)
	}
	if n := w.Tally("есть:неподтверждённое"); n != 1 {
		t.Errorf("the old export confirmed it")
	}
}

func TestAnswersCompareByWords(t *testing.T) {
	reply := func(s string) []model.Reply { return []model.Reply{{Text: model.Words(s)}} }
	for theirs, same := range map[string]bool{"яма  засыпана.\n": true, "Здравствуйте! Яма засыпана.": true, "Яма будет засыпана.": false, "": false} {
		if saidThere("Яма засыпана.", reply(theirs)) != same {
			t.Errorf("%q: %v", theirs, !same)
		}
	}
}

func TestSuggestionsOfTheDemo(t *testing.T) {
	appeals := 1500
	if testing.Short() {
		appeals = 0 // the usual ones, which other tests have too
	}
	s := jobtest.Demo(t, 1, appeals).Store
	rates, err := MeasureSuggestions(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	if rates.Unit.Cases < 50 || rates.Unit.Share() < 0.5 || rates.Topic.Share() < 0.3 {
		t.Errorf("unit %+v %.2f, topic %+v %.2f", rates.Unit, rates.Unit.Share(), rates.Topic, rates.Topic.Share())
	}
	advice, err := NewAdvisor(s).Of(context.Background(), model.ChannelPhone, "В подъезде ледяные батареи, котельная не греет, отопления нет.")
	if err != nil || advice.Unit == 0 || advice.UnitSure < Sure || len(advice.UnitBecause) == 0 {
		t.Errorf("%+v %v", advice, err)
	}
}

func BenchmarkLearnDemo(b *testing.B) {
	s := jobtest.Demo(b, 1, 20_000).Store
	a := NewAdvisor(s)
	for b.Loop() {
		if err := a.Learn(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
