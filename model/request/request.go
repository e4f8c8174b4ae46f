// Package request is the one place where requests of the regional centre and the materials made for them change. It is pure:
// it saves nothing, and what is passed in stays as it was.
package request

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"kurator/model"
)

// MostBytes is how large one material may be: reports without personal data are small.
const MostBytes = 8 << 20

// Apply returns the request after the action; state is nil for a new one, today the civil day of the office. An error is a
// *model.Fault.
func Apply(state *model.Request, id int64, action model.Action, at model.Moment, today model.Date) (model.Request, []model.Event, error) {
	var r model.Request
	var say string
	var err error
	put, isPut := action.(*model.PutRequest)
	switch {
	case isPut && state == nil:
		r = model.Request{ID: id, State: model.RequestNew, Made: at.Happened, Received: today}
		say, err = "Запрос записан.", fill(&r, put)
	case isPut:
		r = *state
		say, err = "Запрос изменён.", fill(&r, put)
	case state == nil:
		return r, nil, model.Faultf(model.NotFound, "Запроса № %d нет. Проверьте номер.", id)
	default:
		r = *state
		r.Materials, r.Questions = slices.Clone(state.Materials), slices.Clone(state.Questions)
		say, err = apply(&r, action, at)
	}
	if err != nil {
		return model.Request{}, nil, err
	}
	return r, []model.Event{{Ref: model.Ref{Noun: model.NounRequest, ID: id}, Kind: model.EventNotice, Say: say}}, nil
}

func fill(r *model.Request, a *model.PutRequest) error {
	if !r.State.Open() {
		return model.Faultf(model.Stage, "Запрос № %d уже отправлен: его не меняют. Повторите его на новый период.", r.ID)
	}
	asks := strings.TrimSpace(a.Asks)
	switch {
	case asks == "":
		return model.Faultf(model.Usage, "Напишите, что запрашивают.")
	case a.Start != "" && a.End != "" && a.End < a.Start:
		return model.Faultf(model.Usage, "Период материала заканчивается раньше, чем начинается. Проверьте даты.")
	}
	for _, d := range []model.Date{a.Received, a.Due, a.Start, a.End} {
		if _, err := time.Parse(time.DateOnly, string(d)); d != "" && err != nil {
			return model.Faultf(model.Usage, "«%s» — не дата. Напишите её в виде 2026-03-01.", d)
		}
	}
	r.From, r.Number, r.Asks, r.Basis = strings.TrimSpace(a.From), strings.TrimSpace(a.Number), asks, strings.TrimSpace(a.Basis)
	if r.From == "" {
		r.From = DefaultFrom
	}
	if a.Received != "" {
		r.Received = a.Received
	}
	if a.Due != "" && a.Due < r.Received {
		return model.Faultf(model.Usage, "Срок ответа раньше, чем день получения. Проверьте даты.")
	}
	r.Due, r.Report, r.Format, r.Start, r.End, r.Repeats, r.Template = a.Due, a.Report, a.Format, a.Start, a.End, a.Repeats, a.Template
	return nil
}

// DefaultFrom asks when nobody is named.
const DefaultFrom = "Центр управления регионом"

func apply(r *model.Request, action model.Action, at model.Moment) (string, error) {
	switch a := action.(type) {
	case *model.AddMaterial:
		if !r.State.Open() {
			return "", model.Faultf(model.Stage, "Запрос № %d уже отправлен: материал к нему не добавляют.", r.ID)
		}
		if !slices.Contains(r.Materials, a.Material) {
			r.Materials = append(r.Materials, a.Material)
		}
		r.State = model.RequestReady
		return "Материал приложен к запросу.", nil
	case *model.SendRequest:
		return send(r, a, at)
	case *model.PutRequestQuestion:
		return question(r, a, at)
	case *model.CloseRequest:
		if r.State != model.RequestSent {
			return "", model.Faultf(model.Stage, "Закрыть можно отправленный запрос. Сначала отметьте отправку.")
		}
		if slices.ContainsFunc(r.Questions, func(q model.RequestQuestion) bool { return q.Answered == 0 }) {
			return "", model.Faultf(model.Stage, "По запросу есть вопросы без ответа. Запишите ответы и закройте его.")
		}
		r.State = model.RequestClosed
		return "Запрос закрыт.", nil
	}
	return "", model.Faultf(model.Usage, "Действие «%s» не относится к запросу.", action.Name())
}

func send(r *model.Request, a *model.SendRequest, at model.Moment) (string, error) {
	how := strings.TrimSpace(a.How)
	switch {
	case !r.State.Open():
		return "", model.Faultf(model.Stage, "Запрос № %d уже отправлен.", r.ID)
	case how == "":
		return "", model.Faultf(model.Usage, "Напишите, как отправлен ответ: почтой, через СЭД, номер письма.")
	case a.At > at.Recorded:
		return "", model.Faultf(model.Usage, "Время отправки ещё не наступило. Проверьте дату.")
	}
	r.SentAt, r.SentHow, r.SentWhat, r.State = at.Happened, how, a.Hash, model.RequestSent
	if a.At != 0 {
		r.SentAt = a.At
	}
	return "Ответ на запрос отправлен.", nil
}

func question(r *model.Request, a *model.PutRequestQuestion, at model.Moment) (string, error) {
	text, answer := strings.TrimSpace(a.Text), strings.TrimSpace(a.Answer)
	if a.ID == 0 {
		if text == "" {
			return "", model.Faultf(model.Usage, "Напишите вопрос.")
		}
		q := model.RequestQuestion{ID: len(r.Questions) + 1, Text: text, At: at.Happened, Answer: answer}
		if answer != "" {
			q.Answered = at.Happened
		}
		r.Questions = append(r.Questions, q)
		return "Вопрос записан.", nil
	}
	i := slices.IndexFunc(r.Questions, func(q model.RequestQuestion) bool { return q.ID == a.ID })
	switch {
	case i < 0:
		return "", model.Faultf(model.NotFound, "Вопроса %d у запроса № %d нет.", a.ID, r.ID)
	case answer == "":
		return "", model.Faultf(model.Usage, "Напишите ответ на вопрос.")
	}
	if text != "" {
		r.Questions[i].Text = text
	}
	r.Questions[i].Answer, r.Questions[i].Answered = answer, at.Happened
	return "Ответ на вопрос записан.", nil
}

// Keep freezes a file. It is entered once and never changed.
func Keep(state *model.Material, id int64, action model.Action, at model.Moment) (model.Material, []model.Event, error) {
	a, ok := action.(*model.KeepMaterial)
	switch {
	case !ok:
		return model.Material{}, nil, model.Faultf(model.Usage, "Действие «%s» не относится к материалу.", action.Name())
	case state != nil:
		return model.Material{}, nil, model.Faultf(model.Stage, "Материал № %d заморожен: его не меняют. Приложите новый.", id)
	case len(a.Data) == 0:
		return model.Material{}, nil, model.Faultf(model.Usage, "Материал пуст.")
	case len(a.Data) > MostBytes:
		return model.Material{}, nil, model.Faultf(model.Usage, "Файл больше 8 МБ. Возьмите другой формат или меньший период.")
	case Hash(a.Data) != a.Hash:
		return model.Material{}, nil, model.Faultf(model.BadData, "Контрольная сумма материала не сходится с файлом. Сделайте его заново.")
	}
	m := model.Material{ID: id, Request: a.Request, Name: a.File, Format: a.Format, Hash: a.Hash, Size: len(a.Data), Made: at.Happened, By: at.Actor, Data: a.Data}
	return m, []model.Event{{Ref: model.Ref{Noun: model.NounMaterial, ID: id}, Kind: model.EventNotice, Say: "Материал заморожен."}}, nil
}

// Hash is the SHA-256 of a file in hex.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// NextPeriod is the period that follows one of the same length: a whole month follows a month, else as many days.
func NextPeriod(start, end model.Date) (model.Date, model.Date) {
	from, err1 := time.Parse(time.DateOnly, string(start))
	to, err2 := time.Parse(time.DateOnly, string(end))
	if err1 != nil || err2 != nil || to.Before(from) {
		return "", ""
	}
	next := to.AddDate(0, 0, 1)
	whole := from.Day() == 1 && next.Day() == 1
	var last time.Time
	if whole {
		months := (next.Year()-from.Year())*12 + int(next.Month()) - int(from.Month())
		last = next.AddDate(0, months, -1)
	} else {
		last = next.Add(to.Sub(from))
	}
	return model.Date(next.Format(time.DateOnly)), model.Date(last.Format(time.DateOnly))
}

// Again is a request repeated for the next period: everything as before, the number of the letter left open.
func Again(last *model.Request, today model.Date) model.PutRequest {
	a := model.PutRequest{From: last.From, Asks: last.Asks, Basis: last.Basis, Received: today, Report: last.Report, Format: last.Format,
		Repeats: last.ID, Template: last.Template}
	a.Start, a.End = NextPeriod(last.Start, last.End)
	if last.Due != "" && last.Received != "" {
		received, err1 := time.Parse(time.DateOnly, string(last.Received))
		due, err2 := time.Parse(time.DateOnly, string(last.Due))
		now, err3 := time.Parse(time.DateOnly, string(today))
		if err1 == nil && err2 == nil && err3 == nil {
			a.Due = model.Date(now.Add(due.Sub(received)).Format(time.DateOnly))
		}
	}
	return a
}
