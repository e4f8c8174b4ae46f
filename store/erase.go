package store

import (
	"context"
	"encoding/json"

	"kurator/model"
	"kurator/store/db"
)

// removedDays is how long the words of an appeal that was taken out (an undone import) stay, so that it can be put back.
const removedDays = 30

// erase anonymises one object: its words leave the file, a row of the journal without the old document stays as the tombstone.
func (e *execution) erase(ref model.Ref, action *model.Anonymise, at model.Moment) error {
	if err := e.person.Can(action, nil); err != nil {
		return err
	}
	at.Actor.For = e.person.ActsFor(action, nil)
	// Until Scrub has been through the file, copies of the words lie in places that no table shows.
	if _, err := e.tx.Exec("INSERT INTO meta (key, value) VALUES ('erasing', '1') ON CONFLICT DO NOTHING"); err != nil {
		return err
	}
	redacted, err := e.redact(ref)
	if err != nil {
		return err
	}
	action = &model.Anonymise{Whole: true, Redacted: redacted}
	var doc []byte
	switch ref.Noun {
	case model.NounAppeal:
		doc, err = e.eraseAppeal(ref, action, at)
	case model.NounQuarantine:
		doc, err = e.eraseQuarantined(ref)
	default:
		err = model.Faultf(model.Usage, "Обезличить можно обращение или отложенную строку выгрузки.")
	}
	if err != nil {
		return err
	}
	payload, err := json.Marshal(model.Action(action))
	if err != nil {
		return err
	}
	if err := e.append(entry{at: at, action: action, ref: ref, payload: payload, digest: digestOf(doc)}); err != nil {
		return err
	}
	e.touched(ref, false)
	return nil
}

func (e *execution) eraseAppeal(ref model.Ref, action *model.Anonymise, at model.Moment) ([]byte, error) {
	id := model.AppealID(ref.ID)
	state, _, err := loadAppeal(e.tx, id)
	if model.CodeOf(err) == model.NotFound {
		return nil, e.eraseRemoved(id)
	}
	if err != nil {
		return nil, err
	}
	next, events, err := e.snap.rules().Apply(*state, action, at)
	if err != nil {
		return nil, err
	}
	next.Rev = state.Rev + 1
	if err := e.eraseWords(id); err != nil {
		return nil, err
	}
	e.result.Events = append(e.result.Events, events...)
	return e.saveErased(&next)
}

// saveErased writes the document and what is derived from it; summary and search are made from nothing but dimensions.
func (e *execution) saveErased(next *model.Appeal) ([]byte, error) {
	doc, err := json.Marshal(next)
	if err != nil {
		return nil, err
	}
	row, err := project(next, wordNumbers{e})
	if err != nil {
		return nil, err
	}
	if err := e.tx.Row("SELECT search_id FROM appeal WHERE id = $1", []any{int64(next.ID)}, &row.searchID); err != nil {
		return nil, err
	}
	e.updateAppeal(row, doc, true)
	e.index.add(&indexEntry{id: row.searchID, of: next})
	e.saveRegistrations(&model.Appeal{}, next) // all of them: the second numbers go
	return doc, nil
}

// eraseWords empties the texts of an appeal, unused versions too, and what was being typed on it. The salt goes with the words:
// with it a telephone number could be found again by trying all of them.
func (e *execution) eraseWords(id model.AppealID) error {
	base := textBase(id)
	if _, err := e.tx.Exec("UPDATE text SET salt = x'', body = '' WHERE id > $1 AND id < $2", base, base+textsPerAppeal); err != nil {
		return err
	}
	_, err := e.tx.Exec("DELETE FROM buffer WHERE appeal = $1", int64(id))
	return err
}

// eraseRemoved erases what an appeal has left that was taken out long enough ago. Its journal goes on, so it is not put back.
func (e *execution) eraseRemoved(id model.AppealID) error {
	var last model.Instant
	var name string
	err := e.tx.Row("SELECT recorded, action FROM journal WHERE noun = 'appeal' AND object = $1 ORDER BY seq DESC LIMIT 1", []any{int64(id)}, &last, &name)
	if noRows(err) {
		return model.Faultf(model.NotFound, "Обращения № %s нет. Проверьте номер.", id)
	}
	if err != nil {
		return err
	}
	if name != (&model.Revert{}).Name() || !removedLongAgo(last, e.now) {
		return model.Faultf(model.Stage, "Обращение № %s снято недавно: его ещё можно вернуть, стирать рано.", id)
	}
	return e.eraseWords(id)
}

func removedLongAgo(removed, now model.Instant) bool { return now-removed > removedDays*24*60*60 }

// eraseQuarantined erases the original text of a row that could not be read.
func (e *execution) eraseQuarantined(ref model.Ref) ([]byte, error) {
	doc, err := e.nounDoc(ref)
	if err != nil {
		return nil, err
	}
	var q model.Quarantine
	if doc == nil {
		return nil, model.Faultf(model.NotFound, "Отложенной строки № %d нет.", ref.ID)
	}
	if err := json.Unmarshal(doc, &q); err != nil {
		return nil, err
	}
	if !e.keptLongEnough(q) {
		return nil, model.Faultf(model.Stage, "Отложенная строка № %d ещё хранится.", ref.ID)
	}
	if _, err := e.tx.Exec("UPDATE text SET salt = x'', body = '' WHERE id = $1", rawTextID(ref.ID)); err != nil {
		return nil, err
	}
	return doc, e.saveNoun(ref, doc)
}

func (e *execution) keptLongEnough(q model.Quarantine) bool {
	return quarantineEnds(e.snap, q) < e.today()
}

// quarantineEnds is the last day a row is kept that could not be read.
func quarantineEnds(snap *Snapshot, q model.Quarantine) model.Date {
	years := snap.Office.Settings.RetentionYears(q.Channel)
	return model.DateOf(model.InstantOf(q.At.In(snap.Zone()).AddDate(years, 0, 0)), snap.Zone())
}

// Scrub removes from the file what erased words have left: in the segments of the text index, in unused parts of pages and
// in the write-ahead log. Saved places of desks go too, as a place may be a search for a name, and so do saved views with words. While somebody reads, the log
// cannot be emptied; Scrub then says so and is to be called again.
func (s *Store) Scrub(ctx context.Context) error {
	if err := s.EraseFiles(ctx); err != nil {
		return err
	}
	err := s.db.WriteBulk(ctx, func(tx *db.Tx) error {
		for _, statement := range []string{"DELETE FROM desk", "DELETE FROM view WHERE words", "INSERT INTO search (search) VALUES ('optimize')"} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.db.Vacuum(ctx); err != nil {
		return err
	}
	if err := s.db.Truncate(ctx); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM meta WHERE key = 'erasing'")
		return err
	})
}

// Erasing tells whether words were erased whose copies may still lie in the file: Scrub has not ended.
func (s *Store) Erasing(ctx context.Context) (yes bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	err = s.db.Read().QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'erasing')").Scan(&yes)
	return yes, s.db.Say(err)
}
