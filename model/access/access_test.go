package access_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kurator/model"
	"kurator/model/access"
)

const today = model.Date("2026-03-02")

// The officials of the test office.
const (
	glava model.OfficialID = iota + 1
	press
	pos
	jkh
	school
	admin
	deputyHead
	newcomer
)

// office is a small МЦУ: unit 1 is ЖКХ, unit 2 the school.
func office() *model.Office {
	o := &model.Office{
		Settings: model.Settings{Zone: "Europe/Moscow", Approval: map[model.ChannelID]model.ApprovalPolicy{
			model.ChannelIM:  {ByCurator: true},
			model.ChannelSED: {Elsewhere: true},
		}},
		Units:     map[model.UnitID]model.Unit{1: {ID: 1, Name: "Отдел ЖКХ"}, 2: {ID: 2, Name: "Школа"}},
		Officials: map[model.OfficialID]model.Official{},
		Grants:    map[model.GrantID]model.Grant{},
		Absences:  map[model.AbsenceID]model.Absence{},
	}
	for i, login := range []string{"glava", "press", "pos", "jkh", "school", "admin", "deputy", "new"} {
		id := model.OfficialID(i + 1)
		o.Officials[id] = model.Official{ID: id, Login: login, Position: "Должность " + login}
	}
	for i, g := range []model.Grant{
		{Official: glava, Role: model.RoleCoordinator},
		{Official: press, Role: model.RoleHead},
		{Official: pos, Role: model.RoleCurator, Channel: model.ChannelPOS},
		{Official: pos, Role: model.RoleCurator, Channel: model.ChannelIM},
		{Official: pos, Role: model.RoleCurator, Channel: model.ChannelSED},
		{Official: jkh, Role: model.RolePreparer, Unit: 1},
		{Official: jkh, Role: model.RoleCurator, Channel: model.ChannelPOS, Unit: 1},
		{Official: school, Role: model.RolePreparer, Unit: 2},
		{Official: admin, Role: model.RoleAdministrator},
		{Official: deputyHead, Role: model.RoleControl},
	} {
		g.ID = model.GrantID(i + 1)
		o.Grants[g.ID] = g
	}
	return o
}

func on(o *model.Office, id model.OfficialID) access.Person { return access.On(o, id, today) }

// appeal is assigned to ЖКХ, with a draft of theirs.
func appeal(channel model.ChannelID, stage model.StageID) *model.Appeal {
	return &model.Appeal{ID: 7, Stage: stage, Unit: 1, Registrations: []model.Registration{{Channel: channel}},
		Drafts: []model.Draft{{Version: 1, By: model.Actor{Official: jkh}}}}
}

// refused checks that an action is refused by rights, with a sentence that holds the words.
func refused(t *testing.T, err error, words string) {
	t.Helper()
	if model.CodeOf(err) != model.Forbidden || err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("got %v, want a refusal with %q", err, words)
	}
}

func allowed(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("refused: %v", err)
	}
}

func TestWithoutRoles(t *testing.T) {
	o := office()
	refused(t, on(o, 99).Can(&model.AddNote{}, appeal(model.ChannelIM, model.StageNew)), "не внесена в список")
	refused(t, on(o, newcomer).Can(&model.AddNote{}, appeal(model.ChannelIM, model.StageNew)), "нет действующих ролей")
	refused(t, on(o, newcomer).May(access.RightJournal), "нет действующих ролей")
	if _, ok := on(o, newcomer).SeesList(); ok {
		t.Error("somebody without roles sees the queue")
	}
}

// Regression: an action by a role that ended yesterday, or begins tomorrow, or of somebody who has left.
func TestEscalationRoleEndedYesterday(t *testing.T) {
	a := appeal(model.ChannelPOS, model.StageReview)
	for name, change := range map[string]func(*model.Office){
		"ended yesterday": func(o *model.Office) {
			o.Grants[2] = model.Grant{ID: 2, Official: press, Role: model.RoleHead, To: "2026-03-01"}
		},
		"begins tomorrow": func(o *model.Office) {
			o.Grants[2] = model.Grant{ID: 2, Official: press, Role: model.RoleHead, From: "2026-03-03"}
		},
		"left yesterday": func(o *model.Office) {
			o.Officials[press] = model.Official{ID: press, Login: "press", Position: "X", Gone: "2026-03-01"}
		},
	} {
		o := office()
		allowed(t, on(o, press).Can(&model.Approve{}, a))
		change(o)
		if on(o, press).Can(&model.Approve{}, a) == nil || on(o, press).SeesPersonal(a) {
			t.Errorf("%s: still in power", name)
		}
	}
	o := office()
	o.Grants[2] = model.Grant{ID: 2, Official: press, Role: model.RoleHead, To: today}
	allowed(t, on(o, press).Can(&model.Approve{}, a))
}

// Regression: a unit head approving where the policy forbids it. Preparing, and curating the own unit's cases, approves
// nothing under any policy, not even by claiming that somebody else has approved.
func TestEscalationUnitHeadApproves(t *testing.T) {
	for _, policy := range []model.ApprovalPolicy{{}, {ByCurator: true}, {Elsewhere: true}, {ByCurator: true, Elsewhere: true}} {
		for _, channel := range model.Channels() {
			for _, stage := range model.Stages() {
				o := office()
				o.Settings.Approval[channel] = policy
				for _, x := range []*model.Approve{{}, {Who: "Глава", Document: "12"}, {Document: "12"}} {
					refused(t, on(o, jkh).Can(x, appeal(channel, stage)), "")
				}
			}
		}
	}
}

// Regression: handing the draft past the curator, who has it for review.
func TestEscalationUnitSkipsReview(t *testing.T) {
	o := office()
	allowed(t, on(o, jkh).Can(&model.Submit{}, appeal(model.ChannelPOS, model.StageAssigned)))
	refused(t, on(o, jkh).Can(&model.Submit{}, appeal(model.ChannelPOS, model.StageReview)), "уже на проверке")
	allowed(t, on(o, pos).Can(&model.Submit{}, appeal(model.ChannelPOS, model.StageReview)))
}

// A preparer may edit after approval: the reducer takes the approval away (see workflow). Another unit may not.
func TestEditingAfterApproval(t *testing.T) {
	o := office()
	allowed(t, on(o, jkh).Can(&model.WriteDraft{}, appeal(model.ChannelPOS, model.StageApproved)))
	refused(t, on(o, school).Can(&model.WriteDraft{}, appeal(model.ChannelPOS, model.StageApproved)), "готовит назначенное подразделение")
	refused(t, on(o, jkh).Can(&model.Answer{}, appeal(model.ChannelIM, model.StageApproved)), "доступно куратору")
}

// Regression: reading another unit's personal data, also after the case went to another unit.
func TestEscalationReadsAnotherUnit(t *testing.T) {
	o, a := office(), appeal(model.ChannelPhone, model.StageAssigned)
	if !on(o, jkh).SeesPersonal(a) || !on(o, jkh).SeesText(a) {
		t.Error("the unit that holds the case does not see whose it is")
	}
	if on(o, school).SeesPersonal(a) || on(o, school).SeesText(a) {
		t.Error("another unit reads the case")
	}
	a.Unit = 2
	if on(o, jkh).SeesPersonal(a) || on(o, jkh).SeesText(a) {
		t.Error("the unit that gave the case away still reads it")
	}
	a = appeal(model.ChannelPhone, model.StageClosed)
	if on(o, jkh).SeesPersonal(a) || !on(o, jkh).SeesText(a) {
		t.Error("after closing the unit keeps the text and not the applicant")
	}
	if units, ok := on(o, school).SeesList(); !ok || !slices.Equal(units, []model.UnitID{2}) {
		t.Errorf("the school's queue is of units %v", units)
	}
}

func TestWhoSees(t *testing.T) {
	a := appeal(model.ChannelPOS, model.StageAssigned)
	for id, want := range map[model.OfficialID][5]bool{ // personal, text, journal, reports, whole list
		glava:      {false, true, true, true, true},
		press:      {true, true, true, true, true},
		pos:        {true, true, true, true, true},
		jkh:        {true, true, false, false, false},
		school:     {false, false, false, false, false},
		admin:      {false, false, true, false, true},
		deputyHead: {false, true, true, true, true},
	} {
		p := on(office(), id)
		units, _ := p.SeesList()
		got := [5]bool{p.SeesPersonal(a), p.SeesText(a), p.SeesJournal(), p.SeesReports(), units == nil}
		if got != want {
			t.Errorf("%s: personal, text, journal, reports, whole list = %v, want %v", p.Official.Login, got, want)
		}
	}
}

// Control sees everything and changes nothing; the coordinator sets targets; the administrator manages people.
func TestWhatRolesAreFor(t *testing.T) {
	o := office()
	for _, act := range access.Actions() {
		if act.Title == "Назначить себе заместителя" {
			continue // by position, not by role
		}
		for _, stage := range model.Stages() {
			var a *model.Appeal
			if !act.Office {
				a = appeal(model.ChannelPOS, stage)
			}
			if on(o, deputyHead).Can(act.Action, a) == nil {
				t.Errorf("control may %s at %s", act.Action.Name(), stage)
			}
		}
	}
	refused(t, on(o, deputyHead).Can(&model.Close{}, appeal(model.ChannelPOS, model.StageAnswered)), "смотреть, но не менять")
	allowed(t, on(o, glava).May(access.RightTargets))
	refused(t, on(o, admin).May(access.RightTargets), "Координатор")
	allowed(t, on(o, admin).May(access.RightBackup))
	refused(t, on(o, press).May(access.RightBackup), "Администратор")
	allowed(t, on(o, admin).Can(&model.GrantRole{}, nil))
	refused(t, on(o, press).Can(&model.GrantRole{}, nil), "назначать должностных лиц")
	refused(t, on(o, jkh).Can(&model.PutTopic{}, nil), "справочники")
	allowed(t, on(o, pos).Can(&model.PutTopic{}, nil))
	refused(t, on(o, pos).Can(&model.PutPolicies{}, nil), "правила сроков")
	allowed(t, on(o, glava).Can(&model.Return{}, appeal(model.ChannelPOS, model.StageApproval)))
	refused(t, on(o, glava).Can(&model.Return{}, appeal(model.ChannelPOS, model.StageReview)), "куратору канала")
	refused(t, on(o, press).May("fly"), "нет ни у кого")
}

func TestApprovalPolicy(t *testing.T) {
	own := func(channel model.ChannelID, by model.OfficialID) *model.Appeal {
		a := appeal(channel, model.StageReview)
		a.Drafts[0].By.Official = by
		return a
	}
	o := office()
	for _, channel := range model.Channels() {
		allowed(t, on(o, press).Can(&model.Approve{}, own(channel, press)))
		allowed(t, on(o, glava).Can(&model.Approve{}, own(channel, jkh)))
	}
	allowed(t, on(o, pos).Can(&model.Approve{}, own(model.ChannelIM, pos))) // «утвердил автор»
	refused(t, on(o, pos).Can(&model.Approve{}, own(model.ChannelPOS, pos)), "утверждает руководитель МЦУ или координатор")
	refused(t, on(o, pos).Can(&model.Approve{Who: "Глава"}, own(model.ChannelPOS, pos)), "утверждает руководитель")
	refused(t, on(o, pos).Can(&model.Approve{}, own(model.ChannelSED, pos)), "Укажите, кто утвердил")
	allowed(t, on(o, pos).Can(&model.Approve{Who: "Глава", Document: "12-СЭД"}, own(model.ChannelSED, pos)))
	refused(t, on(o, admin).Can(&model.Approve{}, own(model.ChannelIM, jkh)), "утверждает руководитель")

	o.Settings.FourEyes = true
	refused(t, on(o, press).Can(&model.Approve{}, own(model.ChannelIM, press)), "четырёх глаз")
	refused(t, on(o, pos).Can(&model.Approve{}, own(model.ChannelIM, pos)), "четырёх глаз")
	allowed(t, on(o, press).Can(&model.Approve{}, own(model.ChannelIM, pos)))
	// Regression: naming somebody else does not make a second pair of eyes where approval is given here.
	refused(t, on(o, press).Can(&model.Approve{Who: "Глава"}, own(model.ChannelIM, press)), "четырёх глаз")
	allowed(t, on(o, pos).Can(&model.Approve{Who: "Глава"}, own(model.ChannelSED, pos)))
}

// In a new database nobody but the founder can sign in; an answer can go out all the same, until roles are given.
func TestFoundingRule(t *testing.T) {
	o := office()
	o.Settings.Approval = nil
	a := appeal(model.ChannelMail, model.StageReview)
	o.Grants[20] = model.Grant{ID: 20, Official: newcomer, Role: model.RoleCurator}
	o.Grants[21] = model.Grant{ID: 21, Official: newcomer, Role: model.RoleAdministrator}
	refused(t, on(o, newcomer).Can(&model.Approve{}, a), "утверждает руководитель")
	for _, id := range []model.OfficialID{glava, press} {
		x := o.Officials[id]
		x.Login = ""
		o.Officials[id] = x
	}
	allowed(t, on(o, newcomer).Can(&model.Approve{}, a))
	refused(t, on(o, jkh).Can(&model.Approve{}, appeal(model.ChannelPOS, model.StageReview)), "утверждает руководитель")
	for _, act := range access.Actions() {
		if _, ok := act.Action.(*model.PutTarget); ok {
			continue // targets are the coordinator's (order 3.2)
		}
		if act.Office {
			allowed(t, on(o, newcomer).Can(act.Action, nil))
		} else {
			allowed(t, on(o, newcomer).Can(act.Action, appeal(model.ChannelPOS, model.StageAnswered)))
		}
		if t.Failed() {
			t.Fatalf("the founder may not %s", act.Title)
		}
	}
	// A head who cannot sign in has a deputy who can: somebody approves again.
	o.Absences[1] = model.Absence{ID: 1, Official: press, Deputy: glava, From: today}
	x := o.Officials[glava]
	x.Login = "glava"
	o.Officials[glava] = x
	refused(t, on(o, newcomer).Can(&model.Approve{}, a), "утверждает руководитель")
}

// A curator of the own unit's cases works on them, and cannot push them away, prolong them or hide them.
func TestCuratorOfOwnUnit(t *testing.T) {
	o := office()
	p := on(o, jkh)
	high := model.PriorityHigh
	mine := func(s model.StageID) *model.Appeal { return appeal(model.ChannelPOS, s) }
	for _, x := range []model.Action{&model.Sort{}, &model.WriteDraft{}, &model.Wait{}, &model.Defer{}, &model.Answer{}, &model.WriteAgain{}} {
		allowed(t, p.Can(x, mine(model.StageAssigned)))
	}
	allowed(t, p.Can(&model.Close{}, mine(model.StageAnswered)))
	for _, x := range []model.Action{&model.Assign{Unit: 2}, &model.Redirect{}, &model.Extend{}, &model.Close{},
		&model.Sort{Kind: model.KindLaw59}, &model.Sort{Priority: &high}} {
		refused(t, p.Can(x, mine(model.StageAssigned)), "Куратор своего подразделения не может")
		allowed(t, on(o, pos).Can(x, mine(model.StageAssigned)))
	}
	facts := model.Facts{Registration: model.Registration{Channel: model.ChannelPOS}}
	refused(t, p.Can(&model.Receive{Facts: facts}, nil), "принимать обращения")
	refused(t, p.Can(&model.Sync{Facts: facts}, mine(model.StageAssigned)), "принимать обращения")
	refused(t, p.Can(&model.Return{}, mine(model.StageReview)), "куратору канала")
	other := mine(model.StageAssigned)
	other.Unit = 2
	refused(t, p.Can(&model.Sort{}, other), "куратору канала")
	refused(t, p.Can(&model.Sort{}, appeal(model.ChannelIM, model.StageAssigned)), "куратору канала")
}

func TestDeputy(t *testing.T) {
	o := office()
	a := appeal(model.ChannelPOS, model.StageApproval)
	o.Absences[1] = model.Absence{ID: 1, Official: press, Deputy: school, From: "2026-03-02", To: "2026-03-10"}
	p := on(o, school)
	allowed(t, p.Can(&model.Approve{}, a))
	if got := p.ActsFor(&model.Approve{}, a); got != press {
		t.Errorf("approves for %d, want %d", got, press)
	}
	mine := appeal(model.ChannelPOS, model.StageAssigned)
	mine.Unit = 2
	if got := p.ActsFor(&model.WriteDraft{}, mine); got != 0 {
		t.Errorf("own right, yet for %d", got)
	}
	if got := p.ActsFor(&model.GrantRole{}, nil); got != 0 || p.Can(&model.GrantRole{}, nil) == nil {
		t.Errorf("a right of nobody's: for %d", got)
	}
	if got := on(o, press).ActsFor(&model.Approve{}, a); got != 0 {
		t.Errorf("the absent acts for %d", got)
	}
	allowed(t, on(o, press).Can(&model.Approve{}, a)) // the absent keeps the role
	if access.On(o, school, "2026-03-01").Can(&model.Approve{}, a) == nil || access.On(o, school, "2026-03-11").Can(&model.Approve{}, a) == nil {
		t.Error("the deputy has the role outside the absence")
	}
	if p.HeldFor(0) != 0 || p.HeldFor(1) != press || p.HeldFor(9) != 0 {
		t.Errorf("grants %+v held for %d, %d", p.Grants, p.HeldFor(0), p.HeldFor(1))
	}
	if !p.SeesPersonal(a) {
		t.Error("the deputy does not see what the absent saw")
	}
}

// Deputies of deputies have the role too, each absence passing on its own roles only.
func TestDeputyOfDeputy(t *testing.T) {
	o := office()
	a := appeal(model.ChannelPOS, model.StageApproval)
	o.Absences[1] = model.Absence{ID: 1, Official: press, Deputy: pos, From: today}
	o.Absences[2] = model.Absence{ID: 2, Official: pos, Deputy: school, From: today}
	if got := on(o, school).ActsFor(&model.Approve{}, a); got != press {
		t.Errorf("through two deputies: for %d, want the head", got)
	}
	if got := on(o, school).ActsFor(&model.Sort{}, a); got != pos {
		t.Errorf("sorts for %d, want the curator: one of them suffices", got)
	}
	o.Absences[2] = model.Absence{ID: 2, Official: pos, Deputy: school, From: today, Roles: []model.Role{model.RoleCurator}}
	refused(t, on(o, school).Can(&model.Approve{}, a), "утверждает руководитель")
	allowed(t, on(o, school).Can(&model.Sort{}, a))

	// Regression: a circle in the data ends, and gives nobody more than the roles in it.
	o.Absences[2] = model.Absence{ID: 2, Official: pos, Deputy: press, From: today}
	o.Absences[3] = model.Absence{ID: 3, Official: press, Deputy: press, From: today}
	for _, id := range []model.OfficialID{press, pos} {
		p := on(o, id)
		if len(p.Grants) != 4 {
			t.Errorf("in a circle official %d has %d grants, want the 4 of both", id, len(p.Grants))
		}
	}
	gone := o.Officials[press]
	gone.Gone = "2026-03-01"
	o.Officials[press] = gone
	if on(o, pos).Has(model.RoleHead) {
		t.Error("the role of somebody who has left is still passed on")
	}
}

// Regression: standing in is no way to become administrator.
func TestEscalationByAbsence(t *testing.T) {
	o := office()
	away := func(who, deputy model.OfficialID, roles ...model.Role) *model.PutAbsence {
		return &model.PutAbsence{Absence: model.Absence{Official: who, Deputy: deputy, From: today, Roles: roles}}
	}
	allowed(t, on(o, jkh).Can(away(jkh, school), nil))
	allowed(t, on(o, admin).Can(away(press, pos), nil))
	allowed(t, on(o, press).Can(away(jkh, school, model.RolePreparer), nil))
	refused(t, on(o, press).Can(away(admin, press), nil), "передаёт только администратор")
	refused(t, on(o, press).Can(away(admin, press, model.RoleAdministrator), nil), "передаёт только администратор")
	refused(t, on(o, jkh).Can(away(press, jkh, model.RoleHead), nil), "другому должностному лицу")
	refused(t, on(o, deputyHead).Can(away(press, deputyHead), nil), "другому должностному лицу")
}

func TestUndoing(t *testing.T) {
	o := office()
	undo := func(name string) *model.Revert { return &model.Revert{Action: name} }
	allowed(t, on(o, jkh).Can(undo("submit"), appeal(model.ChannelMail, model.StageReview)))
	allowed(t, on(o, pos).Can(undo("assign"), appeal(model.ChannelPOS, model.StageAssigned)))
	allowed(t, on(o, pos).Can(undo("receive"), appeal(model.ChannelPOS, model.StageNew)))
	refused(t, on(o, pos).Can(undo("receive"), appeal(model.ChannelMail, model.StageNew)), "принимать")
	refused(t, on(o, jkh).Can(undo("approve"), appeal(model.ChannelPOS, model.StageApproved)), "утверждает")
	refused(t, on(o, jkh).Can(undo("assign"), appeal(model.ChannelPOS, model.StageAssigned)), "подразделения")
	refused(t, on(o, press).Can(undo("grant"), nil), "назначать")
	allowed(t, on(o, admin).Can(undo("revoke"), nil))
	refused(t, on(o, press).Can(undo("nothing"), nil), "Отменить")
	refused(t, on(o, press).Can(&model.Answer{}, nil), "не разрешено")
}

// TestActionsAreComplete: a new action cannot be left out of the matrix.
func TestActionsAreComplete(t *testing.T) {
	listed := map[string]bool{"revert": true, "record": true} // judged by the action they undo; anybody's
	for _, act := range access.Actions() {
		listed[act.Action.Name()] = true
	}
	files, err := filepath.Glob("../action*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of actions: %v", err)
	}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			fn, ok := n.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Name.Name != "Name" {
				return true
			}
			name := fn.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.BasicLit).Value
			if !listed[strings.Trim(name, `"`)] {
				t.Errorf("%s: the matrix does not ask about %s", file, name)
			}
			return true
		})
	}
}

func TestMatrix(t *testing.T) {
	settings := office().Settings
	lines := access.Matrix(settings)
	type key struct{ seat, title string }
	asked := map[key][]access.Line{}
	for _, l := range lines {
		k := key{l.Seat.Title, l.Title}
		asked[k] = append(asked[k], l)
		if (l.Verdict == access.Allowed) != (l.Say == "") || (l.Verdict == access.Depends) != (len(l.Stages) > 0) {
			t.Errorf("%v does not say what it means: %+v", k, l)
		}
		if strings.Contains(l.Say, "№ 1") {
			t.Errorf("%v speaks of the example: %s", k, l.Say)
		}
	}
	if want := len(access.Seats()) * (len(access.Actions()) + len(access.Rights()) + 2); len(asked) != want {
		t.Errorf("%d pairs of seat and right, want %d", len(asked), want)
	}
	of := func(seat, title string, channel model.ChannelID) access.Line {
		for _, l := range asked[key{seat, title}] {
			if l.Channels == nil || slices.Contains(l.Channels, channel) {
				return l
			}
		}
		t.Fatalf("no line for %s, %s, %s", seat, title, channel)
		return access.Line{}
	}
	if l := of("Куратор канала", "Утвердить свой текст", model.ChannelIM); l.Verdict != access.Allowed {
		t.Errorf("the policy of ИМ is not seen: %+v", l)
	}
	if l := of("Куратор канала", "Утвердить свой текст", model.ChannelPOS); l.Verdict != access.Refused {
		t.Errorf("the policy of ПОС is not seen: %+v", l)
	}
	if l := of("Координатор МЦУ", "Вернуть на доработку", model.ChannelPOS); l.Verdict != access.Depends || !slices.Equal(l.Stages, []model.StageID{model.StageApproval}) {
		t.Errorf("the stage is not seen: %+v", l)
	}
	if l := of("Администратор МЦУ", "Читать текст и проекты", model.ChannelPOS); l.Verdict != access.Refused {
		t.Errorf("the administrator reads: %+v", l)
	}
	if l := of("Куратор канала", "Утвердить свой текст", model.ChannelIM); l.Channels == nil {
		t.Errorf("a policy of one channel is said of all: %+v", l)
	}
	settings.Approval = maps.Clone(settings.Approval)
	settings.FourEyes = true
	for _, l := range access.Matrix(settings) {
		if l.Title == "Утвердить свой текст" && l.Verdict != access.Refused {
			t.Errorf("four eyes: %s still approves their own text", l.Seat.Title)
		}
	}
}

// TestCanSome: what is refused beforehand is refused with every appeal, and names none.
func TestCanSome(t *testing.T) {
	o := office()
	for _, who := range o.OfficialList() {
		p := on(o, who.ID)
		for _, act := range access.Actions() {
			if act.Office {
				continue
			}
			some := p.CanSome(act.Action)
			for _, unit := range append([]model.UnitID{0}, unitsOf(o)...) {
				for _, channel := range model.Channels() {
					for _, stage := range model.Stages() {
						a := appeal(channel, stage)
						a.Unit, a.Drafts = unit, nil
						if some != nil && p.Can(act.Action, a) == nil {
							t.Fatalf("%s may %s at %s: %v", who.Title(), act.Action.Name(), stage, some)
						}
					}
				}
			}
			if some != nil && (strings.Contains(some.Error(), "№ 1") || strings.Contains(some.Error(), "канала «")) {
				t.Errorf("%s: %v names an example", who.Title(), some)
			}
		}
	}
	refused(t, on(o, deputyHead).CanSome(&model.Assign{Unit: 1}), "смотреть, но не менять")
	allowed(t, on(o, jkh).CanSome(&model.WriteDraft{}))
	allowed(t, on(o, pos).CanSome(&model.Close{}))
}

func unitsOf(o *model.Office) (list []model.UnitID) {
	for _, u := range o.UnitList() {
		list = append(list, u.ID)
	}
	return list
}

// TestNobodyUndoesAnothersAbsenceByNumber: the examples of the matrix are asked as official number 1; whoever has that number in a real
// office gets nothing from it.
func TestNobodyUndoesAnothersAbsenceByNumber(t *testing.T) {
	office := &model.Office{
		Officials: map[model.OfficialID]model.Official{1: {ID: 1, Login: "first"}, 2: {ID: 2, Login: "second"}},
		Grants:    map[model.GrantID]model.Grant{1: {ID: 1, Official: 1, Role: model.RoleCoordinator}},
	}
	undo := &model.Revert{Action: (&model.PutAbsence{}).Name()}
	if err := access.On(office, 1, "2026-11-25").Can(undo, nil); model.CodeOf(err) != model.Forbidden {
		t.Errorf("official 1 may undo anybody's absence: %v", err)
	}
	office.Grants[1] = model.Grant{ID: 1, Official: 1, Role: model.RoleHead}
	if err := access.On(office, 1, "2026-11-25").Can(undo, nil); err != nil {
		t.Errorf("the head may not undo an absence: %v", err)
	}
}
