package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/russian"
	"kurator/model/twin"
	"kurator/store/search"
)

// Probe is what similar appeals are looked for by: one that is there, or one being entered.
type Probe struct {
	ID       model.AppealID // 0: not entered yet
	Text     string
	Place    string
	Address  string
	Author   string // phone, page or name
	Received model.Instant
	Not      []model.AppealID // «не дубль» was said of these
}

// Twin is a similar appeal and why it is one.
type Twin struct {
	ID       model.AppealID
	Channel  model.ChannelID
	Number   string // in its channel
	Stage    model.StageID
	Received model.Instant
	Place    string
	Score    float64
	Why      []string
	Tied     bool           // merged with the one that was asked about, directly or through the same main one
	Main     model.AppealID // the one it is merged with; 0 = none
}

// Twins are the appeals tied to one and those similar to it, the likeliest first.
type Twins struct {
	Main    model.AppealID // the one it is merged with; 0 = none
	Tied    []Twin
	Similar []Twin
	// Surge is how many similar appeals, this one counted, came within SurgeWindow; 0 when that is nothing unusual.
	Surge int
}

// SurgeWindow and surgeFrom are when similar appeals become a surge: so many within that time.
const (
	SurgeWindow = model.Instant(72 * 3600)
	surgeFrom   = 4
)

// Limits of the search for similar appeals: how many candidates each way of looking gives and how many it looks over, how many
// are offered, and how much of a text is compared.
const (
	twinHits    = 100
	authorHits  = 40
	twinRead    = 3000
	twinsShown  = 20
	twinStems   = 150
	twinPhrases = 8
)

// Similar finds appeals about the same thing as the probe, whatever channel they came by.
func (s *Store) Similar(ctx context.Context, actor model.Actor, p Probe) ([]Twin, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	person := access.On(snap.Office, actor.Official, s.Today(snap))
	units, ok := person.SeesList()
	if !ok || !person.ReadsTexts() {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	q := pool{ctx, s.db.Read()}
	stems := s.stemmer()
	defer s.stemmers.Put(stems)
	list, err := (&twinSearch{q: q, person: person, units: units, stems: stems}).similar(p)
	return list, s.db.Say(err)
}

// Twins finds what is tied to an appeal and what is similar to it.
func (s *Store) Twins(ctx context.Context, actor model.Actor, id model.AppealID) (Twins, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return Twins{}, err
	}
	person := access.On(snap.Office, actor.Official, s.Today(snap))
	units, ok := person.SeesList()
	if !ok || !person.ReadsTexts() {
		return Twins{}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	q := pool{ctx, s.db.Read()}
	a, _, err := loadAppeal(q, id)
	if err != nil {
		return Twins{}, s.db.Say(err)
	}
	if err := mayOpen(person, a); err != nil {
		return Twins{}, err
	}
	if err := fillTexts(q, a); err != nil {
		return Twins{}, s.db.Say(err)
	}
	stems := s.stemmer()
	defer s.stemmers.Put(stems)
	t := &twinSearch{q: q, person: person, units: units, stems: stems}
	out, err := t.twins(a)
	return out, s.db.Say(err)
}

// twinSearch is one search for similar appeals by one person.
type twinSearch struct {
	q      pool
	person access.Person
	units  []model.UnitID
	stems  *search.Stemmer
}

func (t *twinSearch) twins(a *model.Appeal) (Twins, error) {
	out := Twins{Main: a.Twin}
	if a.Anonymised != 0 {
		return out, nil
	}
	p := probeOf(a)
	list, err := t.similar(p)
	if err != nil {
		return out, err
	}
	tied, err := t.tied(a)
	if err != nil {
		return out, err
	}
	for _, x := range list {
		if i := slices.IndexFunc(tied, func(y Twin) bool { return y.ID == x.ID }); i >= 0 {
			tied[i].Score, tied[i].Why = x.Score, x.Why
			continue
		}
		out.Similar = append(out.Similar, x)
	}
	out.Tied = tied
	near := 1
	for _, x := range slices.Concat(out.Tied, out.Similar) {
		if apart := max(x.Received-a.Received, a.Received-x.Received); apart <= SurgeWindow {
			near++
		}
	}
	if near >= surgeFrom {
		out.Surge = near
	}
	return out, nil
}

func probeOf(a *model.Appeal) Probe {
	text := a.Body.Body
	if text == "" {
		text = a.Essence.Body
	}
	return Probe{ID: a.ID, Text: text, Place: a.Place, Address: a.Address.Body, Author: authorOf(a), Received: a.Received, Not: a.NotTwins}
}

// authorOf is one spelling of who wrote: the digits of a phone, else a page or mailbox, else a whole name.
func authorOf(a *model.Appeal) string {
	return authorKey(a.Applicant.Contact.Body, a.Applicant.Name.Body)
}

func authorKey(contact, name string) string {
	for _, c := range russian.FindContacts(contact) {
		if c.Kind != russian.Phone {
			return strings.TrimPrefix(strings.TrimPrefix(c.Normal, "https://"), "http://")
		}
	}
	if d := russian.PhoneDigits(contact); len(d) >= 10 {
		return d[len(d)-10:]
	}
	if words := strings.Fields(russian.Fold(name)); len(words) >= 3 {
		return strings.Join(words, " ")
	}
	return ""
}

// similar asks the index for candidates in several ways and judges each.
func (t *twinSearch) similar(p Probe) ([]Twin, error) {
	portrait := t.portrait(p.Text, p.Address)
	portrait.Place, portrait.Author, portrait.Received = p.Place, authorKey(p.Author, p.Author), p.Received
	portrait = portrait.Prepared()
	ids, err := t.candidates(p, portrait)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	alike, err := t.glimpses(portrait, ids)
	if err != nil {
		return nil, err
	}
	words := t.wordsOf(p.Text)
	var list []Twin
	for some := range slices.Chunk(alike, twinsShown) {
		if len(list) >= twinsShown && list[twinsShown-1].Score > some[0].reach {
			break // the rest is less alike than what is offered
		}
		found, err := t.judge(p, portrait, some, words)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
		slices.SortFunc(list, func(a, b Twin) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.ID, a.ID)) })
	}
	return list[:min(len(list), twinsShown)], nil
}

// judge says of candidates what the person may know; words are those of the text asked about, by their stems.
func (t *twinSearch) judge(p Probe, portrait twin.Portrait, some []*glimpse, words map[string]string) ([]Twin, error) {
	ids, by := make([]int64, len(some)), map[model.AppealID]*glimpse{}
	for i, g := range some {
		ids[i], by[g.id] = int64(g.id), g
	}
	found, err := t.load(byNumber, ids)
	if err != nil {
		return nil, err
	}
	var list []Twin
	for _, c := range found {
		if c.ID == p.ID || slices.Contains(p.Not, c.ID) || (p.ID != 0 && slices.Contains(c.NotTwins, p.ID)) {
			continue
		}
		other := by[c.ID].portrait
		if !t.person.SeesPersonal(c) {
			other.Author = ""
		}
		l := twin.Compare(portrait, other)
		if l.Score < twin.Threshold {
			continue
		}
		x := twinOf(c)
		x.Score, x.Why = l.Score, l.Why(func(stem string) string { return words[stem] })
		list = append(list, x)
	}
	return list, nil
}

func twinOf(a *model.Appeal) Twin {
	return Twin{ID: a.ID, Channel: a.Channel(), Number: a.Main().ExternalID, Stage: a.Stage, Received: a.Received, Place: a.Place, Main: a.Twin}
}

// portrait stems a text and an address.
func (t *twinSearch) portrait(text, address string) twin.Portrait {
	stems := t.stems.Stems(text)
	return twin.Portrait{Stems: stems[:min(len(stems), twinStems)], Address: t.addressStems(address)}
}

// addressStems leaves out what kinds of places are called.
func (t *twinSearch) addressStems(address string) []string {
	return slices.DeleteFunc(t.stems.Stems(address), func(s string) bool {
		return slices.Contains([]string{"ул", "улиц", "дом", "д", "кв", "квартир", "подъезд", "п", "пер", "переулок", "г", "обл", "област", "район"}, s)
	})
}

// wordsOf maps each stem of a text to the first word that has it.
func (t *twinSearch) wordsOf(text string) map[string]string {
	words := map[string]string{}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !search.WordRune(r) }) {
		for _, stem := range t.stems.Stems(w) {
			if words[stem] == "" {
				words[stem] = strings.ToLower(w)
			}
		}
	}
	return words
}

// candidates are rows of the text index within the window: those with the same telling pairs of words, and those of the same
// author. Of too many, those of the same place come first, then the nearest in time. The pairs are rare, so the index gives
// them at once also among a million.
func (t *twinSearch) candidates(p Probe, portrait twin.Portrait) ([]int64, error) {
	hits, err := t.hits(p, search.Pairs(portrait.Stems, twinPhrases, twin.Telling), twinHits)
	if err != nil {
		return nil, err
	}
	if p.Author == "" || !t.person.ReadsNames() {
		return hits, nil
	}
	own, err := t.hits(p, t.stems.Author(p.Author), authorHits)
	for _, id := range own {
		if !slices.Contains(hits, id) {
			hits = append(hits, id)
		}
	}
	return hits, err
}

// hits are the rows within the window that an expression of the index finds, at most n.
func (t *twinSearch) hits(p Probe, match string, n int) ([]int64, error) {
	if match == "" {
		return nil, nil
	}
	var list []int64
	if token := search.PlaceToken(p.Place); token != "" {
		var err error
		if list, err = t.nearest(p, "("+match+") AND "+search.Dimension([]string{token}), n, nil); err != nil || len(list) >= n {
			return list, err
		}
	}
	return t.nearest(p, match, n, list)
}

// spans are how far from the day of the appeal it is looked, one after another: of what everybody writes about, the nearest days hold
// enough, and asking for the whole window at once would read it all.
var spans = []model.Instant{twin.Window / 15, twin.Window / 4, twin.Window}

// nearest adds to a list the rows an expression finds that are not in it, the nearest in time first, until it has n.
func (t *twinSearch) nearest(p Probe, match string, n int, list []int64) ([]int64, error) {
	middle := searchID(&model.Appeal{Received: p.Received})
	there := len(list)
	for _, span := range spans {
		found, err := t.within(p, match, span)
		if err != nil {
			return nil, err
		}
		if len(found) < n-there && span < twin.Window {
			continue // too few even if none is in the list
		}
		slices.SortFunc(found, func(a, b int64) int { return cmp.Compare(max(a-middle, middle-a), max(b-middle, middle-b)) })
		list = list[:there]
		for _, id := range found {
			if len(list) < n && !slices.Contains(list[:there], id) {
				list = append(list, id)
			}
		}
		if len(list) >= n {
			break
		}
	}
	return list, nil
}

// within asks the index upwards: downwards it reads whole lists of places before it can turn them round.
func (t *twinSearch) within(p Probe, match string, span model.Instant) ([]int64, error) {
	from, to := searchID(&model.Appeal{Received: p.Received - span}), searchID(&model.Appeal{Received: p.Received + span})
	rows, err := t.q.query("SELECT rowid FROM search WHERE search MATCH $1 AND rowid BETWEEN $2 AND $3 ORDER BY rowid LIMIT $4", match, from, to, twinRead)
	if err != nil {
		return nil, err
	}
	return rowIDs(rows)
}

func rowIDs(rows *sql.Rows) ([]int64, error) {
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// tied loads what is worked on together with the appeal: the main one, and those tied to it.
func (t *twinSearch) tied(a *model.Appeal) ([]Twin, error) {
	main := a.Twin
	if main == 0 {
		main = a.ID
	}
	rows, err := t.q.query("SELECT rowid FROM search WHERE search MATCH $1 LIMIT 200", search.Dimension([]string{search.TwinToken(main)}))
	if err != nil {
		return nil, err
	}
	ids, err := rowIDs(rows)
	if err != nil {
		return nil, err
	}
	found, err := t.load(byPlaceInIndex, ids)
	if err != nil {
		return nil, err
	}
	if a.Twin != 0 {
		top, err := t.load(byNumber, []int64{int64(a.Twin)})
		if err != nil {
			return nil, err
		}
		found = append(top, found...)
	}
	var list []Twin
	for _, c := range found {
		if c.ID != a.ID {
			x := twinOf(c)
			x.Tied = true
			list = append(list, x)
		}
	}
	return list, nil
}

// byPlaceInIndex and byNumber load documents by their places in the text index and by their numbers.
const (
	byPlaceInIndex = `SELECT d.doc FROM json_each($1) j CROSS JOIN appeal a ON a.search_id = j.value JOIN appeal_doc d ON d.id = a.id`
	byNumber       = `SELECT d.doc FROM json_each($1) j CROSS JOIN appeal_doc d ON d.id = j.value`
)

// load reads documents without their words; what the person may not open is left out.
func (t *twinSearch) load(query string, ids []int64) ([]*model.Appeal, error) {
	key, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := t.q.query(query, string(key))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*model.Appeal
	for rows.Next() {
		var doc []byte
		if err := rows.Scan(&doc); err != nil {
			return nil, err
		}
		a := &model.Appeal{}
		if err := json.Unmarshal(doc, a); err != nil {
			return nil, err
		}
		if a.Anonymised == 0 && mayOpen(t.person, a) == nil && t.person.SeesText(a) {
			list = append(list, a)
		}
	}
	return list, rows.Err()
}
