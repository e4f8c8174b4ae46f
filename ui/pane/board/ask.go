package board

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/export"
	"kurator/store/job/exchange"
	"kurator/store/job/matters"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// carried is the answer to work that was asked for here.
type carried struct{ outcome pane.Outcome }

func carry(env *pane.Env, work func(context.Context) (pane.Outcome, error)) pane.Outcome {
	ctx := context.WithoutCancel(env.Ctx)
	return pane.Work(func() tea.Msg {
		o, err := work(ctx)
		if err != nil {
			o = pane.Fail(err)
		}
		return carried{o}
	})
}

// day reads a date; nothing stays nothing.
func day(env *pane.Env, text string) (model.Date, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	m, err := russian.ParseMoment(text, env.Now(), env.Zone)
	if err != nil {
		return "", err
	}
	return model.DateOf(model.InstantOf(m.At), env.Zone), nil
}

// span reads two dates as a period.
func span(env *pane.Env, from, to string) (stats.Period, string, error) {
	first, err := day(env, from)
	if err != nil {
		return stats.Period{}, "from", err
	}
	last, err := day(env, to)
	switch {
	case err != nil:
		return stats.Period{}, "to", err
	case first == "":
		return stats.Period{}, "from", model.Faultf(model.Usage, "Укажите день.")
	case last == "":
		return stats.Period{}, "to", model.Faultf(model.Usage, "Укажите день.")
	case last < first:
		return stats.Period{}, "to", model.Faultf(model.Usage, "Период заканчивается раньше, чем начинается.")
	}
	return stats.Period{From: first, To: last}, "", nil
}

func checkSpan(env *pane.Env, v overlay.Values) (string, string) {
	if _, field, err := span(env, v("from"), v("to")); err != nil {
		return field, err.Error()
	}
	return "", ""
}

// askPeriod asks for a period of one's own.
func (b *Board) askPeriod(env *pane.Env) pane.Outcome {
	fields := []widget.Field{{ID: "from", Label: "С какого дня", Value: russianDay(b.period.From)}, {ID: "to", Label: "По какой день", Value: russianDay(min(b.period.To, today(env)))}}
	return pane.Push(overlay.NewForm("Период", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		p, _, err := span(env, v("from"), v("to"))
		if err != nil {
			return pane.Fail(err)
		}
		return b.choose(env, p)
	}).Check(checkSpan))
}

// askTarget asks for the value of the figure under the cursor; with an end in the past a target is over.
func (b *Board) askTarget(env *pane.Env) pane.Outcome {
	t := model.Target{From: today(env)}
	if s, ok := b.current(); ok {
		t.Figure = s.aim.figure
		if known, ok := env.Snap.Office.Targets[s.aim.target]; ok && s.aim.target != 0 {
			t = known
		}
	}
	var options []widget.Option
	for _, f := range stats.Figures() {
		options = append(options, widget.Option{ID: string(f.ID), Label: f.Name})
	}
	value := ""
	if t.ID != 0 {
		value = strings.ReplaceAll(strconv.FormatFloat(t.Value, 'f', -1, 64), ".", ",")
	}
	channels := []widget.Option{{ID: "", Label: "все каналы"}}
	for _, c := range model.Channels() {
		channels = append(channels, widget.Option{ID: string(c), Label: c.Title()})
	}
	fields := []widget.Field{
		{ID: "figure", Label: "Показатель", Kind: widget.FieldChoice, Value: t.Figure, Options: options},
		{ID: "value", Label: "Целевое значение", Value: value, Hint: "95 или 7,5; в единицах показателя"},
		{ID: "channel", Label: "Канал", Kind: widget.FieldChoice, Value: string(t.Channel), Options: channels},
		{ID: "from", Label: "С какого дня", Value: russianDay(t.From)},
		{ID: "to", Label: "По какой день", Value: russianDay(t.To), Hint: "пусто — бессрочно"},
		{ID: "basis", Label: "Основание", Value: t.Basis, Hint: "документ"},
	}
	return pane.Push(overlay.NewForm("Целевое значение", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		next := model.Target{Figure: v("figure"), Channel: model.ChannelID(v("channel")), Basis: strings.TrimSpace(v("basis"))}
		next.Value, _ = amount(v("value"))
		next.From, _ = day(env, v("from"))
		next.To, _ = day(env, v("to"))
		return putTarget(env, t.ID, next)
	}).Check(func(env *pane.Env, v overlay.Values) (string, string) {
		if v("figure") == "" {
			return "figure", "Выберите показатель."
		}
		if _, err := amount(v("value")); err != nil {
			return "value", "Напишите число: 95 или 7,5."
		}
		for _, f := range []string{"from", "to"} {
			if _, err := day(env, v(f)); err != nil {
				return f, err.Error()
			}
		}
		return "", ""
	}))
}

func amount(text string) (float64, error) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	return strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64)
}

func putTarget(env *pane.Env, id int64, t model.Target) pane.Outcome {
	s, actor := env.Store, env.Me.Actor
	t.ID = id
	return carry(env, func(ctx context.Context) (pane.Outcome, error) {
		r, err := s.Do(ctx, actor, store.Op{Title: "Задано целевое значение", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounTarget, ID: id}, Action: &model.PutTarget{Target: t}}}})
		if err != nil {
			return pane.Nothing(), err
		}
		return pane.Done("Целевое значение задано", r.Changed...), nil
	})
}

// askReport asks which report to make of which period, and writes it beside the database, where lists and letters lie too.
func (b *Board) askReport(env *pane.Env) pane.Outcome {
	var kinds, formats []widget.Option
	for _, k := range report.AllKinds() {
		kinds = append(kinds, widget.Option{ID: string(k), Label: k.Title()})
	}
	for _, f := range export.Formats() {
		formats = append(formats, widget.Option{ID: string(f), Label: string(f)})
	}
	kind := report.Overview
	if b.period.Step() == stats.StepWeek {
		kind = report.Week
	}
	fields := []widget.Field{
		{ID: "kind", Label: "Отчёт", Kind: widget.FieldChoice, Value: string(kind), Options: kinds},
		{ID: "from", Label: "С какого дня", Value: russianDay(b.period.From)},
		{ID: "to", Label: "По какой день", Value: russianDay(b.period.To)},
		{ID: "format", Label: "Формат", Kind: widget.FieldChoice, Value: string(export.XLSX), Options: formats},
		{ID: "path", Label: "Файл", Hint: "пусто — в папку outbox рядом с базой"},
	}
	return pane.Push(overlay.NewForm("Составить отчёт", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		p, _, err := span(env, v("from"), v("to"))
		if err != nil {
			return pane.Fail(err)
		}
		kind, format, path := report.Kind(v("kind")), export.Format(v("format")), strings.TrimSpace(v("path"))
		if path == "" {
			path = filepath.Join(exchange.Outbox(env.Store.Path()), "отчёт-"+string(kind)+"-"+string(p.From)+"-"+string(p.To)+"-"+env.Time().Format("2006-01-02-150405")+"."+string(format))
		}
		return makeReport(env, kind, p, format, path)
	}).Check(checkSpan))
}

func makeReport(env *pane.Env, kind report.Kind, p stats.Period, format export.Format, path string) pane.Outcome {
	s, actor := env.Store, env.Me.Actor
	return carry(env, func(ctx context.Context) (pane.Outcome, error) {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return pane.Nothing(), model.Faultf(model.Failed, "Файл %s уже есть, он не изменён. Укажите другое имя.", clean.Line(path))
		}
		if err := exchange.OwnFolder(filepath.Dir(path)); err != nil {
			return pane.Nothing(), err
		}
		r, err := matters.Report(ctx, s, actor, kind, p)
		if err != nil {
			return pane.Nothing(), err
		}
		if err := export.Save(path, format, r); err != nil {
			return pane.Nothing(), err
		}
		return pane.Outcome{Toast: &pane.Toast{Text: "Отчёт записан: " + clean.Line(path)}, Changed: []model.Ref{{Noun: model.NounRecord}}}, nil
	})
}
