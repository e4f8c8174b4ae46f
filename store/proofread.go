package store

import (
	"context"
	"slices"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/lint"
	"kurator/model/russian"
	"kurator/store/search"
)

// Proofread reads an answer as it will be read before its approval. An empty text means the newest draft. Phrases are the
// turns of speech to look for.
func (s *Store) Proofread(ctx context.Context, actor model.Actor, id model.AppealID, text string, phrases []string) ([]lint.Finding, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	q := pool{ctx, s.db.Read()}
	a, _, err := loadAppeal(q, id)
	if err != nil {
		return nil, s.db.Say(err)
	}
	person := access.On(snap.Office, actor.Official, s.Today(snap))
	if err := mayOpen(person, a); err != nil {
		return nil, err
	}
	if !person.SeesText(a) {
		return nil, model.Faultf(model.Forbidden, "Текст обращения № %s вам не виден, проверить ответ нельзя.", id)
	}
	if err := fillTexts(q, a); err != nil {
		return nil, s.db.Say(err)
	}
	if text == "" && a.CurrentDraft() != nil {
		text = a.CurrentDraft().Text.Body
	}
	r := reader{office: snap.Office, stems: s.stemmer(), q: q}
	defer s.stemmers.Put(r.stems)
	answer := r.answer(a, text)
	answer.Today, answer.Phrases, answer.Answered = s.clock().In(snap.Zone()), phrases, r.answered(a)
	if !person.SeesPersonal(a) { // a remark would tell what is hidden
		answer.Appeal.Applicant = model.Applicant{Kind: a.Applicant.Kind}
	}
	found := lint.Check(answer)
	return found, s.db.Say(r.fault)
}

// goesOut refuses the approval of a text that must not go out: with a place that was not filled in, or with personal data. It is
// asked inside the operation, so that the desk, commands and scripts meet it alike.
func (e *execution) goesOut(a *model.Appeal) error {
	if err := fillTexts(within{e.tx}, a); err != nil {
		return err
	}
	r := reader{office: e.snap.Office, stems: e.stems, q: within{e.tx}}
	answer := r.answer(a, a.CurrentDraft().Text.Body)
	answer.Today = e.now.In(e.snap.Zone())
	blocking := lint.Blocking(lint.Check(answer))
	switch {
	case r.fault != nil:
		return r.fault
	case len(blocking) == 0:
		return nil
	}
	return model.Faultf(model.Stage, "Обращение № %s: утвердить нельзя. %s. Исправьте текст и повторите.", a.ID, remarks(blocking))
}

// staysForEver refuses reasons that tell who has complained: they stand in the journal in plain words, and no anonymising reaches them.
func (e *execution) staysForEver(a *model.Appeal, action model.Action) error {
	reason := reasonOf(action)
	if reason == "" || a.Applicant.Name.Ref == 0 && a.Applicant.Contact.Ref == 0 {
		return nil
	}
	whole := *a
	if err := fillTexts(within{e.tx}, &whole); err != nil {
		return err
	}
	if !lint.TellsOf(reason, &whole.Applicant) {
		return nil
	}
	return model.Faultf(model.Usage, "В причине назван заявитель или его контакт, а причина остаётся в журнале навсегда, и стереть её будет нельзя. "+
		"Напишите её без этого; подробности можно записать в примечание.")
}

// reasonOf is what an official says of their own act in plain words.
func reasonOf(action model.Action) string {
	switch x := action.(type) {
	case *model.Return:
		return x.Reason
	case *model.Close:
		return x.Reason
	case *model.Reopen:
		return x.Reason
	case *model.Extend:
		return x.Reason
	case *model.Redirect:
		return x.To + "\n" + x.ComplainedOf
	case *model.Rate:
		return x.Reason
	}
	return ""
}

// remarks joins the first few different remarks.
func remarks(list []lint.Finding) string {
	text := ""
	var said []string
	for _, f := range list {
		if slices.Contains(said, f.Say) || len(said) == 3 {
			continue
		}
		if said = append(said, f.Say); text != "" {
			text += "; "
		}
		text += f.Say
	}
	return text
}

// reader answers what only the whole base knows.
type reader struct {
	office *model.Office
	stems  *search.Stemmer
	q      queryer
	fault  error
}

func (r *reader) answer(a *model.Appeal, text string) lint.Answer {
	return lint.Answer{Text: text, Appeal: a, Known: institutions(r.office),
		OtherCase: func(number string) bool { return r.otherCase(a.ID, number) },
		OfOther:   func(c russian.Contact) bool { return r.ofOther(a, c) }}
}

// institutions are the office's own contacts: mailboxes of units, and what stands in reply templates.
func institutions(o *model.Office) []string {
	var list []string
	for _, u := range o.UnitList() {
		if u.Mail != "" {
			list = append(list, u.Mail)
		}
	}
	for _, t := range o.TemplateList() {
		for _, c := range russian.FindContacts(t.Text) {
			list = append(list, c.Text)
		}
	}
	return list
}

func (r *reader) otherCase(id model.AppealID, number string) bool {
	found := false
	r.each("SELECT appeal FROM registration WHERE external_id = $1 AND channel IN ('im', 'pos', 'sed', 'ecpur', 'mail', 'phone', 'visit', 'social', 'portal')"+
		" UNION ALL SELECT appeal FROM registration WHERE second_id = $1 AND second_id <> ''", []any{number}, func(other model.AppealID) {
		found = found || other != id
	})
	return found
}

// wholePhone is how many digits a number has that belongs to one person; shorter ones are looked for nowhere.
const wholePhone = 10

// sameContact is how many cases with a like contact are looked at.
const sameContact = 20

// ofOther tells whether a contact is another citizen's: one who is not the applicant of this case.
func (r *reader) ofOther(a *model.Appeal, c russian.Contact) bool {
	if c.Kind == russian.Phone && len(c.Normal) < wholePhone {
		return false
	}
	other := false
	for _, x := range r.byContact(a.ID, c.Normal) {
		if x.Applicant.Kind == model.ApplicantOrganisation {
			continue // an institution that wrote to us
		}
		for _, y := range russian.FindContacts("тел. " + x.Applicant.Contact.Body) {
			other = other || y.Kind == c.Kind && y.Normal == c.Normal
		}
	}
	return other
}

// byContact loads the newest cases whose applicant may have the contact.
func (r *reader) byContact(except model.AppealID, contact string) []*model.Appeal {
	match := r.stems.Applicant(contact)
	if match == "" {
		return nil
	}
	var ids []model.AppealID
	r.each("SELECT appeal.id FROM search CROSS JOIN appeal ON search_id = search.rowid WHERE search MATCH $1 ORDER BY search.rowid DESC LIMIT $2",
		[]any{match, sameContact}, func(id model.AppealID) {
			if id != except {
				ids = append(ids, id)
			}
		})
	var list []*model.Appeal
	for _, id := range ids {
		a, err := r.load(id)
		if err != nil {
			r.fail(err)
			return nil
		}
		list = append(list, a)
	}
	return list
}

func (r *reader) load(id model.AppealID) (*model.Appeal, error) {
	from, ok := r.q.(interface {
		Row(query string, args []any, dest ...any) error
	})
	if !ok {
		from = r.q.(within).tx
	}
	a, _, err := loadAppeal(from, id)
	if err != nil {
		return nil, err
	}
	return a, fillTexts(r.q, a)
}

// answersRead is how many earlier answers a new one is compared with.
const answersRead = 5

// answered are the answers this citizen has had: in this case, and in those with the same contact.
func (r *reader) answered(a *model.Appeal) []string {
	cases := []*model.Appeal{a}
	for _, c := range russian.FindContacts("тел. " + a.Applicant.Contact.Body) {
		cases = append(cases, r.byContact(a.ID, c.Normal)...)
	}
	var list []string
	for _, x := range cases {
		for _, reply := range x.Replies {
			if reply.Text.Body != "" && len(list) < answersRead {
				list = append(list, reply.Text.Body)
			}
		}
	}
	return list
}

// each reads a column of numbers.
func (r *reader) each(statement string, args []any, yield func(id model.AppealID)) {
	rows, err := r.q.query(statement, args...)
	if err != nil {
		r.fail(err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		var id model.AppealID
		if err := rows.Scan(&id); err != nil {
			r.fail(err)
			return
		}
		yield(id)
	}
	r.fail(rows.Err())
}

func (r *reader) fail(err error) {
	if r.fault == nil {
		r.fault = err
	}
}
