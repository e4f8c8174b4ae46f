package deadline

import (
	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/russian"
)

// longestExtension is that of 59-ФЗ, art. 12 p. 2.
const longestExtension = 30

// CanExtend tells whether the answer may be extended by so many days at the moment at: only where the policy allows it,
// once, by at most 30 days and before the term expires. It returns the clock as it would become; the error says why not.
func (b *Book) CanExtend(c Case, days int, at model.Instant) (Clock, error) {
	if c.Extended.Days != 0 {
		return Clock{}, model.Faultf(model.Stage, "Срок уже продлён на %s: 59-ФЗ (ст. 12 ч. 2) разрешает продлить его один раз.", russian.Days(c.Extended.Days))
	}
	if days <= 0 {
		return Clock{}, model.Faultf(model.Usage, "Укажите, на сколько дней продлить срок: от 1 до %d.", longestExtension)
	}
	c.Extended = Extension{days, at}
	f, err := b.facts(&c)
	if err != nil {
		return Clock{}, err
	}
	r := f.pick(Answer, &c, f.received)
	if r == nil {
		return f.ours()
	}
	plain := c
	plain.Extended = Extension{}
	original, err := b.Ours(plain)
	if err != nil {
		return Clock{}, err
	}
	if why := f.extensionFault(r, &original); why != "" {
		return Clock{}, &model.Fault{Code: model.Stage, Say: why}
	}
	return b.Ours(c)
}

// extensionFault says why the extension of the case does not count, "" when it does or there is none.
func (f facts) extensionFault(r *rule, original *Clock) string {
	e := f.Extended
	switch {
	case e.Days == 0:
		return ""
	case !r.MayExtend:
		return "Срок этого обращения не продлевается: продление есть только у обращений по 59-ФЗ."
	case e.Days < 0 || e.Days > longestExtension:
		return "Продлить срок можно не более чем на 30 дней (59-ФЗ, ст. 12 ч. 2)."
	case original.Paused || e.At >= original.LateFrom:
		return "Срок уже истёк " + original.DueRussian(f.loc) + ": продлить его можно только до истечения (59-ФЗ, ст. 12 ч. 2)."
	}
	return ""
}

// reason says why a date is a day off or special, with the act: «День Победы (ст. 112 ТК РФ, …)».
func reason(d calendar.Day) string {
	if d.Title == "" || d.Basis == calendar.BasisWeekend {
		return calendar.BasisTitle(d.Basis)
	}
	return d.Title + " — " + calendar.BasisTitle(d.Basis)
}
