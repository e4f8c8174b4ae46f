// Package card shows one appeal whole: clocks, text, questions, draft, answers, and the editor in which a draft is written.
package card

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/ui/action"
	"kurator/ui/pane"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// Card is the pane. Beside a list it shows the appeal under the cursor with personal data masked; opened, it shows all that the
// person may see, and that is written into the journal.
type Card struct {
	Words func() []query.Word // what the list beside is searched for; nil: nothing

	id     model.AppealID
	opened bool // personal data was asked for
	card   *store.Card
	failed error
	parts  []int // paragraphs where the parts of the card begin
	part   int
	view   *widget.Viewport
	cases  verb.Cases
	load   pane.Load[answer]
	around pane.Load[beside]
	beside beside

	shown  []query.Word // hits of these are set apart
	jump   int          // byte of the draft where the editor is to open
	editor *editing     // nil while nothing is written

	picture picture
	saver   *saver
}

// answer is a loaded card.
type answer struct {
	card   *store.Card
	edit   bool
	theirs bool // loaded because somebody else has written meanwhile
}

// New makes an empty card.
func New() *Card { return &Card{view: widget.NewViewport()} }

// ID of the pane.
func (c *Card) ID() string { return "card" }

// Title names the appeal.
func (c *Card) Title(*pane.Env) (string, int) {
	if c.id == 0 {
		return "Карточка", -1
	}
	return "№ " + c.id.String(), -1
}

// Layer is the editor's while a draft is written.
func (c *Card) Layer() action.Scope {
	if c.editor != nil {
		return action.Editor
	}
	return action.Card
}

// Typing reports whether a draft is written.
func (c *Card) Typing() bool { return c.editor != nil }

// Flush saves what was typed.
func (c *Card) Flush(ctx context.Context) error {
	if c.saver == nil {
		return nil
	}
	return c.saver.flush(ctx)
}

// Open shows an appeal: a glance for the row under the cursor, the whole card when it was opened.
func (c *Card) Open(env *pane.Env, arg any) pane.Outcome {
	if c.editor != nil {
		return pane.Nothing() // what is written stays in front
	}
	switch arg := arg.(type) {
	case model.Ref:
		if arg.Noun != model.NounAppeal {
			c.load.Stop()
			return c.fetch(env, 0, false, false)
		}
		if model.AppealID(arg.ID) == c.id && c.card != nil {
			if !slices.Equal(c.searched(), c.shown) {
				c.paint(env, true)
			}
			return pane.Nothing()
		}
		return c.fetch(env, model.AppealID(arg.ID), false, false)
	case verb.Show:
		return c.fetch(env, arg.ID, true, false)
	case verb.Edit:
		c.jump = arg.At
		return c.fetch(env, arg.ID, true, true)
	}
	return pane.Nothing()
}

// fetch loads a card beside the loop. An appeal that is shown already is loaded again without another line in the journal.
func (c *Card) fetch(env *pane.Env, id model.AppealID, open, edit bool) pane.Outcome {
	again := c.opened && id == c.id
	var waiting pane.Outcome
	if id != c.id {
		c.card, c.failed, c.opened = nil, nil, false
		c.view.SetParagraphs(nil)
		waiting = c.picture.wait()
	}
	c.id, c.opened = id, open || again
	if id == 0 {
		return pane.Nothing()
	}
	s, actor, whole := env.Store, env.Me.Actor, c.opened
	return pane.Work(c.load.Start(env.Ctx, func(ctx context.Context) (answer, error) {
		var card store.Card
		var err error
		if whole {
			card, err = s.Card(ctx, actor, id, again)
		} else {
			card, err = s.Peek(ctx, actor, id)
		}
		return answer{card: &card, edit: edit}, err
	})).And(waiting)
}

// Subject of a card is itself: there is nothing beside it.
func (c *Card) Subject() (model.Ref, bool) { return model.Ref{}, false }

// Changed loads the card again when it may have changed.
func (c *Card) Changed(env *pane.Env, refs []model.Ref) pane.Outcome {
	if c.id == 0 {
		return pane.Nothing()
	}
	for _, ref := range refs {
		if ref == model.AppealRef(c.id) {
			return c.fetch(env, c.id, c.opened, false).Held()
		}
	}
	if len(refs) == 0 {
		return c.fetch(env, c.id, c.opened, false).Held()
	}
	return pane.Nothing()
}

func (c *Card) target() verb.Target {
	if c.card == nil {
		return verb.Target{}
	}
	return verb.Target{Appeal: &c.card.Appeal, Whole: true}
}

// Can says what can be done now.
func (c *Card) Can(env *pane.Env, id action.ID) error {
	if c.editor != nil {
		return c.canEdit(id)
	}
	switch id {
	case "card.next", "card.previous":
		return nil
	case "card.reveal":
		switch {
		case c.card == nil:
			return model.Faultf(model.NotFound, "Обращение не выбрано.")
		case !c.card.Personal:
			return model.Faultf(model.Forbidden, "Данные заявителя видят куратор канала, руководитель МЦУ и подразделение-исполнитель.")
		case !c.card.Masked:
			return model.Faultf(model.Usage, "Данные заявителя уже показаны.")
		}
		return nil
	}
	if pane.Scrolls(id) {
		return nil
	}
	return c.cases.Can(env, id, c.target())
}

// Do does what Can has allowed.
func (c *Card) Do(env *pane.Env, id action.ID) pane.Outcome {
	if c.editor != nil {
		return c.edit(env, id)
	}
	if pane.Scroll(c.view, id) {
		return pane.Nothing()
	}
	switch id {
	case "card.next":
		c.goTo(c.part + 1)
		return pane.Nothing()
	case "card.previous":
		c.goTo(c.part - 1)
		return pane.Nothing()
	case "card.reveal":
		return c.fetch(env, c.id, true, false)
	case "case.draft":
		return c.fetch(env, c.id, true, true)
	}
	return c.cases.Do(env, id, c.target())
}

func (c *Card) goTo(part int) {
	if len(c.parts) == 0 {
		return
	}
	c.part = min(max(part, 0), len(c.parts)-1)
	c.view.ScrollTo(c.parts[c.part])
}

// Update takes answers, and what is typed into the editor.
func (c *Card) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if mine, now := c.picture.take(msg); mine {
		if !now || c.card != nil {
			return pane.Unseen()
		}
		return pane.Nothing()
	}
	if a, fresh, err := c.load.Take(msg); fresh {
		return c.receive(env, a, err)
	}
	if at, mine := msg.(rested); mine {
		return c.stays(env, at)
	}
	if b, fresh, err := c.around.Take(msg); fresh {
		return c.wasLookedAround(env, b, err)
	}
	if o, mine := c.cases.Update(env, msg); mine {
		return o
	}
	if o, mine := c.edited(env, msg); mine {
		return o
	}
	if c.editor != nil {
		c.typed(msg)
		return pane.Nothing()
	}
	c.view.Update(msg)
	return pane.Nothing()
}

func (c *Card) receive(env *pane.Env, a answer, err error) pane.Outcome {
	if err != nil {
		c.card, c.failed = nil, err
		return pane.Nothing() // said in the place of the card
	}
	same := c.card != nil && c.card.Appeal.ID == a.card.Appeal.ID
	c.card, c.failed = a.card, nil
	c.paint(env, !same)
	switch {
	case a.theirs && c.editor != nil && c.editor.id == c.id:
		return c.showTheirs(a.card)
	case a.edit:
		return c.begin(env)
	}
	return c.lookSoon(env)
}

// paint makes the text of the card; a card that is shown anew opens where the search has found something.
func (c *Card) paint(env *pane.Env, anew bool) {
	text, parts := paragraphs(env, c.card, c.besideParagraphs(env))
	c.parts, c.shown = parts, c.searched()
	text, first := found(text, c.shown)
	if !anew {
		c.view.Refresh(text)
		return
	}
	c.part = 0
	c.view.SetParagraphs(text)
	if first > foldedAbove {
		c.view.ScrollTo(first - foldedAbove)
	}
}

func (c *Card) searched() []query.Word {
	if c.Words == nil {
		return nil
	}
	return c.Words()
}
