package pane

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/action"
)

// Outcome is all that a pane, an overlay or a verb asks of the frame. The zero value asks nothing; the parts are independent and are
// carried out in the order of the fields.
type Outcome struct {
	Close   bool        // of an overlay: take me away
	Changed []model.Ref // these objects were changed from here: tell every pane now
	Go      *Go         // show a pane
	Push    Overlay     // open a dialog
	Run     action.ID   // do a command, as if its key was pressed
	Toast   *Toast      // say that something was done
	Err     error       // say that something was refused or failed: a *model.Fault is shown, of any other error only that it is in the log
	Copy    string      // put into the clipboard of the person's terminal (OSC 52); cleaned by the frame
	Notice  bool        // ring, when the window is not looked at; nothing of the case goes to the terminal
	Cmd     tea.Cmd     // work; its message comes back to Update of the one who asked. Batches are fine
	Await   bool        // keys wait for the answer to Cmd: the person has asked to see it, and what is typed meanwhile is meant for it
	Hold    tea.Cmd     // work that changes something or shows what was changed: keys wait for its answer, which nobody can give up
	Same    bool        // the answer changed nothing that is seen: no frame is made for it
	Quit    bool
}

// Go shows a pane and gives it the keys.
type Go struct {
	Pane string
	Arg  any
}

// Toast is a passing notice. Undo offers the undo key beside it.
type Toast struct {
	Text string
	Warn bool
	Undo bool
}

// Nothing asks nothing.
func Nothing() Outcome { return Outcome{} }

// Unseen asks nothing and says that nothing on the screen is different.
func Unseen() Outcome { return Outcome{Same: true} }

// Work asks to run commands.
func Work(cmds ...tea.Cmd) Outcome { return Outcome{Cmd: batch(cmds...)} }

// Await asks to run a command whose answer the person waits for: a dialog, or another place on the desk. It must be quick, a question to the
// store; Esc gives it up.
func Await(cmd tea.Cmd) Outcome { return Outcome{Cmd: cmd, Await: true} }

// Held asks the same with keys waiting for the answer to Cmd: what is typed after a change is meant for what it leaves. The answer comes even
// when the person stops waiting. One command is held; others are joined to it after that.
func (o Outcome) Held() Outcome {
	o.Hold, o.Cmd = o.Cmd, nil
	return o
}

// Fail says an error.
func Fail(err error) Outcome { return Outcome{Err: err} }

// Say shows a notice.
func Say(text string) Outcome { return Outcome{Toast: &Toast{Text: text}} }

// Done shows a notice of a change that can be undone, and tells which objects it changed.
func Done(text string, changed ...model.Ref) Outcome {
	return Outcome{Toast: &Toast{Text: text, Undo: true}, Changed: changed}
}

// Show asks for a pane.
func Show(id string, arg any) Outcome { return Outcome{Go: &Go{id, arg}} }

// Push asks for a dialog.
func Push(o Overlay) Outcome { return Outcome{Push: o} }

// And joins two outcomes; where both ask for the same single thing, the later one wins.
func (o Outcome) And(p Outcome) Outcome {
	o.Close, o.Notice, o.Await, o.Quit = o.Close || p.Close, o.Notice || p.Notice, o.Await || p.Await, o.Quit || p.Quit
	o.Changed = slices.Concat(o.Changed, p.Changed)
	o.Cmd = batch(o.Cmd, p.Cmd)
	if p.Hold != nil {
		o.Hold, o.Cmd = p.Hold, batch(o.Hold, o.Cmd)
	}
	if p.Go != nil {
		o.Go = p.Go
	}
	if p.Push != nil {
		o.Push = p.Push
	}
	if p.Run != "" {
		o.Run = p.Run
	}
	if p.Toast != nil {
		o.Toast = p.Toast
	}
	if p.Err != nil {
		o.Err = p.Err
	}
	if p.Copy != "" {
		o.Copy = p.Copy
	}
	return o
}

func batch(cmds ...tea.Cmd) tea.Cmd {
	cmds = slices.DeleteFunc(slices.Clone(cmds), func(c tea.Cmd) bool { return c == nil })
	switch len(cmds) {
	case 0:
		return nil
	case 1:
		return cmds[0]
	}
	return tea.Batch(cmds...)
}

// Later is the only timer of the desk: a command that answers Msg after a while. Tests run it on a clock of their own.
type Later struct {
	After time.Duration
	Msg   tea.Msg
}

// After makes the command.
func After(d time.Duration, msg tea.Msg) tea.Cmd {
	return func() tea.Msg { return Later{d, msg} }
}
