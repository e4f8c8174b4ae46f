package store

import (
	"context"
	"encoding/json"

	"kurator/model"
	"kurator/store/db"
)

// Founding is what a new database begins with.
type Founding struct {
	Actions []FoundingAction // the seed: the office, its people and rules
	Account string           // of the operating system: its person becomes administrator and curator until roles are given
	Demo    bool
}

// FoundingAction is one action of the seed on an object with a known number.
type FoundingAction struct {
	ID     int64
	Noun   model.Noun
	Action model.Action
}

// Create makes a new database at path and opens it. An existing file is refused.
func Create(ctx context.Context, path string, o Options, f Founding) (*Store, error) {
	if err := db.Create(ctx, path); err != nil {
		return nil, err
	}
	file, err := db.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	s := newStore(file, o)
	if err := s.found(ctx, f); err != nil {
		_ = file.Close()
		return nil, err
	}
	if err := s.start(ctx); err != nil {
		_ = file.Close()
		return nil, err
	}
	return s, nil
}

// found writes the seed as one operation of the program itself.
func (s *Store) found(ctx context.Context, f Founding) error {
	actions := f.Actions
	if f.Account != "" {
		actions = append(actions, founder(f.Account, actions)...)
	}
	_, err := s.run(ctx, Op{ID: NewID(s.clock())}, func(e *execution) error {
		e.actor = model.Actor{Title: "программа", Via: "system"}
		if err := e.founded(f.Demo); err != nil {
			return err
		}
		for _, a := range actions {
			if err := e.seedStep(a); err != nil {
				return err
			}
		}
		if !f.Demo {
			return nil
		}
		_, err := e.tx.Exec("INSERT INTO meta (key, value) VALUES ('demo', '1')")
		return err
	})
	return err
}

// founded begins the journal with what the database is, so that neither its name nor its being a generated one can be
// changed unseen.
func (e *execution) founded(demo bool) error {
	action := &model.Record{Kind: model.RecordConfig, Say: foundingSay(e.store.db.Instance(), demo)}
	payload, err := json.Marshal(action)
	if err != nil {
		return err
	}
	at := model.Moment{Happened: e.now, Recorded: e.now, Actor: e.actor}
	return e.append(entry{at: at, action: action, ref: model.Ref{Noun: model.NounRecord}, payload: payload})
}

func foundingSay(instance string, demo bool) string {
	if demo {
		return "создана учебная база " + instance
	}
	return "создана база " + instance
}

// seedStep is a step without rights: nobody has any yet.
func (e *execution) seedStep(a FoundingAction) error {
	at := model.Moment{Happened: e.now, Recorded: e.now, Actor: e.actor}
	return e.applyOffice(model.Ref{Noun: a.Noun, ID: a.ID}, a.Action, at)
}

// founder makes the account that opens a new database its administrator and curator until roles are given.
func founder(account string, seeded []FoundingAction) []FoundingAction {
	official, grant := int64(1), int64(1)
	for _, a := range seeded {
		switch a.Noun {
		case model.NounOfficial:
			official = max(official, a.ID+1)
		case model.NounGrant:
			grant = max(grant, a.ID+1)
		}
	}
	who := model.OfficialID(official)
	give := func(i int64, role model.Role) FoundingAction {
		return FoundingAction{grant + i, model.NounGrant, &model.GrantRole{Grant: model.Grant{ID: model.GrantID(grant + i), Official: who,
			Role: role, Basis: "создание базы"}}}
	}
	return []FoundingAction{
		{official, model.NounOfficial, &model.PutOfficial{Official: model.Official{ID: who, Login: account, Position: "Первый пользователь базы"}}},
		give(0, model.RoleAdministrator), give(1, model.RoleCurator),
	}
}
