package intake

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kurator/model"
)

// field is one thing a column can tell.
type field struct {
	title   string                           // in a drafted profile
	form    form                             // what the cell must be
	set     func(b *build, c *bound, v cell) // takes the cell; it is never empty
	allowed func(string) bool                // values of a dictionary; nil takes any
}

// form is what a cell is read as before a field takes it.
type form int

const (
	words    form = iota // trimmed text
	text                 // text as it stands, markup apart
	date                 //
	duration             //
	yesNo                //
	ours                 // a word of a closed list of ours, by the profile's dictionary
)

// cell is a cell read in its form.
type cell struct {
	text  string
	civil civil
	d     time.Duration
	yes   bool
}

// fields are all that a profile may name.
var fields = map[string]field{
	"external_id": {title: "номер обращения в системе", set: setNumber},
	"own": {title: "номер здесь (в собственной выгрузке)", set: func(b *build, _ *bound, v cell) {
		if n, err := strconv.ParseInt(number(v.text), 10, 64); err == nil && n > 0 {
			b.own = model.AppealID(n)
		}
	}},
	"second_id": {title: "второй номер (ЕПГУ, номер инцидента)", set: func(b *build, _ *bound, v cell) {
		first(&b.facts.Registration.SecondID, otherNumber(v.text))
	}},
	"linked": {title: "номер связанного обращения в другой системе", set: func(b *build, _ *bound, v cell) {
		first(&b.facts.Registration.Linked, otherNumber(v.text))
	}},
	"stage":        {title: "стадия, как она названа там", set: func(b *build, _ *bound, v cell) { first(&b.facts.Registration.Stage, v.text) }},
	"status":       {title: "статус, как он назван там", set: func(b *build, _ *bound, v cell) { first(&b.facts.Registration.Status, v.text) }},
	"nature":       {title: "тип инцидента, как он назван там", set: func(b *build, _ *bound, v cell) { first(&b.facts.Registration.Nature, v.text) }},
	"source":       {title: "источник, вид доставки", set: func(b *build, _ *bound, v cell) { first(&b.facts.Registration.Source, v.text) }},
	"card":         {title: "ссылка на карточку или пост", set: func(b *build, _ *bound, v cell) { first(&b.facts.Registration.Card, v.text) }},
	"executor":     {title: "исполнитель, подразделение", set: func(b *build, _ *bound, v cell) { first(&b.facts.Registration.Executor, v.text) }},
	"organisation": {title: "организация, которая получила", set: func(b *build, _ *bound, v cell) { first(&b.facts.Organisation, v.text) }},
	"outside":      {title: "держатель вне администрации", set: func(b *build, _ *bound, v cell) { first(&b.facts.Outside, v.text) }},
	"channel": {title: "канал", form: ours, allowed: isChannel, set: func(b *build, _ *bound, v cell) {
		b.facts.Registration.Channel = model.ChannelID(v.text)
	}},

	"received": {title: "дата поступления", form: date, set: func(b *build, _ *bound, v cell) {
		if b.facts.Received == 0 {
			b.facts.Received, b.facts.ReceivedDateOnly = v.civil.instant(b.zone), v.civil.dateOnly
		}
	}},
	"registered": {title: "дата регистрации", form: date, set: func(b *build, _ *bound, v cell) {
		first(&b.facts.Registered, v.civil.instant(b.zone))
	}},
	"handed": {title: "когда передано исполнителю", form: date, set: func(b *build, _ *bound, v cell) {
		first(&b.facts.Registration.HandedAt, v.civil.instant(b.zone))
	}},
	"planned": {title: "плановая дата (срок там)", form: date, set: func(b *build, _ *bound, v cell) {
		first(&b.facts.Registration.Planned, v.civil.date())
	}},
	"finished": {title: "дата завершения", form: date, set: func(b *build, _ *bound, v cell) {
		if b.facts.Finished == 0 {
			b.facts.Finished, b.facts.Registration.Finished = v.civil.instant(b.zone), v.civil.date()
		}
	}},
	"answered": {title: "дата первого ответа", form: date, set: func(b *build, _ *bound, v cell) {
		if b.answeredAt == 0 {
			b.answeredAt, b.answeredDateOnly = v.civil.instant(b.zone), v.civil.dateOnly
		}
	}},
	"approval_sent": {title: "когда ответ ушёл на согласование", form: date, set: func(b *build, _ *bound, _ cell) { b.approvalSent = true }},
	"answer_after":  {title: "время до первого ответа", form: duration, set: func(b *build, _ *bound, v cell) { b.answerAfter = &v.d }},
	"finish_after":  {title: "время до завершения", form: duration, set: func(b *build, _ *bound, v cell) { b.finishAfter = &v.d }},
	"approval_time": {title: "время на согласовании", form: duration, set: func(b *build, _ *bound, _ cell) { b.approvalDone = true }},
	"working_time": {title: "рабочее время до первого ответа", form: duration, set: func(b *build, _ *bound, v cell) {
		b.facts.Registration.WorkingTime = int64(v.d / time.Second)
	}},

	"late":       {title: "просрочено (да/нет)", form: yesNo, set: func(b *build, _ *bound, v cell) { b.facts.Registration.Late = &v.yes }},
	"in_time":    {title: "уложились в срок (да/нет)", form: yesNo, set: func(b *build, _ *bound, v cell) { late := !v.yes; b.facts.Registration.Late = &late }},
	"fast_track": {title: "фаст-трек (да/нет)", form: yesNo, set: func(b *build, _ *bound, v cell) { b.fastTrack = v.yes }},
	"law59":      {title: "подача по 59-ФЗ (да/нет)", form: yesNo, set: func(b *build, _ *bound, v cell) { b.law59 = v.yes }},
	"interim":    {title: "ответ промежуточный (да/нет)", form: yesNo, set: func(b *build, _ *bound, v cell) { b.facts.Interim = v.yes }},
	"repeat":     {title: "повторное рассмотрение (да/нет)", form: yesNo, set: func(b *build, _ *bound, v cell) { b.facts.Registration.Repeat = v.yes }},
	"important":  {title: "высокая важность (да/нет)", form: yesNo, set: setImportant},

	"kind": {title: "вид рассмотрения (59-ФЗ, сообщение)", form: ours, allowed: isKind, set: func(b *build, _ *bound, v cell) { first(&b.facts.Kind, model.Kind(v.text)) }},
	"genre": {title: "вид обращения (жалоба, заявление…)", form: ours, allowed: isGenre, set: func(b *build, _ *bound, v cell) {
		first(&b.facts.Genre, model.Genre(v.text))
	}},
	"outcome":        {title: "результат", form: words, allowed: isOutcome, set: setOutcome},
	"mark":           {title: "оценка заявителя 1–5", form: words, allowed: isMark, set: setMark},
	"close_reason":   {title: "причина закрытия", set: setCloseReason},
	"applicant_kind": {title: "кто пишет (гражданин, организация…)", form: ours, allowed: isApplicantKind, set: func(b *build, _ *bound, v cell) { b.facts.Applicant.Kind = model.ApplicantKind(v.text) }},

	"applicant":         {title: "заявитель", set: func(b *build, _ *bound, v cell) { joinText(&b.facts.Applicant.Name, v.text, ", ") }},
	"contact":           {title: "телефон, почта заявителя", set: func(b *build, _ *bound, v cell) { joinText(&b.facts.Applicant.Contact, v.text, ", ") }},
	"applicant_address": {title: "адрес заявителя", set: func(b *build, _ *bound, v cell) { joinText(&b.facts.Applicant.Address, v.text, ", ") }},
	"author":            {title: "страница автора", set: setAuthor},
	"correspondent":     {title: "корреспондент «Имя - место»", set: setCorrespondent},
	"place":             {title: "населённый пункт", set: func(b *build, _ *bound, v cell) { first(&b.facts.Place, v.text) }},
	"address":           {title: "адрес, улица, дом", set: func(b *build, _ *bound, v cell) { joinText(&b.facts.Address, v.text, ", ") }},
	"topic_code": {title: "код темы", set: func(b *build, _ *bound, v cell) {
		code, title := topicCode(v.text)
		if code == "" {
			code = title
		}
		first(&b.facts.Topic.Code, strings.Trim(code, "()"))
	}},
	"topic_group": {title: "группа тем, категория, раздел", set: func(b *build, _ *bound, v cell) { first(&b.facts.Topic.Group, v.text) }},
	"topic":       {title: "тема", set: setTopic},

	"body":         {title: "текст обращения", form: text, set: func(b *build, _ *bound, v cell) { joinText(&b.facts.Body, v.text, "\n") }},
	"question":     {title: "текст вопроса", form: text, set: func(b *build, _ *bound, v cell) { joinText(&b.question, v.text, "\n") }},
	"answer":       {title: "текст ответа", form: text, set: func(b *build, _ *bound, v cell) { b.answers = append(b.answers, v.text) }},
	"first_answer": {title: "текст первого ответа (запасной)", form: text, set: func(b *build, _ *bound, v cell) { b.firstAnswer = v.text }},
	"answer_link":  {title: "где опубликован ответ", set: func(b *build, _ *bound, v cell) { first(&b.answerLink, v.text) }},
}

// first keeps what is there already: of several columns for one field the first that is filled speaks.
func first[T comparable](into *T, v T) {
	var zero T
	if *into == zero {
		*into = v
	}
}

func joinText(into *model.Text, more, between string) {
	switch {
	case into.Body == "":
		into.Body = more
	case into.Body != more:
		into.Body += between + more
	}
}

func setImportant(b *build, _ *bound, v cell) {
	if v.yes {
		b.facts.Priority = model.PriorityHigh
	}
}

// setTopic takes a title, with its code where the text begins with one; further columns make it finer.
func setTopic(b *build, _ *bound, v cell) {
	code, title := topicCode(v.text)
	first(&b.facts.Topic.Code, code)
	switch {
	case b.facts.Topic.Title == "":
		b.facts.Topic.Title = title
	case title != b.facts.Topic.Title && title != "":
		b.facts.Topic.Title += ": " + title
	}
}

// setOutcome takes a result in our vocabulary; a word that is not in the dictionary is kept as the reason of closing.
func setOutcome(b *build, c *bound, v cell) {
	if o, ok := c.ours(v.text); ok {
		first(&b.facts.Outcome, model.Outcome(o))
		return
	}
	b.unknownOutcome = v.text
}

// setMark takes a mark of 1–5; zero means that there is none.
func setMark(b *build, c *bound, v cell) {
	n := v.text
	if o, ok := c.ours(n); ok {
		n = o
	}
	n = number(n)
	switch {
	case n == "0":
	case isMark(n):
		b.facts.Mark = int(n[0] - '0')
	default:
		b.refuse("В столбце «%s» не оценка от 1 до 5.", c.name())
	}
}

// setCloseReason keeps the reason; «Автор доволен» says a mark too, and a bare figure is nothing but a mark.
func setCloseReason(b *build, c *bound, v cell) {
	if isMark(number(v.text)) {
		first(&b.facts.Mark, int(v.text[0]-'0'))
		return
	}
	first(&b.facts.CloseReason, v.text)
	if mark, ok := c.marks[fold(v.text)]; ok && b.facts.Mark == 0 {
		b.facts.Mark = int(mark[0] - '0')
	}
}

// setAuthor takes the page of who wrote; a group writes as an organisation.
func setAuthor(b *build, _ *bound, v cell) {
	joinText(&b.facts.Applicant.Contact, v.text, ", ")
	page := v.text[strings.LastIndexByte(v.text, '/')+1:]
	if isPage(page) && !strings.HasPrefix(page, "id") {
		b.facts.Applicant.Kind = model.ApplicantOrganisation
	}
	b.author = page
}

// setCorrespondent cuts «Рябинин Олег - Ловозеро» into who and where.
func setCorrespondent(b *build, _ *bound, v cell) {
	at := strings.LastIndex(v.text, " - ")
	if at < 0 {
		joinText(&b.facts.Applicant.Name, v.text, ", ")
		return
	}
	where := strings.TrimSpace(v.text[at+3:])
	joinText(&b.facts.Applicant.Name, strings.TrimSpace(v.text[:at]), ", ")
	joinText(&b.facts.Applicant.Address, where, ", ")
	first(&b.facts.Place, where)
}

func isChannel(s string) bool { return model.ChannelID(s).Known() }

func isKind(s string) bool {
	switch model.Kind(s) {
	case model.KindLaw59, model.KindMessage, model.KindFastTrack, model.KindComment:
		return true
	}
	return false
}

func isGenre(s string) bool {
	switch model.Genre(s) {
	case model.GenreProposal, model.GenreStatement, model.GenreComplaint, model.GenreRequest, model.GenreNone:
		return true
	}
	return false
}

func isOutcome(s string) bool { return slices.Contains(model.Outcomes(), model.Outcome(s)) }

func isMark(s string) bool { return len(s) == 1 && s[0] >= '1' && s[0] <= '5' }

func isApplicantKind(s string) bool {
	switch model.ApplicantKind(s) {
	case model.ApplicantPerson, model.ApplicantOrganisation, model.ApplicantCollective, model.ApplicantAnonymous:
		return true
	}
	return false
}
