package verb

import (
	"context"
	"strings"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/russian"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Ways of a task sheet.
const (
	sheetFile   = "docx"
	sheetText   = "txt"
	sheetLetter = "mail"
)

// sheet gives the unit its task: as a document, as text, or as a letter. Data of the applicant are in it only when ticked.
func (c *Cases) sheet(env *pane.Env, t Target) pane.Outcome {
	letter := "письмо файлом .eml"
	if env.Config != nil && env.Config.Mail.Host != "" {
		letter = "письмо на адрес подразделения"
	}
	fields := []widget.Field{{ID: "way", Label: "Как передать", Kind: widget.FieldChoice, Value: sheetFile, Options: []widget.Option{
		{ID: sheetFile, Label: "документ Word"}, {ID: sheetText, Label: "текст"}, {ID: sheetLetter, Label: letter}}}}
	if env.Me.May(access.RightExport) == nil {
		fields = append(fields, widget.Field{ID: "personal", Label: "С фамилией и телефоном заявителя (пишется в журнал)", Kind: widget.FieldFlag})
	}
	title := "Задание исполнителю: " + russian.Count(len(t.IDs()), "обращение", "обращения", "обращений")
	return pane.Push(overlay.NewForm(title, fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		return giveTasks(env, t.IDs(), v("way"), v("personal") != "")
	}))
}

func giveTasks(env *pane.Env, ids []model.AppealID, way string, personal bool) pane.Outcome {
	s, actor, conf := env.Store, env.Me.Actor, env.Config
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		o := exchange.TaskOptions{Dir: exchange.Outbox(s.Path()), Plain: way == sheetText, Letters: way == sheetLetter, Personal: personal}
		if o.Letters && conf != nil {
			var err error
			if o.Server, err = exchange.ServerOf(conf.Mail); err != nil {
				return pane.Nothing(), err
			}
		}
		tasks, skipped, err := exchange.Tasks(context.WithoutCancel(ctx), s, actor, ids, o)
		if len(tasks) == 0 {
			if err == nil {
				err = model.Faultf(model.Stage, "Задание не выдано: %s", reasons(skipped))
			}
			return pane.Nothing(), err
		}
		out := toldTasks(tasks)
		if len(skipped) > 0 {
			out.Toast.Text += ". " + skippedWords(skipped)
		}
		out.Err = err
		return out, nil
	})
}

// toldTasks says where the sheets lie or that they were sent.
func toldTasks(tasks []exchange.Task) pane.Outcome {
	var parts []string
	var refs []model.Ref
	for _, t := range tasks {
		where := "письмо отправлено"
		if !t.Sent {
			where = t.Path
		}
		parts = append(parts, t.Title+" — "+where)
		for _, id := range t.Appeals {
			refs = append(refs, model.AppealRef(id))
		}
	}
	return pane.Done(clean.Line("Задание: "+strings.Join(parts, "; ")), refs...)
}
