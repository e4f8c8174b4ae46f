package pane

import (
	"kurator/ui/action"
	"kurator/ui/key"
	"kurator/ui/widget"
)

// Steer carries out the commands that every list has: moving and marking. mine reports whether the command is one of them; the request is
// what the table wants loaded, as from its own Update. MarkAll is left to the pane: only its query knows all rows.
func Steer(t *widget.Table, id action.ID) (ask *widget.Request, mine bool) {
	switch id {
	case action.Down:
		return t.Move(1), true
	case action.Up:
		return t.Move(-1), true
	case action.First:
		return t.Home(), true
	case action.Last:
		return t.End(), true
	case action.PageDown, action.PageUp:
		name := "pgdown"
		if id == action.PageUp {
			name = "pgup"
		}
		_, ask = t.Update(key.Press{Name: name})
		return ask, true
	case action.Mark:
		return t.Toggle(), true
	case action.Range:
		if t.Ranging() {
			t.EndRange(true)
		} else {
			t.StartRange()
		}
		return nil, true
	}
	return nil, false
}

// Scroll carries out the commands that every long text has.
func Scroll(v *widget.Viewport, id action.ID) (mine bool) {
	switch id {
	case "text." + action.Down:
		v.Scroll(1)
	case "text." + action.Up:
		v.Scroll(-1)
	case "text." + action.PageDown:
		v.Update(key.Press{Name: "pgdown"})
	case "text." + action.PageUp:
		v.Update(key.Press{Name: "pgup"})
	case "text." + action.First:
		v.Update(key.Press{Name: "home"})
	case "text." + action.Last:
		v.Update(key.Press{Name: "end"})
	default:
		return false
	}
	return true
}

// Steers reports whether Steer knows a command, for Can.
func Steers(id action.ID) bool {
	switch id {
	case action.Down, action.Up, action.First, action.Last, action.PageDown, action.PageUp, action.Mark, action.Range:
		return true
	}
	return false
}

// Scrolls reports whether Scroll knows a command, for Can.
func Scrolls(id action.ID) bool {
	switch id {
	case "text." + action.Down, "text." + action.Up, "text." + action.PageDown, "text." + action.PageUp, "text." + action.First,
		"text." + action.Last:
		return true
	}
	return false
}
