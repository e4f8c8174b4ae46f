// Package requests is the pane of the regional centre's requests: what is asked, by when, what was made and sent.
package requests

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/russian"
	"kurator/store/export"
	"kurator/store/job/exchange"
	"kurator/store/job/matters"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/matter"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// New makes the pane.
func New() *matter.List {
	return matter.New(matter.Config{
		ID: "requests", Title: "Запросы", Scope: action.Requests, Beside: true, Changes: []model.Noun{model.NounRequest, model.NounMaterial},
		Parts: []matter.Part{{Title: "Запросы", Empty: "Запросов ЦУР нет. N — записать", Columns: []widget.Column{{Title: "№", Min: 4, Align: widget.Right}, {Title: "Срок", Min: 12},
			{Title: "Состояние", Min: 14}, {Title: "Что запрашивают", Min: 20, Flex: 4}, {Title: "Период", Min: 21, Hide: 2}, {Title: "Письмо", Min: 10, Hide: 1}}}},
		Load: load, Verbs: verbs(),
	})
}

// Sheet is the side pane of a request.
func Sheet(list *matter.List) pane.Pane { return matter.NewSheet(list, model.NounRequest, read) }

// load lists what is owed first, by its term.
func load(ctx context.Context, env *pane.Env) (matter.Content, error) {
	list, err := env.Store.Requests(ctx, env.Me.Actor)
	if err != nil {
		return matter.Content{}, err
	}
	today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
	content := matter.Content{Rows: make([][]matter.Row, 1)}
	sortByTerm(list)
	for _, r := range list {
		role, due, dueRole := theme.Text, matter.Day(env, r.Due), theme.Text
		if r.State.Open() {
			content.Count++
		} else {
			role, dueRole = theme.Muted, theme.Muted
		}
		if r.Late(today) {
			due, dueRole = due+" !", theme.Late
		}
		period := ""
		if r.Start != "" {
			period = matter.Day(env, r.Start) + "–" + matter.Day(env, r.End)
		}
		content.Rows[0] = append(content.Rows[0], matter.Row{Ref: ref(r.ID), Data: r, Cells: []widget.Cell{{Text: strconv.FormatInt(r.ID, 10), Role: theme.Accent},
			{Text: due, Role: dueRole}, {Text: r.State.Title(), Role: role}, {Text: r.Asks, Role: role}, {Text: period, Role: theme.Muted}, {Text: r.Number, Role: theme.Muted}}})
	}
	return content, nil
}

func ref(id int64) model.Ref { return model.Ref{Noun: model.NounRequest, ID: id} }

// read is a request with its materials and questions.
func read(ctx context.Context, env *pane.Env, id int64) (matter.Page, error) {
	r, err := env.Store.Request(ctx, env.Me.Actor, id)
	if err != nil {
		return matter.Page{}, err
	}
	text := []widget.Paragraph{matter.Head(r.Asks)}
	text = append(text, matter.Pair("Кто запросил", r.From)...)
	text = append(text, matter.Pair("Письмо", r.Number)...)
	text = append(text, matter.Pair("Основание", r.Basis)...)
	text = append(text, matter.Pair("Получен", matter.Day(env, r.Received))...)
	text = append(text, matter.Pair("Срок", matter.Day(env, r.Due))...)
	text = append(text, matter.Pair("Состояние", r.State.Title())...)
	if r.Report != "" {
		text = append(text, matter.Pair("Материал", report.Kind(r.Report).Title()+", "+r.Format+", "+matter.Day(env, r.Start)+"–"+matter.Day(env, r.End))...)
	}
	if r.Template {
		text = append(text, matter.Pair("Повторяется", "после отправки сам заведётся на следующий период")...)
	}
	if r.Repeats != 0 {
		text = append(text, matter.Pair("Повторяет", "запрос № "+strconv.FormatInt(r.Repeats, 10))...)
	}
	if len(r.Materials) > 0 {
		text = append(text, matter.Blank(), matter.Head("Замороженные материалы"))
	}
	var last model.Material
	for _, n := range r.Materials {
		if last, err = env.Store.Material(ctx, env.Me.Actor, n); err != nil {
			return matter.Page{}, err
		}
		text = append(text, matter.Pair(last.Name, russian.Number(int64(last.Size))+" байт, "+matter.Moment(env, last.Made)+", SHA-256 "+last.Hash)...)
	}
	if last.ID != 0 {
		text = append(text, widget.Par("Хранится в базе таким, каким был сделан. x — сохранить файлом и открыть в своей программе.", theme.Muted))
	}
	if r.SentAt != 0 {
		text = append(text, matter.Blank(), matter.Head("Отправлено"))
		text = append(text, matter.Pair(matter.Moment(env, r.SentAt), r.SentHow)...)
		text = append(text, matter.Pair("Отправлен файл с SHA-256", r.SentWhat)...)
	}
	if len(r.Questions) > 0 {
		text = append(text, matter.Blank(), matter.Head("Вопросы"))
	}
	for _, q := range r.Questions {
		answer := q.Answer
		if q.Answered == 0 {
			answer = "ответа ещё нет"
		}
		text = append(text, matter.Pair(strconv.Itoa(q.ID)+". "+q.Text, answer)...)
	}
	return matter.Page{Title: "Запрос № " + strconv.FormatInt(id, 10), Text: append(text, inside(&last)...)}, nil
}

// insideMost is how many lines of a material are shown.
const insideMost = 400

// inside is what the newest material says, where it is text; other formats are for other programs.
func inside(m *model.Material) []widget.Paragraph {
	switch export.Format(m.Format) {
	case export.Markdown, export.CSV, export.JSON:
	default:
		return nil
	}
	lines := strings.Split(strings.TrimSpace(strings.TrimPrefix(string(m.Data), "\ufeff")), "\n")
	text := []widget.Paragraph{matter.Blank(), matter.Head("Что в материале «" + clean.Line(m.Name) + "»")}
	for _, line := range lines[:min(len(lines), insideMost)] {
		text = append(text, widget.Par(clean.Line(line), theme.Text))
	}
	if rest := len(lines) - insideMost; rest > 0 {
		text = append(text, widget.Par("…и ещё "+russian.Count(rest, "строка", "строки", "строк")+": x — сохранить файлом.", theme.Muted))
	}
	return text
}

func on(right model.Action, do func(env *pane.Env, r model.Request) pane.Outcome) matter.Verb {
	return matter.Verb{
		Can: func(env *pane.Env, l *matter.List) error {
			if _, ok := matter.At[model.Request](l); !ok {
				return model.Faultf(model.NotFound, "Выберите запрос в списке.")
			}
			if right == nil {
				return nil
			}
			return env.Me.Can(right, nil)
		},
		Do: func(env *pane.Env, l *matter.List) pane.Outcome {
			r, _ := matter.At[model.Request](l)
			return do(env, r)
		},
	}
}

func verbs() map[action.ID]matter.Verb {
	return map[action.ID]matter.Verb{
		"request.make":     on(&model.KeepMaterial{}, makeMaterial),
		"request.save":     on(nil, askSave),
		"request.send":     on(&model.SendRequest{}, askSend),
		"request.question": on(&model.PutRequestQuestion{}, askQuestion),
		"request.repeat":   on(&model.PutRequest{}, repeat),
		"request.close": on(&model.CloseRequest{}, func(env *pane.Env, r model.Request) pane.Outcome {
			return matter.Do(env, "Закрыт запрос № "+strconv.FormatInt(r.ID, 10), ref(r.ID), &model.CloseRequest{})
		}),
		"matter.edit":    on(&model.PutRequest{}, askRequest),
		"matter.history": on(nil, func(env *pane.Env, r model.Request) pane.Outcome { return matter.History(env, ref(r.ID)) }),
		"matter.new": {Can: func(env *pane.Env, _ *matter.List) error { return env.Me.Can(&model.PutRequest{}, nil) },
			Do: func(env *pane.Env, _ *matter.List) pane.Outcome {
				return askRequest(env, model.Request{Report: string(report.Week), Format: string(export.XLSX)})
			}},
	}
}

func askRequest(env *pane.Env, r model.Request) pane.Outcome {
	kinds := []widget.Option{{ID: "", Label: "не из отчёта"}}
	for _, k := range report.AllKinds() {
		kinds = append(kinds, widget.Option{ID: string(k), Label: k.Title()})
	}
	var formats []widget.Option
	for _, f := range export.Formats() {
		formats = append(formats, widget.Option{ID: string(f), Label: string(f)})
	}
	day := func(d model.Date) string { return matter.Day(env, d) }
	fields := []widget.Field{
		{ID: "asks", Label: "Что запрашивают", Value: r.Asks},
		{ID: "from", Label: "Кто", Value: r.From, Hint: "пусто — Центр управления регионом"},
		{ID: "number", Label: "Номер письма", Value: r.Number},
		{ID: "basis", Label: "Основание", Value: r.Basis},
		{ID: "received", Label: "Получен", Value: day(r.Received), Hint: "пусто — сегодня"},
		{ID: "due", Label: "Срок", Value: day(r.Due)},
		{ID: "report", Label: "Материал из отчёта", Kind: widget.FieldChoice, Options: kinds, Value: r.Report},
		{ID: "format", Label: "Формат", Kind: widget.FieldChoice, Options: formats, Value: r.Format},
		{ID: "start", Label: "Период с", Value: day(r.Start)},
		{ID: "end", Label: "по", Value: day(r.End)},
		{ID: "template", Label: "Повторять после отправки", Kind: widget.FieldFlag, Value: flag(r.Template)},
	}
	title := "Новый запрос ЦУР"
	if r.ID != 0 {
		title = "Запрос № " + strconv.FormatInt(r.ID, 10)
	}
	return pane.Push(matter.Form(title, fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		d := func(field string) model.Date {
			day, _ := matter.Date(env, v(field))
			return day
		}
		put := &model.PutRequest{From: v("from"), Number: v("number"), Asks: v("asks"), Basis: v("basis"), Received: d("received"), Due: d("due"), Report: v("report"),
			Format: v("format"), Start: d("start"), End: d("end"), Repeats: r.Repeats, Template: v("template") != ""}
		return matter.Do(env, "Записан запрос: "+put.Asks, ref(r.ID), put)
	}).Check(matter.All(matter.Filled("asks", "Напишите, что запрашивают."), matter.Dates("received", "due", "start", "end"))))
}

func flag(on bool) string {
	if on {
		return "yes"
	}
	return ""
}

func makeMaterial(env *pane.Env, r model.Request) pane.Outcome {
	return matter.Run(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
		m, result, err := matters.MakeMaterial(ctx, env.Store, env.Me.Actor, r.ID)
		if err != nil {
			return pane.Nothing(), err
		}
		return matter.Told("Материал заморожен, x — сохранить файлом: "+m.Name, result), nil
	})
}

func askSave(env *pane.Env, r model.Request) pane.Outcome {
	switch {
	case env.Caps.Remote:
		return pane.Fail(model.Faultf(model.Forbidden, "По SSH файлы этого компьютера недоступны. Возьмите материал командой kurator request material."))
	case len(r.Materials) == 0:
		return pane.Fail(model.Faultf(model.Stage, "Материала ещё нет. Сделайте его (d)."))
	}
	fields := []widget.Field{{ID: "path", Label: "Папка или файл", Hint: "пусто — в папку outbox рядом с базой"}}
	if len(r.Materials) > 1 {
		var options []widget.Option
		for i, id := range slices.Backward(r.Materials) {
			label := "№ " + strconv.FormatInt(id, 10)
			if i == len(r.Materials)-1 {
				label += ", последний"
			}
			options = append(options, widget.Option{ID: strconv.FormatInt(id, 10), Label: label})
		}
		fields = append(fields, widget.Field{ID: "material", Label: "Материал", Kind: widget.FieldChoice, Options: options, Value: options[0].ID})
	}
	return pane.Push(matter.Form("Сохранить материал", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		which, path := r.Materials[len(r.Materials)-1], strings.TrimSpace(v("path"))
		if len(r.Materials) > 1 {
			which = matter.Number(v("material"))
		}
		return matter.Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
			saved, err := save(ctx, env, which, path)
			if err != nil {
				return pane.Nothing(), err
			}
			return pane.Say("Материал лежит здесь: " + clean.Line(saved)), nil
		})
	}).Check(func(_ *pane.Env, v overlay.Values) (string, string) {
		path := strings.TrimSpace(v("path"))
		if info, err := os.Stat(path); path != "" && err == nil && !info.IsDir() {
			return "path", "Укажите папку или новый файл: существующий не заменяется."
		}
		return "", ""
	}))
}

// save writes a material and tells the whole path; nothing means the folder where what goes out lies.
func save(ctx context.Context, env *pane.Env, id int64, path string) (string, error) {
	if path == "" {
		path = exchange.Outbox(env.Store.Path())
		if err := exchange.OwnFolder(path); err != nil {
			return "", err
		}
	}
	saved, err := matters.SaveMaterial(ctx, env.Store, env.Me.Actor, id, path)
	if err != nil {
		return "", err
	}
	return filepath.Abs(saved)
}

func askSend(_ *pane.Env, r model.Request) pane.Outcome {
	fields := []widget.Field{{ID: "how", Label: "Как отправлен", Hint: "СЭД, исх. № …"}, {ID: "at", Label: "Когда", Hint: "пусто — сейчас"}}
	return pane.Push(matter.Form("Ответ на запрос № "+strconv.FormatInt(r.ID, 10), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		var at model.Instant
		if m, err := russian.ParseMoment(v("at"), env.Now(), env.Zone); v("at") != "" && err == nil {
			at = model.InstantOf(m.At)
		}
		how := v("how")
		return matter.Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
			result, err := matters.SendRequest(ctx, env.Store, env.Me.Actor, r.ID, how, at)
			if err != nil {
				return pane.Nothing(), err
			}
			return matter.Told("Отправка записана", result), nil
		})
	}).Check(matter.All(matter.Filled("how", "Напишите, как отправлен ответ."), matter.Dates("at"))))
}

// askQuestion writes down a question of the centre, or the answer to the oldest open one.
func askQuestion(_ *pane.Env, r model.Request) pane.Outcome {
	fields := []widget.Field{{ID: "text", Label: "Вопрос"}, {ID: "answer", Label: "Ответ", Hint: "пусто — позже"}}
	id := 0
	for _, q := range r.Questions {
		if q.Answered == 0 {
			id = q.ID
			fields = []widget.Field{{ID: "text", Label: "Вопрос", Value: q.Text}, {ID: "answer", Label: "Ответ"}}
			break
		}
	}
	return pane.Push(matter.Form("Вопрос по запросу № "+strconv.FormatInt(r.ID, 10), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		return matter.Do(env, "Записан вопрос по запросу", ref(r.ID), &model.PutRequestQuestion{ID: id, Text: v("text"), Answer: v("answer")})
	}).Check(matter.Filled("text", "Напишите вопрос.")))
}

func repeat(env *pane.Env, r model.Request) pane.Outcome {
	return matter.Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
		result, err := matters.RepeatRequest(ctx, env.Store, env.Me.Actor, r.ID)
		if err != nil {
			return pane.Nothing(), err
		}
		return matter.Told("Запрос повторён на следующий период", result), nil
	})
}
