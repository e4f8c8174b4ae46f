// Package key turns key presses of any layout and terminal into one set of names, so that bindings are declared once, in
// Latin, and work under ЙЦУКЕН as well.
//
// Under the Russian layout plain letters arrive as Cyrillic text in every terminal, and Ctrl+С arrives as ctrl+с, which is
// not ctrl+c. Chords therefore go by the physical key always; plain letters go by it only when nobody is typing text.
package key

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// Press is one normalised key press. It is a message: the root sends it on instead of the raw one.
type Press struct {
	Name string          // canonical: "a", "A", "?", "enter", "ctrl+c", "shift+tab", "space"
	Text string          // what it types, as it arrived; empty for keys that type nothing
	Raw  tea.KeyPressMsg // for questions that must read the raw letter first, see AnswerOf
}

// String is the canonical name.
func (p Press) String() string { return p.Name }

// locks do not change which key was pressed.
const locks = tea.ModCapsLock | tea.ModNumLock | tea.ModScrollLock

// Read normalises a key press. typing says that a text field has the focus: plain letters are then taken as they are. bound
// reports whether a canonical name has a meaning here (nil means that none has); it decides between the literal and the physical
// reading of punctuation, which moves with the layout: the physical «/» types «.», the physical «?» types «,».
func Read(msg tea.KeyPressMsg, typing bool, bound func(name string) bool) Press {
	press := Press{Text: msg.Text, Raw: msg}
	mod := msg.Mod &^ locks
	if msg.Text != "" && mod&^tea.ModShift == 0 {
		press.Name = plainName(msg.Text, typing, bound)
		return press
	}
	press.Text = ""
	press.Name = chordName(msg, mod)
	return press
}

func plainName(text string, typing bool, bound func(string) bool) string {
	if text == " " {
		return "space"
	}
	r := []rune(text)
	if typing || len(r) != 1 {
		return text
	}
	physical := string(latin(r[0]))
	if isCyrillic(r[0]) || physical == text {
		return physical
	}
	if bound == nil || bound(text) || !bound(physical) {
		return text
	}
	return physical
}

func chordName(msg tea.KeyPressMsg, mod tea.KeyMod) string {
	code := physicalCode(msg)
	if unicode.IsUpper(code) { // Alt+Ф arrives as a capital without Shift
		code, mod = unicode.ToLower(code), mod|tea.ModShift
	}
	msg.Code, msg.Mod, msg.BaseCode, msg.Text = code, mod, 0, ""
	return msg.Keystroke()
}

// physicalCode prefers the key the layout prints: BaseCode would turn a Dvorak or QWERTZ chord into another one. Only letters of
// another script go by BaseCode, and by the table where the terminal sends none (iTerm2, tmux, the legacy encodings).
func physicalCode(msg tea.KeyPressMsg) rune {
	code := msg.Code
	if code < unicode.MaxASCII || unicode.Is(unicode.Latin, code) || !unicode.IsLetter(code) && code != '№' {
		return code
	}
	if msg.BaseCode > ' ' && msg.BaseCode < unicode.MaxASCII {
		return msg.BaseCode
	}
	lower := unicode.ToLower(code)
	if physical := latin(lower); physical != lower {
		if code != lower {
			return unicode.ToUpper(physical)
		}
		return physical
	}
	return latin(code)
}

// Answer is what a single letter says to a question.
type Answer int

// Answers to a question; None is every other key.
const (
	None Answer = iota
	Yes
	No
)

// AnswerOf reads д/y and н/n before any translation, in either case: «н» (нет) sits on the key Y, and translated first it would mean
// its opposite. Esc says no. A question that cannot be taken back must not be answered by a single letter at all.
func AnswerOf(msg tea.KeyPressMsg) Answer {
	if msg.Mod&^(locks|tea.ModShift) != 0 {
		return None
	}
	switch strings.ToLower(msg.Text) {
	case "д", "y":
		return Yes
	case "н", "n":
		return No
	}
	if msg.Code == tea.KeyEscape {
		return No
	}
	return None
}
