package card

import (
	"kurator/model/query"
	"kurator/store/search"
	"kurator/ui/clean"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// found sets the hits of a search apart in a text, and tells the paragraph of the first; -1 when there is none.
func found(text []widget.Paragraph, words []query.Word) (marked []widget.Paragraph, first int) {
	finder := search.NewFinder(words)
	if finder == nil {
		return text, -1
	}
	first = -1
	marked = make([]widget.Paragraph, len(text))
	for i, p := range text {
		marked[i] = widget.Paragraph{Indent: p.Indent}
		for _, run := range p.Runs {
			pieces, hit := split(run, finder)
			marked[i].Runs = append(marked[i].Runs, pieces...)
			if hit && first < 0 {
				first = i
			}
		}
	}
	return marked, first
}

func split(run widget.Run, finder *search.Finder) (pieces []widget.Run, hit bool) {
	text := clean.Text(run.Text) // bytes of what is shown
	spans := finder.Spans(text)
	if len(spans) == 0 || run.Role == theme.Title {
		return []widget.Run{run}, false
	}
	at := 0
	for _, s := range spans {
		if s[0] > at {
			pieces = append(pieces, widget.Run{Text: text[at:s[0]], Role: run.Role})
		}
		pieces = append(pieces, widget.Run{Text: text[s[0]:s[1]], Role: theme.Match})
		at = s[1]
	}
	if at < len(text) {
		pieces = append(pieces, widget.Run{Text: text[at:], Role: run.Role})
	}
	return pieces, true
}

// foldedAbove is how many paragraphs stay above the first hit when the card opens on it.
const foldedAbove = 3
