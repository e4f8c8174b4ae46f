package desk

import (
	"context"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/intake"
	"kurator/store/job/exchange"
	"kurator/store/mail"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// capture is the form of a new appeal. What is pasted into its empty text is recognised and fills the other fields; below the fields it
// warns of what is to be thought of first.
type capture struct {
	*overlay.Form
	entry   entry
	files   []mail.File // of the letter that was recognised
	said    string      // what was recognised
	warn    []string
	checked string // what warnings were asked for
	load    pane.Load[[]string]
}

// add asks for an appeal that came by phone, at a reception, by mail or in a social network.
func add(env *pane.Env) pane.Outcome {
	c := &capture{entry: entry{channel: model.ChannelPhone}}
	c.refill(env)
	return pane.Push(c)
}

// refill makes the form anew from the entry.
func (c *capture) refill(env *pane.Env) {
	c.Form = overlay.NewForm("Новое обращение", c.entry.fields(env), c.receive).Check(checkEntry)
}

// noted is how many rows below the fields are kept for what is said.
const noted = 4

// Size is that of the form and of what is said below it.
func (c *capture) Size(env *pane.Env, w, h int) (int, int) {
	fw, fh := c.Form.Size(env, w, h)
	return fw, min(h, fh+noted)
}

// Update gives everything to the form but what is pasted into an empty text. When the text is left, warnings are asked for.
func (c *capture) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if warn, fresh, err := c.load.Take(msg); fresh {
		if err == nil { // warnings that cannot be had do not keep anybody from writing down
			c.warn = warn
		}
		return pane.Nothing()
	}
	if m, ok := msg.(carded); ok {
		return c.wasCarded(env, m)
	}
	if paste, ok := msg.(tea.PasteMsg); ok && strings.TrimSpace(c.Form.Value("text")) == "" && c.Form.Typing() {
		if o, taken := c.pasted(env, paste.Content); taken {
			return o
		}
	}
	at := c.Form.Current()
	o := c.Form.Update(env, msg)
	if o.Close {
		c.load.Stop()
		return o
	}
	if c.Form.Current() != at {
		return o.And(c.look(env))
	}
	return o
}

// pasted recognises what was pasted; taken is false when it is nothing but words.
func (c *capture) pasted(env *pane.Env, text string) (o pane.Outcome, taken bool) {
	if path := strings.Trim(strings.TrimSpace(text), `"'`); exchange.IsLetter(path) && !strings.Contains(path, "\n") {
		return c.letterFile(env, path), true
	}
	if l, err := mail.Read(strings.NewReader(text)); err == nil && l.From != "" && l.Text != "" {
		c.takeLetter(env, &l)
		return c.look(env), true
	}
	p := intake.Paste(text, env.Now(), env.Zone)
	if p.Channel == "" && !p.Card {
		return pane.Nothing(), false
	}
	if p.Card && p.Number != "" {
		return c.card(env, p), true
	}
	c.take(env, p)
	return c.look(env), true
}

// letterFile reads a saved letter. Over SSH there are no files of the person's own here.
func (c *capture) letterFile(env *pane.Env, path string) pane.Outcome {
	if env.Caps.Remote {
		c.said = "По SSH файлы с вашего компьютера не видны: вставьте текст письма."
		return pane.Nothing()
	}
	if rest, home := strings.CutPrefix(path, "~/"); home {
		if dir, err := os.UserHomeDir(); err == nil {
			path = dir + "/" + rest
		}
	}
	path = strings.TrimPrefix(path, "file://")
	l, err := exchange.ReadLetter(path)
	if err != nil {
		return pane.Fail(err)
	}
	c.takeLetter(env, &l)
	return c.look(env)
}

func (c *capture) takeLetter(env *pane.Env, l *mail.Letter) {
	f := exchange.LetterFacts(l, model.ChannelMail, model.InstantOf(env.Now()))
	c.keep()
	c.entry.channel, c.entry.text, c.entry.id = model.ChannelMail, f.Body.Body, f.Registration.ExternalID
	fill(&c.entry.name, l.Name)
	fill(&c.entry.contact, l.ReplyTo)
	fill(&c.entry.at, russian.DateShort(f.Received.In(env.Zone))+" "+f.Received.In(env.Zone).Format("15:04"))
	c.files = l.Files
	c.said = "Распознано письмо"
	if n := len(l.Files); n > 0 {
		var names []string
		for _, file := range l.Files {
			names = append(names, file.Name)
		}
		c.said += ", " + russian.Count(n, "вложение", "вложения", "вложений") + ": " + strings.Join(names, ", ")
	}
	c.refill(env)
}

// keep takes what stands in the form into the entry.
func (c *capture) keep() {
	v := c.Form.Value
	c.entry = entry{channel: model.ChannelID(v("channel")), text: v("text"), name: v("name"), contact: v("contact"), place: v("place"), address: v("address"),
		topic: v("topic"), link: v("link"), at: v("at"), id: v("id")}
}

func fill(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// take fills the form with a recognised post or card; what the person has written stays.
func (c *capture) take(env *pane.Env, p intake.Pasted) {
	c.keep()
	e := &c.entry
	if p.Channel != "" {
		e.channel = p.Channel
	}
	e.text = p.Text
	fill(&e.name, p.Author)
	fill(&e.contact, strings.Trim(p.Contact+", "+p.Page, ", "))
	fill(&e.link, p.Link)
	fill(&e.topic, p.Topic.Title)
	fill(&e.id, p.Number)
	address := p.Address
	for _, text := range []string{p.Place, p.Address} {
		for _, part := range strings.Split(text, ",") {
			if place, ok := env.Snap.Office.FindPlace(strings.TrimSpace(part)); ok && e.place == "" {
				e.place = place.Name
				address = strings.Trim(strings.Replace(address, part, "", 1), ", ")
			}
		}
	}
	fill(&e.address, address)
	if !p.At.IsZero() {
		at := russian.DateShort(p.At)
		if p.HasTime {
			at += " " + p.At.Format("15:04")
		}
		fill(&e.at, at)
	}
	c.said = "Распознано: " + p.Channel.Title()
	if p.Card {
		c.said = "Распознана карточка " + p.Channel.Title()
	}
	c.refill(env)
}

// carded is the answer to a pasted card whose number was looked up; known is 0 when nobody knows it.
type carded struct {
	pasted intake.Pasted
	known  model.AppealID
	result store.Result
	err    error
}

// card looks the number of a pasted card up: of a known case it fills in the words the export has not brought.
func (c *capture) card(env *pane.Env, p intake.Pasted) pane.Outcome {
	ctx, s, actor := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor
	c.said = "Ищу обращение № " + clean.Line(p.Number) + "…"
	return pane.Work(func() tea.Msg {
		id, err := exchange.CardOwner(ctx, s, p.Channel, p.Number)
		if err != nil || id == 0 {
			return carded{pasted: p, err: err}
		}
		r, err := exchange.FillFromCard(ctx, s, actor, id, p)
		return carded{p, id, r, err}
	})
}

// wasCarded goes on after the look-up: a known case is shown, an unknown one is entered.
func (c *capture) wasCarded(env *pane.Env, m carded) pane.Outcome {
	there := model.CodeOf(m.err) == model.Stage // all of it is written down already
	switch {
	case m.err != nil && !there:
		return pane.Fail(m.err)
	case m.known == 0:
		c.take(env, m.pasted)
		return c.look(env)
	}
	o := pane.Done("Это обращение № "+m.known.String()+": текст, адрес и заявитель внесены", m.result.Changed...)
	if there {
		o = pane.Say("Это обращение № " + m.known.String() + ": вносить нечего, всё уже записано")
	}
	o = o.And(pane.Show("card", verb.Show{ID: m.known}))
	o.Close = true
	return o
}

// look asks for warnings when the text is another one than was asked about.
func (c *capture) look(env *pane.Env) pane.Outcome {
	v := c.Form.Value
	key := strings.Join([]string{v("text"), v("channel"), v("contact"), v("place"), v("address"), v("topic")}, "\x00")
	if strings.TrimSpace(v("text")) == "" || key == c.checked {
		return pane.Nothing()
	}
	c.checked = key
	facts := factsOf(env, v)
	s, actor := env.Store, env.Me.Actor
	return pane.Work(c.load.Start(env.Ctx, func(ctx context.Context) ([]string, error) { return exchange.LetterWarnings(ctx, s, actor, &facts) }))
}

// View draws the form and below it what is said.
func (c *capture) View(env *pane.Env, w, h int) []string {
	rows := min(noted, max(h-3, 0))
	lines := c.Form.View(env, w, h-rows)
	l := widget.NewLine(env.Theme, w)
	put := func(text string, role theme.Role) {
		for _, row := range widget.WrapWords(text, max(w, 1)) {
			if len(lines) >= h {
				return
			}
			l.Reset(w)
			lines = append(lines, l.Put(row, env.Theme.Style(role)).End(""))
		}
	}
	if c.said != "" {
		put(clean.Line(c.said), theme.Good)
	}
	for _, say := range c.warn {
		put("! "+clean.Line(say), theme.Warn)
	}
	for len(lines) < h {
		lines = append(lines, widget.Blank(w))
	}
	return lines
}
