package upkeep

import (
	"context"
	"fmt"
	"io"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/files"
)

// Finding is one thing that was looked at.
type Finding struct {
	Name   string   // «Журнал»
	State  State    //
	Say    string   // what was found, in a sentence
	Detail []string // line by line
	Do     string   // what to do about it; empty when nothing is to be done
}

// State is how a finding is to be taken.
type State string

// States.
const (
	Good    State = "good"
	Warning State = "warning" // works, but not as it should
	Bad     State = "bad"
)

// maxDetail is how many lines a finding lists.
const maxDetail = 20

// Verification is what verifying the whole database found.
type Verification struct {
	Findings []Finding
	Seal     store.Seal

	tell func(string)
}

// Bad tells whether something is wrong with the data.
func (v *Verification) Bad() bool {
	for _, f := range v.Findings {
		if f.State == Bad {
			return true
		}
	}
	return false
}

const (
	fromCopy   = "Не работайте дальше с этой базой. Сохраните её файл отдельно и восстановите базу из последней проверенной копии: kurator restore ФАЙЛ."
	meddled    = "Данные меняли мимо программы или их испортил диск. Сохраните файл базы отдельно, сообщите ответственному за защиту информации и сравните с копией: kurator restore ФАЙЛ."
	finishWork = "Закройте рабочие столы и доведите стирание до конца: kurator retention --apply."
)

// Verify checks everything that can be checked about the open database and says what to do. It is for those who answer for
// copies and their restoring.
func Verify(ctx context.Context, s *store.Store, actor model.Actor, seals []store.Seal, tell func(string)) (*Verification, error) {
	p, err := s.Person(ctx, actor)
	if err != nil {
		return nil, err
	}
	if err := p.May(access.RightBackup); err != nil {
		return nil, err
	}
	// Pages and journal are read by one processor each, so they are read at the same time; lists and search use all there are.
	v, pages := &Verification{tell: tell}, &Verification{}
	v.say("Страницы файла и индексы…")
	v.say("Журнал…")
	looked := make(chan error, 1)
	go func() { looked <- pages.pages(ctx, s) }()
	err = v.journal(ctx, s, seals)
	if broken := <-looked; broken != nil {
		err = broken
	}
	v.Findings = append(pages.Findings, v.Findings...)
	if err != nil {
		return v, err
	}
	for _, check := range []struct {
		tell string
		do   func(context.Context, *store.Store) error
	}{{"Списки, номера и поиск…", v.tables}, {"Сроки…", v.due}, {"Вложения…", v.files}, {"Стёртое…", v.erasing}} {
		v.say(check.tell)
		if err := check.do(ctx, s); err != nil {
			return v, err
		}
	}
	return v, nil
}

func (v *Verification) say(words string) {
	if v.tell != nil {
		v.tell(words)
	}
}

// progressStep is after how many objects a long check says how far it is.
const progressStep = 100_000

// progress tells how far a check is.
func (v *Verification) progress(what string) func(done int64) {
	return func(done int64) {
		if done%progressStep == 0 {
			v.say("  " + what + ": " + russian.Number(done) + "…")
		}
	}
}

// add notes a finding: bad when there are faults.
func (v *Verification) add(name, good string, faults []string, more int, do string) {
	f := Finding{Name: name, State: Good, Say: good}
	if n := len(faults) + more; n > 0 {
		f.State, f.Do = Bad, do
		f.Say = "Найдено нарушений: " + fmt.Sprint(n) + "."
		f.Detail = faults[:min(len(faults), maxDetail)]
	}
	v.Findings = append(v.Findings, f)
}

func (v *Verification) pages(ctx context.Context, s *store.Store) error {
	found, err := s.DB().IntegrityCheck(ctx)
	if err != nil {
		return err
	}
	orphans, err := s.DB().ForeignKeyCheck(ctx)
	if err != nil {
		return err
	}
	for _, o := range orphans {
		found = append(found, o.String())
	}
	v.add("Файл базы", "Страницы и индексы целы.", found, 0, fromCopy)
	return nil
}

func (v *Verification) journal(ctx context.Context, s *store.Store, seals []store.Seal) error {
	r, err := s.VerifyJournal(ctx, v.progress("записей журнала"), seals...)
	if err != nil {
		return err
	}
	v.Seal = r.Seal()
	good := "Цепочка из " + russian.Count(int(r.Rows), "записи", "записей", "записей") + " цела, обращения и тексты совпадают с ней."
	if r.Seals > 0 {
		good += " Сверено с печатями: " + fmt.Sprint(r.Seals) + "."
	}
	v.add("Журнал", good, r.Faults, r.More, meddled)
	return nil
}

func (v *Verification) tables(ctx context.Context, s *store.Store) error {
	faults, more, err := s.VerifyTables(ctx, v.progress("обращений"))
	if err != nil {
		return err
	}
	v.add("Списки и поиск", "Столбцы списков, номера внешних систем, слова отбора и поиск совпадают с обращениями.", faults, more, meddled)
	return nil
}

// due: a deadline stored under today's rules must be what they give; one under earlier rules only waits to be recounted.
func (v *Verification) due(ctx context.Context, s *store.Store) error {
	open, list, err := s.VerifyDue(ctx, nil)
	if err != nil {
		return err
	}
	var wrong, moved, unknown []string
	for _, d := range list {
		switch {
		case d.Fault != "":
			unknown = append(unknown, fmt.Sprintf("№ %s: %s", d.Appeal, d.Fault))
		case d.SameRules:
			wrong = append(wrong, fmt.Sprintf("№ %s: записан %s, по правилам %s", d.Appeal, dueWords(d.Stored), dueWords(d.Now)))
		default:
			moved = append(moved, fmt.Sprintf("№ %s: записан %s, по новым правилам %s", d.Appeal, dueWords(d.Stored), dueWords(d.Now)))
		}
	}
	v.add("Сроки", "Сроки открытых обращений пересчитаны: "+fmt.Sprint(open)+", расхождений нет.", wrong, 0, "Пересчитайте сроки этих обращений на рабочем столе (действие «Пересчитать сроки»).")
	for _, x := range []struct {
		list    []string
		say, do string
	}{{moved, "Правила или календарь изменились, а сроки ещё не пересчитаны.", "Просмотрите сдвиги и примените их: действие «Пересчитать сроки»."},
		{unknown, "Часть сроков посчитать нельзя.", "Загрузите календарь недостающего года."}} {
		if len(x.list) > 0 {
			v.Findings = append(v.Findings, Finding{"Сроки", Warning, x.say, x.list[:min(len(x.list), maxDetail)], x.do})
		}
	}
	return nil
}

func dueWords(d model.Deadline) string {
	if d.Date == "" {
		return "без срока"
	}
	return string(d.Date)
}

const bringFiles = "Верните файлы из копии: kurator restore ФАЙЛ. Или прикрепите их заново к этим обращениям."

// files reads every file that an appeal names. The names people gave them are not told: they may be names of citizens.
func (v *Verification) files(ctx context.Context, s *store.Store) error {
	list, err := s.Attached(ctx)
	if err != nil {
		return err
	}
	folder := files.Of(s.Path())
	var faults []string
	for _, a := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch err := folder.CopyTo(io.Discard, a.Appeal, a.Hash); model.CodeOf(err) {
		case "":
		case model.NotFound:
			faults = append(faults, fmt.Sprintf("№ %s, файл %d: нет на месте", a.Appeal, a.N))
		case model.BadData:
			faults = append(faults, fmt.Sprintf("№ %s, файл %d: изменён после того, как его прикрепили", a.Appeal, a.N))
		default:
			faults = append(faults, fmt.Sprintf("№ %s, файл %d: не читается", a.Appeal, a.N))
		}
	}
	good := "Вложений нет."
	if len(list) > 0 {
		good = "Целы и на месте: " + russian.Count(len(list), "вложение", "вложения", "вложений") + "."
	}
	v.add("Вложения", good, faults, 0, bringFiles)
	return nil
}

func (v *Verification) erasing(ctx context.Context, s *store.Store) error {
	left, err := s.Erasing(ctx)
	if err != nil {
		return err
	}
	f := Finding{Name: "Стирание", State: Good, Say: "Незаконченного стирания персональных данных нет."}
	if left {
		f = Finding{Name: "Стирание", State: Warning, Say: "Персональные данные стёрты из обращений, но следы ещё лежат в файле.", Do: finishWork}
	}
	v.Findings = append(v.Findings, f)
	return nil
}
