package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
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

// find notes which texts a stored document names; the rest of it is passed over.
func (g *glimpse) find(doc []byte) error {
	var d struct {
		Body, Essence, Address *model.Text
		Applicant              struct{ Name, Contact *model.Text }
	}
	d.Body, d.Essence, d.Address, d.Applicant.Name, d.Applicant.Contact = &g.body, &g.essence, &g.address, &g.name, &g.contact
	return json.Unmarshal(doc, &d)
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
