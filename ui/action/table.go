package action

import "strconv"

// Table is every command of the desk, in the order of the footer: the first of a scope is the first hint.
//
// What the keys keep to: nothing that changes data sits on a bare A–D, H, F, «[» or O, which a torn arrow key leaves behind on a bad
// line; every ctrl key has a second way, because tmux drops some ctrl+Cyrillic; no F-key stands alone, because the Linux console has
// none; no ctrl+h, which is Backspace; and nothing that changes data sits on y, where «н» (нет) is.
func Table() []Command {
	var all []Command
	for _, part := range [][]Command{
		caseCommands(), placeCommands(), peopleCommands(), listCommands(), textCommands(), matterCommands(), exchangeCommands(), tripCommands(), figureCommands(), deskCommands(), programCommands(), dialogCommands(),
	} {
		all = append(all, part...)
	}
	return all
}

func caseCommands() []Command {
	return []Command{
		{ID: "triage.accept", Scope: Triage, Keys: keys("enter"), Name: "Принять и назначить, перейти к следующему", Hint: "принять", Group: groupCase, Words: "разобрать согласиться", Right: "assign", Risk: Reversible},
		{ID: "publish.record", Scope: Publish, Keys: keys("enter"), Name: "Записать, где и когда ответ вышел", Hint: "вышел", Group: groupCase, Words: "опубликован отправлен направлен ссылка", Right: "answer", Risk: Reversible, Bulk: true},
		{ID: "case.sort", Scope: Case, Keys: keys("s"), Name: "Разобрать: тема, место, суть, вопросы", Hint: "разобрать", Group: groupCase, Words: "классифицировать тема адрес", Right: "sort", Risk: Reversible},
		{ID: "case.assign", Scope: Case, Keys: keys("t"), Name: "Назначить исполнителя", Hint: "назначить", Group: groupCase, Words: "поручить отдел подразделение передать", Right: "assign", Risk: Reversible, Bulk: true},
		{ID: "case.draft", Scope: Case, Keys: keys("d"), Name: "Писать проект ответа", Hint: "проект", Group: groupCase, Words: "редактор текст ответить черновик вставить", Right: "draft", Risk: Reversible},
		{ID: "case.submit", Scope: Case, Keys: keys("p"), Name: "Передать проект дальше", Hint: "передать", Group: groupCase, Words: "на проверку на утверждение отправить", Right: "submit", Risk: Reversible, Bulk: true},
		{ID: "case.submit_told", Scope: Case, Keys: keys("T"), Name: "Проект получен иначе: когда и от кого", Group: groupCase, Words: "передан почтой раньше поручился", Right: "submit", Risk: Reversible},
		{ID: "case.approve", Scope: Case, Keys: keys("+"), Name: "Утвердить текст ответа", Hint: "утвердить", Group: groupCase, Words: "подписать согласовать одобрить", Right: "approve", Risk: Reversible, Bulk: true},
		{ID: "case.return", Scope: Case, Keys: keys("r", "-"), Name: "Вернуть проект на доработку", Hint: "вернуть", Group: groupCase, Words: "отклонить замечания причина", Right: "return", Risk: Reversible, Bulk: true},
		{ID: "case.answer", Scope: Case, Keys: keys("o"), Name: "Отметить, что ответ направлен", Hint: "направлен", Group: groupCase, Words: "опубликован отправлен ушёл", Right: "answer", Risk: Reversible, Bulk: true},
		{ID: "case.close", Scope: Case, Keys: keys("c"), Name: "Закрыть обращение", Hint: "закрыть", Group: groupCase, Words: "завершить итог", Right: "close", Risk: Reversible, Bulk: true},
		{ID: "case.reopen", Scope: Case, Keys: keys("R"), Name: "Открыть обращение снова", Group: groupCase, Words: "возобновить повторно", Right: "reopen", Risk: Reversible, Bulk: true},
		{ID: "case.extend", Scope: Case, Keys: keys("e"), Name: "Продлить срок", Group: groupCase, Words: "отсрочка продление уведомление", Right: "extend", Risk: Reversible, Bulk: true},
		{ID: "case.redirect", Scope: Case, Keys: keys(">"), Name: "Перенаправить в другой орган", Group: groupCase, Words: "по компетенции переадресовать", Right: "redirect", Risk: Reversible, Bulk: true},
		{ID: "case.promise", Scope: Case, Keys: keys("P"), Name: "Записать обещание с датой", Group: groupCase, Words: "отложенное решение промежуточный ответ", Right: "defer", Risk: Reversible},
		{ID: "case.keep", Scope: Case, Keys: keys("K"), Name: "Отметить, что обещание выполнено", Group: groupCase, Words: "отложенное решение исполнено", Right: "keep", Risk: Reversible, Bulk: true},
		{ID: "case.wait", Scope: Case, Keys: keys("W"), Name: "Ждём гражданина: поставить или снять", Group: groupCase, Words: "ожидание уточнение", Right: "wait", Risk: Reversible, Bulk: true},
		{ID: "case.note", Scope: Case, Keys: keys("i"), Name: "Добавить заметку", Group: groupCase, Words: "комментарий примечание", Right: "note", Risk: Reversible, Bulk: true},
		{ID: "case.sheet", Scope: Case, Keys: keys("x"), Name: "Лист задания исполнителю", Group: groupCase, Words: "поручение docx распечатать", Bulk: true},
		{ID: "case.why", Scope: Case, Keys: keys("w"), Name: "Почему такой срок и такое место в очереди", Hint: "почему", Group: groupLook, Words: "объяснить основание счёт срочность"},
		{ID: "case.history", Scope: Case, Keys: keys("h"), Name: "История обращения", Group: groupLook, Words: "журнал кто когда изменения"},
		{ID: "case.copy", Scope: Case, Keys: keys("y"), Name: "Скопировать номер", Group: groupLook, Words: "буфер обмена", Bulk: true},
		{ID: "case.copy_text", Scope: Case, Keys: keys("Y"), Name: "Скопировать текст ответа", Group: groupLook, Words: "буфер обмена проект"},
		{ID: "case.link", Scope: Case, Keys: keys("L"), Name: "Показать ссылку на карточку в канале", Group: groupLook, Words: "открыть адрес url"},
	}
}

func placeCommands() []Command {
	return []Command{
		{ID: "view.choose", Scope: Queue, Keys: keys("f"), Name: "Выбрать вид очереди", Hint: "вид", Group: groupLook, Words: "новые мои проекты срок сегодня просрочено все представление"},
		{ID: "view.next", Scope: Queue, Keys: keys("]"), Name: "Следующий вид очереди", Group: groupLook},
		{ID: "view.previous", Scope: Queue, Keys: keys("["), Name: "Предыдущий вид очереди", Group: groupLook},
		{ID: "view.save", Scope: Queue, Name: "Сохранить условия как свой вид", Group: groupLook, Words: "запомнить фильтр представление"},
		{ID: "view.delete", Scope: Queue, Name: "Удалить свой вид", Group: groupLook, Words: "представление забыть"},
		{ID: "sort.choose", Scope: List, Keys: keys("S"), Name: "Сменить порядок строк", Group: groupLook, Words: "сортировка упорядочить"},
		{ID: "card.reveal", Scope: Card, Keys: keys("enter"), Name: "Показать данные заявителя (запись в журнале)", Hint: "заявитель", Group: groupLook, Words: "фамилия телефон адрес персональные данные"},
		{ID: "card.next", Scope: Card, Keys: keys("]"), Name: "Следующая часть карточки", Group: groupLook},
		{ID: "card.previous", Scope: Card, Keys: keys("["), Name: "Предыдущая часть карточки", Group: groupLook},
		{ID: "overdue.fold", Scope: Overdue, Keys: keys("z"), Name: "Свернуть или развернуть исполнителя", Hint: "свернуть", Group: groupLook},
		{ID: "import.run", Scope: Import, Keys: keys("enter"), Name: "Загрузить отмеченные выгрузки", Hint: "загрузить", Group: groupProgram, Right: "receive", Risk: Reversible},
		{ID: "import.preview", Scope: Import, Keys: keys("p"), Name: "Показать, что изменится, не загружая", Hint: "проверить", Group: groupLook},
		{ID: "journal.verify", Scope: Journal, Keys: keys("V"), Name: "Проверить цепочку журнала", Hint: "проверить", Group: groupLook, Words: "целостность подделка"},
	}
}

func peopleCommands() []Command {
	return []Command{
		{ID: "roles.grant", Scope: Roles, Keys: keys("+"), Name: "Назначить роль", Hint: "назначить", Group: groupPeople, Words: "выдать право", Right: "grant", Risk: Reversible},
		{ID: "roles.revoke", Scope: Roles, Keys: keys("-"), Name: "Снять роль, завершить отсутствие", Hint: "снять", Group: groupPeople, Words: "отозвать право вернулся вышел", Right: "revoke", Risk: Reversible, Bulk: true},
		{ID: "roles.official", Scope: Roles, Keys: keys("e"), Name: "Изменить должностное лицо или отсутствие", Group: groupPeople, Words: "логин фамилия подразделение продлить замещение", Right: "official", Risk: Reversible},
		{ID: "roles.absence", Scope: Roles, Keys: keys("z"), Name: "Записать отсутствие и кто замещает", Group: groupPeople, Words: "отпуск больничный и.о. замещение", Right: "absence", Risk: Reversible},
		{ID: "roles.past", Scope: Roles, Keys: keys("x"), Name: "Показать или скрыть прежние роли", Group: groupLook, Words: "история"},
		{ID: "settings.edit", Scope: Settings, Keys: keys("e"), Name: "Изменить строку настроек", Hint: "изменить", Group: groupOffice, Words: "правило срок часы шаблон ответа", Right: "settings", Risk: Reversible},
		{ID: "settings.new", Scope: Settings, Keys: keys("N"), Name: "Добавить в список настроек", Hint: "добавить", Group: groupOffice, Words: "подразделение тема место день срок шаблон ответа", Right: "settings", Risk: Reversible},
		{ID: "settings.remove", Scope: Settings, Keys: keys("-"), Name: "Удалить день или срок, убрать шаблон", Group: groupOffice, Words: "убрать", Right: "settings", Risk: Reversible},
		{ID: "settings.next", Scope: Settings, Keys: keys("]"), Name: "Следующий список настроек", Hint: "дальше", Group: groupLook},
		{ID: "settings.previous", Scope: Settings, Keys: keys("["), Name: "Предыдущий список настроек", Group: groupLook},
		{ID: "roles.new", Scope: Roles, Keys: keys("N"), Name: "Добавить должностное лицо", Group: groupPeople, Words: "сотрудник новый", Right: "official", Risk: Reversible},
	}
}

func listCommands() []Command {
	return []Command{
		{ID: Open, Scope: List, Keys: keys("enter"), Name: "Открыть", Hint: "открыть", Group: groupLook},
		{ID: Filter, Scope: List, Keys: keys("/"), Name: "Отобрать строки по условиям", Hint: "отбор", Group: groupLook, Words: "фильтр поиск найти"},
		{ID: Mark, Scope: List, Keys: keys("space"), Name: "Отметить или снять отметку", Hint: "отметить", Group: groupMarks, Words: "выделить"},
		{ID: Range, Scope: List, Keys: keys("v"), Name: "Начать или закончить отметку подряд", Group: groupMarks, Words: "диапазон выделить"},
		{ID: MarkAll, Scope: List, Keys: keys("*"), Name: "Отметить все строки вида или снять все отметки", Group: groupMarks, Words: "выделить"},
		{ID: Down, Scope: List, Keys: keys("j", "down"), Name: "Вниз", Group: groupMove},
		{ID: Up, Scope: List, Keys: keys("k", "up"), Name: "Вверх", Group: groupMove},
		{ID: PageDown, Scope: List, Keys: keys("pgdown", "ctrl+f"), Name: "На страницу вниз", Group: groupMove},
		{ID: PageUp, Scope: List, Keys: keys("pgup", "ctrl+b"), Name: "На страницу вверх", Group: groupMove},
		{ID: First, Scope: List, Keys: keys("g g", "home"), Name: "В начало", Group: groupMove},
		{ID: Last, Scope: List, Keys: keys("G", "end"), Name: "В конец", Group: groupMove},
	}
}

func textCommands() []Command {
	return []Command{
		{ID: "text." + Down, Scope: Text, Keys: keys("j", "down"), Name: "Строка вниз", Group: groupMove},
		{ID: "text." + Up, Scope: Text, Keys: keys("k", "up"), Name: "Строка вверх", Group: groupMove},
		{ID: "text." + PageDown, Scope: Text, Keys: keys("space", "pgdown", "ctrl+f"), Name: "Страница вниз", Group: groupMove},
		{ID: "text." + PageUp, Scope: Text, Keys: keys("pgup", "ctrl+b"), Name: "Страница вверх", Group: groupMove},
		{ID: "text." + First, Scope: Text, Keys: keys("g g", "home"), Name: "К началу текста", Group: groupMove},
		{ID: "text." + Last, Scope: Text, Keys: keys("G", "end"), Name: "К концу текста", Group: groupMove},
		{ID: "editor.leave", Scope: Editor, Keys: keys("esc", "ctrl+s"), Name: "Закончить: текст станет версией проекта", Hint: "закончить", Group: groupText, Words: "сохранить выйти"},
		{ID: "editor.submit", Scope: Editor, Keys: keys("alt+enter", "ctrl+enter"), Name: "Закончить и передать проект дальше", Hint: "передать", Group: groupText, Right: "submit", Risk: Reversible},
		{ID: "editor.template", Scope: Editor, Keys: keys("alt+t", "ctrl+t"), Name: "Вставить шаблон ответа", Hint: "шаблон", Group: groupText, Words: "заготовка"},
		{ID: "editor.check", Scope: Editor, Keys: keys("alt+k", "f7"), Name: "Проверить текст ответа", Hint: "проверить", Group: groupText, Words: "замечания ошибки канцелярит персональные"},
		{ID: "editor.undo", Scope: Editor, Keys: keys("alt+z", "ctrl+z"), Name: "Отменить правку текста", Group: groupText},
		{ID: "editor.redo", Scope: Editor, Keys: keys("alt+y", "ctrl+y"), Name: "Вернуть правку текста", Group: groupText},
	}
}

func deskCommands() []Command {
	all := []Command{
		{ID: "case.next", Scope: Desk, Keys: keys("n"), Name: "Самое срочное обращение", Hint: "срочное", Group: groupLook, Words: "следующее дальше"},
		{ID: "case.add", Scope: Desk, Keys: keys("a"), Name: "Записать новое обращение", Group: groupCase, Words: "добавить создать телефон приём сообщение", Right: "receive", Risk: Reversible},
		{ID: "import.open", Scope: Desk, Keys: keys("I"), Name: "Загрузить выгрузки", Group: groupProgram, Words: "импорт файл xlsx csv", Right: "receive"},
		{ID: "brief", Scope: Desk, Keys: keys("b"), Name: "Сводка на сегодня", Group: groupLook, Words: "утро вечер итоги обещания"},
		{ID: NextFocus, Scope: Desk, Keys: keys("tab", "shift+tab"), Name: "Перейти между списком и карточкой", Group: groupRooms, Words: "фокус"},
		{ID: NextTab, Scope: Desk, Keys: keys("g n"), Name: "Следующий раздел", Group: groupRooms},
		{ID: PrevTab, Scope: Desk, Keys: keys("g p"), Name: "Предыдущий раздел", Group: groupRooms},
	}
	for n := range Digits {
		digit := strconv.Itoa(n + 1)
		all = append(all, Command{
			ID: TabPrefix + ID(digit), Scope: Desk, Keys: keys(digit), Name: "Раздел " + digit, Group: groupRooms, Words: "перейти",
		})
	}
	return all
}

func programCommands() []Command {
	return []Command{
		{ID: Undo, Scope: Desk, Keys: keys("u"), Name: "Отменить последнее действие", Hint: "отменить", Group: groupProgram, Words: "вернуть назад undo", Right: "undo", Risk: Reversible},
		{ID: "redo", Scope: Desk, Keys: keys("U"), Name: "Вернуть отменённое", Group: groupProgram, Words: "повторить redo", Right: "undo", Risk: Reversible},
		{ID: Back, Scope: Desk, Keys: keys("esc"), Name: "Назад: скрыть сообщение, снять отметки, вернуться к списку", Group: groupProgram, Fixed: true},
		{ID: Help, Scope: Global, Keys: keys("?", "alt+h"), Name: "Что можно сделать здесь", Hint: "помощь", Group: groupProgram, Words: "справка клавиши"},
		{ID: Palette, Scope: Global, Keys: keys(":", "ctrl+p", "alt+p"), Name: "Найти команду", Hint: "команды", Group: groupProgram, Words: "палитра поиск"},
		{ID: "guide", Scope: Global, Keys: keys("f1", "alt+g"), Name: "Руководство", Group: groupProgram, Words: "справка обучение"},
		{ID: Errors, Scope: Desk, Keys: keys("!"), Name: "Сообщения об ошибках", Group: groupProgram, Words: "история отказы"},
		{ID: Mouse, Scope: Desk, Keys: keys("M"), Name: "Мышь: программе или терминалу", Group: groupProgram, Words: "выделение копировать"},
		{ID: Redraw, Scope: Global, Keys: keys("ctrl+l", "f5", "alt+l"), Name: "Перерисовать экран", Group: groupProgram},
		{ID: Reload, Scope: Global, Name: "Перечитать настройки", Group: groupProgram, Words: "конфигурация config тема клавиши"},
		{ID: Quit, Scope: Global, Keys: keys("q", "ctrl+c"), Name: "Выйти", Group: groupProgram, Words: "закрыть программу"},
	}
}

func dialogCommands() []Command {
	fixed := func(id ID, scope Scope, name string, k ...string) Command {
		return Command{ID: id, Scope: scope, Keys: k, Name: name, Group: groupDialog, Fixed: true}
	}
	return []Command{
		fixed("dialog.accept", Dialog, "Выбрать, перейти к следующему полю, ответить", "enter"),
		fixed("dialog.cancel", Dialog, "Закрыть, ничего не меняя", "esc", "ctrl+c"),
		fixed("dialog.done", Dialog, "Закончить форму с любого поля", "ctrl+s", "alt+enter"),
		fixed("dialog.next", Dialog, "Следующее поле или строка, дополнить слово", "tab", "down"),
		fixed("dialog.previous", Dialog, "Предыдущее поле или строка", "shift+tab", "up"),
		fixed("viewer.close", Viewer, "Закрыть окно с текстом", "esc", "q", "ctrl+c"),
	}
}

func keys(all ...string) []string { return all }
