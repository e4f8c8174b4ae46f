package exchange

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/docx"
	"kurator/store/mail"
	"kurator/store/sheet"
)

// DraftReport is what became of one draft that came back.
type DraftReport struct {
	File   string
	Appeal model.AppealID // 0: it waits for a person to say
	What   string         // «проект записан», «без изменений», «в карантин»
	Say    string
}

// Aside tells whether the draft waits for a person to say whose it is.
func (r DraftReport) Aside() bool { return r.What == draftAside }

// What becomes of a draft.
const (
	draftTaken = "проект записан"
	draftKnown = "без изменений"
	draftAside = "в карантин"
)

// maxDraftFile bounds a file with a draft.
const maxDraftFile = mail.MaxLetter

// IsDraft tells whether a file is no export but a draft: a document, a letter about a task, or a text with the mark of an appeal.
// Any other letter is a citizen's.
func IsDraft(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".docx":
		return true
	case ".eml":
		return letterIsDraft(path)
	case ".txt":
		f, err := os.Open(path)
		if err != nil {
			return false
		}
		defer f.Close()
		head, err := io.ReadAll(io.LimitReader(f, 64<<10))
		return err == nil && len(marks(filepath.Base(path)+" "+sheet.DecodeText(head))) > 0
	}
	return false
}

// mayBeDraft tells it of a file in a folder of drafts.
func mayBeDraft(name string) bool {
	return slices.Contains([]string{".docx", ".eml", ".txt"}, strings.ToLower(filepath.Ext(name)))
}

// DraftFiles lists what may be drafts in a folder, the oldest first, so that the newest version is the last.
func DraftFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, model.Faultf(model.NotFound, "Папки с проектами нет. Проверьте путь.")
	case errors.Is(err, syscall.ENOTDIR):
		return nil, model.Faultf(model.BadData, "Это файл, а не папка с проектами. Укажите папку, в которой он лежит.")
	case err != nil:
		return nil, &model.Fault{Code: model.Failed, Cause: err, Say: "Не удалось прочитать папку с проектами. Проверьте права на неё."}
	}
	type found struct {
		path string
		at   time.Time
	}
	var list []found
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || strings.HasPrefix(name, "~$") || !mayBeDraft(name) {
			continue
		}
		list = append(list, found{filepath.Join(folder, e.Name()), info.ModTime()})
	}
	slices.SortFunc(list, func(a, b found) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.path, b.path)) })
	paths := make([]string, len(list))
	for i, f := range list {
		paths[i] = f.path
	}
	return paths, nil
}

// ImportDrafts takes returned drafts in: each goes to the appeal its mark names, else to the one its letter answers; what fits
// nothing waits in quarantine. The same file again changes nothing.
func ImportDrafts(ctx context.Context, s *store.Store, actor model.Actor, paths []string, dry bool) (ImportSummary, []DraftReport, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return ImportSummary{}, nil, err
	}
	d := &drafter{ctx: ctx, s: s, actor: actor, snap: snap, dry: dry}
	if !dry {
		d.batch = store.NewID(s.Now().In(snap.Zone()))
	}
	if d.keyOf, err = s.RowKeys(ctx); err != nil {
		return ImportSummary{}, nil, err
	}
	var faults []error
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return d.sum, d.reports, err
		}
		pieces, err := readPieces(path)
		if err != nil {
			faults = append(faults, named(path, err))
			continue
		}
		for _, p := range pieces {
			if err := d.take(p); err != nil {
				return d.sum, d.reports, err
			}
		}
	}
	if d.sum.Updated+d.sum.Quarantined > 0 {
		d.sum.Batch = d.batch
	}
	return d.sum, d.reports, errors.Join(faults...)
}

// named puts the file's name before a sentence about it.
func named(path string, err error) error {
	var f *model.Fault
	if !errors.As(err, &f) {
		return err
	}
	return &model.Fault{Code: f.Code, Say: "«" + filepath.Base(path) + "»: " + f.Say, Cause: f}
}

// piece is one answer as it came, before it is known whose it is.
type piece struct {
	answer
	file     string
	at       time.Time // when it was written; zero = not known
	from     string    // address
	name     string    // who sent it
	answers  []string  // Message-IDs it answers
	several  bool      // it has marks of several appeals and cannot be divided
	enclosed []mail.File
}

func readPieces(path string) ([]piece, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &model.Fault{Code: model.Failed, Cause: err, Say: "Файла нет или он не читается. Проверьте имя и права."}
	}
	if info.Size() > maxDraftFile {
		return nil, model.Faultf(model.BadData, "Файл слишком велик для проекта ответа.")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &model.Fault{Code: model.Failed, Cause: err, Say: "Файл не читается. Проверьте права."}
	}
	base := piece{file: filepath.Base(path), at: info.ModTime()}
	if strings.EqualFold(filepath.Ext(path), ".eml") {
		return letterPieces(base, data)
	}
	text, err := plainText(path, data)
	if err != nil {
		return nil, err
	}
	return base.divide(text, base.file), nil
}

func plainText(name string, data []byte) (string, error) {
	if strings.EqualFold(filepath.Ext(name), ".docx") || bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return docx.Read(data)
	}
	return sheet.DecodeText(data), nil
}

// divide makes a piece of each answer in a text; around is where a mark is looked for when the text has none.
func (p piece) divide(text, around string) []piece {
	found, several := answers(text)
	var list []piece
	for _, a := range found {
		one := p
		one.answer, one.several = a, several
		if ids := marks(around); a.appeal == 0 && len(ids) == 1 {
			one.appeal, one.several = ids[0], false
		}
		list = append(list, one)
	}
	return list
}

// letterPieces: a draft is an attached document where there is one, else the letter's own words. Other attachments go with it.
func letterPieces(base piece, data []byte) ([]piece, error) {
	l, err := mail.Read(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	base.from, base.name, base.answers = l.From, l.Name, l.Answers
	if !l.Date.IsZero() {
		base.at = l.Date
	}
	around := l.Subject
	if len(marks(around)) == 0 {
		around = mail.Reply(l.Text)
	}
	var list []piece
	for _, f := range l.Files {
		ext := strings.ToLower(filepath.Ext(f.Name))
		if ext != ".docx" && ext != ".txt" {
			base.enclosed = append(base.enclosed, f)
			continue
		}
		text, err := plainText(f.Name, f.Data)
		if err != nil || strings.TrimSpace(text) == "" {
			base.enclosed = append(base.enclosed, f)
			continue
		}
		list = append(list, base.divide(text, f.Name+" "+around)...)
	}
	if len(list) == 0 {
		return base.divide(mail.Reply(l.Text), around), nil
	}
	if len(base.enclosed) > 0 {
		for i := range list { // what came with several answers is shown with each
			list[i].enclosed = base.enclosed
		}
	}
	return list, nil
}

// drafter takes drafts in one after another.
type drafter struct {
	ctx     context.Context
	s       *store.Store
	actor   model.Actor
	snap    *store.Snapshot
	dry     bool
	batch   string
	keyOf   func(string) string
	sum     ImportSummary
	reports []DraftReport
}

func (d *drafter) told(p piece, id model.AppealID, what, say string) {
	switch what {
	case draftTaken:
		d.sum.Updated++
	case draftKnown:
		d.sum.Unchanged++
	case draftAside:
		d.sum.Quarantined++
	}
	d.reports = append(d.reports, DraftReport{File: p.file, Appeal: id, What: what, Say: say})
}

func (d *drafter) take(p piece) error {
	d.sum.Read++
	if p.appeal == 0 {
		p.appeal = d.answered(p.answers)
	}
	var reason string
	switch {
	case p.text == "":
		reason = "В файле нет текста ответа."
	case strings.Contains(p.text, placeholder):
		reason = "Ответ вписан не весь: осталось «" + placeholder + "»."
	case p.several:
		reason = "В тексте отметки нескольких обращений, и не видно, где чей ответ."
	case p.appeal == 0:
		reason = "На проекте нет отметки обращения."
	default:
		op, say, err := d.write(p)
		switch {
		case err != nil:
			return err
		case say != "":
			reason = say
		case op == nil:
			d.told(p, p.appeal, draftKnown, "")
			return nil
		default:
			return d.done(p, *op)
		}
	}
	return d.aside(p, reason)
}

// done carries the draft out; what the rules refuse waits in quarantine with their sentence.
func (d *drafter) done(p piece, op store.Op) error {
	result, err := d.s.Do(d.ctx, d.actor, op)
	var fault *model.Fault
	switch {
	case errors.As(err, &fault) && (fault.Code == model.Stage || fault.Code == model.Forbidden):
		return d.aside(p, fault.Say)
	case err != nil:
		return err
	case result.Repeated:
		d.told(p, p.appeal, draftKnown, "")
		return nil
	}
	say := d.stranger(p)
	if !d.dry {
		kept, err := Enclose(d.ctx, d.s, d.actor, p.appeal, p.enclosed, d.batch)
		if err != nil {
			return err
		}
		say = strings.TrimSpace(say + " " + strings.Join(kept.Left, " "))
	}
	d.told(p, p.appeal, draftTaken, say)
	return nil
}

// stranger warns of a letter that came from another address than the unit's: a mark can be copied by anybody.
func (d *drafter) stranger(p piece) string {
	card, err := d.s.Peek(d.ctx, d.actor, p.appeal)
	if err != nil || p.from == "" {
		return ""
	}
	unit := d.snap.Office.Units[card.Appeal.Unit]
	if unit.Mail == "" || strings.EqualFold(unit.Mail, p.from) {
		return ""
	}
	return "Письмо пришло не с адреса подразделения «" + unit.Title() + "»: проверьте, от кого проект."
}

// answered is the appeal that a letter of ours named in the headers was about; the appeal's own ledger must know the letter.
func (d *drafter) answered(ids []string) model.AppealID {
	for _, letter := range ids {
		var known []model.AppealID
		for _, id := range letterAppeals(letter) {
			card, err := d.s.Peek(d.ctx, d.actor, id)
			if err == nil && slices.ContainsFunc(card.Appeal.Sendings, func(x model.Sending) bool { return x.Letter == letter }) {
				known = append(known, id)
			}
		}
		if len(known) == 1 {
			return known[0]
		}
	}
	return 0
}

// write makes the operation that records a draft; nil when the draft is there already, a sentence when it cannot be taken.
func (d *drafter) write(p piece) (*store.Op, string, error) {
	card, err := d.s.Card(d.ctx, d.actor, p.appeal, true)
	switch {
	case model.CodeOf(err) == model.NotFound || model.CodeOf(err) == model.Forbidden:
		return nil, err.Error(), nil
	case err != nil:
		return nil, "", err
	}
	a := &card.Appeal
	for _, old := range a.Drafts {
		if strings.TrimSpace(old.Text.Body) == p.text {
			return nil, "", nil
		}
	}
	switch a.Stage {
	case model.StageApproval, model.StageApproved:
		return nil, "Текст ответа уже передан на утверждение или утверждён.", nil
	case model.StageAnswered, model.StageClosed:
		return nil, "Ответ на это обращение уже направлен или оно закрыто.", nil
	case model.StageNew:
		return nil, "Обращение ещё не разобрано.", nil
	}
	op := draftOp(a, p.text, d.who(p), d.moment(p.at))
	op.Batch, op.Preview = d.batch, d.dry
	// The same draft again is known by its id, also after the text was changed here. One that was undone may come again.
	base := "draft-" + p.appeal.String() + "-" + d.keyOf(p.text)
	if op.ID, err = onceMore(d.ctx, d.s, base); err != nil || op.ID == "" {
		return nil, "", err
	}
	return &op, "", nil
}

// draftOp writes a version and hands it to the curator, unless it lies there already.
func draftOp(a *model.Appeal, text, who string, happened model.Instant) store.Op {
	op := store.Op{Title: "Проект получен: № " + a.ID.String()}
	op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(a.ID), Action: &model.WriteDraft{Text: model.Words(text), Vouched: who}, Happened: happened})
	if a.Stage != model.StageReview {
		op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(a.ID), Action: &model.Submit{Vouched: who}, Happened: happened})
	}
	return op
}

// onceMore is the id for an operation that is done once: "" when it is done, a fresh one when it was undone.
func onceMore(ctx context.Context, s *store.Store, base string) (string, error) {
	for id := base; ; id += "+" {
		op, there, err := s.OperationByID(ctx, id)
		switch {
		case err != nil:
			return "", err
		case !there:
			return id, nil
		case op.UndoneBy == "":
			return "", nil
		}
	}
}

// who vouches for a draft: the sender.
func (d *drafter) who(p piece) string { return cmp.Or(p.name, p.from) }

// moment is when a draft was written, never after now: clocks elsewhere are fast.
func (d *drafter) moment(at time.Time) model.Instant {
	if at.IsZero() {
		return 0
	}
	return min(model.InstantOf(at), d.s.Now())
}

// aside keeps what fits nothing, once, with who sent it and when.
func (d *drafter) aside(p piece, reason string) error {
	key := d.keyOf(p.file + "\x00" + p.from + "\x00" + p.text)
	there, err := d.s.Quarantining(d.ctx, key)
	if err != nil {
		return err
	}
	if !there && !d.dry {
		head := ""
		if who := d.who(p); who != "" {
			head = senderLine + strings.TrimSpace(p.name+" <"+p.from+">") + "\n\n"
		}
		at := cmp.Or(d.moment(p.at), d.s.Now())
		_, err = d.s.Do(d.ctx, d.actor, store.Op{Batch: d.batch, Title: "Проект отложен: " + p.file, Steps: []store.Step{{
			Ref: model.Ref{Noun: model.NounQuarantine}, Action: &model.SetAside{Quarantine: model.Quarantine{File: p.file, Reason: reason,
				Raw: model.Words(head + cmp.Or(p.text, "—")), Key: key, At: d.s.Now(), Draft: at, Appeal: p.appeal}}}}})
		if err != nil {
			return err
		}
	}
	d.told(p, p.appeal, draftAside, reason)
	return nil
}

// senderLine begins the text of a draft that was put aside.
const senderLine = "От: "
