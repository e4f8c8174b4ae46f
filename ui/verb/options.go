package verb

import (
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

func unitKey(id model.UnitID) string { return strconv.FormatInt(int64(id), 10) }

func unitOf(env *pane.Env, key string) (model.UnitID, bool) {
	n, err := strconv.ParseInt(key, 10, 64)
	if err != nil {
		return 0, false
	}
	_, ok := env.Snap.Office.Units[model.UnitID(n)]
	return model.UnitID(n), ok
}

// unitChoices lists the units in force today, the proposed one first.
func unitChoices(env *pane.Env, proposed, current model.UnitID) []widget.Choice {
	today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
	var list []widget.Choice
	for _, u := range env.Snap.Office.UnitList() {
		if !today.Within(u.From, u.To) {
			continue
		}
		ch := widget.Choice{ID: unitKey(u.ID), Label: u.Title(), Group: "Администрация", Words: u.Name + " " + strings.Join(u.Aliases, " ")}
		if u.Subordinate {
			ch.Group = "Подведомственные учреждения"
		}
		switch u.ID {
		case proposed:
			ch.Hint = "обычно по этой теме"
			if current == proposed {
				ch.Hint = "названо в канале"
			}
		case current:
			ch.Hint = "сейчас здесь"
		}
		list = append(list, ch)
	}
	slices.SortStableFunc(list, func(a, b widget.Choice) int { return strings.Compare(a.Group, b.Group) })
	return list
}

// ownerOptions lists who may own a promise: the units in force, and the one the case is with.
func ownerOptions(env *pane.Env, current model.UnitID) []widget.Option {
	today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
	var options []widget.Option
	if current == 0 {
		options = append(options, widget.Option{ID: unitKey(0), Label: "не указано"})
	}
	for _, u := range env.Snap.Office.UnitList() {
		if today.Within(u.From, u.To) || u.ID == current {
			options = append(options, widget.Option{ID: unitKey(u.ID), Label: u.Title()})
		}
	}
	return options
}

func placeOptions(env *pane.Env, current string) []widget.Option {
	options := []widget.Option{{ID: "", Label: "не указан"}}
	known := current == ""
	for _, p := range env.Snap.Office.PlaceList() {
		options = append(options, widget.Option{ID: p.Name, Label: p.Name})
		known = known || p.Name == current
	}
	if !known {
		options = append(options, widget.Option{ID: current, Label: current})
	}
	return options
}

func genreOptions() []widget.Option {
	options := []widget.Option{{ID: "", Label: "не указан"}}
	for _, g := range []model.Genre{model.GenreProposal, model.GenreStatement, model.GenreComplaint, model.GenreRequest, model.GenreNone} {
		options = append(options, widget.Option{ID: string(g), Label: string(g)})
	}
	return options
}

func kindOptions() []widget.Option {
	options := []widget.Option{{ID: "", Label: "как принято в канале"}}
	for _, k := range []model.Kind{model.KindLaw59, model.KindMessage, model.KindFastTrack, model.KindComment} {
		options = append(options, widget.Option{ID: string(k), Label: k.Title()})
	}
	return options
}

func outcomeOptions(current model.Outcome, all []model.Outcome) []widget.Option {
	var options []widget.Option
	for _, o := range all {
		options = append(options, widget.Option{ID: string(o), Label: string(o)})
	}
	if current == "" {
		options = append([]widget.Option{{ID: "", Label: "не указан"}}, options...)
	}
	return options
}

func yesIf(on bool) string {
	if on {
		return "yes"
	}
	return ""
}

// questionLines are the questions that were put in words, one a line.
func questionLines(a *model.Appeal) string {
	var lines []string
	for _, q := range a.Questions {
		if q.Text.Body != "" {
			lines = append(lines, q.Text.Body)
		}
	}
	return strings.Join(lines, "\n")
}

// questionsOf makes a question of each line; what a question had before stays with it.
func questionsOf(text string, a *model.Appeal, s *model.Sort) []model.Question {
	topic := a.Topic
	if s.Topic != nil {
		topic = *s.Topic
	}
	var list []model.Question
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		q := model.Question{Topic: topic, Text: model.Words(line)}
		for _, old := range a.Questions {
			if old.Text.Body == line {
				q = old
			}
		}
		list = append(list, q)
	}
	if list == nil {
		list = []model.Question{{Topic: topic}}
	}
	return list
}
