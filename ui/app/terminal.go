package app

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"kurator/model"
	"kurator/ui/pane"
	"kurator/ui/theme"
)

// terminal takes what the terminal tells of itself.
func (m *Model) terminal(msg tea.Msg) tea.Cmd {
	before := m.term
	switch msg := msg.(type) {
	case tea.BackgroundColorMsg:
		m.term.Dark = msg.IsDark()
	case tea.ColorProfileMsg:
		m.term.Colours = colours(msg.Profile)
	case tea.FocusMsg:
		m.blurred, m.dirty = false, m.dirty || m.rung
		m.rung = false
		return tea.RequestBackgroundColor // day and night themes of the system change while nobody looks
	case tea.BlurMsg:
		m.blurred = true
		return nil
	default:
		return nil
	}
	if m.term == before {
		return nil
	}
	return m.redress()
}

func colours(p colorprofile.Profile) int {
	switch p {
	case colorprofile.TrueColor:
		return 1 << 24
	case colorprofile.ANSI256:
		return 256
	case colorprofile.ANSI:
		return 16
	case colorprofile.ASCII, colorprofile.NoTTY:
		return 2
	}
	return 0
}

// redress takes the theme that fits the terminal now.
func (m *Model) redress() tea.Cmd {
	env := *m.env
	if err := m.dress(&env); err != nil {
		return m.say(err)
	}
	return nil
}

// dress makes env the surroundings, with the theme for this terminal.
func (m *Model) dress(env *pane.Env) error {
	th, err := theme.New(m.opt.Looks.Theme, m.opt.Looks.Glyphs, m.term)
	if err != nil {
		return &model.Fault{Code: model.Usage, Say: err.Error()}
	}
	env.Theme = th
	m.env, m.dirty = env, true
	return nil
}

// reload reads the configuration beside the loop.
func (m *Model) reload() tea.Cmd {
	env, read := *m.env, m.opt.Reload
	return m.aside(func() (tea.Msg, error) {
		next, looks, err := read(env.Ctx, env)
		return renewed{next, looks}, err
	})
}

// renew goes on with what was read; the place on the screen stays. A theme that does not exist leaves everything as it was.
func (m *Model) renew(r renewed) tea.Cmd {
	before := m.opt.Looks
	m.opt.Looks = r.looks
	m.opt.Looks.NoColor = before.NoColor
	if err := m.dress(&r.env); err != nil {
		m.opt.Looks = before
		return m.say(err)
	}
	return join(m.changed(nil), m.toast(pane.Toast{Text: "Настройки перечитаны"}))
}
