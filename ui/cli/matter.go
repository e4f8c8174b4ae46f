package cli

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/store"
)

// matterAct makes the command that does any action on a problem, poll or request, its fields given as JSON: what scripts and
// imports use.
func matterAct(p *program, noun model.Noun, example string, makers ...func() model.Action) *cobra.Command {
	var set string
	byName := map[string]func() model.Action{}
	var names []string
	for _, fresh := range makers {
		names = append(names, fresh().Name())
		byName[fresh().Name()] = fresh
	}
	cmd := &cobra.Command{
		Use: "act ДЕЙСТВИЕ [НОМЕР]", Short: "Выполнить любое действие; поля — в JSON",
		Long:      "Выполняет действие с проверкой прав, записью в журнал и отменой. Без номера заводит новую запись.\nДействия: " + strings.Join(names, ", ") + ".",
		Example:   "  " + example,
		ValidArgs: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) > 2 {
				return badCall(cmd, "Укажите действие и, если запись уже есть, её номер.")
			}
			fresh, ok := byName[args[0]]
			if !ok {
				return badCall(cmd, "Действия «%s» нет. Действия: %s.", args[0], strings.Join(names, ", "))
			}
			var id int64
			if len(args) == 2 {
				n, err := strconv.ParseInt(args[1], 10, 64)
				if err != nil || n <= 0 {
					return badCall(cmd, "«%s» — не номер.", args[1])
				}
				id = n
			}
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			action := fresh()
			if err := p.fill(action, set); err != nil {
				return err
			}
			return p.office(cmd.Context(), s, noun.Title()+": "+action.Name(), model.Ref{Noun: noun, ID: id}, action)
		},
	}
	cmd.Flags().StringVar(&set, "json", "", "`ПОЛЯ` действия в JSON, «-» — из ввода, @имя — из файла")
	return cmd
}

// fill reads the fields of an action; unknown ones are refused.
func (p *program) fill(action model.Action, set string) error {
	var from io.Reader = strings.NewReader(set)
	switch {
	case set == "":
		return nil
	case set == "-":
		from = p.io.Stdin
	case strings.HasPrefix(set, "@"):
		f, err := os.Open(set[1:])
		if err != nil {
			return &model.Fault{Code: model.NotFound, Say: "Не удалось прочитать файл с полями. Проверьте имя.", Cause: err}
		}
		defer f.Close()
		from = f
	}
	d := json.NewDecoder(io.LimitReader(from, 16<<20))
	d.DisallowUnknownFields()
	if err := d.Decode(action); err != nil {
		return &model.Fault{Code: model.Usage, Say: "Не удалось понять поля действия. Проверьте JSON: имена полей показывает kurator … show --format json.", Cause: err}
	}
	return nil
}

// matterID reads the number of a problem, poll or request.
func matterID(cmd *cobra.Command, word string) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimPrefix(word, "№"), 10, 64)
	if err != nil || n <= 0 {
		return 0, badCall(cmd, "«%s» — не номер.", word)
	}
	return n, nil
}

// showMatter makes the command that prints one object whole, as JSON that `act` understands in its parts.
func showMatter(p *program, short string, read func(ctx context.Context, s *session, id int64) (any, error)) *cobra.Command {
	return &cobra.Command{
		Use: "show НОМЕР", Short: short, Args: exactly(1, "номер"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := matterID(cmd, args[0])
			if err != nil {
				return err
			}
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			v, err := read(cmd.Context(), s, id)
			if err != nil {
				return err
			}
			return p.printJSON(v)
		},
	}
}

// toldResult prints what an operation did.
func (p *program) toldResult(r store.Result) error {
	if p.format(formatTable) == formatJSON {
		return p.printJSON(resultDocument(r))
	}
	for _, e := range r.Events {
		p.line(e.Ref.Noun.Title() + " № " + strconv.FormatInt(e.Ref.ID, 10) + ": " + e.Say)
	}
	for _, skip := range r.Skipped {
		p.note("Пропущено № %d: %s", skip.Ref.ID, skip.Say)
	}
	return nil
}
