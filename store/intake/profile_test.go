package intake

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"kurator/model"
)

const northProfile = `
id = "ecpur-2026"
title = "Наш Север"
channel = "ecpur"
reimport = "snapshot"
dates = ["дд/мм/гг чч.мм"]
duration = "часы"
yes = ["ага"]
no = ["не"]
empty = ["", "нет данных"]
markup = true

[[column]]
heading = "Ключ"
field = "external_id"
required = true

[[column]]
heading = "Когда"
field = "received"
required = true

[[column]]
heading = "Когда"
occurrence = 2
field = "finished"

[[column]]
heading = "Сколько ждал"
field = "answer_after"

[[column]]
heading = "О чём"
field = "body"

[[column]]
heading = "Опоздали"
field = "late"

[[column]]
heading = "Чем кончилось"
field = "outcome"
values = { "Починили" = "решено" }

[values.outcome]
"Объяснили" = "разъяснено"
`

// TestInventedLayout: a layout nobody foresaw is read through a profile.
func TestInventedLayout(t *testing.T) {
	p, err := ParseProfile(northProfile)
	if err != nil {
		t.Fatal(err)
	}
	rows := [][]string{
		{"Наш Север: мои обращения"}, {"Ключ", "Когда", "О чём", "Сколько ждал", "Опоздали", "Чем кончилось", "Когда", "Лишнее"},
		{"С-1", "15/09/26 01.18", "Яма &amp; лужа", "2,5", "ага", "починили", "20/09/26 10.00", "x"},
		{"С-2", "16/09/26 08.00", "Снег", "нет данных", "не", "Объяснили", "нет данных", ""},
		{"С-3", "2026-09-15", "Не та дата", "", "", "", "", ""},
	}
	for _, path := range []string{writeCSV(t, "x.csv", rows), writeBook(t, "x.xlsx", rows)} {
		f, got := readAll(t, path, Options{Profiles: []Profile{p}})
		equal(t, "profile", [3]any{f.Profile.ID, f.Profile.Reimport, f.Channel}, [3]any{"ecpur-2026", Snapshot, model.ChannelECPUR})
		a, b := got[0].Facts, got[1].Facts
		equal(t, "received", a.Received, at(2026, 9, 15, 1, 18, 0))
		equal(t, "answered", a.Answered, at(2026, 9, 15, 3, 48, 0))
		equal(t, "finished", a.Finished, at(2026, 9, 20, 10, 0, 0))
		equal(t, "late", [2]bool{*a.Registration.Late, *b.Registration.Late}, [2]bool{true, false})
		equal(t, "outcomes", [2]model.Outcome{a.Outcome, b.Outcome}, [2]model.Outcome{model.OutcomeSolved, model.OutcomeExplained})
		equal(t, "body", a.Body.Body, "Яма & лужа")
		equal(t, "second", [2]model.Instant{b.Answered, b.Finished}, [2]model.Instant{})
		equal(t, "fault", strings.Contains(got[2].Fault, "«Когда»"), true)
	}
}

func TestByPosition(t *testing.T) {
	p, err := ParseProfile(`
id = "tail"
channel = "phone"
first_row = 2
[[column]]
position = 1
field = "external_id"
[[column]]
position = 3
field = "received"
`)
	if err != nil {
		t.Fatal(err)
	}
	path := writeCSV(t, "x.csv", [][]string{{"что", "это", "такое"}, {"1", "x", "03.02.2026"}, {"2", "y", "04.02.2026"}})
	_, rows := readAll(t, path, Options{Profiles: []Profile{p}, Profile: "tail"})
	noFaults(t, rows)
	equal(t, "keys", [3]any{len(rows), rows[0].Key, rows[1].Key}, [3]any{2, "1", "2"})
	refused(t, path, Options{Profiles: []Profile{p}}, "Не удалось узнать")
}

func TestBuiltinProfiles(t *testing.T) {
	var ids []string
	for _, p := range Builtin() {
		ids = append(ids, p.ID)
		if !p.Builtin || p.Title == "" || BuiltinText(p.ID) == "" {
			t.Errorf("%s: %+v", p.ID, p)
		}
		for _, c := range p.Columns {
			if len(p.bind(c, 0).layouts) == 0 {
				t.Errorf("%s: no dates", p.ID)
			}
		}
	}
	equal(t, "ids", ids, []string{"im", "pos", "sed", "review", "kurator", "journal", "ecpur"})
}

// TestOwnProfileWins: where an office's profile fits as well as the built-in one, the office's is taken.
func TestOwnProfileWins(t *testing.T) {
	p, err := ParseProfile(strings.Replace(BuiltinText("pos"), `id = "pos"`, `id = "pos-our"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	f, _ := readAll(t, "testdata/pos.xlsx", Options{Profiles: []Profile{p}})
	equal(t, "profile", f.Profile.ID, "pos-our")
}

func TestMistakesInProfiles(t *testing.T) {
	_, err := ParseProfile(`id = "мой профиль"
channel = "fax"
reimport = "иногда"
duration = "недели"
dates = ["дд.мм"]
colour = "красный"
[[column]]
heading = "Дата"
field = "date"
[[column]]
field = "body"
[[column]]
heading = "Итог"
field = "outcome"
values = { "Да" = "прекрасно" }
[values.kind]
"Гр" = "письмо"
[values.wonder]
"а" = "б"
`)
	if model.CodeOf(err) != model.BadData {
		t.Fatalf("accepted: %v", err)
	}
	for _, want := range []string{"строка 1: id", "строка 2: неизвестный канал «fax»", "строка 3: reimport", "строка 4: duration", "строка 5: непонятный вид даты «дд.мм»",
		"строка 6: неизвестный ключ «colour»", "неизвестное поле «date»", "heading", "«прекрасно»", "«письмо»", "«wonder»"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	_, err = ParseProfile("id = \"a\"\ntitle = [[\n")
	if model.CodeOf(err) != model.BadData || !strings.Contains(err.Error(), "строке") {
		t.Errorf("syntax: %v", err)
	}
}

// TestDraftIsUsable: a guessed profile reads the file it was guessed from.
// A journal kept by hand has dates with and without a time of day in one column, and a slip of the pen.
func TestDraftTakesMixedDates(t *testing.T) {
	path := writeCSV(t, "x.csv", [][]string{{"Рег. №", "Дата", "ФИО", "Суть обращения", "Дата", "Статус"},
		{"А-17", "02.11.2026 09:15", "Песцова Ирина", "Фонарь", "", "в работе"}, {"А-18", "03.11.2026", "Сосна Вера", "Яма", "10.11.2026", "исполнено"},
		{"А-19", "33.11.2026", "Сосна Вера", "Снег", "10.11.2026", "исполнено"}})
	text, err := Draft(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := ParseProfile(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	_, got := readAll(t, path, Options{Profiles: []Profile{p}})
	if len(got) != 3 || got[0].Facts == nil || got[1].Facts == nil || got[0].Facts.Received != at(2026, 11, 2, 9, 15, 0) || got[1].Facts.Received != at(2026, 11, 3, 0, 0, 0) || got[2].Fault == "" {
		t.Errorf("%+v\n%s", got, text)
	}
}

func TestDraftIsUsable(t *testing.T) {
	rows := [][]string{
		{"Сводка по обращениям"},
		{"Идентификатор", "Подано", "Подано", "Гражданин", "Телефон для связи", "Насел. пункт", "Суть проблемы", "Направление", "Исполнить до", "Ответственный отдел", "Состояние дела", "Чем решилось", "Цвет \"папки\""},
		{"А-1", "2026-09-15 01:18", "x", "Песцова Ирина", "8 900 000-00-00", "пгт Ревда", "Яма", "Дороги", "15.10.2026", "Отдел ЖКХ", "В работе", "", "синий"},
		{"А-2", "2026-09-16 11:00", "x", "Сосна Вера", "", "с. Ловозеро", "Снег", "Дороги", "16.10.2026", "Отдел ЖКХ", "Закрыто", "Решено", ""},
	}
	for _, path := range []string{writeCSV(t, "x.csv", rows), writeBook(t, "x.xlsx", rows)} {
		refused(t, path, Options{}, "--draft-profile")
		text, err := Draft(path, Options{Profile: "ecpur"})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(text, "Песцова") || strings.Contains(text, "8 900") {
			t.Error("the draft holds personal data")
		}
		p, err := ParseProfile(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		f, got := readAll(t, path, Options{Profiles: []Profile{p}})
		noFaults(t, got)
		equal(t, "channel", f.Channel, model.ChannelECPUR)
		x := got[0].Facts
		equal(t, "key", got[0].Key, "А-1")
		equal(t, "received", x.Received, at(2026, 9, 15, 1, 18, 0))
		equal(t, "planned", x.Registration.Planned, model.Date("2026-10-15"))
		equal(t, "words", [5]string{x.Applicant.Name.Body, x.Place, x.Body.Body, x.Topic.Group, x.Registration.Executor},
			[5]string{"Песцова Ирина", "пгт Ревда", "Яма", "Дороги", "Отдел ЖКХ"})
		if !strings.Contains(text, "# heading = \"Цвет \\\"папки\\\"\"") {
			t.Error("an unknown column is not offered")
		}
	}
	_, err := Draft(tempFile(t, "x.csv", []byte("1;2;3\n4;5;6\n")), Options{})
	if model.CodeOf(err) != model.BadData || !strings.Contains(err.Error(), "строки заголовков") {
		t.Errorf("figures only: %v", err)
	}
	text, err := Draft("testdata/pos.xlsx", Options{Channel: model.ChannelPOS})
	if err != nil {
		t.Fatal(err)
	}
	p, err := ParseProfile(text)
	if err != nil {
		t.Fatal(err)
	}
	_, got := readAll(t, "testdata/pos.xlsx", Options{Profiles: []Profile{p}, Profile: p.ID})
	noFaults(t, got)
	equal(t, "rows", len(got), 60)
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ pattern, text, want string }{
		{"дд.мм.гггг", "1.2.2026", "2026-02-01 00:00:00 true"}, {"дд.мм.гггг", "29.02.2024", "2024-02-29 00:00:00 true"},
		{"дд.мм.гггг", "29.02.2026", ""}, {"дд.мм.гггг", "01.02.26", ""}, {"дд.мм.гггг", "01.02.2026 ", "2026-02-01 00:00:00 true"}, {"дд.мм.гггг", "01.02.20261", ""},
		{"гггг-мм-дд чч:мм:сс", "2025-12-25 08:36:39", "2025-12-25 08:36:39 false"}, {"гггг-мм-дд чч:мм:сс", "2025-12-25 08:36:39.125", "2025-12-25 08:36:39 false"},
		{"гггг-мм-дд чч:мм:сс", "2025-12-25 24:36:39", ""}, {"yyyy-mm-ddThh:mm", "2025-12-25T08:36", "2025-12-25 08:36:00 false"}, {"дд.мм.гг", "05.06.26", "2026-06-05 00:00:00 true"},
		{"дд.мм.гггг", "46280,5", "2026-09-15 12:00:00 false"}, {"дд.мм.гггг", "46280", "2026-09-15 00:00:00 true"}, {"дд.мм.гггг", "12", ""}, {"дд.мм.гггг", "", ""},
	} {
		l, ok := parseLayout(c.pattern)
		if !ok {
			t.Fatal(c.pattern)
		}
		got := ""
		if d, ok := readDate(c.text, []layout{l}, false); ok {
			got = fmt.Sprintf("%s %02d:%02d:%02d %v", d.date(), d.hour, d.minute, d.second, d.dateOnly)
		}
		equal(t, c.text, got, c.want)
	}
	for _, bad := range []string{"", "дд.мм", "дд.дд.гггг мм", "чч:мм"} {
		if _, ok := parseLayout(bad); ok {
			t.Errorf("%q is a layout", bad)
		}
	}
}

func TestNumbersAndCodes(t *testing.T) {
	for in, want := range map[string]string{"330000046.0": "330000046", "4.0000119E7": "40000119", "4.5E+1": "45", "05/01-ОГ-10": "05/01-ОГ-10", "1.5": "1.5", "1.E": "1.E",
		"0005.0005": "0005.0005", "1.2.3": "1.2.3", "1.25E1": "1.25E1", "1.E99999": "1.E99999"} {
		equal(t, in, number(in), want)
	}
	for in, want := range map[string][2]string{"(0005.0005.0056.1156) Тепло": {"0005.0005.0056.1156", "Тепло"}, "0005.0005.0056.1156.0001 - Тепло": {"0005.0005.0056.1156.0001", "Тепло"},
		"(абв) Тепло": {"", "(абв) Тепло"}, "0005.0005 Тепло": {"", "0005.0005 Тепло"}, "(0005.0005.0056.1156 Тепло": {"", "(0005.0005.0056.1156 Тепло"}, "": {"", ""}} {
		code, title := topicCode(in)
		equal(t, in, [2]string{code, title}, want)
	}
}

func FuzzProfile(f *testing.F) {
	for _, p := range Builtin() {
		f.Add(BuiltinText(p.ID))
	}
	f.Add(northProfile)
	f.Add("id=\"a\"\n[[column]]\nposition=99999999999\n")
	f.Add("id=\"a\"\ndates=[\"\",\"г\"]\n[values.mark]\na=\"5\"\n[[column]]\nheading=\"\\u0000\"\nfield=\"close_reason\"")
	path := writeCSV(f, "x.csv", [][]string{{"Ключ", "Когда", "Номер", "ID"}, {"1", "03.02.2026", "2", "3"}})
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParseProfile(text)
		if err != nil {
			if model.CodeOf(err) != model.BadData {
				t.Fatalf("no sentence: %v", err)
			}
			return
		}
		file, err := Open(path, Options{Profiles: []Profile{p}, Profile: p.ID, Zone: moscow})
		if err != nil {
			return
		}
		defer file.Close()
		if _, err := file.All(); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzRows: whatever stands in the cells of an export, each row is facts or a sentence.
func FuzzRows(f *testing.F) {
	for _, name := range []string{"im", "pos", "sed"} {
		text, err := os.ReadFile("testdata/" + name + "_cp1251.csv")
		if err != nil {
			f.Fatal(err)
		}
		lines := slices.Collect(strings.Lines(string(text)))
		f.Add([]byte(strings.Join(lines[:5], "")))
	}
	f.Add([]byte("Номер;Дата поступления;Оценка ответа заявителем;Стадия;Статус;Источник;ФЗ;Категория\n1;01.01.2026;\"9;;;;;;\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) == 0 {
			return
		}
		file, err := Open(tempFile(t, "x.csv", content), Options{Zone: moscow, Channel: model.ChannelMail})
		if err != nil {
			return
		}
		defer file.Close()
		rows, err := file.All()
		if err != nil && model.CodeOf(err) != model.BadData {
			t.Fatal(err)
		}
		for _, r := range rows {
			if (r.Facts == nil) == (r.Fault == "") || r.Facts != nil && (r.Key == "" || r.Facts.Received == 0 || !r.Facts.Registration.Channel.Known()) {
				t.Fatalf("neither facts nor a fault: %+v", r)
			}
		}
	})
}
