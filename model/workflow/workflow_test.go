package workflow_test

import (
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/model/workflow"
)

var moscow = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		panic(err)
	}
	return loc
}()

var rules = func() workflow.Rules {
	official, err := calendar.Official()
	if err != nil {
		panic(err)
	}
	book, err := deadline.NewBook(deadline.Defaults(), official, moscow)
	if err != nil {
		panic(err)
	}
	return workflow.Rules{Deadlines: book.DueOf, Office: &model.Office{
		Settings: model.Settings{OfficeName: "Администрация", Zone: "Europe/Moscow"},
		Units: map[model.UnitID]model.Unit{
			1: {ID: 1, Name: "Отдел ЖКХ", Aliases: []string{"Отдел жилищно-коммунального хозяйства"}},
			2: {ID: 2, Name: "Школа"},
			3: {ID: 3, Name: "Дом культуры", To: "2025-12-31"},
		},
	}}
}()

// at is a moment of Moscow time.
func at(s string) model.Instant {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, moscow)
	if err != nil {
		panic(err)
	}
	return model.InstantOf(t)
}

// received is Monday morning, and start the hour the desk begins to work on it.
var (
	received = at("2026-03-02 09:00")
	start    = at("2026-03-02 10:00")
)

// The officials who act.
var (
	curator  = model.Actor{Official: 1, Title: "Куратор"}
	preparer = model.Actor{Official: 2, Title: "Начальник отдела"}
	head     = model.Actor{Official: 3, Title: "Глава"}
)

var lastText int64

// text is a stored text, as the store gives it to the reducer.
func text(s string) model.Text {
	t := model.Words(s)
	lastText++
	t.Seal(lastText)
	return t
}

// desk drives one appeal; a step takes an hour.
type desk struct {
	t      testing.TB
	a      model.Appeal
	now    model.Instant
	events []model.Event
}

// enter receives an appeal by a channel.
func enter(t testing.TB, channel model.ChannelID, change ...func(*model.Facts)) *desk {
	t.Helper()
	d := &desk{t: t, a: model.Appeal{ID: 7}, now: start}
	f := facts(channel)
	for _, c := range change {
		c(&f)
	}
	d.do(&model.Receive{Facts: f})
	return d
}

func facts(channel model.ChannelID) model.Facts {
	return model.Facts{Registration: model.Registration{Channel: channel, ExternalID: "42"}, Received: received,
		Topic: model.Topic{Title: "Уличное освещение"}, Place: "пгт Ревда"}
}

// try applies an action an hour later; the state moves on only when it is allowed.
func (d *desk) try(action model.Action, by ...model.Actor) error {
	d.now += 3600
	actor := curator
	if len(by) > 0 {
		actor = by[0]
	}
	return d.tryAt(action, model.Moment{Happened: d.now, Recorded: d.now, Actor: actor})
}

func (d *desk) tryAt(action model.Action, m model.Moment) error {
	next, events, err := rules.Apply(d.a, action, m)
	if err != nil {
		return err
	}
	next.Rev++
	d.a, d.events = next, events
	return nil
}

func (d *desk) do(action model.Action, by ...model.Actor) *desk {
	d.t.Helper()
	if err := d.try(action, by...); err != nil {
		d.t.Fatalf("%s at %s: %v", action.Name(), d.a.Stage, err)
	}
	return d
}

// refused checks that the action is refused with the code and with the words in the sentence, and changes nothing.
func (d *desk) refused(action model.Action, code model.Code, words string) {
	d.t.Helper()
	stage, ledger := d.a.Stage, len(d.a.Handovers)
	err := d.try(action)
	if model.CodeOf(err) != code || err == nil || !strings.Contains(err.Error(), words) {
		d.t.Errorf("%s at %s: %v, want %s with %q", action.Name(), stage, err, code, words)
	}
	if d.a.Stage != stage || len(d.a.Handovers) != ledger {
		d.t.Errorf("%s: a refusal left something behind", action.Name())
	}
}

func (d *desk) stands(stage model.StageID, holder model.Holder) *desk {
	d.t.Helper()
	if d.a.Stage != stage || d.a.Holder != holder {
		d.t.Fatalf("stands at %s with %q, want %s with %q", d.a.Stage, d.a.Holder.Key(), stage, holder.Key())
	}
	return d
}

// to walks the shortest way to a stage.
func (d *desk) to(stage model.StageID) *desk {
	d.t.Helper()
	for d.a.Stage != stage {
		switch d.a.Stage {
		case model.StageNew:
			d.do(&model.Sort{})
		case model.StageSorted:
			d.do(&model.Assign{Unit: 1})
		case model.StageAssigned:
			d.do(&model.WriteDraft{Text: text("Фонари починим.")}, preparer).do(&model.Submit{}, preparer)
		case model.StageReview:
			switch stage {
			case model.StageReturned:
				d.do(&model.Return{Reason: "канцелярский язык"})
			case model.StageApproval:
				d.do(&model.Submit{})
			default:
				d.do(&model.Approve{}, head)
			}
		case model.StageApproved:
			d.do(&model.Answer{})
		case model.StageAnswered:
			d.do(&model.Close{})
		default:
			d.t.Fatalf("no way from %s to %s", d.a.Stage, stage)
		}
	}
	return d
}

// sync brings news of the main registration.
func (d *desk) sync(change func(*model.Facts)) *desk {
	d.t.Helper()
	f := facts(d.a.Channel())
	change(&f)
	return d.do(&model.Sync{Facts: f})
}

// say joins what the last step told.
func (d *desk) say() string {
	var all []string
	for _, e := range d.events {
		all = append(all, e.Say)
	}
	return strings.Join(all, " ")
}

func curatorOf(c model.ChannelID) model.Holder {
	return model.Holder{Kind: model.HolderCurator, Channel: c}
}

var (
	unit1  = model.Holder{Kind: model.HolderUnit, Unit: 1}
	unit2  = model.Holder{Kind: model.HolderUnit, Unit: 2}
	byHead = model.Holder{Kind: model.HolderHead}
	nobody = model.Holder{}
)
