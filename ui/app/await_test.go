package app_test

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/action"
	"kurator/ui/app"
	"kurator/ui/key"
	"kurator/ui/overlay"
	"kurator/ui/pane"
)

// slow is a verb that has to look something up before it can ask.
type slow struct{ heard []string }

func (*slow) Can(_ *pane.Env, id action.ID) error {
	if id == "case.next" {
		return nil
	}
	return pane.NotMine
}

func (*slow) Do(*pane.Env, action.ID) pane.Outcome {
	return pane.Await(func() tea.Msg { return "found" })
}

func (s *slow) Update(*pane.Env, tea.Msg) pane.Outcome {
	return pane.Push(overlay.NewPrompt(overlay.Ask{Title: "Кому", Then: func(_ *pane.Env, text string) pane.Outcome {
		s.heard = append(s.heard, text)
		return pane.Nothing()
	}}))
}

// TestKeysWaitForWhatWasAskedFor: what is typed while a dialog is being made is typed into it, and none of it is a command of the pane below.
func TestKeysWaitForWhatWasAskedFor(t *testing.T) {
	verb := &slow{}
	_, w, m := deskOf(t, 80, 24, func(_ *world, o *app.Options) { o.Verbs = append(o.Verbs, verb) })
	press := func(names ...string) (last tea.Cmd) {
		for _, n := range names {
			p, ok := key.Parse(n)
			if !ok {
				t.Fatalf("no key %q", n)
			}
			_, last = m.Update(p)
		}
		return last
	}
	asked := press("n")
	press("c", "j", "x", "enter", "c") // «c» closes a case of the list
	answer := answers(asked)
	if len(w.done) != 0 || len(verb.heard) != 0 {
		t.Fatalf("%v %q before the dialog was there", w.done, verb.heard)
	}
	for _, a := range answer {
		m.Update(a)
	}
	if !slices.Equal(verb.heard, []string{"cjx"}) {
		t.Errorf("the dialog heard %q", verb.heard)
	}

	asked = press("n") // given up: neither the dialog nor what was typed for it comes
	press("a", "esc")
	for _, a := range answers(asked) {
		m.Update(a)
	}
	press("b", "enter")
	if len(verb.heard) != 1 {
		t.Errorf("the dialog heard %q", verb.heard)
	}
}

// answers runs a command and gives all that it answers.
func answers(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	batch, ok := msg.(tea.BatchMsg)
	if !ok {
		return []tea.Msg{msg}
	}
	var list []tea.Msg
	for _, c := range batch {
		list = append(list, answers(c)...)
	}
	return list
}

// TestTextIsNotLostToADialog: one that opens by itself takes no letter from the text being written.
func TestTextIsNotLostToADialog(t *testing.T) {
	d, w := desk(t, 120, 40)
	d.Keys("tab d").Type("Доро")
	d.Send(app.AnswerTo(0, overlay.NewConfirm(overlay.Question{Title: "Связь прервалась", Effect: "Повторить?", Yes: "Да", Then: func(*pane.Env) pane.Outcome { return pane.Nothing() }})))
	d.Type("гу").Sees("Повторить?").Wait(2 * time.Second).Keys("esc").Type(" чистят").Keys("esc")
	if !slices.Contains(w.saved, "Дорогу чистят") {
		t.Errorf("saved %q", w.saved)
	}
}
