// Package russian writes and reads Russian the way an office does: numbers, plurals, dates, durations, places and names;
// it folds words for comparison, translates between the keyboard layouts, and finds or masks personal contacts.
//
// Every function is pure. Times are shown in the zone they carry: convert with time.Time.In(office zone) first.
package russian

// No-break spaces used in numbers. NBSP is the one written; both are understood when text is read.
const (
	NBSP       = "\u00a0"
	NarrowNBSP = "\u202f"
)

// Minus is the typographic minus sign written before negative numbers.
const Minus = "−"
