package model

// PutProblem opens a problem card or changes what it says of itself; zero values of the recurrence keep the usual ones.
type PutProblem struct {
	noTexts
	Title     string `json:"title"`
	Unit      UnitID `json:"unit,omitempty"`
	Place     string `json:"place,omitempty"`
	Topic     string `json:"topic,omitempty"`
	Query     string `json:"query,omitempty"`
	Threshold int    `json:"threshold,omitempty"`
	Patience  int    `json:"patience,omitempty"`
	// Cases are attached at once.
	Cases []AppealID `json:"cases,omitempty"`
}

// AttachCases adds appeals as symptoms of a problem.
type AttachCases struct {
	noTexts
	Cases   []AppealID `json:"cases"`
	ByQuery bool       `json:"by_query,omitempty"`
}

// DetachCases takes appeals off a problem; its query does not bring them back.
type DetachCases struct {
	noTexts
	Cases []AppealID `json:"cases"`
}

// PutHypothesis enters a hypothesis (ID 0) or changes its words or verdict.
type PutHypothesis struct {
	noTexts
	ID      int     `json:"id,omitempty"`
	Text    string  `json:"text,omitempty"`
	Verdict Verdict `json:"verdict,omitempty"`
}

// AddEvidence adds what speaks for or against a hypothesis.
type AddEvidence struct {
	noTexts
	Hypothesis int    `json:"hypothesis"`
	Against    bool   `json:"against,omitempty"`
	Text       string `json:"text"`
	Source     string `json:"source,omitempty"`
}

// NameCause names the root cause: from the dictionary and in words.
type NameCause struct {
	noTexts
	Cause Cause  `json:"cause"`
	Words string `json:"words,omitempty"`
}

// PutMeasure plans a measure (ID 0) or changes one.
type PutMeasure struct {
	noTexts
	Measure Measure `json:"measure"`
}

// TellAll notes that a holding answer was prepared for the attached appeals; the drafts are actions on each of them.
type TellAll struct {
	noTexts
	Cases []AppealID `json:"cases"`
}

// SolveProblem closes a problem card.
type SolveProblem struct {
	noTexts
	Outcome string `json:"outcome"`
}

// ReturnProblem opens a solved problem again: by hand, or because as many messages as Messages came since the solution.
type ReturnProblem struct {
	noTexts
	Reason   string `json:"reason,omitempty"`
	Messages int    `json:"messages,omitempty"` // noticed by the program
}

// Names of the actions on problems, stable for the journal and scripts.
func (*PutProblem) Name() string    { return "problem" }
func (*AttachCases) Name() string   { return "problem_attach" }
func (*DetachCases) Name() string   { return "problem_detach" }
func (*PutHypothesis) Name() string { return "problem_hypothesis" }
func (*AddEvidence) Name() string   { return "problem_evidence" }
func (*NameCause) Name() string     { return "problem_cause" }
func (*PutMeasure) Name() string    { return "problem_measure" }
func (*TellAll) Name() string       { return "problem_answer" }
func (*SolveProblem) Name() string  { return "problem_solve" }
func (*ReturnProblem) Name() string { return "problem_return" }
