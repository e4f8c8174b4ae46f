package deadline

import (
	"kurator/model"
	"kurator/model/calendar"
)

// Kinds of appeals that have a clock of their own besides those of model.
const (
	KindCourt      model.Kind = "court"      // a court decision is complained of: returned (59-ФЗ art. 11 p. 2)
	KindUnreadable model.Kind = "unreadable" // the text cannot be read (59-ФЗ art. 11 p. 4)
)

const (
	law59Register = "59-ФЗ, ст. 8 ч. 2: регистрация в течение трёх дней со дня поступления"
	law59Answer   = "59-ФЗ, ст. 12 ч. 1: ответ в течение 30 дней со дня регистрации"
	law59Redirect = "59-ФЗ, ст. 8 ч. 3: перенаправление в течение семи дней со дня регистрации"
	law59Court    = "59-ФЗ, ст. 11 ч. 2: обжалуется судебное решение — возврат с разъяснением в течение семи дней со дня регистрации"
	law59Unread   = "59-ФЗ, ст. 11 ч. 4: текст не поддаётся прочтению — сообщить заявителю в течение семи дней со дня регистрации"
	law547        = "; с 30.03.2025 (547-ФЗ) письмо на обычную электронную почту обращением не является, зарегистрированное сохраняет 30 дней"
	unconfirmed   = " (принято по умолчанию, учреждением не подтверждено)"
)

// Defaults are the shipped policies and schedules. Regions differ and decrees change: they are data to be corrected.
func Defaults() Spec {
	var list []Policy
	list = append(list, law59Policies()...)
	list = append(list, channelPolicies()...)
	list = append(list, innerPolicies()...)
	return Spec{Policies: list, Schedules: []HoursSpec{
		{ID: OfficeSchedule, Title: "Рабочее время администрации", Hours: "mon-fri 09:00-13:00,14:00-17:12",
			Basis: "36-часовая неделя, обед 13:00–14:00" + unconfirmed},
		{ID: IMSchedule, Title: "Рабочий день ИМ", Hours: "mon-fri 08:30-17:30",
			Basis: "столбец «рабочее время» выгрузок ИМ считается с 08:30 до 17:30 без обеда"},
	}}
}

// law59Policies are for appeals of that kind in any channel, and for whatever comes by the channels where an appeal is one
// unless somebody says otherwise.
func law59Policies() []Policy {
	var list []Policy
	add := func(suffix string, channel model.ChannelID, kind model.Kind, from, to calendar.Date, note string) {
		base := Policy{Channel: channel, Kind: kind, From: from, To: to, LastDay: Previous, Law59: true, Restart: true, Certainty: Verified}
		for _, p := range []Policy{
			{ID: "law59.register", Clock: Register, Term: "3d", Counted: FromReceived, Basis: law59Register},
			{ID: "law59.redirect", Clock: Redirect, Term: "7d", Counted: FromRegistered, Basis: law59Redirect},
			{ID: "law59.answer", Clock: Answer, Term: "30d", Counted: FromRegistered, Basis: law59Answer + note, MayExtend: true},
		} {
			q := base
			q.ID, q.Clock, q.Term, q.Counted, q.Basis, q.MayExtend = p.ID+suffix, p.Clock, p.Term, p.Counted, p.Basis, p.MayExtend
			list = append(list, q)
		}
	}
	add("", "", model.KindLaw59, 0, 0, "")
	for _, channel := range []model.ChannelID{model.ChannelSED, model.ChannelVisit, model.ChannelPortal} {
		add("."+string(channel), channel, "", 0, 0, "")
	}
	plainMail := calendar.NewDate(2025, 3, 30)
	add(".mail", model.ChannelMail, "", 0, plainMail-1, "")
	add(".mail.547", model.ChannelMail, "", plainMail, 0, law547)
	for _, kind := range []model.Kind{model.KindLaw59, KindCourt, KindUnreadable} {
		list = append(list, Policy{ID: string(kind) + ".interim_final", Clock: InterimFinal, Kind: kind, Off: true,
			Basis: "59-ФЗ: промежуточный ответ срока не меняет", Certainty: Verified})
	}
	for _, clock := range []string{Notify, Answer} {
		p := Policy{Clock: clock, Term: "7d", Counted: FromRegistered, LastDay: Previous, Law59: true, Restart: true, Certainty: Verified}
		p.ID, p.Kind, p.Basis = "law59.court."+clock, KindCourt, law59Court
		list = append(list, p)
		p.ID, p.Kind, p.Basis = "law59.unreadable."+clock, KindUnreadable, law59Unread
		list = append(list, p)
	}
	return list
}

func channelPolicies() []Policy {
	const (
		pos     = "ПОС: плановая дата выгрузки — поступление + "
		im      = "ИМ: 9 рабочих часов в рабочем дне ИМ с передачи исполнителю (практика других регионов, правило Мурманской области не найдено)"
		imHigh  = "ИМ, высокая важность: 4 часа подряд (источники расходятся, взято строгое прочтение)"
		interim = "ИМ: после промежуточного ответа окончательный — в течение 7 рабочих дней (практика других регионов)"
		ecpur   = "ЕЦПУР / «Наш Север»: 10 дней с регистрации"
		ecpur2  = "ЕЦПУР / «Наш Север»: срочные категории — 2 рабочих дня с регистрации"
	)
	return []Policy{
		{ID: "pos.answer", Clock: Answer, Channel: model.ChannelPOS, Term: "30d", Counted: FromReceived, LastDay: AsIs, Restart: true,
			Basis: pos + "30 календарных дней, последний день без переноса", Certainty: Verified},
		{ID: "pos.answer.fast", Clock: Answer, Channel: model.ChannelPOS, Kind: model.KindFastTrack, Term: "10d", Counted: FromReceived,
			LastDay: AsIs, Restart: true, Basis: pos + "10 календарных дней для тем «фаст-трек», последний день без переноса", Certainty: Verified},
		{ID: "im.answer", Clock: Answer, Channel: model.ChannelIM, Term: "9wh", Counted: FromHandedOver, Schedule: IMSchedule, Restart: true,
			Basis: im, Certainty: Verified},
		{ID: "im.answer.high", Clock: Answer, Channel: model.ChannelIM, Priority: model.PriorityHigh, Term: "4h", Counted: FromHandedOver,
			Schedule: IMSchedule, Restart: true, Basis: imHigh, Certainty: Verified},
		{ID: "im.interim_final", Clock: InterimFinal, Channel: model.ChannelIM, Term: "7wd", Counted: FromInterim, Schedule: IMSchedule,
			Restart: true, Basis: interim, Certainty: Verified},
		{ID: "ecpur.answer", Clock: Answer, Channel: model.ChannelECPUR, Term: "10d", Counted: FromRegistered, LastDay: Previous, Restart: true,
			Basis: ecpur, Certainty: Verified},
		{ID: "ecpur.answer.high", Clock: Answer, Channel: model.ChannelECPUR, Priority: model.PriorityHigh, Term: "2wd", Counted: FromRegistered,
			LastDay: Previous, Restart: true, Basis: ecpur2, Certainty: Verified},
		{ID: "phone.answer", Clock: Answer, Channel: model.ChannelPhone, Term: "3wd", Counted: FromReceived, Restart: true,
			Basis: "Телефон: устный вопрос, ответ за 3 рабочих дня" + unconfirmed, Certainty: Assumed},
		{ID: "social.answer", Clock: Answer, Channel: model.ChannelSocial, Term: "1wd", Counted: FromReceived, Restart: true,
			Basis: "Соцсети и мессенджеры: ответ на следующий рабочий день" + unconfirmed, Certainty: Assumed},
		{ID: "comment.answer", Clock: Answer, Kind: model.KindComment, Term: "9wh", Counted: FromReceived, Schedule: IMSchedule, Restart: true,
			Basis: "Комментарий: как инцидент ИМ, 9 рабочих часов" + unconfirmed, Certainty: Assumed},
	}
}

// innerPolicies are the nested clocks of the desk itself (order 3.4: the draft is given to the curator in time).
func innerPolicies() []Policy {
	var list []Policy
	chain := func(id string, match Policy, terms [4]string) {
		basis := "Порядок центра: проект, проверка, утверждение и отправка укладываются в срок ответа" + unconfirmed
		for i, clock := range innerClocks() {
			p := match
			p.ID, p.Clock, p.Term, p.Counted = "inner."+id+"."+clock, clock, terms[i], BeforeNext
			p.Basis, p.Certainty = basis, Assumed
			list = append(list, p)
		}
	}
	days := [4]string{"1wd", "1wd", "1wd", "1wd"}
	hours := [4]string{"1wh", "1wh", "1wh", "1wh"}
	chain("any", Policy{}, days)
	chain("im", Policy{Channel: model.ChannelIM, Schedule: IMSchedule}, hours)
	chain("im.law59", Policy{Channel: model.ChannelIM, Kind: model.KindLaw59}, days)
	chain("im.high", Policy{Channel: model.ChannelIM, Priority: model.PriorityHigh, Schedule: IMSchedule}, [4]string{"1h", "1h", "0h", "0h"})
	chain("social", Policy{Channel: model.ChannelSocial}, hours)
	chain("social.law59", Policy{Channel: model.ChannelSocial, Kind: model.KindLaw59}, days)
	chain("comment", Policy{Kind: model.KindComment, Schedule: IMSchedule}, hours)
	chain("ecpur.high", Policy{Channel: model.ChannelECPUR, Priority: model.PriorityHigh}, hours)
	return list
}
