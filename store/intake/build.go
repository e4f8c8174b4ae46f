package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"net/url"
	"strings"
	"time"

	"kurator/model"
)

// build makes the facts of one row.
type build struct {
	profile *Profile
	channel model.ChannelID
	zone    *time.Location
	asOf    model.Instant
	now     model.Instant

	facts *model.Facts
	fault string
	doubt string // of the number: it counts unless the row names a case here

	question         model.Text
	answers          []string
	firstAnswer      string
	answerLink       string
	answeredAt       model.Instant
	answeredDateOnly bool
	answerAfter      *time.Duration
	finishAfter      *time.Duration
	approvalSent     bool
	approvalDone     bool
	fastTrack, law59 bool
	author           string  // page of who wrote
	mention          mention // whom the answer addresses
	unknownOutcome   string
	own              model.AppealID // the number here, of an export of our own

	sum    hash.Hash
	digest [sha256.Size]byte
}

// begin clears what the row before left.
func (b *build) begin() {
	*b = build{profile: b.profile, channel: b.channel, zone: b.zone, asOf: b.asOf, now: b.now, sum: b.sum,
		answers: b.answers[:0], facts: &model.Facts{}}
	b.sum.Reset()
}

// refuse notes why the row cannot be read; the first reason stays.
func (b *build) refuse(format string, args ...any) {
	if b.fault == "" {
		b.fault = fmt.Sprintf(format, args...)
	}
}

// take reads one cell that is not empty.
func (b *build) take(c *bound, s string, date1904 bool) {
	var v cell
	switch c.field.form {
	case text:
		if b.profile.Markup {
			if b.mention.page == "" && strings.HasPrefix(s, "[") {
				b.mention, _ = firstMention(s)
			}
			s = plain(s)
		}
		v.text = s
	case date:
		var ok bool
		if v.civil, ok = readDate(s, c.layouts, date1904); !ok {
			b.refuse("В столбце «%s» нет понятной даты.", c.name())
			return
		}
	case duration:
		var ok bool
		if v.d, ok = readDuration(s, c.unit); !ok {
			b.refuse("В столбце «%s» нет понятной длительности.", c.name())
			return
		}
	case yesNo:
		var known bool
		if v.yes, known = c.yesOrNo(s); !known {
			return
		}
	case ours:
		var ok bool
		if v.text, ok = c.ours(s); !ok {
			if c.Field == "channel" {
				b.refuse("В столбце «%s» неизвестный канал.", c.name())
			}
			return // a foreign word without a translation tells nothing
		}
	default:
		if b.profile.Markup {
			s = plain(s)
		}
		v.text = s
	}
	c.field.set(b, c, v)
}

// maxNumber is how long a number of an appeal may be; what is longer is no number.
const maxNumber = 100

// finish draws what follows from several cells and sees that the facts are whole.
func (b *build) finish() {
	f := b.facts
	r := &f.Registration
	first(&r.Channel, b.channel)
	r.AsOf = b.asOf
	r.ExternalID = strings.Join(strings.Fields(r.ExternalID), " ")
	if len(r.ExternalID) > maxNumber {
		first(&b.doubt, fmt.Sprintf("В столбце «%s» не номер, а длинный текст.", b.profile.headingOf("external_id")))
	}
	if b.doubt != "" && b.own == 0 {
		b.refuse("%s", b.doubt)
	}
	switch {
	case r.Channel == "":
		b.refuse("Не указан канал: заполните столбец «Канал» или назовите канал при загрузке (--channel).")
	case f.Received == 0:
		b.refuse("Нет даты поступления (столбец «%s»).", b.profile.headingOf("received"))
	case r.ExternalID == "" && !b.profile.Unnumbered:
		b.refuse("Нет номера обращения (столбец «%s»).", b.profile.headingOf("external_id"))
	case b.now != 0 && f.Received > b.now+5*366*24*3600:
		b.refuse("Дата поступления в далёком будущем (столбец «%s»).", b.profile.headingOf("received"))
	}
	if b.fault != "" {
		return
	}
	b.settleKind()
	first(&f.Applicant.Kind, b.profile.Applicant)
	if f.Applicant.Name.Body == "" && b.author != "" && b.mention.page == b.author {
		f.Applicant.Name = model.Words(b.mention.name)
	}
	if b.profile.Card != "" && r.ExternalID != "" {
		first(&r.Card, strings.ReplaceAll(b.profile.Card, "{id}", url.PathEscape(r.ExternalID)))
	}
	if f.Outcome == "" && b.unknownOutcome != "" {
		first(&f.CloseReason, b.unknownOutcome)
	}
	b.settleTimes()
	b.settleAnswers()
	if f.Outside == "" && b.awaitsOutside() {
		f.Outside = b.profile.Outside
	}
}

// settleKind decides the regime: what the system calls it first, then what the applicant chose, then the fast track.
func (b *build) settleKind() {
	f := b.facts
	if f.Kind == "" && b.law59 {
		f.Kind = model.KindLaw59
	}
	if b.fastTrack && (f.Kind == "" || f.Kind == model.KindMessage) {
		f.Kind = model.KindFastTrack
	}
	first(&f.Kind, b.profile.Kind)
}

// settleTimes derives moments that the file gives only as a distance from the receipt.
func (b *build) settleTimes() {
	f := b.facts
	if b.answeredAt == 0 && b.answerAfter != nil && !f.ReceivedDateOnly {
		b.answeredAt = f.Received + model.Instant(*b.answerAfter/time.Second)
	}
	if f.Finished == 0 && b.finishAfter != nil && !f.ReceivedDateOnly {
		f.Finished = f.Received + model.Instant(*b.finishAfter/time.Second)
		f.Registration.Finished = model.DateOf(f.Finished, b.zone)
	}
	f.Answered = b.answeredAt
}

// settleAnswers makes the answers given in the channel. Only the first has a time of its own there: the following ones
// come a second later each, marked as having no time of day, so that the same file gives the same answers again.
func (b *build) settleAnswers() {
	if len(b.answers) == 0 && b.firstAnswer != "" {
		b.answers = append(b.answers, b.firstAnswer)
	}
	at, dateOnly := b.answeredAt, b.answeredDateOnly
	for _, other := range []model.Instant{b.facts.Finished, b.facts.Registration.HandedAt, b.facts.Received} {
		if at == 0 && other != 0 {
			at, dateOnly = other, true
		}
	}
	for i, words := range b.answers {
		b.facts.Answers = append(b.facts.Answers, model.Reply{At: at + model.Instant(i), DateOnly: dateOnly || i > 0,
			Text: model.Words(words), Channel: b.facts.Registration.Channel, Interim: b.facts.Interim})
	}
	if len(b.facts.Answers) > 0 {
		b.facts.Answers[0].Link = model.Words(b.answerLink)
	}
}

// awaitsOutside tells whether the case lies with the body that approves answers.
func (b *build) awaitsOutside() bool {
	if b.profile.Outside == "" || b.facts.Finished != 0 {
		return false
	}
	return strings.Contains(strings.ToLower(b.facts.Registration.Stage), "согласован") ||
		b.approvalSent && !b.approvalDone && b.answeredAt == 0
}

// headingOf is the heading of the first column that tells a field.
func (p *Profile) headingOf(name string) string {
	for _, c := range p.Columns {
		if c.Field == name {
			return c.name()
		}
	}
	return fields[name].title
}

// contentKey tells apart rows that have no number, by what does not change while a case is worked on.
func (b *build) contentKey() string {
	h := sha256.New()
	f := b.facts
	for _, part := range []string{string(model.DateOf(f.Received, b.zone)), f.Body.Body, f.Applicant.Name.Body, f.Applicant.Address.Body} {
		h.Write([]byte(strings.Join(strings.Fields(part), " ")))
		h.Write([]byte{0})
	}
	return "б/н " + hex.EncodeToString(h.Sum(nil)[:6])
}
