package demo

import (
	"strings"
	"unicode/utf8"

	"kurator/model"
	"kurator/model/russian"
)

// street has its name and the one form it takes after «по», «на», «вдоль».
type street struct{ name, oblique string }

// settlement is a place with its streets.
type settlement struct {
	id      int64
	name    string
	where   string // «в пгт Ревда»
	capital string // «В пгт Ревда»
	whose   string // «села Ловозеро»
	share   int    // of messages
	houses  int    // highest number of a house
	streets []street
}

// land lists the settlements of the district with their streets; the keys are ids of store/seed.
var land = []settlement{
	{id: 1, share: 60, houses: 48, streets: []street{{"ул. Победы", "ул. Победы"}, {"ул. Кузина", "ул. Кузина"},
		{"ул. Умбозерская", "ул. Умбозерской"}, {"ул. Комсомольская", "ул. Комсомольской"}, {"ул. Капустина", "ул. Капустина"}}},
	{id: 2, share: 28, houses: 60, streets: []street{{"ул. Советская", "ул. Советской"}, {"ул. Юрьева", "ул. Юрьева"},
		{"ул. Вокуева", "ул. Вокуева"}, {"ул. Пионерская", "ул. Пионерской"}, {"ул. Данилова", "ул. Данилова"}}},
	{id: 3, share: 7, houses: 70, streets: []street{{"ул. Оленеводов", "ул. Оленеводов"}, {"ул. Набережная", "ул. Набережной"},
		{"ул. Почтовая", "ул. Почтовой"}}},
	{id: 4, share: 3, houses: 30, streets: []street{{"ул. Набережная", "ул. Набережной"}, {"ул. Оленеводов", "ул. Оленеводов"}}},
	{id: 5, share: 2, houses: 24, streets: []street{{"ул. Морская", "ул. Морской"}, {"ул. Набережная", "ул. Набережной"}}},
}

// settle joins the streets with the names of the office's settlements.
func settle(office *model.Office) map[int64]*settlement {
	places := map[int64]*settlement{}
	for _, s := range land {
		s.name = office.Places[s.id].Name
		s.where, s.whose = russian.PlaceIn(s.name), russian.PlaceOf(s.name)
		first, size := utf8.DecodeRuneInString(s.where)
		s.capital = strings.ToUpper(string(first)) + s.where[size:]
		places[s.id] = &s
	}
	return places
}
