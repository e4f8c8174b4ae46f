package exchange

import (
	"strings"
	"testing"

	"kurator/model"
	"kurator/store/mail/mailtest"
)

// TestServerThatHangsUp: a server leaves in the middle of the letter, so nothing is recorded as sent; the next run sends it once,
// and the one after that not again.
func TestServerThatHangsUp(t *testing.T) {
	w := newTown(t)
	id := w.assigned("1")
	w.Clock = w.Clock.AddDate(0, 0, 14)
	server, got := postOffice(t, func(connection int) mailtest.Answers {
		if connection == 0 {
			return mailtest.Answers{"DATA": ""}
		}
		return nil
	})
	o := RemindOptions{TaskOptions: TaskOptions{Dir: t.TempDir(), Letters: true, Server: server}, Before: []string{"1d"}, AnyTime: true}
	if done, err := Remind(w.Ctx, w.Store, w.Me, o); model.CodeOf(err) != model.Failed || len(done) != 0 || len(w.state(id).Sendings) != 0 {
		t.Fatalf("%+v %v %+v", done, err, w.state(id).Sendings)
	}
	if done, err := Remind(w.Ctx, w.Store, w.Me, o); err != nil || len(done) != 1 || !done[0].Sent || len(w.state(id).Sendings) != 1 {
		t.Fatalf("%+v %v %+v", done, err, w.state(id).Sendings)
	}
	if letter := <-got; !strings.Contains(letter.Talk, "RCPT TO:<unit@lovozero.example>") {
		t.Errorf("%s", letter.Talk)
	}
	if done, err := Remind(w.Ctx, w.Store, w.Me, o); err != nil || len(done) != 0 || len(got) != 0 {
		t.Errorf("sent again: %+v %v", done, err)
	}
}
