package desk

import (
	"strings"

	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/text"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// guide shows the embedded guide, the same that `kurator guide` prints.
func guide() pane.Outcome {
	var pars []widget.Paragraph
	for _, line := range strings.Split(text.Guide, "\n") {
		role := theme.Text
		if title, ok := strings.CutPrefix(line, "# "); ok {
			line, role = title, theme.Title
		}
		pars = append(pars, widget.Par(line, role))
	}
	return pane.Push(overlay.NewViewer("Руководство", pars))
}
