// Package action is the one table of what a person can do at the desk: which command lies where, on which keys, under which name.
// Dispatch, footer, help, palette, the check of the configuration and the printed list of keys all read this table.
//
// Keys are declared once, in Latin, by physical key; ui/key makes them work in the Russian layout.
package action

// ID names a command for good: the configuration, stories and handlers use it.
type ID string

// Risk is what a command may break.
type Risk uint8

// Risks.
const (
	Harmless     Risk = iota // shows something
	Reversible               // changes data; asks nothing, undo takes it back
	Irreversible             // cannot be taken back; names its effect and asks
)

// Command is one row of the table.
type Command struct {
	ID    ID
	Scope Scope
	Keys  []string // each is a key or a sequence of keys separated by spaces; none: only the palette has it
	Name  string   // what it does, as an order: «Назначить»
	Hint  string   // the short word of the footer; empty: not there
	Group string   // the heading in help
	Words string   // further words the palette finds it by
	Right string   // the model action whose right it needs, as `kurator act` names it; empty: reading is enough
	Risk  Risk
	Bulk  bool // may run on all marked cases
	Fixed bool // its keys are the same in every dialog and cannot be rebound
}

// Groups of help, in their order.
const (
	groupCase    = "Обращение"
	groupLook    = "Посмотреть"
	groupMarks   = "Отметки"
	groupMove    = "Движение"
	groupRooms   = "Разделы"
	groupPeople  = "Люди и роли"
	groupOffice  = "Настройки учреждения"
	groupMatter  = "Проблемы, опросы, запросы"
	groupText    = "Текст"
	groupProgram = "Программа"
	groupDialog  = "Диалоги"
)

// Groups lists the headings of help in their order.
func Groups() []string {
	return []string{groupCase, groupLook, groupMarks, groupMatter, groupPeople, groupOffice, groupText, groupMove, groupRooms, groupProgram, groupDialog}
}

// Commands of the frame, which ui/app carries out itself.
const (
	Quit      ID = "quit"
	Help      ID = "help"
	Palette   ID = "palette"
	Errors    ID = "errors"
	Back      ID = "back"
	Undo      ID = "undo"
	Mouse     ID = "mouse"
	Redraw    ID = "redraw"
	Reload    ID = "config.reload"
	NextFocus ID = "focus.next"
	NextTab   ID = "tab.next"
	PrevTab   ID = "tab.previous"
	TabPrefix ID = "tab." // tab.1 … tab.9
)

// Digits is how many panes a digit opens.
const Digits = 9

// Commands of every list and every long text.
const (
	Up       ID = "up"
	Down     ID = "down"
	PageUp   ID = "page.up"
	PageDown ID = "page.down"
	First    ID = "first"
	Last     ID = "last"
	Open     ID = "open"
	Mark     ID = "mark"
	Range    ID = "range"
	MarkAll  ID = "mark.all"
	Filter   ID = "filter"
)
