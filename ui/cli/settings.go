package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/store"
	"kurator/store/job/upkeep"
)

func settingsCommand(p *program) *cobra.Command {
	var yes bool
	take := &cobra.Command{
		Use:   "import ФАЙЛ",
		Short: "Показать, что изменит файл настроек; с --yes — изменить",
		Long: "Сравнивает файл с настройками в базе и показывает, что изменится и у каких открытых обращений сдвинутся сроки.\n" +
			"С ключом --yes делает всё одним действием: сроки пересчитываются, отменить можно всё сразу. «-» — читать из ввода.",
		Example: "  kurator settings import настройки.toml\n  kurator settings import настройки.toml --yes",
		Args:    exactly(1, "файл настроек"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.changeRules(cmd.Context(), args[0], yes, upkeep.ReadSettings)
		},
	}
	take.Flags().BoolVar(&yes, "yes", false, "изменить, а не только показать")
	return group(&cobra.Command{
		Use:     "settings",
		GroupID: groupOffice,
		Short:   "Настройки учреждения: выгрузить в файл, загрузить из файла",
		Example: "  kurator settings export настройки.toml\n  kurator settings import настройки.toml --yes",
	}, &cobra.Command{
		Use:   "export [ФАЙЛ]",
		Short: "Выгрузить настройки, людей, роли, справочники и правила сроков в TOML",
		Args:  cobra.MaximumNArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return p.settingsExport(cmd.Context(), args) },
	}, take)
}

func (p *program) settingsExport(ctx context.Context, args []string) error {
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	person, err := s.Person(ctx, s.actor)
	if err != nil {
		return err
	}
	if err := person.Can(&model.PutSettings{}, nil); err != nil {
		return err
	}
	data, err := upkeep.ExportSettings(s.snap)
	if err != nil {
		return err
	}
	// The file names people: that it was given out is in the journal.
	if err := s.Record(ctx, s.actor, model.RecordExport, 0, "настройки учреждения"); err != nil {
		return err
	}
	if len(args) == 0 || args[0] == "-" {
		_, err = p.out.Write(data)
		return err
	}
	return p.writeNew(args[0], data)
}

// writeNew writes a file that was not there.
func (p *program) writeNew(file string, data []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return model.Faultf(model.Failed, "Файл %s уже есть, он не изменён. Укажите другое имя.", file)
	}
	if err == nil {
		_, err = f.Write(data)
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err != nil {
		return &model.Fault{Code: model.Failed, Say: fmt.Sprintf("Не удалось записать файл %s. Проверьте права и место на диске.", file), Cause: err}
	}
	p.note("Записано: %s", file)
	return nil
}

// largestRules is more than any file of settings or calendars has.
const largestRules = 16 << 20

func (p *program) readRules(file string) ([]byte, error) {
	in := p.io.Stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, &model.Fault{Code: model.NotFound, Say: fmt.Sprintf("Файл %s не открывается. Проверьте имя и права.", file), Cause: err}
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, largestRules+1))
	switch {
	case err != nil:
		return nil, &model.Fault{Code: model.Failed, Say: fmt.Sprintf("Файл %s не прочитан.", file), Cause: err}
	case len(data) > largestRules:
		return nil, model.Faultf(model.BadData, "Файл %s слишком велик для настроек или календаря.", file)
	}
	return data, nil
}

// changeRules shows what a file changes and which terms it moves, and makes the change when asked to.
func (p *program) changeRules(ctx context.Context, file string, yes bool, read func(*store.Snapshot, []byte) (upkeep.Change, error)) error {
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	data, err := p.readRules(file)
	if err != nil {
		return err
	}
	change, err := read(s.snap, data)
	if err != nil {
		return err
	}
	if change.Empty() {
		return p.toldRules(s, change, nil, false)
	}
	moved, err := change.Try(ctx, s.Store, s.actor)
	if err != nil {
		return err
	}
	if yes {
		done, err := change.Make(ctx, s.Store, s.actor)
		if err != nil {
			return err
		}
		moved = done.Moved
	}
	return p.toldRules(s, change, moved, yes)
}

// movesTold is how many moves a table names; JSON names all.
const movesTold = 20

func (p *program) toldRules(s *session, change upkeep.Change, moved []store.Moved, done bool) error {
	if p.format(formatTable) == formatJSON {
		moves := []any{}
		for _, m := range moved {
			moves = append(moves, fields{{"number", int64(m.ID)}, {"was", s.due(m.Was.Channel)}, {"due", s.due(m.Will.Channel)},
				{"answer_by_was", s.due(m.Was.AnswerBy)}, {"answer_by", s.due(m.Will.AnswerBy)}, {"move", m.Words}, {"fault", m.Fault}})
		}
		lines := change.Lines
		if lines == nil {
			lines = []string{}
		}
		return p.printJSON(fields{{"changes", lines}, {"moved", moves}, {"done", done}})
	}
	if change.Empty() {
		p.line("Ничего не изменится: всё уже так.")
		return nil
	}
	for _, line := range change.Lines {
		p.line(line)
	}
	p.line("")
	words := upkeep.MovedWords(len(moved))
	p.line(words)
	for _, m := range moved[:min(len(moved), movesTold)] {
		p.line("  " + upkeep.MoveLine(s.snap, m))
	}
	if rest := len(moved) - movesTold; rest > 0 {
		p.line(fmt.Sprintf("  … и ещё %d", rest))
	}
	if done {
		p.note("Сделано. Отменить можно на рабочем столе (u) или командой kurator act undo.")
	} else {
		p.note("Пока ничего не изменено. Чтобы изменить, повторите с --yes.")
	}
	return nil
}
