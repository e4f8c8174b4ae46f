package clean

import (
	"strings"
	"unicode/utf8"
)

const (
	esc    = 0x1b
	bel    = 0x07
	can    = 0x18
	sub    = 0x1a
	c1DCS  = 0x90
	c1SOS  = 0x98
	c1CSI  = 0x9b
	c1ST   = 0x9c
	c1OSC  = 0x9d
	c1PM   = 0x9e
	c1APC  = 0x9f
	c1Base = 0x40 // ESC @ … ESC _ are the 7-bit spellings of U+0080 … U+009F
)

// stripSequences removes terminal sequences from valid UTF-8. It reads runes, not bytes: a byte 0x9C inside «М» ends nothing.
// A command string (OSC, DCS and the like) that is never ended loses only its introducer: its words may be a citizen's, and
// without the introducer they are harmless.
func stripSequences(s string) string {
	if !strings.ContainsFunc(s, startsSequence) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if !startsSequence(r) {
			b.WriteString(s[:size])
			s = s[size:]
			continue
		}
		s = s[sequenceLen(s):]
	}
	return b.String()
}

func startsSequence(r rune) bool { return r == esc || r >= 0x80 && r <= 0x9f && r != 0x85 }

// sequenceLen is the length in bytes of the sequence at the start of s, at least its first rune.
func sequenceLen(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if r != esc {
		return size + bodyLen(byte(r), s[size:])
	}
	rest := s[size:]
	if rest == "" {
		return size
	}
	c := rest[0]
	switch {
	case c == 'k': // the window title of screen and tmux
		return size + 1 + stringLen(rest[1:], false)
	case c >= 0x40 && c <= 0x5f:
		return size + 1 + bodyLen(c+c1Base, rest[1:])
	case c >= 0x20 && c <= 0x2f: // intermediate bytes, then a final one: ESC ( B
		i := 1
		for i < len(rest) && rest[i] >= 0x20 && rest[i] <= 0x2f {
			i++
		}
		if i < len(rest) && rest[i] >= 0x30 && rest[i] <= 0x7e {
			i++
		}
		return size + i
	case c >= 0x30 && c <= 0x7e:
		return size + 1
	}
	return size
}

// bodyLen is the length of what follows a C1 introducer and belongs to it.
func bodyLen(introducer byte, s string) int {
	switch introducer {
	case c1CSI:
		return paramLen(s)
	case c1OSC:
		return stringLen(s, true)
	case c1DCS, c1SOS, c1PM, c1APC:
		return stringLen(s, false)
	}
	return 0
}

func paramLen(s string) int {
	i := 0
	for i < len(s) && s[i] >= 0x30 && s[i] <= 0x3f {
		i++
	}
	for i < len(s) && s[i] >= 0x20 && s[i] <= 0x2f {
		i++
	}
	if i < len(s) && s[i] >= 0x40 && s[i] <= 0x7e {
		i++
	}
	return i
}

// stringLen is the length of a command string with its end: ST in both spellings, BEL for OSC, or what aborts it (CAN, SUB,
// the start of another sequence). An endless one has length 0.
func stringLen(s string, endsAtBell bool) int {
	for i, r := range s {
		switch {
		case r == bel && endsAtBell, r == can, r == sub:
			return i + 1
		case r == c1ST:
			return i + utf8.RuneLen(r)
		case r == esc:
			if strings.HasPrefix(s[i+1:], `\`) {
				return i + 2
			}
			return i
		case startsSequence(r): // mojibake is full of these; stopping here also keeps the work linear
			return 0
		}
	}
	return 0
}
