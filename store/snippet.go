package store

import (
	"context"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store/search"
)

// snippetRunes is the length of a snippet: more than the widest list shows.
const snippetRunes = 160

// Snippets are pieces of texts of appeals about what the query searches, with contacts masked: how a hit is shown in context. A case that was
// found by its number, by a name, or whose texts the person may not read, has none. A list asks for the rows on the screen only.
func (s *Store) Snippets(ctx context.Context, actor model.Actor, q query.Query, ids []model.AppealID) (map[model.AppealID]string, error) {
	finder := search.NewFinder(q.Words())
	if finder == nil || len(ids) == 0 {
		return nil, nil
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	from := pool{ctx, s.db.Read()}
	person := access.On(snap.Office, actor.Official, s.Today(snap))
	found := map[model.AppealID]string{}
	for _, id := range ids {
		a, _, err := loadAppeal(from, id)
		if model.CodeOf(err) == model.NotFound {
			continue // gone since the list was read
		}
		if err != nil {
			return nil, s.db.Say(err)
		}
		if mayOpen(person, a) != nil || !person.SeesText(a) {
			continue
		}
		if err := fillTexts(from, a); err != nil {
			return nil, s.db.Say(err)
		}
		if piece, ok := snippetOf(finder, a); ok {
			found[id] = piece
		}
	}
	return found, nil
}

// snippetOf looks through the texts of a case, the citizen's words first. Contacts are masked before anything is cut, so that none is shown in part.
func snippetOf(finder *search.Finder, a *model.Appeal) (string, bool) {
	texts := []string{a.Body.Body, a.Essence.Body}
	for _, m := range a.Messages {
		texts = append(texts, m.Text.Body)
	}
	for _, q := range a.Questions {
		texts = append(texts, q.Text.Body)
	}
	for _, r := range a.Replies {
		texts = append(texts, r.Text.Body)
	}
	if d := a.CurrentDraft(); d != nil {
		texts = append(texts, d.Text.Body)
	}
	for _, n := range a.Notes {
		texts = append(texts, n.Text.Body)
	}
	for _, text := range texts {
		if len(finder.Spans(text)) == 0 {
			continue
		}
		if piece, ok := finder.Around(russian.MaskContacts(text), snippetRunes); ok {
			return piece, true
		}
	}
	return "", false
}
