package desk_test

import (
	"testing"

	"kurator/model"
	"kurator/ui/uitest"
)

// TestJudgementInWords: beside the points a curator says in words what was wrong; the card shows it, a second judgement keeps it, and
// the figure of quality leads to the case with it.
func TestJudgementInWords(t *testing.T) {
	t.Parallel()
	var r *room
	var ids []model.AppealID
	uitest.Story(t, "comment", func(t *testing.T) *uitest.Driver {
		r, ids = counted(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("f").Type("оценка качества").Keys("enter Q").Sees("Замечание:", "своими словами").Keys("2 1 2 2 2 2 0")
		d.Sees("11 из 14").Keys("tab").Type("Нет фото, 2 вопрос без ответа").Keys("enter").Sees("Качество ответа оценено")
		s := r.appeal(ids[9]).Score
		if s == nil || s.Comment.Empty() || s.Points[model.CriterionTerm] != 0 {
			t.Fatalf("%+v", s)
		}
		d.Keys("B m [ [").Sees("Критерии").Keys("enter").Sees("Качество ответов", " 10 ", "11 из 14, 79 % (на все вопросы — 1", "срок решения назван — 0)", "Замечание куратора: Нет фото, 2 вопрос без ответа")
		d.Keys("Q").Sees("Замечание: Нет фото, 2 вопрос без ответа").Keys("down down down down down down 2 enter").Sees("13 из 14", "Замечание куратора: Нет фото")
		d.Keys("u").Sees("11 из 14", "Замечание куратора: Нет фото")
	})
}
