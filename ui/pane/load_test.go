package pane_test

import (
	"context"
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/pane"
)

func TestLateAnswersAreDropped(t *testing.T) {
	var l, other pane.Load[int]
	ended := false
	first := l.Start(context.Background(), func(ctx context.Context) (int, error) {
		ended = ctx.Err() != nil
		return 1, nil
	})
	second := l.Start(context.Background(), func(context.Context) (int, error) { return 2, nil })
	late, awaited := first(), second()
	if !ended {
		t.Error("the older load was not told to end")
	}
	if _, fresh, _ := l.Take(late); fresh || !l.Waiting() {
		t.Error("a late answer was taken")
	}
	if _, fresh, _ := other.Take(awaited); fresh {
		t.Error("an answer was taken by another load")
	}
	if value, fresh, err := l.Take(awaited); value != 2 || !fresh || err != nil || l.Waiting() {
		t.Errorf("took %d %v %v", value, fresh, err)
	}
	if _, fresh, _ := l.Take(awaited); fresh {
		t.Error("an answer was taken twice")
	}
}

func TestStoppedLoadAnswersNobody(t *testing.T) {
	var l pane.Load[int]
	cmd := l.Start(context.Background(), func(context.Context) (int, error) { return 1, nil })
	l.Stop()
	if _, fresh, _ := l.Take(cmd()); fresh || l.Waiting() {
		t.Error("a stopped load answered")
	}
}

func TestPanickingLoadAnswersWithAnError(t *testing.T) {
	var l pane.Load[int]
	msg := l.Start(context.Background(), func(context.Context) (int, error) { panic("Петрова") })()
	_, fresh, err := l.Take(msg)
	var p *pane.Panic
	if !fresh || !errors.As(err, &p) || err.Error() == "Петрова" || len(p.Stack) == 0 {
		t.Errorf("%v %v", fresh, err)
	}
}

func TestAnd(t *testing.T) {
	ran := 0
	work := func() tea.Msg { ran++; return nil }
	a := pane.Done("раз", model.Ref{Noun: model.NounAppeal, ID: 1})
	a.Cmd = work
	b := pane.Outcome{Changed: []model.Ref{{Noun: model.NounUnit, ID: 2}}, Cmd: work, Quit: true}
	o := a.And(b)
	if len(o.Changed) != 2 || o.Toast.Text != "раз" || !o.Quit {
		t.Errorf("%+v", o)
	}
	batch, ok := o.Cmd().(tea.BatchMsg)
	if !ok || len(batch) != 2 {
		t.Fatalf("the commands are %T", o.Cmd())
	}
	if len(a.Changed) != 1 || pane.Nothing().And(a).Cmd == nil || pane.Work(nil, nil).Cmd != nil {
		t.Error("joining changed its parts")
	}
}
