package db

import "sync"

// laterAhead is how many statements may wait for the engine.
const laterAhead = 128

// later is a statement that runs beside its transaction's other work.
type later struct {
	query string
	args  []any
}

// lane runs the statements of one transaction that nobody waits for, in their order. It and the goroutine of the Tx never touch the
// engine at once: each statement of the Tx first waits until the lane is empty.
type lane struct {
	queue   chan later
	pending sync.WaitGroup
}

// Later runs a statement beside what the caller does next: encoding the next row costs as much as writing the last one. The caller
// leaves the arguments alone. An error sticks and shows at the next statement, in Healthy and at the end.
func (t *Tx) Later(query string, args ...any) {
	if t.lane == nil {
		t.lane = &lane{queue: make(chan later, laterAhead)}
		go t.travel(t.lane)
	}
	t.lane.pending.Add(1)
	t.lane.queue <- later{query, args}
}

func (t *Tx) travel(l *lane) {
	for s := range l.queue {
		if stmt, err := t.prepared(s.query); err == nil { // after the first error there is none
			_, err = stmt.ExecContext(t.ctx, s.args...)
			_ = t.stick(err)
		}
		l.pending.Done()
	}
}

// catchUp waits until nothing is left for later.
func (t *Tx) catchUp() {
	if t.lane != nil {
		t.lane.pending.Wait()
	}
}

// endLane lets the lane's goroutine go.
func (t *Tx) endLane() {
	if t.lane != nil {
		t.lane.pending.Wait()
		close(t.lane.queue)
		t.lane = nil
	}
}
