package pane

import (
	"context"
	"time"

	"kurator/model"
	"kurator/model/access"
	"kurator/store"
	"kurator/store/config"
	"kurator/store/job/exchange"
	"kurator/ui/action"
	"kurator/ui/theme"
)

// Env is the surroundings of one session, passed on each call. It is never changed: when the theme, the keys or the roles change, the
// frame goes on with another one, so a pane does not keep it.
type Env struct {
	Ctx   context.Context // ends with the session
	Store *store.Store
	Snap  *store.Snapshot // the office, its rules and its calendar as they are now
	Me    Me
	Now   func() time.Time
	Zone  *time.Location // the office's
	Keys  *action.Layout
	Theme *theme.Theme
	Caps  Caps
	// Config is what the person has set in the file; another one after it was read again. Never nil on a desk.
	Config *config.Config
	// Advice proposes units and topics from the office's own past; nil: nothing is proposed.
	Advice *exchange.Advisor
}

// Me is the official at the desk, with the roles of today and the name in the journal.
type Me struct {
	access.Person
	Actor model.Actor
}

// Caps is what may be done on this terminal and machine.
type Caps struct {
	Remote bool // over SSH: no editor, shell, file picker or clipboard of the host
	Motion bool // things may move
	Mouse  bool // the program has the mouse, until the person gives it back to the terminal
}

// Time is the present in the office's zone.
func (e *Env) Time() time.Time { return e.Now().In(e.Zone) }
