// Package exchange holds the use cases of what comes in and goes out: exports of the foreign systems, letters and returned drafts
// are taken in, task sheets, reminders, digests and tables leave, and the state there is compared with the state here.
package exchange

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"

	"kurator/model"
	"kurator/store"
	"kurator/store/intake"
	"kurator/store/job/matters"
)

// ImportOptions say how exports are taken in.
type ImportOptions struct {
	Intake   intake.Options // zone and present are filled in
	DryRun   bool
	Slice    int                                  // rows of one transaction; 0 = store.BulkSlice
	Progress func(file string, done, total int64) // may be nil
}

// ImportSummary is what an import did; its JSON is that of `kurator import`.
type ImportSummary struct {
	Read        int    `json:"read"`
	Added       int    `json:"added"`
	Updated     int    `json:"updated"`
	Unchanged   int    `json:"unchanged"`
	Quarantined int    `json:"quarantined"`
	Batch       string `json:"batch"` // undone as one: of the last file when several were taken in
}

// FileReport is what was found in one file.
type FileReport struct {
	ImportSummary
	File       string
	Profile    string
	Channel    model.ChannelID
	Charset    string
	AsOf       model.Instant
	Ignored    []string // headings nobody described
	Unmatched  []string // headings the layout knows and the file lacks
	Sample     []Verdict
	Bad        []Verdict    // rows set aside, the first of them
	Behind     []Difference // where the foreign system is behind this desk: «не подтверждено выгрузкой»
	Differs    []Difference // where the answer there reads otherwise than the one recorded here
	Warnings   []string     // about a letter
	NewUnits   []string     // executors met for the first time
	unitsAsked map[string]bool
	arrived    arrivals
}

// Verdict is what became of one row.
type Verdict struct {
	Row    int
	Number string // in the foreign system
	Told   string // what was read from it; only in the sample
	What   string // «новое», «изменилось», «без изменений», «в карантин»
	Say    string
}

// Difference is a case that is further here than in the foreign system.
type Difference struct {
	Appeal model.AppealID
	Number string
	Ours   model.StageID
	Theirs string
}

// sampleRows is how many rows a dry run shows with a verdict each; listed is up to how many bad rows and differences are named.
const (
	sampleRows = 10
	listed     = 200
)

// Import takes exports in, one after another. A file that cannot be read does not stop the others; the first such fault is
// returned after them. Rows that cannot be read go to quarantine.
func Import(ctx context.Context, s *store.Store, actor model.Actor, paths []string, o ImportOptions) (ImportSummary, []FileReport, error) {
	var total ImportSummary
	var reports []FileReport
	var faults []error
	for _, path := range paths {
		r, err := importFile(ctx, s, actor, path, o)
		total.Add(r.ImportSummary)
		if err == nil || r.Read > 0 {
			reports = append(reports, r)
		}
		if err != nil {
			faults = append(faults, err)
			if ctx.Err() != nil {
				break
			}
		}
	}
	if !o.DryRun && total.Added+total.Updated > 0 && ctx.Err() == nil {
		if _, err := matters.Watch(ctx, s, actor); err != nil { // the queries of problems attach what has come
			faults = append(faults, err)
		}
	}
	if o.Slice > store.BulkSlice && total.Added > o.Slice && ctx.Err() == nil { // a desk does it in its quiet moments
		if err := s.Settle(ctx); err != nil {
			faults = append(faults, err)
		}
	}
	if len(faults) == 1 {
		return total, reports, faults[0]
	}
	return total, reports, errors.Join(faults...)
}

// Add sums up.
func (t *ImportSummary) Add(r ImportSummary) {
	t.Read += r.Read
	t.Added += r.Added
	t.Updated += r.Updated
	t.Unchanged += r.Unchanged
	t.Quarantined += r.Quarantined
	if r.Batch != "" {
		t.Batch = r.Batch
	}
}

func importFile(ctx context.Context, s *store.Store, actor model.Actor, path string, o ImportOptions) (FileReport, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return FileReport{}, err
	}
	if IsLetter(path) {
		return importLetter(ctx, s, actor, path, o)
	}
	in := o.Intake
	in.Zone, in.Now = snap.Zone(), s.Now()
	if o.Progress != nil {
		name := filepath.Base(path)
		in.Progress = func(done, total int64) { o.Progress(name, done, total) }
	}
	file, err := intake.Open(path, in)
	if err != nil {
		return FileReport{File: filepath.Base(path)}, err
	}
	defer func() { _ = file.Close() }()
	w := &importer{s: s, actor: actor, file: file, snap: snap, dry: o.DryRun, size: cmp.Or(o.Slice, store.BulkSlice), batch: store.NewID(s.Now().In(snap.Zone()))}
	w.report = FileReport{File: file.Name, Profile: file.Profile.Title, Channel: file.Channel, Charset: file.Charset, AsOf: file.AsOf,
		Ignored: file.Ignored, Unmatched: file.Unmatched}
	if err := w.allowed(ctx); err != nil {
		return w.report, err
	}
	if w.keyOf, err = s.RowKeys(ctx); err != nil {
		return w.report, err
	}
	err = w.run(ctx)
	return w.report, err
}

// allowed asks the rights before the first row is read.
func (w *importer) allowed(ctx context.Context) error {
	if w.file.Channel == "" {
		return nil // rows name their channels; each is asked about
	}
	person, err := w.s.Person(ctx, w.actor)
	if err != nil {
		return err
	}
	return person.Can(&model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: w.file.Channel}}}, nil)
}
