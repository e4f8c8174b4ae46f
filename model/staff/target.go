package staff

import (
	"math"
	"strings"

	"kurator/model"
)

// target sets the value of a figure the centre is asked for. Two targets of one figure and channel follow one another.
func (c *change) target(t model.Target) (any, error) {
	t.ID = c.id
	t.Figure = strings.TrimSpace(t.Figure)
	switch {
	case t.Figure == "":
		return nil, model.Faultf(model.Usage, "Укажите показатель, для которого задаётся целевое значение.")
	case math.IsNaN(t.Value) || math.IsInf(t.Value, 0) || t.Value < 0:
		return nil, model.Faultf(model.Usage, "Целевое значение — число не меньше нуля.")
	case t.Channel != "" && !t.Channel.Known():
		return nil, model.Faultf(model.Usage, "Канала «%s» нет. Каналы: im, pos, sed, ecpur, mail, phone, visit, social, portal.", t.Channel)
	}
	if err := checkPeriod(t.From, t.To); err != nil {
		return nil, err
	}
	for _, other := range c.TargetList() {
		if other.ID != t.ID && other.Figure == t.Figure && other.Channel == t.Channel && overlap(other.From, other.To, t.From, t.To) {
			return nil, model.Faultf(model.Usage, "Для этого показателя на эти дни цель уже задана. Завершите её (последний день) и задайте новую.")
		}
	}
	c.say(model.NounTarget, "Целевое значение записано.")
	return t, nil
}
