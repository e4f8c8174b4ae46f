package access

import (
	"slices"

	"kurator/model"
)

// ofMatter tells whether an action is on what stands behind single appeals: a problem, a proposal, a poll, a request.
func ofMatter(action model.Action) bool {
	switch action.(type) {
	case *model.PutProblem, *model.AttachCases, *model.DetachCases, *model.PutHypothesis, *model.AddEvidence, *model.NameCause,
		*model.PutMeasure, *model.TellAll, *model.SolveProblem, *model.ReturnProblem, *model.PutProposal, *model.MoveProposal,
		*model.PutPoll, *model.MovePoll, *model.PutResults, *model.DecidePoll, *model.LinkPoll, *model.PutRequest,
		*model.KeepMaterial, *model.AddMaterial, *model.SendRequest, *model.PutRequestQuestion, *model.CloseRequest:
		return true
	}
	return false
}

// leads tells whether the person does everything with problems, polls and requests: curators of whole channels, the head and
// the coordinator.
func (p Person) leads() bool {
	return p.curatorAnywhere("") || p.Has(model.RoleHead, model.RoleCoordinator)
}

// MayUndo: what others did to a problem or a proposal is taken back by those who lead.
func (p Person) MayUndo(by model.OfficialID) error {
	if p.leads() || by == p.Official.ID {
		return nil
	}
	return model.Faultf(model.Forbidden, "Чужие записи о проблемах отменяют кураторы каналов, руководитель МЦУ и координатор.")
}

// canMatter: the unit adds evidence, moves its measures and answers proposals put to it; which of them are its own is asked
// by CanOn, with the object at hand.
func (p Person) canMatter(action model.Action) error {
	if p.leads() {
		return nil
	}
	switch action.(type) {
	case *model.AddEvidence, *model.PutMeasure, *model.MoveProposal:
		if p.Has(model.RolePreparer) {
			return nil
		}
	}
	return p.orLooksOn(model.Faultf(model.Forbidden, "Проблемы, опросы и запросы ведут кураторы каналов, руководитель МЦУ и координатор."))
}

// CanOn tells whether the person may do an action on this very problem or proposal; before is nil for a new one.
func (p Person) CanOn(action model.Action, before any) error {
	if err := p.Can(action, nil); err != nil || p.leads() {
		return err
	}
	switch x := before.(type) {
	case *model.Problem:
		if x != nil && p.mayTouch(x, action) {
			return nil
		}
		return model.Faultf(model.Forbidden, "Это проблема другого подразделения. Её ведут кураторы каналов и руководитель МЦУ.")
	case *model.Proposal:
		move, ok := action.(*model.MoveProposal)
		if x != nil && ok && p.preparesFor(x.To) && move.State != model.ProposalSent {
			return nil
		}
		return model.Faultf(model.Forbidden, "Это предложение адресовано другому подразделению.")
	}
	return nil
}

// mayTouch: evidence on a problem of the own unit, and a measure of the own unit that is there already.
func (p Person) mayTouch(x *model.Problem, action model.Action) bool {
	concerned := p.preparesFor(x.Unit) || slices.ContainsFunc(x.Measures, func(m model.Measure) bool { return p.preparesFor(m.Unit) })
	switch a := action.(type) {
	case *model.AddEvidence:
		return concerned
	case *model.PutMeasure:
		i := slices.IndexFunc(x.Measures, func(m model.Measure) bool { return m.ID == a.Measure.ID })
		return i >= 0 && p.preparesFor(x.Measures[i].Unit) && a.Measure.Unit == x.Measures[i].Unit
	}
	return false
}

func (p Person) preparesFor(unit model.UnitID) bool {
	return unit != 0 && slices.ContainsFunc(p.Grants, func(g model.Grant) bool { return g.Role == model.RolePreparer && g.Unit == unit })
}

// SeesMatters tells whether problems, polls and requests may be seen: by everybody with a role; they hold no personal data.
func (p Person) SeesMatters() error { return p.known() }

// SeesRequests tells whether requests of the regional centre and their materials may be seen.
func (p Person) SeesRequests() error {
	if err := p.known(); err != nil {
		return err
	}
	if p.leads() || p.Has(model.RoleControl) {
		return nil
	}
	return model.Faultf(model.Forbidden, "Запросы центра управления регионом видят кураторы каналов, руководитель МЦУ и координатор.")
}

func matterActs() []Act {
	return []Act{
		{Title: "Завести или изменить карточку проблемы", Action: &model.PutProblem{}, Office: true},
		{Title: "Приложить обращения к проблеме", Action: &model.AttachCases{}, Office: true},
		{Title: "Открепить обращения от проблемы", Action: &model.DetachCases{}, Office: true},
		{Title: "Записать гипотезу", Action: &model.PutHypothesis{}, Office: true},
		{Title: "Добавить довод (своего подразделения)", Action: &model.AddEvidence{}, Office: true},
		{Title: "Назвать причину", Action: &model.NameCause{}, Office: true},
		{Title: "Записать меру (изменить свою)", Action: &model.PutMeasure{}, Office: true},
		{Title: "Отметить общий ответ", Action: &model.TellAll{}, Office: true},
		{Title: "Закрыть проблему", Action: &model.SolveProblem{}, Office: true},
		{Title: "Вернуть проблему", Action: &model.ReturnProblem{}, Office: true},
		{Title: "Написать предложение", Action: &model.PutProposal{}, Office: true},
		{Title: "Двигать предложение (ответить на своё)", Action: &model.MoveProposal{}, Office: true},
		{Title: "Задавать направления работы", Action: &model.PutDirection{}, Office: true},
		{Title: "Завести или изменить опрос", Action: &model.PutPoll{}, Office: true},
		{Title: "Двигать опрос", Action: &model.MovePoll{}, Office: true},
		{Title: "Внести итоги опроса", Action: &model.PutResults{}, Office: true},
		{Title: "Записать решение по опросу", Action: &model.DecidePoll{}, Office: true},
		{Title: "Связать опрос с проблемами", Action: &model.LinkPoll{}, Office: true},
		{Title: "Записать запрос ЦУР", Action: &model.PutRequest{}, Office: true},
		{Title: "Заморозить материал", Action: &model.KeepMaterial{}, Office: true},
		{Title: "Приложить материал к запросу", Action: &model.AddMaterial{}, Office: true},
		{Title: "Отметить отправку в ЦУР", Action: &model.SendRequest{}, Office: true},
		{Title: "Записать вопрос ЦУР и ответ", Action: &model.PutRequestQuestion{}, Office: true},
		{Title: "Закрыть запрос ЦУР", Action: &model.CloseRequest{}, Office: true},
	}
}
