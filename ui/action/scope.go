package action

import "slices"

// Scope is where a command has a meaning.
type Scope string

// Scopes, from the outside in.
const (
	Global   Scope = "global"   // everywhere except in dialogs
	Desk     Scope = "desk"     // in any pane where no text is typed
	List     Scope = "list"     // panes that are lists
	Text     Scope = "text"     // panes and overlays that show long text
	Case     Scope = "case"     // panes with an appeal at hand
	Queue    Scope = "queue"    //
	Triage   Scope = "triage"   // the queue while it shows what is new
	Publish  Scope = "publish"  // the queue while it shows what is to be published
	Card     Scope = "card"     //
	Overdue  Scope = "overdue"  //
	Roles    Scope = "roles"    //
	Journal  Scope = "journal"  //
	Settings Scope = "settings" //
	Sources  Scope = "sources"  // watched pages, groups and chats
	Import   Scope = "import"   // the list of recognised exports
	Editor   Scope = "editor"   // while a draft is written
	Viewer   Scope = "viewer"   // an overlay with text
	Dialog   Scope = "dialog"   // menus, forms, questions, prompts
)

// chains say how far a key leaks: the scopes asked one after another, inner first. A dialog leaks nothing; while a text is
// written only Global is asked, and only for keys that type nothing.
var chains = map[Scope][]Scope{
	Global:   {Global},
	Desk:     {Desk, Global},
	List:     {List, Desk, Global},
	Text:     {Text, Desk, Global},
	Case:     {Case, Desk, Global},
	Queue:    {Queue, Case, List, Desk, Global},
	Triage:   {Triage, Queue, Case, List, Desk, Global},
	Publish:  {Publish, Queue, Case, List, Desk, Global},
	Card:     {Card, Case, Text, Desk, Global},
	Overdue:  {Overdue, Case, List, Desk, Global},
	Roles:    {Roles, List, Desk, Global},
	Journal:  {Journal, List, Desk, Global},
	Settings: {Settings, List, Desk, Global},
	Import:   {Import, List, Desk, Global},
	Sources:  {Sources, List, Desk, Global},
	Matter:   {Matter, List, Desk, Global},
	Problems: {Problems, Matter, List, Desk, Global},
	Polls:    {Polls, Matter, List, Desk, Global},
	Requests: {Requests, Matter, List, Desk, Global},
	Picture:  {Picture, Matter, List, Desk, Global},
	Board:    {Board, List, Desk, Global},
	Editor:   {Editor, Global},
	Viewer:   {Viewer, Text},
	Dialog:   {Dialog},

	Beside(Problems): {Problems, Matter, Text, Desk, Global},
	Beside(Polls):    {Polls, Matter, Text, Desk, Global},
	Beside(Requests): {Requests, Matter, Text, Desk, Global},
	Beside(Picture):  {Picture, Matter, Text, Desk, Global},
}

// Beside is the scope of the sheet beside a list: a long text with what can be done about the object it shows.
func Beside(list Scope) Scope { return list + " sheet" }

// Chain is the scope and those around it, inner first; nil for an unknown scope.
func Chain(s Scope) []Scope { return slices.Clone(chains[s]) }

// overlap reports whether two scopes stand in one chain, so that one key would have two meanings at one place.
func overlap(a, b Scope) bool {
	for _, chain := range chains {
		if slices.Contains(chain, a) && slices.Contains(chain, b) {
			return true
		}
	}
	return false
}

// Title is the scope as a person reads it in the list of keys.
func (s Scope) Title() string {
	switch s {
	case Global:
		return "Везде"
	case Desk:
		return "В любом разделе"
	case List:
		return "В любом списке"
	case Text:
		return "В длинном тексте"
	case Case:
		return "Над обращением: очередь, карточка, просрочено"
	case Queue:
		return "Очередь"
	case Triage:
		return "Очередь, новые обращения"
	case Publish:
		return "Очередь, вид «К публикации»"
	case Card:
		return "Карточка"
	case Overdue:
		return "Просрочено"
	case Roles:
		return "Роли"
	case Journal:
		return "Журнал"
	case Settings:
		return "Настройки"
	case Sources:
		return "Источники"
	case Import:
		return "Загрузка выгрузок"
	case Matter:
		return "Проблемы, опросы, запросы и картина"
	case Problems:
		return "Проблемы и предложения"
	case Polls:
		return "Опросы"
	case Requests:
		return "Запросы ЦУР"
	case Picture:
		return "Картина"
	case Board:
		return "Сводка координатора"
	case Editor:
		return "Когда пишется проект ответа"
	case Viewer:
		return "Окно с текстом"
	case Dialog:
		return "Вопросы, меню и формы"
	}
	return string(s)
}

// Scopes lists all scopes from the outside in.
func Scopes() []Scope {
	return []Scope{Global, Desk, List, Text, Case, Queue, Triage, Publish, Card, Overdue, Roles, Journal, Settings, Sources, Import, Matter, Problems, Polls, Requests, Picture, Board, Editor, Viewer, Dialog}
}
