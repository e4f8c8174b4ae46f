package deadline

import (
	"time"

	"kurator/model"
	"kurator/model/russian"
)

// Move is one open case whose date another book would change.
type Move struct {
	Index    int // of the case in the list given
	Old, New Clock
	Seconds  int64  // by how much the case would be late sooner (negative) or later
	Words    string // «на 3 дня позже», «на 2 ч раньше»
	Err      error  // the new book cannot compute it (a year is missing): New is empty
}

// Moves tells which of the cases get another date under another book, by the clock each function picks; a nil pick compares
// what decides lateness (Book.Due). Cases the old book cannot compute and the new one can are moves too.
func Moves(from, to *Book, cases []Case, pick func(*Book, Case) (Clock, error)) []Move {
	if pick == nil {
		pick = (*Book).Due
	}
	var list []Move
	for i, c := range cases {
		was, errWas := pick(from, c)
		will, errWill := pick(to, c)
		switch {
		case errWas != nil && errWill != nil:
			continue
		case errWill != nil:
			list = append(list, Move{Index: i, Old: was, Err: errWill, Words: "срок не посчитать"})
		case errWas != nil:
			list = append(list, Move{Index: i, New: will, Words: "срок появился"})
		case was.LateFrom != will.LateFrom || was.Kind != will.Kind || was.Paused != will.Paused:
			list = append(list, Move{Index: i, Old: was, New: will, Seconds: int64(will.LateFrom - was.LateFrom), Words: moveWords(was, will)})
		}
	}
	return list
}

func moveWords(was, will Clock) string { return Shift(was.stored(), will.stored()) }

// Shift says how one deadline differs from another: «на 3 дня позже», «на 2 ч раньше», «срок остановлен».
func Shift(was, will model.Deadline) string {
	stopped := func(d model.Deadline) bool { return d.Kind != "" && d.LateFrom == 0 }
	switch {
	case was.Kind == "" && will.Kind != "":
		return "срок появился"
	case was.Kind != "" && will.Kind == "":
		return "срока больше нет"
	case stopped(will) && !stopped(was):
		return "срок остановлен"
	case stopped(was) && !stopped(will):
		return "срок пошёл"
	}
	var by string
	var n int64
	if was.Kind == model.DueDate && will.Kind == model.DueDate && was.Date != will.Date { // the same day of another zone begins at another moment
		days := dateOf(will.Date) - dateOf(was.Date)
		n, by = int64(days), russian.Days(int(max(days, -days)))
	} else {
		n = int64(will.LateFrom - was.LateFrom)
		by = russian.Duration(time.Duration(max(n, -n)) * time.Second)
	}
	switch {
	case n < 0:
		return "на " + by + " раньше"
	case n > 0:
		return "на " + by + " позже"
	}
	return "тот же момент, иначе считается"
}
