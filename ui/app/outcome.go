package app

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/clean"
	"kurator/ui/pane"
)

// apply carries out what an Outcome asks, in the order of its fields.
func (m *Model) apply(from target, o pane.Outcome) tea.Cmd {
	if o.Close && from.overlay != 0 {
		from = m.pop(from.overlay)
	}
	var cmd tea.Cmd
	if len(o.Changed) > 0 {
		cmd = m.changed(o.Changed)
		if slices.ContainsFunc(o.Changed, func(ref model.Ref) bool { return ref.Noun != model.NounAppeal }) {
			cmd = join(cmd, m.pollSoon())
		}
	}
	if o.Go != nil {
		cmd = join(cmd, m.show(*o.Go))
	}
	if o.Push != nil {
		m.push(from, o.Push)
	}
	if o.Run != "" {
		cmd = join(cmd, m.run(o.Run))
	}
	if o.Toast != nil {
		cmd = join(cmd, m.toast(*o.Toast))
	}
	if o.Err != nil {
		cmd = join(cmd, m.say(o.Err))
	}
	if o.Copy != "" {
		cmd = join(cmd, m.clip(clean.Text(o.Copy)))
	}
	if o.Notice {
		cmd = join(cmd, m.ring())
	}
	if o.Await && m.byHand {
		cmd = join(cmd, m.await(from, o.Cmd))
	} else {
		cmd = join(cmd, m.post(from, o.Cmd))
	}
	if o.Hold != nil {
		cmd = join(cmd, m.hold(from, o.Hold))
	}
	if o.Quit {
		cmd = join(cmd, m.quit())
	}
	return cmd
}

// changed tells every pane; what they return may not tell again.
func (m *Model) changed(refs []model.Ref) tea.Cmd {
	var cmd tea.Cmd
	for i, p := range m.panes {
		o := p.Changed(m.env, refs)
		o.Changed = nil
		cmd = join(cmd, m.apply(target{pane: i}, o))
	}
	return cmd
}

// ring is for a window that nobody looks at: the bell and a mark in the title, no words.
func (m *Model) ring() tea.Cmd {
	if !m.blurred {
		return nil
	}
	m.rung, m.dirty = true, true
	return tea.Raw("\a")
}

// clip copies by both ways there are: terminals differ in which one reaches the person. One that fails is no news: the other may have
// worked, and the text can be shown without a frame.
func (m *Model) clip(text string) tea.Cmd {
	native := m.opt.Clipboard
	if native == nil {
		return tea.SetClipboard(text)
	}
	return tea.Batch(tea.SetClipboard(text), func() tea.Msg {
		_ = native(text)
		return nil
	})
}
