package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/store/files"
)

// What belongs to an anonymised appeal leaves the disk with its words; what belongs to others stays.
func TestFilesGoWithTheWords(t *testing.T) {
	d := newDesk(t)
	folder := files.Of(d.Path())
	take := func(id model.AppealID) string {
		t.Helper()
		hash, size, _, err := folder.Take(id, strings.NewReader("акт"))
		if err != nil {
			t.Fatal(err)
		}
		d.do(curator, id, &model.Attach{File: model.Words("Акт Выдуманова.pdf"), Hash: hash, Size: size})
		return hash
	}
	old, young := d.receive(model.ChannelPOS, "1", "Яма"), d.receive(model.ChannelPOS, "2", "Снег")
	hash := take(old)
	take(young)
	d.do(curator, old, &model.Sort{}, &model.Close{Outcome: model.OutcomeNotNeeded, Reason: "проба"})
	d.pass(time.Duration(model.DefaultRetention+1) * 366 * 24 * time.Hour)
	d.do(admin, old, &model.Anonymise{})
	if !folder.Has(old, hash) {
		t.Fatal("gone before its time")
	}
	if err := d.Scrub(context.Background()); err != nil {
		t.Fatal(err)
	}
	if folder.Has(old, hash) || !folder.Has(young, hash) {
		t.Errorf("old %v, young %v", folder.Has(old, hash), folder.Has(young, hash))
	}
	d.mustVerify()
}
