package lint

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"kurator/model/pattern"
	"kurator/model/russian"
)

var (
	shortDate = pattern.Lazy(`\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b`)
	longDate  = pattern.Lazy(`(?i)\b(\d{1,2})\s+(января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)(?:\s+(\d{4}))?`)
	// until stands before a day that is promised.
	until = pattern.Lazy(`(?i)(?:^|[^\p{L}])(до|к|ко|не позднее|в срок до|будет|будут|планируется|запланирован[аоы]?)\s*$`)
	// promise tells that the sentence speaks of what will be.
	promise = pattern.Lazy(`(?i)(?:^|[^\p{L}])(будет|будут|планиру\p{L}*|запланирован\p{L}*|предстоит|выполним|сделаем|отремонтируем|проведём|проведем|завершим|не позднее|срок)(?:[^\p{L}]|$)`)
	// done tells that it speaks of what was.
	done = pattern.Lazy(`(?i)(?:^|[^\p{L}])(выполнен[аоы]?|проведен[аоы]?|проведён|сделан[аоы]?|получен[аоы]?|поступил[аои]?|обращени\p{L}*|был[аои]?|от|устранен[аоы]?|устранён|завершен[аоы]?|завершён)(?:[^\p{L}]|$)`)
)

// dates: a day that is promised and has passed is a slip of the pen. Days of what was done are no fault.
func (c *checker) dates() {
	for _, at := range shortDate().FindAllStringSubmatchIndex(c.Text, -1) {
		day, _ := strconv.Atoi(c.Text[at[2]:at[3]])
		month, _ := strconv.Atoi(c.Text[at[4]:at[5]])
		year, _ := strconv.Atoi(c.Text[at[6]:at[7]])
		c.date(at[0], at[1], year, time.Month(month), day)
	}
	for _, at := range longDate().FindAllStringSubmatchIndex(c.Text, -1) {
		day, _ := strconv.Atoi(c.Text[at[2]:at[3]])
		month := monthOf(c.Text[at[4]:at[5]])
		year := russian.NearestYear(month, day, c.Today)
		if at[6] >= 0 {
			year, _ = strconv.Atoi(c.Text[at[6]:at[7]])
		}
		c.date(at[0], at[1], year, month, day)
	}
}

func monthOf(word string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if russian.Fold(russian.Month(m, russian.Genitive)) == russian.Fold(word) {
			return m
		}
	}
	return 0
}

func (c *checker) date(start, end, year int, month time.Month, day int) {
	if !russian.ValidDate(year, month, day) {
		return
	}
	c.dated = true
	today := time.Date(c.Today.Year(), c.Today.Month(), c.Today.Day(), 0, 0, 0, 0, time.UTC)
	if !time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Before(today) {
		return
	}
	sentence := sentenceAround(c.Text, start, end)
	if until().MatchString(c.Text[max(start-60, 0):start]) && !done().MatchString(sentence) || promise().MatchString(sentence) && !done().MatchString(sentence) {
		c.add(KindPast, start, end, false, "Обещанный день уже прошёл: "+c.Text[start:end])
	}
}

// sentenceAround is the sentence a place stands in; the dots of a date do not end it.
func sentenceAround(text string, start, end int) string {
	from := strings.LastIndexAny(text[:start], "!?\n;") + 1
	if dot := strings.LastIndex(text[:start], ". "); dot >= from {
		from = dot + 1
	}
	to := len(text)
	for _, mark := range []string{". ", "! ", "? ", "\n", ";"} {
		if i := strings.Index(text[end:], mark); i >= 0 {
			to = min(to, end+i)
		}
	}
	return text[from:to]
}

// number is what may be the number of a case: after «№», or long enough to be nothing else.
var number = pattern.Lazy(`(?:№\s*([\p{L}\d/_.\-]*\d[\p{L}\d/_\-]*))|(?:^|[^\d+/.\-(])(\d{7,12})(?:[^\d]|$)`)

// numbers finds numbers of other cases: a text taken from another answer.
func (c *checker) numbers() {
	if c.OtherCase == nil {
		return
	}
	own := []string{c.Appeal.ID.String()}
	for _, r := range c.Appeal.Registrations {
		own = append(own, r.ExternalID, r.SecondID, r.Linked)
	}
	for _, at := range number().FindAllStringSubmatchIndex(c.Text, -1) {
		start, end := at[2], at[3]
		if start < 0 {
			start, end = at[4], at[5]
		}
		found := strings.Trim(c.Text[start:end], ".-/_")
		if !slices.Contains(own, found) && len(found) >= 3 && c.OtherCase(found) {
			c.add(KindNumber, start, end, false, "Номер другого обращения: "+found)
		}
	}
}

// nearCopy is from how large a share of common word triples two texts are nearly one.
const nearCopy = 0.8

// alike is the share of word triples two texts have in common.
func alike(a, b string) float64 {
	x, y := triples(a), triples(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	common := 0
	for t := range x {
		if y[t] {
			common++
		}
	}
	return float64(common) / float64(len(x)+len(y)-common)
}

func triples(text string) map[[3]string]bool {
	words := wordsOf(text)
	set := map[[3]string]bool{}
	for i := 0; i+2 < len(words); i++ {
		set[[3]string{words[i], words[i+1], words[i+2]}] = true
	}
	return set
}

// questions: of several, each must be touched by the answer. A question is touched when the answer has one of its telling words.
func (c *checker) questions() {
	answer := wordsOf(c.Text)
	if len(c.Appeal.Questions) < 2 {
		return
	}
	for i, q := range c.Appeal.Questions {
		text := q.Text.Body
		if text == "" {
			text = q.Topic.Title
		}
		var telling []string
		for _, w := range wordsOf(text) {
			if len([]rune(w)) >= tellingLetters {
				telling = append(telling, w)
			}
		}
		touched := slices.ContainsFunc(telling, func(w string) bool {
			return slices.ContainsFunc(answer, func(a string) bool { return oneRoot(w, a) })
		})
		if len(telling) > 0 && !touched {
			c.add(KindQuestion, 0, 0, false, "Похоже, нет ответа на вопрос "+strconv.Itoa(i+1)+" из "+strconv.Itoa(len(c.Appeal.Questions)))
		}
	}
}

// tellingLetters is how long a word must be to tell what a question is about.
const tellingLetters = 5

// oneRoot compares words up to their endings.
func oneRoot(a, b string) bool {
	x, y := []rune(a), []rune(b)
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n >= 4 && n >= max(len(x), len(y))-4
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(russian.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func eachWord(text string, yield func(start, end int)) {
	start := -1
	for i, r := range text {
		if unicode.IsLetter(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			yield(start, i)
			start = -1
		}
	}
	if start >= 0 {
		yield(start, len(text))
	}
}
