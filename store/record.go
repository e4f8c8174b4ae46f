package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"kurator/model"
)

// Record writes an event into the journal: a login, a view of personal data, an export. about is the appeal, or 0.
func (s *Store) Record(ctx context.Context, actor model.Actor, kind model.RecordKind, about model.AppealID, say string) error {
	_, err := s.run(ctx, Op{ID: NewID(s.clock())}, func(e *execution) error {
		e.actor = actor
		action := &model.Record{Kind: kind, Say: say}
		payload, err := json.Marshal(action)
		if err != nil {
			return err
		}
		at := model.Moment{Happened: e.now, Recorded: e.now, Actor: actor}
		return e.append(entry{at: at, action: action, ref: model.Ref{Noun: model.NounRecord, ID: int64(about)}, payload: payload})
	})
	return err
}

func noRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if rest := s[n:]; rest == "" || unicode.IsUpper([]rune(rest)[0]) { // an abbreviation stays
		return s
	}
	return strings.ToLower(string(r)) + s[n:]
}
