package deadline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// Ids of the shipped schedules.
const (
	OfficeSchedule = "office"
	IMSchedule     = "im"
)

// HoursSpec is a named schedule as data: a weekly template in the form of calendar.ParseWeek.
type HoursSpec struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Hours string `json:"hours"`
	Basis string `json:"basis,omitempty"`
}

// Spec is everything a Book is made of besides calendar and zone: plain data, stored and exported as JSON.
type Spec struct {
	Policies  []Policy    `json:"policies"`
	Schedules []HoursSpec `json:"schedules"`
}

// Book is one set of policies, schedules, calendar and zone. It is immutable and safe for concurrent use.
type Book struct {
	spec      Spec
	cal       *calendar.Calendar
	loc       *time.Location
	schedules map[string]*calendar.Schedule
	office    *calendar.Schedule
	rules     map[ruleKey][]*rule // most specific first; channel "" holds the rules of every channel
	version   string
}

type ruleKey struct {
	channel model.ChannelID
	clock   string
}

// NewBook checks the spec and makes it ready for use; all faults are returned at once, as one *model.Fault.
func NewBook(spec Spec, cal *calendar.Calendar, loc *time.Location) (*Book, error) {
	b := &Book{spec: spec, cal: cal, loc: loc, schedules: map[string]*calendar.Schedule{}, rules: map[ruleKey][]*rule{}}
	faults := b.addSchedules(spec.Schedules)
	seen := map[string]bool{}
	for i, p := range spec.Policies {
		wrong := p.faults(b.schedules)
		if seen[p.ID] && p.ID != "" {
			wrong = append(wrong, "обозначение уже занято")
		}
		seen[p.ID] = true
		if len(wrong) > 0 {
			faults = append(faults, fmt.Sprintf("Правило %d «%s»: %s.", i+1, p.ID, strings.Join(wrong, "; ")))
			continue
		}
		b.addRule(p)
	}
	if len(faults) > 0 {
		return nil, &model.Fault{Code: model.Usage, Say: strings.Join(faults, "\n")}
	}
	b.version = digest(spec, loc)
	return b, nil
}

func (b *Book) addSchedules(list []HoursSpec) []string {
	var faults []string
	for _, h := range list {
		week, err := calendar.ParseWeek(h.Hours)
		if err == nil && (h.ID == "" || b.schedules[h.ID] != nil) {
			err = errors.New("обозначение пустое или уже занято")
		}
		if err != nil {
			faults = append(faults, fmt.Sprintf("Расписание «%s»: %v", h.ID, err))
			continue
		}
		schedule, err := calendar.NewSchedule(b.cal, week, b.loc)
		if err != nil {
			faults = append(faults, fmt.Sprintf("Расписание «%s»: %v", h.ID, err))
			continue
		}
		b.schedules[h.ID] = schedule
	}
	if b.office = b.schedules[OfficeSchedule]; b.office == nil {
		faults = append(faults, "Нет расписания учреждения (office). Добавьте его, например mon-fri 09:00-13:00,14:00-17:12.")
	}
	return faults
}

// addRule files a checked policy under the channels it can match.
func (b *Book) addRule(p Policy) {
	var term Term
	if !p.Off {
		var err error
		if term, err = ParseTerm(p.Term); err != nil { // faults has refused it before
			return
		}
	}
	if p.LastDay == "" {
		p.LastDay = Previous
	}
	r := &rule{Policy: p, term: term, schedule: b.schedules[p.scheduleID()], rank: p.rank()}
	if p.Law59 {
		r.view = calendar.Law59
	}
	channels := []model.ChannelID{p.Channel}
	if p.Channel == "" {
		channels = append(channels, model.Channels()...)
	}
	for _, channel := range channels {
		key := ruleKey{channel, p.Clock}
		at, _ := slices.BinarySearchFunc(b.rules[key], r, func(a, r *rule) int {
			if a.rank > r.rank || a.rank == r.rank && a.From > r.From {
				return -1
			}
			return 1 // a later policy of the same rank goes before an earlier one
		})
		b.rules[key] = slices.Insert(b.rules[key], at, r)
	}
}

func digest(spec Spec, loc *time.Location) string {
	data, err := json.Marshal(spec)
	if err != nil { // plain data always marshals
		return ""
	}
	sum := sha256.Sum256(append(data, loc.String()...))
	return hex.EncodeToString(sum[:6])
}

// Spec is the data the book was made of; it must not be changed.
func (b *Book) Spec() Spec { return b.spec }

// Calendar is the production calendar of the book.
func (b *Book) Calendar() *calendar.Calendar { return b.cal }

// Location is the office's zone.
func (b *Book) Location() *time.Location { return b.loc }

// Schedule is a schedule by its id, nil when there is none.
func (b *Book) Schedule(id string) *calendar.Schedule { return b.schedules[id] }

// Office is the schedule of the office's own hours.
func (b *Book) Office() *calendar.Schedule { return b.office }

// Version is a digest of policies, schedules and zone; due dates are stored with it and with CalendarVersion.
func (b *Book) Version() string { return b.version }

// CalendarVersion is the version of the production calendar.
func (b *Book) CalendarVersion() string { return b.cal.Version() }

// Policy is a policy by its id.
func (b *Book) Policy(id string) (Policy, bool) {
	i := slices.IndexFunc(b.spec.Policies, func(p Policy) bool { return p.ID == id })
	if i < 0 {
		return Policy{}, false
	}
	return b.spec.Policies[i], true
}

// pick is the policy of a clock for a case, nil when there is none.
func (b *Book) pick(clock string, c *Case, received calendar.Date) *rule {
	for _, r := range b.rules[ruleKey{c.Channel, clock}] {
		if r.matches(c, received) {
			if r.Off {
				return nil
			}
			return r
		}
	}
	return nil
}
