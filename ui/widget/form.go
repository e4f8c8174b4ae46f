package widget

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
)

// FieldKind is how a field is filled in.
type FieldKind uint8

// Kinds of fields.
const (
	FieldInput  FieldKind = iota // one line
	FieldText                    // several lines
	FieldChoice                  // one of Options: left, right, or the first letters
	FieldFlag                    // yes or no: space; the value is "yes" or ""
)

// Option is one value of a FieldChoice.
type Option struct{ ID, Label string }

// Field is one question of a form.
type Field struct {
	ID, Label string
	Kind      FieldKind
	Value     string // of a choice: the id of an option
	Hint      string // what to write
	Options   []Option
	Lines     int // height of a FieldText; 4 when 0
}

// Form is a few labelled fields. Tab, shift+tab and, outside long texts, up and down walk them; enter goes on and completes after the last
// one; ctrl+s and alt+enter complete at once; esc cancels.
type Form struct {
	fields  []field
	current int
	top     int
	cursorX int
	cursorY int
	typing  bool
	places  []int // the field that each line of the whole form belongs to, of the last View
}

type field struct {
	Field
	input  *Input
	editor *Editor
	option int
	fault  string
}

const flagOn = "yes"

// NewForm is a form with the first field current.
func NewForm(fields []Field) *Form {
	f := &Form{}
	for _, spec := range fields {
		made := field{Field: spec}
		switch spec.Kind {
		case FieldInput:
			made.input = NewInput(spec.Value)
			made.input.Placeholder = spec.Hint
		case FieldText:
			made.editor = NewEditor(spec.Value)
			made.editor.Placeholder = spec.Hint
			if made.Lines <= 0 {
				made.Lines = 4
			}
		case FieldChoice:
			made.option = max(slices.IndexFunc(spec.Options, func(o Option) bool { return o.ID == spec.Value }), 0)
		}
		f.fields = append(f.fields, made)
	}
	return f
}

// Value is what a field holds now; empty for an unknown id.
func (f *Form) Value(id string) string {
	for i := range f.fields {
		if c := &f.fields[i]; c.ID == id {
			return c.value()
		}
	}
	return ""
}

func (c *field) value() string {
	switch {
	case c.Kind == FieldInput:
		return c.input.Value()
	case c.Kind == FieldText:
		return c.editor.Value()
	case c.Kind == FieldChoice && c.option < len(c.Options):
		return c.Options[c.option].ID
	case c.Kind == FieldFlag:
		return c.Value
	}
	return ""
}

// Current is the id of the current field, empty for a form without fields.
func (f *Form) Current() string {
	if len(f.fields) == 0 {
		return ""
	}
	return f.fields[f.current].ID
}

// SetFault shows a sentence under a field and goes to it; an empty one takes it away.
func (f *Form) SetFault(id, sentence string) {
	for i := range f.fields {
		if f.fields[i].ID == id {
			f.fields[i].fault = clean.Line(sentence)
			if sentence != "" {
				f.current = i
			}
		}
	}
}

// Typing reports whether the current field takes text, for the normaliser of keys.
func (f *Form) Typing() bool {
	return len(f.fields) > 0 && f.fields[f.current].Kind <= FieldText
}

// Update fills in the form. It returns Chosen when the form was completed.
func (f *Form) Update(msg tea.Msg) Outcome {
	if len(f.fields) == 0 {
		return Ignored
	}
	c := &f.fields[f.current]
	press, ok := pressOf(msg, f.Typing())
	if !ok {
		return c.edit(msg)
	}
	long := c.Kind == FieldText
	switch press.Name {
	case "esc", "ctrl+c":
		return Cancelled
	case "ctrl+s", "alt+enter", "ctrl+enter":
		return Chosen
	case "tab":
		f.walk(1)
		return Kept
	case "shift+tab":
		f.walk(-1)
		return Kept
	case "up", "down":
		if !long {
			f.current = max(min(f.current+map[string]int{"up": -1, "down": 1}[press.Name], len(f.fields)-1), 0)
			return Kept
		}
	case "enter":
		if long {
			break
		}
		if f.current == len(f.fields)-1 {
			return Chosen
		}
		f.walk(1)
		return Kept
	}
	return c.edit(press)
}

// Click goes to the field at line y of the last View.
func (f *Form) Click(y int) bool {
	if at := f.top + y; y >= 0 && at < len(f.places) {
		f.current = f.places[at]
		return true
	}
	return false
}

func (f *Form) walk(by int) {
	f.current = (f.current + by + len(f.fields)) % len(f.fields)
}

// edit gives a message to the field itself; what it was found wrong with is forgotten when it changes.
func (c *field) edit(msg tea.Msg) Outcome {
	before := c.value()
	var handled bool
	switch c.Kind {
	case FieldInput:
		handled, _ = c.input.Update(msg)
	case FieldText:
		handled, _ = c.editor.Update(msg)
	default:
		press, ok := pressOf(msg, false)
		handled = ok && c.pick(press.Name, press.Text)
	}
	if c.value() != before {
		c.fault = ""
	}
	if handled {
		return Kept
	}
	return Ignored
}

func (c *field) pick(name, text string) bool {
	if c.Kind == FieldFlag {
		if name != "space" && name != "left" && name != "right" {
			return false
		}
		if c.Value == "" {
			c.Value = flagOn
		} else {
			c.Value = ""
		}
		return true
	}
	n := len(c.Options)
	if n == 0 {
		return false
	}
	switch name {
	case "left":
		c.option = (c.option + n - 1) % n
	case "right", "space":
		c.option = (c.option + 1) % n
	default:
		return text != "" && c.pickByLetter(text)
	}
	return true
}

// pickByLetter goes to the next option that begins with what was typed: the raw letter, so that a Russian word is found by its own.
func (c *field) pickByLetter(text string) bool {
	n := len(c.Options)
	for i := 1; i <= n; i++ {
		at := (c.option + i) % n
		if strings.HasPrefix(fold(c.Options[at].Label), fold(text)) {
			c.option = at
			return true
		}
	}
	return false
}
