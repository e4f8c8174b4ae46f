package verb

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/ui/key"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// score judges the answer by the rubric.
func (c *Cases) score(_ *pane.Env, t Target) pane.Outcome {
	return pane.Push(newRubric(t.Appeal))
}

// rubric is the dialog that asks for points: a digit for each criterion, one after another, and Enter writes them down.
type rubric struct {
	appeal *model.Appeal
	points []int // -1: not judged yet
	at     int
	fault  string
}

func newRubric(a *model.Appeal) *rubric {
	r := &rubric{appeal: a, points: make([]int, len(model.Criteria()))}
	for i, criterion := range model.Criteria() {
		r.points[i] = -1
		if a.Score != nil {
			if p, ok := a.Score.Points[criterion]; ok {
				r.points[i] = p
			}
		}
	}
	return r
}

// Title of the frame.
func (r *rubric) Title() string { return "Качество ответа: № " + r.appeal.ID.String() }

// Foot of the frame.
func (r *rubric) Foot(*pane.Env) string {
	return "0 — нет, 1 — частично, 2 — да; Enter — записать, Esc — закрыть"
}

// Size is a line for each criterion, the sum and what is wrong.
func (r *rubric) Size(_ *pane.Env, w, _ int) (int, int) { return min(w, 62), len(r.points) + 2 }

// Typing is true: digits are points and not tabs.
func (r *rubric) Typing() bool { return true }

// Update takes points and writes them down.
func (r *rubric) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if click, ok := msg.(tea.MouseClickMsg); ok {
		if click.Y >= 0 && click.Y < len(r.points) {
			r.at = click.Y
		}
		return pane.Nothing()
	}
	press, ok := msg.(key.Press)
	if !ok {
		return pane.Nothing()
	}
	r.fault = ""
	switch press.Name {
	case "0", "1", "2":
		r.points[r.at], _ = strconv.Atoi(press.Name)
		r.at = min(r.at+1, len(r.points)-1)
	case "down", "tab", "j":
		r.at = min(r.at+1, len(r.points)-1)
	case "up", "shift+tab", "k":
		r.at = max(r.at-1, 0)
	case "esc", "ctrl+c":
		return pane.Outcome{Close: true}
	case "enter", "ctrl+s", "alt+enter":
		return r.write(env)
	}
	return pane.Nothing()
}

func (r *rubric) write(env *pane.Env) pane.Outcome {
	points := map[model.Criterion]int{}
	for i, criterion := range model.Criteria() {
		if r.points[i] < 0 {
			r.at, r.fault = i, "Нет баллов: поставьте 0, 1 или 2."
			return pane.Nothing()
		}
		points[criterion] = r.points[i]
	}
	o := Run(env, one("Качество ответа оценено", r.appeal, &model.ScoreAnswer{Points: points}))
	o.Close = true
	return o
}

// sum is what was given of what could be, when all is judged.
func (r *rubric) sum() string {
	got := 0
	for _, p := range r.points {
		if p < 0 {
			return ""
		}
		got += p
	}
	most := len(r.points) * model.MaxPoints
	return russian.Number(int64(got)) + " из " + russian.Number(int64(most)) + ", " + russian.Percent(100*float64(got)/float64(most), 0)
}

// View draws the criteria with their points.
func (r *rubric) View(env *pane.Env, w, h int) []string {
	th := env.Theme
	var lines []string
	for i, criterion := range model.Criteria() {
		st, mark := th.Style(theme.Text), " "
		if i == r.at {
			st, mark = th.Style(theme.Selected), th.Glyphs.Cursor
		}
		points := "—"
		if r.points[i] >= 0 {
			points = strconv.Itoa(r.points[i])
		}
		l := widget.NewLine(th, w)
		lines = append(lines, l.Put(mark+" ", st).Cell(criterion.Title(), max(w-6, 0), widget.Left, st).Cell(points, 4, widget.Right, st).End(st))
	}
	last, role := "  "+r.sum(), theme.Title
	if r.fault != "" {
		last, role = "  "+r.fault, theme.Warn
	}
	for _, text := range []string{"", last} {
		lines = append(lines, widget.NewLine(th, w).Put(text, th.Style(role)).End(th.Style(theme.Text)))
	}
	for len(lines) < h {
		lines = append(lines, widget.Blank(w))
	}
	return lines[:max(h, 0)]
}

// Cursor is on the criterion being judged.
func (r *rubric) Cursor() (x, y int, ok bool) { return 0, r.at, true }

// rate writes down what the citizen said on the phone. A negative mark reopens nothing: it waits for the curator.
func (c *Cases) rate(_ *pane.Env, t Target) pane.Outcome {
	a := t.Appeal
	fields := []widget.Field{
		{ID: "mark", Label: "Оценка гражданина", Kind: widget.FieldChoice, Value: markValue(a.Mark), Options: markOptions()},
		{ID: "reason", Label: "Почему такая оценка", Hint: "коротко: не решено, не по существу, грубо"},
		{ID: "text", Label: "Что сказал гражданин", Kind: widget.FieldText},
	}
	return pane.Push(overlay.NewForm("Оценка гражданина: № "+a.ID.String(), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		mark, _ := strconv.Atoi(v("mark"))
		rate := &model.Rate{Mark: mark, Reason: strings.TrimSpace(v("reason"))}
		if text := strings.TrimSpace(v("text")); text != "" {
			rate.Text = model.Words(text)
		}
		title := "Оценка записана"
		if mark <= model.LowMark {
			title = "Оценка отрицательная, ждёт разбора куратором"
		}
		return Run(env, one(title, a, rate))
	}).Check(func(_ *pane.Env, v overlay.Values) (string, string) {
		mark, _ := strconv.Atoi(v("mark"))
		switch {
		case mark == 0:
			return "mark", "Выберите оценку от 1 до 5."
		case mark <= model.LowMark && strings.TrimSpace(v("reason")) == "":
			return "reason", "Напишите, чем гражданин недоволен: с этим будет разбираться куратор."
		}
		return "", ""
	}))
}
