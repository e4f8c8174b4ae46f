package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"kurator/model"
	"kurator/store"
)

// cardDocument is an appeal for programs: what a list says of it, its clocks, and the whole record under "appeal".
func (s *session) cardDocument(c *store.Card) json.Marshaler {
	a := &c.Appeal
	clocks := []any{}
	for _, clock := range c.Clocks {
		clocks = append(clocks, fields{{"clock", clock.Name}, {"due", clock.DueText(s.zone)}, {"kind", clock.Kind}, {"basis", clock.Basis}})
	}
	overdue := a.Stage.Open() && a.Due.Channel.LateFrom != 0 && s.Now() >= a.Due.Channel.LateFrom
	return fields{
		{"number", a.ID}, {"channel", a.Channel()}, {"external_id", a.Main().ExternalID}, {"stage", a.Stage},
		{"holder", s.snap.Office.HolderTitle(a.Holder)}, {"due", s.due(a.Due.Channel)}, {"answer_by", s.due(a.Due.AnswerBy)},
		{"overdue", overdue}, {"topic", a.Topic.Title}, {"place", a.Place}, {"unit", s.snap.Office.UnitTitle(a.Unit)},
		{"summary", a.Essence.Body}, {"clocks", clocks}, {"appeal", s.document(reflect.ValueOf(a).Elem())},
	}
}

// fields is an object whose keys keep their order.
type fields []struct {
	key   string
	value any
}

// MarshalJSON writes the object.
func (f fields) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, x := range f {
		if i > 0 {
			b.WriteByte(',')
		}
		value, err := json.Marshal(x.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", x.key, value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// document turns a stored noun into what programs read: texts as words instead of their hashes, instants in the office's
// zone, empty fields left out. It follows the fields of the noun, so a new one is there at once.
func (s *session) document(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case model.Text:
		return x.Body
	case model.Instant:
		return s.stamp(x)
	case model.Registration: // what lies with the words is told under its own name
		x.PlainSecond, x.PlainLinked, x.PlainCard, x.Words = x.SecondID, x.Linked, x.Card, model.Text{}
		v = reflect.ValueOf(x)
	case model.Reply:
		x.PlainLink, x.Link = x.Link.Body, model.Text{}
		v = reflect.ValueOf(x)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return s.document(v.Elem())
	case reflect.Slice:
		list := []any{}
		for i := range v.Len() {
			list = append(list, s.document(v.Index(i)))
		}
		return list
	case reflect.Struct:
		var out fields
		for i := range v.NumField() {
			name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if name == "" || name == "-" || (strings.Contains(options, "omit") && v.Field(i).IsZero()) {
				continue
			}
			out = append(out, struct {
				key   string
				value any
			}{name, s.document(v.Field(i))})
		}
		return out
	}
	return v.Interface()
}
