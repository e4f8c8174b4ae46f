package settings

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/store"
	"kurator/store/job/upkeep"
	"kurator/ui/action"
	"kurator/ui/key"
	"kurator/ui/pane"
	"kurator/ui/theme"
)

// desk is the pane over a database with one open case of ПОС.
type desk struct {
	*Settings
	t   *testing.T
	env *pane.Env
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	ctx, now := context.Background(), time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	s, _, err := upkeep.OpenOrCreate(ctx, filepath.Join(t.TempDir(), "k.db"), store.Options{Now: func() time.Time { return now }}, "me")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	me, err := s.Enter(ctx, store.Identity{Account: "me", Via: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Do(ctx, me, store.Op{Title: "Принято", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{
		Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: "9001"}, Received: model.InstantOf(now)}}}}})
	if err != nil {
		t.Fatal(err)
	}
	keys, faults := action.Bind(nil)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	th, err := theme.New("mono", "ascii", theme.Terminal{})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{New(), t, &pane.Env{Ctx: ctx, Store: s, Me: pane.Me{Actor: me}, Now: func() time.Time { return now }, Keys: keys, Theme: th}}
	d.again()
	d.Open(d.env, nil)
	return d
}

// again takes the surroundings as they are now, as the frame does after a change.
func (d *desk) again() {
	d.t.Helper()
	snap, err := d.env.Store.Snapshot(d.env.Ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	person, err := d.env.Store.Person(d.env.Ctx, d.env.Me.Actor)
	if err != nil {
		d.t.Fatal(err)
	}
	d.env.Snap, d.env.Zone, d.env.Me.Person = snap, snap.Zone(), person
	d.Changed(d.env, nil)
}

func (d *desk) screen() string {
	d.t.Helper()
	lines := d.View(d.env, 160, 60, true)
	if len(lines) != 60 {
		d.t.Fatalf("%d lines", len(lines))
	}
	return strings.Join(lines, "\n")
}

// list goes to a list by its title.
func (d *desk) list(title string) {
	d.t.Helper()
	for range d.sections {
		if d.sections[d.tabs.Current].title == title {
			return
		}
		d.Do(d.env, "settings.next")
	}
	d.t.Fatalf("no list «%s»", title)
}

// on puts the cursor on the row whose cells hold all the words.
func (d *desk) on(words ...string) {
	d.t.Helper()
	d.Do(d.env, action.First)
	for range d.entries {
		e, ok := d.current()
		text := ""
		for _, c := range e.cells {
			text += c.Text + "|"
		}
		found := ok
		for _, w := range words {
			found = found && strings.Contains(text, w)
		}
		if found {
			return
		}
		d.Do(d.env, action.Down)
	}
	d.t.Fatalf("no row with %q", words)
}

// press types into the dialog that an outcome has opened, and runs what it asks for.
func (d *desk) press(o pane.Outcome, keys ...string) pane.Outcome {
	d.t.Helper()
	dialog := o.Push
	for _, k := range keys {
		if dialog == nil {
			d.t.Fatalf("no dialog for %q: %+v", k, o)
		}
		press := key.Press{Name: k}
		if text, typed := strings.CutPrefix(k, "="); typed {
			for _, r := range text {
				dialog.Update(d.env, key.Press{Name: string(r), Text: string(r)})
			}
			continue
		}
		o = dialog.Update(d.env, press)
		if o.Push != nil {
			dialog = o.Push
		}
	}
	for o.Cmd != nil {
		o = d.Update(d.env, o.Cmd())
	}
	return o
}

func (d *desk) due() model.Date {
	d.t.Helper()
	card, err := d.env.Store.Card(d.env.Ctx, d.env.Me.Actor, 1, true)
	if err != nil {
		d.t.Fatal(err)
	}
	return card.Appeal.Due.Channel.Date
}

// TestTermIsChanged: a term that moves an open case asks first, with the case and its dates; «Нет» leaves everything.
func TestTermIsChanged(t *testing.T) {
	d := newDesk(t)
	d.list("Сроки")
	d.on("Ответ", "|ПОС|", "30 дней")
	edit := func() pane.Outcome {
		if err := d.Can(d.env, "settings.edit"); err != nil {
			t.Fatal(err)
		}
		return d.press(d.Do(d.env, "settings.edit"), "backspace", "backspace", "backspace", "=20d", "ctrl+s")
	}
	asked := edit()
	if asked.Push == nil {
		t.Fatalf("nothing was asked: %+v", asked)
	}
	question := strings.Join(asked.Push.View(d.env, 76, 20), "\n")
	for _, said := range []string{"срок 30d → 20d", "1 открытого обращения", "25.12.2026 → 15.12.2026"} {
		if !strings.Contains(strings.Join(strings.Fields(question), " "), said) {
			t.Errorf("«%s» is not said:\n%s", said, question)
		}
	}
	if o := d.press(asked, "enter"); o.Err != nil || d.due() != "2026-12-25" {
		t.Fatalf("«Нет» changed the term: %s", d.due())
	}
	if o := d.press(edit(), "tab", "enter"); o.Err != nil || o.Toast == nil || !o.Toast.Undo || d.due() != "2026-12-15" {
		t.Fatalf("%+v, due %s", o, d.due())
	}
	d.again()
	d.on("Ответ", "|ПОС|", "20 дней")
}

// TestWrongTermStaysInTheForm: what is wrong is said in the form and nothing typed is lost.
func TestWrongTermStaysInTheForm(t *testing.T) {
	d := newDesk(t)
	d.list("Часы")
	d.on("Рабочее время администрации")
	o := d.Do(d.env, "settings.edit")
	form := o.Push
	d.press(o, "tab", "=; sat 22:00-06:00", "ctrl+s")
	view := strings.Join(form.View(d.env, 76, 12), "\n")
	if !strings.Contains(view, "sat 22:00-06:00") || !strings.Contains(view, "конец") {
		t.Fatalf("\n%s", view)
	}
}

// TestOwnDay: a day of the office's own is entered with its basis, shown, and taken away again.
func TestOwnDay(t *testing.T) {
	d := newDesk(t)
	d.list("Календарь")
	d.press(d.Do(d.env, "settings.new"), "=31.12.2026", "tab", "tab", "tab", "tab", "=распоряжение № 9", "ctrl+s")
	d.again()
	day, err := d.env.Snap.Book.Calendar().Day(calendar.NewDate(2026, 12, 31))
	if err != nil || day.Work || day.Basis != "распоряжение № 9" {
		t.Fatalf("%+v %v", day, err)
	}
	if !strings.Contains(d.screen(), "31.12.2026") {
		t.Fatal(d.screen())
	}
	d.on("31.12.2026")
	d.press(d.Do(d.env, "settings.remove"))
	d.again()
	if len(d.env.Snap.Own.Days) != 0 {
		t.Fatalf("%+v", d.env.Snap.Own.Days)
	}
}

// TestListsAndRights: every list is drawn and read whole; who may not change the rules is told so.
func TestListsAndRights(t *testing.T) {
	d := newDesk(t)
	for range d.sections {
		title := d.sections[d.tabs.Current].title
		if len(d.entries) == 0 && title != titleTargets || !strings.Contains(d.screen(), "["+title+"]") {
			t.Errorf("%s: %d rows", title, len(d.entries))
		}
		if o := d.Do(d.env, action.Open); o.Push == nil && len(d.entries) > 0 {
			t.Errorf("%s: the row is not shown whole", title)
		}
		d.Do(d.env, "settings.next")
	}
	d.list(titleUnits)
	o := d.press(d.Do(d.env, "settings.new"), "=Отдел связи", "ctrl+s")
	d.again()
	if _, ok := d.env.Snap.Office.FindUnit("Отдел связи"); !ok || o.Toast == nil {
		t.Fatalf("%+v", o)
	}
	d.list(titleTargets)
	d.press(d.Do(d.env, "settings.new"), "tab", "tab", "=60,5", "ctrl+s")
	d.again()
	if list := d.env.Snap.Office.TargetList(); len(list) != 1 || list[0].Value != 60.5 || !strings.Contains(d.screen(), "60,5") {
		t.Fatalf("%+v", list)
	}
	d.list(titleUnits)
	d.env.Me.Grants = nil
	for _, id := range []action.ID{"settings.edit", "settings.new"} {
		if err := d.Can(d.env, id); model.CodeOf(err) != model.Forbidden {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// TestTemplateIsKept: a reply template is read as a citizen would read it, written, refused with what is wrong in it, changed, taken out of the
// menu, and each of it taken back.
func TestTemplateIsKept(t *testing.T) {
	d := newDesk(t)
	d.list(titleTemplates)
	for _, x := range d.env.Snap.Office.TemplateList() {
		if field, wrong := checkTemplate(d.env, x); wrong != "" {
			t.Errorf("%s, %s: %s", x.Title, field, wrong)
		}
	}
	look := d.Do(d.env, action.Open).Push
	if view := strings.Join(look.View(d.env, 76, 40), "\n"); !strings.Contains(view, "С придуманным обращением") || !strings.Contains(view, "Анна Петровна") {
		t.Fatalf("\n%s", view)
	}
	o := d.Do(d.env, "settings.new")
	form := o.Push
	if view := strings.Join(form.View(d.env, 76, 40), "\n"); !strings.Contains(view, "{имя-отчество}") {
		t.Errorf("what fills itself in is not told:\n%s", view)
	}
	d.press(o, "=Мусор вывезен", "tab", "tab", "=отход", "tab", "tab", "={обращение}! Мусор по обращению № {номре} вывезли {дата работ}.", "ctrl+s")
	if view := strings.Join(form.View(d.env, 76, 24), "\n"); !strings.Contains(strings.Join(strings.Fields(view), " "), "Может быть, {номер}?") {
		t.Fatalf("a wrong place is not told:\n%s", view)
	}
	steps := make([]string, 0, 40)
	for range len([]rune("ре} вывезли {дата работ}.")) {
		steps = append(steps, "backspace")
	}
	d.press(o, append(steps, "=ер} вывезли {дата работ}.")...)
	if view := strings.Join(form.View(d.env, 76, 24), "\n"); !strings.Contains(view, "№ 30012345 вывезли {дата") {
		t.Fatalf("the preview does not follow:\n%s", view)
	}
	o = d.press(pane.Push(form), "ctrl+s")
	if d.again(); o.Err != nil || o.Toast == nil || !o.Toast.Undo {
		t.Fatalf("%+v", o)
	}
	d.on("Мусор вывезен", "отход", "дата работ")
	d.press(d.Do(d.env, "settings.edit"), "tab", "right", "ctrl+s")
	d.again()
	d.on("Мусор вывезен", "|"+model.Channels()[0].Title()+"|")
	if o := d.press(d.Do(d.env, "settings.edit"), "ctrl+s"); o.Toast == nil || o.Toast.Text != "Ничего не изменилось" {
		t.Errorf("%+v", o)
	}
	d.press(d.Do(d.env, "settings.remove"))
	d.again()
	d.on("Мусор вывезен (убран)")
	if err := d.Can(d.env, "settings.remove"); err == nil {
		t.Error("what is taken out is taken out again")
	}
	for range 3 {
		op, ok, err := d.env.Store.LastOperation(d.env.Ctx, d.env.Me.Actor)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if _, err := d.env.Store.Undo(d.env.Ctx, d.env.Me.Actor, op.ID); err != nil {
			t.Fatal(err)
		}
	}
	d.again()
	if strings.Contains(d.screen(), "Мусор вывезен") {
		t.Error(d.screen())
	}
}

// TestUnitSaysWhoAnswersAndForWhat: the list of units names who answers for their drafts and which topics are theirs; the topics are changed
// there.
func TestUnitSaysWhoAnswersAndForWhat(t *testing.T) {
	d := newDesk(t)
	d.list(titleUnits)
	d.on("|Отдел ЖКХ|", "Начальник отдела ЖКХ", "жкх")
	if o := d.press(d.Do(d.env, "settings.edit"), "tab", "tab", "tab", "=; лифты", "ctrl+s"); o.Err != nil {
		t.Fatal(o.Err)
	}
	d.again()
	d.on("|Отдел ЖКХ|", "лифты")
	d.on("Служба содержания", "(подведомственное)")
}

// TestSettingsSayWhatIsSo: nothing that is off is told by what would be so if it were on, and what nobody has written is no number.
func TestSettingsSayWhatIsSo(t *testing.T) {
	d := newDesk(t)
	d.list("Учреждение")
	d.on("четырёх глаз", "нет: свой текст можно утвердить самому")
	d.list("Места")
	d.on("с. Ловозеро", "|—|")
}
