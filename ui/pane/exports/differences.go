package exports

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/intake"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
	"kurator/ui/key"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// answered is what work beside the loop asks of the frame.
type answered struct{ outcome pane.Outcome }

// beside does work beside the loop; keys wait for it, as the person has asked for what it shows.
func beside(work func() (pane.Outcome, error)) pane.Outcome {
	return pane.Await(func() tea.Msg {
		o, err := work()
		if err != nil {
			o = o.And(pane.Fail(err))
		}
		return answered{o}
	})
}

// reconcile compares the chosen export with what is here and shows the differences.
func (e *Exports) reconcile(env *pane.Env) pane.Outcome {
	path, s, actor, profiles, ctx := e.chosen()[0], env.Store, env.Me.Actor, e.profiles, env.Ctx
	return beside(func() (pane.Outcome, error) {
		own, err := exchange.Profiles(profiles)
		if err != nil {
			return pane.Nothing(), err
		}
		r, err := exchange.Reconcile(ctx, s, actor, path, intake.Options{Profiles: own})
		if err != nil {
			return pane.Nothing(), err
		}
		if len(r.List) == 0 {
			return pane.Say("Расхождений нет: совпадает " + russian.Count(r.Same, "обращение", "обращения", "обращений")), nil
		}
		return pane.Push(newDifferences(r)), nil
	})
}

// differences is the dialog over three lists: what is missing here, what is missing there, what stands differently. One key settles
// one difference.
type differences struct {
	found *exchange.Reconciliation
	left  []exchange.Discrepancy
	at    int
	top   int
	busy  bool
}

func newDifferences(r *exchange.Reconciliation) *differences {
	return &differences{found: r, left: r.List}
}

// Title says how many are left of what.
func (d *differences) Title() string {
	return "Сверка: " + clean.Line(d.found.Profile) + ", " + russian.Count(len(d.left), "расхождение", "расхождения", "расхождений")
}

// Foot names the keys.
func (d *differences) Foot(*pane.Env) string {
	return "Enter — принять, m — отметить в карточке, i — оставить, Esc — закрыть"
}

// Size is what there is.
func (d *differences) Size(_ *pane.Env, w, h int) (int, int) {
	return w, min(h, 2*len(d.left)+3+len(widget.WrapWords(period, max(w, 1))))
}

// period says of what «нет в канале» can be said at all.
const period = "«Нет в канале» — только о периоде, который охватывает выгрузка: о более ранних и поздних она не говорит."

// Typing is false.
func (d *differences) Typing() bool { return false }

// Update moves and settles.
func (d *differences) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if done, ok := msg.(settled); ok {
		return d.settled(done)
	}
	press, ok := msg.(key.Press)
	if !ok {
		return pane.Nothing()
	}
	switch press.Name {
	case "esc", "q", "ctrl+c":
		return pane.Outcome{Close: true, Changed: []model.Ref{{Noun: model.NounPassedOver}}}
	case "down", "j":
		d.at = min(d.at+1, len(d.left)-1)
	case "up", "k":
		d.at = max(d.at-1, 0)
	case "pgdown":
		d.at = min(d.at+10, len(d.left)-1)
	case "pgup":
		d.at = max(d.at-10, 0)
	case "enter":
		return d.settle(env, d.found.TakeIn)
	case "m":
		return d.settle(env, d.found.Note)
	case "i":
		return d.settle(env, d.found.Leave)
	}
	return pane.Nothing()
}

// settled is the answer about one difference.
type settled struct {
	number string
	kind   model.DifferenceKind
	err    error
}

func (d *differences) settle(env *pane.Env, how func(context.Context, exchange.Discrepancy) error) pane.Outcome {
	if d.busy || d.at >= len(d.left) {
		return pane.Nothing()
	}
	d.busy = true
	one, ctx := d.left[d.at], context.WithoutCancel(env.Ctx)
	return pane.Work(func() tea.Msg { return settled{one.Number, one.Kind, how(ctx, one)} })
}

func (d *differences) settled(s settled) pane.Outcome {
	d.busy = false
	if s.err != nil {
		return pane.Fail(s.err)
	}
	for i, x := range d.left {
		if x.Number == s.number && x.Kind == s.kind {
			d.left = append(d.left[:i:i], d.left[i+1:]...)
			break
		}
	}
	d.at = max(0, min(d.at, len(d.left)-1))
	if len(d.left) == 0 {
		return pane.Outcome{Close: true, Toast: &pane.Toast{Text: "Расхождений больше нет"}}
	}
	return pane.Nothing()
}

// View draws two lines for each difference, under the heading of its list.
func (d *differences) View(env *pane.Env, w, h int) []string {
	var below []string // only where a difference and its heading fit above it
	for _, row := range widget.WrapWords(period, max(w, 1)) {
		below = append(below, draw(env, w, row, theme.Muted))
	}
	if h < len(below)+3 {
		below = nil
	}
	h -= len(below)
	var lines []string
	at, kind := 0, model.DifferenceKind("")
	for i, x := range d.left {
		if x.Kind != kind {
			kind = x.Kind
			lines = append(lines, draw(env, w, kind.Title(), theme.Title))
		}
		if i == d.at {
			at = len(lines)
		}
		lines = append(lines, draw(env, w, d.sign(i)+about(x), theme.Text), draw(env, w, "    "+sides(x), theme.Muted))
	}
	if at < d.top {
		d.top = at
	}
	d.top = max(0, max(d.top, at+2-h))
	lines = lines[min(d.top, len(lines)):]
	for len(lines) < h {
		lines = append(lines, draw(env, w, "", theme.Text))
	}
	return append(lines[:h], below...)
}

func (d *differences) sign(i int) string {
	if i == d.at {
		return "> "
	}
	return "  "
}

func draw(env *pane.Env, w int, text string, role theme.Role) string {
	l := widget.NewLine(env.Theme, w)
	l.Put(text, env.Theme.Style(role))
	return l.End(env.Theme.Style(theme.Text))
}

func about(x exchange.Discrepancy) string {
	s := clean.Line(x.Channel.Title() + " " + x.Number)
	if x.Appeal != 0 {
		s += "  № " + x.Appeal.String()
	}
	return s
}

func sides(x exchange.Discrepancy) string {
	here, there := x.Here, x.There
	if here == "" {
		here = "нет"
	}
	if there == "" {
		there = "нет"
	}
	return clean.Line("здесь: " + here + " · в канале: " + there)
}

// Cursor is not shown.
func (d *differences) Cursor() (x, y int, ok bool) { return 0, 0, false }

// looseDrafts offers the drafts that fitted nothing, and then the appeals each may belong to.
func (e *Exports) looseDrafts(env *pane.Env) pane.Outcome {
	s, actor, ctx := env.Store, env.Me.Actor, env.Ctx
	return beside(func() (pane.Outcome, error) {
		list, err := exchange.LooseDrafts(ctx, s, actor)
		if err != nil {
			return pane.Nothing(), err
		}
		if len(list) == 0 {
			return pane.Say("Отложенных проектов нет"), nil
		}
		var choices []widget.Choice
		for i, d := range list {
			choices = append(choices, widget.Choice{ID: strconv.Itoa(i), Label: clean.Line(d.File + "  " + d.From), Hint: clean.Line(d.Reason)})
		}
		return pane.Push(overlay.NewChoose("Проекты, которые не удалось отнести к обращению", "проект", choices,
			func(env *pane.Env, ch widget.Choice) pane.Outcome {
				i, _ := strconv.Atoi(ch.ID)
				return offer(env, list[i])
			})), nil
	})
}

// putAway is the choice that gives a draft to nobody.
const putAway = "away"

func offer(env *pane.Env, d exchange.LooseDraft) pane.Outcome {
	var choices []widget.Choice
	for _, o := range d.Offers {
		choices = append(choices, widget.Choice{ID: o.Appeal.String(), Label: clean.Line(o.Line), Hint: o.Why})
	}
	choices = append(choices, widget.Choice{ID: putAway, Label: "Убрать из списка: проект ни к чему не относится"})
	s, actor, ctx := env.Store, env.Me.Actor, context.WithoutCancel(env.Ctx)
	return pane.Push(overlay.NewChoose("К какому обращению проект", "обращение", choices, func(_ *pane.Env, ch widget.Choice) pane.Outcome {
		return beside(func() (pane.Outcome, error) {
			if ch.ID == putAway {
				if err := exchange.PutDraftAway(ctx, s, actor, d.ID); err != nil {
					return pane.Nothing(), err
				}
				return pane.Done("Проект убран из списка"), nil
			}
			n, err := strconv.ParseInt(ch.ID, 10, 64)
			if err != nil {
				return pane.Nothing(), err
			}
			id := model.AppealID(n)
			if err := exchange.GiveDraft(ctx, s, actor, d.ID, id); err != nil {
				return pane.Nothing(), err
			}
			return pane.Done("Проект записан: № "+id.String(), model.AppealRef(id)), nil
		})
	}))
}
