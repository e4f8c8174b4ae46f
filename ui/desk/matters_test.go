package desk_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/stats"
	"kurator/store/job/matters"
	"kurator/ui/uitest"
)

// boilerLetters are messages about one boiler house, one a day, the last of them so many days ago.
func boilerLetters(n, daysAgo int) []letter {
	var list []letter
	for i := range n {
		list = append(list, letter{model.ChannelIM, strconv.Itoa(40000000 + n*100 + i), time.Duration(daysAgo+n-1-i) * 24 * time.Hour, "Теплоснабжение", "пгт Ревда",
			"Котельная снова встала, в доме холодно.", ""})
	}
	return list
}

// TestProblemStory: fifteen messages about one boiler house become a problem, two measures, a closed card, a recurrence, a
// proposal to a unit and a line in the weekly report.
func TestProblemStory(t *testing.T) {
	t.Parallel()
	var r *room
	start := func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(boilerLetters(15, 1))
		return r.sit(nil, 120, 40)
	}
	uitest.Story(t, "boiler house", start, func(d *uitest.Driver) {
		d.Keys("3").Sees("Проблем нет").Keys("N").Sees("Новая проблема").Type("Котельная не держит температуру").Keys("tab right tab tab tab").
			Type("котельная место:ревда").Keys("ctrl+s").Sees("Записана проблема", "Замечена", "15", "Прикладывает сама по условиям")
		d.Keys("i").Type("Изношен насос").Keys("ctrl+s").Sees("Записана гипотеза", "Разбирается", "Изношен насос — проверяется")
		d.Keys("+").Sees("Довод").Keys("tab tab").Type("насос перегревается").Keys("tab").Type("журнал смен").Keys("ctrl+s").Sees("за: насос перегревается (журнал смен)")
		d.Keys("s").Sees("Износ и авария").Keys("tab").Type("насос отработал два срока").Keys("ctrl+s").Sees("Причина найдена", "Износ и авария: насос отработал два срока")
		d.Keys("d").Type("Заменить насос").Keys("tab tab tab tab right right tab").Type("18.11.2026").Keys("ctrl+s").Sees("Меры идут", "Заменить насос", "7 → 6 за 7 дней")
		d.Keys("d").Sees("Новая мера").Keys("enter").Type("Купить резервный").Keys("ctrl+s").Sees("2. Купить резервный", "запланирована")
		d.Keys("c").Type("тепло держится").Keys("ctrl+s").Sees("ещё не выполнена")
		d.Keys("esc d").Type("резервный").Keys("enter").Sees("Купить резервный").Keys("tab tab tab tab right right right").Keys("ctrl+s").Sees("отменена")
		d.Keys("c").Type("тепло держится").Keys("ctrl+s").Sees("Проблема решена", "вернётся сама")
		d.Wait(2 * time.Minute)
		r.receive([]letter{{model.ChannelIM, "50000001", 0, "Теплоснабжение", "пгт Ревда", "Котельная опять не греет.", ""}, {model.ChannelPOS, "50000002", 0, "Теплоснабжение", "пгт Ревда", "Котельная остановилась.", ""},
			{model.ChannelPOS, "50000003", 0, "Теплоснабжение", "пгт Ревда", "Из-за котельной холодно.", ""}})
		d.Wait(5*time.Second).Sees("! Вернулась", "после решения поступило 3", "18 обращений")
		d.Keys("1").Sees("! Вернулась проблема № 1: Котельная не держит температуру").Keys("b").Sees("Проблемы и запросы ЦУР", "поступило 3 сообщения").Keys("esc 3")
		d.Keys(">").Sees("Новое предложение, показателей: ").Keys("tab tab").Type("Поставить резервный насос").Keys("ctrl+s").Sees("Записано предложение")
		d.Keys("]").Sees("Поставить резервный насос", "Сообщений о проблеме: 18", "Заморожено: Данные на").Keys("m ctrl+s").Sees("Направлено").Keys("m tab").Type("в плане").Keys("ctrl+s").Sees("Принято")
		d.Keys("[ o").Sees("проблема:1", "Котельная")
		d.Keys("u u").Sees("Отменено")
		if p, err := r.Proposal(r.ctx, r.me, 1); err != nil || p.State != model.ProposalDraft {
			t.Errorf("after two undos the proposal is %s %v", p.State, err)
		}
		r.inTheWeek("Котельная не держит температуру", "18")
	})
}

// inTheWeek: the weekly report has a line of the problem, and the journal is whole.
func (r *room) inTheWeek(title, messages string) {
	r.t.Helper()
	week, err := matters.Report(r.ctx, r.Store, r.me, report.Week, stats.StepWeek.Around("2026-11-25"))
	if err != nil {
		r.t.Fatal(err)
	}
	line := ""
	for _, b := range week.Blocks {
		if table, ok := b.(*report.Table); ok && table.Title == "Проблемы за обращениями" {
			for _, c := range table.Rows[0].Cells {
				line += c.String() + "|"
			}
		}
	}
	if !strings.Contains(line, title) || !strings.Contains(line, "|"+messages+"|") {
		r.t.Errorf("the weekly report says %q", line)
	}
	if faults, err := r.VerifyJournal(r.ctx, nil); err != nil || len(faults.Faults) > 0 {
		r.t.Error(faults.Faults, err)
	}
}

// TestHoldingAnswer: one text, a draft for each open appeal, each approved on its own.
func TestHoldingAnswer(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "to all", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		ids := r.receive(boilerLetters(3, 1))
		r.do(ids[0], &model.Sort{}, &model.Assign{Unit: 1})
		r.do(ids[1], &model.Sort{}, &model.Assign{Unit: 1})
		r.put(model.NounProblem, 1, &model.PutProblem{Title: "Котельная", Cases: ids})
		return r.sit(nil, 80, 24)
	}, func(d *uitest.Driver) {
		d.Keys("3 P").Type("Насос меняют, тепло будет 27.11.2026. Телефон 8 (815-38) 5-00-00.").Keys("ctrl+s").Sees("Подготовлено: ")
		drafts := 0
		for id := model.AppealID(1); id <= 3; id++ {
			a := r.appeal(id)
			drafts += len(a.Drafts)
			if a.Approved() {
				t.Errorf("№ %s was approved by a draft for all", id)
			}
		}
		if drafts < 2 {
			t.Errorf("%d drafts", drafts)
		}
	})
}

// TestAttachFromTheQueue: what is marked in the queue becomes a problem.
func TestAttachFromTheQueue(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "mark and attach", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(boilerLetters(3, 1))
		return r.sit(nil, 80, 24)
	}, func(d *uitest.Driver) {
		d.Keys("space space m").Sees("К какой проблеме приложить").Wait(time.Second).Keys("enter").Type("Котельная").Keys("enter").Sees("Заведена проблема: Котельная")
		d.Keys("/").Type("проблема:1").Keys("enter").Sees("Отбор")
		if p, err := r.Problem(r.ctx, r.me, 1); err != nil || len(p.Symptoms) != 2 {
			t.Errorf("%+v %v", p, err)
		}
	})
}

// TestPollStory: a poll on two sites with disagreeing sums is refused with the difference named; the right sheet is taken.
func TestPollStory(t *testing.T) {
	t.Parallel()
	var r *room
	folder := t.TempDir()
	sheet := func(name, total string) string {
		path := filepath.Join(folder, name)
		text := "вопрос;вариант;Сайт;ВКонтакте;всего\nучастников;;120;60;180\n1;У школы;70;25;" + total + "\n1;В парке;50;35;85\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	wrong, right := sheet("wrong.csv", "90"), sheet("right.csv", "95")
	uitest.Story(t, "two sites", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("4").Sees("Опросов нет").Keys("N tab").Type("Где быть катку").Keys("tab tab tab").Type("Сайт | https://a.example/1").Keys("enter").Type("ВКонтакте | https://b.example/2").
			Keys("tab").Type("один: Где залить? | У школы | В парке").Keys("tab").Type("01.11.2026").Keys("tab").Type("20.11.2026").Keys("tab tab").Type("6394").Keys("tab").Type("жители, 2021").
			Keys("tab tab").Type("дважды").Keys("ctrl+s").Sees("Записан опрос", "Черновик")
		for _, stage := range []string{"Согласован", "Опубликован", "Идёт"} {
			d.Keys("m enter").Sees(stage)
		}
		d.Keys("l").Type(wrong).Keys("ctrl+s").Sees("«У школы»", "в сумме 95,", "а в общем итоге 90", "разница +5").Keys("esc")
		d.Keys("l").Type(right).Keys("ctrl+s").Sees("Итоги загружены", "180", "2,8 %", "У школы (70 + 25)")
		d.Keys("m enter").Sees("Завершён").Keys("m enter").Sees("Итоги").Keys("d").Type("Каток у школы").Keys("ctrl+s").Sees("Решено: Каток у школы")
		d.Keys("u").Sees("Отменено").SeesNot("Решено: Каток")
	})
}

// TestRequestStory: a request is answered by a frozen report and repeated for the next period.
func TestRequestStory(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "frozen", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(boilerLetters(3, 1))
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("5").Sees("Запросов ЦУР нет").Keys("N").Type("Сводка за неделю").Keys("tab tab tab tab tab").Type("27.11.2026").Keys("tab tab tab").Type("14.11.2026").Keys("tab").Type("20.11.2026").Keys("ctrl+s").Sees("Получен", "27.11.2026")
		d.Keys("d").Sees("Материал заморожен", "Материал готов", "SHA-256")
		m, err := r.Material(r.ctx, r.me, 1)
		if err != nil || m.Size == 0 {
			t.Fatal(err)
		}
		d.Keys("o").Type("СЭД, исх. № 12").Keys("ctrl+s").Sees("Отправлен", "Отправлен файл с SHA-256")
		d.Keys("i").Type("Почему выросло?").Keys("tab").Type("Авария").Keys("ctrl+s").Sees("Авария").Keys("c").Sees("Закрыт")
		d.Keys("r").Sees("повторён").Keys("k").Sees("21.11.2026–27.11.2026", "Повторяет: запрос № 1")
	})
}

// TestRegularRequest: a request that is asked for again and again is repeated for the next period when it is sent, in one step with it.
func TestRegularRequest(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "regular", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(boilerLetters(3, 1))
		r.put(model.NounRequest, 1, &model.PutRequest{Asks: "Неделя", Report: "week", Format: "md", Start: "2026-11-14", End: "2026-11-20"})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("5 e").Sees("Повторять после отправки").Keys("tab tab tab tab tab tab tab tab tab tab space ctrl+s").Sees("Повторяется: после отправки")
		d.Keys("d").Sees("Материал заморожен").Keys("o").Type("СЭД").Keys("ctrl+s").Sees("Отправка записана", "Запрос № 1 ─", "2              Получен").Keys("c").Sees("Закрыт")
		again, err := r.Request(r.ctx, r.me, 2)
		if err != nil || again.Start != "2026-11-21" || again.End != "2026-11-27" || again.Repeats != 1 || !again.Template || again.State != model.RequestNew {
			t.Fatalf("%+v %v", again, err)
		}
		d.Keys("u u").Sees("Отменено")
		if _, err := r.Request(r.ctx, r.me, 2); model.CodeOf(err) != model.NotFound {
			t.Errorf("taking the sending back left the next one: %v", err)
		}
	})
}

// TestPictureFitsEveryScreen: the picture and its parts on every size, over a generated district.
func TestPictureFitsEveryScreen(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.receive(letters())
	d := r.sit(nil, 120, 40)
	d.Keys("6").Sees("Картина", "Дороги и тротуары")
	for range 6 {
		d.Keys("]")
		for _, size := range uitest.Sizes() {
			d.Resize(size[0], size[1])
		}
	}
	d.Resize(120, 40).Keys("]").Sees("Всплесков нет")
	d.Keys("[").Keys("N").Sees("Новая проблема").Keys("esc").Keys(">").Sees("Новое предложение, показателей: 2")
}

// TestRowsOfThePicture: each part of the picture shows what is behind a row: its appeals, its card, the months of a direction, its history.
func TestRowsOfThePicture(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "behind the rows", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		ids := r.receive(boilerLetters(4, 1))
		r.do(ids[0], &model.Sort{}, &model.Assign{Unit: 1})
		r.put(model.NounProblem, 1, &model.PutProblem{Title: "Котельная", Topic: "Перебои в теплоснабжении", Cases: ids})
		r.put(model.NounTarget, 1, &model.PutTarget{Target: model.Target{ID: 1, Figure: string(stats.Overdue), Value: 5, From: "2026-01-01", Basis: "поручение"}})
		r.put(model.NounDirection, 1, &model.PutDirection{Direction: model.Direction{Title: "Сроки", From: "2026-01-01", Targets: []int64{1}}})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("6").Sees("Перебои в теплоснабж", "ИМ 4", "№ 1").Keys("p").Sees("[3 Проблемы", "─ Проблема № 1")
		d.Keys("6 enter").Sees("Отбор: (тема:0005.0005.0056.1156 или тема:\"Теплоснабжение\")", "  4 ИМ ").Keys("6 ] p").Sees("нет карточки").Keys("esc ]").Sees("[Где время]").Keys("o").Sees("Отбор: стадия:")
		d.Keys("6 ] ]").Sees("[Ничьё]", "Сейчас ничьих").Keys("enter").Sees("отдел:нет открыто:да")
		d.Keys("6 ]").Sees("[Направления]", "Сроки", "не больше 5,0 %").Keys("enter").Sees("Направление № 1", "с 1 по 25 ноября 2026 г.: ", "(n = ").Keys("esc h").Sees("Направление № 1: история", "Подготовка")
	})
}
