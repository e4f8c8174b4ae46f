package stats

import (
	"encoding/binary"
	"errors"

	"kurator/model"
	"kurator/model/calendar"
)

// packVersion leads every packed case; another one is a case that must be packed anew.
const packVersion = 1

// ErrPacked says that bytes are no packed case of this version.
var ErrPacked = errors.New("stats: not a packed case")

// Bits of the flags.
const (
	flagHigh = 1 << iota
	flagDateOnly
	flagExtended
	flagInterim
	flagScored
)

// Pack appends the case to b, without its ID and Received, which the store keeps beside it. Instants are differences to
// Received, so that most take two or three bytes.
func (c *Case) Pack(b []byte) []byte {
	var flags byte
	for i, on := range [...]bool{c.High, c.DateOnly, c.Extended, c.Interim, c.Score.At != 0} {
		if on {
			flags |= 1 << i
		}
	}
	b = append(b, packVersion, c.Channel, c.Stage, c.Kind<<4|c.Genre, c.Applicant<<4|c.Outcome, byte(c.Verdict)<<4|c.Mark, flags, c.Wrote)
	for _, n := range [...]uint64{uint64(c.Topic), uint64(c.Place), uint64(c.Source), uint64(c.Reason), uint64(c.Unit), uint64(c.Author)} {
		b = binary.AppendUvarint(b, n)
	}
	for _, i := range [...]model.Instant{c.Registered, c.First, c.Answered, c.Closed, c.Reopened, c.LateFrom, c.DraftDue, c.Rated} {
		b = c.packInstant(b, i)
	}
	b = binary.AppendUvarint(b, uint64(len(c.Questions)))
	for _, q := range c.Questions {
		b = append(binary.AppendUvarint(b, uint64(q.Topic)), q.Outcome)
	}
	b = binary.AppendUvarint(b, uint64(len(c.Promises)))
	for _, p := range c.Promises {
		b = c.packInstant(binary.AppendUvarint(binary.AppendUvarint(b, uint64(p.Unit)), uint64(p.Date)), p.Kept)
	}
	b = binary.AppendUvarint(b, uint64(len(c.Returns)))
	for _, r := range c.Returns {
		b = binary.AppendUvarint(b, uint64(r))
	}
	b = binary.AppendUvarint(b, uint64(len(c.Ledger)))
	for _, s := range c.Ledger {
		b = append(b, s.Stage<<4|s.Holder)
		if at(holderKinds, s.Holder) == model.HolderUnit {
			b = binary.AppendUvarint(b, uint64(s.Unit))
		}
		b = c.packInstant(b, s.From)
	}
	if c.Score.At != 0 {
		b = append(c.packInstant(b, c.Score.At), c.Score.Points[:]...)
	}
	return b
}

// packInstant writes 0 for an unknown instant, else the difference to Received, moved away from 0.
func (c *Case) packInstant(b []byte, i model.Instant) []byte {
	if i == 0 {
		return append(b, 0)
	}
	d := int64(i - c.Received)
	if d >= 0 {
		d++
	}
	return binary.AppendVarint(b, d)
}

// Unpack reads a packed case. The slices of c are used again, so that reading many cases makes no garbage: whoever keeps a
// case clones them.
func (c *Case) Unpack(id model.AppealID, received model.Instant, packed []byte) error {
	if len(packed) < 8 || packed[0] != packVersion {
		return ErrPacked
	}
	questions, promises, returns, ledger := c.Questions[:0], c.Promises[:0], c.Returns[:0], c.Ledger[:0]
	p := unpacker{b: packed[8:], received: received}
	flags := packed[6]
	*c = Case{ID: id, Received: received, Channel: packed[1], Stage: packed[2], Kind: packed[3] >> 4, Genre: packed[3] & 15,
		Applicant: packed[4] >> 4, Outcome: packed[4] & 15, Verdict: Verdict(packed[5] >> 4), Mark: packed[5] & 15, Wrote: packed[7],
		High: flags&flagHigh != 0, DateOnly: flags&flagDateOnly != 0, Extended: flags&flagExtended != 0, Interim: flags&flagInterim != 0}
	c.Topic, c.Place, c.Source, c.Reason = uint32(p.uvarint()), uint32(p.uvarint()), uint32(p.uvarint()), uint32(p.uvarint())
	c.Unit, c.Author = model.UnitID(p.uvarint()), model.OfficialID(p.uvarint())
	c.Registered, c.First, c.Answered, c.Closed = p.instant(), p.instant(), p.instant(), p.instant()
	c.Reopened, c.LateFrom, c.DraftDue, c.Rated = p.instant(), p.instant(), p.instant(), p.instant()
	for range p.count() {
		questions = append(questions, Question{uint32(p.uvarint()), p.byte()})
	}
	for range p.count() {
		unit := model.UnitID(p.uvarint())
		promises = append(promises, Promise{calendar.Date(p.uvarint()), p.instant(), unit})
	}
	for range p.count() {
		returns = append(returns, uint32(p.uvarint()))
	}
	for range p.count() {
		head := p.byte()
		s := Stint{Stage: head >> 4, Holder: head & 15}
		if at(holderKinds, s.Holder) == model.HolderUnit {
			s.Unit = model.UnitID(p.uvarint())
		}
		s.From = p.instant()
		ledger = append(ledger, s)
	}
	c.Questions, c.Promises, c.Returns, c.Ledger = questions, promises, returns, ledger
	if flags&flagScored != 0 {
		c.Score.At = p.instant()
		for i := range c.Score.Points {
			c.Score.Points[i] = p.byte()
		}
	}
	if p.bad || len(p.b) != 0 {
		return ErrPacked
	}
	return nil
}

// unpacker reads the rest of a packed case; bad is set when it ends too early.
type unpacker struct {
	b        []byte
	received model.Instant
	bad      bool
}

func (p *unpacker) byte() byte {
	if len(p.b) == 0 {
		p.bad = true
		return 0
	}
	v := p.b[0]
	p.b = p.b[1:]
	return v
}

func (p *unpacker) uvarint() uint64 {
	if len(p.b) > 0 && p.b[0] < 0x80 { // most are one byte
		v := p.b[0]
		p.b = p.b[1:]
		return uint64(v)
	}
	v, shift := uint64(0), 0
	for i, b := range p.b {
		if b < 0x80 && shift < 63 {
			p.b = p.b[i+1:]
			return v | uint64(b)<<shift
		}
		if shift += 7; shift > 63 {
			break
		}
		v |= uint64(b&0x7f) << (shift - 7)
	}
	p.bad, p.b = true, nil
	return 0
}

// count is the length of a list; one longer than what is left is no list.
func (p *unpacker) count() int {
	n := p.uvarint()
	if n > uint64(len(p.b)) {
		p.bad, p.b = true, nil
		return 0
	}
	return int(n)
}

func (p *unpacker) instant() model.Instant {
	u := p.uvarint()
	if u == 0 {
		return 0
	}
	d := int64(u >> 1)
	if u&1 != 0 {
		d = ^d
	}
	if d > 0 {
		d--
	}
	return p.received + model.Instant(d)
}
