package verb

import (
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// submitTold records a draft that reached the curator in another way and earlier: when, and who vouches for it (order 3.4). The
// unit's discipline is counted from that time, the journal keeps both.
func (c *Cases) submitTold(env *pane.Env, t Target) pane.Outcome {
	a := t.Appeal
	fields := []widget.Field{
		{ID: "at", Label: "Когда получен проект", Value: russian.DateTime(env.Time()), Hint: "24.11.2026 14:30"},
		{ID: "who", Label: "Кто передал и отвечает за него", Value: unitHead(env, a.Unit), Hint: "должность, фамилия"},
		{ID: "way", Label: "Как получен", Kind: widget.FieldChoice, Value: "по телефону", Options: []widget.Option{{ID: "по телефону", Label: "по телефону"},
			{ID: "в мессенджере", Label: "в мессенджере"}, {ID: "почтой", Label: "почтой"}, {ID: "лично", Label: "лично"}}},
		{ID: "text", Label: "Текст (если его здесь ещё нет)", Kind: widget.FieldText, Lines: 5},
	}
	return pane.Push(overlay.NewForm("Проект получен: № "+a.ID.String(), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		at, _ := moment(env, v("at"))
		return Run(env, toldOp(t, at, strings.TrimSpace(v("who"))+", "+v("way"), strings.TrimSpace(v("text"))))
	}).Check(func(env *pane.Env, v overlay.Values) (string, string) {
		at, err := moment(env, v("at"))
		switch {
		case err != nil:
			return "at", err.Error()
		case at > model.InstantOf(env.Now()):
			return "at", "Это время ещё не наступило."
		case at != 0 && at < a.Received:
			return "at", "Обращение поступило позже: проверьте время."
		case strings.TrimSpace(v("who")) == "":
			return "who", "Напишите, кто передал проект: он за него отвечает."
		case a.CurrentDraft() == nil && strings.TrimSpace(v("text")) == "":
			return "text", "Текста проекта здесь нет: вставьте его."
		}
		return "", ""
	}))
}

// toldOp writes the text where one was given, and hands the draft to the curator unless it lies there already.
func toldOp(t Target, at model.Instant, who, text string) store.Op {
	var actions []model.Action
	if text != "" {
		actions = append(actions, &model.WriteDraft{Text: model.Words(text), Vouched: who})
	}
	if text == "" || t.Appeal.Stage != model.StageReview {
		actions = append(actions, &model.Submit{Vouched: who})
	}
	op := one(submitTitle(t), t.Appeal, actions...)
	for i := range op.Steps {
		op.Steps[i].Happened = at
	}
	return op
}

// unitHead proposes who prepares the unit's answers today.
func unitHead(env *pane.Env, unit model.UnitID) string {
	today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
	for _, g := range env.Snap.Office.GrantList() {
		if g.Role == model.RolePreparer && g.Unit == unit && unit != 0 && today.Within(g.From, g.To) {
			return clean.Line(env.Snap.Office.Officials[g.Official].Title())
		}
	}
	return ""
}

// keep marks the oldest open promise as kept.
func (c *Cases) keep(env *pane.Env, t Target) pane.Outcome {
	return c.do(env, t, "Обещание выполнено", func() model.Action { return &model.KeepPromise{} })
}

// notify records that the citizen was told of an extension that stands already.
func (c *Cases) notify(env *pane.Env, t Target) pane.Outcome {
	fields := []widget.Field{{ID: "notified", Label: "Когда гражданин уведомлён", Value: russian.DateShort(env.Time())}}
	return pane.Push(overlay.NewForm("Уведомление о продлении: № "+t.Appeal.ID.String(), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		notified, _ := day(env, v("notified"))
		return Run(env, one("Гражданин уведомлён о продлении", t.Appeal, &model.Extend{Notified: notified}))
	}).Check(func(env *pane.Env, v overlay.Values) (string, string) {
		if _, err := day(env, v("notified")); err != nil {
			return "notified", err.Error()
		}
		return "", ""
	}))
}

// owesNotice tells whether an extension stands of which the citizen was not told yet.
func owesNotice(a *model.Appeal) bool {
	return a != nil && a.Extension != nil && a.Extension.Notified == ""
}
