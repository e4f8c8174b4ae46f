package staff_test

import (
	"testing"

	"kurator/model"
	"kurator/model/staff"
)

func TestTemplates(t *testing.T) {
	office := &model.Office{Settings: model.Settings{Zone: "Europe/Moscow"}, Templates: map[int64]model.Template{
		1: {ID: 1, Title: "Яма засыпана", Text: "Засыпали."}, 2: {ID: 2, Title: "Снято с учёта", Text: "—", Retired: true}}}
	put := func(id int64, x model.Template) error {
		noun, _, err := staff.Apply(office, id, &model.PutTemplate{Template: x}, model.Moment{})
		if err == nil && noun.(model.Template).ID != id {
			t.Errorf("the id is %d", noun.(model.Template).ID)
		}
		return err
	}
	for name, x := range map[string]model.Template{
		"no title": {Text: "а"}, "no text": {Title: "а", Text: "  "}, "no such channel": {Title: "а", Text: "б", Channel: "fax"},
		"no such outcome": {Title: "а", Text: "б", Outcome: "победа"}, "the same title": {Title: " яма  засыпана", Text: "б"},
	} {
		if err := put(3, x); model.CodeOf(err) != model.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
	for id, x := range map[int64]model.Template{
		1: {Title: "Яма засыпана", Text: "Засыпали щебнем."}, 3: {Title: "Снято с учёта", Text: "б", Channel: model.ChannelPOS, Outcome: model.OutcomeSolved},
	} {
		if err := put(id, x); err != nil {
			t.Errorf("%d: %v", id, err)
		}
	}
}
