package store

import (
	"context"
	"maps"
	"sync"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store/db"
)

// numberedWord is a word that packed figures name by a number.
type numberedWord struct {
	field stats.Field
	value string
}

// numbers are the words whose number is in the file. Only committed ones are here: a number never changes nor goes.
type numbers struct {
	mu    sync.RWMutex
	known map[numberedWord]uint32
}

func newNumbers() *numbers { return &numbers{known: map[numberedWord]uint32{}} }

func (n *numbers) get(w numberedWord) (uint32, bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	id, ok := n.known[w]
	return id, ok
}

func (n *numbers) add(fresh map[numberedWord]uint32) {
	if len(fresh) == 0 {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	maps.Copy(n.known, fresh)
}

// wordNumbers gives words their numbers inside an operation.
type wordNumbers struct{ e *execution }

// ID is the number of a word; a new word gets the next one.
func (w wordNumbers) ID(field stats.Field, word string) (uint32, error) {
	if word == "" {
		return 0, nil
	}
	key := numberedWord{field, word}
	if id, ok := w.e.store.numbers.get(key); ok {
		return id, nil
	}
	if id, ok := w.e.numbers[key]; ok {
		return id, nil
	}
	var id uint32
	err := w.e.tx.Row("SELECT id FROM word WHERE field = $1 AND value = $2", []any{string(field), word}, &id)
	if noRows(err) {
		err = w.e.tx.Row("INSERT INTO word (field, value) VALUES ($1, $2) RETURNING id", []any{string(field), word}, &id)
	}
	if err != nil {
		return 0, err
	}
	if w.e.numbers == nil {
		w.e.numbers = map[numberedWord]uint32{}
	}
	w.e.numbers[key] = id
	return id, nil
}

// knownNumbers are the numbers a check finds in the file; a word without one has none.
type knownNumbers map[numberedWord]uint32

// ID is the number of a word.
func (k knownNumbers) ID(field stats.Field, word string) (uint32, error) {
	return k[numberedWord{field, word}], nil
}

func loadNumbers(v *db.View) (knownNumbers, error) {
	rows, err := v.Query("SELECT id, field, value FROM word")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := knownNumbers{}
	for rows.Next() {
		var w numberedWord
		var id uint32
		if err := rows.Scan(&id, &w.field, &w.value); err != nil {
			return nil, err
		}
		known[w] = id
	}
	return known, rows.Err()
}

// Words is the dictionary packed figures refer to, in the order of its numbers.
func (s *Store) Words(ctx context.Context) ([]stats.Word, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, "SELECT id, field, value FROM word ORDER BY id")
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	var list []stats.Word
	for rows.Next() {
		var w stats.Word
		if err := rows.Scan(&w.ID, &w.Field, &w.Text); err != nil {
			return nil, s.db.Say(err)
		}
		list = append(list, w)
	}
	return list, s.db.Say(rows.Err())
}

// LastChange is when the data last changed, 0 in an empty file. Logins, views and exports are no change of it.
func (s *Store) LastChange(ctx context.Context) (model.Instant, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var at model.Instant
	err := s.db.Read().QueryRowContext(ctx, "SELECT recorded FROM journal WHERE noun <> 'record' ORDER BY seq DESC LIMIT 1").Scan(&at)
	if noRows(err) {
		return 0, nil
	}
	return at, s.db.Say(err)
}
