// Package showcase fills a database with a generated district that has lived for a while, for a look at the program and for measurements.
package showcase

import (
	"cmp"
	"context"
	"slices"

	"kurator/model"
	"kurator/store"
	"kurator/store/demo"
	"kurator/store/job/upkeep"
	"kurator/store/seed"
)

// DemoOptions say which district to make.
type DemoOptions struct {
	Seed     uint64
	Appeals  int // 0 = about 400
	Account  string
	Progress func(done, total int) // may be nil
}

// Demo makes a database with a generated, realistic district at path. The account sits at the desk of the head of the press
// service, who holds rows 2–5 of Appendix 2, and is the administrator besides.
func Demo(ctx context.Context, path string, o store.Options, d DemoOptions) (*store.Store, error) {
	f := store.Founding{Actions: upkeep.Founding(seed.Office()), Demo: true}
	f.Actions = append(f.Actions, seat(f.Actions, d.Account)...)
	s, err := store.Create(ctx, path, o, f)
	if err != nil {
		return nil, err
	}
	if err := live(ctx, s, d); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// seat gives the account the place of the head of the centre.
func seat(seeded []store.FoundingAction, account string) []store.FoundingAction {
	var who model.OfficialID
	last := int64(0)
	for _, f := range seeded {
		if g, ok := f.Action.(*model.GrantRole); ok {
			last = max(last, f.ID)
			if g.Grant.Role == model.RoleHead && who == 0 {
				who = g.Grant.Official
			}
		}
	}
	for _, f := range seeded {
		if p, ok := f.Action.(*model.PutOfficial); ok && p.Official.ID == who {
			official := p.Official
			official.Login = account
			admin := model.Grant{ID: model.GrantID(last + 1), Official: who, Role: model.RoleAdministrator, Basis: "демонстрационная база"}
			return []store.FoundingAction{{ID: int64(who), Noun: model.NounOfficial, Action: &model.PutOfficial{Official: official}},
				{ID: last + 1, Noun: model.NounGrant, Action: &model.GrantRole{Grant: admin}}}
		}
	}
	return nil
}

// slice is how many appeals one transaction enters: nobody waits for a file that is only being made.
const slice = 4 * store.LoneSlice

// live enters the district: closed cases in bulk, the rest step by step in the order in which it happened.
func live(ctx context.Context, s *store.Store, d DemoOptions) error {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	cases, err := demo.Generate(demo.Options{Seed: d.Seed, Appeals: d.Appeals, Now: s.Now(), Zone: snap.Zone(), Calendar: snap.Book.Calendar()})
	if err != nil {
		return err
	}
	w := &district{ctx: ctx, s: s, progress: d.Progress, total: d.Appeals, since: rolesSince(snap)}
	for c := range cases {
		if err := w.take(c); err != nil {
			return err
		}
	}
	w.past = append(w.past, past(snap, s.Now(), w.seen)...)
	if err := w.end(); err != nil {
		return err
	}
	if err := freeze(ctx, s, snap); err != nil {
		return err
	}
	return s.Settle(ctx)
}

// district enters cases into a store.
type district struct {
	ctx      context.Context
	s        *store.Store
	progress func(done, total int)
	total    int
	since    model.Instant // nobody had a role before

	done    int
	waiting int           // steps in bulk
	bulk    []store.Lived // receipts in the order of their numbers, neighbours of one official together
	past    []store.Lived // steps that follow a receipt
	seen    []seen        // what was received, for what stands behind it
}

// take enters a case. A case that ends with its receipt is entered in bulk; the steps of the others wait for their time.
func (w *district) take(c demo.Case) error {
	w.receive(c.Steps[0])
	if r, ok := c.Steps[0].Action.(*model.Receive); ok {
		f := &r.Facts
		w.seen = append(w.seen, seen{c.ID, c.Plant, f.Received, f.Topic, f.Place, f.Registration.Channel, closing(c.Steps)})
	}
	for _, step := range c.Steps[1:] {
		w.past = append(w.past, store.Lived{Actor: model.Actor{Official: step.By, Via: "desk"}, At: step.Happened, Op: store.Op{
			Title: title(step.Action, c.ID),
			Steps: []store.Step{{Ref: model.AppealRef(c.ID), Action: step.Action, Happened: step.Happened}}}})
	}
	w.done++
	if w.waiting >= slice {
		return w.flush()
	}
	return nil
}

// closing is when a case that was answered from here was closed; 0 for others.
func closing(steps []demo.Step) model.Instant {
	answered := false
	for _, s := range steps {
		a, ok := s.Action.(*model.Answer)
		answered = answered || ok && !a.Interim
	}
	last := steps[len(steps)-1]
	if _, closed := last.Action.(*model.Close); !closed || !answered {
		return 0
	}
	return last.Happened
}

func (w *district) receive(r demo.Step) {
	step := store.Step{Ref: model.Ref{Noun: model.NounAppeal}, Action: r.Action, Happened: r.Happened}
	last := len(w.bulk) - 1
	if last < 0 || w.bulk[last].Actor.Official != r.By {
		w.bulk = append(w.bulk, store.Lived{Actor: model.Actor{Official: r.By, Via: "import"}, At: w.since, Op: store.Op{Title: "Загружено"}})
		last++
	}
	lived := &w.bulk[last]
	lived.Op.Steps = append(lived.Op.Steps, step)
	lived.At = max(lived.At, r.Happened) // what is older than the centre was written down when it began
	w.waiting++
}

func (w *district) flush() error {
	if w.waiting == 0 {
		return nil
	}
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if err := w.s.Relive(w.ctx, w.bulk); err != nil {
		return err
	}
	w.bulk, w.waiting = w.bulk[:0], 0
	if w.progress != nil {
		w.progress(w.done, w.total)
	}
	return nil
}

// rolesSince is the moment from which everybody has their role.
func rolesSince(snap *store.Snapshot) model.Instant {
	var since model.Date
	for _, g := range snap.Office.Grants {
		since = max(since, g.From)
	}
	return since.Start(snap.Zone())
}

// end lives the rest through in the order in which it happened.
func (w *district) end() error {
	if err := w.flush(); err != nil {
		return err
	}
	slices.SortStableFunc(w.past, func(a, b store.Lived) int { return cmp.Compare(a.At, b.At) })
	for part := range slices.Chunk(w.past, slice) {
		if err := w.s.Relive(w.ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// title is what was done, in words.
func title(action model.Action, id model.AppealID) string {
	words := map[string]string{"sort": "Разобрано", "assign": "Назначено", "draft": "Записан проект", "submit": "Проект передан",
		"return": "Проект возвращён", "approve": "Утверждено", "answer": "Ответ отправлен", "close": "Закрыто", "reopen": "Возвращено в работу",
		"write_again": "Гражданин написал снова", "extend": "Срок продлён", "redirect": "Перенаправлено", "note": "Заметка",
		"wait": "Отметка «ждём гражданина»", "defer": "Записано обещание", "keep": "Обещание выполнено", "rate": "Записана оценка"}
	w, ok := words[action.Name()]
	if !ok {
		w = "Изменено"
	}
	return w + ": № " + id.String()
}
