package action

// exchangeCommands are those that keep the desk in step with channels and sources: similar appeals, publishing, watched pages.
func exchangeCommands() []Command {
	return []Command{
		{ID: "case.twins", Scope: Case, Keys: keys("="), Name: "Похожие обращения: сравнить, связать, «не дубль»", Hint: "похожие", Group: groupCase, Words: "дубли объединить разъединить всплеск повтор", Risk: Reversible},
		{ID: "case.plain", Scope: Case, Keys: keys("E"), Name: "Показать текст ответа без рамок, чтобы выделить мышью", Group: groupLook, Words: "копировать буфер экран опубликовать"},
		{ID: "source.open", Scope: Desk, Keys: keys("g s"), Name: "Источники: страницы, группы и чаты", Group: groupRooms, Words: "паблики мониторинг соцсети"},
		{ID: "source.done", Scope: Sources, Keys: keys("o"), Name: "Отметить, что источник просмотрен", Hint: "просмотрен", Group: groupProgram, Words: "проверен мониторинг", Right: "look", Risk: Reversible},
		{ID: "source.new", Scope: Sources, Keys: keys("N"), Name: "Добавить источник", Hint: "добавить", Group: groupProgram, Words: "паблик чат группа страница", Right: "source", Risk: Reversible},
		{ID: "source.edit", Scope: Sources, Keys: keys("e"), Name: "Изменить источник", Hint: "изменить", Group: groupProgram, Right: "source", Risk: Reversible},
		{ID: "source.end", Scope: Sources, Keys: keys("-"), Name: "Больше не наблюдать за источником", Group: groupProgram, Right: "source", Risk: Reversible},
	}
}
