package mail

import (
	"strings"

	"kurator/model/pattern"
)

// quoteHeads begin what a mail program puts below an answer: the letter that is answered.
var quoteHeads = pattern.Lazy(`(?i)^\s*(-{2,}\s*(original message|исходное сообщение|пересылаемое сообщение|пересланное сообщение|конец пересылаемого сообщения).*|` +
	`.{0,200}(пишет|написал|написала|написал\(а\)|wrote):\s*|(от|from):\s.*@.*|_{10,})$`)

// Reply is what was written anew in an answer: without the letter it answers.
func Reply(text string) string {
	lines := strings.Split(text, "\n")
	end := len(lines)
	for i, line := range lines {
		if quoteHeads().MatchString(strings.TrimRight(line, "\r ")) {
			end = i
			break
		}
	}
	var own []string
	for _, line := range lines[:end] {
		if !strings.HasPrefix(strings.TrimSpace(line), ">") {
			own = append(own, strings.TrimRight(line, "\r "))
		}
	}
	return strings.TrimSpace(strings.Join(own, "\n"))
}
