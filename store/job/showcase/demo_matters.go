package showcase

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/demo"
	"kurator/store/job/matters"
)

// seen is a received appeal of the generated district.
type seen struct {
	id      model.AppealID
	plant   demo.Plant
	at      model.Instant
	topic   model.Topic
	place   string
	channel model.ChannelID
	closed  model.Instant // with an answer from here; 0 = not so
}

// matterPast makes up what stands behind the appeals of the district: problems with measures that helped or did not, polls,
// requests of the regional centre, directions. Every step is a real action of somebody who may do it.
type matterPast struct {
	snap   *store.Snapshot
	now    model.Instant
	cases  []seen
	head   model.OfficialID
	chief  model.OfficialID // the coordinator
	past   []store.Lived
	serial map[model.Noun]int64
}

// past are the steps of the made-up past, for a district large enough to have patterns.
func past(snap *store.Snapshot, now model.Instant, cases []seen) []store.Lived {
	m := (&matterPast{now: now, cases: cases, serial: map[model.Noun]int64{}}).people(snap)
	if m.head == 0 || m.chief == 0 || len(cases) < 120 {
		return nil
	}
	m.boiler()
	m.dogs()
	m.light()
	m.polls()
	m.requests()
	m.directions()
	m.quality()
	return m.past
}

// people finds who is head and who coordinator.
func (m *matterPast) people(snap *store.Snapshot) *matterPast {
	m.snap = snap
	for _, g := range snap.Office.GrantList() {
		switch {
		case g.Role == model.RoleHead && m.head == 0:
			m.head = g.Official
		case g.Role == model.RoleCoordinator && m.chief == 0:
			m.chief = g.Official
		}
	}
	return m
}

// ago is a moment of a working afternoon, so many days before now.
func (m *matterPast) ago(days, hour int) model.Instant {
	day := m.now.In(m.snap.Zone()).AddDate(0, 0, -days)
	at := time.Date(day.Year(), day.Month(), day.Day(), hour, 15, 0, 0, m.snap.Zone())
	return min(model.InstantOf(at), m.now-60)
}

func (m *matterPast) date(daysAgo int) model.Date {
	return model.DateOf(m.now-model.Instant(daysAgo*86400), m.snap.Zone())
}

func (m *matterPast) next(noun model.Noun) model.Ref {
	m.serial[noun]++
	return model.Ref{Noun: noun, ID: m.serial[noun]}
}

// do enters actions as one operation of a person at a moment.
func (m *matterPast) do(by model.OfficialID, at model.Instant, title string, ref model.Ref, actions ...model.Action) {
	via := "desk"
	op := store.Op{Title: title}
	for _, a := range actions {
		if r, ok := a.(*model.ReturnProblem); ok && r.Messages > 0 {
			via = "system"
		}
		op.Steps = append(op.Steps, store.Step{Ref: ref, Action: a, Happened: at})
	}
	m.past = append(m.past, store.Lived{Actor: model.Actor{Official: by, Via: via}, At: at, Op: op})
}

// of are the appeals put in on purpose, received before a moment, in the order of receipt.
func (m *matterPast) of(plant demo.Plant, before model.Instant) []model.AppealID {
	var ids []model.AppealID
	for _, c := range m.cases {
		if c.plant == plant && c.at < before {
			ids = append(ids, c.id)
		}
	}
	return ids
}

// theme is the office's topic behind the appeals put in.
func (m *matterPast) theme(plant demo.Plant) model.TopicRule {
	for _, c := range m.cases {
		if c.plant == plant {
			rule, _ := m.snap.Office.RuleOf(c.topic)
			return rule
		}
	}
	return model.TopicRule{}
}

// preparerOf is who answers for a unit at the desk.
func (m *matterPast) preparerOf(unit model.UnitID) model.OfficialID {
	for _, g := range m.snap.Office.GrantList() {
		if g.Role == model.RolePreparer && g.Unit == unit {
			return g.Official
		}
	}
	return m.head
}

func (m *matterPast) mark(at model.Instant) string {
	return "Данные на " + russian.DateTime(at.In(m.snap.Zone()))
}

// boiler is worked on: its cause is found, one measure is done, another goes on.
func (m *matterPast) boiler() {
	rule := m.theme(demo.PlantBoiler)
	noticed := m.ago(11, 15)
	first := m.of(demo.PlantBoiler, noticed)
	if len(first) == 0 {
		return
	}
	ref, unit := m.next(model.NounProblem), rule.Unit
	m.do(m.head, noticed, "Заведена проблема: котельная в Ревде", ref, &model.PutProblem{Title: "Котельная в пгт Ревда не держит температуру", Unit: unit, Place: "пгт Ревда",
		Topic: rule.Title, Query: `котельная место:"пгт Ревда" получено:>=` + string(m.date(16)), Cases: first})
	m.do(m.head, m.ago(10, 10), "Гипотезы записаны", ref, &model.PutHypothesis{Text: "Изношен сетевой насос"}, &model.PutHypothesis{Text: "Не хватает топлива"})
	m.do(m.preparerOf(unit), m.ago(9, 11), "Доводы записаны", ref, &model.AddEvidence{Hypothesis: 1, Text: "насос трижды останавливался по перегреву", Source: "журнал смен котельной"},
		&model.AddEvidence{Hypothesis: 2, Against: true, Text: "запас топлива на 14 дней", Source: "акт сверки"})
	m.do(m.head, m.ago(8, 16), "Причина названа", ref, &model.PutHypothesis{ID: 1, Verdict: model.VerdictConfirmed}, &model.PutHypothesis{ID: 2, Verdict: model.VerdictRejected},
		&model.NameCause{Cause: model.CauseWear, Words: "сетевой насос отработал два срока"})
	m.do(m.head, m.ago(8, 17), "Меры записаны", ref, &model.PutMeasure{Measure: model.Measure{What: "Отремонтировать сетевой насос", Unit: unit, Due: m.date(6), State: model.MeasureGoing}},
		&model.PutMeasure{Measure: model.Measure{What: "Купить и поставить резервный насос", Unit: unit, Due: m.date(-20), State: model.MeasureGoing}})
	m.do(m.preparerOf(unit), m.ago(6, 14), "Мера выполнена", ref, &model.PutMeasure{Measure: model.Measure{ID: 1, What: "Отремонтировать сетевой насос", Unit: unit, Due: m.date(6), State: model.MeasureDone, Done: m.date(6)}})
	if later := m.of(demo.PlantBoiler, m.now); len(later) > len(first) {
		m.do(m.head, m.ago(1, 9), "К проблеме приложены обращения", ref, &model.AttachCases{Cases: later, ByQuery: true})
	}
	offer := m.next(model.NounProposal)
	m.do(m.head, m.ago(7, 10), "Предложение записано", offer, &model.PutProposal{Kind: model.ProposalToUnit, To: unit, What: "Поставить резервный насос до конца отопительного сезона",
		Why: "Котельная в пгт Ревда не держит температуру", By: m.date(-20), Problem: ref.ID, Watermark: m.mark(m.ago(7, 10)),
		Figures: []model.Frozen{{Name: "Сообщений о проблеме", Value: russian.Number(int64(len(m.of(demo.PlantBoiler, m.ago(7, 10))))), Basis: "за 9 дней"},
			{Name: "Причина", Value: model.CauseWear.Title(), Basis: "сетевой насос отработал два срока"}}})
	m.do(m.head, m.ago(7, 11), "Предложение направлено", offer, &model.MoveProposal{State: model.ProposalSent, Words: "служебная записка"})
	m.do(m.preparerOf(unit), m.ago(6, 15), "Предложение принято", offer, &model.MoveProposal{State: model.ProposalAccepted, Words: "включено в план закупок"})
}

// dogs were thought to be solved, and came back.
func (m *matterPast) dogs() {
	rule := m.theme(demo.PlantDogs)
	solved := m.ago(8, 18)
	first := m.of(demo.PlantDogs, solved)
	if len(first) == 0 {
		return
	}
	place := ""
	for _, c := range m.cases {
		if c.plant == demo.PlantDogs {
			place = c.place
		}
	}
	ref := m.next(model.NounProblem)
	m.do(m.head, m.ago(8, 16), "Заведена проблема: стаи собак", ref, &model.PutProblem{Title: "Стаи безнадзорных собак", Unit: rule.Unit, Place: place, Topic: rule.Title, Threshold: 5, Patience: 14, Cases: first})
	m.do(m.head, m.ago(8, 17), "Причина названа", ref, &model.NameCause{Cause: model.CauseContractor, Words: "подрядчик по отлову выехал один раз"},
		&model.PutMeasure{Measure: model.Measure{What: "Отлов по адресам из сообщений", Owner: "подрядчик по отлову", State: model.MeasureDone, Done: m.date(8)}})
	m.do(m.head, solved, "Проблема решена", ref, &model.SolveProblem{Outcome: "подрядчик отчитался об отлове"})
	all := m.of(demo.PlantDogs, m.now)
	back := 0
	for _, c := range m.cases {
		if c.plant == demo.PlantDogs && c.at > solved {
			back++
		}
	}
	if len(all) > len(first) && back >= 5 {
		m.do(m.head, m.ago(2, 9), "К проблеме приложены обращения", ref, &model.AttachCases{Cases: all})
		m.do(m.head, m.ago(2, 9), "Проблема вернулась", ref, &model.ReturnProblem{Messages: back})
	}
}

// light is a problem that was solved and stayed so.
func (m *matterPast) light() {
	var ids []model.AppealID
	var rule model.TopicRule
	rules := map[model.Topic]model.TopicRule{} // a district has many cases of few topics
	for _, c := range m.cases {
		r, met := rules[c.topic]
		if !met {
			r, _ = m.snap.Office.RuleOf(c.topic)
			rules[c.topic] = r
		}
		if strings.HasPrefix(r.Code, "0003.0009.0097.0690") && c.at < m.ago(27, 18) && c.at > m.ago(60, 0) {
			ids, rule = append(ids, c.id), r
		}
	}
	if len(ids) == 0 {
		return
	}
	ref := m.next(model.NounProblem)
	m.do(m.head, m.ago(26, 10), "Заведена проблема: освещение", ref, &model.PutProblem{Title: "Фонари не горят неделями после заявки", Unit: rule.Unit, Topic: rule.Title, Cases: ids})
	m.do(m.head, m.ago(25, 11), "Причина названа", ref, &model.NameCause{Cause: model.CauseProcess, Words: "заявки шли почтой и терялись"},
		&model.PutMeasure{Measure: model.Measure{What: "Заявки подрядчику в день поступления, по списку", Unit: rule.Unit, State: model.MeasureDone, Done: m.date(25)}})
	m.do(m.head, m.ago(20, 16), "Проблема решена", ref, &model.SolveProblem{Outcome: "заявки выполняются за три дня"})
	offer := m.next(model.NounProposal)
	social := 0
	for _, c := range m.cases {
		if c.channel == model.ChannelSocial || c.channel == model.ChannelIM {
			social++
		}
	}
	m.do(m.head, m.ago(5, 12), "Рекомендация записана", offer, &model.PutProposal{Kind: model.ProposalOnline, What: "Публиковать график ремонта освещения в сообществах посёлков",
		Why: "О фонарях пишут в соцсетях раньше, чем звонят", Watermark: m.mark(m.ago(5, 12)),
		Figures: []model.Frozen{{Name: "Доля ИМ и соцсетей среди обращений", Value: russian.Percent(100*float64(social)/float64(len(m.cases)), 1), Basis: fmt.Sprintf("%d из %d", social, len(m.cases))}}})
}

func (m *matterPast) polls() {
	rink := m.next(model.NounPoll)
	put := &model.PutPoll{Kind: model.PollVote, Title: "Где быть зимнему катку в пгт Ревда", Topic: "Благоустройство", Place: "пгт Ревда", AgeFrom: 14, From: m.date(30), To: m.date(12),
		Base: 6394, BaseWords: "жители пгт Ревда, 2021 г.", Threshold: 200, SamePerson: "считается дважды: площадки не сверяют участников", Basis: "план работы центра",
		Sites: []model.Site{{Name: "Сайт администрации", Link: "https://lovozero.example/opros/1"}, {Name: "Сообщество ВКонтакте", Link: "https://vk.example/wall-1"}},
		Questions: []model.PollQuestion{{Text: "Где залить каток?", Kind: model.AnswerSingle, Options: []string{"У школы", "В парке", "На стадионе"}},
			{Text: "Что нужно рядом?", Kind: model.AnswerMany, Options: []string{"Освещение", "Скамейки", "Прокат"}}}}
	m.do(m.head, m.ago(34, 11), "Опрос записан", rink, put)
	m.do(m.chief, m.ago(33, 12), "Опрос согласован", rink, &model.MovePoll{Stage: model.PollAgreed})
	m.do(m.head, m.ago(31, 10), "Опрос опубликован", rink, &model.MovePoll{Stage: model.PollPublished})
	m.do(m.head, m.ago(30, 9), "Опрос идёт", rink, &model.MovePoll{Stage: model.PollRunning})
	m.do(m.head, m.ago(11, 10), "Опрос завершён", rink, &model.MovePoll{Stage: model.PollFinished})
	counts := func(site, people, a, b, c, d, e, f, second int) model.SiteResult {
		return model.SiteResult{Site: site, Participants: people, AsOf: m.ago(11, 12), Answers: []model.AnswerCounts{{Question: 1, Answered: a + b + c, Options: []int{a, b, c}},
			{Question: 2, Answered: second, Options: []int{d, e, f}}}}
	}
	m.do(m.head, m.ago(11, 14), "Итоги внесены", rink, &model.PutResults{Results: []model.SiteResult{counts(1, 142, 71, 38, 33, 96, 41, 25, 120), counts(2, 207, 88, 79, 40, 150, 60, 72, 190)},
		Total: &model.PollTotal{Participants: 349, Answers: []model.AnswerCounts{{Question: 1, Answered: 349, Options: []int{159, 117, 73}}}}})
	m.do(m.head, m.ago(10, 10), "Итоги подведены", rink, &model.MovePoll{Stage: model.PollSummed})
	m.do(m.head, m.ago(9, 10), "Решение записано", rink, &model.DecidePoll{Decision: "Каток заливают у школы", Document: "поручение главы № 14", Done: "освещение подключено"})

	dogs := m.next(model.NounPoll)
	rule := m.theme(demo.PlantDogs)
	m.do(m.head, m.ago(6, 11), "Опрос записан", dogs, &model.PutPoll{Kind: model.PollDiscussion, Title: "Правила выгула и площадка для собак", Topic: rule.Title, From: m.date(4), To: m.date(-10),
		Base: 8852, BaseWords: "жители района, 2021 г.", SamePerson: "считается один раз: по учётной записи", Sites: []model.Site{{Name: "Портал", Link: "https://portal.example/42"}, {Name: "Бумажные анкеты", Channel: "бумага"}},
		Questions: []model.PollQuestion{{Text: "Нужна ли площадка для выгула?", Kind: model.AnswerSingle, Options: []string{"Да", "Нет"}}, {Text: "Оцените работу по отлову", Kind: model.AnswerScale, Options: []string{"1", "2", "3", "4", "5"}},
			{Text: "Что предложите?", Kind: model.AnswerText}}, Problems: []int64{2}})
	for i, s := range []model.PollStage{model.PollAgreed, model.PollPublished, model.PollRunning} {
		m.do(m.head, m.ago(5-min(i, 1), 12+i), "Опрос: "+s.Title(), dogs, &model.MovePoll{Stage: s})
	}
	m.do(m.head, m.ago(1, 12), "Предварительные итоги", dogs, &model.PutResults{Results: []model.SiteResult{{Site: 1, Participants: 64, Provisional: true, AsOf: m.ago(1, 12), Answers: []model.AnswerCounts{
		{Question: 1, Answered: 60, Options: []int{47, 13}}, {Question: 2, Answered: 58, Options: []int{21, 17, 12, 5, 3}}, {Question: 3, Answered: 19}}}}})
	hearing := m.next(model.NounPoll)
	m.do(m.head, m.ago(3, 15), "Слушания записаны", hearing, &model.PutPoll{Kind: model.PollHearing, Title: "Правила благоустройства района", Topic: "Благоустройство", Sites: []model.Site{{Name: "Дом культуры", Channel: "очно"}},
		Questions: []model.PollQuestion{{Text: "Поддержать проект правил?", Kind: model.AnswerSingle, Options: []string{"За", "Против", "Воздержался"}}}})
}

func (m *matterPast) requests() {
	week := stats.StepWeek.Around(m.date(0)).Previous()
	before := week.Previous()
	first := m.next(model.NounRequest)
	m.do(m.head, m.ago(9, 10), "Запрос записан", first, &model.PutRequest{Asks: "Сводка за неделю по обращениям района", Number: "ЦУР-112", Basis: "соглашение о взаимодействии", Received: m.date(9), Due: m.date(6), Report: "week", Format: "docx",
		Start: before.From, End: before.To, Template: true})
	m.do(m.head, m.ago(7, 12), "Ответ отправлен", first, &model.SendRequest{How: "СЭД, исх. № 07/112"})
	m.do(m.head, m.ago(6, 12), "Вопрос записан", first, &model.PutRequestQuestion{Text: "Чем вызван рост по теплоснабжению?", Answer: "Остановки котельной в пгт Ревда"})
	second := m.next(model.NounRequest)
	m.do(m.head, m.ago(2, 10), "Запрос повторён", second, &model.PutRequest{Asks: "Сводка за неделю по обращениям района", Number: "ЦУР-118", Basis: "соглашение о взаимодействии", Received: m.date(2), Due: m.date(-1), Report: "week", Format: "docx",
		Start: week.From, End: week.To, Repeats: first.ID, Template: true})
	third := m.next(model.NounRequest)
	m.do(m.head, m.ago(5, 11), "Запрос записан", third, &model.PutRequest{Asks: "Проблемы отопительного сезона: причины и меры", Number: "ЦУР-115", Received: m.date(5), Due: m.date(1), Report: "problems", Format: "pdf", Start: m.date(30), End: m.date(0)})
}

// directions are the coordinator's, with targets over figures.
func (m *matterPast) directions() {
	year := m.date(0)[:4] + "-01-01"
	end := m.date(0)[:4] + "-12-31"
	at := m.ago(40, 10)
	var ids []int64
	for i, t := range []model.Target{{Figure: string(stats.Overdue), Value: 5, From: year, To: end, Basis: "поручение координатора"}, {Figure: string(stats.GoodMarks), Value: 60, From: year, To: end, Basis: "поручение координатора"},
		{Figure: string(stats.Discipline), Value: 90, From: year, To: end, Basis: "поручение координатора"}} {
		t.ID = int64(i + 1)
		ids = append(ids, t.ID)
		m.do(m.chief, at, "Целевое значение задано", model.Ref{Noun: model.NounTarget, ID: t.ID}, &model.PutTarget{Target: t})
	}
	m.do(m.chief, at+60, "Направление задано", m.next(model.NounDirection), &model.PutDirection{Direction: model.Direction{Title: "Отвечать в срок и по существу", From: year, To: end, Basis: "поручение координатора", Targets: ids}})
}

// freeze makes the material of the request that waits, so that a frozen file can be looked at.
func freeze(ctx context.Context, s *store.Store, snap *store.Snapshot) error {
	actor := model.Actor{Official: (&matterPast{}).people(snap).head, Via: "desk"}
	list, err := s.Requests(ctx, actor)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b model.Request) int { return cmp.Compare(a.ID, b.ID) })
	for _, r := range list {
		if r.State == model.RequestNew && r.Report == "problems" {
			_, _, err := matters.MakeMaterial(ctx, s, actor, r.ID)
			return err
		}
	}
	return nil
}
