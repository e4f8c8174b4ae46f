package exchange

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store"
)

// RemindOptions say when units are reminded and how.
type RemindOptions struct {
	TaskOptions
	Before  []string // how long before a deadline: «3d», «4h»
	Quiet   [2]int   // minutes of the day from and until which nothing goes; equal: never quiet
	AnyTime bool     // on days off and in quiet hours too
}

// Reminder is what went to one unit.
type Reminder struct {
	Task
	Lines []string
}

// leadLate marks the reminder of a deadline that has passed.
const leadLate = "late"

// Remind tells every unit which of its deadlines come near or have passed. Of one deadline with one lead it is told once: the ledger
// of the appeal remembers it. On a day off and in quiet hours nothing goes.
func Remind(ctx context.Context, s *store.Store, actor model.Actor, o RemindOptions) ([]Reminder, error) {
	w, err := newTasker(ctx, s, actor, o.TaskOptions)
	if err != nil {
		return nil, err
	}
	if now, err := w.speaks(o); err != nil || !now {
		return nil, err
	}
	leads, err := leadsOf(o.Before)
	if err != nil {
		return nil, err
	}
	units, err := w.dueUnits(leads)
	if err != nil {
		return nil, err
	}
	var done []Reminder
	var faults []error
	for _, unit := range w.snap.Office.UnitList() {
		due := units[unit.ID]
		if len(due) == 0 {
			continue
		}
		r, err := w.remind(unit, due)
		if err != nil {
			faults = append(faults, err) // the others are reminded all the same
			continue
		}
		if len(r.Appeals) > 0 {
			done = append(done, r)
		}
	}
	return done, errors.Join(faults...)
}

// speaks tells whether it is time to remind of anything.
func (w *tasker) speaks(o RemindOptions) (bool, error) {
	if o.AnyTime {
		return true, nil
	}
	now := w.s.Now().In(w.snap.Zone())
	works, err := w.snap.Book.Office().Workday(calendar.DateOf(now, w.snap.Zone()), calendar.Plain)
	if err != nil || !works {
		return false, err
	}
	minute, from, until := now.Hour()*60+now.Minute(), o.Quiet[0], o.Quiet[1]
	quiet := from <= minute && minute < until
	if from > until { // over midnight
		quiet = from <= minute || minute < until
	}
	return !quiet, nil
}

// lead is how long before a deadline.
type lead struct {
	name   string
	before time.Duration
}

// leadsOf reads the leads, the shortest first: only the nearest that has come is told.
func leadsOf(names []string) ([]lead, error) {
	var list []lead
	for _, name := range names {
		hours := strings.HasSuffix(name, "h")
		n := markNumber(strings.TrimRight(name, "dh"))
		if n == 0 || !hours && !strings.HasSuffix(name, "d") {
			return nil, model.Faultf(model.Usage, "«%s» — не время до срока. Напишите 3d или 4h.", name)
		}
		unit := 24 * time.Hour
		if hours {
			unit = time.Hour
		}
		list = append(list, lead{name, time.Duration(n) * unit})
	}
	slices.SortFunc(list, func(a, b lead) int { return int(a.before - b.before) })
	return list, nil
}

// dueCase is an appeal a unit is to be reminded of.
type dueCase struct {
	id   model.AppealID
	lead string
	due  model.Date
	line string
}

// dueUnits finds what every unit is to be reminded of and was not yet.
func (w *tasker) dueUnits(leads []lead) (map[model.UnitID][]dueCase, error) {
	units := map[model.UnitID][]dueCase{}
	q, err := query.Parse("открыто:да порядок:ответить-до")
	if err != nil {
		return nil, err
	}
	err = walk(w.ctx, w.s, w.actor, q, func(row *store.Row) (bool, error) {
		if row.Holder.Kind != model.HolderUnit {
			return true, nil
		}
		card, err := w.s.Peek(w.ctx, w.actor, row.ID)
		if model.CodeOf(err) == model.NotFound {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if due, ok := w.due(&card.Appeal, leads); ok {
			units[card.Appeal.Unit] = append(units[card.Appeal.Unit], due)
		}
		return true, nil
	})
	return units, err
}

// due tells what of an appeal is to be said now: its draft's deadline, else the answer's.
func (w *tasker) due(a *model.Appeal, leads []lead) (dueCase, bool) {
	d := a.Due.DraftBy
	if d.LateFrom == 0 {
		d = ours(a.Due)
	}
	if d.LateFrom == 0 {
		return dueCase{}, false
	}
	now, name := w.s.Now(), ""
	switch at := slices.IndexFunc(leads, func(l lead) bool { return now >= d.LateFrom-model.Instant(l.before/time.Second) }); {
	case now >= d.LateFrom:
		name = leadLate
	case at >= 0:
		name = leads[at].name
	default:
		return dueCase{}, false
	}
	if slices.ContainsFunc(a.Sendings, func(x model.Sending) bool {
		return x.Kind == model.SendingReminder && x.Unit == a.Unit && x.Due == d.Date && x.Lead == name
	}) {
		return dueCase{}, false
	}
	words := "проект нужен " + DeadlineWords(d, w.snap.Zone())
	if name == leadLate {
		words = "СРОК ПРОШЁЛ: проект был нужен " + DeadlineWords(d, w.snap.Zone())
	}
	line := Mark(a.ID)
	if m := a.Main(); m.ExternalID != "" {
		line += " " + m.Channel.Title() + " " + m.ExternalID
	}
	for _, word := range []string{a.Topic.Title, a.Place} {
		if word != "" {
			line += ", " + word
		}
	}
	return dueCase{a.ID, name, d.Date, line + ": " + words}, true
}

// remind tells one unit. What is told is written down first, under ids that say what it is: two timers at once, or one started
// again, tell it once. When the letter does not go, the note is taken back.
func (w *tasker) remind(unit model.Unit, due []dueCase) (Reminder, error) {
	now := w.s.Now().In(w.snap.Zone())
	r := Reminder{Task: Task{Unit: unit.ID, Title: unit.Title()}}
	ids := make([]model.AppealID, len(due))
	for i, d := range due {
		ids[i] = d.id
	}
	out := w.outgoing(unit, ids, "Напоминание о сроках: "+russian.Count(len(due), "обращение", "обращения", "обращений"), now)
	how := model.ByFile
	if w.o.Server != nil && w.o.Server.Host != "" && unit.Mail != "" {
		how = model.ByMail
	}
	var noted []string
	for _, d := range due {
		id, err := onceMore(w.ctx, w.s, "remind-"+d.id.String()+"-"+strconv.FormatInt(int64(unit.ID), 10)+"-"+string(d.due)+"-"+d.lead)
		if err != nil {
			return r, err
		}
		if id == "" {
			continue
		}
		result, err := w.s.Do(w.ctx, w.actor, store.Op{ID: id, Title: "Напоминание: № " + d.id.String(), Steps: []store.Step{{Ref: model.AppealRef(d.id),
			Action: &model.Remind{How: how, Letter: out.ID, Due: d.due, Lead: d.lead}}}})
		switch {
		case model.CodeOf(err) == model.Stage || model.CodeOf(err) == model.Conflict:
			continue // it was answered, or told by another process, meanwhile
		case err != nil:
			return r, errors.Join(err, w.takeBack(noted))
		case result.Repeated:
			continue
		}
		noted = append(noted, id)
		r.Appeals, r.Lines = append(r.Appeals, d.id), append(r.Lines, d.line)
	}
	if len(r.Lines) == 0 {
		return r, nil
	}
	out.Text = "Подходят или прошли сроки проектов ответов:\n\n" + strings.Join(r.Lines, "\n") +
		"\n\nПришлите проект в ответ на задание, с отметкой обращения в теме или в тексте.\n\n" + w.snap.Office.Settings.OfficeName
	var err error
	if r.Sent, r.Path, err = post(w.ctx, w.o.Server, out, w.o.Dir, "напоминание-"+fileWord(unit.Title())+"-"+now.Format("2006-01-02-1504")); err != nil {
		return r, errors.Join(err, w.takeBack(noted))
	}
	return r, nil
}

// takeBack undoes notes of what did not go after all.
func (w *tasker) takeBack(operations []string) error {
	var faults []error
	for _, id := range operations {
		if _, err := w.s.Undo(w.ctx, w.actor, id); err != nil {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}
