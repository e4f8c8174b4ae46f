package config

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"kurator/model/russian"
)

// filler lays parsed data over a Config and collects what does not fit.
type filler struct {
	lines    []entry
	words    Words
	set      []string        // paths that were given
	bad      map[string]bool // paths with a value of the wrong type: the rules leave them alone
	problems []Problem
}

func itoa(n int) string { return strconv.Itoa(n) }

func (f *filler) fill(c *Config, data map[string]any) {
	if views, ok := data["view"].([]map[string]any); ok && len(views) > 0 {
		c.Views = nil // the file's own views stand instead of the default ones
	}
	f.value(reflect.ValueOf(c).Elem(), data, "")
	f.rules(c)
}

func (f *filler) add(path, format string, args ...any) {
	f.bad[path] = true
	f.problems = append(f.problems, Problem{lineOf(f.lines, path), fmt.Sprintf(format, args...)})
}

// value puts what the file has at path into v.
func (f *filler) value(v reflect.Value, data any, path string) {
	f.set = append(f.set, path)
	switch v.Kind() {
	case reflect.Struct:
		f.table(v, data, path)
		return
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Struct {
			f.tables(v, data, path)
		} else {
			f.list(v, data, path)
		}
		return
	case reflect.Map:
		f.keys(v, data, path)
		return
	}
	switch x := data.(type) {
	case string:
		if v.Kind() == reflect.String {
			v.SetString(x)
			return
		}
	case bool:
		if v.Kind() == reflect.Bool {
			v.SetBool(x)
			return
		}
	case int64:
		if v.Kind() == reflect.Int {
			v.SetInt(x)
			return
		}
		if v.Kind() == reflect.Float64 {
			v.SetFloat(float64(x))
			return
		}
	case float64:
		if v.Kind() == reflect.Float64 {
			v.SetFloat(x)
			return
		}
	}
	f.add(path, "«%s»: здесь %s, а нужно %s.", path, given(data), wanted(v.Kind()))
}

func (f *filler) table(v reflect.Value, data any, path string) {
	m, ok := data.(map[string]any)
	if !ok {
		f.add(path, "«%s»: здесь %s, а нужен раздел [%s].", path, given(data), path)
		return
	}
	var names []string
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("toml")
		names = append(names, name)
		fields[name] = v.Field(i)
	}
	for _, key := range sortedKeys(m) {
		at := join(path, key)
		if field, ok := fields[key]; ok {
			f.value(field, m[key], at)
			continue
		}
		what := "настройки «" + at + "» нет."
		if path == "" {
			what = "раздела «" + key + "» нет."
		}
		if near := russian.Nearest(key, names); near != "" {
			f.add(at, "%s Возможно, вы имели в виду «%s».", what, near)
		} else {
			f.add(at, "%s Допустимы: %s.", what, strings.Join(names, ", "))
		}
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func (f *filler) tables(v reflect.Value, data any, path string) {
	list, ok := data.([]map[string]any)
	if !ok {
		f.add(path, "«%s»: здесь %s, а нужны разделы [[%s]], каждый со своими настройками.", path, given(data), path)
		return
	}
	for i, m := range list {
		item := reflect.New(v.Type().Elem()).Elem()
		f.value(item, m, fmt.Sprintf("%s[%d]", path, i))
		v.Set(reflect.Append(v, item))
	}
}

func (f *filler) list(v reflect.Value, data any, path string) {
	list, ok := data.([]any)
	if !ok {
		f.add(path, "«%s»: здесь %s, а нужен список строк: [\"а\", \"б\"].", path, given(data))
		return
	}
	out := reflect.MakeSlice(v.Type(), 0, len(list))
	for _, x := range list {
		s, ok := x.(string)
		if !ok {
			f.add(path, "«%s»: в списке %s, а нужны строки в кавычках: [\"а\", \"б\"].", path, given(x))
			return
		}
		out = reflect.Append(out, reflect.ValueOf(s))
	}
	v.Set(out)
}

// keys reads the table of key bindings. Command ids have a dot, which without quotes makes tables within tables.
func (f *filler) keys(v reflect.Value, data any, path string) {
	m, ok := data.(map[string]any)
	if !ok {
		f.add(path, "«%s»: здесь %s, а нужен раздел [%s].", path, given(data), path)
		return
	}
	for _, key := range sortedKeys(m) {
		at := join(path, key)
		if _, deeper := m[key].(map[string]any); deeper {
			f.keys(v, m[key], at)
			continue
		}
		list := reflect.New(v.Type().Elem()).Elem()
		f.value(list, m[key], at)
		id := strings.TrimPrefix(at, "keys.")
		v.SetMapIndex(reflect.ValueOf(id), list)
	}
}

// given names what stands in the file.
func given(data any) string {
	switch data.(type) {
	case string:
		return "строка"
	case bool:
		return "true или false"
	case int64:
		return "целое число"
	case float64:
		return "дробное число"
	case []any:
		return "список"
	case map[string]any:
		return "раздел"
	case []map[string]any:
		return "несколько разделов"
	}
	return "дата или время"
}

func wanted(k reflect.Kind) string {
	switch k {
	case reflect.Bool:
		return "true или false без кавычек"
	case reflect.Int:
		return "целое число без кавычек"
	case reflect.Float64:
		return "число без кавычек"
	}
	return "строка в кавычках"
}

// given tells whether the file has a usable value at path.
func (f *filler) given(path string) bool { return slices.Contains(f.set, path) && !f.bad[path] }
