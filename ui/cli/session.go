package cli

import (
	"context"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/store"
)

// session is the open database and the official who works with it.
type session struct {
	*store.Store
	actor model.Actor
	snap  *store.Snapshot
	zone  *time.Location
}

// open opens the existing database and finds out who asks.
func (p *program) open(ctx context.Context) (*session, error) {
	return p.openAt(ctx, "")
}

// openAt opens the database as it is judged at a moment; "" is the present.
func (p *program) openAt(ctx context.Context, at string) (*session, error) {
	conf, err := p.config()
	if err != nil {
		return nil, err
	}
	clock := p.io.Now
	st, err := store.Open(ctx, conf.Files.DB, store.Options{Now: func() time.Time { return clock() }})
	if err != nil {
		return nil, err
	}
	p.closer = append(p.closer, st.Close)
	s := &session{Store: st}
	if s.snap, err = st.Snapshot(ctx); err != nil {
		return nil, err
	}
	s.zone = s.snap.Zone()
	if clock, err = p.clock(st, s.zone); err != nil {
		return nil, err
	}
	account, uid := p.io.Account()
	s.actor, err = st.Enter(ctx, store.Identity{Account: account, UID: uid, As: p.as(), Via: "cli"})
	if err != nil {
		return nil, err
	}
	if p.as() != "" && p.as() != account {
		if err := st.Login(ctx, s.actor, true); err != nil {
			return nil, err
		}
	}
	if at == "" {
		return s, nil
	}
	now, err := st.Person(ctx, s.actor)
	if err != nil {
		return nil, err
	}
	moment, err := s.moment(at)
	if err != nil {
		return nil, err
	}
	clock = func() time.Time { return moment.At }
	then, err := st.Person(ctx, s.actor)
	if err != nil {
		return nil, err
	}
	// The list is judged at that moment, rights included: nobody may see more by it than today.
	if !within(then.Grants, now.Grants) {
		return nil, model.Faultf(model.Forbidden, "На это время у вас были другие роли, поэтому список на него не показать. Уберите --at.")
	}
	return s, nil
}

func within(some, all []model.Grant) bool {
	ids := map[model.GrantID]bool{}
	for _, g := range all {
		ids[g.ID] = true
	}
	for _, g := range some {
		if !ids[g.ID] {
			return false
		}
	}
	return true
}

func (p *program) as() string {
	if p.flags.as != "" {
		return p.flags.as
	}
	return p.env("KURATOR_AS")
}

// clock is the present. KURATOR_NOW moves it in a generated district only: elsewhere it would falsify the journal.
func (p *program) clock(st *store.Store, zone *time.Location) (func() time.Time, error) {
	words := p.env("KURATOR_NOW")
	if words == "" {
		return p.io.Now, nil
	}
	if !st.Demo() {
		p.note("KURATOR_NOW действует только в учебной базе: взято настоящее время.")
		return p.io.Now, nil
	}
	start, err := deadline.ParseTime(words, zone)
	if err != nil {
		return nil, err
	}
	began := p.io.Now()
	return func() time.Time { return start.Add(p.io.Now().Sub(began)) }, nil
}

// moment reads a time as people write it, in the office's zone.
func (s *session) moment(words string) (russian.Moment, error) {
	m, err := russian.ParseMoment(words, s.Now().In(s.zone), s.zone)
	if err != nil {
		return m, model.Faultf(model.Usage, "%s", err)
	}
	return m, nil
}

// due writes a deadline as commands do: «2024-05-13» or RFC 3339 in the office's zone; "" when there is none.
func (s *session) due(d model.Deadline) string {
	if d.Kind == model.DueInstant {
		return s.stamp(d.LateFrom)
	}
	return string(d.Date)
}

// stamp writes an instant in the office's zone, nothing for the zero one.
func (s *session) stamp(at model.Instant) string {
	if at == 0 {
		return ""
	}
	return at.In(s.zone).Format(time.RFC3339)
}

// dueRussian writes what due or stamp wrote for people.
func dueRussian(value any) string {
	text, _ := value.(string)
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return russian.DateTime(t)
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return russian.DateShort(t)
	}
	return text
}

// find turns numbers as people write them into appeals.
func (s *session) find(ctx context.Context, numbers []string) ([]model.AppealID, error) {
	var ids []model.AppealID
	for _, n := range numbers {
		id, err := s.number(ctx, n)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// number finds an appeal by its number here or in a foreign system, with or without the sign.
func (s *session) number(ctx context.Context, word string) (model.AppealID, error) {
	return s.FindNumber(ctx, strings.TrimSpace(strings.TrimPrefix(word, "№")))
}
