package upkeep_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/job/upkeep"
)

// clinic is an installation that is in order.
type clinic struct {
	t    *testing.T
	s    *store.Store
	now  time.Time
	in   upkeep.Installation
	keys string
}

func newClinic(t *testing.T) *clinic {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	c := &clinic{t: t, now: time.Date(2026, 6, 10, 9, 0, 0, 0, time.UTC), keys: filepath.Join(t.TempDir(), "authorized_keys")}
	c.in = upkeep.Installation{DB: filepath.Join(dir, "kurator.db"), Copies: filepath.Join(dir, "copies"), Seals: filepath.Join(dir, "seals"), Keys: c.keys,
		Terminal: upkeep.Terminal{Is: true, Name: "xterm-256color", Lang: "ru_RU.UTF-8"}}
	s, _, err := upkeep.OpenOrCreate(t.Context(), c.in.DB, store.Options{Now: func() time.Time { return c.now }}, "petrova")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c.s = s
	if err := s.Record(t.Context(), model.Actor{}, model.RecordBackup, 0, store.CopyMade); err != nil {
		t.Fatal(err)
	}
	return c
}

// look gives the finding of a name.
func (c *clinic) look(name string) upkeep.Finding {
	c.t.Helper()
	list, err := upkeep.Doctor(c.t.Context(), c.s, nil, c.in)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, f := range list {
		if f.Name == name {
			return f
		}
	}
	return upkeep.Finding{}
}

func (c *clinic) want(name string, state upkeep.State, words string) {
	c.t.Helper()
	f := c.look(name)
	text := f.Say + " " + strings.Join(f.Detail, " ")
	if f.State != state || !strings.Contains(text, words) || (state != upkeep.Good && (f.Do == "" || !strings.HasSuffix(f.Say, "."))) {
		c.t.Errorf("%s: %s «%s» → «%s», want %s with «%s»", name, f.State, text, f.Do, state, words)
	}
}

func TestDoctorFindsNothingWrong(t *testing.T) {
	c := newClinic(t)
	list, err := upkeep.Doctor(t.Context(), c.s, nil, c.in)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 5 {
		t.Errorf("looked at %d things only", len(list))
	}
	for _, f := range list {
		if f.State != upkeep.Good {
			t.Errorf("%s: %s %s", f.Name, f.State, f.Say)
		}
	}
}

func TestDoctorFinds(t *testing.T) {
	c := newClinic(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Chmod(c.in.DB, 0o640))
	c.want("Доступ к файлам", upkeep.Bad, "0640")
	must(os.Chmod(c.in.DB, 0o600))
	must(os.Chmod(filepath.Dir(c.in.DB), 0o755))
	c.want("Доступ к файлам", upkeep.Warning, "0755")
	must(os.Chmod(filepath.Dir(c.in.DB), 0o700))
	c.want("Доступ к файлам", upkeep.Good, "")

	must(os.WriteFile(c.in.DB+".before-restore-2026-06-01", []byte("x"), 0o600))
	c.want("Прежние базы", upkeep.Warning, "before-restore")

	c.in.Terminal.Lang = "C"
	c.want("Терминал", upkeep.Warning, "UTF-8")
	c.in.Terminal.Name = "dumb"
	c.want("Терминал", upkeep.Warning, "не нарисовать")
	c.in.Terminal.Is = false
	c.want("Терминал", upkeep.Warning, "не терминал")

	c.now = c.now.Add(-time.Hour)
	c.want("Часы", upkeep.Bad, "отстают")
	c.now = c.now.AddDate(0, 0, 10)
	c.want("Копии", upkeep.Warning, "9 дней")
	c.in.Seals = ""
	c.want("Печати журнала", upkeep.Warning, "не хранятся")
	c.now = c.now.AddDate(1, 1, 0)
	c.want("Часы", upkeep.Warning, "больше года")
	c.now = c.now.AddDate(10, 0, 0)
	c.want("Календарь", upkeep.Bad, "календаря на 2037 год нет")
}

func TestDoctorWithoutDatabase(t *testing.T) {
	c := newClinic(t)
	list, err := upkeep.Doctor(t.Context(), nil, errors.New("База повреждена."), c.in)
	if err != nil || list[0].State != upkeep.Bad || list[0].Say != "База повреждена." || len(list) < 4 {
		t.Errorf("%+v %v", list, err)
	}
}

func TestDoctorReadsKeys(t *testing.T) {
	c := newClinic(t)
	const key = " ssh-ed25519 AAAAC3Nza petrova@pc\n"
	for line, words := range map[string]string{
		`restrict,pty,command="kurator desk --as petrova"` + key:                                                            "",
		`command="/usr/local/bin/kurator desk --as=petrova",restrict,pty` + key:                                             "",
		`pty,command="kurator desk --as petrova"` + key:                                                                     "restrict",
		`pty,command="kurator desk --as petrova" ssh-ed25519 AAAAC3Nza my restrict key`:                                     "нет слова restrict",
		`restrict,command="kurator desk --as petrova"` + key:                                                                "нет слова pty",
		`restrict,pty,command="kurator desk --as petrova"` + key + `restrict,pty,command="kurator desk --as petrova"` + key: "тот же ключ, что в строке 3",
		`restrict,pty,command="kurator desk"` + key:                                                                         "--as",
		`restrict,pty,command="kurator desk --as nobody"` + key:                                                             "nobody",
		`restrict,pty,command="kurator desk --as petrova"` + key + "ssh-ed25519 AAAAC3Nza root\n":                           "без команды kurator: 1",
	} {
		if err := os.WriteFile(c.keys, []byte("# ключи\n\n"+line), 0o600); err != nil {
			t.Fatal(err)
		}
		state := upkeep.Bad
		if words == "" {
			state = upkeep.Good
		}
		c.want("Вход по SSH", state, words)
	}
	if err := os.WriteFile(c.keys, []byte("ssh-ed25519 AAAAC3Nza root\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if f := c.look("Вход по SSH"); f.Name != "" {
		t.Errorf("keys that have nothing to do with kurator: %+v", f)
	}
}

// TestDoctorGuessesTheHours enters answers of ИМ whose working time was counted from 8 to 20 without days off.
func TestDoctorGuessesTheHours(t *testing.T) {
	c := newClinic(t)
	actor, err := c.s.Enter(t.Context(), store.Identity{Account: "petrova", UID: os.Getuid(), Via: "cli"})
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("MSK", 3*60*60)
	var op store.Op
	for i := range 40 {
		from := time.Date(2026, 3, 2+i%20, 18+i%2, 7*i%60, 0, 0, zone)
		to := time.Date(2026, 3, 3+i%20, 9, 11*i%60, 0, 0, zone)
		working := time.Date(from.Year(), from.Month(), from.Day(), 20, 0, 0, 0, zone).Sub(from) + to.Sub(time.Date(to.Year(), to.Month(), to.Day(), 8, 0, 0, 0, zone))
		op.Steps = append(op.Steps, store.Step{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{
			Registration: model.Registration{Channel: model.ChannelIM, ExternalID: time.Duration(i).String(), WorkingTime: int64(working / time.Second)},
			Received:     model.InstantOf(from), Answers: []model.Reply{{At: model.InstantOf(to), Channel: model.ChannelIM, Origin: model.OriginForeign}}}}})
	}
	if _, err := c.s.Do(t.Context(), actor, op); err != nil {
		t.Fatal(err)
	}
	f := c.look("Часы ИМ")
	if f.State != upkeep.Warning || !strings.Contains(f.Say, "mon-sun 08:00-20:00") { // holidays are none of its days
		t.Errorf("%+v", f)
	}
}

func TestVerifySaysWhatItLookedAt(t *testing.T) {
	c := newClinic(t)
	ctx := context.Background()
	actor, err := c.s.Enter(ctx, store.Identity{Account: "petrova", UID: os.Getuid(), Via: "cli"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.s.Do(ctx, actor, store.Op{Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{
		Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: "1"}, Received: model.InstantOf(c.now.Add(-time.Hour)), Body: model.Words("Темно")}}}}}); err != nil {
		t.Fatal(err)
	}
	var said []string
	v, err := upkeep.Verify(ctx, c.s, actor, nil, func(words string) { said = append(said, words) })
	if err != nil || v.Bad() || len(v.Findings) != 6 || len(said) != 6 || v.Seal.Seq == 0 {
		t.Fatalf("%+v %v", v, err)
	}
	if _, err := upkeep.Verify(ctx, c.s, model.Actor{Official: 999}, nil, nil); model.CodeOf(err) != model.Forbidden {
		t.Errorf("a stranger verified: %v", err)
	}
	forged := v.Seal
	forged.Head = strings.Repeat("1", 64)
	if v, err = upkeep.Verify(ctx, c.s, actor, []store.Seal{forged}, nil); err != nil || !v.Bad() || v.Findings[1].Do == "" {
		t.Errorf("%+v %v", v, err)
	}
}
