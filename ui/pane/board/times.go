package board

import (
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// times are how long cases stood at each stage, and with whom: median and the longest tenth.
func (c *content) times(s *sheet, w int) {
	l := &lane{s: s, w: w}
	s.lanes = 1
	c.stageRows(l, "Стадии", byStage, c.stages, func(t stats.StageTime) (string, string) { return t.Stage.Title(), "" })
	c.stageTopics(l)
	c.stageRows(l, "Стадии: кто держал", byStay, c.stays, func(t stats.StageTime) (string, string) {
		if t.Unit {
			return t.Stage.Title(), c.office.UnitTitle(model.UnitID(t.Key))
		}
		if t.Key == 0 {
			return t.Stage.Title(), "у куратора"
		}
		return t.Stage.Title(), "у куратора: " + stats.ByUnit.Title(t.Key, c.names, c.office)
	})
}

const stayRule = "время от прихода обращения на стадию до ухода с неё; по уходам периода. Медиана: половина быстрее; 90 %: девять из десяти быстрее"

func (c *content) stageRows(l *lane, title, id string, list []stats.StageTime, names func(stats.StageTime) (string, string)) {
	l.head(title, col{text: "n", w: countWidth, align: widget.Right, role: theme.Muted}, col{text: "медиана", w: 10, align: widget.Right, role: theme.Muted}, col{text: "90 %", w: 10, align: widget.Right, role: theme.Muted})
	if len(list) == 0 {
		l.note("  За период ни одно обращение не сменило стадию")
	}
	longest := 0.01
	for _, t := range list {
		longest = max(longest, t.P90)
	}
	bar := max(l.w/4, 6)
	for _, t := range list {
		name, held := names(t)
		half := int(t.Median * float64(bar) / longest)
		rest := int(t.P90*float64(bar)/longest) - half
		l.row(c.staySpot(id, t, strings.TrimSuffix(name+", "+held, ", ")), col{text: strings.TrimSuffix(name+" · "+held, " · "), w: -1},
			col{text: " " + strings.Repeat(full, half) + strings.Repeat(shade, max(rest, 0)), w: bar + 2, role: theme.Accent}, col{text: number(t.N), w: countWidth, align: widget.Right, role: theme.Muted},
			col{text: fewDays(t.Median, t.N), w: 10, align: widget.Right}, col{text: fewDays(t.P90, t.N), w: 10, align: widget.Right})
	}
}

// shade stands for the part of a bar between median and the longest tenth.
const shade = "░"

func fewDays(x float64, n int) string {
	text := withUnit(russian.Decimal(x, 1), "дн")
	if n < stats.SmallBase {
		text += "*"
	}
	return text
}

func (c *content) staySpot(id string, t stats.StageTime, name string) spot {
	value := "медиана " + fewDays(t.Median, t.N) + ", 90 % " + fewDays(t.P90, t.N) + " (" + russian.Decimal(t.Hours, 1) + " и " + russian.Decimal(t.Hours90, 1) + " раб. ч); n = " + number(t.N)
	if t.N < stats.SmallBase {
		value += ", мало данных"
	}
	f := &stats.Figure{Name: "Время на стадии", Formula: stayRule, Rule: stats.Rule{Count: func(x *stats.Case, s *stats.Scope) (int, int) {
		for i := 1; i < len(x.Ledger); i++ {
			was, end := x.Ledger[i-1], x.Ledger[i].From
			if was.StageOf() != t.Stage || end < s.From || end >= s.To {
				continue
			}
			if heldAt(id, t, x, was, s) {
				return 1, 0
			}
		}
		return 0, 0
	}}}
	return spot{id: id + string(t.Stage) + strconv.FormatBool(t.Unit) + strconv.FormatInt(t.Key, 10), name: name, value: value, rule: stayRule,
		drill: drill{title: "Время на стадии: " + name, figure: f, scope: c.board.Scope}}
}

// Lists of the sheet: the stages, by who held, by topic.
const (
	byStage = "stage"
	byStay  = "stay"
	bySlow  = "slow"
)

// heldAt tells whether a stay of a case is one of those a row stands for.
func heldAt(list string, t stats.StageTime, x *stats.Case, was stats.Stint, s *stats.Scope) bool {
	switch list {
	case byStay:
		if t.Unit {
			return int64(was.Unit) == t.Key
		}
		return was.Unit == 0 && stats.ByUnit.Key(x, s) == t.Key
	case bySlow:
		return stats.ByTopic.Key(x, s) == t.Key
	}
	return true
}

// Widths of the table of topics.
const (
	bothWidth  = 11 // «12,3/45,6*» and a space
	aloneWidth = 7
	slowTopics = 15
)

// shortStages are heads of columns, and of narrow ones; the full name stands in the definition below.
var shortStages = map[model.StageID][2]string{model.StageNew: {"Новое", "Новое"}, model.StageSorted: {"Разобрано", "Разоб."}, model.StageAssigned: {"Назначено", "Назн."},
	model.StageReview: {"У куратора", "Курат."}, model.StageReturned: {"Доработка", "Дораб."}, model.StageApproval: {"Утвержд.", "Утв."},
	model.StageApproved: {"Публикация", "Публ."}, model.StageAnswered: {"Ответ", "Ответ"}}

// stageTopics is the map of topics and stages: the median and the longest tenth of days in every cell, the median alone where the
// screen is narrow. Topics that had the most stays come first.
func (c *content) stageTopics(l *lane) {
	var stages []model.StageID
	cells, stays := map[int64]map[model.StageID]stats.StageTime{}, map[int64]int{}
	for _, t := range c.slow {
		if cells[t.Key] == nil {
			cells[t.Key] = map[model.StageID]stats.StageTime{}
		}
		cells[t.Key][t.Stage] = t
		stays[t.Key] += t.N
		if !slices.Contains(stages, t.Stage) {
			stages = append(stages, t.Stage)
		}
	}
	topics := c.sorted(stays, stats.ByTopic)
	if len(topics) == 0 {
		return
	}
	cell, short, name, text := bothWidth, 0, "медиана/90 %", bothDays
	if l.w < titleWidth+bothWidth*len(stages) {
		cell, short, name, text = aloneWidth, 1, "медиана", halfDays
	}
	title := min(max(l.w-cell*len(stages), titleWidth/2), l.w/2)
	stages = stages[:min(len(stages), max((l.w-title)/cell, 1))]
	l.head("Темы и стадии: " + name + ", дней")
	heads := []col{{w: 2}, {w: title - 2}}
	for _, s := range stages {
		heads = append(heads, col{text: " " + shortStages[s][short], w: cell, align: widget.Right, role: theme.Muted})
	}
	l.cells(-1, heads)
	l.y++
	for _, g := range topics[:min(len(topics), slowTopics)] {
		l.put(piece{x: 2, w: title - 2, text: g.Title, spot: -1})
		for i, stage := range stages {
			t, ok := cells[g.Key][stage]
			if !ok {
				l.put(piece{x: title + i*cell, w: cell, text: "·", align: widget.Right, role: theme.Muted, spot: -1})
				continue
			}
			s := c.staySpot(bySlow, t, stage.Title()+", "+g.Title)
			s.lane, s.y, s.x, s.w = i, l.y, title+i*cell, cell
			l.s.spots = append(l.s.spots, s)
			l.put(piece{x: s.x, w: cell, text: text(t), align: widget.Right, spot: len(l.s.spots) - 1})
		}
		l.y++
	}
	l.s.lanes = max(l.s.lanes, len(stages))
}

// bothDays are the median and the longest tenth; the star says that they stand on few cases.
func bothDays(t stats.StageTime) string {
	text := russian.Decimal(t.Median, 1) + "/" + russian.Decimal(t.P90, 1)
	if t.N < stats.SmallBase {
		text += "*"
	}
	return text
}

func halfDays(t stats.StageTime) string {
	text := russian.Decimal(t.Median, 1)
	if t.N < stats.SmallBase {
		text += "*"
	}
	return text
}
