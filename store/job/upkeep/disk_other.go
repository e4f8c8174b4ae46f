//go:build !linux

package upkeep

// diskOf knows nothing here.
func diskOf(string) (free int64, network, known bool) { return 0, false, false }
