package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"kurator/model/russian"
)

// slot is a place in a phrase that is filled anew for every letter.
type slot int

const (
	slotNone slot = iota
	slotAddress
	slotHouseAt
	slotStreetAt
	slotStreet
	slotHouse
	slotFlat
	slotEntrance
	slotWhere
	slotWhereCapital
	slotWhose
	slotDays
	slotDate
	slotDateAhead
	slotTemperature
	slotNetTemperature
	slotWaterTemperature
	slotTime
	slotFew
	slotAbout
	slotUnit
	slotPhone
	slotVoice // words that depend on who writes
)

// slotNames is how phrases name the slots; the heading of subjects.toml explains them.
var slotNames = map[string]slot{
	"адрес": slotAddress, "дом": slotHouseAt, "улица": slotStreetAt, "улица_вводное": slotStreet, "номер": slotHouse,
	"кв": slotFlat, "подъезд": slotEntrance, "где": slotWhere, "где_заглавное": slotWhereCapital, "чьи": slotWhose,
	"дней": slotDays, "число": slotDate, "число_вперёд": slotDateAhead, "темп": slotTemperature,
	"темп_сети": slotNetTemperature, "темп_воды": slotWaterTemperature, "час": slotTime, "N": slotFew, "тема": slotAbout,
	"подразделение": slotUnit, "телефон": slotPhone,
}

// voice is who speaks: the form of the verb depends on it.
type voice int

const (
	voiceMan voice = iota
	voiceWoman
	voiceMany
)

// phrase is a text cut at its slots, so that filling it only appends.
type phrase []piece

type piece struct {
	literal string
	slot    slot
	forms   []string // of slotVoice: man, woman, many
}

func compile(text string) (phrase, error) {
	var p phrase
	for rest := text; rest != ""; {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			return append(p, piece{literal: rest}), nil
		}
		end := strings.IndexByte(rest[open:], '}')
		if end < 0 {
			return nil, fmt.Errorf("«%s»: скобка не закрыта", text)
		}
		literal, name := rest[:open], rest[open+1:open+end]
		rest = rest[open+end+1:]
		next := piece{literal: literal, slot: slotNames[name]}
		if forms := strings.Split(name, "/"); len(forms) == 3 {
			next.slot, next.forms = slotVoice, forms
		}
		if next.slot == slotNone {
			return nil, fmt.Errorf("«%s»: неизвестная подстановка «%s»", text, name)
		}
		p = append(p, next)
	}
	return p, nil
}

func compileAll(texts []string) ([]phrase, error) {
	list := make([]phrase, len(texts))
	for i, text := range texts {
		p, err := compile(text)
		if err != nil {
			return nil, err
		}
		list[i] = p
	}
	return list, nil
}

// monthDay is a civil day as a letter mentions it.
type monthDay struct {
	day   int
	month time.Month
}

// scene is what the slots of one letter are filled with.
type scene struct {
	place       *settlement
	street      *street
	house, flat int
	entrance    int
	days, few   int
	temperature int
	date, ahead monthDay
	hour        int
	minute      int
	voice       voice
	about       phrase
	unit        string
	phone       string
}

// write appends the phrase, its slots filled from the scene.
func (p phrase) write(b []byte, s *scene) []byte {
	for i := range p {
		b = append(b, p[i].literal...)
		b = s.fill(b, &p[i])
	}
	return b
}

func (s *scene) fill(b []byte, p *piece) []byte {
	switch p.slot {
	case slotAddress:
		return number(append(append(b, s.street.name...), ", д. "...), s.house)
	case slotHouseAt:
		return append(append(number(append(b, "доме "...), s.house), " по "...), s.street.oblique...)
	case slotStreetAt:
		return append(b, s.street.oblique...)
	case slotStreet:
		return append(b, s.street.name...)
	case slotHouse:
		return number(b, s.house)
	case slotFlat:
		return number(b, s.flat)
	case slotEntrance:
		return number(b, s.entrance)
	case slotWhere:
		return append(b, s.place.where...)
	case slotWhereCapital:
		return append(b, s.place.capital...)
	case slotWhose:
		return append(b, s.place.whose...)
	case slotAbout:
		return s.about.write(b, s)
	case slotUnit:
		return append(b, s.unit...)
	case slotPhone:
		return append(b, s.phone...)
	case slotVoice:
		return append(b, p.forms[s.voice]...)
	}
	return s.count(b, p.slot)
}

// count fills the slots that are numbers and dates.
func (s *scene) count(b []byte, what slot) []byte {
	switch what {
	case slotDays:
		return append(append(number(b, s.days), ' '), russian.Word(s.days, "день", "дня", "дней")...)
	case slotDate:
		return s.date.write(b)
	case slotDateAhead:
		return s.ahead.write(b)
	case slotTemperature:
		return number(b, s.temperature)
	case slotNetTemperature:
		return number(b, 28+s.temperature)
	case slotWaterTemperature:
		return number(b, 25+s.temperature)
	case slotTime:
		b = append(number(b, s.hour), ':')
		if s.minute < 10 {
			b = append(b, '0')
		}
		return number(b, s.minute)
	case slotFew:
		return number(b, s.few)
	}
	return b
}

func (d monthDay) write(b []byte) []byte {
	return append(append(number(b, d.day), ' '), russian.Month(d.month, russian.Genitive)...)
}

func number(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }
