package app

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/action"
	"kurator/ui/overlay"
	"kurator/ui/pane"
)

// can says whether the frame itself can do a command; it is the last one asked.
func (m *Model) can(id action.ID) error {
	switch id {
	case action.Quit, action.Help, action.Palette, action.Back, action.Mouse, action.Redraw, action.NextTab, action.PrevTab:
		return nil
	case action.NextFocus:
		if m.side < 0 && m.tabs < 2 {
			return model.Faultf(model.Usage, "Здесь только один раздел.")
		}
		return nil
	case action.Errors:
		if len(m.notices.history) == 0 {
			return model.Faultf(model.Usage, "Ошибок не было.")
		}
		return nil
	case action.Reload:
		if m.opt.Reload == nil {
			return model.Faultf(model.Usage, "Программа запущена без файла настроек.")
		}
		return nil
	}
	if n, ok := tabNumber(id); ok {
		if n >= m.tabs {
			return model.Faultf(model.Usage, "Раздела %d нет.", n+1)
		}
		return nil
	}
	return m.elsewhere(id)
}

// errNobody: the scope allows the command, and the pane that has the keys has no use for it. Help leaves it out.
var errNobody = model.Faultf(model.Usage, "Здесь это сделать нельзя.")

// elsewhere says where a command has a meaning.
func (m *Model) elsewhere(id action.ID) error {
	c, known := m.env.Keys.Command(id)
	if !known {
		return model.Faultf(model.Usage, "Нет команды «%s».", id)
	}
	if slices.Contains(action.Chain(m.panes[m.focus()].Layer()), c.Scope) {
		return errNobody
	}
	return model.Faultf(model.Usage, "Не здесь, а там, где «%s».", c.Scope.Title())
}

func tabNumber(id action.ID) (int, bool) {
	digits, ok := strings.CutPrefix(string(id), string(action.TabPrefix))
	n, err := strconv.Atoi(digits)
	return n - 1, ok && err == nil
}

// do carries out a command of the frame.
func (m *Model) do(id action.ID) tea.Cmd {
	switch id {
	case action.Quit:
		return m.quit()
	case action.Help:
		m.push(own, overlay.NewHelp(m.here()))
	case action.Palette:
		m.push(own, overlay.NewPalette(m.everything()))
	case action.Errors:
		m.push(own, overlay.NewViewer("Сообщения об ошибках", m.notices.paragraphs(m.env.Zone)))
	case action.Back:
		m.onSide = false
	case action.Mouse:
		m.mouse = !m.mouse
		if m.mouse {
			return m.toast(pane.Toast{Text: "Мышь у программы: строки выбираются щелчком"})
		}
		return m.toast(pane.Toast{Text: "Мышь у терминала: текст выделяется как обычно"})
	case action.Redraw:
		return tea.ClearScreen
	case action.Reload:
		return m.reload()
	case action.NextFocus:
		if m.side < 0 {
			return m.choose(m.tab + 1)
		}
		return m.crossOver()
	case action.NextTab:
		return m.choose(m.tab + 1)
	case action.PrevTab:
		return m.choose(m.tab - 1)
	default:
		if n, ok := tabNumber(id); ok {
			return m.choose(n)
		}
	}
	return nil
}

// here lists the commands that have a meaning where the keys are, with the reasons why some cannot be done now.
func (m *Model) here() []overlay.Entry {
	var entries []overlay.Entry
	scope := m.panes[m.focus()].Layer()
	for _, c := range m.env.Keys.In(scope) {
		if _, err := m.ask(c.ID); errors.Is(err, errNobody) {
			continue
		}
		if e, ok := m.entry(*c); ok {
			e.Command.Keys = slices.DeleteFunc(slices.Clone(c.Keys), func(k string) bool { // taken by an inner command
				return m.env.Keys.Lookup(scope, strings.Fields(k)...).ID != c.ID
			})
			entries = append(entries, e)
		}
	}
	return entries
}

// everything lists all commands of the table, those that can be done now first.
func (m *Model) everything() []overlay.Entry {
	var entries []overlay.Entry
	for _, c := range m.env.Keys.All() {
		if c.Scope == action.Dialog || c.Scope == action.Viewer {
			continue
		}
		if e, ok := m.entry(c); ok {
			entries = append(entries, e)
		}
	}
	slices.SortStableFunc(entries, func(a, b overlay.Entry) int {
		return min(len(a.Reason), 1) - min(len(b.Reason), 1)
	})
	return entries
}

func (m *Model) entry(c action.Command) (overlay.Entry, bool) {
	e := overlay.Entry{Command: c}
	if n, ok := tabNumber(c.ID); ok {
		if n >= m.tabs {
			return e, false
		}
		title, _ := m.panes[n].Title(m.env)
		e.Name = "Раздел «" + title + "»"
	}
	if _, err := m.ask(c.ID); err != nil {
		e.Reason = sentence(err)
	}
	return e, true
}
