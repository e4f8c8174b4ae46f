package desk

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/job/exchange"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// channelsByHand are those whose appeals a person writes down: the foreign systems are taken in by their exports.
func channelsByHand() []model.ChannelID {
	return []model.ChannelID{model.ChannelPhone, model.ChannelVisit, model.ChannelSocial, model.ChannelMail, model.ChannelPortal}
}

// canAdd asks whether an appeal of any channel may be entered. Who may enter none is not told of one of them.
func canAdd(env *pane.Env) error {
	var err error
	for _, ch := range channelsByHand() {
		if err = env.Me.Can(&model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: ch}}}, nil); err == nil {
			return nil
		}
	}
	if none := env.Me.Can(&model.Receive{}, nil); none != nil {
		return none
	}
	return err
}

// entry is what the form of a new appeal is filled with.
type entry struct {
	channel                                                  model.ChannelID
	text, name, contact, place, address, topic, link, at, id string
}

// fields of the form. The channel of a pasted card is offered beside those written down by hand.
func (e *entry) fields(env *pane.Env) []widget.Field {
	var channels []widget.Option
	offered := channelsByHand()
	if e.channel.Foreign() {
		offered = append(offered, e.channel)
	}
	for _, ch := range offered {
		channels = append(channels, widget.Option{ID: string(ch), Label: ch.Title()})
	}
	places := []widget.Option{{ID: "", Label: "не указан"}}
	for _, p := range env.Snap.Office.PlaceList() {
		places = append(places, widget.Option{ID: p.Name, Label: p.Name})
	}
	fields := []widget.Field{
		{ID: "text", Label: "О чём обращение", Kind: widget.FieldText, Lines: 5, Value: e.text,
			Hint: "или вставьте пост, .eml, карточку ПОС или ИМ"},
		{ID: "channel", Label: "Канал", Kind: widget.FieldChoice, Value: string(e.channel), Options: channels},
		{ID: "name", Label: "Заявитель", Value: e.name, Hint: "фамилия, имя, отчество; пусто — аноним"},
		{ID: "contact", Label: "Связь с автором", Value: e.contact, Hint: "телефон, почта или его страница"},
		{ID: "place", Label: "Населённый пункт", Kind: widget.FieldChoice, Value: e.place, Options: places},
		{ID: "address", Label: "Адрес", Value: e.address},
		{ID: "topic", Label: "Тема", Value: e.topic},
		{ID: "link", Label: "Ссылка", Value: e.link, Hint: "на пост или сообщение"},
		{ID: "at", Label: "Когда поступило", Value: e.at, Hint: "пусто — сейчас"},
	}
	if e.id != "" || e.channel.Foreign() {
		fields = append(fields, widget.Field{ID: "id", Label: "Номер в системе", Value: e.id})
	}
	return fields
}

func checkEntry(env *pane.Env, v overlay.Values) (field, sentence string) {
	if strings.TrimSpace(v("text")) == "" {
		return "text", "Напишите, о чём обращение."
	}
	if at := v("at"); at != "" {
		if _, err := russian.ParseMoment(at, env.Now(), env.Zone); err != nil {
			return "at", err.Error()
		}
	}
	return "", ""
}

// added is the answer to a new appeal.
type added struct {
	id   model.AppealID
	warn []string
	err  error
}

// receive writes the appeal down, with the files of its letter. What it should be warned of was shown in the form; what could only be known now is said after it.
func (c *capture) receive(env *pane.Env, v overlay.Values) pane.Outcome {
	facts := factsOf(env, v)
	op := store.Op{Title: "Записано обращение", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: facts}}}}
	ctx, s, actor, enclosed := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor, c.files
	return pane.Work(func() tea.Msg {
		warn, err := exchange.LetterWarnings(ctx, s, actor, &facts)
		if err != nil {
			return added{err: err}
		}
		r, err := s.Do(ctx, actor, op)
		if err != nil {
			return added{err: err}
		}
		id := model.AppealID(r.Created[0].ID)
		kept, err := exchange.Enclose(ctx, s, actor, id, enclosed, "")
		if err != nil {
			kept.Left = append(kept.Left, "Вложения письма не прикреплены. "+err.Error())
		}
		return added{id: id, warn: append(kept.Left, warn...)}
	})
}

func factsOf(env *pane.Env, v overlay.Values) model.Facts {
	received, dateOnly := model.InstantOf(env.Now()), false
	if m, err := russian.ParseMoment(v("at"), env.Now(), env.Zone); v("at") != "" && err == nil {
		received, dateOnly = model.InstantOf(m.At), !m.HasTime
	}
	f := model.Facts{Registration: model.Registration{Channel: model.ChannelID(v("channel")), ExternalID: strings.TrimSpace(v("id")), Card: strings.TrimSpace(v("link"))},
		Received: received, ReceivedDateOnly: dateOnly, Body: model.Words(v("text")), Place: v("place"), Address: model.Words(strings.TrimSpace(v("address"))),
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
	if len(a.warn) > 0 {
		o.Toast = &pane.Toast{Text: "№ " + a.id.String() + ". " + a.warn[0], Warn: true, Undo: true}
	}
	return o
}
