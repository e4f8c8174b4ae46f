package request_test

import (
	"testing"

	"kurator/model"
	"kurator/model/request"
)

func at() model.Moment { return model.Moment{Happened: 1_790_000_000, Recorded: 1_790_000_000} }

const today = model.Date("2026-09-21")

func step(t *testing.T, r *model.Request, a model.Action) model.Request {
	t.Helper()
	next, _, err := request.Apply(r, 1, a, at(), today)
	if err != nil {
		t.Fatalf("%s: %v", a.Name(), err)
	}
	return next
}

func TestLife(t *testing.T) {
	r := step(t, nil, &model.PutRequest{Asks: "Статистика по ЖКХ", Due: "2026-09-25", Report: "week", Start: "2026-09-12", End: "2026-09-18"})
	if r.From != request.DefaultFrom || r.Received != today || r.Late("2026-09-25") || !r.Late("2026-09-26") {
		t.Errorf("%+v", r)
	}
	r = step(t, &r, &model.AddMaterial{Material: 4})
	if r.State != model.RequestReady {
		t.Error(r.State)
	}
	r = step(t, &r, &model.SendRequest{How: "СЭД, исх. № 12", Hash: "ab"})
	r = step(t, &r, &model.PutRequestQuestion{Text: "Почему выросло?"})
	if _, _, err := request.Apply(&r, 1, &model.CloseRequest{}, at(), today); model.CodeOf(err) != model.Stage {
		t.Errorf("closed with an open question: %v", err)
	}
	r = step(t, &r, &model.PutRequestQuestion{ID: 1, Answer: "Авария на котельной"})
	r = step(t, &r, &model.CloseRequest{})
	if r.State != model.RequestClosed || r.Late("2027-01-01") {
		t.Errorf("%+v", r)
	}
	if _, _, err := request.Apply(&r, 1, &model.PutRequest{Asks: "x"}, at(), today); model.CodeOf(err) != model.Stage {
		t.Errorf("changed after it was sent: %v", err)
	}
}

func TestMaterialIsFrozen(t *testing.T) {
	data := []byte("отчёт")
	m, _, err := request.Keep(nil, 1, &model.KeepMaterial{Request: 1, File: "отчёт.md", Hash: request.Hash(data), Data: data}, at())
	if err != nil || m.Size != len(data) {
		t.Fatal(err)
	}
	if _, _, err := request.Keep(&m, 1, &model.KeepMaterial{Hash: request.Hash(data), Data: data}, at()); model.CodeOf(err) != model.Stage {
		t.Errorf("changed: %v", err)
	}
	if _, _, err := request.Keep(nil, 2, &model.KeepMaterial{Hash: request.Hash(data), Data: []byte("другой")}, at()); model.CodeOf(err) != model.BadData {
		t.Errorf("the hash of other bytes: %v", err)
	}
}

func TestAgain(t *testing.T) {
	for name, test := range map[string][4]model.Date{
		"a week":    {"2026-09-12", "2026-09-18", "2026-09-19", "2026-09-25"},
		"a month":   {"2026-01-01", "2026-01-31", "2026-02-01", "2026-02-28"},
		"a quarter": {"2026-01-01", "2026-03-31", "2026-04-01", "2026-06-30"},
		"a year":    {"2025-01-01", "2025-12-31", "2026-01-01", "2026-12-31"},
		"one's own": {"2026-09-02", "2026-09-11", "2026-09-12", "2026-09-21"},
		"none":      {"", "", "", ""},
	} {
		if from, to := request.NextPeriod(test[0], test[1]); from != test[2] || to != test[3] {
			t.Errorf("%s: %s..%s", name, from, to)
		}
	}
	again := request.Again(&model.Request{ID: 7, Asks: "x", Number: "1-2", Received: "2026-09-01", Due: "2026-09-08", Start: "2026-08-01", End: "2026-08-31"}, "2026-10-01")
	if again.Due != "2026-10-08" || again.Repeats != 7 || again.Number != "" || again.Start != "2026-09-01" || again.End != "2026-09-30" {
		t.Errorf("%+v", again)
	}
}
