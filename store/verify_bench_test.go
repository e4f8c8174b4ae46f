package store

import (
	"fmt"
	"testing"

	"kurator/model"
)

// BenchmarkVerify measures what verifying costs a row of the journal; multiply by the rows of a real one.
func BenchmarkVerify(b *testing.B) {
	d := newDesk(b)
	const slices, each = 100, 200
	for i := range slices {
		op := Op{Bulk: true}
		for j := range each {
			op.Steps = append(op.Steps, Step{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{
				Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: fmt.Sprint(i*each + j)}, Received: model.InstantOf(d.now),
				Body: model.Words("Во дворе дома темно, фонарь не горит вторую неделю, дети ходят в школу в темноте"), Place: "пгт Ревда",
				Topic: model.Topic{Title: "Освещение", Group: "Благоустройство"}}}})
		}
		if _, err := d.Do(d.ctx, as(curator), op); err != nil {
			b.Fatal(err)
		}
	}
	for name, verify := range map[string]func() error{
		"journal": func() error { _, err := d.VerifyJournal(d.ctx, nil); return err },
		"tables":  func() error { _, _, err := d.VerifyTables(d.ctx, nil); return err },
		"due":     func() error { _, _, err := d.VerifyDue(d.ctx, nil); return err },
		"replay":  func() error { _, err := d.Replay(d.ctx); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := verify(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/(slices*each), "µs/row")
		})
	}
}
