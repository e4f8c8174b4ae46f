package config

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"kurator/model/pattern"
	"kurator/model/query"
	"kurator/model/russian"
)

// rules checks the values that were given; a default is right by a test.
func (f *filler) rules(c *Config) {
	f.oneOf("ui.theme", c.UI.Theme, f.words.Themes)
	f.oneOf("ui.glyphs", c.UI.Glyphs, f.words.Glyphs)
	f.oneOf("ui.number", c.UI.Number, []string{NumberOwn, NumberExternal})
	f.between("ui.fps", c.UI.FPS, 10, 120)
	f.between("ui.idle", c.UI.Idle, 0, 24*60)
	f.between("backup.keep", c.Backup.Keep, 1, 1000)
	for _, key := range c.Backup.To {
		if !strings.HasPrefix(key, "age1") {
			f.add("backup.to", "«backup.to»: это не открытый ключ age. Он начинается с age1; секретному ключу (AGE-SECRET-KEY-…) в настройках не место.")
			break
		}
	}
	f.keyRules(c.Keys)
	f.boundRules(c.Keys)
	for i := range c.Views {
		f.viewRules(c.Views, i)
	}
	f.mailRules(c.Mail)
	f.remindRules(c.Remind)
	if f.given("lint.phrases") && slices.ContainsFunc(c.Lint.Phrases, func(s string) bool { return strings.TrimSpace(s) == "" }) {
		f.add("lint.phrases", "«lint.phrases»: в списке есть пустая строка, она нашлась бы в любом тексте. Уберите её.")
	}
	for name, weight := range map[string]float64{"overdue": c.Next.Overdue, "due": c.Next.Due, "priority": c.Next.Priority,
		"age": c.Next.Age, "repeated": c.Next.Repeated, "mark": c.Next.Mark} {
		if path := "next." + name; f.given(path) && (math.IsNaN(weight) || weight < 0 || weight > 100) {
			f.add(path, "«%s»: %v не подходит, допустимо от 0 до 100.", path, weight)
		}
	}
	if f.given("office.name") && strings.TrimSpace(c.Office.Name) == "" {
		f.add("office.name", "«office.name»: название учреждения не может быть пустым.")
	}
	if f.given("office.zone") {
		if _, err := LoadZone(c.Office.Zone); err != nil {
			f.add("office.zone", "«office.zone»: %s", lowerFirst(err.Error()))
		}
	}
}

func (f *filler) oneOf(path, value string, allowed []string) {
	if !f.given(path) || len(allowed) == 0 || slices.Contains(allowed, value) {
		return
	}
	f.add(path, "«%s»: значения «%s» нет.%s Допустимы: %s.", path, value, guess(value, allowed), strings.Join(allowed, ", "))
}

func guess(word string, known []string) string {
	if near := russian.Nearest(word, known); near != "" {
		return " Возможно, вы имели в виду «" + near + "»."
	}
	return ""
}

func (f *filler) between(path string, value, low, high int) {
	if f.given(path) && (value < low || value > high) {
		f.add(path, "«%s»: %d не подходит, допустимо от %d до %d.", path, value, low, high)
	}
}

func (f *filler) keyRules(keys map[string][]string) {
	for _, id := range sortedKeys(keys) {
		path := "keys." + id
		if !f.given(path) {
			continue
		}
		if len(f.words.Commands) > 0 && !slices.Contains(f.words.Commands, id) {
			f.add(path, "команды «%s» нет.%s Все команды показывает kurator keys.", id, guess(id, f.words.Commands))
			continue
		}
		for _, name := range keys[id] {
			if f.words.Key != nil && !f.words.Key(name) {
				f.add(path, "«%s»: клавиши «%s» нет. Допустимы, например: a, A, enter, esc, f5, ctrl+s, alt+x, shift+tab, space.", id, name)
			}
		}
	}
}

// boundRules holds the keys against each other and against those that stay as they are. A clash names both lines.
func (f *filler) boundRules(keys map[string][]string) {
	if f.words.Bind == nil || !slices.ContainsFunc(sortedKeys(keys), func(id string) bool { return f.given("keys." + id) }) {
		return
	}
	sound := map[string][]string{}
	for id, list := range keys {
		if f.given("keys." + id) {
			sound[id] = list
		}
	}
	for _, fault := range f.words.Bind(sound) {
		say := lowerFirst(strings.TrimSuffix(fault.Say, ".")) + "."
		switch {
		case fault.Other == "":
		case f.given("keys." + fault.Other):
			say += " Вторая — в строке " + itoa(lineOf(f.lines, "keys."+fault.Other)) + ". Оставьте клавишу одной из них."
		default:
			say += " У второй это обычная клавиша: выберите другую или задайте второй её собственную."
		}
		f.problems = append(f.problems, Problem{lineOf(f.lines, "keys."+fault.ID), say})
	}
}

func (f *filler) viewRules(views []View, i int) {
	v, path := views[i], fmt.Sprintf("view[%d]", i)
	if !slices.Contains(f.set, path) {
		return
	}
	if strings.TrimSpace(v.Name) == "" && !f.bad[path+".name"] {
		f.add(path, "у представления нет названия. Добавьте name = \"…\".")
	}
	if at := slices.IndexFunc(views[:i], func(before View) bool { return before.Name == v.Name && v.Name != "" }); at >= 0 {
		f.add(path+".name", "представление «%s» уже есть в строке %d. Назовите это иначе.", v.Name, lineOf(f.lines, fmt.Sprintf("view[%d].name", at)))
	}
	if f.given(path + ".query") {
		if _, err := query.Parse(v.Query); err != nil {
			f.add(path+".query", "условие представления «%s»: %s", v.Name, err)
		}
	}
	if f.given(path+".sort") && v.Sort != "" {
		if _, err := query.Parse("порядок:" + v.Sort); err != nil {
			f.add(path+".sort", "порядок представления «%s»: %s", v.Name, err)
		}
	}
	for _, column := range v.Columns {
		if f.given(path+".columns") && !slices.Contains(Columns(), column) {
			f.add(path+".columns", "столбца «%s» нет.%s Допустимы: %s.", column, guess(column, Columns()), strings.Join(Columns(), ", "))
			break
		}
	}
	if v.Group != "" {
		f.oneOf(path+".group", v.Group, Groups())
	}
}

func (f *filler) mailRules(m Mail) {
	f.between("mail.port", m.Port, 1, 65535)
	f.oneOf("mail.tls", m.TLS, []string{TLSStart, TLSFull, TLSNone})
	if f.given("mail.from") && m.From != "" && !mailbox().MatchString(m.From) {
		f.add("mail.from", "«mail.from»: «%s» не похоже на адрес. Напишите его как centr@lovozero.example.", m.From)
	}
	if f.given("mail.host") && m.Host != "" && m.From == "" {
		f.add("mail.host", "«mail.host» задан, а обратный адрес mail.from — нет. Укажите его.")
	}
}

var (
	mailbox  = pattern.Lazy(`^[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+$`)
	leadTime = pattern.Lazy(`^[1-9]\d{0,2}[dh]$`)
)

func (f *filler) remindRules(r Remind) {
	if f.given("remind.quiet") {
		if _, _, err := r.QuietHours(); err != nil {
			f.add("remind.quiet", "«remind.quiet»: «%s» не подходит. Напишите начало и конец тишины: 18:00-08:30.", r.Quiet)
		}
	}
	for _, s := range r.Before {
		if f.given("remind.before") && !leadTime().MatchString(s) {
			f.add("remind.before", "«remind.before»: «%s» не подходит. Напишите число дней или часов: 3d, 4h.", s)
		}
	}
}

// QuietHours are the minutes of the day from and until which nothing is reminded of; equal when there is no quiet. from
// may lie after until: then the quiet spans midnight.
func (r Remind) QuietHours() (from, until int, err error) {
	if r.Quiet == "" {
		return 0, 0, nil
	}
	a, b, _ := strings.Cut(r.Quiet, "-")
	start, err := time.Parse("15:04", strings.TrimSpace(a))
	if err != nil {
		return 0, 0, err
	}
	end, err := time.Parse("15:04", strings.TrimSpace(b))
	if err != nil {
		return 0, 0, err
	}
	return start.Hour()*60 + start.Minute(), end.Hour()*60 + end.Minute(), nil
}

// lowerFirst lets a sentence stand after a colon.
func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToLower(string(r[0])) + string(r[1:])
}
