package matters_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/request"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/job/jobtest"
	"kurator/store/job/matters"
	"kurator/store/sheet"
)

// TestDemoHasMatters: the demo district shows problems, polls, requests, the picture and their reports alive.
func TestDemoHasMatters(t *testing.T) {
	w := jobtest.Demo(t, 1, 0)
	s, ctx, me := w.Store, w.Ctx, w.Me
	problems, err := s.Problems(ctx, me)
	if err != nil {
		t.Fatal(err)
	}
	stages := map[model.ProblemStage]int{}
	for _, p := range problems {
		stages[p.Stage]++
	}
	if stages[model.ProblemMeasures] == 0 || stages[model.ProblemReturned] == 0 || stages[model.ProblemSolved] == 0 {
		t.Errorf("problems %v", stages)
	}
	picture, err := matters.MakePicture(ctx, s, me)
	if err != nil {
		t.Fatal(err)
	}
	dogs := slices.ContainsFunc(picture.Surges, func(x matters.SurgeRow) bool {
		return strings.Contains(x.Theme, "собак") && len(x.Problems) == 1 && strings.Contains(x.Say, "обычно")
	})
	if !dogs || len(picture.Rows) < 10 || len(picture.Stays) == 0 || len(picture.Tossed) == 0 || len(picture.Nobody) == 0 || len(picture.Directions) == 0 || picture.Watermark == "" {
		t.Errorf("the picture is not whole: %+v", picture.Surges)
	}
	polled := slices.ContainsFunc(picture.Rows, func(r matters.PictureRow) bool { return len(r.Polls) > 0 && r.Voices > 0 && r.Now > 0 })
	if !polled {
		t.Error("appeals and polls do not meet anywhere")
	}
	month := stats.Period{From: "2026-11-01", To: "2026-11-25"}
	for kind, wants := range map[report.Kind][]string{report.Problems: {"Котельная", "насос", "Предложения"}, report.Polls: {"катку", "явка: 5,5", "предварительные"}, report.Week: {"Проблемы за обращениями"}} {
		r, err := matters.Report(ctx, s, me, kind, month)
		if err != nil {
			t.Fatal(kind, err)
		}
		text := allWords(r)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("the report %s does not say %q", kind, want)
			}
		}
	}
	if _, err := matters.Watch(ctx, s, me); err != nil {
		t.Error(err)
	}
	frozen := false
	requests, err := s.Requests(ctx, me)
	for _, r := range requests {
		frozen = frozen || len(r.Materials) > 0
	}
	if err != nil || !frozen {
		t.Errorf("no request has a frozen material: %v", err)
	}
}

// allWords are what a report says.
func allWords(r *report.Report) string {
	var b strings.Builder
	for _, block := range r.Blocks {
		switch x := block.(type) {
		case report.Heading:
			b.WriteString(string(x) + "\n")
		case report.Paragraph:
			b.WriteString(string(x) + "\n")
		case *report.Table:
			b.WriteString(x.Title + "\n")
			for _, row := range x.Rows {
				for _, c := range row.Cells {
					b.WriteString(c.String() + "|")
				}
			}
		}
	}
	return b.String()
}

func poll2() *model.Poll {
	return &model.Poll{ID: 1, Stage: model.PollRunning, Sites: []model.Site{{ID: 1, Name: "Сайт"}, {ID: 2, Name: "ВКонтакте"}}, Questions: []model.PollQuestion{
		{ID: 1, Text: "Где?", Kind: model.AnswerSingle, Options: []string{"У школы", "В парке"}}, {ID: 2, Text: "Что?", Kind: model.AnswerMany, Options: []string{"Свет", "Прокат"}}}}
}

// TestSheetOfSomeSites: a sheet saved while one of the sites has no results is filled in and loaded; an empty one is said to be empty.
func TestSheetOfSomeSites(t *testing.T) {
	folder := t.TempDir()
	p := poll2()
	read := func(name string) (*model.PutResults, error) {
		path := filepath.Join(folder, name)
		if err := matters.SaveResults(path, p); err != nil {
			t.Fatal(err)
		}
		return matters.ReadResults(path, p, false)
	}
	for _, ext := range []string{".xlsx", ".csv"} {
		p.Results = nil
		if _, err := read("empty" + ext); err == nil || !strings.Contains(err.Error(), "нет итогов ни одной площадки") {
			t.Errorf("%s: an empty sheet: %v", ext, err)
		}
		p.Results = []model.SiteResult{{Site: 2, Participants: 20, Answers: []model.AnswerCounts{{Question: 1, Answered: 20, Options: []int{12, 8}}, {Question: 2, Answered: 15, Options: []int{10, 9}}}}}
		put, err := read("half" + ext)
		if err != nil || len(put.Results) != 1 || put.Results[0].Site != 2 || put.Results[0].Participants != 20 || put.Results[0].Answers[1].Options[1] != 9 || put.Total != nil {
			t.Errorf("%s: %+v %v", ext, put, err)
		}
	}
}

func TestReadResults(t *testing.T) {
	folder := t.TempDir()
	write := func(text string) string {
		path := filepath.Join(folder, "итоги.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := "Вопрос;Вариант;сайт;вконтакте;Всего\nУчастников;;10;20;30\n1;у школы;7;12;19\nГде?;В парке;3;8;11\n2;Ответили;9;15;24\n2;Свет;9;10;19\n2;Прокат;4;9;13\n"
	put, err := matters.ReadResults(write(good), poll2(), true)
	if err != nil {
		t.Fatal(err)
	}
	if len(put.Results) != 2 || put.Results[1].Participants != 20 || !put.Results[0].Provisional || put.Total.Answers[0].Answered != 30 || put.Results[0].Answers[0].Answered != 10 {
		t.Errorf("%+v", put)
	}
	for name, test := range map[string][2]string{
		"no sites":          {"вопрос;вариант;Телеграм\n1;У школы;5\n", "площадк"},
		"no heading":        {"1;2;3\n4;5;6\n", "«вопрос»"},
		"unknown option":    {"вопрос;вариант;Сайт\n1;На стадионе;5\n", "«На стадионе»"},
		"unknown question":  {"вопрос;вариант;Сайт\n9;У школы;5\n", "«9»"},
		"half a vote":       {"вопрос;вариант;Сайт\n1;У школы;5,5\n", "не целое"},
		"many, no answered": {"вопрос;вариант;Сайт\n2;Свет;5\n2;Прокат;4\n", "«ответили»"},
	} {
		if _, err := matters.ReadResults(write(test[0]), poll2(), false); err == nil || !strings.Contains(err.Error(), test[1]) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What is written is read back as it was.
	p := poll2()
	p.Results = put.Results
	var file bytes.Buffer
	if err := matters.WriteResults(&file, sheet.CSV, p); err != nil {
		t.Fatal(err)
	}
	again, err := matters.ReadResults(write(file.String()), p, true)
	if err != nil || again.Total.Participants != 30 || again.Results[1].Answers[1].Options[1] != 9 {
		t.Errorf("%+v %v\n%s", again, err, file.String())
	}
}

func TestMaterialIsWrittenAsItWasFrozen(t *testing.T) {
	w := jobtest.Demo(t, 1, 0)
	s, ctx, me := w.Store, w.Ctx, w.Me
	r, err := s.Do(ctx, me, store.Op{Title: "запрос", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounRequest}, Action: &model.PutRequest{Asks: "Неделя", Report: "week", Format: "md", Start: "2026-11-14", End: "2026-11-20"}}}})
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := matters.MakeMaterial(ctx, s, me, r.Created[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	path, err := matters.SaveMaterial(ctx, s, me, m.ID, folder)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || request.Hash(data) != m.Hash {
		t.Errorf("the file is not what was frozen: %v", err)
	}
	if _, err := matters.SaveMaterial(ctx, s, me, m.ID, folder); model.CodeOf(err) != model.Failed {
		t.Errorf("an existing file was replaced: %v", err)
	}
	if _, err := matters.SendRequest(ctx, s, me, r.Created[0].ID, "почта", 0); err != nil {
		t.Fatal(err)
	}
	again, err := matters.RepeatRequest(ctx, s, me, r.Created[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if next, err := s.Request(ctx, me, again.Created[0].ID); err != nil || next.Start != "2026-11-21" || next.End != "2026-11-27" || next.State != model.RequestNew {
		t.Errorf("%+v %v", next, err)
	}
}
