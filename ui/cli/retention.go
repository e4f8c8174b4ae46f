package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/job/upkeep"
)

type retentionFlags struct {
	apply, act       bool
	out, from, until string
}

func retentionCommand(p *program) *cobra.Command {
	var flags retentionFlags
	cmd := &cobra.Command{
		Use:     "retention",
		GroupID: groupOffice,
		Short:   "Сроки хранения: что пора обезличить",
		Long: "Показывает закрытые обращения, срок хранения которых истёк (настройка учреждения по каналам, обычно 5 лет). Ничего не меняет,\n" +
			"пока нет --apply: тогда имена, контакты, адреса и тексты стираются без возврата, статистика остаётся, печатается акт об\n" +
			"уничтожении с выгрузкой из журнала. --act печатает акт ещё раз за период.",
		Example: "  kurator retention\n  kurator retention --apply -o акт-2026.txt\n  kurator retention --act --from 01.01.2026 --to 31.12.2026",
		Args:    exactly(0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if flags.apply && flags.act {
				return badCall(cmd, "Ключи --apply и --act вместе не пишут: --apply сам печатает акт.")
			}
			if (flags.from != "" || flags.until != "") && !flags.act {
				return badCall(cmd, "Ключи --from и --to пишут вместе с --act.")
			}
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			if flags.act {
				return p.pastAct(cmd.Context(), s, flags)
			}
			plan, err := s.RetentionPlan(cmd.Context(), s.actor)
			if err != nil {
				return err
			}
			if flags.apply {
				return p.forget(cmd.Context(), s, plan, flags.out)
			}
			return p.preview(plan)
		},
	}
	cmd.Flags().BoolVar(&flags.apply, "apply", false, "обезличить")
	cmd.Flags().BoolVar(&flags.act, "act", false, "напечатать акт за период")
	cmd.Flags().StringVar(&flags.from, "from", "", "первый `ДЕНЬ` акта")
	cmd.Flags().StringVar(&flags.until, "to", "", "последний `ДЕНЬ` акта")
	cmd.Flags().StringVarP(&flags.out, "output", "o", "", "`ФАЙЛ` для акта вместо вывода")
	return cmd
}

func (p *program) preview(plan *store.RetentionPlan) error {
	r := rows{columns: []column{{key: "channel", title: "Канал", show: func(v any) string { return model.ChannelID(v.(string)).Title() }},
		{key: "years", title: "Хранится, лет", right: true}, {key: "appeals", title: "Обращений", right: true},
		{key: "oldest", title: "Старшее закрыто", show: dueRussian}, {key: "rows", title: "Отложенных строк", right: true}}}
	for _, c := range plan.Channels {
		r.add(string(c.Channel), c.Years, c.Appeals, string(c.Oldest), c.Rows)
	}
	if len(r.lines) > 0 || p.format(formatTable) != formatTable {
		if err := p.print(p.format(formatTable), r); err != nil {
			return err
		}
	}
	if plan.Removed > 0 {
		p.note("Ещё %s: сняты больше месяца назад, но их тексты ещё в файле.", russian.Count(plan.Removed, "обращение", "обращения", "обращений"))
	}
	if plan.Former > 0 {
		p.note("Ещё %s: обезличены прежней версией программы, а в строках журнала остались номера и ссылки.", russian.Count(plan.Former, "обращение", "обращения", "обращений"))
	}
	if plan.Unclosed > 0 {
		p.note("Старше срока, но не закрыто: %d. Такие обращения не обезличиваются, пока их не закроют.", plan.Unclosed)
	}
	if plan.Erasing {
		p.note("Прошлое стирание не доведено до конца: повторите kurator retention --apply.")
	}
	if plan.Total() == 0 {
		p.note("Обезличивать пока нечего.")
		return nil
	}
	p.note("Ничего не изменено. Обезличить без возврата: kurator retention --apply.")
	return nil
}

// forget anonymises what the plan found, cleans the file and prints the act.
func (p *program) forget(ctx context.Context, s *session, plan *store.RetentionPlan, out string) error {
	if plan.Total() == 0 && !plan.Erasing {
		p.note("Обезличивать пока нечего.")
		return nil
	}
	act, err := p.actFile(out)
	if err != nil {
		return err
	}
	result, err := s.ApplyRetention(ctx, s.actor, plan, func(done int) { p.note("Обезличено %d из %d…", done, plan.Total()) })
	if err != nil {
		return errors.Join(err, act.Close())
	}
	for _, skip := range result.Skipped {
		p.note("Пропущено № %d: %s", skip.Ref.ID, skip.Say)
	}
	p.note("Стираю следы в файле базы…")
	if err := s.Scrub(ctx); err != nil {
		return errors.Join(err, act.Close())
	}
	if err := p.destruction(s, result.Destroyed, act); err != nil {
		return err
	}
	p.note("Готово: %s. Копии, сделанные раньше, ещё содержат эти данные: уничтожьте их по сроку хранения копий.",
		russian.Count(len(result.Destroyed), "запись обезличена", "записи обезличены", "записей обезличено"))
	return nil
}

func (p *program) pastAct(ctx context.Context, s *session, flags retentionFlags) error {
	from, err := s.optionalDate(flags.from)
	if err != nil {
		return err
	}
	until, err := s.optionalDate(flags.until)
	if err != nil {
		return err
	}
	end := s.Now()
	if until != "" {
		end = model.InstantOf(until.Start(s.zone).In(s.zone).AddDate(0, 0, 1)) - 1
	}
	list, err := s.DestroyedBetween(ctx, s.actor, from.Start(s.zone), end)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return model.Faultf(model.NotFound, "За этот период ничего не обезличивали.")
	}
	act, err := p.actFile(flags.out)
	if err != nil {
		return err
	}
	return p.destruction(s, list, act)
}

// actFile opens where the act goes before anything is erased: without an act nothing should be.
func (p *program) actFile(name string) (io.WriteCloser, error) {
	if name == "" {
		return unclosed{p.out}, nil
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, &model.Fault{Code: model.Failed, Cause: err,
			Say: fmt.Sprintf("Не удалось создать файл акта %s: он уже есть или нет прав. Ничего не стёрто.", filepath.Base(name))}
	}
	return f, nil
}

type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

func (p *program) destruction(s *session, list []store.Destroyed, to io.WriteCloser) error {
	d := upkeep.Destruction{Office: s.snap.Office, Instance: s.DB().Instance(), By: s.snap.Office.Officials[s.actor.Official], At: s.Now(), Zone: s.zone, List: list}
	err := d.Write(to)
	if f, ok := to.(*os.File); ok && err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, to.Close()); err != nil {
		return &model.Fault{Code: model.Failed, Cause: err, Say: "Не удалось записать акт. Данные стёрты; напечатайте акт ещё раз: kurator retention --act."}
	}
	return nil
}
