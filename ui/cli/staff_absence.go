package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/job/upkeep"
)

func staffAbsence(p *program) *cobra.Command {
	var from, to, basis string
	var roles []string
	cmd := &cobra.Command{
		Use: "absence ЛИЦО ЗАМЕСТИТЕЛЬ", Short: "Записать отсутствие и кто замещает", Args: exactly(2, "кто отсутствует и кто замещает (номера или логины)"),
		Long: "Записывает отсутствие: в эти дни роли отсутствующего есть и у заместителя, в журнале это видно как «и.о.».\n" +
			"Называет дела, срок которых попадает в отсутствие; их список для передачи печатает kurator staff handover.",
		Example: "  kurator staff absence petrova ivanova --from 01.12.2026 --to 14.12.2026 --basis \"отпуск, приказ № 12\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			s, err := p.open(ctx)
			if err != nil {
				return err
			}
			a := model.Absence{Basis: basis}
			for _, r := range roles {
				role, err := findRole(cmd, r)
				if err != nil {
					return err
				}
				a.Roles = append(a.Roles, role)
			}
			if err := s.absence(&a, args, from, to); err != nil {
				return err
			}
			if err := p.office(ctx, s, "Записано отсутствие", model.Ref{Noun: model.NounAbsence}, &model.PutAbsence{Absence: a}); err != nil {
				return err
			}
			return p.forecast(ctx, s, a)
		},
	}
	f := cmd.Flags()
	f.StringVar(&from, "from", "", "первый `ДЕНЬ` (обычно сегодня)")
	f.StringVar(&to, "to", "", "последний `ДЕНЬ`")
	f.StringVar(&basis, "basis", "", "`ДОКУМЕНТ`-основание")
	f.StringSliceVar(&roles, "role", nil, "`РОЛИ`, которые передаются, через запятую; без ключа — все")
	return cmd
}

func (s *session) absence(a *model.Absence, args []string, from, to string) error {
	who, err := s.official(args[0])
	if err != nil {
		return err
	}
	deputy, err := s.official(args[1])
	if err != nil {
		return err
	}
	a.Official, a.Deputy, a.From = who.ID, deputy.ID, s.Today(s.snap)
	if from != "" {
		if a.From, err = s.optionalDate(from); err != nil {
			return err
		}
	}
	a.To, err = s.optionalDate(to)
	return err
}

// forecast says how many cases fall into an absence.
func (p *program) forecast(ctx context.Context, s *session, a model.Absence) error {
	held, err := upkeep.Forecast(ctx, s.Store, s.actor, a)
	if model.CodeOf(err) == model.Forbidden {
		return nil // the absence is entered; its cases are for others to see
	}
	if err != nil {
		return err
	}
	if len(held) == 0 {
		p.line("В отсутствие не попадает ни одно обращение.")
		return nil
	}
	p.line("В отсутствие " + russian.Word(len(held), "попадает", "попадают", "попадают") + " " + russian.Count(len(held), "обращение", "обращения", "обращений") + ".")
	return nil
}

func staffHandover(p *program) *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use: "handover ЛИЦО", Short: "Список дел для передачи заместителю", Args: exactly(1, "лицо (номер или логин)"),
		Example: "  kurator staff handover petrova --from 01.12.2026 --to 14.12.2026",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			who, err := s.official(args[0])
			if err != nil {
				return err
			}
			first, err := s.optionalDate(from)
			if err != nil {
				return err
			}
			last, err := s.optionalDate(to)
			if err != nil {
				return err
			}
			held, err := upkeep.Forecast(cmd.Context(), s.Store, s.actor, model.Absence{Official: who.ID, From: first, To: last})
			if err != nil {
				return err
			}
			r := rows{columns: []column{{key: "number", title: "№", right: true}, {key: "channel", title: "Канал", show: channelTitle}, {key: "answer_by", title: "Ответить до", show: dueRussian},
				{key: "stage", title: "Стадия", show: stageTitle}, {key: "role", title: "Роль"}, {key: "topic", title: "Тема"}, {key: "place", title: "Место"}}}
			for _, h := range held {
				r.add(int64(h.Row.ID), string(h.Row.Channel), h.Row.AnswerBy, string(h.Row.Stage), h.Role, h.Row.Topic, h.Row.Place)
			}
			return p.print(p.format(formatTable), r)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "первый `ДЕНЬ`; без него — всё, что уже просрочено, тоже")
	cmd.Flags().StringVar(&to, "to", "", "последний `ДЕНЬ`")
	return cmd
}

func staffPresent(p *program) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use: "present ОТСУТСТВИЕ", Short: "Завершить отсутствие раньше (номер — в staff absences)", Args: exactly(1, "номер отсутствия из kurator staff absences"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			s, err := p.open(ctx)
			if err != nil {
				return err
			}
			id, err := strconv.ParseInt(args[0], 10, 64)
			if _, ok := s.snap.Office.Absences[model.AbsenceID(id)]; err != nil || !ok {
				return model.Faultf(model.NotFound, "Отсутствия № %s нет. Номера: kurator staff absences.", args[0])
			}
			last := s.Today(s.snap)
			if to != "" {
				if last, err = s.optionalDate(to); err != nil {
					return err
				}
			}
			me, err := s.Person(ctx, s.actor)
			if err != nil {
				return err
			}
			end := upkeep.BackToWork(me, s.snap.Office.Absences[model.AbsenceID(id)], last, "")
			return p.office(ctx, s, "Завершено отсутствие", model.Ref{Noun: model.NounAbsence, ID: id}, end)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "последний `ДЕНЬ` отсутствия (обычно сегодня)")
	return cmd
}

func (p *program) staffAbsences(cmd *cobra.Command, _ []string) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	r := rows{columns: []column{{key: "absence", title: "№", right: true}, {key: "official", title: "Отсутствует"}, {key: "deputy", title: "Замещает"},
		{key: "roles", title: "Роли", show: rolesOrAll}, {key: "from", title: "С", show: dueRussian}, {key: "to", title: "По", show: dueRussian},
		{key: "state", title: "Сейчас", show: absenceState}, {key: "basis", title: "Основание"}}}
	office, today := s.snap.Office, s.Today(s.snap)
	for _, a := range office.AbsenceList() {
		state := "ended"
		switch {
		case a.To != "" && a.To < a.From:
			state = "called_off"
		case today.Within(a.From, a.To):
			state = "now"
		case a.From > today:
			state = "ahead"
		}
		var roles []string
		for _, role := range a.Roles {
			roles = append(roles, string(role))
		}
		r.add(int64(a.ID), office.Officials[a.Official].Title(), office.Officials[a.Deputy].Title(), strings.Join(roles, ","), string(a.From), string(a.To), state, a.Basis)
	}
	if len(r.lines) == 0 && p.format(formatTable) == formatTable {
		p.note("Отсутствий не записано. Записать: kurator staff absence.")
		return nil
	}
	return p.print(p.format(formatTable), r)
}

// rolesOrAll names the roles an absence hands on.
func rolesOrAll(v any) string {
	if v == "" {
		return "все"
	}
	var titles []string
	for role := range strings.SplitSeq(fmt.Sprint(v), ",") {
		titles = append(titles, model.Role(role).Title())
	}
	return strings.Join(titles, ", ")
}

func absenceState(v any) string {
	switch v {
	case "now":
		return "отсутствует"
	case "ahead":
		return "впереди"
	case "called_off":
		return "отменено"
	}
	return "прошло"
}
