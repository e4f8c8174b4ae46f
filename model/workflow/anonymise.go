package workflow

import (
	"time"

	"kurator/model"
)

// anonymise ends the time an appeal is kept with a name. The references of the texts stay with their hashes: the words behind
// them are erased by the store, and approvals can still be checked. The number in the channel's own system and the keyed hash of
// its row stay, so that a later export does not enter the appeal anew; what leads to the citizen from outside goes.
func (c *change) anonymise(a *model.Anonymise) error {
	if !c.in(model.StageClosed) {
		return c.refuse("обезличить можно только закрытое.", "Закройте его.")
	}
	years := c.Office.Settings.RetentionOf(c.Appeal)
	if last := LastKeptDay(c.Appeal, years, c.zone()); model.DateOf(c.at.Recorded, c.zone()) <= last {
		return model.Faultf(model.Stage, "Обращение № %s хранится по %s: обезличить его можно после этого дня.", c.ID, russianDate(last))
	}
	c.Anonymised = orElse(c.Anonymised, c.at.Recorded)
	for i := range c.Registrations {
		c.Registrations[i].Forget()
	}
	for i := range c.Replies {
		if a.Whole {
			c.Replies[i].PlainLink = ""
		}
	}
	c.say(model.EventNotice, "Обезличено.")
	return nil
}

// erasesMore: what was anonymised before may have left something in the journal's rows.
func erasesMore(action model.Action) bool {
	a, ok := action.(*model.Anonymise)
	return ok && len(a.Redacted) > 0
}

// zone is the office's zone.
func (c *change) zone() *time.Location {
	loc, err := time.LoadLocation(c.Office.Settings.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// LastKeptDay is the last day a closed appeal is kept: so many years after the day it was closed.
func LastKeptDay(a *model.Appeal, years int, zone *time.Location) model.Date {
	return model.Date(a.ClosedAt.In(zone).AddDate(years, 0, 0).Format(time.DateOnly))
}
