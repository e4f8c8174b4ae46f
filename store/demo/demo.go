// Package demo makes up a district: citizens, what they write about, and what the office did with it. The same seed gives
// the same district to the last letter. People, houses and events are invented; the settlements, the office and its roles
// are those of store/seed.
//
// A case is a list of steps, each a real action for [kurator/model/workflow], so that whoever enters them gets the same
// journal as from work at the desk. In a large district only the newest cases are lived through step by step; older ones
// are closed and come in one [model.Receive], as an export would tell of them.
package demo

import (
	"iter"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// Options say which district to make.
type Options struct {
	Seed    uint64
	Appeals int // how many cases; 0 = 400
	Open    int // about how many of them still owe an answer; 0 = a quarter of a small district, one in 200 of a large one
	Now     model.Instant
	Zone    *time.Location
	// Calendar is the production calendar; nil = the official one. The district begins no earlier than it does.
	Calendar *calendar.Calendar
}

// Plant names material put in on purpose, for what looks for patterns to find.
type Plant string

// Plants.
const (
	PlantNone   Plant = ""
	PlantBoiler Plant = "boiler" // messages about one boiler house over two weeks
	PlantDogs   Plant = "dogs"   // a surge of complaints about dogs
	PlantShow   Plant = "show"   // one case for each turn a case can take
)

// Case is one appeal and what was done about it. Cases come in the order of their receipt.
type Case struct {
	// ID counts from 1 in the order of the cases, as an empty database will count them; duplicates refer to it.
	ID    model.AppealID
	Plant Plant
	Steps []Step
}

// Step is one action, when it happened in life and who did it. The first step of a case is a *model.Receive; where it
// already tells the end of the case, it happened when that became known.
type Step struct {
	Action   model.Action
	Happened model.Instant
	By       model.OfficialID
}

const (
	defaultAppeals = 400
	perWeek        = 44.5 // messages a week over all channels: ИМ about 14, ПОС about 15, the rest fewer
	leastDays      = 45   // so that every term of a law has room
	mostDays       = 3652
	horizon        = 75 // days ahead for which deadlines must be countable: 30 days, extended by 30, moved by holidays
)

// Generate makes the district. The error is a sentence: the calendar does not reach as far as the district needs.
func Generate(o Options) (iter.Seq[Case], error) {
	if o.Appeals <= 0 {
		o.Appeals = defaultAppeals
	}
	if o.Open <= 0 {
		o.Open = min(max(o.Appeals/4, 1), max(120, o.Appeals/200))
	}
	if o.Calendar == nil {
		official, err := calendar.Official()
		if err != nil {
			return nil, err
		}
		o.Calendar = official
	}
	d, err := newDistrict(o)
	if err != nil {
		return nil, err
	}
	return func(yield func(Case) bool) {
		d := d.fresh()
		for i := range d.days {
			for _, s := range d.slots(&d.days[i]) {
				if !yield(d.next(s)) {
					return
				}
			}
		}
	}, nil
}
