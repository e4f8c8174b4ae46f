package widget_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"kurator/ui/theme"
	"kurator/ui/widget"
)

func grouped(n, size int) []widget.Row {
	var rows []widget.Row
	for i := range n {
		rows = append(rows, widget.Row{ID: int64(i + 1), Group: fmt.Sprintf("Группа %d", i/size), Cells: []widget.Cell{{Text: fmt.Sprintf("строка %d", i+1)}}})
	}
	return rows
}

func tableOf(rows []widget.Row) *widget.Table {
	t := widget.NewTable([]widget.Column{{Title: "О чём", Min: 10, Flex: 1}})
	r := t.Load()
	t.Receive(widget.Page{Gen: r.Gen, Rows: rows, AtStart: true, AtEnd: true})
	return t
}

func TestGroupsHaveHeadings(t *testing.T) {
	table := tableOf(grouped(7, 3))
	lines := table.View(mono(t), 30, 12, true)
	checkFrame(t, lines, 30, 12)
	for i, want := range []string{"О чём", "Группа 0", "строка 1", "строка 2", "строка 3", "Группа 1", "строка 4"} {
		if !strings.Contains(ansi.Strip(lines[i]), want) {
			t.Errorf("line %d is %q, want %q", i, ansi.Strip(lines[i]), want)
		}
	}
	if ok, _ := table.Click(1); ok {
		t.Error("a heading was taken for a row")
	}
	if ok, _ := table.Click(6); !ok {
		t.Error("the row under the second heading is not there")
	} else if row, _ := table.Current(); row.ID != 4 {
		t.Errorf("the click chose %d", row.ID)
	}
}

// TestCursorStaysInSightAmongGroups: whatever is pressed, the row of the cursor is on the screen, where CursorLine says, and a click there
// finds it.
func TestCursorStaysInSightAmongGroups(t *testing.T) {
	th := mono(t)
	rapid.Check(t, func(t *rapid.T) {
		n, size := rapid.IntRange(1, 60).Draw(t, "rows"), rapid.IntRange(1, 9).Draw(t, "group")
		table, h := tableOf(grouped(n, size)), rapid.IntRange(3, 25).Draw(t, "height")
		table.View(th, 30, h, true)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				table.Move(rapid.IntRange(-30, 30).Draw(t, "by"))
			case 1:
				table.End()
			case 2:
				table.Home()
			case 3:
				table.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
			case 4:
				table.Click(rapid.IntRange(0, h).Draw(t, "y"))
			case 5:
				h = rapid.IntRange(3, 25).Draw(t, "height")
			}
			lines := table.View(th, 30, h, true)
			checkFrame(t, lines, 30, h)
			row, _ := table.Current()
			y, ok := table.CursorLine()
			if !ok || y >= h || !strings.Contains(ansi.Strip(lines[y])+" ", fmt.Sprintf("строка %d ", row.ID)) {
				t.Fatalf("the cursor is on %d, line %d of\n%s", row.ID, y, plain(lines))
			}
			if ok, _ := table.Click(y); !ok {
				t.Fatalf("a click on line %d finds nothing:\n%s", y, plain(lines))
			}
			if again, _ := table.Current(); again.ID != row.ID {
				t.Fatalf("a click on line %d chose %d, not %d:\n%s", y, again.ID, row.ID, plain(lines))
			}
		}
	})
}

func TestHitsAreSetApart(t *testing.T) {
	table := tableOf([]widget.Row{{ID: 1, Cells: []widget.Cell{{Text: "—"}}}, {ID: 2, Cells: []widget.Cell{{Text: "—"}}}})
	text := "Во дворе яма, ямы"
	table.Put(2, 0, widget.Cell{Text: text, Hits: [][2]int{{strings.Index(text, "яма"), strings.Index(text, "яма") + len("яма")}}})
	th := colourful(t)
	for _, w := range []int{8, 14, 16, 40} {
		lines := table.View(th, w, 4, true)
		checkFrame(t, lines, w, 4)
	}
	line := table.View(th, 40, 4, true)[2]
	if !strings.Contains(line, string(th.Style(theme.Match))+"яма") {
		t.Errorf("the hit looks like the rest: %q", line)
	}
	table.Put(2, 0, widget.Cell{Text: "а\nб", Hits: [][2]int{{0, 1}}})
	checkFrame(t, table.View(th, 40, 4, true), 40, 4)
}
