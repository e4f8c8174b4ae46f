package model

// ProposalKind is what a proposal is about.
type ProposalKind string

// Kinds of proposals.
const (
	ProposalToUnit  ProposalKind = "unit"    // to the head of a unit about a pressing problem (order 3.3, 4.3)
	ProposalOnline  ProposalKind = "online"  // a recommendation on online interaction (order 2.2.3)
	ProposalProcess ProposalKind = "process" // a change of the process, so that answers come sooner (order 4.3)
)

// ProposalKinds lists the kinds in order.
func ProposalKinds() []ProposalKind {
	return []ProposalKind{ProposalToUnit, ProposalOnline, ProposalProcess}
}

// Title is the kind's name on the screen.
func (k ProposalKind) Title() string {
	switch k {
	case ProposalToUnit:
		return "Предложение подразделению"
	case ProposalOnline:
		return "Рекомендация по онлайн-взаимодействию"
	case ProposalProcess:
		return "Изменение порядка работы"
	}
	return string(k)
}

// ProposalState is how far a proposal has come.
type ProposalState string

// States of a proposal.
const (
	ProposalDraft    ProposalState = "draft"
	ProposalSent     ProposalState = "sent"
	ProposalAccepted ProposalState = "accepted"
	ProposalDeclined ProposalState = "declined"
	ProposalDone     ProposalState = "done"
)

// ProposalStates lists the states in order.
func ProposalStates() []ProposalState {
	return []ProposalState{ProposalDraft, ProposalSent, ProposalAccepted, ProposalDeclined, ProposalDone}
}

// Title is the state's name on the screen.
func (s ProposalState) Title() string {
	switch s {
	case ProposalDraft:
		return "Готовится"
	case ProposalSent:
		return "Направлено"
	case ProposalAccepted:
		return "Принято"
	case ProposalDeclined:
		return "Отклонено"
	case ProposalDone:
		return "Выполнено"
	}
	return string(s)
}

// Open tells whether somebody still has to do something.
func (s ProposalState) Open() bool { return s != ProposalDeclined && s != ProposalDone }

// Frozen is a figure as it was when it was written down: its words and the watermark of the data behind it.
type Frozen struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Basis string `json:"basis,omitempty"` // n, the period
}

// Proposal is put to the head of a unit, on the basis of figures that do not change afterwards.
type Proposal struct {
	ID        int64         `json:"id"`
	Kind      ProposalKind  `json:"kind"`
	To        UnitID        `json:"to,omitempty"`
	What      string        `json:"what"`
	Why       string        `json:"why,omitempty"`
	Figures   []Frozen      `json:"figures,omitempty"`
	Watermark string        `json:"watermark,omitempty"`
	By        Date          `json:"by,omitempty"` // until when
	Problem   int64         `json:"problem,omitempty"`
	Poll      int64         `json:"poll,omitempty"`
	State     ProposalState `json:"state"`
	Made      Instant       `json:"made"`
	Author    Actor         `json:"author"`
	Steps     []ProposalAct `json:"steps,omitempty"`
	Effect    string        `json:"effect,omitempty"`
	Measured  []Frozen      `json:"measured,omitempty"` // the same figures after it was done
	Remark    string        `json:"remark,omitempty"`
}

// ProposalAct is one change of state.
type ProposalAct struct {
	State ProposalState `json:"state"`
	At    Instant       `json:"at"`
	By    Actor         `json:"by"`
	Words string        `json:"words,omitempty"`
}

// Direction is what the coordinator asks of the centre for a period (order 3.2); its targets stand on figures.
type Direction struct {
	ID      int64   `json:"id"`
	Title   string  `json:"title"`
	From    Date    `json:"from"`
	To      Date    `json:"to,omitempty"`
	Basis   string  `json:"basis,omitempty"`   // the document
	Targets []int64 `json:"targets,omitempty"` // of the office
	Result  string  `json:"result,omitempty"`  // what the coordinator found at the end
}

// PutProposal writes a proposal; after it was sent only its remark changes.
type PutProposal struct {
	noTexts
	Kind      ProposalKind `json:"kind"`
	To        UnitID       `json:"to,omitempty"`
	What      string       `json:"what"`
	Why       string       `json:"why,omitempty"`
	By        Date         `json:"by,omitempty"`
	Figures   []Frozen     `json:"figures,omitempty"`
	Watermark string       `json:"watermark,omitempty"`
	Problem   int64        `json:"problem,omitempty"`
	Poll      int64        `json:"poll,omitempty"`
	Remark    string       `json:"remark,omitempty"`
}

// MoveProposal sends, accepts, declines or finishes a proposal; with the effect once it is done.
type MoveProposal struct {
	noTexts
	State    ProposalState `json:"state"`
	Words    string        `json:"words,omitempty"`
	Effect   string        `json:"effect,omitempty"`
	Measured []Frozen      `json:"measured,omitempty"`
}

// PutDirection sets a direction of the coordinator or changes one.
type PutDirection struct {
	noTexts
	Direction Direction `json:"direction"`
}
