package store

import (
	"strconv"
	"testing"

	"kurator/model"
	"kurator/model/query"
)

// A search in an order of its own is whole for whoever counts or copies it; at the desk it may be of the newest hits, and then says so. Open
// cases are all there in any case, however old.
func TestOwnOrderOfManyHits(t *testing.T) {
	d := newDesk(t)
	var steps []Step
	for i := range wordHits + 5 {
		steps = append(steps, Step{Ref: model.AppealRef(0), Action: &model.Receive{Facts: model.Facts{
			Registration: model.Registration{Channel: model.ChannelIM, ExternalID: strconv.Itoa(7000 + i)}, Received: model.InstantOf(d.now) - model.Instant(60*(wordHits-i)),
			Body: model.Words("Ямы во дворе"), Applicant: model.Applicant{Kind: model.ApplicantAnonymous}}}})
	}
	if _, err := d.Do(d.ctx, as(curator), Op{Title: "Проба", Steps: steps}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text          string
		quick         bool
		first, newest int
	}{
		{"ямы порядок:номер", false, 1, 0},
		{"ямы порядок:номер", true, 6, wordHits},
		{"ямы открыто:да порядок:номер", true, 1, 0},
		{"ямы", true, wordHits + 5, 0},
		{"7003 порядок:номер", true, 4, 0},
	} {
		q, err := query.Parse(c.text)
		if err != nil {
			t.Fatal(err)
		}
		page, err := d.List(d.ctx, as(curator), ListRequest{Query: q, Quick: c.quick, Limit: 2 * wordHits})
		if err != nil || len(page.Rows) == 0 || page.Rows[0].ID != model.AppealID(c.first) || page.Newest != c.newest {
			t.Errorf("%s, quick %v: %d rows, newest %d, %v", c.text, c.quick, len(page.Rows), page.Newest, err)
			continue
		}
		if !c.quick && len(page.Rows) != wordHits+5 {
			t.Errorf("%s: %d rows", c.text, len(page.Rows))
		}
	}
}
