package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/ui/uitest"
)

const pit = "На улице Победы у дома 5 огромная яма, пробил колесо."

// roomOf receives one letter of each channel with the same words.
func roomOf(t *testing.T, text string, channels ...model.ChannelID) *room {
	r := newRoom(t)
	for i, ch := range channels {
		r.receive([]letter{{ch, "4400" + string(rune('0'+i)), time.Duration(i+1) * time.Hour, "", "пгт Ревда", text, ""}})
	}
	return r
}

func TestPastedIsEntered(t *testing.T) {
	t.Parallel()
	var r *room
	start := func(t *testing.T) *uitest.Driver {
		r = roomOf(t, pit, model.ChannelPOS)
		return r.sit(nil, 120, 40)
	}
	uitest.Story(t, "a post", start, func(d *uitest.Driver) {
		d.Keys("a").Sees("Новое обращение").Paste("https://vk.com/wall-77_5\nПолина Вежина\nвчера в 20:15\n" + pit + "\nНравится\n12")
		d.Sees("Распознано: Соцсети", "Полина Вежина", "24.11.2026 20:15", "vk.com/wall-77_5", "Похоже на № 1")
		d.SeesNot("Нравится").Keys("ctrl+s").Sees("№ 2", "Похоже")
		if a := r.appeal(2); a.Channel() != model.ChannelSocial || a.Main().Card != "https://vk.com/wall-77_5" || a.Body.Body != pit {
			t.Errorf("entered %+v", a)
		}
		d.Keys("u").Sees("Отменено")
	})
	uitest.Story(t, "a letter from a file", start, func(d *uitest.Driver) {
		path := filepath.Join(t.TempDir(), "письмо.eml")
		letter := "From: vezhina@example.com\r\nTo: adm@example.ru\r\nSubject: Yama\r\nMessage-ID: <a@example.com>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + pit
		if err := os.WriteFile(path, []byte(letter), 0o600); err != nil {
			t.Fatal(err)
		}
		d.Keys("a").Paste(path).Sees("Распознано письмо", "Почта", "vezhina@example.com", "547-ФЗ", "российской зоне")
		d.Keys("ctrl+s").Sees("№ 2")
	})
	uitest.Story(t, "words only", start, func(d *uitest.Driver) {
		d.Keys("a").Paste("Звонила женщина: не горит фонарь.").SeesNot("Распознано").Keys("tab").Sees("Телефон").Keys("ctrl+s").Sees("Записано: № 2")
	})
	uitest.Story(t, "a complaint", start, func(d *uitest.Driver) {
		d.Keys("a").Type("Жалоба на бездействие отдела ЖКХ").Keys("tab").Sees("жалуются на", "ст. 8").Keys("esc")
	})
}

// A copied card of a known case fills in the words that the export has not brought.
func TestPastedCardFillsTheCase(t *testing.T) {
	t.Parallel()
	var r *room
	card := "Сообщение № 330000017\nКатегория: Дороги\nЗаявитель: Вежина Полина Олеговна\nТелефон: 8 900 000-12-34\nАдрес: ул. Победы, д. 5\nТекст сообщения:\n" + pit
	uitest.Story(t, "known", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: "330000017"}, Received: r.Now()}})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("a").Paste(card).Sees("Это обращение № 1", "внесены").SeesNot("Новое обращение").Sees("пробил колесо", "Вежина Полина")
		if a := r.appeal(1); a.Body.Body != pit || a.Address.Body != "ул. Победы, д. 5" || a.Applicant.Name.Body != "Вежина Полина Олеговна" {
			t.Errorf("filled %+v", a)
		}
		d.Keys("a").Paste(card).Sees("вносить нечего").Keys("u").Sees("Отменено")
		if a := r.appeal(1); a.Body.Body != "" {
			t.Errorf("after the undo %q", a.Body.Body)
		}
	})
	uitest.Story(t, "unknown", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("a").Paste(card).Sees("Распознана карточка ПОС", "Номер в системе", "330000017").Keys("ctrl+s").Sees("№ 1")
		if a := r.appeal(1); a.Channel() != model.ChannelPOS || a.Main().ExternalID != "330000017" {
			t.Errorf("entered %+v", a.Main())
		}
	})
}

func TestTwinsAtTheDesk(t *testing.T) {
	t.Parallel()
	var r *room
	start := func(t *testing.T) *uitest.Driver {
		r = roomOf(t, pit, model.ChannelIM, model.ChannelPOS, model.ChannelSED, model.ChannelPhone)
		return r.sit(nil, 120, 40)
	}
	uitest.Story(t, "compare, tie, untie, apart", start, func(d *uitest.Driver) {
		d.Keys("/").Type("номер:1").Keys("enter").Sees("Похожие: №", "те же слова", "Всплеск: 4 похожих обращения")
		d.Keys("=").Sees("Похожие на № 1", "№ 2 · ПОС").Type("пос").Keys("enter").Sees("№ 1 и № 2").Keys("enter").Sees("Сравнение", "Почему похоже")
		d.Keys("esc =").Type("пос").Keys("enter").Type("связать").Keys("enter").Sees("Связано: № 1 и № 2", "Связано: № 2 (ПОС")
		if got := r.appeal(1).Twin; got != 2 {
			t.Errorf("tied to %d", got)
		}
		d.Keys("u").Sees("Отменено")
		if got := r.appeal(1).Twin; got != 0 {
			t.Errorf("after the undo tied to %d", got)
		}
		d.Keys("U =").Type("пос").Keys("enter").Type("разъед").Keys("enter").Sees("Разъединено: № 1 и № 2")
		d.Keys("=").Type("пос").Keys("enter").Type("не дубль").Keys("enter").Sees("Не дубль: № 1 и № 2").Keys("=").Sees("№ 3 · СЭД").SeesNot("№ 2 · ПОС")
	})
}

// TestLooksAroundWhereTheCursorRests: the first card is looked around at once, the next one when the cursor stays on it.
func TestLooksAroundWhereTheCursorRests(t *testing.T) {
	t.Parallel()
	start := func(t *testing.T) *uitest.Driver {
		return roomOf(t, pit, model.ChannelIM, model.ChannelPOS, model.ChannelSED, model.ChannelPhone).sit(nil, 120, 40)
	}
	uitest.Story(t, "walk and stay", start, func(d *uitest.Driver) {
		d.Sees("Похожие: №").Keys("j").SeesNot("Похожие: №").Wait(200 * time.Millisecond).Sees("Похожие: №")
		d.Keys("j").Wait(60 * time.Millisecond).Keys("j").Wait(60 * time.Millisecond).SeesNot("Похожие: №").Wait(200 * time.Millisecond).Sees("Похожие: №")
	})
}

func TestPublishing(t *testing.T) {
	t.Parallel()
	var r *room
	start := func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: "330", Card: "https://pos.gosuslugi.ru/backoffice/appeals/330"},
			Received: r.Now(), Body: model.Words(pit)}})
		r.do(1, &model.Sort{}, &model.WriteDraft{Text: model.Words("Яму засыпали.\nМастер участка — Гусев.")}, &model.Submit{}, &model.Approve{Who: "Глава", Document: "12"})
		return r.sit(nil, 80, 24).Keys("f").Type("публикации").Keys("enter")
	}
	uitest.Story(t, "copy, or select, then record", start, func(d *uitest.Driver) {
		d.Keys("Y").Sees("Опубликовать ответ на № 1", "https://pos.gosuslugi.ru/backoffice/appeals/330", "Яму засыпали")
		if got := d.Copied(); len(got) == 0 || got[len(got)-1] != "Яму засыпали.\nМастер участка — Гусев." {
			t.Errorf("copied %q", got)
		}
		d.Keys("esc E")
		if got := strings.TrimRight(d.Screen(), "\n"); got != "Яму засыпали.\nМастер участка — Гусев." {
			t.Errorf("the screen without a frame is\n%s", got)
		}
		d.Keys("esc").Sees("К публикации").Keys("o").Keys("tab tab tab tab").Keys("ctrl+s").Sees("Ответ направлен")
		d.Keys("/").Type("есть:неподтверждённое").Keys("enter").Keys("f").Type("все").Keys("enter")
		if !r.appeal(1).Unconfirmed() {
			t.Error("the answer does not wait for its confirmation")
		}
	})
}

func TestSourcesAtTheDesk(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "add, look through, undo", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelIM, ExternalID: "1", Card: "https://vk.com/wall-123_5"}, Received: r.Now(), Body: model.Words(pit)}})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("g s").Sees("Источников нет").Keys("N").Type("Подслушано").Keys("tab tab").Type("vk.com/club123").Keys("ctrl+s").Sees("Подслушано", "ни разу", "сегодня", "каждый день")
		d.Keys("o").Sees("Просмотрено: Подслушано", "25.11.2026", "26.11.2026")
		d.Keys("enter").Sees("пришло через ИМ 1").Keys("esc u").Sees("Отменено", "ни разу")
	})
}

// What the office has chosen before is offered with its confidence, and never done by itself.
func TestSuggestionAtTheDesk(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "offered", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		for range 40 {
			r.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPhone}, Received: r.Now(), Body: model.Words("Холодные батареи, котельная не греет.")}})
			r.do(model.AppealID(len(r.all())), &model.Sort{}, &model.Assign{Unit: 1})
			r.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPhone}, Received: r.Now(), Body: model.Words("Ребёнку не дали место в кружке танцев.")}})
			r.do(model.AppealID(len(r.all())), &model.Sort{}, &model.Assign{Unit: 2})
		}
		r.do(0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPhone}, Received: r.Now(), Body: model.Words("Батареи еле тёплые, что с котельной?")}})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Sees("Подсказка: ", "батареи").Keys("enter").Sees("Кому назначить", "подсказка")
		last := model.AppealID(len(r.all()))
		if a := r.appeal(last); a.Unit != 0 {
			t.Fatal("assigned by itself")
		}
		d.Keys("enter").Sees("Назначено")
		if a := r.appeal(last); a.Unit != 1 {
			t.Errorf("assigned to %d", a.Unit)
		}
	})
}

func (r *room) all() []store.Row {
	r.t.Helper()
	page, err := r.List(r.ctx, r.me, store.ListRequest{Limit: 500})
	if err != nil {
		r.t.Fatal(err)
	}
	return page.Rows
}
