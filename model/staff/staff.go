// Package staff is the one place where the office's own nouns change: units, officials, roles, absences, settlements,
// topics and settings. Apply judges an action by the office as it is and gives the object as it becomes. It is pure: it
// saves nothing, and the office passed in stays as it was.
package staff

import (
	"time"

	"kurator/model"
	"kurator/model/russian"
)

// change is one application in progress.
type change struct {
	*model.Office
	id    int64
	today model.Date
	event model.Event
}

// Apply returns the object after the action, with its ID set, and what happened in words. id names the object: for a new
// one it is the next free number. The noun is a model.Unit, Official, Grant, Absence, Place, TopicRule or Settings. An error
// is a *model.Fault.
func Apply(office *model.Office, id int64, action model.Action, at model.Moment) (noun any, events []model.Event, err error) {
	c := &change{Office: office, id: id, today: today(office, at)}
	noun, err = c.apply(action, at)
	if err != nil {
		return nil, nil, err
	}
	return noun, []model.Event{c.event}, nil
}

func (c *change) apply(action model.Action, at model.Moment) (any, error) {
	switch a := action.(type) {
	case *model.PutUnit:
		return c.unit(a.Unit)
	case *model.PutOfficial:
		return c.official(a.Official)
	case *model.GrantRole:
		return c.grant(a.Grant)
	case *model.RevokeRole:
		return c.revoke(a)
	case *model.PutAbsence:
		return c.absence(a.Absence)
	case *model.EndAbsence:
		return c.endAbsence(a)
	case *model.PutPlace:
		return c.place(a.Place)
	case *model.PutTopic:
		return c.topic(a.Topic)
	case *model.PutSettings:
		return c.settings(a.Settings)
	case *model.PutTarget:
		return c.target(a.Target)
	case *model.PutSource:
		return c.source(a.Source)
	case *model.LookThrough:
		return c.lookThrough(a, at)
	case *model.PutTemplate:
		return c.template(a.Template)
	}
	return nil, model.Faultf(model.Usage, "Действие «%s» не относится к учреждению.", action.Name())
}

// say sets the one event of the change.
func (c *change) say(noun model.Noun, text string) {
	c.event = model.Event{Ref: model.Ref{Noun: noun, ID: c.id}, Kind: model.EventNotice, Say: text}
}

// today is the civil date the action is recorded on, in the office's zone.
func today(office *model.Office, at model.Moment) model.Date {
	loc, err := time.LoadLocation(office.Settings.Zone)
	if err != nil {
		loc = time.UTC
	}
	return model.DateOf(at.Recorded, loc)
}

// checkPeriod refuses dates that are none and a period that ends before it begins.
func checkPeriod(from, to model.Date) error {
	for _, d := range []model.Date{from, to} {
		if err := checkDate(d); err != nil {
			return err
		}
	}
	if from != "" && to != "" && to < from {
		return model.Faultf(model.Usage, "Период заканчивается (%s) раньше, чем начинается (%s). Проверьте даты.", russianDate(to), russianDate(from))
	}
	return nil
}

// checkDate lets an empty date pass: it means «open» or «not known».
func checkDate(d model.Date) error {
	if d == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, string(d)); err != nil {
		return model.Faultf(model.Usage, "«%s» — не дата. Напишите её в виде 2026-03-01.", d)
	}
	return nil
}

// overlap tells whether two closed periods have a day in common; an empty bound is open.
func overlap(from1, to1, from2, to2 model.Date) bool {
	return (to1 == "" || from2 <= to1) && (to2 == "" || from1 <= to2)
}

// nextDay is the day after a date.
func nextDay(d model.Date) model.Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return model.Date(t.AddDate(0, 0, 1).Format(time.DateOnly))
}

// russianDate writes a date as people read it.
func russianDate(d model.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return russian.DateShort(t)
}
