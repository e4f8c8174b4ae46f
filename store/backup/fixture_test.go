package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"filippo.io/age"

	"kurator/model"
	"kurator/store"
)

const (
	admin   = model.OfficialID(1)
	curator = model.OfficialID(2)
	control = model.OfficialID(3)
)

// clock is the same for every program a test starts.
func clock() time.Time { return time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC) }

func as(id model.OfficialID) model.Actor { return model.Actor{Official: id, Via: "cli"} }

func office() store.Founding {
	var f store.Founding
	add := func(noun model.Noun, id int64, a model.Action) {
		f.Actions = append(f.Actions, store.FoundingAction{ID: id, Noun: noun, Action: a})
	}
	add(model.NounSettings, 1, &model.PutSettings{Settings: model.Settings{OfficeName: "Администрация", Zone: "Europe/Moscow"}})
	for i, x := range []struct {
		login string
		role  model.Role
	}{{"root", model.RoleAdministrator}, {"curator", model.RoleCurator}, {"zam", model.RoleControl}} {
		id := int64(i + 1)
		add(model.NounOfficial, id, &model.PutOfficial{Official: model.Official{ID: model.OfficialID(id), Login: x.login, Position: x.login}})
		add(model.NounGrant, id, &model.GrantRole{Grant: model.Grant{ID: model.GrantID(id), Official: model.OfficialID(id), Role: x.role}})
	}
	return f
}

// founded makes a database with n appeals and leaves it closed.
func founded(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data", "kurator.db")
	s, err := store.Create(t.Context(), path, store.Options{Now: clock}, office())
	must(t, err)
	for i := range n {
		must(t, receive(t.Context(), s, store.NewID(clock()), i))
	}
	must(t, s.Close())
	return path
}

// receive enters the appeal of a number; the operation id is the caller's, so that it can be tried again.
func receive(ctx context.Context, s *store.Store, id string, n int) error {
	number := "5" + strings.Repeat("0", 3) + time.Duration(n).String()
	_, err := s.Do(ctx, as(curator), store.Op{ID: id, Title: "Принято", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{
		Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: number}, Received: model.InstantOf(clock().Add(-time.Hour)),
			Body: model.Words(strings.Repeat("Во дворе не горит фонарь. ", 1+n%20)), Place: "пгт Ревда"}}}}})
	return err
}

func opened(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path, store.Options{Now: clock})
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func options() Options { return Options{Now: clock(), Zone: time.UTC} }

func restoring(login string) RestoreOptions {
	return RestoreOptions{Person: store.Identity{Account: login, UID: os.Getuid(), Via: "cli"}, Now: clock, Zone: time.UTC}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		var f *model.Fault
		if errors.As(err, &f) {
			t.Fatalf("%v (%v)", err, f.Cause)
		}
		t.Fatal(err)
	}
}

// refused wants a sentence of a code that says the words.
func refused(t testing.TB, err error, code model.Code, words string) {
	t.Helper()
	var f *model.Fault
	if !errors.As(err, &f) || f.Code != code || !strings.Contains(f.Say, words) || !strings.HasSuffix(f.Say, ".") {
		t.Errorf("got %q (%s), want %s with «%s»", err, model.CodeOf(err), code, words)
	}
}

// names lists a folder.
func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// keys makes an age key: the file of the secret one and the public one.
func keys(t testing.TB) (file, recipient string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	must(t, err)
	file = filepath.Join(t.TempDir(), "key.txt")
	must(t, os.WriteFile(file, []byte("# ключ\n"+key.String()+"\n"), 0o600))
	return file, key.Recipient().String()
}

// appeals counts them in a database that nobody has open, and verifies it.
func appeals(t testing.TB, path string) int64 {
	t.Helper()
	c, err := Check(t.Context(), path)
	must(t, err)
	return c.Manifest.Appeals
}
