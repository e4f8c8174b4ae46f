package app_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"kurator/model"
	"kurator/ui/action"
	"kurator/ui/app"
	"kurator/ui/key"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/uitest"
	"kurator/ui/widget"
)

func TestGoldenFrames(t *testing.T) {
	for name, keys := range map[string]string{
		"list": "j j space j", "card": "j enter", "menu": "t", "question": "c", "form": "i", "prompt": "/",
		"text": "w", "pending": "g", "journal": "2",
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := desk(t, 120, 40)
			d.Keys(keys).GoldenAtSizes(name)
		})
	}
}

// Help and palette grow with the table of commands, so no golden holds them: every size is checked by the driver.
func TestHelpAndPaletteFitEveryScreen(t *testing.T) {
	d, _ := desk(t, 120, 40)
	for _, keys := range []string{"?", ":"} {
		d.Keys(keys)
		for _, size := range uitest.Sizes() {
			d.Resize(size[0], size[1]).Sees("напишите, что нужно сделать", "Назначить исполнителя")
		}
		d.Keys("esc")
	}
	d.Keys("?").Type("утвердить текст").Sees("Утвердить текст ответа — Утверждать нечего")
}

func TestTooSmallIsSaidCalmly(t *testing.T) {
	d, _ := desk(t, 120, 40)
	d.Keys("j j").Resize(20, 5).Sees("Окно слишком мало").Keys("j x ?").Resize(1, 1).Resize(120, 40).SeesNot("Окно слишком мало")
}

func TestStories(t *testing.T) {
	var w *world
	start := func(t *testing.T) *uitest.Driver {
		d, made := desk(t, 80, 24)
		w = made
		return d
	}
	uitest.Story(t, "close and undo", start, func(d *uitest.Driver) {
		d.Keys("j j c").Sees("Закрыть навсегда").Keys("enter").SeesNot("Закрыть навсегда") // «Нет» is the default
		if len(w.done) > 0 {
			t.Error("closed by the default answer")
		}
		d.Keys("c tab enter").Sees("Закрыто обращение 3", "u — отменить", "Очередь 499").Keys("u").Sees("Отменено", "Очередь 500")
		d.Keys("u").Sees("Отменять нечего")
	})
	uitest.Story(t, "write", start, func(d *uitest.Driver) {
		d.Keys("enter").Sees("Обращение 1").Keys("d").Type("Яма засыпана, q — не выход?").Sees("q — не выход?").Keys("esc").Sees("Проект записан")
		if len(w.saved) != 1 || w.saved[0] != "Яма засыпана, q — не выход?" {
			t.Errorf("saved %q", w.saved)
		}
		d.Keys("esc").Keys("j j").Sees("Обращение 3")
	})
	uitest.Story(t, "assign", start, func(d *uitest.Driver) {
		d.Keys("t").Type("обр").Sees("в отпуске до 30.11").Keys("enter").Sees("Кому назначить").Keys("backspace backspace backspace").
			Type("ljv").Keys("enter").Sees("Назначено: Дом культуры")
	})
	uitest.Story(t, "help acts", start, func(d *uitest.Driver) {
		d.Keys("?").Type("утверд").Sees("Утверждать нечего").Keys("esc").Keys(":").Type("pfrhsnm").Keys("enter").Sees("Закрыть навсегда")
	})
	uitest.Story(t, "move", start, func(d *uitest.Driver) {
		d.Keys("G").Sees("Обращение 500").Keys("g").Sees("В начало").Keys("g").Sees("Обращение 1.").Keys("g n").SeesNot("Обращение 1.").Keys("1").
			Sees("Обращение 1.").Keys("tab d").Type("a").Keys("ctrl+s").Sees("Проект записан")
	})
	uitest.Story(t, "filter", start, func(d *uitest.Driver) {
		d.Keys("/ enter").Sees("Напишите условие").Type("с").Keys("tab").Type("ревда").Keys("enter").Sees("Отбор: место:ревда")
	})
	uitest.Story(t, "note", start, func(d *uitest.Driver) {
		d.Keys("i ctrl+s").Sees("Напишите текст").Type("звонила").Keys("tab").Type("Иванова").Keys("enter").Sees("Записано: звонила")
	})
	uitest.Story(t, "a letter answers only what can be undone", start, func(d *uitest.Driver) {
		d.Keys("s").Type("н")
		d.Keys("s").Type("д").Sees("Закрыто обращение 1")
		d.Keys("j c").Type("д").Sees("[ Закрыть навсегда ]").Type("н").SeesNot("Закрыть навсегда")
		if len(w.done) != 1 {
			t.Errorf("closed %v", w.done)
		}
	})
	uitest.Story(t, "leave", start, func(d *uitest.Driver) {
		d.Keys("ctrl+c").Sees("ещё раз").Wait(3 * time.Second).Keys("ctrl+c")
		if d.Left() {
			t.Error("left by two slow Ctrl+C")
		}
		d.Keys("ctrl+c")
		if !d.Left() {
			t.Error("not left")
		}
	})
}

func TestDisabledCommandSaysWhy(t *testing.T) {
	d, _ := desk(t, 80, 24)
	d.Keys("+").Sees("Утверждать нечего").Wait(10 * time.Second).SeesNot("Утверждать нечего")
	d.Keys(":").Type("снять роль").Keys("enter").Sees("Не здесь, а там, где «Роли»")
}

func TestEveryThemeHasTheSameCells(t *testing.T) {
	screens := map[string]string{}
	for _, name := range []string{"dark", "light", "ansi16", "mono", "contrast"} {
		d, _ := desk(t, 120, 40, func(_ *world, o *app.Options) { o.Looks.Theme = name })
		d.Keys("j space j c")
		screens[name] = d.Screen()
		if screens[name] != screens["dark"] {
			t.Errorf("%s has other cells:\n%s", name, screens[name])
		}
		uitest.Golden(t, "styled."+name, d.Frame())
	}
}

func TestThemeFollowsTheTerminal(t *testing.T) {
	d, _, m := deskOf(t, 80, 24)
	d.Send(tea.BackgroundColorMsg{Color: ansi.White})
	if m.Env().Theme.Name != "light" {
		t.Errorf("on white the theme is %s", m.Env().Theme.Name)
	}
	d, _, m = deskOf(t, 80, 24, func(_ *world, o *app.Options) { o.Looks.NoColor = true })
	d.Send(tea.BackgroundColorMsg{Color: ansi.White})
	if m.Env().Theme.Name != "mono" || strings.Contains(d.Frame(), "[3") {
		t.Errorf("under NO_COLOR the theme is %s", m.Env().Theme.Name)
	}
}

func TestFocusIsVisibleWithoutColour(t *testing.T) {
	for _, w := range []int{60, 80, 120} {
		d, _ := desk(t, w, 24)
		before := d.Screen()
		if d.Keys("tab").Screen() == before {
			t.Errorf("at %d columns nothing says where the keys go:\n%s", w, before)
		}
		if d.Keys("tab").Screen() != before {
			t.Errorf("at %d columns tab does not lead back", w)
		}
	}
}

func TestMouse(t *testing.T) {
	d, _ := desk(t, 120, 40)
	d.Click("Собаки").Sees("Обращение 5.").Click("Журнал").SeesNot("Обращение 5.").Click("Очередь").Sees("Обращение 5.")
	d.Keys("t").Click("Дом культуры").Click("Дом культуры").Sees("Назначено: Дом культуры")
	d.Keys("c").Click("Закрыть навсегда").Sees("[ Закрыть навсегда ]").Click("Фонарь").Sees("[ Закрыть навсегда ]").Keys("esc")
	d.Send(tea.MouseWheelMsg{X: 3, Y: 3, Button: tea.MouseWheelDown}).Sees("Обращение 8.")
	if d.View().MouseMode == tea.MouseModeNone || d.Keys("M").View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse cannot be given back")
	}
}

func TestCopyGoesToTheTerminal(t *testing.T) {
	d, _ := desk(t, 80, 24)
	if got := d.Keys("j y").Sees("Номер скопирован").Copied(); len(got) != 1 || got[0] != "2" {
		t.Errorf("copied %q", got)
	}
}

// A dialog that opens by itself is not answered by what was typed for the pane below.
func TestGracePeriod(t *testing.T) {
	d, w := desk(t, 80, 24)
	byItself := func() pane.Overlay {
		return overlay.NewConfirm(overlay.Question{Title: "Связь прервалась", Effect: "Повторить?", Yes: "Да", Then: func(*pane.Env) pane.Outcome {
			w.done[99] = true
			return pane.Nothing()
		}})
	}
	d.Send(app.AnswerTo(0, byItself())).Sees("Повторить?").Type("да").Keys("tab enter").Sees("Повторить?")
	if w.done[99] {
		t.Fatal("answered by keys in flight")
	}
	d.Wait(time.Second).Type("д").SeesNot("Повторить?")
	if !w.done[99] {
		t.Error("not answered after the pause")
	}
}

func TestPanicInACommand(t *testing.T) {
	var log bytes.Buffer
	d, _ := desk(t, 80, 24, func(_ *world, o *app.Options) {
		o.Log = &log
		o.Verbs = append(o.Verbs, trap{})
	})
	d.Keys("n").Sees("Внутренняя ошибка").SeesNot("Петрова").Keys("j").Sees("Обращение 2", "Внутренняя ошибка").Keys("!").Sees("12:05 Внутренняя").Keys("esc esc").
		SeesNot("Внутренняя ошибка")
	if !strings.Contains(log.String(), "Петрова") || !strings.Contains(log.String(), "desk_test.go") {
		t.Errorf("the log has no details: %s", log.String())
	}
}

type trap struct{}

func (trap) Can(_ *pane.Env, id action.ID) error {
	if id == "case.next" || id == "brief" {
		return nil
	}
	return pane.NotMine
}
func (trap) Do(_ *pane.Env, id action.ID) pane.Outcome {
	if id == "brief" {
		panic("Петрова Анна")
	}
	return pane.Work(func() tea.Msg { panic("Петрова Анна") }, func() tea.Msg { return nil })
}
func (trap) Update(*pane.Env, tea.Msg) pane.Outcome { return pane.Nothing() }

func TestPanicOnTheLoopSavesAndEnds(t *testing.T) {
	var log bytes.Buffer
	d, w, m := deskOf(t, 120, 40, func(_ *world, o *app.Options) {
		o.Log = &log
		o.Verbs = append(o.Verbs, trap{})
	})
	d.Keys("tab d").Type("черновик").Send(app.AnswerTo(0, oops{}))
	var f *model.Fault
	if !d.Left() || !errors.As(m.Fault(), &f) || strings.Contains(f.Say, "Петрова") {
		t.Fatalf("left %v with %v", d.Left(), m.Fault())
	}
	if len(w.saved) != 1 || w.saved[0] != "черновик" || !strings.Contains(log.String(), "Петрова") {
		t.Errorf("saved %q, logged %q", w.saved, log.String())
	}
}

func TestTypedTextIsSavedInTime(t *testing.T) {
	d, w := desk(t, 120, 40)
	d.Keys("tab d").Type("черно")
	if len(w.saved) != 0 {
		t.Fatal("saved before its time")
	}
	if d.Wait(2 * time.Second); len(w.saved) != 1 {
		t.Error("the pane's timer did not come")
	}
}

func TestFullDiskKeepsTheDeskOpenOnce(t *testing.T) {
	d, w := desk(t, 120, 40)
	w.full = true
	d.Keys("tab d").Type("важное").Keys("ctrl+c ctrl+c").Sees("Не сохранено", "На диске нет места", "важное")
	if d.Left() {
		t.Fatal("left with unsaved text")
	}
	if d.Keys("ctrl+c ctrl+c"); !d.Left() {
		t.Error("the second wish is not obeyed")
	}
}

func TestFeedTellsEveryPane(t *testing.T) {
	asked := 0
	d, w := desk(t, 120, 40, func(_ *world, o *app.Options) {
		o.Poll = func(context.Context) (app.Change, error) {
			if asked++; asked == 3 {
				return app.Change{}, model.Faultf(model.Failed, "База занята.")
			}
			return app.Change{Any: asked == 2}, nil
		}
	})
	d.Wait(time.Second)
	if asked != 1 || w.changedAt != 0 {
		t.Fatalf("asked %d times, told %d", asked, w.changedAt)
	}
	d.Wait(time.Second)
	if w.changedAt != 2 { // two lists
		t.Errorf("told %d panes", w.changedAt)
	}
	if d.Wait(5 * time.Second).Sees("База занята"); asked < 6 {
		t.Errorf("after an error the feed was asked %d times", asked)
	}
}

func TestAtRestNothingIsComposed(t *testing.T) {
	d, _ := desk(t, 120, 40)
	before := d.View()
	d.Wait(30 * time.Second)
	if d.View().Cursor != before.Cursor { // a frame makes a new cursor
		t.Error("a frame was made at rest")
	}
	d.Wait(31 * time.Second).Sees("12:06")
}

func TestNoticeRingsOnlyWhenNobodyLooks(t *testing.T) {
	d, _ := desk(t, 80, 24, func(_ *world, o *app.Options) { o.Verbs = append(o.Verbs, bell{}) })
	if d.Keys("n"); len(d.Raw()) != 0 {
		t.Error("rang in the face")
	}
	d.Send(tea.BlurMsg{}).Keys("n")
	if len(d.Raw()) != 1 || d.View().WindowTitle != "! Куратор" {
		t.Errorf("rang %q, title %q", d.Raw(), d.View().WindowTitle)
	}
	if d.Send(tea.FocusMsg{}).View().WindowTitle != "Куратор" {
		t.Error("the mark stays in the title")
	}
}

type bell struct{ trap }

func (bell) Do(*pane.Env, action.ID) pane.Outcome { return pane.Outcome{Notice: true} }

func TestReloadKeepsThePlace(t *testing.T) {
	d, _ := desk(t, 120, 40, func(_ *world, o *app.Options) {
		o.Reload = func(_ context.Context, env pane.Env) (pane.Env, app.Looks, error) {
			var wrong []*action.BindError
			env.Keys, wrong = action.Bind(map[string][]string{"down": {"Z", "down"}})
			if len(wrong) > 0 {
				return env, app.Looks{}, wrong[0]
			}
			return env, app.Looks{Theme: "light"}, nil
		}
	})
	d.Keys("j j j :").Type("перечитать").Keys("enter").Sees("Настройки перечитаны", "Обращение 4.").Keys("j").Sees("Обращение 4.").Keys("Z").Sees("Обращение 5.")
}

// A flood of cursor keys loads no more cards than frames, and the last one is shown.
func TestFloodSettles(t *testing.T) {
	d, w := desk(t, 120, 40)
	w.loads = 0
	press, _ := key.Parse("j")
	flood := make([]tea.Msg, 90) // as far as the first page reaches
	for i := range flood {
		flood[i] = press
	}
	d.Send(flood...).Sees("Обращение 91.")
	if w.loads > 3 {
		t.Errorf("%d cards were loaded for one frame", w.loads)
	}
}

func TestRandomKeysNeverPanic(t *testing.T) {
	names := strings.Fields("esc enter tab shift+tab space up down left right pgup pgdown home end backspace delete f1 f5 alt+h ctrl+p ctrl+s ctrl+l ctrl+z")
	for range 25 { // dialogs are left as often as they are opened
		names = append(names, "esc")
	}
	for r := '!'; r <= '~'; r++ {
		if r != 'q' {
			names = append(names, string(r))
		}
	}
	for r := 'а'; r <= 'я'; r++ {
		if r != 'й' {
			names = append(names, string(r), strings.ToUpper(string(r)))
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	presses := 10_000
	if testing.Short() {
		presses = 1_000
	}
	d, _, m := deskOf(t, 120, 40)
	for i := range presses {
		switch rnd.IntN(60) {
		case 0:
			size := uitest.Sizes()[rnd.IntN(4)]
			d.Resize(size[0]-rnd.IntN(45), size[1]-rnd.IntN(18))
		case 1:
			d.Send(tea.MouseClickMsg{X: rnd.IntN(120), Y: rnd.IntN(40), Button: tea.MouseLeft})
		case 2:
			d.Paste("вставка\x1b[31m\nещё")
		case 3:
			d.Wait(time.Duration(rnd.IntN(5000)) * time.Millisecond)
		default:
			press, ok := key.Parse(names[rnd.IntN(len(names))])
			if !ok {
				t.Fatal("no such key")
			}
			d.Send(press)
		}
		if m.Fault() != nil {
			t.Fatalf("after %d keys: %v %v", i, m.Fault(), errors.Unwrap(m.Fault()))
		}
		if d.Left() {
			d, _, m = deskOf(t, 120, 40)
		}
	}
}

func BenchmarkUpdateView(b *testing.B) {
	for name, keys := range map[string]string{"list": "", "dialog": "c"} {
		b.Run(name, func(b *testing.B) {
			d, _, m := deskOf(b, 120, 40)
			d.Keys(keys)
			down, _ := key.Parse("down")
			b.ReportAllocs()
			for b.Loop() {
				m.Update(down)
				m.Update(widget.FrameMsg{})
				_ = m.View()
			}
		})
	}
}
