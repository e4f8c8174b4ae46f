package matter

import (
	"context"
	"errors"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// done is the answer to work that was started here.
type done struct {
	outcome pane.Outcome
	form    *overlay.Form // the work was begun with
}

// told is what has become of work. A form that was refused comes back as it was filled in: nobody types twenty numbers again.
func told(msg tea.Msg) (pane.Outcome, bool) {
	d, ok := msg.(done)
	if why := new(model.Fault); d.form != nil && errors.As(d.outcome.Err, &why) {
		return pane.Push(d.form.Refused(why.Say)), ok
	}
	return d.outcome, ok
}

// Form makes a form that opens again when what was filled in is refused.
func Form(title string, fields []widget.Field, then func(env *pane.Env, v overlay.Values) pane.Outcome) *overlay.Form {
	var form *overlay.Form
	form = overlay.NewForm(title, fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		o := then(env, v)
		if work := o.Cmd; work != nil {
			o.Cmd = func() tea.Msg {
				msg := work()
				if d, ok := msg.(done); ok {
					d.form = form
					msg = d
				}
				return msg
			}
		}
		return o
	})
	return form
}

// Do does actions on one object as one undo step.
func Do(env *pane.Env, title string, ref model.Ref, actions ...model.Action) pane.Outcome {
	return Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
		return DoNow(ctx, env, title, ref, actions...)
	})
}

// DoNow is Do for work that is already beside the loop.
func DoNow(ctx context.Context, env *pane.Env, title string, ref model.Ref, actions ...model.Action) (pane.Outcome, error) {
	op := store.Op{Title: title}
	for _, a := range actions {
		op.Steps = append(op.Steps, store.Step{Ref: ref, Action: a})
	}
	r, err := env.Store.Do(ctx, env.Me.Actor, op)
	if err != nil {
		return pane.Nothing(), err
	}
	return Told(title, r), nil
}

// Told is the notice of an operation that was done, with what was skipped.
func Told(title string, r store.Result) pane.Outcome {
	if n := len(r.Skipped); n > 0 {
		title += ". Пропущено: " + strconv.Itoa(n) + " (" + strings.TrimSuffix(r.Skipped[0].Say, ".") + ")"
	}
	return pane.Done(title, r.Changed...)
}

// Run does work that may last beside the loop and goes on with its outcome.
func Run(env *pane.Env, work func(ctx context.Context, env *pane.Env) (pane.Outcome, error)) pane.Outcome {
	return pane.Work(beside(env, work))
}

// Ask is Run for what is quick: keys typed meanwhile are meant for what it brings, a dialog or the changed object.
func Ask(env *pane.Env, work func(ctx context.Context, env *pane.Env) (pane.Outcome, error)) pane.Outcome {
	return pane.Await(beside(env, work))
}

func beside(env *pane.Env, work func(ctx context.Context, env *pane.Env) (pane.Outcome, error)) tea.Cmd {
	ctx := context.WithoutCancel(env.Ctx)
	return func() tea.Msg {
		o, err := work(ctx, env)
		if err != nil {
			o = pane.Fail(err)
		}
		return done{outcome: o}
	}
}

// Date reads a day people wrote; empty stays empty.
func Date(env *pane.Env, text string) (model.Date, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	m, err := russian.ParseMoment(text, env.Now(), env.Zone)
	if err != nil {
		return "", err
	}
	return model.DateOf(model.InstantOf(m.At), env.Zone), nil
}

// Dates refuses a form whose days cannot be read.
func Dates(fields ...string) func(*pane.Env, overlay.Values) (string, string) {
	return func(env *pane.Env, v overlay.Values) (string, string) {
		for _, f := range fields {
			if _, err := Date(env, v(f)); err != nil {
				return f, err.Error()
			}
		}
		return "", ""
	}
}

// Filled refuses a form with an empty field.
func Filled(field, say string) func(*pane.Env, overlay.Values) (string, string) {
	return func(_ *pane.Env, v overlay.Values) (string, string) {
		if strings.TrimSpace(v(field)) == "" {
			return field, say
		}
		return "", ""
	}
}

// All joins checks of a form.
func All(checks ...func(*pane.Env, overlay.Values) (string, string)) func(*pane.Env, overlay.Values) (string, string) {
	return func(env *pane.Env, v overlay.Values) (string, string) {
		for _, check := range checks {
			if field, say := check(env, v); say != "" {
				return field, say
			}
		}
		return "", ""
	}
}

// Units are the options of a choice of units.
func Units(env *pane.Env, none string) []widget.Option {
	list := []widget.Option{{ID: "", Label: none}}
	for _, u := range env.Snap.Office.UnitList() {
		if u.To == "" {
			list = append(list, widget.Option{ID: strconv.FormatInt(int64(u.ID), 10), Label: clean.Line(u.Title())})
		}
	}
	return list
}

// Places are the options of a choice of settlements.
func Places(env *pane.Env, none string) []widget.Option {
	list := []widget.Option{{ID: "", Label: none}}
	for _, p := range env.Snap.Office.PlaceList() {
		list = append(list, widget.Option{ID: p.Name, Label: clean.Line(p.Name)})
	}
	return list
}

// ID is a number as the id of an option; 0 is none.
func ID[T ~int64](n T) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// Number reads the id of an option.
func Number(s string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(s), 10, 64) // ids of options, and fields that were checked
	return n
}

// History shows the journal of an object, the newest first.
func History(env *pane.Env, ref model.Ref) pane.Outcome {
	return Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
		rows, err := env.Store.Journal(ctx, env.Me.Actor, store.JournalRequest{Ref: ref, Limit: 300})
		if err != nil {
			return pane.Nothing(), err
		}
		var text []widget.Paragraph
		for _, row := range rows {
			what := verb.JournalWords(env.Snap, row)
			if row.Title != "" {
				what = clean.Line(row.Title)
			}
			p := widget.Paragraph{Indent: 18, Runs: []widget.Run{{Text: russian.DateTime(row.Recorded.In(env.Zone)), Role: theme.Muted}, {Text: "  " + what},
				{Text: "  " + verb.Who(env.Snap, row.Actor), Role: theme.Muted}}}
			if row.Undone {
				p.Runs = append(p.Runs, widget.Run{Text: "  отменено", Role: theme.Warn})
			}
			text = append(text, p)
		}
		return pane.Push(overlay.NewViewer(ref.Noun.Title()+" № "+strconv.FormatInt(ref.ID, 10)+": история", text)), nil
	})
}

// Head is a heading of a sheet.
func Head(text string) widget.Paragraph { return widget.Par(text, theme.Title) }

// Blank is an empty row.
func Blank() widget.Paragraph { return widget.Par("", theme.Text) }

// Pair is a label with its value; nothing when the value is empty.
func Pair(label, value string) []widget.Paragraph {
	if value == "" {
		return nil
	}
	return []widget.Paragraph{{Indent: 2, Runs: []widget.Run{{Text: label + ": ", Role: theme.Muted}, {Text: clean.Text(value)}}}}
}

// Bars draws numbers as rows of bars with their labels.
func Bars(env *pane.Env, labels []string, values []float64, decimals int) []widget.Paragraph {
	const room = 24
	most, width := 1.0, 0
	for i, v := range values {
		most = max(most, v)
		width = max(width, widget.Width(labels[i]))
	}
	var text []widget.Paragraph
	for i, v := range values {
		n := int(v/most*room + 0.5)
		if v > 0 {
			n = max(n, 1)
		}
		pad, number := strings.Repeat(" ", width-widget.Width(labels[i])), russian.Decimal(v, decimals)
		if n > 0 {
			number = " " + number
		}
		text = append(text, widget.Paragraph{Runs: []widget.Run{{Text: labels[i] + pad + " ", Role: theme.Muted},
			{Text: strings.Repeat(env.Theme.Glyphs.Full, n), Role: theme.Accent}, {Text: number}}})
	}
	return text
}

// Day is a civil date as people read it.
func Day(env *pane.Env, d model.Date) string { return verb.DateText(env, string(d)) }

// Moment is an instant as a day.
func Moment(env *pane.Env, at model.Instant) string {
	if at == 0 {
		return ""
	}
	return russian.DateShort(at.In(env.Zone))
}
