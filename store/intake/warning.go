package intake

import (
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/search"
)

// Warning is something to think of before an appeal is written down.
type Warning struct {
	Code string // «mail», «zone», «complaint»
	Say  string
}

// mailLaw is from when plain mail is no valid appeal (547-ФЗ).
const mailLaw = model.Date("2025-03-30")

// AboutMail are the warnings for what came by e-mail on a date, with the address answers would go to.
func AboutMail(received model.Date, replyTo string) []Warning {
	var list []Warning
	if received >= mailLaw {
		list = append(list, Warning{"mail", "С 30.03.2025 письмо по электронной почте само по себе не обращение (547-ФЗ): подскажите автору, как подать его."})
	}
	return append(list, AboutAddress(replyTo)...)
}

// AboutAddress warns of an address that answers may not go to.
func AboutAddress(contact string) []Warning {
	for _, c := range russian.FindContacts(contact) {
		if c.Kind == russian.Email && !RussianZone(c.Normal) {
			return []Warning{{"zone", "Адрес для ответа не в российской зоне (.ru, .рф, .su): отправлять ответ на него нельзя. Попросите другой адрес."}}
		}
	}
	return nil
}

// RussianZone tells whether a mailbox lies in a Russian domain zone.
func RussianZone(address string) bool {
	_, domain, ok := strings.Cut(russian.Fold(strings.TrimSpace(address)), "@")
	if !ok {
		return false
	}
	domain = strings.TrimRight(domain, ".> ")
	for _, zone := range []string{".ru", ".su", ".рф", ".xn--p1ai"} {
		if strings.HasSuffix(domain, zone) && len(domain) > len(zone) {
			return true
		}
	}
	return false
}

// complaining are the beginnings of words by which people complain of somebody.
var complaining = strings.Fields("жалоб жалуюсь жалуемся пожаловат бездейств бездейст хамств хамит хамил нагруб грубит груби хамят отписк отписыва халатн самоуправ издева вымога нарушает нарушил игнорир " +
	"отказыва отказал недовол")

// Complained finds the unit that a text complains of: named in a sentence with a word of complaint. The complaint may not be given
// to it to answer (59-ФЗ, art. 8 p. 6).
func Complained(office *model.Office, stems *search.Stemmer, text string) (model.Unit, bool) {
	for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".!?\n;", r) }) {
		folded := russian.Fold(sentence)
		if !slices.ContainsFunc(complaining, func(w string) bool { return strings.Contains(folded, w) }) {
			continue
		}
		said := stems.Stems(sentence)
		for _, u := range office.UnitList() {
			for _, name := range append([]string{u.Name, u.Short}, u.Aliases...) {
				own := stems.Stems(name)
				if u.To == "" && tells(own) && !slices.ContainsFunc(own, func(s string) bool { return !slices.Contains(said, s) }) {
					return u, true
				}
			}
		}
	}
	return model.Unit{}, false
}

// tells: a name of one common word («отдел», «администрация») would be found in every letter.
func tells(name []string) bool {
	common := []string{"отдел", "администрац", "сектор", "управлен", "школ", "центр", "дом", "район", "ловозерск", "глав", "комитет"}
	own := 0
	for _, s := range name {
		if !slices.Contains(common, s) {
			own++
		}
	}
	return own > 0 && len(name) > 0 && (len(name) > 1 || len([]rune(name[0])) > 3)
}

// AboutComplaint warns that the one named in the text is the one it would be given to.
func AboutComplaint(office *model.Office, stems *search.Stemmer, text string, addressee model.UnitID) []Warning {
	u, ok := Complained(office, stems, text)
	if !ok || addressee != 0 && addressee != u.ID {
		return nil
	}
	return []Warning{{"complaint", "В тексте жалуются на «" + u.Title() + "»: передать обращение ему же нельзя (59-ФЗ, ст. 8, ч. 6)."}}
}
