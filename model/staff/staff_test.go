package staff_test

import (
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/staff"
)

// now is noon of 2 March 2026 in Moscow.
var now = model.InstantOf(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))

func office() *model.Office {
	return &model.Office{
		Settings: model.Settings{OfficeName: "Администрация", Zone: "Europe/Moscow"},
		Units: map[model.UnitID]model.Unit{
			1: {ID: 1, Name: "Отдел ЖКХ", Aliases: []string{"Отдел жилищно-коммунального хозяйства"}},
			2: {ID: 2, Name: "Дом культуры", To: "2025-12-31"},
		},
		Officials: map[model.OfficialID]model.Official{
			1: {ID: 1, Login: "admin", Position: "Системный администратор"},
			2: {ID: 2, Login: "press", Position: "Заведующий сектором пресс-службы"},
			3: {ID: 3, Login: "jkh", Position: "Начальник отдела ЖКХ", Unit: 1},
			4: {ID: 4, Login: "old", Position: "Начальник архива", Gone: "2025-06-30"},
		},
		Grants: map[model.GrantID]model.Grant{
			1: {ID: 1, Official: 1, Role: model.RoleAdministrator, From: "2024-02-14"},
			2: {ID: 2, Official: 2, Role: model.RoleCurator, Channel: model.ChannelIM, From: "2024-02-14"},
			3: {ID: 3, Official: 2, Role: model.RoleHead, From: "2026-04-01"},
		},
		Absences: map[model.AbsenceID]model.Absence{
			1: {ID: 1, Official: 2, Deputy: 3, From: "2026-07-01", To: "2026-07-14", Roles: []model.Role{model.RoleCurator}},
		},
		Places: map[int64]model.Place{1: {ID: 1, Name: "пгт Ревда"}},
		Topics: map[int64]model.TopicRule{1: {ID: 1, Code: "0005.0005.0056.1153", Title: "Электроснабжение"}},
	}
}

func apply(o *model.Office, id int64, a model.Action) (any, []model.Event, error) {
	return staff.Apply(o, id, a, model.Moment{Happened: now, Recorded: now, Actor: model.Actor{Official: 1}})
}

func TestPut(t *testing.T) {
	for name, test := range map[string]struct {
		id     int64
		action model.Action
		want   any
	}{
		"a new unit": {3, &model.PutUnit{Unit: model.Unit{Name: " Отдел образования "}}, model.Unit{ID: 3, Name: "Отдел образования"}},
		"a unit keeps its own name": {1, &model.PutUnit{Unit: model.Unit{Name: "Отдел ЖКХ", Short: "ЖКХ"}},
			model.Unit{ID: 1, Name: "Отдел ЖКХ", Short: "ЖКХ"}},
		"the name of a unit that is no more": {3, &model.PutUnit{Unit: model.Unit{Name: "Дом культуры", From: "2026-01-01"}},
			model.Unit{ID: 3, Name: "Дом культуры", From: "2026-01-01"}},
		"an official without a login": {5, &model.PutOfficial{Official: model.Official{Position: "Глава администрации"}},
			model.Official{ID: 5, Position: "Глава администрации"}},
		"a Windows account": {5, &model.PutOfficial{Official: model.Official{Position: "Глава", Login: `LOVOZERO\Глава района`}},
			model.Official{ID: 5, Position: "Глава", Login: `LOVOZERO\Глава района`}},
		"a role": {4, &model.GrantRole{Grant: model.Grant{Official: 3, Role: model.RolePreparer, Unit: 1, From: "2026-03-02", Basis: "20-РГ"}},
			model.Grant{ID: 4, Official: 3, Role: model.RolePreparer, Unit: 1, From: "2026-03-02", Basis: "20-РГ"}},
		"a second curator of the same channel": {4, &model.GrantRole{Grant: model.Grant{Official: 3, Role: model.RoleCurator, Channel: model.ChannelIM}},
			model.Grant{ID: 4, Official: 3, Role: model.RoleCurator, Channel: model.ChannelIM}},
		"the end of a role": {2, &model.RevokeRole{To: "2026-03-02", Basis: "распоряжение 31-РГ"},
			model.Grant{ID: 2, Official: 2, Role: model.RoleCurator, Channel: model.ChannelIM, From: "2024-02-14", To: "2026-03-02", Basis: "распоряжение 31-РГ"}},
		"a place": {2, &model.PutPlace{Place: model.Place{Name: "с. Каневка", Population: 67}}, model.Place{ID: 2, Name: "с. Каневка", Population: 67}},
		"a topic": {2, &model.PutTopic{Topic: model.TopicRule{Code: "0005.0005", Title: "ЖКХ", Unit: 1}},
			model.TopicRule{ID: 2, Code: "0005.0005", Title: "ЖКХ", Unit: 1}},
		"settings": {1, &model.PutSettings{Settings: model.Settings{OfficeName: "Администрация", Zone: "Asia/Omsk", FourEyes: true}},
			model.Settings{OfficeName: "Администрация", Zone: "Asia/Omsk", FourEyes: true}},
		"an absence": {2, &model.PutAbsence{Absence: model.Absence{Official: 3, Deputy: 2, From: "2026-08-01"}},
			model.Absence{ID: 2, Official: 3, Deputy: 2, From: "2026-08-01"}},
		"an absence called off": {1, &model.EndAbsence{To: "2026-06-30"}, model.Absence{ID: 1, Official: 2, Deputy: 3, From: "2026-07-01",
			To: "2026-06-30", Roles: []model.Role{model.RoleCurator}}},
	} {
		t.Run(name, func(t *testing.T) {
			o := office()
			got, events, err := apply(o, test.id, test.action)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if len(events) != 1 || events[0].Say == "" || events[0].Ref.ID != test.id || events[0].Ref.Noun == "" {
				t.Errorf("events %+v", events)
			}
			if !reflect.DeepEqual(o, office()) {
				t.Error("the office passed in was changed")
			}
		})
	}
}

func TestRefused(t *testing.T) {
	person := func(o model.Official) *model.PutOfficial { return &model.PutOfficial{Official: o} }
	grant := func(g model.Grant) *model.GrantRole { return &model.GrantRole{Grant: g} }
	away := func(a model.Absence) *model.PutAbsence { return &model.PutAbsence{Absence: a} }
	for name, test := range map[string]struct {
		id     int64
		action model.Action
		code   model.Code
		say    string
	}{
		"a unit without a name":            {3, &model.PutUnit{}, model.Usage, "название"},
		"a unit under another's name":      {3, &model.PutUnit{Unit: model.Unit{Name: "отдел «ЖКХ»"}}, model.Usage, "уже есть"},
		"a unit under another's alias":     {3, &model.PutUnit{Unit: model.Unit{Name: "X", Aliases: []string{"Отдел жилищно-коммунального хозяйства"}}}, model.Usage, "уже есть"},
		"a period that ends too early":     {3, &model.PutUnit{Unit: model.Unit{Name: "X", From: "2026-02-01", To: "2026-01-01"}}, model.Usage, "раньше"},
		"a date that is none":              {3, &model.PutUnit{Unit: model.Unit{Name: "X", From: "01.02.2026"}}, model.Usage, "не дата"},
		"an official without a position":   {5, person(model.Official{Login: "x"}), model.Usage, "должность"},
		"a login twice":                    {5, person(model.Official{Login: "PRESS", Position: "X"}), model.Usage, "принадлежит другому"},
		"a login that breaks out":          {5, person(model.Official{Login: `x" --as admin`, Position: "X"}), model.Usage, "Учётной записи"},
		"a login that is an option":        {5, person(model.Official{Login: "--as", Position: "X"}), model.Usage, "Учётной записи"},
		"a login with a line break":        {5, person(model.Official{Login: "x\ny", Position: "X"}), model.Usage, "Учётной записи"},
		"an unknown unit of an official":   {5, person(model.Official{Position: "X", Unit: 9}), model.NotFound, "подразделения нет"},
		"the last administrator leaves":    {1, person(model.Official{Login: "admin", Position: "X", Gone: "2026-05-01"}), model.Forbidden, "последний администратор"},
		"the last administrator locked":    {1, person(model.Official{Position: "X"}), model.Forbidden, "последний администратор"},
		"the last administrator revoked":   {1, &model.RevokeRole{To: "2026-03-02"}, model.Forbidden, "последний администратор"},
		"the last administrator shortened": {1, grant(model.Grant{Official: 1, Role: model.RoleAdministrator, From: "2024-02-14", To: "2026-03-05"}), model.Forbidden, "последний администратор"},
		"the last administrator postponed": {1, grant(model.Grant{Official: 1, Role: model.RoleAdministrator, From: "2027-01-01"}), model.Forbidden, "последний администратор"},
		"a role for nobody":                {4, grant(model.Grant{Official: 9, Role: model.RoleHead}), model.NotFound, "должностного лица нет"},
		"a role that is none":              {4, grant(model.Grant{Official: 2, Role: "king"}), model.Usage, "Роли «king» нет"},
		"a channel of a head":              {4, grant(model.Grant{Official: 2, Role: model.RoleHead, Channel: model.ChannelIM}), model.Usage, "только у куратора"},
		"an unknown channel":               {4, grant(model.Grant{Official: 2, Role: model.RoleCurator, Channel: "fax"}), model.Usage, "Канала «fax» нет"},
		"a preparer of no unit":            {4, grant(model.Grant{Official: 3, Role: model.RolePreparer}), model.Usage, "подразделение"},
		"a preparer of an unknown unit":    {4, grant(model.Grant{Official: 3, Role: model.RolePreparer, Unit: 9}), model.NotFound, "подразделения нет"},
		"a head of a unit":                 {4, grant(model.Grant{Official: 3, Role: model.RoleHead, Unit: 1}), model.Usage, "ограничивают"},
		"a role of somebody gone":          {4, grant(model.Grant{Official: 4, Role: model.RoleControl, From: "2025-07-01"}), model.Usage, "не работает"},
		"the same role twice":              {4, grant(model.Grant{Official: 2, Role: model.RoleCurator, Channel: model.ChannelIM, From: "2026-01-01"}), model.Usage, "уже есть"},
		"a role turned into another":       {2, grant(model.Grant{Official: 2, Role: model.RoleAdministrator}), model.Usage, "только срок и основание"},
		"a role turned over to another":    {2, grant(model.Grant{Official: 3, Role: model.RoleCurator, Channel: model.ChannelIM}), model.Usage, "только срок и основание"},
		"a role nobody has":                {9, &model.RevokeRole{To: "2026-03-02"}, model.NotFound, "никому не давали"},
		"an end without a day":             {2, &model.RevokeRole{}, model.Usage, "последний день"},
		"an end before the start":          {3, &model.RevokeRole{To: "2026-03-02"}, model.Usage, "начинается 01.04.2026"},
		"a place twice":                    {2, &model.PutPlace{Place: model.Place{Name: "Ревда"}}, model.Usage, "уже есть"},
		"a place without people":           {2, &model.PutPlace{Place: model.Place{Name: "X", Population: -1}}, model.Usage, "отрицательным"},
		"a topic with a wrong code":        {2, &model.PutTopic{Topic: model.TopicRule{Title: "X", Code: "5.5"}}, model.Usage, "не похож"},
		"a topic twice":                    {2, &model.PutTopic{Topic: model.TopicRule{Title: "X", Code: "0005.0005.0056.1153"}}, model.Usage, "уже есть"},
		"a topic of an unknown unit":       {2, &model.PutTopic{Topic: model.TopicRule{Title: "X", Unit: 9}}, model.NotFound, "подразделения нет"},
		"an office without a name":         {1, &model.PutSettings{Settings: model.Settings{Zone: "Europe/Moscow"}}, model.Usage, "название"},
		"a zone that is none":              {1, &model.PutSettings{Settings: model.Settings{OfficeName: "X", Zone: "Lovozero"}}, model.Usage, "Часового пояса"},
		"the zone of the machine":          {1, &model.PutSettings{Settings: model.Settings{OfficeName: "X", Zone: "Local"}}, model.Usage, "Часового пояса"},
		"a policy of no channel": {1, &model.PutSettings{Settings: model.Settings{OfficeName: "X", Zone: "Europe/Moscow",
			Approval: map[model.ChannelID]model.ApprovalPolicy{"fax": {ByCurator: true}}}}, model.Usage, "Канала «fax» нет"},
		"an absence of nobody":       {2, away(model.Absence{Official: 9, Deputy: 1, From: "2026-03-02"}), model.NotFound, "нет в списке"},
		"nobody stands in":           {2, away(model.Absence{Official: 1, From: "2026-03-02"}), model.NotFound, "Заместителя нет"},
		"one's own deputy":           {2, away(model.Absence{Official: 2, Deputy: 2, From: "2026-03-02"}), model.Usage, "самого себя"},
		"an absence without a start": {2, away(model.Absence{Official: 1, Deputy: 2}), model.Usage, "первый день"},
		"a deputy who is gone":       {2, away(model.Absence{Official: 1, Deputy: 4, From: "2026-03-02"}), model.Usage, "не работает"},
		"two deputies for one role":  {2, away(model.Absence{Official: 2, Deputy: 1, From: "2026-07-14"}), model.Usage, "уже есть заместитель"},
		"a loop of two":              {2, away(model.Absence{Official: 3, Deputy: 2, From: "2026-07-10"}), model.Usage, "по кругу"},
		"no such absence":            {9, &model.EndAbsence{To: "2026-03-02"}, model.NotFound, "не записано"},
		"an absence ended twice":     {1, &model.EndAbsence{To: "2026-07-20"}, model.Usage, "и так заканчивается"},
		"an action on an appeal":     {1, &model.Submit{}, model.Usage, "не относится"},
	} {
		t.Run(name, func(t *testing.T) {
			o := office()
			noun, events, err := apply(o, test.id, test.action)
			if err == nil {
				t.Fatalf("allowed: %+v", noun)
			}
			if model.CodeOf(err) != test.code || !strings.Contains(err.Error(), test.say) {
				t.Errorf("%s: %s, want %s with %q", model.CodeOf(err), err, test.code, test.say)
			}
			if noun != nil || events != nil || !reflect.DeepEqual(o, office()) {
				t.Error("a refusal left something behind")
			}
		})
	}
}

// The first person of a new database meets an office without anything.
func TestFounding(t *testing.T) {
	o := &model.Office{}
	steps := []struct {
		id     int64
		action model.Action
	}{
		{1, &model.PutSettings{Settings: model.Settings{OfficeName: "МЦУ", Zone: "Europe/Moscow"}}},
		{1, &model.PutOfficial{Official: model.Official{Login: "anna", Position: "Заведующий сектором"}}},
		{1, &model.GrantRole{Grant: model.Grant{Official: 1, Role: model.RoleAdministrator}}},
		{2, &model.GrantRole{Grant: model.Grant{Official: 1, Role: model.RoleCurator}}},
	}
	o.Officials, o.Grants = map[model.OfficialID]model.Official{}, map[model.GrantID]model.Grant{}
	for _, s := range steps {
		noun, _, err := apply(o, s.id, s.action)
		if err != nil {
			t.Fatalf("%s: %v", s.action.Name(), err)
		}
		switch n := noun.(type) {
		case model.Settings:
			o.Settings = n
		case model.Official:
			o.Officials[n.ID] = n
		case model.Grant:
			o.Grants[n.ID] = n
		}
	}
	if len(o.Grants) != 2 || o.Officials[1].Login != "anna" {
		t.Errorf("founded %+v", o)
	}
	if _, _, err := apply(&model.Office{}, 1, &model.PutOfficial{Official: model.Official{Login: "anna", Position: "X"}}); err != nil {
		t.Errorf("an office without maps: %v", err)
	}
}

// A second administrator may end the first one's role, but not before the second can sign in.
func TestAdministratorHandsOver(t *testing.T) {
	o := office()
	o.Grants = maps.Clone(o.Grants)
	o.Grants[4] = model.Grant{ID: 4, Official: 3, Role: model.RoleAdministrator, From: "2026-03-10"}
	if _, _, err := apply(o, 1, &model.RevokeRole{To: "2026-03-08"}); model.CodeOf(err) != model.Forbidden {
		t.Errorf("a day without any administrator: %v", err)
	}
	if _, _, err := apply(o, 1, &model.RevokeRole{To: "2026-03-09"}); err != nil {
		t.Errorf("the successor begins the next day: %v", err)
	}
	o.Officials[3] = model.Official{ID: 3, Position: "Начальник отдела ЖКХ"}
	if _, _, err := apply(o, 1, &model.RevokeRole{To: "2026-03-09"}); model.CodeOf(err) != model.Forbidden {
		t.Errorf("the successor cannot sign in: %v", err)
	}
}

// A→B and B→A are a loop only for the roles and days that both pass on.
func TestLoopOfDeputies(t *testing.T) {
	for name, test := range map[string]struct {
		absence model.Absence
		loop    bool
	}{
		"same role, same days":   {model.Absence{Official: 3, Deputy: 2, From: "2026-07-14", To: "2026-07-14"}, true},
		"other days":             {model.Absence{Official: 3, Deputy: 2, From: "2026-07-15"}, false},
		"other roles":            {model.Absence{Official: 3, Deputy: 2, From: "2026-07-14", Roles: []model.Role{model.RolePreparer}}, false},
		"on to a third":          {model.Absence{Official: 3, Deputy: 1, From: "2026-07-05", To: "2026-07-06"}, false},
		"of three, on other day": {model.Absence{Official: 1, Deputy: 2, From: "2026-07-01"}, false},
	} {
		_, _, err := apply(office(), 2, &model.PutAbsence{Absence: test.absence})
		if (err != nil) != test.loop {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := office()
	o.Absences[2] = model.Absence{ID: 2, Official: 3, Deputy: 1, From: "2026-07-05", To: "2026-07-06"}
	if _, _, err := apply(o, 3, &model.PutAbsence{Absence: model.Absence{Official: 1, Deputy: 2, From: "2026-07-06"}}); err == nil {
		t.Error("a loop of three was taken")
	}
	if _, _, err := apply(o, 3, &model.PutAbsence{Absence: model.Absence{Official: 1, Deputy: 2, From: "2026-07-07"}}); err != nil {
		t.Errorf("a chain whose days never meet: %v", err)
	}
}
