package settings

import (
	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/ui/pane"
	"kurator/ui/pane/amend"
)

func editOffice(env *pane.Env) pane.Outcome { return amend.Ask(env, officeForm) }

func editApproval(env *pane.Env, channel model.ChannelID) pane.Outcome {
	return amend.Ask(env, func(env *pane.Env) amend.Form { return approvalForm(env, channel) })
}

func editKeeping(env *pane.Env, channel model.ChannelID) pane.Outcome {
	return amend.Ask(env, func(env *pane.Env) amend.Form { return keepingForm(env, channel) })
}

func editSample(env *pane.Env) pane.Outcome { return amend.Ask(env, sampleForm) }

func editHours(env *pane.Env, h deadline.HoursSpec) pane.Outcome {
	return amend.Ask(env, func(env *pane.Env) amend.Form {
		now := h
		for _, x := range env.Snap.Book.Spec().Schedules {
			if h.ID != "" && x.ID == h.ID {
				now = x
			}
		}
		return hoursForm(env, now)
	})
}

func editDay(env *pane.Env, r calendar.Row) pane.Outcome {
	return amend.Ask(env, func(env *pane.Env) amend.Form {
		now := r
		for _, x := range env.Snap.Own.Days {
			if r.Date != 0 && x.Date == r.Date {
				now = x
			}
		}
		return dayForm(env, now)
	})
}

func editPolicy(env *pane.Env, p deadline.Policy, fresh bool) pane.Outcome {
	return amend.Ask(env, func(env *pane.Env) amend.Form {
		now := p
		if known, ok := env.Snap.Book.Policy(p.ID); ok && !fresh {
			now = known
		}
		return policyForm(env, now, fresh)
	})
}

func editUnit(env *pane.Env, u model.Unit) pane.Outcome {
	return amend.Ask(env, func(env *pane.Env) amend.Form { return unitForm(env, amend.Current(env.Snap.Office.Units, u.ID, u)) })
}

func editPlace(env *pane.Env, p model.Place) pane.Outcome {
	return amend.Ask(env, func(env *pane.Env) amend.Form { return placeForm(env, amend.Current(env.Snap.Office.Places, p.ID, p)) })
}

func editTopic(env *pane.Env, t model.TopicRule) pane.Outcome {
	return amend.Ask(env, func(env *pane.Env) amend.Form { return topicForm(env, amend.Current(env.Snap.Office.Topics, t.ID, t)) })
}

func editTarget(env *pane.Env, t model.Target) pane.Outcome {
	return amend.Ask(env, func(env *pane.Env) amend.Form {
		return targetForm(env, amend.Current(env.Snap.Office.Targets, t.ID, t))
	})
}

func editTemplate(env *pane.Env, t model.Template) pane.Outcome {
	return amend.Ask(env, func(env *pane.Env) amend.Form {
		return templateForm(env, amend.Current(env.Snap.Office.Templates, t.ID, t))
	})
}
