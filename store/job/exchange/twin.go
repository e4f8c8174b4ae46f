package exchange

import (
	"context"

	"kurator/model"
	"kurator/store"
)

// Tie merges an appeal with another one: they are worked on together, and each is answered in its own channel. All that hangs
// together hangs on one main appeal, so those tied to the first one move with it.
func Tie(ctx context.Context, s *store.Store, actor model.Actor, id, other model.AppealID) (store.Result, error) {
	there, err := s.Twins(ctx, actor, other)
	if err != nil {
		return store.Result{}, err
	}
	main := other
	if there.Main != 0 {
		main = there.Main
	}
	here, err := s.Twins(ctx, actor, id)
	if err != nil {
		return store.Result{}, err
	}
	if main == id { // the other one hangs on this one already
		return store.Result{}, model.Faultf(model.Stage, "№ %s уже связано с № %s.", other, id)
	}
	op := store.Op{Title: "Связано: № " + id.String() + " и № " + main.String()}
	op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(id), Action: &model.Merge{Main: main}})
	for _, x := range here.Tied {
		if x.Main == id {
			ref := model.AppealRef(x.ID)
			op.Steps = append(op.Steps, store.Step{Ref: ref, Action: &model.Unmerge{}}, store.Step{Ref: ref, Action: &model.Merge{Main: main}})
		}
	}
	return s.Do(ctx, actor, op)
}

// Untie takes apart what Tie has put together: the one of the two that hangs on the other, or on a third one, hangs on nothing.
func Untie(ctx context.Context, s *store.Store, actor model.Actor, id, other model.AppealID) (store.Result, error) {
	here, err := s.Twins(ctx, actor, id)
	if err != nil {
		return store.Result{}, err
	}
	loose := other
	if here.Main == other {
		loose = id
	}
	return s.Do(ctx, actor, store.Op{Title: "Разъединено: № " + id.String() + " и № " + other.String(),
		Steps: []store.Step{{Ref: model.AppealRef(loose), Action: &model.Unmerge{}}}})
}

// Apart remembers that two appeals are about different things.
func Apart(ctx context.Context, s *store.Store, actor model.Actor, id, other model.AppealID) (store.Result, error) {
	return s.Do(ctx, actor, store.Op{Title: "Не дубль: № " + id.String() + " и № " + other.String(),
		Steps: []store.Step{{Ref: model.AppealRef(id), Action: &model.Distinct{Other: other}}}})
}

// ShareDraft gives the newest draft of an appeal to those tied to it that still owe an answer; each is checked, approved and
// answered by itself. What may not take it is skipped and told.
func ShareDraft(ctx context.Context, s *store.Store, actor model.Actor, id model.AppealID) (store.Result, error) {
	here, err := s.Twins(ctx, actor, id)
	if err != nil {
		return store.Result{}, err
	}
	card, err := s.Card(ctx, actor, id, true)
	if err != nil {
		return store.Result{}, err
	}
	d := card.Appeal.CurrentDraft()
	if d == nil || d.Text.Body == "" {
		return store.Result{}, model.Faultf(model.Stage, "У обращения № %s ещё нет проекта ответа.", id)
	}
	op := store.Op{Title: "Проект ответа № " + id.String() + " передан связанным", Partial: true}
	for _, x := range here.Tied {
		if x.Stage.Open() {
			ref := model.AppealRef(x.ID)
			if x.Stage == model.StageNew {
				op.Steps = append(op.Steps, store.Step{Ref: ref, Action: &model.Sort{}})
			}
			op.Steps = append(op.Steps, store.Step{Ref: ref, Action: &model.WriteDraft{Text: model.Words(d.Text.Body), Vouched: d.Vouched}})
		}
	}
	if len(op.Steps) == 0 {
		return store.Result{}, model.Faultf(model.Stage, "Связанных обращений, которые ждут ответа, нет.")
	}
	return s.Do(ctx, actor, op)
}
