package exchange

import (
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/pattern"
)

// Mark is the sign by which a returned draft is known: «[K-123]».
func Mark(id model.AppealID) string { return "[K-" + id.String() + "]" }

// A mark survives retyping: Russian or Latin letter, any dash, spaces.
const markPattern = `\[\s*[KКkк]\s*[-‐‑–—−]?\s*(\d{1,12})\s*\]`

// signs are what may stand around a line's words: arrows, bullets, spaces.
const signs = `[^\pL\pN\n\[]*`

var (
	markAnywhere = pattern.Lazy(markPattern)
	answerBegins = pattern.Lazy(`(?im)^` + signs + `ОТВЕТ[ \t]+` + markPattern + `.*$`)
	answerEnds   = pattern.Lazy(`(?im)^` + signs + `КОНЕЦ[ \t]+ОТВЕТА[ \t]+` + markPattern + `.*$`)
	markAlone    = pattern.Lazy(`(?im)^[ \t]*(тема|задание|subject)?` + signs + markPattern + signs + `$`)
)

// Lines between which the unit writes its answer.
func answerBegin(id model.AppealID) string {
	return "▼ ОТВЕТ " + Mark(id) + " — пишите под этой строкой"
}
func answerEnd(id model.AppealID) string { return "▲ КОНЕЦ ОТВЕТА " + Mark(id) }

// placeholder stands where an answer is to be written; a text that still holds it is not finished.
const placeholder = "[впишите ответ]"

// marks are the different numbers marked in a text, in their order.
func marks(text string) []model.AppealID {
	var list []model.AppealID
	for _, m := range markAnywhere().FindAllStringSubmatch(text, 1000) {
		if id := markNumber(m[1]); id != 0 && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

func markNumber(digits string) model.AppealID {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0
	}
	return model.AppealID(n)
}

// answer is one answer found in a text.
type answer struct {
	appeal model.AppealID // 0: no mark tells
	text   string
}

// answers finds the answers in a returned text: between the lines of a task sheet, else the whole text under its one mark. A text
// with several marks and no such lines cannot be divided.
func answers(text string) (found []answer, several bool) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for _, at := range answerBegins().FindAllStringSubmatchIndex(text, -1) {
		id := markNumber(text[at[2]:at[3]])
		rest := text[at[1]:]
		if end := answerEnds().FindStringIndex(rest); end != nil {
			rest = rest[:end[0]]
		}
		if next := answerBegins().FindStringIndex(rest); next != nil {
			rest = rest[:next[0]]
		}
		found = append(found, answer{id, strings.TrimSpace(rest)})
	}
	if len(found) > 0 {
		return found, false
	}
	ids := marks(text)
	whole := strings.TrimSpace(strings.Trim(markAnywhere().ReplaceAllString(markAlone().ReplaceAllString(text, ""), ""), " \t"))
	switch len(ids) {
	case 0:
		return []answer{{0, whole}}, false
	case 1:
		return []answer{{ids[0], whole}}, false
	}
	return []answer{{0, whole}}, true
}
