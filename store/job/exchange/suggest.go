package exchange

import (
	"context"
	"strings"
	"sync"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/search"
	"kurator/store/suggest"
)

// Advice is what the office's own past says of a text. Parts that are not known are empty.
type Advice struct {
	Unit         model.UnitID
	UnitSure     float64
	UnitBecause  []string // words of the text
	Topic        string
	TopicSure    float64
	TopicBecause []string
}

// Sure is the confidence from which a suggestion is offered.
const Sure = 0.6

// pastCases is how much of the past is learned from: some years of a district, read in seconds.
const pastCases = 12_000

// relearn is how old what was learned may become while people go on working.
const relearn = 15 * time.Minute

// Advisor proposes units and topics from the office's own past choices. It learns when first asked, and again after a while;
// nothing is kept in the file. It is safe for concurrent use.
type Advisor struct {
	store *store.Store

	mu      sync.Mutex
	learned model.Instant
	units   *suggest.Model
	topics  *suggest.Model
	stems   *search.Stemmer
}

// NewAdvisor makes an advisor that has learned nothing yet.
func NewAdvisor(s *store.Store) *Advisor { return &Advisor{store: s, stems: search.NewStemmer()} }

// Learn learns from the past now.
func (a *Advisor) Learn(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.learn(ctx)
}

func (a *Advisor) learn(ctx context.Context) error {
	now := a.store.Now()
	past, err := a.store.Past(ctx, pastCases)
	if err != nil {
		return err
	}
	snap, err := a.store.Snapshot(ctx)
	if err != nil {
		return err
	}
	var units, topics []suggest.Example
	for _, c := range past {
		stems := a.stems.Stems(c.Text)
		if u, ok := snap.Office.Units[c.Unit]; ok && u.To == "" {
			units = append(units, suggest.Example{Stems: stems, Label: u.Name})
		}
		if c.Topic.Title != "" {
			topics = append(topics, suggest.Example{Stems: ofChannel(c.Channel, stems), Label: c.Topic.Title})
		}
	}
	a.units, a.topics, a.learned = suggest.Learn(units), suggest.Learn(topics), now
	return nil
}

// ofChannel puts the channel before the words: each calls its topics in its own way.
func ofChannel(channel model.ChannelID, stems []string) []string {
	return append([]string{"@" + string(channel)}, stems...)
}

// Of gives the advice for a text that came by a channel.
func (a *Advisor) Of(ctx context.Context, channel model.ChannelID, text string) (Advice, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.units == nil || a.store.Now() >= a.learned+model.Instant(relearn/time.Second) {
		if err := a.learn(ctx); err != nil {
			return Advice{}, err
		}
	}
	snap, err := a.store.Snapshot(ctx)
	if err != nil {
		return Advice{}, err
	}
	var out Advice
	stems := a.stems.Stems(text)
	if p, ok := a.units.Propose(stems); ok && p.Confidence >= Sure {
		if unit, known := snap.Office.FindUnit(p.Label); known && unit.To == "" {
			out.Unit, out.UnitSure, out.UnitBecause = unit.ID, p.Confidence, a.words(text, p.Deciding)
		}
	}
	if p, ok := a.topics.Propose(ofChannel(channel, stems)); ok && p.Confidence >= Sure {
		out.Topic, out.TopicSure, out.TopicBecause = p.Label, p.Confidence, a.words(text, p.Deciding)
	}
	return out, nil
}

// words are the words of the text that the stems stand for.
func (a *Advisor) words(text string, stems []string) []string {
	out := make([]string, 0, len(stems))
	for _, stem := range stems {
		for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !search.WordRune(r) }) {
			if got := a.stems.Stems(w); len(got) == 1 && got[0] == stem {
				out = append(out, strings.ToLower(w))
				break
			}
		}
	}
	return out
}

// HitRates are how often unit and topic were proposed rightly for the newest 500 cases, by what was learned from those before.
type HitRates struct {
	Unit, Topic suggest.Rate
}

// MeasureSuggestions learns anew and measures itself, for `kurator doctor`.
func MeasureSuggestions(ctx context.Context, s *store.Store) (HitRates, error) {
	a := NewAdvisor(s)
	if err := a.Learn(ctx); err != nil {
		return HitRates{}, err
	}
	return HitRates{a.units.Rate, a.topics.Rate}, nil
}
