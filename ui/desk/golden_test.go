package desk_test

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/store/config"
	"kurator/ui/app"
	"kurator/ui/desk"
	"kurator/ui/key"
	"kurator/ui/uitest"
	"kurator/ui/widget"
)

// worked is a small office in the middle of its work.
func worked(t testing.TB) *room {
	return begun(t, "worked", work)
}

func work(r *room) {
	ids := r.receive(letters())
	r.do(ids[0], &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: model.Words("Яму засыпали 24.11.2026. Вопросы — по телефону {телефон}.")}, &model.Submit{})
	r.do(ids[2], &model.Sort{}, &model.Assign{Unit: 1})
	r.do(ids[4], &model.Sort{}, &model.Assign{Unit: 1}, &model.Defer{Date: "2026-11-28", Text: model.Words("Осмотреть крышу")})
}

// Screens of the desk at every size. They hold what stands on the screen, not what help lists: that grows with the table.
func TestGoldenDesk(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string]string{
		"triage": "", "work": "f в_работе enter", "found": "f в_работе enter / батареи enter", "wrong": "/ срок:вчерась enter",
		"views": "f", "card": "f на_проверке enter enter", "editor": "f на_проверке enter enter d", "remarks": "f на_проверке enter +", "brief": "b", "why": "w",
		"marked": "f в_работе enter space space p", "groups": "f посёлкам enter / открыто:да enter", "overdue": "2",
	} {
		t.Run(name, func(t *testing.T) {
			r := worked(t)
			d := r.sit(nil, 120, 40, func(s *desk.Session) {
				s.Config.Views = []config.View{{Name: "По посёлкам", Query: "открыто:да", Group: "place"}}
			})
			for part := range strings.FieldsSeq(keys) {
				if _, known := key.Parse(part); known {
					d.Keys(part)
				} else {
					d.Type(strings.ReplaceAll(part, "_", " "))
				}
			}
			d.GoldenAtSizes(name)
		})
	}
}

// The desk looks the same in every theme once the colours are taken away.
func TestThemesHaveTheSameCells(t *testing.T) {
	t.Parallel()
	screen := ""
	for _, name := range []string{"dark", "light", "ansi16", "mono", "contrast"} {
		r := worked(t)
		d := r.sit(nil, 120, 40, func(s *desk.Session) { s.Config.UI.Theme = name })
		d.Keys("f").Type("в работе").Keys("enter space /").Type("батареи").Keys("enter")
		if screen == "" {
			screen = d.Screen()
		}
		if d.Screen() != screen {
			t.Errorf("%s has other cells:\n%s", name, d.Screen())
		}
	}
}

// crowd is a desk with enough rows to scroll.
func crowd(t testing.TB, n int) *room {
	return begun(t, "crowd of "+strconv.Itoa(n), func(r *room) {
		var list []letter
		for i := range n {
			l := letters()[i%7]
			if l.number != "" {
				l.number = strconv.Itoa(40000000 + i)
			}
			l.ago += time.Duration(i) * time.Minute
			list = append(list, l)
		}
		r.receive(list)
	})
}

// Over SSH bytes matter: a step down in the list beside the card, and in a list that has the whole width.
func TestBytesOfAStepDown(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ w, bytes int }{"beside the card": {120, 800}, "full width": {79, 308}} {
		t.Run(name, func(t *testing.T) {
			r := crowd(t, 70)
			conf := config.Default()
			conf.UI.Theme, conf.UI.Idle = "dark", 0
			env, o, err := desk.New(r.ctx, desk.Session{Store: r.Store, Actor: r.me, Config: conf, Now: r.clock.Now, Log: &r.log, Size: [2]int{c.w, 40}})
			if err != nil {
				t.Fatal(err)
			}
			o.Environ = []string{"TERM=xterm-256color"}
			term := uitest.RunOnTerminal(t, c.w, 40, func(ctx context.Context, in io.Reader, out io.Writer) error { return app.Run(ctx, env, o, in, out) })
			row := func(s string, n int) bool {
				lines := strings.Split(s, "\n")
				for i, line := range lines {
					if f := strings.Fields(line); len(f) > 1 && f[0] == "»" && i >= 3 {
						return n < 0 || f[1] != strconv.Itoa(n)
					}
				}
				return false
			}
			term.Sees("Новые 70").Until("a row", func(s string) bool { return row(s, -1) })
			before := term.Written()
			const steps = 50
			for range steps {
				at := current(term.Screen())
				term.Keys("down").Until("another row than "+strconv.Itoa(at), func(s string) bool { return current(s) != at && current(s) > 0 })
			}
			if got := (term.Written() - before) / steps; got > c.bytes {
				t.Errorf("a step down takes %d bytes, more than %d", got, c.bytes)
			} else {
				t.Logf("%d bytes", got)
			}
		})
	}
}

// current is the number on the row of the cursor.
func current(screen string) int {
	for line := range strings.SplitSeq(screen, "\n") {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "»" {
			n, _ := strconv.Atoi(f[1])
			return n
		}
	}
	return 0
}

// A flood of cursor keys is over when the last key is: no load, frame or card lags behind.
func TestFloodSettles(t *testing.T) {
	t.Parallel()
	r := crowd(t, 150)
	d := r.sit(nil, 120, 40)
	press, _ := key.Parse("j")
	flood := make([]tea.Msg, 60)
	for i := range flood {
		flood[i] = press
	}
	before := current(d.Screen())
	d.Send(flood...)
	if after := current(d.Screen()); after == before || !d.Shows(fmt.Sprintf("─ № %d", after)) {
		t.Errorf("the cursor went from %d to %d:\n%s", before, after, d.Screen())
	}
}

func BenchmarkUpdateView(b *testing.B) {
	r := crowd(b, 150)
	d, m := r.sitAt(nil, 120, 40)
	d.Keys("j")
	down, _ := key.Parse("down")
	up, _ := key.Parse("up")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			m.Update(down)
		} else {
			m.Update(up)
		}
		m.Update(widget.FrameMsg{})
		_ = m.View()
	}
}
