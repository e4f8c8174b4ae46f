//go:build !unix

package job

import "time"

// cpuTime is not known here.
func cpuTime() time.Duration { return 0 }
