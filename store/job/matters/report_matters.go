package matters

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/poll"
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
	r := &report.Report{Kind: kind, Title: kind.Title(), Office: snap.Office.Settings.OfficeName, Period: period, Lead: []string{report.Sentence(period.Title())},
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
	b.add(report.Paragraph("Жизнь: " + strings.Join(life, ", ") + "."))
	if p.Stage == model.ProblemReturned {
		b.add(report.Paragraph("Вернулась: " + p.Why + "."))
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

func (b *mattersBuilder) polls() error {
	list, err := b.s.Polls(b.ctx, b.actor)
	if err != nil {
		return err
	}
	slices.Reverse(list)
	n := 0
	for i := range list {
		p := &list[i]
		if p.From != "" && p.From > b.r.Period.To || p.To != "" && p.To < b.r.Period.From {
			continue
		}
		n++
		b.poll(p)
	}
	if n == 0 {
		b.add(report.Paragraph("В этом периоде опросов не было."))
	}
	b.define("Явка", "участники со всех площадок / база явки, указанная в опросе", "%")
	b.define("Итоги", "сумма по площадкам для каждого варианта; сочетания ответов одного человека не считаются", "ответов")
	return nil
}

// poll is one poll with the sums of its options by site.
func (b *mattersBuilder) poll(p *model.Poll) {
	b.add(report.Heading(p.Kind.Title() + " № " + strconv.FormatInt(p.ID, 10) + ". " + p.Title))
	b.add(report.Paragraph(PollLead(p)))
	for _, q := range p.Questions {
		b.add(PollTable(p, q))
	}
	if p.Decision != "" {
		text := "Решение: " + p.Decision
		if p.Document != "" {
			text += " (" + p.Document + ")"
		}
		if p.Done != "" {
			text += ". Сделано: " + p.Done
		}
		b.add(report.Paragraph(text + "."))
	}
}

// PollLead says in words when, where and by how many a poll was answered, with the base of the turnout.
func PollLead(p *model.Poll) string {
	parts := []string{p.Stage.Title()}
	if p.From != "" && p.To != "" {
		parts = append(parts, shortDate(p.From)+"–"+shortDate(p.To))
	}
	if len(p.Results) > 0 {
		parts = append(parts, "участников "+russian.Number(int64(p.Participants())))
	}
	if x, ok := poll.Turnout(p); ok && len(p.Results) > 0 {
		parts = append(parts, fmt.Sprintf("явка %s от %s (%s)", russian.Percent(x, 1), russian.Number(int64(p.Base)), p.BaseWords))
	}
	if held, known := poll.Held(p); known && len(p.Results) > 0 {
		word := "не достигнут"
		if held {
			word = "достигнут"
		}
		parts = append(parts, "порог "+russian.Number(int64(p.Threshold))+" "+word)
	}
	if len(p.Results) > 0 && p.Provisional() {
		parts = append(parts, "итоги предварительные")
	}
	if p.SamePerson != "" {
		parts = append(parts, "один человек на двух площадках: "+p.SamePerson)
	}
	return strings.Join(parts, "; ") + "."
}

// PollTable is one question: options by site and in sum.
func PollTable(p *model.Poll, q model.PollQuestion) *report.Table {
	t := &report.Table{Title: strconv.Itoa(q.ID) + ". " + q.Text + " (" + q.Kind.Title() + ")", Columns: columns("Вариант")}
	for _, s := range p.Sites {
		t.Columns = append(t.Columns, report.Column{Title: s.Name, Right: true})
	}
	t.Columns = append(t.Columns, columns(">Всего", ">Доля ответивших")...)
	sum := p.Sum(q.ID)
	row := func(title string, total int, of func(a model.AnswerCounts) int, last bool) {
		cells := []report.Cell{report.Say(title)}
		for _, s := range p.Sites {
			r, ok := p.Result(s.ID)
			if !ok {
				cells = append(cells, report.Nothing())
				continue
			}
			i := slices.IndexFunc(r.Answers, func(a model.AnswerCounts) bool { return a.Question == q.ID })
			if i < 0 {
				cells = append(cells, report.Nothing())
				continue
			}
			cells = append(cells, report.Count(of(r.Answers[i])))
		}
		share := report.Nothing()
		if sum.Answered > 0 {
			share = report.Share(100 * float64(total) / float64(sum.Answered))
		}
		t.Rows = append(t.Rows, report.Row{Cells: append(cells, report.Count(total), share), Total: last})
	}
	for i, o := range q.Options {
		row(o, sum.Options[i], func(a model.AnswerCounts) int { return a.Options[i] }, false)
	}
	row("ответили", sum.Answered, func(a model.AnswerCounts) int { return a.Answered }, true)
	if mean, ok := poll.Mean(sum); ok && q.Kind == model.AnswerScale {
		t.Note = "Среднее по шкале (ступени от 1): " + russian.Decimal(mean, 2) + "."
	}
	if q.Kind == model.AnswerMany {
		t.Note = "Вариантов можно было выбрать несколько: доли в сумме больше 100 %."
	}
	return t
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

// doneIn names the measures done in the period, else why the problem came back.
func (b *mattersBuilder) doneIn(p *model.Problem) string {
	var done []string
	for _, m := range p.Measures {
		if m.State == model.MeasureDone && m.Done.Within(b.r.Period.From, b.r.Period.To) {
			done = append(done, "выполнено: "+m.What)
		}
	}
	if len(done) > 0 {
		return strings.Join(done, "; ")
	}
	if p.Stage == model.ProblemReturned {
		return p.Why
	}
	return ""
}
