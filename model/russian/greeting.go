package russian

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// greetings are the folded words a letter begins with before it comes to the point.
func greetings() []string {
	return []string{"здравствуйте", "здравствуй", "доброго времени суток", "доброго времени", "доброго дня", "доброго утра", "доброго вечера",
		"добрый день", "добрый вечер", "доброе утро", "доброй ночи", "приветствую вас", "приветствую", "привет", "уважаемая", "уважаемый",
		"уважаемые", "господа", "товарищи"}
}

// longestGreeting is how much of a text is looked at, in runes: a greeting and the sign behind it.
const longestGreeting = 32

// addressees are the folded words that may follow a greeting without a sign between: «Здравствуйте уважаемая администрация».
func addressees() []string {
	return []string{"администрация", "администраторы", "администрацию", "редакция", "глава", "руководство", "коллеги", "друзья", "жители", "соседи", "господа",
		"все", "всем", "вам", "района", "ловозерского", "округа", "муниципального", "города", "поселка", "села", "ревды", "ловозера", "господин", "госпожа"}
}

// maxAddress is how many words of an address may stand between a greeting and the sign that ends it.
const maxAddress = 5

// SkipGreeting is the text from where it comes to the point: «Здравствуйте! Уважаемая администрация, во дворе яма» becomes «Во дворе
// яма», with a capital. A text that is a greeting and nothing else stays as it is.
func SkipGreeting(text string) string {
	rest := strings.TrimSpace(text)
	for {
		after, ok := afterGreeting(rest)
		if !ok {
			break
		}
		rest = after
	}
	if rest == "" || rest == strings.TrimSpace(text) {
		return text
	}
	return Sentence(rest)
}

// afterGreeting cuts one greeting with whom it addresses off the beginning.
func afterGreeting(text string) (string, bool) {
	head := text[:len(text)-len(afterRunes(text, longestGreeting))]
	folded := Fold(head)
	if utf8.RuneCountInString(folded) != utf8.RuneCountInString(head) {
		return text, false // letters that arrived in parts: places would not fit
	}
	for _, g := range greetings() {
		if !strings.HasPrefix(folded, g) || startsWord(folded[len(g):]) {
			continue
		}
		rest := afterRunes(text, utf8.RuneCountInString(g))
		polite := strings.HasPrefix(g, "уважаем") || g == "господа" || g == "товарищи"
		return afterAddress(rest, polite)
	}
	return text, false
}

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func afterRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[i:]
		}
		n--
	}
	return ""
}

// afterAddress cuts up to the sign that ends a greeting. Words between must be an address: those of a list, names, or — after «Уважаемые» —
// up to five of any kind; else only the greeting itself is cut.
func afterAddress(rest string, polite bool) (string, bool) {
	words := 0
	at := rest
	for {
		trimmed := strings.TrimLeft(at, " \t\r\n\u00a0")
		r, size := utf8.DecodeRuneInString(trimmed)
		switch {
		case trimmed == "":
			return "", true
		case strings.ContainsRune("!.,;:)…–—-", r):
			after := strings.TrimLeft(trimmed[size:], " \t\r\n\u00a0!.,;:)…–—-")
			return after, true
		}
		word := trimmed[:wordEndOf(trimmed)]
		if word == "" {
			return unaddressed(rest, polite)
		}
		if !polite && !contains(addressees(), Fold(word)) && !contains([]string{"уважаемая", "уважаемый", "уважаемые"}, Fold(word)) {
			return unaddressed(rest, polite)
		}
		if words++; words > maxAddress {
			return unaddressed(rest, polite)
		}
		at = trimmed[len(word):]
	}
}

// unaddressed is the text after a greeting that no sign ends; «Уважаемые …» without its sign is no greeting but a sentence.
func unaddressed(rest string, polite bool) (string, bool) {
	return strings.TrimSpace(rest), !polite
}

func wordEndOf(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) && r != '-' {
			return i
		}
	}
	return len(s)
}

func contains(list []string, word string) bool {
	for _, x := range list {
		if x == word {
			return true
		}
	}
	return false
}
