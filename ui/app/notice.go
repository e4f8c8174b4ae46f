package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// notices are what the desk says: one passing toast, one error that stays until it was seen, and the errors before it.
type notices struct {
	toast   *widget.Toast
	serial  uint64
	sticky  string
	history []said
}

type said struct {
	at   time.Time
	text string
}

const (
	toastLife   = 6 * time.Second
	historyKept = 100
)

// expire takes the toast away, if it is still that one.
func (n *notices) expire(serial uint64) bool {
	if n.toast == nil || n.serial != serial {
		return false
	}
	n.toast = nil
	return true
}

// dismiss hides the error on the screen; it stays in the history.
func (n *notices) dismiss() bool {
	shown := n.sticky != ""
	n.sticky = ""
	return shown
}

func (n *notices) fail(at time.Time, text string) {
	n.sticky = text
	n.history = append(n.history, said{at, text})
	n.history = n.history[max(len(n.history)-historyKept, 0):]
}

// paragraphs is the history, the newest first.
func (n *notices) paragraphs(zone *time.Location) []widget.Paragraph {
	var all []widget.Paragraph
	for _, s := range slices.Backward(n.history) {
		all = append(all, widget.Paragraph{Indent: 7, Runs: []widget.Run{
			{Text: s.at.In(zone).Format("15:04") + "  ", Role: theme.Muted}, {Text: s.text, Role: theme.Text},
		}})
	}
	return all
}

func (m *Model) toast(t pane.Toast) tea.Cmd {
	m.dirty = true
	m.notices.serial++
	shown := &widget.Toast{Text: t.Text, Role: theme.Good}
	if t.Warn {
		shown.Role = theme.Warn
	}
	if key := m.env.Keys.Key(action.Undo); t.Undo && key != "" {
		shown.Hint = key + " — отменить"
	}
	m.notices.toast = shown
	return m.wait(toastLife, toastMsg{m.notices.serial})
}

// say shows an error until it is dismissed. Only sentences made for people are shown; the rest goes to the log.
func (m *Model) say(err error) tea.Cmd {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	m.dirty = true
	m.log(err)
	m.notices.fail(m.env.Now(), sentence(err))
	return nil
}

const internal = "Внутренняя ошибка программы. Подробности записаны в её журнал; набранный текст сохранён."

func sentence(err error) string {
	var f *model.Fault
	if errors.As(err, &f) {
		return clean.Line(f.Say)
	}
	return internal
}

// log writes the details of what is not made for people.
func (m *Model) log(err error) {
	at := m.opt.Clock().UTC().Format(time.RFC3339)
	var p *pane.Panic
	var f *model.Fault
	switch {
	case errors.As(err, &p):
		fmt.Fprintf(m.opt.Log, "%s panic: %v\n%s\n", at, p.Value, p.Stack)
	case errors.As(err, &f):
		if f.Cause != nil {
			fmt.Fprintf(m.opt.Log, "%s %s: %v\n", at, f.Code, f.Cause)
		}
	default:
		fmt.Fprintf(m.opt.Log, "%s error: %v\n", at, err)
	}
}
