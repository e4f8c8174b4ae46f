package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/sheet"
)

// OutFormat is a format in which a list leaves the program.
type OutFormat string

// Formats of lists.
const (
	OutXLSX OutFormat = "xlsx"
	OutCSV  OutFormat = "csv"
	OutJSON OutFormat = "json"
)

// OutFormats lists the formats in the order of help.
func OutFormats() []OutFormat { return []OutFormat{OutXLSX, OutCSV, OutJSON} }

// OutFormatOf is the format a file's name asks for; false when it asks for none.
func OutFormatOf(path string) (OutFormat, bool) {
	f := OutFormat(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	for _, known := range OutFormats() {
		if f == known {
			return f, true
		}
	}
	return "", false
}

// OutOptions say what leaves the program and how.
type OutOptions struct {
	Query    query.Query
	Format   OutFormat
	Charset  string // of csv: utf-8 (with BOM) or windows-1251
	Personal bool   // names, contacts, addresses and texts: a right of its own
	Path     string // of the file; "" writes to To
	To       io.Writer
}

// OutReport is what left.
type OutReport struct {
	Rows int
	Cut  int // cells that did not fit whole: too long, or with letters the charset lacks
}

// Out writes the appeals that a query finds into a table whose cells no program takes for formulas and our own import reads back.
// Every such file is a line in the journal.
func Out(ctx context.Context, s *store.Store, actor model.Actor, o OutOptions) (OutReport, error) {
	person, err := s.Person(ctx, actor)
	if err != nil {
		return OutReport{}, err
	}
	if o.Personal {
		if err := person.May(access.RightExport); err != nil {
			return OutReport{}, err
		}
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return OutReport{}, err
	}
	w := &outgoing{ctx: ctx, s: s, actor: actor, snap: snap, columns: outColumns(o.Personal), personal: o.Personal}
	to, err := w.target(o)
	if err != nil {
		return OutReport{}, err
	}
	if err := w.all(o.Query, to); err != nil {
		to.abort()
		return OutReport{}, err
	}
	say := "список обращений без персональных данных, строк: "
	if o.Personal {
		say = "список обращений с персональными данными, строк: "
	}
	// The line is written before the file appears: what leaves is in the journal, whatever happens after.
	if err := s.Record(ctx, actor, model.RecordExport, 0, say+strconv.Itoa(w.report.Rows)); err != nil {
		to.abort()
		return OutReport{}, err
	}
	w.report.Cut, err = to.commit()
	return w.report, err
}

// outColumn is one column of an export: its title is what our own import knows it by.
type outColumn struct {
	key, title string
	width      float64
	cell       func(w *outgoing, r *store.Row, a *model.Appeal) sheet.Value
	plain      func(w *outgoing, r *store.Row, a *model.Appeal) any // for JSON; nil: words
}

func words(key, title string, width float64, of func(w *outgoing, r *store.Row, a *model.Appeal) string) outColumn {
	return outColumn{key: key, title: title, width: width,
		cell:  func(w *outgoing, r *store.Row, a *model.Appeal) sheet.Value { return sheet.Text(of(w, r, a)) },
		plain: func(w *outgoing, r *store.Row, a *model.Appeal) any { return of(w, r, a) }}
}

func instant(key, title string, of func(r *store.Row) model.Instant) outColumn {
	return outColumn{key: key, title: title, width: 19,
		cell: func(w *outgoing, r *store.Row, _ *model.Appeal) sheet.Value {
			if at := of(r); at != 0 {
				return sheet.Moment(at.In(w.snap.Zone()))
			}
			return sheet.Text("")
		},
		plain: func(w *outgoing, r *store.Row, _ *model.Appeal) any {
			if at := of(r); at != 0 {
				return at.In(w.snap.Zone()).Format("2006-01-02T15:04:05Z07:00")
			}
			return nil
		}}
}

func count(key, title string, of func(r *store.Row) int64) outColumn {
	return outColumn{key: key, title: title, width: 9,
		cell: func(_ *outgoing, r *store.Row, _ *model.Appeal) sheet.Value {
			if n := of(r); n != 0 {
				return sheet.Number(float64(n))
			}
			return sheet.Text("")
		},
		plain: func(_ *outgoing, r *store.Row, _ *model.Appeal) any {
			if n := of(r); n != 0 {
				return n
			}
			return nil
		}}
}

func yes(b bool) string {
	if b {
		return "да"
	}
	return ""
}

// dueCell is a deadline that a spreadsheet program can sort by.
func dueCell(w *outgoing, r *store.Row, _ *model.Appeal) sheet.Value {
	if r.Due.Kind == model.DueInstant {
		return sheet.Moment(r.Due.LateFrom.In(w.snap.Zone()))
	}
	day, err := time.Parse(time.DateOnly, string(r.Due.Date))
	if err != nil {
		return sheet.Text("")
	}
	return sheet.Day(day)
}

func duePlain(w *outgoing, r *store.Row, _ *model.Appeal) any {
	switch {
	case r.Due.Kind == model.DueInstant:
		return r.Due.LateFrom.In(w.snap.Zone()).Format(time.RFC3339)
	case r.Due.Date == "":
		return nil
	}
	return string(r.Due.Date)
}

func outColumns(personal bool) []outColumn {
	list := []outColumn{
		count("number", "№ kurator", func(r *store.Row) int64 { return int64(r.ID) }),
		words("channel", "Канал", 9, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return r.Channel.Title() }),
		words("external_id", "Внешний номер", 18, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return r.ExternalID }),
		words("also", "Ещё номера", 18, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return strings.Join(r.Also, " ") }),
		words("stage", "Стадия", 18, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return r.Stage.Title() }),
		words("holder", "У кого", 22, func(w *outgoing, r *store.Row, _ *model.Appeal) string { return w.snap.Office.HolderTitle(r.Holder) }),
		words("unit", "Подразделение", 22, func(w *outgoing, r *store.Row, _ *model.Appeal) string { return w.snap.Office.UnitTitle(r.Unit) }),
		instant("received", "Поступило", func(r *store.Row) model.Instant { return r.Received }),
		{key: "due", title: "Срок", width: 19, cell: dueCell, plain: duePlain},
		words("overdue", "Просрочено", 11, func(w *outgoing, r *store.Row, _ *model.Appeal) string { return yes(r.Overdue(w.s.Now())) }),
		words("topic", "Тема", 30, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return r.Topic }),
		words("topic_group", "Группа тем", 22, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return r.TopicGroup }),
		words("place", "Населённый пункт", 18, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return r.Place }),
		words("kind", "Вид рассмотрения", 18, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return r.Kind.Title() }),
		words("genre", "Вид обращения", 14, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return string(r.Genre) }),
		words("priority", "Срочное", 9, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return yes(r.Priority == model.PriorityHigh) }),
		instant("answered", "Ответ дан", func(r *store.Row) model.Instant { return r.AnsweredAt }),
		instant("closed", "Закрыто", func(r *store.Row) model.Instant { return r.ClosedAt }),
		words("outcome", "Итог", 18, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return string(r.Outcome) }),
		count("mark", "Оценка", func(r *store.Row) int64 { return int64(r.Mark) }),
		words("summary", "Суть", 60, func(_ *outgoing, r *store.Row, _ *model.Appeal) string { return r.Summary }),
	}
	if !personal {
		return list
	}
	for _, c := range []struct {
		key, title string
		width      float64
		of         func(a *model.Appeal) string
	}{
		{"applicant", "Заявитель", 28, func(a *model.Appeal) string { return a.Applicant.Name.Body }},
		{"contact", "Контакт", 24, func(a *model.Appeal) string { return a.Applicant.Contact.Body }},
		{"applicant_address", "Адрес заявителя", 30, func(a *model.Appeal) string { return a.Applicant.Address.Body }},
		{"address", "Адрес", 30, func(a *model.Appeal) string { return a.Address.Body }},
		{"body", "Текст обращения", 80, func(a *model.Appeal) string { return a.Body.Body }},
		{"answer", "Текст ответа", 80, lastAnswer},
	} {
		list = append(list, words(c.key, c.title, c.width, func(_ *outgoing, _ *store.Row, a *model.Appeal) string { return c.of(a) }))
	}
	return list
}

// outgoing writes one list.
type outgoing struct {
	ctx      context.Context
	s        *store.Store
	actor    model.Actor
	snap     *store.Snapshot
	columns  []outColumn
	personal bool
	report   OutReport
}

// outTarget takes rows until it is committed or aborted.
type outTarget interface {
	row(r *store.Row, a *model.Appeal) error
	commit() (cut int, err error)
	abort()
}

func (w *outgoing) target(o OutOptions) (outTarget, error) {
	if o.Format == OutJSON {
		return &jsonOut{w: w, path: o.Path, to: o.To}, nil
	}
	l := sheet.Layout{Sheet: "Обращения", Charset: o.Charset}
	for _, c := range w.columns {
		l.Columns = append(l.Columns, sheet.Column{Title: c.title, Width: c.width})
	}
	var out *sheet.Writer
	var err error
	if o.Path != "" {
		out, err = sheet.Create(o.Path, sheet.Format(o.Format), l)
	} else {
		out, err = sheet.NewWriter(o.To, sheet.Format(o.Format), l)
	}
	return &sheetOut{w: w, out: out}, err
}

// all walks the list page by page. A person sees in it what the desk would show; texts of each appeal are asked for where they may be
// read.
func (w *outgoing) all(q query.Query, to outTarget) error {
	return walk(w.ctx, w.s, w.actor, q, func(r *store.Row) (bool, error) {
		a := &model.Appeal{}
		if w.personal {
			card, err := w.s.Card(w.ctx, w.actor, r.ID, true)
			if err != nil && model.CodeOf(err) != model.Forbidden && model.CodeOf(err) != model.NotFound {
				return false, err
			}
			if err == nil {
				a = &card.Appeal
			}
		}
		w.report.Rows++
		return true, to.row(r, a)
	})
}

type sheetOut struct {
	w   *outgoing
	out *sheet.Writer
}

func (t *sheetOut) row(r *store.Row, a *model.Appeal) error {
	cells := make([]sheet.Value, len(t.w.columns))
	for i, c := range t.w.columns {
		cells[i] = c.cell(t.w, r, a)
	}
	return t.out.Row(cells...)
}

func (t *sheetOut) commit() (int, error) { return t.out.Cut(), t.out.Commit() }
func (t *sheetOut) abort()               { t.out.Abort() }

// jsonOut gathers the rows: a list that is cut off must not be taken for a whole one.
type jsonOut struct {
	w    *outgoing
	path string
	to   io.Writer
	b    bytes.Buffer
}

func (t *jsonOut) row(r *store.Row, a *model.Appeal) error {
	if t.b.Len() == 0 {
		t.b.WriteString("[\n{")
	} else {
		t.b.WriteString(",\n{")
	}
	for i, c := range t.w.columns {
		if i > 0 {
			t.b.WriteByte(',')
		}
		value, err := json.Marshal(c.plain(t.w, r, a))
		if err != nil {
			return err
		}
		t.b.WriteString(strconv.Quote(c.key) + ":")
		t.b.Write(value)
	}
	t.b.WriteByte('}')
	return nil
}

func (t *jsonOut) commit() (int, error) {
	if t.b.Len() == 0 {
		t.b.WriteByte('[')
	}
	t.b.WriteString("\n]\n")
	if t.path == "" {
		_, err := t.to.Write(t.b.Bytes())
		return 0, err
	}
	tmp, err := os.CreateTemp(filepath.Dir(t.path), ".kurator-*.tmp") // 0600
	if err == nil {
		defer os.Remove(tmp.Name()) // nothing is there after the rename
		_, err = tmp.Write(t.b.Bytes())
		if err = errors.Join(err, tmp.Close()); err == nil {
			err = os.Rename(tmp.Name(), t.path)
		}
	}
	if err != nil {
		return 0, &model.Fault{Code: model.Failed, Cause: err, Say: "Файл не удалось записать. Проверьте место на диске и право на папку."}
	}
	return 0, nil
}

func (t *jsonOut) abort() {}
