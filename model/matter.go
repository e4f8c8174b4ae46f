package model

// Nouns of what stands behind single appeals: they are kept like the office's, but change no date, right or figure.
const (
	NounProblem   Noun = "problem"
	NounProposal  Noun = "proposal"
	NounPoll      Noun = "poll"
	NounRequest   Noun = "request"
	NounMaterial  Noun = "material"
	NounDirection Noun = "direction"
)

// Matters lists the nouns behind single appeals.
func Matters() []Noun {
	return []Noun{NounProblem, NounProposal, NounPoll, NounRequest, NounMaterial, NounDirection}
}

// Matter tells whether the noun stands behind single appeals.
func (n Noun) Matter() bool {
	for _, m := range Matters() {
		if m == n {
			return true
		}
	}
	return false
}

// Title is the name of a noun on the screen.
func (n Noun) Title() string {
	switch n {
	case NounAppeal:
		return "Обращение"
	case NounUnit:
		return "Подразделение"
	case NounOfficial:
		return "Должностное лицо"
	case NounGrant:
		return "Роль"
	case NounPlace:
		return "Населённый пункт"
	case NounTopic:
		return "Тема"
	case NounAbsence:
		return "Отсутствие"
	case NounSettings:
		return "Настройки учреждения"
	case NounTarget:
		return "Целевое значение"
	case NounSource:
		return "Источник"
	case NounTemplate:
		return "Шаблон ответа"
	case NounPolicy:
		return "Правила сроков"
	case NounCalendar:
		return "Календарь"
	case NounRecord:
		return "Событие"
	case NounBatch:
		return "Загрузка"
	case NounQuarantine:
		return "Отложенная строка"
	case NounPassedOver:
		return "Расхождение с каналом"
	case NounProblem:
		return "Проблема"
	case NounProposal:
		return "Предложение"
	case NounPoll:
		return "Опрос"
	case NounRequest:
		return "Запрос"
	case NounMaterial:
		return "Материал"
	case NounDirection:
		return "Направление"
	}
	return string(n)
}
