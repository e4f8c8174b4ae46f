package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/mail"
)

// DigestOptions say how digests go to their holders.
type DigestOptions struct {
	AnyDay bool         // on a day off too
	Again  bool         // to those who got one today, too
	Dir    string       // where letters lie that are not sent
	Server *mail.Server // nil, or one without a host: letters are files
}

// SentNotice is a digest and what became of it.
type SentNotice struct {
	Notice
	Sent bool
	Path string // of the letter when it was not sent
}

// SendDigest makes the digest of every holder a letter: to the mailbox of the unit, or to those of the units where the people sit who
// hold the role. Where no mailbox is known or no server set, the letter is a file. A holder gets one a day. Letters hold numbers,
// topics and places, and nobody's name or words. What went is in the journal; when one does not go, the others go all the same.
func SendDigest(ctx context.Context, s *store.Store, actor model.Actor, o DigestOptions) ([]SentNotice, error) {
	list, err := Digest(ctx, s, actor, o.AnyDay)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	p := digestPost{s: s, snap: snap, actor: actor, o: o, now: s.Now().In(snap.Zone())}
	var done []SentNotice
	var faults []error
	for _, n := range list {
		sent, told, err := p.send(ctx, n)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if told {
			done = append(done, sent)
		}
	}
	return done, errors.Join(faults...)
}

type digestPost struct {
	s     *store.Store
	snap  *store.Snapshot
	actor model.Actor
	o     DigestOptions
	now   time.Time
}

// send lets one digest out; told is false when its holder has it already, or another program is about it. It is claimed before it goes
// and given back when it does not go: two timers send one letter, and a server that was away is asked again by the next run.
func (p *digestPost) send(ctx context.Context, n Notice) (sent SentNotice, told bool, err error) {
	sent = SentNotice{Notice: n}
	say := "сводка держателю " + n.Holder.Key() + " на " + russian.DateShort(p.now)
	if !p.o.Again {
		claim, err := p.s.ClaimDelivery(ctx, p.actor, say)
		if err != nil || claim == store.ClaimDone || claim == store.ClaimElse {
			return sent, false, err
		}
		if claim == store.ClaimUnclear {
			return sent, false, model.Faultf(model.Failed, "Неизвестно, ушла ли сводка «%s»: программа, которая её отправляла, прервана. "+
				"Если её не получили, отправьте ещё раз: kurator digest --mail --again.", n.Title)
		}
	}
	sent.Sent, sent.Path, err = post(ctx, p.o.Server, p.letter(n, say), p.o.Dir, "сводка-"+fileWord(n.Title)+"-"+p.now.Format("2006-01-02-1504"))
	done := err == nil
	if done || !p.o.Again { // who interrupts the program wants to know what went all the same
		err = errors.Join(err, p.s.EndDelivery(context.WithoutCancel(ctx), p.actor, say, done))
	}
	return sent, done, err
}

// letter is the digest as a letter. Its id is always the same on a day, so that a mailbox knows a letter whose server took it and did not
// say so.
func (p *digestPost) letter(n Notice, say string) *mail.Outgoing {
	out := &mail.Outgoing{Subject: p.subject(n), Date: p.now, To: p.boxes(n.Holder)}
	if p.o.Server != nil {
		out.From = p.o.Server.From
	}
	out.ID = mail.NewID(out.From)
	if _, domain, ok := strings.Cut(out.ID, "@"); ok && !p.o.Again {
		id := sha256.Sum256([]byte(p.snap.Office.Settings.OfficeName + "\n" + say))
		out.ID = hex.EncodeToString(id[:16]) + "@" + domain
	}
	out.Text = n.Title + ", на " + russian.DateTime(p.now) + "\n\n" + n.Text + "\n" + p.snap.Office.Settings.OfficeName
	return out
}

// subject says at a glance how bad it is.
func (p *digestPost) subject(n Notice) string {
	subject := "Сводка на " + russian.DateShort(p.now)
	if n.Counts.Overdue > 0 {
		subject += ", просрочено: " + russian.Number(int64(n.Counts.Overdue))
	}
	if n.Counts.Today > 0 {
		subject += ", срок сегодня: " + russian.Number(int64(n.Counts.Today))
	}
	return subject
}

// boxes are the mailboxes a holder reads.
func (p *digestPost) boxes(h model.Holder) []string {
	if h.Kind == model.HolderUnit {
		return p.box(nil, h.Unit)
	}
	var list []string
	today := model.DateOf(model.InstantOf(p.now), p.snap.Zone())
	for _, g := range p.snap.Office.GrantList() {
		who := p.snap.Office.Officials[g.Official]
		if !today.Within(g.From, g.To) || who.Gone != "" && who.Gone < today || !concerns(g, h) {
			continue
		}
		list = p.box(list, who.Unit)
	}
	return list
}

// concerns tells whether a role is the holder's.
func concerns(g model.Grant, h model.Holder) bool {
	switch h.Kind {
	case model.HolderCurator:
		return g.Role == model.RoleCurator && (g.Channel == "" || g.Channel == h.Channel)
	case model.HolderHead:
		return g.Role == model.RoleHead || g.Role == model.RoleCoordinator
	}
	return false
}

func (p *digestPost) box(list []string, id model.UnitID) []string {
	box := p.snap.Office.Units[id].Mail
	if box == "" || slices.Contains(list, box) {
		return list
	}
	return append(list, box)
}
