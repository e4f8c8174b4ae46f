package calendar

import "fmt"

// Fault is an error made for the person who reads it: a whole Russian sentence that says what happened and what to do.
type Fault struct{ Say string }

// Error returns the sentence.
func (f *Fault) Error() string { return f.Say }

func faultf(format string, args ...any) *Fault { return &Fault{fmt.Sprintf(format, args...)} }
