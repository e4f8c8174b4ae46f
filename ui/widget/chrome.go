package widget

import (
	"strconv"
	"time"

	"kurator/ui/clean"
	"kurator/ui/theme"
)

// Tab is one title of a row of tabs; Count is shown beside it when it is not negative.
type Tab struct {
	Title string
	Count int
	More  bool // counting stopped there
}

// Tabs is a row of titles, one of them current.
type Tabs struct {
	Items   []Tab
	Current int
	edges   []int // of the last View: the cell where each title ends
}

// Move goes to a neighbour, around the ends.
func (t *Tabs) Move(by int) {
	if n := len(t.Items); n > 0 {
		t.Current = ((t.Current+by)%n + n) % n
	}
}

// At is the tab at a cell of the last View; false when there is none.
func (t *Tabs) At(x int) (int, bool) {
	from := 0
	for i, to := range t.edges {
		if x >= from && x < to {
			return i, true
		}
		from = to
	}
	return 0, false
}

// View draws one row; the current title is between marks, so that it shows without colour. When not all fit, titles before the current
// one give way.
func (t *Tabs) View(th *theme.Theme, w int) string {
	texts := make([]string, len(t.Items))
	for i, tab := range t.Items {
		s := clean.Line(tab.Title)
		if tab.Count >= 0 {
			s += " " + strconv.Itoa(tab.Count)
		}
		if tab.More {
			s += "+"
		}
		texts[i] = " " + s + " "
		if i == t.Current {
			texts[i] = "[" + s + "]"
		}
	}
	first, sum := 0, 0
	for i := 0; i <= t.Current && i < len(texts); i++ {
		for sum += Width(texts[i]); sum > w && first < i; first++ {
			sum -= Width(texts[first])
		}
	}
	l := NewLine(th, w)
	t.edges = make([]int, len(texts))
	for i := first; i < len(texts); i++ {
		role := theme.Muted
		if i == t.Current {
			role = theme.Title
		}
		l.Put(texts[i], th.Style(role))
		t.edges[i] = l.at
	}
	return l.End("")
}

// Hint is a key and what it does.
type Hint struct{ Key, Label string }

// StatusBar draws hints at the left and a note at the right; hints that do not fit are left out from the end.
func StatusBar(th *theme.Theme, w int, hints []Hint, note string) string {
	l := NewLine(th, w)
	fill, keys := th.Style(theme.Bar), th.On(theme.Bar, theme.KeyHint)
	note = clean.Line(note)
	right := min(Width(note), max(w-2, 0))
	room := w - 1
	if right > 0 {
		room -= right + 2
	}
	l.Space(1, fill)
	for i, h := range hints {
		size := Width(h.Key) + 1 + Width(h.Label)
		if i > 0 {
			size += 2
		}
		if l.at+size > room {
			break
		}
		if i > 0 {
			l.Space(2, fill)
		}
		l.Put(h.Key, keys).Space(1, fill).Put(h.Label, fill)
	}
	if right > 0 {
		l.Space(l.Room()-right-1, fill).Cell(note, right, Right, fill)
	}
	return l.End(fill)
}

// Progress draws how much of total is done: a bar and the figures. With an unknown total (0) only the count is shown.
func Progress(th *theme.Theme, w, done, total int) string {
	l := NewLine(th, w)
	if total <= 0 {
		return l.Put(strconv.Itoa(done), th.Style(theme.Text)).End("")
	}
	done = max(min(done, total), 0)
	figures := " " + strconv.Itoa(done*100/total) + " % " + th.Glyphs.Dot + " " + strconv.Itoa(done) + " из " + strconv.Itoa(total)
	bar := max(w-Width(figures), 0)
	if bar < 4 {
		return l.Put(figures[1:], th.Style(theme.Text)).End("")
	}
	full := bar * done / total
	l.Repeat(th.Glyphs.Full, full, th.Style(theme.Accent)).Repeat(th.Glyphs.Shade, bar-full, th.Style(theme.Muted))
	return l.Put(figures, th.Style(theme.Text)).End("")
}

// Toast is a passing notice. Role says its kind (Good, Warn, Bad); Hint is what can be done about it («u — отменить»).
type Toast struct {
	Text, Hint string
	Role       theme.Role
	Until      time.Time // zero: it stays until it is taken away
}

// Over reports whether its time has passed.
func (t Toast) Over(now time.Time) bool { return !t.Until.IsZero() && !now.Before(t.Until) }

// View draws the notice in one row. Its kind shows in the sign before it, not only in the colour.
func (t Toast) View(th *theme.Theme, w int) string {
	fill := th.Style(theme.Toast)
	l := NewLine(th, w)
	sign := th.Glyphs.Dot
	if t.Role == theme.Warn || t.Role == theme.Bad {
		sign = "!"
	}
	l.Put(" "+sign+" ", th.On(theme.Toast, t.Role))
	hint := clean.Line(t.Hint)
	room := l.Room() - 1
	if hint != "" && room-Width(hint)-3 >= 10 {
		room -= Width(hint) + 3
	} else {
		hint = ""
	}
	text := clean.Line(t.Text)
	l.Cell(text, min(Width(text), max(room, 0)), Left, fill)
	if hint != "" {
		l.Put(" "+th.Glyphs.Dot+" ", fill).Put(hint, th.On(theme.Toast, theme.KeyHint))
	}
	return l.End(fill)
}
