package demo

import (
	"slices"

	"kurator/model"
)

// turns are what may happen to a case on its way.
type turns uint32

const (
	turnQuestions turns = 1 << iota // several questions
	turnReturned                    // a draft came back
	turnInterim                     // an interim answer and a promise
	turnExtended
	turnWaiting
	turnAgain // the citizen wrote again
	turnReopened
	turnRedirected
	turnDuplicate
	turnLeft     // left without an answer
	turnImported // the foreign system named the executor
	turnForeign  // answered in the foreign system
	turnOutside  // held outside: the regional centre
	turnNote
	turnMark
	turnHigh
	turnLaw59
	turnOwn // the curator writes the answer herself
)

func (t turns) has(x turns) bool { return t&x != 0 }

// show is one case for each stage and each turn, so that even a small district has them all. They come two weeks and more
// before now, in time for everything to happen, or exactly a term before it, to be due today.
var show = []planted{
	{channel: model.ChannelPOS, ago: 10, fast: true, stage: model.StageAssigned, subject: "light"},
	{channel: model.ChannelPOS, ago: 30, stage: model.StageReview, subject: "roof"},
	{channel: model.ChannelPOS, ago: 10, fast: true, stage: model.StageApproval, subject: "waste"},
	{channel: model.ChannelPOS, ago: 30, stage: model.StageReturned, subject: "manage"},
	{channel: model.ChannelPOS, ago: 13, fast: true, stage: model.StageAssigned, subject: "snow"},
	{channel: model.ChannelPOS, ago: 34, stage: model.StageReview, subject: "housing"},
	{channel: model.ChannelSED, ago: 38, stage: model.StageAssigned, subject: "housing"},
	{channel: model.ChannelIM, ago: 14, stage: model.StageNew, turns: turnOutside, subject: "mobile"},
	{channel: model.ChannelIM, ago: 15, stage: model.StageReview, turns: turnHigh, subject: "heat"},
	{channel: model.ChannelSED, ago: 24, stage: model.StageSorted, subject: "land"},
	{channel: model.ChannelSED, ago: 26, stage: model.StageApproved, turns: turnQuestions, subject: "housing"},
	{channel: model.ChannelSED, ago: 33, stage: model.StageAssigned, turns: turnExtended | turnNote, subject: "papers"},
	{channel: model.ChannelMail, ago: 22, stage: model.StageReview, turns: turnLaw59 | turnReturned, subject: "school"},
	{channel: model.ChannelMail, ago: 25, stage: model.StageClosed, turns: turnLaw59 | turnRedirected, subject: "roof"},
	{channel: model.ChannelVisit, ago: 27, stage: model.StageReturned, turns: turnLaw59, subject: "water"},
	{channel: model.ChannelVisit, ago: 35, stage: model.StageClosed, turns: turnReopened | turnMark, subject: "roof"},
	{channel: model.ChannelPhone, ago: 16, stage: model.StageAnswered, turns: turnMark, subject: "snow"},
	{channel: model.ChannelPhone, ago: 17, stage: model.StageAssigned, turns: turnWaiting | turnNote, subject: "power"},
	{channel: model.ChannelSocial, ago: 18, stage: model.StageClosed, turns: turnOwn | turnMark, subject: "transport"},
	{channel: model.ChannelSocial, ago: 20, stage: model.StageClosed, turns: turnDuplicate, subject: "heat"},
	{channel: model.ChannelPortal, ago: 21, stage: model.StageApproval, turns: turnQuestions | turnLaw59, subject: "playground"},
	{channel: model.ChannelPortal, ago: 28, stage: model.StageClosed, turns: turnLeft, kind: model.ApplicantAnonymous, subject: "manage"},
	{channel: model.ChannelECPUR, ago: 19, stage: model.StageAnswered, turns: turnImported, subject: "pharmacy"},
	{channel: model.ChannelECPUR, ago: 8, stage: model.StageReview, subject: "flights"},
	{channel: model.ChannelIM, ago: 23, stage: model.StageClosed, turns: turnForeign | turnMark | turnImported, subject: "waste"},
	{channel: model.ChannelIM, ago: 20, stage: model.StageNew, turns: turnAgain, subject: "dogs"},
	{channel: model.ChannelIM, ago: 16, stage: model.StageAssigned, turns: turnInterim, subject: "water"},
	{channel: model.ChannelPOS, ago: 24, stage: model.StageClosed, turns: turnForeign | turnMark, subject: "light"},
	{channel: model.ChannelPOS, ago: 21, stage: model.StageAssigned, turns: turnImported, subject: "roads"},
	{channel: model.ChannelPOS, ago: 26, stage: model.StageAssigned, turns: turnReopened, subject: "playground"},
	{channel: model.ChannelPOS, ago: 29, stage: model.StageClosed, turns: turnLaw59 | turnInterim | turnMark, subject: "roads"},
	{channel: model.ChannelSED, ago: 31, stage: model.StageClosed, turns: turnLaw59, kind: model.ApplicantCollective, subject: "light"},
	{channel: model.ChannelSED, ago: 20, stage: model.StageAssigned, kind: model.ApplicantOrganisation, subject: "power"},
	{channel: model.ChannelMail, ago: 18, stage: model.StageAssigned, kind: model.ApplicantCollective, subject: "water"},
}

// chooseShow takes what fits: planted cases are at most half of a district. Boiler and dogs come only where they stand
// out and do not drown the rest.
func (d *district) chooseShow() {
	list := slices.Clone(show)
	for i := range list {
		list[i].plant = PlantShow
	}
	if d.Appeals >= 120 {
		list = append(list, boiler()...)
		list = append(list, dogs()...)
	}
	list = list[:min(len(list), d.Appeals/2)]
	today := len(d.days) - 1
	for _, p := range list {
		at := today - p.ago
		for office(p.channel) && at > 0 && !d.days[at].work {
			at--
		}
		d.plant[at] = append(d.plant[at], p)
	}
}

func (d *district) planted() int {
	n := 0
	for _, list := range d.plant {
		n += len(list)
	}
	return n
}

// boiler is a boiler house in Ревда that fails for two weeks.
func boiler() []planted {
	channels := []model.ChannelID{model.ChannelIM, model.ChannelPOS, model.ChannelIM, model.ChannelSocial}
	var list []planted
	for i, ago := range []int{15, 14, 13, 13, 12, 11, 10, 9, 8, 7, 6, 5, 5, 4, 2} {
		list = append(list, planted{plant: PlantBoiler, subject: "boiler", place: 1, channel: channels[i%len(channels)], ago: ago})
	}
	return list
}

// dogs is a surge: nothing unusual, then five complaints in a day, then fewer.
func dogs() []planted {
	channels := []model.ChannelID{model.ChannelIM, model.ChannelIM, model.ChannelPOS, model.ChannelSocial}
	var list []planted
	for i, ago := range []int{8, 8, 8, 8, 8, 7, 7, 7, 7, 6, 6, 6, 5, 4} {
		list = append(list, planted{plant: PlantDogs, subject: "dogs", place: 2, channel: channels[i%len(channels)], ago: ago})
	}
	return list
}
