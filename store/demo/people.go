package demo

import (
	"math/rand/v2"
	"strconv"

	"kurator/model"
)

// Names are invented from northern nature, so that nobody meets himself here.
var (
	surnames = []string{"Рябинин", "Морошкин", "Песцов", "Чайкин", "Осокин", "Ёлкин", "Берёзкин", "Куропаткин", "Брусникин",
		"Ягельников", "Сопкин", "Ручейников", "Озерков", "Снегирёв", "Метелин", "Полозов", "Лодкин", "Сёмгин", "Хариусов",
		"Оленин", "Нартов", "Вербин", "Мохов", "Вьюгин", "Глухарёв", "Росомахин", "Ламбин", "Тундров", "Сполохов",
		"Вежин", "Клюквин", "Черничин", "Горностаев", "Кукшин", "Пороша", "Камень", "Сосна", "Багульник"}
	men = []string{"Олег", "Пётр", "Алексей", "Данил", "Николай", "Андрей", "Сергей", "Виктор", "Иван", "Михаил", "Роман",
		"Егор", "Геннадий", "Юрий", "Степан", "Артём"}
	women = []string{"Анна", "Вера", "Ирина", "Софья", "Мария", "Ольга", "Татьяна", "Надежда", "Елена", "Галина", "Дарья",
		"Людмила", "Светлана", "Наталья", "Ксения", "Алёна"}
	fathers = []string{"Петров", "Олегов", "Алексеев", "Николаев", "Андреев", "Сергеев", "Викторов", "Иванов", "Михайлов",
		"Романов", "Егоров", "Геннадьев", "Юрьев", "Степанов"}
	organisations = []string{"ООО «Полярная звезда»", "ООО «Северный ветер»", "СХПК «Ягель»", "ТСЖ «Умбозеро»",
		"ООО «Лявозеро-Сервис»", "Община «Вежа»", "ООО «Хлебный двор»", "АНО «Лыжня»"}
)

// person is who wrote.
type person struct {
	kind   model.ApplicantKind
	name   string // in full, as papers write it
	given  string // what a letter addresses a person by
	signed string // «Рябинин О. П.»
	voice  voice
}

func invent(r *rand.Rand, kind model.ApplicantKind) person {
	switch kind {
	case model.ApplicantAnonymous:
		return person{kind: kind, voice: voice(r.IntN(2))}
	case model.ApplicantOrganisation:
		return person{kind: kind, name: organisations[r.IntN(len(organisations))], voice: voiceMany}
	case model.ApplicantCollective:
		return person{kind: kind, voice: voiceMany} // named by the house once it is known
	}
	surname, father := surnames[r.IntN(len(surnames))], fathers[r.IntN(len(fathers))]
	p := person{kind: model.ApplicantPerson}
	if r.IntN(100) < 62 {
		given := women[r.IntN(len(women))]
		p.voice, p.given = voiceWoman, given+" "+father+"на"
		surname += feminine(surname)
		p.signed = initials(surname, given, father)
	} else {
		given := men[r.IntN(len(men))]
		p.given = given + " " + father + "ич"
		p.signed = initials(surname, given, father)
	}
	p.name = surname + " " + p.given
	return p
}

// feminine is what a woman's surname adds; those that are plain nouns stay as they are.
func feminine(surname string) string {
	switch surname[len(surname)-2:] {
	case "в", "н":
		return "а"
	}
	return ""
}

func initials(surname, given, father string) string {
	return surname + " " + firstLetter(given) + ". " + firstLetter(father) + "."
}

func firstLetter(s string) string { return s[:2] } // every name begins with a Cyrillic letter: two bytes

// phone is of a code that no network has: codes do not begin with 1.
func phone(r *rand.Rand) string {
	b := append(make([]byte, 0, 18), "+7 (100) "...)
	b = strconv.AppendInt(b, int64(100+r.IntN(900)), 10)
	for range 2 {
		b = strconv.AppendInt(append(b, '-'), int64(10+r.IntN(90)), 10)
	}
	return string(b)
}

func email(r *rand.Rand) string {
	return "zhitel" + strconv.Itoa(1000+r.IntN(900000)) + "@pochta.example"
}

// account is a page that cannot exist: real numbers do not begin with zero.
func account(r *rand.Rand) string {
	return "https://vk.com/id0" + strconv.Itoa(10000000+r.IntN(90000000))
}
