//go:build faultvfs && linux && !race

package db

import "context"

// What the test of the store above needs of the harness.

// Event is one thing that was written down.
type Event = event

// Listen begins to write down what reaches the files of a folder.
func Listen(folder string) { layer.listen(folder) }

// Acknowledge writes down that an operation was acknowledged.
func Acknowledge(id string) { layer.mark(id) }

// Heard ends the record.
func Heard() []Event { return layer.stop() }

// Images makes the files as the power leaves them after every step events of a record.
func Images(fresh []byte, record []Event, step int, judge func(files map[string][]byte, acknowledged []string, at int, fate string)) int {
	return images(fresh, record, step, func(f files, acknowledged []string, at int, fate string) { judge(f, acknowledged, at, fate) })
}

// Weaken plants a bug: less is brought to the disk than the store asks for.
func (d *DB) Weaken(ctx context.Context, synchronous string) error {
	_, err := d.conn.ExecContext(ctx, "PRAGMA synchronous = "+synchronous)
	return err
}
