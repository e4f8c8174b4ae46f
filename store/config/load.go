package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/russian"
)

// Words are what the screen knows and a configuration may name. An empty list is not checked.
type Words struct {
	Themes   []string
	Glyphs   []string
	Commands []string               // ids that keys can be bound to
	Key      func(name string) bool // tells whether there is such a key
	Bind     func(keys map[string][]string) []KeyFault
}

// KeyFault is a mistake in keys that only the table of commands can see: a key with two meanings, or one that is not to be given away.
type KeyFault struct {
	ID    string // the command whose line is wrong
	Other string // the command it clashes with; empty when there is none
	Say   string
}

// Load reads the configuration: the defaults, then the file, then the variables. file "" is the usual place, where
// no file is no fault. All errors are returned as one *model.Fault.
func Load(p Paths, file string, env func(string) string, words Words) (Config, error) {
	c, err := read(p, file, words)
	if err != nil {
		return Config{}, err
	}
	if err := overlay(&c, env, words); err != nil {
		return Config{}, err
	}
	p.settle(&c)
	return c, nil
}

// maxFile is more than any configuration made by a person.
const maxFile = 1 << 20

func read(p Paths, file string, words Words) (Config, error) {
	usual := file == ""
	if usual {
		file = p.File()
	}
	info, err := os.Stat(file)
	switch {
	case usual && errors.Is(err, fs.ErrNotExist):
		return Default(), nil
	case errors.Is(err, fs.ErrNotExist):
		return Config{}, model.Faultf(model.Usage, "Файла настроек %s нет. Проверьте путь или создайте файл: kurator config init.", file)
	case err == nil && info.IsDir():
		return Config{}, model.Faultf(model.Usage, "%s — папка, а нужен файл настроек.", file)
	case err == nil && info.Size() > maxFile:
		return Config{}, model.Faultf(model.Usage, "Файл настроек %s больше 1 МБ: это не настройки kurator. Проверьте путь.", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return Config{}, &model.Fault{Code: model.Failed, Say: fmt.Sprintf("Не удалось прочитать настройки %s. Проверьте права на файл.", file), Cause: err}
	}
	return Parse(file, string(text), words)
}

// Parse reads the text of a file over the defaults. name is what the errors call the file.
func Parse(name, text string, words Words) (Config, error) {
	c := Default()
	problems := check(text, &c, words)
	if len(problems) == 0 {
		return c, nil
	}
	lines := make([]string, len(problems))
	for i, x := range problems {
		lines[i] = fmt.Sprintf("%s:%d: %s", name, x.Line, x.Say)
	}
	n := len(problems)
	return Config{}, model.Faultf(model.Usage, "В настройках %s, программа не запущена:\n%s",
		russian.Count(n, "ошибка", "ошибки", "ошибок"), strings.Join(lines, "\n"))
}

// Variables lists the variables of the environment that overrule the file, with what they set.
func Variables() map[string]string {
	return map[string]string{
		"KURATOR_DB":       "files.db",
		"KURATOR_BACKUP":   "files.backup",
		"KURATOR_DOWNLOAD": "import.folder",
		"KURATOR_THEME":    "ui.theme",
		"KURATOR_GLYPHS":   "ui.glyphs",
		"KURATOR_MOTION":   "ui.motion",
		"KURATOR_MOUSE":    "ui.mouse",
		"KURATOR_FPS":      "ui.fps",
	}
}

// overlay lays the variables over what the file says, by the same rules: each is read as one line of a file.
func overlay(c *Config, env func(string) string, words Words) error {
	var faults []string
	names := Variables()
	for _, variable := range sortedKeys(names) {
		value := env(variable)
		if value == "" {
			continue
		}
		section, key, _ := strings.Cut(names[variable], ".")
		text := "[" + section + "]\n" + key + " = " + literal(value) + "\n"
		for _, x := range check(text, c, words) {
			faults = append(faults, "переменная "+variable+": "+x.Say)
		}
	}
	if len(faults) > 0 {
		return model.Faultf(model.Usage, "Не разобрать окружение, программа не запущена:\n%s", strings.Join(faults, "\n"))
	}
	return nil
}

// literal writes the value of a variable as a file would.
func literal(value string) string {
	if _, err := strconv.Atoi(value); err == nil || value == "true" || value == "false" {
		return value
	}
	return quote(value)
}

// quote writes a basic string: Go's quoting differs from TOML's in \x and \a.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
