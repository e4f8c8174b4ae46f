package model

// RequestState is how far a request of the regional centre has come.
type RequestState string

// States of a request.
const (
	RequestNew    RequestState = "new"
	RequestReady  RequestState = "ready" // the material is made
	RequestSent   RequestState = "sent"
	RequestClosed RequestState = "closed"
)

// RequestStates lists the states in order.
func RequestStates() []RequestState {
	return []RequestState{RequestNew, RequestReady, RequestSent, RequestClosed}
}

// Title is the state's name on the screen.
func (s RequestState) Title() string {
	switch s {
	case RequestNew:
		return "Получен"
	case RequestReady:
		return "Материал готов"
	case RequestSent:
		return "Отправлен"
	case RequestClosed:
		return "Закрыт"
	}
	return string(s)
}

// Open tells whether the material is still owed.
func (s RequestState) Open() bool { return s == RequestNew || s == RequestReady }

// Request is what the regional centre asks for (order 4.1, 4.2).
type Request struct {
	ID        int64             `json:"id"`
	From      string            `json:"from"`             // who asks
	Number    string            `json:"number,omitempty"` // of the letter
	Asks      string            `json:"asks"`
	Basis     string            `json:"basis,omitempty"`
	Received  Date              `json:"received"`
	Due       Date              `json:"due,omitempty"`
	Report    string            `json:"report,omitempty"` // kind of our report the material is made from
	Format    string            `json:"format,omitempty"`
	Start     Date              `json:"start,omitempty"` // period of the material
	End       Date              `json:"end,omitempty"`
	Repeats   int64             `json:"repeats,omitempty"` // the request this one repeats for a new period
	Template  bool              `json:"template,omitempty"`
	State     RequestState      `json:"state"`
	Made      Instant           `json:"made"`
	Materials []int64           `json:"materials,omitempty"`
	SentAt    Instant           `json:"sent_at,omitzero"`
	SentHow   string            `json:"sent_how,omitempty"`
	SentWhat  string            `json:"sent_what,omitempty"` // hash of the material that was sent
	Questions []RequestQuestion `json:"questions,omitempty"`
}

// Late tells whether the material is owed and the day has passed.
func (r *Request) Late(today Date) bool { return r.State.Open() && r.Due != "" && r.Due < today }

// RequestQuestion is a question of the centre about what was sent, with the answer.
type RequestQuestion struct {
	ID       int     `json:"id"`
	Text     string  `json:"text"`
	At       Instant `json:"at"`
	Answer   string  `json:"answer,omitempty"`
	Answered Instant `json:"answered,omitzero"`
}

// Material is a file made from our reports, frozen: it is kept as it was sent, with its hash in the journal.
type Material struct {
	ID      int64   `json:"id"`
	Request int64   `json:"request"`
	Name    string  `json:"name"` // of the file
	Format  string  `json:"format"`
	Hash    string  `json:"hash"` // SHA-256 in hex
	Size    int     `json:"size"`
	Made    Instant `json:"made"`
	By      Actor   `json:"by"`
	Data    []byte  `json:"data"`
}

// PutRequest writes down a request or changes it before it was sent.
type PutRequest struct {
	noTexts
	From     string `json:"from"`
	Number   string `json:"number,omitempty"`
	Asks     string `json:"asks"`
	Basis    string `json:"basis,omitempty"`
	Received Date   `json:"received,omitempty"` // empty = today
	Due      Date   `json:"due,omitempty"`
	Report   string `json:"report,omitempty"`
	Format   string `json:"format,omitempty"`
	Start    Date   `json:"start,omitempty"`
	End      Date   `json:"end,omitempty"`
	Repeats  int64  `json:"repeats,omitempty"`
	Template bool   `json:"template,omitempty"`
}

// KeepMaterial freezes a file; Hash must be that of the bytes.
type KeepMaterial struct {
	noTexts
	Request int64  `json:"request"`
	File    string `json:"file"` // its name
	Format  string `json:"format"`
	Hash    string `json:"hash"`
	Data    []byte `json:"data"`
}

// AddMaterial ties a frozen file to its request.
type AddMaterial struct {
	noTexts
	Material int64 `json:"material"`
}

// SendRequest records that the material went to the centre.
type SendRequest struct {
	noTexts
	At   Instant `json:"at,omitzero"` // zero = the moment of the action
	How  string  `json:"how"`
	Hash string  `json:"hash,omitempty"` // of what was sent; empty when the answer had no file
}

// PutRequestQuestion writes down a question of the centre (ID 0), or the answer to one.
type PutRequestQuestion struct {
	noTexts
	ID     int    `json:"id,omitempty"`
	Text   string `json:"text,omitempty"`
	Answer string `json:"answer,omitempty"`
}

// CloseRequest ends a request.
type CloseRequest struct{ noTexts }
