package action

// Board is the scope of the coordinator's figures.
const Board Scope = "board"

// figureCommands are those of figures, and of the quality of single answers that they are counted from.
func figureCommands() []Command {
	return []Command{
		{ID: "board.open", Scope: Desk, Keys: keys("B"), Name: "Сводка координатора: показатели, цели, отчёты", Group: groupRooms, Words: "дашборд статистика графики дисциплина"},
		{ID: "board.day", Scope: Board, Keys: keys("d"), Name: "Период: день", Group: groupLook},
		{ID: "board.week", Scope: Board, Keys: keys("w"), Name: "Период: неделя с субботы по пятницу", Hint: "неделя", Group: groupLook},
		{ID: "board.month", Scope: Board, Keys: keys("m"), Name: "Период: месяц", Hint: "месяц", Group: groupLook},
		{ID: "board.quarter", Scope: Board, Keys: keys("c"), Name: "Период: квартал", Group: groupLook},
		{ID: "board.year", Scope: Board, Keys: keys("y"), Name: "Период: год", Group: groupLook},
		{ID: "board.own", Scope: Board, Keys: keys("o"), Name: "Период: свои даты", Group: groupLook, Words: "произвольный"},
		{ID: "board.earlier", Scope: Board, Keys: keys("-"), Name: "Период перед этим", Group: groupLook, Words: "прошлый предыдущий"},
		{ID: "board.later", Scope: Board, Keys: keys("+"), Name: "Период после этого", Group: groupLook, Words: "следующий"},
		{ID: "board.next", Scope: Board, Keys: keys("]"), Name: "Следующий лист сводки", Hint: "дальше", Group: groupLook, Words: "ход карта время качество срез"},
		{ID: "board.previous", Scope: Board, Keys: keys("["), Name: "Предыдущий лист сводки", Group: groupLook},
		{ID: "board.hours", Scope: Board, Keys: keys("x"), Name: "Карта: темы и посёлки или дни и часы", Hint: "другая карта", Group: groupLook},
		{ID: "board.split", Scope: Board, Keys: keys("s"), Name: "Срез показателя: каналы, темы, посёлки, подразделения, должности", Hint: "срез", Group: groupLook, Words: "разрез разделить по каналам темам посёлкам подразделениям исполнителям"},
		{ID: "board.left", Scope: Board, Keys: keys("left", "h"), Name: "К показателям слева", Group: groupMove},
		{ID: "board.right", Scope: Board, Keys: keys("right", "l"), Name: "К показателям справа", Group: groupMove},
		{ID: "board.report", Scope: Board, Keys: keys("r"), Name: "Составить отчёт", Hint: "отчёт", Group: groupLook, Words: "неделя обзор xlsx docx pdf выгрузить"},
		{ID: "board.target", Scope: Board, Keys: keys("t"), Name: "Задать целевое значение показателя", Hint: "цель", Group: groupMatter, Words: "план координатор", Right: "target", Risk: Reversible},
		{ID: "case.waterfall", Scope: Case, Keys: keys("H"), Name: "Ход обращения: кто сколько держал", Group: groupLook, Words: "водопад время стадии исполнитель"},
		{ID: "case.score", Scope: Case, Keys: keys("Q"), Name: "Оценить качество ответа: 0, 1, 2 по критериям", Group: groupCase, Words: "рубрика баллы выборка", Right: "score", Risk: Reversible},
		{ID: "case.rate", Scope: Case, Keys: keys("J"), Name: "Записать оценку гражданина по телефону", Group: groupCase, Words: "доволен удовлетворённость обзвон", Right: "rate", Risk: Reversible},
	}
}
