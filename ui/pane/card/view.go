package card

import (
	"errors"
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

func workingHours(d time.Duration) string { return russian.WorkingHours(d) }

// View draws the card, or the editor under the message that is answered.
func (c *Card) View(env *pane.Env, w, h int, focused bool) []string {
	switch {
	case c.failed != nil:
		return widget.Message(env.Theme, sentence(c.failed), theme.Warn, w, h)
	case c.id == 0:
		return widget.Message(env.Theme, "Обращение не выбрано", theme.Muted, w, h)
	case c.card == nil:
		if lines, ok := c.picture.fits(w, h); ok {
			return lines
		}
		return widget.Message(env.Theme, "Загрузка…", theme.Muted, w, h)
	case c.editor != nil:
		return c.viewEditor(env, w, h)
	}
	if h < 3 {
		return c.view.View(env.Theme, w, h)
	}
	body := c.view.View(env.Theme, w, h-1) // first: the head tells how far it is scrolled
	return c.picture.keep(slices.Concat([]string{c.head(env, w)}, body), w, h)
}

// head is the number, the channel and how far the text is read.
func (c *Card) head(env *pane.Env, w int) string {
	a := &c.card.Appeal
	l := widget.NewLine(env.Theme, w)
	l.Put("№ "+a.ID.String(), env.Theme.Style(theme.Accent)).Put("  "+a.Channel().Title()+" "+clean.Line(a.Main().ExternalID), env.Theme.Style(theme.Muted))
	if above, below, percent := c.view.Position(); above || below {
		where := russian.Number(int64(percent)) + " %"
		if room := l.Room() - widget.Width(where); room > 0 {
			l.Space(room, env.Theme.Style(theme.Text)).Put(where, env.Theme.Style(theme.Muted))
		}
	}
	return l.End(env.Theme.Style(theme.Text))
}

func splitLines(text string) []string { return strings.Split(clean.Text(text), "\n") }

func sentence(err error) string {
	var fault *model.Fault
	if errors.As(err, &fault) {
		return fault.Say
	}
	return "Не удалось открыть обращение. Подробности — в журнале программы."
}

// Cursor is in the editor while a draft is written.
func (c *Card) Cursor() (x, y int, ok bool) {
	if c.editor == nil {
		return 0, 0, false
	}
	x, y = c.editor.text.Cursor()
	return x, y + c.editor.above, true
}
