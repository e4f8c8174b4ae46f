package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/store/sheet"
)

// Options say how an export is opened.
type Options struct {
	Profiles  []Profile // the office's own, tried before the built-in ones
	Channel   model.ChannelID
	Profile   string         // id of the one profile to try
	Zone      *time.Location // in which the file's times are
	Now       model.Instant  // 0 skips the checks against the present
	Charset   string         // "" is guessed
	Separator rune           // 0 is guessed
	TmpDir    string
	Limits    sheet.Limits
	Progress  func(done, total int64) // in bytes or rows, as the format allows
}

// File is a recognised export, read row by row.
type File struct {
	Profile   Profile
	Channel   model.ChannelID // of rows that do not tell; "" when all of them must
	Name      string          // without the folder
	Format    sheet.Format
	Charset   string        // of a csv file
	AsOf      model.Instant // the moment the data are true for
	Heading   int           // row of the headings
	Known     int           // columns understood
	Ignored   []string      // headings nobody described
	Unmatched []string      // headings the profile knows and the file lacks

	table   *sheet.File
	rows    *sheet.Rows
	where   found
	build   build
	empty   map[string]bool
	last    int // the last column that is read
	unguard bool

	seen    map[string]int // content keys met
	told    told           // numbers met
	full    int            // rows of a csv file that are as wide as its headings; −1 when rows may be shorter
	pending []sheet.Row    // rows read ahead
	failed  error          // met while reading ahead, told when its turn comes
	grouped []Row          // of a profile whose rows are questions
	group   bool           // grouped is filled
	chars   []byte
}

// Row is one appeal as the file tells it, or the reason why it cannot be read.
type Row struct {
	Number int            // in the file, from 1
	Facts  *model.Facts   // nil when Fault is set
	Key    string         // the number there, or what stands for it: equal keys are one case
	Own    model.AppealID // the number here, in an export of our own
	Digest string         // of the cells that are understood: equal digests say the same
	Fault  string         // a sentence without personal data: the row goes to quarantine
	Doubt  string         // with Own only: what would be the fault of the row, were there no such case here
	Raw    string         // the row as it stood, tab separated; only with Fault or Doubt
}

// Open looks which system wrote the file and prepares to read it. Errors are Faults.
func Open(path string, o Options) (*File, error) {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	profiles, err := o.candidates()
	if err != nil {
		return nil, err
	}
	table, err := sheet.Open(path, sheet.Options{Charset: o.Charset, Separator: o.Separator, TmpDir: o.TmpDir, Limits: o.Limits, Progress: o.Progress})
	if err != nil {
		return nil, named(path, err)
	}
	f, err := open(table, profiles, o)
	if err != nil {
		_ = table.Close()
		return nil, err
	}
	return f, nil
}

// candidates are the profiles to try, the office's own first: where both fit equally, its own wins.
func (o *Options) candidates() ([]Profile, error) {
	all := append(slices.Clone(o.Profiles), Builtin()...)
	if o.Channel != "" && !o.Channel.Known() {
		return nil, model.Faultf(model.Usage, "Неизвестный канал «%s». Каналы: im, pos, sed, ecpur, mail, phone, visit, social, portal.", o.Channel)
	}
	if o.Profile == "" {
		return all, nil
	}
	for _, p := range all {
		if p.ID != o.Profile {
			continue
		}
		if len(p.Columns) == 0 {
			return nil, model.Faultf(model.BadData, "Раскладка «%s» ещё не описана. Разметьте первый файл: kurator import --draft-profile ФАЙЛ --profile %s.", p.Title, p.ID)
		}
		return []Profile{p}, nil
	}
	var ids []string
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	return nil, model.Faultf(model.Usage, "Нет профиля «%s». Есть: %s.", o.Profile, strings.Join(ids, ", "))
}

func open(table *sheet.File, profiles []Profile, o Options) (*File, error) {
	best, nearest, err := recognise(table, profiles)
	if err != nil {
		return nil, named(table.Path, err)
	}
	if best.count == 0 && len(profiles) == 1 && profiles[0].headless() {
		best = found{match: tie(profiles[0], nil)}
	}
	if best.count == 0 {
		return nil, unknown(table.Name(), nearest, o.Profile)
	}
	f := &File{Profile: best.profile, Channel: o.Channel, Name: table.Name(), Format: table.Format, Charset: table.Charset,
		Heading: best.row, Known: best.count, table: table, where: best, seen: map[string]int{}}
	first(&f.Channel, best.profile.Channel)
	if f.Channel == "" && !slices.ContainsFunc(best.columns, func(c *bound) bool { return c.Field == "channel" }) {
		return nil, model.Faultf(model.Usage, "Файл «%s» узнан как «%s», но в нём нет столбца «Канал». Назовите канал при загрузке: --channel mail (или phone, visit, social, portal, sed…).", f.Name, best.profile.Title)
	}
	f.AsOf = watermark(best.above, table.Modified, o.Zone, o.Now)
	f.unguard = best.profile.Guarded && table.Format == sheet.CSV
	f.empty = map[string]bool{"": true}
	for _, mark := range best.profile.Empty {
		f.empty[mark] = true
	}
	f.listColumns()
	f.build = build{profile: &f.Profile, channel: f.Channel, zone: o.Zone, asOf: f.AsOf, now: o.Now, sum: sha256.New()}
	if f.rows, err = table.Rows(best.sheet); err != nil {
		return nil, named(table.Path, err)
	}
	return f, f.skipHeadings()
}

// listColumns notes what of the headings is read and what is not.
func (f *File) listColumns() {
	read := map[int]bool{}
	for _, c := range f.where.columns {
		read[c.index] = true
		f.last = max(f.last, c.index)
	}
	for i, h := range f.where.cells {
		if !read[i] && strings.TrimSpace(h) != "" {
			f.Ignored = append(f.Ignored, h)
		}
	}
	for _, c := range f.Profile.Columns {
		if !slices.ContainsFunc(f.where.columns, func(b *bound) bool { return b.Field == c.Field }) {
			f.Unmatched = append(f.Unmatched, c.name())
		}
	}
}

func (f *File) skipHeadings() error {
	until := f.where.row
	if until == 0 {
		until = f.Profile.FirstRow - 1
	}
	for until > 0 {
		row, more, err := f.rows.Next()
		if err != nil || !more {
			return err
		}
		if row.Number > until {
			f.pending = append(f.pending, kept(row))
			return nil
		}
		if row.Number == until {
			return nil
		}
	}
	return nil
}

// kept is a copy of a row that outlives the next one.
func kept(r sheet.Row) sheet.Row {
	r.Cells = slices.Clone(r.Cells)
	return r
}

// named puts the file's name before a sentence about it.
func named(path string, err error) error {
	var f *model.Fault
	if !errors.As(err, &f) {
		return err
	}
	name := path[strings.LastIndexAny(path, `/\`)+1:]
	return &model.Fault{Code: f.Code, Say: "«" + name + "»: " + lowerFirst(f.Say), Cause: f}
}

func lowerFirst(s string) string {
	for _, r := range s {
		return strings.ToLower(string(r)) + s[len(string(r)):]
	}
	return s
}

// Close releases the file.
func (f *File) Close() error {
	_ = f.rows.Close()
	return f.table.Close()
}

// Next reads the next appeal; false at the end.
func (f *File) Next() (Row, bool, error) {
	if f.Profile.Questions {
		return f.nextGroup()
	}
	return f.nextRow()
}

// nextRow reads the next row that holds anything.
func (f *File) nextRow() (Row, bool, error) {
	for {
		row, more, err := f.read()
		if err != nil || !more {
			return Row{}, false, err
		}
		if f.blank(row.Cells) || f.repeatsHeading(row.Cells) || f.numbersColumns(row.Cells) {
			continue
		}
		out := f.facts(row)
		if !f.Profile.Questions && f.told.again(&out) {
			out = Row{Number: row.Number, Fault: out.Fault, Raw: raw(row.Cells)}
		}
		return out, true, nil
	}
}

// read takes a row that was read ahead, or the next of the file. In a csv a row with too few cells may be the first half of
// one that an unquoted line break tore: then the next one completes it, and neither can be trusted.
func (f *File) read() (sheet.Row, bool, error) {
	if len(f.pending) > 0 {
		row := f.pending[0]
		f.pending = f.pending[1:]
		return row, true, nil
	}
	if f.failed != nil {
		return sheet.Row{}, false, f.failed
	}
	row, more, err := f.rows.Next()
	if err != nil {
		return row, false, named(f.table.Path, err)
	}
	if !more || f.Format != sheet.CSV || row.Fault != "" || f.where.widths == 0 {
		return row, more, nil
	}
	width := f.where.widths
	switch {
	case len(row.Cells) > width && strings.Trim(strings.Join(row.Cells[width:], ""), " ") != "":
		row.Fault = "В строке больше ячеек, чем заголовков: похоже, разделитель стоит внутри текста без кавычек."
	case len(row.Cells) >= width && f.full >= 0:
		f.full++
	case len(row.Cells) < width:
		row = kept(row)
		next, more, err := f.rows.Next()
		if err != nil {
			f.failed = named(f.table.Path, err)
			return row, true, nil
		}
		if !more {
			if f.full > 1 {
				row.Fault = "Последняя строка короче остальных: похоже, файл записан не до конца. Выгрузите его заново."
			}
			return row, true, nil
		}
		f.full = -1
		next = kept(next)
		if len(row.Cells)+len(next.Cells) == width+1 {
			const torn = "Строка разорвана переносом: в тексте стоит конец строки без кавычек."
			row.Fault, next.Fault = torn, torn
		}
		f.pending = append(f.pending, next)
	}
	return row, true, nil
}

func (f *File) blank(cells []string) bool {
	for _, c := range cells {
		if !f.empty[strings.TrimSpace(c)] {
			return false
		}
	}
	return true
}

// repeatsHeading tells whether the row is the heading printed once more, as on the next page.
func (f *File) repeatsHeading(cells []string) bool {
	same := 0
	for _, c := range f.where.columns {
		if c.index >= len(cells) || c.index >= len(f.where.cells) || cells[c.index] != f.where.cells[c.index] {
			return false
		}
		same++
	}
	return same > 1
}

// facts turns a row into facts or into a fault.
func (f *File) facts(row sheet.Row) Row {
	b := &f.build
	b.begin()
	out := Row{Number: row.Number, Fault: row.Fault}
	if row.Fault == "" {
		f.takeCells(row.Cells)
		b.finish()
		if out.Fault = b.fault; out.Fault != "" && f.sumsUp(row.Cells) {
			out.Fault = "Это похоже на строку итогов, а не на обращение."
		}
	}
	if out.Fault != "" {
		out.Raw = raw(row.Cells)
		return out
	}
	out.Facts, out.Own = b.facts, b.own
	if out.Doubt = b.doubt; out.Doubt != "" {
		out.Raw = raw(row.Cells)
	}
	if b.facts.Registration.ExternalID == "" {
		b.facts.Registration.ExternalID = f.distinct(b.contentKey())
	}
	out.Key = b.facts.Registration.ExternalID
	out.Digest = hex.EncodeToString(b.sum.Sum(b.digest[:0]))
	return out
}

// takeCells gives each cell that is not empty to its field, and to the digest.
func (f *File) takeCells(cells []string) {
	b := &f.build
	f.chars = f.chars[:0]
	for i, c := range f.where.columns {
		if c.index >= len(cells) {
			continue
		}
		s := cells[c.index]
		if f.unguard {
			s = sheet.Unguard(s)
		}
		if f.Profile.Apostrophe {
			s = strings.TrimPrefix(s, "'")
		}
		trimmed := strings.TrimSpace(s)
		if f.empty[trimmed] {
			continue
		}
		if c.field.form != text {
			s = trimmed
		}
		f.chars = append(strconv.AppendInt(f.chars, int64(i), 10), 0x1f)
		f.chars = append(append(f.chars, s...), 0x1e)
		b.take(c, s, f.table.Date1904)
	}
	_, _ = b.sum.Write(f.chars) // a hash never fails
}

// distinct makes the key of a row without a number differ from those of its equals before it.
func (f *File) distinct(key string) string {
	f.seen[key]++
	if n := f.seen[key]; n > 1 {
		return key + "-" + strconv.Itoa(n)
	}
	return key
}

// maxRaw bounds the text of a row kept for quarantine.
const maxRaw = 64 << 10

func raw(cells []string) string {
	s := strings.Join(cells, "\t")
	if len(s) > maxRaw {
		s = strings.ToValidUTF8(s[:maxRaw], "") + "…"
	}
	return s
}

// maxGrouped bounds the appeals of a file whose rows must be put together before any can be told.
const maxGrouped = 300_000

// nextGroup tells appeals put together from rows of one number, in the order in which the numbers first appear.
func (f *File) nextGroup() (Row, bool, error) {
	if !f.group {
		if err := f.readGroups(); err != nil {
			return Row{}, false, err
		}
		f.group = true
	}
	if len(f.grouped) == 0 {
		return Row{}, false, nil
	}
	row := f.grouped[0]
	f.grouped = f.grouped[1:]
	return row, true, nil
}

func (f *File) readGroups() error {
	at := map[string]int{}
	for {
		row, more, err := f.nextRow()
		if err != nil {
			return err
		}
		if !more {
			return nil
		}
		if row.Fault != "" {
			f.grouped = append(f.grouped, row)
			continue
		}
		q := model.Question{Topic: row.Facts.Topic, Text: f.build.question, Outcome: row.Facts.Outcome}
		i, known := at[row.Key]
		if !known {
			if len(at) >= maxGrouped {
				return model.Faultf(model.BadData, "«%s»: файл слишком велик. Выгрузите данные за меньший период.", f.Name)
			}
			row.Facts.Questions = []model.Question{q}
			at[row.Key] = len(f.grouped)
			f.grouped = append(f.grouped, row)
			continue
		}
		f.grouped[i].join(row, q)
	}
}

// join adds a question to the appeal that an earlier row began; what that row did not tell, this one may.
func (r *Row) join(more Row, q model.Question) {
	mine, theirs := r.Facts, more.Facts
	mine.Questions = append(mine.Questions, q)
	if mine.Finished != 0 && (theirs.Finished == 0 || theirs.Finished > mine.Finished) {
		mine.Finished, mine.Registration.Finished = theirs.Finished, theirs.Registration.Finished
	}
	if mine.Outcome != theirs.Outcome {
		mine.Outcome = "" // questions ended differently: each keeps its own
	}
	first(&mine.Answered, theirs.Answered)
	first(&mine.Registration.Executor, theirs.Registration.Executor)
	sum := sha256.Sum256([]byte(r.Digest + more.Digest))
	r.Digest = hex.EncodeToString(sum[:])
}

// All reads the rest of the file, for tests and short lists.
func (f *File) All() ([]Row, error) {
	var rows []Row
	for {
		row, more, err := f.Next()
		if err != nil || !more {
			return rows, err
		}
		rows = append(rows, row)
	}
}

var _ io.Closer = (*File)(nil)
