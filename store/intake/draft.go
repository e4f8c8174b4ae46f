package intake

import (
	"fmt"
	"slices"
	"strings"

	"kurator/model"
	"kurator/store/sheet"
)

// draftRows is how many rows a draft looks at.
const draftRows = 200

// stems guess a field from words of a heading that no built-in profile knows; the first that fits is taken.
var stems = []struct{ field, words string }{
	{"linked", "пос №|номер пос|связан"},
	{"topic_code", "код темы|код вопроса|код тематик"},
	{"external_id", "номер обращ|№ обращ|рег. номер|регистрационный номер|рег. №|номер сообщ|номер заяв|№ заяв|идентификатор|номер карточки|id"},
	{"second_id", "епгу|внешний номер|второй номер"},
	{"executor", "исполнител|ответствен|подразделен|кому"},
	{"answered", "дата ответа|ответ направлен|дата направления ответа"},
	{"planned", "срок|планов|план|контрольн|исполнить до"},
	{"finished", "дата исполн|дата закр|дата завер|фактическ|дата решен|закрыто|исполнено"},
	{"handed", "дата назнач|дата передач|назначено"},
	{"received", "дата поступ|поступ|дата обращ|дата созд|создан|дата подач|подано|дата рег|зарегистр|дата"},
	{"fast_track", "фаст"},
	{"law59", "59-фз|59 фз"},
	{"late", "просроч"},
	{"mark", "оценк"},
	{"contact", "телефон|почта|e-mail|email|контакт"},
	{"applicant_address", "адрес заявит|адрес прожив|адрес автора"},
	{"applicant", "заявител|фио|ф.и.о|автор|гражданин|корреспондент"},
	{"place", "населен|насел. пункт|территор|поселен|село|поселок"},
	{"address", "адрес|улица|дом|место"},
	{"answer", "текст ответа|ответ"},
	{"body", "текст|содержан|суть|описание|сообщение|вопрос заявителя"},
	{"topic_group", "категор|раздел|группа тем|направление"},
	{"topic", "тема|тематик|вопрос|рубрик|подкатег|проблема"},
	{"outcome", "результат|итог|решение"},
	{"close_reason", "причина"},
	{"stage", "стадия|этап|шаг"},
	{"status", "статус|состояни"},
	{"organisation", "организац|орган|ведомств|куда"},
	{"source", "источник|способ|вид достав|канал"},
	{"card", "ссылка|url|урл"},
	{"kind", "вид рассмотр|тип обращ"},
	{"genre", "вид обращ"},
}

// joins are fields that several columns may fill together.
var joins = []string{"address", "contact", "topic", "body", "applicant", "applicant_address", "answer"}

// Draft guesses a profile for a layout nobody described and writes it as commented TOML to be edited. Options.Profile may
// name a built-in profile that waits for its columns, such as «ecpur»; Options.Channel names the channel.
func Draft(path string, o Options) (string, error) {
	table, err := sheet.Open(path, sheet.Options{Charset: o.Charset, Separator: o.Separator, TmpDir: o.TmpDir, Limits: o.Limits})
	if err != nil {
		return "", named(path, err)
	}
	defer func() { _ = table.Close() }() // nothing was written
	heading, sample, err := headingRow(table)
	if err != nil {
		return "", named(path, err)
	}
	if heading.Number == 0 {
		return "", model.Faultf(model.BadData, "В файле «%s» не видно строки заголовков: профиль составить не по чему. Добавьте над данными строку с названиями столбцов.", table.Name())
	}
	d := draft{table: table, heading: heading, sample: sample, base: draftBase(o), used: map[string]bool{}}
	return d.write(), nil
}

// draftBase is what the draft takes for granted.
func draftBase(o Options) Profile {
	base := Profile{ID: "my", Title: "Моя выгрузка", Channel: model.ChannelPortal, Duration: "дни", Yes: []string{"Да"}, No: []string{"Нет"}}
	for _, p := range Builtin() {
		if p.ID == o.Profile && len(p.Columns) == 0 {
			base = p
		}
	}
	if o.Channel != "" {
		base.Channel = o.Channel
		if base.ID == "my" {
			base.ID, base.Title = string(o.Channel)+"-my", o.Channel.Title()+": моя выгрузка"
		}
	}
	return base
}

// headingRow finds the row that looks most like headings, and some rows below it.
func headingRow(table *sheet.File) (heading sheet.Row, sample []sheet.Row, err error) {
	rows, err := table.Rows(0)
	if err != nil {
		return heading, nil, err
	}
	defer func() { _ = rows.Close() }()
	best := 1
	for range draftRows {
		row, more, err := rows.Next()
		if err != nil {
			return heading, nil, err
		}
		if !more {
			break
		}
		score := 0
		if row.Number <= headingRows {
			score = headingScore(row.Cells)
		}
		if score > best {
			best, heading, sample = score, kept(row), nil
		} else {
			sample = append(sample, kept(row))
		}
	}
	return heading, sample, nil
}

// headingScore counts the cells that could be headings: short words, no figures, each once.
func headingScore(cells []string) int {
	score := 0
	seen := map[string]bool{}
	for _, c := range cells {
		c = strings.TrimSpace(c)
		folded := fold(c)
		switch {
		case folded == "" || seen[folded]:
		case strings.Trim(c, "0123456789.,:-/ ") == "" && c != "№" || len(c) > 300:
			score--
		default:
			score++
		}
		seen[folded] = true
	}
	return score
}

// draft is a profile being guessed.
type draft struct {
	table   *sheet.File
	heading sheet.Row
	sample  []sheet.Row
	base    Profile
	used    map[string]bool
}

func (d *draft) write() string {
	var columns strings.Builder
	known := knownHeadings()
	times := map[string]int{}
	for i, h := range d.heading.Cells {
		folded := fold(h)
		if folded == "" {
			continue
		}
		times[folded]++
		d.column(&columns, h, d.guess(folded, i, known), times[folded])
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Черновик профиля: угадано по файлу, проверьте каждую строку.\n"+
		"# Столбцы, которые не понадобятся, удалите; у закомментированных впишите поле и снимите «#».\n"+
		"id = %s             # короткое имя без пробелов\ntitle = %s\n", quote(d.base.ID), quote(d.base.Title))
	fmt.Fprintf(&b, "channel = %s        # im, pos, sed, ecpur, mail, phone, visit, social, portal\n", quote(string(d.base.Channel)))
	fmt.Fprintf(&b, "reimport = \"additive\"  # snapshot, если выгрузка каждый раз полная\n")
	if d.base.Kind != "" {
		fmt.Fprintf(&b, "kind = %s\n", quote(string(d.base.Kind)))
	}
	fmt.Fprintf(&b, "applicant = \"person\"\ndates = %s\n", quoteAll(d.dates()))
	fmt.Fprintf(&b, "duration = \"дни\"       # в чём даны длительности, если они числа: дни, часы, минуты\n"+
		"yes = [\"Да\"]\nno = [\"Нет\"]\nempty = [\"\", \"-\", \"—\"]\nmarkup = true          # в текстах бывают <br> и &quot;\n")
	if !d.used["external_id"] {
		b.WriteString("unnumbered = true      # столбца с номером не видно: строки различаются по содержанию\n")
	}
	if !d.used["received"] {
		b.WriteString("# ВНИМАНИЕ: не найдена дата поступления. Без неё строки не загрузить: впишите field = \"received\" нужному столбцу.\n")
	}
	b.WriteString("\n# Поля:\n")
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "#   %-18s %s\n", name, fields[name].title)
	}
	b.WriteString(columns.String())
	b.WriteString("\n# Слова системы и наши результаты:\n[values.outcome]\n")
	for _, o := range model.Outcomes() {
		title := []rune(string(o))
		fmt.Fprintf(&b, "%s = %s\n", quote(strings.ToUpper(string(title[:1]))+string(title[1:])), quote(string(o)))
	}
	return b.String()
}

// column writes one column; one without a guess is commented out.
func (d *draft) column(b *strings.Builder, heading, field string, occurrence int) {
	mark := ""
	if field == "" || d.used[field] && !slices.Contains(joins, field) {
		mark = "# "
	}
	fmt.Fprintf(b, "\n%s[[column]]\n%sheading = %s\n", mark, mark, quote(heading))
	if occurrence > 1 {
		fmt.Fprintf(b, "%soccurrence = %d # заголовок повторяется\n", mark, occurrence)
	}
	if mark != "" {
		fmt.Fprintf(b, "%sfield = \"\" # не угадано\n", mark)
		return
	}
	d.used[field] = true
	fmt.Fprintf(b, "field = %s # %s\n", quote(field), fields[field].title)
	if field == "external_id" || field == "received" {
		b.WriteString("required = true\n")
	}
}

// guess tells what a column means by its heading; the cells must agree where dates are expected.
func (d *draft) guess(folded string, index int, known map[string]string) string {
	guess := known[folded]
	for _, s := range stems {
		if guess != "" {
			break
		}
		for w := range strings.SplitSeq(s.words, "|") {
			if folded == w || len(w) > 3 && strings.Contains(folded, w) {
				guess = s.field
				break
			}
		}
	}
	if guess != "" && fields[guess].form == date && !d.dated(index) {
		return ""
	}
	return guess
}

// dated tells whether a column holds dates: most of its cells are read by one usual layout or another, or it is empty.
func (d *draft) dated(index int) bool {
	var layouts []layout
	for _, pattern := range draftDates {
		l, _ := parseLayout(pattern)
		layouts = append(layouts, l)
	}
	read, bad := 0, 0
	for _, row := range d.sample {
		if index >= len(row.Cells) || len(strings.TrimSpace(row.Cells[index])) < 4 {
			continue
		}
		if _, ok := readDate(strings.TrimSpace(row.Cells[index]), layouts, d.table.Date1904); ok {
			read++
		} else {
			bad++
		}
	}
	return read >= bad
}

// draftDates are the layouts a draft tries.
var draftDates = []string{"дд.мм.гггг чч:мм:сс", "дд.мм.гггг чч:мм", "дд.мм.гггг", "гггг-мм-дд чч:мм:сс", "гггг-мм-дд чч:мм",
	"гггг-мм-дд", "гггг-мм-ддTчч:мм:сс", "дд/мм/гггг", "дд-мм-гггг", "дд.мм.гг"}

// dates are the layouts that occur in the file, the usual ones when none does.
func (d *draft) dates() []string {
	count := map[string]int{}
	for i := range d.heading.Cells {
		for _, row := range d.sample {
			if i >= len(row.Cells) {
				continue
			}
			for _, pattern := range draftDates {
				l, _ := parseLayout(pattern)
				if _, ok := l.read(strings.TrimSpace(row.Cells[i])); ok {
					count[pattern]++
				}
			}
		}
	}
	var seen []string
	for _, pattern := range draftDates {
		if count[pattern] > 0 {
			seen = append(seen, pattern)
		}
	}
	if len(seen) == 0 {
		return usualDates
	}
	return seen
}

// knownHeadings are the headings of every built-in profile.
func knownHeadings() map[string]string {
	known := map[string]string{}
	for _, p := range Builtin() {
		for _, c := range p.Columns {
			for _, name := range append([]string{c.Heading}, c.Also...) {
				if key := fold(name); key != "" && known[key] == "" {
					known[key] = c.Field
				}
			}
		}
	}
	return known
}

// quote writes a text as a TOML string.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, "\\u%04X", r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func quoteAll(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quote(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}
