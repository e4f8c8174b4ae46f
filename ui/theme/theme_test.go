package theme_test

import (
	"reflect"
	"regexp"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"kurator/ui/theme"
)

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		name string
		term theme.Terminal
		want string
	}{
		{"", theme.Terminal{Dark: true}, "dark"},
		{"auto", theme.Terminal{}, "light"},
		{"auto", theme.Terminal{Dark: true, Colours: 1 << 24}, "dark"},
		{"auto", theme.Terminal{Dark: true, Colours: 16}, "ansi16"},
		{"light", theme.Terminal{Dark: true, Colours: 256}, "light"},
		{"light", theme.Terminal{Colours: 8}, "ansi16"},
		{"contrast", theme.Terminal{Colours: 16}, "contrast"},
		{"dark", theme.Terminal{NoColor: true, Colours: 256}, "mono"},
		{"contrast", theme.Terminal{NoColor: true}, "mono"},
		{"auto", theme.Terminal{Colours: 2}, "mono"},
	} {
		got, err := theme.New(c.name, "", c.term)
		if err != nil {
			t.Fatal(err)
		}
		if got.Name != c.want {
			t.Errorf("New(%q, %+v) is %s, want %s", c.name, c.term, got.Name, c.want)
		}
	}
	if _, err := theme.New("тёмная", "", theme.Terminal{}); err == nil {
		t.Error("an unknown theme is accepted")
	}
	if _, err := theme.New("", "emoji", theme.Terminal{}); err == nil {
		t.Error("an unknown glyph set is accepted")
	}
}

func TestNoColorCountsAnyValue(t *testing.T) {
	for _, c := range []struct {
		env  []string
		want bool
	}{
		{nil, false}, {[]string{"NO_COLOR="}, false}, {[]string{"NO_COLOR=1"}, true}, {[]string{"NO_COLOR=yes"}, true}, {[]string{"NO_COLOR=0"}, true},
		{[]string{"NO_COLOR=1", "NO_COLOR="}, false}, {[]string{"XNO_COLOR=1"}, false},
	} {
		if got := theme.NoColor(c.env); got != c.want {
			t.Errorf("NoColor(%q) = %v", c.env, got)
		}
	}
}

func eachTheme(t *testing.T, check func(t *testing.T, th *theme.Theme)) {
	t.Helper()
	for _, name := range theme.Names()[1:] {
		for _, dark := range []bool{true, false} {
			th, err := theme.New(name, "", theme.Terminal{Dark: dark})
			if err != nil {
				t.Fatal(err)
			}
			check(t, th)
		}
	}
}

func TestStylesAreSequencesOfNoWidth(t *testing.T) {
	sgr := regexp.MustCompile(`^(\x1b\[[0-9;]+m)?$`)
	eachTheme(t, func(t *testing.T, th *theme.Theme) {
		for r := theme.Text; r <= theme.Toast; r++ {
			for _, s := range []theme.Style{th.Style(r), th.On(theme.Selected, r), th.On(theme.Bar, r)} {
				if !sgr.MatchString(string(s)) {
					t.Errorf("%s: role %d has style %q", th.Name, r, s)
				}
			}
		}
	})
}

func TestMonoHasNoColour(t *testing.T) {
	th, err := theme.New("mono", "", theme.Terminal{})
	if err != nil {
		t.Fatal(err)
	}
	attrs := regexp.MustCompile(`^(\x1b\[[1247](;[1247])*m)?$`)
	for r := theme.Text; r <= theme.Toast; r++ {
		for base := theme.Text; base <= theme.Toast; base++ {
			if s := th.On(base, r); !attrs.MatchString(string(s)) {
				t.Errorf("role %d on %d has colour: %q", r, base, s)
			}
		}
	}
}

func TestTheSelectedRowIsVisibleInEveryTheme(t *testing.T) {
	eachTheme(t, func(t *testing.T, th *theme.Theme) {
		if th.Style(theme.Selected) == th.Style(theme.Text) || th.On(theme.Selected, theme.Late) == th.Style(theme.Late) {
			t.Errorf("%s: the selected row looks like the others", th.Name)
		}
	})
}

func TestGlyphsTakeOneCell(t *testing.T) {
	for _, name := range theme.GlyphSets() {
		set, err := theme.GlyphSet(name)
		if err != nil {
			t.Fatal(err)
		}
		v := reflect.ValueOf(set)
		for i := range v.NumField() {
			glyph := v.Field(i).String()
			if ansi.StringWidth(glyph) != 1 {
				t.Errorf("%s: %s is %q, not one cell", name, v.Type().Field(i).Name, glyph)
			}
			if name == "ascii" && (len(glyph) != 1 || glyph[0] > '~') {
				t.Errorf("%s is %q in ascii", v.Type().Field(i).Name, glyph)
			}
		}
	}
}
