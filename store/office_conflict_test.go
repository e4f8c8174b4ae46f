package store

import (
	"strings"
	"testing"
	"time"

	"kurator/model"
)

// TestOfficeIsNotWrittenOver: of two who change one object of the office from the same state, the second is told who was first; what
// is another object, was seen anew, or names no state goes on.
func TestOfficeIsNotWrittenOver(t *testing.T) {
	d := newDesk(t)
	d.doOffice(admin, model.NounUnit, 3, &model.PutUnit{Unit: model.Unit{ID: 3, Name: "Отдел культуры"}})
	seen := d.snapshot().Office.Version
	put := func(seen, id int64, name string) error {
		_, err := d.Do(d.ctx, as(admin), Op{Steps: []Step{{Ref: model.Ref{Noun: model.NounUnit, ID: id}, Rev: seen,
			Action: &model.PutUnit{Unit: model.Unit{ID: model.UnitID(id), Name: name}}}}})
		return err
	}
	goes := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	d.pass(time.Minute)
	goes("the first of two", put(seen, 3, "Отдел культуры и спорта"))
	who, at := d.snapshot().Office.Officials[admin].Title(), d.now.In(d.snapshot().Zone()).Format("в 15:04")
	d.pass(time.Minute)
	err := put(seen, 3, "Отдел искусств")
	if want := "Подразделение уже изменено: " + who + ", " + at + ". Посмотрите новую версию и повторите."; model.CodeOf(err) != model.Conflict || err.Error() != want {
		t.Errorf("%v, want %q", err, want)
	}
	if name := d.snapshot().Office.Units[3].Name; name != "Отдел культуры и спорта" {
		t.Errorf("written over: %q", name)
	}
	goes("another object", put(seen, 1, "Отдел ЖКХ"))
	goes("a new object", put(seen, 0, "Новый отдел"))
	goes("no state named", put(0, 3, "Отдел культуры"))
	goes("seen anew", put(d.snapshot().Office.Version, 3, "Отдел искусств"))

	seen = d.snapshot().Office.Version
	twice := Op{ID: NewID(d.now), Title: "twice"}
	for _, name := range []string{"Раз", "Два"} {
		twice.Steps = append(twice.Steps, Step{Ref: model.Ref{Noun: model.NounUnit, ID: 3}, Rev: seen, Action: &model.PutUnit{Unit: model.Unit{ID: 3, Name: name}}})
	}
	r, err := d.Do(d.ctx, as(admin), twice)
	goes("one operation changes it twice", err)
	if _, err := d.Do(d.ctx, as(admin), twice); err != nil {
		t.Errorf("a retry of the same operation: %v", err)
	}
	seen = d.snapshot().Office.Version
	d.pass(24 * time.Hour)
	if _, err := d.Undo(d.ctx, as(admin), r.Operation); err != nil {
		t.Fatal(err)
	}
	d.pass(24 * time.Hour)
	if err := put(seen, 3, "Три"); model.CodeOf(err) != model.Conflict || !strings.Contains(err.Error(), d.now.Add(-24*time.Hour).In(d.snapshot().Zone()).Format("02.01.2006 в 15:04")) {
		t.Errorf("an undo is a change: %v", err)
	}
	d.mustVerify()
}
