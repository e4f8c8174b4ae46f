package staff

import (
	"slices"
	"strings"

	"kurator/model"
)

// mostDays is the longest time between two looks at a source: a year.
const mostDays = 366

// source enters or changes a watched page, group or chat. When it was looked through stays as it was.
func (c *change) source(s model.Source) (any, error) {
	s.ID = c.id
	s.Name = strings.TrimSpace(s.Name)
	var links []string
	for _, l := range s.Links {
		if l = strings.TrimSpace(l); l != "" && !slices.Contains(links, l) {
			links = append(links, l)
		}
	}
	s.Links = links
	if s.Kind == "" {
		s.Kind = model.SourcePage
	}
	switch {
	case s.Name == "":
		return nil, model.Faultf(model.Usage, "Назовите источник: «Подслушано в посёлке».")
	case len(links) == 0:
		return nil, model.Faultf(model.Usage, "Укажите ссылку на страницу, группу или чат.")
	case !slices.Contains(model.SourceKinds(), s.Kind):
		return nil, model.Faultf(model.Usage, "Источник — это страница (page), группа (group) или чат (chat).")
	case s.Every < 1 || s.Every > mostDays:
		return nil, model.Faultf(model.Usage, "Укажите, раз во сколько дней просматривать источник: от 1 до %d.", mostDays)
	}
	if _, ok := c.Officials[s.Who]; s.Who != 0 && !ok {
		return nil, model.Faultf(model.NotFound, "Такого должностного лица нет. Список: kurator staff list.")
	}
	if err := checkPeriod(s.From, s.To); err != nil {
		return nil, err
	}
	for _, other := range c.SourceList() {
		if other.ID != s.ID && slices.ContainsFunc(other.Links, func(l string) bool { return slices.Contains(links, l) }) {
			return nil, model.Faultf(model.Usage, "Эта ссылка уже есть у источника «%s».", other.Name)
		}
	}
	old := c.Sources[s.ID]
	s.Seen, s.By = old.Seen, old.By
	c.say(model.NounSource, "Источник записан.")
	return s, nil
}

// lookThrough records that somebody has looked through a source. An earlier look told later does not move the date back.
func (c *change) lookThrough(a *model.LookThrough, at model.Moment) (any, error) {
	s, ok := c.Sources[c.id]
	if !ok {
		return nil, model.Faultf(model.NotFound, "Такого источника нет в списке.")
	}
	when := a.At
	if when == 0 {
		when = at.Happened
	}
	if when > at.Recorded {
		return nil, model.Faultf(model.Usage, "Это время ещё не наступило. Проверьте, когда источник просмотрен.")
	}
	if when >= s.Seen {
		s.Seen, s.By = when, at.Actor
	}
	c.say(model.NounSource, "Просмотр отмечен.")
	return s, nil
}
