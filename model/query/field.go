package query

import (
	"kurator/model/russian"
)

// Field is a property of an appeal a query can ask about; its value is the English name.
type Field string

// Fields.
const (
	FieldStage     Field = "stage"
	FieldChannel   Field = "channel"
	FieldDue       Field = "due"
	FieldAnswerBy  Field = "answer_by"
	FieldReceived  Field = "received"
	FieldAnswered  Field = "answered"
	FieldClosed    Field = "closed"
	FieldPromise   Field = "promise"
	FieldTopic     Field = "topic"
	FieldPlace     Field = "place"
	FieldHolder    Field = "holder"
	FieldUnit      Field = "unit"
	FieldApplicant Field = "applicant"
	FieldOverdue   Field = "overdue"
	FieldOpen      Field = "open"
	FieldWaiting   Field = "waiting"
	FieldNumber    Field = "number"
	FieldKind      Field = "kind"
	FieldGenre     Field = "genre"
	FieldPriority  Field = "priority"
	FieldOutcome   Field = "outcome"
	FieldMark      Field = "mark"
	FieldHas       Field = "has"
	FieldProblem   Field = "problem"
)

// Names of the two prefixes that look like fields and are none: a word that could be taken for an operator is written
// text:или, and sort orders the result.
const (
	textPrefix        = "text"
	textPrefixRussian = "текст"
	sortPrefix        = "sort"
	sortPrefixRussian = "порядок"
)

// Kind says which values and operators a field takes; see the package comment.
type Kind int

// Kinds of fields.
const (
	KindEnum Kind = iota
	KindFlag
	KindText
	KindID
	KindNumber
	KindInstant
)

// FieldInfo describes a field for parsing, completion and help.
type FieldInfo struct {
	ID       Field
	Russian  string // canonical Russian name
	Title    string // what it asks, for completion and help
	Kind     Kind
	Sortable bool
	aliases  []string // folded
}

// fields is never changed; the order is the order of help and completion.
var fields = []FieldInfo{
	{FieldStage, "стадия", "стадия: новое, назначено…", KindEnum, true, []string{"статус", "этап"}},
	{FieldChannel, "канал", "канал: ИМ, ПОС, СЭД…", KindEnum, true, nil},
	{FieldDue, "срок", "срок по каналу: <3д, сегодня, 24.11.2026", KindInstant, true, nil},
	{FieldOverdue, "просрочено", "срок прошёл: да или нет", KindFlag, false, nil},
	{FieldHolder, "держатель", "у кого сейчас: я, куратор, отдел", KindText, true, []string{"укого"}},
	{FieldTopic, "тема", "тема или код классификатора", KindText, true, nil},
	{FieldPlace, "место", "населённый пункт", KindText, true, []string{"поселок", "населенный_пункт"}},
	{FieldUnit, "отдел", "отдел-исполнитель", KindText, true, []string{"исполнитель", "подразделение"}},
	{FieldReceived, "получено", "когда получено: эта-неделя, <3д", KindInstant, true, []string{"поступило"}},
	{FieldAnswered, "ответ", "когда отвечено", KindInstant, true, []string{"отвечено"}},
	{FieldClosed, "закрыто", "когда закрыто", KindInstant, true, nil},
	{FieldPromise, "обещание", "к какому дню обещано: <3д, сегодня", KindInstant, true, []string{"обещано"}},
	{FieldAnswerBy, "ответить-до", "наш срок ответа", KindInstant, true, []string{"ответить", "ответить_до", "answer-by"}},
	{FieldNumber, "номер", "номер здесь или во внешней системе", KindID, true, []string{"id"}},
	{FieldApplicant, "заявитель", "фамилия или название заявителя", KindText, false, []string{"автор"}},
	{FieldOpen, "открыто", "ответ ещё не дан: да или нет", KindFlag, false, nil},
	{FieldWaiting, "ждём", "ждём гражданина: да или нет", KindFlag, false, []string{"ожидание"}},
	{FieldKind, "вид", "вид: 59-ФЗ, сообщение; жалоба, заявление", KindEnum, false, nil},
	{FieldGenre, "вид", "жалоба, заявление, предложение, запрос", KindEnum, false, []string{"жанр"}},
	{FieldPriority, "важность", "важность: высокая или обычная", KindEnum, true, []string{"приоритет"}},
	{FieldOutcome, "итог", "результат: решено, разъяснено…", KindEnum, false, []string{"результат"}},
	{FieldMark, "оценка", "оценка заявителя от 1 до 5", KindNumber, true, nil},
	{FieldProblem, "проблема", "номер карточки проблемы, к которой приложено", KindNumber, false, nil},
	{FieldHas, "есть", "есть проект, ответ, обещание, оценка", KindEnum, false, nil},
}

// Fields lists every field in the order of help.
func Fields() []FieldInfo {
	return append([]FieldInfo(nil), fields...)
}

// Info describes the field; ok is false when there is no such field.
func (f Field) Info() (info FieldInfo, ok bool) {
	for _, x := range fields {
		if x.ID == f {
			return x, true
		}
	}
	return FieldInfo{}, false
}

// Past tells whether the field's moments lie behind us, so that a Span counts back: received:<3d is «less than three days
// ago», while due:<3d is «in less than three days».
func (f Field) Past() bool {
	return f == FieldReceived || f == FieldAnswered || f == FieldClosed
}

// fieldNamed finds a field by any of its names, in any case, ё or е.
func fieldNamed(name string) (FieldInfo, bool) {
	name = russian.Fold(name)
	for _, x := range fields {
		if name == string(x.ID) || name == russian.Fold(x.Russian) {
			return x, true
		}
		for _, alias := range x.aliases {
			if name == alias {
				return x, true
			}
		}
	}
	return FieldInfo{}, false
}

func isTextPrefix(folded string) bool { return folded == textPrefix || folded == textPrefixRussian }

func isSortPrefix(folded string) bool {
	return folded == sortPrefix || folded == sortPrefixRussian || folded == "сортировка"
}
