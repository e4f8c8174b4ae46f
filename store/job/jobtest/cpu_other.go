//go:build !unix

package jobtest

import "time"

// CPUTime is not known here.
func CPUTime() time.Duration { return 0 }
