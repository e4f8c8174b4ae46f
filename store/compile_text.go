package store

import (
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store/search"
)

// text compiles a condition on words of one field. Topics, places, units and holders are few: the words are looked up among
// them, and the rows by equality.
func (c *compiler) text(t query.Term, typed string) string {
	folded, whole := russian.Fold(typed), t.Op == query.Eq
	switch t.Field {
	case query.FieldTopic:
		topic := c.inStrings("topic", c.facets.containing(facetTopic, folded, whole))
		group := c.inStrings("topic_group", c.facets.containing(facetGroup, folded, whole))
		return "(" + topic + " OR " + group + ")"
	case query.FieldPlace:
		return c.inStrings("place", c.facets.containing(facetPlace, folded, whole))
	case query.FieldUnit:
		return c.inInts("unit", c.unitsNamed(folded, whole))
	case query.FieldHolder:
		return c.inStrings("holder", c.holdersNamed(folded, whole))
	case query.FieldApplicant:
		return c.applicant(typed)
	case query.FieldNumber:
		return c.numbered(typed, folded, whole)
	}
	return "FALSE"
}

func says(name, folded string, whole bool) bool {
	name = russian.Fold(name)
	return whole && name == folded || !whole && strings.Contains(name, folded)
}

func (c *compiler) unitsNamed(folded string, whole bool) []model.UnitID {
	var list []model.UnitID
	for _, u := range c.snap.Office.UnitList() {
		if says(u.Name, folded, whole) || says(u.Short, folded, whole) {
			list = append(list, u.ID)
		}
	}
	return list
}

// holdersNamed lists the keys of the holders whose title fits.
func (c *compiler) holdersNamed(folded string, whole bool) []string {
	var keys []string
	for _, ch := range model.Channels() {
		h := model.Holder{Kind: model.HolderCurator, Channel: ch}
		if says(c.snap.Office.HolderTitle(h), folded, whole) {
			keys = append(keys, h.Key())
		}
	}
	for _, id := range c.unitsNamed(folded, whole) {
		keys = append(keys, model.Holder{Kind: model.HolderUnit, Unit: id}.Key())
	}
	if h := (model.Holder{Kind: model.HolderHead}); says(c.snap.Office.HolderTitle(h), folded, whole) {
		keys = append(keys, h.Key())
	}
	for _, name := range c.facets.containing(facetOutside, folded, whole) {
		keys = append(keys, model.Holder{Kind: model.HolderOutside, Name: name}.Key())
	}
	return keys
}

// applicant looks for names in the index, where only those who may see them look.
func (c *compiler) applicant(typed string) string {
	if !c.person.ReadsNames() {
		c.fault = model.Faultf(model.Forbidden, "Искать по заявителю могут кураторы, руководитель МЦУ и исполнители.")
		return "FALSE"
	}
	m := c.stems.Applicant(typed)
	if m == "" {
		return "FALSE"
	}
	return c.matching(m)
}

// numbered finds an own number, or a foreign one that contains what was typed.
func (c *compiler) numbered(typed, folded string, whole bool) string {
	part := "instr(numbers, " + c.arg(folded) + ") > 0"
	if whole {
		part = "instr(' ' || numbers || ' ', " + c.arg(" "+folded+" ") + ") > 0"
	}
	if m := search.Number(folded); m != "" { // a long enough run of digits is in the index
		part = c.matching(m) + " AND " + part
	}
	if n, err := strconv.ParseInt(strings.TrimSpace(typed), 10, 64); err == nil {
		return "(id = " + c.arg(n) + " OR (" + part + "))"
	}
	return "(" + part + ")"
}

// mine compiles «я»: the holders or units the person stands for today.
func (c *compiler) mine(f query.Field) string {
	var keys []string
	var units []model.UnitID
	for _, g := range c.person.Grants {
		switch g.Role {
		case model.RoleCurator:
			if g.Unit != 0 {
				continue
			}
			for _, ch := range model.Channels() {
				if g.Channel == "" || g.Channel == ch {
					keys = append(keys, model.Holder{Kind: model.HolderCurator, Channel: ch}.Key())
				}
			}
		case model.RolePreparer:
			keys = append(keys, model.Holder{Kind: model.HolderUnit, Unit: g.Unit}.Key())
			units = append(units, g.Unit)
		case model.RoleHead, model.RoleCoordinator:
			keys = append(keys, model.Holder{Kind: model.HolderHead}.Key())
		}
	}
	if f == query.FieldUnit {
		return c.inInts("unit", units)
	}
	return c.inStrings("holder", keys)
}
