package card

import (
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/template"
	"kurator/store"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// chooseTemplate offers the reply templates that fit the case, then asks for what only a person knows, and inserts at the cursor.
func (c *Card) chooseTemplate(env *pane.Env) pane.Outcome {
	a := &c.card.Appeal
	all := env.Snap.Office.TemplateList()
	fit := template.Offer(all, a.Channel(), a.Topic, a.Outcome)
	var list []widget.Choice
	add := func(t model.Template, group string) {
		list = append(list, widget.Choice{ID: t.Title, Label: t.Title, Hint: madeFor(t), Group: group, Words: t.Text})
	}
	for _, t := range fit {
		add(t, "Подходят к обращению")
	}
	for _, t := range all {
		if !t.Retired && !slices.ContainsFunc(fit, func(x model.Template) bool { return x.ID == t.ID }) {
			add(t, "Для других случаев")
		}
	}
	if len(list) == 0 {
		return pane.Fail(model.Faultf(model.NotFound, "Шаблонов ответов нет. Их добавляют в справочниках учреждения."))
	}
	return pane.Push(overlay.NewChoose("Шаблон ответа", "название или слово из текста", list, func(env *pane.Env, ch widget.Choice) pane.Outcome {
		for _, t := range all {
			if t.Title == ch.ID && !t.Retired {
				return c.insert(template.Fill(t.Text, factsOf(env, c.card)))
			}
		}
		return pane.Nothing()
	}))
}

// madeFor is the channel and outcome a template was made for.
func madeFor(t model.Template) string {
	var parts []string
	if t.Channel != "" {
		parts = append(parts, t.Channel.Title())
	}
	if t.Outcome != "" {
		parts = append(parts, string(t.Outcome))
	}
	return strings.Join(parts, ", ")
}

// insert asks for the places that the case does not fill, and puts the text at the cursor. What is left empty stays in braces: the answer cannot
// be approved until it is filled in.
func (c *Card) insert(text string) pane.Outcome {
	var fields []widget.Field
	for _, s := range template.Unfilled(text) {
		place := text[s.Start:s.End]
		if !slices.ContainsFunc(fields, func(f widget.Field) bool { return f.ID == place }) {
			fields = append(fields, widget.Field{ID: place, Label: strings.Trim(place, "{} ")})
		}
	}
	if len(fields) == 0 {
		c.write(text)
		return pane.Nothing()
	}
	return pane.Push(overlay.NewForm("Заполнить шаблон", fields, func(_ *pane.Env, v overlay.Values) pane.Outcome {
		for _, f := range fields {
			if words := strings.TrimSpace(v(f.ID)); words != "" {
				text = strings.ReplaceAll(text, f.ID, words)
			}
		}
		c.write(text)
		return pane.Nothing()
	}))
}

// write puts text at the cursor; an answer finished meanwhile takes nothing more.
func (c *Card) write(text string) {
	if c.editor == nil {
		return
	}
	c.editor.text.Insert(text)
	c.remember()
}

// factsOf are what a template is filled in from. What the person may not see stays open.
func factsOf(env *pane.Env, card *store.Card) template.Facts {
	a := &card.Appeal
	f := template.Facts{Number: a.ID.String(), Received: a.Received.In(env.Zone), Due: dueDay(env, a.Due.Channel), Today: env.Time(),
		Place: a.Place, Address: clean.Line(a.Address.Body), Topic: a.Topic.Title, Unit: env.Snap.Office.UnitTitle(a.Unit),
		Office: env.Snap.Office.Settings.OfficeName}
	if n := a.Main().ExternalID; n != "" {
		f.Number = n
	}
	if card.Personal && !card.Masked {
		f.Name = clean.Line(a.Applicant.Name.Body)
	}
	return f
}

func dueDay(env *pane.Env, d model.Deadline) time.Time {
	if day, err := time.Parse(time.DateOnly, string(d.Date)); err == nil {
		return day
	}
	if d.LateFrom == 0 {
		return time.Time{}
	}
	return d.LateFrom.In(env.Zone)
}
