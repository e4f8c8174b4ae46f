package staff

import (
	"slices"
	"strings"

	"kurator/model"
)

// template enters or changes a reply template. Two with one title could not be told apart in the menu.
func (c *change) template(t model.Template) (any, error) {
	t.ID = c.id
	t.Title, t.Text, t.Topic = strings.TrimSpace(t.Title), strings.TrimSpace(t.Text), strings.TrimSpace(t.Topic)
	switch {
	case t.Title == "":
		return nil, model.Faultf(model.Usage, "Укажите название шаблона: по нему его находят в меню.")
	case t.Text == "":
		return nil, model.Faultf(model.Usage, "Текст шаблона пустой. Напишите его.")
	case t.Channel != "" && !t.Channel.Known():
		return nil, model.Faultf(model.Usage, "Канала «%s» нет. Каналы: im, pos, sed, ecpur, mail, phone, visit, social, portal.", t.Channel)
	case t.Outcome != "" && !slices.Contains(model.Outcomes(), t.Outcome):
		return nil, model.Faultf(model.Usage, "Результата «%s» нет.", t.Outcome)
	}
	for _, other := range c.TemplateList() {
		if other.ID != t.ID && !other.Retired && !t.Retired && model.SameName(other.Title, t.Title) {
			return nil, model.Faultf(model.Usage, "Шаблон «%s» уже есть. Назовите новый иначе.", other.Title)
		}
	}
	c.say(model.NounTemplate, "Шаблон ответа записан: "+t.Title+".")
	return t, nil
}
