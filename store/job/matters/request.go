package matters

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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

// SendRequest marks the newest material as sent. A template request is repeated with it, for the next period.
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
	op := store.Op{Title: fmt.Sprintf("Ответ на запрос № %d отправлен", id),
		Steps: []store.Step{{Ref: model.Ref{Noun: model.NounRequest, ID: id}, Action: &model.SendRequest{How: how, At: at, Hash: hash}}}}
	if r.Template {
		snap, err := s.Snapshot(ctx)
		if err != nil {
			return store.Result{}, err
		}
		again := request.Again(&r, s.Today(snap))
		op.Steps = append(op.Steps, store.Step{Ref: model.Ref{Noun: model.NounRequest}, Action: &again})
	}
	return s.Do(ctx, actor, op)
}

// SaveMaterial writes a frozen file into a folder, or as a new file, exactly as it was frozen; it is noted in the journal.
func SaveMaterial(ctx context.Context, s *store.Store, actor model.Actor, id int64, path string) (string, error) {
	m, err := s.Material(ctx, actor, id)
	if err != nil {
		return "", err
	}
	if request.Hash(m.Data) != m.Hash {
		return "", model.Faultf(model.BadData, "Материал № %d повреждён: контрольная сумма не сходится. Проверьте базу: kurator verify.", id)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, filepath.Base(m.Name))
	}
	if err := saveNew(path, func(w io.Writer) error {
		_, err := w.Write(m.Data)
		return err
	}); err != nil {
		return "", err
	}
	return path, s.Record(ctx, actor, model.RecordExport, 0, fmt.Sprintf("материал № %d", id))
}

// saveNew writes a file that is not there yet, for its owner only; what could not be finished is taken away.
func saveNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return model.Faultf(model.Failed, "Файл «%s» уже есть. Назовите другой.", filepath.Base(path))
	}
	if err == nil {
		if err = errors.Join(write(f), f.Sync(), f.Close()); err != nil {
			_ = os.Remove(path)
		}
	}
	var fault *model.Fault
	if err == nil || errors.As(err, &fault) {
		return err
	}
	return &model.Fault{Code: model.Failed, Cause: err, Say: "Не удалось записать файл. Проверьте папку, права и свободное место."}
}
