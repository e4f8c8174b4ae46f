package stats

import (
	"slices"
	"strings"

	"kurator/model"
)

// Names turns the numbers of a dictionary back into words, and joins those that mean one thing: the same title under two
// codes is one topic of a table.
type Names struct {
	topics                  []model.Topic
	title, group            []uint32 // of a topic → the first topic with that title or group
	section                 []uint8
	photo                   []bool
	places, sources, reason []string
}

// Word is one entry of the dictionary.
type Word struct {
	ID    uint32
	Field Field
	Text  string
}

// NewNames makes names of a dictionary. photo tells which topics ask for a photo in the answer; nil for none.
func NewNames(words []Word, photo func(model.Topic) bool) *Names {
	n := &Names{}
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b Word) int { return int(int64(a.ID) - int64(b.ID)) })
	titles, groups := map[string]uint32{}, map[string]uint32{}
	n.addTopic(model.Topic{}, 0, titles, groups, nil)
	for _, w := range words {
		switch w.Field {
		case FieldTopic:
			n.addTopic(parseTopic(w.Text), w.ID, titles, groups, photo)
		case FieldPlace:
			set(&n.places, w.ID, w.Text)
		case FieldSource:
			set(&n.sources, w.ID, w.Text)
		case FieldReason:
			set(&n.reason, w.ID, w.Text)
		}
	}
	return n
}

func (n *Names) addTopic(t model.Topic, id uint32, titles, groups map[string]uint32, photo func(model.Topic) bool) {
	set(&n.topics, id, t)
	first := func(m map[string]uint32, key string) uint32 {
		if _, ok := m[key]; !ok {
			m[key] = id
		}
		return m[key]
	}
	set(&n.title, id, first(titles, t.Title))
	set(&n.group, id, first(groups, t.Group))
	set(&n.section, id, sectionOf(t.Code))
	set(&n.photo, id, photo != nil && photo(t))
}

func set[T any](list *[]T, id uint32, v T) {
	if missing := int(id) + 1 - len(*list); missing > 0 {
		*list = append(*list, make([]T, missing)...)
	}
	(*list)[id] = v
}

func word[T any](list []T, id uint32) (v T) {
	if int(id) < len(list) {
		v = list[id]
	}
	return v
}

// Topic is a topic by its number.
func (n *Names) Topic(id uint32) model.Topic { return word(n.topics, id) }

// Place is a settlement by its number.
func (n *Names) Place(id uint32) string { return word(n.places, id) }

// Reason is a reason by its number.
func (n *Names) Reason(id uint32) string { return word(n.reason, id) }

// sectionOf is the section of the state classifier a code belongs to, 0 for none.
func sectionOf(code string) uint8 {
	for i := range sections[1:] {
		if strings.HasPrefix(code, "000"+string(rune('1'+i))) {
			return uint8(i + 1)
		}
	}
	return 0
}

// sections of the «Типовой общероссийский тематический классификатор»; the table is never changed.
var sections = []string{"", "Государство, общество, политика", "Социальная сфера", "Экономика", "Оборона, безопасность, законность",
	"Жилищно-коммунальная сфера"}
