package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/backup"
)

type journalFlags struct {
	verify, seal bool
	seals        string
	limit        int
}

func journalCommand(p *program) *cobra.Command {
	var flags journalFlags
	cmd := &cobra.Command{
		Use:     "journal [НОМЕР]",
		GroupID: groupOffice,
		Short:   "Показать журнал или проверить его целостность",
		Long: "Показывает, кто, когда и что сделал, новое сверху; с номером — только об этом обращении.\n" +
			"--verify проверяет, что ни одна строка журнала не изменена и не пропала. --seal печатает строку-печать: храните её отдельно,\n" +
			"с нею (--seals ФАЙЛ) видно и то, что журнал обрезан или переписан целиком.",
		Example: "  kurator journal --limit 20\n  kurator journal 12\n  kurator journal --verify --seals печати.txt\n  kurator journal --seal",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return badCall(cmd, "Лишнее слово «%s»: нужен один номер обращения.", args[1])
			case flags.limit < 1:
				return badCall(cmd, "Число --limit должно быть больше нуля.")
			case (flags.verify || flags.seal) && len(args) > 0:
				return badCall(cmd, "Проверяется и опечатывается весь журнал сразу, без номера.")
			case flags.verify && flags.seal:
				return badCall(cmd, "Ключи --verify и --seal вместе не пишут: сначала проверьте, потом опечатайте.")
			case flags.seals != "" && !flags.verify:
				return badCall(cmd, "Ключ --seals пишут вместе с --verify.")
			}
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			switch {
			case flags.verify:
				return p.verifyJournal(cmd.Context(), s, flags.seals)
			case flags.seal:
				return p.sealJournal(cmd.Context(), s)
			}
			return p.journal(cmd.Context(), s, args, flags.limit)
		},
	}
	cmd.Flags().BoolVar(&flags.verify, "verify", false, "проверить целостность")
	cmd.Flags().BoolVar(&flags.seal, "seal", false, "напечатать печать журнала")
	cmd.Flags().StringVar(&flags.seals, "seals", "", "`ФАЙЛ` печатей, с которыми сверить")
	cmd.Flags().IntVar(&flags.limit, "limit", 100, "не больше `ЧИСЛО` строк")
	return cmd
}

func (p *program) journal(ctx context.Context, s *session, args []string, limit int) error {
	request := store.JournalRequest{Limit: limit}
	if len(args) == 1 {
		id, err := s.number(ctx, args[0])
		if err != nil {
			return err
		}
		request.Ref = model.AppealRef(id)
	}
	list, err := s.Journal(ctx, s.actor, request)
	if err != nil {
		return err
	}
	r := rows{columns: []column{{key: "seq", title: "№", right: true}, {key: "recorded", title: "Записано", show: dueRussian},
		{key: "happened", title: "Случилось", show: dueRussian, hidden: true}, {key: "actor", title: "Кто"}, {key: "via", title: "Откуда"},
		{key: "action", title: "Действие"}, {key: "noun", title: "Над чем"}, {key: "object", title: "Номер", right: true},
		{key: "title", title: "Что сделано"}, {key: "undone", title: "Отменено", show: lateOrEmpty}, {key: "operation", title: "Операция", hidden: true}}}
	for _, row := range list {
		r.add(row.Seq, s.stamp(row.Recorded), s.stamp(row.Happened), row.Actor.Title, row.Actor.Via, row.Action, string(row.Ref.Noun), row.Ref.ID,
			journalTitle(row), row.Undone, row.Operation)
	}
	return p.print(p.format(formatTable), r)
}

// journalTitle is what was done in words; a record of an event says it itself.
func journalTitle(row store.JournalRow) string {
	var record model.Record
	if row.Action != record.Name() || json.Unmarshal(row.Payload, &record) != nil {
		return row.Title
	}
	return strings.TrimSuffix(record.Kind.Title()+": "+record.Say, ": ")
}

func lateOrEmpty(v any) string {
	if v == true {
		return "да"
	}
	return ""
}

// verifyJournal checks the chain; a broken one is a problem of the data.
func (p *program) verifyJournal(ctx context.Context, s *session, file string) error {
	if _, err := s.Journal(ctx, s.actor, store.JournalRequest{Limit: 1}); err != nil { // the same right as for reading
		return err
	}
	conf, err := p.config()
	if err != nil {
		return err
	}
	if file == "" {
		file = existing(conf.Backup.Seals)
	}
	seals, err := readSeals(file)
	if err != nil {
		return err
	}
	report, err := s.VerifyJournal(ctx, nil, seals...)
	if err != nil {
		return err
	}
	if p.format(formatTable) == formatJSON {
		faults := report.Faults
		if faults == nil {
			faults = []string{}
		}
		if err := p.printJSON(fields{{"rows", report.Rows}, {"head", report.Head}, {"instance", report.Instance}, {"seals", report.Seals}, {"faults", faults}}); err != nil {
			return err
		}
	} else {
		p.line(fmt.Sprintf("Журнал: %s, последняя строка %s.", russian.Count(int(report.Rows), "строка", "строки", "строк"), report.Head))
	}
	if len(report.Faults) > 0 {
		return model.Faultf(model.BadData, "Журнал нарушен:\n  %s\nНе работайте с этой базой: сделайте её копию и позовите администратора.", strings.Join(report.Faults, "\n  "))
	}
	if p.format(formatTable) != formatJSON {
		p.line("Нарушений нет.")
	}
	return nil
}

// sealJournal gives out a seal line, and keeps it in the file of seals where the settings name one.
func (p *program) sealJournal(ctx context.Context, s *session) error {
	seal, err := s.SealNow(ctx, s.actor)
	if err != nil {
		return err
	}
	conf, err := p.config()
	if err != nil {
		return err
	}
	if conf.Backup.Seals != "" {
		if err := backup.KeepSeal(conf.Backup.Seals, seal); err != nil {
			return err
		}
		p.note("Печать дописана в файл %s.", conf.Backup.Seals)
	}
	p.line(seal.String())
	return nil
}
