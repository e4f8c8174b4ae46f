package exchange

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"kurator/model"
	"kurator/store"
	"kurator/store/intake"
)

// importer takes one file in: the file is read ahead, looked up a window at a time and written a slice at a time.
type importer struct {
	s      *store.Store
	actor  model.Actor
	file   *intake.File
	snap   *store.Snapshot
	dry    bool
	size   int // rows of a slice
	batch  string
	keyOf  func(digest string) string
	report FileReport

	slice []intake.Row
	units map[executor]model.UnitID // met in the file
}

// window is how many rows are looked up at once; a slice of them is written at once.
const window = 8 * store.BulkSlice

// run takes the whole file in. Whole slices are committed, so a killed import goes on where it was when started again: what is
// there already is found unchanged.
func (w *importer) run(ctx context.Context) error {
	ahead, stop := w.readAhead()
	defer stop()
	for part := range ahead {
		for rows := part.rows; len(rows) > 0; {
			n := independent(rows)
			if err := w.take(ctx, rows[:n]); err != nil {
				return err
			}
			rows = rows[n:]
		}
		if part.err != nil {
			return part.err // what was read before is kept
		}
	}
	return w.end(ctx)
}

// readPart is some rows of the file, and why there are no more.
type readPart struct {
	rows []intake.Row
	err  error
}

// readAhead reads the file beside the writing. The reader has ended when stop returns: then the file may be closed.
func (w *importer) readAhead() (parts <-chan readPart, stop func()) {
	out, quit := make(chan readPart, 1), make(chan struct{})
	go func() {
		defer close(out)
		for more := true; more; {
			part := readPart{rows: make([]intake.Row, 0, window)}
			for more && len(part.rows) < window && part.err == nil {
				var row intake.Row
				if row, more, part.err = w.file.Next(); more && part.err == nil {
					part.rows = append(part.rows, row)
				}
			}
			more = more && part.err == nil
			select {
			case out <- part:
			case <-quit:
				return
			}
		}
	}()
	return out, func() {
		close(quit)
		for range out { // until the reader has closed it
		}
	}
}

// independent is how many of the rows can be looked up together: the same number again, or a row that names one of them, waits
// until that one is there.
func independent(rows []intake.Row) int {
	met := make(map[string]bool, len(rows))
	for i := range rows {
		row := &rows[i]
		if row.Key != "" && met[row.Key] {
			return i
		}
		if f := row.Facts; f != nil && (met[f.Registration.Linked] || met[f.Registration.SecondID]) {
			return i
		}
		if row.Key != "" {
			met[row.Key] = true
		}
	}
	return len(rows)
}

// take looks rows up and carries out what they ask for.
func (w *importer) take(ctx context.Context, rows []intake.Row) error {
	w.report.Read += len(rows)
	for i := range rows {
		if rows[i].Facts != nil {
			r := &rows[i].Facts.Registration
			r.AsOf, r.Fingerprint, r.ExternalID = w.file.AsOf, w.keyOf(rows[i].Digest), rows[i].Key
		}
	}
	known, err := w.known(ctx, rows)
	if err != nil {
		return err
	}
	for slice := range slices.Chunk(rows, w.size) {
		w.slice = slice
		if err := w.flush(ctx, known); err != nil {
			return err
		}
	}
	return nil
}

// plan is what is to be done with the rows of one slice.
type plan struct {
	op   store.Op
	rows []int // index of the slice's row for each step
	what []string
}

func (p *plan) add(i int, what string, step store.Step) {
	p.rows, p.what = append(p.rows, i), append(p.what, what)
	p.op.Steps = append(p.op.Steps, step)
}

const (
	verdictNew       = "новое"
	verdictSecond    = "новая регистрация известного"
	verdictChanged   = "изменилось"
	verdictUnchanged = "без изменений"
	verdictAside     = "в карантин"
)

func (w *importer) flush(ctx context.Context, known knowns) error {
	if err := ctx.Err(); err != nil {
		return &model.Fault{Code: model.Failed, Say: "Загрузка остановлена. Прочитанное сохранено; запустите её снова, и она продолжится.", Cause: err}
	}
	if err := w.settleUnits(ctx, known); err != nil {
		return err
	}
	p, err := w.plan(ctx, known)
	if err != nil {
		return err
	}
	if err := w.published(ctx, p); err != nil {
		return err
	}
	return w.carryOut(ctx, p)
}

// plan compares the slice with what is known.
func (w *importer) plan(ctx context.Context, known knowns) (*plan, error) {
	p := &plan{op: store.Op{ID: store.NewID(w.s.Now().In(w.snap.Zone())), Batch: w.batch, Title: "Загружено: " + w.file.Name, Partial: true,
		Bulk: true, Preview: w.dry}}
	for i := range w.slice {
		row := &w.slice[i]
		if row.Facts == nil {
			if err := w.setAside(ctx, p, i, row.Fault); err != nil {
				return nil, err
			}
			continue
		}
		w.compare(p, i, known)
	}
	return p, nil
}

// known looks up every number of some rows at once: in its channel, and the numbers that tie it to another registration. Where the
// row is known word for word nothing more is asked, unless the case may be further here than there.
func (w *importer) known(ctx context.Context, rows []intake.Row) (knowns, error) {
	k := knowns{own: map[model.ChannelID]map[string]store.Known{}, tied: map[string]store.Known{}, same: map[*model.Facts]bool{}}
	if err := w.returned(ctx, rows, k); err != nil {
		return k, err
	}
	for channel, of := range byChannel(rows) {
		of = slices.DeleteFunc(of, func(f *model.Facts) bool { return k.same[f] })
		numbers, prints := make([]string, len(of)), make([]string, len(of))
		for i, f := range of {
			numbers[i], prints[i] = f.Registration.ExternalID, f.Registration.Fingerprint
		}
		same, err := w.s.Unchanged(ctx, channel, numbers, prints)
		if err != nil {
			return k, err
		}
		asked := make([]string, 0, len(of))
		for i, f := range of {
			if same[i] && !waits(f) {
				k.same[f] = true
				continue
			}
			asked = append(asked, f.Registration.ExternalID)
		}
		if k.own[channel], err = w.s.KnownNumbers(ctx, channel, asked); err != nil {
			return k, err
		}
		if err := w.ties(ctx, channel, of, k); err != nil {
			return k, err
		}
	}
	return k, nil
}

// returned finds the rows of an export of our own that tell of a case here: they are no news of it.
func (w *importer) returned(ctx context.Context, rows []intake.Row, k knowns) error {
	var ids []model.AppealID
	for i := range rows {
		if rows[i].Own != 0 && rows[i].Facts != nil {
			ids = append(ids, rows[i].Own)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	received, err := w.s.ReceivedAt(ctx, ids)
	if err != nil {
		return err
	}
	for i := range rows {
		f := rows[i].Facts
		if f == nil || rows[i].Own == 0 {
			continue
		}
		at, here := received[rows[i].Own]
		day := model.DateOf(f.Received, w.snap.Zone()) == model.DateOf(at, w.snap.Zone())
		k.same[f] = here && day // another day: the number of another database
		if rows[i].Doubt != "" && !k.same[f] {
			rows[i].Facts, rows[i].Fault = nil, rows[i].Doubt
		}
	}
	return nil
}

func byChannel(rows []intake.Row) map[model.ChannelID][]*model.Facts {
	of := map[model.ChannelID][]*model.Facts{}
	for i := range rows {
		if f := rows[i].Facts; f != nil {
			of[f.Registration.Channel] = append(of[f.Registration.Channel], f)
		}
	}
	return of
}

// ties looks up the numbers by which rows that are new here name a case that is known from another channel.
func (w *importer) ties(ctx context.Context, channel model.ChannelID, rows []*model.Facts, k knowns) error {
	var numbers []string
	for _, f := range rows {
		r := &f.Registration
		if _, there := k.own[channel][r.ExternalID]; there || k.same[f] {
			continue
		}
		for _, n := range []string{r.Linked, r.SecondID} {
			if n != "" {
				numbers = append(numbers, n)
			}
		}
	}
	found, err := w.s.KnownElsewhere(ctx, channel, numbers)
	if err != nil {
		return err
	}
	for n, x := range found {
		k.tied[string(channel)+":"+n] = x
	}
	return nil
}

type knowns struct {
	same map[*model.Facts]bool // known word for word
	own  map[model.ChannelID]map[string]store.Known
	tied map[string]store.Known // "channel:number named by a row of the channel"
}

// compare decides what one readable row means here.
func (w *importer) compare(p *plan, i int, known knowns) {
	row := &w.slice[i]
	r := &row.Facts.Registration
	if known.same[row.Facts] {
		w.count(i, verdictUnchanged, "")
		return
	}
	if k, ok := known.own[r.Channel][r.ExternalID]; ok {
		w.behind(row, k)
		if k.Fingerprint == r.Fingerprint {
			w.count(i, verdictUnchanged, "")
			return
		}
		p.add(i, verdictChanged, store.Step{Ref: model.AppealRef(k.Appeal), Action: &model.Sync{Facts: *row.Facts}})
		return
	}
	for _, n := range []string{r.Linked, r.SecondID} {
		if k, ok := known.tied[string(r.Channel)+":"+n]; ok && n != "" {
			p.add(i, verdictSecond, store.Step{Ref: model.AppealRef(k.Appeal), Action: &model.Sync{Facts: *row.Facts}})
			return
		}
	}
	p.add(i, verdictNew, store.Step{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: *row.Facts}})
}

// behind notes a case that is answered here while the foreign system still waits.
func (w *importer) behind(row *intake.Row, k store.Known) {
	f := row.Facts
	if k.Stage.Open() || !waits(f) || len(w.report.Behind) >= listed {
		return
	}
	theirs := f.Registration.Stage
	if theirs == "" {
		theirs = f.Registration.Status
	}
	w.report.Behind = append(w.report.Behind, Difference{k.Appeal, f.Registration.ExternalID, k.Stage, theirs})
}

// waits tells whether nothing was answered in the channel yet.
func waits(f *model.Facts) bool { return f.Finished == 0 && f.Answered == 0 && len(f.Answers) == 0 }

// setAside plans the quarantine of a row, unless the same row waits there already.
func (w *importer) setAside(ctx context.Context, p *plan, i int, reason string) error {
	row := &w.slice[i]
	key := w.keyOf(w.file.Name + "\x00" + row.Raw)
	there, err := w.s.Quarantining(ctx, key)
	if err != nil {
		return err
	}
	if there {
		w.count(i, verdictAside, reason)
		return nil
	}
	p.add(i, verdictAside, store.Step{Ref: model.Ref{Noun: model.NounQuarantine}, Action: &model.SetAside{Quarantine: model.Quarantine{
		Channel: w.file.Channel, File: w.file.Name, Row: row.Number, Reason: reason, Raw: model.Words(row.Raw), Key: key, At: w.s.Now()}}})
	return nil
}

// carryOut does the plan; a row the rules refuse goes to quarantine with their sentence.
func (w *importer) carryOut(ctx context.Context, p *plan) error {
	if len(p.op.Steps) == 0 {
		return nil
	}
	result, err := w.s.Do(ctx, w.actor, p.op)
	if err != nil {
		return err
	}
	w.report.arrived.add(result.Created)
	refused := map[int]string{}
	for _, skip := range result.Skipped {
		refused[skip.Step] = skip.Say
	}
	second := &plan{op: store.Op{ID: store.NewID(w.s.Now().In(w.snap.Zone())), Batch: w.batch, Title: p.op.Title, Bulk: true, Preview: w.dry}}
	for n, i := range p.rows {
		say, bad := refused[n]
		if !bad {
			w.count(i, p.what[n], w.slice[i].Fault)
			continue
		}
		w.slice[i].Raw = rawOf(w.slice[i])
		if err := w.setAside(ctx, second, i, say); err != nil {
			return err
		}
	}
	if len(second.op.Steps) == 0 {
		return nil
	}
	if _, err := w.s.Do(ctx, w.actor, second.op); err != nil {
		return err
	}
	for _, i := range second.rows {
		w.count(i, verdictAside, "")
	}
	return nil
}

// rawOf is what is kept of a readable row that the rules refused.
func rawOf(row intake.Row) string {
	if row.Raw != "" {
		return row.Raw
	}
	f := row.Facts
	return strings.Join([]string{f.Registration.ExternalID, f.Topic.Title, f.Place, f.Body.Body}, "\t")
}

// count adds a row's verdict to the report.
func (w *importer) count(i int, what, say string) {
	r := &w.report
	switch what {
	case verdictNew, verdictSecond:
		r.Added++
	case verdictChanged:
		r.Updated++
	case verdictUnchanged:
		r.Unchanged++
	case verdictAside:
		r.Quarantined++
	}
	v := Verdict{Row: w.slice[i].Number, Number: w.slice[i].Key, What: what, Say: say}
	if w.slice[i].Facts == nil {
		v.Number = ""
	}
	if len(r.Sample) < sampleRows {
		shown := v
		shown.Told = readings(w.slice[i].Facts, w.snap.Zone())
		r.Sample = append(r.Sample, shown)
	}
	if what == verdictAside && len(r.Bad) < listed {
		r.Bad = append(r.Bad, v)
	}
}

// settleUnits resolves the executors a channel names; one met for the first time becomes a unit that nobody has described yet.
func (w *importer) settleUnits(ctx context.Context, known knowns) error {
	for i := range w.slice {
		f := w.slice[i].Facts
		if f == nil || known.same[f] || f.Unit != 0 || f.Registration.Executor == "" {
			continue
		}
		name := executor{f.Registration.Executor, f.Organisation}
		unit, met := w.units[name]
		if !met {
			var err error
			if unit, err = w.unitOf(ctx, name); err != nil {
				return err
			}
			if w.units == nil {
				w.units = map[executor]model.UnitID{}
			}
			w.units[name] = unit // of an office a file names few, each in many rows
		}
		f.Unit = unit
	}
	return nil
}

// executor is who a row names, beside the organisation that received the appeal.
type executor struct{ name, organisation string }

func (w *importer) unitOf(ctx context.Context, x executor) (model.UnitID, error) {
	if model.SameName(x.name, x.organisation) || model.SameName(x.name, w.snap.Office.Settings.OfficeName) {
		return 0, nil
	}
	unit, ok := w.snap.Office.FindUnit(x.name)
	if !ok {
		var err error
		if unit, ok, err = w.meetUnit(ctx, x.name); err != nil || !ok {
			return 0, err
		}
	}
	return unit.ID, nil
}

func (w *importer) meetUnit(ctx context.Context, name string) (model.Unit, bool, error) {
	if w.report.unitsAsked == nil {
		w.report.unitsAsked = map[string]bool{}
	}
	if w.report.unitsAsked[name] || personal(name) {
		return model.Unit{}, false, nil
	}
	w.report.unitsAsked[name] = true
	w.report.NewUnits = append(w.report.NewUnits, name)
	if w.dry {
		return model.Unit{}, false, nil
	}
	_, err := w.s.Do(ctx, w.actor, store.Op{Batch: w.batch, Title: "Подразделение из выгрузки", Steps: []store.Step{{
		Ref: model.Ref{Noun: model.NounUnit}, Action: &model.PutUnit{Unit: model.Unit{Name: name, Imported: true}}}}})
	if err != nil {
		return model.Unit{}, false, err
	}
	if w.snap, err = w.s.Snapshot(ctx); err != nil {
		return model.Unit{}, false, err
	}
	unit, ok := w.snap.Office.FindUnit(name)
	return unit, ok, nil
}

// personal tells a person's name («Иванова А. П.», «Иванова Анна Петровна») from the name of a unit: people are no units.
func personal(name string) bool {
	words := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '.' })
	if len(words) < 2 || len(words) > 3 {
		return false
	}
	initials := 0
	for _, w := range words {
		r := []rune(w)
		if !unicode.IsUpper(r[0]) {
			return false
		}
		for _, x := range r[1:] {
			if !unicode.IsLower(x) && x != '-' && !unicode.IsUpper(x) {
				return false
			}
		}
		if len(r) == 1 {
			initials++
		}
	}
	last := strings.ToLower(words[len(words)-1])
	return initials > 0 || strings.HasSuffix(last, "вна") || strings.HasSuffix(last, "вич") || strings.HasSuffix(last, "чна")
}

// end records the import and its watermark. A file that told nothing new still says how fresh the data are.
func (w *importer) end(ctx context.Context) error {
	if w.dry {
		return nil
	}
	r := &w.report
	r.Batch = w.batch
	id := store.NewID(w.s.Now().In(w.snap.Zone()))
	_, err := w.s.Do(ctx, w.actor, store.Op{ID: id, Batch: w.batch, Title: "Загружено: " + w.file.Name, Steps: []store.Step{{
		Ref: model.Ref{Noun: model.NounBatch}, Action: &model.EndBatch{Batch: model.Batch{Channel: w.file.Channel, File: w.file.Name,
			AsOf: w.file.AsOf, At: w.s.Now(), Read: r.Read, Added: r.Added, Updated: r.Updated, Unchanged: r.Unchanged,
			Quarantined: r.Quarantined, Operation: w.batch}}}}})
	return err
}
