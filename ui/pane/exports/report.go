package exports

import (
	"strconv"
	"strings"

	"kurator/model/russian"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// reportText says what became of each file.
func reportText(env *pane.Env, f finished) []widget.Paragraph {
	var text []widget.Paragraph
	for _, r := range f.reports {
		if len(text) > 0 {
			text = append(text, widget.Par("", theme.Text))
		}
		text = append(text, fileText(env, r, f.dry)...)
	}
	if len(f.twins) > 0 {
		text = append(text, widget.Par("", theme.Text), widget.Par("Похожие на новые обращения (на карточке — «=»)", theme.Title))
	}
	for _, t := range f.twins {
		say := "№ " + t.Appeal.String() + " похоже на № " + t.Twin.String() + ": " + strings.Join(t.Why, "; ")
		text = append(text, widget.Paragraph{Runs: []widget.Run{{Text: clean.Line(say), Role: theme.Text}}, Indent: 2})
	}
	if !f.dry {
		text = append(text, widget.Par("", theme.Text), widget.Par("Загрузка отменяется одним действием: u.", theme.Muted))
	}
	return text
}

func fileText(env *pane.Env, r exchange.FileReport, dry bool) []widget.Paragraph {
	text := []widget.Paragraph{widget.Par(clean.Line(r.File), theme.Title)}
	line := func(s string, role theme.Role) {
		text = append(text, widget.Paragraph{Runs: []widget.Run{{Text: clean.Line(s), Role: role}}, Indent: 2})
	}
	about := clean.Line(r.Profile) + ", данные на " + russian.DateTime(r.AsOf.In(env.Zone))
	if r.Charset != "" {
		about += ", кодировка " + r.Charset
	}
	line(about, theme.Muted)
	line("Прочитано "+strconv.Itoa(r.Read)+": новых "+strconv.Itoa(r.Added)+", изменилось "+strconv.Itoa(r.Updated)+", без изменений "+strconv.Itoa(r.Unchanged), theme.Text)
	if r.Quarantined > 0 {
		line("! В карантин: "+russian.Count(r.Quarantined, "строка", "строки", "строк"), theme.Warn)
	}
	for _, v := range r.Sample {
		if dry { // the bad ones come below
			line("строка "+strconv.Itoa(v.Row)+": "+strings.TrimSuffix(v.What+": "+v.Told, ": "), theme.Text)
		}
	}
	for _, v := range r.Bad {
		line("  строка "+strconv.Itoa(v.Row)+": "+v.Say, theme.Warn)
	}
	for _, name := range r.NewUnits {
		line("! Новое подразделение из выгрузки: "+name+" (опишите его в ролях)", theme.Warn)
	}
	if len(r.Behind) > 0 {
		line("Здесь отвечено, а в канале ещё нет:", theme.Warn)
	}
	for _, d := range r.Behind {
		line("  № "+d.Appeal.String()+" ("+d.Number+"): здесь — "+d.Ours.Title()+", там — "+d.Theirs, theme.Text)
	}
	return text
}
