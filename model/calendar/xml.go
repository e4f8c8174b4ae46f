package calendar

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"time"
)

type xmlCalendar struct {
	XMLName  xml.Name `xml:"calendar"`
	Year     int      `xml:"year,attr"`
	Holidays []struct {
		ID    string `xml:"id,attr"`
		Title string `xml:"title,attr"`
	} `xml:"holidays>holiday"`
	Days []struct {
		Day     string `xml:"d,attr"` // MM.DD
		Type    int    `xml:"t,attr"` // 1 off, 2 short, 3 working
		Holiday string `xml:"h,attr"`
		From    string `xml:"f,attr"` // MM.DD: the day off was moved from here
	} `xml:"days>day"`
}

// ParseXML reads one year in the layout of xmlcalendar files: <calendar year="2028"> with <holidays> and <days>, a day with
// d="MM.DD", t="1" (off), "2" (short) or "3" (working), h= its holiday, f= the date a day off was moved from.
func ParseXML(r io.Reader) ([]Row, error) {
	var file xmlCalendar
	if err := xml.NewDecoder(r).Decode(&file); err != nil {
		return nil, faultf("Файл не читается как XML-календарь: %v. Нужен файл вида <calendar year=\"2028\">.", err)
	}
	if file.Year < 1900 || file.Year > 2199 {
		return nil, faultf("В XML-календаре нет года. Нужен файл вида <calendar year=\"2028\">.")
	}
	titles := map[string]string{}
	for _, h := range file.Holidays {
		titles[h.ID] = h.Title
	}
	replacedBy := map[Date]Date{} // working Saturday → the day off it was exchanged for
	for _, d := range file.Days {
		if from, err := monthDay(file.Year, d.From); err == nil {
			if date, err := monthDay(file.Year, d.Day); err == nil {
				replacedBy[from] = date
			}
		}
	}
	var rows []Row
	var faults []error
	for _, d := range file.Days {
		date, err := monthDay(file.Year, d.Day)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		made, err := xmlRows(date, d.Type, titles[d.Holiday], d.From, replacedBy)
		if err != nil {
			faults = append(faults, err)
		}
		rows = append(rows, made...)
	}
	return rows, errors.Join(faults...)
}

func xmlRows(date Date, kind int, title, from string, replacedBy map[Date]Date) ([]Row, error) {
	weekend := isWeekend(date)
	work := Row{Date: date, Kind: KindWork, Title: "Рабочий день (перенос)", Basis: BasisDecree, Moved: replacedBy[date]}
	short := Row{Date: date, Kind: KindShort, Title: "Сокращённый (предпраздничный) рабочий день", Basis: BasisShort}
	switch {
	case kind == 1 && from != "":
		moved, err := monthDay(date.Year(), from)
		if err != nil {
			return nil, err
		}
		return []Row{{Date: date, Kind: KindDayOff, Title: "Выходной (перенос с " + moved.Russian() + ")", Basis: BasisDecree, Moved: moved}}, nil
	case kind == 1 && title != "":
		return []Row{{Date: date, Kind: KindDayOff, Title: title, Basis: BasisHoliday}}, nil
	case kind == 1:
		return []Row{{Date: date, Kind: KindDayOff, Title: "Выходной день", Basis: basisImported}}, nil
	case kind == 2 && weekend:
		return []Row{work, short}, nil
	case kind == 2:
		return []Row{short}, nil
	case kind == 3:
		return []Row{work}, nil
	}
	return nil, faultf("XML-календарь, %s: неизвестный вид дня t=\"%d\" (1 — выходной, 2 — сокращённый, 3 — рабочий).", date.Russian(), kind)
}

func monthDay(year int, s string) (Date, error) {
	t, err := time.Parse("2006.01.02", fmt.Sprintf("%04d.%s", year, s))
	if err != nil {
		return 0, faultf("XML-календарь: дата «%s» не распознана, нужно «ММ.ДД».", s)
	}
	return NewDate(t.Date()), nil
}
