package staff_test

import (
	"maps"
	"testing"

	"kurator/model"
	"kurator/model/staff"
)

func TestCheckKeepsAnAdministrator(t *testing.T) {
	before := office()
	now := model.Moment{Happened: 1_764_000_000, Recorded: 1_764_000_000}
	without := *before
	without.Grants = maps.Clone(before.Grants)
	maps.DeleteFunc(without.Grants, func(_ model.GrantID, g model.Grant) bool { return g.Role == model.RoleAdministrator })
	if err := staff.Check(before, before, now); err != nil {
		t.Fatalf("nothing changed: %v", err)
	}
	if err := staff.Check(before, &without, now); model.CodeOf(err) != model.Forbidden {
		t.Fatalf("the last administrator is gone: %v", err)
	}
}
