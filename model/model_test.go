package model_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"kurator/model"
	"kurator/model/access"
)

// fill puts one element into every slice and pointer below v, and words of their own into every text.
func fill(v reflect.Value, texts *[]*model.Text) {
	if v.Type() == reflect.TypeFor[model.Text]() {
		t := v.Addr().Interface().(*model.Text)
		*t = model.Words("тайна")
		*texts = append(*texts, t)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), texts)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Struct {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0), texts)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), texts)
			}
		}
	}
}

// sameTexts checks that a list of texts names each of the fields, and nothing twice.
func sameTexts(t *testing.T, what string, listed, fields []*model.Text) {
	t.Helper()
	seen := map[*model.Text]bool{}
	for _, x := range listed {
		if seen[x] {
			t.Errorf("%s: a text is listed twice", what)
		}
		seen[x] = true
	}
	for _, f := range fields {
		if !seen[f] {
			t.Errorf("%s: a text is not listed; it would be written into the journal or survive erasure", what)
		}
	}
}

// TestEveryTextIsListed: a text that Texts forgets would not be put aside, and could not be erased.
func TestEveryTextIsListed(t *testing.T) {
	var a model.Appeal
	var fields []*model.Text
	fill(reflect.ValueOf(&a).Elem(), &fields)
	if len(fields) < 10 {
		t.Fatalf("only %d texts found in an appeal", len(fields))
	}
	sameTexts(t, "appeal", a.Texts(), fields)
	for _, act := range access.Actions() {
		fields = nil
		fill(reflect.ValueOf(act.Action).Elem(), &fields)
		sameTexts(t, act.Action.Name(), act.Action.Texts(), fields)
	}
}

// TestWordsAreNeverWritten: documents and journal hold references and salted hashes.
func TestWordsAreNeverWritten(t *testing.T) {
	var a model.Appeal
	var fields []*model.Text
	fill(reflect.ValueOf(&a).Elem(), &fields)
	for i, x := range fields {
		x.Seal(int64(i + 1))
	}
	doc, err := json.Marshal(a)
	if err != nil || strings.Contains(string(doc), "тайна") {
		t.Fatalf("the document holds words: %v", err)
	}
	var back model.Appeal
	if err := json.Unmarshal(doc, &back); err != nil {
		t.Fatal(err)
	}
	for i, x := range back.Texts() {
		if was := a.Texts()[i]; x.Ref != was.Ref || x.Hash != was.Hash || x.Body != "" || x.Empty() || !x.Erased() {
			t.Errorf("text %d came back as %+v, was %+v", i, x, was)
		}
	}
	one, two := model.Words("да"), model.Words("да")
	one.Seal(1)
	two.Seal(2)
	if one.Hash == two.Hash {
		t.Error("equal words have equal hashes: short texts could be guessed")
	}
	var typed model.Text
	if err := json.Unmarshal([]byte(`"слова"`), &typed); err != nil || typed.Body != "слова" {
		t.Errorf("typed words: %+v, %v", typed, err)
	}
}

func TestHolderKeys(t *testing.T) {
	for _, h := range []model.Holder{{}, {Kind: model.HolderCurator, Channel: model.ChannelPOS}, {Kind: model.HolderUnit, Unit: 12},
		{Kind: model.HolderHead}, {Kind: model.HolderOutside, Name: "ЦУР: Мурманск"}} {
		if got := model.ParseHolder(h.Key()); got != h {
			t.Errorf("%q is read as %+v, was %+v", h.Key(), got, h)
		}
	}
	for _, bad := range []string{"unit:", "unit:x", "nobody"} {
		if got := model.ParseHolder(bad); got != (model.Holder{}) {
			t.Errorf("%q is read as %+v", bad, got)
		}
	}
}

func TestStagesAndChannels(t *testing.T) {
	for i, s := range model.Stages() {
		if s.Order() != i || s.Title() == string(s) || s.Open() == (s == model.StageAnswered || s == model.StageClosed) {
			t.Errorf("%s: order %d, title %q, open %v", s, s.Order(), s.Title(), s.Open())
		}
	}
	if model.StageID("odd").Order() != -1 {
		t.Error("an unknown stage has a place")
	}
	for _, c := range model.Channels() {
		if !c.Known() || c.Title() == string(c) {
			t.Errorf("%s: known %v, title %q", c, c.Known(), c.Title())
		}
	}
	if model.ChannelID("fax").Known() {
		t.Error("fax is known")
	}
	for _, r := range model.Roles() {
		if r.Title() == string(r) {
			t.Errorf("%s has no title", r)
		}
	}
}

func TestDatesWithin(t *testing.T) {
	for _, test := range []struct {
		d, from, to model.Date
		want        bool
	}{
		{"2026-03-02", "", "", true},
		{"2026-03-02", "2026-03-02", "2026-03-02", true},
		{"2026-03-02", "2026-03-03", "", false},
		{"2026-03-02", "", "2026-03-01", false},
		{"2026-03-02", "2026-03-05", "2026-03-01", false}, // called off
	} {
		if got := test.d.Within(test.from, test.to); got != test.want {
			t.Errorf("%s within %q..%q: %v", test.d, test.from, test.to, got)
		}
	}
}

func TestFinding(t *testing.T) {
	o := &model.Office{
		Units: map[model.UnitID]model.Unit{
			1: {ID: 1, Name: "Отдел ЖКХ", Short: "ЖКХ", To: "2025-12-31"},
			2: {ID: 2, Name: "Управление жилищно-коммунального хозяйства", Aliases: []string{"отдел жкх"}},
			3: {ID: 3, Name: "Дом культуры", To: "2025-12-31"},
		},
		Places: map[int64]model.Place{1: {ID: 1, Name: "пгт Ревда", Aliases: []string{"Ревда пос."}}, 2: {ID: 2, Name: "с. Ловозеро"}},
		Topics: map[int64]model.TopicRule{
			1: {ID: 1, Code: "0005", Title: "ЖКХ", Unit: 1},
			2: {ID: 2, Code: "0005.0005.0056", Title: "Вода", Unit: 2},
			3: {ID: 3, Title: "Культура", Words: []string{"клуб"}, Unit: 3},
		},
		Officials: map[model.OfficialID]model.Official{1: {ID: 1, Position: "Глава"}, 2: {ID: 2, Login: "anna"}},
	}
	for name, want := range map[string]model.UnitID{"«Отдел ЖКХ»": 2, "жкх": 1, "ДОМ КУЛЬТУРЫ": 3, "": 0, "архив": 0} {
		if u, ok := o.FindUnit(name); u.ID != want || ok != (want != 0) {
			t.Errorf("unit %q is %d, want %d", name, u.ID, want)
		}
	}
	for name, want := range map[string]int64{"Ревда": 1, "пгт. Ревда": 1, "село Ловозеро": 2, "Каневка": 0, "": 0} {
		if p, ok := o.FindPlace(name); p.ID != want || ok != (want != 0) {
			t.Errorf("place %q is %d, want %d", name, p.ID, want)
		}
	}
	for _, test := range []struct {
		topic model.Topic
		want  model.UnitID
	}{
		{model.Topic{Code: "0005.0005.0056.1154"}, 2},
		{model.Topic{Code: "0005.0001"}, 1},
		{model.Topic{Title: "Закрыт сельский клуб"}, 3},
		{model.Topic{Title: "Прочее"}, 0},
	} {
		if got := o.TopicUnit(test.topic); got != test.want {
			t.Errorf("topic %+v goes to %d, want %d", test.topic, got, test.want)
		}
	}
	if _, ok := o.FindOfficial(""); ok {
		t.Error("an empty login finds somebody")
	}
	if x, ok := o.FindOfficial("anna"); !ok || x.ID != 2 {
		t.Errorf("anna is %+v", x)
	}
	if !model.SameName("Отдел «ЖКХ» ", "отдел жкх") || model.SameName("ЖКХ", "ЖКУ") {
		t.Error("names are compared wrongly")
	}
}
