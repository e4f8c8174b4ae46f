package stats

import (
	"slices"

	"kurator/model"
)

// The tables below are never changed; a value's code is its place, so that new ones go to the end. Place 0 is «none».
var (
	channels   = append([]model.ChannelID{""}, model.Channels()...)
	kinds      = []model.Kind{"", model.KindLaw59, model.KindMessage, model.KindFastTrack, model.KindComment}
	genres     = []model.Genre{"", model.GenreProposal, model.GenreStatement, model.GenreComplaint, model.GenreRequest, model.GenreNone}
	applicants = []model.ApplicantKind{"", model.ApplicantPerson, model.ApplicantOrganisation, model.ApplicantCollective,
		model.ApplicantAnonymous}
	outcomes    = append([]model.Outcome{""}, model.Outcomes()...)
	holderKinds = []model.HolderKind{model.HolderNone, model.HolderCurator, model.HolderUnit, model.HolderHead, model.HolderOutside}
)

// Places of the stages that figures ask about.
var (
	stageReview   = uint8(model.StageReview.Order())
	stageReturned = uint8(model.StageReturned.Order())
	stageAnswered = uint8(model.StageAnswered.Order())
)

func code[T comparable](list []T, v T) uint8 { return uint8(max(slices.Index(list, v), 0)) }

func at[T any](list []T, code uint8) (v T) {
	if int(code) < len(list) {
		v = list[code]
	}
	return v
}

// HolderOf is the kind of holder a stint names.
func (s Stint) HolderOf() model.HolderKind { return at(holderKinds, s.Holder) }

// StageOf is the stage a stint stood at.
func (s Stint) StageOf() model.StageID { return at(model.Stages(), s.Stage) }
