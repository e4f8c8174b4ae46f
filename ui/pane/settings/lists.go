package settings

import (
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/store/job/upkeep"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/pane/amend"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// Titles of lists that curators may change as well.
const (
	titleUnits  = "Подразделения"
	titlePlaces = "Места"
	titleTopics = "Темы"
)

func sections() []section {
	pair := []widget.Column{{Title: "Что", Min: 24, Max: 40, Flex: 2}, {Title: "Значение", Min: 20, Flex: 4}}
	return []section{
		{"Учреждение", pair, officeRows, nil},
		{"Сроки", []widget.Column{{Title: "Срок", Min: 16, Max: 24, Flex: 1}, {Title: "Для чего", Min: 16, Flex: 2}, {Title: "Сколько", Min: 14, Max: 24, Flex: 1},
			{Title: "Последний день", Min: 14, Hide: 2}, {Title: "Насколько верно", Min: 15, Hide: 3}, {Title: "Основание", Min: 16, Flex: 4, Hide: 1}}, policyRows, newPolicy},
		{"Часы", []widget.Column{{Title: "Расписание", Min: 20, Max: 34, Flex: 1}, {Title: "Часы", Min: 28, Flex: 2}, {Title: "Основание", Min: 16, Flex: 3, Hide: 1}}, hoursRows, newHours},
		{"Календарь", []widget.Column{{Title: "День или год", Min: 16, Max: 22}, {Title: "Что это", Min: 20, Flex: 2}, {Title: "Основание", Min: 20, Flex: 3, Hide: 1}}, calendarRows, newDay},
		{titleUnits, []widget.Column{{Title: "№", Min: 3, Align: widget.Right}, {Title: "Коротко", Min: 16, Max: 26, Flex: 1}, {Title: "Название", Min: 24, Flex: 3},
			{Title: "Кто готовит ответы", Min: 24, Flex: 2, Hide: 1}, {Title: "Темы", Min: 20, Flex: 1, Hide: 3}, {Title: "Работает", Min: 12, Hide: 2}},
			unitRows, func(env *pane.Env) pane.Outcome { return editUnit(env, model.Unit{}) }},
		{titlePlaces, []widget.Column{{Title: "Населённый пункт", Min: 20, Flex: 1}, {Title: "Жителей", Min: 8, Align: widget.Right}, {Title: "Год", Min: 5}, {Title: "Другие написания", Min: 20, Flex: 2, Hide: 1}},
			placeRows, func(env *pane.Env) pane.Outcome { return editPlace(env, model.Place{}) }},
		{titleTopics, []widget.Column{{Title: "Тема", Min: 24, Flex: 2}, {Title: "Код", Min: 20, Hide: 2}, {Title: "Кто отвечает", Min: 16, Flex: 1}, {Title: "Фото", Min: 5, Hide: 1}},
			topicRows, func(env *pane.Env) pane.Outcome { return editTopic(env, model.TopicRule{}) }},
		templateSection(),
		targetSection(),
	}
}

func plain(texts ...string) []widget.Cell {
	cells := make([]widget.Cell, len(texts))
	for i, t := range texts {
		cells[i].Text = clean.Line(t)
	}
	return cells
}

func fourEyesWords(on bool) string {
	if on {
		return "да: свой текст утверждает другой"
	}
	return "нет: свой текст можно утвердить самому"
}

// officeRows are the office's own values, who approves, and how long what is closed is kept.
func officeRows(env *pane.Env) []entry {
	s := env.Snap.Office.Settings
	list := []entry{
		{cells: plain("Название учреждения", s.OfficeName), edit: editOffice},
		{cells: plain("Часовой пояс", env.Zone.String()), edit: editOffice},
		{cells: plain("Правило «четырёх глаз»", fourEyesWords(s.FourEyes)), edit: editOffice},
	}
	for _, channel := range model.Channels() {
		list = append(list, entry{cells: plain("Кто утверждает, "+channel.Title(), upkeep.ApprovalWords(s.Approval[channel])),
			edit: func(env *pane.Env) pane.Outcome { return editApproval(env, channel) }})
	}
	list = append(list, entry{cells: plain("Проверка качества", "оценивать каждый "+strconv.Itoa(sampleOf(s))+"-й ответ и все с оценкой 1–2"), edit: editSample})
	for _, channel := range model.Channels() {
		years := russian.Count(s.RetentionYears(channel), "год", "года", "лет")
		list = append(list, entry{cells: plain("Хранение с именем, "+channel.Title(), years+" после закрытия, затем обезличить"),
			edit: func(env *pane.Env) pane.Outcome { return editKeeping(env, channel) }})
	}
	return list
}

// policyRows are the terms, each with what it is for, how it is counted, on what basis and how sure that is.
func policyRows(env *pane.Env) []entry {
	var list []entry
	for _, p := range env.Snap.Book.Spec().Policies {
		cells := plain(deadline.ClockTitle(p.Clock), scopeOf(p), termOf(p), lastDayOf(p), certaintyOf(p.Certainty), p.Basis)
		if p.Certainty == deadline.Assumed {
			cells[4].Role = theme.Warn
		}
		cells[5].Role = theme.Muted
		list = append(list, entry{cells: cells, edit: func(env *pane.Env) pane.Outcome { return editPolicy(env, p, false) },
			remove: func(env *pane.Env) pane.Outcome { return dropPolicy(env, p) }})
	}
	return list
}

// scopeOf says in words which cases a policy is for.
func scopeOf(p deadline.Policy) string {
	var parts []string
	if p.Channel != "" {
		parts = append(parts, p.Channel.Title())
	}
	switch p.Kind {
	case "":
	case deadline.KindCourt:
		parts = append(parts, "обжалуется решение суда")
	case deadline.KindUnreadable:
		parts = append(parts, "не прочесть")
	default:
		parts = append(parts, p.Kind.Title())
	}
	if p.Priority == model.PriorityHigh {
		parts = append(parts, "высокая важность")
	}
	if p.Topic != "" {
		parts = append(parts, "тема "+p.Topic)
	}
	if p.From != 0 {
		parts = append(parts, "с "+p.From.Russian())
	}
	if p.To != 0 {
		parts = append(parts, "по "+p.To.Russian())
	}
	if len(parts) == 0 {
		return "любые"
	}
	return strings.Join(parts, ", ")
}

func termOf(p deadline.Policy) string {
	if p.Off {
		return "не действует"
	}
	term, err := deadline.ParseTerm(p.Term)
	if err != nil {
		return p.Term
	}
	if term.Unit == deadline.Days {
		return russian.Days(term.N) // working days say that they are
	}
	return term.Russian()
}

func lastDayOf(p deadline.Policy) string {
	term, err := deadline.ParseTerm(p.Term)
	if err != nil || term.Kind() != model.DueDate {
		return "—"
	}
	switch p.LastDay {
	case deadline.Next:
		return "следующий"
	case deadline.AsIs:
		return "как есть"
	}
	return "предыдущий"
}

func certaintyOf(c deadline.Certainty) string {
	switch c {
	case deadline.Ordered:
		return "распоряжение"
	case deadline.Verified:
		return "по источнику"
	case deadline.Assumed:
		return "! не проверено"
	case deadline.Confirmed:
		return "подтверждено"
	}
	return ""
}

func hoursRows(env *pane.Env) []entry {
	var list []entry
	for _, h := range env.Snap.Book.Spec().Schedules {
		cells := plain(h.Title, h.Hours, h.Basis)
		cells[2].Role = theme.Muted
		list = append(list, entry{cells: cells, edit: func(env *pane.Env) pane.Outcome { return editHours(env, h) }})
	}
	return list
}

// calendarRows are the years that are loaded, a warning when the next one is due, and the office's own days.
func calendarRows(env *pane.Env) []entry {
	cal := env.Snap.Book.Calendar()
	first, last := cal.Years()
	list := []entry{{cells: plain(strconv.Itoa(first)+"–"+strconv.Itoa(last), "Загруженные годы", "Следующий год: kurator calendar import ФАЙЛ")}}
	if alarm := cal.Alarm(calendar.DateOf(env.Now(), env.Zone)); alarm != "" {
		list = append(list, entry{cells: []widget.Cell{{Text: "! " + strconv.Itoa(last+1), Role: theme.Warn}, {Text: alarm, Role: theme.Warn}, {}}})
	}
	for _, r := range env.Snap.Own.Days {
		list = append(list, entry{cells: plain(r.Date.Russian()+" "+russian.WeekdayShort(r.Date.Weekday()), dayWords(r), r.Basis),
			edit: func(env *pane.Env) pane.Outcome { return editDay(env, r) },
			remove: func(env *pane.Env) pane.Outcome {
				change, err := upkeep.PutDays(env.Snap, nil, r.Date)
				return amend.Propose(env, change.From(env.Snap.Office.Version), err)
			}})
	}
	return list
}

func dayWords(r calendar.Row) string {
	switch r.Kind {
	case calendar.KindDayOff:
		return "выходной " + r.Title
	case calendar.KindShort:
		return "короче на час " + r.Title
	case calendar.KindWork:
		return "рабочий " + r.Title
	}
	var spans []string
	for _, s := range r.Spans {
		spans = append(spans, s.String())
	}
	return "свои часы " + strings.Join(spans, ", ")
}

func unitRows(env *pane.Env) []entry {
	var list []entry
	today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
	for _, u := range env.Snap.Office.UnitList() {
		name := u.Name
		if u.Subordinate {
			name += " (подведомственное)"
		}
		cells := plain(strconv.FormatInt(int64(u.ID), 10), u.Title(), name, strings.Join(upkeep.Heads(env.Snap.Office, u.ID, today), ", "), strings.Join(u.Topics, ", "),
			period(env, u.From, u.To))
		if !today.Within(u.From, u.To) {
			for i := range cells {
				cells[i].Role = theme.Muted
			}
		}
		list = append(list, entry{cells: cells, edit: func(env *pane.Env) pane.Outcome { return editUnit(env, u) }})
	}
	return list
}

func period(env *pane.Env, from, to model.Date) string {
	var parts []string
	if from != "" {
		parts = append(parts, "с "+verb.DateText(env, string(from)))
	}
	if to != "" {
		parts = append(parts, "по "+verb.DateText(env, string(to)))
	}
	return strings.Join(parts, " ")
}

func placeRows(env *pane.Env) []entry {
	var list []entry
	for _, p := range env.Snap.Office.PlaceList() {
		year, population := "", "—" // nobody has written how many: no reports per 1,000 of it
		if p.Year != 0 {
			year = strconv.Itoa(p.Year)
		}
		if p.Population != 0 {
			population = russian.Number(int64(p.Population))
		}
		list = append(list, entry{cells: plain(p.Name, population, year, strings.Join(p.Aliases, ", ")),
			edit: func(env *pane.Env) pane.Outcome { return editPlace(env, p) }})
	}
	return list
}

func topicRows(env *pane.Env) []entry {
	var list []entry
	for _, t := range env.Snap.Office.TopicList() {
		photo := ""
		if t.Photo {
			photo = "да"
		}
		list = append(list, entry{cells: plain(t.Title, t.Code, env.Snap.Office.UnitTitle(t.Unit), photo),
			edit: func(env *pane.Env) pane.Outcome { return editTopic(env, t) }})
	}
	return list
}
