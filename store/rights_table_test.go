package store

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"kurator/model"
	"kurator/model/access"
)

var update = flag.Bool("update", false, "write the golden files anew")

// verbsOfCases are the actions of people on a case, each with what it needs to be taken.
func verbsOfCases() []func() model.Action {
	return []func() model.Action{
		func() model.Action { return &model.Sort{} }, func() model.Action { return &model.Assign{Unit: 2} },
		func() model.Action {
			return &model.WriteDraft{Text: model.Words("Яму засыпали 24.11.2026.")}
		}, func() model.Action { return &model.Submit{} },
		func() model.Action { return &model.Return{Reason: "неясно"} }, func() model.Action { return &model.Approve{} },
		func() model.Action { return &model.Answer{Outcome: model.OutcomeSolved} }, func() model.Action { return &model.Close{Reason: "иное"} },
		func() model.Action { return &model.Reopen{Reason: "не решено"} }, func() model.Action { return &model.WriteAgain{Text: model.Words("Ещё раз")} },
		func() model.Action { return &model.Extend{Days: 10, Reason: "нужен запрос"} },
		func() model.Action { return &model.Redirect{To: "Министерство", Document: "7"} }, func() model.Action { return &model.AddNote{Text: model.Words("Звонили")} },
		func() model.Action { return &model.Wait{On: true} }, func() model.Action { return &model.Defer{Date: "2026-12-25", Text: model.Words("Весной")} },
		func() model.Action { return &model.KeepPromise{} }, func() model.Action { return &model.Rate{Mark: 5} },
		func() model.Action {
			points := map[model.Criterion]int{}
			for _, c := range model.Criteria() {
				points[c] = 1
			}
			return &model.ScoreAnswer{Points: points}
		},
	}
}

// staged enters a case of a channel and brings it to each stage in turn.
func (d *desk) staged(channel model.ChannelID) map[model.StageID]model.AppealID {
	approve := func(id model.AppealID) {
		if _, err := d.try(curator, id, &model.Approve{}); err != nil {
			d.do(curator, id, &model.Approve{Who: "Глава администрации", Document: "15", At: model.InstantOf(d.now)})
		}
	}
	by := func(a model.Action) func(model.AppealID) {
		return func(id model.AppealID) { d.do(curator, id, a) }
	}
	draft := func(id model.AppealID) {
		d.do(curator, id, &model.WriteDraft{Text: model.Words("Яму засыпали.")})
	}
	path := []func(model.AppealID){by(&model.Sort{}), by(&model.Assign{Unit: 1}), draft, by(&model.Submit{}),
		by(&model.Submit{}), approve, by(&model.Answer{Outcome: model.OutcomeSolved}), by(&model.Close{})}
	stages := map[model.StageID]model.AppealID{}
	for steps := range len(path) + 2 {
		id := d.receive(channel, fmt.Sprintf("%s-%d", channel, steps), "Во дворе яма")
		for _, step := range path[:min(steps, 4)] {
			step(id)
		}
		if steps > len(path) {
			d.do(curator, id, &model.Return{Reason: "неясно"})
		} else {
			for _, step := range path[min(steps, 4):steps] {
				step(id)
			}
		}
		if steps > 1 {
			d.do(curator, id, &model.Defer{Date: "2026-12-20", Text: model.Words("Сделают до Нового года")}) // a promise that can be kept
		}
		stages[d.appeal(id).Stage] = id
	}
	return stages
}

// TestRolesVerbsStagesThroughTheStore: what each role may do to a case at each stage of three channels, with different policies of
// approval, stands in testdata/rights.golden. The store refuses for want of a right exactly where the matrix does, and in its words; every
// refusal is a sentence.
func TestRolesVerbsStagesThroughTheStore(t *testing.T) {
	d := newDesk(t)
	people := []struct {
		title string
		id    model.OfficialID
	}{{"руководитель и куратор", curator}, {"готовит, исполнитель", preparer}, {"готовит, другое подразделение", stranger}, {"администратор", admin}, {"контроль", control}}
	for _, x := range []struct {
		title string
		grant model.Grant
	}{{"координатор", model.Grant{Role: model.RoleCoordinator}}, {"куратор ПОС", model.Grant{Role: model.RoleCurator, Channel: model.ChannelPOS}}} {
		r := d.doOffice(admin, model.NounOfficial, 0, &model.PutOfficial{Official: model.Official{Login: fmt.Sprint("p", len(people)), Position: x.title}})
		x.grant.Official = model.OfficialID(r.Created[0].ID)
		d.doOffice(admin, model.NounGrant, 0, &model.GrantRole{Grant: x.grant})
		people = append(people, struct {
			title string
			id    model.OfficialID
		}{x.title, x.grant.Official})
	}
	var table strings.Builder
	channels := []model.ChannelID{model.ChannelSED, model.ChannelPOS, model.ChannelIM}
	if testing.Short() {
		channels = channels[:1]
	}
	for _, channel := range channels {
		stages := d.staged(channel)
		for _, who := range people {
			for _, verb := range verbsOfCases() {
				fmt.Fprintf(&table, "%s · %s · %s:", channel.Title(), who.title, verb().Name())
				for _, stage := range model.Stages() {
					if d.agree(who.id, stages[stage], verb) {
						fmt.Fprintf(&table, " %s", stage)
					}
				}
				table.WriteByte('\n')
			}
		}
	}
	const golden = "testdata/rights.golden"
	if *update && !testing.Short() {
		if err := os.WriteFile(golden, []byte(table.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	was, is := strings.Split(string(want), "\n"), strings.Split(table.String(), "\n")
	if testing.Short() {
		was, is = was[:len(is)-1], is[:len(is)-1]
	} else if len(was) != len(is) {
		t.Errorf("%d lines, not %d", len(is), len(was))
	}
	for i := range is {
		if i >= len(was) || was[i] != is[i] {
			t.Errorf("line %d: now %q (if meant: go test ./store -run RolesVerbsStages -update)", i+1, is[i])
		}
	}
}

// agree asks the store for a preview and the matrix for its word, and tells whether it would be done.
func (d *desk) agree(who model.OfficialID, id model.AppealID, verb func() model.Action) bool {
	d.t.Helper()
	if id == 0 {
		d.t.Fatal("a stage was not reached")
	}
	_, done := d.Do(d.ctx, as(who), Op{Preview: true, Steps: []Step{{Ref: model.AppealRef(id), Action: verb()}}})
	snap, err := d.Snapshot(d.ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	may := access.On(snap.Office, who, d.Today(snap)).Can(verb(), d.appeal(id))
	var fault *model.Fault
	switch {
	case done == nil && may == nil:
		return true
	case may != nil && (done == nil || done.Error() != may.Error()):
		d.t.Errorf("%d, %s on %s: the matrix says %v, the store %v", who, verb().Name(), id, may, done)
	case !errors.As(done, &fault) || !strings.HasSuffix(strings.TrimSpace(fault.Say), ".") || (may == nil && fault.Code == model.Forbidden):
		d.t.Errorf("%d, %s on %s: no sentence: %v", who, verb().Name(), id, done)
	}
	return false
}
