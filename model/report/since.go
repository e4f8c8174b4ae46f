package report

import (
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
)

// Since is what changed in the period since the report was first made for it.
type Since struct {
	Made         model.Date // when it was first made
	Reclassified int        // topic, place, unit or kind
	Results      int        // result, mark or score
	Terms        int        // answers and terms
	Added        int        // entered later
	Removed      int        // taken out, or moved to another period
	Many         bool       // too much to compare one by one
}

// Take compares what a case was with what it is; was or is may be nil. Cases of other periods do not matter.
func (s *Since) Take(was, is *stats.Case, scope stats.Scope) {
	before, after := was != nil && matters(was, scope), is != nil && matters(is, scope)
	switch {
	case !before && !after:
	case !before:
		s.Added++
	case !after:
		s.Removed++
	case was.Topic != is.Topic || was.Place != is.Place || was.Unit != is.Unit || was.Kind != is.Kind || was.Genre != is.Genre ||
		was.Applicant != is.Applicant || was.Channel != is.Channel:
		s.Reclassified++
	case was.Outcome != is.Outcome || was.Mark != is.Mark || was.Score != is.Score || was.Reason != is.Reason:
		s.Results++
	case was.Answered != is.Answered || was.First != is.First || was.LateFrom != is.LateFrom || was.Verdict != is.Verdict ||
		was.Closed != is.Closed || was.Open() != is.Open():
		s.Terms++
	}
}

// matters tells whether a case is behind any figure of the period.
func matters(c *stats.Case, s stats.Scope) bool {
	for _, f := range stats.Figures() {
		if f.ID != stats.OpenNow && f.ID != stats.OverdueNow && f.Counts(c, &s, stats.Base) {
			return true
		}
	}
	return false
}

// since says what changed.
func (r *Report) since(s *Since) {
	if s == nil {
		return
	}
	made := russian.DateShort(day(s.Made))
	if s.Many {
		r.add(Paragraph("С первого отчёта за этот период (" + made + ") данные изменились так сильно, что перечислить изменения нельзя."))
		return
	}
	var parts []string
	say := func(n int, one, few, many string) {
		if n > 0 {
			parts = append(parts, russian.Count(n, "случай "+one, "случая "+few, "случаев "+many))
		}
	}
	say(s.Reclassified, "переклассифицирован", "переклассифицированы", "переклассифицировано")
	say(s.Results, "с другим результатом", "с другим результатом", "с другим результатом")
	say(s.Terms, "с другими датами", "с другими датами", "с другими датами")
	say(s.Added, "добавлен", "добавлены", "добавлено")
	say(s.Removed, "исключён", "исключены", "исключено")
	if len(parts) > 0 {
		r.add(Paragraph("С первого отчёта за этот период (" + made + ") изменилось: " + strings.Join(parts, ", ") + "."))
	}
}
