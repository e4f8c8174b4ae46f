package matters_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/stats"
	"kurator/store/export"
	"kurator/store/job/exchange"
	"kurator/store/job/jobtest"
	"kurator/store/job/matters"
)

// reporting is a demo district that reports are made of.
type reporting struct{ *jobtest.Town }

func newReporting(t *testing.T) *reporting {
	return &reporting{jobtest.Demo(t, 1, 0)}
}

func (r *reporting) report(kind report.Kind, p stats.Period) string {
	r.T.Helper()
	made, err := matters.Report(r.Ctx, r.Store, r.Me, kind, p)
	if err != nil {
		r.T.Fatal(err)
	}
	var b bytes.Buffer
	if err := export.Write(&b, export.Markdown, made); err != nil {
		r.T.Fatal(err)
	}
	return b.String()
}

// open finds cases of the period that can still be sorted.
func (r *reporting) open(p stats.Period, n int) []model.AppealID {
	r.T.Helper()
	snap, err := r.Snapshot(r.Ctx)
	if err != nil {
		r.T.Fatal(err)
	}
	from, to := p.Bounds(snap.Zone())
	rows, err := r.DB().Read().QueryContext(r.Ctx, "SELECT id FROM appeal WHERE received >= $1 AND received < $2 AND stage IN ('new', 'sorted', 'assigned') LIMIT $3", int64(from), int64(to), n)
	if err != nil {
		r.T.Fatal(err)
	}
	defer rows.Close()
	var ids []model.AppealID
	for rows.Next() {
		var id model.AppealID
		if err := rows.Scan(&id); err != nil {
			r.T.Fatal(err)
		}
		ids = append(ids, id)
	}
	if len(ids) != n || rows.Err() != nil {
		r.T.Fatalf("%d of %d, %v", len(ids), n, rows.Err())
	}
	return ids
}

// The same data gives the same report whenever it is made; a later change is named against the first one.
func TestReportAgain(t *testing.T) {
	r := newReporting(t)
	p := stats.StepWeek.Around("2026-11-13")
	for _, kind := range report.Kinds() {
		first := r.report(kind, p)
		r.Clock = r.Clock.Add(26 * time.Hour)
		if again := r.report(kind, p); again != first {
			t.Errorf("%s: a day later the same data gave another report", kind)
		}
	}
	for _, id := range r.open(p, 3) {
		r.Steps(id, &model.Sort{Topic: &model.Topic{Title: "Совсем другая тема"}})
	}
	changed := r.report(report.Week, p)
	if !strings.Contains(changed, "изменилось: 3 случая переклассифицированы.") {
		t.Errorf("what changed is not named:\n%s", changed[:min(len(changed), 900)])
	}
	r.Clock = r.Clock.Add(time.Hour)
	if again := r.report(report.Week, p); again != changed {
		t.Error("the changed data gave two reports")
	}
}

func TestReportsOfThePeriodOnly(t *testing.T) {
	r := newReporting(t)
	if _, err := matters.Report(r.Ctx, r.Store, r.Me, report.Week, stats.Period{From: "2027-01-01", To: "2027-01-07"}); model.CodeOf(err) != model.Usage {
		t.Error(err)
	}
	if _, err := matters.Report(r.Ctx, r.Store, r.Me, report.Week, stats.Period{From: "2026-11-07", To: "2026-11-01"}); model.CodeOf(err) != model.Usage {
		t.Error(err)
	}
	nobody := model.Actor{Official: 999}
	if _, err := matters.Report(r.Ctx, r.Store, nobody, report.Week, stats.StepWeek.Around("2026-11-13")); model.CodeOf(err) != model.Forbidden {
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
	snap, err := r.Snapshot(r.Ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range snap.Office.OfficialList() {
		if o.Name != "" && strings.Contains(all.String(), o.Name) {
			t.Errorf("an official is named: %s", o.Position)
		}
	}
	rows, err := r.DB().Read().QueryContext(r.Ctx, "SELECT d.doc ->> '$.applicant.name.r', t.body FROM appeal_doc d JOIN text t ON t.id = d.doc ->> '$.applicant.name.r'")
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
	list, err := exchange.Digest(r.Ctx, r.Store, r.Me, false)
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
	err = r.DB().Read().QueryRowContext(r.Ctx, "SELECT count(*) FROM appeal WHERE open = 1 AND late_from > 0 AND late_from <= $1", r.Clock.Unix()).Scan(&stored)
	if err != nil || overdue != stored {
		t.Errorf("%d overdue told, %d are, %v", overdue, stored, err)
	}
	r.Clock = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC) // a Saturday
	if list, err := exchange.Digest(r.Ctx, r.Store, r.Me, false); err != nil || len(list) != 0 {
		t.Errorf("a day off: %d %v", len(list), err)
	}
	if list, err := exchange.Digest(r.Ctx, r.Store, r.Me, true); err != nil || len(list) == 0 {
		t.Errorf("asked for: %d %v", len(list), err)
	}
}

// A negative mark is a task until the answer is judged; nothing is reopened by itself.
func TestNegativeMarkIsATask(t *testing.T) {
	r := newReporting(t)
	var id model.AppealID
	if err := r.DB().Read().QueryRowContext(r.Ctx, "SELECT id FROM appeal WHERE stage = 'answered' AND mark = 0 ORDER BY answered_at DESC LIMIT 1").Scan(&id); err != nil {
		t.Fatal(err)
	}
	waiting := func() (n int) {
		list, err := exchange.Digest(r.Ctx, r.Store, r.Me, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			n += x.Counts.Unhappy
		}
		return n
	}
	before := waiting()
	r.Clock = r.Clock.Add(time.Minute)
	r.Steps(id, &model.Rate{Mark: 2, Reason: "не по существу", Text: model.Words("Ничего не сделали")})
	if waiting() != before+1 {
		t.Errorf("%d tasks, then %d", before, waiting())
	}
	points := map[model.Criterion]int{}
	for _, c := range model.Criteria() {
		points[c] = 1
	}
	r.Steps(id, &model.ScoreAnswer{Points: points})
	if waiting() != before {
		t.Error("a judged answer is still a task")
	}
	var stage model.StageID
	if err := r.DB().Read().QueryRowContext(r.Ctx, "SELECT stage FROM appeal WHERE id = $1", int64(id)).Scan(&stage); err != nil || stage != model.StageAnswered {
		t.Errorf("%s %v", stage, err)
	}
}
