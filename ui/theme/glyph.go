package theme

import (
	"fmt"
	"strings"
)

// Glyphs are the signs the desk draws with; each takes one cell.
type Glyphs struct {
	H, V                                    string // lines
	TopLeft, TopRight, BotLeft, BotRight    string // corners
	TeeRight, TeeLeft, TeeDown, TeeUp       string // ├ ┤ ┬ ┴
	Cross                                   string
	Full, Shade                             string // bars
	Thumb, Track                            string // the position in a list
	Cursor                                  string // before the row of the cursor
	Mark                                    string // before a marked row
	Dot                                     string // between parts of a line
	Ellipsis                                string // where text was cut
	Wide                                    string // instead of a double-width sign
	More                                    string // after what opens
	Checked, Unchecked                      string // before a choice of many
	SortUp, SortDown                        string // after the title of the sorted column
	Number, QuoteOpen, QuoteClose, LongDash string // № « » —
}

// GlyphSets lists the sets a configuration may ask for.
func GlyphSets() []string { return []string{"default", "rich", "ascii"} }

// GlyphSet is the set of that name. The default one has only signs that the fonts of the Linux console have; "rich" is for fonts with
// more, "ascii" is the last resort. An empty name means the default.
func GlyphSet(name string) (Glyphs, error) {
	g := Glyphs{
		H: "─", V: "│", TopLeft: "┌", TopRight: "┐", BotLeft: "└", BotRight: "┘",
		TeeRight: "├", TeeLeft: "┤", TeeDown: "┬", TeeUp: "┴", Cross: "┼",
		Full: "█", Shade: "░", Thumb: "█", Track: "│", Cursor: "»", Mark: "■", Dot: "·", Ellipsis: "…", Wide: "▒", More: "»",
		Checked: "■", Unchecked: "·", SortUp: "^", SortDown: "v",
		Number: "№", QuoteOpen: "«", QuoteClose: "»", LongDash: "—",
	}
	switch name {
	case "", "default":
	case "rich":
		g.TopLeft, g.TopRight, g.BotLeft, g.BotRight = "╭", "╮", "╰", "╯"
		g.Cursor, g.More, g.Wide, g.Thumb, g.Track = "›", "›", "▪", "┃", "╎"
		g.Checked, g.Unchecked, g.SortUp, g.SortDown = "✓", "·", "↑", "↓"
	case "ascii":
		g = Glyphs{
			H: "-", V: "|", TopLeft: "+", TopRight: "+", BotLeft: "+", BotRight: "+",
			TeeRight: "+", TeeLeft: "+", TeeDown: "+", TeeUp: "+", Cross: "+",
			Full: "#", Shade: ".", Thumb: "#", Track: "|", Cursor: ">", Mark: "*", Dot: "-", Ellipsis: "~", Wide: "?", More: ">",
			Checked: "x", Unchecked: ".", SortUp: "^", SortDown: "v",
			Number: "N", QuoteOpen: `"`, QuoteClose: `"`, LongDash: "-",
		}
	default:
		return Glyphs{}, fmt.Errorf("нет набора знаков «%s»; есть: %s", name, strings.Join(GlyphSets(), ", "))
	}
	return g, nil
}
