//go:build !unix

package exchange

import "time"

// cpuTime is not known here.
func cpuTime() time.Duration { return 0 }
