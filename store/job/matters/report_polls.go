package matters

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/poll"
	"kurator/model/report"
	"kurator/model/russian"
)

func (b *mattersBuilder) polls() error {
	list, err := b.s.Polls(b.ctx, b.actor)
	if err != nil {
		return err
	}
	slices.Reverse(list)
	n := 0
	for i := range list {
		p := &list[i]
		if p.Stage == model.PollDraft || p.From != "" && p.From > b.r.Period.To || p.To != "" && p.To < b.r.Period.From {
			continue // nobody has been asked, or not in this period
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
	b.add(report.Paragraph(pollLead(p)), report.Paragraph(pollAbout(p)))
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

// PollFacts are what is known of how many took part: the turnout with its base, the threshold, how a person of two sites is counted.
func PollFacts(p *model.Poll) []model.Frozen {
	var list []model.Frozen
	add := func(name, value string) { list = append(list, model.Frozen{Name: name, Value: value}) }
	if len(p.Results) > 0 {
		people := russian.Number(int64(p.Participants()))
		if p.Provisional() {
			people += ", итоги предварительные"
		}
		add("Участников", people)
		if x, ok := poll.Turnout(p); ok {
			add("Явка", fmt.Sprintf("%s от %s (%s)", russian.Percent(x, 1), russian.Number(int64(p.Base)), p.BaseWords))
		}
	}
	if held, known := poll.Held(p); known {
		threshold := russian.Number(int64(p.Threshold))
		switch {
		case len(p.Results) == 0:
		case held:
			threshold += ", достигнут"
		default:
			threshold += ", не достигнут"
		}
		add("Порог участников", threshold)
	}
	if p.SamePerson != "" {
		add("Один человек на двух площадках", p.SamePerson)
	}
	return list
}

// pollLead says in words when and by whom a poll was answered.
func pollLead(p *model.Poll) string {
	parts := []string{p.Stage.Title()}
	if p.From != "" && p.To != "" {
		parts = append(parts, shortDate(p.From)+"–"+shortDate(p.To))
	}
	for _, f := range PollFacts(p) {
		parts = append(parts, strings.ToLower(f.Name)+": "+f.Value)
	}
	return strings.Join(parts, "; ") + "."
}

// pollAbout says whom and where a poll asks, and what it is linked to.
func pollAbout(p *model.Poll) string {
	var parts []string
	if p.Topic != "" {
		parts = append(parts, "Тема: "+p.Topic)
	}
	if p.Place != "" {
		parts = append(parts, "где: "+p.Place)
	}
	if p.AgeFrom > 0 {
		parts = append(parts, "с "+strconv.Itoa(p.AgeFrom)+" лет")
	}
	sites := make([]string, len(p.Sites))
	for i, s := range p.Sites {
		sites[i] = strings.TrimSpace(s.Name + " " + cmp.Or(s.Link, s.Channel))
	}
	parts = append(parts, "площадки: "+strings.Join(sites, ", "))
	if len(p.Problems) > 0 {
		parts = append(parts, "проблемы: "+numbersOf(p.Problems))
	}
	return russian.Sentence(strings.Join(parts, "; ")) + "."
}

func numbersOf(ids []int64) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = "№ " + strconv.FormatInt(id, 10)
	}
	return strings.Join(list, ", ")
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
