package model

// Template is a reply that is written often, with places to fill in: {номер}, {срок}. Channel, topic and outcome say where it fits;
// an empty one fits everywhere.
type Template struct {
	ID      int64     `json:"id"`
	Title   string    `json:"title"`
	Text    string    `json:"text"` // the office's own words, never a citizen's
	Channel ChannelID `json:"channel,omitempty"`
	Topic   string    `json:"topic,omitempty"` // beginning of a code, or a word of the topic
	Outcome Outcome   `json:"outcome,omitempty"`
	Retired bool      `json:"retired,omitempty"` // not offered any more
}

// PutTemplate enters or changes a reply template.
type PutTemplate struct {
	noTexts
	Template Template `json:"template"`
}

// Name is stable for the journal.
func (*PutTemplate) Name() string { return "template" }

// TemplateList returns the templates in the order of their ids, those that are not offered any more too.
func (o *Office) TemplateList() []Template { return sorted(o.Templates) }
