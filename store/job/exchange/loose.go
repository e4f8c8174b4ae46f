package exchange

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
)

// LooseDraft is a draft that fitted no appeal by itself.
type LooseDraft struct {
	model.Quarantine
	From   string // who sent it, as the letter says
	Text   string
	Offers []Offer
}

// Offer is an appeal a loose draft may belong to.
type Offer struct {
	Appeal model.AppealID
	Why    string
	Line   string
}

// Loose drafts looked at, and appeals offered for each.
const (
	looseLooked = 2000
	offered     = 12
)

// LooseDrafts lists the drafts that wait for a person to say whose they are, the newest first.
func LooseDrafts(ctx context.Context, s *store.Store, actor model.Actor) ([]LooseDraft, error) {
	person, err := s.Person(ctx, actor)
	if err != nil {
		return nil, err
	}
	if err := person.Can(&model.Settle{}, nil); err != nil {
		return nil, err
	}
	all, err := s.Quarantined(ctx, actor, looseLooked)
	if err != nil {
		return nil, err
	}
	var list []LooseDraft
	for _, q := range all {
		if q.Draft == 0 || q.Settled != 0 {
			continue
		}
		d := LooseDraft{Quarantine: q, Text: q.Raw.Body}
		if head, rest, ok := strings.Cut(d.Text, "\n\n"); ok && strings.HasPrefix(head, senderLine) {
			d.From, d.Text = strings.TrimPrefix(head, senderLine), rest
		}
		list = append(list, d)
	}
	if len(list) == 0 {
		return nil, nil
	}
	tasks, err := openTasks(ctx, s, actor)
	if err != nil {
		return nil, err
	}
	for i := range list {
		named, err := namedTask(ctx, s, actor, list[i].Appeal, tasks)
		if err != nil {
			return nil, err
		}
		list[i].offer(append(named, tasks...))
	}
	return list, nil
}

// namedTask is the appeal a draft itself names, when it is not among the open tasks: its text may be with the head already.
func namedTask(ctx context.Context, s *store.Store, actor model.Actor, id model.AppealID, tasks []openTask) ([]openTask, error) {
	if id == 0 || slices.ContainsFunc(tasks, func(t openTask) bool { return t.row.ID == id }) {
		return nil, nil
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	page, err := s.List(ctx, actor, store.ListRequest{Query: query.Query{Expr: query.Term{Field: query.FieldNumber, Op: query.Eq, Value: query.Number(id)}}, Limit: 1})
	if err != nil || len(page.Rows) == 0 {
		return nil, err
	}
	return []openTask{taskOf(page.Rows[0], snap)}, nil
}

func taskOf(row store.Row, snap *store.Snapshot) openTask {
	unit := snap.Office.Units[row.Unit]
	return openTask{row, strings.ToLower(unit.Mail), "№ " + row.ID.String() + " " + row.Topic + ", " + row.Place + " — " + unit.Title()}
}

// openTask is an appeal a unit works on.
type openTask struct {
	row  store.Row
	mail string
	line string
}

func openTasks(ctx context.Context, s *store.Store, actor model.Actor) ([]openTask, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	q, err := query.Parse("открыто:да порядок:ответить-до")
	if err != nil {
		return nil, err
	}
	var list []openTask
	err = walk(ctx, s, actor, q, func(row *store.Row) (bool, error) {
		if row.Holder.Kind == model.HolderUnit {
			list = append(list, taskOf(*row, snap))
		}
		return true, nil
	})
	return list, err
}

// offer proposes the appeal that was marked, then the sender's open tasks, then the others by their terms.
func (d *LooseDraft) offer(tasks []openTask) {
	from := strings.ToLower(d.From)
	rank := func(t openTask) (int, string) {
		switch {
		case t.row.ID == d.Appeal:
			return 0, "названо в проекте"
		case t.mail != "" && strings.Contains(from, t.mail):
			return 1, "задание отправителя"
		}
		return 2, "открытое задание"
	}
	sorted := slices.Clone(tasks)
	slices.SortStableFunc(sorted, func(a, b openTask) int {
		x, _ := rank(a)
		y, _ := rank(b)
		return cmp.Compare(x, y)
	})
	for _, t := range sorted[:min(len(sorted), offered)] {
		_, why := rank(t)
		d.Offers = append(d.Offers, Offer{t.row.ID, why, t.line})
	}
}

// GiveDraft records a loose draft with the appeal a person has named.
func GiveDraft(ctx context.Context, s *store.Store, actor model.Actor, quarantine int64, id model.AppealID) error {
	d, err := looseDraft(ctx, s, actor, quarantine)
	if err != nil {
		return err
	}
	if strings.Trim(d.Text, "— \n") == "" {
		return model.Faultf(model.BadData, "В этом проекте нет текста. Уберите его из списка.")
	}
	card, err := s.Card(ctx, actor, id, true)
	if err != nil {
		return err
	}
	op := draftOp(&card.Appeal, d.Text, strings.TrimSpace(d.From), d.Draft)
	op.Steps[0].Rev = card.Appeal.Rev
	op.Steps = append(op.Steps, d.settle(s.Now(), id))
	_, err = s.Do(ctx, actor, op)
	return err
}

// PutDraftAway takes a loose draft off the list: it is nobody's.
func PutDraftAway(ctx context.Context, s *store.Store, actor model.Actor, quarantine int64) error {
	d, err := looseDraft(ctx, s, actor, quarantine)
	if err != nil {
		return err
	}
	_, err = s.Do(ctx, actor, store.Op{Title: "Отложенный проект убран", Steps: []store.Step{d.settle(s.Now(), 0)}})
	return err
}

func looseDraft(ctx context.Context, s *store.Store, actor model.Actor, id int64) (LooseDraft, error) {
	list, err := LooseDrafts(ctx, s, actor)
	if err != nil {
		return LooseDraft{}, err
	}
	for _, d := range list {
		if d.ID == id {
			return d, nil
		}
	}
	return LooseDraft{}, model.Faultf(model.NotFound, "Отложенного проекта № %d нет. Список: kurator tasks waiting.", id)
}

func (d *LooseDraft) settle(now model.Instant, id model.AppealID) store.Step {
	q := d.Quarantine
	q.Settled, q.Appeal = now, id
	return store.Step{Ref: model.Ref{Noun: model.NounQuarantine, ID: q.ID}, Action: &model.Settle{Quarantine: q}}
}
