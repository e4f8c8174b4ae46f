package matters_test

import (
	"testing"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/job/jobtest"
	"kurator/store/job/matters"
)

// TestWatchLooksAtWhatChanged: a query is held against everything once, and later finds what has become like it; what was taken off
// stays off, a changed query is held against everything again.
func TestWatchLooksAtWhatChanged(t *testing.T) {
	w := jobtest.Demo(t, 1, 0)
	ref := model.Ref{Noun: model.NounProblem, ID: 0}
	do := func(ref model.Ref, a model.Action) {
		t.Helper()
		if _, err := w.Do(w.Ctx, w.Me, store.Op{Title: "Проверка", Steps: []store.Step{{Ref: ref, Action: a}}}); err != nil {
			t.Fatal(err)
		}
	}
	watch := func(id int64) int {
		t.Helper()
		if _, err := matters.Watch(w.Ctx, w.Store, w.Me); err != nil {
			t.Fatal(err)
		}
		p, err := w.Problem(w.Ctx, w.Me, id)
		if err != nil {
			t.Fatal(err)
		}
		return len(p.Symptoms)
	}
	found := func(text string) []model.AppealID {
		t.Helper()
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		ids, _, err := w.Found(w.Ctx, w.Me, q, 1000)
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	do(ref, &model.PutProblem{Title: "Дороги", Query: "тема:дорог"})
	list, err := w.Problems(w.Ctx, w.Me)
	if err != nil {
		t.Fatal(err)
	}
	id, want := list[0].ID, len(found("тема:дорог"))
	ref.ID = id
	if got := watch(id); got != want || want == 0 {
		t.Fatalf("at first %d, want %d", got, want)
	}
	mark, err := w.WatchMark(w.Ctx, id)
	if err != nil || mark.Query != "тема:дорог" || mark.Seq == 0 || mark.Fault != "" {
		t.Fatalf("mark %+v %v", mark, err)
	}
	other := found("стадия:новое -тема:дорог")[0]
	do(model.AppealRef(other), &model.Sort{Topic: &model.Topic{Title: "Дороги и тротуары"}})
	if got := watch(id); got != want+1 {
		t.Errorf("after one has become like it: %d, want %d", got, want+1)
	}
	if again, err := w.WatchMark(w.Ctx, id); err != nil || again != mark {
		t.Errorf("the mark was written for one action: %+v %v", again, err)
	}
	do(ref, &model.DetachCases{Cases: []model.AppealID{other}})
	if got := watch(id); got != want {
		t.Errorf("what was taken off came back: %d", got)
	}
	do(ref, &model.PutProblem{Title: "Дороги и освещение", Query: "тема:дорог или тема:освещение"})
	if got, all := watch(id), len(found("тема:дорог или тема:освещение"))-1; got != all || all <= want {
		t.Errorf("a changed query: %d, want %d", got, all)
	}
}
