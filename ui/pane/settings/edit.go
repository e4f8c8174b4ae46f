package settings

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/store/job/upkeep"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/amend"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

func flag(on bool) string {
	if on {
		return "yes"
	}
	return ""
}

func officeForm(env *pane.Env) amend.Form {
	s := env.Snap.Office.Settings
	fields := []widget.Field{
		{ID: "name", Label: "Название учреждения", Value: s.OfficeName},
		{ID: "zone", Label: "Часовой пояс", Value: env.Zone.String(), Hint: "Europe/Moscow"},
		{ID: "eyes", Label: "Свой текст утверждает другой («четыре глаза»)", Kind: widget.FieldFlag, Value: flag(s.FourEyes)},
	}
	return amend.Form{Title: "Учреждение", Fields: fields, Field: "zone", Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		s := env.Snap.Office.Settings
		s.OfficeName, s.Zone, s.FourEyes = strings.TrimSpace(v("name")), strings.TrimSpace(v("zone")), v("eyes") != ""
		if s.OfficeName == "" {
			return upkeep.Change{}, model.Faultf(model.Usage, "Напишите название учреждения: оно стоит в отчётах.")
		}
		return upkeep.PutSettings(env.Snap, s)
	}}
}

func approvalForm(env *pane.Env, channel model.ChannelID) amend.Form {
	p := env.Snap.Office.Settings.Approval[channel]
	fields := []widget.Field{
		{ID: "curator", Label: "Куратор утверждает сам, и свой текст", Kind: widget.FieldFlag, Value: flag(p.ByCurator)},
		{ID: "elsewhere", Label: "Утверждают в другой системе, здесь записывают", Kind: widget.FieldFlag, Value: flag(p.Elsewhere)},
	}
	return amend.Form{Title: "Кто утверждает ответы: " + channel.Title(), Fields: fields, Field: "curator", Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		s := env.Snap.Office.Settings
		s.Approval = maps.Clone(s.Approval)
		if s.Approval == nil {
			s.Approval = map[model.ChannelID]model.ApprovalPolicy{}
		}
		s.Approval[channel] = model.ApprovalPolicy{ByCurator: v("curator") != "", Elsewhere: v("elsewhere") != ""}
		return upkeep.PutSettings(env.Snap, s)
	}}
}

func hoursForm(env *pane.Env, h deadline.HoursSpec) amend.Form {
	fields := []widget.Field{
		{ID: "title", Label: "Название", Value: h.Title},
		{ID: "hours", Label: "Часы", Value: h.Hours, Hint: "mon-thu 09:00-13:00,14:00-18:00; fri 09:00-16:45"},
		{ID: "basis", Label: "Основание", Value: h.Basis, Hint: "правила внутреннего распорядка"},
	}
	if h.ID == "" {
		fields = slices.Insert(fields, 0, widget.Field{ID: "id", Label: "Обозначение (латиницей)", Hint: "north"})
	}
	return amend.Form{Title: "Рабочие часы", Fields: fields, Field: "hours", Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		will := deadline.HoursSpec{ID: h.ID, Title: strings.TrimSpace(v("title")), Hours: strings.TrimSpace(v("hours")), Basis: strings.TrimSpace(v("basis"))}
		if h.ID == "" {
			will.ID = strings.TrimSpace(v("id"))
			if env.Snap.Book.Schedule(will.ID) != nil {
				return upkeep.Change{}, model.Faultf(model.Usage, "Расписание «%s» уже есть: измените его.", will.ID)
			}
		}
		if _, err := calendar.ParseWeek(will.Hours); err != nil {
			_, why, _ := strings.Cut(err.Error(), "»: ") // the hours themselves stand in the field above
			return upkeep.Change{}, model.Faultf(model.Usage, "Нельзя: %s", why)
		}
		return upkeep.PutHours(env.Snap, will)
	}}
}

func newHours(env *pane.Env) pane.Outcome { return editHours(env, deadline.HoursSpec{}) }

// ownDay is how the kinds of an office's own day are offered.
var ownDay = []widget.Option{{ID: string(calendar.KindDayOff), Label: "выходной"}, {ID: string(calendar.KindWork), Label: "рабочий"},
	{ID: string(calendar.KindShort), Label: "короче на час"}, {ID: string(calendar.KindOwn), Label: "свои часы"}}

func dayForm(env *pane.Env, r calendar.Row) amend.Form {
	var spans []string
	for _, s := range r.Spans {
		spans = append(spans, s.String())
	}
	fields := []widget.Field{
		{ID: "date", Label: "День", Value: r.Date.Russian(), Hint: "31.12.2026"},
		{ID: "kind", Label: "Какой это день", Kind: widget.FieldChoice, Value: string(r.Kind), Options: ownDay},
		{ID: "hours", Label: "Часы (если свои)", Value: strings.Join(spans, ","), Hint: "10:00-14:00"},
		{ID: "title", Label: "Название", Value: r.Title, Hint: "можно не заполнять"},
		{ID: "basis", Label: "Основание", Value: r.Basis, Hint: "распоряжение, номер и дата"},
	}
	return amend.Form{Title: "День учреждения", Fields: fields, Field: "date", Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		will, err := dayOf(env, v)
		if err != nil {
			return upkeep.Change{}, err
		}
		if r.Date != 0 && r.Date != will.Date {
			return upkeep.PutDays(env.Snap, []calendar.Row{will}, r.Date)
		}
		return upkeep.PutDays(env.Snap, []calendar.Row{will})
	}}
}

func newDay(env *pane.Env) pane.Outcome {
	return editDay(env, calendar.Row{Kind: calendar.KindDayOff})
}

func dayOf(env *pane.Env, v overlay.Values) (calendar.Row, error) {
	r := calendar.Row{Kind: calendar.Kind(v("kind")), Title: strings.TrimSpace(v("title")), Basis: strings.TrimSpace(v("basis"))}
	m, err := russian.ParseMoment(v("date"), env.Now(), env.Zone)
	if err != nil {
		return r, err
	}
	r.Date = calendar.DateOf(m.At, env.Zone)
	if r.Basis == "" {
		return r, model.Faultf(model.Usage, "Напишите основание: каким распоряжением день изменён.")
	}
	if r.Kind == calendar.KindOwn {
		r.Spans, err = calendar.ParseSpans(v("hours"))
	}
	return r, err
}

func unitForm(env *pane.Env, u model.Unit) amend.Form {
	fields := []widget.Field{
		{ID: "name", Label: "Полное название", Value: u.Name},
		{ID: "short", Label: "Коротко", Value: u.Short},
		{ID: "aliases", Label: "Как пишут в выгрузках (через «;»)", Value: strings.Join(u.Aliases, "; ")},
		{ID: "topics", Label: "Темы: слова и начала кодов (через «;»)", Value: strings.Join(u.Topics, "; "), Hint: "0005.0005.0056; отопление"},
		{ID: "sub", Label: "Подведомственное учреждение", Kind: widget.FieldFlag, Value: flag(u.Subordinate)},
		{ID: "mail", Label: "Почта подразделения", Value: u.Mail},
		{ID: "from", Label: "Работает с", Value: verb.DateText(env, string(u.From)), Hint: "пусто — давно"},
		{ID: "to", Label: "Последний день", Value: verb.DateText(env, string(u.To)), Hint: "пусто — работает"},
	}
	return amend.Form{Title: "Подразделение", Fields: fields, Field: "name", Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		will := u
		will.Name, will.Short, will.Mail = strings.TrimSpace(v("name")), strings.TrimSpace(v("short")), strings.TrimSpace(v("mail"))
		will.Aliases, will.Topics, will.Subordinate, will.Imported = parts(v("aliases")), parts(v("topics")), v("sub") != "", false
		var err error
		if will.From, err = date(env, v("from")); err != nil {
			return upkeep.Change{}, err
		}
		if will.To, err = date(env, v("to")); err != nil {
			return upkeep.Change{}, err
		}
		if will.Name == "" {
			return upkeep.Change{}, model.Faultf(model.Usage, "Напишите название подразделения.")
		}
		return upkeep.Single("Подразделение «"+will.Title()+"» записано", model.Ref{Noun: model.NounUnit, ID: int64(u.ID)}, &model.PutUnit{Unit: will}), nil
	}}
}

func placeForm(env *pane.Env, p model.Place) amend.Form {
	fields := []widget.Field{
		{ID: "name", Label: "Название", Value: p.Name, Hint: "с. Ловозеро"},
		{ID: "aliases", Label: "Другие написания (через «;»)", Value: strings.Join(p.Aliases, "; ")},
		{ID: "population", Label: "Жителей", Value: number(p.Population)},
		{ID: "year", Label: "На какой год", Value: number(p.Year)},
	}
	return amend.Form{Title: "Населённый пункт", Fields: fields, Field: "name", Change: func(_ *pane.Env, v overlay.Values) (upkeep.Change, error) {
		will := p
		will.Name, will.Aliases = strings.TrimSpace(v("name")), parts(v("aliases"))
		if will.Name == "" {
			return upkeep.Change{}, model.Faultf(model.Usage, "Напишите название населённого пункта.")
		}
		for _, x := range []struct {
			to   *int
			text string
		}{{&will.Population, v("population")}, {&will.Year, v("year")}} {
			n, err := strconv.Atoi(strings.ReplaceAll(strings.TrimSpace("0"+x.text), " ", ""))
			if err != nil {
				return upkeep.Change{}, model.Faultf(model.Usage, "«%s» — не число.", x.text)
			}
			*x.to = n
		}
		return upkeep.Single("Населённый пункт «"+will.Name+"» записан", model.Ref{Noun: model.NounPlace, ID: p.ID}, &model.PutPlace{Place: will}), nil
	}}
}

func topicForm(env *pane.Env, t model.TopicRule) amend.Form {
	units := []widget.Option{{ID: "0", Label: "не указано"}}
	for _, u := range env.Snap.Office.UnitList() {
		units = append(units, widget.Option{ID: strconv.FormatInt(int64(u.ID), 10), Label: u.Title()})
	}
	fields := []widget.Field{
		{ID: "title", Label: "Тема", Value: t.Title},
		{ID: "code", Label: "Код классификатора", Value: t.Code},
		{ID: "words", Label: "Как называют каналы (через «;»)", Value: strings.Join(t.Words, "; ")},
		{ID: "unit", Label: "Кто обычно отвечает", Kind: widget.FieldChoice, Value: strconv.FormatInt(int64(t.Unit), 10), Options: units},
		{ID: "photo", Label: "В ответе нужно фото", Kind: widget.FieldFlag, Value: flag(t.Photo)},
	}
	return amend.Form{Title: "Тема", Fields: fields, Field: "title", Change: func(_ *pane.Env, v overlay.Values) (upkeep.Change, error) {
		will := t
		unit, _ := strconv.ParseInt(v("unit"), 10, 64) // the values are ids of options
		will.Title, will.Code, will.Words, will.Unit, will.Photo = strings.TrimSpace(v("title")), strings.TrimSpace(v("code")), parts(v("words")), model.UnitID(unit), v("photo") != ""
		if will.Title == "" {
			return upkeep.Change{}, model.Faultf(model.Usage, "Напишите название темы.")
		}
		return upkeep.Single("Тема «"+will.Title+"» записана", model.Ref{Noun: model.NounTopic, ID: t.ID}, &model.PutTopic{Topic: will}), nil
	}}
}

func parts(text string) []string {
	var list []string
	for p := range strings.SplitSeq(text, ";") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// date reads a day people wrote; empty stays empty.
func date(env *pane.Env, text string) (model.Date, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	m, err := russian.ParseMoment(text, env.Now(), env.Zone)
	if err != nil {
		return "", err
	}
	return model.DateOf(model.InstantOf(m.At), env.Zone), nil
}
