package store

import (
	"bytes"
	"encoding/json"
	"testing"

	"kurator/model"
)

// TestInversesLeadBack: stepping back through the journal from the stored document gives every earlier one, byte for byte.
func TestInversesLeadBack(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77100", "Яма")
	var states [][]byte
	keep := func() {
		_, doc, err := loadAppeal(pool{d.ctx, d.db.Read()}, id)
		if err != nil {
			t.Fatal(err)
		}
		states = append(states, bytes.Clone(doc))
	}
	keep()
	for _, step := range [][]model.Action{{&model.Sort{}}, {&model.Assign{Unit: 1}}, {&model.WriteDraft{Text: model.Words("Засыплем.")}},
		{&model.Submit{}}, {&model.Return{Reason: "нет контакта исполнителя"}}, {&model.WriteDraft{Text: model.Words("Засыплем. Тел. 5-00-00.")}}, {&model.Submit{}},
		{&model.Approve{}}, {&model.Answer{}}, {&model.Close{}}, {&model.Reopen{Reason: "не засыпали"}}} {
		d.do(curator, id, step...)
		keep()
	}
	rows, err := d.db.Read().QueryContext(d.ctx, "SELECT inverse FROM journal WHERE noun = 'appeal' AND object = $1 ORDER BY seq DESC", int64(id))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	doc, kept := states[len(states)-1], 0
	for i := len(states) - 2; rows.Next(); i-- {
		var inverse []byte
		if err := rows.Scan(&inverse); err != nil {
			t.Fatal(err)
		}
		kept += len(inverse)
		if doc, err = docBefore(inverse, doc); err != nil {
			t.Fatal(err)
		}
		var want []byte
		if i >= 0 {
			want = states[i]
		}
		if !bytes.Equal(doc, want) {
			t.Fatalf("state %d:\n%s\nwant\n%s", i, doc, want)
		}
	}
	whole := 0
	for _, s := range states {
		whole += len(s)
	}
	if kept*2 > whole {
		t.Errorf("inverses take %d bytes, whole documents %d", kept, whole)
	}
	if !json.Valid(states[0]) {
		t.Error("no JSON")
	}
}
