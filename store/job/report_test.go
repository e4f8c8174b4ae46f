package job

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/export"
)

// reporting is a demo district with a clock the test moves.
type reporting struct {
	*store.Store
	t   *testing.T
	ctx context.Context
	me  model.Actor
	now time.Time
}

func newReporting(t *testing.T) *reporting {
	t.Helper()
	r := &reporting{t: t, ctx: context.Background(), now: demoNow}
	s, err := Demo(r.ctx, filepath.Join(t.TempDir(), "demo.db"), store.Options{Now: func() time.Time { return r.now }},
		DemoOptions{Seed: 3, Appeals: 300, Account: "me"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	r.Store = s
	if r.me, err = s.Enter(r.ctx, store.Identity{Account: "me", Via: "desk"}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *reporting) report(kind report.Kind, p stats.Period) string {
	r.t.Helper()
	made, err := Report(r.ctx, r.Store, r.me, kind, p)
	if err != nil {
		r.t.Fatal(err)
	}
	var b bytes.Buffer
	if err := export.Write(&b, export.Markdown, made); err != nil {
		r.t.Fatal(err)
	}
	return b.String()
}

func (r *reporting) do(id model.AppealID, a model.Action) {
	r.t.Helper()
	if _, err := r.Do(r.ctx, r.me, store.Op{Title: "проба", Steps: []store.Step{{Ref: model.AppealRef(id), Action: a}}}); err != nil {
		r.t.Fatal(err)
	}
}

// open finds cases of the period that can still be sorted.
func (r *reporting) open(p stats.Period, n int) []model.AppealID {
	r.t.Helper()
	snap, err := r.Snapshot(r.ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	from, to := p.Bounds(snap.Zone())
	rows, err := r.DB().Read().QueryContext(r.ctx, "SELECT id FROM appeal WHERE received >= $1 AND received < $2 AND stage IN ('new', 'sorted', 'assigned') LIMIT $3", int64(from), int64(to), n)
	if err != nil {
		r.t.Fatal(err)
	}
	defer rows.Close()
	var ids []model.AppealID
	for rows.Next() {
		var id model.AppealID
		if err := rows.Scan(&id); err != nil {
			r.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if len(ids) != n || rows.Err() != nil {
		r.t.Fatalf("%d of %d, %v", len(ids), n, rows.Err())
	}
	return ids
}

// The same data gives the same report whenever it is made; a later change is named against the first one.
func TestReportAgain(t *testing.T) {
	r := newReporting(t)
	p := stats.StepWeek.Around("2026-11-13")
	for _, kind := range report.Kinds() {
		first := r.report(kind, p)
		r.now = r.now.Add(26 * time.Hour)
		if again := r.report(kind, p); again != first {
			t.Errorf("%s: a day later the same data gave another report", kind)
		}
	}
	for _, id := range r.open(p, 3) {
		r.do(id, &model.Sort{Topic: &model.Topic{Title: "Совсем другая тема"}})
	}
	changed := r.report(report.Week, p)
	if !strings.Contains(changed, "изменилось: 3 случая переклассифицированы.") {
		t.Errorf("what changed is not named:\n%s", changed[:min(len(changed), 900)])
	}
	r.now = r.now.Add(time.Hour)
	if again := r.report(report.Week, p); again != changed {
		t.Error("the changed data gave two reports")
	}
}

func TestReportsOfThePeriodOnly(t *testing.T) {
	r := newReporting(t)
	if _, err := Report(r.ctx, r.Store, r.me, report.Week, stats.Period{From: "2027-01-01", To: "2027-01-07"}); model.CodeOf(err) != model.Usage {
		t.Error(err)
	}
	if _, err := Report(r.ctx, r.Store, r.me, report.Week, stats.Period{From: "2026-11-07", To: "2026-11-01"}); model.CodeOf(err) != model.Usage {
		t.Error(err)
	}
	nobody := model.Actor{Official: 999}
	if _, err := Report(r.ctx, r.Store, nobody, report.Week, stats.StepWeek.Around("2026-11-13")); model.CodeOf(err) != model.Forbidden {
		t.Error(err)
	}
}

// A report holds nobody's name, contact or words.
func TestReportHoldsNoPersonalData(t *testing.T) {
	r := newReporting(t)
	var all strings.Builder
	for _, kind := range report.Kinds() {
		all.WriteString(r.report(kind, stats.Period{From: "2026-09-01", To: "2026-11-24"}))
	}
	snap, err := r.Snapshot(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range snap.Office.OfficialList() {
		if o.Name != "" && strings.Contains(all.String(), o.Name) {
			t.Errorf("an official is named: %s", o.Position)
		}
	}
	rows, err := r.DB().Read().QueryContext(r.ctx, "SELECT d.doc ->> '$.applicant.name.r', t.body FROM appeal_doc d JOIN text t ON t.id = d.doc ->> '$.applicant.name.r'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var ref int64
		var name string
		if err := rows.Scan(&ref, &name); err != nil {
			t.Fatal(err)
		}
		if n++; len(name) > 10 && strings.Contains(all.String(), name) {
			t.Errorf("an applicant is named (text %d)", ref)
		}
	}
	if err := rows.Err(); err != nil || n == 0 {
		t.Fatalf("%d names, %v", n, err)
	}
}

func TestDigestIsQuietWithoutWork(t *testing.T) {
	r := newReporting(t)
	list, err := Digest(r.ctx, r.Store, r.me, false)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d %v", len(list), err)
	}
	overdue := 0
	for _, n := range list {
		if n.Text == "" || n.Title == "" {
			t.Errorf("%+v", n)
		}
		overdue += n.Counts.Overdue
	}
	var stored int
	err = r.DB().Read().QueryRowContext(r.ctx, "SELECT count(*) FROM appeal WHERE open = 1 AND late_from > 0 AND late_from <= $1", r.now.Unix()).Scan(&stored)
	if err != nil || overdue != stored {
		t.Errorf("%d overdue told, %d are, %v", overdue, stored, err)
	}
	r.now = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC) // a Saturday
	if list, err := Digest(r.ctx, r.Store, r.me, false); err != nil || len(list) != 0 {
		t.Errorf("a day off: %d %v", len(list), err)
	}
	if list, err := Digest(r.ctx, r.Store, r.me, true); err != nil || len(list) == 0 {
		t.Errorf("asked for: %d %v", len(list), err)
	}
}

// A negative mark is a task until the answer is judged; nothing is reopened by itself.
func TestNegativeMarkIsATask(t *testing.T) {
	r := newReporting(t)
	var id model.AppealID
	if err := r.DB().Read().QueryRowContext(r.ctx, "SELECT id FROM appeal WHERE stage = 'answered' AND mark = 0 ORDER BY answered_at DESC LIMIT 1").Scan(&id); err != nil {
		t.Fatal(err)
	}
	waiting := func() (n int) {
		list, err := Digest(r.ctx, r.Store, r.me, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			n += x.Counts.Unhappy
		}
		return n
	}
	before := waiting()
	r.now = r.now.Add(time.Minute)
	r.do(id, &model.Rate{Mark: 2, Reason: "не по существу", Text: model.Words("Ничего не сделали")})
	if waiting() != before+1 {
		t.Errorf("%d tasks, then %d", before, waiting())
	}
	points := map[model.Criterion]int{}
	for _, c := range model.Criteria() {
		points[c] = 1
	}
	r.do(id, &model.ScoreAnswer{Points: points})
	if waiting() != before {
		t.Error("a judged answer is still a task")
	}
	var stage model.StageID
	if err := r.DB().Read().QueryRowContext(r.ctx, "SELECT stage FROM appeal WHERE id = $1", int64(id)).Scan(&stage); err != nil || stage != model.StageAnswered {
		t.Errorf("%s %v", stage, err)
	}
}
