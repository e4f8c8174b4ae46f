package access

import (
	"slices"
	"strings"

	"kurator/model"
)

// Act is an action as people know it, with an example to ask Can about.
type Act struct {
	Title  string
	Action model.Action
	Own    bool // the approver wrote the text
	Office bool // not on one appeal
}

// Actions lists every action a right is needed for; where the right hangs on what the action says, once for each case.
func Actions() []Act {
	kind, urgent := model.KindLaw59, model.PriorityHigh
	return append([]Act{
		{Title: "Принять обращение", Action: &model.Receive{}, Office: true},
		{Title: "Принять новости из выгрузки", Action: &model.Sync{}, Office: true},
		{Title: "Завершить импорт", Action: &model.EndBatch{}, Office: true},
		{Title: "Отложить нечитаемую строку", Action: &model.SetAside{}, Office: true},
		{Title: "Отнести отложенный проект", Action: &model.Settle{}, Office: true},
		{Title: "Оставить расхождение с каналом", Action: &model.PassOver{}, Office: true},
		{Title: "Выдать задание исполнителю", Action: &model.Issue{}},
		{Title: "Напомнить исполнителю", Action: &model.Remind{}},
		{Title: "Прикрепить файл", Action: &model.Attach{}},
		{Title: "Открепить файл", Action: &model.Detach{}},
		{Title: "Разобрать", Action: &model.Sort{}},
		{Title: "Изменить вид или срочность", Action: &model.Sort{Kind: kind, Priority: &urgent}},
		{Title: "Назначить исполнителя", Action: &model.Assign{Unit: otherUnit}},
		{Title: "Написать проект ответа", Action: &model.WriteDraft{}},
		{Title: "Передать проект дальше", Action: &model.Submit{}},
		{Title: "Вернуть на доработку", Action: &model.Return{}},
		{Title: "Утвердить чужой текст", Action: &model.Approve{}},
		{Title: "Утвердить свой текст", Action: &model.Approve{}, Own: true},
		{Title: "Записать утверждение в другой системе", Action: &model.Approve{Who: "—", Document: "—"}},
		{Title: "Отметить ответ", Action: &model.Answer{}},
		{Title: "Закрыть", Action: &model.Close{}},
		{Title: "Вернуть в работу", Action: &model.Reopen{}},
		{Title: "Записать новое сообщение гражданина", Action: &model.WriteAgain{}},
		{Title: "Продлить срок", Action: &model.Extend{}},
		{Title: "Перенаправить", Action: &model.Redirect{}},
		{Title: "Оставить заметку", Action: &model.AddNote{}},
		{Title: "Отметить «ждём гражданина»", Action: &model.Wait{}},
		{Title: "Записать обещание", Action: &model.Defer{}},
		{Title: "Отметить обещание выполненным", Action: &model.KeepPromise{}},
		{Title: "Записать оценку", Action: &model.Rate{}},
		{Title: "Оценить качество ответа", Action: &model.ScoreAnswer{}},
		{Title: "Связать с похожим обращением", Action: &model.Merge{}},
		{Title: "Разъединить с похожим обращением", Action: &model.Unmerge{}},
		{Title: "Запомнить «не дубль»", Action: &model.Distinct{}},
		{Title: "Внести текст с карточки канала", Action: &model.Fill{}},
		{Title: "Пересчитать сроки", Action: &model.Recount{}},
		{Title: "Вести список наблюдаемых источников", Action: &model.PutSource{}, Office: true},
		{Title: "Отметить просмотр источника", Action: &model.LookThrough{}, Office: true},
		{Title: "Менять подразделения", Action: &model.PutUnit{}, Office: true},
		{Title: "Менять населённые пункты", Action: &model.PutPlace{}, Office: true},
		{Title: "Менять темы", Action: &model.PutTopic{}, Office: true},
		{Title: "Менять шаблоны ответов", Action: &model.PutTemplate{}, Office: true},
		{Title: "Менять настройки учреждения", Action: &model.PutSettings{}, Office: true},
		{Title: "Задавать целевые значения", Action: &model.PutTarget{}, Office: true},
		{Title: "Менять правила сроков", Action: &model.PutPolicies{}, Office: true},
		{Title: "Менять календарь", Action: &model.PutCalendar{}, Office: true},
		{Title: "Вносить должностных лиц", Action: &model.PutOfficial{}, Office: true},
		{Title: "Давать роли", Action: &model.GrantRole{}, Office: true},
		{Title: "Завершать роли", Action: &model.RevokeRole{}, Office: true},
		{Title: "Назначить себе заместителя", Action: &model.PutAbsence{Absence: model.Absence{Official: asker}}, Office: true},
		{Title: "Назначить заместителя другому", Action: &model.PutAbsence{Absence: model.Absence{Official: somebody,
			Roles: []model.Role{model.RoleCurator}}}, Office: true},
		{Title: "Передать роль администратора", Action: &model.PutAbsence{Absence: model.Absence{Official: somebody}}, Office: true},
		{Title: "Завершить отсутствие", Action: &model.EndAbsence{}, Office: true},
		{Title: "Обезличить по сроку хранения", Action: &model.Anonymise{}, Office: true},
	}, matterActs()...)
}

// ActTitle is what an action is called in the table of rights; its own name when it is not there.
func ActTitle(name string) string {
	for _, act := range Actions() {
		if act.Action.Name() == name {
			return act.Title
		}
	}
	return name
}

// Verdict is the answer of the matrix.
type Verdict string

// Verdicts.
const (
	Allowed Verdict = "allowed"
	Refused Verdict = "refused"
	Depends Verdict = "depends" // on the stages listed
)

// Seat is a role as far as it reaches.
type Seat struct {
	Role  model.Role
	Title string
	grant model.Grant
}

// Line is one line of the matrix.
type Line struct {
	Seat     Seat
	Title    string            // of the action or right
	Name     string            // of the action, or the right's id
	Channels []model.ChannelID // the line is about these; nil = every channel
	Verdict  Verdict
	Stages   []model.StageID // where it is allowed, when that depends on the stage
	Say      string          // the sentence of a refusal
}

// Officials and units of the office the matrix is asked in.
const (
	asker    = model.OfficialID(1)
	somebody = model.OfficialID(2)
	itsUnit  = model.UnitID(1)
	// otherUnit is where nobody asked about works.
	otherUnit = model.UnitID(2)
)

// Seats lists the roles, and what they are limited to, in the order shown.
func Seats() []Seat {
	return []Seat{
		{Role: model.RoleCoordinator, Title: model.RoleCoordinator.Title()},
		{Role: model.RoleHead, Title: model.RoleHead.Title()},
		{Role: model.RoleCurator, Title: "Куратор канала"},
		{Role: model.RoleCurator, Title: "Куратор другого канала", grant: model.Grant{Channel: "other"}},
		{Role: model.RoleCurator, Title: "Куратор обращений своего подразделения", grant: model.Grant{Unit: itsUnit}},
		{Role: model.RolePreparer, Title: "Готовит проекты, подразделение-исполнитель", grant: model.Grant{Unit: itsUnit}},
		{Role: model.RolePreparer, Title: "Готовит проекты, другое подразделение", grant: model.Grant{Unit: otherUnit}},
		{Role: model.RoleAdministrator, Title: model.RoleAdministrator.Title()},
		{Role: model.RoleControl, Title: model.RoleControl.Title()},
	}
}

// person is somebody with this seat only, in an office with the settings given and a head who can sign in.
func (s Seat) person(settings model.Settings) Person {
	g := s.grant
	g.ID, g.Official, g.Role = 1, asker, s.Role
	office := &model.Office{
		Settings:  settings,
		Officials: map[model.OfficialID]model.Official{asker: {ID: asker, Login: "asker", Position: s.Title}, somebody: {ID: somebody, Login: "head"}},
		Grants:    map[model.GrantID]model.Grant{1: g, 2: {ID: 2, Official: somebody, Role: model.RoleHead}},
	}
	return On(office, asker, "")
}

// Matrix answers for every role, action, stage and channel under the settings given, by asking Can and May themselves.
// Channels with the same answer share a line.
func Matrix(settings model.Settings) []Line {
	var lines []Line
	for _, seat := range Seats() {
		p := seat.person(settings)
		for _, act := range Actions() {
			lines = append(lines, p.linesOf(seat, act)...)
		}
		for _, r := range Rights() {
			line := Line{Seat: seat, Title: r.Title(), Name: string(r), Verdict: Allowed}
			if err := p.May(r); err != nil {
				line.Verdict, line.Say = Refused, err.Error()
			}
			lines = append(lines, line)
		}
		lines = append(lines, p.readingLines(seat)...)
	}
	return lines
}

// linesOf asks about one action on every channel and stage.
func (p Person) linesOf(seat Seat, act Act) []Line {
	return p.byChannel(seat, act.Title, act.Action.Name(), func(a *model.Appeal) error {
		by := somebody
		if act.Own {
			by = asker
		}
		a.Drafts = []model.Draft{{Version: 1, By: model.Actor{Official: by}}}
		if act.Office {
			return p.Can(inChannel(act.Action, a.Channel()), nil)
		}
		return p.Can(act.Action, a)
	})
}

// inChannel puts the channel into an action that brings one.
func inChannel(action model.Action, channel model.ChannelID) model.Action {
	registration := model.Registration{Channel: channel}
	switch action.(type) {
	case *model.Receive:
		return &model.Receive{Facts: model.Facts{Registration: registration}}
	case *model.Sync:
		return &model.Sync{Facts: model.Facts{Registration: registration}}
	case *model.EndBatch:
		return &model.EndBatch{Batch: model.Batch{Channel: channel}}
	case *model.PassOver:
		return &model.PassOver{Difference: model.PassedOver{Channel: channel}}
	case *model.SetAside:
		return &model.SetAside{Quarantine: model.Quarantine{Channel: channel}}
	}
	return action
}

// readingLines asks what of an appeal may be read.
func (p Person) readingLines(seat Seat) []Line {
	sees := func(title, name string, may func(*model.Appeal) bool) []Line {
		return p.byChannel(seat, title, name, func(a *model.Appeal) error {
			if may(a) {
				return nil
			}
			return model.Faultf(model.Forbidden, "Показывается скрытым.")
		})
	}
	return append(sees("Читать текст и проекты", "text", p.SeesText), sees("Видеть заявителя и адрес", "personal", p.SeesPersonal)...)
}

// byChannel asks on every channel and stage and folds equal answers into one line.
func (p Person) byChannel(seat Seat, title, name string, ask func(*model.Appeal) error) []Line {
	var lines []Line
	for _, channel := range model.Channels() {
		line := Line{Seat: seat, Title: title, Name: name, Channels: []model.ChannelID{channel}}
		for _, stage := range model.Stages() {
			a := &model.Appeal{ID: 1, Stage: stage, Unit: itsUnit, Registrations: []model.Registration{{Channel: channel}}}
			if err := ask(a); err != nil {
				line.Say = err.Error()
			} else {
				line.Stages = append(line.Stages, stage)
			}
		}
		line.Say = withoutExample(line.Say, channel)
		line.settle()
		i := slices.IndexFunc(lines, func(l Line) bool {
			return l.Verdict == line.Verdict && l.Say == line.Say && slices.Equal(l.Stages, line.Stages)
		})
		if i < 0 {
			lines = append(lines, line)
		} else {
			lines[i].Channels = append(lines[i].Channels, channel)
		}
	}
	if len(lines) == 1 {
		lines[0].Channels = nil
	}
	return lines
}

// settle says the verdict of the stages allowed.
func (l *Line) settle() {
	switch len(l.Stages) {
	case 0:
		l.Verdict = Refused
	case len(model.Stages()):
		l.Verdict, l.Stages, l.Say = Allowed, nil, ""
	default:
		l.Verdict = Depends
	}
}

// withoutExample takes the example's own number and channel out of a sentence, so that one line speaks for all.
func withoutExample(say string, channel model.ChannelID) string {
	return strings.NewReplacer(" № 1", "", " канала «"+channel.Title()+"»", " канала", " по каналу «"+channel.Title()+"»", "").Replace(say)
}
