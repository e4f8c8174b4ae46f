package desk_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/store"
	"kurator/store/config"
	"kurator/ui/desk"
	"kurator/ui/text"
	"kurator/ui/uitest"
)

// TestPlaceSurvivesARestart: view, filter, cursor and tab are where they were.
func TestPlaceSurvivesARestart(t *testing.T) {
	t.Parallel()
	r := worked(t)
	first := r.sit(nil, 120, 40)
	first.Keys("f").Type("в работе").Keys("enter /").Type("место:ревда").Keys("enter j").Sees("[В работе", "Отбор: место:ревда")
	at := current(first.Screen())
	first.Keys("q")
	if !first.Left() {
		t.Fatal("not left")
	}
	// Leave is the end of Run, which a driver does not have: what it writes is written here as there.
	if err := r.SaveDesk(r.ctx, r.me.Official, map[string]any{"tab": "queue", "left": r.clock.Now().Unix(),
		"queue": map[string]any{"view": "В работе", "filter": "место:ревда", "id": at}}); err != nil {
		t.Fatal(err)
	}
	again := r.sit(nil, 120, 40)
	again.Sees("[В работе", "Отбор: место:ревда")
	if got := current(again.Screen()); got != at {
		t.Errorf("the cursor is on %d, it was on %d:\n%s", got, at, again.Screen())
	}
	again.Keys("b").Sees("С прошлого раза (ср 25.11 10:00)")
}

// TestViewOfOnesOwn: kept, found, shown after a restart, forgotten.
func TestViewOfOnesOwn(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "own view", func(t *testing.T) *uitest.Driver {
		r = worked(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("f").Type("в работе").Keys("enter /").Type("место:ревда").Keys("enter :").Type("сохранить условия").Keys("enter").Sees("Сохранить свой вид: ")
		d.Type("Новые").Keys("enter").Sees("Вид «Новые» уже есть").Keys("backspace backspace backspace backspace backspace").Type("Ревда").Keys("enter")
		d.Sees("Вид сохранён: «Ревда»", "[Ревда 3]").Keys("f").Sees("Мои виды").Keys("esc")
		views, err := r.Views(r.ctx, r.me.Official)
		if err != nil || len(views) != 1 || views[0].Name != "Ревда" {
			t.Errorf("%+v %v", views, err)
		}
		r.sit(nil, 120, 40).Keys("f").Type("ревда").Keys("enter").Sees("[Ревда 3]")
		d.Keys(":").Type("удалить свой вид").Keys("enter").Sees("исчезнет из вашего списка").Keys("tab enter").Sees("Вид удалён").SeesNot("Ревда 3]")
	})
}

// TestLateIsRungOnlyWhenNobodyLooks, and not in quiet hours.
func TestLateIsRungOnlyWhenNobodyLooks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		quiet string
		rings int
	}{"in the day": {"18:00-08:30", 1}, "in quiet hours": {"00:00-23:59", 0}} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			r.receive(letters()[1:2]) // an incident of two hours ago: nine working hours
			d := r.sit(nil, 120, 40, func(s *desk.Session) { s.Config.Remind.Quiet = c.quiet })
			d.Wait(time.Minute).Send(tea.BlurMsg{}).Wait(7 * time.Hour)
			if len(d.Raw()) != 0 {
				t.Fatalf("rang too early: %q", d.Raw())
			}
			if d.Wait(time.Hour); len(d.Raw()) != c.rings {
				t.Errorf("rang %d times: %q", len(d.Raw()), d.Raw())
			}
			for _, raw := range d.Raw() {
				if raw != "\a" {
					t.Errorf("the bell says %q", raw)
				}
			}
		})
	}
}

// TestReloadTakesViewsAndWeights: what was read again counts at once, and the place stays.
func TestReloadTakesViewsAndWeights(t *testing.T) {
	t.Parallel()
	r := worked(t)
	conf := config.Default()
	conf.UI.Theme = "dark"
	d := r.sit(nil, 120, 40, func(s *desk.Session) {
		s.Reread = func() (config.Config, error) {
			conf.Views = append(conf.Views, config.View{Name: "Телефон", Query: "канал:телефон"})
			conf.Next = config.Next{Priority: 100}
			return conf, nil
		}
	})
	d.Keys("f").Type("в работе").Keys("enter j j")
	at := current(d.Screen())
	d.Keys(":").Type("перечитать").Keys("enter").Sees("Настройки перечитаны", "[В работе")
	if got := current(d.Screen()); got != at {
		t.Errorf("the cursor went from %d to %d", at, got)
	}
	d.Keys("w").Sees("Ничего не торопит").Keys("esc f").Type("телеф").Keys("enter").Sees("[Телефон 1]")
}

// TestMouse: rows, tabs and views by click, the wheel, and the toggle that gives the mouse back to the terminal.
func TestMouse(t *testing.T) {
	t.Parallel()
	r := crowd(t, 60)
	d := r.sit(nil, 120, 40)
	first := current(d.Screen())
	d.Send(tea.MouseWheelMsg{X: 10, Y: 10, Button: tea.MouseWheelDown})
	if current(d.Screen()) == first {
		t.Error("the wheel moves nothing")
	}
	d.Send(tea.MouseClickMsg{X: 10, Y: 3, Button: tea.MouseLeft})
	if got := current(d.Screen()); got != first {
		t.Errorf("a click on the first row chose %d, not %d", got, first)
	}
	d.Click("Мои").Sees("[Мои").Keys("M").Sees("Мышь у терминала")
	if d.View().MouseMode != tea.MouseModeNone {
		t.Error("the program keeps the mouse")
	}
	if d.Keys("M"); d.View().MouseMode == tea.MouseModeNone {
		t.Error("the program does not take the mouse back")
	}
}

// TestCursorIsReal: screen readers and magnifiers follow the row.
func TestCursorIsReal(t *testing.T) {
	t.Parallel()
	r := worked(t)
	d := r.sit(nil, 120, 40)
	before := d.View().Cursor
	after := d.Keys("j").View().Cursor
	if before == nil || after == nil || after.Y != before.Y+1 {
		t.Errorf("the cursor went from %+v to %+v", before, after)
	}
}

// TestCopies go to the terminal of the person (OSC 52).
func TestCopies(t *testing.T) {
	t.Parallel()
	r := worked(t)
	d := r.sit(nil, 120, 40)
	d.Keys("f").Type("на проверке").Keys("enter y").Sees("Скопировано: 30000101").Keys("Y").Sees("Скопирован неутверждённый проект")
	got := d.Copied()
	if len(got) != 2 || got[0] != "30000101" || !strings.HasPrefix(got[1], "Яму засыпали") {
		t.Errorf("copied %q", got)
	}
}

// TestGuide: F1 shows what `kurator guide` prints.
func TestGuide(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	d := r.sit(nil, 120, 400)
	d.Keys("f1").Sees("Руководство")
	for line := range strings.SplitSeq(text.Guide, "\n") {
		line = strings.TrimSpace(strings.TrimLeft(line, "# "))
		if words := strings.Fields(line); len(words) > 3 {
			d.Sees(strings.Join(words[:3], " "))
		}
	}
}

// TestUrgentSaysWhy: what n opens and why, and the same score under w.
func TestUrgentSaysWhy(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "next", func(t *testing.T) *uitest.Driver {
		r = worked(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("n").Sees("№ 7: срок прошёл 1 день 16 ч назад · ждёт 3 дня").Keys("w").Keys("G").Sees("Место в очереди «самое срочное»  11,8 балла", "+ 11,7 срок прошёл")
		d.Keys("esc").SeesNot("Место в очереди")
		two := r.receive([]letter{letters()[6]})
		r.do(two[0], &model.Sort{})
		d.Keys("n").Sees("№ 7")
	})
}

// TestErrorsStayAndAreRemembered: a refusal stays until it is seen and can be read again.
func TestErrorsStayAndAreRemembered(t *testing.T) {
	t.Parallel()
	r := worked(t)
	d := r.sit(nil, 80, 24)
	d.Keys("f").Type("в работе").Keys("enter enter")
	if _, err := r.Do(r.ctx, r.me, store.Op{Title: "Подготовка", Steps: []store.Step{{Ref: model.AppealRef(7), Action: &model.AddNote{Text: model.Words("а")}}}}); err != nil {
		t.Fatal(err)
	}
	d.Keys("tab s ctrl+s").Sees("уже изменено").Wait(time.Minute).Sees("уже изменено").Keys("esc").SeesNot("уже изменено").Keys("!").Sees("уже изменено")
}
