package model

import "encoding/json"

// PutPolicies replaces the deadline policies and schedules; Spec is the JSON of deadline.Spec.
type PutPolicies struct {
	noTexts
	Spec  json.RawMessage `json:"spec"`
	Basis string          `json:"basis,omitempty"`
}

// PutCalendar replaces what the office adds to the shipped production calendar: further years and days of its own.
type PutCalendar struct {
	noTexts
	Calendar json.RawMessage `json:"calendar"`
	Basis    string          `json:"basis,omitempty"`
}

// Revert puts an object back to what it was before an operation; it is how that operation is undone. A nil Doc removes
// what the operation had entered.
type Revert struct {
	noTexts
	Doc       json.RawMessage `json:"doc,omitempty"`
	Operation string          `json:"operation"` // the one that is undone
	Action    string          `json:"action"`    // the name of the action that is undone
}

// RecordKind is what a Record is about.
type RecordKind string

// Kinds of records: what happened around the data (ФСТЭК № 21: registration of security events).
const (
	RecordLogin    RecordKind = "login"
	RecordView     RecordKind = "view"     // personal data was shown
	RecordExport   RecordKind = "export"   // data left the program in a file
	RecordRefusal  RecordKind = "refusal"  // rights refused an action
	RecordBackup   RecordKind = "backup"   // a backup was made or restored
	RecordConfig   RecordKind = "config"   // the configuration changed
	RecordDelivery RecordKind = "delivery" // a task, a reminder or a letter was handed over
	RecordSeal     RecordKind = "seal"     // a seal line was given out
)

// RecordKinds lists the kinds of records in the order shown.
func RecordKinds() []RecordKind {
	return []RecordKind{RecordLogin, RecordView, RecordExport, RecordRefusal, RecordBackup, RecordConfig, RecordDelivery, RecordSeal}
}

// Title is the record's name on the screen.
func (k RecordKind) Title() string {
	switch k {
	case RecordLogin:
		return "Вход"
	case RecordView:
		return "Просмотр персональных данных"
	case RecordExport:
		return "Выгрузка"
	case RecordRefusal:
		return "Отказ"
	case RecordBackup:
		return "Резервная копия"
	case RecordConfig:
		return "Изменение настроек программы"
	case RecordDelivery:
		return "Отправка"
	case RecordSeal:
		return "Печать журнала"
	}
	return string(k)
}

// Record writes an event into the journal; nothing changes by it.
type Record struct {
	noTexts
	Kind RecordKind `json:"kind"`
	Say  string     `json:"say,omitempty"` // in words, without personal data
}

// Names of the actions on rules and of the journal's own, stable for the journal.
func (*PutPolicies) Name() string { return "policies" }
func (*PutCalendar) Name() string { return "calendar" }
func (*Revert) Name() string      { return "revert" }
func (*Record) Name() string      { return "record" }
