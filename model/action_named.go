package model

// constructors are the actions by the name the journal keeps.
var constructors = func() map[string]func() Action {
	byName := map[string]func() Action{}
	for _, make := range []func() Action{
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
		func() Action { return &PutPolicies{} }, func() Action { return &PutCalendar{} },
		func() Action { return &Revert{} }, func() Action { return &Record{} }, func() Action { return &Anonymise{} },
	} {
		byName[make().Name()] = make
	}
	return byName
}()

// ActionNamed makes an empty action of the name, ready for its JSON; false when there is none of that name.
func ActionNamed(name string) (Action, bool) {
	make, ok := constructors[name]
	if !ok {
		return nil, false
	}
	return make(), true
}
