package verb

import (
	"kurator/model"
	"kurator/model/russian"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Proposal is the unit that triage would give an appeal to: the one it has, else the one that usually answers on the topic.
func Proposal(env *pane.Env, a *model.Appeal) model.UnitID {
	if a.Unit != 0 {
		return a.Unit
	}
	return env.Snap.Office.TopicUnit(a.Topic)
}

// accept takes topic and place as the channel gave them, makes the one question and assigns, as one undo step. Without a
// proposal it asks to whom.
func (c *Cases) accept(env *pane.Env, t Target) pane.Outcome {
	unit := Proposal(env, t.Appeal)
	if unit == 0 {
		return c.assign(env, t)
	}
	return c.take(env, t, unit)
}

// take sorts and assigns in one step.
func (c *Cases) take(env *pane.Env, t Target, unit model.UnitID) pane.Outcome {
	now := accepted{t.Appeal.ID, t.Appeal.Rev}
	if c.taken == now { // the list has not been loaded again yet
		return pane.Nothing()
	}
	c.taken = now
	return Run(env, one("Назначено ("+env.Snap.Office.UnitTitle(unit)+")", t.Appeal, &model.Sort{}, &model.Assign{Unit: unit}))
}

// assign asks for the unit. What is new is sorted with it.
func (c *Cases) assign(env *pane.Env, t Target) pane.Outcome {
	var proposed, current model.UnitID
	if t.Appeal != nil {
		proposed, current = Proposal(env, t.Appeal), t.Appeal.Unit
	}
	if proposed == 0 && current == 0 && env.Advice != nil && t.Appeal != nil && !t.many() {
		return c.assignAdvised(env, t)
	}
	return c.assignMenu(env, t, proposed, current, "")
}

// sort asks what the appeal is about; everything is filled in as the channel gave it.
func (c *Cases) sort(env *pane.Env, t Target) pane.Outcome {
	a := t.Appeal
	fields := []widget.Field{
		{ID: "topic", Label: "Тема", Value: a.Topic.Title, Hint: "как в канале или из справочника"},
		{ID: "place", Label: "Населённый пункт", Kind: widget.FieldChoice, Value: a.Place, Options: placeOptions(env, a.Place)},
		{ID: "essence", Label: "Суть (можно не заполнять)", Kind: widget.FieldText, Value: a.Essence.Body, Lines: 3},
		{ID: "questions", Label: "Вопросы: по одному в строке; пусто — один вопрос по теме", Kind: widget.FieldText, Value: questionLines(a), Lines: 3},
		{ID: "genre", Label: "Вид обращения", Kind: widget.FieldChoice, Value: string(a.Genre), Options: genreOptions()},
		{ID: "kind", Label: "Порядок рассмотрения", Kind: widget.FieldChoice, Value: string(a.Kind), Options: kindOptions()},
		{ID: "priority", Label: "Высокая важность", Kind: widget.FieldFlag, Value: yesIf(a.Priority == model.PriorityHigh)},
	}
	return pane.Push(overlay.NewForm("Разобрать № "+a.ID.String(), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		return Run(env, one("Разобрано", a, sortAction(env, a, v)))
	}))
}

// sortAction turns the filled form into the action; what was not changed is left to the channel.
func sortAction(env *pane.Env, a *model.Appeal, v overlay.Values) *model.Sort {
	s := &model.Sort{Genre: model.Genre(v("genre")), Kind: model.Kind(v("kind"))}
	if title := v("topic"); title != a.Topic.Title {
		topic := topicNamed(env, title)
		s.Topic = &topic
	}
	if place := v("place"); place != a.Place {
		s.Place = &place
	}
	if essence := v("essence"); essence != a.Essence.Body {
		s.Essence = model.Words(essence)
	}
	priority := model.PriorityNormal
	if v("priority") != "" {
		priority = model.PriorityHigh
	}
	s.Priority = &priority
	if v("questions") != questionLines(a) {
		s.Questions = questionsOf(v("questions"), a, s)
	}
	return s
}

// topicNamed finds the topic of the office's list by its name, with its code; other words stay as they are.
func topicNamed(env *pane.Env, title string) model.Topic {
	for _, r := range env.Snap.Office.TopicList() {
		if russian.Fold(r.Title) == russian.Fold(title) {
			return model.Topic{Code: r.Code, Title: r.Title}
		}
	}
	return model.Topic{Title: title}
}
