package queue

import (
	"context"
	"strings"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/ui/overlay"
	"kurator/ui/pane"
)

// text is the current view with what was typed beside it, in the filter language.
func (q *Queue) text() string { return query.PrintRussian(q.asked) }

// saveView asks for a name and keeps the conditions as a view of the person's own.
func (q *Queue) saveView() pane.Outcome {
	v := q.views[q.current]
	name := ""
	if v.Own {
		name = v.Name
	}
	kept := store.View{Query: q.text(), Columns: v.Columns, Group: v.Group}
	return pane.Push(overlay.NewPrompt(overlay.Ask{Title: "Сохранить свой вид: " + kept.Query, Value: name, Hint: "название вида",
		Check: q.checkName,
		Then: func(env *pane.Env, text string) pane.Outcome {
			kept.Name = strings.Join(strings.Fields(text), " ")
			s, official := env.Store, env.Me.Actor.Official
			ctx := context.WithoutCancel(env.Ctx)
			return pane.Work(q.shelf.Start(ctx, func(ctx context.Context) ([]store.View, error) {
				if err := s.SaveView(ctx, official, kept); err != nil {
					return nil, err
				}
				return s.Views(ctx, official)
			}))
		}}))
}

// checkName refuses a name that a view of the desk has: two tabs of one name could not be told apart.
func (q *Queue) checkName(text string) error {
	name := strings.Join(strings.Fields(text), " ")
	if name == "" {
		return model.Faultf(model.Usage, "Напишите название.")
	}
	for _, v := range q.views {
		if v.Name == name && !v.Own {
			return model.Faultf(model.Usage, "Вид «%s» уже есть. Назовите свой иначе.", name)
		}
	}
	return nil
}

// dropView forgets the current view, which is the person's own.
func (q *Queue) dropView(env *pane.Env) pane.Outcome {
	name, s, official := q.views[q.current].Name, env.Store, env.Me.Actor.Official
	return pane.Push(overlay.NewConfirm(overlay.Question{Title: "Удалить вид", Effect: "Вид «" + name + "» исчезнет из вашего списка. Обращения не изменятся.",
		Yes: "Удалить", Irreversible: true, Then: func(env *pane.Env) pane.Outcome {
			ctx := context.WithoutCancel(env.Ctx)
			return pane.Work(q.shelf.Start(ctx, func(ctx context.Context) ([]store.View, error) {
				if err := s.DropView(ctx, official, name); err != nil {
					return nil, err
				}
				return s.Views(ctx, official)
			}))
		}}))
}

// shelved takes the views as they are now, and goes to the one that is new.
func (q *Queue) shelved(env *pane.Env, list []store.View, err error) pane.Outcome {
	if err != nil {
		return pane.Fail(err)
	}
	fresh, said := "", "Вид удалён"
	for _, v := range list {
		known := false
		for _, old := range q.own {
			known = known || old.Name == v.Name && old.Query == v.Query
		}
		if !known {
			fresh, said = v.Name, "Вид сохранён: «"+v.Name+"»"
		}
	}
	if fresh == "" && len(list) == len(q.own) {
		said = "Вид сохранён"
	}
	q.own = list
	q.setViews(env.Config.Views)
	for i, v := range q.views {
		if v.Name == fresh && v.Own {
			q.filter, q.only, q.sorted = "", nil, nil
			q.show(i)
		}
	}
	return q.load(env, q.table.Load()).And(q.count(env)).And(pane.Say(said))
}
