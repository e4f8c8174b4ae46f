package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/access"
)

// Seal is the state of the journal at one moment, kept outside the file: on paper, on another disk, in every backup. With it
// a chain that was cut at the end, or rewritten as a whole, shows.
type Seal struct {
	Instance string // of the database
	Seq      int64  // number of the last row
	Head     string // its hash, hex
	At       model.Instant
}

// sealWord begins every seal line.
const sealWord = "kurator-seal"

// String is the line to keep: instance, number, head, date, and a check of the line itself against slips of the pen.
func (s Seal) String() string {
	body := fmt.Sprintf("%s %d %s %s", s.Instance, s.Seq, s.Head, s.At.In(time.UTC).Format(time.RFC3339))
	return sealWord + " " + body + " " + lineCheck(body)
}

func lineCheck(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:4])
}

// ParseSeal reads a seal line.
func ParseSeal(line string) (Seal, error) {
	bad := model.Faultf(model.Usage, "Строка печати прочитана неверно. Она должна начинаться словом %s; перепишите её целиком.", sealWord)
	f := strings.Fields(line)
	if len(f) != 6 || f[0] != sealWord || lineCheck(strings.Join(f[1:5], " ")) != f[5] {
		return Seal{}, bad
	}
	seq, err := strconv.ParseInt(f[2], 10, 64)
	if err != nil {
		return Seal{}, bad
	}
	at, err := time.Parse(time.RFC3339, f[4])
	if err != nil {
		return Seal{}, bad
	}
	return Seal{Instance: f[1], Seq: seq, Head: f[3], At: model.InstantOf(at)}, nil
}

// ReadSeals reads the seal lines of a file; other lines are remarks.
func ReadSeals(from io.Reader) ([]Seal, error) {
	var list []Seal
	lines := bufio.NewScanner(from)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if !strings.HasPrefix(line, sealWord) {
			continue
		}
		seal, err := ParseSeal(line)
		if err != nil {
			return nil, model.Faultf(model.BadData, "Строка %d файла печатей прочитана неверно: она изменена или переписана с ошибкой.", n)
		}
		list = append(list, seal)
	}
	return list, lines.Err()
}

// Seal is the seal of what was checked.
func (r ChainReport) Seal() Seal {
	return Seal{Instance: r.Instance, Seq: r.Rows, Head: r.Head, At: r.At}
}

// SealNow gives out a seal line over the journal as it is, and notes in the journal that it did.
func (s *Store) SealNow(ctx context.Context, actor model.Actor) (Seal, error) {
	if err := s.may(ctx, actor, access.RightJournal); err != nil {
		return Seal{}, err
	}
	if err := s.Record(ctx, actor, model.RecordSeal, 0, "выдана печать журнала"); err != nil {
		return Seal{}, err
	}
	return s.Head(ctx)
}

// Head is the seal of the last row.
func (s *Store) Head(ctx context.Context) (Seal, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var hash []byte
	seal := Seal{Instance: s.db.Instance(), At: s.Now()}
	err := s.db.Read().QueryRowContext(ctx, "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").Scan(&seal.Seq, &hash)
	seal.Head = hex.EncodeToString(hash)
	return seal, s.db.Say(err)
}

// may asks for a right of today.
func (s *Store) may(ctx context.Context, actor model.Actor, right access.Right) error {
	p, err := s.Person(ctx, actor)
	if err != nil {
		return err
	}
	return p.May(right)
}

// expect notes where the walk must meet the seals of this database.
func (w *chainWalk) expect(seals []Seal) {
	w.seals = map[int64][]Seal{}
	for _, seal := range seals {
		if seal.Instance == w.report.Instance {
			w.seals[seal.Seq] = append(w.seals[seal.Seq], seal)
			w.report.Seals++
		}
	}
	if len(seals) > 0 && w.report.Seals == 0 {
		w.report.fault("Среди печатей нет ни одной от этой базы: базу подменили или указан не тот файл печатей.")
	}
}

// meet compares a row with the seals that were given out over it.
func (w *chainWalk) meet(seq int64) {
	seals, ok := w.seals[seq]
	if !ok {
		return
	}
	delete(w.seals, seq)
	head := hex.EncodeToString(w.prev)
	for _, seal := range seals {
		if seal.Head != head {
			w.report.fault("Журнал переписан: запись %d не та, над которой %s поставлена печать.", seq, seal.At.In(time.UTC).Format("02.01.2006"))
		}
	}
}

// unmet: rows that were sealed and are gone.
func (w *chainWalk) unmet() {
	last := int64(0)
	for seq := range w.seals {
		last = max(last, seq)
	}
	if last > w.report.Rows {
		w.report.fault("Журнал обрезан: печать поставлена над записью %d, а в базе записей %d.", last, w.report.Rows)
	}
}
