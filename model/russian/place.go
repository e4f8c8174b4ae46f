package russian

import "strings"

// placeKind is a kind of settlement: how it is abbreviated and how it declines. A settlement's own name after its kind
// stays in the nominative, as official papers write it («в селе Ловозеро»), so that no name is ever declined wrongly.
type placeKind struct {
	marks        []string // folded spellings
	where, whose string   // «в селе», «села»
	nominative   string
}

func placeKinds() []placeKind {
	return []placeKind{
		{[]string{"пгт", "пгт.", "п.г.т.", "поселок городского типа"}, "в пгт", "пгт", "пгт"},
		{[]string{"село", "с.", "с"}, "в селе", "села", "село"},
		{[]string{"город", "г.", "г"}, "в городе", "города", "город"},
		{[]string{"поселок", "пос.", "пос", "п.", "п"}, "в посёлке", "посёлка", "посёлок"},
		{[]string{"деревня", "дер.", "дер", "д.", "д"}, "в деревне", "деревни", "деревня"},
		{[]string{"станция", "ст.", "ст", "ж/д станция", "ж.-д. ст.", "ж/д ст."}, "на станции", "станции", "станция"},
		{[]string{"населенный пункт", "н.п.", "нп"}, "в населённом пункте", "населённого пункта", "населённый пункт"},
	}
}

// knownPlaces are the settlements of Lovozero district with the kind each has; order 20-РГ concerns them.
func knownPlaces() map[string]string {
	return map[string]string{"ревда": "пгт", "ловозеро": "село", "краснощелье": "село", "каневка": "село", "сосновка": "село"}
}

// PlaceIn says where: «в пгт Ревда», «в селе Ловозеро», «в Ловозерском районе». It understands a name with its kind in
// any usual spelling («с. Ловозеро»), the settlements of the district by bare name, and regions named by an adjective.
// Any other name is not declined: «в населённом пункте Икс». The preposition is included; "" gives "".
func PlaceIn(place string) string {
	return declinePlace(place, func(k placeKind) string { return k.where }, "в населённом пункте", "в ", 1)
}

// PlaceOf says whose: «жители пгт Ревда», «села Ловозеро», «Ловозерского района»; other names as PlaceIn does.
func PlaceOf(place string) string {
	return declinePlace(place, func(k placeKind) string { return k.whose }, "населённого пункта", "", 0)
}

// PlaceFull is the name with its kind in full: «село Ловозеро», «пгт Ревда»; what is not known stays as it is.
func PlaceFull(place string) string {
	place = strings.Join(strings.Fields(place), " ")
	if kind, name, ok := splitPlace(place); ok {
		return kind.nominative + " " + name
	}
	return place
}

func declinePlace(place string, form func(placeKind) string, fallback, preposition string, region int) string {
	place = strings.Join(strings.Fields(place), " ")
	if place == "" {
		return ""
	}
	if declined, ok := declineRegion(place, region); ok {
		return preposition + declined
	}
	if kind, name, ok := splitPlace(place); ok {
		return form(kind) + " " + name
	}
	return fallback + " " + place
}

func splitPlace(place string) (placeKind, string, bool) {
	folded := Fold(place)
	known := knownPlaces()
	for _, kind := range placeKinds() {
		if known[folded] == kind.nominative {
			return kind, place, true
		}
		for _, mark := range kind.marks {
			if !strings.HasPrefix(folded, mark) {
				continue
			}
			rest := strings.TrimPrefix(folded, mark)
			if !strings.HasPrefix(rest, " ") && !strings.HasSuffix(mark, ".") || strings.TrimSpace(rest) == "" {
				continue
			}
			if name, ok := cutRunes(place, mark); ok {
				return kind, name, true
			}
		}
	}
	return placeKind{}, "", false
}

// cutRunes removes as many runes from the front of s as the folded mark has; ok is false when folding has changed their
// count (decomposed letters).
func cutRunes(s, mark string) (string, bool) {
	runes, n := []rune(s), len([]rune(mark))
	if n > len(runes) || Fold(string(runes[:n])) != mark {
		return "", false
	}
	return strings.TrimSpace(string(runes[n:])), true
}

// declineRegion declines «Ловозерский район», «Ловозерский муниципальный округ», «Мурманская область» and the like:
// every word but the last must be an adjective in -ский, -ный or -ая. region picks the genitive (0) or prepositional (1).
func declineRegion(place string, region int) (string, bool) {
	nouns := map[string][2]string{
		"район": {"района", "районе"}, "округ": {"округа", "округе"}, "край": {"края", "крае"},
		"область": {"области", "области"}, "республика": {"республики", "республике"},
	}
	endings := map[string][2]string{"ский": {"ского", "ском"}, "ный": {"ного", "ном"}, "ная": {"ной", "ной"}, "ская": {"ской", "ской"}}
	words := strings.Split(place, " ")
	last := len(words) - 1
	noun, ok := nouns[Fold(words[last])]
	if !ok || last == 0 {
		return "", false
	}
	for i, word := range words[:last] {
		declined := ""
		for ending, forms := range endings {
			if stem, found := strings.CutSuffix(word, ending); found && stem != "" {
				declined = stem + forms[region]
			}
		}
		if declined == "" {
			return "", false
		}
		words[i] = declined
	}
	words[last] = noun[region]
	return strings.Join(words, " "), true
}
