package model

// PollKind is the form in which people are asked.
type PollKind string

// Kinds of polls.
const (
	PollPoll       PollKind = "poll"
	PollVote       PollKind = "vote"
	PollDiscussion PollKind = "discussion"
	PollHearing    PollKind = "hearing"
)

// PollKinds lists the kinds in order.
func PollKinds() []PollKind { return []PollKind{PollPoll, PollVote, PollDiscussion, PollHearing} }

// Title is the kind's name on the screen.
func (k PollKind) Title() string {
	switch k {
	case PollPoll:
		return "Опрос"
	case PollVote:
		return "Голосование"
	case PollDiscussion:
		return "Общественное обсуждение"
	case PollHearing:
		return "Публичные слушания"
	}
	return string(k)
}

// PollStage is a stage in the life of a poll.
type PollStage string

// Stages of a poll.
const (
	PollDraft     PollStage = "draft"
	PollAgreed    PollStage = "agreed"
	PollPublished PollStage = "published"
	PollRunning   PollStage = "running"
	PollFinished  PollStage = "finished"
	PollSummed    PollStage = "summed"
)

// PollStages lists the stages in order.
func PollStages() []PollStage {
	return []PollStage{PollDraft, PollAgreed, PollPublished, PollRunning, PollFinished, PollSummed}
}

// Title is the stage's name on the screen.
func (s PollStage) Title() string {
	switch s {
	case PollDraft:
		return "Черновик"
	case PollAgreed:
		return "Согласован"
	case PollPublished:
		return "Опубликован"
	case PollRunning:
		return "Идёт"
	case PollFinished:
		return "Завершён"
	case PollSummed:
		return "Итоги"
	}
	return string(s)
}

// Order is the place of the stage, from 0; -1 for an unknown one.
func (s PollStage) Order() int {
	for i, x := range PollStages() {
		if x == s {
			return i
		}
	}
	return -1
}

// AnswerKind is how a question is answered.
type AnswerKind string

// Kinds of answers.
const (
	AnswerSingle AnswerKind = "single"
	AnswerMany   AnswerKind = "many"
	AnswerScale  AnswerKind = "scale"
	AnswerText   AnswerKind = "text"
)

// AnswerKinds lists the kinds in order.
func AnswerKinds() []AnswerKind {
	return []AnswerKind{AnswerSingle, AnswerMany, AnswerScale, AnswerText}
}

// Title is the kind's name on the screen.
func (k AnswerKind) Title() string {
	switch k {
	case AnswerSingle:
		return "один вариант"
	case AnswerMany:
		return "несколько вариантов"
	case AnswerScale:
		return "шкала"
	case AnswerText:
		return "свободный ответ"
	}
	return string(k)
}

// Poll asks people, on one or more sites.
type Poll struct {
	ID         int64          `json:"id"`
	Kind       PollKind       `json:"kind"`
	Title      string         `json:"title"`
	Sites      []Site         `json:"sites"`
	Topic      string         `json:"topic,omitempty"`
	Place      string         `json:"place,omitempty"`
	AgeFrom    int            `json:"age_from,omitempty"`
	Questions  []PollQuestion `json:"questions"`
	From       Date           `json:"from,omitempty"`
	To         Date           `json:"to,omitempty"`
	Base       int            `json:"base,omitempty"`        // how many people could take part
	BaseWords  string         `json:"base_words,omitempty"`  // who they are and from which source
	Threshold  int            `json:"threshold,omitempty"`   // participants needed for the poll to be valid
	SamePerson string         `json:"same_person,omitempty"` // how one person by two channels is counted
	Basis      string         `json:"basis,omitempty"`       // the document
	Problems   []int64        `json:"problems,omitempty"`
	Stage      PollStage      `json:"stage"`
	Life       []PollStep     `json:"life,omitempty"`
	Results    []SiteResult   `json:"results,omitempty"`
	Total      *PollTotal     `json:"total,omitempty"` // as the organiser states it
	Decision   string         `json:"decision,omitempty"`
	Document   string         `json:"document,omitempty"` // of the decision
	Done       string         `json:"done,omitempty"`     // what was done after it
}

// Site is one place where people answer.
type Site struct {
	ID      int    `json:"id"`
	Name    string `json:"name"`
	Link    string `json:"link,omitempty"`
	Channel string `json:"channel,omitempty"` // «сайт», «соцсети», «бумага»…
}

// PollQuestion is one question with its options; of a scale they are its steps.
type PollQuestion struct {
	ID      int        `json:"id"`
	Text    string     `json:"text"`
	Kind    AnswerKind `json:"kind"`
	Options []string   `json:"options,omitempty"`
}

// PollStep is one change of stage.
type PollStep struct {
	Stage PollStage `json:"stage"`
	At    Instant   `json:"at"`
	By    Actor     `json:"by"`
}

// SiteResult is what one site has counted. There are totals of options only, never of combinations of a person's answers.
type SiteResult struct {
	Site         int            `json:"site"`
	Participants int            `json:"participants"`
	Provisional  bool           `json:"provisional,omitempty"`
	AsOf         Instant        `json:"as_of"`
	Source       string         `json:"source,omitempty"` // base name of the file
	Answers      []AnswerCounts `json:"answers"`
}

// AnswerCounts are the counts of one question: how many answered it, and how many chose each option.
type AnswerCounts struct {
	Question int   `json:"question"`
	Answered int   `json:"answered"`
	Options  []int `json:"options,omitempty"`
}

// PollTotal is the sum as the organiser's protocol states it; it must agree with the sites.
type PollTotal struct {
	Participants int            `json:"participants"`
	Answers      []AnswerCounts `json:"answers,omitempty"`
}

// Provisional tells whether any result is not final, or a site has none.
func (p *Poll) Provisional() bool {
	for _, s := range p.Sites {
		r, ok := p.Result(s.ID)
		if !ok || r.Provisional {
			return true
		}
	}
	return false
}

// Result is what a site has counted.
func (p *Poll) Result(site int) (SiteResult, bool) {
	for _, r := range p.Results {
		if r.Site == site {
			return r, true
		}
	}
	return SiteResult{}, false
}

// Participants is how many took part on all sites.
func (p *Poll) Participants() int {
	n := 0
	for _, r := range p.Results {
		n += r.Participants
	}
	return n
}

// Sum adds the counts of a question over the sites.
func (p *Poll) Sum(question int) AnswerCounts {
	sum := AnswerCounts{Question: question}
	for _, q := range p.Questions {
		if q.ID == question {
			sum.Options = make([]int, len(q.Options))
		}
	}
	for _, r := range p.Results {
		for _, a := range r.Answers {
			if a.Question != question {
				continue
			}
			sum.Answered += a.Answered
			for i, n := range a.Options {
				if i < len(sum.Options) {
					sum.Options[i] += n
				}
			}
		}
	}
	return sum
}
