package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/intake"
	"kurator/store/mail"
	"kurator/store/search"
)

// IsLetter tells whether a file is a saved e-mail, by its name.
func IsLetter(path string) bool { return strings.EqualFold(filepath.Ext(path), ".eml") }

// ReadLetter reads a saved e-mail.
func ReadLetter(path string) (mail.Letter, error) {
	f, err := os.Open(path)
	if err != nil {
		return mail.Letter{}, &model.Fault{Code: model.Failed, Say: "Не удалось открыть файл письма. Проверьте имя и права.", Cause: err}
	}
	defer f.Close()
	return mail.Read(f)
}

// letterIsDraft tells the answer of a unit from a citizen's letter: it carries the mark of an appeal, or answers a letter with tasks.
func letterIsDraft(path string) bool {
	l, err := ReadLetter(path)
	if err != nil {
		return false // what is wrong with it is said when it is taken in
	}
	said := l.Subject + "\n" + l.Text
	for _, f := range l.Files {
		said += "\n" + f.Name
	}
	return len(marks(said)) > 0 || len(l.Answers) > 0 && strings.Contains(russian.Fold(l.Subject), "задани")
}

// LetterFacts is a letter as an appeal of a channel. Its number is made of its Message-ID, so that the same letter is entered once.
func LetterFacts(l *mail.Letter, channel model.ChannelID, now model.Instant) model.Facts {
	received := now
	if at := model.InstantOf(l.Date); at != 0 && at <= now {
		received = at
	}
	text := l.Text
	if l.Subject != "" && !strings.HasPrefix(text, l.Subject) {
		text = strings.TrimSpace(l.Subject + "\n\n" + text)
	}
	kind := model.ApplicantPerson
	if l.Name == "" && l.ReplyTo == "" {
		kind = model.ApplicantAnonymous
	}
	return model.Facts{Registration: model.Registration{Channel: channel, ExternalID: letterNumber(letterKey(l))}, Received: received,
		Body: model.Words(text), Applicant: model.Applicant{Kind: kind, Name: model.Words(l.Name), Contact: model.Words(l.ReplyTo)}}
}

// letterKey is what tells letters apart: the Message-ID, else all that stands in it.
func letterKey(l *mail.Letter) string {
	if l.ID != "" {
		return l.ID
	}
	return l.From + "\x00" + l.Date.String() + "\x00" + l.Subject + "\x00" + l.Text
}

func letterNumber(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "eml-" + hex.EncodeToString(sum[:5])
}

// LetterSteps enters a letter: as what its author wrote again, when it answers a letter that is known here, else as a new appeal.
// known is the appeal that has it already, or 0. Its files are kept by Enclose, when it is known whose they are.
func LetterSteps(ctx context.Context, s *store.Store, l *mail.Letter, f model.Facts) (steps []store.Step, known model.AppealID, err error) {
	numbers := []string{f.Registration.ExternalID}
	for _, id := range l.Answers {
		numbers = append(numbers, letterNumber(id))
	}
	there, err := s.KnownNumbers(ctx, f.Registration.Channel, numbers)
	if err != nil {
		return nil, 0, err
	}
	if k, ok := there[numbers[0]]; ok {
		return nil, k.Appeal, nil
	}
	for _, n := range numbers[1:] {
		if k, ok := there[n]; ok {
			ref := model.AppealRef(k.Appeal)
			again := f
			again.Registration.SecondID = n
			steps = []store.Step{{Ref: ref, Action: &model.Sync{Facts: again}}, {Ref: ref, Action: &model.WriteAgain{Text: f.Body, At: f.Received}}}
			return steps, 0, nil
		}
	}
	return []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: f}}}, 0, nil
}

// importLetter takes one saved e-mail in.
func importLetter(ctx context.Context, s *store.Store, actor model.Actor, path string, o ImportOptions) (FileReport, error) {
	r := FileReport{File: filepath.Base(path), Profile: "письмо", Channel: model.ChannelMail}
	if o.Intake.Channel != "" {
		r.Channel = o.Intake.Channel
	}
	l, err := ReadLetter(path)
	if err != nil {
		return r, err
	}
	f := LetterFacts(&l, r.Channel, s.Now())
	r.Read = 1
	steps, known, err := LetterSteps(ctx, s, &l, f)
	if err != nil {
		return r, err
	}
	r.Sample = []Verdict{{Row: 1, Number: f.Registration.ExternalID, What: verdictUnchanged}}
	owner := known
	if known == 0 {
		if r.Warnings, err = LetterWarnings(ctx, s, actor, &f); err != nil {
			return r, err
		}
		r.Batch = store.NewID(s.Now().In(time.UTC))
		result, err := s.Do(ctx, actor, store.Op{Batch: r.Batch, Title: "Загружено письмо", Steps: steps, Preview: o.DryRun})
		if err != nil {
			return r, err
		}
		r.Sample[0].What = verdictChanged
		r.arrived.add(result.Created)
		owner = model.AppealID(steps[0].Ref.ID)
		if len(result.Created) > 0 {
			r.Sample[0].What = verdictNew
			owner = model.AppealID(result.Created[0].ID)
		}
	}
	if err := r.enclose(ctx, s, actor, owner, l.Files, o.DryRun); err != nil {
		return r, err
	}
	switch r.Sample[0].What {
	case verdictNew:
		r.Added = 1
	case verdictChanged:
		r.Updated = 1
	default:
		r.Unchanged = 1
	}
	return r, nil
}

// enclose keeps the files of the letter, also of one that was taken in before and interrupted.
func (r *FileReport) enclose(ctx context.Context, s *store.Store, actor model.Actor, id model.AppealID, list []mail.File, dry bool) error {
	if dry {
		if len(list) > 0 && r.Sample[0].What != verdictUnchanged {
			r.Warnings = append(r.Warnings, enclosedNames(list))
		}
		return nil
	}
	batch := r.Batch
	if batch == "" {
		batch = store.NewID(s.Now().In(time.UTC))
	}
	kept, err := Enclose(ctx, s, actor, id, list, batch)
	if err != nil {
		return err
	}
	if kept.Saved > 0 && r.Sample[0].What == verdictUnchanged {
		r.Sample[0].What, r.Batch = verdictChanged, batch
	}
	if say := kept.Say(); say != "" {
		r.Warnings = append(r.Warnings, say)
	}
	return nil
}

// LetterWarnings are what to think of before an appeal is entered: mail and its zone, the one complained of, similar appeals.
func LetterWarnings(ctx context.Context, s *store.Store, actor model.Actor, f *model.Facts) ([]string, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	var list []intake.Warning
	if f.Registration.Channel == model.ChannelMail {
		list = intake.AboutMail(model.DateOf(f.Received, snap.Zone()), f.Applicant.Contact.Body)
	} else {
		list = intake.AboutAddress(f.Applicant.Contact.Body)
	}
	unit := f.Unit
	if unit == 0 {
		unit = snap.Office.TopicUnit(f.Topic)
	}
	list = append(list, intake.AboutComplaint(snap.Office, search.NewStemmer(), f.Body.Body, unit)...)
	var out []string
	for _, w := range list {
		out = append(out, w.Say)
	}
	similar, err := SimilarTo(ctx, s, actor, f)
	if err != nil {
		return nil, err
	}
	for _, t := range similar[:min(len(similar), 3)] {
		out = append(out, "Похоже на № "+t.ID.String()+": "+strings.Join(t.Why, "; ")+".")
	}
	return out, nil
}

// SimilarTo finds appeals about the same thing as one that is being entered.
func SimilarTo(ctx context.Context, s *store.Store, actor model.Actor, f *model.Facts) ([]store.Twin, error) {
	author := f.Applicant.Contact.Body
	if author == "" {
		author = f.Applicant.Name.Body
	}
	return s.Similar(ctx, actor, store.Probe{Text: f.Body.Body, Place: f.Place, Address: f.Address.Body, Author: author, Received: f.Received})
}
