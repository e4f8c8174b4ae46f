package verb

import (
	"context"
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

// score judges the answer by the rubric. The row of a list does not know what was judged before, so the case is read first.
func (c *Cases) score(env *pane.Env, t Target) pane.Outcome {
	if t.Whole {
		return pane.Push(newRubric(t.Appeal))
	}
	id, s, actor := t.Appeal.ID, env.Store, env.Me.Actor
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		card, err := s.Card(ctx, actor, id, true)
		if err != nil {
			return pane.Nothing(), err
		}
		return pane.Push(newRubric(&card.Appeal)), nil
	})
}

// rubric is the dialog that asks for points: a digit for each criterion, one after another, then what the curator wants to say
// in words, and Enter writes all of it down.
type rubric struct {
	appeal *model.Appeal
	points []int // -1: not judged yet
	at     int   // len(points): the comment
	note   *widget.Input
	was    string     // the words of the comment that was there
	kept   model.Text // it stays unless other words are written
	fault  string
}

const noteLabel = "Замечание: "

// masked is what stands for hidden letters and digits.
const masked = "•"

// noteLimit keeps a comment a comment: what needs more is a note of the case.
const noteLimit = 500

func newRubric(a *model.Appeal) *rubric {
	r := &rubric{appeal: a, points: make([]int, len(model.Criteria())), note: widget.NewInput("")}
	r.note.Limit, r.note.Placeholder = noteLimit, "своими словами, если нужно"
	if a.Score != nil {
		r.kept = a.Score.Comment
		if body := r.kept.Body; strings.Contains(body, masked) { // what is hidden must not be written back
			r.note.Placeholder = "прежнее останется, если не написать новое"
		} else {
			r.note.SetValue(body)
		}
		r.was = r.note.Value()
	}
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
	return "0 — нет, 1 — частично, 2 — да, Tab — дальше; Enter — записать"
}

// Size is a line for each criterion, the comment, the sum and what is wrong.
func (r *rubric) Size(_ *pane.Env, w, _ int) (int, int) { return min(w, 72), len(r.points) + 4 }

// Typing is true: digits are points and not tabs.
func (r *rubric) Typing() bool { return true }

// Update takes points and writes them down.
func (r *rubric) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if click, ok := msg.(tea.MouseClickMsg); ok {
		switch {
		case click.Y >= 0 && click.Y < len(r.points):
			r.at = click.Y
		case click.Y == len(r.points)+1:
			r.at = len(r.points)
		}
		return pane.Nothing()
	}
	if press, ok := msg.(key.Press); ok {
		r.fault = ""
		switch press.Name {
		case "down", "tab":
			r.at = min(r.at+1, len(r.points))
			return pane.Nothing()
		case "up", "shift+tab":
			r.at = max(r.at-1, 0)
			return pane.Nothing()
		case "esc", "ctrl+c":
			return pane.Outcome{Close: true}
		case "enter", "ctrl+s", "alt+enter":
			return r.write(env)
		}
		if r.at < len(r.points) {
			r.judge(press.Name)
			return pane.Nothing()
		}
	}
	if r.at == len(r.points) {
		r.note.Update(msg)
	}
	return pane.Nothing()
}

// judge gives points to the criterion under the cursor and goes on to the next; behind the last one the cursor stays, so that a
// digit too many does not become a comment.
func (r *rubric) judge(name string) {
	switch name {
	case "0", "1", "2":
		r.points[r.at], _ = strconv.Atoi(name)
		r.at = min(r.at+1, len(r.points)-1)
	case "j":
		r.at = min(r.at+1, len(r.points)-1)
	case "k":
		r.at = max(r.at-1, 0)
	}
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
	score := &model.ScoreAnswer{Points: points, Comment: r.kept}
	if text := r.note.Value(); text != r.was {
		score.Comment = model.Words(strings.TrimSpace(text))
	}
	o := Run(env, one("Качество ответа оценено", r.appeal, score))
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
	return pointsText(got)
}

func pointsText(got int) string {
	most := len(model.Criteria()) * model.MaxPoints
	return russian.Number(int64(got)) + " из " + russian.Number(int64(most)) + ", " + russian.Percent(100*float64(got)/float64(most), 0)
}

// ScoreText is a judgement in a line: its sum, and which criteria cost points. Nothing for none.
func ScoreText(s *model.Score) string {
	if s == nil {
		return ""
	}
	got := 0
	var lost []string
	for _, criterion := range model.Criteria() {
		p := s.Points[criterion]
		got += p
		if p < model.MaxPoints {
			lost = append(lost, strings.ToLower(criterion.Title())+" — "+strconv.Itoa(p))
		}
	}
	text := pointsText(got)
	if len(lost) > 0 {
		text += " (" + strings.Join(lost, ", ") + ")"
	}
	return text
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
	label := th.Style(theme.Muted)
	if r.at == len(r.points) {
		label = th.Style(theme.Title)
	}
	lines = append(lines, widget.Blank(w), widget.NewLine(th, w).Put("  "+noteLabel, label).End(label))
	if room := w - noteIndent; room > 0 {
		lines[len(lines)-1] = widget.NewLine(th, noteIndent).Put("  "+noteLabel, label).End(label) + r.note.View(th, room)
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

// noteIndent is where the words of the comment begin.
var noteIndent = 2 + widget.Width(noteLabel)

// Cursor is on the criterion being judged, or in the comment.
func (r *rubric) Cursor() (x, y int, ok bool) {
	if r.at == len(r.points) {
		return noteIndent + r.note.CursorX(), r.at + 1, true
	}
	return 0, r.at, true
}

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
