package store

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store/search"
)

// compiler turns a filter into SQL over the appeal table. It agrees with query.Match; values are always arguments.
type compiler struct {
	conditions
	snap   *Snapshot
	person access.Person
	facets *facets
	stems  *search.Stemmer
	common func(stem string) bool
	now    time.Time
	match  []string // expressions of the text index that must all hold: words at the top of the filter
	// without are those none of which may hold
	without []string
	open    bool // the filter asks for open cases only, so the partial indexes serve it
	short   bool // the filter asks for a short time of answers or closings: an index has these, no order is worth a walk through all
	fault   error
}

// compiled is a filter as SQL.
type compiled struct {
	conditions
	match string
	open  bool
	short bool
}

// compile reads the filter for one person: rights narrow it to what they may see.
func (s *Store) compile(snap *Snapshot, person access.Person, e query.Expr, now time.Time) (compiled, error) {
	c := &compiler{snap: snap, person: person, facets: s.facets, now: now, stems: s.stemmer(), common: s.isCommon}
	defer s.stemmers.Put(c.stems)
	units, ok := person.SeesList()
	if !ok {
		return compiled{}, model.Faultf(model.Forbidden, "Нет права смотреть обращения: сегодня у вас нет роли в МЦУ. Роли назначает администратор МЦУ.")
	}
	if len(units) > 0 {
		c.and(c.inInts("unit", units))
	}
	c.top(e)
	if c.fault != nil {
		return compiled{}, c.fault
	}
	match := c.expression()
	return compiled{conditions: c.conditions, match: match, open: c.open, short: c.short}, nil
}

// expression is what the text index is asked for; "" for nothing.
func (c *compiler) expression() string {
	all := strings.Join(c.match, " AND ")
	if all == "" { // the index cannot say what is not in it
		for _, w := range c.without {
			c.and("(" + c.matching(w) + ") IS NOT TRUE")
		}
		return ""
	}
	if len(c.without) == 0 {
		return all
	}
	return "(" + all + ") NOT (" + strings.Join(c.without, " OR ") + ")"
}

// shortTime is up to how many seconds of answers or closings are put into another order. Of a million cases over ten years a month takes 40 ms so,
// a year 0.4 s; walked in the order of the list until they come, a year took 2.3 s.
const shortTime = 400 * 24 * 60 * 60

// shortly tells whether one of the conditions bounds the answers or the closings to a short time.
func (c *compiler) shortly(all query.And) bool {
	return slices.ContainsFunc(all, func(x query.Expr) bool {
		t, ok := x.(query.Term)
		if !ok || t.Field != query.FieldAnswered && t.Field != query.FieldClosed {
			return false
		}
		in, ok := t.Interval(c.now, c.snap.Zone())
		return ok && min(in.To, c.now.Unix())-in.From <= shortTime
	})
}

// top compiles the outermost conjunction: its words drive the text index, its dimensions narrow it there.
func (c *compiler) top(e query.Expr) {
	all, ok := e.(query.And)
	if !ok && e != nil {
		all = query.And{e}
	}
	all = joinPhones(all)
	hasWords := slices.ContainsFunc(all, func(x query.Expr) bool { _, is := x.(query.Word); return is })
	c.short = c.shortly(all)
	for _, x := range all { // first: other conditions are shorter among open cases
		switch x := x.(type) {
		case query.Term:
			c.noteOpen(x)
		case query.Or:
			c.open = c.open || openStages(x)
		}
	}
	for _, x := range all {
		switch x := x.(type) {
		case query.Word:
			if m := c.word(x); m != "" {
				c.match = append(c.match, "("+m+")")
			}
			continue
		case query.Not:
			if w, ok := x.X.(query.Word); ok && hasWords { // within the index, beside the words it is excluded from
				if m := c.word(w); m != "" {
					c.without = append(c.without, "("+m+")")
				}
				continue
			}
		case query.Term:
			if hasWords {
				c.dimension(x)
			}
		}
		c.and(c.expr(x))
	}
	if c.open {
		c.parts = append([]string{"open = 1"}, c.parts...)
	}
}

// joinPhones puts the parts of phones among the words together.
func joinPhones(all query.And) query.And {
	var out query.And
	for i := 0; i < len(all); {
		var words []query.Word
		for _, x := range all[i:] {
			w, ok := x.(query.Word)
			if !ok {
				break
			}
			words = append(words, w)
		}
		for _, w := range search.JoinPhones(words) {
			out = append(out, w)
		}
		if i += len(words); i < len(all) {
			out = append(out, all[i])
			i++
		}
	}
	return out
}

// noteOpen sees that only open cases can match.
func (c *compiler) noteOpen(t query.Term) {
	if flag, ok := t.Value.(query.Flag); ok && t.Field == query.FieldOpen && bool(flag) {
		c.open = true
	}
	if openStage(t) {
		c.open = true
	}
}

func openStage(e query.Expr) bool {
	t, ok := e.(query.Term)
	if !ok || t.Field != query.FieldStage {
		return false
	}
	id, ok := t.Value.(query.Enum)
	return ok && model.StageID(id).Open()
}

func openStages(or query.Or) bool {
	return !slices.ContainsFunc(or, func(e query.Expr) bool { return !openStage(e) })
}

// dimension adds a filter's value as a token of the text index: a common word with a rare place is found at once.
func (c *compiler) dimension(t query.Term) {
	var tokens []string
	switch v := t.Value.(type) {
	case query.Enum:
		if t.Field == query.FieldChannel {
			tokens = []string{search.ChannelToken(model.ChannelID(v))}
		}
	case query.Text:
		if t.Field == query.FieldPlace {
			for _, place := range c.facets.containing(facetPlace, russian.Fold(string(v)), t.Op == query.Eq) {
				tokens = append(tokens, search.PlaceToken(place))
			}
		}
	}
	if len(tokens) > 0 && len(tokens) <= 20 {
		c.match = append(c.match, search.Dimension(tokens))
	}
}

// word compiles full text; who asks without the right to names searches the other words only.
func (c *compiler) word(w query.Word) string {
	if !c.person.ReadsTexts() {
		c.fault = model.Faultf(model.Forbidden, "Искать по тексту обращений могут те, кто их читает. Администратор МЦУ тексты не читает.")
		return ""
	}
	m := c.stems.Match(w.Text, w.Phrase, c.common)
	if m != "" && !c.person.ReadsNames() {
		m = "{txt dim} : (" + m + ")"
	}
	return m
}

func (c *compiler) expr(e query.Expr) string {
	switch e := e.(type) {
	case query.And:
		return c.join(e, " AND ")
	case query.Or:
		if ids, ok := ownNumbers(e); ok {
			return "id IN (SELECT value FROM json_each(" + c.arg(ids) + "))"
		}
		return c.join(e, " OR ")
	case query.Not:
		return "(" + c.expr(e.X) + ") IS NOT TRUE"
	case query.Word:
		return c.matching(c.word(e))
	case query.Term:
		return c.term(e)
	}
	return "TRUE"
}

// ownNumbers are the numbers that a condition lists, as JSON: the cases of a figure may be thousands, more than an expression may be deep.
func ownNumbers(or query.Or) (string, bool) {
	b := []byte{'['}
	for i, e := range or {
		t, ok := e.(query.Term)
		n, number := t.Value.(query.Number)
		if !ok || !number || t.Field != query.FieldNumber || t.Op != query.Is && t.Op != query.Eq {
			return "", false
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return string(append(b, ']')), true
}

func (c *compiler) join(all []query.Expr, by string) string {
	parts := make([]string, len(all))
	for i, x := range all {
		parts[i] = c.expr(x)
	}
	return "(" + strings.Join(parts, by) + ")"
}

// matching is a text condition inside a larger one.
func (c *compiler) matching(match string) string {
	if match == "" {
		return "TRUE"
	}
	return "search_id IN (SELECT rowid FROM search WHERE search MATCH " + c.arg(match) + ")"
}

var enumColumns = map[query.Field]string{query.FieldStage: "stage", query.FieldChannel: "channel", query.FieldKind: "kind",
	query.FieldGenre: "genre", query.FieldPriority: "priority", query.FieldOutcome: "outcome"}

func (c *compiler) term(t query.Term) string {
	switch v := t.Value.(type) {
	case query.Enum:
		return c.enum(t.Field, v)
	case query.Flag:
		return c.flag(t.Field, bool(v))
	case query.Text:
		return c.text(t, string(v))
	case query.TopicCode:
		return "instr(topic_codes, " + c.arg(" "+string(v)+".") + ") > 0"
	case query.HolderKey:
		if strings.Contains(string(v), ":") || v == "head" {
			return "holder = " + c.arg(string(v))
		}
		return "holder >= " + c.arg(string(v)+":") + " AND holder < " + c.arg(string(v)+";")
	case query.Me:
		return c.mine(t.Field)
	case query.None:
		return c.missing(t.Field)
	}
	if in, ok := t.Interval(c.now, c.snap.Zone()); ok && t.Field == query.FieldPromise {
		return "(promise <> '' AND promise >= " + c.arg(c.firstDay(in.From)) + " AND promise < " + c.arg(c.firstDay(in.To)) + ")"
	} else if ok {
		column, to := instantColumns[t.Field], c.arg(min(in.To, int64(noDeadline)))
		if !c.short && (t.Field == query.FieldAnswered || t.Field == query.FieldClosed) {
			column = "+" + column // of years there are too many to put into an order: the list is walked in its own
		}
		within := column + " >= " + c.arg(in.From) + " AND " + column + " < " + to
		if t.Field == query.FieldDue && c.open {
			within += " AND sort_at < " + to // it is never later, and an index of open cases goes by it
		}
		return "(" + within + ")"
	}
	return c.number(t)
}

// firstDay is the first civil date that does not begin before the instant: promises are dates.
func (c *compiler) firstDay(at int64) string {
	if at >= int64(noDeadline) {
		return "9999-12-31"
	}
	t := time.Unix(max(at, 0), 0).In(c.snap.Zone())
	if midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location()); t.After(midnight) {
		t = t.AddDate(0, 0, 1)
	}
	return t.Format(time.DateOnly)
}

func (c *compiler) enum(f query.Field, v query.Enum) string {
	if f == query.FieldHas {
		switch v {
		case query.HasDraft:
			return "drafts > 0"
		case query.HasReply:
			return "replies > 0"
		case query.HasPromise:
			return "promise <> ''"
		case query.HasScore:
			return "scored > 0"
		case query.HasTwin:
			return c.matching(search.Dimension([]string{search.TwinToken(0)}))
		case query.HasUnconfirmed:
			return c.matching(search.Dimension([]string{search.UnconfirmedToken}))
		case query.HasComplaint:
			return "(mark BETWEEN 1 AND 2 AND scored = 0 AND open = 0)"
		case query.HasSample:
			every := c.snap.Office.Settings.Sample
			if every <= 0 {
				every = stats.UsualSample
			}
			answered := "answered_at"
			if c.short {
				answered = "+answered_at" // or SQLite begins at the first answer of all, not at the recent ones
			}
			return "(scored = 0 AND open = 0 AND " + answered + " > 0 AND (mark BETWEEN 1 AND 2 OR id % " + c.arg(every) + " = 0))"
		}
		return "mark > 0"
	}
	if f == query.FieldPriority && v == query.PriorityNormal {
		v = ""
	}
	if f == query.FieldChannel {
		return "(channel = " + c.arg(string(v)) + " OR (also <> '' AND instr(char(10) || also, " + c.arg("\n"+string(v)+":") + ") > 0))"
	}
	return enumColumns[f] + " = " + c.arg(string(v))
}

func (c *compiler) flag(f query.Field, yes bool) string {
	switch f {
	case query.FieldOpen:
		return "open = " + bit(yes)
	case query.FieldWaiting:
		return "waiting = " + bit(yes)
	}
	now := strconv.FormatInt(c.now.Unix(), 10)
	switch {
	case c.open && yes: // the verdict is NULL while a case is open: an index over open cases has all that is asked
		return "late_from BETWEEN 1 AND " + now
	case c.open:
		return "late_from NOT BETWEEN 1 AND " + now
	case yes:
		return "((open = 1 AND late_from BETWEEN 1 AND " + now + ") OR late = 1)"
	}
	return "((open = 1 AND late_from BETWEEN 1 AND " + now + ") OR late = 1) IS NOT TRUE"
}

func bit(yes bool) string {
	if yes {
		return "1"
	}
	return "0"
}

var instantColumns = map[query.Field]string{query.FieldDue: "late_from", query.FieldAnswerBy: "sort_at",
	query.FieldReceived: "received", query.FieldAnswered: "answered_at", query.FieldClosed: "closed_at"}

func (c *compiler) missing(f query.Field) string {
	switch f {
	case query.FieldPromise:
		return "promise = ''"
	case query.FieldAnswerBy:
		return "sort_at >= " + c.arg(int64(noDeadline))
	case query.FieldDue, query.FieldReceived, query.FieldAnswered, query.FieldClosed:
		return "coalesce(" + instantColumns[f] + ", 0) = 0"
	case query.FieldMark:
		return "mark = 0"
	case query.FieldUnit:
		return "unit = 0"
	case query.FieldTopic:
		return "(topic = '' AND topic_group = '' AND topic_codes = '')"
	case query.FieldHolder:
		return "holder = ''"
	case query.FieldPlace:
		return "place = ''"
	case query.FieldProblem:
		return "(" + attachedTo("") + ") IS NOT TRUE"
	}
	return "FALSE"
}

func (c *compiler) number(t query.Term) string {
	if t.Field == query.FieldProblem {
		return attachedTo(" AND " + c.compare("n.id", "", t))
	}
	column := map[query.Field]string{query.FieldMark: "mark", query.FieldUnit: "unit", query.FieldNumber: "id"}[t.Field]
	if column == "" {
		return "FALSE"
	}
	known := ""
	if column != "id" {
		known = column + " > 0 AND "
	}
	return c.compare(column, known, t)
}

// compare holds a column against a number or a range.
func (c *compiler) compare(column, known string, t query.Term) string {
	switch v := t.Value.(type) {
	case query.Number:
		op := string(t.Op)
		if t.Op == query.Is || t.Op == query.Eq {
			op = "="
		}
		return "(" + known + column + " " + op + " " + c.arg(int64(v)) + ")"
	case query.Range:
		from, _ := v.From.(query.Number)
		to, _ := v.To.(query.Number)
		return "(" + known + column + " BETWEEN " + c.arg(int64(min(from, to))) + " AND " + c.arg(int64(max(from, to))) + ")"
	}
	return "FALSE"
}

// inStrings is «column IN (…)», or FALSE for an empty list.
func (c *compiler) inStrings(column string, list []string) string {
	if len(list) == 0 {
		return "FALSE"
	}
	slices.Sort(list)
	if len(list) == 1 {
		return column + " = " + c.arg(list[0])
	}
	marks := make([]string, len(list))
	for i, v := range list {
		marks[i] = c.arg(v)
	}
	// The plus keeps the order's own index in charge: by several values of another one all rows would have to be sorted.
	return "+" + column + " IN (" + strings.Join(marks, ", ") + ")"
}

func (c *compiler) inInts(column string, list []model.UnitID) string {
	if len(list) == 0 {
		return "FALSE"
	}
	marks := make([]string, len(list))
	for i, v := range list {
		marks[i] = strconv.FormatInt(int64(v), 10)
	}
	return column + " IN (" + strings.Join(marks, ", ") + ")"
}
