package model

import (
	"slices"
	"sort"
	"strings"
)

// IDs of the office's nouns; each is counted from 1 within one database.
type (
	UnitID     int64
	OfficialID int64
	GrantID    int64
	AbsenceID  int64
)

// Unit is a structural unit of the administration or a subordinate institution.
type Unit struct {
	ID          UnitID   `json:"id"`
	Name        string   `json:"name"`
	Short       string   `json:"short,omitempty"`
	Subordinate bool     `json:"subordinate,omitempty"` // an institution, not a unit of the administration
	Aliases     []string `json:"aliases,omitempty"`     // how exports spell it
	Topics      []string `json:"topics,omitempty"`      // code prefixes and words of topics it answers for
	Mail        string   `json:"mail,omitempty"`        // the unit's own mailbox
	Imported    bool     `json:"imported,omitempty"`    // first met in an export, nobody described it yet
	From        Date     `json:"from,omitempty"`
	To          Date     `json:"to,omitempty"`
}

// Title is the short name where there is one.
func (u Unit) Title() string {
	if u.Short != "" {
		return u.Short
	}
	return u.Name
}

// Official is a person as the order names one: by position. A login ties it to an OS account.
type Official struct {
	ID       OfficialID `json:"id"`
	Login    string     `json:"login,omitempty"`
	Position string     `json:"position"`
	Name     string     `json:"name,omitempty"`
	Unit     UnitID     `json:"unit,omitempty"`
	Gone     Date       `json:"gone,omitempty"` // last day of work
}

// Title is the name where given, else the position.
func (o Official) Title() string {
	if o.Name != "" {
		return o.Name
	}
	return o.Position
}

// Role is a role in the centre (order 3.1, Appendix 2; control: the order's item 5).
type Role string

// Roles.
const (
	RoleCoordinator   Role = "coordinator"
	RoleHead          Role = "head"
	RoleCurator       Role = "curator" // of one channel, or of every channel when Grant.Channel is empty
	RolePreparer      Role = "preparer"
	RoleAdministrator Role = "administrator"
	RoleControl       Role = "control"
)

// Roles lists every role in the order of Appendix 2.
func Roles() []Role {
	return []Role{RoleCoordinator, RoleHead, RoleCurator, RolePreparer, RoleAdministrator, RoleControl}
}

// Title is the role's name on the screen.
func (r Role) Title() string {
	switch r {
	case RoleCoordinator:
		return "Координатор МЦУ"
	case RoleHead:
		return "Руководитель МЦУ"
	case RoleCurator:
		return "Куратор"
	case RolePreparer:
		return "Готовит проекты ответов"
	case RoleAdministrator:
		return "Администратор МЦУ"
	case RoleControl:
		return "Контроль исполнения"
	}
	return string(r)
}

// Grant is one role of one official for a period: a person has many, a role has many people.
type Grant struct {
	ID       GrantID    `json:"id"`
	Official OfficialID `json:"official"`
	Role     Role       `json:"role"`
	Channel  ChannelID  `json:"channel,omitempty"` // of a curator; empty = every channel
	Unit     UnitID     `json:"unit,omitempty"`    // of a preparer, or of a curator limited to the unit's own cases
	From     Date       `json:"from,omitempty"`    // first day
	To       Date       `json:"to,omitempty"`      // last day
	Basis    string     `json:"basis,omitempty"`   // the document
	Row      int        `json:"row,omitempty"`     // row of Appendix 2
}

// Title is the role with what it covers.
func (g Grant) Title() string {
	if g.Role == RoleCurator && g.Channel != "" {
		return "Куратор " + g.Channel.Title()
	}
	return g.Role.Title()
}

// Holders are those the role holds cases as. A curator limited to a unit has none: the unit's cases are named by the preparer's role.
func (g Grant) Holders() []Holder {
	switch g.Role {
	case RoleHead, RoleCoordinator:
		return []Holder{{Kind: HolderHead}}
	case RolePreparer:
		return []Holder{{Kind: HolderUnit, Unit: g.Unit}}
	case RoleCurator:
		if g.Unit != 0 {
			return nil
		}
		if g.Channel != "" {
			return []Holder{{Kind: HolderCurator, Channel: g.Channel}}
		}
		var list []Holder
		for _, ch := range Channels() {
			list = append(list, Holder{Kind: HolderCurator, Channel: ch})
		}
		return list
	}
	return nil
}

// Absence is a time during which an official's roles are also held by a deputy («и.о.»). The absent official keeps them.
type Absence struct {
	ID       AbsenceID  `json:"id"`
	Official OfficialID `json:"official"`
	Deputy   OfficialID `json:"deputy"`
	From     Date       `json:"from"`         // first day
	To       Date       `json:"to,omitempty"` // last day; open while nobody knows; before From when it was called off
	Roles    []Role     `json:"roles,omitempty"`
	Basis    string     `json:"basis,omitempty"` // the document
}

// Covers tells whether the deputy takes over the role; an absence without roles passes all of them.
func (a Absence) Covers(r Role) bool { return len(a.Roles) == 0 || slices.Contains(a.Roles, r) }

// Place is a settlement.
type Place struct {
	ID         int64    `json:"id"`
	Name       string   `json:"name"` // «пгт Ревда»
	Aliases    []string `json:"aliases,omitempty"`
	Population int      `json:"population,omitempty"`
	Year       int      `json:"year,omitempty"` // of the population
}

// TopicRule is a topic of the classifier that matters here.
type TopicRule struct {
	ID      int64    `json:"id"`
	Code    string   `json:"code,omitempty"`
	Version string   `json:"version,omitempty"` // of the classifier: codes are renumbered between versions
	Title   string   `json:"title"`
	Words   []string `json:"words,omitempty"` // how the channels' own lists call it
	Unit    UnitID   `json:"unit,omitempty"`  // who usually answers
	Photo   bool     `json:"photo,omitempty"` // a photo is required in the answer
}

// Settings are the office's own values that change a date, a right or a figure.
type Settings struct {
	OfficeName string                       `json:"office_name"`
	Zone       string                       `json:"zone"` // IANA name
	Approval   map[ChannelID]ApprovalPolicy `json:"approval,omitempty"`
	FourEyes   bool                         `json:"four_eyes,omitempty"` // nobody approves a text of their own
	Sample     int                          `json:"sample,omitempty"`    // every how manieth answer is judged by the rubric; 0 = the usual
	Retention  map[ChannelID]int            `json:"retention,omitempty"` // years a closed appeal is kept before it is anonymised
}

// ApprovalPolicy says who approves an answer in a channel.
type ApprovalPolicy struct {
	ByCurator bool `json:"by_curator,omitempty"` // the curator may approve, her own text too
	Elsewhere bool `json:"elsewhere,omitempty"`  // approval is given in another system and recorded here
}

// Actor is who did something, as written in the journal: the official, how they came, and whom they replaced.
type Actor struct {
	Official OfficialID `json:"official,omitempty"`
	Title    string     `json:"title,omitempty"` // position at that time
	Via      string     `json:"via,omitempty"`   // desk, cli, ssh, import, system
	For      OfficialID `json:"for,omitempty"`   // «и.о.»: the official replaced
}

// Office is a snapshot of everything an action is judged by besides the appeal itself. It is never changed in place.
type Office struct {
	Version   int64 // journal number of the last change
	Settings  Settings
	Units     map[UnitID]Unit
	Officials map[OfficialID]Official
	Grants    map[GrantID]Grant
	Places    map[int64]Place
	Topics    map[int64]TopicRule
	Absences  map[AbsenceID]Absence
	Targets   map[int64]Target
	Sources   map[int64]Source
	Templates map[int64]Template
}

// UnitList returns the units in the order of their ids.
func (o *Office) UnitList() []Unit { return sorted(o.Units) }

// OfficialList returns the officials in the order of their ids.
func (o *Office) OfficialList() []Official { return sorted(o.Officials) }

// GrantList returns the grants in the order of their ids.
func (o *Office) GrantList() []Grant { return sorted(o.Grants) }

// PlaceList returns the settlements in the order of their ids.
func (o *Office) PlaceList() []Place { return sorted(o.Places) }

// TopicList returns the topics in the order of their ids.
func (o *Office) TopicList() []TopicRule { return sorted(o.Topics) }

// AbsenceList returns the absences in the order of their ids.
func (o *Office) AbsenceList() []Absence { return sorted(o.Absences) }

// TargetList returns the targets in the order of their ids.
func (o *Office) TargetList() []Target { return sorted(o.Targets) }

// SourceList returns the watched sources in the order of their ids, those that are watched no more too.
func (o *Office) SourceList() []Source { return sorted(o.Sources) }

func sorted[K ~int64, V any](m map[K]V) []V {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	out := make([]V, 0, len(m))
	for _, k := range keys {
		out = append(out, m[k])
	}
	return out
}

// UnitTitle is the name of a unit for the screen.
func (o *Office) UnitTitle(id UnitID) string {
	if u, ok := o.Units[id]; ok {
		return u.Title()
	}
	return ""
}

// HolderTitle is the holder's name for the screen.
func (o *Office) HolderTitle(h Holder) string {
	switch h.Kind {
	case HolderCurator:
		return "Куратор " + h.Channel.Title()
	case HolderUnit:
		if t := o.UnitTitle(h.Unit); t != "" {
			return t
		}
		return "подразделение"
	case HolderHead:
		return "Руководитель"
	case HolderOutside:
		return h.Name
	}
	return ""
}

// FindUnit finds a unit by its name, short name or alias, without regard to case, ё, quotes and spaces. Of two that had one
// name one after the other it is the one that still works.
func (o *Office) FindUnit(name string) (Unit, bool) {
	key := nameKey(name)
	if key == "" {
		return Unit{}, false
	}
	var former Unit
	for _, u := range o.UnitList() {
		named := slices.ContainsFunc(append([]string{u.Name, u.Short}, u.Aliases...), func(n string) bool { return nameKey(n) == key })
		switch {
		case named && u.To == "":
			return u, true
		case named:
			former = u
		}
	}
	return former, former.ID != 0
}

// FindOfficial finds an official by login.
func (o *Office) FindOfficial(login string) (Official, bool) {
	for _, x := range o.OfficialList() {
		if login != "" && x.Login == login {
			return x, true
		}
	}
	return Official{}, false
}

// SameName tells whether two spellings name the same body or unit.
func SameName(a, b string) bool { return nameKey(a) == nameKey(b) }

// nameKey drops what spellings of one name differ in.
func nameKey(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r == 'ё':
			b.WriteRune('е')
		case r == '«' || r == '»' || r == '"' || r == '“' || r == '”' || r == '„' || r == ' ' || r == '\u00a0' || r == '.':
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// FindPlace finds a settlement by name or alias, with or without «с.», «пгт».
func (o *Office) FindPlace(name string) (Place, bool) {
	key := placeKey(name)
	if key == "" {
		return Place{}, false
	}
	for _, p := range o.PlaceList() {
		if placeKey(p.Name) == key {
			return p, true
		}
		for _, a := range p.Aliases {
			if placeKey(a) == key {
				return p, true
			}
		}
	}
	return Place{}, false
}

func placeKey(s string) string {
	s = strings.TrimSpace(strings.ToLower(s))
	for _, prefix := range []string{"пгт.", "пгт ", "с.", "село ", "с ", "п.", "посёлок ", "поселок ", "г.", "д."} {
		s = strings.TrimPrefix(s, prefix)
	}
	return nameKey(s)
}

// TopicUnit proposes the unit that usually answers on the topic: the longest matching code prefix wins, then words.
func (o *Office) TopicUnit(t Topic) UnitID {
	rule, _ := o.bestRule(t, func(r *TopicRule) bool { return r.Unit != 0 })
	return rule.Unit
}

// RuleOf is the office's own topic that a topic of any channel belongs to; ok is false when none fits.
func (o *Office) RuleOf(t Topic) (rule TopicRule, ok bool) {
	return o.bestRule(t, func(*TopicRule) bool { return true })
}

// bestRule is the rule that fits best of those wanted; of two that fit as well, the older one.
func (o *Office) bestRule(t Topic, wanted func(*TopicRule) bool) (rule TopicRule, ok bool) {
	t.Title, t.Group = strings.ToLower(t.Title), strings.ToLower(t.Group)
	best, by := 0, int64(0)
	for id, r := range o.Topics {
		if !wanted(&r) {
			continue
		}
		if n := topicMatch(&r, t); n > best || n == best && id < by {
			best, rule, by = n, r, id
		}
	}
	return rule, best > 0
}

// topicMatch scores how well a rule fits a topic in small letters: a code outweighs any words, the title outweighs the group.
func topicMatch(r *TopicRule, t Topic) int {
	if r.Code != "" && t.Code != "" && strings.HasPrefix(t.Code, r.Code) {
		return 1000 + len(r.Code)
	}
	best := wordMatch(r.Title, t)
	for _, w := range r.Words {
		best = max(best, wordMatch(w, t))
	}
	return best
}

func wordMatch(word string, t Topic) int {
	switch word = strings.ToLower(word); {
	case word == "":
		return 0
	case strings.Contains(t.Title, word):
		return 100 + len(word)
	case strings.Contains(t.Group, word):
		return len(word)
	}
	return 0
}
