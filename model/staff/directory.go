package staff

import (
	"strings"
	"time"

	"kurator/model"
	"kurator/model/pattern"
)

// unit enters or changes a unit. Two units may have one name only one after the other: exports name units by words.
func (c *change) unit(u model.Unit) (any, error) {
	u.ID = model.UnitID(c.id)
	u.Name, u.Short = strings.TrimSpace(u.Name), strings.TrimSpace(u.Short)
	if u.Name == "" {
		return nil, model.Faultf(model.Usage, "Укажите название подразделения.")
	}
	if err := checkPeriod(u.From, u.To); err != nil {
		return nil, err
	}
	for _, other := range c.UnitList() {
		if other.ID == u.ID || !overlap(other.From, other.To, u.From, u.To) {
			continue
		}
		if name := sharedName(unitNames(u), unitNames(other)); name != "" {
			return nil, model.Faultf(model.Usage, "Название «%s» уже есть у подразделения «%s». Выгрузки различают подразделения по названию.", name, other.Title())
		}
	}
	c.say(model.NounUnit, "Подразделение записано: "+u.Title()+".")
	return u, nil
}

func unitNames(u model.Unit) []string { return append([]string{u.Name, u.Short}, u.Aliases...) }

// sharedName is a name of the first list that the second spells too, "" when there is none.
func sharedName(a, b []string) string {
	for _, x := range a {
		for _, y := range b {
			if x != "" && y != "" && model.SameName(x, y) {
				return x
			}
		}
	}
	return ""
}

// place enters or changes a settlement.
func (c *change) place(p model.Place) (any, error) {
	p.ID = c.id
	p.Name = strings.TrimSpace(p.Name)
	switch {
	case p.Name == "":
		return nil, model.Faultf(model.Usage, "Укажите название населённого пункта.")
	case p.Population < 0:
		return nil, model.Faultf(model.Usage, "Население не бывает отрицательным.")
	}
	for _, name := range append([]string{p.Name}, p.Aliases...) {
		if other, ok := c.FindPlace(name); ok && other.ID != p.ID {
			return nil, model.Faultf(model.Usage, "Название «%s» уже есть у населённого пункта «%s».", name, other.Name)
		}
	}
	c.say(model.NounPlace, "Населённый пункт записан: "+p.Name+".")
	return p, nil
}

// topicCode is a code of the state classifier or the beginning of one.
var topicCode = pattern.Lazy(`^\d{4}(\.\d{4}){0,4}$`)

// topic enters or changes a topic that matters here.
func (c *change) topic(t model.TopicRule) (any, error) {
	t.ID = c.id
	t.Title = strings.TrimSpace(t.Title)
	switch {
	case t.Title == "":
		return nil, model.Faultf(model.Usage, "Укажите название темы.")
	case t.Code != "" && !topicCode().MatchString(t.Code):
		return nil, model.Faultf(model.Usage, "Код темы «%s» не похож на код классификатора (0005.0005.0056.1153).", t.Code)
	}
	if err := c.knownUnit(t.Unit); err != nil {
		return nil, err
	}
	for _, other := range c.TopicList() {
		if other.ID != t.ID && other.Code == t.Code && other.Version == t.Version && (t.Code != "" || model.SameName(other.Title, t.Title)) {
			return nil, model.Faultf(model.Usage, "Такая тема уже есть: «%s».", other.Title)
		}
	}
	c.say(model.NounTopic, "Тема записана: "+t.Title+".")
	return t, nil
}

// settings changes the office's own values.
func (c *change) settings(s model.Settings) (any, error) {
	s.OfficeName = strings.TrimSpace(s.OfficeName)
	if s.OfficeName == "" {
		return nil, model.Faultf(model.Usage, "Укажите название учреждения.")
	}
	// «Local» and an empty name load too, and mean whatever the machine is set to.
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "" || s.Zone == "Local" {
		return nil, &model.Fault{Code: model.Usage, Cause: err,
			Say: "Часового пояса «" + s.Zone + "» нет. Укажите имя вида Europe/Moscow."}
	}
	if s.Sample < 0 {
		return nil, model.Faultf(model.Usage, "Выборка ответов для оценки качества: целое число, 0 — как обычно.")
	}
	for channel := range s.Approval {
		if !channel.Known() {
			return nil, model.Faultf(model.Usage, "Канала «%s» нет. Каналы: im, pos, sed, ecpur, mail, phone, visit, social, portal.", channel)
		}
	}
	for channel, years := range s.Retention {
		if !channel.Known() || years < 1 || years > model.MaxRetention {
			return nil, model.Faultf(model.Usage, "Срок хранения задают каналу в годах, от 1 до %d.", model.MaxRetention)
		}
	}
	c.say(model.NounSettings, "Настройки учреждения записаны.")
	return s, nil
}
