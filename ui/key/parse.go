package key

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// Parse builds the press that a terminal would deliver for a name, in either layout: "ctrl+c", "ctrl+с", "A", "ф", "enter".
// It reports false for a name that no key has.
func Parse(name string) (tea.KeyPressMsg, bool) {
	mods, last := split(name)
	var k tea.KeyPressMsg
	for _, m := range strings.Split(strings.TrimSuffix(mods, "+"), "+") {
		bit, ok := modifier(m)
		if !ok {
			return k, false
		}
		k.Mod |= bit
	}
	if code, ok := special(last); ok {
		k.Code = code
		if code == tea.KeySpace && k.Mod == 0 {
			k.Text = " "
		}
		return k, true
	}
	r, size := utf8.DecodeRuneInString(last)
	if size == 0 || size != len(last) || !unicode.IsPrint(r) {
		return k, false
	}
	k.Code = r
	if k.Mod&^tea.ModShift != 0 {
		return k, true
	}
	k.Text = last
	if unicode.IsUpper(r) && r < unicode.MaxASCII { // as the decoder delivers Latin capitals
		k.Code, k.ShiftedCode, k.Mod = unicode.ToLower(r), r, k.Mod|tea.ModShift
	}
	return k, true
}

func modifier(name string) (tea.KeyMod, bool) {
	switch name {
	case "":
		return 0, true
	case "ctrl":
		return tea.ModCtrl, true
	case "alt":
		return tea.ModAlt, true
	case "shift":
		return tea.ModShift, true
	case "meta":
		return tea.ModMeta, true
	case "super":
		return tea.ModSuper, true
	}
	return 0, false
}

func special(name string) (rune, bool) {
	for code := tea.KeyF1; code <= tea.KeyF12; code++ {
		if name == (tea.Key{Code: code}).Keystroke() {
			return code, true
		}
	}
	for _, code := range [...]rune{
		tea.KeyEnter, tea.KeyTab, tea.KeyBackspace, tea.KeyEscape, tea.KeySpace, tea.KeyUp, tea.KeyDown, tea.KeyLeft,
		tea.KeyRight, tea.KeyInsert, tea.KeyDelete, tea.KeyPgUp, tea.KeyPgDown, tea.KeyHome, tea.KeyEnd,
	} {
		if name == (tea.Key{Code: code}).Keystroke() {
			return code, true
		}
	}
	return 0, false
}

// Valid reports whether name is a canonical key name: what Read may return for a key outside text fields. Bindings of the
// configuration are checked with it.
func Valid(name string) bool {
	press, ok := Parse(name)
	return ok && Read(press, false, func(string) bool { return false }).Name == name
}
