package query

import (
	"strings"

	"kurator/model"
	"kurator/model/russian"
)

// choice is one value of an enumeration with its spellings; russian and aliases are lower case with hyphens for spaces.
type choice struct {
	id      Enum
	english string
	russian string
	title   string
	aliases []string // folded
}

// choices lists the values of an enumeration in the order offered; nil for fields of other kinds.
func choices(f Field) []choice {
	switch f {
	case FieldStage:
		return stageChoices
	case FieldChannel:
		return channelChoices
	case FieldKind:
		return kindChoices
	case FieldGenre:
		return genreChoices
	case FieldPriority:
		return priorityChoices
	case FieldOutcome:
		return outcomeChoices
	case FieldHas:
		return hasChoices
	case FieldOverdue, FieldOpen, FieldWaiting:
		return flagChoices
	}
	return nil
}

// The tables below are never changed.
var (
	stageChoices = []choice{
		stage(model.StageNew, "новое", "новые", "новый"),
		stage(model.StageSorted, "разобрано", "разобранные"),
		stage(model.StageAssigned, "назначено", "назначенные"),
		stage(model.StageReview, "на-проверке", "проект-у-куратора", "проверка", "проект"),
		stage(model.StageReturned, "на-доработке", "доработка", "возвращено"),
		stage(model.StageApproval, "на-утверждении", "утверждение"),
		stage(model.StageApproved, "утверждено", "утвержденные"),
		stage(model.StageAnswered, "ответ-направлен", "отвечено", "отвеченные"),
		stage(model.StageClosed, "закрыто", "закрытые"),
	}
	channelChoices = []choice{
		channel(model.ChannelIM, "им", "инцидент", "инцидент-менеджмент"),
		channel(model.ChannelPOS, "пос", "госуслуги"),
		channel(model.ChannelSED, "сэд", "дело"),
		channel(model.ChannelECPUR, "ецпур", "наш-север"),
		channel(model.ChannelMail, "почта", "e-mail", "email"),
		channel(model.ChannelPhone, "телефон", "звонок"),
		channel(model.ChannelVisit, "приём", "личный-прием"),
		channel(model.ChannelSocial, "соцсети", "мессенджеры", "соцсеть"),
		channel(model.ChannelPortal, "портал", "сайт"),
	}
	kindChoices = []choice{
		{Enum(model.KindLaw59), "law59", "59-фз", model.KindLaw59.Title(), []string{"59фз", "59", "обращение", "обращение-по-59-фз"}},
		{Enum(model.KindMessage), "message", "сообщение", model.KindMessage.Title(), nil},
		{Enum(model.KindFastTrack), "fast_track", "фаст-трек", model.KindFastTrack.Title(), []string{"fast-track", "фасттрек"}},
		{Enum(model.KindComment), "comment", "комментарий", model.KindComment.Title(), nil},
	}
	genreChoices = []choice{
		worded(string(model.GenreProposal), "proposal"), worded(string(model.GenreStatement), "statement"),
		worded(string(model.GenreComplaint), "complaint"), worded(string(model.GenreRequest), "request"),
		worded(string(model.GenreNone), "not-appeal"),
	}
	priorityChoices = []choice{
		{Enum(model.PriorityHigh), "high", "высокая", "высокая важность", []string{"высокий", "срочно"}},
		{PriorityNormal, "normal", "обычная", "обычная важность", []string{"обычный"}},
	}
	outcomeChoices = []choice{
		worded(string(model.OutcomeSolved), "solved"), worded(string(model.OutcomeExplained), "explained"),
		worded(string(model.OutcomeSupported), "supported"), worded(string(model.OutcomeMeasures), "measures"),
		worded(string(model.OutcomeNotSupported), "not-supported"), worded(string(model.OutcomeAnswered), "replied"),
		worded(string(model.OutcomeDeferred), "deferred"), worded(string(model.OutcomeRedirected), "redirected"),
		worded(string(model.OutcomeLeft), "left"), worded(string(model.OutcomeEnded), "ended"),
		worded(string(model.OutcomeNotNeeded), "not-needed"), worded(string(model.OutcomeDuplicate), "duplicate"),
	}
	hasChoices = []choice{
		{HasDraft, "draft", "проект", "есть проект ответа", nil},
		{HasReply, "reply", "ответ", "ответ направлен", nil},
		{HasPromise, "promise", "обещание", "есть невыполненное обещание", nil},
		{HasMark, "mark", "оценка", "заявитель поставил оценку", nil},
		{HasScore, "score", "качество", "качество ответа оценено", nil},
		{HasTwin, "twin", "связь", "связано с похожим обращением", []string{"связанное"}},
		{HasUnconfirmed, "unconfirmed", "неподтверждённое", "ответ не подтверждён выгрузкой", []string{"неподтвержденный-ответ", "не-подтверждено"}},
		{HasComplaint, "bad_mark", "плохая-оценка", "плохая оценка ждёт разбора", nil},
		{HasSample, "sample", "выборка", "качество ответа надо оценить", nil},
	}
	flagChoices = []choice{
		{"yes", "yes", "да", "да", []string{"true", "1", "y", "д"}},
		{"no", "no", "нет", "нет", []string{"false", "0", "n", "н"}},
	}
)

func stage(id model.StageID, name string, aliases ...string) choice {
	return choice{Enum(id), string(id), name, id.Title(), aliases}
}

func channel(id model.ChannelID, name string, aliases ...string) choice {
	return choice{Enum(id), string(id), name, id.Title(), aliases}
}

// worded makes a choice whose id in the model is the Russian wording itself.
func worded(id, english string) choice {
	return choice{Enum(id), english, strings.ReplaceAll(id, " ", "-"), id, nil}
}

// choose finds a value by any spelling: id, English, Russian, title; hyphen, underscore and space are one.
func choose(list []choice, written string) (choice, bool) {
	key := enumKey(written)
	for _, c := range list {
		if key == enumKey(string(c.id)) || key == enumKey(c.english) || key == enumKey(c.russian) || key == enumKey(c.title) {
			return c, true
		}
		for _, alias := range c.aliases {
			if key == enumKey(alias) {
				return c, true
			}
		}
	}
	return choice{}, false
}

func choiceOf(list []choice, id Enum) (choice, bool) {
	for _, c := range list {
		if c.id == id {
			return c, true
		}
	}
	return choice{}, false
}

func enumKey(s string) string {
	return russian.Fold(strings.NewReplacer("_", "-", " ", "-").Replace(strings.TrimSpace(s)))
}
