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
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// foreseen is what falls into an absence that is about to be entered.
type foreseen struct {
	absence model.Absence
	about   []widget.Paragraph // not to be entered: what stands before the list of an absence that is
	held    []upkeep.Held
	err     error
}

// foresee counts the cases beside the loop; the question follows.
func foresee(env *pane.Env, a model.Absence) pane.Outcome {
	return foreseeing(env, foreseen{absence: a})
}

func foreseeing(env *pane.Env, f foreseen) pane.Outcome {
	ctx, s, actor, a := env.Ctx, env.Store, env.Me.Actor, f.absence
	return pane.Await(func() tea.Msg {
		f.held, f.err = upkeep.Forecast(ctx, s, actor, a.Official, a.From, a.To)
		return f
	})
}

// line names one case of a handover.
func line(env *pane.Env, h upkeep.Held) string {
	due := model.DateOf(h.Row.SortAt-1, env.Zone)
	return "№ " + h.Row.ID.String() + " до " + verb.DateText(env, string(due)) + " · " + clean.Line(words(h.Row.Topic, h.Row.Place))
}

// handover is shown behind what is known of a person: every case that falls into the absence.
func (f foreseen) handover(env *pane.Env) pane.Outcome {
	if f.err != nil && model.CodeOf(f.err) != model.Forbidden {
		return pane.Fail(f.err)
	}
	text := f.about
	if f.err == nil {
		text = append(text, widget.Par("", theme.Text), widget.Par("Дела для передачи: "+russian.Number(int64(len(f.held))), theme.Title))
		for _, h := range f.held {
			text = append(text, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: line(env, h)}, {Text: " · " + clean.Line(h.Role), Role: theme.Muted}}})
		}
	}
	return pane.Push(overlay.NewViewer("Должностное лицо", text))
}

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
	lines = append(lines, "На эти дни дела перейдут: "+clean.Line(env.Snap.Office.Officials[f.absence.Deputy].Title())+".")
	for _, h := range f.held {
		lines = append(lines, line(env, h))
	}
	return pane.Push(overlay.NewConfirm(overlay.Question{Title: "Отсутствие и замещение", Effect: strings.Join(lines, "\n"), Yes: "Записать отсутствие", Then: enter}))
}
