package action

// Scopes of what stands behind single appeals.
const (
	Matter   Scope = "matter" // what the four panes below have in common
	Problems Scope = "problems"
	Polls    Scope = "polls"
	Requests Scope = "requests"
	Picture  Scope = "picture"
)

// matterCommands are those of the panes about what stands behind single appeals.
func matterCommands() []Command {
	return append(append(sharedMatterCommands(), problemCommands()...), pollCommands()...)
}

func sharedMatterCommands() []Command {
	return []Command{
		{ID: "case.problem", Scope: Case, Keys: keys("m"), Name: "Приложить к проблеме", Group: groupCase, Words: "симптом карточка проблемы причина", Right: "problem_attach", Risk: Reversible, Bulk: true},
		{ID: "matter.next", Scope: Matter, Keys: keys("]"), Name: "Следующая часть раздела", Hint: "дальше", Group: groupLook},
		{ID: "matter.previous", Scope: Matter, Keys: keys("["), Name: "Предыдущая часть раздела", Group: groupLook},
		{ID: "matter.new", Scope: Matter, Keys: keys("N"), Name: "Завести новую запись", Hint: "новая", Group: groupMatter, Words: "проблема предложение опрос запрос направление создать", Right: "problem", Risk: Reversible},
		{ID: "matter.edit", Scope: Matter, Keys: keys("e"), Name: "Изменить запись", Hint: "изменить", Group: groupMatter, Right: "problem", Risk: Reversible},
		{ID: "matter.history", Scope: Matter, Keys: keys("h"), Name: "История записи", Group: groupLook, Words: "журнал кто когда"},
		{ID: "picture.open", Scope: Desk, Name: "Картина: где сходятся обращения, опросы и каналы", Group: groupRooms, Words: "всплеск карта процесс направления"},
	}
}

func problemCommands() []Command {
	return []Command{
		{ID: "problem.cases", Scope: Problems, Keys: keys("o"), Name: "Показать обращения проблемы в очереди", Hint: "обращения", Group: groupLook, Words: "симптомы"},
		{ID: "problem.attach", Scope: Problems, Keys: keys("t"), Name: "Приложить обращения: по номерам или условиям", Hint: "приложить", Group: groupMatter, Words: "симптомы отбор сохранить", Right: "problem_attach", Risk: Reversible},
		{ID: "problem.detach", Scope: Problems, Keys: keys("-"), Name: "Открепить обращение", Group: groupMatter, Right: "problem_detach", Risk: Reversible},
		{ID: "problem.hypothesis", Scope: Problems, Keys: keys("i"), Name: "Записать гипотезу", Hint: "гипотеза", Group: groupMatter, Words: "почему", Right: "problem_hypothesis", Risk: Reversible},
		{ID: "problem.evidence", Scope: Problems, Keys: keys("+"), Name: "Довод за или против гипотезы", Group: groupMatter, Words: "доказательство вывод", Right: "problem_evidence", Risk: Reversible},
		{ID: "problem.cause", Scope: Problems, Keys: keys("s"), Name: "Назвать причину", Hint: "причина", Group: groupMatter, Right: "problem_cause", Risk: Reversible},
		{ID: "problem.measure", Scope: Problems, Keys: keys("d"), Name: "Мера: записать или изменить", Hint: "мера", Group: groupMatter, Words: "выполнена срок", Right: "problem_measure", Risk: Reversible},
		{ID: "problem.answer", Scope: Problems, Keys: keys("P"), Name: "Общий ответ всем приложенным обращениям", Group: groupMatter, Words: "проект промежуточный", Right: "problem_answer", Risk: Reversible},
		{ID: "problem.solve", Scope: Problems, Keys: keys("c"), Name: "Закрыть проблему", Group: groupMatter, Words: "решена итог", Right: "problem_solve", Risk: Reversible},
		{ID: "problem.return", Scope: Problems, Keys: keys("R"), Name: "Вернуть проблему в работу", Group: groupMatter, Words: "снова", Right: "problem_return", Risk: Reversible},
		{ID: "problem.propose", Scope: Problems, Keys: keys(">"), Name: "Предложение руководителю подразделения", Hint: "предложить", Group: groupMatter, Words: "рекомендация", Right: "proposal", Risk: Reversible},
		{ID: "proposal.move", Scope: Problems, Keys: keys("m"), Name: "Предложение: направить, принять, отклонить, выполнить", Hint: "состояние", Group: groupMatter, Words: "эффект", Right: "proposal_move", Risk: Reversible},
	}
}

func pollCommands() []Command {
	return []Command{
		{ID: "poll.move", Scope: Polls, Keys: keys("m"), Name: "Следующая стадия опроса", Hint: "стадия", Group: groupMatter, Words: "согласован опубликован идёт завершён итоги", Right: "poll_move", Risk: Reversible},
		{ID: "poll.results", Scope: Polls, Keys: keys("r"), Name: "Внести итоги площадки", Hint: "итоги", Group: groupMatter, Right: "poll_results", Risk: Reversible},
		{ID: "poll.load", Scope: Polls, Keys: keys("l"), Name: "Загрузить итоги из файла", Group: groupMatter, Words: "импорт csv xlsx", Right: "poll_results", Risk: Reversible},
		{ID: "poll.save", Scope: Polls, Keys: keys("x"), Name: "Сохранить таблицу итогов в файл", Group: groupLook, Words: "экспорт шаблон бланк"},
		{ID: "poll.decide", Scope: Polls, Keys: keys("d"), Name: "Записать решение и что сделано", Group: groupMatter, Right: "poll_decide", Risk: Reversible},
		{ID: "poll.link", Scope: Polls, Keys: keys("t"), Name: "Связать с проблемами", Group: groupMatter, Right: "poll_link", Risk: Reversible},
		{ID: "request.make", Scope: Requests, Keys: keys("d"), Name: "Сделать материал и заморозить его", Hint: "материал", Group: groupMatter, Words: "отчёт файл", Right: "material", Risk: Reversible},
		{ID: "request.save", Scope: Requests, Keys: keys("x"), Name: "Сохранить замороженный материал в файл", Group: groupLook, Words: "экспорт выгрузить"},
		{ID: "request.send", Scope: Requests, Keys: keys("o"), Name: "Отметить, что ответ отправлен", Hint: "отправлен", Group: groupMatter, Right: "request_send", Risk: Reversible},
		{ID: "request.question", Scope: Requests, Keys: keys("i"), Name: "Вопрос ЦУР и ответ на него", Group: groupMatter, Right: "request_question", Risk: Reversible},
		{ID: "request.repeat", Scope: Requests, Keys: keys("r"), Name: "Повторить запрос на новый период", Hint: "повторить", Group: groupMatter, Words: "шаблон", Right: "request", Risk: Reversible},
		{ID: "request.close", Scope: Requests, Keys: keys("c"), Name: "Закрыть запрос", Group: groupMatter, Right: "request_close", Risk: Reversible},
		{ID: "picture.cases", Scope: Picture, Keys: keys("o"), Name: "Показать обращения строки в очереди", Hint: "обращения", Group: groupLook},
		{ID: "picture.problem", Scope: Picture, Keys: keys("p"), Name: "Открыть карточку проблемы этой строки", Group: groupLook},
		{ID: "picture.propose", Scope: Picture, Keys: keys(">"), Name: "Предложение по этой строке", Hint: "предложить", Group: groupMatter, Words: "рекомендация процесс", Right: "proposal", Risk: Reversible},
	}
}
