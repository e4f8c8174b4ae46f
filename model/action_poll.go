package model

// PutPoll writes a poll; once it is published its questions and sites no longer change.
type PutPoll struct {
	noTexts
	Kind       PollKind       `json:"kind"`
	Title      string         `json:"title"`
	Sites      []Site         `json:"sites"`
	Topic      string         `json:"topic,omitempty"`
	Place      string         `json:"place,omitempty"`
	AgeFrom    int            `json:"age_from,omitempty"`
	Questions  []PollQuestion `json:"questions"`
	From       Date           `json:"from,omitempty"`
	To         Date           `json:"to,omitempty"`
	Base       int            `json:"base,omitempty"`
	BaseWords  string         `json:"base_words,omitempty"`
	Threshold  int            `json:"threshold,omitempty"`
	SamePerson string         `json:"same_person,omitempty"`
	Basis      string         `json:"basis,omitempty"`
	Problems   []int64        `json:"problems,omitempty"`
}

// MovePoll takes a poll to the next stage of its life, or back by one.
type MovePoll struct {
	noTexts
	Stage PollStage `json:"stage"`
}

// PutResults enters what sites have counted, and the total of the protocol where there is one. Sums that do not agree are
// refused with the difference.
type PutResults struct {
	noTexts
	Results []SiteResult `json:"results"`
	Total   *PollTotal   `json:"total,omitempty"`
}

// DecidePoll writes down what was decided and what was done.
type DecidePoll struct {
	noTexts
	Decision string `json:"decision"`
	Document string `json:"document,omitempty"`
	Done     string `json:"done,omitempty"`
}

// LinkPoll ties a poll to the problems it is about.
type LinkPoll struct {
	noTexts
	Problems []int64 `json:"problems"`
}

// Names of the actions on polls, stable for the journal and scripts.
func (*PutPoll) Name() string    { return "poll" }
func (*MovePoll) Name() string   { return "poll_move" }
func (*PutResults) Name() string { return "poll_results" }
func (*DecidePoll) Name() string { return "poll_decide" }
func (*LinkPoll) Name() string   { return "poll_link" }
