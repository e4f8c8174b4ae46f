package access

import "kurator/model"

// ReadsTexts tells whether the person reads texts of any appeals at all, and so may search in them.
func (p Person) ReadsTexts() bool {
	return p.ReadsNames() || p.Has(model.RoleCoordinator, model.RoleControl)
}

// ReadsNames tells whether the person sees applicants of any appeals at all, and so may look for one by name.
func (p Person) ReadsNames() bool {
	return p.Has(model.RoleHead, model.RoleCurator, model.RolePreparer)
}
