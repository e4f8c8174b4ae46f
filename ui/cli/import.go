package cli

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/config"
	"kurator/store/intake"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
)

type importFlags struct {
	channel, profile, charset string
	drafts                    string
	dry, draft                bool
}

// importOut is the summary as JSON; twins are there only when new cases have some.
type importOut struct {
	exchange.ImportSummary
	Twins []exchange.LikelyTwin `json:"twins,omitempty"`
}

func importCommand(p *program) *cobra.Command {
	var flags importFlags
	cmd := &cobra.Command{
		Use:     "import ФАЙЛ…",
		GroupID: groupWork,
		Short:   "Загрузить выгрузки внешних систем",
		Long: "Узнаёт, из какой системы выгрузка, по заголовкам и загружает её. Повторная загрузка того же файла ничего не меняет,\n" +
			"изменившиеся строки обновляют обращения. Строки, которые нельзя прочитать, откладываются в карантин и не мешают\n" +
			"остальным. Если базы ещё нет, она создаётся. Результат — JSON со счётом строк.",
		Example: "  kurator import im.xlsx pos.xlsx sed.xlsx\n  kurator import --dry-run im.xlsx\n  kurator import --channel mail письма.csv\n" +
			"  kurator import --drafts ~/Загрузки/проекты\n" +
			"  kurator import --draft-profile новая.xlsx > ~/.config/kurator/profiles/моя.toml",
		RunE: func(cmd *cobra.Command, args []string) error { return p.importFiles(cmd, args, flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.channel, "channel", "", "`КАНАЛ` строк, которые его не называют: im, pos, sed, ecpur, mail, phone, visit, social, portal")
	f.StringVar(&flags.profile, "profile", "", "`ИМЯ` описания выгрузки, если она не узнаётся сама")
	f.StringVar(&flags.charset, "charset", "", "`КОДИРОВКА` файла csv, если она не угадана: utf-8, windows-1251, cp866, koi8-r, utf-16")
	f.BoolVar(&flags.dry, "dry-run", false, "показать, что изменится, и ничего не менять")
	f.StringVar(&flags.drafts, "drafts", "", "`ПАПКА` с проектами ответов от подразделений: docx, txt, eml")
	f.BoolVar(&flags.draft, "draft-profile", false, "вывести описание незнакомой выгрузки, чтобы поправить его и сохранить")
	return cmd
}

func (p *program) importFiles(cmd *cobra.Command, paths []string, flags importFlags) error {
	if len(paths) == 0 && flags.drafts == "" {
		return badCall(cmd, "Укажите файлы выгрузок: kurator import ФАЙЛ…")
	}
	conf, err := p.config()
	if err != nil {
		return err
	}
	own, err := exchange.Profiles(conf.Import.Profiles)
	if err != nil {
		return err
	}
	in := intake.Options{Profiles: own, Channel: model.ChannelID(flags.channel), Profile: flags.profile, Charset: flags.charset}
	if flags.draft {
		return p.draftProfile(cmd, paths, in)
	}
	ctx := cmd.Context()
	account, uid := p.io.Account()
	missing, err := p.beforeCreating(&conf, paths, flags)
	if err != nil {
		return err
	}
	s, created, err := p.openOrCreate(ctx, conf, account)
	if err != nil {
		return err
	}
	switch {
	case missing && flags.dry:
		p.note("Базы ещё нет: показано, что загрузилось бы в новую.")
	case created:
		p.note("База создана: %s. Вы — её администратор и куратор, пока не назначены роли.", conf.Files.DB)
	}
	actor, err := s.Enter(ctx, store.Identity{Account: account, UID: uid, As: p.as(), Via: "cli"})
	if err != nil {
		return err
	}
	exports, drafts, err := sortFiles(paths, flags.drafts)
	if err != nil {
		return err
	}
	bar := p.progress("")
	defer hurry()()
	sum, reports, err := exchange.Import(ctx, s, actor, exports, exchange.ImportOptions{Intake: in, DryRun: flags.dry, Slice: store.LoneSlice,
		Progress: func(file string, done, total int64) { bar.what = file; bar.show(done, total) }})
	bar.end()
	if len(drafts) > 0 && ctx.Err() == nil {
		returned, told, wrong := exchange.ImportDrafts(ctx, s, actor, drafts, flags.dry)
		sum.Add(returned)
		p.tellDrafts(told)
		err = errors.Join(err, wrong)
	}
	snap, snapErr := s.Snapshot(ctx)
	if snapErr != nil {
		return snapErr
	}
	p.tellReports(reports, snap.Zone(), flags.dry)
	out := importOut{ImportSummary: sum}
	if !flags.dry && ctx.Err() == nil {
		var wrong error
		out.Twins, wrong = exchange.ArrivedTwins(ctx, s, actor, reports)
		err = errors.Join(err, wrong)
		for _, t := range out.Twins {
			p.note("  № %s похоже на № %s: %s", t.Appeal, t.Twin, clean.Line(strings.Join(t.Why, "; ")))
		}
	}
	if err == nil || sum.Read > 0 {
		if wrong := p.json(out); wrong != nil {
			return wrong
		}
	}
	return err
}

// beforeCreating keeps a command that will change nothing from making a database: a rehearsal gets one that is thrown away, and files that are
// not there are told of first.
func (p *program) beforeCreating(conf *config.Config, paths []string, flags importFlags) (missing bool, err error) {
	if _, err := os.Stat(conf.Files.DB); !errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if len(paths) > 0 && !slices.ContainsFunc(paths, func(path string) bool { _, err := os.Stat(path); return err == nil }) {
		return true, model.Faultf(model.NotFound, "«%s»: файла нет. Проверьте имя и папку.", filepath.Base(paths[0]))
	}
	if flags.dry {
		folder, err := os.MkdirTemp("", "kurator-import-")
		if err != nil {
			return true, &model.Fault{Code: model.Failed, Say: "Не удалось создать временную папку. Проверьте место на диске.", Cause: err}
		}
		p.closer = append(p.closer, func() error { return os.RemoveAll(folder) })
		conf.Files.DB = filepath.Join(folder, "проба.db")
	}
	return true, nil
}

// sortFiles tells exports and returned drafts apart; a folder of drafts adds its files.
func sortFiles(paths []string, folder string) (exports, drafts []string, err error) {
	for _, path := range paths {
		if exchange.IsDraft(path) {
			drafts = append(drafts, path)
		} else {
			exports = append(exports, path)
		}
	}
	if folder == "" {
		return exports, drafts, nil
	}
	found, err := exchange.DraftFiles(folder)
	return exports, append(drafts, found...), err
}

func (p *program) draftProfile(cmd *cobra.Command, paths []string, in intake.Options) error {
	if len(paths) != 1 {
		return badCall(cmd, "С --draft-profile указывают один файл.")
	}
	text, err := intake.Draft(paths[0], in)
	if err != nil {
		return err
	}
	_, err = p.out.WriteString(text)
	return err
}

// tellReports says what a person would want to know beside the sums.
func (p *program) tellReports(reports []exchange.FileReport, zone *time.Location, dry bool) {
	for _, r := range reports {
		asOf := ""
		if r.AsOf != 0 {
			asOf = ", данные на " + russian.DateTime(r.AsOf.In(zone))
		}
		p.note("%s: %s%s", r.File, r.Profile, asOf)
		if r.Read == 0 && len(r.Warnings) == 0 {
			p.note("  В файле только заголовки: ни одной строки. Проверьте период выгрузки.")
		}
		if dry {
			for _, v := range r.Sample {
				p.note("  строка %d: %s%s", v.Row, v.What, behindColon(clean.Line(cmp.Or(v.Say, v.Told))))
			}
		}
		for _, v := range r.Bad {
			if dry && slices.ContainsFunc(r.Sample, func(s exchange.Verdict) bool { return s.Row == v.Row }) {
				continue // said above
			}
			p.note("  строка %d отложена в карантин%s", v.Row, behindColon(clean.Line(v.Say)))
		}
		for _, name := range r.NewUnits {
			p.note("  новое подразделение из выгрузки: %s", name)
		}
		for _, d := range r.Behind {
			p.note("  не подтверждено выгрузкой: № %s здесь «%s», а в канале ещё «%s»", d.Appeal, d.Ours.Title(), d.Theirs)
		}
		for _, d := range r.Differs {
			p.note("  № %s: ответ в канале отличается от записанного здесь", d.Appeal)
		}
		for _, say := range r.Warnings {
			p.note("  %s", clean.Line(say))
		}
	}
}

func behindColon(say string) string {
	if say == "" {
		return ""
	}
	return ": " + say
}

// json writes one value as a line of JSON.
func (p *program) json(v any) error {
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
