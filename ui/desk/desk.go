// Package desk puts the desk together: which panes there are, what the verbs without a pane do, how changes of others are noticed, and
// where the person was when they left.
package desk

import (
	"context"
	"io"
	"time"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/config"
	"kurator/ui/action"
	"kurator/ui/app"
	"kurator/ui/pane"
	"kurator/ui/pane/card"
	"kurator/ui/pane/exports"
	"kurator/ui/pane/journal"
	"kurator/ui/pane/overdue"
	"kurator/ui/pane/queue"
	"kurator/ui/pane/roles"
)

// Session is who sits at the desk and on what.
type Session struct {
	Store   *store.Store
	Actor   model.Actor
	Config  config.Config
	Reread  func() (config.Config, error) // nil: the configuration cannot be read again
	Now     func() time.Time
	Remote  bool // over SSH
	NoColor bool
	Environ []string
	Log     io.Writer
	Size    [2]int
}

// New makes the surroundings and the options of the desk.
func New(ctx context.Context, s Session) (pane.Env, app.Options, error) {
	env, err := surroundings(ctx, s)
	if err != nil {
		return env, app.Options{}, err
	}
	views, err := views(s.Config)
	if err != nil {
		return env, app.Options{}, err
	}
	list, sheet := queue.New(views), card.New()
	home := &place{store: s.Store, official: s.Actor.Official, queue: list}
	home.restore(ctx)
	o := app.Options{
		Panes: []pane.Pane{list, overdue.New(), roles.New(), journal.New(), exports.New(s.Config.Import.Folder, s.Config.Import.Profiles)},
		Sides: map[model.Noun]pane.Pane{model.NounAppeal: sheet},
		Verbs: []pane.Verbs{&verbs{next: s.Config.Next}},
		Tab:   home.Tab,
		Note:  home.note,
		Poll:  poller(s, env),
		Leave: home.leave,
		Looks: app.Looks{Theme: s.Config.UI.Theme, Glyphs: s.Config.UI.Glyphs, NoColor: s.NoColor},
		Log:   s.Log, Environ: s.Environ, Size: s.Size,
	}
	if s.Reread != nil {
		o.Reload = reloader(s)
	}
	return env, o, nil
}

// surroundings are what panes are given on each call.
func surroundings(ctx context.Context, s Session) (pane.Env, error) {
	snap, err := s.Store.Snapshot(ctx)
	if err != nil {
		return pane.Env{}, err
	}
	person, err := s.Store.Person(ctx, s.Actor)
	if err != nil {
		return pane.Env{}, err
	}
	keys, err := layout(s.Config)
	if err != nil {
		return pane.Env{}, err
	}
	return pane.Env{Ctx: ctx, Store: s.Store, Snap: snap, Me: pane.Me{Person: person, Actor: s.Actor}, Now: s.Now, Zone: snap.Zone(), Keys: keys,
		Caps: pane.Caps{Remote: s.Remote, Motion: s.Config.UI.Motion, Mouse: s.Config.UI.Mouse}}, nil
}

func layout(c config.Config) (*action.Layout, error) {
	keys, faults := action.Bind(c.Keys)
	if len(faults) > 0 {
		return nil, model.Faultf(model.Usage, "Настройка клавиш: %s", faults[0].Error())
	}
	return keys, nil
}

// views are the desk's own views and those of the configuration.
func views(c config.Config) ([]queue.View, error) {
	list := queue.Views()
	for _, v := range c.Views {
		q, err := query.Parse(v.Query)
		if err != nil {
			return nil, model.Faultf(model.Usage, "Представление «%s»: %s", v.Name, err)
		}
		if v.Sort != "" {
			sorted, err := query.Parse("порядок:" + v.Sort)
			if err != nil {
				return nil, model.Faultf(model.Usage, "Представление «%s», порядок: %s", v.Name, err)
			}
			q.Sort = sorted.Sort
		}
		list = append(list, queue.View{Name: v.Name, Query: q, Columns: v.Columns})
	}
	return list, nil
}

// poller asks the store what others have changed; changed people or rules make new surroundings, and so does a new day: roles have dates.
func poller(s Session, env pane.Env) func(context.Context) (app.Change, error) {
	day := model.DateOf(model.InstantOf(s.Now()), env.Zone)
	idle := quietWork{store: s.Store}
	return func(ctx context.Context) (app.Change, error) {
		c, err := s.Store.Poll(ctx)
		if err != nil {
			return app.Change{}, err
		}
		idle.after(ctx, !c.Empty(), s.Now())
		change := app.Change{Any: c.Many || c.Office, Refs: c.Refs}
		today := model.DateOf(model.InstantOf(s.Now()), env.Zone)
		if !c.Office && today == day {
			return change, nil
		}
		day = today
		fresh, err := surroundings(ctx, s)
		if err != nil {
			return app.Change{}, err
		}
		fresh.Ctx = env.Ctx
		change.Env, change.Any = &fresh, true
		return change, nil
	}
}

// quietAfter is how long nothing must have changed before the store is tidied.
const quietAfter = 20 * time.Second

// quietWork tidies the store once after each stretch of changes. The feed asks one question at a time, so it needs no lock.
type quietWork struct {
	store   *store.Store
	changed time.Time
}

func (q *quietWork) after(ctx context.Context, changed bool, now time.Time) {
	switch {
	case changed:
		q.changed = now
	case !q.changed.IsZero() && now.Sub(q.changed) >= quietAfter:
		q.changed = time.Time{}
		_ = q.store.Maintain(ctx) // a later stretch tries again; nothing of the person's depends on it
	}
}

// reloader reads the configuration again without losing the place.
func reloader(s Session) func(context.Context, pane.Env) (pane.Env, app.Looks, error) {
	return func(ctx context.Context, env pane.Env) (pane.Env, app.Looks, error) {
		c, err := s.Reread()
		if err != nil {
			return env, app.Looks{}, err
		}
		again := s
		again.Config = c
		fresh, err := surroundings(ctx, again)
		if err != nil {
			return env, app.Looks{}, err
		}
		fresh.Ctx, fresh.Caps.Mouse = env.Ctx, env.Caps.Mouse
		return fresh, app.Looks{Theme: c.UI.Theme, Glyphs: c.UI.Glyphs, NoColor: s.NoColor}, nil
	}
}
