package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/model/query"
)

// People of the test office.
const (
	curator  = model.OfficialID(1) // head, curator of every channel
	preparer = model.OfficialID(2) // of unit 1
	admin    = model.OfficialID(3)
	control  = model.OfficialID(4)
	stranger = model.OfficialID(5) // of unit 2
)

func as(id model.OfficialID) model.Actor { return model.Actor{Official: id, Via: "desk"} }

// office is a small office of invented positions.
func office() Founding {
	var f Founding
	add := func(noun model.Noun, id int64, a model.Action) {
		f.Actions = append(f.Actions, FoundingAction{id, noun, a})
	}
	add(model.NounSettings, 1, &model.PutSettings{Settings: model.Settings{OfficeName: "Администрация", Zone: "Europe/Moscow",
		Approval: map[model.ChannelID]model.ApprovalPolicy{model.ChannelIM: {ByCurator: true}, model.ChannelPOS: {Elsewhere: true}}}})
	for i, name := range []string{"Отдел ЖКХ", "Отдел образования"} {
		id := model.UnitID(i + 1)
		add(model.NounUnit, int64(id), &model.PutUnit{Unit: model.Unit{ID: id, Name: name}})
	}
	for i, x := range []struct {
		login, position string
		role            model.Role
		unit            model.UnitID
	}{
		{"curator", "Заведующий сектором", model.RoleHead, 0}, {"zhkh", "Начальник отдела ЖКХ", model.RolePreparer, 1},
		{"root", "Системный администратор", model.RoleAdministrator, 0}, {"zam", "Заместитель главы", model.RoleControl, 0},
		{"school", "Начальник отдела образования", model.RolePreparer, 2},
	} {
		id := int64(i + 1)
		add(model.NounOfficial, id, &model.PutOfficial{Official: model.Official{ID: model.OfficialID(id), Login: x.login, Position: x.position}})
		add(model.NounGrant, id, &model.GrantRole{Grant: model.Grant{ID: model.GrantID(id), Official: model.OfficialID(id), Role: x.role, Unit: x.unit}})
	}
	add(model.NounGrant, 6, &model.GrantRole{Grant: model.Grant{ID: 6, Official: curator, Role: model.RoleCurator}})
	return f
}

// desk is an open store with a clock the test moves.
type desk struct {
	*Store
	t   testing.TB
	ctx context.Context
	now time.Time
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{t: t, ctx: context.Background(), now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	s, err := Create(d.ctx, filepath.Join(t.TempDir(), "desk.db"), Options{Now: func() time.Time { return d.now }}, office())
	if err != nil {
		t.Fatal(err)
	}
	d.Store = s
	t.Cleanup(func() { _ = d.Store.Close() })
	return d
}

func (d *desk) pass(by time.Duration) { d.now = d.now.Add(by) }

// do does actions on one appeal as one operation that must succeed.
func (d *desk) do(who model.OfficialID, id model.AppealID, actions ...model.Action) Result {
	d.t.Helper()
	r, err := d.try(who, id, actions...)
	if err != nil {
		d.t.Fatalf("%s: %v", actions[0].Name(), err)
	}
	return r
}

func (d *desk) try(who model.OfficialID, id model.AppealID, actions ...model.Action) (Result, error) {
	op := Op{Title: "Шаг " + actions[0].Name()}
	for _, a := range actions {
		op.Steps = append(op.Steps, Step{Ref: model.AppealRef(id), Action: a})
	}
	d.pass(time.Minute)
	return d.Do(d.ctx, as(who), op)
}

// receive enters an appeal and returns its number.
func (d *desk) receive(channel model.ChannelID, number, text string) model.AppealID {
	d.t.Helper()
	r := d.do(curator, 0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: channel, ExternalID: number},
		Received: model.InstantOf(d.now), Body: model.Words(text), Topic: model.Topic{Title: "Дороги", Group: "Благоустройство"},
		Place: "пгт Ревда", Applicant: model.Applicant{Kind: model.ApplicantPerson, Name: model.Words("Снегирёва Алла Петровна"),
			Contact: model.Words("+7 900 000-12-34")}}})
	return model.AppealID(r.Created[0].ID)
}

func (d *desk) appeal(id model.AppealID) *model.Appeal {
	d.t.Helper()
	card, err := d.Card(d.ctx, as(curator), id, true)
	if err != nil {
		d.t.Fatal(err)
	}
	return &card.Appeal
}

// found lists the numbers a filter finds, in order.
func (d *desk) found(who model.OfficialID, text string) []model.AppealID {
	d.t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		d.t.Fatal(err)
	}
	page, err := d.List(d.ctx, as(who), ListRequest{Query: q})
	if err != nil {
		d.t.Fatal(err)
	}
	var ids []model.AppealID
	for _, r := range page.Rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func (d *desk) mustVerify() {
	d.t.Helper()
	r, err := d.VerifyJournal(d.ctx, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	faults, _, err := d.VerifyTables(d.ctx, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	if faults = append(faults, r.Faults...); len(faults) > 0 {
		d.t.Fatal(fmt.Sprint(faults))
	}
}
