package card

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// editing is a draft being written.
type editing struct {
	id     model.AppealID
	rev    int64  // of the appeal the text is based on
	start  string // what the editor began with
	text   *widget.Editor
	own    *widget.Editor // one's own text, after that of somebody else was taken
	above  int            // rows over the editor in the last View
	saving bool
}

// drafted is the answer to a draft that was handed over to the store.
type drafted struct {
	id     model.AppealID
	text   string
	result store.Result
	title  string
	err    error
}

// begin opens the editor with what was not finished, else with the newest draft.
func (c *Card) begin(env *pane.Env) pane.Outcome {
	a := &c.card.Appeal
	if err := c.cases.Can(env, "case.draft", c.target()); err != nil {
		return pane.Fail(err)
	}
	text, rev, toast := "", a.Rev, ""
	if d := a.CurrentDraft(); d != nil {
		text = d.Text.Body
	}
	if b := c.card.Buffer; b != nil && b.Body != "" && b.Body != text {
		text, rev = b.Body, b.BaseRev
		toast = "Продолжаем незаконченный текст, сохранённый " + russian.DateTime(b.Saved.In(env.Zone))
	}
	if c.saver == nil {
		c.saver = newSaver(env.Store, env.Me.Actor.Official)
	}
	c.editor = &editing{id: a.ID, rev: rev, start: text, text: widget.NewEditor(text)}
	c.editor.text.Placeholder = "Напишите, вставьте или возьмите шаблон: Alt+T"
	if c.jump > 0 {
		c.editor.text.MoveTo(c.jump)
	}
	c.jump = 0
	if toast != "" {
		return pane.Say(toast)
	}
	return pane.Nothing()
}

func (c *Card) canEdit(id action.ID) error {
	switch id {
	case "editor.leave", "editor.submit", "editor.undo", "editor.redo", "editor.template", "editor.check":
		return nil
	}
	return pane.NotMine
}

func (c *Card) edit(env *pane.Env, id action.ID) pane.Outcome {
	e := c.editor
	switch id {
	case "editor.undo":
		if !e.text.Undo() && e.own != nil {
			e.text, e.own = e.own, nil
		}
		c.remember()
	case "editor.redo":
		e.text.Redo()
		c.remember()
	case "editor.template":
		return c.chooseTemplate(env)
	case "editor.check":
		return c.check(env)
	case "editor.leave":
		return c.finish(env, false)
	case "editor.submit":
		return c.finish(env, true)
	}
	return pane.Nothing()
}

// typed gives input to the editor and keeps it safe.
func (c *Card) typed(msg tea.Msg) {
	if _, changed := c.editor.text.Update(msg); changed {
		c.remember()
	}
}

func (c *Card) remember() { c.saver.note(c.editor.id, c.editor.rev, c.editor.text.Value()) }

// finish makes the text a version of the draft; submit hands it on in the same step. Nothing written closes the editor.
func (c *Card) finish(env *pane.Env, submit bool) pane.Outcome {
	e := c.editor
	if e.saving {
		return pane.Nothing()
	}
	text := e.text.Value()
	same := c.card.Appeal.CurrentDraft() != nil && text == c.card.Appeal.CurrentDraft().Text.Body
	if (text == "" || same) && !submit {
		c.editor = nil
		id, saver := e.id, c.saver
		return pane.Work(func() tea.Msg { return dropped{saver.drop(context.Background(), id)} })
	}
	op := store.Op{Title: "Проект записан: № " + e.id.String()}
	if !same && text != "" {
		op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(e.id), Rev: e.rev, Action: &model.WriteDraft{Text: model.Words(text)}})
	}
	if submit {
		op.Title = "Проект передан: № " + e.id.String()
		op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(e.id), Action: &model.Submit{}})
	}
	e.saving = true
	ctx, s, actor, id := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor, e.id
	return pane.Work(func() tea.Msg {
		result, err := s.Do(ctx, actor, op)
		return drafted{id, text, result, op.Title, err}
	})
}

// dropped is the answer to a buffer that is not needed any more.
type dropped struct{ err error }

// edited takes the answers of the editor.
func (c *Card) edited(env *pane.Env, msg tea.Msg) (pane.Outcome, bool) {
	switch msg := msg.(type) {
	case proofread:
		return c.remarks(env, msg), true
	case dropped:
		if msg.err != nil {
			return pane.Fail(msg.err), true
		}
		return pane.Nothing(), true
	case otherText:
		return msg.show(), true
	case drafted:
		return c.wasDrafted(env, msg), true
	}
	return pane.Nothing(), false
}

func (c *Card) wasDrafted(env *pane.Env, m drafted) pane.Outcome {
	if c.editor != nil && c.editor.id == m.id {
		c.editor.saving = false
	}
	if m.err != nil {
		return c.refused(env, m)
	}
	id, saver := m.id, c.saver
	if c.editor != nil && c.editor.id == m.id && c.editor.text.Value() == m.text {
		c.editor = nil
	}
	return pane.Done(m.title, m.result.Changed...).And(pane.Work(func() tea.Msg { return dropped{saver.drop(context.Background(), id)} }))
}

// refused keeps the text in the editor. When somebody else has written meanwhile, both texts are shown: theirs in a window, one's own
// in the editor; finishing again puts the own version behind theirs.
func (c *Card) refused(env *pane.Env, m drafted) pane.Outcome {
	if model.CodeOf(m.err) != model.Conflict {
		return pane.Fail(m.err)
	}
	s, actor := env.Store, env.Me.Actor
	ctx := env.Ctx
	return pane.Fail(m.err).And(pane.Work(c.load.Start(ctx, func(ctx context.Context) (answer, error) {
		card, err := s.Card(ctx, actor, m.id, true)
		return answer{card: &card, theirs: true}, err
	})))
}

// showTheirs opens the other version beside one's own.
func (c *Card) showTheirs(card *store.Card) pane.Outcome {
	c.editor.rev = card.Appeal.Rev
	d := card.Appeal.CurrentDraft()
	if d == nil || d.Text.Body == c.editor.text.Value() {
		return pane.Nothing()
	}
	id, theirs, mine := c.editor.id, d.Text.Body, c.editor.text.Value()
	return pane.Push(overlay.NewChoose("Два текста: какой оставить?", "что сделать", []widget.Choice{
		{ID: "mine", Label: "Вернуться к своему: закончить ещё раз, и он станет новой версией", Words: "мой"},
		{ID: "theirs", Label: "Оставить их текст; мой вернёт отмена в редакторе", Words: "чужой"},
	}, func(env *pane.Env, choice widget.Choice) pane.Outcome {
		if choice.ID == "theirs" && c.editor != nil && c.editor.id == id {
			e := c.editor
			e.own, e.text = e.text, widget.NewEditor(theirs)
			c.remember()
		}
		return pane.Nothing()
	})).And(pane.Work(func() tea.Msg { return otherText{theirs, mine} }))
}

// otherText shows both texts over the question which of them stays.
type otherText struct{ theirs, mine string }

func (o otherText) show() pane.Outcome {
	text := []widget.Paragraph{widget.Par("Пока вы писали, обращение изменили. Ниже — их текст, под ним ваш: он остался в редакторе.", theme.Warn)}
	for _, part := range []struct{ title, text string }{{"Их текст", o.theirs}, {"Ваш текст", o.mine}} {
		text = append(text, widget.Par("", theme.Text), widget.Par(part.title, theme.Title))
		for _, p := range splitLines(part.text) {
			text = append(text, widget.Par(p, theme.Text))
		}
	}
	return pane.Push(overlay.NewViewer("Чужая версия и ваша", text))
}

// viewEditor draws the message above and the text below, with a warning while what was typed is not safe.
func (c *Card) viewEditor(env *pane.Env, w, h int) []string {
	th := env.Theme
	bar := widget.NewLine(th, w)
	title := "Проект ответа на № " + c.editor.id.String() + " · Esc — закончить · Alt+Enter — закончить и передать"
	if err := c.saver.fault(); err != nil {
		title = "! Не сохранено: " + sentence(err) + " Текст остаётся на экране."
		bar.Put(title, th.Style(theme.Bad))
	} else {
		bar.Put(title, th.Style(theme.Bar))
	}
	lines := []string{bar.End(th.Style(theme.Bar))}
	if h >= 14 {
		lines = slices.Concat(lines, c.quote(env, w, min(h/3, 8)))
	}
	c.editor.above = len(lines)
	return slices.Concat(lines, c.editor.text.View(th, w, max(h-len(lines), 1)))
}

// quote is the beginning of the message that is answered.
func (c *Card) quote(env *pane.Env, w, h int) []string {
	text := c.card.Appeal.Body.Body
	if n := len(c.card.Appeal.Messages); n > 0 {
		text = c.card.Appeal.Messages[n-1].Text.Body
	}
	rows := widget.WrapWords(clean.Text(text), w-2)
	var lines []string
	for i := range h - 1 {
		row := ""
		if i < len(rows) {
			row = rows[i]
		}
		l := widget.NewLine(env.Theme, w)
		lines = append(lines, l.Put(env.Theme.Glyphs.V+" "+row, env.Theme.Style(theme.Muted)).End(env.Theme.Style(theme.Text)))
	}
	l := widget.NewLine(env.Theme, w)
	return append(lines, l.Repeat(env.Theme.Glyphs.H, w, env.Theme.Style(theme.Border)).End(env.Theme.Style(theme.Text)))
}
