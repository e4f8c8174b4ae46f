package board

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model/stats"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// laid is what a sheet was made for; while it stays the same, the sheet does.
type laid struct {
	content *content
	part    int
	hours   bool
	w, h    int
}

// look is all that a frame depends on.
type look struct {
	laid
	theme   *theme.Theme
	cursor  string
	period  stats.Period
	focused bool
	waiting bool
}

// drawn are the lines of the last frame and what they were made of.
type drawn struct {
	look
	lines []string
	x, y  int
	shown bool
}

const (
	headLines = 2
	footLines = 3
)

// View draws the parts, the period, the figures and the definition of the one under the cursor.
func (b *Board) View(env *pane.Env, w, h int, focused bool) []string {
	now := look{laid: laid{b.content, b.tabs.Current, b.hours, w, h}, theme: env.Theme, cursor: b.cursor[b.tabs.Current], period: b.period, focused: focused,
		waiting: b.load.Waiting()}
	if b.refused == nil && b.drawn.lines != nil && b.drawn.look == now {
		return b.drawn.lines
	}
	b.drawn = drawn{look: now}
	b.drawn.lines = b.draw(env, w, h, focused)
	return b.drawn.lines
}

func (b *Board) draw(env *pane.Env, w, h int, focused bool) []string {
	th := env.Theme
	lines := []string{b.tabs.View(th, w), b.periodLine(th, w)}
	body := max(h-headLines-footLines, 1)
	switch {
	case b.refused != nil:
		lines = append(lines, widget.Message(th, b.refused.Error(), theme.Warn, w, body)...)
	case b.content == nil || !b.content.have[b.tabs.Current]:
		b.sheet = nil // keys find no figure while none is shown
		lines = append(lines, widget.Message(th, "Считаем…", theme.Muted, w, body)...)
	default:
		if l := (laid{b.content, b.tabs.Current, b.hours, w, body}); b.sheet == nil || b.laid != l {
			b.laid, b.sheet = l, b.content.lay(b.tabs.Current, b.hours, w, body)
		}
		lines = append(lines, b.body(th, w, body, focused)...)
	}
	if h > headLines+footLines {
		lines = append(lines, b.foot(th, w)...)
	}
	for len(lines) < h {
		lines = append(lines, widget.Blank(w))
	}
	return lines[:h]
}

// periodLine names the period, how far it has come, and what it is held against.
func (b *Board) periodLine(th *theme.Theme, w int) string {
	l := widget.NewLine(th, w)
	muted := th.Style(theme.Muted)
	title := []rune(b.period.Title())
	l.Put(strings.ToUpper(string(title[:1]))+string(title[1:]), th.Style(theme.Header))
	if c := b.content; c != nil && !b.load.Waiting() {
		if c.board.Period != c.board.Asked {
			l.Put(" по "+russianDay(c.board.Period.To), muted)
		}
		l.Put("  было: "+c.board.Previous.Span(), muted)
		if note := "  * мало данных"; l.Room() >= widget.Width(note) {
			l.Put(note, muted)
		}
	} else if b.refused == nil {
		l.Put("  Считаем…", th.Style(theme.Warn))
	}
	return l.End(th.Style(theme.Text))
}

// body draws as much of the sheet as fits, with the cursor on it.
func (b *Board) body(th *theme.Theme, w, h int, focused bool) []string {
	part, at := b.tabs.Current, b.index()
	if at >= 0 {
		y, top := b.sheet.spots[at].y, b.top[part]
		if y <= 1 {
			top = 0
		}
		b.top[part] = max(0, min(max(top, y-h+1), y, max(len(b.sheet.lines)-h, 0)))
		b.drawn.x, b.drawn.y, b.drawn.shown = b.sheet.spots[at].x, headLines+y-b.top[part], true
	} else {
		b.top[part] = 0
	}
	lines := make([]string, 0, h)
	for y := b.top[part]; len(lines) < h; y++ {
		var row []piece
		if y < len(b.sheet.lines) {
			row = b.sheet.lines[y]
		}
		lines = append(lines, paint(th, w, row, at, focused))
	}
	return lines
}

// paint draws a line; the figure under the cursor has a sign before it and a look of its own.
func paint(th *theme.Theme, w int, row []piece, at int, focused bool) string {
	l := widget.NewLine(th, w)
	plain := th.Style(theme.Text)
	bars := strings.NewReplacer(full, th.Glyphs.Full, shade, th.Glyphs.Shade)
	x, marked := 0, false
	for _, p := range row {
		l.Space(p.x-x, plain)
		st, text := th.Style(p.role), bars.Replace(p.text)
		if p.spot >= 0 && p.spot == at {
			st = th.Style(theme.SelectedDim)
			if focused {
				st = th.Style(theme.Selected)
			}
			if !marked {
				marked = true
				if l.Put(th.Glyphs.Cursor, st); p.w > 1 {
					l.Cell(text, p.w-1, p.align, st)
				}
				x = p.x + p.w
				continue
			}
		}
		l.Cell(text, p.w, p.align, st)
		x = p.x + p.w
	}
	return l.End(plain)
}

// foot says in words what the figure under the cursor is.
func (b *Board) foot(th *theme.Theme, w int) []string {
	lines := make([]string, 0, footLines)
	put := func(text string, role theme.Role) {
		l := widget.NewLine(th, w)
		lines = append(lines, l.Put(text, th.Style(role)).End(th.Style(theme.Text)))
	}
	s, ok := b.current()
	if !ok || b.content == nil {
		return append(lines, widget.Blank(w), widget.Blank(w), widget.Blank(w))
	}
	put(s.name+": "+s.value, theme.Header)
	rule := widget.WrapWords(s.rule, w)
	if len(rule) > footLines-1 { // the last line is cut with an ellipsis
		rule = []string{rule[0], strings.Join(rule[1:], " ")}
	}
	for _, line := range rule {
		put(line, theme.Muted)
	}
	for len(lines) < footLines {
		lines = append(lines, widget.Blank(w))
	}
	return lines
}

// Cursor is the cell of the figure under it.
func (b *Board) Cursor() (x, y int, ok bool) { return b.drawn.x, b.drawn.y, b.drawn.shown }

func (b *Board) click(msg tea.MouseClickMsg) {
	if msg.Y == 0 {
		if tab, ok := b.tabs.At(msg.X); ok {
			b.tabs.Current = tab
		}
		return
	}
	if b.sheet == nil {
		return
	}
	y := msg.Y - headLines + b.top[b.tabs.Current]
	for i, s := range b.sheet.spots {
		if s.y == y && msg.X >= s.x && msg.X < s.x+s.w {
			b.stand(i)
		}
	}
}
