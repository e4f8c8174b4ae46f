package model

// ProblemStage is a stage in the life of a problem.
type ProblemStage string

// Stages of a problem in their order.
const (
	ProblemNoticed  ProblemStage = "noticed"
	ProblemStudied  ProblemStage = "studied"
	ProblemCause    ProblemStage = "cause"
	ProblemMeasures ProblemStage = "measures"
	ProblemSolved   ProblemStage = "solved"
	ProblemReturned ProblemStage = "returned"
)

// ProblemStages lists every stage in order.
func ProblemStages() []ProblemStage {
	return []ProblemStage{ProblemNoticed, ProblemStudied, ProblemCause, ProblemMeasures, ProblemSolved, ProblemReturned}
}

// Title is the stage's name on the screen.
func (s ProblemStage) Title() string {
	switch s {
	case ProblemNoticed:
		return "Замечена"
	case ProblemStudied:
		return "Разбирается"
	case ProblemCause:
		return "Причина найдена"
	case ProblemMeasures:
		return "Меры идут"
	case ProblemSolved:
		return "Решена"
	case ProblemReturned:
		return "Вернулась"
	}
	return string(s)
}

// Open tells whether the problem is still worked on.
func (s ProblemStage) Open() bool { return s != ProblemSolved }

// Cause is a root cause of the dictionary.
type Cause string

// Causes. «Other» is told in words alone.
const (
	CauseWear       Cause = "wear"
	CauseContractor Cause = "contractor"
	CauseMoney      Cause = "money"
	CauseRules      Cause = "rules"
	CauseControl    Cause = "control"
	CauseNews       Cause = "news"
	CauseWeather    Cause = "weather"
	CauseProcess    Cause = "process"
	CauseOther      Cause = "other"
)

// Causes lists the dictionary in the order offered.
func Causes() []Cause {
	return []Cause{CauseWear, CauseContractor, CauseMoney, CauseRules, CauseControl, CauseNews, CauseWeather, CauseProcess, CauseOther}
}

// Title is the cause's name on the screen.
func (c Cause) Title() string {
	switch c {
	case CauseWear:
		return "Износ и авария"
	case CauseContractor:
		return "Подрядчик не выполняет работу"
	case CauseMoney:
		return "Не хватает средств"
	case CauseRules:
		return "Нет правила или оно мешает"
	case CauseControl:
		return "Нет контроля за исполнением"
	case CauseNews:
		return "Людям не объяснили"
	case CauseWeather:
		return "Погода и сезон"
	case CauseProcess:
		return "Так устроен порядок работы"
	case CauseOther:
		return "Другое"
	}
	return string(c)
}

// Problem is what stands behind several appeals. Its words hold no personal data: they go into reports.
type Problem struct {
	ID         int64        `json:"id"`
	Title      string       `json:"title"`
	Unit       UnitID       `json:"unit,omitempty"`  // who answers for it
	Place      string       `json:"place,omitempty"` // settlement
	Topic      string       `json:"topic,omitempty"`
	Query      string       `json:"query,omitempty"` // keeps attaching what it finds
	Stage      ProblemStage `json:"stage"`
	Noticed    Instant      `json:"noticed"`
	By         Actor        `json:"by"`
	Symptoms   []Symptom    `json:"symptoms,omitempty"`
	Detached   []AppealID   `json:"detached,omitempty"` // taken off by hand: the query does not bring them back
	Hypotheses []Hypothesis `json:"hypotheses,omitempty"`
	Cause      Cause        `json:"cause,omitempty"`
	CauseWords string       `json:"cause_words,omitempty"`
	Measures   []Measure    `json:"measures,omitempty"`
	Returns    int          `json:"returns,omitempty"`    // how often it came back
	ReturnedAt Instant      `json:"returned_at,omitzero"` // the last time
	Why        string       `json:"why,omitempty"`        // why it was reopened
	SolvedAt   Instant      `json:"solved_at,omitzero"`
	Outcome    string       `json:"outcome,omitempty"`   // in words, when solved
	ToldAt     Instant      `json:"told_at,omitzero"`    // when a holding answer was prepared last
	Threshold  int          `json:"threshold,omitempty"` // how many messages after the solution bring it back; 0 = the usual
	Patience   int          `json:"patience,omitempty"`  // within how many days; 0 = the usual
	Life       []LifeStep   `json:"life,omitempty"`
}

// LifeStep is one change of stage.
type LifeStep struct {
	Stage ProblemStage `json:"stage"`
	At    Instant      `json:"at"`
}

// Symptom is an appeal that shows the problem.
type Symptom struct {
	Appeal  AppealID `json:"appeal"`
	At      Instant  `json:"at"` // when it was attached
	ByQuery bool     `json:"by_query,omitempty"`
}

// Verdict is what became of a hypothesis.
type Verdict string

// Verdicts on a hypothesis.
const (
	VerdictOpen      Verdict = ""
	VerdictConfirmed Verdict = "confirmed"
	VerdictRejected  Verdict = "rejected"
)

// Title is the verdict's name on the screen.
func (v Verdict) Title() string {
	switch v {
	case VerdictConfirmed:
		return "подтвердилась"
	case VerdictRejected:
		return "отвергнута"
	}
	return "проверяется"
}

// Hypothesis is a guess at the cause, with what speaks for and against it.
type Hypothesis struct {
	ID       int        `json:"id"`
	Text     string     `json:"text"`
	Verdict  Verdict    `json:"verdict,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Evidence is one piece for or against.
type Evidence struct {
	Against bool    `json:"against,omitempty"`
	Text    string  `json:"text"`
	Source  string  `json:"source,omitempty"` // an act, a number of an appeal, a link
	At      Instant `json:"at"`
	By      Actor   `json:"by"`
}

// MeasureState is how far a measure has come.
type MeasureState string

// States of a measure.
const (
	MeasurePlanned MeasureState = "planned"
	MeasureGoing   MeasureState = "going"
	MeasureDone    MeasureState = "done"
	MeasureDropped MeasureState = "dropped"
)

// MeasureStates lists the states in order.
func MeasureStates() []MeasureState {
	return []MeasureState{MeasurePlanned, MeasureGoing, MeasureDone, MeasureDropped}
}

// Title is the state's name on the screen.
func (s MeasureState) Title() string {
	switch s {
	case MeasurePlanned:
		return "запланирована"
	case MeasureGoing:
		return "выполняется"
	case MeasureDone:
		return "выполнена"
	case MeasureDropped:
		return "отменена"
	}
	return string(s)
}

// Measure is what is done about a problem.
type Measure struct {
	ID    int          `json:"id"`
	What  string       `json:"what"`
	Unit  UnitID       `json:"unit,omitempty"`  // owner
	Owner string       `json:"owner,omitempty"` // owner outside the administration
	Due   Date         `json:"due,omitempty"`
	State MeasureState `json:"state"`
	Done  Date         `json:"done,omitempty"`
}

// Symptomatic tells whether an appeal is attached.
func (p *Problem) Symptomatic(id AppealID) bool {
	for _, s := range p.Symptoms {
		if s.Appeal == id {
			return true
		}
	}
	return false
}

// Cases are the attached appeals.
func (p *Problem) Cases() []AppealID {
	ids := make([]AppealID, len(p.Symptoms))
	for i, s := range p.Symptoms {
		ids[i] = s.Appeal
	}
	return ids
}

// What is usual for a recurrence: so many messages in so many days after the solution.
const (
	DefaultThreshold = 3
	DefaultPatience  = 30
)

// Recurrence is how many messages within how many days after the solution bring the problem back.
func (p *Problem) Recurrence() (messages, days int) {
	messages, days = DefaultThreshold, DefaultPatience
	if p.Threshold > 0 {
		messages = p.Threshold
	}
	if p.Patience > 0 {
		days = p.Patience
	}
	return messages, days
}
