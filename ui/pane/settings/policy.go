package settings

import (
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/store/job/upkeep"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/amend"
	"kurator/ui/widget"
)

// lastDays and certainties are how the words of a policy are offered.
var (
	lastDays = []widget.Option{{ID: string(deadline.Previous), Label: "предыдущий рабочий день"}, {ID: string(deadline.Next), Label: "следующий рабочий день"},
		{ID: string(deadline.AsIs), Label: "как есть, без переноса"}}
	certainties = []widget.Option{{ID: string(deadline.Confirmed), Label: "подтверждено учреждением"}, {ID: string(deadline.Ordered), Label: "распоряжение"},
		{ID: string(deadline.Verified), Label: "по источнику"}, {ID: string(deadline.Assumed), Label: "не проверено"}}
	events = []widget.Option{{ID: string(deadline.FromReceived), Label: "поступления"}, {ID: string(deadline.FromRegistered), Label: "регистрации"},
		{ID: string(deadline.FromHandedOver), Label: "передачи исполнителю"}, {ID: string(deadline.FromInterim), Label: "промежуточного ответа"},
		{ID: string(deadline.BeforeNext), Label: "следующего срока, назад"}}
)

// policyForm changes a term, or enters a new one for narrower cases beside it.
func policyForm(env *pane.Env, p deadline.Policy, fresh bool) amend.Form {
	var hours []widget.Option
	for _, h := range env.Snap.Book.Spec().Schedules {
		hours = append(hours, widget.Option{ID: h.ID, Label: h.Title})
	}
	schedule := p.Schedule
	if schedule == "" {
		schedule = deadline.OfficeSchedule
	}
	fields := []widget.Field{
		{ID: "term", Label: "Сколько", Value: p.Term, Hint: "9wh раб. часы, 7wd раб. дни, 30d дни, 24h часы"},
		{ID: "counted", Label: "Считать от", Kind: widget.FieldChoice, Value: string(p.Counted), Options: events},
		{ID: "last", Label: "Последний день — выходной", Kind: widget.FieldChoice, Value: string(p.LastDay), Options: lastDays},
		{ID: "schedule", Label: "По часам", Kind: widget.FieldChoice, Value: schedule, Options: hours},
		{ID: "from", Label: "Для поступивших с", Value: p.From.Russian(), Hint: "пусто — для всех"},
		{ID: "to", Label: "и по", Value: p.To.Russian()},
		{ID: "extend", Label: "Можно продлить (59-ФЗ)", Kind: widget.FieldFlag, Value: flag(p.MayExtend)},
		{ID: "restart", Label: "Переоткрытие начинает срок заново", Kind: widget.FieldFlag, Value: flag(p.Restart)},
		{ID: "pause", Label: "Основание приостановки", Value: p.PauseBasis, Hint: "пусто — ожидание гражданина срок не останавливает"},
		{ID: "basis", Label: "Основание срока", Value: p.Basis},
		{ID: "certainty", Label: "Насколько верно", Kind: widget.FieldChoice, Value: string(p.Certainty), Options: certainties},
	}
	title := "Срок «" + p.ID + "»"
	if fresh {
		title = "Новый срок"
		fields = slices.Insert(fields, 0, newPolicyFields(p)...)
	}
	return amend.Form{Title: title, Fields: fields, Field: "term", Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		will, err := policyOf(p, v)
		if err != nil {
			return upkeep.Change{}, err
		}
		if fresh {
			will.ID, will.Clock, will.Channel, will.Kind = strings.TrimSpace(v("id")), v("clock"), model.ChannelID(v("channel")), model.Kind(v("kind"))
			will.Topic = strings.TrimSpace(v("topic"))
			if _, known := env.Snap.Book.Policy(will.ID); known || will.ID == "" {
				return upkeep.Change{}, model.Faultf(model.Usage, "Дайте новому сроку своё обозначение: «%s» занято или пусто.", will.ID)
			}
		}
		return upkeep.PutPolicy(env.Snap, will)
	}}
}

func newPolicyFields(p deadline.Policy) []widget.Field {
	clocks := []widget.Option{}
	for _, c := range []string{deadline.Answer, deadline.Register, deadline.Redirect, deadline.Notify, deadline.InterimFinal, deadline.Draft, deadline.Review,
		deadline.Approval, deadline.Publication} {
		clocks = append(clocks, widget.Option{ID: c, Label: deadline.ClockTitle(c)})
	}
	channels := []widget.Option{{ID: "", Label: "любой"}}
	for _, c := range model.Channels() {
		channels = append(channels, widget.Option{ID: string(c), Label: c.Title()})
	}
	kinds := []widget.Option{{ID: "", Label: "любой"}}
	for _, k := range []model.Kind{model.KindLaw59, model.KindMessage, model.KindFastTrack, model.KindComment} {
		kinds = append(kinds, widget.Option{ID: string(k), Label: k.Title()})
	}
	return []widget.Field{
		{ID: "id", Label: "Обозначение (латиницей)", Hint: "pos.answer.roads"},
		{ID: "clock", Label: "Какой срок", Kind: widget.FieldChoice, Value: p.Clock, Options: clocks},
		{ID: "channel", Label: "Канал", Kind: widget.FieldChoice, Options: channels},
		{ID: "kind", Label: "Вид обращения", Kind: widget.FieldChoice, Options: kinds},
		{ID: "topic", Label: "Начало кода темы", Hint: "пусто — любая"},
	}
}

func newPolicy(env *pane.Env) pane.Outcome {
	return editPolicy(env, deadline.Policy{Clock: deadline.Answer, Counted: deadline.FromReceived, LastDay: deadline.Previous, Certainty: deadline.Confirmed}, true)
}

// policyOf reads the form over what the policy was.
func policyOf(p deadline.Policy, v overlay.Values) (deadline.Policy, error) {
	p.Term, p.Counted, p.Basis, p.Certainty = strings.TrimSpace(v("term")), deadline.Event(v("counted")), strings.TrimSpace(v("basis")), deadline.Certainty(v("certainty"))
	if last := deadline.LastDay(v("last")); last != deadline.Previous || p.LastDay != "" {
		p.LastDay = last
	}
	if schedule := v("schedule"); schedule != deadline.OfficeSchedule || p.Schedule != "" {
		p.Schedule = schedule
	}
	p.MayExtend, p.Restart, p.PauseBasis = v("extend") != "", v("restart") != "", strings.TrimSpace(v("pause"))
	p.MayPause = p.PauseBasis != ""
	var err error
	if p.From, err = civil(v("from")); err != nil {
		return p, err
	}
	p.To, err = civil(v("to"))
	return p, err
}

// civil reads «31.12.2026»; empty is none.
func civil(text string) (calendar.Date, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	if d, err := calendar.ParseDate(text); err == nil {
		return d, nil
	}
	if p := strings.Split(text, "."); len(p) == 3 {
		if d, err := calendar.ParseDate(p[2] + "-" + p[1] + "-" + p[0]); err == nil {
			return d, nil
		}
	}
	return 0, model.Faultf(model.Usage, "«%s» — не дата. Напишите её как 31.12.2026.", text)
}

// dropPolicy takes a term away; the cases it was for fall to the next one that fits.
func dropPolicy(env *pane.Env, p deadline.Policy) pane.Outcome {
	spec := env.Snap.Book.Spec()
	spec.Policies = slices.DeleteFunc(slices.Clone(spec.Policies), func(x deadline.Policy) bool { return x.ID == p.ID })
	change, err := upkeep.PutSpec(env.Snap, spec, "")
	change.Title = "Правило «" + p.ID + "» удалено"
	return amend.Propose(env, change.From(env.Snap.Office.Version), err)
}
