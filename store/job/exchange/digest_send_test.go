package exchange

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/mail"
	"kurator/store/mail/mailtest"
)

// postOffice is a mail server on the loopback.
func postOffice(t *testing.T, answers func(connection int) mailtest.Answers) (*mail.Server, <-chan mailtest.Letter) {
	t.Helper()
	port, got := mailtest.Open(t, answers)
	return &mail.Server{Host: "127.0.0.1", Port: port, TLS: "none", From: "mcu@lovozero.example"}, got
}

func (w *town) letters(dir string) []mail.Letter {
	w.T.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil {
		w.T.Fatal(err)
	}
	var list []mail.Letter
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			w.T.Fatal(err)
		}
		l, err := mail.Read(f)
		if _ = f.Close(); err != nil {
			w.T.Fatal(err)
		}
		list = append(list, l)
	}
	return list
}

// TestDigestByFile: without a server every holder's digest is a letter in the folder, once a day, and it names nobody.
func TestDigestByFile(t *testing.T) {
	w := newTown(t)
	id := w.assigned("1")
	w.Clock = w.Clock.AddDate(0, 0, 14) // past its term
	dir := t.TempDir()
	sent, err := SendDigest(w.Ctx, w.Store, w.Me, DigestOptions{Dir: dir})
	if err != nil || len(sent) != 1 || sent[0].Sent || sent[0].Path == "" || sent[0].Counts.Overdue != 1 {
		t.Fatalf("%+v %v", sent, err)
	}
	list := w.letters(dir)
	if len(list) != 1 || !slices.Equal(list[0].To, []string{"unit@lovozero.example"}) || !strings.Contains(list[0].Subject, "просрочено: 1") ||
		!strings.Contains(list[0].Text, "№ "+id.String()+" (ПОС 1), Дороги, Ревда") {
		t.Fatalf("%+v", list)
	}
	for _, private := range []string{"Выдуманов", "921", "Яма", "Новая"} {
		if strings.Contains(list[0].Subject+list[0].Text+filepath.Base(sent[0].Path), private) {
			t.Errorf("the letter tells %q:\n%s", private, list[0].Text)
		}
	}
	if again, err := SendDigest(w.Ctx, w.Store, w.Me, DigestOptions{Dir: dir}); err != nil || len(again) != 0 {
		t.Errorf("told twice a day: %+v %v", again, err)
	}
	w.Clock = w.Clock.Add(time.Minute)
	if again, err := SendDigest(w.Ctx, w.Store, w.Me, DigestOptions{Dir: dir, Again: true}); err != nil || len(again) != 1 {
		t.Errorf("asked for once more: %+v %v", again, err)
	}
	w.Clock = w.Clock.AddDate(0, 0, 1)
	if next, err := SendDigest(w.Ctx, w.Store, w.Me, DigestOptions{Dir: dir}); err != nil || len(next) != 1 {
		t.Errorf("the next day: %+v %v", next, err)
	}
	w.do(id, &model.Close{Outcome: model.OutcomeNotNeeded, Reason: "вопрос снят"})
	w.Clock = w.Clock.AddDate(0, 0, 1)
	if quiet, err := SendDigest(w.Ctx, w.Store, w.Me, DigestOptions{Dir: dir}); err != nil || len(quiet) != 0 {
		t.Errorf("nothing to do: %+v %v", quiet, err)
	}
}

// TestDigestByMail: the server gets a letter for each mailbox, the journal a line for each holder; a holder without a mailbox gets a file,
// and a server that is gone stops nobody's file.
func TestDigestByMail(t *testing.T) {
	w := newTown(t)
	w.assigned("1")
	w.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelIM, ExternalID: "2"}, Received: model.InstantOf(w.Clock.AddDate(0, 0, -3))}})
	w.Clock = w.Clock.AddDate(0, 0, 14)
	server, got := postOffice(t, nil)
	dir := t.TempDir()
	sent, err := SendDigest(w.Ctx, w.Store, w.Me, DigestOptions{Dir: dir, Server: server})
	if err != nil || len(sent) != 2 {
		t.Fatalf("%+v %v", sent, err)
	}
	for _, n := range sent {
		if n.Sent != (n.Holder.Kind == model.HolderUnit) {
			t.Errorf("%s: sent %t", n.Title, n.Sent)
		}
	}
	if letter := <-got; !strings.Contains(letter.Talk, "RCPT TO:<unit@lovozero.example>") || !strings.Contains(letter.Talk, "MAIL FROM:<mcu@lovozero.example>") {
		t.Errorf("%s", letter.Talk)
	}
	if list := w.letters(dir); len(list) != 1 || len(list[0].To) != 0 || !strings.Contains(list[0].Text, "Куратор ИМ") {
		t.Errorf("%+v", list)
	}
	rows, err := w.Journal(w.Ctx, w.Me, store.JournalRequest{Ref: model.Ref{Noun: model.NounRecord}, Limit: 20})
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, r := range rows {
		if strings.Contains(string(r.Payload), "сводка держателю ") {
			told++
		}
	}
	if told != 4 {
		t.Errorf("%d lines in the journal: of two deliveries, each begun and done", told)
	}
	w.Clock = w.Clock.AddDate(0, 0, 1)
	server.Port = 1 // nobody is there
	sent, err = SendDigest(w.Ctx, w.Store, w.Me, DigestOptions{Dir: dir, Server: server})
	if model.CodeOf(err) != model.Failed || len(sent) != 1 || sent[0].Sent {
		t.Errorf("%+v %v", sent, err)
	}
	server, got = postOffice(t, nil)
	if sent, err = SendDigest(w.Ctx, w.Store, w.Me, DigestOptions{Dir: dir, Server: server}); err != nil || len(sent) != 1 || !sent[0].Sent {
		t.Errorf("the server is back: %+v %v", sent, err)
	}
	if letter := <-got; !strings.Contains(letter.Talk, "RCPT TO:<unit@lovozero.example>") {
		t.Errorf("%s", letter.Talk)
	}
}

// TestDigestOfManyTimers: of several programs that send digests at once each holder gets one, and who died on the way is not forgotten.
func TestDigestOfManyTimers(t *testing.T) {
	w := newTown(t)
	w.assigned("1")
	w.Clock = w.Clock.AddDate(0, 0, 14)
	server, got := postOffice(t, nil)
	o := DigestOptions{Dir: t.TempDir(), Server: server}
	const timers = 4
	sent, errs := make([]int, timers), make([]error, timers)
	var group sync.WaitGroup
	for i := range timers {
		group.Go(func() {
			list, err := SendDigest(w.Ctx, w.Store, w.Me, o)
			sent[i], errs[i] = len(list), err
		})
	}
	group.Wait()
	all := 0
	for i := range timers {
		all += sent[i]
		if errs[i] != nil {
			t.Error(errs[i])
		}
	}
	if <-got; all != 1 || len(got) != 0 {
		t.Errorf("%d digests went, %d letters too many", all, len(got))
	}

	w.Clock = w.Clock.AddDate(0, 0, 1)
	notices, err := Digest(w.Ctx, w.Store, w.Me, true)
	if err != nil || len(notices) != 1 {
		t.Fatalf("%+v %v", notices, err)
	}
	say := "сводка держателю " + notices[0].Holder.Key() + " на " + russian.DateShort(w.Now().In(w.Snap().Zone()))
	if claim, err := w.ClaimDelivery(w.Ctx, w.Me, say); err != nil || claim != store.ClaimMine {
		t.Fatalf("%v %v", claim, err)
	}
	if list, err := SendDigest(w.Ctx, w.Store, w.Me, o); err != nil || len(list) != 0 {
		t.Errorf("another is about it: %+v %v", list, err)
	}
	w.Clock = w.Clock.Add(time.Hour)
	if list, err := SendDigest(w.Ctx, w.Store, w.Me, o); model.CodeOf(err) != model.Failed || len(list) != 0 || !strings.Contains(err.Error(), "--again") {
		t.Errorf("another was about it: %+v %v", list, err)
	}
	o.Again = true
	if list, err := SendDigest(w.Ctx, w.Store, w.Me, o); err != nil || len(list) != 1 {
		t.Errorf("asked for all the same: %+v %v", list, err)
	}
	o.Again = false
	if list, err := SendDigest(w.Ctx, w.Store, w.Me, o); err != nil || len(list) != 0 {
		t.Errorf("it is there: %+v %v", list, err)
	}
}
