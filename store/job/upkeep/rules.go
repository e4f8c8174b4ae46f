package upkeep

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/store"
)

// Change is a change of the office's rules that was prepared and not made yet: what it does in words, and the steps. All of it
// is one operation and one undo step; the open cases it moves are recounted with it.
type Change struct {
	Title string
	Lines []string
	Steps []store.Step
}

// Empty tells that nothing would change.
func (c Change) Empty() bool { return len(c.Steps) == 0 }

func (c *Change) add(line string, ref model.Ref, action model.Action) {
	c.Lines = append(c.Lines, line)
	c.Steps = append(c.Steps, store.Step{Ref: ref, Action: action})
}

// From tells from which version of the office the change was made: whatever somebody changed since is refused, and named.
func (c Change) From(version int64) Change {
	c.Steps = slices.Clone(c.Steps)
	for i := range c.Steps {
		c.Steps[i].Rev = version
	}
	return c
}

// Single is a change of one object.
func Single(title string, ref model.Ref, action model.Action) Change {
	return Change{Title: title, Lines: []string{title}, Steps: []store.Step{{Ref: ref, Action: action}}}
}

// Try tells which open cases the change would move, and makes it not. Rights and faults are those of Make.
func (c Change) Try(ctx context.Context, s *store.Store, actor model.Actor) ([]store.Moved, error) {
	r, err := s.Do(ctx, actor, store.Op{Title: c.Title, Steps: c.Steps, Preview: true})
	return r.Moved, err
}

// Make makes the change.
func (c Change) Make(ctx context.Context, s *store.Store, actor model.Actor) (store.Result, error) {
	return s.Do(ctx, actor, store.Op{Title: c.Title, Steps: c.Steps})
}

// MovedWords sums the moves up: «Сроки изменятся у 12 открытых обращений».
func MovedWords(n int) string {
	if n == 0 {
		return "Сроки открытых обращений не изменятся."
	}
	return "Сроки изменятся у " + russian.Count(n, "открытого обращения", "открытых обращений", "открытых обращений") + "."
}

// MoveLine is one move for people: «№ 12: 24.12.2026 → 14.12.2026, на 10 дней раньше».
func MoveLine(snap *store.Snapshot, m store.Moved) string {
	if m.Fault != "" {
		return "№ " + m.ID.String() + ": " + m.Words + ". " + m.Fault
	}
	was, will := m.Was.Channel, m.Will.Channel
	if was == will {
		was, will = m.Was.AnswerBy, m.Will.AnswerBy
	}
	if was == will {
		was, will = m.Was.DraftBy, m.Will.DraftBy
	}
	return fmt.Sprintf("№ %s: %s → %s, %s", m.ID, deadlineText(snap, was), deadlineText(snap, will), m.Words)
}

func deadlineText(snap *store.Snapshot, d model.Deadline) string {
	switch {
	case d.Kind == "":
		return "нет"
	case d.LateFrom == 0:
		return "остановлен"
	case d.Kind == model.DueInstant:
		return russian.DateTime(d.LateFrom.In(snap.Zone()))
	}
	date, err := calendar.ParseDate(string(d.Date))
	if err != nil {
		return string(d.Date)
	}
	return date.Russian()
}

// PutSpec replaces policies and schedules.
func PutSpec(snap *store.Snapshot, spec deadline.Spec, basis string) (Change, error) {
	c := Change{Title: "Правила сроков изменены"}
	return c, c.putSpec(snap, spec, basis)
}

func (c *Change) putSpec(snap *store.Snapshot, spec deadline.Spec, basis string) error {
	lines := specLines(snap.Book.Spec(), spec)
	if len(lines) == 0 {
		return nil
	}
	if _, err := deadline.NewBook(spec, snap.Book.Calendar(), snap.Zone()); err != nil {
		return err
	}
	doc, err := json.Marshal(spec)
	if err != nil {
		return err
	}
	c.Lines = append(c.Lines, lines...)
	c.Steps = append(c.Steps, store.Step{Ref: model.Ref{Noun: model.NounPolicy, ID: 1}, Action: &model.PutPolicies{Spec: doc, Basis: basis}})
	return nil
}

// PutPolicy changes one policy, or enters it.
func PutPolicy(snap *store.Snapshot, p deadline.Policy) (Change, error) {
	spec := copySpec(snap.Book.Spec())
	at := slices.IndexFunc(spec.Policies, func(x deadline.Policy) bool { return x.ID == p.ID })
	if at < 0 {
		spec.Policies = append(spec.Policies, p)
	} else {
		spec.Policies[at] = p
	}
	c, err := PutSpec(snap, spec, p.Basis)
	c.Title = "Правило «" + p.ID + "» изменено"
	return c, err
}

// PutHours changes one schedule.
func PutHours(snap *store.Snapshot, h deadline.HoursSpec) (Change, error) {
	spec := copySpec(snap.Book.Spec())
	at := slices.IndexFunc(spec.Schedules, func(x deadline.HoursSpec) bool { return x.ID == h.ID })
	if at < 0 {
		spec.Schedules = append(spec.Schedules, h)
	} else {
		spec.Schedules[at] = h
	}
	c, err := PutSpec(snap, spec, h.Basis)
	c.Title = "Рабочие часы «" + h.Title + "» изменены"
	return c, err
}

func copySpec(s deadline.Spec) deadline.Spec {
	return deadline.Spec{Policies: slices.Clone(s.Policies), Schedules: slices.Clone(s.Schedules)}
}

// specLines says what differs between two sets of rules.
func specLines(was, will deadline.Spec) []string {
	lines := differing(was.Policies, will.Policies, worded{"Правило", "Новое правило", "Удаляется правило"}, func(p deadline.Policy) string { return p.ID }, policyLine)
	return append(lines, differing(was.Schedules, will.Schedules, worded{"Часы", "Новые часы", "Удаляются часы"}, func(h deadline.HoursSpec) string { return h.ID },
		func(was, will deadline.HoursSpec) string { return was.Hours + " → " + will.Hours })...)
}

// worded is how a list names what changes, is new and goes.
type worded struct{ changed, fresh, gone string }

// differing compares two lists by key.
func differing[T any](was, will []T, words worded, key func(T) string, changed func(was, will T) string) []string {
	var lines []string
	old := map[string]T{}
	for _, x := range was {
		old[key(x)] = x
	}
	for _, x := range will {
		before, known := old[key(x)]
		delete(old, key(x))
		switch {
		case !known:
			lines = append(lines, words.fresh+" «"+key(x)+"»")
		case !reflect.DeepEqual(before, x):
			lines = append(lines, words.changed+" «"+key(x)+"»: "+changed(before, x))
		}
	}
	for _, x := range was {
		if _, gone := old[key(x)]; gone {
			lines = append(lines, words.gone+" «"+key(x)+"»")
		}
	}
	return lines
}

// policyLine names the fields of a policy that change, with both values.
func policyLine(was, will deadline.Policy) string {
	var parts []string
	a, b := reflect.ValueOf(was), reflect.ValueOf(will)
	for i := range a.NumField() {
		if x, y := a.Field(i).Interface(), b.Field(i).Interface(); x != y {
			parts = append(parts, fmt.Sprintf("%s %s → %s", policyField(a.Type().Field(i).Name), orNone(x), orNone(y)))
		}
	}
	return strings.Join(parts, "; ")
}

// policyField is a field of a policy in words.
func policyField(name string) string {
	switch name {
	case "Term":
		return "срок"
	case "Counted":
		return "от чего считать"
	case "LastDay":
		return "последний день"
	case "Schedule":
		return "часы"
	case "From":
		return "для поступивших с"
	case "To":
		return "для поступивших по"
	case "Off":
		return "не действует"
	case "MayExtend":
		return "продление"
	case "MayPause":
		return "приостановка"
	case "PauseBasis":
		return "основание приостановки"
	case "Restart":
		return "переоткрытие начинает заново"
	case "Law59":
		return "указы Президента не переносят"
	case "Basis":
		return "основание"
	case "Certainty":
		return "насколько верно"
	}
	return name
}

func orNone(v any) string {
	switch s := fmt.Sprint(v); s {
	case "":
		return "—"
	case "true":
		return "да"
	case "false":
		return "нет"
	default:
		return s
	}
}

// ReadCalendar prepares the import of further years: CSV in the layout of the shipped file, XML or JSON; what the file is shows
// in its first sign. A year that was loaded is replaced whole; one that says the same changes nothing.
func ReadCalendar(snap *store.Snapshot, data []byte) (Change, error) {
	c := Change{Title: "Календарь загружен"}
	parse := calendar.ParseCSV
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	switch {
	case bytes.HasPrefix(data, []byte("<")):
		parse = calendar.ParseXML
	case bytes.HasPrefix(data, []byte("{")):
		parse = calendar.ParseJSON
	}
	rows, err := parse(bytes.NewReader(data))
	if err != nil {
		return c, calendarFault(err)
	}
	if _, err := snap.Book.Calendar().Extend(rows); err != nil {
		return c, calendarFault(err)
	}
	own := store.OwnCalendar{Years: slices.Clone(snap.Own.Years), Days: snap.Own.Days}
	for _, year := range yearsOf(rows) {
		ofYear := func(r calendar.Row) bool { return r.Date.Year() == year }
		fresh := rowsWhere(rows, ofYear)
		loaded := rowsWhere(snap.Book.Calendar().Rows(), ofYear)
		if sameRows(fresh, loaded) {
			continue
		}
		what := "Календарь на %d год: загружается (%s)"
		if len(loaded) > 0 {
			what = "Календарь на %d год: заменяется (%s)"
		}
		c.Lines = append(c.Lines, fmt.Sprintf(what, year, russian.Count(len(fresh), "особый день", "особых дня", "особых дней")))
		own.Years = append(slices.DeleteFunc(own.Years, ofYear), fresh...)
	}
	if len(c.Lines) == 0 {
		return c, nil
	}
	slices.SortStableFunc(own.Years, func(a, b calendar.Row) int { return int(a.Date - b.Date) })
	return c, c.putCalendar(own, "")
}

func (c *Change) putCalendar(own store.OwnCalendar, basis string) error {
	doc, err := json.Marshal(own)
	if err != nil {
		return err
	}
	c.Steps = append(c.Steps, store.Step{Ref: model.Ref{Noun: model.NounCalendar, ID: 1}, Action: &model.PutCalendar{Calendar: doc, Basis: basis}})
	return nil
}

// PutDays sets the office's own days; those of other dates stay. A date of drop goes back to the official calendar.
func PutDays(snap *store.Snapshot, rows []calendar.Row, drop ...calendar.Date) (Change, error) {
	days := slices.DeleteFunc(slices.Clone(snap.Own.Days), func(r calendar.Row) bool {
		return slices.Contains(drop, r.Date) || slices.ContainsFunc(rows, func(x calendar.Row) bool { return x.Date == r.Date })
	})
	days = append(days, rows...)
	slices.SortStableFunc(days, func(a, b calendar.Row) int { return int(a.Date - b.Date) })
	c := Change{Title: "Дни учреждения изменены"}
	return c, c.ownDays(snap, days)
}

// ownDays replaces the office's own days.
func (c *Change) ownDays(snap *store.Snapshot, days []calendar.Row) error {
	lines := differing(snap.Own.Days, days, worded{"День", "Новый день", "Удаляется день"}, func(r calendar.Row) string { return r.Date.Russian() + " " + string(r.Kind) },
		func(_, will calendar.Row) string { return will.Basis })
	if len(lines) == 0 {
		return nil
	}
	if _, err := snap.Book.Calendar().With(days); err != nil {
		return calendarFault(err)
	}
	c.Lines = append(c.Lines, lines...)
	own := snap.Own
	own.Days = days
	return c.putCalendar(own, "")
}

// calendarFault gives the sentences of the calendar their code.
func calendarFault(err error) error {
	if model.CodeOf(err) != "" && errors.As(err, new(*model.Fault)) {
		return err
	}
	return &model.Fault{Code: model.BadData, Say: err.Error(), Cause: err}
}

func yearsOf(rows []calendar.Row) []int {
	var years []int
	for _, r := range rows {
		if y := r.Date.Year(); !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	return years
}

func rowsWhere(rows []calendar.Row, keep func(calendar.Row) bool) []calendar.Row {
	var out []calendar.Row
	for _, r := range rows {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}

// sameRows compares without regard to order.
func sameRows(a, b []calendar.Row) bool {
	sorted := func(rows []calendar.Row) []calendar.Row {
		rows = slices.Clone(rows)
		slices.SortFunc(rows, func(x, y calendar.Row) int {
			if x.Date != y.Date {
				return int(x.Date - y.Date)
			}
			return strings.Compare(string(x.Kind), string(y.Kind))
		})
		return rows
	}
	return reflect.DeepEqual(sorted(a), sorted(b))
}
