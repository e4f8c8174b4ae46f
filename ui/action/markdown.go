package action

import (
	"fmt"
	"io"
	"strings"
)

// Markdown writes the table of keys for the README, scope by scope.
func (l *Layout) Markdown(w io.Writer) error {
	var b strings.Builder
	for _, scope := range Scopes() {
		rows := 0
		for _, c := range l.commands {
			if c.Scope != scope {
				continue
			}
			if rows++; rows == 1 {
				fmt.Fprintf(&b, "\n### %s\n\n| Клавиши | Действие | Команда |\n|---|---|---|\n", scope.Title())
			}
			fmt.Fprintf(&b, "| %s | %s | `%s` |\n", markdownKeys(c.Keys), c.Name, c.ID)
		}
	}
	_, err := io.WriteString(w, strings.TrimPrefix(b.String(), "\n"))
	return err
}

func markdownKeys(sequences []string) string {
	if len(sequences) == 0 {
		return "—"
	}
	labels := make([]string, len(sequences))
	for i, s := range sequences {
		labels[i] = "`" + Label(s) + "`"
	}
	return strings.Join(labels, ", ")
}
