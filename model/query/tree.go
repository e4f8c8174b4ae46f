package query

// Query is a parsed filter: a condition and an order.
type Query struct {
	Expr Expr // nil: everything
	Sort []Sort
}

// Sort is one key of the order; fields do not repeat.
type Sort struct {
	Field Field
	Desc  bool
}

// Expr is And, Or, Not, Term or Word; nil stands for «everything».
type Expr interface{ expr() }

// And holds when every element does. Parsed, it has at least two elements and no And among them.
type And []Expr

// Or holds when some element does. Parsed, it has at least two elements and no Or among them.
type Or []Expr

// Not holds when X does not. Parsed, X is no Not.
type Not struct{ X Expr }

// Term is a condition on one field.
type Term struct {
	Field Field
	Op    Op
	Value Value
}

// Word is searched in the words of the case. A phrase was quoted and must stand together, otherwise word forms count.
type Word struct {
	Text   string
	Phrase bool
}

func (And) expr()  {}
func (Or) expr()   {}
func (Not) expr()  {}
func (Term) expr() {}
func (Word) expr() {}

// Op is how a field is compared.
type Op string

// Operators.
const (
	Is      Op = ""  // text contains; the moment lies within; enumerations, flags and numbers are equal
	Eq      Op = "=" // text equals as a whole; other kinds write Is
	Lt      Op = "<"
	Le      Op = "<="
	Gt      Op = ">"
	Ge      Op = ">="
	Between Op = ".." // the value is a Range, both ends included
)

// Value is Enum, Flag, Text, TopicCode, HolderKey, Me, None, Number, Range or a When (Date, Minute, Named, Span).
type Value interface{ value() }

// Enum is an id of an enumeration, as the model writes it: "new", "pos", "law59", "решено"; for has one of Has….
type Enum string

// What has: can ask for.
const (
	HasDraft   Enum = "draft"   // at least one draft of the answer
	HasReply   Enum = "reply"   // at least one reply went out
	HasPromise Enum = "promise" // at least one promise that is not kept yet
	HasMark    Enum = "mark"    // the citizen gave a mark
	HasScore   Enum = "score"   // the curator has judged the answer
	HasTwin    Enum = "twin"    // worked on together with another appeal
	// HasUnconfirmed: an answer recorded here that no export of its channel shows yet
	HasUnconfirmed Enum = "unconfirmed"
	// HasComplaint: a negative mark of the citizen waits for the curator's judgement of the answer
	HasComplaint Enum = "bad_mark"
	// HasSample: the answer is in the sampling plan (every k-th and every negative mark) and nobody has judged it yet
	HasSample Enum = "sample"
)

// PriorityNormal is the id that stands for the model's empty priority.
const PriorityNormal Enum = "normal"

// Flag is yes or no.
type Flag bool

// Text is a piece of text as typed; compare folded.
type Text string

// TopicCode is a code of the classifier or the beginning of one: "0005.0005".
type TopicCode string

// HolderKey is a model.Holder key or its kind alone: "curator", "curator:pos", "unit", "unit:3", "head", "outside".
type HolderKey string

// Me is the official who asks.
type Me struct{}

// None asks for cases where the field has no value.
type None struct{}

// Number is a whole number.
type Number int64

// Range is from one value to another, both included: two Numbers, or two Whens.
type Range struct{ From, To Value }

func (Enum) value()      {}
func (Flag) value()      {}
func (Text) value()      {}
func (TopicCode) value() {}
func (HolderKey) value() {}
func (Me) value()        {}
func (None) value()      {}
func (Number) value()    {}
func (Range) value()     {}

// joinAnd makes a conjunction in the form trees have: flat, and only of two or more.
func joinAnd(all []Expr) Expr {
	var flat And
	for _, e := range all {
		if inner, ok := e.(And); ok {
			flat = append(flat, inner...)
		} else {
			flat = append(flat, e)
		}
	}
	switch len(flat) {
	case 0:
		return nil
	case 1:
		return flat[0]
	}
	return flat
}

// joinOr makes a disjunction in the form trees have.
func joinOr(all []Expr) Expr {
	var flat Or
	for _, e := range all {
		if inner, ok := e.(Or); ok {
			flat = append(flat, inner...)
		} else {
			flat = append(flat, e)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return flat
}

// negate makes a negation; two of them cancel.
func negate(e Expr) Expr {
	if inner, ok := e.(Not); ok {
		return inner.X
	}
	return Not{e}
}
