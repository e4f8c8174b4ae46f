// Package overlay holds the dialogs of the desk: questions, menus, forms, prompts, texts, help and the palette. They know nothing of
// appeals; what follows an answer is a function that the one who opened the dialog gave along. It is called on the loop of the program,
// and what it returns belongs to that one.
package overlay

import (
	tea "charm.land/bubbletea/v2"

	"kurator/ui/key"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// closed takes the dialog away without an answer.
func closed() pane.Outcome { return pane.Outcome{Close: true} }

// answered takes it away and goes on with what follows.
func answered(o pane.Outcome) pane.Outcome {
	o.Close = true
	return o
}

// pressed is the key press a message is; dialogs get them normalised.
func pressed(msg tea.Msg) (key.Press, bool) {
	press, ok := msg.(key.Press)
	return press, ok
}

// widest is the width of the longest of some texts.
func widest(texts ...string) int {
	w := 0
	for _, s := range texts {
		w = max(w, widget.Width(s))
	}
	return w
}
