package query

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	moscow = time.FixedZone("MSK", 3*3600)
	now    = time.Date(2026, 11, 24, 9, 5, 30, 0, moscow) // a Tuesday
)

func TestResolve(t *testing.T) {
	const layout = "02.01.2006 15:04:05"
	for text, want := range map[string][2]string{
		"сегодня":            {"24.11.2026 00:00:00", "25.11.2026 00:00:00"},
		"вчера":              {"23.11.2026 00:00:00", "24.11.2026 00:00:00"},
		"эта-неделя":         {"23.11.2026 00:00:00", "30.11.2026 00:00:00"},
		"прошлая-неделя":     {"16.11.2026 00:00:00", "23.11.2026 00:00:00"},
		"следующая-неделя":   {"30.11.2026 00:00:00", "07.12.2026 00:00:00"},
		"неделя-цур":         {"21.11.2026 00:00:00", "28.11.2026 00:00:00"},
		"прошлая-неделя-цур": {"14.11.2026 00:00:00", "21.11.2026 00:00:00"},
		"этот-месяц":         {"01.11.2026 00:00:00", "01.12.2026 00:00:00"},
		"прошлый-месяц":      {"01.10.2026 00:00:00", "01.11.2026 00:00:00"},
		"прошлый-год":        {"01.01.2025 00:00:00", "01.01.2026 00:00:00"},
		"2026-12":            {"01.12.2026 00:00:00", "01.01.2027 00:00:00"},
		"2026":               {"01.01.2026 00:00:00", "01.01.2027 00:00:00"},
		"05.01":              {"05.01.2027 00:00:00", "06.01.2027 00:00:00"},
		"31.12.2026":         {"31.12.2026 00:00:00", "01.01.2027 00:00:00"},
		"2026-11-24T18:00":   {"24.11.2026 18:00:00", "24.11.2026 18:01:00"},
		"3д":                 {"27.11.2026 00:00:00", "28.11.2026 00:00:00"},
		"-1н":                {"17.11.2026 00:00:00", "18.11.2026 00:00:00"},
		"2ч":                 {"24.11.2026 11:05:30", "24.11.2026 11:05:31"},
	} {
		v, ok := parseWhen(text)
		if !ok {
			t.Errorf("%q is not understood", text)
			continue
		}
		from, to := v.(When).Resolve(now, moscow)
		if from.Format(layout) != want[0] || to.Format(layout) != want[1] {
			t.Errorf("%q is %s – %s, want %v", text, from.Format(layout), to.Format(layout), want)
		}
	}
}

func TestWeeksOnEveryDay(t *testing.T) {
	for day := range 14 {
		at := now.AddDate(0, 0, day)
		for named, first := range map[Named]time.Weekday{ThisWeek: time.Monday, CentreWeek: time.Saturday} {
			from, to := named.Resolve(at, moscow)
			if from.Weekday() != first || to.Sub(from) != 7*24*time.Hour || at.Before(from) || !at.Before(to) {
				t.Errorf("%s of %s is %s – %s", named, at, from, to)
			}
		}
	}
}

// lateFrom is what is stored for a deadline on the local day at the end of which it passes.
func lateFrom(daysFromToday int) int64 {
	return civil(2026, 11, 24+daysFromToday+1, moscow).Unix()
}

func TestInterval(t *testing.T) {
	at := func(s string) int64 {
		x, err := time.ParseInLocation("02.01.2006 15:04", s, moscow)
		if err != nil {
			t.Fatal(err)
		}
		return x.Unix()
	}
	for _, c := range []struct {
		text   string
		column int64
		want   bool
	}{
		{"срок:сегодня", lateFrom(0), true}, {"срок:сегодня", lateFrom(1), false}, {"срок:сегодня", at("24.11.2026 18:00"), true},
		{"срок:<3д", lateFrom(2), true}, {"срок:<3д", lateFrom(3), false}, {"срок:<=3д", lateFrom(3), true}, {"срок:<3д", lateFrom(-9), true},
		{"срок:<0", now.Unix(), true}, {"срок:<0", now.Unix() + 1, false}, {"срок:<0", lateFrom(-1), true}, {"срок:<0", lateFrom(0), false},
		{"срок:>=0", now.Unix(), false}, {"срок:>=0", now.Unix() + 1, true}, {"срок:<2ч", at("24.11.2026 11:00"), true}, {"срок:<2ч", at("24.11.2026 12:00"), false},
		{"срок:>-2д", lateFrom(-1), true}, {"срок:>-2д", lateFrom(-2), false}, {"срок:<3д", 0, false}, {"-срок:<3д", 0, false},
		{"срок:сегодня..2д", lateFrom(2), true}, {"срок:сегодня..2д", lateFrom(3), false}, {"срок:2д..сегодня", lateFrom(1), true},
		{"получено:<3д", at("22.11.2026 00:00"), true}, {"получено:<3д", at("21.11.2026 23:59"), false}, {"получено:<=3д", at("21.11.2026 00:00"), true},
		{"получено:>3д", at("20.11.2026 23:59"), true}, {"получено:1д", at("23.11.2026 12:00"), true}, {"получено:<2ч", at("24.11.2026 08:00"), true},
		{"получено:<2ч", at("24.11.2026 07:00"), false}, {"получено:1д..3д", at("21.11.2026 00:00"), true}, {"получено:1д..3д", at("24.11.2026 00:00"), false},
		{"получено:>01.11.2026", at("01.11.2026 23:59"), false}, {"получено:>01.11.2026", at("02.11.2026 00:00"), true},
		{"получено:>=01.11.2026", at("01.11.2026 00:00"), true}, {"получено:<01.11.2026", at("31.10.2026 23:59"), true}, {"получено:<01.11.2026", 0, false},
		{"получено:2026-11-01..2026-11-30", at("30.11.2026 23:59"), true}, {"получено:2026-11..", at("01.11.2026 00:00"), true}, {"закрыто:..вчера", at("23.11.2026 23:59"), true},
	} {
		q, err := Parse(c.text)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.text, err)
			continue
		}
		e := q.Expr
		if not, ok := e.(Not); ok {
			e = not.X
		}
		in, ok := e.(Term).Interval(now, moscow)
		if !ok || in.Contains(c.column) != c.want {
			t.Errorf("%q holds for %s: %v, want %v (%+v)", c.text, time.Unix(c.column, 0).In(moscow), !c.want, c.want, in)
		}
	}
	if _, ok := (Term{FieldMark, Lt, Number(3)}).Interval(now, moscow); ok {
		t.Error("a mark has no interval")
	}
}

// For one moment exactly one of <, = and > holds, and <= and >= are what they say.
func TestComparisonsPartitionTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom([]Field{FieldDue, FieldAnswerBy, FieldReceived, FieldAnswered, FieldClosed}).Draw(t, "field")
		v := drawWhen(t)
		column := rapid.Int64Range(2, 1<<33).Draw(t, "column")
		if rapid.Bool().Draw(t, "near") {
			column = now.Unix() + rapid.Int64Range(-1e6, 1e6).Draw(t, "seconds")
		}
		holds := func(op Op) bool {
			in, ok := Term{f, op, v}.Interval(now, moscow)
			if !ok {
				t.Fatalf("%v has no interval", v)
			}
			return in.Contains(column)
		}
		lt, eq, gt := holds(Lt), holds(Is), holds(Gt)
		count := 0
		for _, b := range []bool{lt, eq, gt} {
			if b {
				count++
			}
		}
		if count != 1 || holds(Le) != (lt || eq) || holds(Ge) != (gt || eq) {
			t.Fatalf("%s %v at %d: < %v, = %v, > %v, <= %v, >= %v", f, v, column, lt, eq, gt, holds(Le), holds(Ge))
		}
	})
}
