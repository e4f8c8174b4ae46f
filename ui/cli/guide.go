package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"kurator/ui/action"
	"kurator/ui/text"
)

func guideCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "guide",
		GroupID: groupOffice,
		Short:   "Показать руководство",
		Args:    exactly(0, ""),
		RunE: func(*cobra.Command, []string) error {
			_, err := p.out.WriteString(text.Guide)
			return err
		},
	}
}

func keysCommand(p *program) *cobra.Command {
	var markdown bool
	cmd := &cobra.Command{
		Use:     "keys",
		GroupID: groupOffice,
		Short:   "Показать клавиши рабочего стола",
		Example: "  kurator keys\n  kurator keys --md",
		Args:    exactly(0, ""),
		RunE:    func(*cobra.Command, []string) error { return p.keys(markdown) },
	}
	cmd.Flags().BoolVar(&markdown, "md", false, "таблицей Markdown")
	return cmd
}

func (p *program) keys(markdown bool) error {
	layout := action.Default()
	if markdown {
		return layout.Markdown(p.out)
	}
	conf, err := p.config()
	if err != nil {
		return err
	}
	bound, faults := action.Bind(conf.Keys)
	if len(faults) > 0 {
		return faults[0]
	}
	out := p.sink(p.format(formatTable), []column{{key: "scope", title: "Где"}, {key: "keys", title: "Клавиши"}, {key: "name", title: "Что делает"},
		{key: "id", title: "Команда"}})
	for _, c := range bound.All() {
		var labels []string
		for _, k := range c.Keys {
			labels = append(labels, action.Label(k))
		}
		if err := out.add(c.Scope.Title(), strings.Join(labels, ", "), c.Name, string(c.ID)); err != nil {
			return err
		}
	}
	return out.close()
}
