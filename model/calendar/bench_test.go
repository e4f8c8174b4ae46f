package calendar

import (
	"testing"
	"time"
)

func BenchmarkAdd(b *testing.B) {
	s := schedule(b, split, "Europe/Moscow")
	from := time.Date(2024, 5, 7, 14, 30, 0, 0, time.UTC)
	for i := 0; b.Loop(); i++ {
		if _, err := s.Add(from.Add(time.Duration(i%100000)*time.Minute), 9*time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAddTwoYearPause(b *testing.B) {
	s := schedule(b, split, "Europe/Moscow")
	from := time.Date(2024, 5, 7, 14, 30, 0, 0, time.UTC)
	pauses := MergePauses([]Interval{{from.Add(time.Hour), from.AddDate(2, 0, 0)}})
	for b.Loop() {
		if _, _, err := s.AddPaused(from, 9*time.Hour, pauses); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewSchedule(b *testing.B) {
	for b.Loop() {
		schedule(b, split, "Europe/Moscow")
	}
}
