package card

import (
	"context"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/job/exchange"
	"kurator/ui/pane"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// beside is what is found out about a card after it is shown: it must not keep the card waiting.
type beside struct {
	id     model.AppealID
	twins  store.Twins
	advice exchange.Advice
}

// rests is how long the cursor stays on a card before one looks around it.
const rests = 150 * time.Millisecond

// rested says that this card may have been stayed on.
type rested struct{ id model.AppealID }

// lookSoon looks around the first card at once and around others when the cursor rests on them: who walks down a list must not pay, key by
// key, for a search around each card they pass.
func (c *Card) lookSoon(env *pane.Env) pane.Outcome {
	if c.beside.id == 0 || c.beside.id == c.card.Appeal.ID {
		return c.lookAround(env)
	}
	c.around.Stop()
	return pane.Work(pane.After(rests, rested{c.card.Appeal.ID}))
}

// stays looks around the card that the cursor has stayed on.
func (c *Card) stays(env *pane.Env, at rested) pane.Outcome {
	if c.card == nil || c.card.Appeal.ID != at.id || c.beside.id == at.id || c.around.Waiting() {
		return pane.Unseen()
	}
	o := c.lookAround(env)
	o.Same = true
	return o
}

// lookAround finds similar appeals and what the past suggests. A failure leaves the lines out: the card itself is there.
func (c *Card) lookAround(env *pane.Env) pane.Outcome {
	if !c.card.Text {
		return pane.Nothing()
	}
	s, actor, advisor, a := env.Store, env.Me.Actor, env.Advice, c.card.Appeal
	return pane.Work(c.around.Start(env.Ctx, func(ctx context.Context) (beside, error) {
		b := beside{id: a.ID}
		var err error
		if b.twins, err = s.Twins(ctx, actor, a.ID); err != nil {
			return b, err
		}
		if verb.WantsAdvice(env, &a) {
			b.advice, err = verb.Advised(ctx, advisor, &a)
		}
		return b, err
	}))
}

// wasLookedAround puts the lines into the card.
func (c *Card) wasLookedAround(env *pane.Env, b beside, err error) pane.Outcome {
	if err != nil || c.card == nil || b.id != c.card.Appeal.ID {
		return pane.Nothing()
	}
	nothing := len(c.besideParagraphs(env)) == 0
	c.beside = b
	if nothing && len(c.besideParagraphs(env)) == 0 {
		return pane.Unseen()
	}
	c.paint(env, false)
	return pane.Nothing()
}

// besideParagraphs are the lines of what was found out about the card shown.
func (c *Card) besideParagraphs(env *pane.Env) []widget.Paragraph {
	if c.beside.id != c.card.Appeal.ID {
		return nil
	}
	return append(verb.AdviceParagraphs(env, &c.card.Appeal, c.beside.advice), verb.TwinParagraphs(c.beside.twins)...)
}
