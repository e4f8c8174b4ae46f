package store

import (
	"bytes"
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"kurator/model"
	"kurator/model/twin"
)

// glimpse is what of a candidate is compared. Most candidates are not similar: what shows it is read of all of them, and whole documents only
// of those that are.
type glimpse struct {
	id                                    model.AppealID
	body, essence, address, name, contact model.Text
	portrait                              twin.Portrait
	reach                                 float64 // the score it has at most
}

// glimpses judges candidates and leaves those that reach the threshold, the likeliest first. Whether the person may know the author of each
// is not asked yet.
func (t *twinSearch) glimpses(portrait twin.Portrait, ids []int64) ([]*glimpse, error) {
	list, err := t.candidateRows(ids)
	if err != nil {
		return nil, err
	}
	if err := t.words(list, func(g *glimpse) []*model.Text { return []*model.Text{&g.body, &g.essence} }); err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(g *glimpse) bool {
		text := g.body.Body
		if text == "" {
			text = g.essence.Body
		}
		g.portrait.Stems = t.portrait(text, "").Stems
		g.portrait = g.portrait.Prepared() // it is compared three times
		return twin.Reach(portrait, g.portrait) < twin.Threshold
	})
	if err := t.words(list, func(g *glimpse) []*model.Text { return []*model.Text{&g.address, &g.name, &g.contact} }); err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(g *glimpse) bool {
		g.portrait.Address = t.addressStems(g.address.Body)
		if portrait.Author != "" { // nobody is the same as nobody
			g.portrait.Author = authorKey(g.contact.Body, g.name.Body)
		}
		g.reach = twin.Compare(portrait, g.portrait).Score
		return g.reach < twin.Threshold
	})
	slices.SortStableFunc(list, func(a, b *glimpse) int { return cmp.Compare(b.reach, a.reach) })
	return list, nil
}

// candidateRows reads where the texts of candidates are; their documents are not decoded.
func (t *twinSearch) candidateRows(ids []int64) ([]*glimpse, error) {
	key, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := t.q.query(`SELECT a.id, a.place, a.received, d.doc
		FROM json_each($1) j CROSS JOIN appeal a ON a.search_id = j.value JOIN appeal_doc d ON d.id = a.id`, string(key))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*glimpse
	for rows.Next() {
		g := &glimpse{}
		var doc sql.RawBytes
		if err := rows.Scan((*int64)(&g.id), &g.portrait.Place, (*int64)(&g.portrait.Received), &doc); err != nil {
			return nil, err
		}
		if err := g.find(doc); err != nil {
			return nil, err
		}
		list = append(list, g)
	}
	return list, rows.Err()
}

// find notes which texts a stored document names.
func (g *glimpse) find(doc []byte) error {
	return members(doc, func(key, value []byte) error {
		switch string(key) {
		case "body":
			return g.body.UnmarshalJSON(value)
		case "essence":
			return g.essence.UnmarshalJSON(value)
		case "address":
			return g.address.UnmarshalJSON(value)
		case "applicant":
			return members(value, func(key, value []byte) error {
				switch string(key) {
				case "name":
					return g.name.UnmarshalJSON(value)
				case "contact":
					return g.contact.UnmarshalJSON(value)
				}
				return nil
			})
		}
		return nil
	})
}

// words loads some texts of all candidates at once.
func (t *twinSearch) words(list []*glimpse, of func(g *glimpse) []*model.Text) error {
	texts := map[int64]*model.Text{}
	var refs []int64
	for _, g := range list {
		for _, x := range of(g) {
			if x.Ref != 0 {
				texts[x.Ref] = x
				refs = append(refs, x.Ref)
			}
		}
	}
	return fillRefs(t.q, texts, refs)
}

var errDocument = errors.New("a stored document is no JSON object")

// members calls yield with the members of a JSON object. It is for documents the store has written: it finds where values end, and leaves it
// to whoever reads a value to see whether it is right.
func members(doc []byte, yield func(key, value []byte) error) error {
	doc = bytes.TrimSpace(doc)
	if len(doc) < 2 || doc[0] != '{' {
		return errDocument
	}
	for i := skipSpace(doc, 1); i < len(doc) && doc[i] != '}'; {
		keyEnd := valueEnd(doc, i)
		colon := skipSpace(doc, keyEnd)
		if doc[i] != '"' || colon >= len(doc) || doc[colon] != ':' {
			return errDocument
		}
		from := skipSpace(doc, colon+1)
		to := valueEnd(doc, from)
		if to <= from {
			return errDocument
		}
		if err := yield(doc[i+1:keyEnd-1], doc[from:to]); err != nil {
			return err
		}
		i = skipSpace(doc, to)
		if i < len(doc) && doc[i] == ',' {
			i = skipSpace(doc, i+1)
		}
	}
	return nil
}

func skipSpace(doc []byte, i int) int {
	for i < len(doc) && (doc[i] == ' ' || doc[i] == '\n' || doc[i] == '\t' || doc[i] == '\r') {
		i++
	}
	return i
}

// valueEnd is where the value that begins at i ends.
func valueEnd(doc []byte, i int) int {
	if i < len(doc) && doc[i] == '"' {
		return stringEnd(doc, i)
	}
	for depth := 0; i < len(doc); {
		switch c := doc[i]; {
		case c == '"':
			i = stringEnd(doc, i)
			continue
		case c == '{' || c == '[':
			depth++
		case (c == '}' || c == ']' || c == ',') && depth == 0:
			return i
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return i
}

// stringEnd is behind the closing quote of the string that begins at i.
func stringEnd(doc []byte, i int) int {
	for i++; i < len(doc); i++ {
		at := bytes.IndexByte(doc[i:], '"')
		if at < 0 {
			break
		}
		i += at
		slashes := 0
		for doc[i-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return i + 1
		}
	}
	return len(doc)
}
