package cli

import "runtime/debug"

// The collector's pace in a long work: garbage may grow to three times what lives, up to that many bytes in all. At its usual pace
// the collector takes a tenth of the time of an import (measured).
const (
	hurryPercent = 300
	hurryLimit   = 160 << 20
)

// deskPercent is the collector's pace at the desk: a desk makes little garbage, and a workstation of an administration has little memory.
const deskPercent = 40

// hurry lets the collector rest during a long work; the function it returns takes that back.
func hurry() (back func()) {
	percent, limit := debug.SetGCPercent(hurryPercent), debug.SetMemoryLimit(hurryLimit)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}
