package desk

import (
	"context"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// batchTakenBack undoes all operations of an import, however many it was written in. What somebody has worked on since stays as it is.
func batchTakenBack(ctx context.Context, s *store.Store, actor model.Actor, op store.Operation) undone {
	r, err := s.UndoBatch(ctx, actor, op.Batch)
	title := "Загрузка отменена"
	if op.Undoes != "" {
		title = "Загрузка возвращена"
	}
	cases := map[int64]bool{}
	for _, ref := range r.Changed {
		if ref.Noun == model.NounAppeal {
			cases[ref.ID] = true
		}
	}
	return undone{title + ": " + russian.Count(len(cases), "обращение", "обращения", "обращений"), r, err}
}

// refusedShown is how many refusals are listed one by one.
const refusedShown = 200

// outcome says what was taken back, and lists what could not be.
func (u undone) outcome() pane.Outcome {
	o := pane.Outcome{Toast: &pane.Toast{Text: u.title}, Changed: u.result.Changed}
	refused := u.result.Skipped
	if len(refused) == 0 {
		return o
	}
	o.Toast.Text += ". Нельзя: " + strconv.Itoa(len(refused))
	o.Toast.Warn = true
	pars := []widget.Paragraph{widget.Par("Остальное сделано. Это осталось как есть:", theme.Muted), widget.Par("", theme.Text)}
	for _, x := range refused[:min(len(refused), refusedShown)] {
		pars = append(pars, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: "! ", Role: theme.Warn}, {Text: refusal(x)}}})
	}
	if rest := len(refused) - refusedShown; rest > 0 {
		pars = append(pars, widget.Par("… и ещё "+strconv.Itoa(rest), theme.Muted))
	}
	o.Push = overlay.NewViewer(u.title, pars)
	return o
}

// refusal names the case where the reason does not.
func refusal(x store.Skip) string {
	name := "№ " + model.AppealID(x.Ref.ID).String()
	if x.Ref.Noun != model.NounAppeal || strings.Contains(x.Say, name) {
		return x.Say
	}
	return name + ": " + x.Say
}
