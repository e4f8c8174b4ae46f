package surge

import (
	"strconv"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/stats"
)

// town makes counts of ten themes in two settlements by two channels, each theme and settlement with a message every tenth day; more adds
// what is on the last day, as themes by settlement and channel.
func town(more func(add func(topic, place uint32, channel uint8))) *Counts {
	const themes, length = 10, 120
	words := []stats.Word{{ID: 11, Field: stats.FieldPlace, Text: "Ревда"}, {ID: 12, Field: stats.FieldPlace, Text: "Ловозеро"}}
	for i := range uint32(themes) {
		words = append(words, stats.Word{ID: i + 1, Field: stats.FieldTopic, Text: "\tТема " + strconv.Itoa(int(i)) + "\t"})
	}
	names := stats.NewNames(words, nil)
	to := model.Instant(1_790_000_000 / 86400 * 86400)
	scope := stats.Scope{From: to - length*86400, To: to, Zone: time.UTC, Names: names}
	c := NewCounts(scope, stats.NewThemes(&model.Office{}, names), scope.From)
	add := func(day int, topic, place uint32, channel uint8) {
		c.Add(&stats.Case{Topic: topic, Place: place, Channel: channel, Received: scope.From + model.Instant(day*86400+60), Stage: 8})
	}
	for day := range length {
		topic := uint32(day%themes) + 1
		add(day, topic, 11, 1)
		add(day, topic, 12, 2)
	}
	more(func(topic, place uint32, channel uint8) { add(length-1, topic, place, channel) })
	return c
}

// TestWholeSettlementAndChannel: a little more of every theme stands out in no theme and plainly in its settlement, or its channel.
func TestWholeSettlementAndChannel(t *testing.T) {
	if list := LevelOf(town(func(func(uint32, uint32, uint8)) {}), 0).Surges(); len(list) > 0 {
		t.Errorf("a quiet day: %+v", list)
	}
	place := LevelOf(town(func(add func(uint32, uint32, uint8)) {
		for topic := range uint32(10) {
			add(topic+1, 12, 1+uint8(topic%2))
		}
	}), 0).Surges()
	if len(place) != 1 || place[0].Key != (Key{Topic: Everything, Place: 12}) || place[0].N != 11 || place[0].P > wholeAlpha {
		t.Errorf("ten themes in one settlement: %+v", place)
	}
	channel := LevelOf(town(func(add func(uint32, uint32, uint8)) {
		for topic := range uint32(10) {
			add(topic+1, 11+topic%2, 2)
		}
	}), 0).Surges()
	if at, ok := channel[0].Key.ChannelPlace(); len(channel) != 1 || !ok || at != 2 {
		t.Errorf("ten themes by one channel: %+v", channel)
	}
	theme := LevelOf(town(func(add func(uint32, uint32, uint8)) {
		for range 12 {
			add(3, 12, 2)
		}
	}), 0).Surges()
	if len(theme) != 1 || theme[0].Key.Place != 12 || theme[0].Key.Topic == Everything {
		t.Errorf("one theme explains its settlement and its channel: %+v", theme)
	}
}
