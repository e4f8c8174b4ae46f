package process_test

import (
	"testing"
	"time"

	"kurator/model"
	"kurator/model/process"
	"kurator/model/stats"
)

const day = model.Instant(86400)

// Holders as stats codes them: 1 the curator, 2 a unit.
func TestMap(t *testing.T) {
	names := stats.NewNames([]stats.Word{{ID: 1, Field: stats.FieldTopic, Text: "\tТепло\t"}}, nil)
	m := process.New(stats.Scope{From: 100 * day, To: 200 * day, Zone: time.UTC, Names: names}, stats.NewThemes(&model.Office{}, names))
	from := 100 * day
	m.Add(&stats.Case{ID: 1, Topic: 1, Received: from, Answered: from + 9*day, Stage: uint8(model.StageAnswered.Order()), Ledger: []stats.Stint{
		{Stage: uint8(model.StageNew.Order()), Holder: 1, From: from}, {Stage: uint8(model.StageAssigned.Order()), Holder: 2, Unit: 1, From: from + 2*day},
		{Stage: uint8(model.StageReview.Order()), Holder: 1, From: from + 5*day}, {Stage: uint8(model.StageReturned.Order()), Holder: 2, Unit: 1, From: from + 6*day},
		{Stage: uint8(model.StageReview.Order()), Holder: 1, From: from + 8*day}, {Stage: uint8(model.StageAnswered.Order()), From: from + 9*day}}})
	m.Add(&stats.Case{ID: 2, Topic: 1, Received: from + day, Ledger: []stats.Stint{{Stage: uint8(model.StageNew.Order()), Holder: 1, From: from + day}}})
	var assigned, review process.Stay
	for _, s := range m.Stays() {
		switch s.Stage {
		case model.StageAssigned:
			assigned = s
		case model.StageReview:
			review = s
		}
	}
	if assigned.Unit != 1 || assigned.N != 1 || assigned.Median != 3 {
		t.Errorf("assigned %+v", assigned)
	}
	if review.Unit != 0 || review.N != 2 || review.Median != 1 || review.Total != 2 {
		t.Errorf("review %+v", review)
	}
	tossed := m.PingPong()
	if len(tossed) != 1 || tossed[0].Unit != 1 || tossed[0].Transfers != 1 || tossed[0].Of != 1 {
		t.Errorf("ping-pong %+v", tossed)
	}
	nobody := m.Nobody()
	if len(nobody) != 1 || nobody[0].N != 1 || nobody[0].Median != 2 || nobody[0].Now != 1 {
		t.Errorf("nobody's %+v", nobody)
	}
	joined := m.Fresh().(*process.Map)
	joined.Join(m)
	if len(joined.Stays()) != len(m.Stays()) || joined.Nobody()[0] != nobody[0] {
		t.Error("joining loses something")
	}
}
