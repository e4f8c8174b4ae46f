package desk_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/job/exchange"
	"kurator/ui/key"
	"kurator/ui/uitest"
	"kurator/ui/widget"
)

// counted is an office with something to count: answers in time and late, marks, a return, a promise, a target.
func counted(t testing.TB) (*room, []model.AppealID) {
	r := begun(t, "counted", count)
	return r, []model.AppealID{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}
}

func count(r *room) {
	list := letters()
	for _, l := range letters() {
		l.number, l.ago = "7"+l.number, l.ago+8*24*time.Hour
		list = append(list, l)
	}
	ids := r.receive(list)
	answer := func(id model.AppealID) {
		r.do(id, &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: model.Words("Сделано 24.11.2026. Вопросы — по телефону 8 (815-38) 5-00-00.")}, &model.Submit{})
		r.do(id, &model.Approve{}, &model.Answer{Outcome: model.OutcomeSolved})
	}
	r.do(ids[0], &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: model.Words("Разберёмся.")}, &model.Submit{}, &model.Return{Reason: "не по существу"})
	answer(ids[7])
	answer(ids[9])
	answer(ids[2])
	r.do(ids[9], &model.Rate{Mark: 1, Reason: "не решено"})
	r.do(ids[2], &model.Rate{Mark: 5})
	r.do(ids[4], &model.Sort{}, &model.Assign{Unit: 1}, &model.Defer{Date: "2026-11-26", Text: model.Words("Осмотреть крышу")})
	r.put(model.NounTarget, 0, &model.PutTarget{Target: model.Target{Figure: string(stats.Discipline), Value: 95, From: "2026-01-01"}})
	r.put(model.NounTarget, 0, &model.PutTarget{Target: model.Target{Figure: string(stats.GoodMarks), Value: 40, From: "2026-01-01"}})
}

// TestGoldenBoard: each sheet of the board at every size.
func TestGoldenBoard(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string]string{"board": "B", "board-course": "B m ]", "board-map": "B m ] ]", "board-clock": "B m ] ] x", "board-time": "B m ] ] ]", "board-quality": "B m [ [",
		"board-split": "B m j j j j s s s s"} {
		t.Run(name, func(t *testing.T) {
			r, _ := counted(t)
			r.sit(nil, 120, 40).Keys(keys).GoldenAtSizes(name)
		})
	}
}

// TestFigureLeadsToItsCases: enter on a figure lists exactly its cases, Esc takes the list away.
func TestFigureLeadsToItsCases(t *testing.T) {
	t.Parallel()
	uitest.Story(t, "figure", func(t *testing.T) *uitest.Driver {
		r, _ := counted(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("B").Sees("В работе, срок прошёл", "Исполнительская дисциплина", "мало данных", "выполняется")
		d.Keys("w m c y d w") // every period by one key
		d.Sees("Неделя с 21 по 27 ноября").Keys("-").Sees("Неделя с 14 по 20 ноября", "В работе на 20.11 ", "Красный список на сегодня").SeesNot("открыто:да").Keys("+").Sees("Неделя с 21 по 27 ноября")
		d.Keys("j").Sees("В работе, срок прошёл: ", "обращения без ответа, срок которых прошёл")
		d.Keys("k j j j").Sees("Отрицательные оценки ждут разбора: 1").Keys("enter")
		d.Sees("Отрицательные оценки ждут разбора: 1 обращение", " 10 ").Keys("esc").SeesNot("Отбор:")
		d.Keys("B j").Sees("Поступило: 5; было 6").Keys("enter").Sees("Отбор: получено:2026-11-21..2026-11-25")
		for _, number := range []string{" 1 ", " 2 ", " 3 ", " 6 ", " 7 "} {
			d.Sees(number)
		}
		d.Keys("B right").Sees("№ 9: просрочено на").Keys("enter").Sees("Отбор: номер:=9")
	})
}

// TestBoardGoesBackAsFarAsThereAreCases: only two years are read for the first look, and a period farther back still finds its cases.
func TestBoardGoesBackAsFarAsThereAreCases(t *testing.T) {
	t.Parallel()
	r, _ := counted(t)
	old := letters()[0]
	old.number, old.ago = "20190001", 7*366*24*time.Hour
	r.receive([]letter{old})
	d := r.sit(nil, 120, 40)
	d.Keys("B y").Sees("2026 год").Keys("- - - - - - -").Sees("2019 год").Keys("j j j j").Sees("Поступило: 1; было 0").Keys("enter").Sees(" 15 ")
	d.Keys("B w").Sees("В работе на 03.01 ", "Красный список на сегодня")
}

// TestFigureIsSplit: any figure by channels, topics, settlements, units and posts, each part with its cases; what is no figure says so.
func TestFigureIsSplit(t *testing.T) {
	t.Parallel()
	uitest.Story(t, "split", func(t *testing.T) *uitest.Driver {
		r, _ := counted(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("B m j").Sees("В работе, срок прошёл: ").Keys("s").Sees("В работе, срок прошёл по каналам")
		d.Keys("s").Sees("по темам").Keys("s").Sees("по населённым пунктам").Keys("s").Sees("по подразделениям").Keys("s").Sees("по должностям авторов проектов")
		d.Keys("s s s").Sees("В работе, срок прошёл по каналам")
		d.Keys("[ [ [ [ [ j j j j").Sees("Дано ответов: 3").Keys("s s s s").Sees("Дано ответов по подразделениям").Keys("y").Sees("2026 год").Keys("m")
		d.Keys("enter").Sees(" 3 ", " 8 ", " 10 ").Keys("esc B ] right").Sees(": просрочено на").Keys("s").Sees("среза у неё нет")
	})
}

// TestBoardFollowsTheWork: what others change is on the board without a key, and no frame waits for the counting.
func TestBoardFollowsTheWork(t *testing.T) {
	t.Parallel()
	r, ids := counted(t)
	d := r.sit(nil, 120, 40).Keys("B").Sees("В работе: 11")
	r.do(ids[1], &model.Sort{}, &model.Close{Outcome: model.OutcomeNotNeeded, Reason: "собак уже отловили"})
	d.Wait(3 * time.Second).Sees("В работе: 10")
}

// TestAnswerIsJudged: points by digits, a mark by phone, and the list of what waits to be judged.
func TestAnswerIsJudged(t *testing.T) {
	t.Parallel()
	var r *room
	var ids []model.AppealID
	uitest.Story(t, "quality", func(t *testing.T) *uitest.Driver {
		r, ids = counted(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("f").Type("оценка качества").Keys("enter").Sees("Оценка качества 1")
		d.Keys("Q").Sees("Качество ответа: № 10", "По существу").Keys("2 1 0 enter").Sees("Нет баллов").Keys("2 2 2 1 enter").Sees("Качество ответа оценено")
		if s := r.appeal(ids[9]).Score; s == nil || s.Points[model.CriterionQuestions] != 1 || s.Points[model.CriterionTerm] != 1 || s.Points[model.CriterionPoint] != 2 {
			t.Errorf("%+v", s)
		}
		d.Sees("обращений нет") // nothing waits any more
		d.Keys("/").Type("номер:=8").Keys("enter f").Type("все").Keys("enter /").Type("номер:=8").Keys("enter J").Sees("Оценка гражданина: № 8")
		d.Keys("space down ctrl+s")
		d.Keys("esc H").Sees("Ход обращения № 8", "в администрации рабочего времени")
	})
}

// TestReportFromTheDesk: the form writes a file beside the database and says where; the journal has it.
func TestReportFromTheDesk(t *testing.T) {
	t.Parallel()
	r, _ := counted(t)
	d := r.sit(nil, 120, 40).Keys("B r").Sees("Составить отчёт").Keys("ctrl+s").Sees("Отчёт записан: ")
	files, err := filepath.Glob(filepath.Join(exchange.Outbox(r.Path()), "*.xlsx"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v\n%s", files, err, d.Screen())
	}
	d.Keys("g g") // the board goes on
	var said bool
	rows, err := r.Journal(r.ctx, r.me, store.JournalRequest{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		said = said || strings.Contains(string(row.Payload), "отчёт week 2026-11-21..2026-11-27")
	}
	if !said {
		t.Error("the journal does not know of the report")
	}
}

// TestTargetsAreTheCoordinators: who may not set targets is told who may; who may not see figures sees none.
func TestTargetsAreTheCoordinators(t *testing.T) {
	t.Parallel()
	r, _ := counted(t)
	head := r.seat(r.holder(model.RoleCoordinator, 0), "glava")
	d := r.sit(head, 120, 40).Keys("B j j j j").Keys("t").Sees("Целевое значение").Keys("tab").Type("12").Keys("ctrl+s").Sees("Целевое значение задано")
	d.Sees("Поступило")
	preparer := r.seat(r.holder(model.RolePreparer, 0), "ispolnitel")
	d = r.sit(preparer, 120, 40).Keys("B").SeesNot("Считаем", "Поступило").Sees("нужна роль")
	d.Keys("t").SeesNot("Основание")
}

// BenchmarkBoardView is a step of the cursor over the board, with the frame.
func BenchmarkBoardView(b *testing.B) {
	r, _ := counted(b)
	d, m := r.sitAt(nil, 120, 40)
	d.Keys("B")
	down, _ := key.Parse("down")
	up, _ := key.Parse("up")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			m.Update(down)
		} else {
			m.Update(up)
		}
		m.Update(widget.FrameMsg{})
		_ = m.View()
	}
}
