package russian

import "strings"

// Salutation is how a letter begins: «Уважаемая Анна Петровна»; "" when name and patronymic are not known in full.
func Salutation(name string) string {
	both := NameAndPatronymic(name)
	switch {
	case both == "":
		return ""
	case feminine(both):
		return "Уважаемая " + both
	case masculine(both):
		return "Уважаемый " + both
	}
	return ""
}

func feminine(both string) bool { return strings.HasSuffix(Fold(both), "на") }

func masculine(both string) bool { return strings.HasSuffix(Fold(both), "ич") }

// NameDative is to whom: «Анне Петровне», «Илье Кузьмичу»; "" where the name is not known in full or its gender is not plain.
func NameDative(name string) string {
	both := NameAndPatronymic(name)
	words := strings.Fields(both)
	switch {
	case len(words) != 2:
		return ""
	case feminine(both):
		return dative(words[0]) + " " + strings.TrimSuffix(words[1], "а") + "е"
	case masculine(both):
		return dativeMale(words[0]) + " " + words[1] + "у"
	}
	return ""
}

// dative declines a given name by its ending.
func dative(given string) string {
	for _, e := range []struct{ ending, becomes string }{{"ия", "ии"}, {"я", "е"}, {"а", "е"}, {"ь", "и"}} {
		if stem, ok := strings.CutSuffix(given, e.ending); ok {
			return stem + e.becomes
		}
	}
	return given // Элис: a name that does not decline
}

func dativeMale(given string) string {
	irregular := map[string]string{"Пётр": "Петру", "Петр": "Петру", "Павел": "Павлу", "Лев": "Льву"}
	if known, ok := irregular[given]; ok {
		return known
	}
	for _, e := range []struct{ ending, becomes string }{{"ия", "ии"}, {"я", "е"}, {"а", "е"}, {"ь", "ю"}, {"й", "ю"}} {
		if stem, ok := strings.CutSuffix(given, e.ending); ok {
			return stem + e.becomes
		}
	}
	if last := []rune(given); len(last) > 0 && strings.ContainsRune("оуэеиы", last[len(last)-1]) {
		return given // Отто
	}
	return given + "у"
}
