package russian

import "testing"

func TestSentenceAndClause(t *testing.T) {
	for _, c := range []struct{ words, sentence, clause string }{
		{"", "", ""}, {"я", "Я", "я"}, {"проекта ещё нет", "Проекта ещё нет", "проекта ещё нет"}, {"Роль не даёт", "Роль не даёт", "роль не даёт"},
		{"ИМ не отвечает", "ИМ не отвечает", "ИМ не отвечает"}, {"№ 5 закрыт", "№ 5 закрыт", "№ 5 закрыт"},
	} {
		if got := Sentence(c.words); got != c.sentence {
			t.Errorf("Sentence(%q) is %q", c.words, got)
		}
		if got := Clause(c.words); got != c.clause {
			t.Errorf("Clause(%q) is %q", c.words, got)
		}
	}
}
