package stats

import (
	"math"
	"slices"
	"strconv"
	"time"

	"kurator/model"
	"kurator/model/russian"
)

// Dim is what cases can be grouped by.
type Dim string

// Dimensions.
const (
	ByChannel   Dim = "channel"
	ByTopic     Dim = "topic"
	ByGroup     Dim = "group"
	BySection   Dim = "section"
	ByPlace     Dim = "place"
	ByUnit      Dim = "unit"
	ByOfficial  Dim = "official"
	ByGenre     Dim = "genre"
	ByKind      Dim = "kind"
	ByApplicant Dim = "applicant"
	BySource    Dim = "source"
	ByOutcome   Dim = "outcome"
	ByMark      Dim = "mark"
	ByReason    Dim = "reason" // why it was closed
	ByHolder    Dim = "holder" // who has it at the moment up to which is counted
	ByWeekday   Dim = "weekday"
	ByHour      Dim = "hour"
	ByDate      Dim = "date"
	ByMonth     Dim = "month"
)

// Key is the case's place in the dimension; 0 is «not known», except for hours.
func (d Dim) Key(c *Case, s *Scope) int64 {
	switch d {
	case ByChannel:
		return int64(c.Channel)
	case ByTopic:
		return int64(word(s.Names.title, c.Topic))
	case ByGroup:
		return int64(word(s.Names.group, c.Topic))
	case BySection:
		return int64(word(s.Names.section, c.Topic))
	case ByPlace:
		return int64(c.Place)
	case ByUnit:
		return int64(c.Unit)
	case ByOfficial:
		return int64(c.Author)
	case ByGenre:
		return int64(c.Genre)
	case ByKind:
		return int64(c.Kind)
	case ByApplicant:
		return int64(c.Applicant)
	case BySource:
		return int64(c.Source)
	case ByOutcome:
		return int64(c.Outcome)
	case ByMark:
		return int64(c.Mark)
	case ByReason:
		return int64(c.Reason)
	case ByHolder:
		return c.holderKey(s.ended())
	}
	return civilKey(d, c.Received.In(s.Zone))
}

// holderBase leaves room for units and channels below the kind of the holder.
const holderBase = 1 << 32

// holderKey is the kind of who held it just before an instant with its unit, or its channel for a curator.
func (c *Case) holderKey(end model.Instant) int64 {
	last, met := c.stintBefore(end)
	if !met {
		return 0
	}
	key := int64(last.Holder) * holderBase
	switch at(holderKinds, last.Holder) {
	case model.HolderUnit:
		key += int64(last.Unit)
	case model.HolderCurator:
		key += int64(c.Channel)
	}
	return key
}

func holderTitle(key int64, office *model.Office) string {
	h := model.Holder{Kind: at(holderKinds, uint8(key/holderBase))}
	switch h.Kind {
	case model.HolderUnit:
		h.Unit = model.UnitID(key % holderBase)
	case model.HolderCurator:
		h.Channel = at(channels, uint8(key%holderBase))
	case model.HolderOutside:
		h.Name = "вне администрации"
	}
	return office.HolderTitle(h)
}

func civilKey(d Dim, t time.Time) int64 {
	switch d {
	case ByWeekday:
		return int64((t.Weekday()+6)%7) + 1 // Monday first
	case ByHour:
		return int64(t.Hour())
	case ByDate:
		return int64(t.Year())*10000 + int64(t.Month())*100 + int64(t.Day())
	case ByMonth:
		return int64(t.Year())*100 + int64(t.Month())
	}
	return 0
}

// clock tells civil keys of instants that come mostly in order: the offset of the zone and the day are found once for many of them.
type clock struct {
	from, to model.Instant // while the offset holds: nothing at first
	offset   int64
	day      int64 // since 1970, of the keys that follow
	dated    bool
	weekday  int64
	date     int64
	month    int64
}

// key is the case's place in the dimension, as Dim.Key gives it.
func (c *clock) key(d Dim, x *Case, s *Scope) int64 {
	switch d {
	case ByWeekday, ByHour, ByDate, ByMonth:
	default:
		return d.Key(x, s)
	}
	if x.Received < c.from || x.Received >= c.to {
		c.wind(x.Received.In(s.Zone))
	}
	local := int64(x.Received) + c.offset
	day := local / secondsADay
	if local%secondsADay < 0 {
		day--
	}
	if d == ByHour {
		return (local - day*secondsADay) / 3600
	}
	if !c.dated || day != c.day {
		t := time.Unix(day*secondsADay, 0).UTC()
		c.day, c.dated = day, true
		c.weekday, c.date, c.month = civilKey(ByWeekday, t), civilKey(ByDate, t), civilKey(ByMonth, t)
	}
	switch d {
	case ByWeekday:
		return c.weekday
	case ByDate:
		return c.date
	}
	return c.month
}

const secondsADay = 24 * 3600

// wind finds the offset at a time, and from when until when it holds.
func (c *clock) wind(t time.Time) {
	_, offset := t.Zone()
	first, last := t.ZoneBounds()
	c.offset, c.from, c.to = int64(offset), math.MinInt64, math.MaxInt64
	if !first.IsZero() {
		c.from = model.Instant(first.Unix())
	}
	if !last.IsZero() {
		c.to = model.Instant(last.Unix())
	}
}

// Title is the name of a place in the dimension.
func (d Dim) Title(key int64, names *Names, office *model.Office) string {
	title := d.title(key, names, office)
	if title == "" {
		return "не указано"
	}
	return title
}

func (d Dim) title(key int64, names *Names, office *model.Office) string {
	switch d {
	case ByChannel:
		return at(channels, uint8(key)).Title()
	case ByTopic:
		return names.Topic(uint32(key)).Title
	case ByGroup:
		return names.Topic(uint32(key)).Group
	case BySection:
		return at(sections, uint8(key))
	case ByPlace:
		return names.Place(uint32(key))
	case ByUnit:
		return office.UnitTitle(model.UnitID(key))
	case ByOfficial:
		return office.Officials[model.OfficialID(key)].Position // reports name posts, not people
	case ByGenre:
		return string(at(genres, uint8(key)))
	case ByKind:
		return at(kinds, uint8(key)).Title()
	case ByApplicant:
		return at(applicants, uint8(key)).Title()
	case BySource:
		return sourceTitle(word(names.sources, uint32(key)))
	case ByOutcome:
		return string(at(outcomes, uint8(key)))
	case ByReason:
		return names.Reason(uint32(key))
	case ByHolder:
		return holderTitle(key, office)
	case ByMark:
		if key == 0 {
			return "без оценки"
		}
		return strconv.FormatInt(key, 10)
	}
	return d.civilTitle(key)
}

func (d Dim) civilTitle(key int64) string {
	switch d {
	case ByWeekday:
		return russian.WeekdayShort(time.Weekday(key % 7))
	case ByHour:
		return strconv.FormatInt(key, 10) + " ч"
	case ByDate:
		return russian.DateShort(time.Date(int(key/10000), time.Month(key/100%100), int(key%100), 0, 0, 0, 0, time.UTC))
	case ByMonth:
		return russian.MonthYear(time.Date(int(key/100), time.Month(key%100), 1, 0, 0, 0, 0, time.UTC), russian.Nominative)
	}
	return ""
}

// sourceTitle says in words what ПОС names by signs.
func sourceTitle(source string) string {
	switch source {
	case "MOBILE":
		return "мобильное приложение ПОС"
	case "EPGU":
		return "портал госуслуг (ПОС)"
	case "WIDGET":
		return "форма ПОС на сайте"
	}
	return source
}

// PlaceKey finds a settlement's place in ByPlace by its name; ok is false when no case was there.
func (n *Names) PlaceKey(name string) (int64, bool) {
	i := slices.Index(n.places, name)
	return int64(i), i > 0
}

// Splits are the dimensions any figure is shown by.
func Splits() []Dim {
	return []Dim{ByChannel, ByTopic, ByPlace, ByUnit, ByOfficial, ByOutcome, ByApplicant}
}

// Heading says what the places of a dimension are: «по каналам».
func (d Dim) Heading() string {
	switch d {
	case ByChannel:
		return "по каналам"
	case ByTopic:
		return "по темам"
	case ByPlace:
		return "по населённым пунктам"
	case ByUnit:
		return "по подразделениям"
	case ByOfficial:
		return "по должностям авторов проектов"
	case ByOutcome:
		return "по результатам"
	case ByApplicant:
		return "по заявителям"
	}
	return ""
}
