// Package deadline turns policies and facts about a case into clocks: what ends when, in which unit, by which act, and why.
//
// A [Book] is one immutable set of policies, schedules, calendar and zone; a [Case] is the plain facts. Four arithmetics are
// never converted into each other: working hours (9wh), working days (7wd), calendar days (30d) and plain hours (24h). A clock
// in days ends with a date and is late from the start of the next local day; a clock in hours ends at an instant.
//
// The foreign system's own date decides lateness in its channel ([Book.Due]); ours is «ответить не позже» and the earlier of
// the two sorts the queue ([Book.AnswerBy]). Inner clocks are counted back from that in working time, so
// draft ≤ review ≤ approval ≤ publication ≤ answer. «Now» is always passed in. Errors are [model.Fault] sentences.
package deadline
