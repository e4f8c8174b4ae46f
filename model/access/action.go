package access

import "kurator/model"

// canOffice judges actions that are not on one appeal; ok is false for the others.
func (p Person) canOffice(action model.Action) (ok bool, err error) {
	if ofMatter(action) {
		return true, p.canMatter(action)
	}
	switch x := action.(type) {
	case *model.PutUnit, *model.PutPlace, *model.PutTopic, *model.PutTemplate:
		if p.curatorAnywhere("") {
			return true, nil
		}
		return true, p.need("менять справочники", model.RoleAdministrator, model.RoleHead)
	case *model.PutSettings, *model.PutPolicies, *model.PutCalendar:
		return true, p.need("менять настройки учреждения, правила сроков и календарь", model.RoleAdministrator, model.RoleHead)
	case *model.PutTarget, *model.PutDirection:
		if p.Has(model.RoleAdministrator) && p.nobodyApproves() {
			return true, nil // a new database: nobody else could
		}
		return true, p.May(RightTargets)
	case *model.PutOfficial, *model.GrantRole, *model.RevokeRole:
		return true, p.need("назначать должностных лиц и роли", model.RoleAdministrator)
	case *model.PutAbsence:
		return true, p.canPutAbsence(x.Absence)
	case *model.EndAbsence:
		return true, p.need("завершать отсутствие", model.RoleAdministrator, model.RoleHead)
	case *model.PutSource:
		return true, p.canWatch()
	case *model.LookThrough:
		return true, p.canLook()
	case *model.Receive:
		return true, p.canReceive(x.Facts.Registration.Channel)
	case *model.Sync:
		return true, p.canReceive(x.Facts.Registration.Channel)
	case *model.EndBatch:
		return true, p.canReceive(x.Batch.Channel)
	case *model.SetAside:
		return true, p.canReceive(x.Quarantine.Channel)
	case *model.PassOver:
		return true, p.canReceive(x.Difference.Channel)
	case *model.Settle:
		return true, p.canReceive("")
	case *model.Anonymise:
		return true, p.May(RightErase)
	case *model.Record:
		return true, nil // a journal row about what somebody did; it changes nothing
	}
	return false, nil
}

// canPutAbsence: the administrator enters any absence, an official their own. The head enters one for named roles without
// that of the administrator, or standing in would be a way to become one.
func (p Person) canPutAbsence(a model.Absence) error {
	switch {
	case p.Has(model.RoleAdministrator), a.Official == p.Official.ID:
		return nil
	case !p.Has(model.RoleHead):
		return model.Faultf(model.Forbidden, "Нет права назначать заместителя другому должностному лицу: это делает администратор или руководитель МЦУ.")
	case a.Covers(model.RoleAdministrator):
		return model.Faultf(model.Forbidden, "Роль «%s» передаёт только администратор. Перечислите в замещении остальные роли.", model.RoleAdministrator.Title())
	}
	return nil
}

// canWatch: the list of watched sources is the centre's own.
func (p Person) canWatch() error {
	if p.curatorAnywhere("") {
		return nil
	}
	return p.need("вести список источников", model.RoleHead, model.RoleAdministrator, model.RoleCoordinator)
}

// canLook: whoever works with appeals may say that a source was looked through.
func (p Person) canLook() error {
	if p.Has(model.RoleHead, model.RoleCurator, model.RolePreparer, model.RoleCoordinator) {
		return nil
	}
	return p.orLooksOn(model.Faultf(model.Forbidden, "Просмотр источника отмечают кураторы, руководитель и исполнители."))
}

// canReceive: curators take in what their channel brings, the head everything.
func (p Person) canReceive(channel model.ChannelID) error {
	if p.Has(model.RoleHead) || p.curatorAnywhere(channel) {
		return nil
	}
	if channel == "" {
		return p.orLooksOn(model.Faultf(model.Forbidden, "Нет права принимать обращения: это делает куратор канала или руководитель МЦУ."))
	}
	return p.orLooksOn(model.Faultf(model.Forbidden, "Нет права принимать обращения канала «%s»: нужна роль куратора этого канала.", channel.Title()))
}

// prepares tells whether the person works on the answer: the unit, a curator or the head.
func (p Person) prepares(a *model.Appeal) bool {
	return p.PreparerOf(a) || p.CuratorOf(a) || p.Has(model.RoleHead)
}

// canAppeal is the matrix role × action × stage × channel for one appeal. The curators of the whole channel and the head do
// everything but approve, which is a policy of its own; what is left for others is here.
func (p Person) canAppeal(action model.Action, a *model.Appeal) error {
	if x, ok := action.(*model.Approve); ok {
		return p.canApprove(x, a)
	}
	if p.channelCurator(a) || p.Has(model.RoleHead) {
		return nil
	}
	may := p.CuratorOf(a) // of the own unit's cases
	beyond := ""          // what goes beyond the own unit
	switch x := action.(type) {
	case *model.AddNote:
		may = may || p.PreparerOf(a) || p.Has(model.RoleCoordinator)
	case *model.Attach:
		return p.canPrepare(a)
	case *model.Remind:
		may = may || p.Has(model.RoleCoordinator, model.RoleAdministrator) // a timer runs under somebody's account
	case *model.Submit:
		if a.Stage == model.StageReview {
			return p.orLooksOn(model.Faultf(model.Forbidden, "Проект по обращению № %s уже на проверке: дальше его передаёт куратор канала «%s».", a.ID, a.Channel().Title()))
		}
		return p.canPrepare(a)
	case *model.WriteDraft:
		return p.canPrepare(a)
	case *model.Return:
		may = p.Has(model.RoleCoordinator) && a.Stage == model.StageApproval
	case *model.Recount:
		may = p.Has(model.RoleAdministrator)
	case *model.ScoreAnswer:
		may, beyond = p.Has(model.RoleCoordinator), "оценить качество ответа своего подразделения"
	case *model.Assign, *model.Redirect, *model.Extend:
		may, beyond = false, "передать обращение другому или продлить срок"
	case *model.Close:
		may, beyond = may && !a.Stage.Open(), "закрыть обращение без ответа"
	case *model.Sort:
		may, beyond = may && x.Kind == "" && x.Priority == nil, "изменить вид или срочность, от которых зависит срок,"
	}
	switch {
	case may:
		return nil
	case beyond != "":
		return p.mayNotAsUnit(a, beyond)
	}
	return p.mayNot(a)
}

func (p Person) canPrepare(a *model.Appeal) error {
	if p.prepares(a) {
		return nil
	}
	return p.orLooksOn(model.Faultf(model.Forbidden, "Проект ответа на обращение № %s готовит назначенное подразделение или куратор канала «%s».", a.ID, a.Channel().Title()))
}

// mayNot is the refusal of what only the channel's curators and the head do.
func (p Person) mayNot(a *model.Appeal) error {
	return p.orLooksOn(model.Faultf(model.Forbidden, "Это действие доступно куратору канала «%s» или руководителю МЦУ.", a.Channel().Title()))
}

// mayNotAsUnit is the refusal of what a curator of the own unit's cases may not do, else that of mayNot.
func (p Person) mayNotAsUnit(a *model.Appeal, what string) error {
	if !p.CuratorOf(a) {
		return p.mayNot(a)
	}
	return model.Faultf(model.Forbidden, "Куратор своего подразделения не может %s: это решает куратор канала «%s» или руководитель МЦУ.", what, a.Channel().Title())
}

// orLooksOn says it plainly to those whose only role is to look.
func (p Person) orLooksOn(refusal error) error {
	for _, g := range p.Grants {
		if g.Role != model.RoleControl {
			return refusal
		}
	}
	return model.Faultf(model.Forbidden, "Роль «%s» позволяет смотреть, но не менять.", model.RoleControl.Title())
}

// canApprove follows the channel's approval policy (domain §2, issue «People»): the head and the coordinator always may; the
// curator of the channel her own text too where the policy lets her, or recording an approval given in another system; and
// while no head or coordinator can sign in, because nobody else could.
func (p Person) canApprove(x *model.Approve, a *model.Appeal) error {
	policy := p.Office.Settings.Approval[a.Channel()]
	elsewhere := x.Who != "" || x.Document != ""
	recorded := x.Who != "" && policy.Elsewhere
	curator := p.channelCurator(a)
	own := a.CurrentDraft() != nil && a.CurrentDraft().By.Official == p.Official.ID
	switch {
	case own && !recorded && p.Office.Settings.FourEyes:
		return model.Faultf(model.Forbidden, "Включено правило «четырёх глаз»: свой текст утверждает другой человек.")
	case p.Has(model.RoleHead, model.RoleCoordinator), curator && recorded:
		return nil
	case curator && (policy.ByCurator && !elsewhere || p.nobodyApproves()):
		return nil
	case curator && policy.Elsewhere && x.Who == "":
		return model.Faultf(model.Forbidden, "Ответ по каналу «%s» утверждают в другой системе. Укажите, кто утвердил, и номер документа.", a.Channel().Title())
	}
	return p.orLooksOn(model.Faultf(model.Forbidden, "Ответ по каналу «%s» утверждает руководитель МЦУ или координатор.", a.Channel().Title()))
}

// nobodyApproves tells whether nobody who can sign in is head or coordinator today: a new database before roles are given.
func (p Person) nobodyApproves() bool {
	for _, o := range p.Office.OfficialList() {
		if o.Login != "" && On(p.Office, o.ID, p.Today).Has(model.RoleHead, model.RoleCoordinator) {
			return false
		}
	}
	return true
}
