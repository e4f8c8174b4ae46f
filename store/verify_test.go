package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/model"
)

// lived is a desk where most things have happened: work, undo, redo, office changes, an import's leftovers, refusals.
func lived(t testing.TB) *desk {
	d := newDesk(t)
	for i := range 12 {
		id := d.receive(model.ChannelIM, fmt.Sprint(88000+i), fmt.Sprintf("Жалоба %d: во дворе темно и скользко", i))
		if i%4 == 3 {
			continue
		}
		d.do(curator, id, &model.Sort{Essence: model.Words("Освещение двора")}, &model.Assign{Unit: model.UnitID(1 + i%2)})
		d.do(curator, id, &model.WriteDraft{Text: model.Words("Фонарь включат на этой неделе.")})
		d.do(curator, id, &model.Submit{})
		if i%4 == 2 {
			continue
		}
		d.do(curator, id, &model.Approve{})
		d.do(curator, id, &model.Answer{Outcome: model.OutcomeSolved})
		d.do(curator, id, &model.Close{Mark: 5})
	}
	for range 2 { // taken back and done again
		op, _, err := d.LastOperation(d.ctx, as(curator))
		if err != nil {
			t.Fatal(err)
		}
		undo, err := d.Undo(d.ctx, as(curator), op.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Undo(d.ctx, as(curator), undo.Operation); err != nil {
			t.Fatal(err)
		}
	}
	gone := d.receive(model.ChannelPOS, "99001", "Прислано по ошибке")
	op, _, _ := d.LastOperation(d.ctx, as(curator))
	if _, err := d.Undo(d.ctx, as(curator), op.ID); err != nil {
		t.Fatal(gone, err)
	}
	d.doOffice(curator, model.NounQuarantine, 0, &model.SetAside{Quarantine: model.Quarantine{Channel: model.ChannelPOS, Reason: "нет даты",
		Raw: model.Words("строка; без; даты"), Key: "k1", At: model.InstantOf(d.now)}})
	d.doOffice(admin, model.NounUnit, 3, &model.PutUnit{Unit: model.Unit{ID: 3, Name: "Отдел культуры"}})
	_, _ = d.try(control, 1, &model.AddNote{Text: model.Words("нельзя")})
	d.mustVerify()
	return d
}

// raw changes a file behind the program's back, without its guards.
func raw(t testing.TB, path string, change func(*sql.Conn) error) error {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=rw")
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	conn, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return change(conn)
}

// copyOf copies a database that nobody has open.
func copyOf(t testing.TB, from string) string {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(to, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// findings is what opening and verifying a file says against it; "" when it passes.
func findings(path string, seals ...Seal) string {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{Now: func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) }})
	if err != nil {
		return err.Error()
	}
	defer s.Close()
	r, err := s.VerifyJournal(ctx, nil, seals...)
	if err != nil {
		return err.Error()
	}
	more, _, err := s.VerifyTables(ctx, nil)
	if err != nil {
		return err.Error()
	}
	return strings.Join(append(r.Faults, more...), "\n")
}

// meddler tampers with a database at random.
type meddler struct {
	*rand.Rand
	conn *sql.Conn
	ctx  context.Context
}

// tampered are the tables that are proven; the rest is what is being typed and the saved place.
var tampered = []string{"journal", "journal", "operation", "appeal", "appeal_doc", "text", "registration", "noun", "facet"}

// meddle changes one thing and says what.
func (m *meddler) meddle() (string, error) {
	table := tampered[m.IntN(len(tampered))]
	switch m.IntN(10) {
	case 0, 1:
		return "delete from " + table, m.change("DELETE FROM " + table + " WHERE " + m.one(table))
	case 2:
		return m.insert(table)
	case 3:
		return "swap journal rows", m.swap()
	case 4:
		return m.search()
	}
	return m.edit(table)
}

// change runs a statement that must change something.
func (m *meddler) change(statement string, args ...any) error {
	r, err := m.conn.ExecContext(m.ctx, statement, args...)
	if err != nil {
		return err
	}
	if n, _ := r.RowsAffected(); n == 0 {
		return fmt.Errorf("nothing changed by %s", statement)
	}
	return nil
}

// one names a random row by its key.
func (m *meddler) one(table string) string {
	key := map[string]string{"journal": "seq", "operation": "id", "registration": "(channel, external_id)", "noun": "(noun, id)",
		"facet": "(field, value)"}[table]
	if key == "" {
		key = "id"
	}
	var n int
	_ = m.conn.QueryRowContext(m.ctx, "SELECT count(*) FROM "+table).Scan(&n)
	columns := strings.Trim(key, "()")
	return fmt.Sprintf("%s = (SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET %d)", key, columns, table, columns, m.IntN(n))
}

// edit changes one column of one row: a byte of a text or blob, a number by a little.
func (m *meddler) edit(table string) (string, error) {
	var columns []string
	rows, err := m.conn.QueryContext(m.ctx, "SELECT name FROM pragma_table_info($1)", table)
	if err != nil {
		return "", err
	}
	for rows.Next() {
		var c string
		_ = rows.Scan(&c)
		columns = append(columns, c)
	}
	rows.Close()
	column, where := columns[m.IntN(len(columns))], m.one(table)
	var value any
	if err := m.conn.QueryRowContext(m.ctx, "SELECT "+column+" FROM "+table+" WHERE "+where).Scan(&value); err != nil {
		return "", err
	}
	switch x := value.(type) {
	case nil:
		value = int64(m.IntN(1000))
	case int64:
		value = x + 1 + int64(m.IntN(5))
	case string:
		value = string(m.bytes([]byte(x)))
	case []byte:
		value = m.bytes(x)
	}
	return fmt.Sprintf("%s.%s of %s", table, column, where), m.change("UPDATE "+table+" SET "+column+" = $1 WHERE "+where, value)
}

// bytes changes one byte, adds one, or drops the last.
func (m *meddler) bytes(b []byte) []byte {
	b = append([]byte(nil), b...)
	switch {
	case len(b) == 0 || m.IntN(4) == 0:
		return append(b, 'x')
	case m.IntN(4) == 0:
		return b[:len(b)-1]
	}
	i := m.IntN(len(b))
	b[i] ^= byte(1 + m.IntN(7))
	return b
}

func (m *meddler) insert(table string) (string, error) {
	statement := map[string]string{
		"journal": `INSERT INTO journal SELECT (SELECT max(seq) + 1 FROM journal), happened, recorded, official, actor, operation, action, version, noun,
			object, payload, digest, inverse, closing, (SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), hash FROM journal WHERE `,
		"operation":    "INSERT INTO operation SELECT id || 'x', batch, title, official, recorded, first_seq, last_seq, undoes, undone_by, result FROM operation WHERE ",
		"appeal_doc":   "INSERT INTO appeal_doc SELECT id + 1000, replace(doc, '\"id\":' || id || ',', '\"id\":' || (id + 1000) || ',') FROM appeal_doc WHERE ",
		"text":         "INSERT INTO text SELECT id + 500, salt, hash, body FROM text WHERE ",
		"registration": "INSERT INTO registration SELECT channel, external_id || '7', appeal, second_id, fingerprint FROM registration WHERE ",
		"noun":         "INSERT INTO noun SELECT noun, id + 50, rev, doc FROM noun WHERE ",
		"facet":        "INSERT INTO facet SELECT field, value || 'ы', folded || 'ы' FROM facet WHERE ",
	}[table]
	if table == "appeal" {
		return "insert into appeal", m.change(`INSERT INTO appeal SELECT id + 1000, ` + strings.Join(strings.Split(appealColumns, ",")[1:countColumns(appealColumns)-2], ",") +
			`, summary, search_id + 1 FROM appeal WHERE ` + m.one("appeal"))
	}
	return "insert into " + table, m.change(statement + m.one(table))
}

func (m *meddler) swap() error {
	var n int
	if err := m.conn.QueryRowContext(m.ctx, "SELECT count(*) FROM journal").Scan(&n); err != nil {
		return err
	}
	a := 1 + m.IntN(n)
	b := 1 + (a+m.IntN(n-1))%n // never a itself
	for _, s := range []string{fmt.Sprintf("UPDATE journal SET seq = -1 WHERE seq = %d", a), fmt.Sprintf("UPDATE journal SET seq = %d WHERE seq = %d", a, b),
		fmt.Sprintf("UPDATE journal SET seq = %d WHERE seq = -1", b)} {
		if err := m.change(s); err != nil {
			return err
		}
	}
	return nil
}

func (m *meddler) search() (string, error) {
	where := "rowid = (SELECT search_id FROM appeal WHERE " + m.one("appeal") + ")"
	if m.IntN(2) == 0 {
		return "delete from search", m.change("DELETE FROM search WHERE " + where)
	}
	return "insert into search", m.change("INSERT INTO search (rowid, txt, who, dim) VALUES ($1, 'фонар', '', '')", m.IntN(1_000_000))
}

// withoutGuards drops the triggers, meddles, and puts the triggers back: a careful forger would.
func (m *meddler) withoutGuards() (what string, err error) {
	var guards []string
	rows, err := m.conn.QueryContext(m.ctx, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		return "", err
	}
	for rows.Next() {
		var name, text string
		_ = rows.Scan(&name, &text)
		guards = append(guards, name, text)
	}
	rows.Close()
	for i := 0; i < len(guards); i += 2 {
		if _, err := m.conn.ExecContext(m.ctx, "DROP TRIGGER "+guards[i]); err != nil {
			return "", err
		}
	}
	what, err = m.meddle()
	for tries := 0; err != nil && tries < 20; tries++ { // the schema refuses a second row with the same key: something else
		what, err = m.meddle()
	}
	if err != nil {
		return what, err
	}
	for i := 1; i < len(guards); i += 2 {
		if _, err := m.conn.ExecContext(m.ctx, guards[i]); err != nil {
			return "", err
		}
	}
	return what, nil
}

// template is a database with a life behind it, closed.
func template(t testing.TB) string {
	d := lived(t)
	if err := d.DB().Truncate(d.ctx); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return d.Path()
}

func TestEveryTamperingIsFound(t *testing.T) {
	path := template(t)
	if said := findings(copyOf(t, path)); said != "" {
		t.Fatalf("nothing was tampered with: %s", said)
	}
	times := 1000
	if testing.Short() {
		times = 100
	}
	seed := rand.Uint64()
	for i := range times {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			m := &meddler{Rand: rand.New(rand.NewPCG(seed, uint64(i))), ctx: context.Background()}
			file := copyOf(t, path)
			var what string
			err := raw(t, file, func(conn *sql.Conn) (err error) {
				m.conn = conn
				what, err = m.withoutGuards()
				return err
			})
			if err != nil {
				t.Fatal(what, err)
			}
			if findings(file) == "" {
				t.Errorf("seed %d/%d: %s was not found", seed, i, what)
			}
		})
	}
}

func TestSealsOutsideShowWhatTheChainCannot(t *testing.T) {
	d := lived(t)
	seal, err := d.SealNow(d.ctx, as(admin))
	if err != nil {
		t.Fatal(err)
	}
	path := copyAside(t, d)
	if said := findings(copyOf(t, path), seal); said != "" {
		t.Fatal(said)
	}
	for name, forge := range map[string]func(*sql.Conn) error{
		"the tail is cut":        cutTail,
		"the chain is made anew": rewriteChain,
		"another database is there": func(c *sql.Conn) error {
			return exec(c, "UPDATE meta SET value = '"+strings.Repeat("ab", 16)+"' WHERE key = 'instance'")
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := copyOf(t, path)
			if err := raw(t, file, forge); err != nil {
				t.Fatal(err)
			}
			if said := findings(file, seal); !strings.Contains(said, "ечат") && !strings.Contains(said, "обрезан") {
				t.Errorf("the seal did not show it: %q", said)
			}
		})
	}
	inside := copyOf(t, path)
	if err := raw(t, inside, rewriteChain); err != nil {
		t.Fatal(err)
	}
	if said := findings(inside); said != "" { // the forger was careful: without a seal nothing can be seen
		t.Errorf("the forgery is not a good one: %s", said)
	}
}

func TestMissingGuardsAreFound(t *testing.T) {
	path := template(t)
	for _, forge := range []string{"DROP TRIGGER journal_no_update",
		"DROP TRIGGER journal_append; CREATE TRIGGER journal_append BEFORE INSERT ON journal WHEN FALSE BEGIN SELECT raise(ABORT, ''); END"} {
		file := copyOf(t, path)
		if err := raw(t, file, func(c *sql.Conn) error { return exec(c, forge) }); err != nil {
			t.Fatal(err)
		}
		if said := findings(file); !strings.Contains(said, "Защита журнала") {
			t.Errorf("%s: %q", forge, said)
		}
	}
}

func TestSealLines(t *testing.T) {
	d := lived(t)
	seal, err := d.SealNow(d.ctx, as(curator))
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseSeal(seal.String())
	if err != nil || back != seal {
		t.Fatalf("%v %v", back, err)
	}
	for i := range seal.String() {
		bent := []byte(seal.String())
		bent[i] ^= 1
		if got, err := ParseSeal(string(bent)); err == nil {
			t.Fatalf("a slip at %d was read as %v", i, got)
		}
	}
	if _, err := ReadSeals(strings.NewReader("печать от марта\n" + seal.String() + "\nkurator-seal x")); model.CodeOf(err) != model.BadData {
		t.Fatal(err)
	}
	if _, err := d.SealNow(d.ctx, as(preparer)); model.CodeOf(err) != model.Forbidden {
		t.Fatalf("a preparer got a seal: %v", err)
	}
}

func exec(c *sql.Conn, statement string) error {
	_, err := c.ExecContext(context.Background(), statement)
	return err
}

// copyAside closes the desk's file and copies it.
func copyAside(t testing.TB, d *desk) string {
	t.Helper()
	if err := d.DB().Truncate(d.ctx); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return copyOf(t, d.Path())
}

// cutTail takes the last operations out, with all they left behind being records only.
func cutTail(c *sql.Conn) error {
	for _, s := range []string{"DROP TRIGGER journal_no_delete",
		"DELETE FROM operation WHERE first_seq = (SELECT max(seq) FROM journal)", "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
		"CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal\nBEGIN SELECT raise(ABORT, 'journal: rows are never removed'); END"} {
		if err := exec(c, s); err != nil {
			return err
		}
	}
	return nil
}

// rewriteChain changes who did something and makes the whole chain anew, as somebody who knows the program would.
func rewriteChain(c *sql.Conn) error {
	ctx := context.Background()
	if err := exec(c, "DROP TRIGGER journal_no_update"); err != nil {
		return err
	}
	rows, err := c.QueryContext(ctx, `SELECT seq, happened, recorded, official, actor, operation, action, version, noun, object, payload, digest, inverse, closing
		FROM journal ORDER BY seq`)
	if err != nil {
		return err
	}
	var list []Chained
	for rows.Next() {
		var x Chained
		if err := rows.Scan(&x.Seq, &x.Happened, &x.Recorded, &x.Official, &x.Actor, &x.Operation, &x.Action, &x.Version, &x.Noun, &x.Object,
			&x.Payload, &x.Digest, &x.Inverse, &x.Closing); err != nil {
			return err
		}
		list = append(list, x)
	}
	if err := rows.Close(); err != nil {
		return err
	}
	prev := []byte{}
	for i := range list {
		x := &list[i]
		x.Happened -= 60
		x.Prev = prev
		prev = x.Sum()
		if _, err := c.ExecContext(ctx, "UPDATE journal SET happened = $1, prev = $2, hash = $3 WHERE seq = $4", x.Happened, x.Prev, prev, x.Seq); err != nil {
			return err
		}
	}
	return exec(c, "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal\nBEGIN SELECT raise(ABORT, 'journal: rows are never changed'); END")
}
