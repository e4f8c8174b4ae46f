package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/ui/desk"
	"kurator/ui/uitest"
)

// TestCuratorsDay: exports in, three decided, one written, returned, approved, answered and closed, and each step taken back.
func TestCuratorsDay(t *testing.T) {
	t.Parallel()
	var r *room
	start := func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(letters()[:3])
		return r.sit(nil, 120, 40)
	}
	uitest.Story(t, "triage", start, func(d *uitest.Driver) {
		d.Sees("Новые 3", "Кому", "Отдел ЖКХ")
		d.Keys("enter").Sees("Назначено", "u — отменить", "Новые 2").Keys("enter").Sees("Новые 1").Keys("enter").Sees("Новые 0")
		d.Keys("u").Sees("Отменено", "Новые 1").Keys("u").Sees("Новые 2").Keys("u").Sees("Новые 3").Keys("U").Sees("Возвращено", "Новые 2")
	})
	uitest.Story(t, "answer", start, func(d *uitest.Driver) {
		d.Keys("enter f").Type("в работе").Keys("enter / ").Type("номер:1").Keys("enter").Sees("Назначено")
		d.Keys("enter d").Sees("Проект ответа на № 1").Type("Яму засыпали 24.11.2026. Телефон отдела 8 (815-38) 5-00-00.").Keys("esc").Sees("Проект записан")
		d.Keys("p").Sees("Проект у куратора").Keys("r").Type("контакт").Keys("enter").Type("Добавьте фамилию.").Keys("enter").Sees("На доработке")
		d.Keys("d").Type("Мастер — Иванов. ").Keys("alt+enter").Sees("Проект у куратора").Keys("+")
		d.Sees("Перед утверждением", "Утвердить: ").Keys("enter").Sees("Утверждено")
		d.Keys("o").Keys("tab tab tab tab").Keys("ctrl+s").Sees("Ответ направлен").Keys("c").Keys("ctrl+s").Sees("Закрыто")
		for _, stage := range []model.StageID{model.StageAnswered, model.StageApproved, model.StageReview} {
			d.Keys("u")
			if got := r.appeal(1).Stage; got != stage {
				t.Errorf("undone to %s, want %s", got, stage)
			}
		}
	})
	uitest.Story(t, "from the list", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		ids := r.receive(letters()[:1])
		r.do(ids[0], &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: model.Words("Яму засыпали 24.11.2026. Пишите: otdel@example.ru.")}, &model.Submit{})
		return r.sit(nil, 60, 20)
	}, func(d *uitest.Driver) {
		d.Keys("f").Type("на проверке").Keys("enter +").Sees("Перед утверждением").Keys("enter").Sees("Утверждено", "На проверке 0")
		d.Keys("f").Type("публ").Keys("enter o").Sees("Ответ направлен: № 1").Keys("ctrl+s").Sees("К публикации 0")
	})
	uitest.Story(t, "import", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		folder := t.TempDir()
		text, err := os.ReadFile(filepath.Join("..", "..", "store", "intake", "testdata", "im.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "im.xlsx"), text, 0o600); err != nil {
			t.Fatal(err)
		}
		return r.sit(nil, 120, 40, func(s *desk.Session) { s.Config.Import.Folder = folder })
	}, func(d *uitest.Driver) {
		d.Keys("I").Sees("im.xlsx").Keys("p").Sees("Что изменит загрузка", "строка 2: новое: ИМ 4", "поступило").Wait(time.Second).Keys("esc enter").Sees("Загрузка закончена", "новых 120").Wait(time.Second).Keys("esc 1").Sees("Новые")
	})
}

func TestBulk(t *testing.T) {
	t.Parallel()
	var r *room
	start := func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		ids := r.receive(letters())
		r.do(ids[5], &model.Sort{}, &model.Assign{Unit: 1})
		d := r.sit(nil, 120, 40)
		return d.Keys("f").Type("в работе").Keys("enter")
	}
	uitest.Story(t, "marks survive reloads and one step takes all back", start, func(d *uitest.Driver) {
		d.Keys("space space").Sees("Отмечено: 2")
		r.do(7, &model.AddNote{Text: model.Words("Проверим.")})
		d.Wait(3*time.Second).Sees("Отмечено: 2").Keys("t").Type("культ").Keys("enter").Sees("Изменится: 2 обращения", "Отменяется одним действием").Keys("enter")
		d.SeesNot("Отмечено").Keys("u").Sees("Отменено")
	})
	uitest.Story(t, "all and a range", start, func(d *uitest.Driver) {
		d.Keys("*").Sees("Отмечено: 7").Keys("esc").SeesNot("Отмечено").Keys("v j j").Sees("Отмечено: 3").Keys("v").Sees("Отмечено: 3").Keys("*").SeesNot("Отмечено")
		d.Keys("* p").Sees("Изменить нечего")
	})
}

func TestUnitHeadsDay(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "draft and hand over", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		ids := r.receive(letters()[:2])
		r.do(ids[0], &model.Sort{}, &model.Assign{Unit: 1})
		return r.sit(r.seat(r.holder(model.RolePreparer, 1), "zhkh"), 80, 24)
	}, func(d *uitest.Driver) {
		d.Keys("f").Type("мои").Keys("enter").Sees("Мои 1", "Назначено").Keys("enter d").Keys("alt+t").Sees("Шаблон ответа")
		d.Type("сделано").Keys("enter").Sees("Заполнить шаблон").Type("24.11.2026").Keys("tab").Type("яму засыпали").Keys("tab").Keys("ctrl+s")
		d.Sees("Уважаемая Зоя Ивановна", "{телефон подразделения}").Keys("alt+k").Sees("Замечания к тексту").Keys("esc")
		d.Keys("esc").Sees("Проект записан").Keys("p").Sees("Проект у куратора")
		if a := r.appeal(1); a.Stage != model.StageReview || !strings.Contains(a.CurrentDraft().Text.Body, "24.11.2026 яму засыпали") {
			t.Errorf("%s: %q", a.Stage, a.CurrentDraft().Text.Body)
		}
		d.Keys("+").Sees("утверждает руководитель").Keys("c").Sees("куратор")
	})
}

func TestThoseWhoOnlyLook(t *testing.T) {
	t.Parallel()
	for name, role := range map[string]model.Role{"administrator": model.RoleAdministrator, "coordinator": model.RoleCoordinator} {
		var r *room
		uitest.Story(t, name, func(t *testing.T) *uitest.Driver {
			r = newRoom(t)
			r.receive(letters()[:2])
			return r.sit(r.seat(r.holder(role, 0), "other"), 80, 24)
		}, func(d *uitest.Driver) {
			before, err := r.Head(r.ctx)
			if err != nil {
				t.Fatal(err)
			}
			d.Keys("f").Type("все").Keys("enter").Keys("c").Keys("esc").Keys("?").Sees("Что можно сделать здесь").Keys("esc ?").Type("закрыть").Sees("доступно куратору")
			if after, err := r.Head(r.ctx); err != nil || after.Seq != before.Seq {
				t.Errorf("the journal grew from %d to %d: %v", before.Seq, after.Seq, err)
			}
		})
	}
}
