package deadline

import (
	"kurator/model"
	"kurator/model/calendar"
)

// ScheduleOf is the schedule the answer's clock of such a case runs in; the office's own where the policy names none.
func (b *Book) ScheduleOf(channel model.ChannelID, kind model.Kind, priority model.Priority) *calendar.Schedule {
	for _, p := range b.spec.Policies {
		if p.Clock == Answer && p.Channel == channel && p.Schedule != "" && (p.Kind == "" || p.Kind == kind) && (p.Priority == "" || p.Priority == priority) {
			if s := b.schedules[p.scheduleID()]; s != nil {
				return s
			}
		}
	}
	return b.office
}
