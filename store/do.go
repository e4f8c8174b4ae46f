package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"kurator/model"
	"kurator/model/access"
	"kurator/store/db"
	"kurator/store/search"
)

// Op is one operation: one id, one undo step, one or many actions.
type Op struct {
	ID      string // a retry with the same id returns the stored result; empty = a fresh one
	Batch   string // operations of one import share a batch and are undone together
	Title   string // what was done, in words: «Назначено: № 12»
	Partial bool   // what is refused is skipped and reported, the rest is done
	Bulk    bool   // waits behind what people do
	Preview bool   // tells what would happen and changes nothing
	Steps   []Step
}

// Step is one action on one object.
type Step struct {
	Ref      model.Ref     // ID 0: a new object
	Action   model.Action  //
	Rev      int64         // the revision the person saw, of a noun of the office: the version of the office; 0 = any
	Happened model.Instant // when it happened in life; 0 = now
}

// Result is what an operation did.
type Result struct {
	Operation string        `json:"operation"`
	Changed   []model.Ref   `json:"changed,omitempty"` // in the order of the steps, each object once
	Created   []model.Ref   `json:"created,omitempty"`
	Skipped   []Skip        `json:"skipped,omitempty"`
	Events    []model.Event `json:"-"`
	Repeated  bool          `json:"-"` // the id was known: nothing was done again
	Moved     []Moved       `json:"-"` // open cases to which changed rules gave other dates
}

// Skip is a step that was refused in a partial operation.
type Skip struct {
	Step int       `json:"step"` // its place in the operation
	Ref  model.Ref `json:"ref"`
	Say  string    `json:"say"`
}

// errPreview rolls a preview back.
var errPreview = errors.New("preview")

// BulkSlice is how many appeals one transaction of a long work enters: about 20 ms, so that a person's save waits no longer.
const BulkSlice = 250

// LoneSlice is BulkSlice for a process that nobody sits at: about 100 ms. Another process's save waits for it no longer than a person
// notices, and the indexes are written through a third as often.
const LoneSlice = 1000

// storedResults is up to how many objects a result is kept for retries; a larger one keeps its counts in the journal.
const storedResults = 500

// Do is the only way anything changes: one immediate transaction that loads, checks rights and revisions, applies, saves
// and writes the journal. When its commit fails the result is unknown; Do asks by the operation id and says which it was.
func (s *Store) Do(ctx context.Context, actor model.Actor, op Op) (Result, error) {
	if op.ID == "" {
		op.ID = NewID(s.clock())
	}
	return s.run(ctx, op, func(e *execution) error { return e.act(actor) })
}

// act does the operation's steps for a person.
func (e *execution) act(actor model.Actor) error {
	e.actor = actor
	e.person = access.On(e.snap.Office, actor.Official, e.today())
	before := e.snap.Book
	if err := e.steps(e.op); err != nil {
		return err
	}
	return e.followRules(before)
}

// run executes an operation; fn does its steps.
func (s *Store) run(ctx context.Context, op Op, fn func(*execution) error) (Result, error) {
	result, err := s.attempt(ctx, op, fn)
	if errors.Is(err, db.ErrUnknown) {
		if known, ok, askErr := s.operationResult(ctx, op.ID); askErr == nil && ok {
			return known, nil
		}
	}
	return result, err
}

func (s *Store) attempt(ctx context.Context, op Op, fn func(*execution) error) (Result, error) {
	var e *execution
	write := s.db.Write
	if op.Bulk {
		write = s.db.WriteBulk
	}
	stems := s.stemmer()
	defer s.stemmers.Put(stems)
	index := &indexRun{store: s}
	defer index.end()
	err := write(ctx, func(tx *db.Tx) error {
		e = &execution{store: s, tx: tx, op: op, stems: stems, index: index, now: s.Now(), result: Result{Operation: op.ID}}
		if err := e.whole(fn); err != nil {
			return err
		}
		index.write(tx)
		return nil
	})
	if errors.Is(err, errPreview) {
		e.unseal()
		return e.result, nil
	}
	if err != nil {
		e.unseal()
		s.refused(ctx, e, err)
		return Result{}, err
	}
	s.committed(e)
	return e.result, nil
}

// whole does the operation from asking whether it is known to its own row.
func (e *execution) whole(fn func(*execution) error) error {
	known, err := e.known()
	if err != nil || known {
		return err
	}
	if e.snap, err = e.store.snapshotIn(e.tx, e.snap); err != nil {
		return err
	}
	if err := e.begin(); err != nil {
		return err
	}
	if err := fn(e); err != nil {
		return err
	}
	if e.op.Preview {
		return errPreview
	}
	return e.finish()
}

// unseal takes back the references of texts that were not written after all, so that the same actions can be tried again.
func (e *execution) unseal() {
	if e == nil {
		return
	}
	for _, t := range e.sealed {
		t.Ref, t.Hash, t.Salt = 0, "", nil
	}
}

// snapshotIn is the snapshot as the transaction sees it: the one at hand or the store's own, when it is of that version, else a fresh one.
func (s *Store) snapshotIn(tx *db.Tx, hand *Snapshot) (*Snapshot, error) {
	q := within{tx}
	version, err := officeVersion(q)
	if err != nil {
		return nil, err
	}
	if hand != nil && hand.Office.Version == version {
		return hand, nil
	}
	s.mu.Lock()
	snap := s.snapshot
	s.mu.Unlock()
	if snap != nil && snap.Office.Version == version {
		return snap, nil
	}
	return loadSnapshot(q)
}

// within queries inside a transaction.
type within struct{ tx *db.Tx }

func (w within) query(query string, args ...any) (*sql.Rows, error) {
	return w.tx.Query(query, args...)
}

// execution is one operation inside its transaction.
type execution struct {
	store  *Store
	tx     *db.Tx
	op     Op
	actor  model.Actor
	person access.Person
	snap   *Snapshot
	stems  *search.Stemmer
	now    model.Instant
	result Result

	journal  journalTail
	row      *Chained // the journal row that waits to be written
	actorDoc string
	actorOf  model.Actor
	firstSeq int64
	changed  map[model.Ref]bool
	lastIDs  map[string]int64 // numbers given last, by kind
	index    *indexRun
	facets   []facetValue
	numbers  map[numberedWord]uint32 // words that got their number here
	office   bool                    // the office changed
	undoes   string                  // the operation that is undone
	sealed   []*model.Text           // texts that got their reference here
}

func (e *execution) today() model.Date { return model.DateOf(e.now, e.snap.Zone()) }

// known finds out whether the operation was done before.
func (e *execution) known() (bool, error) {
	var doc []byte
	err := e.tx.Row("SELECT result FROM operation WHERE id = $1", []any{e.op.ID}, &doc)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	e.result.Repeated = true
	return true, json.Unmarshal(doc, &e.result)
}

func (e *execution) begin() error {
	e.changed, e.lastIDs = map[model.Ref]bool{}, map[string]int64{}
	var err error
	e.journal, err = loadTail(e.tx)
	e.firstSeq = e.journal.seq + 1
	return err
}

// steps does every step; in a partial operation a refused one is skipped.
func (e *execution) steps(op Op) error {
	for i := range op.Steps {
		step := &op.Steps[i]
		err := e.step(step)
		var fault *model.Fault
		if err != nil && op.Partial && errors.As(err, &fault) && fault.Code != model.BadData && e.tx.Healthy() {
			e.result.Skipped = append(e.result.Skipped, Skip{i, step.Ref, fault.Say})
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// step does one step of a person or an importer.
func (e *execution) step(step *Step) error {
	happened := step.Happened
	if happened == 0 {
		happened = e.now
	}
	if happened > e.now {
		return model.Faultf(model.Usage, "Время действия ещё не наступило. Проверьте дату и часы компьютера.")
	}
	at := model.Moment{Happened: happened, Recorded: e.now, Actor: e.actor}
	if action, ok := step.Action.(*model.Anonymise); ok {
		return e.erase(step.Ref, action, at)
	}
	if step.Ref.Noun == model.NounAppeal {
		return e.stepAppeal(step, at)
	}
	return e.stepOffice(step, at)
}

// finish writes what belongs to the operation as a whole.
func (e *execution) finish() error {
	if err := e.writeFacets(); err != nil {
		return err
	}
	if err := e.writeLastIDs(); err != nil {
		return err
	}
	if e.row == nil {
		return nil // every step was skipped
	}
	o := Operation{ID: e.op.ID, Batch: e.op.Batch, Title: e.op.Title, Official: e.actor.Official, Recorded: e.now, FirstSeq: e.firstSeq,
		LastSeq: e.row.Seq, Undoes: e.undoes}
	if e.office {
		_, err := e.tx.Exec("INSERT INTO meta (key, value) VALUES ('office', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", o.LastSeq)
		if err != nil {
			return err
		}
	}
	stored := e.result
	if len(stored.Changed) > storedResults {
		stored.Changed, stored.Created = nil, nil
	}
	doc, err := json.Marshal(stored)
	if err != nil {
		return err
	}
	e.writeRow(closingOf(&o, string(doc)))
	_, err = e.tx.Exec(`INSERT INTO operation (id, batch, title, official, recorded, first_seq, last_seq, undoes, result)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		o.ID, o.Batch, o.Title, int64(o.Official), int64(o.Recorded), o.FirstSeq, o.LastSeq, o.Undoes, string(doc))
	return err
}

// touched notes that an object changed.
func (e *execution) touched(ref model.Ref, created bool) {
	if e.changed[ref] {
		return
	}
	e.changed[ref] = true
	e.result.Changed = append(e.result.Changed, ref)
	if created {
		e.result.Created = append(e.result.Created, ref)
	}
}

// committed brings the memory of the store in step with the file.
func (s *Store) committed(e *execution) {
	if e.result.Repeated {
		return
	}
	if e.office {
		s.forgetSnapshot()
	} else if e.snap != nil {
		s.publish(e.snap) // as committed: the operation has not changed it
	}
	s.facets.add(e.facets)
	s.numbers.add(e.numbers)
}

// operationResult asks whether an operation is in the file.
func (s *Store) operationResult(ctx context.Context, id string) (Result, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var doc []byte
	err := s.db.Read().QueryRowContext(ctx, "SELECT result FROM operation WHERE id = $1", id).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return Result{}, false, nil
	}
	if err != nil {
		return Result{}, false, err
	}
	r := Result{Operation: id, Repeated: true}
	return r, true, json.Unmarshal(doc, &r)
}

// refused keeps a refusal by rights in the journal (registration of security events).
func (s *Store) refused(ctx context.Context, e *execution, err error) {
	if e == nil || model.CodeOf(err) != model.Forbidden {
		return
	}
	var about model.AppealID
	what := ""
	if len(e.op.Steps) > 0 {
		what = e.op.Steps[0].Action.Name()
		if ref := e.op.Steps[0].Ref; ref.Noun == model.NounAppeal {
			about = model.AppealID(ref.ID)
		}
	}
	// A refusal that cannot be written does not change the answer: the action stays refused.
	_ = s.Record(ctx, e.actor, model.RecordRefusal, about, "«"+access.ActTitle(what)+"»")
}
