package card

import (
	"strconv"
	"strings"

	"kurator/model"
	"kurator/ui/clean"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// draft shows the newest version, and what was said about the earlier ones.
func (w *writer) draft() {
	d := w.a.CurrentDraft()
	if w.card.Buffer != nil && w.card.Buffer.Body != "" {
		w.begin("Не закончено: текст, который вы начали писать")
		w.words(w.card.Buffer.Body)
	}
	if d == nil {
		return
	}
	title := "Проект ответа, версия " + strconv.Itoa(d.Version)
	if w.a.Approved() {
		title += " — утверждён"
	}
	w.begin(title)
	w.line(widget.Run{Text: w.when(d.At, false) + " · " + verb.Who(w.env.Snap, d.By), Role: theme.Muted})
	if d.Vouched != "" {
		w.field("За полноту и достоверность отвечает", d.Vouched)
	}
	if d.Returned != "" {
		w.line(widget.Run{Text: "! Возвращён: " + clean.Line(d.Returned), Role: theme.Warn})
		if d.Comment.Body != "" {
			w.line(widget.Run{Text: "  " + clean.Line(d.Comment.Body), Role: theme.Warn})
		}
	}
	w.words(d.Text.Body)
	w.approval()
	w.earlier()
}

func (w *writer) approval() {
	p := w.a.Approval
	if p == nil {
		return
	}
	said := "Утвердил: " + verb.Who(w.env.Snap, p.By)
	if p.Author {
		said = "Утвердил автор: " + verb.Who(w.env.Snap, p.By)
	}
	if p.Document != "" {
		said += ", № " + clean.Line(p.Document)
	}
	w.line(widget.Run{Text: said + ", " + w.when(p.At, false), Role: theme.Good})
	if !w.a.Approved() {
		w.line(widget.Run{Text: "! После утверждения текст изменился: нужно утвердить снова.", Role: theme.Warn})
	}
}

func (w *writer) earlier() {
	for i := len(w.a.Drafts) - 2; i >= 0; i-- {
		d := w.a.Drafts[i]
		said := "Версия " + strconv.Itoa(d.Version) + ", " + w.when(d.At, false) + ", " + verb.Who(w.env.Snap, d.By)
		if d.Returned != "" {
			said += ": возвращена — " + clean.Line(d.Returned)
		}
		w.line(widget.Run{Text: said, Role: theme.Muted})
	}
}

func (w *writer) replies() {
	for _, r := range w.a.Replies {
		title := "Ответ направлен " + w.when(r.At, r.DateOnly)
		if r.Interim {
			title = "Промежуточный ответ " + w.when(r.At, r.DateOnly)
		}
		if r.Origin == model.OriginForeign {
			title += " · внешняя система"
		}
		w.begin(title)
		if r.Link.Body != "" {
			w.line(widget.Run{Text: clean.Line(r.Link.Body), Role: theme.Link})
		}
		switch {
		case r.Text.Body != "":
			w.words(r.Text.Body)
		case r.Text.Erased() || !w.card.Text:
			w.line(widget.Run{Text: "Текст не показан.", Role: theme.Muted})
		default:
			w.line(widget.Run{Text: "Текста нет в выгрузке.", Role: theme.Muted})
		}
	}
}

func (w *writer) promises() {
	if len(w.a.Promises) == 0 {
		return
	}
	w.begin("Обещания")
	today := model.DateOf(model.InstantOf(w.env.Now()), w.env.Zone)
	for _, p := range w.a.Promises {
		role, said := theme.Text, "до "+verb.DateText(w.env, string(p.Date))
		switch {
		case p.Kept != 0:
			role, said = theme.Good, said+" — выполнено "+w.when(p.Kept, true)
		case p.Date < today:
			role, said = theme.Late, "! "+said+" — просрочено"
		}
		if u := w.env.Snap.Office.UnitTitle(p.Unit); u != "" {
			said += ", " + clean.Line(u)
		}
		w.line(widget.Run{Text: said, Role: role}, widget.Run{Text: strings.TrimRight(" · "+clean.Line(p.Text.Body), " ·")})
	}
}

func (w *writer) notes() {
	if len(w.a.Notes) == 0 {
		return
	}
	w.begin("Заметки")
	for _, n := range w.a.Notes {
		w.line(widget.Run{Text: w.when(n.At, false) + " " + verb.Who(w.env.Snap, n.By) + ": ", Role: theme.Muted}, widget.Run{Text: clean.Line(n.Text.Body)})
	}
}

// registrations show what each foreign system says, word for word.
func (w *writer) registrations() {
	w.begin("В каналах")
	for _, r := range w.a.Registrations {
		runs := []widget.Run{{Text: r.Channel.Title() + " " + clean.Line(r.ExternalID), Role: theme.Accent, URL: r.Card}}
		for _, x := range []struct{ label, value string }{{"второй номер", r.SecondID}, {"связано с", r.Linked}, {"стадия", r.Stage}, {"статус", r.Status},
			{"план", verb.DateText(w.env, string(r.Planned))}, {"факт", verb.DateText(w.env, string(r.Finished))}, {"исполнитель", r.Executor}, {"источник", r.Source}, {"страница", r.Page}, {"тип", r.Nature}} {
			if x.value != "" {
				runs = append(runs, widget.Run{Text: " · " + x.label + ": ", Role: theme.Muted}, widget.Run{Text: clean.Line(x.value)})
			}
		}
		if r.Repeat {
			runs = append(runs, widget.Run{Text: " · рассматривается повторно"})
		}
		if r.Late != nil && *r.Late {
			runs = append(runs, widget.Run{Text: " · просрочено по данным канала", Role: theme.Late})
		}
		w.line(runs...)
	}
}

// holders is the ledger: who held the case and what is charged to whom.
func (w *writer) holders() {
	if len(w.card.Ledger) == 0 {
		return
	}
	w.begin("Кто держал")
	for _, h := range w.card.Ledger {
		name := w.env.Snap.Office.HolderTitle(h.Holder)
		if name == "" {
			continue
		}
		runs := []widget.Run{{Text: w.when(h.From, false) + "  ", Role: theme.Muted}, {Text: clean.Line(name)},
			{Text: " · " + h.Stage.Title() + " · " + w.env.Snap.Book.HeldFor(h), Role: theme.Muted}}
		switch {
		case h.LateWorking > 0 && h.Outside():
			runs = append(runs, widget.Run{Text: " · срок прошёл вне администрации: " + workingHours(h.LateWorking), Role: theme.Muted})
		case h.LateWorking > 0:
			runs = append(runs, widget.Run{Text: " · просрочено у него: " + workingHours(h.LateWorking), Role: theme.Late})
		}
		if h.Vouched != "" {
			runs = append(runs, widget.Run{Text: " · подтвердил: " + clean.Line(h.Vouched), Role: theme.Muted})
		}
		if h.Recorded > h.From+60 {
			runs = append(runs, widget.Run{Text: " · записано " + w.when(h.Recorded, false), Role: theme.Muted})
		}
		w.line(runs...)
	}
}
