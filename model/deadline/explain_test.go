package deadline

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kurator/model"
	"kurator/model/calendar"
)

func TestExplanations(t *testing.T) {
	for _, c := range []struct {
		name string
		req  Request
		want string
	}{
		{"working hours", Request{Term: "9wh", Hours: "mon-fri 09:00-13:00,14:00-18:00", From: "2024-05-07 17:30"}, `
Срок: 13.05.2024 10:30
  Событие вт 07.05.2024 17:30; срок — 9 раб. ч
  вт 07.05.2024 — 30 раб. мин (17:30–18:00)
  ср 08.05.2024 — 7 раб. ч (09:00–13:00, 14:00–17:00; Сокращённый (предпраздничный) рабочий день — ст. 95 ТК РФ, предпраздничный день)
  чт 09.05.2024 — День Победы — ст. 112 ТК РФ, нерабочий праздничный день
  пт 10.05.2024 — Выходной (перенос с 06.01.2024) — перенос постановлением Правительства РФ
  сб 11.05.2024 – вс 12.05.2024 — выходной день
  пн 13.05.2024 — 1 раб. ч 30 мин (09:00–10:30)
  Основание: Срок 9 раб. ч по производственному календарю, часы mon-fri 09:00-13:00,14:00-18:00`},
		{"calendar days", Request{Term: "30d", From: "2024-12-02"}, `
Срок: 28.12.2024 (сб), просрочка — со следующего дня
  Событие пн 02.12.2024; срок — 30 календарных дней
  День 1 — вт 03.12.2024, день 30 — ср 01.01.2025
  ср 01.01.2025 — Новый год (новогодние каникулы) — ст. 112 ТК РФ, нерабочий праздничный день
  вт 31.12.2024 — Выходной (перенос с 07.01.2024) — перенос постановлением Правительства РФ
  пн 30.12.2024 — Выходной (перенос с 28.12.2024) — перенос постановлением Правительства РФ
  вс 29.12.2024 — выходной день
  Последний день — выходной и переносится на предыдущий рабочий день, сб 28.12.2024
  Основание: Срок 30 календарных дней по производственному календарю`},
		{"working days with a pause", Request{Term: "7wd", From: "2024-05-08", Pauses: []string{"2024-05-14 10:00..2024-05-17 12:00"}}, `
Срок: 23.05.2024 (чт), просрочка — со следующего дня
  Событие ср 08.05.2024; срок — 7 раб. дней
  Пауза с вт 14.05.2024 10:00 до пт 17.05.2024 12:00
  чт 09.05.2024 — День Победы — ст. 112 ТК РФ, нерабочий праздничный день
  пт 10.05.2024 — Выходной (перенос с 06.01.2024) — перенос постановлением Правительства РФ
  сб 11.05.2024 – вс 12.05.2024 — выходной день
  пн 13.05.2024 – вт 14.05.2024 — дни 1–2
  ср 15.05.2024 – чт 16.05.2024 — пауза
  пт 17.05.2024 — день 3
  сб 18.05.2024 – вс 19.05.2024 — выходной день
  пн 20.05.2024 – чт 23.05.2024 — дни 4–7
  Основание: Срок 7 раб. дней по производственному календарю`},
		{"all within holidays", Request{Term: "3d", From: "2025-01-01"}, `
Срок: 04.01.2025 (сб), просрочка — со следующего дня
  Событие ср 01.01.2025; срок — 3 календарных дня
  День 1 — чт 02.01.2025, день 3 — сб 04.01.2025
  сб 04.01.2025 — Новогодние каникулы — ст. 112 ТК РФ, нерабочий праздничный день
  Последний день — выходной и остаётся: рабочего дня между событием и концом срока нет
  Основание: Срок 3 календарных дня по производственному календарю`},
	} {
		c.req.Explain = true
		got, err := book(t).Compute(c.req)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if text := "\n" + strings.Join(got.Explain, "\n"); text != c.want {
			t.Errorf("%s:%s\nwant:%s", c.name, text, c.want)
		}
	}
}

func TestExplainChanges(t *testing.T) {
	b := book(t)
	c := Case{Channel: "sed", Received: at(t, "2026-09-13 12:00"), Extended: Extension{10, at(t, "2026-10-01")}, ResolutionDate: day(t, "2026-10-20")}
	due, err := b.Due(c)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := b.Explain(c, due)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(texts(lines), "\n")
	for _, want := range []string{"Ответ: 20.10.2026", "нерабочий день: регистрация пн 14.09.2026", "день 40 — сб 24.10.2026", "Продлено 01.10.2026 на 10 дней, прежний срок — 14.10.2026",
		"Резолюция сокращает срок до 20.10.2026", "59-ФЗ, ст. 12 ч. 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("no «%s» in:\n%s", want, text)
		}
	}
	c.Extended.Days = 40
	due, _ = b.Due(c)
	if lines, _ = b.Explain(c, due); !strings.Contains(strings.Join(texts(lines), "\n"), "Продление не учтено") {
		t.Errorf("a refused extension is not told: %v", lines)
	}
}

// TestExplainEverything: whatever the case, each of its clocks is explained, from its date to its basis, in few lines.
func TestExplainEverything(t *testing.T) {
	b := book(t)
	pausing := pausingBook(t)
	rapid.Check(t, func(t *rapid.T) {
		b := b
		if rapid.Bool().Draw(t, "pauses allowed") {
			b = pausing
		}
		c := drawCase(t)
		clocks, err := b.Clocks(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, clock := range clocks {
			lines, err := b.Explain(c, clock)
			if err != nil {
				t.Fatal(err)
			}
			if lines[0].Kind != LineHead || !strings.Contains(lines[0].Text, clock.DueRussian(b.loc)) || lines[len(lines)-1].Kind != LineBasis || len(lines) > 60 {
				t.Fatalf("%+v: %d lines %v", clock, len(lines), lines)
			}
		}
	})
}

// drawCase makes any case of 2023–2026.
func drawCase(t *rapid.T) Case {
	instant := func(name string, from model.Instant) model.Instant {
		if rapid.IntRange(0, 2).Draw(t, name+"?") == 0 {
			return 0
		}
		return from + model.Instant(rapid.IntRange(0, 40*86400).Draw(t, name))
	}
	received := model.Instant(1672531200 + rapid.IntRange(0, 3*365*86400).Draw(t, "received"))
	c := Case{
		Channel:    rapid.SampledFrom(model.Channels()).Draw(t, "channel"),
		Kind:       rapid.SampledFrom([]model.Kind{"", model.KindLaw59, model.KindMessage, model.KindFastTrack, model.KindComment, KindCourt, KindUnreadable}).Draw(t, "kind"),
		Priority:   rapid.SampledFrom([]model.Priority{"", model.PriorityHigh}).Draw(t, "priority"),
		Received:   received,
		Registered: instant("registered", received), HandedOver: instant("handed over", received), InterimAt: instant("interim", received),
		AnsweredAt: instant("answered", received), ReopenedAt: instant("reopened", received),
	}
	date := func(name string) calendar.Date {
		if at := instant(name, received); at != 0 {
			return calendar.Date(at / 86400)
		}
		return 0
	}
	c.ExternalDue, c.ResolutionDate = date("external"), date("resolution")
	if rapid.Bool().Draw(t, "extended") {
		c.Extended = Extension{rapid.IntRange(1, 35).Draw(t, "days"), instant("extended at", received)}
	}
	for range rapid.IntRange(0, 3).Draw(t, "pauses") {
		from := received + model.Instant(rapid.IntRange(-86400, 20*86400).Draw(t, "pause from"))
		p := calendar.Interval{From: from.In(moscowOrUTC)}
		if rapid.IntRange(0, 5).Draw(t, "pause ends") > 0 {
			p.To = (from + model.Instant(rapid.IntRange(0, 9*86400).Draw(t, "pause length"))).In(moscowOrUTC)
		}
		c.Pauses = append(c.Pauses, p)
	}
	return c
}
