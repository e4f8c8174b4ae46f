package desk_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"kurator/model"
	"kurator/ui/desk"
	"kurator/ui/uitest"
)

// hostile are texts as no citizen writes them: what terminals obey, what breaks columns, what has broken other programs.
var hostile = []string{
	// sequences: colours, cursor, title, link, clipboard, DCS, APC, PM, SOS, C1 in both spellings, ends that never come
	"\x1b[31mкрасный\x1b[0m Москва", "\x1b[2J\x1b[1;1Hсначала", "\x1b[?1049l\x1b[?25h", "\x1b]0;заголовок\x07дальше", "\x1b]8;;http://x.example\x1b\\ссылка\x1b]8;;\x1b\\",
	"\x1b]52;c;0LA=\x07", "\x1bP1$r\x1b\\DCS", "\x1b_Gf=100\x1b\\APC", "\x1b^PM\x1b\\", "\x1bXSOS\x1b\\", "\u009b31mC1", "\u009d0;C1\u009c", "\x9b31m\x9c сырой C1", "конца нет \x1b]0;Москва",
	"конца нет \x1b[38;5", "\x1b", "\x07\x08\x0c\x0b\x7f", "первая\rвторая", "строка\nвторая\n\n\nтретья", "таб\tи\tтаб", "a\u0000b",
	// directions, marks, what has no width or two
	"\u202eгруда\u202c задом", "\u2066вложено\u2069", "\u200f\u061cשלום الصفحات التّحول", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", strings.Repeat("а́̂̃̄", 60), "\u0301начало с ударения",
	"\u200b\u200c\u200d\ufeffне\u00adви\u2060димо", "田中さんにあげて下さい", "ｆｕｌｌｗｉｄｔｈ", "👾🙇💁 👨‍👩‍👧‍👦 🇷🇺 ☎️ ❤️‍🔥 1️⃣", "\ue000\uf8ff\U000f0000", "\ufffd\ufffe\U0010ffff",
	"ヽ༼ຈل͜ຈ༽ﾉ", "\u00a0неразрывные\u00a0\u2028\u2029\u3000пробелы", "ᄀᄀᄀ각ᆨᆨ", "நி ക്ഷ क्षि", "\U000e0041\U000e007fтеги", "﷽",
	// words
	strings.Repeat("Ы", 3000), strings.Repeat("田", 500), "https://" + strings.Repeat("очень-длинный-адрес.", 40) + "рф/", strings.Repeat("слово ", 400), "", " ", "\xff\xfeне UTF-8\xc0\xaf",
	"undefined", "NULL", "-0", "%s%n%d", "<script>alert(1)</script>", "]]><!--", "' OR 1=1 --", "{{7*7}}", "$(touch x)", "../../../etc/passwd", "=1+1", "@SUM(A1)", "_x0041_", "\\x1b[0m",
}

// allowed are the sequences of our own frame: how a text looks, and links.
var allowed = regexp.MustCompile("\x1b\\[[0-9;:]*m|\x1b]8;;[\\x20-\\x7e]*(?:\x1b\\\\|\x07)")

// cases are so many that two columns of the list hold every text.
const cases = 30

// clear fails when something reaches the terminal that it would obey, or that it draws wider or narrower than the frame counts. The driver
// itself checks the widths.
func clear(t *testing.T, d *uitest.Driver) {
	t.Helper()
	frame := d.Frame()
	if strings.Contains(frame, "\x1b[31m") {
		t.Fatalf("a colour of the data is obeyed:\n%q", frame)
	}
	for y, line := range strings.Split(allowed.ReplaceAllString(frame, ""), "\n") {
		for _, r := range line {
			if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) {
				t.Fatalf("line %d holds %U: %q", y, r, line)
			}
		}
		if w := ansi.StringWidth(line); w != 80 {
			t.Fatalf("line %d has %d cells: %q", y, w, line)
		}
	}
}

// TestHostileDataAtTheDesk: lists and cards of texts that terminals obey, at the smallest screen that shows both.
func TestHostileDataAtTheDesk(t *testing.T) {
	t.Parallel()
	if len(hostile) > 2*cases {
		t.Fatalf("the list holds %d texts of %d", 2*cases, len(hostile))
	}
	start := func(t *testing.T) *uitest.Driver {
		r := begun(t, "hostile", func(r *room) {
			for i := range cases {
				turn := i
				next := func() string { turn += 7; return hostile[turn%len(hostile)] }
				facts := model.Facts{Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: "5000" + strconv.Itoa(i), Status: next(), Executor: next(), Card: next()},
					Received: model.InstantOf(r.clock.Now()), Body: model.Words("О " + next()), Topic: model.Topic{Title: next(), Group: next()}, Place: hostile[(i+cases)%len(hostile)], Address: model.Words(next()),
					Organisation: next(), Applicant: model.Applicant{Kind: model.ApplicantPerson, Name: model.Words(next()), Contact: model.Words(next())}}
				id := model.AppealID(r.do(0, &model.Receive{Facts: facts}).Created[0].ID)
				r.do(id, &model.Sort{Essence: model.Words("О " + hostile[i]), Questions: []model.Question{{Text: model.Words(next()), Topic: model.Topic{Title: next()}}}}, &model.Assign{Unit: 1},
					&model.AddNote{Text: model.Words("О " + next())}, &model.Defer{Date: "2026-12-20", Text: model.Words(next())}, &model.WriteDraft{Text: model.Words("О " + next())})
			}
		})
		r.t = t
		return r.sit(nil, 80, 24, func(s *desk.Session) { s.NoColor = true })
	}
	turn := 0
	step := 1
	if testing.Short() {
		step = 5 // other rows in the other layout
	}
	uitest.Story(t, "list and card", start, func(d *uitest.Driver) {
		d.Keys("f").Type("все").Keys("enter g g")
		clear(t, d)
		for i := range cases {
			if d.Keys("j"); i%step == turn {
				clear(t, d)
				d.Keys("enter")
				clear(t, d)
				for range 3 {
					clear(t, d.Keys("pgdown"))
				}
				d.Keys("esc")
			}
		}
		turn = (turn + 1) % step
	})
	uitest.Story(t, "history, twins, files, filter", start, func(d *uitest.Driver) {
		d.Keys("f").Type("все").Keys("enter g g")
		for i := range cases {
			if d.Keys("j"); i%(5*step) == turn {
				for _, k := range []string{"h", "=", "%", "E", "L", "x", "s"} {
					d.Keys(k)
					clear(t, d)
					d.Keys("esc")
				}
				d.Keys("/").Paste(hostile[i])
				clear(t, d)
				d.Keys("esc")
			}
		}
	})
}
