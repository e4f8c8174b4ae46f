package stats

import "kurator/model"

// Figures. The ids are stable: targets and scripts name them.
const (
	Received        ID = "received"
	QuestionCount   ID = "questions"
	Answered        ID = "answered"
	StillOpen       ID = "still_open"
	Overdue         ID = "overdue"
	OverdueAnswered ID = "overdue_answered"
	OverdueOpen     ID = "overdue_open"
	FirstMean       ID = "first_mean"
	FirstMedian     ID = "first_median"
	AnswerMean      ID = "answer_mean"
	AnswerMedian    ID = "answer_median"
	WorkMean        ID = "work_mean"
	WorkMedian      ID = "work_median"
	Handled         ID = "handled"
	GoodMarks       ID = "good_marks"
	BadMarks        ID = "bad_marks"
	MeanMark        ID = "mean_mark"
	Responses       ID = "responses"
	POSDays         ID = "pos_days"
	FastTrack       ID = "fast_track"
	RepeatedShare   ID = "repeated"
	DeferredShare   ID = "deferred"
	LatePromises    ID = "late_promises"
	KeptPromises    ID = "kept_promises"
	ReturnedDrafts  ID = "returned_drafts"
	Discipline      ID = "discipline"
	Within15        ID = "within_15"
	Within30        ID = "within_30"
	Over30          ID = "over_30"
	Complete        ID = "complete"
	PhotoShare      ID = "photo"
	Quality         ID = "quality"
	SampleDone      ID = "sample_done"
	Collective      ID = "collective"
	Redirected      ID = "redirected"
	OpenNow         ID = "open_now"
	OverdueNow      ID = "overdue_now"
	PromisesDue     ID = "promises_due"
	Unhappy         ID = "unhappy"
)

// figures is never changed; the order is that of the reports.
var figures = []*Figure{
	{Received, "Поступило", "обращения, полученные в периоде (время канала)", Cases, Neutral,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return one(s.in(c.Received)), 0 }}},
	{QuestionCount, "Вопросов", "вопросы в обращениях, полученных в периоде; неразобранное обращение — один вопрос", Items, Neutral,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			if !s.in(c.Received) {
				return 0, 0
			}
			return max(len(c.Questions), 1), 0
		}}},
	{Answered, "Дано ответов", "обращения, окончательный ответ на которые направлен в периоде", Cases, Neutral,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return one(s.in(c.Answered)), 0 }}},
	{StillOpen, "Из поступивших в работе", "полученные в периоде обращения, ответ на которые ещё не дан", Cases, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return one(s.in(c.Received) && c.Open()), 0 }}},
	{Overdue, "Просрочено", "(отвечено позже срока + не отвечено и срок прошёл) / все, чей срок приходится на период", Percent, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			return share(s.due(c.LateFrom), c.AnsweredLate() || c.OverdueAt(s.Now))
		}}},
	{OverdueAnswered, "отвечено позже срока", "отвечено позже срока / все, чей срок приходится на период; если внешняя система сама судит о сроке, верен её вывод",
		Percent, Less, Rule{Count: func(c *Case, s *Scope) (int, int) { return share(s.due(c.LateFrom), c.AnsweredLate()) }}},
	{OverdueOpen, "не отвечено, срок прошёл", "не отвечено и срок прошёл / все, чей срок приходится на период", Percent, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return share(s.due(c.LateFrom), c.OverdueAt(s.Now)) }}},
	{FirstMean, "До первого ответа, среднее", "время от получения до первого ответа, и промежуточного; по ответам периода", Days, Less,
		Rule{Spread: firstAnswer, Point: Mean}},
	{FirstMedian, "До первого ответа, медиана", "время от получения до первого ответа, и промежуточного: половина ответов периода быстрее", Days, Less, Rule{Spread: firstAnswer, Point: Median}},
	{AnswerMean, "До окончательного ответа, среднее", "время от получения до окончательного ответа; по ответам периода", Days, Less,
		Rule{Spread: lastAnswer, Point: Mean}},
	{AnswerMedian, "До окончательного ответа, медиана", "время от получения до окончательного ответа: половина ответов периода быстрее", Days, Less, Rule{Spread: lastAnswer, Point: Median}},
	{WorkMean, "До окончательного ответа в рабочее время, среднее", "рабочие часы учреждения от получения до окончательного ответа", Hours, Less,
		Rule{Spread: workAnswer, Point: Mean}},
	{WorkMedian, "До окончательного ответа в рабочее время, медиана", "рабочие часы учреждения от получения до окончательного ответа: половина ответов периода быстрее", Hours, Less,
		Rule{Spread: workAnswer, Point: Median}},
	{Handled, "Отработано", "(решено + разъяснено) / поступило в периоде", Percent, More, Rule{Count: func(c *Case, s *Scope) (int, int) {
		return share(s.in(c.Received), c.Outcome == outSolved || c.Outcome == outExplained)
	}}},
	{GoodMarks, "Оценки 4–5", "оценки 4 и 5 / все оценки; по ответам периода. Нет оценки — не значит доволен", Percent, More,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return share(s.in(c.Answered) && c.Mark > 0, c.Mark >= 4) }}},
	{BadMarks, "Оценки 1–2", "оценки 1 и 2 / все оценки; по ответам периода", Percent, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			return share(s.in(c.Answered) && c.Mark > 0, c.Mark <= model.LowMark)
		}}},
	{MeanMark, "Средняя оценка", "сумма оценок / число оценок; по ответам периода", MarkUnit, More,
		Rule{Spread: marks, Point: Mean}},
	{Responses, "Доля оценивших", "ответы с оценкой / все ответы периода", Percent, More,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return share(s.in(c.Answered), c.Mark > 0) }}},
	{POSDays, "Среднее время ответа в ПОС", "время от получения до окончательного ответа по каналу ПОС; по ответам периода", Days, Less,
		Rule{Spread: posAnswer, Point: Mean}},
	{FastTrack, "Доля фаст-трека", "сообщения ПОС по темам «фаст-трек» / все сообщения ПОС, полученные в периоде", Percent, Neutral,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			return share(s.in(c.Received) && c.Channel == chanPOS, at(kinds, c.Kind) == model.KindFastTrack)
		}}},
	{RepeatedShare, "Повторные", "обращения, по которым гражданин написал снова или которые вернули в работу / поступило в периоде", Percent, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return share(s.in(c.Received), c.Repeated()) }}},
	{DeferredShare, "Отложено", "обращения с результатом «отложено» / поступило в периоде", Percent, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return share(s.in(c.Received), c.Outcome == outDeferred) }}},
	{LatePromises, "Просроченные обещания", "обещания, не выполненные к своей дате / все, чья дата приходится на период", Percent, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			return c.promises(s, func(p Promise, late model.Instant, kept bool) bool { return !kept && (p.Kept != 0 || s.Now >= late) })
		}}},
	{KeptPromises, "Выполненные обещания", "обещания, выполненные к своей дате / все, чья дата приходится на период", Percent, More,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			return c.promises(s, func(_ Promise, _ model.Instant, kept bool) bool { return kept })
		}}},
	{ReturnedDrafts, "Проекты на доработку", "возвраты проекта подразделению / передачи проекта подразделением в периоде", Percent, Less,
		Rule{Count: returnedDrafts}},
	{Discipline, "Исполнительская дисциплина", "проекты, переданные подразделением к внутреннему сроку / все проекты, чей внутренний срок приходится на период",
		Percent, More, Rule{Count: discipline}},
	{Within15, "Срок до 15 дней", "ответы в срок до 15 дней со дня регистрации (без неё — получения) / все ответы периода", Percent, Neutral,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return term(c, s, 0, 15) }}},
	{Within30, "Срок от 16 до 30 дней", "ответы в срок от 16 до 30 дней со дня регистрации (без неё — получения) / все ответы периода", Percent, Neutral,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return term(c, s, 16, 30) }}},
	{Over30, "Срок более 30 дней", "ответы в срок более 30 дней со дня регистрации (без неё — получения) / все ответы периода", Percent, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return term(c, s, 31, 1<<30) }}},
	{Complete, "Полнота", "вопросы, у которых есть результат / все вопросы обращений, ответ на которые дан в периоде", Percent, More,
		Rule{Count: complete}},
	{PhotoShare, "Фото там, где нужно", "ответы с подтверждением (2 балла) / оценённые в периоде ответы по темам, где нужно фото", Percent, More,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			return share(s.in(c.Score.At) && word(s.Names.photo, c.Topic), c.Score.Points[evidence] == model.MaxPoints)
		}}},
	{Quality, "Качество ответов", "средняя доля набранных баллов по критериям; по ответам, оценённым в периоде", Percent, More,
		Rule{Spread: points, Point: Mean}},
	{SampleDone, "Оценено из выборки", "оценённые ответы / ответы периода, попавшие в выборку (каждый десятый или как задано в настройках, и все с оценкой 1–2)", Percent, More,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			return share(s.in(c.Answered) && c.Sampled(s.Sample), c.Score.At != 0)
		}}},
	{Collective, "Коллективные", "коллективные обращения / поступило в периоде", Percent, Neutral,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			return share(s.in(c.Received), at(applicants, c.Applicant) == model.ApplicantCollective)
		}}},
	{Redirected, "Направлено по компетенции", "обращения с результатом «направлено по компетенции» / поступило в периоде", Percent, Neutral,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return share(s.in(c.Received), c.Outcome == outRedirected) }}},
	{OpenNow, "В работе", "обращения без ответа к концу периода; пока он идёт — сейчас", Cases, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) { return one(c.OpenBefore(s.ended())), 0 }}},
	{OverdueNow, "В работе, срок прошёл", "обращения без ответа, срок которых прошёл, к концу периода; пока он идёт — сейчас", Cases, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			return one(c.LateFrom != 0 && s.Now >= c.LateFrom && c.OpenBefore(s.ended())), 0
		}}},
	{PromisesDue, "Обещания к сроку", "обещания, чья дата приходится на период; на сегодня не выполнены", Items, Neutral,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			hits, _ := c.promises(s, func(p Promise, _ model.Instant, _ bool) bool { return p.Kept == 0 })
			return hits, 0
		}}},
	{Unhappy, "Отрицательные оценки ждут разбора", "ответы с оценкой 1–2, качество которых куратор на сегодня не оценил", Cases, Less,
		Rule{Count: func(c *Case, s *Scope) (int, int) {
			return one(!c.Open() && s.in(c.Answered) && c.Mark >= 1 && c.Mark <= model.LowMark && c.Score.At == 0), 0
		}}},
}

// Codes of the values figures ask about.
var (
	outSolved     = code(outcomes, model.OutcomeSolved)
	outExplained  = code(outcomes, model.OutcomeExplained)
	outDeferred   = code(outcomes, model.OutcomeDeferred)
	outRedirected = code(outcomes, model.OutcomeRedirected)
	chanPOS       = code(channels, model.ChannelPOS)
	holderUnit    = code(holderKinds, model.HolderUnit)
	evidence      = code(model.Criteria(), model.CriterionEvidence)
)

// Distributions.
var (
	firstAnswer = &Spread{func(c *Case, s *Scope) (uint32, bool) { return span(c, c.First), s.in(c.First) }, day}
	lastAnswer  = &Spread{func(c *Case, s *Scope) (uint32, bool) { return span(c, c.Answered), s.in(c.Answered) }, day}
	workAnswer  = &Spread{answerWork, 3600}
	points      = &Spread{quality, criteria * model.MaxPoints}
	posAnswer   = &Spread{func(c *Case, s *Scope) (uint32, bool) {
		return span(c, c.Answered), s.in(c.Answered) && c.Channel == chanPOS
	}, day}
	marks = &Spread{func(c *Case, s *Scope) (uint32, bool) { return uint32(c.Mark), s.in(c.Answered) && c.Mark > 0 }, 1}
)
