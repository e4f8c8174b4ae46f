// Package calendar knows the official Russian production calendar and does working-time arithmetic over it.
//
// A [Calendar] says for every civil date whether it is a working day, by which act, and how long (8, 7 or 0 hours of a
// 40-hour week). A [Schedule] joins it with a weekly template ([Week]) and a time zone and answers the questions of a
// deadline: when a budget of working time ends, how much working time lies between two instants, which is the n-th working
// day. All values are immutable; nothing here reads a clock, a file or the zone database.
//
// Working time is the set of half-open spans [from, to). A budget b that starts at s ends at the least instant t ≥ s with b
// of working time in [s, t): exactly at a span's end when the budget ends with the span, and at s itself when b is zero.
//
// A date outside the loaded years is a [MissingYearError], never a guess.
package calendar
