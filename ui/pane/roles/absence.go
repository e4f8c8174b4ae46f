package roles

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/job/upkeep"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/verb"
)

// foreseen is what falls into an absence that is about to be entered.
type foreseen struct {
	absence model.Absence
	held    []upkeep.Held
	err     error
}

// foresee counts the cases beside the loop; the question follows.
func foresee(env *pane.Env, a model.Absence) pane.Outcome {
	ctx, s, actor := env.Ctx, env.Store, env.Me.Actor
	return pane.Await(func() tea.Msg {
		held, err := upkeep.Forecast(ctx, s, actor, a.Official, a.From, a.To)
		return foreseen{a, held, err}
	})
}

// listed is how many cases the question names; all of them are in «kurator staff handover».
const listed = 8

// ask tells what will pass to the deputy before the absence is written down.
func (f foreseen) ask(env *pane.Env) pane.Outcome {
	enter := func(env *pane.Env) pane.Outcome {
		return do(env, 0, "Замещение записано", model.Ref{Noun: model.NounAbsence}, &model.PutAbsence{Absence: f.absence})
	}
	if model.CodeOf(f.err) == model.Forbidden {
		return enter(env) // the cases are for others to see
	}
	if f.err != nil {
		return pane.Fail(f.err)
	}
	n := len(f.held)
	lines := []string{"В отсутствие " + russian.Word(n, "попадает", "попадают", "попадают") + " " + russian.Count(n, "обращение", "обращения", "обращений") + "."}
	for i, h := range f.held {
		if i == listed {
			lines = append(lines, "… Весь список: kurator staff handover.")
			break
		}
		due := model.DateOf(h.Row.SortAt-1, env.Zone)
		lines = append(lines, "№ "+h.Row.ID.String()+" до "+verb.DateText(env, string(due))+" · "+clean.Line(words(h.Row.Topic, h.Row.Place)))
	}
	lines = append(lines, "На эти дни дела перейдут: "+clean.Line(env.Snap.Office.Officials[f.absence.Deputy].Title())+".")
	return pane.Push(overlay.NewConfirm(overlay.Question{Title: "Отсутствие и замещение", Effect: strings.Join(lines, "\n"), Yes: "Записать отсутствие", Then: enter}))
}
