package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"kurator/model"
)

// Known is what the store knows of a number in a foreign system.
type Known struct {
	Appeal      model.AppealID
	Channel     model.ChannelID
	Fingerprint string // of the row it was last read from
	Stage       model.StageID
}

// KnownNumbers looks numbers of one channel up, many at once.
func (s *Store) KnownNumbers(ctx context.Context, channel model.ChannelID, numbers []string) (map[string]Known, error) {
	return s.known(ctx, `SELECT r.external_id, r.appeal, r.channel, r.fingerprint, a.stage FROM json_each($1) j
		CROSS JOIN registration r ON r.channel = $2 AND r.external_id = j.value JOIN appeal a ON a.id = r.appeal`, numbers, string(channel))
}

// Unchanged tells which of the numbers of one channel are known with just these fingerprints, by their places in the list: the
// usual case of an export that was taken in before, answered without a row for each.
func (s *Store) Unchanged(ctx context.Context, channel model.ChannelID, numbers, fingerprints []string) ([]bool, error) {
	same := make([]bool, len(numbers))
	if len(numbers) == 0 {
		return same, nil
	}
	pairs := make([][2]string, len(numbers))
	for i, n := range numbers {
		pairs[i] = [2]string{n, fingerprints[i]}
	}
	list, err := json.Marshal(pairs)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var found []byte
	err = s.db.Read().QueryRowContext(ctx, `SELECT json_group_array(j.key) FROM json_each($1) j CROSS JOIN registration r
		ON r.channel = $2 AND r.external_id = j.value ->> 0 WHERE r.fingerprint = j.value ->> 1`, string(list), string(channel)).Scan(&found)
	if err != nil {
		return nil, s.db.Say(err)
	}
	var places []int
	if err := json.Unmarshal(found, &places); err != nil {
		return nil, err
	}
	for _, i := range places {
		same[i] = true
	}
	return same, nil
}

// ReceivedAt tells by the numbers of this desk which appeals are known and when they were received.
func (s *Store) ReceivedAt(ctx context.Context, ids []model.AppealID) (map[model.AppealID]model.Instant, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, "SELECT a.id, a.received FROM json_each($1) j CROSS JOIN appeal a ON a.id = j.value", string(list))
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	found := map[model.AppealID]model.Instant{}
	for rows.Next() {
		var id model.AppealID
		var at model.Instant
		if err := rows.Scan(&id, &at); err != nil {
			return nil, s.db.Say(err)
		}
		found[id] = at
	}
	return found, s.db.Say(rows.Err())
}

// Registered lists the numbers of one channel received within a time, with where each case stands here.
func (s *Store) Registered(ctx context.Context, channel model.ChannelID, from, to model.Instant) (map[string]Known, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, `SELECT r.external_id, r.appeal, r.channel, r.fingerprint, a.stage FROM registration r
		JOIN appeal a ON a.id = r.appeal WHERE r.channel = $1 AND a.received BETWEEN $2 AND $3`, string(channel), int64(from), int64(to))
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	found := map[string]Known{}
	for rows.Next() {
		var number string
		var k Known
		if err := rows.Scan(&number, &k.Appeal, &k.Channel, &k.Fingerprint, &k.Stage); err != nil {
			return nil, s.db.Say(err)
		}
		found[number] = k
	}
	return found, s.db.Say(rows.Err())
}

// PassedOver lists the differences that were left as they are, the newest first.
func (s *Store) PassedOver(ctx context.Context) ([]model.PassedOver, error) {
	return nouns[model.PassedOver](ctx, s, model.NounPassedOver, 10_000)
}

// KnownElsewhere looks numbers up in the other channels: as a number there, or as the second number of a registration.
func (s *Store) KnownElsewhere(ctx context.Context, channel model.ChannelID, numbers []string) (map[string]Known, error) {
	return s.known(ctx, `SELECT j.value, r.appeal, r.channel, r.fingerprint, a.stage FROM json_each($1) j
		CROSS JOIN registration r ON r.channel IN ('im', 'pos', 'sed', 'ecpur', 'mail', 'phone', 'visit', 'social', 'portal') AND r.external_id = j.value
		JOIN appeal a ON a.id = r.appeal WHERE r.channel <> $2
		UNION ALL SELECT j.value, r.appeal, r.channel, r.fingerprint, a.stage FROM json_each($1) j
		CROSS JOIN registration r ON r.second_id = j.value AND r.second_id <> '' JOIN appeal a ON a.id = r.appeal WHERE r.channel <> $2`,
		numbers, string(channel))
}

func (s *Store) known(ctx context.Context, query string, numbers []string, more ...any) (map[string]Known, error) {
	found := map[string]Known{}
	if len(numbers) == 0 {
		return found, nil
	}
	list, err := json.Marshal(numbers)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, query, append([]any{string(list)}, more...)...)
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	for rows.Next() {
		var number string
		var k Known
		if err := rows.Scan(&number, &k.Appeal, &k.Channel, &k.Fingerprint, &k.Stage); err != nil {
			return nil, s.db.Say(err)
		}
		if _, twice := found[number]; !twice {
			found[number] = k
		}
	}
	return found, s.db.Say(rows.Err())
}

// Quarantining tells whether a row with this key waits in quarantine already: the same bad row is kept once.
func (s *Store) Quarantining(ctx context.Context, key string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var there bool
	err := s.db.Read().QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM noun WHERE noun = 'quarantine' AND doc ->> 'key' = $1)", key).Scan(&there)
	return there, s.db.Say(err)
}

// RowKeys makes keyed hashes of rows: equal rows give equal keys in this database, and a key tells nothing about its row.
func (s *Store) RowKeys(ctx context.Context) (func(digest string) string, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var instance string
	if err := s.db.Read().QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'instance'").Scan(&instance); err != nil {
		return nil, s.db.Say(err)
	}
	mac := hmac.New(sha256.New, []byte(instance))
	return func(digest string) string {
		mac.Reset()
		mac.Write([]byte(digest))
		return hex.EncodeToString(mac.Sum(nil)[:12])
	}, nil
}
