package intake

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/charmap"

	"kurator/model/russian"
)

// htmlWords are the words of a page, its blocks on lines of their own.
func htmlWords(page string) string {
	z := html.NewTokenizer(strings.NewReader(page))
	var b strings.Builder
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return squeezed(b.String())
		case html.TextToken:
			if skip == 0 {
				b.WriteString(spaced(string(z.Text())))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case hides(a):
				skip++
			case a == atom.Br || breaksLine(a):
				b.WriteByte('\n')
			case a == atom.Td || a == atom.Th:
				b.WriteByte(' ')
			case a == atom.Li:
				b.WriteString("\n— ")
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case hides(a) && skip > 0:
				skip--
			case breaksLine(a):
				b.WriteByte('\n')
			}
		}
	}
}

func hides(a atom.Atom) bool {
	return a == atom.Script || a == atom.Style || a == atom.Title || a == atom.Template
}

func breaksLine(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Tr, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.Ul, atom.Ol, atom.Blockquote, atom.Hr, atom.Pre:
		return true
	}
	return false
}

// spaced makes one space of each run of white space: line breaks in HTML mean nothing.
func spaced(s string) string {
	words := strings.Join(strings.Fields(s), " ")
	if words == "" {
		if s != "" {
			return " "
		}
		return ""
	}
	if strings.TrimLeft(s, " \t\r\n") != s {
		words = " " + words
	}
	if strings.TrimRight(s, " \t\r\n") != s {
		words += " "
	}
	return words
}

func squeezed(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.Join(strings.Fields(lines[i]), " ")
	}
	return joined(lines)
}

// guessed reads bytes of an unnamed charset: of the usual Russian ones the one with the most common letters.
func guessed(raw []byte) string {
	best, most := string(raw), -1
	for _, table := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R, charmap.CodePage866, charmap.MacintoshCyrillic} {
		out, err := table.NewDecoder().Bytes(raw)
		if err != nil {
			continue
		}
		score := 0
		for _, r := range string(out) {
			switch {
			case strings.ContainsRune("оеаинтсрвлкмдпу ", r):
				score += 2
			case r >= 'а' && r <= 'я':
				score++
			}
		}
		if score > most {
			best, most = string(out), score
		}
	}
	return best
}

// Warning is something to think of before an appeal is written down.
type Warning struct {
	Code string
	Say  string
}

// mailLaw is from when plain mail is no valid appeal (547-ФЗ).
const mailLaw = "2025-03-30"

// AboutMail are the warnings for what came by e-mail on a civil date, with the address answers would go to.
func AboutMail(received, replyTo string) []Warning {
	var list []Warning
	if received >= mailLaw {
		list = append(list, Warning{"mail", "С 30.03.2025 письмо по электронной почте само по себе не обращение (547-ФЗ): подскажите автору, как подать его."})
	}
	if replyTo != "" && !RussianZone(replyTo) {
		list = append(list, Warning{"zone", "Адрес для ответа не в российской зоне (.ru, .рф, .su): отправлять ответ на него нельзя. Попросите другой адрес."})
	}
	return list
}

// RussianZone tells whether a mailbox lies in a Russian domain zone.
func RussianZone(address string) bool {
	_, domain, ok := strings.Cut(russian.Fold(strings.TrimSpace(address)), "@")
	if !ok {
		return false
	}
	domain = strings.TrimRight(domain, ".> ")
	for _, zone := range []string{".ru", ".su", ".рф", ".xn--p1ai"} {
		if strings.HasSuffix(domain, zone) && len(domain) > len(zone) {
			return true
		}
	}
	return false
}
