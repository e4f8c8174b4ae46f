package exchange

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/intake"
)

// Discrepancy is one number about which this desk and the channel's export do not agree.
type Discrepancy struct {
	Kind    model.DifferenceKind `json:"kind"`
	Channel model.ChannelID      `json:"channel"`
	Number  string               `json:"number"`           // in the channel
	Appeal  model.AppealID       `json:"appeal,omitempty"` // here
	Here    string               `json:"here,omitempty"`
	There   string               `json:"there,omitempty"`

	row   intake.Row
	state string
}

// Reconciliation is what comparing with one export has found.
type Reconciliation struct {
	File       string          `json:"file"`
	Profile    string          `json:"profile"`
	Channel    model.ChannelID `json:"channel"`
	AsOf       model.Instant   `json:"as_of"`
	Read       int             `json:"read"`
	Same       int             `json:"same"`
	Unreadable int             `json:"unreadable"`
	PassedOver int             `json:"passed_over"` // differences left as they are before
	List       []Discrepancy   `json:"differences"`

	w *importer
}

// maxDiscrepancies bounds a comparison with a wrong file.
const maxDiscrepancies = 5000

// Reconcile compares a channel's current export with what is known here. Nothing is changed. An export of a period is compared with
// what came in that period; one that is all there is, with everything.
func Reconcile(ctx context.Context, s *store.Store, actor model.Actor, path string, in intake.Options) (*Reconciliation, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	in.Zone, in.Now = snap.Zone(), s.Now()
	file, err := intake.Open(path, in)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	if file.Channel == "" {
		return nil, model.Faultf(model.Usage, "«%s»: сверяется выгрузка одного канала. Назовите его: --channel.", filepath.Base(path))
	}
	w := &importer{s: s, actor: actor, file: file, snap: snap, size: store.BulkSlice, batch: store.NewID(s.Now().In(snap.Zone()))}
	if err := w.allowed(ctx); err != nil {
		return nil, err
	}
	if w.keyOf, err = s.RowKeys(ctx); err != nil {
		return nil, err
	}
	r := &Reconciliation{File: file.Name, Profile: file.Profile.Title, Channel: file.Channel, AsOf: file.AsOf, w: w}
	return r, r.compare(ctx)
}

func (r *Reconciliation) compare(ctx context.Context) error {
	rows := map[string]intake.Row{}
	var order []string
	from, to := model.Instant(1<<62), model.Instant(-1<<62)
	for {
		row, more, err := r.w.file.Next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		r.Read++
		if row.Facts == nil {
			r.Unreadable++
			continue
		}
		if _, twice := rows[row.Key]; !twice {
			order = append(order, row.Key)
		}
		rows[row.Key] = row // of a number given twice the last row counts
		from, to = min(from, row.Facts.Received), max(to, row.Facts.Received)
	}
	if r.w.file.Profile.Reimport == intake.Snapshot {
		from, to = -1<<62, 1<<62
	}
	here, err := r.w.s.Registered(ctx, r.Channel, from, to)
	if err != nil {
		return err
	}
	left, err := r.leftBefore(ctx)
	if err != nil {
		return err
	}
	for _, key := range order {
		d, differs, err := r.row(ctx, rows[key], here)
		if err != nil {
			return err
		}
		delete(here, key)
		r.add(d, differs, left)
	}
	for number, k := range here {
		if !strings.HasPrefix(number, "б/н") { // made up here for what has no number there
			r.add(Discrepancy{Kind: model.MissingThere, Channel: r.Channel, Number: number, Appeal: k.Appeal, Here: k.Stage.Title()}, true, left)
		}
	}
	kinds := []model.DifferenceKind{model.MissingHere, model.MissingThere, model.StateDiffers}
	slices.SortStableFunc(r.List, func(a, b Discrepancy) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(a.Appeal, b.Appeal), strings.Compare(a.Number, b.Number))
	})
	return nil
}

// leftBefore are the states of differences that a person has passed over.
func (r *Reconciliation) leftBefore(ctx context.Context) (map[string]bool, error) {
	list, err := r.w.s.PassedOver(ctx)
	left := map[string]bool{}
	for _, p := range list {
		left[p.State] = true
	}
	return left, err
}

func (r *Reconciliation) add(d Discrepancy, differs bool, left map[string]bool) {
	if !differs {
		r.Same++
		return
	}
	d.state = r.w.keyOf(strings.Join([]string{string(d.Kind), string(d.Channel), d.Number, d.Here, d.There}, "\x00"))
	switch {
	case left[d.state]:
		r.PassedOver++
	case len(r.List) < maxDiscrepancies:
		r.List = append(r.List, d)
	}
}

// row compares one row of the export with the case here.
func (r *Reconciliation) row(ctx context.Context, row intake.Row, here map[string]store.Known) (Discrepancy, bool, error) {
	f := row.Facts
	d := Discrepancy{Kind: model.MissingHere, Channel: r.Channel, Number: row.Key, There: there(f), row: row}
	k, known := here[row.Key]
	if !known { // received at another time than the row says?
		found, err := r.w.s.KnownNumbers(ctx, r.Channel, []string{row.Key})
		if err != nil {
			return d, false, err
		}
		if k, known = found[row.Key]; !known {
			return d, true, nil
		}
	}
	d.Kind, d.Appeal, d.Here = model.StateDiffers, k.Appeal, k.Stage.Title()
	closed, open := !k.Stage.Open(), waits(f) || f.Interim && f.Finished == 0
	if k.Fingerprint == r.w.keyOf(row.Digest) && closed != open {
		return d, false, nil
	}
	card, err := r.w.s.Peek(ctx, r.w.actor, k.Appeal)
	if err != nil {
		return d, false, err
	}
	for _, mine := range card.Appeal.Registrations {
		if mine.Channel != r.Channel || mine.ExternalID != row.Key {
			continue
		}
		theirs := f.Registration
		same := mine.Stage == theirs.Stage && mine.Status == theirs.Status && mine.Planned == theirs.Planned && mine.Finished == theirs.Finished
		if before := standing(mine.Stage, mine.Status, mine.Planned, mine.Finished); !same && before != "" {
			d.Here += " (в прошлый раз там: " + before + ")"
		}
		return d, !same || closed == open, nil
	}
	return d, true, nil
}

// there says where a case stands in its channel.
func there(f *model.Facts) string {
	words := standing(f.Registration.Stage, f.Registration.Status, f.Registration.Planned, f.Registration.Finished)
	if !waits(f) && f.Registration.Finished == "" {
		words = strings.Trim(words+", ответ дан", ", ")
	}
	return cmp.Or(words, "без ответа")
}

func standing(stage, status string, planned, finished model.Date) string {
	parts := []string{stage, status}
	if finished != "" {
		parts = append(parts, "завершено "+dateWords(finished))
	} else if planned != "" {
		parts = append(parts, "срок "+dateWords(planned))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func dateWords(d model.Date) string {
	at, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return russian.DateShort(at)
}

// TakeIn takes the channel's word: a case that is missing here is entered, one that stands elsewhere is brought up to date.
func (r *Reconciliation) TakeIn(ctx context.Context, d Discrepancy) error {
	if d.row.Facts == nil {
		return model.Faultf(model.Usage, "Принять нечего: в выгрузке этого обращения нет. Отметьте расхождение или оставьте его.")
	}
	before := r.w.report
	if err := r.w.take(ctx, []intake.Row{d.row}); err != nil {
		return err
	}
	if r.w.report.Quarantined > before.Quarantined {
		return model.Faultf(model.Stage, "Принять не удалось: строка отложена в карантин.")
	}
	return nil
}

// Note writes the difference down on the card, for whoever works on the case.
func (r *Reconciliation) Note(ctx context.Context, d Discrepancy) error {
	if d.Appeal == 0 {
		return model.Faultf(model.Usage, "Отметить негде: обращения здесь нет. Примите его или оставьте расхождение.")
	}
	text := "Сверка с выгрузкой «" + r.Profile + "» (данные на " + russian.DateTime(r.AsOf.In(r.w.snap.Zone())) + "): здесь — " + d.Here + "; в канале — " +
		cmp.Or(d.There, "обращения нет") + "."
	_, err := r.w.s.Do(ctx, r.w.actor, store.Op{Title: "Отмечено расхождение: № " + d.Appeal.String(), Steps: []store.Step{
		{Ref: model.AppealRef(d.Appeal), Action: &model.AddNote{Text: model.Words(text)}}, r.passOver(d)}})
	return err
}

// Leave leaves the difference as it is: it is not shown again until one of the sides changes.
func (r *Reconciliation) Leave(ctx context.Context, d Discrepancy) error {
	_, err := r.w.s.Do(ctx, r.w.actor, store.Op{Title: "Расхождение оставлено: " + d.Channel.Title() + " " + d.Number, Steps: []store.Step{r.passOver(d)}})
	return err
}

func (r *Reconciliation) passOver(d Discrepancy) store.Step {
	return store.Step{Ref: model.Ref{Noun: model.NounPassedOver}, Action: &model.PassOver{Difference: model.PassedOver{Channel: d.Channel,
		Number: d.Number, Kind: d.Kind, State: d.state, At: r.w.s.Now()}}}
}
