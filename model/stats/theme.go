package stats

import (
	"maps"

	"kurator/model"
)

// Themes join what the channels call by different names: topics that belong to one topic of the office are one theme. What
// belongs to none is its own.
type Themes struct {
	office *model.Office
	names  *Names
	known  map[uint32]int64
}

// ownTheme leaves room for the office's topics below the themes of words.
const ownTheme = int64(1) << 32

// NewThemes makes themes for one walk over cases: it remembers what it has found and is not for several at once.
func NewThemes(office *model.Office, names *Names) *Themes {
	return &Themes{office: office, names: names, known: map[uint32]int64{}}
}

// Fresh is the same themes for another walk, with what is known already.
func (t *Themes) Fresh() *Themes {
	return &Themes{office: t.office, names: t.names, known: maps.Clone(t.known)}
}

// Key is the theme of a topic; 0 when the case has no topic yet.
func (t *Themes) Key(topic uint32) int64 {
	if topic == 0 {
		return 0
	}
	key, ok := t.known[topic]
	if !ok {
		key = ownTheme + int64(word(t.names.title, topic))
		if rule, found := t.office.RuleOf(t.names.Topic(topic)); found {
			key = rule.ID
		}
		t.known[topic] = key
	}
	return key
}

// Topics are the topics of the dictionary by the theme they belong to.
func (t *Themes) Topics() map[int64][]model.Topic {
	list := map[int64][]model.Topic{}
	for id, topic := range t.names.topics {
		if id > 0 && topic.Title != "" {
			key := t.Key(uint32(id))
			list[key] = append(list[key], topic)
		}
	}
	return list
}

// Title is the name of a theme.
func (t *Themes) Title(key int64) string {
	switch {
	case key == 0:
		return "тема не указана"
	case key < ownTheme:
		return t.office.Topics[key].Title
	}
	return ByTopic.Title(key-ownTheme, t.names, t.office)
}

// Rule is the office's topic behind a theme; ok is false for a theme of words.
func (t *Themes) Rule(key int64) (model.TopicRule, bool) {
	r, ok := t.office.Topics[key]
	return r, ok && key < ownTheme
}

// ChannelOf is the main channel of a case.
func ChannelOf(c *Case) model.ChannelID { return at(channels, c.Channel) }
