package problem

import (
	"slices"
	"strings"

	"kurator/model"
)

// ApplyProposal returns a proposal after the action; state is nil for a new one.
func ApplyProposal(office *model.Office, state *model.Proposal, id int64, action model.Action, at model.Moment) (model.Proposal, []model.Event, error) {
	var p model.Proposal
	var say string
	var err error
	put, isPut := action.(*model.PutProposal)
	switch {
	case isPut && state == nil:
		p = model.Proposal{ID: id, State: model.ProposalDraft, Made: at.Happened, Author: at.Actor}
		say, err = "Предложение записано.", fillProposal(office, &p, put)
	case isPut:
		p = *state
		say, err = "Предложение изменено.", fillProposal(office, &p, put)
	case state == nil:
		return p, nil, missing("Предложения", id)
	default:
		p = *state
		say, err = moveProposal(&p, action, at)
	}
	if err != nil {
		return model.Proposal{}, nil, err
	}
	return p, []model.Event{{Ref: model.Ref{Noun: model.NounProposal, ID: id}, Kind: model.EventNotice, Say: say}}, nil
}

func fillProposal(office *model.Office, p *model.Proposal, a *model.PutProposal) error {
	what := strings.TrimSpace(a.What)
	if p.State != model.ProposalDraft {
		same := a.Kind == p.Kind && a.To == p.To && what == p.What && a.Why == p.Why && a.By == p.By && a.Watermark == p.Watermark &&
			slices.Equal(a.Figures, p.Figures) && a.Problem == p.Problem && a.Poll == p.Poll
		if !same {
			return model.Faultf(model.Stage, "Предложение № %d уже направлено: его слова и показатели не меняют. Напишите новое, а к этому — примечание.", p.ID)
		}
		p.Remark = strings.TrimSpace(a.Remark)
		return nil
	}
	switch {
	case what == "":
		return model.Faultf(model.Usage, "Напишите, что предлагается сделать.")
	case !slices.Contains(model.ProposalKinds(), a.Kind):
		return model.Faultf(model.Usage, "Вида предложения «%s» нет. Есть: unit, online, process.", a.Kind)
	case a.Kind == model.ProposalToUnit && a.To == 0:
		return model.Faultf(model.Usage, "Укажите подразделение, руководителю которого адресовано предложение.")
	}
	if err := unitKnown(office, a.To); err != nil {
		return err
	}
	if err := checkDate(a.By); err != nil {
		return err
	}
	p.Kind, p.To, p.What, p.Why, p.By, p.Problem, p.Poll = a.Kind, a.To, what, strings.TrimSpace(a.Why), a.By, a.Problem, a.Poll
	p.Figures, p.Watermark, p.Remark = a.Figures, a.Watermark, strings.TrimSpace(a.Remark)
	return nil
}

// after lists where a proposal may go.
var after = map[model.ProposalState][]model.ProposalState{
	model.ProposalDraft:    {model.ProposalSent},
	model.ProposalSent:     {model.ProposalAccepted, model.ProposalDeclined},
	model.ProposalAccepted: {model.ProposalDone, model.ProposalDeclined},
	model.ProposalDone:     {model.ProposalDone},
}

// ProposalNext lists the states a proposal may go to.
func ProposalNext(s model.ProposalState) []model.ProposalState { return slices.Clone(after[s]) }

func moveProposal(p *model.Proposal, action model.Action, at model.Moment) (string, error) {
	a, ok := action.(*model.MoveProposal)
	if !ok {
		return "", model.Faultf(model.Usage, "Действие «%s» не относится к предложению.", action.Name())
	}
	words := strings.TrimSpace(a.Words)
	switch {
	case !slices.Contains(after[p.State], a.State):
		return "", model.Faultf(model.Stage, "Предложение № %d: «%s», из этого состояния в «%s» не переходят.", p.ID, p.State.Title(), a.State.Title())
	case a.State == model.ProposalDeclined && words == "":
		return "", model.Faultf(model.Usage, "Напишите, почему предложение отклонено.")
	case a.State == model.ProposalSent && len(p.Figures) == 0 && p.Why == "":
		return "", model.Faultf(model.Usage, "У предложения нет основания. Приложите показатели или напишите, из чего оно следует.")
	}
	p.State = a.State
	p.Steps = append(slices.Clone(p.Steps), model.ProposalAct{State: a.State, At: at.Happened, By: at.Actor, Words: words})
	if effect := strings.TrimSpace(a.Effect); effect != "" {
		p.Effect = effect
	}
	if len(a.Measured) > 0 {
		p.Measured = a.Measured
	}
	return "Предложение: " + strings.ToLower(a.State.Title()) + ".", nil
}

// ApplyDirection returns a direction of the coordinator after the action.
func ApplyDirection(office *model.Office, id int64, action model.Action) (model.Direction, []model.Event, error) {
	a, ok := action.(*model.PutDirection)
	if !ok {
		return model.Direction{}, nil, model.Faultf(model.Usage, "Действие «%s» не относится к направлению работы.", action.Name())
	}
	d := a.Direction
	d.ID, d.Title = id, strings.TrimSpace(d.Title)
	switch {
	case d.Title == "":
		return d, nil, model.Faultf(model.Usage, "Назовите направление работы.")
	case d.From == "":
		return d, nil, model.Faultf(model.Usage, "Укажите, с какого дня действует направление.")
	case d.To != "" && d.To < d.From:
		return d, nil, model.Faultf(model.Usage, "Направление заканчивается раньше, чем начинается. Проверьте даты.")
	}
	for _, day := range []model.Date{d.From, d.To} {
		if err := checkDate(day); err != nil {
			return d, nil, err
		}
	}
	for _, t := range d.Targets {
		if _, ok := office.Targets[t]; !ok {
			return d, nil, model.Faultf(model.NotFound, "Целевого значения № %d нет. Сначала задайте его.", t)
		}
	}
	return d, []model.Event{{Ref: model.Ref{Noun: model.NounDirection, ID: id}, Kind: model.EventNotice, Say: "Направление записано."}}, nil
}
