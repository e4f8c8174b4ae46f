package russian

import (
	"strings"
	"unicode"
)

// Initials writes a person's name as papers do, surname first: «Иванова Анна Петровна», «Анна Петровна Иванова» and
// «Иванова А.П.» all give «Иванова А. П.». A single word stays as it is.
func Initials(name string) string {
	surname, given := splitName(name)
	if len(given) == 0 {
		return surname
	}
	return surname + " " + strings.Join(initialsOf(given), " ")
}

// InitialsFirst writes a name as it stands in a signature: «А. П. Иванова».
func InitialsFirst(name string) string {
	surname, given := splitName(name)
	return strings.Join(append(initialsOf(given), surname), " ")
}

// NameAndPatronymic is what a letter addresses a person by: «Анна Петровна»; "" when the name does not hold both in full.
func NameAndPatronymic(name string) string {
	_, given := splitName(name)
	if len(given) < 2 || !isPatronymic(given[1]) && len(given) < 3 {
		return ""
	}
	if len([]rune(strings.Trim(given[0], "."))) < 2 || len([]rune(strings.Trim(given[1], "."))) < 2 {
		return ""
	}
	return strings.Join(given, " ")
}

// splitName finds the surname: the first word, or the last one when the patronymic stands second of three.
func splitName(name string) (surname string, given []string) {
	words := strings.Fields(strings.ReplaceAll(name, ".", ". "))
	switch {
	case len(words) == 0:
		return "", nil
	case len(words) == 3 && isPatronymic(words[1]) && !isPatronymic(words[2]):
		return words[2], words[:2]
	case len(words) > 1 && strings.HasSuffix(words[0], "."): // А. П. Иванова
		return words[len(words)-1], words[:len(words)-1]
	}
	return words[0], words[1:]
}

func isPatronymic(word string) bool {
	for _, ending := range []string{"ович", "евич", "ьич", "овна", "евна", "ична", "инична",
		"ьмич", "омич", "укич", "итич"} {
		if folded := Fold(word); strings.HasSuffix(folded, ending) && folded != ending {
			return true
		}
	}
	return false
}

func initialsOf(words []string) []string {
	var out []string
	for _, word := range words {
		if isKinWord(word) {
			continue // part of a Turkic patronymic, it has no initial
		}
		if initial := initialOf(word); initial != "" {
			out = append(out, initial)
		}
	}
	return out
}

func isKinWord(word string) bool {
	switch Fold(word) {
	case "оглы", "оглу", "кызы", "гызы":
		return true
	}
	return false
}

// initialOf is «А.» for Анна, «А.-М.» for Анна-Мария, "" for a word without letters.
func initialOf(word string) string {
	var parts []string
	for part := range strings.SplitSeq(word, "-") {
		if r := firstRune(part); unicode.IsLetter(r) {
			parts = append(parts, string(unicode.ToUpper(r))+".")
		}
	}
	return strings.Join(parts, "-")
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}
