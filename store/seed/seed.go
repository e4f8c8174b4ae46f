// Package seed holds what a new database begins with: the office and its settings, units, officials by position with the
// roles of Appendix 2, settlements, topics and reply templates. The data lies in office.toml and templates.toml, readable
// without Go; later changes are actions like any other.
package seed

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"kurator/model"
)

//go:embed office.toml
var officeFile string

//go:embed templates.toml
var templatesFile string

var embedded = sync.OnceValues(func() ([]model.Action, error) { return Parse(officeFile + templatesFile) })

// Office is the embedded beginning of a new database, in the order in which it must be entered: what is referred to comes
// before what refers to it. Ids are fixed. The actions are shared and must not be changed.
func Office() []model.Action {
	list, err := embedded()
	if err != nil {
		panic("store/seed: office.toml: " + err.Error()) // the file is part of the program and tests read it
	}
	return list
}

// Snapshot is the office as it stands when nothing but Office was entered.
func Snapshot() *model.Office {
	o := &model.Office{Units: map[model.UnitID]model.Unit{}, Officials: map[model.OfficialID]model.Official{},
		Grants: map[model.GrantID]model.Grant{}, Places: map[int64]model.Place{}, Topics: map[int64]model.TopicRule{},
		Templates: map[int64]model.Template{}}
	for _, action := range Office() {
		switch a := action.(type) {
		case *model.PutSettings:
			o.Settings = a.Settings
		case *model.PutUnit:
			o.Units[a.Unit.ID] = a.Unit
		case *model.PutOfficial:
			o.Officials[a.Official.ID] = a.Official
		case *model.GrantRole:
			o.Grants[a.Grant.ID] = a.Grant
		case *model.PutPlace:
			o.Places[a.Place.ID] = a.Place
		case *model.PutTopic:
			o.Topics[a.Topic.ID] = a.Topic
		case *model.PutTemplate:
			o.Templates[a.Template.ID] = a.Template
		}
	}
	return o
}

// file is office.toml as it is written. Its own types keep the names of the file apart from those of the journal.
type file struct {
	Settings   settings   `toml:"settings"`
	Units      []unit     `toml:"unit"`
	Officials  []official `toml:"official"`
	Appendix   appendix   `toml:"appendix"`
	Grants     []grant    `toml:"grant"`
	Row7       row7       `toml:"row_7"`
	Places     []place    `toml:"place"`
	Classifier struct {
		Version string `toml:"version"`
	} `toml:"classifier"`
	Topics    []topic         `toml:"topic"`
	Templates []replyTemplate `toml:"template"`
}

type settings struct {
	OfficeName string `toml:"office_name"`
	Zone       string `toml:"zone"`
	FourEyes   bool   `toml:"four_eyes"`
	Approval   map[string]struct {
		ByCurator bool `toml:"by_curator"`
		Elsewhere bool `toml:"elsewhere"`
	} `toml:"approval"`
}

type unit struct {
	ID          model.UnitID `toml:"id"`
	Name        string       `toml:"name"`
	Short       string       `toml:"short"`
	Subordinate bool         `toml:"subordinate"`
	Aliases     []string     `toml:"aliases"`
	Topics      []string     `toml:"topics"`
}

type official struct {
	ID       model.OfficialID `toml:"id"`
	Position string           `toml:"position"`
	Unit     model.UnitID     `toml:"unit"`
	Heads    bool             `toml:"heads"`
}

type appendix struct {
	Document string     `toml:"document"`
	From     model.Date `toml:"from"`
}

type grant struct {
	ID       model.GrantID    `toml:"id"`
	Row      int              `toml:"row"`
	Clause   string           `toml:"clause"`
	Official model.OfficialID `toml:"official"`
	Role     model.Role       `toml:"role"`
	Channel  model.ChannelID  `toml:"channel"`
}

type row7 struct {
	FirstID   model.GrantID     `toml:"first_id"`
	CuratorOf []model.ChannelID `toml:"curator_of"`
}

type place struct {
	ID         int64    `toml:"id"`
	Name       string   `toml:"name"`
	Aliases    []string `toml:"aliases"`
	Population int      `toml:"population"`
	Year       int      `toml:"year"`
}

type topic struct {
	ID    int64        `toml:"id"`
	Code  string       `toml:"code"`
	Title string       `toml:"title"`
	Words []string     `toml:"words"`
	Unit  model.UnitID `toml:"unit"`
	Photo bool         `toml:"photo"`
}

type replyTemplate struct {
	ID      int64           `toml:"id"`
	Title   string          `toml:"title"`
	Text    string          `toml:"text"`
	Channel model.ChannelID `toml:"channel"`
	Topic   string          `toml:"topic"`
	Outcome model.Outcome   `toml:"outcome"`
}

// Parse reads a beginning written in the form of office.toml. An unknown key is a fault: a slip would otherwise pass
// unnoticed.
func Parse(text string) ([]model.Action, error) {
	var f file
	meta, err := toml.Decode(text, &f)
	if err != nil {
		return nil, &model.Fault{Code: model.BadData, Cause: err,
			Say: "Файл начальных данных не удалось прочитать: " + err.Error() + ". Исправьте его и повторите."}
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, model.Faultf(model.BadData, "В файле начальных данных неизвестный ключ «%s». Проверьте, как он написан.", unknown[0])
	}
	return f.actions(), nil
}

func (f *file) actions() []model.Action {
	list := []model.Action{&model.PutSettings{Settings: f.settings()}}
	for _, u := range f.Units {
		list = append(list, &model.PutUnit{Unit: model.Unit{ID: u.ID, Name: u.Name, Short: u.Short, Subordinate: u.Subordinate,
			Aliases: u.Aliases, Topics: u.Topics}})
	}
	for _, o := range f.Officials {
		list = append(list, &model.PutOfficial{Official: model.Official{ID: o.ID, Position: o.Position, Unit: o.Unit}})
	}
	for _, g := range f.grants() {
		list = append(list, &model.GrantRole{Grant: g})
	}
	for _, p := range f.Places {
		list = append(list, &model.PutPlace{Place: model.Place{ID: p.ID, Name: p.Name, Aliases: p.Aliases,
			Population: p.Population, Year: p.Year}})
	}
	for _, t := range f.Topics {
		rule := model.TopicRule{ID: t.ID, Code: t.Code, Title: t.Title, Words: t.Words, Unit: t.Unit, Photo: t.Photo}
		if t.Code != "" {
			rule.Version = f.Classifier.Version
		}
		list = append(list, &model.PutTopic{Topic: rule})
	}
	for _, t := range f.Templates {
		list = append(list, &model.PutTemplate{Template: model.Template{ID: t.ID, Title: t.Title, Text: strings.TrimSpace(t.Text), Channel: t.Channel,
			Topic: t.Topic, Outcome: t.Outcome}})
	}
	return list
}

func (f *file) settings() model.Settings {
	s := model.Settings{OfficeName: f.Settings.OfficeName, Zone: f.Settings.Zone, FourEyes: f.Settings.FourEyes,
		Approval: map[model.ChannelID]model.ApprovalPolicy{}}
	for channel, p := range f.Settings.Approval {
		s.Approval[model.ChannelID(channel)] = model.ApprovalPolicy{ByCurator: p.ByCurator, Elsewhere: p.Elsewhere}
	}
	return s
}

// grants are the rows written out, then row 7 for the head of every unit: preparer of the unit, and curator limited to
// the unit's own cases.
func (f *file) grants() []model.Grant {
	var list []model.Grant
	for _, g := range f.Grants {
		basis := []string{f.Appendix.Document, g.Clause}
		if g.Row != 0 {
			basis = []string{f.Appendix.Document, "приложение 2", fmt.Sprintf("п. %d", g.Row)}
		}
		list = append(list, model.Grant{ID: g.ID, Official: g.Official, Role: g.Role, Channel: g.Channel,
			From: f.Appendix.From, Basis: strings.Join(basis, ", "), Row: g.Row})
	}
	id := f.Row7.FirstID
	for _, u := range f.Units {
		for _, o := range f.Officials {
			if !o.Heads || o.Unit != u.ID {
				continue
			}
			row := model.Grant{ID: id, Official: o.ID, Role: model.RolePreparer, Unit: u.ID, From: f.Appendix.From,
				Basis: f.Appendix.Document + ", приложение 2, п. 7", Row: 7}
			list = append(list, row)
			for _, channel := range f.Row7.CuratorOf {
				row.ID, row.Role, row.Channel = row.ID+1, model.RoleCurator, channel
				list = append(list, row)
			}
			id = row.ID + 1
		}
	}
	return list
}
