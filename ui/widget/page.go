package widget

import "kurator/ui/theme"

// Cell is one value of a row. Hits are the bytes of the text that a search found, in their order.
type Cell struct {
	Text string
	Role theme.Role
	Hits [][2]int
}

// Row is one line of a table. Its ID is what the cursor and the marks hold on to; Key is the place of the row in the order of the
// source, opaque to the table and given back in requests.
//
// Rows of one Group that follow each other stand under its name.
type Row struct {
	ID    int64
	Key   string
	Group string
	Cells []Cell
}

// Where says which rows a request asks for.
type Where uint8

// Parts of a source, in its order.
const (
	FromStart Where = iota // the first rows
	FromEnd                // the last rows, still in the order of the source
	After                  // the rows directly after Key
	Before                 // the rows directly before Key, in the order of the source
	Around                 // up to half of Limit before Key, the rest from Key on, the row of Key included when it exists
)

// Request is what the table wants its owner to load. The answer is a Page with the same Gen, given to Receive; answers to older
// requests are dropped there.
type Request struct {
	Where Where
	Key   string
	ID    int64 // the row that Key belongs to, for sources that find rows by id
	Limit int
	Gen   uint64
}

// Page is the answer to a Request.
type Page struct {
	Gen            uint64
	Rows           []Row
	AtStart, AtEnd bool // nothing lies before the first row, after the last one
	Counted        bool // Offset and Total are known
	Offset, Total  int  // rows before the first one of this page, rows in all
	Err            error
}
