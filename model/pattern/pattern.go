// Package pattern compiles regular expressions when they are first needed: the desk has fifty of them and opens with none, and
// compiling all took a tenth of its start.
package pattern

import (
	"regexp"
	"sync"
)

// Lazy compiles an expression at the first call of the function it returns; a wrong expression panics there, so every one has a test.
func Lazy(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
