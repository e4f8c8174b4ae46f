package model

import "encoding/json"

// What leads from a registration to the citizen: the number he knows his message by, the link to his post, his page. It is personal
// data, so documents and journal keep it as the other words: a reference and a salted hash, and the words in the side table. Before
// that it stood in them as it is (the Plain fields); such rows are read and repeated as they were written.

// ways is a registration's Words, short: every case has one.
type ways struct {
	Second string `json:"s,omitempty"`
	Linked string `json:"l,omitempty"`
	Card   string `json:"c,omitempty"`
	Page   string `json:"p,omitempty"`
}

// Fold puts what leads to the citizen into Words, so that it is stored aside. A registration that was stored stays as it is.
func (r *Registration) Fold() {
	if r.Words.Ref != 0 {
		return
	}
	w := ways{orPlain(r.SecondID, r.PlainSecond), orPlain(r.Linked, r.PlainLinked), orPlain(r.Card, r.PlainCard), r.Page}
	r.PlainSecond, r.PlainLinked, r.PlainCard, r.Words = "", "", "", Text{}
	if w == (ways{}) {
		return
	}
	words, err := json.Marshal(w)
	if err != nil {
		panic(err) // strings only
	}
	r.Words = Words(string(words))
	r.SecondID, r.Linked, r.Card = w.Second, w.Linked, w.Card
}

// unfold reads what leads to the citizen from the words, which must be loaded; they are not needed any longer.
func (r *Registration) unfold() {
	w := ways{r.PlainSecond, r.PlainLinked, r.PlainCard, ""}
	if r.Words.Ref != 0 {
		w = ways{}
		if r.Words.Body != "" {
			_ = json.Unmarshal([]byte(r.Words.Body), &w) // words that were changed outside the program lead nowhere, and verifying names them
		}
	}
	r.SecondID, r.Linked, r.Card, r.Page = w.Second, w.Linked, w.Card, w.Page
	r.Words.Body = ""
}

func orPlain(words, plain string) string {
	if words != "" {
		return words
	}
	return plain
}

// Forget takes out what leads to the citizen from a registration that keeps it as it is.
func (r *Registration) Forget() {
	r.SecondID, r.Linked, r.Card, r.Page = "", "", "", ""
	r.PlainSecond, r.PlainLinked, r.PlainCard = "", "", ""
}

// FillTexts gives every stored text of the appeal its words.
func (a *Appeal) FillTexts(body func(ref int64) string) {
	for _, t := range a.Texts() {
		if t.Ref != 0 {
			t.Body = body(t.Ref)
		}
	}
	for i := range a.Registrations {
		a.Registrations[i].unfold()
	}
	for i := range a.Replies {
		if r := &a.Replies[i]; r.Link.Ref == 0 {
			r.Link.Body = r.PlainLink
		}
	}
}
