package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/russian"
	"kurator/model/workflow"
	"kurator/store"
)

// verb is one action of `kurator act`.
type verb struct {
	name string
	does string // for help
	done string // the title of the operation: «Назначено»
	make func() model.Action
}

// verbs lists the actions in the order of an appeal's life. Undo is not among them: it is no action on the appeal.
func verbs() []verb {
	return []verb{
		{"sort", "разобрать: тема, место, вид, суть", "Разобрано", func() model.Action { return &model.Sort{} }},
		{"assign", "назначить подразделение", "Назначено", func() model.Action { return &model.Assign{} }},
		{"draft", "записать проект ответа", "Записан проект", func() model.Action { return &model.WriteDraft{} }},
		{"submit", "передать проект дальше", "Передан проект", func() model.Action { return &model.Submit{} }},
		{"return", "вернуть проект на доработку", "Возвращён проект", func() model.Action { return &model.Return{} }},
		{"approve", "утвердить проект", "Утверждено", func() model.Action { return &model.Approve{} }},
		{"answer", "отметить, что ответ ушёл", "Отмечен ответ", func() model.Action { return &model.Answer{} }},
		{"close", "закрыть", "Закрыто", func() model.Action { return &model.Close{} }},
		{"reopen", "вернуть в работу", "Возвращено в работу", func() model.Action { return &model.Reopen{} }},
		{"extend", "продлить срок по 59-ФЗ", "Продлён срок", func() model.Action { return &model.Extend{} }},
		{"redirect", "направить по компетенции", "Направлено по компетенции", func() model.Action { return &model.Redirect{} }},
		{"note", "добавить заметку", "Добавлена заметка", func() model.Action { return &model.AddNote{} }},
		{"wait", "отметить «ждём гражданина»", "Отмечено ожидание", func() model.Action { return &model.Wait{} }},
		{"defer", "записать обещание с датой", "Записано обещание", func() model.Action { return &model.Defer{} }},
		{"keep", "отметить обещание выполненным", "Обещание выполнено", func() model.Action { return &model.KeepPromise{} }},
		{"rate", "записать оценку гражданина", "Записана оценка", func() model.Action { return &model.Rate{} }},
		{"score", "оценить качество ответа по критериям", "Оценено качество ответа", func() model.Action { return &model.ScoreAnswer{} }},
		{"write_again", "записать, что гражданин написал снова", "Гражданин написал снова", func() model.Action { return &model.WriteAgain{} }},
	}
}

const undoVerb = "undo"

type actFlags struct {
	set    []string
	at     string
	dryRun bool
}

func actCommand(p *program) *cobra.Command {
	var flags actFlags
	var table [][2]string
	var ids []string
	for _, v := range verbs() {
		table = append(table, [2]string{v.name, v.does + settable(v.make())})
		ids = append(ids, v.name)
	}
	table = append(table, [2]string{undoVerb, "отменить последнее действие над обращением"})
	cmd := &cobra.Command{
		Use:     "act ДЕЙСТВИЕ НОМЕР…",
		GroupID: groupWork,
		Short:   "Выполнить действие над обращениями",
		Long: "Выполняет действие над обращениями — так же, как на рабочем столе: с проверкой прав, записью в журнал и отменой.\n" +
			"Несколько номеров — одно действие: отмена возьмёт назад все сразу.\n\nДействия и что им задают ключом --set:\n" + strings.TrimRight(pairs(table), "\n"),
		Example: "  kurator act sort 12 --set topic=0005.0005.0056.1160 --set place=Ревда\n  kurator act assign 12 13 --set unit=ЖКХ\n" +
			"  kurator act draft 12 --set text=@ответ.txt\n  echo \"Звонили, ждём акт\" | kurator act note 12 --set text=-\n  kurator act undo 12",
		ValidArgs: append(ids, undoVerb),
		RunE:      func(cmd *cobra.Command, args []string) error { return p.act(cmd, args, flags) },
	}
	f := cmd.Flags()
	f.StringArrayVar(&flags.set, "set", nil, "задать `ПОЛЕ=ЗНАЧЕНИЕ`, можно несколько раз; «-» — прочитать из ввода, @имя — из файла")
	f.StringVar(&flags.at, "at", "", "`ВРЕМЯ`, когда это случилось, если раньше")
	f.BoolVar(&flags.dryRun, "dry-run", false, "только сказать, что будет")
	return cmd
}

func (p *program) act(cmd *cobra.Command, args []string, flags actFlags) error {
	if len(args) == 0 {
		return badCall(cmd, "Укажите действие и номер: kurator act assign 12 --set unit=ЖКХ.")
	}
	v, ok := findVerb(args[0])
	if !ok && args[0] != undoVerb {
		return unknownVerb(cmd, args[0])
	}
	ctx := cmd.Context()
	if len(args) == 1 && ok {
		return badCall(cmd, "Укажите номер обращения: kurator act %s НОМЕР.", v.name)
	}
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	if !ok {
		if len(flags.set) > 0 || flags.at != "" {
			return badCall(cmd, "Отмене ничего не задают: kurator act undo НОМЕР.")
		}
		return p.undo(ctx, s, args[1:], flags.dryRun)
	}
	ids, err := s.find(ctx, args[1:])
	if err != nil {
		return err
	}
	// Each appeal has an action of its own: a text is sealed for one appeal and must not be shared.
	actions := make([]model.Action, len(ids))
	setter := &setter{p: p, s: s, ctx: ctx}
	for i := range ids {
		actions[i] = v.make()
		if err := setter.set(actions[i], flags.set); err != nil {
			return err
		}
	}
	happened, err := s.happened(flags.at)
	if err != nil {
		return err
	}
	if flags.dryRun {
		return p.dryRun(ctx, s, ids, actions, happened)
	}
	return p.do(ctx, s, v, ids, actions, happened)
}

func findVerb(name string) (verb, bool) {
	i := slices.IndexFunc(verbs(), func(v verb) bool { return v.name == name })
	if i < 0 {
		return verb{}, false
	}
	return verbs()[i], true
}

func unknownVerb(cmd *cobra.Command, word string) error {
	if near := russian.Nearest(word, cmd.ValidArgs); near != "" {
		return badCall(cmd, "Действия «%s» нет. Возможно, вы имели в виду «%s».", word, near)
	}
	return badCall(cmd, "Действия «%s» нет. Действия: %s.", word, strings.Join(cmd.ValidArgs, " "))
}

func (s *session) happened(words string) (model.Instant, error) {
	if words == "" {
		return 0, nil
	}
	m, err := s.moment(words)
	return model.InstantOf(m.At), err
}

// do carries the action out, on many appeals as one undo step; what is refused on one of many is told and the rest is done.
func (p *program) do(ctx context.Context, s *session, v verb, ids []model.AppealID, actions []model.Action, happened model.Instant) error {
	op := store.Op{Title: v.done + ": " + numbers(ids), Partial: len(ids) > 1}
	for i, id := range ids {
		op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(id), Action: actions[i], Happened: happened})
	}
	result, err := s.Do(ctx, s.actor, op)
	if err != nil {
		return err
	}
	return p.report(result, len(ids))
}

func numbers(ids []model.AppealID) string {
	if len(ids) > 5 {
		return russian.Count(len(ids), "обращение", "обращения", "обращений")
	}
	var list []string
	for _, id := range ids {
		list = append(list, "№ "+id.String())
	}
	return strings.Join(list, ", ")
}

// report tells what an operation did. A part that was refused makes the command fail, after the rest is done.
func (p *program) report(result store.Result, asked int) error {
	if p.format(formatTable) == formatJSON {
		if err := p.printJSON(resultDocument(result)); err != nil {
			return err
		}
	} else {
		for _, e := range result.Events {
			p.line(fmt.Sprintf("№ %d: %s", e.Ref.ID, e.Say))
		}
	}
	if len(result.Skipped) == 0 {
		return nil
	}
	for _, skip := range result.Skipped {
		p.note("Пропущено № %d: %s", skip.Ref.ID, skip.Say)
	}
	return model.Faultf(model.Failed, "Сделано не всё: %d из %d.", asked-len(result.Skipped), asked)
}

func resultDocument(result store.Result) fields {
	changed, skipped, events := []int64{}, []any{}, []any{}
	for _, ref := range result.Changed {
		changed = append(changed, ref.ID)
	}
	for _, skip := range result.Skipped {
		skipped = append(skipped, fields{{"number", skip.Ref.ID}, {"say", skip.Say}})
	}
	for _, e := range result.Events {
		events = append(events, fields{{"number", e.Ref.ID}, {"kind", e.Kind}, {"say", e.Say}})
	}
	return fields{{"operation", result.Operation}, {"changed", changed}, {"skipped", skipped}, {"events", events}}
}

// dryRun asks rights and workflow and saves nothing.
func (p *program) dryRun(ctx context.Context, s *session, ids []model.AppealID, actions []model.Action, happened model.Instant) error {
	rules := workflow.Rules{Office: s.snap.Office, Deadlines: s.snap.Book.DueOf}
	person, err := s.Person(ctx, s.actor)
	if err != nil {
		return err
	}
	result := store.Result{}
	var first error
	for i, id := range ids {
		events, err := s.rehearse(ctx, rules, person, id, actions[i], happened)
		var fault *model.Fault
		switch {
		case err == nil:
			result.Changed = append(result.Changed, model.AppealRef(id))
			result.Events = append(result.Events, events...)
		case len(ids) > 1 && errors.As(err, &fault):
			result.Skipped = append(result.Skipped, store.Skip{Ref: model.AppealRef(id), Say: fault.Say})
		default:
			first = err
		}
	}
	if first != nil {
		return first
	}
	p.note("Проба: ничего не изменено.")
	return p.report(result, len(ids))
}

func (s *session) rehearse(ctx context.Context, rules workflow.Rules, person access.Person, id model.AppealID, action model.Action, happened model.Instant) ([]model.Event, error) {
	card, err := s.Card(ctx, s.actor, id, true)
	if err != nil {
		return nil, err
	}
	if err := person.Can(action, &card.Appeal); err != nil {
		return nil, err
	}
	if happened == 0 {
		happened = s.Now()
	}
	at := model.Moment{Happened: happened, Recorded: s.Now(), Actor: s.actor}
	_, events, err := rules.Apply(card.Appeal, action, at)
	return events, err
}
