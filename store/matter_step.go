package store

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/poll"
	"kurator/model/problem"
	"kurator/model/request"
)

// mayOffice asks the rights: about what stands behind single appeals with the object at hand.
func (e *execution) mayOffice(step *Step) error {
	if !step.Ref.Noun.Matter() {
		return e.person.Can(step.Action, nil)
	}
	if err := e.person.Can(step.Action, nil); err != nil {
		return err
	}
	doc, err := e.nounDoc(step.Ref)
	if err != nil {
		return err
	}
	before, err := matterOf(step.Ref.Noun, doc)
	if err != nil {
		return err
	}
	if err := e.person.CanOn(step.Action, before); err != nil {
		return err
	}
	switch a := step.Action.(type) {
	case *model.AttachCases:
		return e.casesExist(a.Cases)
	case *model.PutProblem:
		return e.casesExist(a.Cases)
	}
	return nil
}

// casesExist refuses appeals that are not there.
func (e *execution) casesExist(ids []model.AppealID) error {
	for part := range chunks(ids, 500) {
		marks := make([]string, len(part))
		for i, id := range part {
			marks[i] = strconv.FormatInt(int64(id), 10)
		}
		var n int
		if err := e.tx.Row("SELECT count(*) FROM appeal WHERE id IN ("+strings.Join(marks, ", ")+")", nil, &n); err != nil {
			return err
		}
		if n < len(distinct(part)) {
			return model.Faultf(model.NotFound, "Среди этих обращений есть такие, которых в базе нет. Проверьте номера.")
		}
	}
	return nil
}

func chunks(ids []model.AppealID, size int) func(func([]model.AppealID) bool) {
	return func(yield func([]model.AppealID) bool) {
		for len(ids) > 0 {
			n := min(size, len(ids))
			if !yield(ids[:n]) {
				return
			}
			ids = ids[n:]
		}
	}
}

func distinct(ids []model.AppealID) map[model.AppealID]bool {
	seen := make(map[model.AppealID]bool, len(ids))
	for _, id := range ids {
		seen[id] = true
	}
	return seen
}

// matterOf reads the document of a problem, poll, request…; a nil document gives a nil pointer of its kind.
func matterOf(noun model.Noun, doc []byte) (any, error) {
	switch noun {
	case model.NounProblem:
		return pointed[model.Problem](doc)
	case model.NounProposal:
		return pointed[model.Proposal](doc)
	case model.NounPoll:
		return pointed[model.Poll](doc)
	case model.NounRequest:
		return pointed[model.Request](doc)
	case model.NounMaterial:
		return pointed[model.Material](doc)
	}
	return pointed[model.Direction](doc)
}

func pointed[T any](doc []byte) (*T, error) {
	if doc == nil {
		return nil, nil
	}
	v := new(T)
	return v, json.Unmarshal(doc, v)
}

// reduceMatter asks the reducer of the noun for its next value.
func reduceMatter(office *model.Office, ref model.Ref, doc []byte, action model.Action, at model.Moment) (noun any, events []model.Event, err error) {
	before, err := matterOf(ref.Noun, doc)
	if err != nil {
		return nil, nil, err
	}
	switch state := before.(type) {
	case *model.Problem:
		return problem.Apply(office, state, ref.ID, action, at)
	case *model.Proposal:
		return problem.ApplyProposal(office, state, ref.ID, action, at)
	case *model.Poll:
		return poll.Apply(state, ref.ID, action, at)
	case *model.Request:
		return request.Apply(state, ref.ID, action, at, model.DateOf(at.Happened, zoneOf(office)))
	case *model.Material:
		return request.Keep(state, ref.ID, action, at)
	}
	return problem.ApplyDirection(office, ref.ID, action)
}

func zoneOf(office *model.Office) *time.Location {
	loc, err := time.LoadLocation(office.Settings.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}
