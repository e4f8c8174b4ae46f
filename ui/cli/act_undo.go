package cli

import (
	"context"
	"fmt"
	"slices"

	"kurator/model"
	"kurator/store"
)

// undo takes back the newest operation on each of the appeals, or without a number the newest of the person's own.
func (p *program) undo(ctx context.Context, s *session, words []string, dryRun bool) error {
	ids, err := s.find(ctx, words)
	if err != nil {
		return err
	}
	operations, err := s.undoable(ctx, ids)
	if err != nil {
		return err
	}
	for _, o := range operations {
		if dryRun {
			p.line("Будет отменено: " + o.Title)
			continue
		}
		result, err := s.takeBack(ctx, o)
		if err != nil {
			return err
		}
		if p.format(formatTable) != formatJSON {
			p.line("Отменено: " + o.Title)
		}
		if err := p.report(result, len(result.Changed)+len(result.Skipped)); err != nil {
			return err
		}
	}
	return nil
}

// takeBack undoes an operation; of an import all of them, however many it was written in.
func (s *session) takeBack(ctx context.Context, o store.Operation) (store.Result, error) {
	if o.Batch != "" {
		return s.UndoBatch(ctx, s.actor, o.Batch)
	}
	return s.Undo(ctx, s.actor, o.ID)
}

func (s *session) undoable(ctx context.Context, ids []model.AppealID) ([]store.Operation, error) {
	if len(ids) == 0 {
		o, ok, err := s.LastOperation(ctx, s.actor)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, model.Faultf(model.NotFound, "Отменять нечего: ваших действий, которые можно отменить, нет.")
		}
		return []store.Operation{o}, nil
	}
	var list []store.Operation
	for _, id := range ids {
		o, err := s.newest(ctx, id)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(list, func(x store.Operation) bool { return x.ID == o.ID }) {
			list = append(list, o) // one operation on several of the appeals is taken back once
		}
	}
	return list, nil
}

// newest is the last operation on an appeal that stands: neither undone nor an undo itself.
func (s *session) newest(ctx context.Context, id model.AppealID) (store.Operation, error) {
	request := store.JournalRequest{Ref: model.AppealRef(id), Limit: 100}
	for {
		rows, err := s.Journal(ctx, s.actor, request)
		if err != nil {
			return store.Operation{}, err
		}
		for _, row := range rows {
			request.Before = row.Seq
			if row.Undone || row.Title == "" || row.Ref.Noun != model.NounAppeal {
				continue
			}
			o, ok, err := s.OperationByID(ctx, row.Operation)
			if err != nil {
				return o, err
			}
			if ok && o.Undoes == "" {
				return o, nil
			}
		}
		if len(rows) < request.Limit {
			return store.Operation{}, model.Faultf(model.NotFound, "Отменять нечего: действий над обращением № %s, которые можно отменить, нет.", fmt.Sprint(id))
		}
	}
}
