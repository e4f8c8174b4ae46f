// Package desk puts the desk together: which panes there are, what the verbs without a pane do, how changes of others are noticed, and
// where the person was when they left.
package desk

import (
	"context"
	"io"
	"maps"
	"sync/atomic"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/config"
	"kurator/store/job/exchange"
	"kurator/ui/action"
	"kurator/ui/app"
	"kurator/ui/pane"
	"kurator/ui/pane/board"
	"kurator/ui/pane/card"
	"kurator/ui/pane/exports"
	"kurator/ui/pane/journal"
	"kurator/ui/pane/overdue"
	"kurator/ui/pane/picture"
	"kurator/ui/pane/polls"
	"kurator/ui/pane/problems"
	"kurator/ui/pane/queue"
	"kurator/ui/pane/requests"
	"kurator/ui/pane/roles"
	"kurator/ui/pane/settings"
	"kurator/ui/pane/sources"
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
	// Clipboard puts text into the clipboard of the machine; nil when the person sits elsewhere.
	Clipboard func(text string) error

	advice *exchange.Advisor // one for the whole session: it learns
}

// New makes the surroundings and the options of the desk.
func New(ctx context.Context, s Session) (pane.Env, app.Options, error) {
	var conf latest
	conf.Store(&s.Config)
	s.advice = exchange.NewAdvisor(s.Store)
	env, err := surroundings(ctx, s, &s.Config)
	if err != nil {
		return env, app.Options{}, err
	}
	own, err := s.Store.Views(ctx, s.Actor.Official)
	if err != nil {
		return env, app.Options{}, err
	}
	list, sheet := queue.New(s.Config.Views, own), card.New()
	sheet.Words = list.Words
	home := &place{store: s.Store, official: s.Actor.Official, queue: list}
	home.restore(ctx)
	cards, asked, owed := problems.New(), polls.New(), requests.New()
	sides := map[model.Noun]pane.Pane{model.NounAppeal: sheet, model.NounPoll: polls.Sheet(asked), model.NounRequest: requests.Sheet(owed)}
	maps.Copy(sides, problems.Sheets(cards))
	o := app.Options{
		Panes: []pane.Pane{list, overdue.New(), cards, asked, owed, picture.New(), roles.New(), settings.New(), journal.New(), exports.New(s.Config.Import.Folder, s.Config.Import.Profiles), sources.New(), board.New()},
		Sides: sides,
		Verbs: []pane.Verbs{&verbs{home: home}},
		Tab:   home.Tab,
		Note:  home.note,
		Poll:  poller(s, env, &conf),
		Leave: home.leave, Clipboard: s.Clipboard,
		Looks: app.Looks{Theme: s.Config.UI.Theme, Glyphs: s.Config.UI.Glyphs, NoColor: s.NoColor},
		Log:   s.Log, Environ: s.Environ, Size: s.Size, Idle: time.Duration(s.Config.UI.Idle) * time.Minute,
	}
	if s.Reread != nil {
		o.Reload = reloader(s, &conf)
	}
	return env, o, nil
}

// latest is the configuration as it was read last; it is read again beside the loop.
type latest = atomic.Pointer[config.Config]

// surroundings are what panes are given on each call.
func surroundings(ctx context.Context, s Session, conf *config.Config) (pane.Env, error) {
	snap, err := s.Store.Snapshot(ctx)
	if err != nil {
		return pane.Env{}, err
	}
	person, err := s.Store.Person(ctx, s.Actor)
	if err != nil {
		return pane.Env{}, err
	}
	keys, err := layout(*conf)
	if err != nil {
		return pane.Env{}, err
	}
	return pane.Env{Ctx: ctx, Store: s.Store, Snap: snap, Me: pane.Me{Person: person, Actor: s.Actor}, Now: s.Now, Zone: snap.Zone(), Keys: keys,
		Config: conf, Advice: s.advice, Caps: pane.Caps{Remote: s.Remote, Motion: conf.UI.Motion, Mouse: conf.UI.Mouse}}, nil
}

func layout(c config.Config) (*action.Layout, error) {
	keys, faults := action.Bind(c.Keys)
	if len(faults) > 0 {
		return nil, model.Faultf(model.Usage, "Настройка клавиш: %s", faults[0].Error())
	}
	return keys, nil
}

// poller asks the store what others have changed; changed people or rules make new surroundings, and so does a new day: roles have dates.
func poller(s Session, env pane.Env, conf *latest) func(context.Context) (app.Change, error) {
	day := model.DateOf(model.InstantOf(s.Now()), env.Zone)
	idle, late := quietWork{store: s.Store}, newLateWatch(s.Store, s.Actor)
	return func(ctx context.Context) (app.Change, error) {
		c, err := s.Store.Poll(ctx)
		if err != nil {
			return app.Change{}, err
		}
		idle.after(ctx, !c.Empty(), s.Now())
		change := app.Change{Any: c.Many || c.Office, Refs: c.Refs}
		more, err := late.more(ctx, s.Now())
		if err != nil {
			return app.Change{}, err
		}
		if more {
			change.Any, change.Refs, change.Call = true, nil, !quietAt(conf.Load().Remind, s.Now().In(env.Zone))
		}
		today := model.DateOf(model.InstantOf(s.Now()), env.Zone)
		if !c.Office && today == day {
			return change, nil
		}
		day = today
		fresh, err := surroundings(ctx, s, conf.Load())
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
func reloader(s Session, conf *latest) func(context.Context, pane.Env) (pane.Env, app.Looks, error) {
	return func(ctx context.Context, env pane.Env) (pane.Env, app.Looks, error) {
		c, err := s.Reread()
		if err != nil {
			return env, app.Looks{}, err
		}
		fresh, err := surroundings(ctx, s, &c)
		if err != nil {
			return env, app.Looks{}, err
		}
		conf.Store(&c)
		fresh.Ctx, fresh.Caps.Mouse = env.Ctx, env.Caps.Mouse
		return fresh, app.Looks{Theme: c.UI.Theme, Glyphs: c.UI.Glyphs, NoColor: s.NoColor}, nil
	}
}
