package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/query"
)

func TestSearchForgives(t *testing.T) {
	d := newDesk(t)
	yard := d.receive(model.ChannelIM, "770110", "Ямы во дворе, ёлка упала на дорогу")
	boiler := d.receive(model.ChannelPOS, "900555", "Котельная снова дымит")
	for text, want := range map[string]model.AppealID{
		"яма": yard, "елка": yard, "ЁЛКИ": yard, "rjntkmyfz": boiler, "котел": boiler, "900555": boiler, "0555": boiler,
		"номер:7011": yard, `"упала на дорогу"`: yard, "заявитель:снегирева номер:770": yard, "тема:дорог номер:900555": boiler,
		"канал:пос": boiler, "место:ревда котельная": boiler, "8-900-000-12-34 ямы": yard,
	} {
		if got := d.found(curator, text); !slices.Equal(got, []model.AppealID{want}) {
			t.Errorf("%s: found %v, want %d", text, got, want)
		}
	}
	for _, text := range []string{"трактор", "-ямы -котельная", "номер:99999", `"дорогу упала"`} {
		if got := d.found(curator, text); len(got) != 0 {
			t.Errorf("%s: found %v", text, got)
		}
	}
}

func TestTextOfTheUserIsNoSyntax(t *testing.T) {
	d := newDesk(t)
	d.receive(model.ChannelIM, "1", "Ямы")
	for _, text := range []string{`"`, `*`, `a"b`, `NEAR(`, `txt:`, `(яма`, `яма OR`, `'; DROP TABLE appeal; --`, `$1 $2`, "\x00"} {
		q := query.Query{Expr: query.And{query.Word{Text: text}, query.Word{Text: text, Phrase: true}}}
		if _, err := d.List(d.ctx, as(curator), ListRequest{Query: q}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if _, err := d.Count(d.ctx, as(curator), []query.Query{q}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWhoSeesWhat(t *testing.T) {
	d := newDesk(t)
	a := d.receive(model.ChannelIM, "1", "Ямы у дома, звоните 8 900 000-12-34")
	b := d.receive(model.ChannelIM, "2", "Школа закрыта")
	d.do(curator, a, &model.Sort{}, &model.Assign{Unit: 1})
	d.do(curator, b, &model.Sort{}, &model.Assign{Unit: 2})
	if got := d.found(preparer, ""); !slices.Equal(got, []model.AppealID{a}) {
		t.Errorf("the unit sees %v", got)
	}
	if _, err := d.Card(d.ctx, as(preparer), b, false); model.CodeOf(err) != model.Forbidden {
		t.Errorf("another unit's card: %v", err)
	}
	page, err := d.List(d.ctx, as(admin), ListRequest{})
	if err != nil || len(page.Rows) != 2 || page.Rows[0].Summary != "" {
		t.Errorf("the administrator reads texts: %+v %v", page.Rows, err)
	}
	if _, err := d.List(d.ctx, as(admin), ListRequest{Query: query.Query{Expr: query.Word{Text: "ямы"}}}); model.CodeOf(err) != model.Forbidden {
		t.Errorf("the administrator searches in texts: %v", err)
	}
	card, err := d.Card(d.ctx, as(control), a, false)
	if err != nil || card.Appeal.Body.Body == "" || card.Appeal.Applicant.Name.Body != "" {
		t.Errorf("control: text %t, name %q, %v", card.Text, card.Appeal.Applicant.Name.Body, err)
	}
	if got := d.found(control, "снегирева"); len(got) != 0 {
		t.Errorf("control finds people by name: %v", got)
	}
	page, _ = d.List(d.ctx, as(curator), ListRequest{Query: query.Query{Expr: query.Word{Text: "ямы"}}})
	if strings.Contains(page.Rows[0].Summary, "000-12-34") {
		t.Errorf("the list shows a phone: %s", page.Rows[0].Summary)
	}
	if _, err := d.List(d.ctx, as(99), ListRequest{}); model.CodeOf(err) != model.Forbidden {
		t.Errorf("a stranger: %v", err)
	}
}

func TestViewsOfPersonalDataAreKept(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "1", "Ямы")
	for _, again := range []bool{false, true} {
		if _, err := d.Card(d.ctx, as(curator), id, again); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := d.Journal(d.ctx, as(curator), JournalRequest{Ref: model.AppealRef(id)})
	if err != nil {
		t.Fatal(err)
	}
	views := 0
	for _, r := range rows {
		if r.Ref.Noun == model.NounRecord {
			views++
		}
	}
	if views != 1 {
		t.Fatalf("%d views", views)
	}
}

// TestPagesAreTheWholeList: pages read forwards, backwards and around any row join into the same list, in every order.
func TestPagesAreTheWholeList(t *testing.T) {
	d := newDesk(t)
	for i := range 23 {
		d.receive(model.Channels()[i%3], fmt.Sprint(1000+i), "Ямы и дороги")
		d.pass(time.Duration(i%4) * 24 * time.Hour)
	}
	for _, text := range []string{"", "ямы", "ямы порядок:получено", "порядок:канал,-получено", "порядок:-срок", "открыто:да порядок:место"} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		all := d.page(q, ListRequest{Limit: 100})
		if len(all.Rows) != 23 || !all.AtStart || !all.AtEnd {
			t.Fatalf("%q: %d rows", text, len(all.Rows))
		}
		var forth []model.AppealID
		for p := d.page(q, ListRequest{Limit: 5}); ; p = d.page(q, ListRequest{Where: After, Key: p.Rows[len(p.Rows)-1].Key, Limit: 5}) {
			forth = append(forth, ids(p.Rows)...)
			if p.AtEnd {
				break
			}
		}
		if !slices.Equal(forth, ids(all.Rows)) {
			t.Errorf("%q forwards: %v, want %v", text, forth, ids(all.Rows))
		}
		var back []model.AppealID
		for p := d.page(q, ListRequest{Where: FromEnd, Limit: 5}); ; p = d.page(q, ListRequest{Where: Before, Key: p.Rows[0].Key, Limit: 5}) {
			back = append(ids(p.Rows), back...)
			if p.AtStart {
				break
			}
		}
		if !slices.Equal(back, ids(all.Rows)) {
			t.Errorf("%q backwards: %v, want %v", text, back, ids(all.Rows))
		}
		mid := all.Rows[11]
		p := d.page(q, ListRequest{Where: Around, ID: mid.ID, Limit: 6})
		if !slices.Equal(ids(p.Rows), ids(all.Rows[8:14])) || !p.Found {
			t.Errorf("%q around: %v, want %v", text, ids(p.Rows), ids(all.Rows[8:14]))
		}
	}
}

func (d *desk) page(q query.Query, r ListRequest) Page {
	d.t.Helper()
	r.Query = q
	p, err := d.List(d.ctx, as(curator), r)
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

func ids(rows []Row) []model.AppealID {
	var out []model.AppealID
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

// TestCountsAgreeWithLists: every counter is the length of its list.
func TestCountsAgreeWithLists(t *testing.T) {
	d := newDesk(t)
	for i := range 12 {
		id := d.receive(model.Channels()[i%4], fmt.Sprint(1000+i), "Ямы")
		if i%2 == 0 {
			d.do(curator, id, &model.Sort{}, &model.Assign{Unit: model.UnitID(1 + i%4/2)})
		}
	}
	d.pass(40 * 24 * time.Hour)
	var filters []query.Query
	texts := []string{"", "стадия:новое", "открыто:да просрочено:да", "держатель:я", "срок:сегодня открыто:да", "канал:пос,им открыто:да",
		"стадия:новое или стадия:назначено", "ямы", "-стадия:новое открыто:да", "держатель:жкх", "просрочено:нет", "стадия:закрыто"}
	for _, x := range texts {
		q, err := query.Parse(x)
		if err != nil {
			t.Fatal(err)
		}
		filters = append(filters, q)
	}
	tallies, err := d.Count(d.ctx, as(curator), filters)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range texts {
		if n := len(d.found(curator, x)); tallies[i].N != n {
			t.Errorf("%q: counted %d, listed %d", x, tallies[i].N, n)
		}
	}
}

// TestHotQueriesUseIndexes: no list or counter a desk shows may read the whole table.
func TestHotQueriesUseIndexes(t *testing.T) {
	d := newDesk(t)
	rare := map[string]string{"есть:обещание порядок:обещание": "INDEX appeal_promise", "есть:выборка отвечено:<31д": "INDEX appeal_answered",
		"есть:плохая-оценка": "INDEX appeal_unhappy", "отвечено:сегодня": "INDEX appeal_answered", "закрыто:эта-неделя место:ревда": "INDEX appeal_closed",
		"ждём:да": "INDEX appeal_waiting", "есть:проект": "INDEX appeal_drafted"} // few cases of many: only they are looked at, and may be put in order
	for _, text := range append(slices.Collect(maps.Keys(rare)), "", "открыто:да", "стадия:новое", "открыто:да держатель:я", "открыто:да просрочено:да", "ямы",
		"открыто:да держатель:жкх", "порядок:получено", "отвечено:<500д", "стадия:проверка", "ямы канал:пос", "ямы стадия:новое", "ямы открыто:да просрочено:да") {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, where := range []Where{FromStart, After} {
			r := ListRequest{Query: q, Where: where, Limit: 50}
			l, err := d.lister(d.ctx, as(curator), r)
			if err != nil {
				t.Fatal(err)
			}
			var place []any
			if where == After {
				place = make([]any, len(l.keys))
				for i := range place {
					place[i] = 1
				}
			}
			statement, args := l.statement(place, false, false, 51)
			plan := explain(t, d.ctx, d.Store, statement, args)
			if strings.Contains(plan, "SCAN appeal\n") || strings.Contains(plan, "TEMP B-TREE") && rare[text] == "" {
				t.Errorf("%q: %s\n%s", text, statement, plan)
			}
			if own := rare[text]; own != "" && !strings.Contains(plan, own) {
				t.Errorf("%q walks more than %s:\n%s", text, own, plan)
			}
			if l.match != "" && l.open && !strings.Contains(plan, "INDEX appeal_open") {
				t.Errorf("%q is not bounded by the open cases:\n%s", text, plan)
			}
		}
	}
}

func explain(t *testing.T, ctx context.Context, s *Store, statement string, args []any) string {
	t.Helper()
	rows, err := s.db.Read().QueryContext(ctx, "EXPLAIN QUERY PLAN "+statement, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		b.WriteString(detail + "\n")
	}
	return b.String()
}
