package store

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
)

// personal are words of citizens that must leave no trace. The first letters are left out: the text index does not repeat what
// a word has in common with the one before it, and the invented words begin like no other.
var personal = []string{"фырлинск", "9005557788", "555-77-88", "хломоин", "жвист", "церновая", "церновой", "езвонитць", "vk.example/wall777",
	"недописанное", "еразборчиво", "шибочно",
	// What leads to the citizen from outside: the number he knows, the post, his page, the answer under it. Short numbers would be met by chance in a hash.
	"4715263948", "5826374159", "x.example/post77", "x.example/answer77", "com/id4815162", "овое.письмо@x.example"}

// written enters the words above in every way there is and closes the case; it gives the appeal.
func (d *desk) written() model.AppealID {
	d.t.Helper()
	r := d.do(curator, 0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelIM, ExternalID: "88001",
		SecondID: "804715263948", Linked: "905826374159", Card: "https://qx.example/post77", Source: "https://vk.com/id4815162"},
		Received: model.InstantOf(d.now), Body: model.Words("Гхломоина у подъезда"), Topic: model.Topic{Title: "Дороги", Group: "Благоустройство"},
		Place: "пгт Ревда", Address: model.Words("ул. Ыжвистая, 7"), Applicant: model.Applicant{Kind: model.ApplicantPerson,
			Name: model.Words("Цфырлинская Алла"), Contact: model.Words("+7 900 555-77-88 vk.example/wall777")}}})
	id := model.AppealID(r.Created[0].ID)
	d.do(curator, id, &model.Sort{Essence: model.Words("Гхломоина на ул. Ыжвистая")}, &model.Assign{Unit: 1})
	d.do(preparer, id, &model.AddNote{Text: model.Words("Цфырлинская просила перезвонитць")})
	d.do(preparer, id, &model.WriteDraft{Text: model.Words("Шцерновая версия, после церновой, для Цфырлинской")}, &model.Submit{})
	d.do(curator, id, &model.Return{Reason: "неясно", Comment: model.Words("Про Ыжвистую не сказано")})
	d.do(preparer, id, &model.WriteDraft{Text: model.Words("Гхломоину засыпали")}, &model.Submit{})
	d.do(curator, id, &model.Approve{})
	d.do(curator, id, &model.Answer{Outcome: model.OutcomeSolved, Link: model.Words("https://qx.example/answer77")})
	d.do(curator, id, &model.Sync{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelIM, ExternalID: "88077",
		SecondID: "804715263948", Source: "e-mail новое.письмо@x.example"}, Received: model.InstantOf(d.now)}})
	d.do(curator, id, &model.Close{Mark: 4})
	return id
}

// crowd works on other appeals before and after, so that pages are split, merged and moved around the words.
func (d *desk) crowd(n int) {
	for i := range n {
		id := d.receive(model.ChannelPOS, d.now.Format("150405")+string(rune('a'+i%26)), strings.Repeat("Обычная жалоба на снег и темноту. ", 1+i*7%40))
		if i%3 == 0 {
			d.do(curator, id, &model.Sort{}, &model.AddNote{Text: model.Words(strings.Repeat("Позвонили в управляющую компанию. ", 1+i%25))})
		}
	}
}

// traces lists the personal words that the bytes of the folder hold.
func traces(t testing.TB, folder string, words []string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(text, []byte(w)) {
				found = append(found, filepath.Base(path)+": "+w)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// statistics are the rows of the list without what may identify.
func (d *desk) statistics() []string {
	d.t.Helper()
	columns := strings.ReplaceAll(strings.ReplaceAll(appealColumns, "summary,", ""), "rev,", "")
	columns = strings.ReplaceAll(columns, "numbers,", "")
	var list []string
	rows, err := d.DB().Read().QueryContext(d.ctx, "SELECT json_array("+strings.ReplaceAll(columns, "figures", "hex(figures)")+") FROM appeal ORDER BY id")
	if err != nil {
		d.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			d.t.Fatal(err)
		}
		list = append(list, line)
	}
	return list
}

// forget applies retention whole.
func (d *desk) forget(who model.OfficialID) RetentionResult {
	d.t.Helper()
	plan, err := d.RetentionPlan(d.ctx, as(who))
	if err != nil {
		d.t.Fatal(err)
	}
	r, err := d.ApplyRetention(d.ctx, as(who), plan, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := d.Scrub(d.ctx); err != nil {
		d.t.Fatal(err)
	}
	return r
}

func TestErasedWordsLeaveNoTrace(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("SQLITE_TMPDIR", temp)
	d := newDesk(t)
	d.crowd(40)
	id := d.written()
	d.crowd(60)
	for i := range 120 { // pages around the words are split, and rows on them moved
		near := id - 20 + model.AppealID(i*13%40)
		if near != id {
			d.do(curator, near, &model.AddNote{Text: model.Words(strings.Repeat("Повторный звонок. ", 1+i*11%60))})
		}
	}
	again := d.receive(model.ChannelIM, "88002", "Прислано ошибочно, гхломоина на Ыжвистой")
	op, _, _ := d.LastOperation(d.ctx, as(curator))
	if _, err := d.Undo(d.ctx, as(curator), op.ID); err != nil {
		t.Fatal(again, err)
	}
	d.doOffice(curator, model.NounQuarantine, 0, &model.SetAside{Quarantine: model.Quarantine{Channel: model.ChannelIM, Reason: "нет даты",
		Raw: model.Words("неразборчиво; Цфырлинская"), Key: "k1", At: model.InstantOf(d.now)}})
	if err := d.SaveBuffer(d.ctx, id, curator, 1, "недописанное Цфырлинской"); err != nil {
		t.Fatal(err)
	}
	if err := d.SaveDesk(d.ctx, curator, map[string]string{"query": "Цфырлинская"}); err != nil {
		t.Fatal(err)
	}
	there := strings.Join(traces(t, filepath.Dir(d.Path()), personal), "\n")
	for _, w := range personal {
		if !strings.Contains(there, w) {
			t.Errorf("%s is not there to begin with", w)
		}
	}
	before := d.statistics()
	d.now = d.now.AddDate(5, 1, 0)
	r := d.forget(admin)
	if len(r.Destroyed) != 3 || len(r.Skipped) != 0 {
		t.Fatalf("destroyed %+v, skipped %+v", r.Destroyed, r.Skipped)
	}
	if found := traces(t, filepath.Dir(d.Path()), personal); len(found) > 0 {
		t.Errorf("left in the file: %v", found)
	}
	if found := traces(t, temp, personal); len(found) > 0 {
		t.Errorf("left in temporary files: %v", found)
	}
	if after := d.statistics(); !slices.Equal(before, after) {
		for i := range before {
			if before[i] != after[i] {
				t.Errorf("statistics changed:\n%s\n%s", before[i], after[i])
			}
		}
	}
	for _, q := range []string{"гхломоина", "заявитель:Цфырлинская", "шцерновая"} {
		if got := d.found(curator, q); len(got) != 0 {
			t.Errorf("%s still finds %v", q, got)
		}
	}
	if got := d.found(curator, "номер:88001"); !slices.Equal(got, []model.AppealID{id}) {
		t.Errorf("the number finds %v", got)
	}
	d.mustVerify()
	d.mustReplay()
	if plan, err := d.RetentionPlan(d.ctx, as(admin)); err != nil || plan.Total() != 0 || plan.Erasing {
		t.Errorf("%+v %v", plan, err)
	}
}

func TestAnonymisedStaysSo(t *testing.T) {
	d := newDesk(t)
	id := d.written()
	last, _, _ := d.LastOperation(d.ctx, as(curator))
	d.now = d.now.AddDate(5, 1, 0)
	d.forget(curator)
	a := d.appeal(id)
	if a.Anonymised == 0 || a.Stage != model.StageClosed || a.Mark != 4 {
		t.Fatalf("%+v", a)
	}
	for _, x := range a.Texts() {
		if x.Body != "" {
			t.Fatal("a text is still there")
		}
	}
	if _, err := d.Undo(d.ctx, as(curator), last.ID); model.CodeOf(err) != model.Conflict {
		t.Errorf("what was done before could be undone: %v", err)
	}
	var op string
	if err := d.DB().Read().QueryRowContext(d.ctx, "SELECT operation FROM journal WHERE action = 'anonymise'").Scan(&op); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(d.ctx, as(curator), op); model.CodeOf(err) != model.Forbidden {
		t.Errorf("erasing could be undone: %v", err)
	}
	facts := model.Facts{Registration: model.Registration{Channel: model.ChannelIM, ExternalID: "88001"}, Received: a.Received,
		Body: model.Words("Гхломоина у подъезда")}
	for _, action := range []model.Action{&model.Sync{Facts: facts}, &model.Reopen{Reason: "ошибка"}, &model.AddNote{Text: model.Words("x")}, &model.Anonymise{}} {
		if _, err := d.try(curator, id, action); model.CodeOf(err) != model.Stage {
			t.Errorf("%s: %v", action.Name(), err)
		}
	}
	d.mustVerify()
}

func TestRetentionIsPerChannelAndForTheRightPeople(t *testing.T) {
	d := newDesk(t)
	id := d.written()
	open := d.receive(model.ChannelIM, "88009", "Ещё в работе")
	snap, err := d.Snapshot(d.ctx)
	if err != nil {
		t.Fatal(err)
	}
	settings := snap.Office.Settings
	settings.Retention = map[model.ChannelID]int{model.ChannelIM: 3, model.ChannelSED: 10}
	d.doOffice(admin, model.NounSettings, 1, &model.PutSettings{Settings: settings})
	d.now = d.now.AddDate(3, 0, -1)
	if _, err := d.try(admin, id, &model.Anonymise{}); model.CodeOf(err) != model.Stage || !strings.Contains(err.Error(), "хранится по") {
		t.Errorf("before the time: %v", err)
	}
	d.pass(48 * time.Hour)
	for _, who := range []model.OfficialID{preparer, control, stranger} {
		if _, err := d.RetentionPlan(d.ctx, as(who)); model.CodeOf(err) != model.Forbidden {
			t.Errorf("%d looked: %v", who, err)
		}
		if _, err := d.try(who, id, &model.Anonymise{}); model.CodeOf(err) != model.Forbidden {
			t.Errorf("%d erased: %v", who, err)
		}
	}
	if _, err := d.try(admin, open, &model.Anonymise{}); model.CodeOf(err) != model.Stage {
		t.Errorf("an open case: %v", err)
	}
	plan, err := d.RetentionPlan(d.ctx, as(admin))
	if err != nil || plan.Total() != 1 || len(plan.Channels) != 1 || plan.Channels[0].Years != 3 || plan.Channels[0].Appeals != 1 || plan.Unclosed != 1 {
		t.Fatalf("%+v %v", plan, err)
	}
	settings.Retention[model.ChannelIM] = 0
	if _, err := d.Do(d.ctx, as(admin), Op{Steps: []Step{{Ref: model.Ref{Noun: model.NounSettings, ID: 1}, Action: &model.PutSettings{Settings: settings}}}}); model.CodeOf(err) != model.Usage {
		t.Errorf("no years: %v", err)
	}
}
