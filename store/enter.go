package store

import (
	"context"
	"os"

	"kurator/model"
	"kurator/model/access"
)

// Identity is how a person comes to the desk.
type Identity struct {
	Account string // of the operating system
	UID     int    // of the process; -1 where the system has none
	As      string // --as LOGIN: the official of an SSH key's forced command
	Via     string // desk, cli, ssh
}

// Enter finds the official behind an identity. Working as somebody else is for the account that owns the file only (the forced
// command of an SSH key runs under it), and is written into the journal.
func (s *Store) Enter(ctx context.Context, id Identity) (model.Actor, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return model.Actor{}, err
	}
	login := id.Account
	if id.As != "" && id.As != id.Account {
		if !s.owns(id.UID) {
			return model.Actor{}, model.Faultf(model.Forbidden, "Ключ --as доступен только учётной записи, которой принадлежит файл базы.")
		}
		login = id.As
	}
	official, ok := snap.Office.FindOfficial(login)
	if !ok {
		return model.Actor{}, model.Faultf(model.Forbidden, "Учётная запись «%s» не внесена в список должностных лиц. Её вносит администратор МЦУ: kurator staff add.", login)
	}
	actor := model.Actor{Official: official.ID, Title: official.Position, Via: id.Via}
	if p := access.On(snap.Office, official.ID, s.Today(snap)); len(p.Grants) == 0 {
		return actor, model.Faultf(model.Forbidden, "У «%s» сегодня нет действующих ролей. Роли назначает администратор МЦУ.", official.Title())
	}
	return actor, nil
}

// owns tells whether the process runs under the account that owns the file.
func (s *Store) owns(uid int) bool {
	info, err := os.Stat(s.Path())
	if err != nil {
		return false
	}
	owner, known := ownerOf(info)
	return !known || owner == uid
}

// Login writes an entry to the desk into the journal.
func (s *Store) Login(ctx context.Context, actor model.Actor, as bool) error {
	say := "вход"
	if as {
		say = "вход от имени (--as)"
	}
	return s.Record(ctx, actor, model.RecordLogin, 0, say)
}
