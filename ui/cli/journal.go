package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/backup"
	look "kurator/ui/verb"
)

type journalFlags struct {
	verify, seal bool
	seals        string
	limit        int
	who, kind    string
	from, to     string
}

// narrows tells whether some rows only are asked for.
func (f journalFlags) narrows() bool { return f.who+f.kind+f.from+f.to != "" }

func journalCommand(p *program) *cobra.Command {
	var flags journalFlags
	cmd := &cobra.Command{
		Use:     "journal [НОМЕР]",
		GroupID: groupOffice,
		Short:   "Показать журнал или проверить его целостность",
		Long: "Показывает, кто, когда и что сделал, новое сверху; с номером — только об этом обращении.\n" +
			"--who, --kind, --from и --to отвечают, кто, что и когда смотрел или выгружал.\n" +
			"--verify проверяет, что ни одна строка журнала не изменена и не пропала. --seal печатает строку-печать: храните её отдельно,\n" +
			"с нею (--seals ФАЙЛ) видно и то, что журнал обрезан или переписан целиком.",
		Example: "  kurator journal --limit 20\n  kurator journal 12\n  kurator journal --who petrova --kind view --from 01.11.2026\n  kurator journal --verify --seals печати.txt\n  kurator journal --seal",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return badCall(cmd, "Лишнее слово «%s»: нужен один номер обращения.", args[1])
			case flags.limit < 1:
				return badCall(cmd, "Число --limit должно быть больше нуля.")
			case (flags.verify || flags.seal) && (len(args) > 0 || flags.narrows()):
				return badCall(cmd, "Проверяется и опечатывается весь журнал сразу, без номера и отбора.")
			case flags.kind != "" && !slices.Contains(recordKinds(), flags.kind):
				return badCall(cmd, "Событий «%s» нет.%s Бывают %s.", flags.kind, nearest(flags.kind, recordKinds()), strings.Join(recordKinds(), ", "))
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
			return p.journal(cmd.Context(), s, args, flags)
		},
	}
	cmd.Flags().BoolVar(&flags.verify, "verify", false, "проверить целостность")
	cmd.Flags().BoolVar(&flags.seal, "seal", false, "напечатать печать журнала")
	cmd.Flags().StringVar(&flags.seals, "seals", "", "`ФАЙЛ` печатей, с которыми сверить")
	cmd.Flags().IntVar(&flags.limit, "limit", 100, "не больше `ЧИСЛО` строк")
	cmd.Flags().StringVar(&flags.who, "who", "", "только `ЛИЦО`: номер или логин")
	cmd.Flags().StringVar(&flags.kind, "kind", "", "только `СОБЫТИЯ`: "+strings.Join(recordKinds(), ", "))
	cmd.Flags().StringVar(&flags.from, "from", "", "первый `ДЕНЬ`")
	cmd.Flags().StringVar(&flags.to, "to", "", "последний `ДЕНЬ`")
	fixed(cmd, "kind", recordKinds()...)
	return cmd
}

func recordKinds() []string {
	var list []string
	for _, k := range model.RecordKinds() {
		list = append(list, string(k))
	}
	return list
}

// narrowed is the request for the rows that the flags name.
func (s *session) narrowed(flags journalFlags) (store.JournalRequest, error) {
	r := store.JournalRequest{Limit: flags.limit, Record: model.RecordKind(flags.kind)}
	if flags.who != "" {
		o, err := s.official(flags.who)
		if err != nil {
			return r, err
		}
		r.Official = o.ID
	}
	from, err := s.optionalDate(flags.from)
	if err != nil {
		return r, err
	}
	to, err := s.optionalDate(flags.to)
	if err != nil {
		return r, err
	}
	if from != "" {
		r.From = from.Start(s.zone)
	}
	if to != "" {
		r.To = model.DateOf(to.Start(s.zone)+36*3600, s.zone).Start(s.zone) // 36 hours on is the next day, whatever the clocks do
	}
	return r, nil
}

func (p *program) journal(ctx context.Context, s *session, args []string, flags journalFlags) error {
	request, err := s.narrowed(flags)
	if err != nil {
		return err
	}
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
		{key: "action", title: "Действие", hidden: true}, {key: "noun", title: "Над чем", show: nounTitle}, {key: "object", title: "Номер", right: true, show: idOrEmpty},
		{key: "title", title: "Что сделано"}, {key: "undone", title: "Отменено", show: lateOrEmpty}, {key: "operation", title: "Операция", hidden: true}}}
	for _, row := range list {
		r.add(row.Seq, s.stamp(row.Recorded), s.stamp(row.Happened), s.who(row.Actor), row.Actor.Via, row.Action, string(row.Ref.Noun), row.Ref.ID,
			s.journalTitle(row), row.Undone, row.Operation)
	}
	return p.print(p.format(formatTable), r)
}

// who is whoever did something, and whom they replaced. Rows made before people had names are told by the official.
func (s *session) who(a model.Actor) string {
	title := a.Title
	if o, ok := s.snap.Office.Officials[a.Official]; ok && title == "" {
		title = o.Position
	}
	if o, ok := s.snap.Office.Officials[a.For]; ok {
		title += " (и.о.: " + o.Title() + ")"
	}
	return title
}

func nounTitle(v any) string {
	if v == string(model.NounRecord) {
		return "" // an event: its words stand in the last column
	}
	return model.Noun(fmt.Sprint(v)).Title()
}

func idOrEmpty(v any) string {
	if v == int64(0) {
		return ""
	}
	return fmt.Sprint(v)
}

// journalTitle is what was done in words: those of the operation, or of the row where it has none; a record of an event says it itself.
func (s *session) journalTitle(row store.JournalRow) string {
	var record model.Record
	switch {
	case row.Action == record.Name() && json.Unmarshal(row.Payload, &record) == nil:
	case row.Title == "" || row.Action == (&model.Approve{}).Name(): // whose text it was, and where it was approved, say the words of the row
		return look.JournalWords(s.snap, row)
	default:
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
		if err := p.printJSON(fields{{"rows", report.Rows}, {"head", report.Head}, {"instance", report.Instance}, {"seals", report.Seals}, {"faults", faults}, {"more", report.More}}); err != nil {
			return err
		}
	} else {
		p.line(fmt.Sprintf("Журнал: %s, последняя строка %s.", russian.Count(int(report.Rows), "строка", "строки", "строк"), report.Head))
	}
	if len(report.Faults) > 0 {
		list := report.Faults
		if report.More > 0 {
			list = append(slices.Clone(list), "… и ещё "+russian.Number(int64(report.More)))
		}
		return model.Faultf(model.BadData, "Журнал нарушен:\n  %s\nНе работайте с этой базой: сделайте её копию и позовите администратора.", strings.Join(list, "\n  "))
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
