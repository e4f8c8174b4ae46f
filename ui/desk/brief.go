package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// briefed is what a day begins or ends with.
type briefed struct {
	text []widget.Paragraph
	err  error
}

func (b briefed) outcome() pane.Outcome {
	if b.err != nil {
		return pane.Fail(b.err)
	}
	return pane.Push(overlay.NewViewer("Сводка на сегодня", b.text))
}

// figure is one line of the brief, counted by a query.
type figure struct {
	label, query string
	role         theme.Role // when it is not nought
}

// today are the figures of the present; all come from one pass over the open cases.
func today() []figure {
	return []figure{
		{"Новых ждут разбора", "стадия:новое", theme.Text},
		{"Проектов ждут проверки", "стадия:на-проверке", theme.Text},
		{"Утверждено и не опубликовано", "стадия:утверждено", theme.Text},
		{"Срок сегодня", "открыто:да срок:сегодня просрочено:нет", theme.Soon},
		{"Срок завтра", "открыто:да срок:завтра", theme.Text},
		{"Просрочено", "открыто:да просрочено:да", theme.Late},
	}
}

// firstThings is how many cases the brief names to begin with; promisesShown and doneShown how many promises and kinds of work.
const (
	firstThings   = 3
	promisesShown = 5
	doneShown     = 8
	promiseDays   = 7 // how far ahead promises are looked at
)

// brief loads the figures beside the loop.
func (v *verbs) brief(env *pane.Env) pane.Outcome {
	b := briefing{env: env, left: v.home.last}
	return pane.Await(func() tea.Msg {
		err := b.write(env.Ctx)
		return briefed{b.text, err}
	})
}

// briefing writes one brief.
type briefing struct {
	env  *pane.Env
	left model.Instant // when the desk was left last; 0 = never
	text []widget.Paragraph
}

func (b *briefing) write(ctx context.Context) error {
	if alarm := b.env.Snap.Book.Calendar().Alarm(calendar.DateOf(b.env.Now(), b.env.Zone)); alarm != "" {
		b.text = append(b.text, widget.Par("! "+alarm, theme.Warn))
	}
	for _, part := range []func(context.Context) error{b.sinceLeft, b.now, b.matters, b.promises, b.begin, b.done} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (b *briefing) title(text string) {
	if len(b.text) > 0 {
		b.text = append(b.text, widget.Par("", theme.Text))
	}
	b.text = append(b.text, widget.Par(text, theme.Title))
}

func (b *briefing) count(label, n string, role theme.Role) {
	b.text = append(b.text, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: label + ": ", Role: theme.Muted}, {Text: n, Role: role}}})
}

// sinceLeft says what came while the desk was closed.
func (b *briefing) sinceLeft(ctx context.Context) error {
	if b.left == 0 {
		return nil
	}
	at := b.left.In(b.env.Zone)
	minute := query.Minute{Date: query.Date{Year: at.Year(), Month: at.Month(), Day: at.Day()}, Hour: at.Hour(), Min: at.Minute()}
	return b.counts(ctx, "С прошлого раза ("+russian.WeekdayDate(at)+at.Format(" 15:04")+")", []figure{{label: "Поступило"}, {label: "Отвечено"}},
		[]query.Query{{Expr: query.Term{Field: query.FieldReceived, Op: query.Ge, Value: minute}},
			{Expr: query.Term{Field: query.FieldAnswered, Op: query.Ge, Value: minute}}})
}

func (b *briefing) now(ctx context.Context) error {
	var filters []query.Query
	figures := today()
	for _, f := range figures {
		q, err := query.Parse(f.query)
		if err != nil {
			return err
		}
		filters = append(filters, q)
	}
	return b.counts(ctx, "Сейчас", figures, filters)
}

func (b *briefing) counts(ctx context.Context, title string, figures []figure, filters []query.Query) error {
	tallies, err := b.env.Store.Count(ctx, b.env.Me.Actor, filters)
	if err != nil {
		return err
	}
	b.title(title)
	for i, f := range figures {
		n, role := strconv.Itoa(tallies[i].N), theme.Text
		if tallies[i].More {
			n += "+"
		}
		if tallies[i].N > 0 {
			role = f.role
		}
		b.count(f.label, n, role)
	}
	return nil
}

// promises lists those that are overdue or fall into the next days.
func (b *briefing) promises(ctx context.Context) error {
	q, err := query.Parse("есть:обещание порядок:обещание")
	if err != nil {
		return err
	}
	page, err := b.env.Store.List(ctx, b.env.Me.Actor, store.ListRequest{Query: q, Limit: promisesShown})
	if err != nil {
		return err
	}
	now := b.env.Time()
	day, last := model.Date(now.Format(time.DateOnly)), model.Date(now.AddDate(0, 0, promiseDays).Format(time.DateOnly))
	titled := false
	for i := range page.Rows {
		r := &page.Rows[i]
		if r.Promise == "" || r.Promise > last {
			continue
		}
		if !titled {
			b.title("Обещания")
			titled = true
		}
		said, role := "до "+verb.DateText(b.env, string(r.Promise)), theme.Text
		if r.Promise < day {
			said, role = "! просрочено, обещали "+said, theme.Late
		}
		b.text = append(b.text, b.line(r, widget.Run{Text: said, Role: role}, ""))
	}
	return nil
}

// matters names the problems that came back, and the requests whose term has come or passed.
func (b *briefing) matters(ctx context.Context) error {
	returned, err := b.env.Store.ReturnedProblems(ctx, b.env.Me.Actor)
	if err != nil {
		return err
	}
	requests, err := b.env.Store.Requests(ctx, b.env.Me.Actor)
	if err != nil && model.CodeOf(err) != model.Forbidden {
		return err
	}
	today := model.DateOf(model.InstantOf(b.env.Now()), b.env.Zone)
	requests = slices.DeleteFunc(requests, func(r model.Request) bool { return !r.State.Open() || r.Due == "" || r.Due > today })
	if len(returned)+len(requests) == 0 {
		return nil
	}
	b.title("Проблемы и запросы ЦУР")
	for _, p := range returned {
		b.text = append(b.text, widget.Paragraph{Indent: 4, Runs: []widget.Run{{Text: "  ! Вернулась проблема № " + strconv.FormatInt(p.ID, 10), Role: theme.Bad},
			{Text: "  " + clean.Line(p.Title)}, {Text: " — " + clean.Line(p.Why), Role: theme.Muted}}})
	}
	for _, r := range requests {
		b.text = append(b.text, widget.Paragraph{Indent: 4, Runs: []widget.Run{{Text: "  Запрос № " + strconv.FormatInt(r.ID, 10), Role: theme.Accent},
			{Text: "  до " + verb.DateText(b.env, string(r.Due)), Role: theme.Late}, {Text: "  " + clean.Line(r.Asks)}}})
	}
	return nil
}

// begin names the most urgent cases and why they are.
func (b *briefing) begin(ctx context.Context) error {
	list, err := weighed(ctx, b.env)
	if err != nil || len(list) == 0 {
		return err
	}
	b.title("Начните с этого")
	for i := range list[:min(len(list), firstThings)] {
		cell := verb.DueCell(b.env, &list[i].row)
		b.text = append(b.text, b.line(&list[i].row, widget.Run{Text: cell.Text, Role: cell.Role}, list[i].Words()))
	}
	return nil
}

func (b *briefing) line(r *store.Row, term widget.Run, why string) widget.Paragraph {
	about := r.Topic
	if about == "" {
		about = r.Summary
	}
	runs := []widget.Run{{Text: "№ " + r.ID.String() + "  ", Role: theme.Accent}, term, {Text: "  " + r.Stage.Title() + "  ", Role: theme.Muted},
		{Text: clean.Line(about)}}
	if why != "" {
		runs = append(runs, widget.Run{Text: " — " + why, Role: theme.Muted})
	}
	return widget.Paragraph{Indent: 4, Runs: append([]widget.Run{{Text: "  "}}, runs...)}
}

// done sums up what the person has done today: with it the day ends.
func (b *briefing) done(ctx context.Context) error {
	now := b.env.Time()
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	list, err := b.env.Store.DoneSince(ctx, b.env.Me.Actor, model.InstantOf(midnight))
	if err != nil || len(list) == 0 {
		return err
	}
	var kinds []string
	times := map[string]int{}
	for _, op := range list {
		kind, _, _ := strings.Cut(op.Title, ":")
		if kind, _, _ = strings.Cut(kind, " ("); times[kind] == 0 {
			kinds = append(kinds, kind)
		}
		times[kind]++
	}
	b.title("Сегодня вы сделали")
	for i, kind := range kinds {
		if i == doneShown {
			b.text = append(b.text, widget.Par("  и другое", theme.Muted))
			break
		}
		b.count(clean.Line(kind), strconv.Itoa(times[kind]), theme.Good)
	}
	return nil
}
