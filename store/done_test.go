package store

import (
	"testing"
	"time"

	"kurator/model"
)

func TestDoneSince(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77400", "Яма")
	theirs := d.receive(model.ChannelIM, "77401", "Снег")
	d.do(curator, theirs, &model.Sort{}, &model.Assign{Unit: 1})
	d.pass(time.Hour)
	since := model.InstantOf(d.now)
	d.do(curator, id, &model.Sort{})
	d.do(curator, id, &model.Assign{Unit: 1})
	op, _, err := d.LastOperation(d.ctx, as(curator))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(d.ctx, as(curator), op.ID); err != nil {
		t.Fatal(err)
	}
	d.do(preparer, theirs, &model.AddNote{Text: model.Words("Посмотрим.")})
	program := as(curator)
	program.Via = "system" // a saved query brought something while the person looked
	if _, err := d.Do(d.ctx, program, Op{Title: "Приложено по условиям", Steps: []Step{{Ref: model.AppealRef(theirs), Action: &model.AddNote{Text: model.Words("Само.")}}}}); err != nil {
		t.Fatal(err)
	}
	if again, ok, err := d.LastUndone(d.ctx, as(curator)); err != nil || !ok || again.Undoes != op.ID {
		t.Errorf("what was taken back cannot be done again: %+v %v %v", again, ok, err)
	}
	if last, _, err := d.LastOperation(d.ctx, as(curator)); err != nil || last.Title != "Шаг sort" {
		t.Errorf("undo would take back «%s»: %v", last.Title, err)
	}
	list, err := d.DoneSince(d.ctx, as(curator), since)
	if err != nil || len(list) != 1 || list[0].Title != "Шаг sort" {
		t.Errorf("%+v %v", list, err)
	}
}
