package desk_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/ui/uitest"
)

// TestControlSeesAllAndChangesNothing: item 5 of the order gives control over its execution to a deputy head, who looks into everything and
// whose hand leaves no trace but that of having looked.
func TestControlSeesAllAndChangesNothing(t *testing.T) {
	t.Parallel()
	const onlyLooks = "позволяет смотреть, но не менять"
	const passed = 7 * time.Second // a sentence in the footer goes by itself
	var r *room
	start := func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.t = t
		ids := r.receive(letters())
		draft := model.Words("Яму засыпали 24.11.2026. Вопросы — по телефону 8 (815-38) 5-00-00.")
		r.do(ids[0], &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: draft}, &model.Submit{})
		r.do(ids[2], &model.Sort{}, &model.Assign{Unit: 1})
		return r.sit(r.seat(r.holder(model.RoleControl, 0), "control"), 120, 40)
	}
	uitest.Story(t, "looks", start, func(d *uitest.Driver) {
		before := r.stateOf(7)
		d.Keys("f").Type("все").Keys("enter").Sees("Все 7", "Кому писать о космосе?").Keys("/ ").Type("номер:=1").Keys("enter enter").Sees("Проект у куратора", "Яму засыпали").SeesNot("Ветрова", "8 900")
		d.Keys("esc 2").Sees("Кому писать о косм").Keys("9").Sees("Назначено")
		d.Keys("B").Sees("срок прошёл", "Исполнительская дисциплина")
		r.onlyLooked(before, 0)
	})
	uitest.Story(t, "is refused", start, func(d *uitest.Driver) {
		before := r.stateOf(7)
		for _, number := range []string{"1", "2", "3"} { // with the curator, new and assigned
			d.Keys("1 f").Type("все").Keys("enter / ").Type("номер:=" + number).Keys("enter").Sees("─ № " + number + " ─")
			for _, k := range []string{"s", "t", "d", "p", "T", "+", "r", "o", "c", "R", "e", ">", "P", "K", "W", "i", "x"} {
				d.SeesNot(onlyLooks).Keys(k).Sees(onlyLooks).Wait(passed)
			}
			d.Keys("u").Sees("Отменять нечего").Wait(passed).Keys("U").Sees("Возвращать нечего").Wait(passed).Keys("a").Sees(onlyLooks).Wait(passed)
			d.Keys("?").Sees("Что можно сделать здесь").Type("закрыть обращение").Sees(onlyLooks).Keys("esc esc")
			r.onlyLooked(before, 0)
		}
	})
	uitest.Story(t, "is refused many at once", start, func(d *uitest.Driver) {
		before := r.stateOf(7)
		d.Keys("f").Type("все").Keys("enter *").Sees("Отмечено: 7")
		for _, k := range []string{"p", "c", "+", "t", "x", "r", "o", "R", "e", ">", "K", "W", "i"} {
			d.SeesNot(onlyLooks).Keys(k).Sees(onlyLooks).SeesNot("┌").Wait(passed).Sees("Отмечено: 7")
		}
		r.onlyLooked(before, 0)
	})
	t.Run("the store refuses the same", func(t *testing.T) {
		start(t)
		who, err := r.Enter(r.ctx, store.Identity{Account: "control", Via: "desk"})
		if err != nil {
			t.Fatal(err)
		}
		before, refused := r.stateOf(7), 0
		for _, action := range []model.Action{&model.Sort{}, &model.Assign{Unit: 2}, &model.WriteDraft{Text: model.Words("…")}, &model.Submit{}, &model.Return{Reason: "…"},
			&model.Approve{}, &model.Answer{}, &model.Close{}, &model.AddNote{Text: model.Words("…")}} {
			_, err := r.Do(r.ctx, who, store.Op{Title: "Проба", Steps: []store.Step{{Ref: model.AppealRef(1), Action: action}}})
			if refused++; model.CodeOf(err) != model.Forbidden || !strings.Contains(err.Error(), onlyLooks) {
				t.Errorf("%s: %v", action.Name(), err)
			}
		}
		last, ok, err := r.LastOperation(r.ctx, r.me)
		if err != nil || !ok {
			t.Fatalf("nothing to undo: %v", err)
		}
		_, err = r.Undo(r.ctx, who, last.ID)
		if refused++; model.CodeOf(err) != model.Forbidden {
			t.Errorf("undo of another's operation: %v", err)
		}
		r.onlyLooked(before, refused)
	})
}

// state is what a look must leave as it was: the cases, and the place of the journal where only looks may follow.
type state struct {
	cases string
	seq   int64
}

func (r *room) stateOf(cases int) state {
	r.t.Helper()
	all := make([]*model.Appeal, cases)
	for i := range all {
		all[i] = r.appeal(model.AppealID(i + 1))
	}
	doc, err := json.Marshal(all)
	if err != nil {
		r.t.Fatal(err)
	}
	head, err := r.Head(r.ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	return state{string(doc), head.Seq}
}

// onlyLooked checks that the cases are as they were, and that since then the journal holds looks and so many refusals by rights, nothing else.
func (r *room) onlyLooked(before state, refusals int) {
	r.t.Helper()
	if after := r.stateOf(7); after.cases != before.cases {
		r.t.Errorf("the cases changed from\n%s to\n%s", before.cases, after.cases)
	}
	rows, err := r.Journal(r.ctx, r.me, store.JournalRequest{After: before.seq, Limit: 1000})
	if err != nil {
		r.t.Fatal(err)
	}
	for _, row := range rows {
		var note model.Record
		if err := json.Unmarshal(row.Payload, &note); err != nil || row.Action != note.Name() {
			r.t.Errorf("row %d is %s on %v: %v", row.Seq, row.Action, row.Ref, err)
		}
		if note.Kind == model.RecordRefusal {
			refusals--
		} else if note.Kind != model.RecordView {
			r.t.Errorf("row %d is a note of %q", row.Seq, note.Kind)
		}
	}
	if refusals != 0 {
		r.t.Errorf("%d refusals are missing in the journal", refusals)
	}
}
