package store

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
)

func twinIDs(list []Twin) []model.AppealID {
	var out []model.AppealID
	for _, x := range list {
		out = append(out, x.ID)
	}
	return out
}

func (d *desk) twins(who model.OfficialID, id model.AppealID) Twins {
	d.t.Helper()
	t, err := d.Twins(d.ctx, as(who), id)
	if err != nil {
		d.t.Fatal(err, errors.Unwrap(err))
	}
	return t
}

func TestTwinsAcrossChannels(t *testing.T) {
	d := newDesk(t)
	im := d.receive(model.ChannelIM, "1", "На улице Победы у дома 5 огромная яма, пробил колесо. Когда отремонтируют дорогу?")
	d.receive(model.ChannelPOS, "p-2", "Холодные батареи в подъезде, котельная не греет третий день.")
	pos := d.receive(model.ChannelPOS, "p-3", "Огромная яма у дома 5 на улице Победы. Колесо пробил уже второй сосед!")
	d.pass(60 * 24 * time.Hour)
	late := d.receive(model.ChannelMail, "", "На улице Победы у дома 5 огромная яма, пробил колесо. Когда отремонтируют дорогу?")
	found := d.twins(curator, pos)
	if got := twinIDs(found.Similar); !slices.Equal(got, []model.AppealID{im}) {
		t.Fatalf("similar to %d: %v", pos, got)
	}
	why := strings.Join(found.Similar[0].Why, "; ")
	for _, want := range []string{"колесо", "то же место", "тот же заявитель"} {
		if !strings.Contains(why, want) {
			t.Errorf("no «%s» in: %s", want, why)
		}
	}
	if got := twinIDs(d.twins(curator, late).Similar); len(got) != 0 {
		t.Errorf("after two months it is similar to %v", got)
	}
	if _, err := d.Twins(d.ctx, as(preparer), pos); model.CodeOf(err) != model.Forbidden {
		t.Errorf("a unit looks into others' cases: %v", err)
	}
	d.do(curator, pos, &model.Sort{}, &model.Assign{Unit: 1})
	if got := twinIDs(d.twins(preparer, pos).Similar); len(got) != 0 {
		t.Errorf("a unit sees others' cases: %v", got)
	}
}

func TestMergeAndUnmergeIsWhole(t *testing.T) {
	d := newDesk(t)
	const text = "Не горит фонарь у школы на улице Кузина, дети идут в темноте."
	first := d.receive(model.ChannelIM, "1", text)
	second := d.receive(model.ChannelPOS, "p-2", text)
	before := *d.appeal(second)
	d.do(curator, second, &model.Merge{Main: first})
	if got := d.twins(curator, first); len(got.Similar) != 0 || !slices.Equal(twinIDs(got.Tied), []model.AppealID{second}) {
		t.Errorf("the first one shows %+v", got)
	}
	if got := d.twins(curator, second); !slices.Equal(twinIDs(got.Tied), []model.AppealID{first}) {
		t.Errorf("the second one shows %+v", got)
	}
	if got := d.found(curator, "есть:связь"); !slices.Equal(got, []model.AppealID{second}) {
		t.Errorf("the filter finds %v", got)
	}
	if _, err := d.try(curator, second, &model.Merge{Main: 7}); model.CodeOf(err) != model.Stage {
		t.Errorf("merged twice: %v", err)
	}
	if _, err := d.try(preparer, second, &model.Unmerge{}); model.CodeOf(err) != model.Forbidden {
		t.Errorf("a unit may untie: %v", err)
	}
	// Each is answered in its own channel: the other one stays as it is.
	stage := d.appeal(second).Stage
	d.do(curator, first, &model.Sort{}, &model.WriteDraft{Text: model.Words("Фонарь починен.")}, &model.Approve{}, &model.Answer{})
	if got := d.appeal(second); got.Stage != stage || len(got.Replies) != 0 {
		t.Errorf("the tied one is %s with %d answers", got.Stage, len(got.Replies))
	}
	d.do(curator, second, &model.Unmerge{})
	after := *d.appeal(second)
	after.Rev = before.Rev
	if string(asJSON(t, after)) != string(asJSON(t, before)) {
		t.Errorf("unmerging left %s of %s", asJSON(t, after), asJSON(t, before))
	}
	r := d.do(curator, second, &model.Merge{Main: first})
	if _, err := d.Undo(d.ctx, as(curator), r.Operation); err != nil || d.appeal(second).Twin != 0 {
		t.Errorf("undo: %v, tied to %d", err, d.appeal(second).Twin)
	}
	d.mustVerify()
}

func TestDistinctIsRemembered(t *testing.T) {
	d := newDesk(t)
	const text = "Не вывозят мусор с площадки у дома 12 на улице Вокуева."
	first := d.receive(model.ChannelIM, "1", text)
	second := d.receive(model.ChannelPOS, "p-2", text)
	if got := twinIDs(d.twins(curator, first).Similar); !slices.Equal(got, []model.AppealID{second}) {
		t.Fatal(got)
	}
	r := d.do(curator, second, &model.Distinct{Other: first})
	if one, two := d.twins(curator, first), d.twins(curator, second); len(one.Similar)+len(two.Similar) != 0 {
		t.Errorf("offered again: %v, %v", one, two)
	}
	if _, err := d.Undo(d.ctx, as(curator), r.Operation); err != nil {
		t.Fatal(err)
	}
	if got := twinIDs(d.twins(curator, second).Similar); !slices.Equal(got, []model.AppealID{first}) {
		t.Errorf("after the undo: %v", got)
	}
}

func TestSurge(t *testing.T) {
	d := newDesk(t)
	var last model.AppealID
	for i, ch := range []model.ChannelID{model.ChannelIM, model.ChannelPOS, model.ChannelSED, model.ChannelIM} {
		last = d.receive(ch, string(rune('a'+i)), "Нет воды во всём посёлке с самого утра, насосная станция стоит.")
		if got, want := d.twins(curator, last).Surge, map[int]int{3: 4}[i]; got != want {
			t.Errorf("after %d cases the surge is %d, want %d", i+1, got, want)
		}
	}
}

// An answer given here waits for the export that shows it.
func TestUnconfirmedAnswers(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77", "Яма на дороге у почты, машины объезжают по тротуару.")
	if got := d.found(curator, "есть:неподтверждённое"); len(got) != 0 {
		t.Fatal(got)
	}
	d.do(curator, id, &model.Sort{}, &model.WriteDraft{Text: model.Words("Яма засыпана.")}, &model.Approve{}, &model.Answer{})
	if got := d.found(curator, "есть:неподтверждённое"); !slices.Equal(got, []model.AppealID{id}) {
		t.Fatalf("unconfirmed: %v", got)
	}
	news := func(answers ...model.Reply) *model.Sync {
		return &model.Sync{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelIM, ExternalID: "77", AsOf: model.InstantOf(d.now)},
			Received: model.InstantOf(d.now), Answers: answers}}
	}
	d.do(curator, id, news())
	if got := d.found(curator, "есть:неподтверждённое"); !slices.Equal(got, []model.AppealID{id}) {
		t.Fatalf("confirmed by an export without an answer: %v", got)
	}
	r := d.do(curator, id, news(model.Reply{At: model.InstantOf(d.now), Text: model.Words("Яма засыпана.")}))
	if got := d.found(curator, "есть:неподтверждённое"); len(got) != 0 || d.appeal(id).Replies[0].Confirmed == 0 {
		t.Fatalf("not confirmed: %v", got)
	}
	if _, err := d.Undo(d.ctx, as(curator), r.Operation); err != nil {
		t.Fatal(err)
	}
	if got := d.found(curator, "есть:неподтверждённое"); !slices.Equal(got, []model.AppealID{id}) {
		t.Errorf("after the undo: %v", got)
	}
	d.mustVerify()
}

// Words that an export lacks are filled in from the card; what is there stays.
func TestFill(t *testing.T) {
	d := newDesk(t)
	r := d.do(curator, 0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: "330"},
		Received: model.InstantOf(d.now), Address: model.Words("ул. Победы, 5")}})
	id := model.AppealID(r.Created[0].ID)
	fill := &model.Fill{Body: model.Words("Протекает крыша."), Address: model.Words("другой адрес"), Applicant: model.Applicant{Name: model.Words("Снегирёва Алла Петровна")}}
	if _, err := d.try(preparer, id, fill); model.CodeOf(err) != model.Forbidden {
		t.Errorf("a unit may fill in: %v", err)
	}
	d.do(curator, id, fill)
	a := d.appeal(id)
	if a.Body.Body != "Протекает крыша." || a.Address.Body != "ул. Победы, 5" || a.Applicant.Name.Body != "Снегирёва Алла Петровна" {
		t.Errorf("filled: %q, %q, %q", a.Body.Body, a.Address.Body, a.Applicant.Name.Body)
	}
	if got := d.found(curator, "крыша"); !slices.Equal(got, []model.AppealID{id}) {
		t.Errorf("the new text is not searched: %v", got)
	}
	if _, err := d.try(curator, id, &model.Fill{Body: model.Words("ещё раз")}); model.CodeOf(err) != model.Stage {
		t.Errorf("filled twice: %v", err)
	}
	d.mustVerify()
}

func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	doc, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
