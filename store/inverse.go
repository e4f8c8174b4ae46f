package store

import (
	"bytes"
	"encoding/json"

	"kurator/model"
)

// The inverse of a journal row is what its object was before. Of an appeal only what differs is kept: the top-level fields as they were,
// null for those that were not there. A whole document, as other nouns have it, carries the id, which never differs.

// inverseOf is the inverse of a change of one appeal; before is empty when the action entered it, after when it was taken out.
func inverseOf(before, after []byte) ([]byte, error) {
	if len(before) == 0 || len(after) == 0 {
		return before, nil
	}
	old, err := fields(before)
	if err != nil {
		return nil, err
	}
	now, err := fields(after)
	if err != nil {
		return nil, err
	}
	for name, value := range old {
		if bytes.Equal(value, now[name]) {
			delete(old, name)
		}
		delete(now, name)
	}
	for name := range now { // what is left was not there before
		old[name] = json.RawMessage("null")
	}
	return json.Marshal(old)
}

// docBefore gives the document before a row from the one after it; empty when the row's action entered the appeal.
func docBefore(inverse, after []byte) ([]byte, error) {
	if len(inverse) == 0 {
		return nil, nil
	}
	old, err := fields(inverse)
	if err != nil {
		return nil, err
	}
	if _, whole := old["id"]; whole {
		return inverse, nil
	}
	all, err := fields(after)
	if err != nil {
		return nil, err
	}
	for name, value := range old {
		all[name] = value
	}
	merged, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	var a model.Appeal // the document is written as it was: its fields in their order, without those that are empty
	if err := json.Unmarshal(merged, &a); err != nil {
		return nil, err
	}
	return json.Marshal(&a)
}

func fields(doc []byte) (map[string]json.RawMessage, error) {
	var m map[string]json.RawMessage
	err := json.Unmarshal(doc, &m)
	return m, err
}
