package upkeep

import (
	"slices"
	"syscall"
)

// networks are the marks of file systems behind which another machine keeps the locks: NFS, SMB, CIFS, SMB2, AFS, 9P, FUSE is
// not among them, as it is mostly a local one.
var networks = []int64{0x6969, 0x517B, 0xFF534D42, 0xFE534D42, 0x5346414F, 0x01021997}

// diskOf tells how much room a folder's disk has for this account, and whether it is a network one.
func diskOf(dir string) (free int64, network, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false, false
	}
	return int64(s.Bavail) * int64(s.Bsize), slices.Contains(networks, int64(s.Type)&0xFFFFFFFF), true //nolint:unconvert // the types differ by machine
}
