package figures_test

import (
	"math/rand"
	"slices"
	"testing"

	"kurator/model"
	"kurator/model/query"
	"kurator/model/stats"
	"kurator/store"
)

// The list of what waits to be judged is what the figure of the sampling plan counts; a list of thousands of numbers is one condition.
func TestSampleIsListed(t *testing.T) {
	d := newDistrict(t)
	docs := d.docs()
	var all []model.AppealID
	for _, a := range docs {
		all = append(all, a.ID)
	}
	d.stir(rand.New(rand.NewSource(5)), all)
	settings := d.Snap().Office.Settings
	for _, every := range []int{0, 3} {
		settings.Sample = every
		d.must(model.Ref{Noun: model.NounSettings}, &model.PutSettings{Settings: settings})
		var want []model.AppealID
		for _, a := range d.docs() {
			k := every
			if k == 0 {
				k = stats.UsualSample
			}
			negative := a.Mark == 1 || a.Mark == 2
			if !a.Stage.Open() && a.AnsweredAt != 0 && a.Score == nil && (negative || int64(a.ID)%int64(k) == 0) {
				want = append(want, a.ID)
			}
		}
		q, err := query.Parse("есть:выборка порядок:номер")
		if err != nil {
			t.Fatal(err)
		}
		if got := d.list(q); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("every %d: %v, recounted %v", every, got, want)
		}
	}
	var numbers query.Or
	for i := range 3000 {
		numbers = append(numbers, query.Term{Field: query.FieldNumber, Op: query.Eq, Value: query.Number(2 * (i + 1))})
	}
	got := d.list(query.Query{Expr: numbers, Sort: []query.Sort{{Field: query.FieldNumber}}})
	if slices.ContainsFunc(got, func(id model.AppealID) bool { return id%2 != 0 }) || len(got) != len(all)/2 {
		t.Errorf("%d appeals of %d have even numbers", len(got), len(all))
	}
}

func (d *district) list(q query.Query) []model.AppealID {
	d.T.Helper()
	page, err := d.List(d.Ctx, d.Me, store.ListRequest{Query: q, Limit: 1000})
	if err != nil {
		d.T.Fatal(err)
	}
	var ids []model.AppealID
	for _, r := range page.Rows {
		ids = append(ids, r.ID)
	}
	return ids
}
