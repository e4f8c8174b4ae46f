package store

import (
	"context"
	"database/sql"
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
		return e.record(&model.Record{Kind: kind, Say: say}, about)
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

// What the journal says of copies.
const (
	CopyMade     = "сделана и проверена копия"
	CopyRestored = "база восстановлена из копии"
)

// LastCopy is when a copy was last made, 0 when never.
func (s *Store) LastCopy(ctx context.Context) (model.Instant, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var at model.Instant
	err := s.db.Read().QueryRowContext(ctx, `SELECT recorded FROM journal WHERE noun = 'record' AND object = 0 AND payload ->> 'kind' = $1 AND payload ->> 'say' = $2
		ORDER BY seq DESC LIMIT 1`, string(model.RecordBackup), CopyMade).Scan(&at)
	if noRows(err) {
		return 0, nil
	}
	return at, s.db.Say(err)
}
