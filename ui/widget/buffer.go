package widget

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// buffer is text under edit: lines, a cursor on a cluster boundary, and its history. Input has one line of it, Editor any number.
type buffer struct {
	lines    []string
	row, col int // col is a byte offset into its line
	single   bool
	version  uint64

	undo, redo []snapshot
	last       edit // what the next change may join as one undo step
}

type snapshot struct {
	lines    []string
	row, col int
}

type edit uint8

const (
	editNone edit = iota
	editType
	editErase
	editOther
)

// undoSteps is how many steps back are kept; the text of a step is shared with its neighbours.
const undoSteps = 500

func newBuffer(text string, single bool) buffer {
	b := buffer{single: single}
	b.set(text)
	return b
}

// set replaces the text and forgets the history.
func (b *buffer) set(text string) {
	b.lines = strings.Split(text, "\n")
	b.row = len(b.lines) - 1
	b.col = len(b.lines[b.row])
	b.undo, b.redo, b.last = nil, nil, editNone
	b.version++
}

func (b *buffer) text() string { return strings.Join(b.lines, "\n") }

// change records the state before an edit; edits of one kind in a row are one step.
func (b *buffer) change(kind edit) {
	if kind == editOther || kind != b.last {
		b.undo = append(b.undo, snapshot{slices.Clone(b.lines), b.row, b.col})
		if len(b.undo) > undoSteps {
			b.undo = slices.Delete(b.undo, 0, 1)
		}
	}
	b.last, b.redo = kind, nil
	b.version++
}

func (b *buffer) back(from, to *[]snapshot) bool {
	if len(*from) == 0 {
		return false
	}
	s := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, snapshot{b.lines, b.row, b.col})
	b.lines, b.row, b.col = s.lines, s.row, s.col
	b.last = editNone
	b.version++
	return true
}

// insert writes clean text at the cursor. Typed words are undone one by one: a space ends a step.
func (b *buffer) insert(s string, typed bool) {
	if s == "" {
		return
	}
	kind := editOther
	if typed {
		kind = editType
		if s == " " && b.last == editType {
			defer func() { b.last = editNone }()
		}
	}
	b.change(kind)
	line := b.lines[b.row]
	parts := strings.Split(s, "\n")
	tail := line[b.col:]
	parts[0] = line[:b.col] + parts[0]
	end := len(parts) - 1
	b.col = len(parts[end])
	parts[end] += tail
	b.lines = slices.Replace(b.lines, b.row, b.row+1, parts...)
	b.row += end
}

// erase removes from the cursor to a place before or after it.
func (b *buffer) erase(kind edit, row, col int) {
	if row == b.row && col == b.col {
		return
	}
	b.change(kind)
	r1, c1, r2, c2 := row, col, b.row, b.col
	if r1 > r2 || r1 == r2 && c1 > c2 {
		r1, c1, r2, c2 = r2, c2, r1, c1
	}
	joined := b.lines[r1][:c1] + b.lines[r2][c2:]
	b.lines = slices.Replace(b.lines, r1, r2+1, joined)
	b.row, b.col = r1, c1
}

func (b *buffer) move(row, col int) {
	b.row, b.col, b.last = row, col, editNone
}

// left is the place one cluster before the cursor, across lines.
func (b *buffer) left() (row, col int) {
	if b.col > 0 {
		return b.row, previous(b.lines[b.row], b.col)
	}
	if b.row > 0 {
		return b.row - 1, len(b.lines[b.row-1])
	}
	return 0, 0
}

func (b *buffer) right() (row, col int) {
	line := b.lines[b.row]
	if b.col < len(line) {
		size, _ := step(line[b.col:])
		return b.row, b.col + size
	}
	if b.row+1 < len(b.lines) {
		return b.row + 1, 0
	}
	return b.row, b.col
}

// previous is the start of the cluster that ends at col > 0.
func previous(line string, col int) int {
	r, size := utf8.DecodeLastRuneInString(line[:col])
	if oneCell(r) {
		return col - size
	}
	at := 0
	for {
		n, _ := step(line[at:])
		if at+n >= col {
			return at
		}
		at += n
	}
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// wordLeft is the start of the word before the cursor; at the start of a line, the end of the line above.
func (b *buffer) wordLeft() (row, col int) {
	if b.col == 0 {
		return b.left()
	}
	s := b.lines[b.row][:b.col]
	s = strings.TrimRightFunc(s, func(r rune) bool { return !wordRune(r) })
	s = strings.TrimRightFunc(s, wordRune)
	return b.row, len(s)
}

func (b *buffer) wordRight() (row, col int) {
	line := b.lines[b.row]
	if b.col == len(line) {
		return b.right()
	}
	s := strings.TrimLeftFunc(line[b.col:], func(r rune) bool { return !wordRune(r) })
	s = strings.TrimLeftFunc(s, wordRune)
	return b.row, len(line) - len(s)
}

// key handles the keys that both kinds of fields share; changes of lines and paging are the editor's.
func (b *buffer) key(name string) bool {
	line := b.lines[b.row]
	switch name {
	case "left":
		b.move(b.left())
	case "right":
		b.move(b.right())
	case "ctrl+left", "alt+left", "alt+b":
		b.move(b.wordLeft())
	case "ctrl+right", "alt+right", "alt+f":
		b.move(b.wordRight())
	case "home", "ctrl+a":
		b.move(b.row, 0)
	case "end", "ctrl+e":
		b.move(b.row, len(line))
	case "backspace", "shift+backspace", "ctrl+h":
		row, col := b.left()
		b.erase(editErase, row, col)
	case "delete", "ctrl+d":
		row, col := b.right()
		b.erase(editErase, row, col)
	case "ctrl+w", "alt+backspace", "ctrl+backspace":
		row, col := b.wordLeft()
		b.erase(editOther, row, col)
	case "alt+d", "ctrl+delete":
		row, col := b.wordRight()
		b.erase(editOther, row, col)
	case "ctrl+u":
		b.erase(editOther, b.row, 0)
	case "ctrl+k":
		b.erase(editOther, b.row, len(line))
	case "ctrl+z", "alt+z":
		b.back(&b.undo, &b.redo)
	case "ctrl+y", "alt+y", "ctrl+shift+z":
		b.back(&b.redo, &b.undo)
	default:
		return false
	}
	return true
}
