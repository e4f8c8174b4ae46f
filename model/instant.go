package model

import "time"

// Instant is a moment in seconds since the Unix epoch, UTC. Zero means «not known» or «not happened».
type Instant int64

// InstantOf converts a time; the zero time gives the zero Instant.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.Unix())
}

// In returns the moment in the zone loc; the zero Instant gives the zero time.
func (i Instant) In(loc *time.Location) time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.Unix(int64(i), 0).In(loc)
}

// Date is a civil date «2006-01-02» in the office's zone; "" means open-ended or not known. ISO dates compare as text.
type Date string

// DateOf returns the civil date of the moment in the zone loc.
func DateOf(i Instant, loc *time.Location) Date {
	if i == 0 {
		return ""
	}
	return Date(i.In(loc).Format(time.DateOnly))
}

// Start returns the first instant of the date in the zone loc, zero for "" or a malformed date.
func (d Date) Start(loc *time.Location) Instant {
	t, err := time.ParseInLocation(time.DateOnly, string(d), loc)
	if err != nil {
		return 0
	}
	return InstantOf(t)
}

// Within tells whether the date lies in the closed period from..to, where "" is open.
func (d Date) Within(from, to Date) bool {
	return (from == "" || d >= from) && (to == "" || d <= to)
}

// Moment is when and by whom an action is done.
type Moment struct {
	Happened Instant // when it happened in life; discipline and clocks use it
	Recorded Instant // when it was written down; the journal's order uses it
	Actor    Actor
}
