package model

// Nouns of what stands behind single appeals: they are kept like the office's, but change no date, right or figure.
const (
	NounProblem   Noun = "problem"
	NounProposal  Noun = "proposal"
	NounPoll      Noun = "poll"
	NounRequest   Noun = "request"
	NounMaterial  Noun = "material"
	NounDirection Noun = "direction"
)

// Matters lists the nouns behind single appeals.
func Matters() []Noun {
	return []Noun{NounProblem, NounProposal, NounPoll, NounRequest, NounMaterial, NounDirection}
}

// Matter tells whether the noun stands behind single appeals.
func (n Noun) Matter() bool {
	for _, m := range Matters() {
		if m == n {
			return true
		}
	}
	return false
}

// Title is the name of a noun behind single appeals.
func (n Noun) Title() string {
	switch n {
	case NounProblem:
		return "Проблема"
	case NounProposal:
		return "Предложение"
	case NounPoll:
		return "Опрос"
	case NounRequest:
		return "Запрос"
	case NounMaterial:
		return "Материал"
	case NounDirection:
		return "Направление"
	}
	return string(n)
}
