package intake

import (
	"strings"

	"kurator/model"
	"kurator/model/pattern"
	"kurator/model/russian"
)

// label is one caption of a card and where its value goes.
type label struct {
	words []string // as cards write it, folded
	set   func(p *paste, value string)
	long  bool // the value may go over several lines
}

// labels are the captions of ПОС and ИМ cards and of exports copied row by row. A card is recognised by two of them.
var labels = []label{
	{words: []string{"номер сообщения", "номер обращения", "№ сообщения", "№ обращения", "сообщение №", "обращение №", "номер инцидента", "инцидент №", "id инцидента", "номер", "id"},
		set: func(p *paste, v string) { first(&p.out.Number, cardNumber(v)) }},
	{words: []string{"текст сообщения", "текст обращения", "текст инцидента", "описание проблемы", "описание", "сообщение заявителя", "содержание", "суть обращения", "сообщение"},
		set: func(p *paste, v string) { first(&p.out.Text, v) }, long: true},
	{words: []string{"заявитель", "фио заявителя", "фио", "автор", "автор сообщения", "отправитель"},
		set: func(p *paste, v string) { first(&p.out.Author, oneLine(v)) }},
	{words: []string{"телефон", "контактный телефон", "номер телефона"}, set: func(p *paste, v string) { p.contact(v) }},
	{words: []string{"email", "e-mail", "электронная почта", "адрес электронной почты", "почта"}, set: func(p *paste, v string) { p.contact(v) }},
	{words: []string{"адрес", "адрес проблемы", "адрес места проблемы", "место", "место проблемы", "местоположение", "адрес объекта"},
		set: func(p *paste, v string) { first(&p.out.Address, oneLine(v)) }},
	{words: []string{"населенный пункт"}, set: func(p *paste, v string) { first(&p.out.Place, oneLine(v)) }},
	{words: []string{"дата поступления", "дата создания", "дата подачи", "дата сообщения", "дата обращения", "дата и время", "создано", "поступило"},
		set: func(p *paste, v string) {
			if p.out.At.IsZero() {
				p.moment(oneLine(v))
			}
		}},
	{words: []string{"категория", "группа тем", "рубрика"}, set: func(p *paste, v string) { first(&p.out.Topic.Group, oneLine(v)) }},
	{words: []string{"подкатегория", "тема", "тема обращения"}, set: func(p *paste, v string) { first(&p.out.Topic.Title, oneLine(v)) }},
	{words: []string{"урл поста", "ссылка", "ссылка на пост", "ссылка на сообщение", "url"}, set: func(p *paste, v string) { first(&p.out.Link, webLink(v)) }},
	{words: []string{"url автора", "ссылка на автора", "страница автора"}, set: func(p *paste, v string) { first(&p.out.Page, webLink(v)) }},
	{words: []string{"организация", "исполнитель", "организация, в которой находится сообщение", "ответственный"},
		set: func(p *paste, v string) { first(&p.out.Redirect, oneLine(v)) }},
	// Captions whose values are not taken; they end the value before.
	{words: []string{"статус", "стадия", "источник", "факт", "срок", "срок ответа", "плановая дата", "дата планируемого завершения работ", "фото", "вложения", "файлы",
		"история", "ответ", "ответ заявителю", "решение", "оценка", "комментарий", "комментарии", "координатор", "руководитель", "фаст-трек", "тип решения", "номер епгу",
		"регион", "муниципалитет", "итог", "текущий шаг инцидента", "кабинет", "отдел", "теги", "примечание"}},
}

// captions are the labels by their words.
var captions = func() map[string]*label {
	m := map[string]*label{}
	for i := range labels {
		for _, w := range labels[i].words {
			m[russian.Fold(w)] = &labels[i]
		}
	}
	return m
}()

// card reads a copied card: captions with their values behind or below.
func (p *paste) card() bool {
	type value struct {
		label *label
		lines []string
	}
	var values []*value
	known := map[*label]bool{}
	for i, line := range p.lines {
		at, rest, ok := captionOf(line)
		if ok && rest == "" && len(values) > 0 && values[len(values)-1].label.long && (i+1 == len(p.lines) || !strings.HasSuffix(line, ":")) &&
			known[at] {
			ok = false // a word of the citizen's that happens to be a caption seen before
		}
		if ok {
			values = append(values, &value{at, nil})
			known[at] = true
			line = rest
		}
		if n := len(values); n > 0 && (line != "" || values[n-1].label.long) {
			values[n-1].lines = append(values[n-1].lines, line)
		}
	}
	if !p.isCard(known) {
		return false
	}
	p.out.Card = true
	for _, v := range values {
		if v.label.set == nil || len(v.lines) == 0 {
			continue
		}
		lines := v.lines
		if !v.label.long {
			lines = lines[:1]
		}
		if text := joined(lines); text != "" && text != "-" && text != "—" {
			v.label.set(p, text)
		}
	}
	p.settleCard()
	return true
}

// isCard: a number with a text or an applicant beside it, or four captions of any kind.
func (p *paste) isCard(known map[*label]bool) bool {
	number, text := known[&labels[0]], known[&labels[1]]
	settable := 0
	for l := range known {
		if l.set != nil {
			settable++
		}
	}
	return number && (text || settable >= 3) || text && settable >= 3
}

// captionOf splits «Заявитель: Иванова» and recognises a caption alone on its line. Tabs became spaces, so a caption copied
// from a table may have its value behind two of them.
func captionOf(line string) (l *label, rest string, ok bool) {
	if before, after, found := strings.Cut(line, ":"); found {
		if l, ok = captions[russian.Fold(strings.TrimSpace(before))]; ok {
			return l, strings.TrimSpace(after), true
		}
	}
	if l, ok = captions[russian.Fold(strings.TrimRight(line, " :*"))]; ok {
		return l, "", true
	}
	if m := numberedHead().FindStringSubmatch(line); m != nil {
		return &labels[0], m[1], true
	}
	return nil, "", false
}

var (
	numberedHead = pattern.Lazy(`(?i)^(?:сообщение|обращение|инцидент)\s*(?:№|n|#)\s*([\p{L}\d][\p{L}\d/\-]*)`)
	cardDigits   = pattern.Lazy(`[\p{L}\d][\p{L}\d/\-]*\d[\p{L}\d/\-]*|\d+`)
)

func cardNumber(v string) string {
	n := cardDigits().FindString(oneLine(v))
	if len(n) > maxNumber {
		return ""
	}
	return n
}

func oneLine(v string) string { return strings.Join(strings.Fields(v), " ") }

func webLink(v string) string {
	v = oneLine(v)
	if strings.ContainsAny(v, " <>\"") || !strings.Contains(v, ".") {
		return ""
	}
	return withScheme(v)
}

func (p *paste) contact(v string) {
	v = oneLine(v)
	switch {
	case p.out.Contact == "":
		p.out.Contact = v
	case !strings.Contains(p.out.Contact, v):
		p.out.Contact += ", " + v
	}
}

// settleCard tells whose card it is: ИМ names posts and authors' pages, ПОС has its own address and numbers of digits.
func (p *paste) settleCard() {
	o := &p.out
	all := russian.Fold(strings.Join(p.lines, "\n"))
	_, _, _, social := model.SocialLink(o.Link)
	switch {
	case strings.Contains(all, "pos.gosuslugi.ru"), strings.Contains(all, "платформа обратной связи"), strings.Contains(all, "фаст-трек"),
		strings.Contains(all, "номер епгу"), strings.Contains(all, "номер сообщения"), strings.Contains(all, "сообщение №"), strings.Contains(all, "подкатегория"):
		o.Channel = model.ChannelPOS
	case social, strings.Contains(all, "инцидент"), strings.Contains(all, "урл поста"):
		o.Channel = model.ChannelIM
	}
	if o.Channel == model.ChannelPOS && o.Number != "" && o.Link == "" {
		o.Link = "https://pos.gosuslugi.ru/backoffice/appeals/" + o.Number
	}
}
