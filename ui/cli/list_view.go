package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store/config"
	"kurator/ui/pane/queue"
)

// views are the views a list can be asked by, in the order of the desk: those of every desk, of the configuration, and the official's own.
func (p *program) views(cmd *cobra.Command, s *session) ([]config.View, error) {
	conf, err := p.config()
	if err != nil {
		return nil, err
	}
	var list []config.View
	for _, v := range queue.Views() {
		list = append(list, config.View{Name: v.Name, Query: query.PrintRussian(v.Query), Columns: listed(v.Columns)})
	}
	list = append(list, conf.Views...)
	own, err := s.Views(cmd.Context(), s.actor.Official)
	for _, v := range own {
		list = append(list, config.View{Name: v.Name, Query: v.Query, Columns: listed(v.Columns), Group: v.Group})
	}
	return list, err
}

// listed are the columns of a view of the desk that a list has too; what only the desk shows is left out.
func listed(columns []string) []string {
	var known []string
	for _, c := range columns {
		for _, have := range listColumns(config.View{}) {
			if have.key == c {
				known = append(known, c)
			}
		}
	}
	return known
}

// findView finds a view by its name. An own view stands before others of its name, as the person made it last.
func (p *program) findView(cmd *cobra.Command, s *session, name string) (config.View, error) {
	if name == "" {
		return config.View{}, nil
	}
	list, err := p.views(cmd, s)
	if err != nil {
		return config.View{}, err
	}
	var known []string
	for i := len(list) - 1; i >= 0; i-- {
		if russian.Fold(list[i].Name) == russian.Fold(name) {
			return list[i], nil
		}
	}
	for _, v := range list {
		known = append(known, v.Name)
	}
	return config.View{}, badCall(cmd, "Вида «%s» нет.%s Есть: «%s».", name, nearest(name, known), strings.Join(known, "», «"))
}

// completeViews lets a shell complete the name of a view. Without a database those of the configuration are offered.
func (p *program) completeViews(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	if s, err := p.open(cmd.Context()); err == nil {
		list, _ := p.views(cmd, s)
		for _, v := range list {
			names = append(names, v.Name)
		}
	} else if conf, err := p.config(); err == nil {
		for _, v := range conf.Views {
			names = append(names, v.Name)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
