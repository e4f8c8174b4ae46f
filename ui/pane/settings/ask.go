package settings

import (
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/store"
	"kurator/store/job/upkeep"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// asked is a form about something of the office, and the change its answer comes to.
type asked struct {
	title  string
	fields []widget.Field
	field  string // where what is wrong is said
	change func(env *pane.Env, v overlay.Values) (upkeep.Change, error)
}

// asking is a form that is open. Somebody else may change the same thing meanwhile: where they have changed other fields, both changes
// are made; where the same, the form comes back with what was typed and what is written now.
type asking struct {
	make  func(env *pane.Env) asked // of what is asked about, as it is in the office at hand
	seen  int64                     // the version of the office the form was made from
	base  map[string]string         // what the fields held then
	typed map[string]string
	form  *overlay.Form
}

// ask opens the form. What is wrong with an answer is said in the form, so that nothing typed is lost.
func ask(env *pane.Env, form func(env *pane.Env) asked) pane.Outcome {
	a := &asking{make: form}
	return a.open(env, form(env))
}

func (a *asking) open(env *pane.Env, f asked) pane.Outcome {
	a.seen, a.base = env.Snap.Office.Version, valuesOf(a.make(env).fields)
	a.form = overlay.NewForm(f.title, f.fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		a.typed = map[string]string{}
		for _, field := range f.fields {
			a.typed[field.ID] = v(field.ID)
		}
		c, err := f.change(env, v)
		return a.propose(env, c.From(a.seen), err)
	}).Check(func(env *pane.Env, v overlay.Values) (string, string) {
		if _, err := f.change(env, v); err != nil {
			return f.field, err.Error()
		}
		return "", ""
	})
	return pane.Push(a.form)
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
	f := a.make(&fresh)
	theirs := valuesOf(f.fields)
	var clash []string
	merged := map[string]string{}
	for i := range f.fields {
		field := &f.fields[i]
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
		a.seen, a.base = now.Office.Version, theirs
		c, err := f.change(&fresh, func(id string) string { return merged[id] })
		return a.propose(&fresh, c.From(a.seen), err)
	}
	a.open(&fresh, f)
	first, _, _ := strings.Cut(fault.Say, ". Посмотрите")
	return pane.Push(a.form.Refused(first + ". Записано теперь: " + strings.Join(clash, "; ") + ". В полях — ваше."))
}

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
	return f.Value
}

// current is an object as it is now; what is gone stays as it was.
func current[K comparable, V any](of map[K]V, id K, was V) V {
	if now, ok := of[id]; ok {
		return now
	}
	return was
}

func editOffice(env *pane.Env) pane.Outcome { return ask(env, officeForm) }

func editApproval(env *pane.Env, channel model.ChannelID) pane.Outcome {
	return ask(env, func(env *pane.Env) asked { return approvalForm(env, channel) })
}

func editKeeping(env *pane.Env, channel model.ChannelID) pane.Outcome {
	return ask(env, func(env *pane.Env) asked { return keepingForm(env, channel) })
}

func editSample(env *pane.Env) pane.Outcome { return ask(env, sampleForm) }

func editHours(env *pane.Env, h deadline.HoursSpec) pane.Outcome {
	return ask(env, func(env *pane.Env) asked {
		now := h
		for _, x := range env.Snap.Book.Spec().Schedules {
			if h.ID != "" && x.ID == h.ID {
				now = x
			}
		}
		return hoursForm(env, now)
	})
}

func editDay(env *pane.Env, r calendar.Row) pane.Outcome {
	return ask(env, func(env *pane.Env) asked {
		now := r
		for _, x := range env.Snap.Own.Days {
			if r.Date != 0 && x.Date == r.Date {
				now = x
			}
		}
		return dayForm(env, now)
	})
}

func editPolicy(env *pane.Env, p deadline.Policy, fresh bool) pane.Outcome {
	return ask(env, func(env *pane.Env) asked {
		now := p
		if known, ok := env.Snap.Book.Policy(p.ID); ok && !fresh {
			now = known
		}
		return policyForm(env, now, fresh)
	})
}

func editUnit(env *pane.Env, u model.Unit) pane.Outcome {
	return ask(env, func(env *pane.Env) asked { return unitForm(env, current(env.Snap.Office.Units, u.ID, u)) })
}

func editPlace(env *pane.Env, p model.Place) pane.Outcome {
	return ask(env, func(env *pane.Env) asked { return placeForm(env, current(env.Snap.Office.Places, p.ID, p)) })
}

func editTopic(env *pane.Env, t model.TopicRule) pane.Outcome {
	return ask(env, func(env *pane.Env) asked { return topicForm(env, current(env.Snap.Office.Topics, t.ID, t)) })
}

func editTarget(env *pane.Env, t model.Target) pane.Outcome {
	return ask(env, func(env *pane.Env) asked { return targetForm(env, current(env.Snap.Office.Targets, t.ID, t)) })
}
