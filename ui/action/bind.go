package action

import (
	"fmt"
	"slices"
	"strings"
)

// BindError is one mistake in the keys of a configuration. The check of the configuration finds the lines of ID and Other.
type BindError struct {
	ID    ID     // the command whose line is wrong
	Other ID     // the command it clashes with; empty when there is none
	Key   string // the key as it was written; empty when the id is wrong
	Say   string
}

// Error is the sentence.
func (e *BindError) Error() string { return e.Say }

// reserved keys keep their meaning on every desk: people must always get out, and accept.
var reserved = map[string]string{
	"ctrl+c": "выход", "esc": "«назад»", "ctrl+h": "Backspace", "backspace": "удаление знака",
}

func unknown(id ID, commands []Command) *BindError {
	e := &BindError{ID: id, Say: fmt.Sprintf("Нет команды «%s». Список команд: kurator keys", id)}
	if near := nearest(string(id), commands); near != "" {
		e.Say = fmt.Sprintf("Нет команды «%s». Возможно, имелась в виду «%s»; список: kurator keys", id, near)
	}
	return e
}

// nearest is the id with the longest common beginning or end, when there is a likely one.
func nearest(id string, commands []Command) ID {
	best, most := ID(""), 2
	for _, c := range commands {
		a, b := string(c.ID), id
		n := 0
		for n < len(a) && n < len(b) && a[n] == b[n] {
			n++
		}
		if strings.HasSuffix(a, "."+b) {
			n = len(b) + 1
		}
		if n > most {
			best, most = c.ID, n
		}
	}
	return best
}

func checkKeys(c Command, sequences []string) []*BindError {
	if c.Fixed {
		return []*BindError{{ID: c.ID, Say: fmt.Sprintf("Клавиши команды «%s» (%s) не меняются: они одни во всех окнах", c.ID, c.Name)}}
	}
	var wrong []*BindError
	add := func(sequence, format string, args ...any) {
		wrong = append(wrong, &BindError{ID: c.ID, Key: sequence, Say: fmt.Sprintf(format, args...)})
	}
	for _, s := range sequences {
		if !validSequence(s) {
			add(s, "Клавиша «%s» команды «%s» не понята. Пишите латиницей: a, A, ctrl+p, alt+enter, space, f5, g g", s, c.ID)
			continue
		}
		for _, step := range strings.Fields(s) {
			if what, ok := reserved[step]; ok && !slices.Contains(own(c.ID), s) {
				add(s, "Клавиша «%s» занята навсегда (%s), её нельзя дать команде «%s»", step, what, c.ID)
			}
		}
	}
	if c.ID == Quit && !slices.Contains(sequences, "ctrl+c") {
		add("", "Команда «%s» должна оставить себе ctrl+c", c.ID)
	}
	return wrong
}

// own are the default keys of a command, which may be reserved ones.
func own(id ID) []string {
	for _, c := range Table() {
		if c.ID == id {
			return c.Keys
		}
	}
	return nil
}

// shadows are the inner commands that take a key from an outer one on purpose.
var shadows = map[ID]ID{
	"triage.accept":  Open, // enter on what is new accepts it
	"publish.record": Open, // enter on what is to be published records that it went out
	"import.run":     Open, // enter on an export loads it
}

// clashes finds keys with two meanings at one place. Every pair is named once.
func clashes(commands []Command, rebound map[string][]string) []*BindError {
	var wrong []*BindError
	for i := range commands { // by address: there are twenty thousand pairs, at every start
		for j := i + 1; j < len(commands); j++ {
			a, b := &commands[i], &commands[j]
			k := sharedKey(a.Keys, b.Keys)
			if k == "" || shadows[a.ID] == b.ID || shadows[b.ID] == a.ID {
				continue
			}
			if overlap(a.Scope, b.Scope) {
				first, second := a, b
				if _, changed := rebound[string(first.ID)]; !changed {
					first, second = b, a
				}
				wrong = append(wrong, &BindError{ID: first.ID, Other: second.ID, Key: k, Say: fmt.Sprintf(
					"Клавиша «%s» дана двум командам: «%s» (%s) и «%s» (%s)", k, first.ID, first.Name, second.ID, second.Name)})
			}
		}
	}
	return wrong
}

// sharedKey is a sequence of the first that is also one of the second, or begins one, or is begun by one: then one of the two could
// never be pressed.
func sharedKey(a, b []string) string {
	for _, x := range a {
		for _, y := range b {
			if begins(x, y) || begins(y, x) {
				return x
			}
		}
	}
	return ""
}

// begins tells whether a sequence of keys is the beginning of another, or the same.
func begins(short, long string) bool {
	rest, ok := strings.CutPrefix(long, short)
	return ok && (rest == "" || rest[0] == ' ')
}
