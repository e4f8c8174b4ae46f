package demo

import (
	"strconv"

	"kurator/model"
	"kurator/model/calendar"
)

// story is one case as it is being made up.
type story struct {
	id       model.AppealID
	opening  opening
	day      *oneDay
	subject  *subject
	scene    scene
	person   person
	kind     model.Kind
	genre    model.Genre
	turns    turns
	stage    model.StageID // where it stands now, if there was time
	facts    model.Facts
	original model.AppealID // of a duplicate
}

// origin is a case that another may be a duplicate of.
type origin struct {
	id    model.AppealID
	scene scene
}

// begin makes up the message itself.
func (d *district) begin(o opening) *story {
	d.count++
	d.source.Seed(d.Seed, uint64(d.count))
	s := &story{id: model.AppealID(d.count), opening: o, day: o.day, subject: d.pickSubject(o.day.season)}
	kind := d.applicantKind(o.channel)
	if p := o.planted; p != nil {
		s.turns, s.stage = p.turns, p.stage
		if p.subject != "" {
			s.subject = d.subjects[d.byID[p.subject]]
		}
		if p.kind != "" {
			kind = p.kind
		} else if p.plant == PlantShow {
			kind = model.ApplicantPerson
		}
	}
	s.person = invent(d.r, kind)
	d.setScene(s)
	if kind == model.ApplicantCollective {
		s.person.name = "Жители дома № " + strconv.Itoa(s.scene.house) + " по " + s.scene.street.oblique
	}
	s.kind, s.genre = d.regime(s), d.genre(o.channel)
	return s
}

func (d *district) pickSubject(season int) *subject {
	sums := d.running[season]
	x := d.r.Float64() * sums[len(sums)-1]
	for i, sum := range sums {
		if x < sum {
			return d.subjects[i]
		}
	}
	return d.subjects[0]
}

func (d *district) applicantKind(c model.ChannelID) model.ApplicantKind {
	switch x := d.r.IntN(100); {
	case x < 8 && (c == model.ChannelSocial || c == model.ChannelIM || c == model.ChannelPortal):
		return model.ApplicantAnonymous
	case x < 5 && c != model.ChannelIM && c != model.ChannelSocial && c != model.ChannelPhone:
		return model.ApplicantOrganisation
	case x < 11 && (c == model.ChannelSED || c == model.ChannelMail || c == model.ChannelVisit):
		return model.ApplicantCollective
	}
	return model.ApplicantPerson
}

// regime is the kind of the case: what term it runs under.
func (d *district) regime(s *story) model.Kind {
	channel := s.opening.channel
	if s.turns.has(turnLaw59) {
		return model.KindLaw59
	}
	switch channel {
	case model.ChannelPOS:
		if s.opening.planted != nil && s.opening.planted.plant == PlantShow {
			if s.opening.planted.fast {
				return model.KindFastTrack
			}
			return model.KindMessage
		}
		switch x := d.r.IntN(100); {
		case x < 55:
			return model.KindFastTrack
		case x < 92:
			return model.KindMessage
		}
		return model.KindLaw59
	case model.ChannelSED, model.ChannelVisit:
		return model.KindLaw59
	case model.ChannelPortal, model.ChannelMail:
		if d.r.IntN(100) < 80 {
			return model.KindLaw59
		}
	case model.ChannelSocial:
		if d.r.IntN(100) < 25 {
			return model.KindComment
		}
	}
	return model.KindMessage
}

func (d *district) genre(c model.ChannelID) model.Genre {
	switch x := d.r.IntN(100); {
	case c == model.ChannelSocial && x < 20:
		return model.GenreNone
	case x < 45:
		return model.GenreComplaint
	case x < 85:
		return model.GenreStatement
	case x < 93:
		return model.GenreRequest
	}
	return model.GenreProposal
}

// setScene chooses where it is and what the numbers of the letter are.
func (d *district) setScene(s *story) {
	r, sub := d.r, s.subject
	place := sub.places[pick(r, sub.shares)]
	if p := s.opening.planted; p != nil && p.place != 0 {
		for _, x := range sub.places {
			if x.id == p.place {
				place = x
			}
		}
	}
	since := s.day.date - 3 - calendar.Date(r.IntN(24))
	ahead := s.day.date + 10 + calendar.Date(r.IntN(20))
	s.scene = scene{place: place, street: &place.streets[r.IntN(len(place.streets))], house: 1 + r.IntN(place.houses),
		flat: 1 + r.IntN(90), entrance: 1 + r.IntN(4), days: 2 + r.IntN(13), few: 2 + r.IntN(3), temperature: 9 + r.IntN(9),
		date: monthDay{since.Day(), since.Month()}, ahead: monthDay{ahead.Day(), ahead.Month()},
		hour: 6 + r.IntN(17), minute: r.IntN(60), voice: s.person.voice, about: sub.about,
		unit: d.office.Units[sub.topic.Unit].Name, phone: unitPhone(sub.topic.Unit)}
}

// message writes the citizen's text: 200–800 bytes.
func (d *district) message(s *story) model.Text {
	const enough, least = 560, 210
	b := d.add(d.buffer[:0], d.hello, s)
	b = d.add(b, s.subject.fact, s)
	first := d.r.IntN(len(s.subject.detail))
	b = sentence(b, s.subject.detail[first], s)
	if len(b) < enough {
		b = d.add(b, d.history, s)
	}
	if len(b) < enough-140 && d.r.IntN(3) > 0 {
		b = sentence(b, s.subject.detail[(first+1)%len(s.subject.detail)], s)
	}
	b = d.add(b, s.subject.ask, s)
	for i := 2; len(b) < least; i++ {
		b = sentence(b, s.subject.detail[(first+i)%len(s.subject.detail)], s)
	}
	if len(b) < enough+60 {
		b = d.add(b, d.closing, s)
	}
	if s.person.signed != "" && len(b) < 700 && d.r.IntN(4) == 0 {
		b = append(append(b, '\n'), s.person.signed...)
	}
	d.buffer = b
	return model.Words(string(b))
}

// add appends one of the phrases after a space.
func (d *district) add(b []byte, list []phrase, s *story) []byte {
	return sentence(b, list[d.r.IntN(len(list))], s)
}

func sentence(b []byte, p phrase, s *story) []byte {
	if len(p) == 0 {
		return b
	}
	if len(b) > 0 && b[len(b)-1] != '\n' {
		b = append(b, ' ')
	}
	return p.write(b, &s.scene)
}

// words is one of the phrases alone.
func (d *district) words(list []phrase, s *story) model.Text {
	d.buffer = d.add(d.buffer[:0], list, s)
	return model.Words(string(d.buffer))
}

// answer writes the office's reply; in public it names nobody.
func (d *district) answer(s *story, solved bool) model.Text {
	public := s.opening.channel == model.ChannelIM || s.opening.channel == model.ChannelSocial
	b := d.buffer[:0]
	switch {
	case public || s.person.kind == model.ApplicantAnonymous || s.person.kind == model.ApplicantOrganisation:
		b = append(b, "Здравствуйте!"...)
	case s.person.kind == model.ApplicantCollective:
		b = append(b, "Уважаемые жители!\n"...)
	case s.person.voice == voiceWoman:
		b = append(append(append(b, "Уважаемая "...), s.person.given...), "!\n"...)
	default:
		b = append(append(append(b, "Уважаемый "...), s.person.given...), "!\n"...)
	}
	b = d.add(b, d.intro, s)
	if solved {
		b = d.add(b, s.subject.done, s)
	} else {
		b = d.add(b, s.subject.plan, s)
	}
	if public {
		b = d.add(b, d.public, s)
	} else {
		b = append(d.add(b, d.contact, s), "\nАдминистрация Ловозерского района"...)
	}
	d.buffer = b
	return model.Words(string(b))
}

// unitPhone is the invented number of a unit.
func unitPhone(unit model.UnitID) string { return "+7 (100) 000-00-" + strconv.Itoa(10+int(unit)) }
