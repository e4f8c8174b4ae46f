package settings

import (
	"maps"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store/job/upkeep"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/amend"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// titleTargets is the list the coordinator sets (order 3.2).
const titleTargets = "Цели"

func targetSection() section {
	return section{titleTargets, []widget.Column{{Title: "Показатель", Min: 24, Flex: 2}, {Title: "Канал", Min: 7}, {Title: "Цель", Min: 6, Align: widget.Right},
		{Title: "Когда", Min: 14, Flex: 1, Hide: 2}, {Title: "Основание", Min: 14, Flex: 2, Hide: 1}}, targetRows,
		func(env *pane.Env) pane.Outcome { return editTarget(env, model.Target{}) }}
}

func targetRows(env *pane.Env) []entry {
	var list []entry
	for _, t := range env.Snap.Office.TargetList() {
		name := t.Figure
		if f, ok := stats.Find(stats.ID(t.Figure)); ok {
			name = f.Name
		}
		channel := "все"
		if t.Channel != "" {
			channel = t.Channel.Title()
		}
		list = append(list, entry{cells: plain(name, channel, decimal(t.Value), period(env, t.From, t.To), t.Basis),
			edit: func(env *pane.Env) pane.Outcome { return editTarget(env, t) }})
	}
	return list
}

func decimal(x float64) string {
	return strings.ReplaceAll(strconv.FormatFloat(x, 'f', -1, 64), ".", ",")
}

func targetForm(env *pane.Env, t model.Target) amend.Form {
	var figures []widget.Option
	for _, f := range stats.Figures() {
		figures = append(figures, widget.Option{ID: string(f.ID), Label: f.Name})
	}
	channels := []widget.Option{{ID: "", Label: "все"}}
	for _, c := range model.Channels() {
		channels = append(channels, widget.Option{ID: string(c), Label: c.Title()})
	}
	value := ""
	if t.ID != 0 {
		value = decimal(t.Value)
	}
	fields := []widget.Field{
		{ID: "figure", Label: "Показатель", Kind: widget.FieldChoice, Value: t.Figure, Options: figures},
		{ID: "channel", Label: "Канал", Kind: widget.FieldChoice, Value: string(t.Channel), Options: channels},
		{ID: "value", Label: "Целевое значение", Value: value, Hint: "60"},
		{ID: "from", Label: "С какого дня", Value: verb.DateText(env, string(t.From)), Hint: "пусто — всегда"},
		{ID: "to", Label: "По какой день", Value: verb.DateText(env, string(t.To))},
		{ID: "basis", Label: "Основание", Value: t.Basis},
	}
	return amend.Form{Title: "Цель", Fields: fields, Field: "value", Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		will := t
		x, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(v("value")), ",", "."), 64)
		if err != nil {
			return upkeep.Change{}, model.Faultf(model.Usage, "Напишите целевое значение числом.")
		}
		will.Figure, will.Channel, will.Value, will.Basis = v("figure"), model.ChannelID(v("channel")), x, strings.TrimSpace(v("basis"))
		if will.From, err = date(env, v("from")); err != nil {
			return upkeep.Change{}, err
		}
		if will.To, err = date(env, v("to")); err != nil {
			return upkeep.Change{}, err
		}
		return upkeep.Single("Цель записана", model.Ref{Noun: model.NounTarget, ID: t.ID}, &model.PutTarget{Target: will}), nil
	}}
}

// keepingForm sets for how many years closed cases of a channel keep the citizen's name.
func keepingForm(env *pane.Env, channel model.ChannelID) amend.Form {
	fields := []widget.Field{{ID: "years", Label: "Сколько лет после закрытия", Value: strconv.Itoa(env.Snap.Office.Settings.RetentionYears(channel))}}
	return amend.Form{Title: "Хранение с именем гражданина: " + channel.Title(), Fields: fields, Field: "years", Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		years, err := strconv.Atoi(strings.TrimSpace(v("years")))
		if err != nil || years < 1 || years > 75 {
			return upkeep.Change{}, model.Faultf(model.Usage, "Напишите число лет: от 1 до 75.")
		}
		s := env.Snap.Office.Settings
		s.Retention = maps.Clone(s.Retention)
		if s.Retention == nil {
			s.Retention = map[model.ChannelID]int{}
		}
		s.Retention[channel] = years
		return upkeep.PutSettings(env.Snap, s)
	}}
}

// sampleForm sets every how manieth answer is judged by the rubric.
func sampleForm(env *pane.Env) amend.Form {
	fields := []widget.Field{{ID: "sample", Label: "Оценивать каждый … ответ", Value: strconv.Itoa(sampleOf(env.Snap.Office.Settings))}}
	return amend.Form{Title: "Проверка качества", Fields: fields, Field: "sample", Change: func(env *pane.Env, v overlay.Values) (upkeep.Change, error) {
		n, err := strconv.Atoi(strings.TrimSpace(v("sample")))
		if err != nil || n < 1 || n > 1000 {
			return upkeep.Change{}, model.Faultf(model.Usage, "Напишите число: от 1 (каждый) до 1000.")
		}
		s := env.Snap.Office.Settings
		s.Sample = n
		return upkeep.PutSettings(env.Snap, s)
	}}
}

func sampleOf(s model.Settings) int {
	if s.Sample == 0 {
		return stats.UsualSample
	}
	return s.Sample
}
