package overlay

import (
	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Values gives what stands in a field of a form.
type Values func(id string) string

// Form fills in a few fields.
type Form struct {
	title  string
	form   *widget.Form
	fields []string // their ids
	why    int      // rows for why it was refused
	check  func(env *pane.Env, v Values) (field, sentence string)
	then   func(env *pane.Env, v Values) pane.Outcome

	shows   string // title of the preview
	preview func(env *pane.Env, v Values) string
}

// previewRows is the least height in which a preview is worth its place, its title among them.
const previewRows = 4

// NewForm makes a form; then goes on with what was filled in.
func NewForm(title string, fields []widget.Field, then func(env *pane.Env, v Values) pane.Outcome) *Form {
	f := &Form{title: clean.Line(title), form: widget.NewForm(fields), then: then}
	for _, field := range fields {
		f.fields = append(f.fields, field.ID)
	}
	return f
}

// Check lets a form be completed only when nothing is wrong: it names the field and says what to write.
func (f *Form) Check(check func(env *pane.Env, v Values) (field, sentence string)) *Form {
	f.check = check
	return f
}

// Preview shows under the fields what becomes of what is written, where there is room.
func (f *Form) Preview(title string, preview func(env *pane.Env, v Values) string) *Form {
	f.shows, f.preview = clean.Line(title), preview
	return f
}

// Refused is the form as it was filled in, to be opened again, with the reason at the field that had the keys.
func (f *Form) Refused(sentence string) *Form {
	at := f.form.Current()
	for _, id := range f.fields {
		f.form.SetFault(id, "")
	}
	f.form.SetFault(at, sentence)
	f.why = refusedRows
	return f
}

// refusedRows is how many rows the longest reasons take besides the one every form has.
const refusedRows = 2

// Title of the frame.
func (f *Form) Title() string { return f.title }

// Foot of the frame.
func (f *Form) Foot(*pane.Env) string {
	return "Tab — дальше, Ctrl+S — готово, Esc — закрыть"
}

// Size is all fields, a row for what is wrong, and the preview.
func (f *Form) Size(_ *pane.Env, w, h int) (int, int) {
	if f.preview != nil {
		return min(w, 84), h
	}
	w = min(w, 76)
	return w, min(h, f.form.Height(w)+1+f.why)
}

// Typing depends on the current field.
func (f *Form) Typing() bool { return f.form.Typing() }

// Update fills in.
func (f *Form) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if click, ok := msg.(tea.MouseClickMsg); ok {
		f.form.Click(click.Y)
		return pane.Nothing()
	}
	switch f.form.Update(msg) {
	case widget.Cancelled:
		return closed()
	case widget.Chosen:
		if f.check != nil {
			if field, sentence := f.check(env, f.form.Value); sentence != "" {
				f.form.SetFault(field, sentence)
				return pane.Nothing()
			}
		}
		return answered(f.then(env, f.form.Value))
	}
	return pane.Nothing()
}

// Value is what stands in a field now.
func (f *Form) Value(id string) string { return f.form.Value(id) }

// Current is the id of the field that has the keys.
func (f *Form) Current() string { return f.form.Current() }

// View draws the fields, and the preview in the rows they leave.
func (f *Form) View(env *pane.Env, w, h int) []string {
	rest := h - f.form.Height(w) - 1
	if f.preview == nil || rest < previewRows {
		return f.form.View(env.Theme, w, h)
	}
	th := env.Theme
	l := widget.NewLine(th, w)
	border := th.Style(theme.Border)
	lines := append(f.form.View(th, w, h-rest), l.Put(th.Glyphs.H+" ", border).Put(f.shows+" ", th.Style(theme.Muted)).Repeat(th.Glyphs.H, l.Room(), border).End(""))
	for _, row := range widget.WrapWords(clean.Text(f.preview(env, f.form.Value)), w) {
		if len(lines) == h {
			break
		}
		l.Reset(w)
		lines = append(lines, l.Put(row, th.Style(theme.Text)).End(""))
	}
	return fill(lines, w, h)
}

// Cursor is in the current field.
func (f *Form) Cursor() (x, y int, ok bool) { return f.form.Cursor() }
