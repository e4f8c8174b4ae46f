package main

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// rule is one wall of the house, with examples that prove it stands.
type rule struct {
	name     string
	breaches func(source) []mention
	wrong    []example // each must be caught
	right    []example // none may be
}

var rules = []rule{
	{
		name:     "imports run from model to main",
		breaches: upward,
		wrong: []example{
			{"model/appeal.go", `import _ "kurator/store"`},
			{"model/appeal_test.go", `import _ "kurator/store"`},
			{"store/sheet/xlsx.go", `import _ "kurator/ui/clean"`},
			{"main.go", `import _ "kurator/store"`},
			{"main.go", `import _ "kurator/ui/app"`},
		},
		right: []example{
			{"store/do.go", `import _ "kurator/model/workflow"`},
			{"ui/cli/main.go", `import _ "kurator/store/job/exchange"`},
			{"main.go", `import _ "kurator/ui/cli"`},
		},
	},
	{
		name:     "rooms know only their neighbours",
		breaches: strangers,
		wrong: []example{
			{"model/stage.go", `import _ "kurator/model/russian"`},
			{"model/calendar/week.go", `import _ "kurator/model"`},
			{"model/deadline/due.go", `import _ "kurator/model/workflow"`},
			{"model/access/access.go", `import _ "kurator/model/workflow"`},
			{"store/db/db.go", `import _ "kurator/store"`},
			{"store/list.go", `import _ "kurator/store/job/upkeep"`},
			{"store/export/xlsx.go", `import _ "kurator/store/job/matters"`},
			{"store/job/matters/report.go", `import _ "kurator/store/job/exchange"`},
			{"ui/widget/table.go", `import _ "kurator/model"`},
			{"ui/clean/clean.go", `import _ "kurator/store"`},
		},
		right: []example{
			{"model/deadline/due.go", `import _ "kurator/model/calendar"`},
			{"model/workflow/apply.go", `import _ "kurator/model/deadline"`},
			{"model/stage_test.go", `import _ "kurator/model/workflow"`},
			{"store/db/db.go", `import _ "kurator/model"`},
			{"store/job/exchange/import.go", `import _ "kurator/store/job/matters"`},
			{"ui/widget/table/table.go", `import _ "kurator/ui/theme"`},
		},
	},
	{
		name:     "model knows the standard library and no machine",
		breaches: outside,
		wrong: []example{
			{"model/text.go", `import _ "os"`},
			{"model/text.go", `import _ "net/netip"`},
			{"model/query/parse.go", `import _ "database/sql"`},
			{"model/workflow/apply.go", `import _ "math/rand/v2"`},
			{"model/workflow/apply.go", `import _ "crypto/rand"`},
			{"model/text.go", `import _ "golang.org/x/text/cases"`},
		},
		right: []example{
			{"model/text.go", `import _ "encoding/json"`},
			{"model/text.go", `import _ "crypto/rand"`},
			{"model/text_test.go", `import _ "os"`},
			{"store/store.go", `import _ "os"`},
		},
	},
	{
		name:     "model has no clock",
		breaches: clocks,
		wrong: []example{
			{"model/appeal.go", "import \"time\"\nvar at = time.Now()"},
			{"model/appeal.go", "import clock \"time\"\nvar read = clock.Since"},
		},
		right: []example{
			{"model/appeal.go", "import \"time\"\nvar at time.Time"},
			{"ui/cli/main.go", "import \"time\"\nvar at = time.Now()"},
		},
	},
	{
		name:     "no zone of the machine",
		breaches: localZones,
		wrong: []example{
			{"ui/app/view.go", "import \"time\"\nvar zone = time.Local"},
			{"store/job/matters/report.go", "import \"time\"\nfunc day(at time.Time) time.Time { return at.Local() }"},
		},
		right: []example{
			{"ui/app/view.go", "import \"time\"\nfunc day(at time.Time, zone *time.Location) time.Time { return at.In(zone) }"},
			{"ui/app/view_test.go", "import \"time\"\nvar zone = time.Local"},
		},
	},
	{
		name:     "the database is spoken to in one place",
		breaches: databases,
		wrong: []example{
			{"store/store.go", `import _ "modernc.org/sqlite"`},
			{"store/store_test.go", `import _ "modernc.org/sqlite/lib"`},
			{"ui/pane/queue/queue.go", `import _ "database/sql"`},
			{"main.go", `import _ "database/sql"`},
		},
		right: []example{
			{"store/db/db.go", `import _ "modernc.org/sqlite"`},
			{"store/queue.go", `import _ "database/sql"`},
		},
	},
	{
		name:     "names say what is inside",
		breaches: emptyNames,
		wrong: []example{
			{"store/utils/strings.go", ""},
			{"ui/app/helpers.go", ""},
			{"ui/app/test_helpers_test.go", ""},
			{"store/session_manager.go", ""},
		},
		right: []example{
			{"store/journal.go", ""},
			{"model/commons.go", ""},
		},
	},
	{
		name:     "no file longer than 600 lines",
		breaches: longFiles,
		wrong:    []example{{"store/do.go", strings.Repeat("// a line\n", 601)}},
		right: []example{
			{"store/do.go", strings.Repeat("// a line\n", 500)},
			{"store/do_test.go", strings.Repeat("// a line\n", 601)},
		},
	},
}

// floors are the storeys of the house from the ground; what stands on one may not know of those above it.
var floors = []string{"model", "store", "ui", "."}

func floor(room string) int {
	return slices.IndexFunc(floors, func(f string) bool { return within(room, f) })
}

func upward(s source) []mention {
	return ask(s.imports, func(imported string) string {
		room, ok := ours(imported)
		switch {
		case !ok:
			return ""
		case floor(room) < 0:
			return imported + " is outside model, store and ui"
		case floor(room) > floor(s.room()):
			return s.room() + " may not know " + imported + ", which stands above it"
		case s.room() == "." && !s.test && room != "ui/cli":
			return "main starts kurator/ui/cli and knows nothing else"
		}
		return ""
	})
}

// neighbours lists, for the rooms whose walls matter most, all they may know of this module. A final slash means
// every room below.
var neighbours = map[string][]string{
	"model":          {},
	"model/calendar": {},
	"model/russian":  {"model/pattern"},
	"model/access":   {"model", "model/russian"},
	"model/staff":    {"model/pattern", "model", "model/russian", "model/calendar"},
	"model/query":    {"model/pattern", "model", "model/calendar", "model/russian"},
	"model/deadline": {"model", "model/calendar", "model/russian"},
	"model/workflow": {"model", "model/calendar", "model/deadline", "model/russian"},
	"model/stats":    {"model", "model/calendar", "model/deadline", "model/query", "model/russian"},
	"model/report":   {"model", "model/calendar", "model/russian", "model/stats"},
	"model/template": {"model", "model/russian"},
	"model/lint":     {"model/pattern", "model", "model/russian", "model/template"},
	"store/db":       {"model"},
	"store/sheet":    {"model"},
	"store/intake":   {"model/pattern", "model", "model/calendar", "model/russian", "store/search", "store/sheet"},
	"store/search":   {"model", "model/query", "model/russian"},
	"store/config":   {"model/pattern", "model", "model/calendar", "model/query", "model/russian"},
	"ui/clean":       {"ui/text", "model/russian"},
	"ui/key":         {"model/russian"},
	"ui/theme":       {"model"},
	"ui/action":      {"model", "model/russian", "ui/key", "ui/text"},
	"ui/overlay":     {"model", "model/russian", "ui/action", "ui/clean", "ui/key", "ui/pane", "ui/text", "ui/theme", "ui/widget"},
	"ui/app": {"model", "model/russian", "ui/action", "ui/clean", "ui/key", "ui/overlay", "ui/pane", "ui/text", "ui/theme",
		"ui/widget"},
	"ui/widget": {"ui/widget/", "ui/clean", "ui/key", "ui/text", "ui/theme", "model/russian"},
}

// jobs lists which rooms of the use cases each of them may know. The other rooms of the store know none.
var jobs = map[string][]string{
	"store/job/upkeep":   {},
	"store/job/matters":  {},
	"store/job/exchange": {"store/job/matters"},
	"store/job/showcase": {"store/job/matters", "store/job/upkeep"},
	"store/job/jobtest":  {"store/job/showcase", "store/job/upkeep"},
}

// employers are mentions of a use case by a room of the store that may not know it.
func employers(s source) []mention {
	if !s.in("store") || s.test {
		return nil
	}
	return ask(s.imports, func(imported string) string {
		room, ok := ours(imported)
		if !ok || !strings.HasPrefix(room, "store/job/") || slices.Contains(jobs[s.room()], room) {
			return ""
		}
		return s.room() + " may not know " + imported
	})
}

func strangers(s source) []mention {
	if found := employers(s); len(found) > 0 {
		return found
	}
	allowed, walled := neighbours[s.room()]
	if s.in("ui/widget") {
		allowed, walled = neighbours["ui/widget"], true
	}
	if !walled || s.test {
		return nil
	}
	return ask(s.imports, func(imported string) string {
		room, ok := ours(imported)
		if !ok || slices.Contains(allowed, room) || slices.ContainsFunc(allowed, func(a string) bool {
			return strings.HasSuffix(a, "/") && strings.HasPrefix(room, a)
		}) {
			return ""
		}
		return s.room() + " may not know " + imported
	})
}

// machine are the parts of the standard library through which the world would enter the model.
var machine = []string{"database/sql", "flag", "log", "math/rand", "net", "os", "syscall", "unsafe"}

func outside(s source) []mention {
	if !s.in("model") || s.test {
		return nil
	}
	return ask(s.imports, func(imported string) string {
		switch {
		case slices.ContainsFunc(machine, func(m string) bool { return within(imported, m) }):
			return "model may not touch the machine through " + imported
		case imported == "crypto/rand" && s.room() != "model":
			// A text is salted where it is sealed; rules give the same answer twice.
			return "what model decides may not depend on chance: crypto/rand"
		case strings.Contains(strings.Split(imported, "/")[0], "."):
			return "model knows the standard library only, not " + imported
		}
		return ""
	})
}

func clocks(s source) []mention {
	if !s.in("model") || s.test {
		return nil
	}
	banned := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
	return ask(s.uses, func(use string) string {
		name, ok := strings.CutPrefix(use, "time.")
		if ok && slices.Contains(banned, name) {
			return use + ": the present is passed to the model as now"
		}
		return ""
	})
}

func localZones(s source) []mention {
	if s.test {
		return nil
	}
	return ask(s.uses, func(use string) string {
		if use == "time.Local" || use == ".Local()" {
			return use + ": civil time is the office's, passed in as a *time.Location"
		}
		return ""
	})
}

func databases(s source) []mention {
	return ask(s.imports, func(imported string) string {
		switch {
		case within(imported, "modernc.org/sqlite") && s.room() != "store/db":
			return "only store/db knows the driver"
		case within(imported, "database/sql") && !s.in("store") && !s.test:
			return "only store speaks SQL"
		}
		return ""
	})
}

func emptyNames(s source) []mention {
	empty := []string{"util", "utils", "common", "helper", "helpers", "manager", "managers", "misc"}
	words := strings.FieldsFunc(strings.TrimSuffix(s.path, path.Ext(s.path)), func(r rune) bool { return r == '/' || r == '_' })
	for _, word := range append(words, strings.Split(s.pkg, "_")...) {
		if slices.Contains(empty, word) {
			return []mention{{fmt.Sprintf("%q says nothing about what is inside", word), 1}}
		}
	}
	return nil
}

func longFiles(s source) []mention {
	if s.test || s.lines <= 600 {
		return nil
	}
	return []mention{{fmt.Sprintf("%d lines, more than 600: a file has one subject", s.lines), s.lines}}
}

// ask puts a question about each mention; an answer that is not empty is a breach.
func ask(all []mention, question func(string) string) []mention {
	var found []mention
	for _, m := range all {
		if what := question(m.what); what != "" {
			found = append(found, mention{what, m.line})
		}
	}
	return found
}
