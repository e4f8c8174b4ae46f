package model

// StageID is a stage in the life of an appeal (domain: new → … → closed).
type StageID string

// Stages in their order.
const (
	StageNew      StageID = "new"
	StageSorted   StageID = "sorted"
	StageAssigned StageID = "assigned"
	StageReview   StageID = "review"
	StageReturned StageID = "returned"
	StageApproval StageID = "approval"
	StageApproved StageID = "approved"
	StageAnswered StageID = "answered"
	StageClosed   StageID = "closed"
)

// Stages lists every stage in order.
func Stages() []StageID {
	return []StageID{StageNew, StageSorted, StageAssigned, StageReview, StageReturned, StageApproval, StageApproved,
		StageAnswered, StageClosed}
}

// Title is the stage's name on the screen.
func (s StageID) Title() string {
	switch s {
	case StageNew:
		return "Новое"
	case StageSorted:
		return "Разобрано"
	case StageAssigned:
		return "Назначено"
	case StageReview:
		return "Проект у куратора"
	case StageReturned:
		return "На доработке"
	case StageApproval:
		return "На утверждении"
	case StageApproved:
		return "Утверждено"
	case StageAnswered:
		return "Ответ направлен"
	case StageClosed:
		return "Закрыто"
	}
	return string(s)
}

// Order is the place of the stage in the life of an appeal, from 0; -1 for an unknown stage. «На доработке» stands
// beside «Назначено»: both wait for the unit.
func (s StageID) Order() int {
	for i, x := range Stages() {
		if x == s {
			return i
		}
	}
	return -1
}

// Open tells whether an answer is still owed.
func (s StageID) Open() bool { return s != StageAnswered && s != StageClosed }

// ChannelID is the stable id of a channel.
type ChannelID string

// Channels an appeal arrives by.
const (
	ChannelIM     ChannelID = "im"     // Инцидент Менеджмент
	ChannelPOS    ChannelID = "pos"    // платформа обратной связи
	ChannelSED    ChannelID = "sed"    // СЭД правительства области
	ChannelECPUR  ChannelID = "ecpur"  // ЕЦПУР / «Наш Север»
	ChannelMail   ChannelID = "mail"   // электронная почта
	ChannelPhone  ChannelID = "phone"  // телефон
	ChannelVisit  ChannelID = "visit"  // личный приём
	ChannelSocial ChannelID = "social" // социальные сети и мессенджеры
	ChannelPortal ChannelID = "portal" // портал, сайт администрации
)

// Channels lists every channel in the order shown.
func Channels() []ChannelID {
	return []ChannelID{ChannelIM, ChannelPOS, ChannelSED, ChannelECPUR, ChannelMail, ChannelPhone, ChannelVisit,
		ChannelSocial, ChannelPortal}
}

// Title is the channel's short name on the screen.
func (c ChannelID) Title() string {
	switch c {
	case ChannelIM:
		return "ИМ"
	case ChannelPOS:
		return "ПОС"
	case ChannelSED:
		return "СЭД"
	case ChannelECPUR:
		return "ЕЦПУР"
	case ChannelMail:
		return "Почта"
	case ChannelPhone:
		return "Телефон"
	case ChannelVisit:
		return "Приём"
	case ChannelSocial:
		return "Соцсети"
	case ChannelPortal:
		return "Портал"
	}
	return string(c)
}

// Known tells whether the channel is one of Channels.
func (c ChannelID) Known() bool {
	for _, x := range Channels() {
		if x == c {
			return true
		}
	}
	return false
}

// Foreign tells whether another system is the system of record for the channel.
func (c ChannelID) Foreign() bool {
	return c == ChannelIM || c == ChannelPOS || c == ChannelSED || c == ChannelECPUR
}

// Kind is the regime an appeal runs under; the deadline policy is chosen by it.
type Kind string

// Kinds of appeals.
const (
	KindLaw59     Kind = "law59"      // обращение по 59-ФЗ
	KindMessage   Kind = "message"    // сообщение
	KindFastTrack Kind = "fast_track" // сообщение ПОС по теме «фаст-трек»
	KindComment   Kind = "comment"    // комментарий
)

// Title is the kind's name on the screen.
func (k Kind) Title() string {
	switch k {
	case KindLaw59:
		return "обращение по 59-ФЗ"
	case KindMessage:
		return "сообщение"
	case KindFastTrack:
		return "сообщение (фаст-трек)"
	case KindComment:
		return "комментарий"
	}
	return string(k)
}

// Genre is the «вид обращения» of 59-ФЗ art. 4.
type Genre string

// Genres of appeals.
const (
	GenreProposal  Genre = "предложение"
	GenreStatement Genre = "заявление"
	GenreComplaint Genre = "жалоба"
	GenreRequest   Genre = "запрос"
	GenreNone      Genre = "не обращение"
)

// Priority is the importance a channel gives.
type Priority string

// Priorities.
const (
	PriorityNormal Priority = ""
	PriorityHigh   Priority = "high"
)

// Outcome is the result of an appeal or of one question.
type Outcome string

// Outcomes.
const (
	OutcomeSolved       Outcome = "решено"
	OutcomeExplained    Outcome = "разъяснено"
	OutcomeSupported    Outcome = "поддержано"
	OutcomeMeasures     Outcome = "меры приняты"
	OutcomeNotSupported Outcome = "не поддержано"
	OutcomeAnswered     Outcome = "дан ответ автору"
	OutcomeDeferred     Outcome = "отложено"
	OutcomeRedirected   Outcome = "направлено по компетенции"
	OutcomeLeft         Outcome = "оставлено без ответа"
	OutcomeEnded        Outcome = "переписка прекращена"
	OutcomeNotNeeded    Outcome = "не требует ответа"
	OutcomeDuplicate    Outcome = "дубль"
)

// Outcomes lists the results in the order offered.
func Outcomes() []Outcome {
	return []Outcome{OutcomeSolved, OutcomeExplained, OutcomeSupported, OutcomeMeasures, OutcomeNotSupported,
		OutcomeAnswered, OutcomeDeferred, OutcomeRedirected, OutcomeLeft, OutcomeEnded, OutcomeNotNeeded, OutcomeDuplicate}
}

// WithoutAnswer tells whether an appeal may be closed with this outcome though no answer went out
// (59-ФЗ art. 8, 11: redirected, left without an answer, correspondence ended; a duplicate is answered in its twin).
func (o Outcome) WithoutAnswer() bool {
	switch o {
	case OutcomeRedirected, OutcomeLeft, OutcomeEnded, OutcomeNotNeeded, OutcomeDuplicate:
		return true
	}
	return false
}
