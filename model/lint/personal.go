package lint

import (
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/pattern"
	"kurator/model/russian"
)

// contacts: the applicant's own contact blocks a public answer, another citizen's any answer; a contact of nobody we know is a reminder where
// everybody reads. Contacts of institutions are no fault.
func (c *checker) contacts() {
	own, known := russian.FindContacts("тел. "+c.Appeal.Applicant.Contact.Body), c.institutions()
	public := Public(c.channel())
	for _, x := range c.said {
		alike := func(y russian.Contact) bool { return same(x, y) }
		switch {
		case slices.ContainsFunc(known, alike):
		case slices.ContainsFunc(own, alike):
			if public {
				c.add(KindPersonal, x.Start, x.End, true, "Контакт заявителя в публичном ответе")
			}
		case c.OfOther != nil && c.OfOther(x):
			c.add(KindPersonal, x.Start, x.End, true, "Контакт другого гражданина")
		case public:
			c.add(KindContact, x.Start, x.End, false, contactSays(x.Kind)+" в публичном ответе: убедитесь, что это контакт учреждения")
		}
	}
	c.flats(public)
}

func contactSays(k russian.ContactKind) string {
	switch k {
	case russian.Email:
		return "Адрес почты"
	case russian.Account:
		return "Страница в сети"
	}
	return "Телефон"
}

// institutions are the contacts that are no person's.
func (c *checker) institutions() []russian.Contact {
	var list []russian.Contact
	for _, known := range c.Known {
		list = append(list, russian.FindContacts("тел. "+known)...)
	}
	return list
}

// same compares contacts; a local number is the end of a full one.
func same(x, y russian.Contact) bool {
	if x.Kind != y.Kind || x.Normal == "" || y.Normal == "" {
		return false
	}
	if x.Kind != russian.Phone {
		return x.Normal == y.Normal
	}
	return strings.HasSuffix(x.Normal, y.Normal) || strings.HasSuffix(y.Normal, x.Normal)
}

// flat is a flat number: an address down to the door.
var flat = pattern.Lazy(`(?i)(?:^|[^\p{L}])(кв\.|квартир[аеуы])\s*(?:№\s*)?\d+`)

// flats: the applicant's home blocks a public answer unless it is what the appeal is about.
func (c *checker) flats(public bool) {
	if !public {
		return
	}
	settlement := addressWords(c.Appeal.Place)
	home := slices.DeleteFunc(addressWords(c.Appeal.Applicant.Address.Body), func(w string) bool { return slices.Contains(settlement, w) })
	problem := addressWords(c.Appeal.Address.Body)
	if len(home) > 1 && !within(home, problem) && within(home, addressWords(c.Text)) {
		c.add(KindPersonal, 0, 0, true, "Домашний адрес заявителя в публичном ответе")
	}
	for _, at := range flat().FindAllStringSubmatchIndex(c.Text, -1) {
		c.add(KindContact, at[2], at[1], false, "Адрес до квартиры в публичном ответе")
	}
}

// addressWords are the telling words of an address: names of streets and numbers of houses, without their kinds.
func addressWords(address string) []string {
	kinds := []string{"ул", "улица", "д", "дом", "кв", "квартира", "пгт", "с", "село", "г", "пер", "переулок", "п", "пос", "поселок", "корп", "область", "район"}
	var words []string
	for _, w := range wordsOf(address) {
		if !slices.Contains(kinds, w) {
			words = append(words, w)
		}
	}
	return words
}

func within(words, all []string) bool {
	for _, w := range words {
		if !slices.Contains(all, w) {
			return false
		}
	}
	return true
}

// names: a surname in a public answer tells everybody who complained.
func (c *checker) names() {
	if !Public(c.channel()) {
		return
	}
	surnames(c.Text, &c.Appeal.Applicant, func(start, end int) {
		c.add(KindPersonal, start, end, true, "Фамилия заявителя в публичном ответе")
	})
}

// surnames finds the surname of a person in a text, in any case.
func surnames(text string, of *model.Applicant, found func(start, end int)) {
	if of.Kind == model.ApplicantOrganisation {
		return
	}
	parts := strings.Fields(russian.Initials(of.Name.Body))
	if len(parts) < 2 {
		return // a nickname, or a surname alone that may be any word
	}
	surname := russian.Fold(parts[0])
	folded, at := foldedPlaces(text)
	eachWord(folded, func(start, end int) {
		if sameSurname(folded[start:end], surname) {
			found(at[start], at[end])
		}
	})
}

// TellsOf tells whether words name an applicant or say their contact. Such words belong where they can be erased.
func TellsOf(text string, of *model.Applicant) bool {
	tells := false
	surnames(text, of, func(int, int) { tells = true })
	own := russian.FindContacts("тел. " + of.Contact.Body)
	for _, x := range russian.FindContacts("тел. " + text) {
		tells = tells || slices.ContainsFunc(own, func(y russian.Contact) bool { return same(x, y) })
	}
	return tells
}

// sameSurname compares up to the endings of the cases: Иванова, Ивановой, Иванову.
func sameSurname(word, surname string) bool {
	stem := strings.TrimRight(surname, "аяоейи")
	if len([]rune(stem)) < 3 {
		return word == surname
	}
	rest, ok := strings.CutPrefix(word, stem)
	return ok && slices.Contains([]string{"", "а", "у", "ы", "е", "ым", "ой", "ою", "ого", "ому", "ая", "ую", "ий", "ый", "им", "его", "ему", "ом", "ей", "й", "я", "ю", "и"}, rest)
}
