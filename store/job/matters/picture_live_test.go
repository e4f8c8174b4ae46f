package matters_test

import (
	"reflect"
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/job/jobtest"
	"kurator/store/job/matters"
)

// TestLivePictureIsThePicture: what is kept in memory and follows the changes gives the same picture as everything read anew.
func TestLivePictureIsThePicture(t *testing.T) {
	w := jobtest.Demo(t, 1, 0)
	live := &matters.LivePicture{}
	same := func(when string) *matters.Picture {
		t.Helper()
		got, err := live.Make(w.Ctx, w.Store, w.Me)
		if err != nil {
			t.Fatal(when, err)
		}
		want, err := matters.MakePicture(w.Ctx, w.Store, w.Me)
		if err != nil {
			t.Fatal(when, err)
		}
		if !reflect.DeepEqual(got.Rows, want.Rows) || !reflect.DeepEqual(got.Surges, want.Surges) || !reflect.DeepEqual(got.Directions, want.Directions) ||
			!reflect.DeepEqual(got.Tossed, want.Tossed) || len(got.Stays) != len(want.Stays) || len(got.Rows) == 0 {
			t.Errorf("%s the live picture is another one", when)
		}
		return got
	}
	before := same("at first")
	var fresh []model.AppealID
	for range 12 {
		r, err := w.Do(w.Ctx, w.Me, store.Op{Title: "Поступило", Steps: []store.Step{{Ref: model.AppealRef(0), Action: &model.Receive{Facts: model.Facts{
			Registration: model.Registration{Channel: model.ChannelPhone}, Received: w.Now(), Kind: model.KindMessage, Topic: model.Topic{Title: "Перебои в водоснабжении"}, Place: "с. Ловозеро"}}}}})
		if err != nil {
			t.Fatal(err)
		}
		live.Heard(r.Changed)
		fresh = append(fresh, model.AppealID(r.Changed[0].ID))
	}
	after := same("after twelve more")
	if len(after.Surges) <= len(before.Surges) {
		t.Errorf("twelve on one day are no surge: %d and %d", len(before.Surges), len(after.Surges))
	}
	r, err := w.Do(w.Ctx, w.Me, store.Op{Title: "Разобрано", Steps: []store.Step{{Ref: model.AppealRef(fresh[0]), Action: &model.Sort{}}, {Ref: model.AppealRef(fresh[0]), Action: &model.Assign{Unit: 1}}}})
	if err != nil {
		t.Fatal(err)
	}
	live.Heard(r.Changed)
	same("after one has a unit")
	w.Clock = w.Clock.Add(24 * time.Hour)
	same("on the next day")
	live.Heard(nil)
	same("after anything may have changed")
}
