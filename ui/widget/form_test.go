package widget_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"kurator/ui/widget"
)

// TestLongLabelIsReadWhole: a label that is too wide for its column goes on below, and the form knows how high it is.
func TestLongLabelIsReadWhole(t *testing.T) {
	labels := []string{"Номер основного обращения, если это дубль", "Дата", "С фамилией и телефоном заявителя (пишется в журнал)"}
	f := widget.NewForm([]widget.Field{{ID: "a", Label: labels[0]}, {ID: "b", Label: labels[1]}, {ID: "c", Label: labels[2], Kind: widget.FieldFlag},
		{ID: "d", Label: labels[0], Kind: widget.FieldText, Lines: 1}})
	const w, column = 72, 24
	h := f.Height(w)
	if h != 3+1+3+3 {
		t.Errorf("the form is %d rows high", h)
	}
	var all string
	for _, line := range f.View(mono(t), w, h) {
		all += " " + ansi.Cut(ansi.Strip(line), 2, 2+column)
	}
	all = strings.Join(strings.Fields(all), " ")
	if want := strings.Join(labels, " ") + " " + labels[0]; all != want {
		t.Errorf("the labels read %q, not %q", all, want)
	}
}
