package seed

import (
	"regexp"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/template"
)

const today = model.Date("2026-11-25")

// position is a row of Appendix 2 as the order prints it.
type position struct {
	row     int
	role    model.Role
	channel model.ChannelID
	who     string
}

func TestEveryRowOfAppendix2(t *testing.T) {
	o := Snapshot()
	for _, want := range []position{
		{1, model.RoleCoordinator, "", "Глава администрации Ловозерского района"},
		{2, model.RoleHead, "", "Заведующий сектором пресс-службы"},
		{3, model.RoleCurator, model.ChannelIM, "Заведующий сектором пресс-службы"},
		{4, model.RoleCurator, model.ChannelPOS, "Заведующий сектором пресс-службы"},
		{5, model.RoleCurator, model.ChannelECPUR, "Заведующий сектором пресс-службы"},
		{5, model.RoleCurator, model.ChannelSED, "Заведующий сектором пресс-службы"},
		{6, model.RoleCurator, model.ChannelSED, "Начальник отдела по организационной, правовой и кадровой работе"},
		{8, model.RoleAdministrator, "", "Главный специалист – системный администратор"},
	} {
		found := 0
		for _, g := range o.GrantList() {
			if g.Row == want.row && g.Role == want.role && g.Channel == want.channel {
				found++
				if got := o.Officials[g.Official].Position; got != want.who {
					t.Errorf("row %d is held by %q, want %q", want.row, got, want.who)
				}
				if !strings.HasPrefix(g.Basis, "распоряжение № 20-РГ от 14.02.2024, приложение 2, п. ") || g.From != "2024-02-14" || g.To != "" {
					t.Errorf("row %d: basis %q from %q to %q", want.row, g.Basis, g.From, g.To)
				}
				if g.Unit != 0 {
					t.Errorf("row %d is limited to unit %d", want.row, g.Unit)
				}
			}
		}
		if found != 1 {
			t.Errorf("row %d, %s %s: %d grants, want 1", want.row, want.role, want.channel, found)
		}
	}
}

func TestRow7GivesEachUnitItsHead(t *testing.T) {
	o := Snapshot()
	for _, u := range o.UnitList() {
		var held []string
		var head model.OfficialID
		for _, g := range o.GrantList() {
			if g.Unit != u.ID {
				continue
			}
			held = append(held, string(g.Role)+" "+string(g.Channel))
			if head != 0 && head != g.Official {
				t.Errorf("%s: roles of row 7 lie with two officials", u.Name)
			}
			head = g.Official
			if g.Row != 7 || g.Basis != "распоряжение № 20-РГ от 14.02.2024, приложение 2, п. 7" {
				t.Errorf("%s: row %d, basis %q", u.Name, g.Row, g.Basis)
			}
		}
		if got := strings.Join(held, ", "); got != "preparer , curator pos, curator ecpur" {
			t.Errorf("%s: %q", u.Name, got)
		}
		if o.Officials[head].Unit != u.ID {
			t.Errorf("%s is headed by an official of unit %d", u.Name, o.Officials[head].Unit)
		}
	}
}

func TestIDsAreUniqueAndKnown(t *testing.T) {
	seen := map[model.Ref]bool{}
	put := func(ref model.Ref) {
		if ref.ID <= 0 || seen[ref] {
			t.Errorf("%v is entered twice or has no id", ref)
		}
		seen[ref] = true
	}
	refer := func(ref model.Ref) {
		if ref.ID != 0 && !seen[ref] {
			t.Errorf("%v is referred to before it is entered", ref)
		}
	}
	for _, action := range Office() {
		switch a := action.(type) {
		case *model.PutUnit:
			put(model.Ref{Noun: model.NounUnit, ID: int64(a.Unit.ID)})
		case *model.PutOfficial:
			refer(model.Ref{Noun: model.NounUnit, ID: int64(a.Official.Unit)})
			put(model.Ref{Noun: model.NounOfficial, ID: int64(a.Official.ID)})
			if a.Official.Name != "" {
				t.Errorf("official %d has a name: the order names positions", a.Official.ID)
			}
		case *model.GrantRole:
			if !seen[model.Ref{Noun: model.NounOfficial, ID: int64(a.Grant.Official)}] {
				t.Errorf("grant %d is for no official", a.Grant.ID)
			}
			refer(model.Ref{Noun: model.NounUnit, ID: int64(a.Grant.Unit)})
			put(model.Ref{Noun: model.NounGrant, ID: int64(a.Grant.ID)})
		case *model.PutPlace:
			put(model.Ref{Noun: model.NounPlace, ID: a.Place.ID})
		case *model.PutTopic:
			refer(model.Ref{Noun: model.NounUnit, ID: int64(a.Topic.Unit)})
			put(model.Ref{Noun: model.NounTopic, ID: a.Topic.ID})
		}
	}
}

func TestSettings(t *testing.T) {
	s := Snapshot().Settings
	if _, err := time.LoadLocation(s.Zone); err != nil {
		t.Error(err)
	}
	for _, channel := range model.Channels() {
		if _, ok := s.Approval[channel]; !ok {
			t.Errorf("nobody said who approves in %s", channel)
		}
	}
	if len(s.Approval) != len(model.Channels()) {
		t.Errorf("%d approval policies, %d channels", len(s.Approval), len(model.Channels()))
	}
}

func TestWhoMayWhat(t *testing.T) {
	o := Snapshot()
	find := func(position string) access.Person {
		for _, x := range o.OfficialList() {
			if x.Position == position {
				return access.On(o, x.ID, today)
			}
		}
		t.Fatalf("no official %q", position)
		return access.Person{}
	}
	chief, press, control := find("Глава администрации Ловозерского района"), find("Заведующий сектором пресс-службы"), find("Заместитель главы администрации Ловозерского района")
	admin, legal, housing := find("Главный специалист – системный администратор"), find("Начальник отдела по организационной, правовой и кадровой работе"), find("Начальник отдела ЖКХ и благоустройства")
	appeal := func(channel model.ChannelID, unit model.UnitID, stage model.StageID) *model.Appeal {
		return &model.Appeal{ID: 1, Unit: unit, Stage: stage, Registrations: []model.Registration{{Channel: channel}},
			Drafts: []model.Draft{{Version: 1, Text: model.Words("Ответ"), By: model.Actor{Official: 99}}}}
	}
	receive := func(channel model.ChannelID) model.Action {
		return &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: channel}}}
	}
	for _, c := range []struct {
		name   string
		who    access.Person
		action model.Action
		appeal *model.Appeal
		may    bool
	}{
		{"press takes in ИМ", press, receive(model.ChannelIM), nil, true},
		{"press takes in calls as head", press, receive(model.ChannelPhone), nil, true},
		{"legal takes in СЭД", legal, receive(model.ChannelSED), nil, true},
		{"legal takes in ИМ", legal, receive(model.ChannelIM), nil, false},
		{"press approves ПОС", press, &model.Approve{}, appeal(model.ChannelPOS, 1, model.StageReview), true},
		{"legal records an approval in СЭД", legal, &model.Approve{}, appeal(model.ChannelSED, 1, model.StageReview), true},
		{"unit head approves ПОС", housing, &model.Approve{}, appeal(model.ChannelPOS, 1, model.StageReview), false},
		{"unit head drafts own", housing, &model.WriteDraft{}, appeal(model.ChannelPhone, 1, model.StageAssigned), true},
		{"unit head drafts another's", housing, &model.WriteDraft{}, appeal(model.ChannelPhone, 2, model.StageAssigned), false},
		{"unit head sorts own ПОС", housing, &model.Sort{}, appeal(model.ChannelPOS, 1, model.StageAssigned), true},
		{"unit head sorts own ИМ", housing, &model.Sort{}, appeal(model.ChannelIM, 1, model.StageAssigned), false},
		{"coordinator approves", chief, &model.Approve{}, appeal(model.ChannelVisit, 1, model.StageApproval), true},
		{"control changes nothing", control, &model.AddNote{}, appeal(model.ChannelIM, 1, model.StageNew), false},
		{"administrator gives roles", admin, &model.GrantRole{}, nil, true},
		{"head gives no roles", press, &model.GrantRole{}, nil, false},
	} {
		if err := c.who.Can(c.action, c.appeal); (err == nil) != c.may {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if a := appeal(model.ChannelPOS, 1, model.StageAssigned); admin.SeesText(a) || !control.SeesText(a) || control.SeesPersonal(a) {
		t.Error("the administrator reads texts, or control does not, or control sees personal data")
	}
	curators := 0
	for _, x := range o.OfficialList() {
		if access.On(o, x.ID, today).CuratorOf(appeal(model.ChannelSED, 0, model.StageNew)) {
			curators++
		}
	}
	if curators != 2 {
		t.Errorf("%d curators of СЭД, want 2", curators)
	}
	if before := access.On(o, press.Official.ID, "2024-02-13"); len(before.Grants) != 0 {
		t.Error("roles before the order was signed")
	}
}

func TestTopicsFindTheirUnit(t *testing.T) {
	o := Snapshot()
	code := regexp.MustCompile(`^\d{4}(\.\d{4}){3}(\.\d{4})?$`)
	for _, rule := range o.TopicList() {
		if rule.Code != "" && (!code.MatchString(rule.Code) || rule.Version == "") {
			t.Errorf("topic %q: code %q, version %q", rule.Title, rule.Code, rule.Version)
		}
	}
	for _, c := range []struct {
		topic model.Topic
		unit  string
	}{
		{model.Topic{Group: "ЖКХ", Title: "Ненадлежащее качество или отсутствие отопления"}, "Отдел ЖКХ"},
		{model.Topic{Group: "Образование", Title: "Проблемы с отоплением детских садов и школ"}, "Отдел образования"},
		{model.Topic{Group: "Дороги", Title: "Ямы и выбоины на дороге"}, "Служба содержания"},
		{model.Topic{Group: "Дороги", Title: "Уборка дорог от снега и наледи"}, "Служба содержания"},
		{model.Topic{Group: "Безопасность", Title: "Отлов безнадзорных собак и кошек"}, "Отдел ЖКХ"},
		{model.Topic{Group: "Общественный транспорт", Title: "Авиасообщение с отдалёнными сёлами"}, "Отдел экономики"},
		{model.Topic{Group: "Благоустройство", Title: "Отсутствие детских площадок"}, "Служба содержания"},
		{model.Topic{Code: "0005.0005.0055.1137", Title: "Ветхое и аварийное жильё"}, "Отдел имущества"},
	} {
		if got := o.UnitTitle(o.TopicUnit(c.topic)); got != c.unit {
			t.Errorf("%v → %q, want %q", c.topic, got, c.unit)
		}
	}
}

func TestExportsFindUnitsAndPlaces(t *testing.T) {
	o := Snapshot()
	for _, name := range []string{"Отдел ЖКХ и благоустройства", "МКУ «Служба содержания»", "МБУ «Центр развития»",
		"Отдел образования", "Отдел экономики", "Отдел по культуре и делам молодежи"} {
		if _, ok := o.FindUnit(name); !ok {
			t.Errorf("no unit for %q", name)
		}
	}
	for _, name := range []string{"с. Краснощелье", "пгт Ревда", "Ревда", "село Ловозеро", "Каневка", "с. Сосновка"} {
		if _, ok := o.FindPlace(name); !ok {
			t.Errorf("no place for %q", name)
		}
	}
}

func TestParseNamesASlip(t *testing.T) {
	if _, err := Parse("[settings]\noffice_nam = \"x\"\n"); model.CodeOf(err) != model.BadData || !strings.Contains(err.Error(), "office_nam") {
		t.Error(err)
	}
	if _, err := Parse("[settings"); model.CodeOf(err) != model.BadData {
		t.Error(err)
	}
}

// TestTemplatesFillIn: what a seed template leaves open must be what only a person knows.
func TestTemplatesFillIn(t *testing.T) {
	list := Snapshot().TemplateList()
	if len(list) < 6 {
		t.Fatalf("%d templates", len(list))
	}
	facts := template.Facts{Name: "Иванова Анна Петровна", Number: "1", Received: time.Unix(0, 0), Due: time.Unix(0, 0), Today: time.Unix(0, 0),
		Place: "с. Ловозеро", Address: "ул. Советская, 1", Topic: "Яма", Unit: "Отдел", Office: "Администрация"}
	for _, x := range list {
		filled := template.Fill(x.Text, facts)
		for _, s := range template.Unfilled(filled) {
			for _, p := range template.Places() {
				if filled[s.Start:s.End] == "{"+p.Name+"}" {
					t.Errorf("«%s»: %s is not filled in", x.Title, filled[s.Start:s.End])
				}
			}
		}
		if x.Text == filled {
			t.Errorf("«%s» has nothing to fill in", x.Title)
		}
	}
}
