package desk_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"kurator/model"
	"kurator/store"
	"kurator/ui/action"
	"kurator/ui/cli"
	"kurator/ui/desk"
	"kurator/ui/verb"
)

// deed is a command of the desk and the action it comes to.
type deed struct {
	id   action.ID
	make func() model.Action
	line []string // the same as words of `kurator act`
}

func deeds() []deed {
	return []deed{
		{"case.sort", func() model.Action { return &model.Sort{} }, []string{"sort"}},
		{"case.draft", func() model.Action { return &model.WriteDraft{Text: model.Words("…")} }, []string{"draft", "text=…"}},
		{"case.submit", func() model.Action { return &model.Submit{} }, []string{"submit"}},
		{"case.return", func() model.Action { return &model.Return{Reason: "…"} }, []string{"return", "reason=…"}},
		{"case.approve", func() model.Action { return &model.Approve{} }, []string{"approve"}},
		{"case.reopen", func() model.Action { return &model.Reopen{Reason: "…"} }, []string{"reopen", "reason=…"}},
		{"case.note", func() model.Action { return &model.AddNote{Text: model.Words("…")} }, []string{"note", "text=…"}},
	}
}

// rarer are the other commands on a case; the command line is asked about them for two of the roles.
func rarer() []deed {
	return []deed{
		{"case.assign", func() model.Action { return &model.Assign{Unit: 2} }, []string{"assign", "unit=2"}},
		{"case.answer", func() model.Action { return &model.Answer{} }, []string{"answer"}},
		{"case.close", func() model.Action { return &model.Close{} }, []string{"close"}},
		{"case.extend", func() model.Action { return &model.Extend{Days: 10, Reason: "…"} }, []string{"extend", "days=10", "reason=…"}},
		{"case.redirect", func() model.Action { return &model.Redirect{To: "…"} }, []string{"redirect", "to=…"}},
		{"case.wait", func() model.Action { return &model.Wait{On: true} }, []string{"wait", "on=true"}},
		{"case.promise", func() model.Action { return &model.Defer{Date: "2026-12-25"} }, []string{"defer", "date=2026-12-25"}},
		{"case.keep", func() model.Action { return &model.KeepPromise{} }, []string{"keep"}},
		{"case.rate", func() model.Action { return &model.Rate{Mark: 5} }, []string{"rate", "mark=5"}},
		{"case.score", func() model.Action { return &model.ScoreAnswer{} }, []string{"score"}},
	}
}

// TestRolesVerbsStages: for every role, command and stage the key is offered exactly when the store would do it, and the
// reason against is the store's own. The command line is asked the same at two of the stages.
func TestRolesVerbsStages(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	draft := func() model.Action {
		return &model.WriteDraft{Text: model.Words("Яму засыпали 24.11.2026.")}
	}
	path := []func() model.Action{func() model.Action { return &model.Sort{} }, func() model.Action { return &model.Assign{Unit: 1} }, draft,
		func() model.Action { return &model.Submit{} }, func() model.Action { return &model.Submit{} }, func() model.Action { return &model.Approve{} },
		func() model.Action { return &model.Answer{} }, func() model.Action { return &model.Close{} }}
	stages := map[model.StageID]model.AppealID{}
	for steps := range len(path) + 2 {
		l := letters()[0]
		l.number += "-" + string(rune('a'+steps))
		id := r.receive([]letter{l})[0]
		for _, step := range path[:min(steps, len(path))] {
			r.do(id, step())
		}
		if steps > len(path) {
			id = r.receive([]letter{{l.channel, l.number + "r", l.ago, l.topic, l.place, l.text, l.name}})[0]
			for _, step := range path[:4] {
				r.do(id, step())
			}
			r.do(id, &model.Return{Reason: "…"})
		}
		stages[r.appeal(id).Stage] = id
	}
	for _, stage := range model.Stages() {
		if stages[stage] == 0 {
			t.Errorf("no appeal is %s", stage)
		}
	}
	people := map[model.Role]*model.Actor{model.RoleHead: &r.me}
	for role, unit := range map[model.Role]model.UnitID{model.RoleCoordinator: 0, model.RoleCurator: 0, model.RolePreparer: 1, model.RoleAdministrator: 0, model.RoleControl: 0} {
		people[role] = r.seat(r.holder(role, unit), "of-"+string(role))
	}
	allowed, refused := 0, 0
	for role, who := range people {
		env, _, err := desk.New(r.ctx, desk.Session{Store: r.Store, Actor: *who, Now: r.clock.Now, Log: &r.log, Size: [2]int{80, 24}})
		if err != nil {
			t.Fatal(err)
		}
		for stage, id := range stages {
			for _, d := range append(deeds(), rarer()...) {
				var cases verb.Cases
				offered := cases.Can(&env, d.id, verb.Target{Appeal: r.appeal(id), Whole: true})
				_, done := r.Do(r.ctx, *who, store.Op{Title: "Проба", Preview: true, Steps: []store.Step{{Ref: model.AppealRef(id), Action: d.make()}}})
				if asked := offered == nil && model.CodeOf(done) == model.Stage; asked && (d.id == "case.close" || (d.id == "case.assign" && stage == model.StageNew)) {
					offered = done // the desk asks for an outcome without an answer, and sorts what it assigns
				}
				if !sameRefusal(offered, done) {
					t.Errorf("%s, %s, %s: the desk says %v, the store %v", role, d.id, stage, offered, done)
				}
				if done == nil {
					allowed++
				} else {
					refused++
				}
				rare := slices.ContainsFunc(rarer(), func(x deed) bool { return x.id == d.id })
				if rare && (stage != model.StageReview || (role != model.RolePreparer && (role != model.RoleHead || testing.Short()))) {
					continue
				}
				if stage == model.StageReview || (stage == model.StageAssigned && !testing.Short()) { // a run opens the file anew
					r.sameByCommand(role, d, id, done)
				}
			}
		}
	}
	if allowed < 20 || refused < 100 {
		t.Errorf("%d allowed and %d refused: the table has lost a side", allowed, refused)
	}
}

// sameByCommand checks that the command line ends with the code of the store's answer, and says its sentence.
func (r *room) sameByCommand(role model.Role, d deed, id model.AppealID, done error) {
	r.t.Helper()
	login := "kurator"
	if role != model.RoleHead {
		login = "of-" + string(role)
	}
	args := []string{"act", d.line[0], id.String(), "--dry-run", "--db", r.Path()}
	for _, set := range d.line[1:] {
		args = append(args, "--set", set)
	}
	home := r.t.TempDir()
	var said bytes.Buffer
	code := cli.Main(r.ctx, args, cli.IO{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &said, Env: []string{"HOME=" + home, "USERPROFILE=" + home, "LOCALAPPDATA=" + home},
		IsTerminal: func(any) bool { return false }, Now: r.clock.Now, Account: func() (string, int) { return login, os.Getuid() }})
	want, sentence := 0, ""
	if done != nil {
		want, sentence = 1, done.Error()
		if exit, ok := map[model.Code]int{model.Usage: 2, model.Forbidden: 3, model.BadData: 4}[model.CodeOf(done)]; ok {
			want = exit
		}
	}
	if code != want || !strings.Contains(said.String(), sentence) {
		r.t.Errorf("%s, %s on %s: exit code %d, want %d; it says %q, the store %q", role, d.line, id, code, want, said.String(), sentence)
	}
}

// sameRefusal compares refusals: the desk leaves out the beginning, which names the appeal under the cursor.
func sameRefusal(offered, done error) bool {
	if model.CodeOf(done) == model.Usage {
		done = nil // a value is missing, and the desk asks for it
	}
	if offered == nil || done == nil {
		return offered == nil && done == nil
	}
	var desk, full *model.Fault
	return errors.As(offered, &desk) && errors.As(done, &full) && desk.Code == full.Code && strings.HasSuffix(strings.ToLower(full.Say), strings.ToLower(desk.Say))
}
