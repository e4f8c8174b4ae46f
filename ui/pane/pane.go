// Package pane is the contract between the frame of the desk (ui/app) and what lives in it: panes, dialogs over them, and the verbs of the
// desk. Concrete panes lie in the folders below; they know this package, and the frame knows nothing else of them.
//
// The rules in short. The frame calls, a pane answers: upward talk is an Outcome that is returned, never a message. A pane is only
// touched on the loop of the program; slow work goes into a command (Load) that captures values, not the pane. What a pane loads
// comes back to its own Update and to no other. Nothing is kept in package variables.
package pane

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/action"
)

// Verbs carries out commands of the table.
type Verbs interface {
	// Can says whether a command can be done now: nil; the sentence why not, a *model.Fault; or NotMine. It is asked for the footer and
	// for help on every frame, so it answers from memory.
	Can(env *Env, id action.ID) error
	// Do does what Can has allowed.
	Do(env *Env, id action.ID) Outcome
	// Update takes the answers of its own commands and, for panes, input that is no command.
	Update(env *Env, msg tea.Msg) Outcome
}

// NotMine is what Can returns for commands of others: the frame then asks the next one, outwards: the pane that has the keys, the verbs
// of the desk in their order, the frame itself.
var NotMine = errors.New("not a command of this pane") //nolint:staticcheck,revive // an answer, not a failure

// Pane is one part of the desk: a list with its own tab, or what is shown beside a list.
type Pane interface {
	Verbs

	// ID is the name that Go and the saved place use: "queue", "card".
	ID() string
	// Title stands in the tab row; a count that is not negative stands behind it.
	Title(env *Env) (title string, count int)
	// Layer is the scope whose chain the keys go through now: action.Queue, or action.Editor while a text is written.
	Layer() action.Scope
	// Typing reports whether a text field has the keys: then letters come as they were typed, and only chords are commands.
	Typing() bool

	// Open is called when the pane is shown: with the argument of the Go that led here, with the model.Ref of the row under the cursor for a
	// side pane (on each move; load lazily, drop late answers), with nil when a tab was chosen. It loads what is not loaded.
	Open(env *Env, arg any) Outcome
	// Subject is what a side pane shows beside this one. The second answer says whether this pane has a side pane at all; with none under
	// the cursor the reference is empty.
	Subject() (model.Ref, bool)
	// Changed tells every pane, shown or not, that objects have changed; no refs means that anything may have.
	Changed(env *Env, refs []model.Ref) Outcome

	// View draws exactly h lines of w cells. focused says whether the keys go here.
	View(env *Env, w, h int, focused bool) []string
	// Cursor is the cell of the cursor in the last View: of the text when Typing, else of the row.
	Cursor() (x, y int, ok bool)

	// Flush saves what was typed and not saved yet. It may be called at any moment on the loop, and last before the end; ctx is
	// alive then, while env.Ctx may have ended.
	Flush(ctx context.Context) error
}

// Bare is an overlay that takes the whole screen without a frame and gives the mouse to the terminal, so that its text can be
// selected there.
type Bare interface {
	Overlay
	Bare()
}

// Overlay is a dialog over the desk. The front one gets all input.
type Overlay interface {
	// Title and Foot stand in its frame; the foot says which keys do what.
	Title() string
	Foot(env *Env) string
	// Size is how large its inside wants to be within w×h cells.
	Size(env *Env, w, h int) (int, int)
	Typing() bool
	// Update takes input: key.Press, tea.PasteMsg, mouse messages with cells counted from its inside. An Outcome with Close takes the
	// overlay away; the rest of that Outcome is the answer and belongs to the one that pushed it.
	Update(env *Env, msg tea.Msg) Outcome
	View(env *Env, w, h int) []string
	Cursor() (x, y int, ok bool)
}
