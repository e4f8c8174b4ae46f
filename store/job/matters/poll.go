package matters

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/sheet"
)

// Words of a sheet of results, besides the names of the sites.
const (
	wordQuestion     = "вопрос"
	wordOption       = "вариант"
	wordTotal        = "всего"
	wordParticipants = "участников"
	wordAnswered     = "ответили"
)

// ReadResults reads a sheet of results: a row for the participants, and for each question a row for who answered it and one
// for each option; a column for each site, and «всего» where the organiser states a total. The sums are checked by the action.
func ReadResults(path string, p *model.Poll, provisional bool) (*model.PutResults, error) {
	f, err := sheet.Open(path, sheet.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	rows, err := f.Rows(0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	r := &resultReader{poll: p, question: -1, option: -1, total: -1, sites: map[int]int{}}
	for {
		row, more, err := rows.Next()
		if err != nil {
			return nil, err
		}
		if !more {
			return r.end(filepath.Base(path), provisional)
		}
		if err := r.row(row); err != nil {
			return nil, err
		}
	}
}

// resultReader gathers counts by column.
type resultReader struct {
	poll             *model.Poll
	question, option int
	total            int
	sites            map[int]int // column → place among the sites
	results          []model.SiteResult
	sum              *model.PollTotal
}

func (r *resultReader) row(row sheet.Row) error {
	if row.Fault != "" {
		return model.Faultf(model.BadData, "Строка %d: %s", row.Number, row.Fault)
	}
	if r.question < 0 {
		return r.head(row)
	}
	name, option := cell(row, r.question), cell(row, r.option)
	if name == "" && option == "" {
		return nil
	}
	if same(name, wordParticipants) || same(option, wordParticipants) {
		return r.each(row, func(n int, result *model.SiteResult, sum *model.PollTotal) {
			if result != nil {
				result.Participants = n
			} else {
				sum.Participants = n
			}
		})
	}
	q, err := r.find(row, name)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(q.Options, func(o string) bool { return same(o, option) })
	if at < 0 && !same(option, wordAnswered) {
		return model.Faultf(model.BadData, "Строка %d: у вопроса %d нет варианта «%s». Варианты: %s; число ответивших — «ответили».",
			row.Number, q.ID, option, strings.Join(q.Options, ", "))
	}
	return r.each(row, func(n int, result *model.SiteResult, sum *model.PollTotal) {
		var list *[]model.AnswerCounts
		if result != nil {
			list = &result.Answers
		} else {
			list = &sum.Answers
		}
		a := countsOf(list, q)
		if at >= 0 {
			a.Options[at] = n
		} else {
			a.Answered = n
		}
	})
}

// head finds the columns.
func (r *resultReader) head(row sheet.Row) error {
	for i, title := range row.Cells {
		switch {
		case same(title, wordQuestion):
			r.question = i
		case same(title, wordOption):
			r.option = i
		case same(title, wordTotal):
			r.total = i
		}
		for _, s := range r.poll.Sites {
			if same(title, s.Name) {
				r.sites[i] = len(r.results)
				r.results = append(r.results, model.SiteResult{Site: s.ID})
			}
		}
	}
	var names []string
	for _, s := range r.poll.Sites {
		names = append(names, "«"+s.Name+"»")
	}
	switch {
	case r.question < 0 || r.option < 0:
		return model.Faultf(model.BadData, "В первой строке нужны столбцы «вопрос» и «вариант», затем площадки: %s — и, если он есть, «всего».", strings.Join(names, ", "))
	case len(r.results) == 0:
		return model.Faultf(model.BadData, "Ни один столбец не назван как площадка опроса. Площадки: %s.", strings.Join(names, ", "))
	}
	if r.total >= 0 {
		r.sum = &model.PollTotal{}
	}
	return nil
}

func cell(row sheet.Row, i int) string {
	if i < 0 || i >= len(row.Cells) {
		return ""
	}
	return strings.TrimSpace(row.Cells[i])
}

func same(a, b string) bool {
	return russian.Fold(strings.TrimSpace(a)) == russian.Fold(strings.TrimSpace(b))
}

// find is the question a row is about: by its number, or by its words.
func (r *resultReader) find(row sheet.Row, name string) (model.PollQuestion, error) {
	number, _ := strconv.Atoi(name)
	for _, q := range r.poll.Questions {
		if q.ID == number || same(q.Text, name) {
			return q, nil
		}
	}
	return model.PollQuestion{}, model.Faultf(model.BadData, "Строка %d: вопроса «%s» в этом опросе нет. Укажите его номер или слова.", row.Number, name)
}

// each reads the number of every site, and of the total; an empty cell is none.
func (r *resultReader) each(row sheet.Row, take func(n int, result *model.SiteResult, sum *model.PollTotal)) error {
	for i := range row.Cells {
		place, isSite := r.sites[i]
		if !isSite && i != r.total || cell(row, i) == "" {
			continue
		}
		x, ok := sheet.ParseNumber(cell(row, i))
		n := int(x)
		if !ok || float64(n) != x || n < 0 {
			return model.Faultf(model.BadData, "Строка %d: «%s» — не целое число.", row.Number, cell(row, i))
		}
		if isSite {
			take(n, &r.results[place], nil)
		} else {
			take(n, nil, r.sum)
		}
	}
	return nil
}

func countsOf(list *[]model.AnswerCounts, q model.PollQuestion) *model.AnswerCounts {
	i := slices.IndexFunc(*list, func(a model.AnswerCounts) bool { return a.Question == q.ID })
	if i < 0 {
		*list = append(*list, model.AnswerCounts{Question: q.ID, Answered: -1, Options: make([]int, len(q.Options))})
		i = len(*list) - 1
	}
	return &(*list)[i]
}

// end fills in what a sheet may leave out: of one choice, who answered is the sum of the options.
func (r *resultReader) end(source string, provisional bool) (*model.PutResults, error) {
	if r.question < 0 {
		return nil, model.Faultf(model.BadData, "В файле нет строк.")
	}
	r.results = slices.DeleteFunc(r.results, func(x model.SiteResult) bool { return x.Participants == 0 && len(x.Answers) == 0 }) // not filled in yet
	if len(r.results) == 0 {
		return nil, model.Faultf(model.BadData, "В таблице нет итогов ни одной площадки. Заполните её и загрузите снова.")
	}
	if r.sum != nil && r.sum.Participants == 0 && len(r.sum.Answers) == 0 {
		r.sum = nil
	}
	for i := range r.results {
		r.results[i].Source, r.results[i].Provisional = source, provisional
		if err := r.settle(r.results[i].Answers); err != nil {
			return nil, err
		}
	}
	if r.sum != nil {
		if err := r.settle(r.sum.Answers); err != nil {
			return nil, err
		}
	}
	return &model.PutResults{Results: r.results, Total: r.sum}, nil
}

func (r *resultReader) settle(list []model.AnswerCounts) error {
	for i := range list {
		a := &list[i]
		if a.Answered >= 0 {
			continue
		}
		q := r.poll.Questions[slices.IndexFunc(r.poll.Questions, func(q model.PollQuestion) bool { return q.ID == a.Question })]
		if q.Kind == model.AnswerMany {
			return model.Faultf(model.BadData, "Вопрос %d: ответов несколько, поэтому нужна строка «ответили» — сколько человек ответило.", q.ID)
		}
		a.Answered = 0
		for _, n := range a.Options {
			a.Answered += n
		}
	}
	return nil
}

// WriteResults writes the sheet of a poll's results, or an empty one to be filled in.
func WriteResults(w io.Writer, format sheet.Format, p *model.Poll) error {
	columns := []sheet.Column{{Title: wordQuestion}, {Title: wordOption}}
	for _, s := range p.Sites {
		columns = append(columns, sheet.Column{Title: s.Name})
	}
	out, err := sheet.NewWriter(w, format, sheet.Layout{Columns: append(columns, sheet.Column{Title: wordTotal})})
	if err != nil {
		return err
	}
	line := func(question, option string, of func(r model.SiteResult) int) error {
		cells := []sheet.Value{sheet.Text(question), sheet.Text(option)}
		sum, known := 0, 0
		for _, s := range p.Sites {
			r, ok := p.Result(s.ID)
			if !ok {
				cells = append(cells, sheet.Text(""))
				continue
			}
			known++
			sum += of(r)
			cells = append(cells, sheet.Number(float64(of(r))))
		}
		if known == len(p.Sites) { // a total of some of the sites would be taken for that of all
			return out.Row(append(cells, sheet.Number(float64(sum)))...)
		}
		return out.Row(append(cells, sheet.Text(""))...)
	}
	if err := line(wordParticipants, "", func(r model.SiteResult) int { return r.Participants }); err != nil {
		return err
	}
	for _, q := range p.Questions {
		counts := func(r model.SiteResult) model.AnswerCounts {
			for _, a := range r.Answers {
				if a.Question == q.ID {
					return a
				}
			}
			return model.AnswerCounts{Options: make([]int, len(q.Options))}
		}
		if err := line(strconv.Itoa(q.ID), wordAnswered, func(r model.SiteResult) int { return counts(r).Answered }); err != nil {
			return err
		}
		for i, o := range q.Options {
			if err := line(strconv.Itoa(q.ID), o, func(r model.SiteResult) int { return counts(r).Options[i] }); err != nil {
				return err
			}
		}
	}
	return out.Commit()
}

// ImportResults reads a sheet of results into a poll.
func ImportResults(ctx context.Context, s *store.Store, actor model.Actor, id int64, path string, provisional bool) (store.Result, error) {
	p, err := s.PollByID(ctx, actor, id)
	if err != nil {
		return store.Result{}, err
	}
	action, err := ReadResults(path, &p, provisional)
	if err != nil {
		return store.Result{}, err
	}
	return s.Do(ctx, actor, store.Op{Title: fmt.Sprintf("Внесены итоги опроса № %d", id), Steps: []store.Step{{Ref: model.Ref{Noun: model.NounPoll, ID: id}, Action: action}}})
}

// SaveResults writes the sheet of results into a new file; its format is that of the name.
func SaveResults(path string, p *model.Poll) error {
	format := sheet.CSV
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		format = sheet.XLSX
	}
	return saveNew(path, func(w io.Writer) error { return WriteResults(w, format, p) })
}
