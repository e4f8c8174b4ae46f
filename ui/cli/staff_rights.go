package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/access"
)

// staffRights prints who may do what: asked of the same rules that bind the store, so the table cannot differ from them.
func (p *program) staffRights(cmd *cobra.Command, args []string) error {
	var only model.Role
	switch {
	case len(args) > 1:
		return badCall(cmd, "Лишнее слово «%s»: нужна одна роль или ни одной.", args[1])
	case len(args) == 1:
		var err error
		if only, err = findRole(cmd, args[0]); err != nil {
			return err
		}
	}
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	r := rows{columns: []column{{key: "role", title: "Роль"}, {key: "action", title: "Действие", hidden: true}, {key: "title", title: "Действие"},
		{key: "channels", title: "Каналы"}, {key: "verdict", title: "Можно"}, {key: "stages", title: "На стадиях"}, {key: "reason", title: "Почему нет"}}}
	for _, line := range access.Matrix(s.snap.Office.Settings) {
		if only != "" && line.Seat.Role != only {
			continue
		}
		var channels, stages []string
		for _, c := range line.Channels {
			channels = append(channels, c.Title())
		}
		for _, st := range line.Stages {
			stages = append(stages, st.Title())
		}
		r.add(line.Seat.Title, line.Name, line.Title, strings.Join(channels, ", "), verdictTitle(line.Verdict), strings.Join(stages, ", "), line.Say)
	}
	return p.print(p.format(formatTable), r)
}

func verdictTitle(v access.Verdict) string {
	switch v {
	case access.Allowed:
		return "да"
	case access.Refused:
		return "нет"
	}
	return "смотря на какой стадии"
}
