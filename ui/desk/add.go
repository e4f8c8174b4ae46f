package desk

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// channelsByHand are those whose appeals a person writes down: the foreign systems are taken in by their exports.
func channelsByHand() []model.ChannelID {
	return []model.ChannelID{model.ChannelPhone, model.ChannelVisit, model.ChannelSocial, model.ChannelMail, model.ChannelPortal}
}

func canAdd(env *pane.Env) error {
	var err error
	for _, ch := range channelsByHand() {
		if err = env.Me.Can(&model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: ch}}}, nil); err == nil {
			return nil
		}
	}
	return err
}

// add asks for an appeal that came by phone, at a reception, by mail or in a social network.
func add(env *pane.Env) pane.Outcome {
	var channels []widget.Option
	for _, ch := range channelsByHand() {
		channels = append(channels, widget.Option{ID: string(ch), Label: ch.Title()})
	}
	places := []widget.Option{{ID: "", Label: "не указан"}}
	for _, p := range env.Snap.Office.PlaceList() {
		places = append(places, widget.Option{ID: p.Name, Label: p.Name})
	}
	fields := []widget.Field{
		{ID: "channel", Label: "Канал", Kind: widget.FieldChoice, Value: string(model.ChannelPhone), Options: channels},
		{ID: "text", Label: "О чём пишет или говорит гражданин", Kind: widget.FieldText, Lines: 5},
		{ID: "name", Label: "Заявитель", Hint: "фамилия, имя, отчество; пусто — аноним"},
		{ID: "contact", Label: "Телефон, почта или ссылка на автора"},
		{ID: "place", Label: "Населённый пункт", Kind: widget.FieldChoice, Options: places},
		{ID: "address", Label: "Адрес"},
		{ID: "topic", Label: "Тема"},
		{ID: "link", Label: "Ссылка на пост или сообщение"},
		{ID: "at", Label: "Когда поступило", Hint: "пусто — сейчас"},
	}
	form := overlay.NewForm("Новое обращение", fields, func(env *pane.Env, v overlay.Values) pane.Outcome { return receive(env, v) })
	return pane.Push(form.Check(func(env *pane.Env, v overlay.Values) (string, string) {
		if strings.TrimSpace(v("text")) == "" {
			return "text", "Напишите, о чём обращение."
		}
		if at := v("at"); at != "" {
			if _, err := russian.ParseMoment(at, env.Now(), env.Zone); err != nil {
				return "at", err.Error()
			}
		}
		return "", ""
	}))
}

// added is the answer to a new appeal.
type added struct {
	id   model.AppealID
	warn string
	err  error
}

func receive(env *pane.Env, v overlay.Values) pane.Outcome {
	facts := factsOf(env, v)
	op := store.Op{Title: "Записано обращение", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: facts}}}}
	ctx, s, actor := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor
	warn := ""
	if facts.Registration.Channel == model.ChannelMail {
		warn = "С 30.03.2025 письмо по электронной почте само по себе не обращение (547-ФЗ): подскажите автору, как подать его."
	}
	return pane.Work(func() tea.Msg {
		r, err := s.Do(ctx, actor, op)
		if err != nil {
			return added{err: err}
		}
		return added{id: model.AppealID(r.Created[0].ID), warn: warn}
	})
}

func factsOf(env *pane.Env, v overlay.Values) model.Facts {
	received := model.InstantOf(env.Now())
	if m, err := russian.ParseMoment(v("at"), env.Now(), env.Zone); v("at") != "" && err == nil {
		received = model.InstantOf(m.At)
	}
	f := model.Facts{Registration: model.Registration{Channel: model.ChannelID(v("channel")), Card: strings.TrimSpace(v("link"))},
		Received: received, Body: model.Words(v("text")), Place: v("place"), Address: model.Words(strings.TrimSpace(v("address"))),
		Topic: model.Topic{Title: strings.TrimSpace(v("topic"))}}
	f.Applicant = model.Applicant{Kind: model.ApplicantPerson, Name: model.Words(strings.TrimSpace(v("name"))), Contact: model.Words(strings.TrimSpace(v("contact")))}
	if v("name") == "" && v("contact") == "" {
		f.Applicant.Kind = model.ApplicantAnonymous
	}
	return f
}

func (a added) outcome() pane.Outcome {
	if a.err != nil {
		return pane.Fail(a.err)
	}
	o := pane.Done("Записано: № "+a.id.String(), model.AppealRef(a.id)).And(pane.Show("card", verb.Show{ID: a.id}))
	if a.warn != "" {
		o.Toast = &pane.Toast{Text: a.warn, Warn: true, Undo: true}
	}
	return o
}
