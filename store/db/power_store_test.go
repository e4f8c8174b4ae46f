//go:build faultvfs && linux && !race

package db_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/db"
)

// The store as a whole while the power goes: work on a case, a slice of an import, anonymising.

const worker = model.OfficialID(1)

func founding() store.Founding {
	return store.Founding{Actions: []store.FoundingAction{
		{ID: 1, Noun: model.NounSettings, Action: &model.PutSettings{Settings: model.Settings{OfficeName: "Администрация", Zone: "Europe/Moscow",
			Approval: map[model.ChannelID]model.ApprovalPolicy{model.ChannelIM: {ByCurator: true}}, Retention: map[model.ChannelID]int{model.ChannelIM: 1}}}},
		{ID: 1, Noun: model.NounUnit, Action: &model.PutUnit{Unit: model.Unit{ID: 1, Name: "Отдел ЖКХ"}}},
		{ID: 1, Noun: model.NounOfficial, Action: &model.PutOfficial{Official: model.Official{ID: worker, Login: "curator", Position: "Заведующий"}}},
		{ID: 1, Noun: model.NounGrant, Action: &model.GrantRole{Grant: model.Grant{ID: 1, Official: worker, Role: model.RoleHead}}},
		{ID: 2, Noun: model.NounGrant, Action: &model.GrantRole{Grant: model.Grant{ID: 2, Official: worker, Role: model.RoleCurator}}},
		{ID: 3, Noun: model.NounGrant, Action: &model.GrantRole{Grant: model.Grant{ID: 3, Official: worker, Role: model.RoleAdministrator}}},
	}}
}

// worked is one operation of the day: made anew for every try, as a program that was started again makes it.
type worked struct {
	id    string
	later time.Duration // how much later than the one before
	steps func() []store.Step
	bulk  bool
	then  func(*store.Store) error // what follows it without being acknowledged
}

func (w worked) op() store.Op { return store.Op{ID: w.id, Title: w.id, Bulk: w.bulk, Steps: w.steps()} }

func letter(number int, at time.Time) store.Step {
	return store.Step{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{Received: model.InstantOf(at), Body: model.Words("Темно у дома, фонарь не горит"),
		Registration: model.Registration{Channel: model.ChannelIM, ExternalID: fmt.Sprint(number), SecondID: fmt.Sprint(7000 + number), Card: "https://vk.example/wall" + fmt.Sprint(number)},
		Applicant:    model.Applicant{Kind: model.ApplicantPerson, Name: model.Words("Снегирёва Алла"), Contact: model.Words("+7 900 000-12-34")}}}}
}

var dawn = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func theDay() []worked {
	first := func(actions ...model.Action) func() []store.Step {
		return func() (steps []store.Step) {
			for _, a := range actions {
				steps = append(steps, store.Step{Ref: model.AppealRef(1), Action: a})
			}
			return steps
		}
	}
	return []worked{
		{id: "receive", steps: func() []store.Step { return []store.Step{letter(1, dawn)} }},
		{id: "sort", steps: func() []store.Step { return first(&model.Sort{Essence: model.Words("Темно")})() }},
		{id: "import", bulk: true, steps: func() (steps []store.Step) {
			for i := range 20 {
				steps = append(steps, letter(100+i, dawn.Add(-time.Hour)))
			}
			return steps
		}, then: func(s *store.Store) error { return s.DB().Checkpoint(context.Background()) }},
		{id: "answer", steps: func() []store.Step {
			return first(&model.WriteDraft{Text: model.Words("Фонарь заменили")}, &model.Submit{}, &model.Approve{},
				&model.Answer{Outcome: model.OutcomeSolved, Link: model.Words("https://vk.example/answer1")}, &model.Close{Mark: 5})()
		}},
		{id: "erase", later: 500 * 24 * time.Hour, steps: func() []store.Step { return first(&model.Anonymise{})() },
			then: func(s *store.Store) error { return s.Scrub(context.Background()) }},
		{id: "note", steps: func() []store.Step {
			return []store.Step{{Ref: model.AppealRef(2), Action: &model.AddNote{Text: model.Words("Позвонили")}}}
		}},
	}
}

// recordedDay does the day once and gives the file before it and what was written.
func recordedDay(t *testing.T, spoil func(*store.Store)) (fresh []byte, record []db.Event) {
	t.Helper()
	now := dawn
	path := filepath.Join(t.TempDir(), "kurator.db")
	options := store.Options{Now: func() time.Time { return now }}
	s, err := store.Create(t.Context(), path, options, founding())
	check(t, err)
	check(t, s.Close())
	fresh, err = os.ReadFile(path)
	check(t, err)
	db.Listen(filepath.Dir(path))
	s, err = store.Open(t.Context(), path, options)
	check(t, err)
	spoil(s)
	for _, w := range theDay() {
		now = now.Add(w.later + time.Minute)
		_, err := s.Do(t.Context(), model.Actor{Official: worker}, w.op())
		check(t, err)
		db.Acknowledge(w.id)
		if w.then != nil {
			check(t, w.then(s))
		}
	}
	check(t, s.Close())
	return fresh, db.Heard()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// afterwards opens what the power has left, looks whether it is whole, and goes on with the day as a person does who does not know
// whether his last step was taken.
func afterwards(ctx context.Context, path string, acknowledged []string) (wrong []string) {
	now := dawn
	s, err := store.Open(ctx, path, store.Options{Now: func() time.Time { return now }})
	if err != nil {
		return []string{"does not open: " + err.Error()}
	}
	defer s.Close()
	whole := func(when string) {
		r, err := s.VerifyJournal(ctx, nil)
		if err != nil {
			wrong = append(wrong, when+": "+err.Error())
			return
		}
		faults, _, err := s.VerifyTables(ctx, nil)
		if err != nil {
			faults = append(faults, err.Error())
		}
		for _, f := range append(r.Faults, faults...) {
			wrong = append(wrong, when+": "+f)
		}
	}
	whole("found")
	for i, w := range theDay() {
		now = now.Add(w.later + time.Minute)
		if i > len(acknowledged) {
			break
		}
		r, err := s.Do(ctx, model.Actor{Official: worker}, w.op())
		switch {
		case err != nil:
			wrong = append(wrong, w.id+" again: "+err.Error())
			return wrong
		case slices.Contains(acknowledged, w.id) && !r.Repeated:
			wrong = append(wrong, "acknowledged and lost: "+w.id)
		}
	}
	page, err := s.List(ctx, model.Actor{Official: worker}, store.ListRequest{Query: query.Query{}, Limit: 100})
	if err != nil {
		return append(wrong, err.Error())
	}
	met := map[string]bool{}
	for _, row := range page.Rows {
		if met[row.ExternalID] {
			wrong = append(wrong, "doubled: "+row.ExternalID)
		}
		met[row.ExternalID] = true
	}
	whole("after going on")
	return wrong
}

// judged looks at one image in so many.
func judged(t *testing.T, step int, spoil func(*store.Store)) (n int, wrong []string) {
	t.Helper()
	fresh, record := recordedDay(t, spoil)
	path := filepath.Join(t.TempDir(), "left.db")
	n = db.Images(fresh, record, step, func(files map[string][]byte, acknowledged []string, at int, fate string) {
		for _, suffix := range []string{"", "-wal", "-journal", "-shm"} {
			_ = os.Remove(path + suffix)
			if text := files[suffix]; text != nil {
				check(t, os.WriteFile(path+suffix, text, 0o600))
			}
		}
		for _, w := range afterwards(context.Background(), path, acknowledged) {
			wrong = append(wrong, fmt.Sprintf("after event %d of %d (%s survives): %s", at, len(record), fate, w))
		}
	})
	return n, wrong
}

func TestPowerLossUnderTheStore(t *testing.T) {
	n, wrong := judged(t, 19, func(*store.Store) {})
	t.Logf("%d images", n)
	if n < 40 {
		t.Errorf("only %d images", n)
	}
	for _, w := range wrong[:min(len(wrong), 5)] {
		t.Error(w)
	}
}

// TestPowerLossUnderTheStoreCatchesWeakSettings plants the bug.
func TestPowerLossUnderTheStoreCatchesWeakSettings(t *testing.T) {
	n, wrong := judged(t, 61, func(s *store.Store) { check(t, s.DB().Weaken(t.Context(), "OFF")) })
	t.Logf("%d of %d images", len(wrong), n)
	if len(wrong) == 0 {
		t.Error("synchronous=OFF is not caught")
	}
}
