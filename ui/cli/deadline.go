package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/store/config"
)

func deadlineCommand(p *program) *cobra.Command {
	var req deadline.Request
	var zone string
	cmd := &cobra.Command{
		Use:     "deadline (--channel КАНАЛ | --term СРОК) --from ВРЕМЯ",
		GroupID: groupTerms,
		Short:   "Рассчитать срок и объяснить его",
		Long: "Рассчитывает сроки по правилам канала (--channel) или один срок по производственному календарю (--term).\n" +
			"Сроки: 9wh — рабочие часы, 7wd — рабочие дни, 30d — календарные дни, 24h — часы подряд.\n" +
			"База не нужна; если она есть, действуют её правила. Время без пояса — время учреждения.",
		Example: "  kurator deadline --channel sed --from 02.12.2024 --explain\n" +
			"  kurator deadline --channel im --priority high --from 2024-05-07T17:30\n" +
			"  kurator deadline --term 9wh --hours \"mon-fri 09:00-13:00,14:00-18:00\" --from 2024-05-07T17:30\n" +
			"  kurator deadline --term 30d --last-day next --from 02.12.2024",
		Args: exactly(0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.deadline(cmd, req, zone) },
	}
	f := cmd.Flags()
	f.StringVar(&req.Channel, "channel", "", "`КАНАЛ`: "+strings.Join(channelIDs(), ", "))
	f.StringVar(&req.Kind, "kind", "", "`ВИД` обращения: law59, message, fast_track, comment, court, unreadable")
	f.StringVar(&req.Priority, "priority", "", "`ВАЖНОСТЬ`: normal, high")
	f.StringVar(&req.Topic, "topic", "", "`КОД` темы классификатора")
	f.StringVar(&req.Term, "term", "", "`СРОК`: 9wh, 7wd, 30d, 24h")
	f.StringVar(&req.LastDay, "last-day", "", "`ПРАВИЛО` последнего дня, если он выходной: previous, next, as_is (обычно previous)")
	f.StringVar(&req.Hours, "hours", "", "рабочие `ЧАСЫ` вместо часов учреждения")
	f.StringVar(&zone, "zone", "", "часовой `ПОЯС`, например Europe/Moscow (обычно пояс учреждения)")
	f.StringVar(&req.From, "from", "", "`ВРЕМЯ` начала: 2024-05-07T17:30, 07.05.2024 17:30, 2024-05-07")
	f.StringArrayVar(&req.Pauses, "pause", nil, "пауза `НАЧАЛО..КОНЕЦ`, можно несколько раз")
	f.BoolVar(&req.Explain, "explain", false, "объяснить каждую дату")
	fixed(cmd, "channel", channelIDs()...)
	fixed(cmd, "priority", "normal", "high")
	fixed(cmd, "last-day", string(deadline.Previous), string(deadline.Next), string(deadline.AsIs))
	return cmd
}

func fixed(cmd *cobra.Command, flag string, values ...string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

func channelIDs() []string {
	var ids []string
	for _, c := range model.Channels() {
		ids = append(ids, string(c))
	}
	return ids
}

func (p *program) deadline(cmd *cobra.Command, req deadline.Request, zone string) error {
	if req.From == "" {
		return badCall(cmd, "Укажите, с какого времени считать: --from 2024-05-07T17:30.")
	}
	if req.Term == "" && (req.LastDay != "" || req.Hours != "") {
		return badCall(cmd, "Ключи --last-day и --hours относятся к --term: у канала свои правила.")
	}
	if req.Channel == "" && (req.Kind != "" || req.Priority != "" || req.Topic != "") {
		return badCall(cmd, "Ключи --kind, --priority и --topic относятся к --channel.")
	}
	rules, err := p.rules(cmd.Context())
	if err != nil {
		return err
	}
	book := rules.book
	if req.Term != "" {
		book = rules.plain
	}
	if zone != "" {
		if req.Zone, err = config.LoadZone(zone); err != nil {
			return err
		}
	}
	result, err := book.Compute(req)
	if err != nil {
		return err
	}
	if p.format(formatJSON) == formatJSON {
		if result.Clocks == nil {
			result.Clocks = []deadline.ResultClock{}
		}
		return p.printJSON(result)
	}
	r := rows{columns: []column{{key: "clock", title: "Что", show: clockTitle}, {key: "due", title: "Срок", show: dueRussian}, {key: "kind", title: "Вид", show: dueKindTitle}, {key: "basis", title: "Основание"}}}
	for _, c := range result.Clocks {
		r.add(c.Clock, c.Due, string(c.Kind), c.Basis)
	}
	if err := p.print(p.format(formatJSON), r); err != nil {
		return err
	}
	if p.flags.format == formatTable && req.Explain {
		p.line("")
		for _, line := range result.Explain {
			p.line(line)
		}
	}
	return nil
}

func clockTitle(name any) string { return deadline.ClockTitle(name.(string)) }

func dueKindTitle(kind any) string {
	if kind == string(model.DueInstant) {
		return "момент"
	}
	return "день"
}
