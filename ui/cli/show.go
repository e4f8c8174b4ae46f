package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/clean"
)

func showCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "show НОМЕР",
		GroupID: groupWork,
		Short:   "Показать обращение целиком",
		Long: "Показывает обращение с текстом, сроками, проектами и ответами — то, что вам разрешено видеть.\n" +
			"Номер — наш или внешней системы. Просмотр персональных данных записывается в журнал.",
		Example: "  kurator show 12\n  kurator show 07/19-ОГ-10 --format json",
		Args:    exactly(1, "номер обращения"),
		RunE:    p.show,
	}
}

func (p *program) show(cmd *cobra.Command, args []string) error {
	ctx := cmd.Context()
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	id, err := s.number(ctx, args[0])
	if err != nil {
		return err
	}
	card, err := s.Card(ctx, s.actor, id, false)
	if err != nil {
		return err
	}
	if p.format(formatTable) != formatTable {
		return p.printJSON(s.cardDocument(&card))
	}
	w := &page{p: p, s: s}
	w.card(&card)
	return nil
}

// page writes one appeal for reading.
type page struct {
	p *program
	s *session
}

// field prints a named value and skips an empty one.
func (w *page) field(name, value string) {
	if value != "" {
		w.p.line(name + ": " + value)
	}
}

// text prints a heading and the lines below it.
func (w *page) text(name string, t model.Text) {
	switch {
	case t.Body != "":
		fmt.Fprintf(w.p.out, "\n%s:\n%s\n", name, indent(clean.Text(t.Body)))
	case t.Ref != 0:
		w.p.line(name + ": скрыто или удалено")
	}
}

func indent(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") }

func (w *page) card(c *store.Card) {
	a := &c.Appeal
	w.p.line(fmt.Sprintf("Обращение № %s · %s · %s", a.ID, a.Channel().Title(), a.Stage.Title()))
	for _, r := range a.Registrations {
		w.field("Внешний номер", strings.TrimSpace(r.ExternalID+" "+r.Status))
	}
	w.field("Вид", a.Kind.Title())
	w.field("Получено", w.at(a.Received))
	w.field("Организация", a.Organisation)
	w.field("Тема", strings.TrimSpace(a.Topic.Code+" "+a.Topic.Title))
	w.field("Место", a.Place)
	w.field("Подразделение", w.s.snap.Office.UnitTitle(a.Unit))
	w.field("У кого", w.s.snap.Office.HolderTitle(a.Holder))
	w.clocks(c)
	w.applicant(c)
	w.text("Суть", a.Essence)
	w.text("Текст обращения", a.Body)
	w.questions(a)
	for _, m := range a.Messages {
		w.text("Гражданин написал снова "+w.at(m.At), m.Text)
	}
	w.answers(a)
	for _, n := range a.Notes {
		w.text(commas("Заметка "+w.at(n.At), w.s.who(n.By)), n.Text)
	}
	w.ledger(a)
}

func (w *page) at(i model.Instant) string {
	if i == 0 {
		return ""
	}
	return russian.DateTime(i.In(w.s.zone))
}

func (w *page) clocks(c *store.Card) {
	a := &c.Appeal
	due := dueRussian(w.s.due(a.Due.Channel))
	if late := a.Due.Channel.LateFrom; due != "" && a.Stage.Open() && late != 0 && w.s.Now() >= late {
		due += " — просрочено"
	}
	w.field("Срок", due)
	w.field("Ответить не позже", dueRussian(w.s.due(a.Due.AnswerBy)))
	for _, clock := range c.Clocks {
		w.p.line("  " + deadline.ClockTitle(clock.Name) + ": " + clock.DueRussian(w.s.zone) + " — " + clock.Basis)
	}
	w.field("Сроки не посчитать", c.DueFault)
	if a.Waiting {
		w.p.line("Ждём гражданина (срок идёт)")
	}
	if x := a.Extension; x != nil {
		w.field("Продлено", fmt.Sprintf("на %s, было %s: %s", russian.Days(x.Days), dueRussian(string(x.Original)), x.Reason))
	}
	for _, promise := range a.Promises {
		kept := "не выполнено"
		if promise.Kept != 0 {
			kept = "выполнено " + w.at(promise.Kept)
		}
		w.field("Обещано к", dueRussian(string(promise.Date))+", "+kept)
	}
}

func (w *page) applicant(c *store.Card) {
	a := c.Appeal.Applicant
	if !c.Personal {
		w.field("Заявитель", strings.TrimSpace(a.Kind.Title()+" (данные скрыты: нет права на просмотр)"))
		return
	}
	w.field("Заявитель", strings.TrimSpace(a.Name.Body+" "+a.Contact.Body))
	w.field("Адрес заявителя", a.Address.Body)
	w.field("Адрес", c.Appeal.Address.Body)
}

func (w *page) questions(a *model.Appeal) {
	if len(a.Questions) < 2 {
		w.field("Итог", string(a.Outcome))
		return
	}
	for i, q := range a.Questions {
		w.field(fmt.Sprintf("Вопрос %d", i+1), strings.TrimSpace(q.Topic.Title+" "+string(q.Outcome)))
	}
}

// commas joins what is there.
func commas(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func (w *page) answers(a *model.Appeal) {
	for _, d := range a.Drafts {
		title := commas(fmt.Sprintf("Проект %d", d.Version), w.at(d.At), w.s.who(d.By))
		if d.Returned != "" {
			title += ", возвращён: " + d.Returned
		}
		w.text(title, d.Text)
	}
	if a.Approval != nil {
		said := "Утвердил"
		if a.Approval.Author {
			said = "Утвердил автор"
		}
		w.field(said, commas(w.s.who(a.Approval.By), a.Approval.Document, w.at(a.Approval.At)))
	}
	for _, r := range a.Replies {
		title := "Ответ " + w.at(r.At)
		if r.Interim {
			title += " (промежуточный)"
		}
		if r.Text.Empty() {
			w.field(title, "текста нет в выгрузке")
		}
		w.text(title, r.Text)
	}
	if a.Mark != 0 {
		w.field("Оценка", fmt.Sprint(a.Mark))
	}
	w.field("Закрыто", w.at(a.ClosedAt))
}

func (w *page) ledger(a *model.Appeal) {
	if len(a.Handovers) == 0 {
		return
	}
	fmt.Fprintln(w.p.out, "\nДвижение:")
	for _, h := range a.Handovers {
		line := "  " + w.at(h.Happened) + " " + h.Stage.Title()
		if holder := w.s.snap.Office.HolderTitle(h.Holder); holder != "" {
			line += " · " + holder
		}
		w.p.line(line)
	}
}
