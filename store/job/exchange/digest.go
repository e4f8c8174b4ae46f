package exchange

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store"
)

// Notice is what one holder has to do: a text without personal data.
type Notice struct {
	Holder model.Holder
	Title  string
	Text   string
	Counts struct{ Overdue, Today, Next, Unhappy, Promises int }
}

// shown is how many cases of one part are named; the rest is counted.
const shown = 15

// Digest tells every holder what is overdue, due today and due on the next working day, which promises come due and which
// negative marks wait. Holders with nothing to do are left out. On a day off there is nothing, unless anyDay.
func Digest(ctx context.Context, s *store.Store, actor model.Actor, anyDay bool) ([]Notice, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	today := calendar.DateOf(s.Now().In(snap.Zone()), snap.Zone())
	office := snap.Book.Office()
	works, err := office.Workday(today, calendar.Plain)
	if err != nil || (!works && !anyDay) {
		return nil, err
	}
	next, err := office.Next(today+1, calendar.Plain)
	if err != nil {
		return nil, err
	}
	d := &digest{snap: snap, now: s.Now(), tomorrow: dayStart(snap, today+1), horizon: dayStart(snap, next+1), next: next, today: today,
		parts: map[model.Holder]*holding{}}
	if err := d.due(ctx, s, actor); err != nil {
		return nil, err
	}
	if err := d.all(ctx, s, actor, "есть:плохая-оценка ответ:<30д", d.unhappy); err != nil {
		return nil, err
	}
	if err := d.all(ctx, s, actor, "есть:обещание", d.promise); err != nil {
		return nil, err
	}
	return d.notices(), nil
}

func dayStart(snap *store.Snapshot, d calendar.Date) model.Instant {
	return model.InstantOf(d.Start(snap.Zone()))
}

// digest gathers rows by holder.
type digest struct {
	snap                   *store.Snapshot
	now, tomorrow, horizon model.Instant
	today, next            calendar.Date
	parts                  map[model.Holder]*holding
}

type holding struct{ overdue, today, next, unhappy, promises []string }

func (d *digest) of(h model.Holder) *holding {
	if d.parts[h] == nil {
		d.parts[h] = &holding{}
	}
	return d.parts[h]
}

// due walks the open cases in the order of their terms until the horizon.
func (d *digest) due(ctx context.Context, s *store.Store, actor model.Actor) error {
	return d.walk(ctx, s, actor, "открыто:да порядок:ответить-до", func(r *store.Row) bool {
		if r.SortAt > d.horizon {
			return false
		}
		h := d.of(r.Holder)
		line := d.line(r)
		switch {
		case r.Due.LateFrom != 0 && d.now >= r.Due.LateFrom:
			h.overdue = append(h.overdue, line)
		case r.SortAt <= d.tomorrow:
			h.today = append(h.today, line)
		default:
			h.next = append(h.next, line)
		}
		return true
	})
}

func (d *digest) all(ctx context.Context, s *store.Store, actor model.Actor, text string, take func(*store.Row)) error {
	return d.walk(ctx, s, actor, text, func(r *store.Row) bool {
		take(r)
		return true
	})
}

func (d *digest) walk(ctx context.Context, s *store.Store, actor model.Actor, text string, take func(*store.Row) bool) error {
	q, err := query.Parse(text)
	if err != nil {
		return err
	}
	return walk(ctx, s, actor, q, func(r *store.Row) (bool, error) { return take(r), nil })
}

// unhappy is the curator's task: the citizen is not content with the answer.
func (d *digest) unhappy(r *store.Row) {
	h := d.of(model.Holder{Kind: model.HolderCurator, Channel: r.Channel})
	h.unhappy = append(h.unhappy, d.line(r))
}

// promise is the task of the unit that promised.
func (d *digest) promise(r *store.Row) {
	due, err := calendar.ParseDate(string(r.Promise))
	if err != nil || due > d.next {
		return
	}
	holder := model.Holder{Kind: model.HolderCurator, Channel: r.Channel}
	if r.Unit != 0 {
		holder = model.Holder{Kind: model.HolderUnit, Unit: r.Unit}
	}
	h := d.of(holder)
	h.promises = append(h.promises, d.line(r)+", обещано "+due.Russian())
}

// line is a case without a word of the citizen.
func (d *digest) line(r *store.Row) string {
	parts := []string{"№ " + r.ID.String()}
	if r.ExternalID != "" {
		parts[0] += " (" + r.Channel.Title() + " " + r.ExternalID + ")"
	}
	for _, word := range []string{r.Topic, r.Place} {
		if word != "" {
			parts = append(parts, word)
		}
	}
	if at := r.SortAt.In(d.snap.Zone()); r.SortAt > 0 && !at.IsZero() && r.Late == nil {
		if r.Due.Kind == model.DueInstant {
			parts = append(parts, "срок "+russian.DayTime(at))
		} else {
			parts = append(parts, "срок "+russian.WeekdayDate(at.AddDate(0, 0, -1)))
		}
	}
	return strings.Join(parts, ", ")
}

// notices writes what was gathered, the holders in the order of their names.
func (d *digest) notices() []Notice {
	var list []Notice
	for holder, h := range d.parts {
		n := Notice{Holder: holder, Title: d.snap.Office.HolderTitle(holder)}
		if n.Title == "" {
			n.Title = "Без исполнителя"
		}
		n.Counts.Overdue, n.Counts.Today, n.Counts.Next = len(h.overdue), len(h.today), len(h.next)
		n.Counts.Unhappy, n.Counts.Promises = len(h.unhappy), len(h.promises)
		var b strings.Builder
		part(&b, "Просрочено", h.overdue)
		part(&b, "Срок сегодня, "+russian.WeekdayDate(d.today.Time()), h.today)
		part(&b, "Срок до конца дня "+russian.WeekdayDate(d.next.Time()), h.next)
		part(&b, "Обещания, срок которых подошёл или прошёл", h.promises)
		part(&b, "Отрицательные оценки: разберите ответ", h.unhappy)
		if n.Text = b.String(); n.Text != "" {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, func(a, b Notice) int {
		return cmp.Or(strings.Compare(a.Title, b.Title), strings.Compare(a.Holder.Key(), b.Holder.Key()))
	})
	return list
}

func part(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	b.WriteString(title + ": " + russian.Number(int64(len(lines))) + "\n")
	for _, line := range lines[:min(len(lines), shown)] {
		b.WriteString("  " + line + "\n")
	}
	if rest := len(lines) - shown; rest > 0 {
		b.WriteString("  и ещё " + russian.Number(int64(rest)) + "\n")
	}
}
