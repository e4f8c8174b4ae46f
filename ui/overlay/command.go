package overlay

import (
	"slices"
	"strings"

	"kurator/ui/action"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Entry is a command as it stands now: with the reason why it cannot be done, when there is one.
type Entry struct {
	Command action.Command
	Name    string // instead of the command's own, where the place says it better
	Reason  string
}

// NewHelp lists what can be done here, by groups, in each first what can be done now; enter does it.
func NewHelp(entries []Entry) *Choose {
	var choices []widget.Choice
	for _, group := range action.Groups() {
		for _, now := range []bool{true, false} {
			for _, e := range entries {
				if e.Command.Group == group && (e.Reason == "") == now {
					choices = append(choices, choiceOf(e, group))
				}
			}
		}
	}
	return commands("Что можно сделать здесь", choices)
}

// NewPalette finds any command by its words, first those that can be done now; those that have no meaning here say where they have one.
func NewPalette(entries []Entry) *Choose {
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b Entry) int { return min(len(a.Reason), 1) - min(len(b.Reason), 1) })
	choices := make([]widget.Choice, len(entries))
	for i, e := range entries {
		choices[i] = choiceOf(e, "")
		choices[i].Words += " " + e.Command.Group
	}
	return commands("Команды", choices)
}

func commands(title string, choices []widget.Choice) *Choose {
	c := NewChoose(title, "напишите, что нужно сделать", choices, func(_ *pane.Env, chosen widget.Choice) pane.Outcome {
		return pane.Outcome{Run: action.ID(chosen.ID)}
	})
	c.wide = true
	return c
}

func choiceOf(e Entry, group string) widget.Choice {
	name := e.Name
	if name == "" {
		name = e.Command.Name
	}
	labels := make([]string, len(e.Command.Keys))
	for i, k := range e.Command.Keys {
		labels[i] = action.Label(k)
	}
	return widget.Choice{
		ID: string(e.Command.ID), Label: name, Hint: strings.Join(labels, "  "), Group: group,
		Words: e.Command.Words + " " + e.Command.Hint + " " + string(e.Command.ID), Disabled: strings.TrimSuffix(e.Reason, "."),
	}
}
