// Package upkeep holds the use cases that keep an installation: a database is founded, its settings change and travel as a file,
// the doctor and the verification look at it, absences are foreseen, what the law lets go is listed.
package upkeep

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"kurator/model"
	"kurator/store"
	"kurator/store/seed"
)

// OpenOrCreate opens the database, or makes a new one with the embedded office: the account becomes its administrator and
// curator until roles are given. created tells which it was.
func OpenOrCreate(ctx context.Context, path string, o store.Options, account string) (s *store.Store, created bool, err error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		s, err := store.Create(ctx, path, o, store.Founding{Actions: Founding(seed.Office()), Account: account})
		return s, err == nil, err
	}
	s, err = store.Open(ctx, path, o)
	return s, false, err
}

// Founding gives each action of a seed the object it is about.
func Founding(actions []model.Action) []store.FoundingAction {
	var list []store.FoundingAction
	for _, action := range actions {
		f := store.FoundingAction{Action: action}
		switch a := action.(type) {
		case *model.PutSettings:
			f.Noun, f.ID = model.NounSettings, 1
		case *model.PutUnit:
			f.Noun, f.ID = model.NounUnit, int64(a.Unit.ID)
		case *model.PutOfficial:
			f.Noun, f.ID = model.NounOfficial, int64(a.Official.ID)
		case *model.GrantRole:
			f.Noun, f.ID = model.NounGrant, int64(a.Grant.ID)
		case *model.PutPlace:
			f.Noun, f.ID = model.NounPlace, a.Place.ID
		case *model.PutTopic:
			f.Noun, f.ID = model.NounTopic, a.Topic.ID
		case *model.PutTemplate:
			f.Noun, f.ID = model.NounTemplate, a.Template.ID
		default:
			panic("store/job/upkeep: a seed cannot hold the action " + action.Name())
		}
		list = append(list, f)
	}
	return list
}
