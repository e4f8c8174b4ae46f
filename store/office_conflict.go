package store

import (
	"kurator/model"
)

// unchanged refuses a step on a noun of the office that was made from an older state of it: Rev of such a step is the version of
// the office the person saw. What this same operation did before does not count.
func (e *execution) unchanged(step *Step) error {
	if step.Rev == 0 || step.Ref.ID == 0 || !ofOffice(step.Ref.Noun) {
		return nil
	}
	var official, recorded int64
	err := e.tx.Row(`SELECT official, recorded FROM journal WHERE noun = $1 AND object = $2 AND seq > $3 AND seq < $4 ORDER BY seq DESC LIMIT 1`,
		[]any{string(step.Ref.Noun), step.Ref.ID, step.Rev, e.firstSeq}, &official, &recorded)
	switch {
	case noRows(err):
		return nil
	case err != nil:
		return err
	}
	return model.Faultf(model.Conflict, "%s: %s. Посмотрите новую версию и повторите.", changedAlready(step.Ref.Noun), e.byWhom(official, recorded))
}

// byWhom is who made a row of the journal, and when: «Петрова, в 14:05».
func (e *execution) byWhom(official, recorded int64) string {
	who := "другой сотрудник"
	if o, ok := e.snap.Office.Officials[model.OfficialID(official)]; ok {
		who = o.Title()
	}
	at := model.Instant(recorded)
	layout := "02.01.2006 в 15:04"
	if model.DateOf(at, e.snap.Zone()) == e.today() {
		layout = "в 15:04"
	}
	return who + ", " + at.In(e.snap.Zone()).Format(layout)
}

// changedAlready says it of a noun in its gender.
func changedAlready(n model.Noun) string {
	switch n {
	case model.NounUnit:
		return "Подразделение уже изменено"
	case model.NounOfficial:
		return "Должностное лицо уже изменено"
	case model.NounGrant:
		return "Роль уже изменена"
	case model.NounPlace:
		return "Населённый пункт уже изменён"
	case model.NounTopic:
		return "Тема уже изменена"
	case model.NounAbsence:
		return "Отсутствие уже изменено"
	case model.NounSettings:
		return "Настройки учреждения уже изменены"
	case model.NounTarget:
		return "Цель уже изменена"
	case model.NounSource:
		return "Источник уже изменён"
	case model.NounTemplate:
		return "Шаблон уже изменён"
	case model.NounPolicy:
		return "Правила сроков уже изменены"
	case model.NounCalendar:
		return "Календарь уже изменён"
	}
	return "Запись уже изменена"
}
