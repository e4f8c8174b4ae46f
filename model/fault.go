package model

import (
	"errors"
	"fmt"
)

// Code tells the program what kind of refusal a Fault is; the exit code of a command comes from it.
type Code string

// Codes of faults.
const (
	Failed    Code = "failed"    // the work could not be done (exit 1)
	NotFound  Code = "not_found" // no such appeal, unit, official, operation (exit 1)
	Stage     Code = "stage"     // the stage of the appeal does not allow it (exit 1)
	Conflict  Code = "conflict"  // somebody changed it meanwhile (exit 1)
	Usage     Code = "usage"     // wrong words in a command or a field (exit 2)
	Forbidden Code = "forbidden" // rights do not allow it (exit 3)
	BadData   Code = "bad_data"  // the data has a problem (exit 4)
)

// Fault is an error made for the person who reads it: Say is a whole Russian sentence that tells what happened and what
// to do next and never holds personal data.
type Fault struct {
	Code  Code
	Say   string
	Cause error // for the log only, never shown
}

// Error returns the sentence.
func (f *Fault) Error() string { return f.Say }

// Unwrap gives the technical cause.
func (f *Fault) Unwrap() error { return f.Cause }

// Faultf makes a Fault from a format.
func Faultf(code Code, format string, args ...any) *Fault {
	return &Fault{Code: code, Say: fmt.Sprintf(format, args...)}
}

// CodeOf returns the code of the first Fault in the chain, Failed for any other error and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var f *Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return Failed
}
