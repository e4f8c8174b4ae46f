// Package amend changes what the office runs by, from forms: it asks, shows what a change moves before it is made, and brings together what
// two people have changed at once.
package amend

import (
	"context"
	"slices"
	"strings"

	"kurator/model"
	"kurator/store"
	"kurator/store/job/upkeep"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Form is a form about something of the office, and the change its answer comes to.
type Form struct {
	Title  string
	Fields []widget.Field
	Field  string // where what is wrong is said
	Change func(env *pane.Env, v overlay.Values) (upkeep.Change, error)
	// Check names the field that is wrong where there is more than one; nil: what Change says is said at Field.
	Check func(env *pane.Env, v overlay.Values) (field, sentence string)
	// Foresee is asked beside the loop what to tell before the change is made; nil, or no lines: nothing.
	Foresee func(ctx context.Context, env *pane.Env, v overlay.Values) ([]string, error)
	Yes     string // the answer that makes the change after Foresee has told something
	Shows   string // title of Preview
	Preview func(env *pane.Env, v overlay.Values) string
}

// asking is a form that is open. Somebody else may change the same thing meanwhile: where they have changed other fields, both changes
// are made; where the same, the form comes back with what was typed and what is written now.
type asking struct {
	of    func(env *pane.Env) Form // of what is asked about, as it is in the office at hand
	seen  int64                    // the version of the office the form was made from
	base  map[string]string        // what the fields held then
	typed map[string]string
	spec  Form
	form  *overlay.Form
}

// Ask opens the form that of gives for the office at hand. What is wrong with an answer is said in the form, so that nothing typed is
// lost.
func Ask(env *pane.Env, of func(env *pane.Env) Form) pane.Outcome {
	a := &asking{of: of}
	return a.open(env, of(env))
}

func (a *asking) open(env *pane.Env, f Form) pane.Outcome {
	a.seen, a.base, a.spec = env.Snap.Office.Version, valuesOf(a.of(env).Fields), f
	a.form = overlay.NewForm(f.Title, f.Fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		a.typed = map[string]string{}
		for _, field := range f.Fields {
			a.typed[field.ID] = v(field.ID)
		}
		return a.answer(env, a.typed)
	}).Check(func(env *pane.Env, v overlay.Values) (string, string) {
		if f.Check != nil {
			if field, sentence := f.Check(env, v); sentence != "" {
				return field, sentence
			}
		}
		if _, err := f.Change(env, v); err != nil {
			return f.Field, err.Error()
		}
		return "", ""
	})
	if f.Preview != nil {
		a.form.Preview(f.Shows, f.Preview)
	}
	return pane.Push(a.form)
}

// answer goes on with what the fields hold.
func (a *asking) answer(env *pane.Env, values map[string]string) pane.Outcome {
	v := func(id string) string { return values[id] }
	c, err := a.spec.Change(env, v)
	return a.propose(env, c.From(a.seen), v, err)
}

// valuesOf are the values a form of these fields would give back untouched.
func valuesOf(fields []widget.Field) map[string]string {
	form, values := widget.NewForm(fields), map[string]string{}
	for _, f := range fields {
		values[f.ID] = form.Value(f.ID)
	}
	return values
}

// back goes on after somebody else was first. now is the office as they have left it.
func (a *asking) back(env *pane.Env, now *store.Snapshot, fault *model.Fault) pane.Outcome {
	fresh := *env
	fresh.Snap = now
	f := a.of(&fresh)
	theirs := valuesOf(f.Fields)
	var clash []string
	merged := map[string]string{}
	for i := range f.Fields {
		field := &f.Fields[i]
		mine := a.typed[field.ID]
		switch {
		case mine == a.base[field.ID]:
			mine = theirs[field.ID]
		case theirs[field.ID] != a.base[field.ID] && theirs[field.ID] != mine:
			clash = append(clash, "«"+field.Label+"» — "+shown(*field))
		}
		merged[field.ID], field.Value = mine, mine
	}
	if len(clash) == 0 {
		a.seen, a.base, a.spec = now.Office.Version, theirs, f
		return a.answer(&fresh, merged)
	}
	a.open(&fresh, f)
	first, _, _ := strings.Cut(fault.Say, ". Посмотрите")
	return pane.Push(a.form.Refused(first + ". Записано теперь: " + strings.Join(clash, "; ") + ". В полях — ваше."))
}

// longest is how many letters of somebody's text are shown when the form comes back.
const longest = 60

// shown is the value of a field in words.
func shown(f widget.Field) string {
	i := slices.IndexFunc(f.Options, func(o widget.Option) bool { return o.ID == f.Value })
	switch {
	case f.Kind == widget.FieldFlag && f.Value != "":
		return "да"
	case f.Kind == widget.FieldFlag:
		return "нет"
	case i >= 0:
		return f.Options[i].Label
	case f.Value == "":
		return "пусто"
	}
	if letters := []rune(strings.Join(strings.Fields(f.Value), " ")); len(letters) > longest {
		return string(letters[:longest]) + "…"
	}
	return f.Value
}

// Current is an object as it is now; what is gone stays as it was.
func Current[K comparable, V any](of map[K]V, id K, was V) V {
	if now, ok := of[id]; ok {
		return now
	}
	return was
}
