package config_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kurator/model"
	"kurator/store/config"
)

var words = config.Words{
	Themes:   []string{"auto", "dark", "light"},
	Glyphs:   []string{"default", "rich", "ascii"},
	Commands: []string{"list.next", "appeal.assign"},
	Key:      func(name string) bool { return len(name) == 1 || name == "ctrl+s" },
}

func TestExampleSaysTheDefaults(t *testing.T) {
	read, err := config.Parse("config.example.toml", config.Example, words)
	if err != nil {
		t.Fatal(err)
	}
	if want := config.Default(); !reflect.DeepEqual(read, want) {
		t.Errorf("the example reads as\n%+v\nthe compiled default is\n%+v", read, want)
	}
}

// TestExampleNamesEverySetting: without its section the example would still equal the default.
func TestExampleNamesEverySetting(t *testing.T) {
	var walk func(v reflect.Type)
	walk = func(v reflect.Type) {
		for i := range v.NumField() {
			name, field := v.Field(i).Tag.Get("toml"), v.Field(i).Type
			if field.Kind() == reflect.Slice && field.Elem().Kind() == reflect.Struct {
				field = field.Elem()
			}
			if field.Kind() == reflect.Struct {
				walk(field)
			}
			if !strings.Contains(config.Example, name) {
				t.Errorf("config.example.toml does not speak of %q", name)
			}
		}
	}
	walk(reflect.TypeFor[config.Config]())
}

func TestExampleIsTheFileAtTheTop(t *testing.T) {
	top, err := os.ReadFile(filepath.Join("..", "..", "config.example.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if string(top) != config.Example {
		t.Error("config.example.toml at the top differs from the embedded one: copy store/config/config.example.toml there")
	}
}

// faults reads a text that must be refused and gives the lines of the refusal, without the first.
func faults(t *testing.T, text string) []string {
	t.Helper()
	_, err := config.Parse("k.toml", text, words)
	if err == nil {
		t.Fatalf("not refused:\n%s", text)
	}
	if code := model.CodeOf(err); code != model.Usage {
		t.Errorf("code %q, want usage", code)
	}
	return strings.Split(err.Error(), "\n")[1:]
}

func TestEveryErrorAtOnceWithItsLine(t *testing.T) {
	got := faults(t, `[ui]
theme = "drak"
fps = "много"
mous = true
fps = 30

[keys]
"list.nxt" = ["j"]
appeal.assign = ["ctrl+й1"]

[[view]]
name = "А"
query = "стадия:нвое"

[[view]]
name = "А"
columns = ["number", "plase"]
group = "погода"
sort = "цвет"

[office]
zone = "Moscow"
name = недописано

[ui]
glyphs = "runes"

[wat]
x = 1
[mail]
port = 99999
from = "никуда"
[remind]
quiet = "ночью"
before = ["скоро"]
[next]
overdue = -1
[lint]
phrases = ["да", ""]
`)
	want := []string{
		"k.toml:2: «ui.theme»: значения «drak» нет. Возможно, вы имели в виду «dark». Допустимы: auto, dark, light.",
		"k.toml:3: «ui.fps»: здесь строка, а нужно целое число без кавычек.",
		"k.toml:4: настройки «ui.mous» нет. Возможно, вы имели в виду «mouse».",
		"k.toml:5: «ui.fps» уже задано в строке 3. Оставьте одно из двух.",
		"k.toml:8: команды «list.nxt» нет. Возможно, вы имели в виду «list.next». Все команды показывает kurator keys.",
		"k.toml:9: «appeal.assign»: клавиши «ctrl+й1» нет.",
		"k.toml:13: условие представления «А»: ",
		"k.toml:16: представление «А» уже есть в строке 12.",
		"k.toml:17: столбца «plase» нет. Возможно, вы имели в виду «place».",
		"k.toml:18: «view[1].group»: значения «погода» нет.",
		"k.toml:19: порядок представления «А»: ",
		"k.toml:22: «office.zone»: неизвестный часовой пояс «Moscow».",
		"k.toml:23: не разобрать значение «office.name».",
		"k.toml:25: раздел [ui] уже был выше.",
		"k.toml:26: «ui.glyphs»: значения «runes» нет.",
		"k.toml:28: раздела «wat» нет. Допустимы: ",
		"k.toml:31: «mail.port»: 99999 не подходит, допустимо от 1 до 65535.",
		"k.toml:32: «mail.from»: «никуда» не похоже на адрес.",
		"k.toml:34: «remind.quiet»: «ночью» не подходит.",
		"k.toml:35: «remind.before»: «скоро» не подходит.",
		"k.toml:37: «next.overdue»: -1 не подходит, допустимо от 0 до 100.",
		"k.toml:39: «lint.phrases»: в списке есть пустая строка",
	}
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("missing: %s", want[i])
		case i >= len(want):
			t.Errorf("too much: %s", got[i])
		case !strings.HasPrefix(got[i], want[i]):
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
}

func TestTextsThatAreNoConfiguration(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a bare word", "привет\n", "k.toml:1: не разобрать"},
		{"a section that does not close", "[ui\ntheme = \"dark\"\n", "k.toml:1: не разобрать заголовок раздела."},
		{"a section as a value", "ui = 3\n", "k.toml:1: «ui»: здесь целое число, а нужен раздел [ui]."},
		{"views as one section", "[view]\nname = \"А\"\n", "k.toml:1: «view»: здесь раздел, а нужны разделы [[view]]"},
		{"a view without a name", "[[view]]\nquery = \"\"\n", "k.toml:1: у представления нет названия."},
		{"a list of numbers", "[lint]\nphrases = [\n  \"да\",\n  3,\n]\n", "k.toml:2: «lint.phrases»: в списке целое число"},
		{"a date", "[ui]\ntheme = 2024-01-01\n", "k.toml:2: «ui.theme»: здесь дата или время, а нужно строка в кавычках."},
		{"cp1251", "[office]\nname = \"\xcb\xee\xe2\xee\xe7\xe5\xf0\xee\"\n", "k.toml:2: здесь знаки не в кодировке UTF-8."},
		{"the zone of the machine", "[office]\nzone = \"Local\"\n", "k.toml:2: «office.zone»: неизвестный часовой пояс «Local»."},
		{"no zone", "[office]\nzone = \"\"\n", "k.toml:2: «office.zone»: неизвестный часовой пояс «»."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := faults(t, c.text); !strings.HasPrefix(got[0], c.want) {
				t.Errorf("got  %s\nwant %s", got[0], c.want)
			}
		})
	}
}

func TestHostileTextEnds(t *testing.T) {
	for _, text := range []string{strings.Repeat("[", 5000), strings.Repeat("x\n", 5000), strings.Repeat("a.b = {", 300),
		"\"\"\"", "x = '''\n\n[ui]", "x = [\n[\n[", "=", "[[]]\n", "\x00", "\ufeff[ui]\r\nthem = \"dark\"\r\n"} {
		if got := faults(t, text); len(got) == 0 || len(got) > 60 {
			t.Errorf("%.20q: %d faults", text, len(got))
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(config.Example)
	f.Add("[ui]\n[ui]\nfps=1\nfps=2\n[[view]]\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := config.Parse("k.toml", text, words)
		if err != nil && model.CodeOf(err) != model.Usage {
			t.Errorf("%v", err)
		}
	})
}

func TestReading(t *testing.T) {
	c, err := config.Parse("k.toml", "[ui]\nmouse = false\n[keys]\nlist.next = []\n\"appeal.assign\" = [\"a\", \"ctrl+s\"]\n[next]\nage = 2\ndue = 0.5\n"+
		"[[view]]\nname = \"Моё\"\nquery = \"\"\"держатель:я\"\"\"\n", words)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Default()
	want.UI.Mouse = false
	want.Keys = map[string][]string{"list.next": {}, "appeal.assign": {"a", "ctrl+s"}}
	want.Next.Age, want.Next.Due = 2, 0.5
	want.Views = []config.View{{Name: "Моё", Query: "держатель:я"}}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

func variables(m map[string]string) func(string) string {
	return func(name string) string { return m[name] }
}

func TestTheOrder(t *testing.T) {
	home := t.TempDir()
	p, err := config.FindPaths(variables(map[string]string{"HOME": home, "USERPROFILE": home,
		"XDG_CONFIG_HOME": filepath.Join(home, "c"), "XDG_DATA_HOME": filepath.Join(home, "d"), "XDG_STATE_HOME": "relative"}))
	if err != nil {
		t.Fatal(err)
	}
	load := func(env map[string]string) config.Config {
		t.Helper()
		c, err := config.Load(p, "", variables(env), words)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := load(nil); c.UI.Theme != "auto" || c.Files.DB != filepath.Join(home, "d", "kurator", "kurator.db") || c.Import.Folder != p.Downloads {
		t.Errorf("without a file: %+v %+v", c.Files, c.Import)
	}
	write(t, p.File(), "[ui]\ntheme = \"dark\"\nfps = 30\n[files]\ndb = \"~/мцу.db\"\n")
	if c := load(nil); c.UI.Theme != "dark" || c.UI.FPS != 30 || c.Files.DB != filepath.Join(home, "мцу.db") {
		t.Errorf("with a file: %+v %+v", c.UI, c.Files)
	}
	if c := load(map[string]string{"KURATOR_THEME": "light", "KURATOR_DB": "/tmp/\"x\\.db"}); c.UI.Theme != "light" || c.UI.FPS != 30 || c.Files.DB != "/tmp/\"x\\.db" {
		t.Errorf("with variables: %+v %+v", c.UI, c.Files)
	}
	_, err = config.Load(p, "", variables(map[string]string{"KURATOR_THEME": "drak", "KURATOR_FPS": "x"}), words)
	if model.CodeOf(err) != model.Usage || !strings.Contains(err.Error(), "KURATOR_THEME") || !strings.Contains(err.Error(), "KURATOR_FPS") {
		t.Errorf("bad variables: %v", err)
	}
	for _, bad := range []string{filepath.Join(home, "нет.toml"), home} {
		if _, err := config.Load(p, bad, variables(nil), words); model.CodeOf(err) != model.Usage || !strings.Contains(err.Error(), bad) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestDownloads(t *testing.T) {
	home := t.TempDir()
	env := variables(map[string]string{"HOME": home, "USERPROFILE": home, "APPDATA": filepath.Join(home, ".config")})
	for _, c := range []struct{ dirs, want string }{
		{"", filepath.Join(home, "Downloads")},
		{"# комментарий\nXDG_DOWNLOAD_DIR=\"$HOME/Загрузки\"\n", filepath.Join(home, "Загрузки")},
		{"XDG_DOWNLOAD_DIR=\"relative\"\n", filepath.Join(home, "Downloads")},
	} {
		write(t, filepath.Join(home, ".config", "user-dirs.dirs"), c.dirs)
		p, err := config.FindPaths(env)
		if err != nil || p.Downloads != c.want {
			t.Errorf("%q: %q %v, want %q", c.dirs, p.Downloads, err, c.want)
		}
	}
	if _, err := config.FindPaths(variables(nil)); err == nil {
		t.Error("no home folder was found out")
	}
}

func TestQuietHours(t *testing.T) {
	from, until, err := config.Remind{Quiet: "18:00-08:30"}.QuietHours()
	if from != 18*60 || until != 8*60+30 || err != nil {
		t.Error(from, until, err)
	}
	if from, until, err = (config.Remind{}).QuietHours(); from != until || err != nil {
		t.Error(from, until, err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
