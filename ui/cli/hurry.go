package cli

import (
	"runtime/debug"
	"time"
)

// The collector's pace in a long work: garbage may grow to three times what lives, up to that many bytes in all. At its usual pace
// the collector takes a tenth of the time of an import (measured).
const (
	hurryPercent = 300
	hurryLimit   = 160 << 20
)

// deskPercent is the collector's pace at the desk: a desk makes little garbage, and a workstation of an administration has little memory.
// It begins when the first screen is there: until then the collector would run ten times, for a tenth of the start (measured).
const (
	deskPercent = 40
	deskSettles = time.Second
)

// spare sets the collector to the desk's pace, in a while.
func spare() *time.Timer {
	return time.AfterFunc(deskSettles, func() { debug.SetGCPercent(deskPercent) })
}

// hurry lets the collector rest during a long work; the function it returns takes that back.
func hurry() (back func()) {
	percent, limit := debug.SetGCPercent(hurryPercent), debug.SetMemoryLimit(hurryLimit)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}
