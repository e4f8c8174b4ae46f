package access

import (
	"slices"

	"kurator/model"
)

// Right is a right that is not an action on one object: reading, taking data out, and the installation.
type Right string

// Rights.
const (
	RightJournal   Right = "journal"   // read the journal
	RightReports   Right = "reports"   // build reports
	RightExport    Right = "export"    // take personal data out in a file
	RightErase     Right = "erase"     // anonymise what has been kept long enough
	RightRetention Right = "retention" // change how long data is kept
	RightBackup    Right = "backup"    // make, verify and restore backups
	RightTargets   Right = "targets"   // set the targets of the centre (order 3.2)
)

// Rights lists every right in the order shown.
func Rights() []Right {
	return []Right{RightJournal, RightReports, RightExport, RightErase, RightRetention, RightBackup, RightTargets}
}

// Title is the right's name on the screen.
func (r Right) Title() string {
	switch r {
	case RightJournal:
		return "Читать журнал"
	case RightReports:
		return "Строить отчёты"
	case RightExport:
		return "Выгружать персональные данные"
	case RightErase:
		return "Обезличивать обращения"
	case RightRetention:
		return "Менять сроки хранения"
	case RightBackup:
		return "Делать и восстанавливать копии"
	case RightTargets:
		return "Менять целевые показатели"
	}
	return string(r)
}

// holders are the roles that have the right, the first being the one it belongs to by the order, and whether curators of a
// whole channel have it too.
func (r Right) holders() (roles []model.Role, curators bool) {
	switch r {
	case RightJournal:
		return []model.Role{model.RoleAdministrator, model.RoleHead, model.RoleCoordinator, model.RoleControl}, true
	case RightReports:
		return []model.Role{model.RoleHead, model.RoleCoordinator, model.RoleControl}, true
	case RightExport:
		return []model.Role{model.RoleHead}, true
	case RightErase, RightRetention:
		return []model.Role{model.RoleAdministrator, model.RoleHead}, false
	case RightBackup:
		return []model.Role{model.RoleAdministrator}, false
	case RightTargets:
		return []model.Role{model.RoleCoordinator, model.RoleHead}, false
	}
	return nil, false
}

// May tells whether the person has the right; the error is the sentence that says why not.
func (p Person) May(r Right) error {
	if err := p.known(); err != nil {
		return err
	}
	roles, curators := r.holders()
	if p.Has(roles...) || (curators && p.curatorAnywhere("")) {
		return nil
	}
	if len(roles) == 0 {
		return model.Faultf(model.Forbidden, "Права «%s» нет ни у кого.", string(r))
	}
	return model.Faultf(model.Forbidden, "Нет права «%s»: нужна роль «%s».", r.Title(), roles[0].Title())
}

// SeesJournal tells whether the journal may be read.
func (p Person) SeesJournal() bool { return p.May(RightJournal) == nil }

// SeesReports tells whether reports may be built.
func (p Person) SeesReports() bool { return p.May(RightReports) == nil }

// SeesPersonal tells whether name, contact and address of the applicant may be shown: to the curators of the channel, the
// head of the centre, and the unit that holds the case (152-ФЗ; issue «People» item 5). Others see them masked.
func (p Person) SeesPersonal(a *model.Appeal) bool {
	return p.CuratorOf(a) || p.Has(model.RoleHead) || (p.PreparerOf(a) && a.Stage.Open())
}

// SeesText tells whether the citizen's text and the drafts may be read. The administrator manages people and the
// installation and does not read texts.
func (p Person) SeesText(a *model.Appeal) bool {
	return p.SeesPersonal(a) || p.PreparerOf(a) || p.Has(model.RoleCoordinator, model.RoleControl)
}

// SeesList tells whether the queue may be seen at all, and whether only the cases of some units: nil means every unit.
func (p Person) SeesList() (units []model.UnitID, ok bool) {
	if p.Has(model.RoleHead, model.RoleCoordinator, model.RoleControl, model.RoleAdministrator) || p.curatorAnywhere("") {
		return nil, true
	}
	for _, g := range p.Grants {
		if g.Unit != 0 && !slices.Contains(units, g.Unit) {
			units = append(units, g.Unit)
		}
	}
	return units, len(units) > 0
}

// Manages tells whether the person manages people and the installation.
func (p Person) Manages() bool { return p.Has(model.RoleAdministrator) }
