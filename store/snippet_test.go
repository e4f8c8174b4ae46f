package store

import (
	"slices"
	"strings"
	"testing"

	"kurator/model"
	"kurator/model/query"
)

func TestSnippets(t *testing.T) {
	d := newDesk(t)
	far := strings.Repeat("Пишу не первый раз. ", 30)
	id := d.receive(model.ChannelIM, "77300", far+"Во дворе ямы, звоните 8 921 000-11-22. "+far)
	other := d.receive(model.ChannelIM, "77301", "Нет света")
	ask := func(who model.OfficialID, text string) map[model.AppealID]string {
		t.Helper()
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		found, err := d.Snippets(d.ctx, as(who), q, []model.AppealID{id, other, 9999})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	found := ask(curator, "яма")
	if len(found) != 1 || !strings.Contains(found[id], "Во дворе ямы") || strings.Contains(found[id], "000-11-22") {
		t.Errorf("found %q", found)
	}
	if found := ask(curator, "zvf"); !strings.Contains(found[id], "ямы") {
		t.Errorf("in the wrong layout: %q", found)
	}
	if found := ask(admin, "яма"); len(found) != 0 {
		t.Errorf("the administrator reads texts: %q", found)
	}
	if found := ask(curator, "канал:им"); found != nil {
		t.Errorf("without words: %q", found)
	}
}

// TestPhoneTypedWithSpaces: people type a phone as they read it.
func TestPhoneTypedWithSpaces(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77302", "Нет света")
	for _, asked := range []string{"8 900 000-12-34", "+7 (900) 000 12 34", "9000001234", "0001234", `"8-900-000-12-34"`} {
		if got := d.found(curator, asked); len(got) != 1 || got[0] != id {
			t.Errorf("%s finds %v", asked, got)
		}
	}
}

func TestWordsThatMustNotBeThere(t *testing.T) {
	d := newDesk(t)
	one := d.receive(model.ChannelIM, "77310", "Собаки у школы")
	two := d.receive(model.ChannelIM, "77311", "Стая собак у школы")
	for asked, want := range map[string][]model.AppealID{
		"собаки -стая": {one}, "собаки": {two, one}, "-стая": {one}, "школа -собаки": nil, "собаки -стая -школа": nil, "и -стая": {one}, "собаки -(стая или кошки)": {one},
	} {
		if got := d.found(curator, asked); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", asked, got, want)
		}
	}
}

// TestCommonWord: a word that is found often enough is no beginning of another; a rare one is.
func TestCommonWord(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77320", "Котельная стоит")
	if got := d.found(curator, "котель"); len(got) != 1 || got[0] != id {
		t.Errorf("a beginning finds %v", got)
	}
	if d.isCommon("котельн") {
		t.Error("one hit is common")
	}
}
