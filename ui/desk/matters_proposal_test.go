package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kurator/model"
	"kurator/model/request"
	"kurator/store/job/exchange"
	"kurator/ui/uitest"
)

// TestProposalIsDone: a proposal goes out, is accepted, is done with its effect measured again, each step undoable and in its history.
func TestProposalIsDone(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "accepted and done", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		ids := r.receive(boilerLetters(5, 3))
		r.put(model.NounProblem, 1, &model.PutProblem{Title: "Котельная", Cases: ids, Unit: 1})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("3 >").Sees("Новое предложение, показателей: ").Keys("tab tab").Type("Купить насос").Keys("ctrl+s").Sees("Записано предложение")
		d.Keys("]").Sees("Купить насос", "Готовится").Keys("m ctrl+s").Sees("Направлено")
		d.Keys("m").Sees("Принято").Keys("tab").Type("письмо № 5").Keys("ctrl+s").Sees("Принято", "письмо № 5")
		r.receive([]letter{{model.ChannelIM, "60000001", 0, "Теплоснабжение", "пгт Ревда", "Котельная встала.", ""}})
		d.Keys("m").Sees("Выполнено").Keys("tab tab").Type("Сообщений не стало").Keys("ctrl+s").Sees("Выполнено", "Сообщений не стало")
		p, err := r.Proposal(r.ctx, r.me, 1)
		if err != nil || p.State != model.ProposalDone || p.Effect != "Сообщений не стало" || len(p.Measured) < 2 || len(p.Steps) != 3 || len(p.Figures) == 0 {
			t.Fatalf("%+v %v", p, err)
		}
		d.Keys("u").Sees("Отменено")
		if p, err := r.Proposal(r.ctx, r.me, 1); err != nil || p.State != model.ProposalAccepted || p.Effect != "" || len(p.Measured) != 0 {
			t.Errorf("after the undo: %+v %v", p, err)
		}
	})
}

// TestRecommendationStandsOnChannels: a recommendation on online interaction has the figures of the channels behind it, frozen.
func TestRecommendationStandsOnChannels(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "channels", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(boilerLetters(4, 1))
		r.receive([]letter{{model.ChannelPOS, "61000001", 0, "Теплоснабжение", "пгт Ревда", "Холодно.", ""}})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("3 ] N right").Sees("Рекомендация по онлайн-взаимодействию").Keys("tab tab").Type("Отвечать в сообществе").Keys("ctrl+s").
			Sees("Записано предложение", "ИМ: 4 из 5, 80,0 %", "ПОС: 1 из 5, 20,0 %", "Заморожено: Данные на")
		r.receive([]letter{{model.ChannelPOS, "61000002", 0, "Теплоснабжение", "пгт Ревда", "Снова холодно.", ""}})
		d.Keys("m ctrl+s").Sees("Направлено", "ИМ: 4 из 5, 80,0 %")
	})
}

// TestProposalIsDeclined: without a reason it is not declined; a declined one stays as it is.
func TestProposalIsDeclined(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "declined", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.put(model.NounProposal, 1, &model.PutProposal{Kind: model.ProposalOnline, What: "Вести сообщество", Why: "Пишут в соцсетях"})
		r.put(model.NounProposal, 1, &model.MoveProposal{State: model.ProposalSent})
		return r.sit(nil, 80, 24)
	}, func(d *uitest.Driver) {
		d.Keys("3 ]").Sees("Вести сообщество").Keys("m").Sees("Принято").Keys("right").Sees("Отклонено").Keys("ctrl+s").Sees("почему предложение отклонено")
		d.Keys("esc m right tab").Type("нет людей").Keys("ctrl+s").Sees("Отклонено").Keys("m").Sees("больше не меняется")
	})
}

// TestMaterialIsFoundByKey: the pane tells where the frozen material is, shows the text of one, and saves it whole into the folder beside
// the database.
func TestMaterialIsFoundByKey(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "saved", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(boilerLetters(3, 1))
		r.put(model.NounRequest, 1, &model.PutRequest{Asks: "Неделя", Report: "week", Format: "md", Start: "2026-11-14", End: "2026-11-20"})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("5 d").Sees("Материал заморожен", "x — сохранить файлом", "Хранится в базе", "Что в материале", "Недельный отчёт")
		d.Keys("x").Sees("Сохранить материал", "outbox").Keys("ctrl+s").Sees("Материал лежит здесь: ")
		paths, err := filepath.Glob(filepath.Join(exchange.Outbox(r.Path()), "запрос-1-*.md"))
		if err != nil || len(paths) != 1 {
			t.Fatalf("%v %v", paths, err)
		}
		data, err := os.ReadFile(paths[0])
		m, wrong := r.Material(r.ctx, r.me, 1)
		if err != nil || wrong != nil || request.Hash(data) != m.Hash || !strings.Contains(string(data), "Недельный отчёт") {
			t.Errorf("%v %v", err, wrong)
		}
		d.Keys("x ctrl+s").Sees("уже есть").Keys("esc")
	})
}
