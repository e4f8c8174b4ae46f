package app

import tea "charm.land/bubbletea/v2"

// AnswerTo is a message as it comes back from a command of a pane, for what happens without a key.
func AnswerTo(n int, msg tea.Msg) tea.Msg { return mail{target{pane: n}, msg} }
