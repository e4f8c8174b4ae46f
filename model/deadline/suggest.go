package deadline

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// Sample is one row of an export that reports working time itself: ИМ's «Время с даты создания инцидента до времени первого
// ответа, рабочее время».
type Sample struct {
	From, To model.Instant
	Reported time.Duration
}

// Suggestion is a schedule and how well it reproduces the samples.
type Suggestion struct {
	ScheduleID string // of the book's own schedule, "" for one that is not in the book
	Hours      string // in the form of calendar.ParseWeek
	Exact      int    // samples reproduced within a minute
	Total      int
	Error      time.Duration // mean absolute error over all samples
}

// SuggestSchedule tells which schedules reproduce the reported working time, best first: the book's own and the usual
// working days (from 7 to 10 till 16 to 21 by half hours, five or seven days a week, without lunch or with an hour of it).
// Samples outside the loaded calendar are left out; without any left the error says so.
func (b *Book) SuggestSchedule(samples []Sample) ([]Suggestion, error) {
	var usable []Sample
	for _, s := range samples {
		if _, err := b.office.Between(instant(s.From), instant(s.To)); err == nil && s.From <= s.To {
			usable = append(usable, s)
		}
	}
	if len(usable) == 0 {
		return nil, model.Faultf(model.BadData, "Нет ни одной строки с рабочим временем, по которой можно подобрать расписание. Нужна выгрузка с отвеченными инцидентами.")
	}
	var list []Suggestion
	known := map[string]bool{}
	for _, h := range b.spec.Schedules {
		list = append(list, measure(b.schedules[h.ID], usable, h.ID))
		known[list[len(list)-1].Hours] = true
	}
	for _, hours := range usualHours() {
		week, err := calendar.ParseWeek(hours)
		if err != nil {
			return nil, asFault(err)
		}
		if known[week.String()] {
			continue
		}
		schedule, err := calendar.NewSchedule(b.cal, week, b.loc)
		if err != nil {
			return nil, asFault(err)
		}
		list = append(list, measure(schedule, usable, ""))
	}
	slices.SortStableFunc(list, func(x, y Suggestion) int {
		return cmp.Or(cmp.Compare(y.Exact, x.Exact), cmp.Compare(x.Error, y.Error))
	})
	return list, nil
}

func measure(s *calendar.Schedule, samples []Sample, id string) Suggestion {
	out := Suggestion{ScheduleID: id, Hours: s.Week().String(), Total: len(samples)}
	var sum time.Duration
	for _, sample := range samples {
		worked, err := s.Between(instant(sample.From), instant(sample.To))
		if err != nil { // same years as the office's schedule, checked before
			continue
		}
		miss := (worked - sample.Reported).Abs()
		if sum += miss; miss <= time.Minute {
			out.Exact++
		}
	}
	out.Error = sum / time.Duration(len(samples))
	return out
}

func usualHours() []string {
	var list []string
	clock := func(halfHours int) string { return fmt.Sprintf("%02d:%02d", halfHours/2, halfHours%2*30) }
	for _, days := range []string{"mon-fri", "mon-sun"} {
		list = append(list, days+" 00:00-24:00")
		for from := 14; from <= 20; from++ {
			for to := 32; to <= 42; to++ {
				list = append(list, fmt.Sprintf("%s %s-%s", days, clock(from), clock(to)))
				for _, lunch := range []int{24, 25, 26} {
					list = append(list, fmt.Sprintf("%s %s-%s,%s-%s", days, clock(from), clock(lunch), clock(lunch+2), clock(to)))
				}
			}
		}
	}
	return list
}
