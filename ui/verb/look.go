package verb

import (
	"context"
	"encoding/json"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// looked is an answer that was loaded to be shown.
type looked struct{ outcome pane.Outcome }

// look loads something beside the loop and shows it.
func look(env *pane.Env, load func(ctx context.Context) (pane.Outcome, error)) pane.Outcome {
	ctx := env.Ctx
	return pane.Await(func() tea.Msg {
		o, err := load(ctx)
		if err != nil {
			o = pane.Fail(err)
		}
		return looked{o}
	})
}

// why shows for every clock when it ends, how much is left and why it ends then.
func (c *Cases) why(env *pane.Env, t Target) pane.Outcome {
	id, s, actor, snap, now := t.Appeal.ID, env.Store, env.Me.Actor, env.Snap, model.InstantOf(env.Now())
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		card, err := s.Card(ctx, actor, id, true)
		if err != nil {
			return pane.Nothing(), err
		}
		if card.DueFault != "" {
			return pane.Nothing(), &model.Fault{Code: model.Failed, Say: card.DueFault}
		}
		var text []widget.Paragraph
		facts := deadline.CaseOf(&card.Appeal)
		for _, clock := range card.Clocks {
			lines, err := snap.Book.Explain(facts, clock)
			if err != nil {
				return pane.Nothing(), err
			}
			if len(text) > 0 {
				text = append(text, widget.Par("", theme.Text))
			}
			text = append(text, clockHead(snap.Book, facts, clock, now))
			for _, line := range lines {
				text = append(text, lineParagraph(line))
			}
		}
		if card.Appeal.Stage.Open() {
			text = append(append(text, widget.Par("", theme.Text)), Weigh(env.Config.Next, PressingAppeal(&card.Appeal), env.Time()).paragraphs()...)
		}
		return pane.Push(overlay.NewViewer("Почему такой срок: № "+id.String(), text)), nil
	})
}

func clockHead(book *deadline.Book, facts deadline.Case, clock deadline.Clock, now model.Instant) widget.Paragraph {
	words, role := "", theme.Text
	if left, err := book.Left(clock, facts.Pauses, now); err == nil {
		words = left.Words
		if clock.Done == 0 && !clock.Paused && !left.Late {
			words += ", прошло " + PercentText(left.Percent)
		}
		if left.Late {
			role = theme.Late
		}
	}
	return widget.Paragraph{Runs: []widget.Run{{Text: clock.Title(), Role: theme.Title}, {Text: "  "}, {Text: words, Role: role}}}
}

// lineParagraph sets what a line is about apart by its sign, not only by its colour.
func lineParagraph(line deadline.Line) widget.Paragraph {
	sign, role := "  ", theme.Text
	switch line.Kind {
	case deadline.LineHead:
		sign, role = "", theme.Text
	case deadline.LineSkip, deadline.LinePause:
		sign, role = "  — ", theme.Muted
	case deadline.LineCount:
		sign = "  + "
	case deadline.LineChange, deadline.LineLastDay:
		sign, role = "  ! ", theme.Warn
	case deadline.LineBasis:
		sign, role = "  § ", theme.Muted
	case deadline.LineEvent:
		sign = "  · "
	}
	return widget.Paragraph{Runs: []widget.Run{{Text: sign + clean.Line(line.Text), Role: role}}, Indent: len([]rune(sign))}
}

// historyRows is how many lines of the journal a history shows.
const historyRows = 500

// history shows what happened to the appeal, the newest first.
func (c *Cases) history(env *pane.Env, t Target) pane.Outcome {
	id, s, actor, snap := t.Appeal.ID, env.Store, env.Me.Actor, env.Snap
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		rows, err := s.Journal(ctx, actor, store.JournalRequest{Ref: model.AppealRef(id), Limit: historyRows})
		if err != nil {
			return pane.Nothing(), err
		}
		var text []widget.Paragraph
		for _, row := range rows {
			text = append(text, historyParagraph(snap, row))
		}
		return pane.Push(overlay.NewViewer("История обращения № "+id.String(), text)), nil
	})
}

func historyParagraph(snap *store.Snapshot, row store.JournalRow) widget.Paragraph {
	when := row.Recorded.In(snap.Zone())
	runs := []widget.Run{{Text: russian.DateTime(when), Role: theme.Muted}, {Text: "  " + JournalWords(snap, row)}}
	if by := Who(snap, row.Actor); by != "" {
		runs = append(runs, widget.Run{Text: "  " + by, Role: theme.Muted})
	}
	if row.Happened != row.Recorded && row.Happened != 0 {
		runs = append(runs, widget.Run{Text: "  (было " + russian.DateTime(row.Happened.In(snap.Zone())) + ")", Role: theme.Muted})
	}
	if row.Undone {
		runs = append(runs, widget.Run{Text: "  отменено", Role: theme.Warn})
	}
	return widget.Paragraph{Runs: runs, Indent: 18}
}

// Who is an actor in words: the position, whom they replaced, and how they came when it was not the desk.
func Who(snap *store.Snapshot, a model.Actor) string {
	title := a.Title
	if o, ok := snap.Office.Officials[a.Official]; ok {
		title = o.Title()
	}
	if title == "" && a.Via == "system" {
		title = "программа"
	}
	if o, ok := snap.Office.Officials[a.For]; ok {
		title += " (и.о.: " + o.Title() + ")"
	}
	switch a.Via {
	case "ssh":
		title += ", по SSH"
	case "import":
		title += ", из выгрузки"
	}
	return clean.Line(title)
}

// actionWords are the actions of the journal in words.
var actionWords = map[string]string{
	"receive": "Поступило", "sync": "Обновлено из выгрузки", "sort": "Разобрано", "assign": "Назначено", "draft": "Записан проект ответа",
	"submit": "Проект передан дальше", "return": "Проект возвращён", "approve": "Утверждено", "answer": "Ответ направлен", "close": "Закрыто",
	"reopen": "Возвращено в работу", "write_again": "Гражданин написал снова", "extend": "Срок продлён", "redirect": "Перенаправлено",
	"note": "Заметка", "wait": "Отметка «ждём гражданина»", "defer": "Обещание", "keep": "Обещание выполнено", "rate": "Оценка гражданина", "score": "Качество ответа оценено", "target": "Целевое значение",
	"recount": "Сроки пересчитаны", "unit": "Подразделение", "official": "Должностное лицо", "grant": "Роль назначена", "revoke": "Роль снята",
	"place": "Населённый пункт", "topic": "Тема", "settings": "Настройки учреждения", "batch": "Загрузка", "quarantine": "Строка в карантине",
	"policies": "Правила сроков", "calendar": "Календарь", "absence": "Отсутствие", "absence_end": "Отсутствие завершено",
	"problem": "Карточка проблемы", "problem_attach": "К проблеме приложены обращения", "problem_detach": "От проблемы откреплены обращения",
	"problem_hypothesis": "Гипотеза", "problem_evidence": "Довод", "problem_cause": "Причина проблемы", "problem_measure": "Мера", "problem_answer": "Общий ответ по проблеме",
	"problem_solve": "Проблема решена", "problem_return": "Проблема вернулась", "proposal": "Предложение", "proposal_move": "Предложение сдвинуто", "direction": "Направление работы",
	"poll": "Опрос", "poll_move": "Стадия опроса", "poll_results": "Итоги опроса", "poll_decide": "Решение по опросу", "poll_link": "Опрос связан с проблемами",
	"request": "Запрос ЦУР", "material": "Материал заморожен", "request_material": "Материал приложен к запросу", "request_send": "Ответ ЦУР отправлен",
	"request_question": "Вопрос ЦУР", "request_close": "Запрос ЦУР закрыт",
	"task": "Выдано задание", "remind": "Отправлено напоминание", "attach": "Прикреплён файл", "detach": "Откреплён файл", "merge": "Связано с похожим обращением",
	"unmerge": "Связь с похожим снята", "distinct": "Отмечено: не дубль", "fill": "Внесён текст с карточки канала", "settle": "Отложенный проект отнесён к обращению",
	"pass_over": "Расхождение с каналом оставлено", "template": "Шаблон ответа", "source": "Источник", "look": "Источник просмотрен", "anonymise": "Обезличено",
}

// JournalWords says what a journal row did.
func JournalWords(snap *store.Snapshot, row store.JournalRow) string {
	var p struct {
		Unit     json.RawMessage  `json:"unit"`
		Reason   string           `json:"reason"`
		Outcome  string           `json:"outcome"`
		Kind     model.RecordKind `json:"kind"`
		Say      string           `json:"say"`
		Action   string           `json:"action"`
		Days     int              `json:"days"`
		Mark     int              `json:"mark"`
		Author   bool             `json:"author"`
		Who      string           `json:"who"`
		Document string           `json:"document"`
	}
	_ = json.Unmarshal(row.Payload, &p) // another shape leaves the words bare
	switch row.Action {
	case "record":
		return joined(p.Kind.Title(), p.Say)
	case "revert":
		return "Отменено: " + russian.Fold(wordsOf(p.Action))
	case "assign":
		var id model.UnitID
		if json.Unmarshal(p.Unit, &id) == nil {
			return joined("Назначено", snap.Office.UnitTitle(id))
		}
	case "approve":
		switch {
		case p.Author:
			return "Утвердил автор"
		case p.Who+p.Document != "":
			return joined("Утверждено в другой системе", strings.Trim(p.Who+", "+p.Document, ", "))
		}
	case "return", "reopen", "close":
		return joined(wordsOf(row.Action), strings.Trim(p.Outcome+", "+p.Reason, ", "))
	}
	return wordsOf(row.Action)
}

func wordsOf(action string) string {
	if w, ok := actionWords[action]; ok {
		return w
	}
	return action
}

func joined(what, more string) string {
	if more == "" {
		return what
	}
	return what + ": " + clean.Line(more)
}

func (c *Cases) copyNumber(_ *pane.Env, t Target) pane.Outcome {
	var numbers []string
	if t.many() {
		for _, id := range t.Marks {
			numbers = append(numbers, id.String())
		}
	} else {
		numbers = []string{t.Appeal.ID.String()}
		if n := t.Appeal.Main().ExternalID; n != "" {
			numbers = []string{n}
		}
	}
	o := pane.Say("Скопировано: " + strings.Join(numbers, ", "))
	o.Copy = strings.Join(numbers, "\n")
	return o
}

// link shows where the card lies in its channel.
func (c *Cases) link(env *pane.Env, t Target) pane.Outcome {
	id, s, actor := t.Appeal.ID, env.Store, env.Me.Actor
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		card, err := s.Card(ctx, actor, id, true)
		if err != nil {
			return pane.Nothing(), err
		}
		var text []widget.Paragraph
		link := ""
		for _, r := range card.Appeal.Registrations {
			text = append(text, widget.Par(r.Channel.Title()+" "+clean.Line(r.ExternalID), theme.Title))
			if r.Card == "" {
				text = append(text, widget.Par("Ссылки в выгрузке нет.", theme.Muted))
				continue
			}
			if link == "" {
				link = clean.Line(r.Card)
			}
			text = append(text, widget.Paragraph{Runs: []widget.Run{{Text: clean.Line(r.Card), Role: theme.Link, URL: r.Card}}})
		}
		o := pane.Push(overlay.NewViewer("Карточка в канале", text))
		if link != "" {
			o.Copy = link
			o.Toast = &pane.Toast{Text: "Ссылка скопирована"}
		}
		return o, nil
	})
}
