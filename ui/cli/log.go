package cli

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"kurator/model"
)

// The log is for the administrator: what failed and why, in JSON lines. It never holds arguments, texts or names.
const (
	logSize = 1 << 20 // a file that has grown past it is put aside
	logKeep = 3       // files put aside
)

// logFault records the technical cause of a failure. Wrong words in a command are nobody's business.
func (p *program) logFault(ctx context.Context, fault *model.Fault) {
	if fault.Code == model.Usage || (fault.Cause == nil && fault.Code != model.BadData && fault.Code != model.Forbidden) {
		return
	}
	attrs := []slog.Attr{slog.String("command", p.called), slog.String("code", string(fault.Code))}
	if fault.Cause != nil {
		attrs = append(attrs, slog.String("cause", p.withoutHome(fault.Cause.Error())))
	}
	p.log(ctx, slog.LevelError, "failed", attrs...)
}

// logPanic records a bug. The value of a panic may be anything, a citizen's name included; only the runtime's own words
// are sure not to be.
func (p *program) logPanic(ctx context.Context, value any, stack []byte) {
	what := fmt.Sprintf("%T", value)
	if err, ok := value.(runtime.Error); ok {
		what = err.Error()
	}
	p.log(ctx, slog.LevelError, "panic", slog.String("command", p.called), slog.String("what", what), slog.String("stack", p.withoutHome(string(stack))))
}

func (p *program) withoutHome(s string) string {
	if p.paths.Home == "" || p.paths.Home == "/" {
		return s
	}
	return strings.ReplaceAll(s, p.paths.Home, "~")
}

// log writes one record. Where no log can be kept the command goes on: it has already told the person what happened.
func (p *program) log(ctx context.Context, level slog.Level, message string, attrs ...slog.Attr) {
	if p.paths.State == "" {
		return
	}
	name := p.paths.Log()
	if os.MkdirAll(filepath.Dir(name), 0o700) != nil {
		return
	}
	rotate(name)
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	record := slog.NewRecord(p.io.Now().UTC(), level, message, 0)
	record.AddAttrs(attrs...)
	_ = slog.NewJSONHandler(f, nil).Handle(ctx, record)
}

// rotate puts a full log aside: kurator.log.1 is the newest.
func rotate(name string) {
	info, err := os.Stat(name)
	if err != nil || info.Size() < logSize {
		return
	}
	for i := logKeep; i > 1; i-- {
		_ = os.Rename(fmt.Sprintf("%s.%d", name, i-1), fmt.Sprintf("%s.%d", name, i))
	}
	_ = os.Rename(name, name+".1")
}
