package cli_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/rogpeppe/go-internal/testscript"

	"kurator/model"
	"kurator/store"
	"kurator/store/seed"
	"kurator/ui/cli"
)

// scriptNow is the present in the scripts: a Tuesday morning in Lovozero.
const scriptNow = "2026-11-24T09:00:00+03:00"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"kurator":  func() { os.Exit(cli.Main(context.Background(), os.Args[1:], cli.System("1.2.3"))) },
		"district": func() { districtCommand(os.Args[1:]) },
	})
}

func TestScripts(t *testing.T) {
	made := filepath.Join(t.TempDir(), "district.db")
	district(made)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			env.Setenv("HOME", home)
			env.Setenv("USERPROFILE", home)
			env.Setenv("KURATOR_NOW", scriptNow)
			env.Setenv("TERM", "xterm")
			env.Setenv(districtMade, made)
			// A program with the race detector in it sleeps for a second before it ends, and the scripts run three hundred of them. A race
			// is still told when it is seen.
			env.Setenv("GORACE", "atexit_sleep_ms=0")
			return os.Mkdir(home, 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// exits runs kurator and wants an exit code: «exits 2 list стадия:нет».
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE args…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec("kurator", args[1:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("kurator %v: exit code %d, want %d", args[1:], got, want)
	}
}

// districtMade is the variable with the name of the database that district copies: it is made once for all scripts.
const districtMade = "KURATOR_TEST_DISTRICT"

// districtCommand puts the district into a file: «district FILE». With «new» after it, a database of its own, not a copy; with «view», one
// whose founder has saved a view at the desk.
func districtCommand(args []string) {
	if len(args) > 1 && args[1] == "new" {
		district(args[0])
		return
	}
	made, err := os.ReadFile(os.Getenv(districtMade))
	must(err)
	must(os.WriteFile(args[0], made, 0o600))
	if len(args) > 1 && args[1] == "view" {
		saveView(args[0])
	}
}

func saveView(file string) {
	ctx := context.Background()
	s, err := store.Open(ctx, file, store.Options{})
	must(err)
	defer s.Close()
	me, err := user.LookupId(strconv.Itoa(os.Getuid()))
	must(err)
	actor, err := s.Enter(ctx, store.Identity{Account: me.Username, UID: os.Getuid(), Via: "desk"})
	must(err)
	must(s.SaveView(ctx, actor.Official, store.View{Name: "Моя Ревда", Query: "место:ревда", Columns: []string{"number", "place", "promise"}}))
}

// district makes a small database: the office of the order, the account that runs the tests as its founder, officials with
// logins, and four appeals of invented people.
func district(file string) {
	now, err := time.Parse(time.RFC3339, scriptNow)
	must(err)
	me, err := user.LookupId(strconv.Itoa(os.Getuid()))
	must(err)
	f := store.Founding{Account: me.Username, Demo: true}
	for _, action := range seed.Office() {
		f.Actions = append(f.Actions, founding(action))
	}
	ctx := context.Background()
	s, err := store.Create(ctx, file, store.Options{Now: func() time.Time { return now.Add(-time.Hour) }}, f)
	must(err)
	defer s.Close()
	actor, err := s.Enter(ctx, store.Identity{Account: me.Username, UID: os.Getuid(), Via: "cli"})
	must(err)
	op := store.Op{Title: "Заведены обращения"}
	for _, facts := range appeals(now) {
		op.Steps = append(op.Steps, store.Step{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: facts}, Happened: facts.Received})
	}
	_, err = s.Do(ctx, actor, op)
	must(err)
}

func appeals(now time.Time) []model.Facts {
	ago := func(days int) model.Instant { return model.InstantOf(now.AddDate(0, 0, -days)) }
	person := func(name, contact string) model.Applicant {
		return model.Applicant{Kind: model.ApplicantPerson, Name: model.Words(name), Contact: model.Words(contact)}
	}
	return []model.Facts{
		{Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: "9000001"}, Kind: model.KindMessage, Received: ago(5),
			Applicant: person("Рябинин Олег Петрович", "+7 921 000-00-01"), Body: model.Words("На улице Победы не вывозят мусор."),
			Topic: model.Topic{Title: "Вывоз мусора", Group: "ЖКХ"}, Place: "пгт Ревда"},
		{Registration: model.Registration{Channel: model.ChannelSED, ExternalID: "07/19-ОГ-10"}, Kind: model.KindLaw59, Received: ago(60), Registered: ago(60),
			Applicant: person("Берёзкина Анна Ивановна", "anna@pochta.example"), Body: model.Words("Прошу отремонтировать дорогу.\x1b[31m\u202e"),
			Topic: model.Topic{Title: "Дороги"}, Place: "с. Ловозеро"},
		{Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: "9000002"}, Kind: model.KindMessage, Received: ago(2),
			Applicant: person("Сосновский Пётр Ильич", ""), Body: model.Words("=HYPERLINK(\"x\") фонарь не горит"),
			Topic: model.Topic{Title: "Освещение"}, Place: "с. Краснощелье"},
		{Registration: model.Registration{Channel: model.ChannelVisit}, Kind: model.KindLaw59, Received: ago(1), Registered: ago(1),
			Applicant: person("Ольховая Мария Львовна", ""), Body: model.Words("Вопрос о дровах."), Topic: model.Topic{Title: "Топливо"}, Place: "с. Каневка"},
	}
}

// founding gives an action of the seed its place. Two officials of the order get the logins the scripts work under.
func founding(action model.Action) store.FoundingAction {
	switch a := action.(type) {
	case *model.PutSettings:
		return store.FoundingAction{ID: 1, Noun: model.NounSettings, Action: a}
	case *model.PutUnit:
		return store.FoundingAction{ID: int64(a.Unit.ID), Noun: model.NounUnit, Action: a}
	case *model.PutOfficial:
		o := a.Official
		o.Login = fmt.Sprintf("official%d", o.ID)
		return store.FoundingAction{ID: int64(o.ID), Noun: model.NounOfficial, Action: &model.PutOfficial{Official: o}}
	case *model.GrantRole:
		return store.FoundingAction{ID: int64(a.Grant.ID), Noun: model.NounGrant, Action: a}
	case *model.PutPlace:
		return store.FoundingAction{ID: a.Place.ID, Noun: model.NounPlace, Action: a}
	case *model.PutTopic:
		return store.FoundingAction{ID: a.Topic.ID, Noun: model.NounTopic, Action: a}
	case *model.PutTemplate:
		return store.FoundingAction{ID: a.Template.ID, Noun: model.NounTemplate, Action: a}
	}
	panic(fmt.Sprintf("the seed has an action %T", action))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err, errors.Unwrap(err))
		os.Exit(1)
	}
}
