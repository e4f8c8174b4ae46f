package cli

import (
	"context"
	"os/exec"
	"os/user"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// account is the operating system's name of who runs the program, and the number of the user; "" when it is not known.
// The environment is not asked: anyone may write there. Accounts of a domain are not in the file of users, which is all that Go reads
// by itself; the system's own program knows them.
func account(uid int) string {
	if runtime.GOOS == "windows" {
		if u, err := user.Current(); err == nil {
			return u.Username
		}
		return ""
	}
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return u.Username
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "/usr/bin/id", "-un").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
