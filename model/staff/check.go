package staff

import "kurator/model"

// Check refuses a change that is made by putting documents back (an undo) and after which nobody could give roles today. Single
// actions are refused by Apply with more to say.
func Check(before, after *model.Office, at model.Moment) error {
	c := &change{Office: before, today: today(before, at)}
	return c.keepsAdministrator(after, c.today)
}
