package verb

import (
	"context"
	"path/filepath"
	"strings"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Export asks how a list leaves the program and writes it beside the database, where letters and tasks lie too.
func Export(env *pane.Env, q query.Query, name string) pane.Outcome {
	fields := []widget.Field{{ID: "format", Label: "Формат", Kind: widget.FieldChoice, Value: "xlsx", Options: []widget.Option{
		{ID: "xlsx", Label: "xlsx"}, {ID: "csv", Label: "csv (UTF-8)"}, {ID: "csv1251", Label: "csv (windows-1251)"}, {ID: "json", Label: "json"}}},
		{ID: "path", Label: "Файл", Hint: "пусто — в папку outbox рядом с базой"}}
	if env.Me.May(access.RightExport) == nil {
		fields = append(fields, widget.Field{ID: "personal", Label: "С данными заявителей и текстами", Kind: widget.FieldFlag})
	}
	return pane.Push(overlay.NewForm("Выгрузить: "+clean.Line(name), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		o := exchange.OutOptions{Query: q, Format: exchange.OutFormat(v("format")), Personal: v("personal") != "", Path: strings.TrimSpace(v("path"))}
		if v("format") == "csv1251" {
			o.Format, o.Charset = exchange.OutCSV, "windows-1251"
		}
		if o.Path == "" {
			o.Path = filepath.Join(exchange.Outbox(env.Store.Path()), "обращения-"+env.Time().Format("2006-01-02-150405")+"."+string(o.Format))
		}
		return export(env, o)
	}))
}

func export(env *pane.Env, o exchange.OutOptions) pane.Outcome {
	s, actor := env.Store, env.Me.Actor
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		if err := exchange.OwnFolder(filepath.Dir(o.Path)); err != nil {
			return pane.Nothing(), err
		}
		r, err := exchange.Out(ctx, s, actor, o)
		if err != nil {
			return pane.Nothing(), err
		}
		text := "Выгружено " + russian.Count(r.Rows, "обращение", "обращения", "обращений") + ": " + clean.Line(o.Path)
		out := pane.Outcome{Toast: &pane.Toast{Text: text, Warn: r.Cut > 0}, Changed: []model.Ref{{Noun: model.NounRecord}}}
		if r.Cut > 0 {
			out.Toast.Text += ". Не поместилось ячеек: " + russian.Number(int64(r.Cut))
		}
		return out, nil
	})
}
