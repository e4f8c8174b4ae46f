package key_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"kurator/ui/key"
)

// decode gives the messages that Bubble Tea makes of the bytes of a terminal.
func decode(t *testing.T, bytes string) []tea.Msg {
	t.Helper()
	var d uv.EventDecoder
	var msgs []tea.Msg
	for b := []byte(bytes); len(b) > 0; {
		n, event := d.Decode(b)
		if n == 0 {
			t.Fatalf("the decoder is stuck at %q", b)
		}
		if k, ok := event.(uv.KeyPressEvent); ok {
			msgs = append(msgs, tea.KeyPressMsg(k))
		} else {
			msgs = append(msgs, event)
		}
		b = b[n:]
	}
	return msgs
}

func decodePress(t *testing.T, bytes string) tea.KeyPressMsg {
	t.Helper()
	msgs := decode(t, bytes)
	press, ok := msgs[0].(tea.KeyPressMsg)
	if !ok || len(msgs) != 1 {
		t.Fatalf("%q is %v, not one key press", bytes, msgs)
	}
	return press
}

func TestEveryLetterOfTheRussianLayout(t *testing.T) {
	russian := "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
	english := "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
	latin := []rune(english)
	for i, r := range []rune(russian) {
		press := decodePress(t, string(r))
		if got := key.Read(press, false, nil); got.Name != string(latin[i]) || got.Text != string(r) {
			t.Errorf("%c reads as %q typing %q, want %c", r, got.Name, got.Text, latin[i])
		}
		if got := key.Read(press, true, nil); got.Name != string(r) || got.Text != string(r) {
			t.Errorf("%c in a text field reads as %q typing %q", r, got.Name, got.Text)
		}
		if got := key.Cyrillic(string(latin[i])); got != string(r) {
			t.Errorf("Cyrillic(%c) = %s, want %c", latin[i], got, r)
		}
		if got := key.Latin(string(r)); got != string(latin[i]) {
			t.Errorf("Latin(%c) = %s, want %c", r, got, latin[i])
		}
	}
}

func TestLatinKeysStay(t *testing.T) {
	for r := '!'; r <= '~'; r++ {
		press := decodePress(t, string(r))
		if got := key.Read(press, false, nil).Name; got != string(r) {
			t.Errorf("%c reads as %q", r, got)
		}
	}
}

func TestChordsOfTerminals(t *testing.T) {
	for _, c := range []struct{ name, bytes, want string }{
		{"C0, any terminal in Latin", "\x03", "ctrl+c"},
		{"xterm modifyOtherKeys", "\x1b[27;5;1089~", "ctrl+c"},
		{"xterm and tmux formatOtherKeys=1", "\x1b[1089;5u", "ctrl+c"},
		{"kitty with alternate keys", "\x1b[1089::99;5u", "ctrl+c"},
		{"kitty with Shift", "\x1b[1089:1057:99;6u", "ctrl+shift+c"},
		{"kitty with CapsLock", "\x1b[1089::99;69u", "ctrl+c"},
		{"kitty with NumLock", "\x1b[1089::99;133u", "ctrl+c"},
		{"Dvorak: the printed key, not the base one", "\x1b[106::99;5u", "ctrl+j"},
		{"QWERTZ: y and z", "\x1b[121::122;5u", "ctrl+y"},
		{"Greek by the base key", "\x1b[968::99;5u", "ctrl+c"},
		{"German letter", "\x1b[246::59;5u", "ctrl+ö"},
		{"Х is a bracket", "\x1b[1093;5u", "ctrl+["},
		{"legacy Alt", "\x1bф", "alt+a"},
		{"legacy Alt with a capital", "\x1bФ", "alt+shift+a"},
		{"legacy Alt in Latin with a capital", "\x1bA", "alt+shift+a"},
		{"Alt as CSI u", "\x1b[1091;3u", "alt+e"},
		{"Ctrl+space", "\x00", "ctrl+space"},
		{"Shift+Tab", "\x1b[Z", "shift+tab"},
		{"Backspace", "\x7f", "backspace"},
		{"Enter", "\r", "enter"},
		{"keypad Enter", "\x1b[57414u", "enter"},
		{"keypad five", "\x1b[57404u", "5"},
		{"Shift+Enter", "\x1b[13;2u", "shift+enter"},
		{"F1", "\x1bOP", "f1"},
		{"F5 with Ctrl", "\x1b[15;5~", "ctrl+f5"},
		{"Home", "\x1b[H", "home"},
		{"Ctrl+Left", "\x1b[1;5D", "ctrl+left"},
		{"space", " ", "space"},
		{"number sign", "№", "№"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, typing := range []bool{false, true} {
				if got := key.Read(decodePress(t, c.bytes), typing, nil).Name; got != c.want {
					t.Errorf("typing %v: %q reads as %q, want %q", typing, c.bytes, got, c.want)
				}
			}
		})
	}
}

func TestPunctuationMovesOnlyToWhatIsBound(t *testing.T) {
	bind := func(names string) func(string) bool {
		return func(name string) bool { return strings.Contains(" "+names+" ", " "+name+" ") }
	}
	for _, c := range []struct{ bound, typed, want string }{
		{"/ ?", ".", "/"},
		{"/ ?", ",", "?"},
		{"/ ? .", ".", "."},
		{"", ".", "."},
		{":", "Ж", ":"},
		{":", ":", ":"},
		{"^", ":", "^"},
		{"#", "№", "#"},
		{"/", "/", "/"},
	} {
		if got := key.Read(decodePress(t, c.typed), false, bind(c.bound)).Name; got != c.want {
			t.Errorf("with %q bound %q reads as %q, want %q", c.bound, c.typed, got, c.want)
		}
		if got := key.Read(decodePress(t, c.typed), true, bind(c.bound)).Name; got != c.typed {
			t.Errorf("in a text field %q reads as %q", c.typed, got)
		}
	}
}

func TestAnswerReadsTheRawLetter(t *testing.T) {
	for typed, want := range map[string]key.Answer{
		"н": key.No, "Н": key.No, "n": key.No, "N": key.No, "д": key.Yes, "Д": key.Yes, "y": key.Yes, "Y": key.Yes,
		"т": key.None, "l": key.None, "\r": key.None, " ": key.None, "\x1b": key.No, "\x19": key.None, "\x1by": key.None,
	} {
		if got := key.AnswerOf(decodePress(t, typed)); got != want {
			t.Errorf("%q answers %v, want %v", typed, got, want)
		}
	}
}

func TestCyrillicTwins(t *testing.T) {
	for name, want := range map[string]string{
		"a": "ф", "A": "Ф", "ctrl+c": "ctrl+с", "alt+shift+a": "alt+shift+ф", "enter": "enter", "f5": "f5", "1": "1", "?": ",", "/": ".", ":": "Ж",
		"shift+tab": "shift+tab", "ctrl++": "ctrl++", "+": "+", "ctrl+[": "ctrl+х",
	} {
		if got := key.Cyrillic(name); got != want {
			t.Errorf("Cyrillic(%q) = %q, want %q", name, got, want)
		}
	}
	if got := key.ToLatin("щзут"); got != "open" {
		t.Errorf("ToLatin = %q", got)
	}
	if got := key.ToCyrillic("rjntkmyfz"); got != "котельная" {
		t.Errorf("ToCyrillic = %q", got)
	}
}

func TestParseIsReadBack(t *testing.T) {
	for _, name := range strings.Fields("a A z ? : [ 1 + № enter esc tab shift+tab space backspace delete up pgup pgdown home end f1 f12 " +
		"ctrl+c ctrl+space ctrl+shift+c alt+a alt+enter ctrl+alt+x ctrl+left ctrl++ alt+shift+a shift+f5") {
		press, ok := key.Parse(name)
		if !ok {
			t.Errorf("Parse(%q) failed", name)
			continue
		}
		if got := key.Read(press, false, nil).Name; got != name {
			t.Errorf("%q is read back as %q", name, got)
		}
		if !key.Valid(name) {
			t.Errorf("%q is refused as a binding", name)
		}
		twin, ok := key.Parse(key.Cyrillic(name))
		if !ok {
			t.Errorf("the twin %q of %q failed", key.Cyrillic(name), name)
			continue
		}
		if got := key.Read(twin, false, func(bound string) bool { return bound == name }).Name; got != name {
			t.Errorf("the twin of %q is read as %q", name, got)
		}
	}
	for _, name := range []string{"", "ctrl+", "контрол+c", "enterr", "ctrl+enterr", "\x01", "ф", "ctrl+ф", "alt+A", "shift+a"} {
		if key.Valid(name) {
			t.Errorf("%q is accepted as a binding", name)
		}
	}
}

func TestLinuxConsoleFunctionKeys(t *testing.T) {
	var c key.Console
	var got []string
	for _, msg := range decode(t, "\x1b[[AA\x1b[[E\x1b[[\x1b[Bb") {
		if msg = c.Filter(nil, msg); msg == nil {
			continue
		}
		if press, ok := msg.(tea.KeyPressMsg); ok {
			got = append(got, key.Read(press, false, nil).Name)
		}
	}
	if s := strings.Join(got, " "); s != "f1 A f5 down b" {
		t.Errorf("read %q", s)
	}
}
