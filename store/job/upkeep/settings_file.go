package upkeep

import (
	"bytes"
	"slices"

	"github.com/BurntSushi/toml"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/store"
)

// settingsFile is the office's settings as a text. Its own types keep the names of the file apart from those of the journal.
type settingsFile struct {
	Office    officeTable              `toml:"office"`
	Approval  map[string]approvalTable `toml:"approval,omitempty"`
	Retention map[string]int           `toml:"retention,omitempty"`
	Units     []unitTable              `toml:"unit,omitempty"`
	Officials []officialTable          `toml:"official,omitempty"`
	Roles     []roleTable              `toml:"role,omitempty"`
	Places    []placeTable             `toml:"place,omitempty"`
	Topics    []topicTable             `toml:"topic,omitempty"`
	Targets   []targetTable            `toml:"target,omitempty"`
	Schedules []hoursTable             `toml:"schedule,omitempty"`
	Policies  []policyTable            `toml:"policy,omitempty"`
	Days      []dayTable               `toml:"day,omitempty"`
}

type officeTable struct {
	Name     string `toml:"name"`
	Zone     string `toml:"zone"`
	FourEyes bool   `toml:"four_eyes"`
	Sample   int    `toml:"sample"`
}

type approvalTable struct {
	ByCurator bool `toml:"by_curator"`
	Elsewhere bool `toml:"elsewhere"`
}

type unitTable struct {
	ID          int64    `toml:"id"`
	Name        string   `toml:"name"`
	Short       string   `toml:"short,omitempty"`
	Subordinate bool     `toml:"subordinate,omitempty"`
	Aliases     []string `toml:"aliases,omitempty"`
	Topics      []string `toml:"topics,omitempty"`
	Mail        string   `toml:"mail,omitempty"`
	From        string   `toml:"from,omitempty"`
	To          string   `toml:"to,omitempty"`
}

type officialTable struct {
	ID       int64  `toml:"id"`
	Login    string `toml:"login,omitempty"`
	Position string `toml:"position"`
	Name     string `toml:"name,omitempty"`
	Unit     int64  `toml:"unit,omitempty"`
	Gone     string `toml:"gone,omitempty"`
}

type roleTable struct {
	ID       int64  `toml:"id"`
	Official int64  `toml:"official"`
	Role     string `toml:"role"`
	Channel  string `toml:"channel,omitempty"`
	Unit     int64  `toml:"unit,omitempty"`
	From     string `toml:"from,omitempty"`
	To       string `toml:"to,omitempty"`
	Basis    string `toml:"basis,omitempty"`
	Row      int    `toml:"row,omitempty"`
}

type placeTable struct {
	ID         int64    `toml:"id"`
	Name       string   `toml:"name"`
	Aliases    []string `toml:"aliases,omitempty"`
	Population int      `toml:"population,omitempty"`
	Year       int      `toml:"year,omitempty"`
}

type topicTable struct {
	ID      int64    `toml:"id"`
	Code    string   `toml:"code,omitempty"`
	Version string   `toml:"version,omitempty"`
	Title   string   `toml:"title"`
	Words   []string `toml:"words,omitempty"`
	Unit    int64    `toml:"unit,omitempty"`
	Photo   bool     `toml:"photo,omitempty"`
}

type targetTable struct {
	ID      int64   `toml:"id"`
	Figure  string  `toml:"figure"`
	Channel string  `toml:"channel,omitempty"`
	Value   float64 `toml:"value"`
	From    string  `toml:"from,omitempty"`
	To      string  `toml:"to,omitempty"`
	Basis   string  `toml:"basis,omitempty"`
}

type hoursTable struct {
	ID    string `toml:"id"`
	Title string `toml:"title"`
	Hours string `toml:"hours"`
	Basis string `toml:"basis,omitempty"`
}

type policyTable struct {
	ID         string `toml:"id"`
	Clock      string `toml:"clock"`
	Channel    string `toml:"channel,omitempty"`
	Kind       string `toml:"kind,omitempty"`
	Priority   string `toml:"priority,omitempty"`
	Topic      string `toml:"topic,omitempty"`
	From       string `toml:"from,omitempty"`
	To         string `toml:"to,omitempty"`
	Off        bool   `toml:"off,omitempty"`
	Term       string `toml:"term,omitempty"`
	Counted    string `toml:"counted,omitempty"`
	LastDay    string `toml:"last_day,omitempty"`
	Schedule   string `toml:"schedule,omitempty"`
	Law59      bool   `toml:"law59,omitempty"`
	MayExtend  bool   `toml:"may_extend,omitempty"`
	MayPause   bool   `toml:"may_pause,omitempty"`
	PauseBasis string `toml:"pause_basis,omitempty"`
	Restart    bool   `toml:"restart,omitempty"`
	Basis      string `toml:"basis"`
	Certainty  string `toml:"certainty,omitempty"`
}

type dayTable struct {
	Date  string `toml:"date"`
	Kind  string `toml:"kind"`
	Title string `toml:"title,omitempty"`
	Basis string `toml:"basis"`
	Hours string `toml:"hours,omitempty"`
	Moved string `toml:"moved,omitempty"`
}

const settingsHead = `# Настройки учреждения kurator.
# Загрузить обратно: kurator settings import ФАЙЛ (сначала покажет, что изменится и какие сроки сдвинутся).
# Чего в файле нет, остаётся как было. Подразделения, люди, роли, места, темы и цели узнаются по id; записи без id — новые.
# Правила сроков, рабочие часы и свои дни (day), если они в файле есть, заменяются целиком.

`

// ExportSettings writes the office's settings as TOML; imported again it changes nothing.
func ExportSettings(snap *store.Snapshot) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(settingsHead)
	e := toml.NewEncoder(&b)
	e.Indent = ""
	err := e.Encode(fileOf(snap))
	return b.Bytes(), err
}

func fileOf(snap *store.Snapshot) settingsFile {
	o, spec := snap.Office, snap.Book.Spec()
	s := o.Settings
	f := settingsFile{Office: officeTable{s.OfficeName, s.Zone, s.FourEyes, s.Sample}, Approval: map[string]approvalTable{}, Retention: map[string]int{}}
	for channel, p := range s.Approval {
		f.Approval[string(channel)] = approvalTable{p.ByCurator, p.Elsewhere}
	}
	for channel, years := range s.Retention {
		f.Retention[string(channel)] = years
	}
	f.Units = mapped(o.UnitList(), func(u model.Unit) unitTable {
		return unitTable{int64(u.ID), u.Name, u.Short, u.Subordinate, u.Aliases, u.Topics, u.Mail, string(u.From), string(u.To)}
	})
	f.Officials = mapped(o.OfficialList(), func(x model.Official) officialTable {
		return officialTable{int64(x.ID), x.Login, x.Position, x.Name, int64(x.Unit), string(x.Gone)}
	})
	f.Roles = mapped(o.GrantList(), func(g model.Grant) roleTable {
		return roleTable{int64(g.ID), int64(g.Official), string(g.Role), string(g.Channel), int64(g.Unit), string(g.From), string(g.To), g.Basis, g.Row}
	})
	f.Places = mapped(o.PlaceList(), func(p model.Place) placeTable {
		return placeTable{p.ID, p.Name, p.Aliases, p.Population, p.Year}
	})
	f.Topics = mapped(o.TopicList(), func(t model.TopicRule) topicTable {
		return topicTable{t.ID, t.Code, t.Version, t.Title, t.Words, int64(t.Unit), t.Photo}
	})
	f.Targets = mapped(o.TargetList(), func(t model.Target) targetTable {
		return targetTable{t.ID, t.Figure, string(t.Channel), t.Value, string(t.From), string(t.To), t.Basis}
	})
	f.Schedules = mapped(spec.Schedules, func(h deadline.HoursSpec) hoursTable { return hoursTable(h) })
	f.Policies = mapped(spec.Policies, policyRow)
	f.Days = mapped(snap.Own.Days, dayRow)
	return f
}

func mapped[A, B any](list []A, turn func(A) B) []B {
	out := slices.Grow([]B(nil), len(list))
	for _, x := range list {
		out = append(out, turn(x))
	}
	return out
}

func policyRow(p deadline.Policy) policyTable {
	return policyTable{ID: p.ID, Clock: p.Clock, Channel: string(p.Channel), Kind: string(p.Kind), Priority: string(p.Priority), Topic: p.Topic,
		From: p.From.String(), To: p.To.String(), Off: p.Off, Term: p.Term, Counted: string(p.Counted), LastDay: string(p.LastDay), Schedule: p.Schedule,
		Law59: p.Law59, MayExtend: p.MayExtend, MayPause: p.MayPause, PauseBasis: p.PauseBasis, Restart: p.Restart, Basis: p.Basis,
		Certainty: string(p.Certainty)}
}

func (t policyTable) policy() (deadline.Policy, error) {
	p := deadline.Policy{ID: t.ID, Clock: t.Clock, Channel: model.ChannelID(t.Channel), Kind: model.Kind(t.Kind), Priority: model.Priority(t.Priority),
		Topic: t.Topic, Off: t.Off, Term: t.Term, Counted: deadline.Event(t.Counted), LastDay: deadline.LastDay(t.LastDay), Schedule: t.Schedule,
		Law59: t.Law59, MayExtend: t.MayExtend, MayPause: t.MayPause, PauseBasis: t.PauseBasis, Restart: t.Restart, Basis: t.Basis,
		Certainty: deadline.Certainty(t.Certainty)}
	var err error
	if p.From, err = civil(t.From); err != nil {
		return p, err
	}
	p.To, err = civil(t.To)
	return p, err
}

// civil reads a date of the file; empty is none.
func civil(s string) (calendar.Date, error) {
	if s == "" {
		return 0, nil
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		return 0, model.Faultf(model.Usage, "«%s» — не дата. Напишите её в виде 2026-03-01.", s)
	}
	return d, nil
}

func dayRow(r calendar.Row) dayTable {
	t := dayTable{Date: r.Date.String(), Kind: string(r.Kind), Title: r.Title, Basis: r.Basis, Moved: r.Moved.String()}
	for i, span := range r.Spans {
		if i > 0 {
			t.Hours += ","
		}
		t.Hours += span.String()
	}
	return t
}

func (t dayTable) row() (calendar.Row, error) {
	r := calendar.Row{Kind: calendar.Kind(t.Kind), Title: t.Title, Basis: t.Basis}
	var err error
	if r.Date, err = civil(t.Date); err != nil {
		return r, err
	}
	if r.Moved, err = civil(t.Moved); err != nil {
		return r, err
	}
	if t.Hours != "" {
		if r.Spans, err = calendar.ParseSpans(t.Hours); err != nil {
			return r, calendarFault(err)
		}
	}
	return r, nil
}
