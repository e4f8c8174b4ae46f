package exchange

import (
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
)

// readings tell what was read from a row, so that a person sees whether the columns of a layout were taken for what they are. The texts and
// the applicant are not among them.
func readings(f *model.Facts, zone *time.Location) string {
	if f == nil {
		return ""
	}
	received := f.Received.In(zone)
	when := russian.DateTime(received)
	if f.ReceivedDateOnly {
		when = russian.DateShort(received)
	}
	parts := []string{f.Registration.Channel.Title() + " " + f.Registration.ExternalID, "поступило " + when}
	add := func(name, value string) {
		if value = strings.Join(strings.Fields(value), " "); value != "" {
			parts = append(parts, name+value)
		}
	}
	add("", f.Place)
	add("тема: ", f.Topic.Title)
	add("исполнитель: ", f.Registration.Executor)
	if planned := f.Registration.Planned; planned != "" {
		add("срок ", russian.DateShort(planned.Start(zone).In(zone)))
	}
	add("там: ", f.Registration.Stage)
	add("статус: ", f.Registration.Status)
	if len(f.Answers) > 0 || f.Answered != 0 {
		parts = append(parts, "ответ есть")
	}
	return strings.Join(parts, " · ")
}
