package showcase

import (
	"kurator/model"
	"kurator/model/stats"
)

// quality judges the answers of the sample by the rubric, as a curator does once a few days: the last days are still to be judged.
func (m *matterPast) quality() {
	for _, c := range m.cases {
		if c.closed == 0 || c.closed > m.ago(4, 0) || c.closed < m.ago(60, 0) || int64(c.id)%stats.UsualSample != 0 {
			continue
		}
		a := &model.ScoreAnswer{Points: map[model.Criterion]int{}}
		for i, criterion := range model.Criteria() {
			a.Points[criterion] = model.MaxPoints
			if (int(c.id)/stats.UsualSample+3*i)%5 == 0 {
				a.Points[criterion]--
			}
		}
		if int(c.id)/stats.UsualSample%3 == 0 {
			a.Points[model.CriterionEvidence] = 0
			a.Comment = model.Words("Ответ без фотографии: попросить подразделение приложить снимок выполненных работ.")
		}
		m.do(m.head, min(c.closed+2*24*3600, m.ago(1, 11)), "Оценено качество ответа: № "+c.id.String(), model.AppealRef(c.id), a)
	}
}
