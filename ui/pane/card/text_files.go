package card

import (
	"kurator/model"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// files lists what is attached. A file's name may tell who wrote, so it stands only where names may be read.
func (w *writer) files() {
	list := w.a.Attachments
	if len(list) == 0 {
		return
	}
	w.begin("Файлы")
	for _, f := range list {
		name := f.Name.Body
		if w.card.Masked {
			name = ""
		}
		w.line(widget.Run{Text: verb.FileLine(name, f.Size)}, widget.Run{Text: "  " + w.when(f.At, false), Role: theme.Muted})
	}
}

// sendings lists what went to units and when.
func (w *writer) sendings() {
	if len(w.a.Sendings) == 0 {
		return
	}
	w.begin("Задания и напоминания")
	for _, s := range w.a.Sendings {
		how := "файлом"
		if s.How == model.ByMail {
			how = "почтой"
		}
		w.line(widget.Run{Text: s.Kind.Title() + ": " + w.env.Snap.Office.UnitTitle(s.Unit) + ", " + how},
			widget.Run{Text: "  " + w.when(s.At, false), Role: theme.Muted})
	}
}
