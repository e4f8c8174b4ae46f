package matter

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/action"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Page is what a sheet shows of one object.
type Page struct {
	Title string
	Text  []widget.Paragraph
}

// Sheet is the side pane of one kind of object. What can be done about the object in the list can be done here too.
type Sheet struct {
	list *List
	noun model.Noun
	read func(ctx context.Context, env *pane.Env, id int64) (Page, error)
	id   int64
	name string
	view *widget.Viewport
	load pane.Load[Page]
}

// NewSheet makes the side pane of a noun beside its list; read loads an object beside the loop.
func NewSheet(list *List, noun model.Noun, read func(ctx context.Context, env *pane.Env, id int64) (Page, error)) *Sheet {
	return &Sheet{list: list, noun: noun, read: read, view: widget.NewViewport()}
}

// ID of the pane.
func (s *Sheet) ID() string { return "sheet." + string(s.noun) }

// Title names the object.
func (s *Sheet) Title(*pane.Env) (string, int) {
	if s.name == "" {
		return s.noun.Title(), -1
	}
	return s.name, -1
}

// Layer is that of a long text with the commands of the list around it.
func (s *Sheet) Layer() action.Scope { return action.Beside(s.list.Layer()) }

// Typing is false.
func (s *Sheet) Typing() bool { return false }

// Flush has nothing to save.
func (s *Sheet) Flush(context.Context) error { return nil }

// Open shows an object.
func (s *Sheet) Open(env *pane.Env, arg any) pane.Outcome {
	ref, ok := arg.(model.Ref)
	if !ok || ref.Noun != s.noun && ref.ID != 0 {
		return pane.Nothing()
	}
	if ref.ID != s.id {
		s.view.SetParagraphs(nil)
		s.id, s.name = ref.ID, ""
	}
	return s.fetch(env)
}

func (s *Sheet) fetch(env *pane.Env) pane.Outcome {
	if s.id == 0 {
		return pane.Nothing()
	}
	work, id, read := env, s.id, s.read
	return pane.Work(s.load.Start(env.Ctx, func(ctx context.Context) (Page, error) { return read(ctx, work, id) }))
}

// Subject is none.
func (s *Sheet) Subject() (model.Ref, bool) { return model.Ref{}, false }

// Changed loads the object again.
func (s *Sheet) Changed(env *pane.Env, _ []model.Ref) pane.Outcome { return s.fetch(env) }

// Can scrolls; the rest the list is asked for.
func (s *Sheet) Can(env *pane.Env, id action.ID) error {
	if pane.Scrolls(id) {
		return nil
	}
	if _, mine := s.list.c.Verbs[id]; mine {
		return s.list.Can(env, id)
	}
	return pane.NotMine
}

// Do scrolls, or has the list do it.
func (s *Sheet) Do(env *pane.Env, id action.ID) pane.Outcome {
	if pane.Scrolls(id) {
		pane.Scroll(s.view, id)
		return pane.Nothing()
	}
	return s.list.Do(env, id)
}

// Update takes the answer, and those of the work that was begun here.
func (s *Sheet) Update(_ *pane.Env, msg tea.Msg) pane.Outcome {
	if o, mine := told(msg); mine {
		s.list.expect(o.Changed)
		return o
	}
	page, fresh, err := s.load.Take(msg)
	switch {
	case !fresh:
		s.view.Update(msg)
	case model.CodeOf(err) == model.NotFound: // undone meanwhile
		s.view.SetParagraphs(nil)
		s.name = ""
	case err != nil:
		return pane.Fail(err)
	default:
		s.name = page.Title
		s.view.Refresh(page.Text)
	}
	return pane.Nothing()
}

// View draws the text.
func (s *Sheet) View(env *pane.Env, w, h int, _ bool) []string { return s.view.View(env.Theme, w, h) }

// Cursor is not shown.
func (s *Sheet) Cursor() (x, y int, ok bool) { return 0, 0, false }
