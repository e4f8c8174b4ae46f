package cli

import (
	"context"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/store"
)

// rules are what deadlines are counted by: the office's own where a database is at hand, the shipped ones elsewhere. Nothing
// personal is read, so nobody has to be known.
type rules struct {
	book     *deadline.Book     // policies, with the office's own days
	plain    *deadline.Book     // the same over the production calendar alone
	calendar *calendar.Calendar // with the office's own days
}

func (p *program) rules(ctx context.Context) (rules, error) {
	conf, err := p.config()
	if err != nil {
		return rules{}, err
	}
	official, err := calendar.Official()
	if err != nil {
		return rules{}, &model.Fault{Code: model.Failed, Say: "Встроенный производственный календарь не читается. Переустановите программу.", Cause: err}
	}
	if exists(conf.Files.DB) {
		r, err := p.officeRules(ctx, conf.Files.DB, official)
		if err == nil {
			return r, nil
		}
		p.note("База не открылась, поэтому сроки посчитаны по встроенным правилам. %s", err)
	}
	zone, err := conf.Office.Location()
	if err != nil {
		return rules{}, err
	}
	book, err := deadline.NewBook(deadline.Defaults(), official, zone)
	return rules{book, book, official}, err
}

func (p *program) officeRules(ctx context.Context, file string, official *calendar.Calendar) (rules, error) {
	st, err := store.Open(ctx, file, store.Options{Now: p.io.Now})
	if err != nil {
		return rules{}, err
	}
	p.closer = append(p.closer, st.Close)
	snap, err := st.Snapshot(ctx)
	if err != nil {
		return rules{}, err
	}
	if len(snap.Own.Years) > 0 {
		if official, err = official.Extend(snap.Own.Years); err != nil {
			return rules{}, err
		}
	}
	plain, err := deadline.NewBook(snap.Book.Spec(), official, snap.Zone())
	return rules{snap.Book, plain, snap.Book.Calendar()}, err
}
