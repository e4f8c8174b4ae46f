package matters

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/problem"
	"kurator/model/report"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store"
)

// mattersReport makes the reports about what stands behind single appeals.
func mattersReport(ctx context.Context, s *store.Store, actor model.Actor, kind report.Kind, period stats.Period) (*report.Report, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	person, err := s.Person(ctx, actor)
	if err != nil {
		return nil, err
	}
	if err := person.May(access.RightReports); err != nil {
		return nil, err
	}
	from, to := period.Bounds(snap.Zone())
	mark, err := Watermark(ctx, s)
	if err != nil {
		return nil, err
	}
	r := &report.Report{Kind: kind, Title: kind.Title(), Office: snap.Office.Settings.OfficeName, Period: period, Lead: []string{russian.Sentence(period.Title())},
		Watermark: []string{"Период: с " + russian.DateTime(from.In(snap.Zone())) + " до " + russian.DateTime(to.In(snap.Zone())) + " (" + snap.Zone().String() + ").", mark + "."}}
	b := &mattersBuilder{ctx: ctx, s: s, actor: actor, snap: snap, from: from, to: to, r: r}
	if kind == report.Polls {
		err = b.polls()
	} else {
		err = b.problems()
	}
	return r, err
}

type mattersBuilder struct {
	ctx      context.Context
	s        *store.Store
	actor    model.Actor
	snap     *store.Snapshot
	from, to model.Instant
	r        *report.Report
}

func (b *mattersBuilder) add(blocks ...report.Block) { b.r.Blocks = append(b.r.Blocks, blocks...) }

func columns(titles ...string) []report.Column {
	list := make([]report.Column, len(titles))
	for i, t := range titles {
		list[i].Title, list[i].Right = strings.CutPrefix(t, ">")
	}
	return list
}

// lived tells whether a problem was worked on in the period: noticed before its end and not solved before its beginning.
func (b *mattersBuilder) lived(p *model.Problem) bool {
	return p.Noticed < b.to && (p.Stage.Open() || p.SolvedAt >= b.from)
}

func (b *mattersBuilder) problems() error {
	list, err := b.s.Problems(b.ctx, b.actor)
	if err != nil {
		return err
	}
	slices.Reverse(list)
	table := &report.Table{Title: "Проблемы", Columns: columns(">№", "Проблема", "Где", "Отвечает", "Стадия", ">Сообщений", ">За период", "Причина")}
	var sheets []ProblemSheet
	for _, p := range list {
		if !b.lived(&p) {
			continue
		}
		sheet, err := sheetOf(b.ctx, b.s, p)
		if err != nil {
			return err
		}
		sheets = append(sheets, sheet)
		cause := "не названа"
		if p.Cause != "" {
			cause = p.Cause.Title()
		}
		table.Rows = append(table.Rows, report.Row{Cells: []report.Cell{report.Say(strconv.FormatInt(p.ID, 10)), report.Say(p.Title), report.Say(p.Place),
			report.Say(b.snap.Office.UnitTitle(p.Unit)), report.Say(p.Stage.Title()), report.Count(sheet.Messages), report.Count(b.within(sheet.Received)), report.Say(cause)}})
	}
	if len(sheets) == 0 {
		b.add(report.Paragraph("В этом периоде проблем не было."))
	} else {
		b.add(report.Paragraph("В работе в этом периоде: "+russian.Count(len(sheets), "проблема", "проблемы", "проблем")+"."), table)
	}
	for i := range sheets {
		b.problem(&sheets[i])
	}
	b.define("Сообщений", "обращения, приложенные к карточке проблемы", "обращений")
	b.define("До и после меры", "сообщения за равное число дней до и после дня, когда мера выполнена, не больше 28; сам этот день не считается", "сообщений в неделю")
	return b.proposals()
}

func (b *mattersBuilder) define(name, formula, unit string) {
	b.r.Definitions = append(b.r.Definitions, report.Definition{Name: name, Formula: formula, Unit: unit})
}

func (b *mattersBuilder) within(list []model.Instant) int {
	n := 0
	for _, at := range list {
		if at >= b.from && at < b.to {
			n++
		}
	}
	return n
}

// problem is one card: its life, measures with their effect, and the drawn course.
func (b *mattersBuilder) problem(x *ProblemSheet) {
	p := &x.Problem
	b.add(report.Heading("№ " + strconv.FormatInt(p.ID, 10) + ". " + p.Title))
	var life []string
	for _, step := range p.Life {
		life = append(life, strings.ToLower(step.Stage.Title())+" "+russian.DateShort(step.At.In(b.snap.Zone())))
	}
	b.add(report.Paragraph("Ход: " + strings.Join(life, ", ") + "."))
	if p.Stage == model.ProblemReturned {
		b.add(report.Paragraph("Вернулась: " + p.Why + "."))
	}
	for _, h := range p.Hypotheses {
		b.add(report.Paragraph(hypothesisWords(h)))
	}
	if p.CauseWords != "" {
		b.add(report.Paragraph("Причина: " + p.CauseWords + "."))
	}
	if len(p.Measures) > 0 {
		t := &report.Table{Title: "Меры", Columns: columns(">№", "Мера", "Кто", "Срок", "Состояние", ">До", ">После", ">Дней", ">Изменение", "Вывод")}
		for _, m := range p.Measures {
			cells := []report.Cell{report.Say(strconv.Itoa(m.ID)), report.Say(m.What), report.Say(b.owner(m)), report.Say(shortDate(m.Due)), report.Say(m.State.Title())}
			effect := slices.IndexFunc(x.Effects, func(e problem.Effect) bool { return e.Measure.ID == m.ID })
			if effect < 0 {
				cells = append(cells, report.Nothing(), report.Nothing(), report.Nothing(), report.Nothing(), report.Say(""))
			} else {
				e := x.Effects[effect]
				cells = append(cells, report.Count(e.Before), report.Count(e.After), report.Count(e.Days),
					report.Cell{Form: report.Change, Number: e.Change, Small: e.Small()}, report.Say(e.Words()))
			}
			t.Rows = append(t.Rows, report.Row{Cells: cells})
		}
		b.add(t)
	}
	if len(x.Received) > 0 {
		b.add(x.Chart())
	}
}

// hypothesisWords is a hypothesis with what became of it and what speaks for and against it.
func hypothesisWords(h model.Hypothesis) string {
	text := "Гипотеза " + strconv.Itoa(h.ID) + ": " + h.Text + " — " + h.Verdict.Title()
	for _, side := range []struct {
		against bool
		word    string
	}{{false, "за"}, {true, "против"}} {
		var list []string
		for _, e := range h.Evidence {
			if e.Against == side.against {
				list = append(list, e.Text)
			}
		}
		if len(list) > 0 {
			text += "; " + side.word + ": " + strings.Join(list, ", ")
		}
	}
	return text + "."
}

func (b *mattersBuilder) owner(m model.Measure) string {
	if m.Unit != 0 {
		return b.snap.Office.UnitTitle(m.Unit)
	}
	return m.Owner
}

func shortDate(d model.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return russian.DateShort(t)
}

func (b *mattersBuilder) proposals() error {
	list, err := b.s.Proposals(b.ctx, b.actor)
	if err != nil {
		return err
	}
	slices.Reverse(list)
	t := &report.Table{Title: "Предложения и рекомендации", Columns: columns(">№", "Предложение", "Кому", "Срок", "Состояние", "Основание", "Эффект")}
	for _, p := range list {
		if p.Made >= b.to || !p.State.Open() && len(p.Steps) > 0 && p.Steps[len(p.Steps)-1].At < b.from {
			continue
		}
		var basis []string
		for _, f := range p.Figures {
			basis = append(basis, f.Name+": "+f.Value)
		}
		if p.Watermark != "" {
			basis = append(basis, p.Watermark)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Say(strconv.FormatInt(p.ID, 10)), report.Say(p.What), report.Say(b.snap.Office.UnitTitle(p.To)),
			report.Say(shortDate(p.By)), report.Say(p.State.Title()), report.Say(strings.Join(basis, "; ")), report.Say(p.Effect)}})
	}
	if len(t.Rows) > 0 {
		b.add(report.Heading("Предложения и рекомендации"), t)
	}
	return nil
}

// weekMatters adds to the weekly report what happened to problems in the week.
func weekMatters(ctx context.Context, s *store.Store, actor model.Actor, r *report.Report) error {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	list, err := s.Problems(ctx, actor)
	if err != nil {
		return err
	}
	slices.Reverse(list)
	from, to := r.Period.Bounds(snap.Zone())
	b := &mattersBuilder{ctx: ctx, s: s, actor: actor, snap: snap, from: from, to: to, r: r}
	t := &report.Table{Title: "Проблемы за обращениями", Columns: columns(">№", "Проблема", "Где", "Стадия", ">Сообщений за период", ">Всего", "Что произошло")}
	for _, p := range list {
		if !b.lived(&p) {
			continue
		}
		sheet, err := sheetOf(ctx, s, p)
		if err != nil {
			return err
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Say(strconv.FormatInt(p.ID, 10)), report.Say(p.Title), report.Say(p.Place), report.Say(p.Stage.Title()),
			report.Count(b.within(sheet.Received)), report.Count(sheet.Messages), report.Say(b.doneIn(&p))}})
	}
	if len(t.Rows) > 0 {
		b.add(report.Heading("Проблемы за обращениями"), t)
	}
	return nil
}

// doneIn names the measures done in the period, and why the problem came back.
func (b *mattersBuilder) doneIn(p *model.Problem) string {
	var done []string
	for _, m := range p.Measures {
		if m.State == model.MeasureDone && m.Done.Within(b.r.Period.From, b.r.Period.To) {
			done = append(done, "выполнено: "+m.What)
		}
	}
	if p.Stage == model.ProblemReturned {
		done = append(done, "вернулась: "+p.Why)
	}
	return strings.Join(done, "; ")
}
