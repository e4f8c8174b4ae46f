package exchange

import (
	"context"
	"strings"

	"kurator/model"
	"kurator/store"
	"kurator/store/intake"
)

// CardOwner finds the appeal that a pasted card is of, by its number in the channel, or in any when the card does not tell the
// channel; 0 when nobody knows it.
func CardOwner(ctx context.Context, s *store.Store, channel model.ChannelID, number string) (model.AppealID, error) {
	channels := []model.ChannelID{channel}
	if channel == "" {
		channels = []model.ChannelID{model.ChannelPOS, model.ChannelIM, model.ChannelSED, model.ChannelECPUR}
	}
	for _, ch := range channels {
		known, err := s.KnownNumbers(ctx, ch, []string{number})
		if err != nil {
			return 0, err
		}
		if k, ok := known[number]; ok {
			return k.Appeal, nil
		}
	}
	known, err := s.KnownElsewhere(ctx, "", []string{number}) // its second number
	return known[number].Appeal, err
}

// FillFromCard puts the words of a pasted card into the appeal it is of; what is there already stays.
func FillFromCard(ctx context.Context, s *store.Store, actor model.Actor, id model.AppealID, p intake.Pasted) (store.Result, error) {
	fill := &model.Fill{Body: model.Words(p.Text), Address: model.Words(strings.Trim(p.Place+", "+p.Address, ", ")),
		Applicant: model.Applicant{Name: model.Words(p.Author), Contact: model.Words(strings.Trim(p.Contact+", "+p.Page, ", "))}}
	return s.Do(ctx, actor, store.Op{Title: "Внесён текст с карточки: № " + id.String(), Steps: []store.Step{{Ref: model.AppealRef(id), Action: fill}}})
}
