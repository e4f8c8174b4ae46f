package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"kurator/model"
	"kurator/store/sheet"
)

// refused opens a file that must be refused with a sentence that holds a word.
func refused(t *testing.T, path string, o Options, words ...string) {
	t.Helper()
	f, err := Open(path, o)
	if err == nil {
		_ = f.Close()
		t.Fatal("the file was accepted")
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
	if code := model.CodeOf(err); code == "" || code == model.Failed && !strings.Contains(err.Error(), "файла нет") {
		t.Errorf("code %q of %q", code, err)
	}
}

// TestHeadingsWhereverTheyStand: title rows above, columns in another order, columns nobody knows, headings spelled
// otherwise: the facts are the same.
func TestHeadingsWhereverTheyStand(t *testing.T) {
	for _, name := range []string{"im", "pos", "sed"} {
		t.Run(name, func(t *testing.T) {
			cells := readCSV(t, "testdata/"+name+"_cp1251.csv")
			_, want := readAll(t, "testdata/"+name+"_cp1251.csv", Options{})
			order := rand.New(rand.NewPCG(1, 2)).Perm(len(cells[0]))
			if name == "sed" { // equal headings keep their order among themselves
				slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(cells[0][a], cells[0][b]) })
				slices.Sort(order)
			}
			moved := [][]string{{"Отчёт"}, {}, {"Данные на 12.11.2026 09:05", "", "за период с 01.09.2026"}}
			for r, row := range cells {
				out := []string{"лишнее"}
				for _, i := range order {
					c := row[i]
					if r == 0 {
						c = " " + strings.ToUpper(strings.ReplaceAll(c, " ", "  ")) + ": "
					}
					out = append(out, c)
				}
				moved = append(moved, append(out, "ещё"))
			}
			for _, path := range []string{writeCSV(t, "x.csv", moved), writeBook(t, "x.xlsx", moved)} {
				f, rows := readAll(t, path, Options{})
				noFaults(t, rows)
				equal(t, "profile", f.Profile.ID, name)
				equal(t, "rows", len(rows), len(want))
				equal(t, "watermark", f.AsOf, at(2026, 11, 12, 9, 5, 0))
				equal(t, "ignored", slices.Contains(f.Ignored, "лишнее"), true)
				for i := range rows {
					equal(t, fmt.Sprintf("digest of row %d", i), rows[i].Digest, want[i].Digest)
				}
			}
		})
	}
}

func TestEveryCharsetAndSeparator(t *testing.T) {
	_, want := readAll(t, "testdata/pos.xlsx", Options{})
	text := csvText(readCSV(t, "testdata/pos_cp1251.csv"))
	oneByte := func(m *charmap.Charmap) []byte {
		b, err := m.NewEncoder().Bytes([]byte(strings.NewReplacer("«", `"`, "»", `"`).Replace(strings.ReplaceAll(text, ";", "\t"))))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	wide := func() []byte {
		out := []byte{0xff, 0xfe}
		for _, r := range text {
			out = append(out, byte(r), byte(r>>8))
		}
		return out
	}
	for name, content := range map[string][]byte{
		"utf-8": []byte(text), "bom": []byte("\ufeff" + text), "tabs": []byte(strings.ReplaceAll(text, ";", "\t")), "utf-16": wide(),
		"cp866": oneByte(charmap.CodePage866), "koi8-r": oneByte(charmap.KOI8R), "mac": oneByte(charmap.MacintoshCyrillic), "cp1251": oneByte(charmap.Windows1251),
	} {
		t.Run(name, func(t *testing.T) {
			f, rows := readAll(t, tempFile(t, "x.csv", content), Options{})
			noFaults(t, rows)
			if len(rows) != len(want) || rows[0].Key != want[0].Key || rows[0].Facts.Topic != want[0].Facts.Topic {
				t.Errorf("%s: %d rows, %+v", f.Charset, len(rows), rows[0].Facts)
			}
		})
	}
}

func TestBadRows(t *testing.T) {
	cells := readCSV(t, "testdata/pos_cp1251.csv")
	change := func(heading, value string) []string {
		row := slices.Clone(cells[1])
		row[slices.Index(cells[0], heading)] = value
		return row
	}
	rows := [][]string{cells[0],
		change("Номер", "-"), change("Дата поступления", ""), change("Дата поступления", "31.02.2026"), change("Дата поступления", "00.00.0000"),
		change("Дата поступления", "01.01.1900"), change("Дата поступления", "01.01.2062"), change("Дата планируемого завершения работ", "скоро"),
		change("Оценка ответа заявителем", "отлично"), change("Номер", strings.Repeat("9", 200)), append(slices.Clone(cells[1]), "лишняя"),
		cells[0], make([]string, 25), change("Номер", "42")}
	text := strings.Replace(csvText(rows), "\r\n42;", "\r\n43;\"не закрыта\r\n42;", 1)
	_, got := readAll(t, tempFile(t, "x.csv", []byte(text)), Options{Now: at(2026, 11, 25, 12, 0, 0)})
	words := []string{"Нет номера", "Нет даты поступления", "«Дата поступления» нет понятной даты", "«Дата поступления» нет понятной даты",
		"нет понятной даты", "в далёком будущем", "«Дата планируемого завершения работ»", "не оценка", "не номер", "больше ячеек", "кавычка"}
	for i, w := range words {
		if r := got[i]; !strings.Contains(r.Fault, w) || r.Facts != nil || r.Raw == "" || !strings.HasSuffix(r.Fault, ".") {
			t.Errorf("row %d: fault %q, want %q", r.Number, r.Fault, w)
		}
	}
	if last := got[len(got)-1]; len(got) != len(words)+1 || last.Key != "42" || last.Fault != "" {
		t.Errorf("%d rows, the last %+v", len(got), last)
	}
	if !strings.Contains(got[2].Raw, "\t31.02.2026\t") {
		t.Errorf("the original text is %q", got[2].Raw)
	}

	torn := strings.Replace(csvText(cells[:4]), "Не горит фонарь", "Не горит\r\nфонарь", 1)
	_, got = readAll(t, tempFile(t, "x.csv", []byte(torn)), Options{})
	if len(got) != 4 || !strings.Contains(got[0].Fault, "разорвана") || !strings.Contains(got[1].Fault, "разорвана") || got[2].Fault != "" || got[3].Fault != "" {
		t.Errorf("a torn row: %+v", got)
	}
	var ragged [][]string
	for _, r := range cells[:3] {
		ragged = append(ragged, r[:len(r)-3])
	}
	_, got = readAll(t, writeCSV(t, "x.csv", append([][]string{cells[0]}, ragged[1:]...)), Options{})
	noFaults(t, got)
}

func TestHeadersOnly(t *testing.T) {
	for _, name := range []string{"im", "pos", "sed"} {
		cells := readCSV(t, "testdata/"+name+"_cp1251.csv")[:1]
		for _, path := range []string{writeCSV(t, "x.csv", cells), writeBook(t, "x.xlsx", cells)} {
			f, rows := readAll(t, path, Options{})
			if len(rows) != 0 || f.Profile.ID != name {
				t.Errorf("%s: %d rows as %s", name, len(rows), f.Profile.ID)
			}
		}
	}
}

func TestBadFiles(t *testing.T) {
	pos := readCSV(t, "testdata/pos_cp1251.csv")
	without := func(heading string) [][]string {
		i := slices.Index(pos[0], heading)
		var out [][]string
		for _, row := range pos {
			out = append(out, slices.Delete(slices.Clone(row), i, i+1))
		}
		return out
	}
	refused(t, writeCSV(t, "x.csv", without("Дата поступления")), Options{}, "«x.csv»", "Платформа обратной связи", "нет столбцов: «Дата поступления»", "--draft-profile")
	refused(t, writeCSV(t, "x.csv", without("Номер")), Options{}, "«Номер»")
	refused(t, writeCSV(t, "x.csv", pos[1:3]), Options{}, "Не удалось узнать", "нет ни одной знакомой строки заголовков")
	secret := tempFile(t, "x.csv", []byte("Песцова Ирина;+7 921 000-00-00\nСосна Вера;+7 921 000-00-01\n"))
	if _, err := Open(secret, Options{}); err == nil || strings.Contains(err.Error(), "Песцова") {
		t.Errorf("a name in the error: %v", err)
	}
	refused(t, writeCSV(t, "x.csv", pos), Options{Profile: "im"}, "не подходит к профилю «im»")
	refused(t, writeCSV(t, "x.csv", pos), Options{Profile: "нет"}, "Нет профиля «нет»", "journal")
	refused(t, writeCSV(t, "x.csv", pos), Options{Profile: "ecpur"}, "ещё не описана", "--draft-profile")
	refused(t, writeCSV(t, "x.csv", pos), Options{Channel: "fax"}, "Неизвестный канал")
	refused(t, tempFile(t, "x.xlsx", nil), Options{}, "«x.xlsx»", "пуст")
	refused(t, t.TempDir(), Options{}, "папка")
	refused(t, t.TempDir()+"/нет.xlsx", Options{}, "файла нет")
	book, err := os.ReadFile("testdata/im.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	refused(t, tempFile(t, "x.xlsx", book[:len(book)/2]), Options{}, "не до конца")
	refused(t, tempFile(t, "x.xlsx", shortSheet(t, book)), Options{}, "не до конца")
}

// shortSheet cuts the XML of the sheet in the middle of a row and packs the workbook again, whole.
func shortSheet(t *testing.T, book []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(f.Name, "sheet1.xml") {
			text = text[:len(text)/2]
		}
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestIMOddities(t *testing.T) {
	cells := readCSV(t, "testdata/im_cp1251.csv")
	row := func(changes map[string]string) []string {
		r := slices.Clone(cells[1])
		for h, v := range changes {
			r[slices.Index(cells[0], h)] = v
		}
		return r
	}
	path := writeCSV(t, "x.csv", [][]string{cells[0],
		row(map[string]string{"2ой ответ ПИ": "'Второй", "3ий ответ ПИ": "'Третий &quot;да&quot;", "Причина закрытия": "4",
			"Текст инцидента": "'[club5|Подслушано Ловозеро], [id9|Вера] \x00пишет [Фотография] &amp; [не|то]<br/>''в кавычках''"}),
		row(map[string]string{"ID": "1", "Время 1го ответа ПИ": "", "Общее время первого ответа": "", "1ый ответ ПИ": "'", "Итог": "Не решено", "Дата окончания": "",
			"Причина закрытия": "Автор нейтрален", "URL автора": "http://vk.com/club7"}),
		row(map[string]string{"Время с даты создания инцидента до времени первого ответа": "5:51:00,027", "Время 1го ответа ПИ": "", "Общее время первого ответа": "",
			"Время с начала создания инцидента до окончания": "102:52:00", "Дата окончания": "", "Итог": "Что-то новое", "Причина закрытия": "", "Дата создания": "46280.054351852", "ID": "4.0000119E7"}),
		row(map[string]string{"ID": "2", "Текущий шаг инцидента": "Согласование ЦУР", "Дата окончания": "", "Время с начала создания инцидента до окончания": ""}),
	})
	_, rows := readAll(t, path, Options{})
	noFaults(t, rows)
	a := rows[0].Facts
	equal(t, "mark", [2]any{a.Mark, a.CloseReason}, [2]any{4, ""})
	equal(t, "body", a.Body.Body, "Подслушано Ловозеро, Вера пишет [Фотография] & [не|то]\n''в кавычках''")
	equal(t, "answers", len(a.Answers), 3)
	equal(t, "third", a.Answers[2].Text.Body, `Третий "да"`)
	for i, r := range a.Answers {
		equal(t, "time", r.At, at(2026, 9, 15, 7, 9, 16)+model.Instant(i))
		equal(t, "date only", r.DateOnly, i > 0)
	}
	b := rows[1].Facts
	equal(t, "answered by duration", b.Answered, at(2026, 9, 15, 7, 9, 16))
	equal(t, "fallback text", b.Answers[0].Text.Body, "Вера Сосна, здравствуйте! Работы включены в план, срок — до конца недели.")
	equal(t, "finished by duration", b.Finished, at(2026, 9, 19, 8, 10, 16))
	equal(t, "not solved", [3]any{b.Outcome, b.Mark, b.Applicant.Kind}, [3]any{model.OutcomeNotSupported, 3, model.ApplicantOrganisation})
	c := rows[2].Facts
	equal(t, "serial date", c.Received, at(2026, 9, 15, 1, 18, 16))
	equal(t, "answered by clock", c.Answered, at(2026, 9, 15, 7, 9, 16))
	equal(t, "finished by clock", c.Finished, at(2026, 9, 19, 8, 10, 16))
	equal(t, "number", rows[2].Key, "40000119")
	equal(t, "unknown outcome", [2]string{string(c.Outcome), c.CloseReason}, [2]string{"", "Что-то новое"})
	equal(t, "outside", rows[3].Facts.Outside, "ЦУР")
}

func TestUnnumberedRowsStayDistinct(t *testing.T) {
	cells := readCSV(t, "testdata/sed_cp1251.csv")
	strip := func(row []string) []string {
		r := slices.Clone(row)
		r[1], r[8] = "", ""
		return r
	}
	later := strip(cells[1])
	later[12] = "17.10.2026" // answered meanwhile
	_, rows := readAll(t, writeCSV(t, "x.csv", [][]string{cells[0], strip(cells[1]), strip(cells[2]), strip(cells[1])}), Options{})
	noFaults(t, rows)
	_, again := readAll(t, writeCSV(t, "x.csv", [][]string{cells[0], strip(cells[2]), later}), Options{})
	if rows[0].Key == rows[1].Key || rows[0].Key == rows[2].Key || !strings.HasPrefix(rows[0].Key, "б/н ") {
		t.Errorf("keys %q, %q, %q", rows[0].Key, rows[1].Key, rows[2].Key)
	}
	equal(t, "the key outlives the answer", again[1].Key, rows[0].Key)
	equal(t, "the digest does not", again[1].Digest == rows[0].Digest, false)
	equal(t, "external id", rows[0].Facts.Registration.ExternalID, rows[0].Key)
}

func TestReviewJoinsQuestions(t *testing.T) {
	rows := [][]string{
		{"Номер обращения", "Дата регистрации", "Вид обращения", "Тип автора", "Заявитель", "Код вопроса", "Вопрос", "Раздел", "Результат рассмотрения", "Дата исполнения", "Содержание вопроса"},
		{"12-О", "03.02.2026", "Жалоба", "Гражданин", "Морошкина Софья", "0005.0005.0056.1156", "Перебои в теплоснабжении", "ЖКХ", "Поддержано, меры приняты", "20.02.2026", "Холодно"},
		{"13-О", "04.02.2026", "Заявление", "Коллективное", "", "", "(0003.0009.0097.0690) Уличное освещение", "", "Разъяснено", "", ""},
		{"12-О", "03.02.2026", "Жалоба", "Гражданин", "Морошкина Софья", "0003.0009.0097.0694", "Уборка снега", "Экономика", "Разъяснено", "", "Снег"},
		{"", "03.02.2026", "", "", "", "", "Без номера", "", "", "", ""},
	}
	f, got := readAll(t, tempFile(t, "x.csv", []byte("\ufeff"+csvText(rows))), Options{})
	equal(t, "profile", f.Profile.ID, "review")
	if len(got) != 3 || got[2].Fault == "" {
		t.Fatalf("%d rows", len(got))
	}
	a := got[0].Facts
	equal(t, "questions", a.Questions, []model.Question{
		{Topic: model.Topic{Code: "0005.0005.0056.1156", Title: "Перебои в теплоснабжении", Group: "ЖКХ"}, Text: model.Words("Холодно"), Outcome: model.OutcomeMeasures},
		{Topic: model.Topic{Code: "0003.0009.0097.0694", Title: "Уборка снега", Group: "Экономика"}, Text: model.Words("Снег"), Outcome: model.OutcomeExplained},
	})
	equal(t, "open while one question is", a.Finished, model.Instant(0))
	equal(t, "who", [4]any{a.Genre, a.Applicant.Kind, a.Applicant.Name.Body, a.Kind}, [4]any{model.GenreComplaint, model.ApplicantPerson, "Морошкина Софья", model.KindLaw59})
	equal(t, "second", got[1].Facts.Topic, model.Topic{Code: "0003.0009.0097.0690", Title: "Уличное освещение"})
	equal(t, "collective", got[1].Facts.Applicant.Kind, model.ApplicantCollective)
	equal(t, "texts", len((&model.Receive{Facts: *a}).Texts()), 8) // with the words of the registration, which are made when it is stored
}

func TestJournal(t *testing.T) {
	rows := [][]string{
		{"№", "Дата", "Канал", "ФИО", "Телефон", "Населенный пункт", "Адрес", "Тема", "Содержание", "Исполнитель", "Срок", "Дата ответа", "Результат"},
		{"15", "03.02.2026 10:30", "Личный приём", "Ёлкин Пётр", "8 900 000-00-00", "пгт Ревда", "Победы, 7", "Дороги", "'=2+2 яма", "Отдел ЖКХ", "05.03.2026", "10.02.2026", "решено"},
		{"16", "03.02.26", "Факс", "", "", "", "", "", "Текст", "", "", "", ""},
	}
	f, got := readAll(t, writeCSV(t, "x.csv", rows), Options{})
	equal(t, "profile", f.Profile.ID, "journal")
	x := got[0].Facts
	equal(t, "channel", x.Registration.Channel, model.ChannelVisit)
	equal(t, "received", x.Received, at(2026, 2, 3, 10, 30, 0))
	equal(t, "guard undone", x.Body.Body, "=2+2 яма")
	equal(t, "outcome", x.Outcome, model.OutcomeSolved)
	equal(t, "answered", x.Answered, at(2026, 2, 10, 0, 0, 0))
	if !strings.Contains(got[1].Fault, "канал") {
		t.Errorf("fault %q", got[1].Fault)
	}
	rows[0][2], rows[1][2] = "Прочее", "-"
	refused(t, writeCSV(t, "x.csv", rows[:2]), Options{}, "--channel")
	f, got = readAll(t, writeCSV(t, "x.csv", rows[:2]), Options{Channel: model.ChannelPhone})
	equal(t, "channel said", [2]model.ChannelID{f.Channel, got[0].Facts.Registration.Channel}, [2]model.ChannelID{"phone", "phone"})
}

func TestWatermark(t *testing.T) {
	written := time.Date(2026, 11, 20, 15, 0, 0, 0, moscow)
	for title, want := range map[string]model.Instant{
		"": model.InstantOf(written),
		"По состоянию на 12.11.2026 9:05":             at(2026, 11, 12, 9, 5, 0),
		"Отчёт сформирован 2026-11-12 в 10:00:30":     at(2026, 11, 12, 10, 0, 0),
		"Данные на 12.11.2026 г.":                     at(2026, 11, 12, 0, 0, 0),
		"Выгрузка от 20.11.2026":                      model.InstantOf(written),
		"за период с 01.09.2026 по 31.10.2026":        model.InstantOf(written),
		"По состоянию на 32.11.2026":                  model.InstantOf(written),
		"данные на утро, без даты, обещали 12.11.26 ": model.InstantOf(written),
	} {
		equal(t, title, watermark([]string{title}, written, moscow, at(2026, 11, 25, 0, 0, 0)), want)
	}
	equal(t, "a fast clock", watermark(nil, written, moscow, at(2026, 11, 19, 0, 0, 0)), at(2026, 11, 19, 0, 0, 0))
}

func TestSecondSheet(t *testing.T) {
	page := `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>Обложка</Data></Cell></Row></Table></Worksheet><Worksheet><Table>`
	for _, row := range readCSV(t, "testdata/pos_cp1251.csv")[:3] {
		page += "<Row>"
		for _, c := range row {
			page += "<Cell><Data>" + c + "</Data></Cell>"
		}
		page += "</Row>"
	}
	f, rows := readAll(t, tempFile(t, "выгрузка.xls", []byte(page+"</Table></Worksheet></Workbook>")), Options{})
	noFaults(t, rows)
	equal(t, "rows", [3]any{len(rows), f.Format, f.Profile.ID}, [3]any{2, sheet.XML, "pos"})
}
