package exchange

import (
	"slices"
	"testing"

	"kurator/model"
	"kurator/store"
)

// What an export brings is compared with what is here; an import that begins a database is not.
func TestTwinsOfWhatHasCome(t *testing.T) {
	a := newTown(t)
	a.take(ImportOptions{}, samples+"im.xlsx")
	old := a.card(model.AppealID(a.Tally("")))
	b := newTown(t)
	r, err := b.Do(b.Ctx, b.Me, store.Op{Title: "Записано", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{
		Registration: model.Registration{Channel: model.ChannelPhone}, Received: old.Received, Body: model.Words(old.Body.Body), Place: old.Place}}}}})
	if err != nil {
		t.Fatal(err)
	}
	phone := model.AppealID(r.Created[0].ID)
	_, reports := b.take(ImportOptions{}, samples+"im.xlsx")
	list, err := ArrivedTwins(b.Ctx, b.Store, b.Me, reports)
	if err != nil || len(list) > twinsListed || !slices.ContainsFunc(list, func(x LikelyTwin) bool { return x.Twin == phone && len(x.Why) > 0 }) {
		t.Errorf("№ %s is not among %+v (%v)", phone, list, err)
	}
	_, again := b.take(ImportOptions{}, samples+"im.xlsx")
	if list, err := ArrivedTwins(b.Ctx, b.Store, b.Me, again); err != nil || len(list) != 0 {
		t.Errorf("nothing has come, and yet %+v (%v)", list, err)
	}
	reports[0].arrived.count = arrivedMost + 1
	if list, err := ArrivedTwins(b.Ctx, b.Store, b.Me, reports); err != nil || len(list) != 0 {
		t.Errorf("a beginning, and yet %+v (%v)", list, err)
	}
}
