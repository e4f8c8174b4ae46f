package matters

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/process"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/model/surge"
	"kurator/store"
	"kurator/store/figures"
)

// recentDays is what «now» means in the picture.
const recentDays = 28

// Picture is where appeals, polls and channels meet by theme and settlement (order 2.2.2).
type Picture struct {
	Rows       []PictureRow
	Surges     []SurgeRow
	Stays      []ProcessRow
	Topics     []ProcessRow // the places by topic that take most time
	Tossed     []TossedRow
	Nobody     []NobodyRow
	Directions []DirectionState
	Watermark  string
	Season     string     // why the usual level knows no season yet; empty when it does
	From, To   model.Date // of the recent days
}

// PictureRow is one theme in one settlement.
type PictureRow struct {
	Key      surge.Key
	Theme    string
	Place    string
	Now      int
	Before   int
	Expected float64
	Grew     bool
	Faded    bool
	Channels string // «ИМ 5, ПОС 3»
	Open     int
	Nobody   int // open, no unit has them
	Polls    []string
	Voices   int     // participants of those polls
	Problems []int64 // cards about it
	Owner    string  // the unit that usually answers; empty: nobody owns the theme
	Unit     model.UnitID
	Query    string // shows its appeals; empty: there are polls only
	Poll     int64  // the first of them
}

// SurgeRow is a surge with its words.
type SurgeRow struct {
	surge.Surge
	Theme, Place string
	Say          string // the numbers behind the verdict
	Problems     []int64
	Query        string
	Course       []int     // messages by day, the last weeks
	First        time.Time // the day of the first of them
}

// ProcessRow is a place of the map of the process with its names.
type ProcessRow struct {
	process.Stay
	Unit, Theme string
	Query       string // who stands there now
}

// TossedRow is a ping-pong with its names.
type TossedRow struct {
	process.Tossed
	Unit, Theme string
	Query       string
}

// NobodyRow is a theme by how long its cases are nobody's.
type NobodyRow struct {
	process.Unowned
	Theme, Query string
}

// MakePicture counts the whole picture in one pass over the cases.
func MakePicture(ctx context.Context, s *store.Store, actor model.Actor) (*Picture, error) {
	return makePicture(ctx, s, actor, func(list []stats.Census) error { return figures.Read(ctx, s, actor, list...) })
}

// makePicture counts from the cases that take gives to the censuses.
func makePicture(ctx context.Context, s *store.Store, actor model.Actor, take func([]stats.Census) error) (*Picture, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	names, err := figures.Names(ctx, s, snap)
	if err != nil {
		return nil, err
	}
	now, today := s.Now(), s.Today(snap)
	themes := stats.NewThemes(snap.Office, names)
	topics := themes.Topics() // and with it every walk below knows the themes
	back := func(days int) model.Date { return model.DateOf(now-model.Instant(days*86400), snap.Zone()) }
	long := figures.Scope(snap, names, stats.Period{From: back(surge.Span - 1), To: today}, now)
	recent := figures.Scope(snap, names, stats.Period{From: back(recentDays - 1), To: today}, now)
	quarter := figures.Scope(snap, names, stats.Period{From: back(90), To: today}, now)
	counts, flow := surge.NewCounts(long, themes, recent.From), process.New(quarter, themes.Fresh())
	states, censuses, err := planDirections(ctx, s, actor, snap, names)
	if err != nil {
		return nil, err
	}
	if err := take(append(censuses, counts, flow)); err != nil {
		return nil, err
	}
	b := &pictureMaker{office: snap.Office, names: names, themes: themes, counts: counts, topics: topics}
	if b.problems, err = s.Problems(ctx, actor); err != nil {
		return nil, err
	}
	if b.polls, err = s.Polls(ctx, actor); err != nil {
		return nil, err
	}
	p := &Picture{From: back(recentDays - 1), To: today, Directions: states.judge()}
	level := surge.LevelOf(counts, 0)
	b.rows(p, level)
	p.Season = seasonWords(level)
	b.surges(p, level)
	b.process(p, flow)
	p.Watermark, err = Watermark(ctx, s)
	return p, err
}

type pictureMaker struct {
	office   *model.Office
	names    *stats.Names
	themes   *stats.Themes
	counts   *surge.Counts
	problems []model.Problem
	polls    []model.Poll
	topics   map[int64][]model.Topic // by theme
}

func (b *pictureMaker) place(key surge.Key) string {
	if key.Place == surge.Anywhere {
		return "везде"
	}
	return stats.ByPlace.Title(key.Place, b.names, b.office)
}

// theme is what a key is about: a topic, or all of them.
func (b *pictureMaker) theme(key surge.Key) string {
	if channel, ok := key.ChannelPlace(); ok {
		return "все темы, канал " + stats.ByChannel.Title(channel, b.names, b.office)
	}
	if key.Topic == surge.Everything {
		return "все темы"
	}
	return b.themes.Title(key.Topic)
}

func (b *pictureMaker) rows(p *Picture, level *surge.Level) {
	seen := map[surge.Key]bool{}
	add := func(m surge.Move) {
		if seen[m.Key] {
			return
		}
		seen[m.Key] = true
		d := b.counts.Detail(m.Key)
		r := PictureRow{Key: m.Key, Theme: b.themes.Title(m.Key.Topic), Place: b.place(m.Key), Now: m.Now, Before: m.Before, Expected: m.Expected,
			Grew: m.Grew, Faded: m.Faded, Open: d.Open, Nobody: d.Nobody, Channels: b.channels(d)}
		if rule, ok := b.themes.Rule(m.Key.Topic); ok {
			r.Owner, r.Unit = b.office.UnitTitle(rule.Unit), rule.Unit
		}
		for _, x := range b.polls {
			if sameTheme(x.Topic, r.Theme) && (x.Place == "" || x.Place == r.Place) {
				r.Polls = append(r.Polls, x.Title)
				r.Voices += x.Participants()
			}
		}
		r.Problems = b.about(r.Theme, r.Place)
		if r.Query = "отдел:нет открыто:да " + b.query(m.Key); m.Now > 0 { // else all it has are cases that wait
			r.Query = b.query(m.Key) + " получено:>=" + string(p.From)
		}
		p.Rows = append(p.Rows, r)
	}
	for _, m := range level.Moves() {
		add(m)
	}
	for _, key := range b.counts.Waiting() {
		add(surge.Move{Key: key})
	}
	b.pollsAlone(p)
}

// pollsAlone adds what people are asked about where nobody has written.
func (b *pictureMaker) pollsAlone(p *Picture) {
	for _, x := range b.polls {
		if x.Topic == "" || slices.ContainsFunc(p.Rows, func(r PictureRow) bool { return slices.Contains(r.Polls, x.Title) }) {
			continue
		}
		place := x.Place
		if place == "" {
			place = "везде"
		}
		p.Rows = append(p.Rows, PictureRow{Theme: x.Topic, Place: place, Poll: x.ID, Polls: []string{x.Title}, Voices: x.Participants(), Problems: b.about(x.Topic, place)})
	}
}

// about lists the open problems of a theme in a settlement.
func (b *pictureMaker) about(theme, place string) []int64 {
	var list []int64
	for _, x := range b.problems {
		if x.Stage.Open() && sameTheme(x.Topic, theme) && (x.Place == "" || place == "везде" || x.Place == place) {
			list = append(list, x.ID)
		}
	}
	return list
}

func sameTheme(a, b string) bool { return a != "" && russian.Fold(a) == russian.Fold(b) }

// channels are the recent messages by channel, the busiest first.
func (b *pictureMaker) channels(d surge.Detail) string {
	keys := make([]int64, 0, len(d.Channels))
	for k := range d.Channels {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y int64) int { return cmp.Or(cmp.Compare(d.Channels[y], d.Channels[x]), cmp.Compare(x, y)) })
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = stats.ByChannel.Title(k, b.names, b.office) + " " + strconv.Itoa(d.Channels[k])
	}
	return strings.Join(parts, ", ")
}

// query shows the appeals of a key in the queue: by the code of the classifier where the theme has one, else by its words.
func (b *pictureMaker) query(key surge.Key) string {
	text := b.themeQuery(key.Topic)
	if channel, ok := key.ChannelPlace(); ok {
		text = "канал:" + strings.ToLower(stats.ByChannel.Title(channel, b.names, b.office))
	}
	if key.Place > 0 {
		text += " место:" + quoted(b.place(key))
	}
	return strings.TrimSpace(text)
}

// themeQuery finds the cases of a theme: those of its code, and those that channels call by words of their own.
func (b *pictureMaker) themeQuery(theme int64) string {
	switch theme {
	case 0:
		return "тема:нет"
	case surge.Everything:
		return ""
	}
	rule, _ := b.themes.Rule(theme)
	var parts []string
	if rule.Code != "" {
		parts = append(parts, "тема:"+rule.Code)
	}
	for _, t := range b.topics[theme] {
		if part := "тема:" + quoted(t.Title); (rule.Code == "" || !strings.HasPrefix(t.Code, rule.Code)) && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	switch len(parts) {
	case 0:
		return "тема:" + quoted(b.themes.Title(theme))
	case 1:
		return parts[0]
	}
	return "(" + strings.Join(parts, " или ") + ")"
}

// unitQuery is the condition of a unit's cases; nothing for none.
func (b *pictureMaker) unitQuery(unit model.UnitID) string {
	if unit == 0 {
		return ""
	}
	return " отдел:" + quoted(b.office.UnitTitle(unit))
}

func quoted(words string) string { return `"` + strings.ReplaceAll(words, `"`, "") + `"` }

func (b *pictureMaker) surges(p *Picture, level *surge.Level) {
	for _, x := range level.Surges() {
		r := SurgeRow{Surge: x, Theme: b.theme(x.Key), Place: b.place(x.Key),
			Query: strings.TrimSpace(b.query(x.Key) + " получено:>=" + x.From.Format(time.DateOnly))}
		r.Problems = b.about(r.Theme, r.Place)
		r.Say = surgeWords(x, p.Season == "")
		r.First, r.Course = level.Course(x.Key, courseDays)
		p.Surges = append(p.Surges, r)
	}
}

// seasonWords say why winters and holidays are not told from growth yet, and when they will be.
// courseDays is how many days of a surge are drawn.
const courseDays = 28

func seasonWords(level *surge.Level) string {
	known, days := level.Season()
	if known {
		return ""
	}
	return "Сезон не учитывается: нужны данные за 15 месяцев, есть за " + russian.Days(days) + ". Обычный уровень взят по последним двум месяцам, поэтому начало зимы или отопления может выглядеть всплеском."
}

// surgeWords are the numbers behind a surge.
func surgeWords(x surge.Surge, season bool) string {
	text := russian.Count(x.N, "сообщение", "сообщения", "сообщений") + " за " + russian.Days(x.Days) + ", обычно " + russian.Decimal(x.Usual, 1) +
		" (за " + russian.Days(x.Watched) + " до этого: " + strconv.Itoa(x.Past) + "; дни недели ×" + russian.Decimal(x.Weekday, 2)
	if season {
		text += ", сезон ×" + russian.Decimal(x.Season, 2)
	} else {
		text += ", сезон не учтён"
	}
	if x.Slow {
		return text + "); растёт медленно: в отдельный день не видно, но день за днём копится больше обычного"
	}
	chance := "меньше 1 из 1 000 000"
	if x.P > 1e-6 {
		chance = "1 из " + russian.Number(int64(1/x.P))
	}
	return text + "); случайно так бывает " + chance
}

func (b *pictureMaker) process(p *Picture, flow *process.Map) {
	named := func(x process.Stay) ProcessRow {
		r := ProcessRow{Stay: x, Unit: "куратор, руководитель"}
		if x.Place.Unit != 0 {
			r.Unit = b.office.UnitTitle(x.Place.Unit)
		}
		if x.Topic != 0 {
			r.Theme = b.themes.Title(x.Topic)
			r.Query = " " + b.themeQuery(x.Topic)
		}
		r.Query = "стадия:" + strings.ReplaceAll(strings.ToLower(x.Stage.Title()), " ", "-") + b.unitQuery(x.Place.Unit) + r.Query
		return r
	}
	for _, x := range flow.ByStage() {
		p.Stays = append(p.Stays, named(x))
	}
	for _, x := range flow.Stays() {
		if x.N >= 2 && len(p.Topics) < 60 {
			p.Topics = append(p.Topics, named(x))
		}
	}
	for _, x := range flow.PingPong() {
		p.Tossed = append(p.Tossed, TossedRow{x, b.office.UnitTitle(x.Unit), b.themes.Title(x.Topic), b.themeQuery(x.Topic) + b.unitQuery(x.Unit)})
	}
	for _, x := range flow.Nobody() {
		p.Nobody = append(p.Nobody, NobodyRow{x, b.themes.Title(x.Topic), "отдел:нет открыто:да " + b.themeQuery(x.Topic)})
	}
}
