package stats

import (
	"encoding/binary"
	"slices"

	"kurator/model"
	"kurator/model/calendar"
)

// Shelf keeps cases in memory in some thirty bytes each. What many cases have in common — channel, kind, stage, result, the way from hand
// to hand, which of its instants are one and the same — is a form, kept once; a case is the number of its form and what is its own.
// Putting cases on is for one at a time; reading them back is for any number at once while nobody puts one on.
type Shelf struct {
	forms []form
	known map[string]uint32
	shape []byte          // of the case that is put on
	met   []model.Instant // its instants so far
}

// mostForms is up to how many forms are kept; cases of any other lie there as they are packed in the file.
const mostForms = 1 << 16

// form is what cases have in common.
type form struct {
	base                         Case
	scored                       bool
	instants                     []how // of the case's instants, then of its ledger
	ledger                       []Stint
	units                        []unitOf // of the ledger
	questions, promises, returns int
}

// how an instant is kept.
type how uint8

// Ways: there is none, it is that of the receipt, three bytes hold the seconds since, a number holds them; above them it is one met before.
const (
	howNone how = iota
	howReceived
	howNear
	howFar
	howMet
)

// near is what three bytes hold no more; mostMet is how many instants of a case are remembered.
const (
	near    = 1 << 24
	mostMet = 24
)

// unitOf is how the unit of a line of the ledger is kept.
type unitOf uint8

const (
	unitNone unitOf = iota
	unitSame        // the case's own
	unitOther
)

// Put appends a case to b, without its ID and Received, which the caller keeps beside it.
func (s *Shelf) Put(b []byte, c *Case) []byte {
	number, ok := s.formOf(c)
	if !ok {
		raw := c.Pack(nil)
		return append(binary.AppendUvarint(append(b, 0), uint64(len(raw))), raw...)
	}
	b = binary.AppendUvarint(b, uint64(number)+1)
	for _, n := range [...]uint64{uint64(c.Topic), uint64(c.Place), uint64(c.Unit), uint64(c.Author)} {
		b = binary.AppendUvarint(b, n)
	}
	b = append(b, byte(c.Verdict)<<4|c.Mark)
	f := &s.forms[number]
	for k, i := range c.instants() {
		b = putInstant(b, f.instants[k], i-c.Received)
	}
	for k, x := range c.Ledger {
		b = putInstant(b, f.instants[caseInstants+k], x.From-c.Received)
		if f.units[k] == unitOther {
			b = binary.AppendUvarint(b, uint64(x.Unit))
		}
	}
	for _, q := range c.Questions {
		b = append(binary.AppendUvarint(b, uint64(q.Topic)), q.Outcome)
	}
	for _, p := range c.Promises {
		b = c.packInstant(binary.AppendUvarint(binary.AppendUvarint(b, uint64(p.Unit)), uint64(p.Date)), p.Kept)
	}
	for _, r := range c.Returns {
		b = binary.AppendUvarint(b, uint64(r))
	}
	if c.Score.At != 0 {
		b = append(c.packInstant(b, c.Score.At), c.Score.Points[:]...)
	}
	return b
}

func putInstant(b []byte, way how, since model.Instant) []byte {
	switch way {
	case howNear:
		return append(b, byte(since), byte(since>>8), byte(since>>16))
	case howFar:
		return binary.AppendVarint(b, int64(since))
	}
	return b
}

// caseInstants is how many instants of its own a case has.
const caseInstants = 8

func (c *Case) instants() [caseInstants]model.Instant {
	return [...]model.Instant{c.Registered, c.First, c.Answered, c.Closed, c.Reopened, c.LateFrom, c.DraftDue, c.Rated}
}

// formOf is the number of the case's form; ok is false when there is no room for a new one.
func (s *Shelf) formOf(c *Case) (number uint32, ok bool) {
	s.met = s.met[:0]
	b := append(s.shape[:0], c.Channel, c.Stage, c.Kind<<4|c.Genre, c.Applicant<<4|c.Outcome, c.Wrote)
	for _, on := range [...]bool{c.High, c.DateOnly, c.Extended, c.Interim, c.Score.At != 0} {
		b = append(b, byte(one(on)))
	}
	for _, n := range [...]int{int(c.Source), int(c.Reason), len(c.Questions), len(c.Promises), len(c.Returns), len(c.Ledger)} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for _, i := range c.instants() {
		b = append(b, byte(s.way(c, i)))
	}
	for _, x := range c.Ledger {
		b = append(b, x.Stage<<4|x.Holder, byte(unitWay(c, x)), byte(s.way(c, x.From)))
	}
	s.shape = b
	if number, ok = s.known[string(b)]; ok {
		return number, true
	}
	if len(s.forms) == mostForms {
		return 0, false
	}
	if s.known == nil {
		s.known = map[string]uint32{}
	}
	number = uint32(len(s.forms))
	s.known[string(b)] = number
	s.forms = append(s.forms, s.newForm(c))
	return number, true
}

// newForm is the form of a case. It finds the ways anew, as they were found for its shape.
func (s *Shelf) newForm(c *Case) form {
	f := form{scored: c.Score.At != 0, questions: len(c.Questions), promises: len(c.Promises), returns: len(c.Returns)}
	f.base = Case{Channel: c.Channel, Kind: c.Kind, Genre: c.Genre, Applicant: c.Applicant, Stage: c.Stage, Outcome: c.Outcome, High: c.High,
		DateOnly: c.DateOnly, Extended: c.Extended, Interim: c.Interim, Wrote: c.Wrote, Source: c.Source, Reason: c.Reason}
	s.met = s.met[:0]
	for _, i := range c.instants() {
		f.instants = append(f.instants, s.way(c, i))
	}
	for _, x := range c.Ledger {
		f.ledger, f.units = append(f.ledger, Stint{Stage: x.Stage, Holder: x.Holder}), append(f.units, unitWay(c, x))
		f.instants = append(f.instants, s.way(c, x.From))
	}
	return f
}

// way is how an instant of a case is kept, by what was met before it.
func (s *Shelf) way(c *Case, i model.Instant) how {
	switch {
	case i == 0:
		return howNone
	case i == c.Received:
		return howReceived
	}
	if at := slices.Index(s.met, i); at >= 0 {
		return howMet + how(at)
	}
	if len(s.met) < mostMet {
		s.met = append(s.met, i)
	}
	if since := i - c.Received; since > 0 && since < near {
		return howNear
	}
	return howFar
}

func unitWay(c *Case, x Stint) unitOf {
	switch x.Unit {
	case 0:
		return unitNone
	case c.Unit:
		return unitSame
	}
	return unitOther
}

// Get reads a case back from the beginning of b and gives what is behind it. The slices of c are used again, as by Unpack.
func (s *Shelf) Get(c *Case, id model.AppealID, received model.Instant, b []byte) (rest []byte, err error) {
	p := unpacker{b: b, received: received}
	number := p.uvarint()
	if number == 0 {
		size := p.count()
		if p.bad {
			return nil, ErrPacked
		}
		return p.b[size:], c.Unpack(id, received, p.b[:size])
	}
	if number > uint64(len(s.forms)) {
		return nil, ErrPacked
	}
	f := &s.forms[number-1]
	questions, promises, returns, ledger := c.Questions[:0], c.Promises[:0], c.Returns[:0], append(c.Ledger[:0], f.ledger...)
	*c = f.base
	c.ID, c.Received = id, received
	c.Topic, c.Place, c.Unit, c.Author = uint32(p.uvarint()), uint32(p.uvarint()), model.UnitID(p.uvarint()), model.OfficialID(p.uvarint())
	mark := p.byte()
	c.Verdict, c.Mark = Verdict(mark>>4), mark&15
	m := memory{p: &p}
	c.Registered, c.First, c.Answered, c.Closed = m.instant(f.instants[0]), m.instant(f.instants[1]), m.instant(f.instants[2]), m.instant(f.instants[3])
	c.Reopened, c.LateFrom, c.DraftDue, c.Rated = m.instant(f.instants[4]), m.instant(f.instants[5]), m.instant(f.instants[6]), m.instant(f.instants[7])
	for k := range ledger {
		ledger[k].From = m.instant(f.instants[caseInstants+k])
		switch f.units[k] {
		case unitSame:
			ledger[k].Unit = c.Unit
		case unitOther:
			ledger[k].Unit = model.UnitID(p.uvarint())
		}
	}
	for range f.questions {
		questions = append(questions, Question{uint32(p.uvarint()), p.byte()})
	}
	for range f.promises {
		unit := model.UnitID(p.uvarint())
		promises = append(promises, Promise{calendar.Date(p.uvarint()), p.instant(), unit})
	}
	for range f.returns {
		returns = append(returns, uint32(p.uvarint()))
	}
	c.Questions, c.Promises, c.Returns, c.Ledger = questions, promises, returns, ledger
	if f.scored {
		c.Score.At = p.instant()
		for i := range c.Score.Points {
			c.Score.Points[i] = p.byte()
		}
	}
	if p.bad {
		return nil, ErrPacked
	}
	return p.b, nil
}

// memory reads the instants of a case in their order.
type memory struct {
	p   *unpacker
	n   int
	met [mostMet]model.Instant
}

func (m *memory) instant(way how) model.Instant {
	var i model.Instant
	switch way {
	case howNone:
		return 0
	case howReceived:
		return m.p.received
	case howNear:
		b := m.p.b
		if len(b) < 3 {
			m.p.bad = true
			return 0
		}
		i = m.p.received + model.Instant(uint32(b[0])|uint32(b[1])<<8|uint32(b[2])<<16)
		m.p.b = b[3:]
	case howFar:
		u := m.p.uvarint()
		d := int64(u >> 1)
		if u&1 != 0 {
			d = ^d
		}
		i = m.p.received + model.Instant(d)
	default:
		return m.met[(way-howMet)%mostMet]
	}
	if m.n < mostMet {
		m.met[m.n] = i
		m.n++
	}
	return i
}
