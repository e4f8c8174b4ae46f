// Package polls is the pane of polls, votes, public discussions and hearings: their life, results by site, and decisions.
package polls

import (
	"context"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/poll"
	"kurator/model/russian"
	"kurator/store/job/matters"
	"kurator/ui/action"
	"kurator/ui/pane"
	"kurator/ui/pane/matter"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// New makes the pane.
func New() *matter.List {
	return matter.New(matter.Config{
		ID: "polls", Title: "Опросы", Scope: action.Polls, Beside: true, Changes: []model.Noun{model.NounPoll},
		Parts: []matter.Part{{Title: "Опросы", Empty: "Опросов нет. N — завести", Columns: []widget.Column{{Title: "№", Min: 4, Align: widget.Right}, {Title: "Стадия", Min: 11},
			{Title: "О чём", Min: 20, Flex: 4}, {Title: "Вид", Min: 11, Hide: 1}, {Title: "По", Min: 10, Hide: 2}, {Title: "Участников", Min: 10, Align: widget.Right},
			{Title: "Явка", Min: 7, Align: widget.Right, Hide: 3}}}},
		Load: load, Verbs: verbs(),
	})
}

// Sheet is the side pane of a poll.
func Sheet(list *matter.List) pane.Pane { return matter.NewSheet(list, model.NounPoll, read) }

func load(ctx context.Context, env *pane.Env) (matter.Content, error) {
	list, err := env.Store.Polls(ctx, env.Me.Actor)
	if err != nil {
		return matter.Content{}, err
	}
	content := matter.Content{Rows: make([][]matter.Row, 1)}
	for _, p := range list {
		role := theme.Text
		if p.Stage == model.PollSummed {
			role = theme.Muted
		} else {
			content.Count++
		}
		people, turnout := "", ""
		if len(p.Results) > 0 {
			people = russian.Number(int64(p.Participants()))
			if p.Provisional() {
				people += " предв."
			}
			if x, ok := poll.Turnout(&p); ok {
				turnout = russian.Percent(x, 1)
			}
		}
		content.Rows[0] = append(content.Rows[0], matter.Row{Ref: model.Ref{Noun: model.NounPoll, ID: p.ID}, Data: p, Cells: []widget.Cell{
			{Text: strconv.FormatInt(p.ID, 10), Role: theme.Accent}, {Text: p.Stage.Title(), Role: role}, {Text: p.Title, Role: role}, {Text: kindShort(p.Kind), Role: theme.Muted},
			{Text: matter.Day(env, p.To), Role: theme.Muted}, {Text: people}, {Text: turnout, Role: theme.Muted}}})
	}
	return content, nil
}

func kindShort(k model.PollKind) string {
	switch k {
	case model.PollVote:
		return "голосование"
	case model.PollDiscussion:
		return "обсуждение"
	case model.PollHearing:
		return "слушания"
	}
	return "опрос"
}

// read is a poll whole: who is asked where, the sums of options by site, the decision.
func read(ctx context.Context, env *pane.Env, id int64) (matter.Page, error) {
	p, err := env.Store.PollByID(ctx, env.Me.Actor, id)
	if err != nil {
		return matter.Page{}, err
	}
	text := []widget.Paragraph{matter.Head(p.Title)}
	text = append(text, matter.Pair("Вид", p.Kind.Title())...)
	text = append(text, matter.Pair("Стадия", p.Stage.Title())...)
	text = append(text, matter.Pair("Ход", life(env, p.Life))...)
	if p.From != "" || p.To != "" {
		text = append(text, matter.Pair("Отвечают", matter.Day(env, p.From)+"–"+matter.Day(env, p.To))...)
	}
	for _, f := range matters.PollFacts(&p) {
		text = append(text, matter.Pair(f.Name, f.Value)...)
	}
	text = append(text, matter.Pair("Тема", p.Topic)...)
	text = append(text, matter.Pair("Где", p.Place)...)
	if p.AgeFrom > 0 {
		text = append(text, matter.Pair("Возраст", "с "+strconv.Itoa(p.AgeFrom)+" лет")...)
	}
	text = append(text, matter.Pair("Основание", p.Basis)...)
	if len(p.Problems) > 0 {
		var list []string
		for _, n := range p.Problems {
			list = append(list, "№ "+strconv.FormatInt(n, 10))
		}
		text = append(text, matter.Pair("Проблемы", strings.Join(list, ", "))...)
	}
	text = append(text, matter.Blank(), matter.Head("Площадки"))
	for _, s := range p.Sites {
		line := strings.Trim(s.Channel+" "+s.Link, " ")
		if r, ok := p.Result(s.ID); ok {
			line += " — участников " + russian.Number(int64(r.Participants))
			if r.Provisional {
				line += ", предварительно"
			}
			if r.AsOf != 0 {
				line += ", на " + matter.Moment(env, r.AsOf)
			}
			if r.Source != "" {
				line += " (" + r.Source + ")"
			}
		}
		text = append(text, matter.Pair(s.Name, line)...)
	}
	for _, q := range p.Questions {
		text = append(text, question(env, &p, q)...)
	}
	if p.Decision != "" {
		text = append(text, matter.Blank(), matter.Head("Решение"))
		text = append(text, matter.Pair("Решено", p.Decision)...)
		text = append(text, matter.Pair("Документ", p.Document)...)
		text = append(text, matter.Pair("Сделано", p.Done)...)
	}
	return matter.Page{Title: p.Kind.Title() + " № " + strconv.FormatInt(id, 10), Text: text}, nil
}

// life is every change of stage with its day; a draft has none yet.
func life(env *pane.Env, steps []model.PollStep) string {
	if len(steps) < 2 {
		return ""
	}
	list := make([]string, len(steps))
	for i, s := range steps {
		list[i] = strings.ToLower(s.Stage.Title()) + " " + matter.Moment(env, s.At)
	}
	return strings.Join(list, " → ")
}

func question(env *pane.Env, p *model.Poll, q model.PollQuestion) []widget.Paragraph {
	text := []widget.Paragraph{matter.Blank(), {Runs: []widget.Run{{Text: strconv.Itoa(q.ID) + ". " + q.Text, Role: theme.Title}, {Text: "  " + q.Kind.Title(), Role: theme.Muted}}}}
	sum := p.Sum(q.ID)
	if len(p.Results) == 0 {
		return append(text, matter.Pair("Варианты", strings.Join(q.Options, "; "))...)
	}
	var labels []string
	var values []float64
	for i, o := range q.Options {
		var sites []string
		for _, s := range p.Sites {
			if r, ok := p.Result(s.ID); ok {
				for _, a := range r.Answers {
					if a.Question == q.ID && i < len(a.Options) {
						sites = append(sites, strconv.Itoa(a.Options[i]))
					}
				}
			}
		}
		label := o
		if len(sites) > 1 {
			label += " (" + strings.Join(sites, " + ") + ")"
		}
		labels, values = append(labels, label), append(values, float64(sum.Options[i]))
	}
	text = append(text, matter.Bars(env, labels, values, 0)...)
	answered := russian.Count(sum.Answered, "человек", "человека", "человек")
	if mean, ok := poll.Mean(sum); ok && q.Kind == model.AnswerScale {
		answered += ", среднее " + russian.Decimal(mean, 2)
	}
	return append(text, matter.Pair("Ответили", answered)...)
}
