package intake

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"kurator/model"
	"kurator/model/pattern"
	"kurator/model/russian"
)

// Pasted is what was recognised in a text that somebody copied from a network, a messenger or a card of a foreign system.
// What was not recognised is empty; nothing is guessed.
type Pasted struct {
	Channel  model.ChannelID // empty when nothing tells
	Card     bool            // a card of a foreign system, told by its labels
	Number   string          // in that system
	Link     string          // to the post or message
	Author   string          // as shown
	Page     string          // link to the author
	Contact  string          // phone, mail
	At       time.Time       // zero when not told
	HasTime  bool            // At has a time of day
	Text     string          // what the citizen wrote
	Place    string          // settlement
	Address  string          //
	Topic    model.Topic     //
	Redirect string          // who is named as the one to answer
}

// maxPaste is how much of a paste is looked at; a longer one is no post and no card.
const maxPaste = 1 << 20

// Paste recognises a copied post, message or card. now and zone read dates such as «вчера в 20:15».
func Paste(text string, now time.Time, zone *time.Location) Pasted {
	if len(text) > maxPaste {
		text = strings.ToValidUTF8(text[:maxPaste], "")
	}
	p := &paste{now: now, zone: zone}
	for line := range strings.Lines(tidy(text)) {
		p.lines = append(p.lines, strings.TrimSpace(line))
	}
	if p.card() {
		return p.out
	}
	p.post()
	return p.out
}

// tidy drops what copying from a page leaves between words: soft hyphens, zero-width signs, other kinds of line breaks.
func tidy(text string) string {
	text = strings.ToValidUTF8(text, "")
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u00ad', '\u200b', '\u200c', '\u2060', '\ufeff', '\r':
			return -1
		case '\u2028', '\u2029', '\v', '\f':
			return '\n'
		case '\u00a0', '\u202f', '\t':
			return ' '
		}
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
}

// paste is one paste being read.
type paste struct {
	now   time.Time
	zone  *time.Location
	lines []string
	out   Pasted
}

var anyLink = pattern.Lazy(`(?i)(?:https?://)?(?:(?:www|m|new|web)\.)?(?:vk\.com|vk\.ru|ok\.ru|t\.me|telegram\.me|max\.ru)/[^\s<>"'«»()]+`)

// post reads a message of a network or messenger: links, who wrote and when, then the words.
func (p *paste) post() {
	p.links()
	if p.exported() {
		return
	}
	p.headed()
}

// links takes the first link to a post; one to a person's page is the author's.
func (p *paste) links() {
	for i, line := range p.lines {
		for _, link := range anyLink().FindAllString(line, -1) {
			link = strings.TrimRight(link, ".,;:!?)")
			host, path, query, ok := model.SocialLink(link)
			if !ok {
				continue
			}
			switch whole := strings.EqualFold(line, link); {
			case isPost(host, path, query) && p.out.Link == "":
				p.out.Link = withScheme(link)
				p.take(i, whole)
			case isAuthor(host, path) && p.out.Page == "" && whole:
				p.out.Page = withScheme(link)
				p.take(i, whole)
			}
		}
	}
	if p.out.Link != "" || p.out.Page != "" {
		p.out.Channel = model.ChannelSocial
	}
}

// take removes a line that is nothing but a link.
func (p *paste) take(i int, whole bool) {
	if whole {
		p.lines[i] = ""
	}
}

func withScheme(link string) string {
	if strings.Contains(link, "://") {
		return link
	}
	return "https://" + link
}

var (
	vkPost = pattern.Lazy(`^(?:wall|photo|video|clip|topic|album)-?\d+(?:_\d+)?`)
	digits = pattern.Lazy(`^\d+$`)
)

func isPost(host, path, query string) bool {
	parts := strings.Split(path, "/")
	switch host {
	case "vk.com":
		return vkPost().MatchString(parts[0]) || strings.Contains(query, "w=wall") || strings.Contains(query, "z=photo")
	case "t.me":
		return len(parts) > 1 && digits().MatchString(parts[len(parts)-1])
	case "ok.ru":
		return strings.Contains(path, "topic/") || strings.Contains(path, "statuses/") || strings.Contains(path, "album/") || strings.HasPrefix(path, "video/")
	case "max.ru":
		return len(parts) > 1
	}
	return false
}

func isAuthor(host, path string) bool {
	switch host {
	case "ok.ru":
		return strings.HasPrefix(path, "profile/") && strings.Count(path, "/") == 1
	case "vk.com":
		return path != "" && !strings.Contains(path, "/") && !strings.HasPrefix(path, "club") && !strings.HasPrefix(path, "public")
	}
	return false
}

// Headers of exported messages: Telegram «Имя, [25.11.2026 10:15]», WhatsApp and MAX «[25.11.2026, 10:15] Имя: текст» and
// «25.11.2026, 10:15 - Имя: текст».
var (
	telegramHead = pattern.Lazy(`^(.{1,80}?), \[(\d{1,2}\.\d{1,2}\.\d{2,4}[ ,]+\d{1,2}:\d{2}(?::\d{2})?)\](?::)?\s*(.*)$`)
	bracketHead  = pattern.Lazy(`^\[(\d{1,2}\.\d{1,2}\.\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?)\] ([^:]{1,80}): ?(.*)$`)
	dashHead     = pattern.Lazy(`^(\d{1,2}\.\d{1,2}\.\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?) [-–—] ([^:]{1,80}): ?(.*)$`)
)

// exported reads messages copied out of a messenger. Several of one author are one appeal; what others wrote stays in the text
// with their names, so that nothing is lost.
func (p *paste) exported() bool {
	var text []string
	found := false
	for _, line := range p.lines {
		who, when, rest, ok := messageHead(line)
		if !ok {
			text = append(text, line)
			continue
		}
		if !found {
			found = true
			p.out.Author = who
			p.moment(when)
			text = nil // what stood above the first message is no part of it
		} else if who != p.out.Author {
			rest = strings.TrimSpace(who + ": " + rest)
		}
		text = append(text, rest)
	}
	if !found {
		return false
	}
	p.out.Channel = model.ChannelSocial
	p.out.Text = joined(text)
	return true
}

func messageHead(line string) (who, when, rest string, ok bool) {
	if m := telegramHead().FindStringSubmatch(line); m != nil {
		return strings.TrimSpace(m[1]), m[2], m[3], true
	}
	for _, form := range []*regexp.Regexp{bracketHead(), dashHead()} {
		if m := form.FindStringSubmatch(line); m != nil {
			return strings.TrimSpace(m[2]), m[1], m[3], true
		}
	}
	return "", "", "", false
}

// moment reads a date as networks write it.
func (p *paste) moment(when string) bool {
	at, hasTime, ok := readWhen(when, p.now, p.zone)
	if ok && !at.After(p.now.Add(24*time.Hour)) {
		p.out.At, p.out.HasTime = at, hasTime
		return true
	}
	return false
}

var (
	ago       = pattern.Lazy(`^(\d{1,2}|одну?|две|два|три|час|минуту)? ?(секунд\S*|мин\S*|час\S*|день|дня|дней|дн\.?) ?назад$`)
	shortWhen = pattern.Lazy(`^(\d{1,2}) (янв|фев|мар|апр|мая|май|июн|июл|авг|сен|сент|окт|ноя|нояб|дек)\S*(?: (\d{4}))?(?:,? (?:в )?(\d{1,2}:\d{2}))?$`)
	numbers   = map[string]int{"": 1, "одну": 1, "один": 1, "две": 2, "два": 2, "три": 3, "час": 1, "минуту": 1}
	months    = map[string]string{"янв": "января", "фев": "февраля", "мар": "марта", "апр": "апреля", "мая": "мая", "май": "мая", "июн": "июня",
		"июл": "июля", "авг": "августа", "сен": "сентября", "сент": "сентября", "окт": "октября", "ноя": "ноября", "нояб": "ноября", "дек": "декабря"}
)

// readWhen reads «25 ноя в 10:15», «вчера в 20:15», «час назад», «25.11.2026, 10:15».
func readWhen(when string, now time.Time, zone *time.Location) (at time.Time, hasTime, ok bool) {
	when = strings.Trim(strings.Join(strings.Fields(russian.Fold(when)), " "), " .,·")
	if m := ago().FindStringSubmatch(when); m != nil {
		n, known := numbers[m[1]]
		if !known {
			n = atoi(m[1])
		}
		unit := time.Minute
		switch {
		case strings.HasPrefix(m[2], "сек"):
			unit = time.Second
		case strings.HasPrefix(m[2], "час"):
			unit = time.Hour
		case strings.HasPrefix(m[2], "д"):
			return now.In(zone).AddDate(0, 0, -n), false, true
		}
		return now.Add(-time.Duration(n) * unit).In(zone), true, true
	}
	if when == "час назад" || when == "только что" {
		return now.In(zone), true, true
	}
	if m := shortWhen().FindStringSubmatch(when); m != nil {
		when = strings.TrimSpace(m[1] + " " + months[m[2]] + " " + m[3])
		if m[4] != "" {
			when += " " + m[4]
		}
	}
	when = strings.ReplaceAll(when, ", ", " ")
	m, err := russian.ParseMoment(when, now, zone)
	if err != nil {
		return time.Time{}, false, false
	}
	return m.At, m.HasTime, true
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// headed reads a post copied from a page: the name, the time, then the words, then what the page offers below.
func (p *paste) headed() {
	when, name := -1, -1
	for i, line := range p.lines[:min(len(p.lines), 8)] {
		if line == "" {
			continue
		}
		if when < 0 && len([]rune(line)) <= 40 && p.moment(line) {
			when = i
			break
		}
		if name < 0 {
			name = i
		}
	}
	text := p.lines
	if when >= 0 {
		if name >= 0 && looksLikeName(p.lines[name]) {
			p.out.Author = p.lines[name]
		}
		text = p.lines[when+1:]
		if p.out.Author == "" { // what stands above the time is no name, so it is of the text
			text = append(append([]string{}, p.lines[:when]...), text...)
		}
		p.out.Channel = model.ChannelSocial
	} else if p.out.Link != "" && name >= 0 && looksLikeName(p.lines[name]) && len(p.lines) > name+1 {
		p.out.Author = p.lines[name]
		text = p.lines[name+1:]
	}
	p.out.Text = joined(withoutButtons(text))
	if when < 0 {
		p.lastTime(text)
	}
}

// lastTime: the web page of Telegram puts the time of day behind the message.
func (p *paste) lastTime(text []string) {
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == "" {
			continue
		}
		if p.out.Link != "" && len(text[i]) <= 5 && strings.Contains(text[i], ":") && p.moment(text[i]) {
			p.out.Text = joined(withoutButtons(text[:i]))
		}
		return
	}
}

// looksLikeName: two or three words with capitals, or one short line without a full stop.
func looksLikeName(line string) bool {
	words := strings.Fields(line)
	if len(words) < 1 || len(words) > 5 || len([]rune(line)) > 60 || strings.ContainsAny(line, ".!?:;") {
		return false
	}
	for _, w := range words[:1] {
		r := []rune(strings.Trim(w, "«\"("))
		if len(r) == 0 || !unicode.IsUpper(r[0]) {
			return false
		}
	}
	return true
}

// buttons are what a page writes below a post.
var buttons = func() map[string]bool {
	set := map[string]bool{}
	for _, b := range []string{"нравится", "поделиться", "комментировать", "ответить", "показать еще", "показать полностью", "показать полностью…", "подписаться",
		"класс", "комментарии", "комментарий", "переслать", "читать далее", "пожаловаться", "ещё", "еще", "развернуть", "свернуть", "показать список оценивших",
		"показать ответы", "написать комментарий", "оставьте комментарий", "реклама", "сохранить"} {
		set[russian.Fold(b)] = true
	}
	return set
}()

var counter = pattern.Lazy(`^[\d.,\s]+(?:[KКMМ]|тыс\.?|просмотр\S*|комментари\S*)?$`)

// withoutButtons drops counters and words of the page after the message; numbers inside the message stay.
func withoutButtons(lines []string) []string {
	end := len(lines)
	for end > 0 {
		line := russian.Fold(strings.TrimSpace(lines[end-1]))
		word := strings.TrimRight(strings.TrimRight(line, "0123456789 .,"), " ")
		if line != "" && !buttons[word] && !buttons[line] && !counter().MatchString(lines[end-1]) {
			break
		}
		end--
	}
	return lines[:end]
}

// joined puts lines together; runs of empty ones become one.
func joined(lines []string) string {
	var out []string
	for _, l := range lines {
		if l == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, l)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
