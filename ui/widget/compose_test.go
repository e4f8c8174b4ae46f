package widget_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"kurator/ui/theme"
	"kurator/ui/widget"
)

// awkward text: Cyrillic, marks, wide signs, flags, controls and broken bytes that nobody cleaned.
var awkward = []string{
	"яма", " ", "  ", "на улице Лесной", "и\u0306", "👍", "👨\u200d👩\u200d👧", "🇷🇺", "漢字", "\x1b[31m", "\n", "\t", "\xff", "\u009b", "№", "—", "a",
	"переосвидетельствование", "\u0301", "#\ufe0f\u20e3", "각", "\u00a0", "e\u0301\u0302",
}

func drawText(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(awkward), 0, 12).Draw(t, label), "")
}

func TestEveryQuickRuneTakesOneCell(t *testing.T) {
	for r := rune(' '); r < 0x30000; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		s := string(r)
		if got, want := widget.Width(s), min(ansi.StringWidth(s), 1); got != want && r > 0x9f {
			t.Errorf("%U takes %d cells, measured as %d", r, want, got)
		}
	}
}

func TestLine(t *testing.T) {
	th := mono(t)
	for _, c := range []struct {
		in    string
		width int
		align widget.Align
		want  string
	}{
		{"Яма", 5, widget.Left, "Яма  "},
		{"Яма", 5, widget.Right, "  Яма"},
		{"Яма", 5, widget.Center, " Яма "},
		{"Котельная", 5, widget.Left, "Коте…"},
		{"Котельная", 5, widget.Right, "Коте…"},
		{"Котёл", 5, widget.Left, "Котёл"},
		{"Котёл", 1, widget.Left, "…"},
		{"", 3, widget.Left, "   "},
		{"ok👍ok", 5, widget.Left, "ok▒ok"},
		{"и\u0306и\u0306и\u0306", 2, widget.Left, "и\u0306…"},
		{"а\x1b[2Jб\nв", 6, widget.Left, "а[2Jбв"},
	} {
		if got := widget.Fit(th, c.in, c.width, c.align); got != c.want {
			t.Errorf("Fit(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

func TestLineIsAlwaysAsWideAsAsked(t *testing.T) {
	themes := []*theme.Theme{mono(t), colourful(t)}
	rapid.Check(t, func(t *rapid.T) {
		th := rapid.SampledFrom(themes).Draw(t, "theme")
		w := rapid.IntRange(0, 40).Draw(t, "width")
		l := widget.NewLine(th, w)
		for range rapid.IntRange(0, 5).Draw(t, "parts") {
			st := th.Style(rapid.SampledFrom([]theme.Role{theme.Text, theme.Late, theme.Selected}).Draw(t, "role"))
			s := drawText(t, "text")
			switch rapid.IntRange(0, 2).Draw(t, "how") {
			case 0:
				l.Put(s, st)
			case 1:
				l.Cell(s, rapid.IntRange(-1, 20).Draw(t, "cell"), widget.Align(rapid.IntRange(0, 2).Draw(t, "align")), st)
			case 2:
				l.Repeat("─", rapid.IntRange(-1, 20).Draw(t, "n"), st)
			}
		}
		checkFrame(t, []string{l.End("")}, w, 1)
	})
}

func TestStylesAreClosed(t *testing.T) {
	th := colourful(t)
	line := widget.NewLine(th, 20).Put("срок", th.Style(theme.Late)).Put(" прошёл", th.Style(theme.Late)).End("")
	if n := strings.Count(line, "\x1b["); n != 2 {
		t.Errorf("one look in a row takes one opening and one closing, got %q", line)
	}
}

func TestBox(t *testing.T) {
	got := widget.Box(mono(t), "Очередь", "3 из 9", 24, 4, false, []string{widget.Fit(mono(t), "первая", 22, widget.Left)})
	want := "┌─ Очередь ────────────┐\n│первая                │\n│                      │\n└───────────── 3 из 9 ─┘"
	if plain(got) != want {
		t.Errorf("got\n%s\nwant\n%s", plain(got), want)
	}
	focused := plain(widget.Box(mono(t), "Очередь", "", 24, 2, true, nil))
	if !strings.HasPrefix(focused, "┌─»Очередь ─") {
		t.Errorf("focus does not show without colour:\n%s", focused)
	}
	for w := range 20 {
		for h := range 5 {
			checkFrame(t, widget.Box(mono(t), "Очередь обращений", "1 из 2", w, h, true, nil), w, h)
		}
	}
}

// A canvas of letters is compared with a plain grid of cells.
func TestCanvasAgreesWithAGrid(t *testing.T) {
	th := colourful(t)
	rapid.Check(t, func(t *rapid.T) {
		const w, h = 20, 4
		c := widget.NewCanvas(w, h)
		var grid [h][w]rune
		for y := range grid {
			for x := range grid[y] {
				grid[y][x] = ' '
			}
		}
		for i := range rapid.IntRange(0, 6).Draw(t, "blocks") {
			r := widget.Rect{X: rapid.IntRange(-5, 22).Draw(t, "x"), Y: rapid.IntRange(-2, 5).Draw(t, "y"), W: rapid.IntRange(0, 24).Draw(t, "w"), H: rapid.IntRange(0, 5).Draw(t, "h")}
			letter := 'А' + rune(i)
			var lines []string
			for range r.H {
				lines = append(lines, widget.NewLine(th, r.W).Repeat(string(letter), r.W, th.Style(theme.Role(i))).End(""))
			}
			c.Put(r, lines)
			for y := range grid {
				for x := range grid[y] {
					if r.Contains(x, y) {
						grid[y][x] = letter
					}
				}
			}
		}
		lines := c.Lines()
		checkFrame(t, lines, w, h)
		for y, l := range lines {
			if got := ansi.Strip(l); got != string(grid[y][:]) {
				t.Fatalf("row %d is %q, want %q", y, got, string(grid[y][:]))
			}
		}
	})
}

func TestCanvasKeepsStylesAroundAnOverlay(t *testing.T) {
	th := colourful(t)
	late := string(th.Style(theme.Late))
	c := widget.NewCanvas(9, 1)
	c.Put(widget.Rect{W: 9, H: 1}, []string{widget.NewLine(th, 9).Put("ааааааааа", th.Style(theme.Late)).End("")})
	c.Put(widget.Rect{X: 3, W: 3, H: 1}, []string{"ббб"})
	if got, want := c.Lines()[0], late+"ааа\x1b[mббб"+late+"ааа\x1b[m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWrapWords(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"Не вывозят мусор третью неделю", 12, "Не вывозят|мусор третью|неделю"},
		{"ровно", 5, "ровно"},
		{"два слова", 3, "два|сло|ва"},
		{"а\n\nб", 10, "а||б"},
		{"", 10, ""},
		{"ул.\u00a0Мира дом", 8, "ул.\u00a0Мира|дом"},
		{"конец   ", 5, "конец"},
		{"слово      слово", 6, "слово|слово"},
	} {
		if got := strings.Join(widget.WrapWords(c.in, c.width), "|"); got != c.want {
			t.Errorf("WrapWords(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

func TestWrapLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, w := drawText(t, "text"), rapid.IntRange(1, 30).Draw(t, "width")
		rows := widget.WrapWords(s, w)
		squeeze := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if got := squeeze(strings.Join(rows, "")); got != squeeze(s) {
			t.Fatalf("%q became %q", s, rows)
		}
		for _, r := range rows {
			if widget.Width(r) > w {
				t.Fatalf("row %q is wider than %d", r, w)
			}
		}
	})
}

func TestChrome(t *testing.T) {
	th := mono(t)
	tabs := widget.Tabs{Items: []widget.Tab{{Title: "Новые", Count: 12}, {Title: "В работе", Count: 3}, {Title: "Архив", Count: -1}}, Current: 1}
	if got := ansi.Strip(tabs.View(th, 40)); got != " Новые 12 [В работе 3] Архив            " {
		t.Errorf("tabs: %q", got)
	}
	if i, ok := tabs.At(11); !ok || i != 1 {
		t.Errorf("a click on the second tab gives %d, %v", i, ok)
	}
	if got := ansi.Strip(tabs.View(th, 12)); got != "[В работе 3]" {
		t.Errorf("narrow tabs: %q", got)
	}
	tabs.Move(2)
	if tabs.Current != 0 {
		t.Errorf("moving goes around, came to %d", tabs.Current)
	}
	hints := []widget.Hint{{"enter", "открыть"}, {"?", "помощь"}, {"q", "выход"}}
	if got := ansi.Strip(widget.StatusBar(th, 40, hints, "12 из 340")); got != " enter открыть  ? помощь      12 из 340 " {
		t.Errorf("status: %q", got)
	}
	if got := ansi.Strip(widget.Progress(th, 30, 50, 200)); got != "███░░░░░░░░░ 25 % · 50 из 200"+" " && len([]rune(got)) != 30 {
		t.Errorf("progress: %q", got)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	toast := widget.Toast{Text: "Назначено\x1b[5m: ЖКХ", Hint: "u — отменить", Role: theme.Good, Until: now.Add(time.Second)}
	if got := strings.TrimRight(ansi.Strip(toast.View(th, 60)), " "); got != " · Назначено: ЖКХ · u — отменить" {
		t.Errorf("toast: %q", got)
	}
	if toast.Over(now) || !toast.Over(now.Add(time.Second)) || (widget.Toast{}).Over(now) {
		t.Error("a toast passes when its time has come, a sticky one never")
	}
	for w := range 50 {
		checkFrame(t, []string{tabs.View(th, w), widget.StatusBar(th, w, hints, "12 из 340"), widget.Progress(th, w, 7, 9), widget.Progress(th, w, 7, 0), toast.View(th, w)}, w, 5)
	}
}

func TestCanvasAsOneText(t *testing.T) {
	c := widget.NewCanvas(12, 3)
	c.Put(widget.Rect{X: 1, Y: 0, W: 4, H: 2}, []string{"abcd", "efgh"})
	c.Put(widget.Rect{X: 3, Y: 1, W: 5, H: 1}, []string{"ПРСТУ"})
	if got, want := c.String(), strings.Join(c.Lines(), "\n"); got != want || got != " abcd       \n efПРСТУ    \n            " {
		t.Errorf("%q, its lines are %q", got, want)
	}
}

func TestFieldLeavesItsEmptyPartAlone(t *testing.T) {
	th, err := theme.New("mono", "", theme.Terminal{})
	if err != nil {
		t.Fatal(err)
	}
	for align, want := range map[widget.Align]string{
		widget.Left: "\x1b[1;4;4mдва\x1b[m  ", widget.Right: "  \x1b[1;4;4mдва\x1b[m", widget.Center: " \x1b[1;4;4mдва\x1b[m ",
	} {
		if got := widget.NewLine(th, 5).Field("два", 5, align, th.Style(theme.Late), "").End(""); got != want {
			t.Errorf("%d: %q, want %q", align, got, want)
		}
	}
}
