package desk_test

import (
	"testing"
	"time"

	"kurator/model"
	"kurator/ui/uitest"
)

// The list counts a term as the card does: four plain hours of an urgent message go on through the night, nine working hours do not.
func TestListCountsAsTheCard(t *testing.T) {
	t.Parallel()
	uitest.Story(t, "terms in hours", func(t *testing.T) *uitest.Driver {
		r := newRoom(t)
		r.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelIM, ExternalID: "30000777"}, Priority: model.PriorityHigh,
			Received: model.InstantOf(r.clock.Now().Add(-20 * time.Hour)), Body: model.Words("Оборван провод у школы."), Applicant: model.Applicant{Kind: model.ApplicantAnonymous}}})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Sees("! 16 ч", "просрочено на 16 ч").SeesNot("! 16 раб. ч")
	})
}
