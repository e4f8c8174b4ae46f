package desk_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/action"
	"kurator/ui/key"
	"kurator/ui/uitest"
)

// TestEveryCommandHasItsPlace: what the table offers is carried out somewhere, and help lists it there.
func TestEveryCommandHasItsPlace(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ids := r.receive(letters())
	r.do(ids[0], &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: model.Words("Черновик.")})
	listed := ""
	help := func(d *uitest.Driver) {
		t.Helper()
		d.Resize(120, 400).Keys("alt+h").Sees("Что можно сделать здесь")
		listed += d.Screen()
		d.Keys("esc").Resize(120, 40)
	}
	d := r.sit(nil, 120, 40)
	help(d)
	help(d.Keys("f").Type("публикации").Keys("enter"))
	help(d.Keys("f").Type("в работе").Keys("enter /").Type("держатель:отдел").Keys("enter"))
	help(d.Keys("tab"))
	d.Keys("d").Sees("Проект ответа на № 1")
	help(d)
	d.Keys("esc")
	for _, tab := range strings.Fields("2 3 4 5 6 7 8 9") {
		help(d.Keys(tab))
	}
	help(d.Keys("I"))
	help(d.Keys("g n"))   // the watched sources
	help(d.Keys("B ] ]")) // the map of the board
	for _, c := range action.Table() {
		_, tab := strings.CutPrefix(string(c.ID), string(action.TabPrefix))
		if c.Scope == action.Dialog || c.Scope == action.Viewer || tab && c.ID != action.NextTab && c.ID != action.PrevTab {
			continue
		}
		name := []rune(c.Name)
		if !strings.Contains(listed, string(name[:min(len(name), 40)])) {
			t.Errorf("%s (%s) is in no help: nobody carries it out", c.ID, c.Name)
		}
	}
}

// TestEveryCommandIsReachable: by a key, or by the palette, which lists all of them.
func TestEveryCommandIsReachable(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	d := r.sit(nil, 120, 400)
	d.Keys(":")
	for _, c := range action.Table() {
		digit, tab := strings.CutPrefix(string(c.ID), string(action.TabPrefix))
		if c.Scope == action.Dialog || c.Scope == action.Viewer || tab && len(digit) == 1 {
			continue
		}
		name := []rune(c.Name)
		d.Sees(string(name[:min(len(name), 40)]))
	}
}

// TestRandomKeysOverTheDesk: whatever is pressed, nothing breaks, and what has changed is what the journal says: the database is replayed from it.
func TestRandomKeysOverTheDesk(t *testing.T) {
	t.Parallel()
	names := strings.Fields("esc enter tab shift+tab space up down left right pgup pgdown home end backspace delete f1 f5 f7 alt+h ctrl+p ctrl+s alt+t alt+k alt+z alt+enter enter enter down down")
	for range 20 { // dialogs are left as often as they are opened
		names = append(names, "esc")
	}
	for c := '!'; c <= '~'; c++ {
		if c != 'q' {
			names = append(names, string(c))
		}
	}
	for c := 'а'; c <= 'я'; c++ {
		if c != 'й' {
			names = append(names, string(c), strings.ToUpper(string(c)))
		}
	}
	presses := 10_000
	if testing.Short() {
		presses = 1_000
	}
	r, rnd := newRoom(t), rand.New(rand.NewPCG(3, 4))
	ids := r.receive(letters())
	r.do(ids[0], &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: model.Words("Яму засыпали 24.11.2026.")}, &model.Submit{})
	d, m := r.sitAt(nil, 120, 40)
	for i := range presses {
		switch rnd.IntN(60) {
		case 0:
			size := uitest.Sizes()[rnd.IntN(4)]
			d.Resize(size[0]-rnd.IntN(20), size[1]-rnd.IntN(10))
		case 1:
			d.Send(tea.MouseClickMsg{X: rnd.IntN(120), Y: rnd.IntN(40), Button: tea.MouseLeft})
		case 2:
			d.Paste("вставка\x1b[31m\nещё")
		case 3:
			d.Wait(time.Duration(rnd.IntN(3000)) * time.Millisecond)
		default:
			press, ok := key.Parse(names[rnd.IntN(len(names))])
			if !ok {
				t.Fatal("no such key")
			}
			d.Send(press)
		}
		if m.Fault() != nil {
			t.Fatalf("after %d keys: %v\n%s", i, m.Fault(), r.log.String())
		}
		if d.Left() {
			d, m = r.sitAt(nil, 120, 40)
		}
	}
	if strings.Contains(r.log.String(), "panic") {
		t.Errorf("the log says\n%s", r.log.String())
	}
	report, err := r.VerifyJournal(r.ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	faults, _, err := r.VerifyTables(r.ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if faults = append(faults, report.Faults...); len(faults) > 0 {
		t.Errorf("the data is not what the journal says: %v", faults)
	}
}
