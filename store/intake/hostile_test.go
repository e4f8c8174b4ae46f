package intake

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
)

// spoilt writes a sample with its cells changed and reads it.
func spoilt(t *testing.T, sample string, change func(cells [][]string) [][]string) []Row {
	t.Helper()
	_, rows := readAll(t, writeBook(t, "x.xlsx", change(readCSV(t, "testdata/"+sample+"_cp1251.csv"))), Options{})
	return rows
}

func columnOf(cells [][]string, heading string) int { return slices.Index(cells[0], heading) }

// TestNumbersInTheirDress: what people and programs put around a number is not part of it.
func TestNumbersInTheirDress(t *testing.T) {
	for in, want := range map[string]string{"330 000 046": "330000046", "330\u00a0000\u00a0046": "330000046", "№ 330000046": "330000046",
		`="330000046"`: "330000046", "330000046,00": "330000046", "05 12": "05 12", "012 345": "012 345", "07/19-ОГ-10": "07/19-ОГ-10", "1,5": "1,5"} {
		equal(t, in, number(in), want)
	}
}

// TestMutilatedNumberIsNoNumber: a number whose digits are gone must not become anybody's number.
func TestMutilatedNumberIsNoNumber(t *testing.T) {
	for in, want := range map[string]bool{"1.23457E+11": true, "1,23457E+11": true, "4E+07": true, "1.23e+015": true, "1,2345678901234568E+19": true, "####": true,
		"4.0000119E7": false, "4.00001E7": false, "1.23456789012E+11": false, "330000046": false, "05/E+1": false, "#1": false, "E+11": false} {
		equal(t, in, mutilated(in), want)
	}
	rows := spoilt(t, "pos", func(cells [][]string) [][]string {
		cells[1][columnOf(cells, "Номер")] = "1,23457E+11"
		cells[2][columnOf(cells, "Номер ЕПГУ")] = "1,23457E+11"
		return cells
	})
	equal(t, "no facts", rows[0].Facts == nil, true)
	equal(t, "sentence", strings.Contains(rows[0].Fault, "последние цифры потеряны"), true)
	equal(t, "second number", rows[1].Facts.Registration.SecondID, "")
}

// TestOneNumberTwoContents: the later of two rows that contradict each other waits; equal rows do not.
func TestOneNumberTwoContents(t *testing.T) {
	rows := spoilt(t, "pos", func(cells [][]string) [][]string {
		other := slices.Clone(cells[1])
		other[columnOf(cells, "Факт")] = "Другой факт"
		return [][]string{cells[0], cells[1], cells[2], cells[1], other}
	})
	equal(t, "rows", len(rows), 4)
	noFaults(t, rows[:3])
	equal(t, "fault", rows[3].Fault, "Этот номер уже есть в строке 2, и там сказано другое. Проверьте, какая из строк верна.")
	equal(t, "kept", strings.Contains(rows[3].Raw, "Другой факт"), true)
}

// TestDatesAsPeopleWriteThem: the same moment in other spellings; an American date is refused, not turned round.
func TestDatesAsPeopleWriteThem(t *testing.T) {
	p, err := ParseProfile(BuiltinText("im"))
	if err != nil {
		t.Fatal(err)
	}
	b := p.bind(Column{Field: "received"}, 0)
	msk := time.FixedZone("", 3*3600)
	want := model.InstantOf(time.Date(2026, 9, 5, 7, 9, 0, 0, msk))
	for _, s := range []string{"2026-09-05T07:09:00", "2026-09-05T07:09", "2026-09-05T07:09:00+03:00", "2026-09-05T04:09:00Z", "05.09.2026, 07:09:00", "05.09.2026  7:09",
		"05.09.2026\u00a007:09", "05.09.26 07:09", "05.09.2026 г. 07:09", "05.09.2026 г. в 07:09", "2026-09-05 07:09"} {
		c, ok := readDate(s, b.layouts, false)
		equal(t, s, []any{ok, c.instant(msk)}, []any{true, want})
	}
	for _, id := range []string{"im", "pos", "sed", "review"} {
		p, _ := ParseProfile(BuiltinText(id))
		b := p.bind(Column{Field: "received"}, 0)
		for _, s := range []string{"09/05/2026", "05/09/2026", "9/5/26", "32.01.2026", "05.09", "05.13.2026", "T", "г."} {
			if c, ok := readDate(s, b.layouts, false); ok {
				t.Errorf("%s: %q is taken for %s", id, s, c.date())
			}
		}
		if c, ok := readDate("05.09.2026 г.", b.layouts, false); !ok || c.date() != "2026-09-05" || !c.dateOnly {
			t.Errorf("%s: «05.09.2026 г.» gives %v %v", id, c, ok)
		}
	}
}

// TestDurationsInWords: days beside a clock, and units in words.
func TestDurationsInWords(t *testing.T) {
	for in, want := range map[string]time.Duration{"1 д. 03:20": 27*time.Hour + 20*time.Minute, "1 д. 03:20:15": 27*time.Hour + 20*time.Minute + 15*time.Second,
		"27:15:00": 27*time.Hour + 15*time.Minute, "1 день 3 часа 20 минут": 27*time.Hour + 20*time.Minute, "2сут. 5 с": 48*time.Hour + 5*time.Second, "3 ч": 3 * time.Hour,
		"0,5": 12 * time.Hour, "1.125": 27 * time.Hour} {
		d, ok := readDuration(in, 24*time.Hour)
		equal(t, in, []any{d, ok}, []any{want, true})
	}
	for _, in := range []string{"", "д", "1 мес.", "1 ч 2 д", "1 ч 03:20", "1 д. 25:00", "1 д. 2", "5 попугаев", "9999999 д", "1:2:3:4"} {
		if d, ok := readDuration(in, 24*time.Hour); ok {
			t.Errorf("%q is %v", in, d)
		}
	}
}

// TestHeadingsInDisguise: Latin letters that look Russian, numbers before the words, a row that counts the columns.
func TestHeadingsInDisguise(t *testing.T) {
	_, want := readAll(t, "testdata/pos.xlsx", Options{})
	look := strings.NewReplacer("с", "c", "о", "o", "а", "a", "Н", "H", "е", "e", "р", "p")
	for name, change := range map[string]func(int, string) string{
		"latin":    func(_ int, h string) string { return look.Replace(h) },
		"numbered": func(i int, h string) string { return string(rune('1'+i%9)) + ". " + h },
	} {
		rows := spoilt(t, "pos", func(cells [][]string) [][]string {
			counts := make([]string, len(cells[0]))
			for i, h := range cells[0] {
				cells[0][i] = change(i, h)
				counts[i] = strings.TrimLeft(string(rune('0'+(i+1)/10))+string(rune('0'+(i+1)%10)), "0")
			}
			return slices.Insert(cells, 1, counts)
		})
		noFaults(t, rows)
		equal(t, name, len(rows), len(want))
		equal(t, name, rows[7].Digest, want[7].Digest)
	}
}

// TestHeadOfTwoRows: cells merged over both rows beside cells that are divided below.
func TestHeadOfTwoRows(t *testing.T) {
	_, want := readAll(t, "testdata/pos.xlsx", Options{})
	rows := spoilt(t, "pos", func(cells [][]string) [][]string {
		upper, lower := slices.Clone(cells[0]), make([]string, len(cells[0]))
		for _, i := range []int{4, 5, 6, 7, 8} {
			upper[i], lower[i] = "", cells[0][i]
		}
		upper[4], upper[7] = "Тема", "Организации"
		at := columnOf(cells, "Дата поступления")
		upper[at], lower[at], upper[at+1], lower[at+1] = "Дата", "поступления", "", "планируемого завершения работ"
		return append([][]string{{"Отчёт"}, upper, lower}, cells[1:]...)
	})
	noFaults(t, rows)
	equal(t, "rows", len(rows), len(want))
	for i := range rows {
		equal(t, "topic", rows[i].Facts.Topic, want[i].Facts.Topic)
		equal(t, "planned", rows[i].Facts.Registration.Planned, want[i].Facts.Registration.Planned)
		equal(t, "received", rows[i].Facts.Received, want[i].Facts.Received)
	}
}

// TestTotalsAndTornEnd: totals are called so, and a csv that ends inside a row says it.
func TestTotalsAndTornEnd(t *testing.T) {
	rows := spoilt(t, "pos", func(cells [][]string) [][]string { return append(cells, []string{"", "Итого: 60"}) })
	equal(t, "totals", rows[len(rows)-1].Fault, "Это похоже на строку итогов, а не на обращение.")
	text := strings.TrimSuffix(csvText(readCSV(t, "testdata/pos_cp1251.csv")), "\r\n")
	torn := text[:strings.LastIndexByte(text, ';')-1] // inside the last cell but one, and inside a letter
	_, rows = readAll(t, tempFile(t, "x.csv", []byte(torn)), Options{})
	equal(t, "torn", strings.Contains(rows[len(rows)-1].Fault, "не до конца"), true)
	noFaults(t, rows[:len(rows)-1])
}

// TestWhatTheChannelSaysOfTheCase: ИМ names the type of an incident, ПОС says which messages are looked into again.
func TestWhatTheChannelSaysOfTheCase(t *testing.T) {
	_, rows := readAll(t, "testdata/im.xlsx", Options{})
	types := tally(rows, func(f *model.Facts) string { return f.Registration.Nature })
	equal(t, "types", types["Решаемый"]+types["Информационный"], len(rows))
	cells := readCSV(t, "testdata/pos_cp1251.csv")
	_, rows = readAll(t, "testdata/pos.xlsx", Options{})
	again := 0
	for _, r := range cells[1:] {
		if r[columnOf(cells, "Повторное рассмотрение")] == "Да" {
			again++
		}
	}
	equal(t, "again", again > 0, true)
	equal(t, "repeated", count(rows, func(f *model.Facts) bool { return f.Registration.Repeat }), again)
}
