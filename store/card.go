package store

import (
	"context"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/deadline"
	"kurator/model/russian"
)

// Card is one appeal whole, as one person may see it.
type Card struct {
	Appeal   model.Appeal // texts and names the person may not see are empty
	Text     bool         // the texts may be read
	Personal bool         // name, contact and address may be seen
	Masked   bool         // they may be seen and were not asked for
	Clocks   []deadline.Clock
	Ledger   []deadline.Held
	DueFault string // why the clocks could not be computed: a year of the calendar is missing
	Buffer   *Buffer
}

// Card loads an appeal. Opening one with personal data is one line in the journal (152-ФЗ, ФСТЭК № 21); again says that the
// person has it open already and only what changed is loaded.
func (s *Store) Card(ctx context.Context, actor model.Actor, id model.AppealID, again bool) (Card, error) {
	card, err := s.card(ctx, actor, id)
	if err != nil {
		return Card{}, err
	}
	if card.Personal && !again {
		err = s.Record(ctx, actor, model.RecordView, id, "карточка")
	}
	return card, err
}

// Peek loads an appeal for a glance from the list: names, contacts and addresses are masked, and nothing is written down.
func (s *Store) Peek(ctx context.Context, actor model.Actor, id model.AppealID) (Card, error) {
	card, err := s.card(ctx, actor, id)
	if err != nil {
		return Card{}, err
	}
	if card.Personal {
		a := &card.Appeal
		a.Applicant.Name.Body = russian.MaskName(a.Applicant.Name.Body)
		a.Applicant.Contact.Body = russian.MaskContacts(a.Applicant.Contact.Body)
		a.Applicant.Address.Body = russian.MaskAddress(a.Applicant.Address.Body)
		for _, t := range a.Texts() {
			if t != &a.Applicant.Name && t != &a.Applicant.Contact && t != &a.Applicant.Address {
				t.Body = russian.MaskContacts(t.Body)
			}
		}
		card.Masked = true
	}
	return card, nil
}

func (s *Store) card(ctx context.Context, actor model.Actor, id model.AppealID) (Card, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return Card{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	q := pool{ctx, s.db.Read()}
	a, _, err := loadAppeal(q, id)
	if err != nil {
		return Card{}, s.db.Say(err)
	}
	person := access.On(snap.Office, actor.Official, s.Today(snap))
	if err := mayOpen(person, a); err != nil {
		return Card{}, err
	}
	if err := fillTexts(q, a); err != nil {
		return Card{}, s.db.Say(err)
	}
	card := Card{Appeal: *a, Text: person.SeesText(a), Personal: person.SeesPersonal(a)}
	card.reckon(snap, s.Now())
	mask(&card)
	if card.Text {
		card.Buffer, err = s.Buffer(ctx, id, actor.Official)
	}
	return card, err
}

// mayOpen: who sees the queue sees the card, limited to the same units.
func mayOpen(p access.Person, a *model.Appeal) error {
	units, ok := p.SeesList()
	if ok && len(units) == 0 {
		return nil
	}
	for _, u := range units {
		if u == a.Unit {
			return nil
		}
	}
	return model.Faultf(model.Forbidden, "Обращение № %s не относится к вашему подразделению.", a.ID)
}

// reckon computes the clocks and who held the case. A missing year is told, not hidden.
func (c *Card) reckon(snap *Snapshot, now model.Instant) {
	facts := deadline.CaseOf(&c.Appeal)
	clocks, err := snap.Book.Clocks(facts)
	if err == nil {
		c.Clocks = clocks
		var due deadline.Clock
		if due, err = snap.Book.Due(facts); err == nil {
			c.Ledger, err = snap.Book.Ledger(c.Appeal.Handovers, due, now)
		}
	}
	if err != nil {
		c.DueFault = err.Error()
	}
}

// mask empties what the person may not see.
func mask(c *Card) {
	a := &c.Appeal
	if !c.Personal {
		for _, t := range []*model.Text{&a.Applicant.Name, &a.Applicant.Contact, &a.Applicant.Address} {
			t.Body = ""
		}
	}
	if !c.Text {
		for _, t := range a.Texts() {
			t.Body = ""
		}
	}
}

// Row lets a pool load one row.
func (p pool) Row(query string, args []any, dest ...any) error {
	return p.db.QueryRowContext(p.ctx, query, args...).Scan(dest...)
}

// Explain says line by line why a clock of the appeal ends when it does.
func (s *Store) Explain(ctx context.Context, a *model.Appeal, clock deadline.Clock) ([]deadline.Line, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return snap.Book.Explain(deadline.CaseOf(a), clock)
}

// FindNumber finds an appeal by the number people write: its own, or one of a foreign system.
func (s *Store) FindNumber(ctx context.Context, number string) (model.AppealID, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var id model.AppealID
	err := s.db.Read().QueryRowContext(ctx, `SELECT id FROM appeal WHERE CAST(id AS TEXT) = $1 AND id = CAST($1 AS INTEGER)
		UNION ALL SELECT appeal FROM registration WHERE external_id = $1
		UNION ALL SELECT appeal FROM registration WHERE second_id = $1 AND second_id <> '' LIMIT 1`, number).Scan(&id)
	if noRows(err) {
		return 0, model.Faultf(model.NotFound, "Обращения № %s нет. Проверьте номер: подходит номер здесь или во внешней системе.", number)
	}
	return id, s.db.Say(err)
}
