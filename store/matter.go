package store

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/query"
)

// mostMatters is how many problems, polls or requests a list holds: a district has some dozens a year.
const mostMatters = 5000

// Problems lists the problem cards, newest first.
func (s *Store) Problems(ctx context.Context, actor model.Actor) ([]model.Problem, error) {
	return matters[model.Problem](ctx, s, actor, model.NounProblem)
}

// Proposals lists proposals and recommendations, newest first.
func (s *Store) Proposals(ctx context.Context, actor model.Actor) ([]model.Proposal, error) {
	return matters[model.Proposal](ctx, s, actor, model.NounProposal)
}

// Polls lists polls, votes, discussions and hearings, newest first.
func (s *Store) Polls(ctx context.Context, actor model.Actor) ([]model.Poll, error) {
	return matters[model.Poll](ctx, s, actor, model.NounPoll)
}

// Requests lists the requests of the regional centre, newest first.
func (s *Store) Requests(ctx context.Context, actor model.Actor) ([]model.Request, error) {
	return matters[model.Request](ctx, s, actor, model.NounRequest)
}

// Directions lists the coordinator's directions, newest first.
func (s *Store) Directions(ctx context.Context, actor model.Actor) ([]model.Direction, error) {
	return matters[model.Direction](ctx, s, actor, model.NounDirection)
}

func (s *Store) maySee(ctx context.Context, actor model.Actor, noun model.Noun) error {
	p, err := s.Person(ctx, actor)
	if err != nil {
		return err
	}
	if noun == model.NounRequest || noun == model.NounMaterial {
		return p.SeesRequests()
	}
	return p.SeesMatters()
}

func matters[T any](ctx context.Context, s *Store, actor model.Actor, noun model.Noun) ([]T, error) {
	if err := s.maySee(ctx, actor, noun); err != nil {
		return nil, err
	}
	return nouns[T](ctx, s, noun, mostMatters)
}

// ReturnedProblems lists the problems that have come back, the latest first: their number, title and why. Who does not see problems has none.
func (s *Store) ReturnedProblems(ctx context.Context, actor model.Actor) ([]model.Problem, error) {
	if err := s.maySee(ctx, actor, model.NounProblem); err != nil {
		if model.CodeOf(err) == model.Forbidden {
			return nil, nil
		}
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, `SELECT id, doc ->> 'title', coalesce(doc ->> 'why', '') FROM noun WHERE noun = 'problem' AND doc ->> 'stage' = $1
		ORDER BY doc ->> 'returned_at' DESC, id DESC`, string(model.ProblemReturned))
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	var list []model.Problem
	for rows.Next() {
		p := model.Problem{Stage: model.ProblemReturned}
		if err := rows.Scan(&p.ID, &p.Title, &p.Why); err != nil {
			return nil, s.db.Say(err)
		}
		list = append(list, p)
	}
	return list, s.db.Say(rows.Err())
}

// Problem is one problem card.
func (s *Store) Problem(ctx context.Context, actor model.Actor, id int64) (model.Problem, error) {
	return matter[model.Problem](ctx, s, actor, model.NounProblem, id)
}

// Proposal is one proposal.
func (s *Store) Proposal(ctx context.Context, actor model.Actor, id int64) (model.Proposal, error) {
	return matter[model.Proposal](ctx, s, actor, model.NounProposal, id)
}

// PollByID is one poll.
func (s *Store) PollByID(ctx context.Context, actor model.Actor, id int64) (model.Poll, error) {
	return matter[model.Poll](ctx, s, actor, model.NounPoll, id)
}

// Request is one request of the regional centre.
func (s *Store) Request(ctx context.Context, actor model.Actor, id int64) (model.Request, error) {
	return matter[model.Request](ctx, s, actor, model.NounRequest, id)
}

// Material is a frozen file with its bytes.
func (s *Store) Material(ctx context.Context, actor model.Actor, id int64) (model.Material, error) {
	return matter[model.Material](ctx, s, actor, model.NounMaterial, id)
}

func matter[T any](ctx context.Context, s *Store, actor model.Actor, noun model.Noun, id int64) (T, error) {
	var v T
	if err := s.maySee(ctx, actor, noun); err != nil {
		return v, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var doc []byte
	err := s.db.Read().QueryRowContext(ctx, "SELECT doc FROM noun WHERE noun = $1 AND id = $2", string(noun), id).Scan(&doc)
	switch {
	case noRows(err):
		return v, model.Faultf(model.NotFound, "%s № %d: такой записи нет. Проверьте номер.", noun.Title(), id)
	case err != nil:
		return v, s.db.Say(err)
	}
	return v, json.Unmarshal(doc, &v)
}

// Received tells when appeals were received; those that are gone are left out.
func (s *Store) Received(ctx context.Context, ids []model.AppealID) (map[model.AppealID]model.Instant, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	found := make(map[model.AppealID]model.Instant, len(ids))
	for part := range chunks(ids, 500) {
		marks := make([]string, len(part))
		for i, id := range part {
			marks[i] = strconv.FormatInt(int64(id), 10)
		}
		err := s.eachReceived(ctx, "SELECT id, received FROM appeal WHERE id IN ("+strings.Join(marks, ", ")+")", found)
		if err != nil {
			return nil, s.db.Say(err)
		}
	}
	return found, nil
}

func (s *Store) eachReceived(ctx context.Context, query string, found map[model.AppealID]model.Instant) error {
	rows, err := s.db.Read().QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id model.AppealID
		var at model.Instant
		if err := rows.Scan(&id, &at); err != nil {
			return err
		}
		found[id] = at
	}
	return rows.Err()
}

// Found lists the numbers of the appeals a filter finds, in the order of the list; more tells that there are others beyond the
// limit.
func (s *Store) Found(ctx context.Context, actor model.Actor, q query.Query, limit int) (ids []model.AppealID, more bool, err error) {
	r := ListRequest{Query: q, Limit: min(limit, 1000)}
	for len(ids) < limit {
		page, err := s.List(ctx, actor, r)
		if err != nil {
			return nil, false, err
		}
		for _, row := range page.Rows {
			ids = append(ids, row.ID)
		}
		if page.AtEnd || len(page.Rows) == 0 {
			return ids, false, nil
		}
		r.Where, r.Key = After, page.Rows[len(page.Rows)-1].Key
	}
	return ids[:limit], true, nil
}

// ProblemsOf lists the problems an appeal is attached to.
func (s *Store) ProblemsOf(ctx context.Context, actor model.Actor, id model.AppealID) ([]model.Problem, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if err := access.On(snap.Office, actor.Official, s.Today(snap)).SeesMatters(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, `SELECT doc FROM noun WHERE noun = 'problem' AND id IN (`+symptomProblems+`) ORDER BY id`, int64(id))
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	var list []model.Problem
	for rows.Next() {
		var doc []byte
		var p model.Problem
		if err := rows.Scan(&doc); err != nil {
			return nil, s.db.Say(err)
		}
		if err := json.Unmarshal(doc, &p); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, s.db.Say(rows.Err())
}

const symptomProblems = `SELECT n.id FROM noun n, json_each(n.doc, '$.symptoms') x WHERE n.noun = 'problem' AND x.value ->> 'appeal' = $1`

// attachedTo is the condition of the filter «проблема:»: the appeals that are symptoms of problems of these numbers.
func attachedTo(condition string) string {
	return "id IN (SELECT x.value ->> 'appeal' FROM noun n, json_each(n.doc, '$.symptoms') x WHERE n.noun = 'problem'" + condition + ")"
}

// NextMatter is the number the next object of a noun would get. Two who ask at once get the same one; the second of them is
// refused by its reducer, since what is frozen is entered once.
func (s *Store) NextMatter(ctx context.Context, noun model.Noun) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var last int64
	err := s.db.Read().QueryRowContext(ctx, "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = $1", "last_"+string(noun)).Scan(&last)
	return last + 1, s.db.Say(err)
}
