package store

import (
	"slices"
	"strings"

	"kurator/model"
)

// textsPerAppeal is how many texts one appeal may own: the low 16 bits of a text's id number it within its owner.
const textsPerAppeal = 1 << 16

// textBase is the id before the first text of an appeal.
func textBase(id model.AppealID) int64 { return int64(id) << 16 }

// rawTextID is the id of the original text of a quarantined row: below zero, away from those of appeals.
func rawTextID(quarantine int64) int64 { return -quarantine }

// seal gives the new texts of an action their references and salted hashes.
func (e *execution) seal(owner model.AppealID, isNew bool, action model.Action) ([]*model.Text, error) {
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
	for _, t := range a.Texts() {
		if t.Ref != 0 {
			t.Body = bodies[t.Ref]
		}
	}
	return nil
}
