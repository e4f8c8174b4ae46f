package exchange

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/config"
	"kurator/store/docx"
	"kurator/store/mail"
)

// TaskOptions say how tasks go to units.
type TaskOptions struct {
	Dir      string       // where sheets and unsent letters are written
	Plain    bool         // text instead of a Word document
	Personal bool         // with the applicant's name, contact and address: a right of its own, and a line in the journal
	Letters  bool         // a letter to each unit: sent by the server when one is set, else an .eml file
	Server   *mail.Server // nil: letters are files
}

// ServerOf is the server of a configuration with its password read. Without a host it has no host: letters are files then.
func ServerOf(m config.Mail) (*mail.Server, error) {
	password := ""
	if m.Host != "" {
		var err error
		if password, err = mail.Password(m.PasswordFile); err != nil {
			return nil, err
		}
	}
	return &mail.Server{Host: m.Host, Port: m.Port, TLS: m.TLS, User: m.User, Password: password, From: m.From}, nil
}

// Outbox is where what goes out lies until somebody sends it: beside the database.
func Outbox(database string) string { return filepath.Join(filepath.Dir(database), "outbox") }

// Task is what went to one unit.
type Task struct {
	Unit    model.UnitID
	Title   string
	Appeals []model.AppealID
	Path    string // of the sheet or the letter; "" when it was sent
	Sent    bool
}

// Tasks makes a task sheet for each unit that is to answer some of the appeals, and records that it went. What has no unit or is
// answered already is skipped with the reason.
func Tasks(ctx context.Context, s *store.Store, actor model.Actor, ids []model.AppealID, o TaskOptions) ([]Task, []store.Skip, error) {
	w, err := newTasker(ctx, s, actor, o)
	if err != nil {
		return nil, nil, err
	}
	issue := func(letter, how string, ids []model.AppealID) store.Op {
		op := store.Op{Title: "Задание: " + russian.Count(len(ids), "обращение", "обращения", "обращений"), Partial: true}
		for _, id := range ids {
			op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(id), Action: &model.Issue{How: how, Letter: letter}})
		}
		return op
	}
	trial := issue("", "", ids)
	trial.Preview = true
	result, err := s.Do(ctx, actor, trial)
	if err != nil {
		return nil, nil, err
	}
	var done []Task
	for _, group := range w.byUnit(result.Changed) {
		task, err := w.give(group, issue)
		if err != nil {
			return done, result.Skipped, err
		}
		done = append(done, task)
	}
	return done, result.Skipped, nil
}

// SheetOf is the task sheet of some appeals without giving it to anybody: to look at it before.
func SheetOf(ctx context.Context, s *store.Store, actor model.Actor, ids []model.AppealID, o TaskOptions) ([]docx.Paragraph, error) {
	w, err := newTasker(ctx, s, actor, o)
	if err != nil {
		return nil, err
	}
	return w.sheet(ids)
}

type tasker struct {
	ctx   context.Context
	s     *store.Store
	actor model.Actor
	snap  *store.Snapshot
	o     TaskOptions
}

func newTasker(ctx context.Context, s *store.Store, actor model.Actor, o TaskOptions) (*tasker, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if o.Personal {
		person, err := s.Person(ctx, actor)
		if err != nil {
			return nil, err
		}
		if err := person.May(access.RightExport); err != nil {
			return nil, err
		}
	}
	return &tasker{ctx, s, actor, snap, o}, nil
}

// unitCases are appeals one unit is to answer.
type unitCases struct {
	unit model.Unit
	ids  []model.AppealID
}

// byUnit puts together what one unit gets, in the order asked for.
func (w *tasker) byUnit(refs []model.Ref) []unitCases {
	var groups []unitCases
	for _, ref := range refs {
		card, err := w.s.Peek(w.ctx, w.actor, model.AppealID(ref.ID))
		if err != nil {
			continue // the trial has just allowed it: it went meanwhile
		}
		unit := w.snap.Office.Units[card.Appeal.Unit]
		i := slices.IndexFunc(groups, func(g unitCases) bool { return g.unit.ID == unit.ID })
		if i < 0 {
			groups, i = append(groups, unitCases{unit: unit}), len(groups)
		}
		groups[i].ids = append(groups[i].ids, card.Appeal.ID)
	}
	return groups
}

// give writes or sends the sheet of one unit and records it.
func (w *tasker) give(g unitCases, issue func(letter, how string, ids []model.AppealID) store.Op) (Task, error) {
	task := Task{Unit: g.unit.ID, Title: g.unit.Title(), Appeals: g.ids}
	text, err := w.sheet(g.ids)
	if err != nil {
		return task, err
	}
	now := w.s.Now().In(w.snap.Zone())
	name := sheetName(g, now) + map[bool]string{true: ".txt", false: ".docx"}[w.o.Plain]
	if w.o.Personal {
		if err := w.s.Record(w.ctx, w.actor, model.RecordExport, only(g.ids), "задание исполнителю с персональными данными, обращений: "+strconv.Itoa(len(g.ids))); err != nil {
			return task, err
		}
	}
	how, letter := model.ByFile, ""
	if w.o.Letters {
		out, err := w.letter(g, name, text, now)
		if err != nil {
			return task, err
		}
		letter = out.ID
		if task.Sent, task.Path, err = post(w.ctx, w.o.Server, out, w.o.Dir, sheetName(g, now)); err != nil {
			return task, err
		}
		if task.Sent {
			how = model.ByMail
		}
	} else {
		task.Path = filepath.Join(w.o.Dir, name)
		if err := OwnFolder(w.o.Dir); err != nil {
			return task, err
		}
		if err := docx.Save(task.Path, text); err != nil {
			return task, err
		}
	}
	_, err = w.s.Do(w.ctx, w.actor, issue(letter, how, g.ids))
	return task, err
}

func only(ids []model.AppealID) model.AppealID {
	if len(ids) == 1 {
		return ids[0]
	}
	return 0
}

// sheetName names files by unit and number, never by a citizen.
func sheetName(g unitCases, now time.Time) string {
	name := "задание-K-" + g.ids[0].String()
	if len(g.ids) > 1 {
		name = "задания-" + fileWord(g.unit.Title()) + "-" + now.Format("2006-01-02-1504")
	}
	return name
}

// fileWord makes words fit for a file's name on any system.
func fileWord(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '-'
	}, s)
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' })
	r := []rune(strings.Join(parts, "-"))
	return string(r[:min(len(r), 40)])
}

func (w *tasker) letter(g unitCases, name string, text []docx.Paragraph, now time.Time) (*mail.Outgoing, error) {
	var b bytes.Buffer
	if w.o.Plain {
		b.WriteString("\ufeff" + docx.Plain(text))
	} else if err := docx.Write(&b, text); err != nil {
		return nil, err
	}
	subject := "Задание: подготовить проекты ответов, " + russian.Count(len(g.ids), "обращение", "обращения", "обращений")
	if len(g.ids) == 1 {
		subject = "Задание: подготовить проект ответа " + Mark(g.ids[0])
	}
	out := w.outgoing(g.unit, g.ids, subject, now)
	out.Text = "Подготовьте проект ответа: задание во вложении.\nВпишите ответ в файл и пришлите его в ответ на это письмо, не меняя тему.\n\n" +
		w.snap.Office.Settings.OfficeName
	out.Files = []mail.File{{Name: name, Type: contentType(name), Data: b.Bytes()}}
	return out, nil
}

func contentType(name string) string {
	if strings.HasSuffix(name, ".docx") {
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	}
	return "text/plain; charset=utf-8"
}

func (w *tasker) outgoing(unit model.Unit, ids []model.AppealID, subject string, now time.Time) *mail.Outgoing {
	out := &mail.Outgoing{Subject: subject, Date: now}
	if w.o.Server != nil {
		out.From = w.o.Server.From
	}
	out.ID = letterID(out.From, ids)
	if unit.Mail != "" {
		out.To = []string{unit.Mail}
	}
	return out
}

// letterCases is up to how many appeals a Message-ID names.
const letterCases = 20

// letterID is a Message-ID that names its appeals, so that a reply finds them; what it claims is checked against their ledgers.
func letterID(from string, ids []model.AppealID) string {
	numbers := make([]string, 0, letterCases)
	for _, id := range ids[:min(len(ids), letterCases)] {
		numbers = append(numbers, id.String())
	}
	return "k" + strings.Join(numbers, "-") + "." + mail.NewID(from)
}

// letterAppeals are the appeals a Message-ID of ours names.
func letterAppeals(id string) []model.AppealID {
	numbers, _, ok := strings.Cut(strings.TrimPrefix(id, "k"), ".")
	if !ok || !strings.HasPrefix(id, "k") {
		return nil
	}
	var list []model.AppealID
	for _, n := range strings.Split(numbers, "-") {
		if x := markNumber(n); x != 0 && len(list) < letterCases {
			list = append(list, x)
		}
	}
	return list
}

// post sends a letter where there is a server and an address, else writes it as a file.
func post(ctx context.Context, server *mail.Server, out *mail.Outgoing, dir, name string) (sent bool, path string, err error) {
	if server != nil && server.Host != "" && len(out.To) > 0 {
		return true, "", server.Send(ctx, out)
	}
	path = filepath.Join(dir, name+".eml")
	return false, path, out.Save(path)
}

// printable leaves control characters out: a sheet as text is looked at in a terminal, too.
func printable(r rune) rune {
	if unicode.IsControl(r) && r != '\n' && r != '\t' {
		return -1
	}
	return r
}

// sheet is the text of the task: one part for each appeal.
func (w *tasker) sheet(ids []model.AppealID) ([]docx.Paragraph, error) {
	var all []docx.Paragraph
	for i, id := range ids {
		load := w.s.Peek
		if w.o.Personal {
			load = func(ctx context.Context, actor model.Actor, id model.AppealID) (store.Card, error) {
				return w.s.Card(ctx, actor, id, true)
			}
		}
		card, err := load(w.ctx, w.actor, id)
		if err != nil {
			return nil, err
		}
		part, err := w.part(&card)
		if err != nil {
			return nil, err
		}
		for j := range part {
			part[j].Text = strings.Map(printable, part[j].Text)
		}
		part[0].NewPage = i > 0
		all = append(all, part...)
	}
	return all, nil
}

// part is the task for one appeal.
func (w *tasker) part(card *store.Card) ([]docx.Paragraph, error) {
	a := &card.Appeal
	p := sheetText{{Style: docx.Title, Text: "Задание " + Mark(a.ID)}}
	about := "Подготовьте проект ответа на обращение № " + a.ID.String()
	if m := a.Main(); m.ExternalID != "" {
		about += " (" + m.Channel.Title() + " " + m.ExternalID + ")"
	}
	p.say(about + ", поступило " + russian.DateLong(a.Received.In(w.snap.Zone())))
	p.named("Исполнитель", w.snap.Office.UnitTitle(a.Unit))
	p.named("Проект нужен", w.term(a.Due.DraftBy))
	p.named("Ответ гражданину", w.term(ours(a.Due)))
	p.named("Тема", a.Topic.Title)
	p.named("Место", where(a))
	if w.o.Personal {
		p.named("Заявитель", a.Applicant.Name.Body)
		p.named("Связь с заявителем", a.Applicant.Contact.Body)
		p.named("Адрес заявителя", a.Applicant.Address.Body)
	}
	if a.Essence.Body != "" {
		p.head("Суть", a.Essence.Body)
	}
	if a.Body.Body != "" {
		p.head("Текст обращения", a.Body.Body)
	}
	for i := len(a.Messages) - 1; i >= 0; i-- {
		p.head("Гражданин написал снова, "+russian.DateLong(a.Messages[i].At.In(w.snap.Zone())), a.Messages[i].Text.Body)
	}
	questions := questionsOf(a)
	p.head("На что ответить", strings.Join(questions, "\n"))
	if d := a.CurrentDraft(); d != nil && d.Returned != "" {
		p.head("Прошлый проект возвращён: "+d.Returned, d.Comment.Body)
		p.head("Возвращённый текст", d.Text.Body)
	}
	if photoNeeded(w.snap.Office, a.Topic) {
		p.say("К ответу по этой теме нужна фотография или акт: приложите файл.")
	}
	earlier, err := w.earlier(a)
	if err != nil {
		return nil, err
	}
	for i, text := range earlier {
		p.head([earlierShown]string{"Как отвечали на такое раньше", "Ещё один такой ответ"}[i], text)
	}
	p.head("Ваш ответ", "Впишите его между двумя строками ниже; сами строки оставьте: по отметке "+Mark(a.ID)+
		" проект попадёт к своему обращению.")
	p.say(answerBegin(a.ID))
	p.say(w.skeleton(a, questions))
	p.say(answerEnd(a.ID))
	return p, nil
}

// term says a deadline in words, and that it is over when it is.
func (w *tasker) term(d model.Deadline) string {
	words := DeadlineWords(d, w.snap.Zone())
	if words != "" && w.s.Now() >= d.LateFrom {
		words += "; этот срок уже прошёл"
	}
	return words
}

// where the matter is: the address tells the settlement too, as a rule.
func where(a *model.Appeal) string {
	if strings.Contains(a.Address.Body, a.Place) {
		return a.Address.Body
	}
	return strings.Trim(a.Place+", "+a.Address.Body, ", ")
}

// sheetText is a sheet being written.
type sheetText []docx.Paragraph

func (p *sheetText) say(text string) { *p = append(*p, docx.Paragraph{Text: text}) }

func (p *sheetText) named(name, value string) {
	if value != "" {
		p.say(name + ": " + value)
	}
}

func (p *sheetText) head(head, text string) {
	*p = append(*p, docx.Paragraph{Style: docx.Heading, Text: head})
	if text != "" {
		p.say(text)
	}
}

// questionsOf are the questions in words, numbered; without any, the topic is the question.
func questionsOf(a *model.Appeal) []string {
	var list []string
	for _, q := range a.Questions {
		words := q.Text.Body
		if words == "" {
			words = q.Topic.Title
		}
		if words != "" {
			list = append(list, fmt.Sprintf("%d. %s", len(list)+1, words))
		}
	}
	if len(list) == 0 {
		list = []string{"1. " + cmpOr(a.Topic.Title, "Вопрос обращения")}
	}
	return list
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// skeleton is the beginning of an answer to be filled in.
func (w *tasker) skeleton(a *model.Appeal, questions []string) string {
	lines := []string{"Здравствуйте!", "На Ваше обращение от " + russian.DateLong(a.Received.In(w.snap.Zone())) + " сообщаем."}
	for range questions {
		lines = append(lines, placeholder)
	}
	return strings.Join(append(lines, "Исполнитель, телефон: "+placeholder), "\n")
}

func photoNeeded(office *model.Office, t model.Topic) bool {
	return slices.ContainsFunc(office.TopicList(), func(r model.TopicRule) bool {
		return r.Photo && (r.Code != "" && r.Code == t.Code || model.SameName(r.Title, t.Title))
	})
}

// Earlier answers shown, and how much of each.
const (
	earlierShown = 2
	earlierRunes = 1500
	earlierAsked = 20
)

// earlier are the newest answers on the same topic, without whom they were to.
func (w *tasker) earlier(a *model.Appeal) ([]string, error) {
	if a.Topic.Title == "" {
		return nil, nil
	}
	q, err := query.Parse(`открыто:нет тема:"` + strings.NewReplacer(`"`, " ", `\`, " ").Replace(a.Topic.Title) + `" порядок:-получено`)
	if err != nil {
		return nil, nil //nolint:nilerr // a topic that cannot be asked for has no earlier answers to show
	}
	page, err := w.s.List(w.ctx, w.actor, store.ListRequest{Query: q, Limit: earlierAsked})
	if err != nil {
		return nil, err
	}
	var list []string
	for _, row := range page.Rows {
		public := row.Channel == model.ChannelIM || row.Channel == model.ChannelSocial // answered before everybody's eyes
		if row.ID == a.ID || row.Topic != a.Topic.Title || len(list) == earlierShown || row.Unit != a.Unit && !public {
			continue
		}
		card, err := w.s.Peek(w.ctx, w.actor, row.ID)
		if err != nil {
			continue // it may be of a unit whose cases this person does not see
		}
		if text := russian.SkipGreeting(lastAnswer(&card.Appeal)); text != "" {
			if r := []rune(text); len(r) > earlierRunes {
				text = string(r[:earlierRunes]) + "…"
			}
			list = append(list, text)
		}
	}
	return list, nil
}

func lastAnswer(a *model.Appeal) string {
	for i := len(a.Replies) - 1; i >= 0; i-- {
		if text := a.Replies[i].Text.Body; text != "" {
			return text
		}
	}
	return ""
}

// ours is the date an answer is due by here: the desk's own, else the channel's.
func ours(d model.Due) model.Deadline {
	if d.AnswerBy.LateFrom != 0 {
		return d.AnswerBy
	}
	return d.Channel
}

// DeadlineWords says a deadline as people do: «до конца дня 26 ноября 2026 г., четверг»; "" when there is none.
func DeadlineWords(d model.Deadline, zone *time.Location) string {
	at := d.LateFrom.In(zone)
	switch {
	case d.LateFrom == 0:
		return ""
	case d.Kind == model.DueInstant:
		return "до " + at.Format("15:04") + " " + dayWords(at)
	}
	return "до конца дня " + dayWords(at.AddDate(0, 0, -1))
}

func dayWords(day time.Time) string {
	return russian.DateLong(day) + ", " + russian.Weekday(day.Weekday())
}

// OwnFolder makes a folder that only its owner may look into, where there is none.
func OwnFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &model.Fault{Code: model.Failed, Cause: err, Say: "Не удалось создать папку для заданий. Проверьте путь и права."}
	}
	return nil
}
