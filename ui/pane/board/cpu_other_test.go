//go:build !unix

package board

import "time"

// cpuTime is not known here.
func cpuTime() time.Duration { return 0 }
