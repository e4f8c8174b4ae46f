package job

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/request"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/export"
)

// MakeMaterial makes the material a request asks for from our own report, and freezes it: the file is kept as it is, with its
// hash in the journal, and tied to the request in one undo step.
func MakeMaterial(ctx context.Context, s *store.Store, actor model.Actor, id int64) (model.Material, store.Result, error) {
	r, err := s.Request(ctx, actor, id)
	if err != nil {
		return model.Material{}, store.Result{}, err
	}
	kind, format := report.Kind(r.Report), export.Format(r.Format)
	if format == "" {
		format = export.XLSX
	}
	switch {
	case !slices.Contains(report.AllKinds(), kind):
		return model.Material{}, store.Result{}, model.Faultf(model.Usage, "Укажите в запросе, из какого отчёта делать материал: week, overview, discipline, quality, problems, polls.")
	case !slices.Contains(export.Formats(), format):
		return model.Material{}, store.Result{}, model.Faultf(model.Usage, "Формата «%s» нет. Форматы: md, html, xlsx, docx, pdf, csv, json.", format)
	case r.Start == "" || r.End == "":
		return model.Material{}, store.Result{}, model.Faultf(model.Usage, "Укажите в запросе период материала.")
	}
	tree, err := Report(ctx, s, actor, kind, stats.Period{From: r.Start, To: r.End})
	if err != nil {
		return model.Material{}, store.Result{}, err
	}
	var file bytes.Buffer
	if err := export.Write(&file, format, tree); err != nil {
		return model.Material{}, store.Result{}, err
	}
	m := model.Material{Request: id, Name: fmt.Sprintf("запрос-%d-%s-%s-%s.%s", id, kind, r.Start, r.End, format), Format: string(format),
		Hash: request.Hash(file.Bytes()), Size: file.Len(), Data: file.Bytes()}
	if m.ID, err = s.NextMatter(ctx, model.NounMaterial); err != nil {
		return m, store.Result{}, err
	}
	keep := &model.KeepMaterial{Request: id, File: m.Name, Format: m.Format, Hash: m.Hash, Data: m.Data}
	result, err := s.Do(ctx, actor, store.Op{Title: fmt.Sprintf("Материал по запросу № %d", id), Steps: []store.Step{
		{Ref: model.Ref{Noun: model.NounMaterial, ID: m.ID}, Action: keep},
		{Ref: model.Ref{Noun: model.NounRequest, ID: id}, Action: &model.AddMaterial{Material: m.ID}}}})
	return m, result, err
}

// RepeatRequest writes down the same request for the next period.
func RepeatRequest(ctx context.Context, s *store.Store, actor model.Actor, id int64) (store.Result, error) {
	last, err := s.Request(ctx, actor, id)
	if err != nil {
		return store.Result{}, err
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return store.Result{}, err
	}
	again := request.Again(&last, s.Today(snap))
	return s.Do(ctx, actor, store.Op{Title: fmt.Sprintf("Запрос № %d повторён на новый период", id),
		Steps: []store.Step{{Ref: model.Ref{Noun: model.NounRequest}, Action: &again}}})
}

// SendRequest marks the newest material as sent.
func SendRequest(ctx context.Context, s *store.Store, actor model.Actor, id int64, how string, at model.Instant) (store.Result, error) {
	r, err := s.Request(ctx, actor, id)
	if err != nil {
		return store.Result{}, err
	}
	hash := ""
	if n := len(r.Materials); n > 0 {
		m, err := s.Material(ctx, actor, r.Materials[n-1])
		if err != nil {
			return store.Result{}, err
		}
		hash = m.Hash
	}
	return s.Do(ctx, actor, store.Op{Title: fmt.Sprintf("Ответ на запрос № %d отправлен", id),
		Steps: []store.Step{{Ref: model.Ref{Noun: model.NounRequest, ID: id}, Action: &model.SendRequest{How: how, At: at, Hash: hash}}}})
}
