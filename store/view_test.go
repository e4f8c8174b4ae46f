package store

import (
	"reflect"
	"testing"

	"kurator/model"
)

func TestViewsOfOfficials(t *testing.T) {
	d := newDesk(t)
	save := func(who model.OfficialID, v View) {
		t.Helper()
		if err := d.SaveView(d.ctx, who, v); err != nil {
			t.Fatal(err)
		}
	}
	save(curator, View{Name: "  Ямы   в Ревде ", Query: "яма место:ревда"})
	save(curator, View{Name: "Ямы в Ревде", Query: "яма место:ревда порядок:-получено", Columns: []string{"number", "summary"}, Group: "unit"})
	save(preparer, View{Name: "Моё", Query: "держатель:я"})
	mine, err := d.Views(d.ctx, curator)
	if err != nil || !reflect.DeepEqual(mine, []View{{Name: "Ямы в Ревде", Query: "яма место:ревда порядок:-получено", Columns: []string{"number", "summary"}, Group: "unit"}}) {
		t.Errorf("%+v %v", mine, err)
	}
	for _, bad := range []View{{Name: " ", Query: ""}, {Name: "а", Query: "стадия:луна"}} {
		if err := d.SaveView(d.ctx, curator, bad); model.CodeOf(err) != model.Usage {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if err := d.DropView(d.ctx, curator, "Ямы в Ревде"); err != nil {
		t.Fatal(err)
	}
	mine, err = d.Views(d.ctx, curator)
	theirs, err2 := d.Views(d.ctx, preparer)
	if err != nil || err2 != nil || len(mine) != 0 || len(theirs) != 1 {
		t.Errorf("%v %v %v %v", mine, theirs, err, err2)
	}
}
