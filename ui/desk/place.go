package desk

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/pane"
	"kurator/ui/pane/queue"
)

// place is where a person was: it survives a restart.
type place struct {
	store    *store.Store
	official model.OfficialID
	queue    *queue.Queue

	Tab   string      `json:"tab"`
	Queue queue.Place `json:"queue"`
	Left  int64       `json:"left"` // when the desk was left, seconds UTC

	last model.Instant // when it was left the last time but this

	mu    sync.Mutex
	said  string // the watermark, as it was last made
	asked time.Time
}

// restore reads the place; one that cannot be read is no reason not to begin.
func (p *place) restore(ctx context.Context) {
	if ok, err := p.store.Desk(ctx, p.official, p); err != nil || !ok {
		return
	}
	p.last = model.Instant(p.Left)
	p.queue.Restore(p.Queue)
}

func (p *place) leave(tab string) {
	p.Tab, p.Queue, p.Left = tab, p.queue.Place(), int64(p.store.Now())
	_ = p.store.SaveDesk(context.Background(), p.official, p) // the work itself is saved already
}

// noteEvery is how often the freshness of the data is asked for: it changes with imports only.
const noteEvery = 10 * time.Second

// note says how fresh the data of the channels is: «данные: ИМ 12.11 09:05».
func (p *place) note(env *pane.Env) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := env.Now()
	if !p.asked.IsZero() && now.Sub(p.asked) < noteEvery {
		return p.said
	}
	p.asked = now
	marks, err := p.store.Watermarks(env.Ctx)
	if err != nil {
		return p.said
	}
	var parts []string
	for _, m := range marks {
		parts = append(parts, m.Channel.Title()+" "+short(m.AsOf.In(env.Zone), env.Time()))
	}
	p.said = ""
	if len(parts) > 0 {
		p.said = "данные: " + strings.Join(parts, ", ")
	}
	if year := missingYear(env); year != 0 { // before the rest: terms cannot be counted soon
		p.said = strings.TrimSuffix("! нет календаря на "+strconv.Itoa(year)+" год; "+p.said, "; ")
	}
	return p.said
}

// missingYear is the next year when it is time to load its calendar: from 1 November on; 0 while there is nothing to do.
func missingYear(env *pane.Env) int {
	today := calendar.DateOf(env.Now(), env.Zone)
	if env.Snap.Book.Calendar().Alarm(today) == "" {
		return 0
	}
	_, last := env.Snap.Book.Calendar().Years()
	return max(last, today.Year()-1) + 1
}

// short is a moment in as few signs as say it: the time of today, else the day.
func short(at, now time.Time) string {
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	if at.Year() == now.Year() {
		return at.Format("02.01")
	}
	return russian.DateShort(at)
}
