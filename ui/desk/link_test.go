package desk_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"kurator/model"
	"kurator/ui/desk"
)

// TestCardIsALink: the card in the channel can be opened by a click where the terminal has links; the link takes no cells, breaks at no Russian
// letter, and is in nothing that is copied or shown to be copied.
func TestCardIsALink(t *testing.T) {
	t.Parallel()
	const address = "https://im.example/card/17?from=Ревда"
	const open, shut = "\x1b]8;;https://im.example/card/17?from=%D0%A0%D0%B5%D0%B2%D0%B4%D0%B0\x1b\\", "\x1b]8;;\x1b\\"
	for term, links := range map[string]bool{"xterm-256color": true, "linux": false, "dumb": false, "": false} {
		r := newRoom(t)
		l := letters()[0]
		r.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: l.channel, ExternalID: l.number, Card: address}, Body: model.Words(l.text),
			Received: model.InstantOf(r.clock.Now())}})
		d := r.sit(nil, 120, 40, func(s *desk.Session) { s.Environ = []string{"TERM=" + term} })
		plain := d.Screen()
		if got := strings.Contains(d.Frame(), open+"ИМ 30000101"+shut); got != links {
			t.Errorf("TERM=%s: the card is a link: %v", term, got)
		}
		for i, line := range strings.Split(d.Frame(), "\n") {
			if w := ansi.StringWidth(line); w != 120 {
				t.Errorf("TERM=%s: line %d has %d cells", term, i, w)
			}
		}
		d.Keys("L").Sees("Ссылка скопирована")
		if got := strings.Contains(d.Frame(), open); got != links {
			t.Errorf("TERM=%s: the address is a link: %v", term, got)
		}
		d.Keys("esc y Y")
		for _, copied := range d.Copied() {
			if strings.Contains(copied, "\x1b") {
				t.Errorf("TERM=%s: %q was copied", term, copied)
			}
		}
		if d.Keys("esc"); links && strings.Contains(plain, "]8;;") {
			t.Error("the link stands on the screen as text")
		}
	}
}
