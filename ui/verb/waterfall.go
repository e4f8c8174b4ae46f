package verb

import (
	"context"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// waterfallWidth is how wide the bars of a whole case are: they fit beside the sums on a screen of 60.
const waterfallWidth = 40

// waterfall shows who held the case from when to when, to one scale, with what of that was late.
func (c *Cases) waterfall(env *pane.Env, t Target) pane.Outcome {
	id, s, actor, snap, th := t.Appeal.ID, env.Store, env.Me.Actor, env.Snap, env.Theme
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		card, err := s.Card(ctx, actor, id, true)
		if err != nil {
			return pane.Nothing(), err
		}
		if len(card.Ledger) == 0 {
			return pane.Nothing(), model.Faultf(model.NotFound, "Обращение ещё никто не держал.")
		}
		text := waterfallText(card.Ledger, snap.Zone(), th, func(h model.Holder) string { return snap.Office.HolderTitle(h) })
		return pane.Push(overlay.NewViewer("Ход обращения № "+id.String(), text)), nil
	})
}

func waterfallText(ledger []deadline.Held, zone *time.Location, th *theme.Theme, title func(model.Holder) string) []widget.Paragraph {
	from, to := ledger[0].From, ledger[len(ledger)-1].To
	whole := max(float64(to-from), 1)
	place := func(at model.Instant) int { return int(float64(at-from) * waterfallWidth / whole) }
	var work, late time.Duration
	var text []widget.Paragraph
	for _, h := range ledger {
		name := clean.Line(title(h.Holder))
		if name == "" {
			name = "Ни у кого"
		}
		if h.Outside() {
			name += " (вне администрации)"
		}
		text = append(text, widget.Paragraph{Runs: []widget.Run{{Text: h.Stage.Title(), Role: theme.Title}, {Text: "  " + name}}, Indent: 2})
		first := min(place(h.From), waterfallWidth-1)
		held := max(place(h.To)-first, 1)
		lateCells := 0
		if h.Late > 0 && h.To > h.From {
			lateCells = min(max(int(h.Late.Seconds()*float64(held)/float64(h.To-h.From)), 1), held)
		}
		runs := []widget.Run{{Text: strings.Repeat("·", first), Role: theme.Muted}, {Text: strings.Repeat(th.Glyphs.Full, held-lateCells), Role: theme.Accent},
			{Text: strings.Repeat("!", lateCells), Role: theme.Late}, {Text: strings.Repeat("·", waterfallWidth-first-held), Role: theme.Muted},
			{Text: " " + russian.DurationShort(time.Duration(h.To-h.From)*time.Second)}}
		text = append(text, widget.Paragraph{Runs: runs})
		line := russian.DateTime(h.From.In(zone)) + " — " + russian.DateTime(h.To.In(zone)) + "; рабочего времени " + russian.WorkingHours(h.Working)
		if h.LateWorking > 0 {
			line += ", после срока " + russian.WorkingHours(h.LateWorking)
		}
		if h.Vouched != "" {
			line += "; время подтвердил: " + clean.Line(h.Vouched)
		}
		text = append(text, widget.Paragraph{Runs: []widget.Run{{Text: line, Role: theme.Muted}}, Indent: 2})
		if !h.Outside() {
			work, late = work+h.Working, late+h.LateWorking
		}
	}
	sum := "Всего " + russian.DurationShort(time.Duration(to-from)*time.Second) + ", в администрации рабочего времени " + russian.WorkingHours(work)
	if late > 0 {
		sum += ", после срока " + russian.WorkingHours(late)
	}
	return append(text, widget.Par("", theme.Text), widget.Par(sum+".", theme.Title), widget.Par("Знаком «!» отмечено время после срока.", theme.Muted))
}
