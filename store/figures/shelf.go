package figures

import (
	"encoding/binary"
	"runtime"
	"slices"
	"sync"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store"
)

// shelves are cases in memory: those that are finished in blocks, in the order of receipt, so that a period reads the blocks it needs;
// those that are not, that took long, or that have changed since, each on its own.
type shelves struct {
	shelf  stats.Shelf
	blocks []block
	loose  []loose
	place  map[model.AppealID]int // in loose
	lying  []uint64               // bits of the appeals whose case lies in a block
	gaps   bool                   // a case in a block is out of date
	n      int

	last loading
}

// blockSize is how many cases lie in a block.
const blockSize = 512

// usual is how long after its receipt a case of a block may matter at most.
const usual = 180 * 24 * 3600

type block struct {
	first, last, until model.Instant // of receipt; until when one of them matters
	n                  int
	data               []byte
}

type loose struct {
	id              model.AppealID
	received, until model.Instant
	data            []byte // nil: the appeal is gone
}

// loading is the block in the making.
type loading struct {
	block
	id model.AppealID
	x  stats.Case
}

// add puts a case behind the last one. Cases come in the order of receipt.
func (s *shelves) add(r store.FigureRow) error {
	l := &s.last
	if err := l.x.Unpack(r.ID, r.Received, r.Packed); err != nil {
		return unknown(r.ID, err)
	}
	if r.Until > r.Received+usual {
		s.lay(r.ID, r.Received, r.Until, s.shelf.Put(nil, &l.x))
		return nil
	}
	if l.n == blockSize {
		s.close()
	}
	if l.n == 0 {
		l.first, l.last, l.until, l.id = r.Received, r.Received, r.Until, 0
	}
	l.data = binary.AppendVarint(l.data, int64(r.ID-l.id))
	l.data = binary.AppendUvarint(l.data, uint64(r.Received-l.last))
	l.data = s.shelf.Put(l.data, &l.x)
	l.id, l.last, l.until = r.ID, r.Received, max(l.until, r.Until)
	l.n++
	s.n++
	if missing := int(r.ID)/64 + 1 - len(s.lying); missing > 0 {
		s.lying = append(s.lying, make([]uint64, missing)...)
	}
	s.lying[r.ID/64] |= 1 << (r.ID % 64)
	return nil
}

// close puts the block in the making among the others.
func (s *shelves) close() {
	if l := &s.last; l.n > 0 {
		b := l.block
		b.data = slices.Clone(l.data)
		s.blocks = append(s.blocks, b)
		l.n, l.data = 0, l.data[:0]
	}
}

// lay keeps a case on its own.
func (s *shelves) lay(id model.AppealID, received, until model.Instant, data []byte) {
	if s.place == nil {
		s.place = map[model.AppealID]int{}
	}
	s.place[id] = len(s.loose)
	s.loose = append(s.loose, loose{id, received, until, data})
	s.n++
}

// forget takes an appeal off, wherever it lies; it may lie nowhere.
func (s *shelves) forget(id model.AppealID) {
	if at, ok := s.place[id]; ok {
		s.loose[at].data = nil
		delete(s.place, id)
		s.n--
	}
	if s.inBlock(id) {
		s.lying[id/64] &^= 1 << (id % 64)
		s.gaps = true
		s.n--
	}
}

func (s *shelves) inBlock(id model.AppealID) bool {
	return int(id/64) < len(s.lying) && s.lying[id/64]&(1<<(id%64)) != 0
}

// take gives the cases to censuses, on every processor, each with a part of the cases.
func (s *shelves) take(list []stats.Census) error {
	w := windowsOf(list)
	blocks := slices.Clone(s.blocks)
	blocks = slices.DeleteFunc(blocks, func(b block) bool { return len(w.of(nil, b.first, b.until)) == 0 })
	parts := max(1, min(runtime.GOMAXPROCS(0), len(blocks)*blockSize/5_000))
	errs := make([]error, parts)
	taken := make([][]stats.Census, parts)
	var group sync.WaitGroup
	for i := range parts {
		group.Go(func() {
			for _, c := range list {
				taken[i] = append(taken[i], c.Fresh())
			}
			errs[i] = s.takePart(blocks[len(blocks)*i/parts:len(blocks)*(i+1)/parts], s.loose[len(s.loose)*i/parts:len(s.loose)*(i+1)/parts], w, taken[i])
		})
	}
	group.Wait()
	for i := range parts {
		if errs[i] != nil {
			return errs[i]
		}
		for k, c := range list {
			c.Join(taken[i][k])
		}
	}
	return nil
}

func (s *shelves) takePart(blocks []block, alone []loose, w windows, list []stats.Census) error {
	var x stats.Case
	var asking []int
	for _, b := range blocks {
		asking = w.of(asking[:0], b.first, b.until)
		id, received, rest := model.AppealID(0), b.first, b.data
		for range b.n {
			step, k := binary.Varint(rest)
			rest = rest[max(k, 0):]
			later, k := binary.Uvarint(rest)
			id, received = id+model.AppealID(step), received+model.Instant(later)
			var err error
			if rest, err = s.shelf.Get(&x, id, received, rest[max(k, 0):]); err != nil {
				return unknown(id, err)
			}
			if s.gaps && !s.inBlock(id) {
				continue
			}
			for _, i := range asking {
				if received <= w.to[i] {
					list[i].Add(&x)
				}
			}
		}
	}
	for _, l := range alone {
		asking = w.of(asking[:0], l.received, l.until)
		if l.data == nil || len(asking) == 0 {
			continue
		}
		if _, err := s.shelf.Get(&x, l.id, l.received, l.data); err != nil {
			return unknown(l.id, err)
		}
		for _, i := range asking {
			list[i].Add(&x)
		}
	}
	return nil
}

// windows are those of several censuses.
type windows struct{ from, to []model.Instant }

func windowsOf(list []stats.Census) (w windows) {
	for _, c := range list {
		from, to := c.Window()
		w.from, w.to = append(w.from, from), append(w.to, to)
	}
	return w
}

// of appends the censuses that may need what was received from an instant on and matters until another.
func (w windows) of(list []int, received, until model.Instant) []int {
	for i := range w.from {
		if received <= w.to[i] && until >= w.from[i] {
			list = append(list, i)
		}
	}
	return list
}

func unknown(id model.AppealID, err error) error {
	return &model.Fault{Code: model.BadData, Cause: err,
		Say: "Показатели обращения № " + id.String() + " записаны в незнакомом виде. Проверьте базу: kurator verify."}
}
