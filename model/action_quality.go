package model

// Criterion is one question of the rubric by which an answer is judged.
type Criterion string

// Criteria of the rubric.
const (
	CriterionPoint     Criterion = "point"
	CriterionQuestions Criterion = "questions"
	CriterionEvidence  Criterion = "evidence"
	CriterionLanguage  Criterion = "language"
	CriterionTone      Criterion = "tone"
	CriterionContact   Criterion = "contact"
	CriterionTerm      Criterion = "term"
)

// Criteria lists the rubric in the order asked.
func Criteria() []Criterion {
	return []Criterion{CriterionPoint, CriterionQuestions, CriterionEvidence, CriterionLanguage, CriterionTone, CriterionContact,
		CriterionTerm}
}

// Title is the criterion's name on the screen.
func (c Criterion) Title() string {
	switch c {
	case CriterionPoint:
		return "По существу"
	case CriterionQuestions:
		return "На все вопросы"
	case CriterionEvidence:
		return "Подтверждение (фото, акт)"
	case CriterionLanguage:
		return "Простой язык"
	case CriterionTone:
		return "Тон"
	case CriterionContact:
		return "Контакт исполнителя"
	case CriterionTerm:
		return "Срок решения назван"
	}
	return string(c)
}

// MaxPoints is the best mark of a criterion: 0 no, 1 in part, 2 yes.
const MaxPoints = 2

// Score is the curator's judgement of an answer that went out.
type Score struct {
	Points  map[Criterion]int `json:"points"`
	At      Instant           `json:"at"`
	By      Actor             `json:"by"`
	Comment Text              `json:"comment,omitzero"`
}

// Rating is what the citizen said of an answer. The newest one is the appeal's mark; a new answer is asked about again.
type Rating struct {
	Mark   int     `json:"mark"`
	Reason string  `json:"reason,omitempty"`
	Text   Text    `json:"text,omitzero"`
	At     Instant `json:"at"`
	By     Actor   `json:"by"` // who wrote it down
}

// LowMark is the highest mark that counts as negative: the curator looks at the answer again.
const LowMark = 2

// Unhappy tells whether a negative mark waits for the curator: it was given for the answer that stands, and nobody has
// judged that answer since. Only a person reopens.
func (a *Appeal) Unhappy() bool {
	return !a.Stage.Open() && a.Mark >= 1 && a.Mark <= LowMark && a.Score == nil
}

// ScoreAnswer judges the answer by the rubric: every criterion has 0, 1 or 2 points.
type ScoreAnswer struct {
	Points  map[Criterion]int `json:"points"`
	Comment Text              `json:"comment,omitzero"`
}

// Target is the value of a figure the coordinator asks for (order 3.2). Figure is the id of a figure of model/stats; which
// side of the value is good belongs to the figure.
type Target struct {
	ID      int64     `json:"id"`
	Figure  string    `json:"figure"`
	Channel ChannelID `json:"channel,omitempty"` // of one channel; empty = all of them
	Value   float64   `json:"value"`
	From    Date      `json:"from,omitempty"`
	To      Date      `json:"to,omitempty"`
	Basis   string    `json:"basis,omitempty"` // the document
}

// PutTarget sets a target or changes one; a To in the past ends it.
type PutTarget struct {
	noTexts
	Target Target `json:"target"`
}

// Names of the actions on quality, stable for the journal and scripts.
func (*ScoreAnswer) Name() string { return "score" }
func (*PutTarget) Name() string   { return "target" }

// Texts lists the texts carried.
func (a *ScoreAnswer) Texts() []*Text { return []*Text{&a.Comment} }

// Texts lists the texts carried.
func (a *Rate) Texts() []*Text { return []*Text{&a.Text} }
