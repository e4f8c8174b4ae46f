package action

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"kurator/ui/key"
)

func TestTableIsSound(t *testing.T) {
	seen := map[ID]bool{}
	for _, c := range Table() {
		if seen[c.ID] {
			t.Errorf("%s stands twice", c.ID)
		}
		seen[c.ID] = true
		if c.Name == "" || !slices.Contains(Groups(), c.Group) {
			t.Errorf("%s has no name or an unknown group %q", c.ID, c.Group)
		}
		if chains[c.Scope] == nil || c.Scope.Title() == string(c.Scope) {
			t.Errorf("%s lies in an unknown scope %q", c.ID, c.Scope)
		}
		for _, s := range c.Keys {
			if !validSequence(s) {
				t.Errorf("%s has the key %q, which is no key", c.ID, s)
			}
			if strings.Contains(s, "ctrl+h") {
				t.Errorf("%s sits on Backspace", c.ID)
			}
		}
		if c.Bulk && !c.Scope.reaches(Case) && c.Scope != Roles {
			t.Errorf("%s is for many cases but has none at hand", c.ID)
		}
	}
	if wrong := clashes(Table(), nil); len(wrong) > 0 {
		t.Errorf("clashes: %v", wrong)
	}
}

func (s Scope) reaches(other Scope) bool { return slices.Contains(chains[s], other) }

// A torn arrow leaves these letters behind, and «н» (нет) sits on y: nothing that changes data may hang on them.
func TestNothingChangesDataOnATornKey(t *testing.T) {
	torn := regexp.MustCompile(`^[ABCDHFO\[y]( |$)`)
	for _, c := range Table() {
		for _, s := range c.Keys {
			if c.Risk != Harmless && torn.MatchString(s) {
				t.Errorf("%s changes data on %q", c.ID, s)
			}
		}
	}
}

func TestEveryKeyHasASecondWay(t *testing.T) {
	ctrl, function := regexp.MustCompile(`^ctrl\+`), regexp.MustCompile(`^f\d`)
	for _, c := range Table() {
		if len(c.Keys) == 0 || c.Fixed {
			continue
		}
		all := func(re *regexp.Regexp) bool {
			return !slices.ContainsFunc(c.Keys, func(s string) bool { return !re.MatchString(s) })
		}
		if all(ctrl) || all(function) {
			t.Errorf("%s has only %v", c.ID, c.Keys)
		}
	}
}

// Every sequence finds its command in both layouts, key by key, from the scope it lies in.
func TestEveryKeyWorksInBothLayouts(t *testing.T) {
	l := Default()
	for _, c := range Table() {
		for _, s := range c.Keys {
			for _, retype := range []func(string) string{func(s string) string { return s }, key.Cyrillic} {
				var pressed []string
				for _, step := range strings.Fields(s) {
					raw, ok := key.Parse(retype(step))
					if !ok {
						t.Fatalf("%s: no key %q", c.ID, retype(step))
					}
					pressed = append(pressed, key.Read(raw, false, l.Bound(c.Scope, pressed)).Name)
				}
				if m := l.Lookup(c.Scope, pressed...); m.ID != c.ID {
					t.Errorf("%s: %q reads as %v and means %q", c.ID, s, pressed, m.ID)
				}
			}
		}
	}
}

func TestInnerScopeComesFirst(t *testing.T) {
	l := Default()
	for scope, want := range map[Scope]ID{Queue: Open, Triage: "triage.accept", Publish: "publish.record", Import: "import.run", Text: "", Dialog: "dialog.accept"} {
		if got := l.Lookup(scope, "enter").ID; got != want {
			t.Errorf("enter in %s is %q, want %q", scope, got, want)
		}
	}
	if m := l.Lookup(Editor, "j"); m.ID != "" {
		t.Errorf("a letter means %q while a text is written", m.ID)
	}
	if m := l.Lookup(Dialog, "u"); m.ID != "" {
		t.Errorf("a dialog leaks %q", m.ID)
	}
}

func TestSequencesShowTheirContinuations(t *testing.T) {
	m := Default().Lookup(Queue, "g")
	if m.ID != "" || !m.Pending() {
		t.Fatalf("g is %+v", m)
	}
	var next []string
	for _, c := range m.Next {
		next = append(next, c.Key+" "+string(c.Command.ID))
	}
	for _, want := range []string{"g first", "n tab.next"} {
		if !slices.Contains(next, want) {
			t.Errorf("%q is missing in %q", want, next)
		}
	}
}

func TestBind(t *testing.T) {
	l, wrong := Bind(map[string][]string{"case.assign": {"Z", "g a"}, "case.wait": {}})
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	if l.Lookup(Queue, "Z").ID != "case.assign" || l.Lookup(Card, "g", "a").ID != "case.assign" || l.Lookup(Queue, "t").ID != "" {
		t.Error("the keys were not moved")
	}
	if l.Lookup(Queue, "W").ID != "" {
		t.Error("the key was not taken away")
	}
}

func TestBindNamesEveryMistake(t *testing.T) {
	for _, c := range []struct {
		id    string
		keys  []string
		other ID
		say   string
	}{
		{"case.asign", []string{"Z"}, "", "«case.assign»"},
		{"assign", []string{"Z"}, "", "«case.assign»"},
		{"case.assign", []string{"ctrl+ж"}, "", "не понята"},
		{"case.assign", []string{"  "}, "", "не понята"},
		{"case.assign", []string{"ctrl+c"}, "", "занята навсегда"},
		{"case.assign", []string{"g esc"}, "", "занята навсегда"},
		{"case.assign", []string{"c"}, "case.close", "двум командам"},
		{"case.assign", []string{"g"}, First, "двум командам"},
		{"case.assign", []string{"c x"}, "case.close", "двум командам"},
		{"back", []string{"Z"}, "", "не меняются"},
		{"dialog.accept", []string{"Z"}, "", "не меняются"},
		{"quit", []string{"q"}, "", "ctrl+c"},
	} {
		l, wrong := Bind(map[string][]string{c.id: c.keys})
		if l != nil || len(wrong) == 0 {
			t.Errorf("%s = %q is accepted", c.id, c.keys)
			continue
		}
		if wrong[0].ID != ID(c.id) || wrong[0].Other != c.other && !slices.ContainsFunc(wrong, func(e *BindError) bool { return e.Other == c.other }) || !strings.Contains(wrong[0].Say, c.say) {
			t.Errorf("%s = %q: %+v", c.id, c.keys, *wrong[0])
		}
	}
}

func TestLabel(t *testing.T) {
	for in, want := range map[string]string{
		"ctrl+p": "Ctrl+P", "g g": "g g", "space": "Пробел", "f5": "F5", "G": "G", "+": "+", "alt+enter": "Alt+Enter", "pgdown": "PgDn",
	} {
		if got := Label(in); got != want {
			t.Errorf("%q reads %q, want %q", in, got, want)
		}
	}
}

func TestMarkdownHoldsEveryCommand(t *testing.T) {
	var b strings.Builder
	if err := Default().Markdown(&b); err != nil {
		t.Fatal(err)
	}
	for _, c := range Table() {
		if !strings.Contains(b.String(), "`"+string(c.ID)+"`") {
			t.Errorf("%s is missing", c.ID)
		}
	}
}
