package desk_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/store"
	"kurator/store/config"
	"kurator/store/job/upkeep"
	"kurator/ui/app"
	"kurator/ui/desk"
	"kurator/ui/uitest"
)

// room is a desk over a real database with a clock of its own. People and letters are invented.
type room struct {
	*store.Store
	t     testing.TB
	ctx   context.Context
	clock *uitest.Clock
	log   bytes.Buffer
	me    model.Actor
}

// morning is the beginning of the day in the office: Wednesday, 25 November 2026, 10:00 in Moscow.
func morning() time.Time { return time.Date(2026, time.November, 25, 7, 0, 0, 0, time.UTC) }

func newRoom(t testing.TB) *room {
	t.Helper()
	return begun(t, "founded", func(*room) {})
}

// grounds are the databases that tests begin with, by name: each is made once and copied for every test.
var grounds sync.Map

// begun is a room of a test's own over a copy of a prepared database. prepare must leave the clock alone.
func begun(t testing.TB, name string, prepare func(*room)) *room {
	t.Helper()
	made, _ := grounds.LoadOrStore(name, sync.OnceValue(func() []byte {
		r := open(t, filepath.Join(t.TempDir(), "ground.db"))
		prepare(r)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(r.Path())
		if err != nil {
			t.Fatal(err)
		}
		return file
	}))
	path := filepath.Join(t.TempDir(), "desk.db")
	if err := os.WriteFile(path, made.(func() []byte)(), 0o600); err != nil {
		t.Fatal(err)
	}
	r := open(t, path)
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// open enters a database, or founds it.
func open(t testing.TB, path string) *room {
	t.Helper()
	r := &room{t: t, ctx: context.Background(), clock: uitest.NewClock(morning())}
	s, _, err := upkeep.OpenOrCreate(r.ctx, path, store.Options{Now: r.clock.Now}, "kurator")
	if err != nil {
		t.Fatal(err)
	}
	r.Store = s
	if r.me, err = s.Enter(r.ctx, store.Identity{Account: "kurator", Via: "desk"}); err != nil {
		t.Fatal(err)
	}
	return r
}

// letter is one message as a channel gives it.
type letter struct {
	channel      model.ChannelID
	number       string
	ago          time.Duration
	topic, place string
	text, name   string
}

func letters() []letter {
	const hour, day = time.Hour, 24 * time.Hour
	return []letter{
		{model.ChannelIM, "30000101", 20 * hour, "Дороги и тротуары", "пгт Ревда", "Здравствуйте! Во дворе дома 10 яма, не проехать.", "Ветрова Зоя Ивановна"},
		{model.ChannelIM, "30000102", 2 * hour, "Отлов безнадзорных собак", "с. Ловозеро", "Добрый день. У школы стая собак, дети боятся.", "Гусев Павел Олегович"},
		{model.ChannelPOS, "123456789", 2 * day, "Теплоснабжение", "пгт Ревда", "Батареи холодные вторую неделю, звоните 8 900 000-12-34.", "Белова Анна Петровна"},
		{model.ChannelPOS, "123456790", 9 * day, "Освещение", "с. Краснощелье", "Фонарь у почты не горит.", ""},
		{model.ChannelSED, "07/19-ОГ-10", 20 * day, "Капитальный ремонт", "пгт Ревда", "Прошу сообщить, когда отремонтируют крышу дома 5.", "Орлов Игорь Ильич"},
		{model.ChannelPhone, "", hour, "Благоустройство", "с. Каневка", "Сломана горка на детской площадке.", "Котова Мария Ильинична"},
		{model.ChannelIM, "30000103", 3 * day, "Необычный вопрос", "", "Кому писать о космосе?", ""},
	}
}

// receive enters letters, the first of the list first.
func (r *room) receive(list []letter) []model.AppealID {
	r.t.Helper()
	var ids []model.AppealID
	for _, l := range list {
		facts := model.Facts{Registration: model.Registration{Channel: l.channel, ExternalID: l.number}, Received: model.InstantOf(r.clock.Now().Add(-l.ago)),
			Body: model.Words(l.text), Topic: model.Topic{Title: l.topic}, Place: l.place, Applicant: model.Applicant{Kind: model.ApplicantAnonymous}}
		if l.name != "" {
			facts.Applicant = model.Applicant{Kind: model.ApplicantPerson, Name: model.Words(l.name), Contact: model.Words("8 900 000-12-34")}
		}
		result := r.do(0, &model.Receive{Facts: facts})
		ids = append(ids, model.AppealID(result.Created[0].ID))
	}
	return ids
}

func (r *room) do(id model.AppealID, actions ...model.Action) store.Result {
	r.t.Helper()
	op := store.Op{Title: "Подготовка"}
	for _, a := range actions {
		op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(id), Action: a})
	}
	result, err := r.Do(r.ctx, r.me, op)
	if err != nil {
		r.t.Fatal(err)
	}
	return result
}

// as does actions on one appeal as somebody.
func (r *room) as(who model.Actor, id model.AppealID, actions ...model.Action) {
	r.t.Helper()
	me := r.me
	r.me = who
	defer func() { r.me = me }()
	r.do(id, actions...)
}

// put does an action on the office.
func (r *room) put(noun model.Noun, id int64, action model.Action) {
	r.t.Helper()
	op := store.Op{Title: "Подготовка", Steps: []store.Step{{Ref: model.Ref{Noun: noun, ID: id}, Action: action}}}
	if _, err := r.Do(r.ctx, r.me, op); err != nil {
		r.t.Fatal(err)
	}
}

// sit opens the desk for somebody; nil is the one who made the database.
func (r *room) sit(who *model.Actor, w, h int, change ...func(*desk.Session)) *uitest.Driver {
	r.t.Helper()
	d, _ := r.sitAt(who, w, h, change...)
	return d
}

func (r *room) sitAt(who *model.Actor, w, h int, change ...func(*desk.Session)) (*uitest.Driver, *app.Model) {
	r.t.Helper()
	if who == nil {
		who = &r.me
	}
	conf := config.Default()
	conf.UI.Theme, conf.UI.Idle, conf.Import.Folder = "dark", 0, r.t.TempDir()
	session := desk.Session{Store: r.Store, Actor: *who, Config: conf, Now: r.clock.Now, Log: &r.log, Size: [2]int{w, h}}
	for _, c := range change {
		c(&session)
	}
	env, o, err := desk.New(r.ctx, session)
	if err != nil {
		r.t.Fatal(err)
	}
	o.Clock, o.Tick = r.clock.Now, uitest.Tick
	m, err := app.New(env, o)
	if err != nil {
		r.t.Fatal(err)
	}
	return uitest.Drive(r.t, m, r.clock, w, h), m
}

// seat gives an official of the embedded office a login, and is who comes in with it.
func (r *room) seat(id model.OfficialID, login string) *model.Actor {
	r.t.Helper()
	snap, err := r.Snapshot(r.ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	o := snap.Office.Officials[id]
	o.Login = login
	r.put(model.NounOfficial, int64(id), &model.PutOfficial{Official: o})
	actor, err := r.Enter(r.ctx, store.Identity{Account: login, Via: "desk"})
	if err != nil {
		r.t.Fatal(err)
	}
	return &actor
}

// holder finds an official of the embedded office by a role; unit 0 is any.
func (r *room) holder(role model.Role, unit model.UnitID) model.OfficialID {
	r.t.Helper()
	snap, err := r.Snapshot(r.ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, g := range snap.Office.GrantList() {
		if g.Role == role && (unit == 0 || g.Unit == unit) && g.Official != r.me.Official {
			return g.Official
		}
	}
	r.t.Fatalf("nobody is %s", role)
	return 0
}

func (r *room) appeal(id model.AppealID) *model.Appeal {
	r.t.Helper()
	card, err := r.Card(r.ctx, r.me, id, true)
	if err != nil {
		r.t.Fatal(err)
	}
	return &card.Appeal
}
