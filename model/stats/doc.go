// Package stats holds the definitions of the centre's figures: each has an id, a name, its formula in words, a unit and a
// rule that says of one case whether it counts. Everything that shows a figure, and the list of cases behind it, asks the
// same rule, so that a report, a screen and a drill-down cannot differ.
//
// A [Case] is the plain facts of one appeal; [Pack] writes it into a few dozen bytes, which the store keeps beside the
// appeal. [Compute] reads cases once and gives every figure asked for, in total and by group. Nothing here knows a clock:
// the moment up to which is counted is part of the [Scope].
package stats
