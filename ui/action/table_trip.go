package action

// tripCommands are those of what goes out and comes back: files, lists, drafts, differences from a channel.
func tripCommands() []Command {
	return []Command{
		{ID: "case.attach", Scope: Case, Keys: keys("V"), Name: "Прикрепить файл", Group: groupCase, Words: "вложение фото акт документ скрепка", Right: "attach", Risk: Reversible},
		{ID: "case.files", Scope: Case, Keys: keys("%"), Name: "Прикреплённые файлы: открыть", Group: groupLook, Words: "вложения фото документ посмотреть"},
		{ID: "view.export", Scope: Queue, Keys: keys("X"), Name: "Выгрузить вид в таблицу", Group: groupLook, Words: "экспорт excel xlsx csv json сохранить список"},
		{ID: "import.reconcile", Scope: Import, Keys: keys("r"), Name: "Сверить базу с выгрузкой", Hint: "сверить", Group: groupLook, Words: "расхождения сравнить"},
		{ID: "import.drafts", Scope: Import, Keys: keys("w"), Name: "Отложенные проекты: отнести к обращению", Hint: "проекты", Group: groupCase, Words: "карантин присланные", Right: "settle", Risk: Reversible},
	}
}
