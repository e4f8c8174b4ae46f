package store

import (
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/russian"
)

// textsPerAppeal is how many texts one appeal may own: the low 16 bits of a text's id number it within its owner.
const textsPerAppeal = 1 << 16

// textBase is the id before the first text of an appeal.
func textBase(id model.AppealID) int64 { return int64(id) << 16 }

// rawTextID is the id of the original text of a quarantined row: below zero, away from those of appeals.
func rawTextID(quarantine int64) int64 { return -quarantine }

// seal gives the new texts of an action on an appeal their references and salted hashes.
func (e *execution) seal(state *model.Appeal, isNew bool, action model.Action) ([]*model.Text, error) {
	owner := state.ID
	switch a := action.(type) {
	case *model.Receive:
		setAside(&a.Facts.Registration)
	case *model.Sync:
		setAside(&a.Facts.Registration)
		if err := e.asBefore(state, &a.Facts.Registration); err != nil {
			return nil, err
		}
	}
	var fresh []*model.Text
	for _, t := range action.Texts() {
		switch {
		case t.Ref == 0 && t.Body != "":
			fresh = append(fresh, t)
		case t.Ref != 0:
			if err := e.owns(owner, t); err != nil {
				return nil, err
			}
		}
	}
	if len(fresh) == 0 {
		return nil, nil
	}
	last := textBase(owner)
	if !isNew {
		err := e.tx.Row("SELECT coalesce(max(id), $1) FROM text WHERE id > $1 AND id < $2",
			[]any{last, last + textsPerAppeal}, &last)
		if err != nil {
			return nil, err
		}
	}
	if int(last-textBase(owner))+len(fresh) >= textsPerAppeal {
		return nil, model.Faultf(model.Failed, "У обращения № %s слишком много версий текста. Заведите новое обращение и сошлитесь на это.", owner)
	}
	for i, t := range fresh {
		t.Seal(last + int64(i) + 1)
	}
	e.sealed = append(e.sealed, fresh...)
	return fresh, nil
}

// setAside takes what leads to the citizen out of what the journal keeps word for word. A source is a way of arrival, which figures
// count; one that is somebody's page, mailbox or telephone keeps its kind only.
func setAside(r *model.Registration) {
	if strings.ContainsAny(r.Source, "@./0123456789") && r.Page == "" && r.Words.Ref == 0 {
		public := russian.MaskContacts(r.Source)
		if host, person := model.PersonPage(r.Source); person {
			public = host
		}
		if public != r.Source {
			r.Page, r.Source = r.Source, public
		}
	}
	r.Fold()
}

// asBefore keeps the words of a registration when the news brings the same ones: nothing is searched or read anew then.
func (e *execution) asBefore(state *model.Appeal, r *model.Registration) error {
	for _, known := range state.Registrations {
		if known.Channel != r.Channel || known.ExternalID != r.ExternalID || known.Words.Ref == 0 || r.Words.Body == "" {
			continue
		}
		var body string
		if err := e.tx.Row("SELECT body FROM text WHERE id = $1", []any{known.Words.Ref}, &body); err != nil {
			return err
		}
		if body == r.Words.Body {
			r.Words = known.Words
		}
	}
	return nil
}

// owns refuses a reference to a text that is not the appeal's own: an action from outside (JSON of a command) could name
// another citizen's words by it.
func (e *execution) owns(owner model.AppealID, t *model.Text) error {
	hash := ""
	if t.Ref > textBase(owner) && t.Ref < textBase(owner)+textsPerAppeal {
		if err := e.tx.Row("SELECT hash FROM text WHERE id = $1", []any{t.Ref}, &hash); err != nil && !noRows(err) {
			return err
		}
	}
	if hash == "" || hash != t.Hash {
		return model.Faultf(model.Usage, "В действии указан текст, которого у обращения № %s нет. Передайте сами слова.", owner)
	}
	return nil
}

// writeTexts puts sealed texts into the side table.
func (e *execution) writeTexts(sealed []*model.Text) {
	for some := range slices.Chunk(sealed, len(insertTextsSQL)) {
		args := make([]any, 0, 4*len(some))
		for _, t := range some {
			args = append(args, t.Ref, t.Salt, t.Hash, t.Body)
		}
		e.tx.Later(insertTextsSQL[len(some)-1], args...)
	}
}

// insertTextsSQL enter one text, two…: an appeal comes with several, and each statement has its price.
var insertTextsSQL = func() (list [6]string) {
	for n := range list {
		rows := make([]string, n+1)
		for i := range rows {
			rows[i] = "(" + placeholders(4) + ")"
		}
		list[n] = "INSERT INTO text (id, salt, hash, body) VALUES " + strings.Join(rows, ", ")
	}
	return list
}()

// fillTexts loads the words of an appeal.
func fillTexts(q queryer, a *model.Appeal) error {
	base := textBase(a.ID)
	rows, err := q.query("SELECT id, body FROM text WHERE id > $1 AND id < $2", base, base+textsPerAppeal)
	if err != nil {
		return err
	}
	defer rows.Close()
	bodies := map[int64]string{}
	for rows.Next() {
		var id int64
		var body string
		if err := rows.Scan(&id, &body); err != nil {
			return err
		}
		bodies[id] = body
	}
	if err := rows.Err(); err != nil {
		return err
	}
	a.FillTexts(func(ref int64) string { return bodies[ref] })
	return nil
}
