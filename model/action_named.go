package model

// constructors are the actions by the name the journal keeps.
var constructors = func() map[string]func() Action {
	byName := map[string]func() Action{}
	for _, fresh := range []func() Action{
		func() Action { return &Receive{} }, func() Action { return &Sync{} }, func() Action { return &Sort{} },
		func() Action { return &Assign{} }, func() Action { return &WriteDraft{} }, func() Action { return &Submit{} },
		func() Action { return &Return{} }, func() Action { return &Approve{} }, func() Action { return &Answer{} },
		func() Action { return &Close{} }, func() Action { return &Reopen{} }, func() Action { return &WriteAgain{} },
		func() Action { return &Extend{} }, func() Action { return &Redirect{} }, func() Action { return &AddNote{} },
		func() Action { return &Wait{} }, func() Action { return &Defer{} }, func() Action { return &KeepPromise{} },
		func() Action { return &Rate{} }, func() Action { return &Recount{} }, func() Action { return &ScoreAnswer{} },
		func() Action { return &PutUnit{} }, func() Action { return &PutOfficial{} }, func() Action { return &GrantRole{} },
		func() Action { return &RevokeRole{} }, func() Action { return &PutAbsence{} }, func() Action { return &EndAbsence{} },
		func() Action { return &PutPlace{} }, func() Action { return &PutTopic{} }, func() Action { return &PutSettings{} },
		func() Action { return &PutTarget{} }, func() Action { return &PutTemplate{} }, func() Action { return &EndBatch{} }, func() Action { return &SetAside{} },
		func() Action { return &Merge{} }, func() Action { return &Unmerge{} }, func() Action { return &Distinct{} },
		func() Action { return &Fill{} }, func() Action { return &PutSource{} }, func() Action { return &LookThrough{} },
		func() Action { return &PutPolicies{} }, func() Action { return &PutCalendar{} },
		func() Action { return &Issue{} }, func() Action { return &Remind{} }, func() Action { return &Attach{} },
		func() Action { return &Detach{} }, func() Action { return &Settle{} }, func() Action { return &PassOver{} },
		func() Action { return &Revert{} }, func() Action { return &Record{} }, func() Action { return &Anonymise{} },
		func() Action { return &PutProblem{} }, func() Action { return &AttachCases{} }, func() Action { return &DetachCases{} },
		func() Action { return &PutHypothesis{} }, func() Action { return &AddEvidence{} }, func() Action { return &NameCause{} },
		func() Action { return &PutMeasure{} }, func() Action { return &TellAll{} }, func() Action { return &SolveProblem{} },
		func() Action { return &ReturnProblem{} }, func() Action { return &PutProposal{} }, func() Action { return &MoveProposal{} },
		func() Action { return &PutDirection{} }, func() Action { return &PutPoll{} }, func() Action { return &MovePoll{} },
		func() Action { return &PutResults{} }, func() Action { return &DecidePoll{} }, func() Action { return &LinkPoll{} },
		func() Action { return &PutRequest{} }, func() Action { return &KeepMaterial{} }, func() Action { return &AddMaterial{} },
		func() Action { return &SendRequest{} }, func() Action { return &PutRequestQuestion{} }, func() Action { return &CloseRequest{} },
	} {
		byName[fresh().Name()] = fresh
	}
	return byName
}()

// ActionNamed makes an empty action of the name, ready for its JSON; false when there is none of that name.
func ActionNamed(name string) (Action, bool) {
	fresh, ok := constructors[name]
	if !ok {
		return nil, false
	}
	return fresh(), true
}
