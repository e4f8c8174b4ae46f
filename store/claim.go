package store

import (
	"context"
	"encoding/json"
	"errors"

	"kurator/model"
)

// Claim is what became of asking to hand a thing over.
type Claim uint8

// Claims.
const (
	ClaimMine    Claim = iota // nobody else hands it over: do it, then call EndDelivery
	ClaimDone                 // it was handed over
	ClaimElse                 // another program is about it
	ClaimUnclear              // another program was about it, and has not said for long what became of it
)

// claimLasts is for how many seconds a program may be about a delivery: longer than any server is waited for.
const claimLasts = 15 * 60

// claimNames is for how many seconds a name means one delivery, which says its day: the journal is not read back farther.
const claimNames = 7 * 24 * 3600

// What the journal says of a delivery behind its name.
const (
	sayBegun  = ", отправляется"
	sayFailed = ", не отправлено"
)

// errClaimed takes the transaction of a claim back that another one has.
var errClaimed = errors.New("store: claimed by another")

// ClaimDelivery asks for the delivery of a thing by its name, which holds for a week, and notes the beginning, in one transaction: of several programs that ask
// for the same at once exactly one gets it.
func (s *Store) ClaimDelivery(ctx context.Context, actor model.Actor, say string) (claim Claim, err error) {
	_, err = s.run(ctx, Op{ID: NewID(s.clock())}, func(e *execution) error {
		e.actor = actor
		if claim, err = e.claimOf(say); err != nil {
			return err
		}
		if claim != ClaimMine {
			return errClaimed
		}
		return e.record(&model.Record{Kind: model.RecordDelivery, Say: say + sayBegun}, 0)
	})
	if errors.Is(err, errClaimed) {
		return claim, nil
	}
	return claim, err
}

// EndDelivery notes what became of a delivery that was claimed: done, or failed and free for the next one who asks.
func (s *Store) EndDelivery(ctx context.Context, actor model.Actor, say string, done bool) error {
	if !done {
		say += sayFailed
	}
	return s.Record(ctx, actor, model.RecordDelivery, 0, say)
}

// claimOf reads the journal's records back from the newest until one tells of the delivery, and no farther than a name means the same.
func (e *execution) claimOf(say string) (Claim, error) {
	rows, err := e.tx.Query(`SELECT payload ->> 'kind', coalesce(payload ->> 'say', ''), recorded FROM journal WHERE noun = 'record' AND object = 0 ORDER BY seq DESC`)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var kind model.RecordKind
		var last string
		var at model.Instant
		if err := rows.Scan(&kind, &last, &at); err != nil {
			return 0, err
		}
		switch {
		case e.now-at > claimNames:
			return ClaimMine, nil
		case kind != model.RecordDelivery:
		case last == say+sayFailed:
			return ClaimMine, nil
		case last == say:
			return ClaimDone, nil
		case last == say+sayBegun && e.now-at < claimLasts:
			return ClaimElse, nil
		case last == say+sayBegun:
			return ClaimUnclear, nil
		}
	}
	return ClaimMine, rows.Err()
}

// record appends an event to the journal.
func (e *execution) record(action *model.Record, about model.AppealID) error {
	payload, err := json.Marshal(action)
	if err != nil {
		return err
	}
	at := model.Moment{Happened: e.now, Recorded: e.now, Actor: e.actor}
	return e.append(entry{at: at, action: action, ref: model.Ref{Noun: model.NounRecord, ID: int64(about)}, payload: payload})
}
