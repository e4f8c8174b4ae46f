package upkeep

import (
	"fmt"
	"io"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
)

// Destruction is what an act of the destruction of personal data tells (order of Роскомнадзор 28.10.2022 № 179, p. 3–6): the
// subjects by what points at them without naming them, what was destroyed, where, how, why, when and by whom.
type Destruction struct {
	Office   *model.Office
	Instance string // of the database
	By       model.Official
	At       model.Instant
	Zone     *time.Location
	List     []store.Destroyed
}

// Write writes the act with its extract of the journal. Both are kept for three years (p. 8).
func (d *Destruction) Write(w io.Writer) error {
	line := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	at := d.At.In(d.Zone)
	line("АКТ\nоб уничтожении персональных данных\n")
	line("%s\n", russian.DateLong(at))
	line("1. Оператор: %s.", d.Office.Settings.OfficeName)
	line("2. Лицо, уничтожившее данные: %s.", official(d.By))
	line("3. Субъекты: авторы обращений, перечисленных в выгрузке из журнала (%s). Имена стёрты и здесь не приводятся.",
		russian.Count(len(d.List), "запись", "записи", "записей"))
	line("4. Категории данных: имя, контакт и адрес заявителя, адрес места, тексты обращения, проектов ответа, ответов,\n" +
		"   сообщений и заметок, исходные строки выгрузок.")
	line("5. Носитель: информационная система «kurator», база %s.", d.Instance)
	line("6. Способ: стирание в файле базы с перезаписью освободившегося места, поискового указателя и журнала записи.\n" +
		"   Сведения для статистики сохранены без связи с лицом.")
	line("7. Причина: истёк срок хранения (достигнута цель обработки).")
	line("8. Дата уничтожения: %s.\n", d.period())
	line("Подписи: ____________________   ____________________\n")
	line("ВЫГРУЗКА ИЗ ЖУРНАЛА")
	line("Запись журнала; дата и время; обращение; канал; номер во внешней системе; поступило; закрыто; причина")
	for _, x := range d.List {
		line("%d; %s; %s; %s; %s; %s; %s; истёк срок хранения", x.Seq, russian.DateTime(x.Recorded.In(d.Zone)), subject(x.Ref), channelTitle(x.Channel),
			orDash(x.ExternalID), d.day(x.Received), d.day(x.Closed))
	}
	_, err := fmt.Fprintln(w, "\nАкт и выгрузка хранятся три года.")
	return err
}

func official(o model.Official) string {
	if o.Name == "" {
		return o.Position
	}
	return o.Position + ", " + o.Name
}

// period is the day, or the first and last one.
func (d *Destruction) period() string {
	if len(d.List) == 0 {
		return d.day(d.At)
	}
	first, last := d.List[0].Recorded, d.List[len(d.List)-1].Recorded
	if d.day(first) == d.day(last) {
		return d.day(first)
	}
	return d.day(first) + " — " + d.day(last)
}

func (d *Destruction) day(at model.Instant) string {
	if at == 0 {
		return "—"
	}
	return russian.DateShort(at.In(d.Zone))
}

func subject(ref model.Ref) string {
	if ref.Noun == model.NounAppeal {
		return fmt.Sprintf("№ %d", ref.ID)
	}
	return fmt.Sprintf("отложенная строка № %d", ref.ID)
}

func channelTitle(c model.ChannelID) string {
	if c == "" {
		return "—"
	}
	return c.Title()
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
