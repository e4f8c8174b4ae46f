package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/model/workflow"
)

// OwnCalendar is what the office adds to the shipped production calendar.
type OwnCalendar struct {
	Years []calendar.Row `json:"years,omitempty"` // whole further years
	Days  []calendar.Row `json:"days,omitempty"`  // the office's own days
}

// Snapshot is everything appeals are judged by: the office, its policies and its calendar at one moment. It is never
// changed in place.
type Snapshot struct {
	Office   *model.Office
	Book     *deadline.Book
	Own      OwnCalendar
	policies json.RawMessage
}

// Zone is the office's time zone.
func (s *Snapshot) Zone() *time.Location { return s.Book.Location() }

// rules are the reducer's view of the snapshot.
func (s *Snapshot) rules() workflow.Rules {
	return workflow.Rules{Office: s.Office, Deadlines: s.Book.DueOf}
}

// queryer is the pool or a transaction.
type queryer interface {
	query(query string, args ...any) (*sql.Rows, error)
}

// pool queries the read pool within one context.
type pool struct {
	ctx context.Context
	db  *sql.DB
}

func (p pool) query(query string, args ...any) (*sql.Rows, error) {
	return p.db.QueryContext(p.ctx, query, args...)
}

// Snapshot returns the office as it is now.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) {
	s.mu.Lock()
	snap := s.snapshot
	s.mu.Unlock()
	if snap != nil {
		return snap, nil
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	snap, err := loadSnapshot(pool{ctx, s.db.Read()})
	if err != nil {
		return nil, s.db.Say(err)
	}
	s.publish(snap)
	return snap, nil
}

// Reload reads the office again, for one who was told that somebody else has just changed it.
func (s *Store) Reload(ctx context.Context) (*Snapshot, error) {
	s.forgetSnapshot()
	return s.Snapshot(ctx)
}

// publish makes a snapshot the current one unless a newer one is there.
func (s *Store) publish(snap *Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.snapshot == nil || snap.Office.Version >= s.snapshot.Office.Version {
		s.snapshot = snap
	}
}

// forgetSnapshot makes the next question read the office again.
func (s *Store) forgetSnapshot() {
	s.mu.Lock()
	s.snapshot = nil
	s.mu.Unlock()
}

// loadSnapshot reads every noun of the office. Batches, quarantine and what stands behind single appeals are no part of it.
func loadSnapshot(q queryer) (*Snapshot, error) {
	rows, err := q.query(`SELECT noun, id, doc FROM noun WHERE noun NOT IN ('batch', 'quarantine', 'passed_over')`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	l := snapshotLoad{office: emptyOffice()}
	for rows.Next() {
		var noun model.Noun
		var id int64
		var doc []byte
		if err := rows.Scan(&noun, &id, &doc); err != nil {
			return nil, err
		}
		if err := l.take(noun, id, doc); err != nil {
			return nil, fmt.Errorf("%s %d: %w", noun, id, err)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if l.office.Version, err = officeVersion(q); err != nil {
		return nil, err
	}
	return l.snapshot()
}

// officeVersion is the journal number of the last change of the office.
func officeVersion(q queryer) (version int64, err error) {
	rows, err := q.query("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'office'")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if rows.Next() {
		err = rows.Scan(&version)
	}
	return version, errors.Join(err, rows.Err())
}

// snapshotLoad collects the documents of one snapshot.
type snapshotLoad struct {
	office   *model.Office
	own      OwnCalendar
	policies json.RawMessage
}

func emptyOffice() *model.Office {
	return &model.Office{Units: map[model.UnitID]model.Unit{}, Officials: map[model.OfficialID]model.Official{},
		Grants: map[model.GrantID]model.Grant{}, Places: map[int64]model.Place{}, Topics: map[int64]model.TopicRule{},
		Absences: map[model.AbsenceID]model.Absence{}, Targets: map[int64]model.Target{}, Sources: map[int64]model.Source{}, Templates: map[int64]model.Template{}}
}

func (l *snapshotLoad) take(noun model.Noun, id int64, doc []byte) error {
	o := l.office
	switch noun {
	case model.NounUnit:
		return into(o.Units, model.UnitID(id), doc)
	case model.NounOfficial:
		return into(o.Officials, model.OfficialID(id), doc)
	case model.NounGrant:
		return into(o.Grants, model.GrantID(id), doc)
	case model.NounPlace:
		return into(o.Places, id, doc)
	case model.NounTopic:
		return into(o.Topics, id, doc)
	case model.NounAbsence:
		return into(o.Absences, model.AbsenceID(id), doc)
	case model.NounTarget:
		return into(o.Targets, id, doc)
	case model.NounSource:
		return into(o.Sources, id, doc)
	case model.NounTemplate:
		return into(o.Templates, id, doc)
	case model.NounSettings:
		return json.Unmarshal(doc, &o.Settings)
	case model.NounPolicy:
		l.policies = append(json.RawMessage(nil), doc...)
	case model.NounCalendar:
		return json.Unmarshal(doc, &l.own)
	}
	return nil
}

func into[K comparable, V any](m map[K]V, key K, doc []byte) error {
	var v V
	if err := json.Unmarshal(doc, &v); err != nil {
		return err
	}
	m[key] = v
	return nil
}

// snapshot joins the documents into rules; a database that has none of its own runs on the shipped ones.
func (l *snapshotLoad) snapshot() (*Snapshot, error) {
	spec := deadline.Defaults()
	if len(l.policies) > 0 {
		spec = deadline.Spec{}
		if err := json.Unmarshal(l.policies, &spec); err != nil {
			return nil, err
		}
	}
	zone := l.office.Settings.Zone
	if zone == "" {
		zone = DefaultZone
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return nil, model.Faultf(model.BadData, "Неизвестный часовой пояс «%s» в настройках учреждения. Укажите имя вида Europe/Moscow.", zone)
	}
	cal, err := calendarOf(l.own)
	if err != nil {
		return nil, err
	}
	book, err := deadline.NewBook(spec, cal, loc)
	if err != nil {
		return nil, err
	}
	return &Snapshot{Office: l.office, Book: book, Own: l.own, policies: l.policies}, nil
}

// DefaultZone is the office's zone until the settings name one.
const DefaultZone = "Europe/Moscow"
