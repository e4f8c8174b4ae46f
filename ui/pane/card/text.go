package card

import (
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// writer builds the paragraphs of a card part by part.
type writer struct {
	env   *pane.Env
	card  *store.Card
	a     *model.Appeal
	pars  []widget.Paragraph
	parts []int
}

// paragraphs is the card as text, and where its parts begin.
func paragraphs(env *pane.Env, card *store.Card, beside []widget.Paragraph) (text []widget.Paragraph, parts []int) {
	w := &writer{env: env, card: card, a: &card.Appeal}
	w.state()
	w.pars = append(w.pars, beside...)
	w.clocks()
	w.message()
	w.again()
	w.questions()
	w.draft()
	w.replies()
	w.promises()
	w.notes()
	w.files()
	w.sendings()
	w.registrations()
	w.holders()
	return w.pars, w.parts
}

// begin starts a part with its heading.
func (w *writer) begin(title string) {
	if len(w.pars) > 0 {
		w.pars = append(w.pars, widget.Par("", theme.Text))
	}
	w.parts = append(w.parts, len(w.pars))
	w.pars = append(w.pars, widget.Par(title, theme.Title))
}

func (w *writer) line(runs ...widget.Run) {
	w.pars = append(w.pars, widget.Paragraph{Runs: runs, Indent: 2})
}

func (w *writer) field(label, value string) {
	if value != "" {
		w.line(widget.Run{Text: label + ": ", Role: theme.Muted}, widget.Run{Text: clean.Line(value)})
	}
}

// words writes what somebody wrote, with its line breaks.
func (w *writer) words(text string) {
	for _, line := range splitLines(text) {
		w.pars = append(w.pars, widget.Par(line, theme.Text))
	}
}

func (w *writer) when(at model.Instant, dateOnly bool) string {
	if at == 0 {
		return ""
	}
	if dateOnly {
		return russian.DateShort(at.In(w.env.Zone))
	}
	return russian.DateTime(at.In(w.env.Zone))
}

// state is the first part: what it is and with whom.
func (w *writer) state() {
	a := w.a
	w.parts = append(w.parts, 0)
	stage := widget.Run{Text: a.Stage.Title(), Role: theme.Accent}
	holder := w.env.Snap.Office.HolderTitle(a.Holder)
	runs := []widget.Run{stage}
	if holder != "" {
		runs = append(runs, widget.Run{Text: " · у кого: ", Role: theme.Muted}, widget.Run{Text: clean.Line(holder)})
		if n := len(w.card.Ledger); n > 0 {
			runs = append(runs, widget.Run{Text: " · " + w.env.Snap.Book.HeldFor(w.card.Ledger[n-1]), Role: theme.Muted})
		}
	}
	w.line(runs...)
	for _, mark := range []struct {
		on   bool
		text string
	}{{a.Priority == model.PriorityHigh, "Высокая важность"}, {a.Waiting, waitingWords(a)}, {a.DuplicateOf != 0, "Дубль обращения № " + a.DuplicateOf.String()}} {
		if mark.on {
			w.line(widget.Run{Text: "! " + mark.text, Role: theme.Warn})
		}
	}
	topic := a.Topic.Title
	if a.Topic.Group != "" && a.Topic.Group != topic {
		topic = strings.TrimPrefix(a.Topic.Group+" → "+topic, " → ")
	}
	if a.Topic.Code != "" {
		topic += " (" + a.Topic.Code + ")"
	}
	w.field("Тема", topic)
	place := a.Place
	if a.Address.Body != "" {
		place = strings.Trim(place+", "+strings.TrimPrefix(a.Address.Body, place+", "), ", ")
	}
	w.field("Место", place)
	w.field("Вид", strings.Trim(string(a.Genre)+", "+a.Kind.Title(), ", "))
	w.field("Суть", a.Essence.Body)
	w.applicant()
	w.field("Поступило", w.when(a.Received, a.ReceivedDateOnly))
	w.field("Получатель", a.Organisation)
	if a.Unit != 0 {
		w.field("Исполнитель", w.env.Snap.Office.UnitTitle(a.Unit))
	}
	if a.Outcome != "" {
		w.field("Результат", strings.Trim(string(a.Outcome)+" · "+a.CloseReason, " ·"))
	}
	w.field("Оценка", verb.MarkText(a.Mark))
	if a.Score != nil {
		w.field("Качество ответа", verb.ScoreText(a.Score))
		w.field("Замечание куратора", a.Score.Comment.Body)
	}
}

// waitingWords says whether the term runs on meanwhile: it does unless a policy of the office pauses it.
func waitingWords(a *model.Appeal) string {
	if a.Due.Channel.Kind != "" && a.Due.Channel.LateFrom == 0 {
		return "Ждём гражданина (срок остановлен)"
	}
	return "Ждём гражданина (срок идёт)"
}

func (w *writer) applicant() {
	a := w.a.Applicant
	kind := a.Kind.Title()
	if !w.card.Personal {
		if kind != "" {
			w.line(widget.Run{Text: "Заявитель: ", Role: theme.Muted}, widget.Run{Text: kind + " (данные скрыты)", Role: theme.Muted})
		}
		return
	}
	parts := []string{a.Name.Body, a.Contact.Body, a.Address.Body}
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, clean.Line(p))
		}
	}
	if len(said) == 0 {
		said = []string{kind}
	}
	runs := []widget.Run{{Text: "Заявитель: ", Role: theme.Muted}, {Text: strings.Join(said, ", ")}}
	if w.card.Masked {
		runs = append(runs, widget.Run{Text: "  Enter — показать", Role: theme.Muted})
	}
	w.line(runs...)
}

// clocks shows each clock: when it ends, how much is left in its own unit, how much is used.
func (w *writer) clocks() {
	w.begin("Сроки")
	if w.card.DueFault != "" {
		w.line(widget.Run{Text: "! " + w.card.DueFault, Role: theme.Warn})
		return
	}
	now := model.InstantOf(w.env.Now())
	pauses := deadline.CaseOf(w.a).Pauses
	for _, clock := range w.card.Clocks {
		if !w.matters(clock) {
			continue
		}
		left, err := w.env.Snap.Book.Left(clock, pauses, now)
		if err != nil {
			w.line(widget.Run{Text: "! " + err.Error(), Role: theme.Warn})
			continue
		}
		role, sign := theme.Text, "  "
		switch {
		case left.Late && clock.Done == 0:
			role, sign = theme.Late, "! "
		case clock.Done != 0:
			role = theme.Muted
		case left.Percent >= 80:
			role, sign = theme.Soon, "· "
		}
		used := ""
		switch {
		case clock.Done == 0 && clock.Paused:
		case clock.Done == 0:
			if !left.Late { // how much it is overdue says more than hundreds of percent
				used = " · прошло " + verb.PercentText(left.Percent)
			}
			if holder := w.env.Snap.Office.HolderTitle(w.a.Holder); left.Late && holder != "" && outer(clock.Name) {
				used += " · держит: " + clean.Line(holder)
			}
		}
		w.line(widget.Run{Text: sign, Role: role}, widget.Run{Text: clock.Title() + ": ", Role: theme.Muted},
			widget.Run{Text: clock.DueRussian(w.env.Zone)}, widget.Run{Text: " · " + left.Words, Role: role}, widget.Run{Text: used, Role: theme.Muted})
	}
	if w.a.Extension != nil {
		w.field("Срок продлён", russian.Days(w.a.Extension.Days)+": "+w.a.Extension.Reason+", был до "+verb.DateText(w.env, string(w.a.Extension.Original)))
		if told := w.a.Extension.Notified; told != "" {
			w.field("Гражданин уведомлён о продлении", verb.DateText(w.env, string(told)))
		} else {
			w.line(widget.Run{Text: "! Гражданин ещё не уведомлён о продлении (59-ФЗ, ст. 12, ч. 2)", Role: theme.Warn})
		}
	}
	w.waits()
	if now := w.fresh(); now != "" {
		w.line(widget.Run{Text: now, Role: theme.Muted})
	}
}

// inner are the clocks of the inner chain by the stage whose holder they bind.
var inner = map[string][]model.StageID{
	deadline.Draft: {model.StageAssigned, model.StageReturned}, deadline.Review: {model.StageReview},
	deadline.Approval: {model.StageApproval}, deadline.Publication: {model.StageApproved},
}

// matters leaves of the inner chain the one clock that binds who holds the case now; «почему» shows them all.
func (w *writer) matters(clock deadline.Clock) bool {
	stages, isInner := inner[clock.Name]
	return !isInner || slices.Contains(stages, w.a.Stage)
}

// outer tells whether a clock is the citizen's own: the inner ones repeat who holds the case.
func outer(name string) bool {
	return name == deadline.Answer || name == deadline.InterimFinal || name == deadline.External
}

// waits are the times the mark «ждём гражданина» stood.
func (w *writer) waits() {
	for _, s := range w.a.Waits {
		said := "с " + w.when(s.From, false)
		if s.To != 0 {
			said += " по " + w.when(s.To, false)
		}
		w.field("Ждали гражданина", said)
	}
}

// fresh says how old the channel's data is: lateness there is judged from it.
func (w *writer) fresh() string {
	main := w.a.Main()
	if main.AsOf == 0 || !w.a.Stage.Open() {
		return ""
	}
	return "Данные канала «" + main.Channel.Title() + "» на " + w.when(main.AsOf, false)
}

func (w *writer) message() {
	if !w.card.Text {
		w.begin("Обращение")
		w.line(widget.Run{Text: "Текст обращения вам не виден: это не нужно для вашей роли.", Role: theme.Muted})
		return
	}
	w.begin("Обращение")
	if w.a.Body.Body == "" {
		said := "Текста в выгрузке нет. Вставьте его на карточке канала или заметкой."
		if w.a.Body.Erased() {
			said = "Текст обезличен по сроку хранения."
		}
		w.line(widget.Run{Text: said, Role: theme.Muted})
		return
	}
	w.words(w.a.Body.Body)
}

func (w *writer) again() {
	for _, m := range w.a.Messages {
		title := "Гражданин написал снова, " + w.when(m.At, false)
		if !m.Seen {
			title = "[!] " + title
		}
		w.begin(title)
		w.words(m.Text.Body)
	}
}

func (w *writer) questions() {
	if len(w.a.Questions) < 2 && (len(w.a.Questions) == 0 || w.a.Questions[0].Text.Body == "") {
		return
	}
	w.begin("Вопросы")
	for i, q := range w.a.Questions {
		text := q.Text.Body
		if text == "" {
			text = q.Topic.Title
		}
		runs := []widget.Run{{Text: strconv.Itoa(i+1) + ". "}, {Text: clean.Line(text)}}
		if q.Outcome != "" {
			runs = append(runs, widget.Run{Text: " — " + string(q.Outcome), Role: theme.Muted})
		}
		w.line(runs...)
	}
}
