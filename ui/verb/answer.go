package verb

import (
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// answer records where and when the approved text went out.
func (c *Cases) answer(env *pane.Env, t Target) pane.Outcome {
	if t.many() {
		return c.do(env, t, "Ответ направлен", func() model.Action { return &model.Answer{} })
	}
	given := slices.DeleteFunc(model.Outcomes(), model.Outcome.WithoutAnswer)
	fields := []widget.Field{
		{ID: "outcome", Label: "Результат", Kind: widget.FieldChoice, Value: string(t.Appeal.Outcome), Options: outcomeOptions(t.Appeal.Outcome, given)},
		{ID: "at", Label: "Когда ушёл", Value: "", Hint: "пусто — сейчас; 24.11.2026 14:30"},
		{ID: "link", Label: "Ссылка на ответ", Hint: "можно не заполнять"},
		{ID: "interim", Label: "Это промежуточный ответ", Kind: widget.FieldFlag},
		{ID: "promise", Label: "К какому дню обещано", Hint: "если ответ промежуточный или решение отложено"},
	}
	return pane.Push(overlay.NewForm("Ответ направлен: № "+t.Appeal.ID.String(), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		at, _ := moment(env, v("at"))
		promise, _ := dayOrNone(env, v("promise"))
		return Run(env, one("Ответ направлен", t.Appeal, &model.Answer{At: at, Promise: promise, Link: model.Words(strings.TrimSpace(v("link"))),
			Interim: v("interim") != "", Outcome: model.Outcome(v("outcome"))}))
	}).Check(func(env *pane.Env, v overlay.Values) (string, string) {
		if _, err := moment(env, v("at")); err != nil {
			return "at", err.Error()
		}
		promise, err := dayOrNone(env, v("promise"))
		switch {
		case err != nil:
			return "promise", err.Error()
		case promise == "" && v("interim") == "" && model.Outcome(v("outcome")) == model.OutcomeDeferred && !promised(t.Appeal):
			return "promise", "Решение отложено: укажите день, к которому оно обещано."
		}
		return "", ""
	}))
}

// promised tells whether a solution is promised already.
func promised(a *model.Appeal) bool {
	return slices.ContainsFunc(a.Promises, func(p model.Promise) bool { return !p.Answer && p.Kept == 0 })
}

// dayOrNone is day where a date need not be given.
func dayOrNone(env *pane.Env, text string) (model.Date, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	return day(env, text)
}

// moment reads a time in the office's zone; empty means now.
func moment(env *pane.Env, text string) (model.Instant, error) {
	if strings.TrimSpace(text) == "" {
		return 0, nil
	}
	at, err := deadline.ParseTime(text, env.Zone)
	return model.InstantOf(at), err
}

// day reads a date in the office's zone.
func day(env *pane.Env, text string) (model.Date, error) {
	m, err := russian.ParseMoment(text, env.Now(), env.Zone)
	if err != nil {
		return "", err
	}
	return model.DateOf(model.InstantOf(m.At), env.Zone), nil
}

// close ends the work: after an answer with a result and a mark, without one only for a reason.
func (c *Cases) close(env *pane.Env, t Target) pane.Outcome {
	if t.many() {
		return c.do(env, t, "Закрыто", func() model.Action { return &model.Close{} })
	}
	a := t.Appeal
	outcomes, reason := slices.DeleteFunc(model.Outcomes(), model.Outcome.WithoutAnswer), "Пояснение"
	if a.Stage.Open() {
		outcomes = slices.DeleteFunc(model.Outcomes(), func(o model.Outcome) bool { return !o.WithoutAnswer() })
		reason = "Почему без ответа"
	}
	fields := []widget.Field{
		{ID: "outcome", Label: "Результат", Kind: widget.FieldChoice, Value: string(a.Outcome), Options: outcomeOptions(a.Outcome, outcomes)},
		{ID: "reason", Label: reason},
	}
	if a.Stage.Open() {
		fields = append(fields, widget.Field{ID: "twin", Label: "Номер основного обращения, если это дубль"})
	} else {
		fields = append(fields, widget.Field{ID: "mark", Label: "Оценка гражданина", Kind: widget.FieldChoice, Value: markValue(a.Mark), Options: markOptions()})
	}
	return pane.Push(overlay.NewForm("Закрыть № "+a.ID.String(), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		mark, _ := strconv.Atoi(v("mark"))
		twin, _ := strconv.ParseInt(strings.TrimSpace(v("twin")), 10, 64)
		return Run(env, one("Закрыто", a, &model.Close{Outcome: model.Outcome(v("outcome")), Reason: v("reason"), Mark: mark,
			DuplicateOf: model.AppealID(twin)}))
	}).Check(func(_ *pane.Env, v overlay.Values) (string, string) {
		outcome := model.Outcome(v("outcome"))
		switch {
		case a.Stage.Open() && outcome == "":
			return "outcome", "Выберите результат."
		case a.Stage.Open() && v("reason") == "" && outcome != model.OutcomeDuplicate:
			return "reason", "Напишите, почему обращение закрывается без ответа."
		case outcome == model.OutcomeDuplicate && strings.TrimSpace(v("twin")) == "":
			return "twin", "Укажите номер основного обращения."
		}
		return "", ""
	}))
}

func markValue(mark int) string {
	if mark == 0 {
		return ""
	}
	return strconv.Itoa(mark)
}

func markOptions() []widget.Option {
	options := []widget.Option{{ID: "", Label: "нет"}}
	for n := range 5 {
		digit := strconv.Itoa(n + 1)
		options = append(options, widget.Option{ID: digit, Label: digit})
	}
	return options
}

func (c *Cases) reopen(_ *pane.Env, t Target) pane.Outcome {
	return pane.Push(overlay.NewPrompt(overlay.Ask{Title: "Почему обращение возвращается в работу", Check: needed("Напишите причину."),
		Then: func(env *pane.Env, text string) pane.Outcome {
			return c.do(env, t, "Возвращено в работу", func() model.Action { return &model.Reopen{Reason: text} })
		}}))
}

func needed(sentence string) func(string) error {
	return func(text string) error {
		if strings.TrimSpace(text) == "" {
			return model.Faultf(model.Usage, "%s", sentence)
		}
		return nil
	}
}

// extend moves the term of the law once, with the notice to the citizen.
func (c *Cases) extend(env *pane.Env, t Target) pane.Outcome {
	if !t.many() && owesNotice(t.Appeal) {
		return c.notify(env, t)
	}
	fields := []widget.Field{
		{ID: "days", Label: "На сколько дней (до 30)", Value: "30"},
		{ID: "reason", Label: "Причина, её сообщают гражданину"},
		{ID: "notified", Label: "Когда гражданин уведомлён", Value: russian.DateShort(env.Time()), Hint: "пусто — ещё не уведомлён"},
	}
	return pane.Push(overlay.NewForm("Продлить срок (59-ФЗ, ст. 12, ч. 2)", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		days, _ := strconv.Atoi(v("days"))
		notified, _ := day(env, v("notified"))
		return c.do(env, t, "Срок продлён", func() model.Action { return &model.Extend{Days: days, Reason: v("reason"), Notified: notified} })
	}).Check(func(env *pane.Env, v overlay.Values) (string, string) {
		if n, err := strconv.Atoi(v("days")); err != nil || n < 1 || n > 30 {
			return "days", "Число дней: от 1 до 30."
		}
		if v("reason") == "" {
			return "reason", "Напишите причину."
		}
		if v("notified") != "" {
			if _, err := day(env, v("notified")); err != nil {
				return "notified", err.Error()
			}
		}
		return "", ""
	}))
}

func (c *Cases) redirect(_ *pane.Env, t Target) pane.Outcome {
	fields := []widget.Field{
		{ID: "to", Label: "Куда", Hint: "орган, в чьей компетенции вопрос"},
		{ID: "against", Label: "На кого жалуется гражданин", Hint: "если это жалоба: ему передавать нельзя"},
		{ID: "document", Label: "Номер сопроводительного письма"},
	}
	return pane.Push(overlay.NewForm("Перенаправить по компетенции (59-ФЗ, ст. 8)", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		return c.do(env, t, "Перенаправлено", func() model.Action {
			return &model.Redirect{To: v("to"), ComplainedOf: v("against"), Document: v("document")}
		})
	}).Check(required("to", "Напишите, куда перенаправляется обращение.")))
}

func (c *Cases) promise(env *pane.Env, t Target) pane.Outcome {
	fields := []widget.Field{
		{ID: "date", Label: "К какому дню обещано", Hint: "01.06.2027"},
		{ID: "unit", Label: "Кто исполнит", Kind: widget.FieldChoice, Value: unitKey(t.Appeal.Unit), Options: ownerOptions(env, t.Appeal.Unit)},
		{ID: "text", Label: "Что обещано", Kind: widget.FieldText, Lines: 3},
	}
	return pane.Push(overlay.NewForm("Обещание: № "+t.Appeal.ID.String(), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		date, _ := day(env, v("date"))
		unit, _ := unitOf(env, v("unit"))
		return Run(env, one("Записано обещание", t.Appeal, &model.Defer{Date: date, Unit: unit, Text: model.Words(v("text"))}))
	}).Check(func(env *pane.Env, v overlay.Values) (string, string) {
		if _, err := day(env, v("date")); err != nil {
			return "date", err.Error()
		}
		return "", ""
	}))
}

func (c *Cases) wait(env *pane.Env, t Target) pane.Outcome {
	on := t.Appeal == nil || !t.Appeal.Waiting
	title := "Отмечено: ждём гражданина"
	if !on {
		title = "Снята отметка «ждём гражданина»"
	}
	return c.do(env, t, title, func() model.Action { return &model.Wait{On: on} })
}

func (c *Cases) note(_ *pane.Env, t Target) pane.Outcome {
	return pane.Push(overlay.NewPrompt(overlay.Ask{Title: "Заметка", Check: needed("Напишите заметку."),
		Then: func(env *pane.Env, text string) pane.Outcome {
			return c.do(env, t, "Заметка", func() model.Action { return &model.AddNote{Text: model.Words(text)} })
		}}))
}
