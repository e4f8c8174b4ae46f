package query

// Words lists what a query searches in the words of a case, in the order written; what is excluded by a minus is not among them.
func (q Query) Words() []Word { return wordsOf(q.Expr, nil) }

func wordsOf(e Expr, found []Word) []Word {
	switch e := e.(type) {
	case Word:
		return append(found, e)
	case And:
		for _, x := range e {
			found = wordsOf(x, found)
		}
	case Or:
		for _, x := range e {
			found = wordsOf(x, found)
		}
	}
	return found
}
