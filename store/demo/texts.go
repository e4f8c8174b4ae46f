package demo

import (
	_ "embed"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/BurntSushi/toml"

	"kurator/model"
	"kurator/store/seed"
)

var (
	//go:embed subjects.toml
	subjectsFile string
	//go:embed phrases.toml
	phrasesFile string
)

// subject is what citizens write about.
type subject struct {
	id      string
	topic   model.TopicRule
	weight  float64
	season  [4]float64 // winter, spring, summer, autumn
	places  []*settlement
	shares  []int // running sum of the settlements' shares
	im      [2]string
	pos     [3]string
	outside string

	about                                  phrase
	essence, fact, detail, ask, done, plan []phrase
}

// book is everything the letters are made of.
type book struct {
	office   *model.Office
	subjects []*subject
	heads    map[model.UnitID]model.OfficialID
	byID     map[string]int
	running  [4][]float64 // running sums of the subjects' weights by season

	hello, history, closing, again, note, comment, promise, intro, contact, public []phrase
	interim                                                                        phrase
	extend, reopen                                                                 []string
}

var library = sync.OnceValues(readBook)

func readBook() (*book, error) {
	b := &book{office: seed.Snapshot(), heads: map[model.UnitID]model.OfficialID{}, byID: map[string]int{}}
	for _, g := range b.office.GrantList() {
		if g.Role == model.RolePreparer {
			b.heads[g.Unit] = g.Official
		}
	}
	if err := b.readPhrases(); err != nil {
		return nil, fmt.Errorf("phrases.toml: %w", err)
	}
	if err := b.readSubjects(); err != nil {
		return nil, fmt.Errorf("subjects.toml: %w", err)
	}
	return b, nil
}

func (b *book) readPhrases() error {
	var f struct {
		Hello, History, Closing, Again, Note, Comment, Promise, Intro, Public, Extend, Reopen []string
		Interim, Contact                                                                      string
	}
	meta, err := toml.Decode(phrasesFile, &f)
	if err != nil {
		return err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("неизвестный ключ «%s»", unknown[0])
	}
	for _, list := range []struct {
		from []string
		to   *[]phrase
	}{
		{f.Hello, &b.hello}, {f.History, &b.history}, {f.Closing, &b.closing}, {f.Again, &b.again}, {f.Note, &b.note},
		{f.Comment, &b.comment}, {f.Promise, &b.promise}, {f.Intro, &b.intro}, {f.Public, &b.public},
		{[]string{f.Contact}, &b.contact},
	} {
		if *list.to, err = compileAll(list.from); err != nil {
			return err
		}
	}
	b.extend, b.reopen = f.Extend, f.Reopen
	b.interim, err = compile(f.Interim)
	return err
}

// subjectRow is a subject as subjects.toml writes it.
type subjectRow struct {
	ID                                     string
	Topic                                  int64
	Weight                                 float64
	Season                                 [4]float64
	Places                                 []int64
	IM                                     [2]string
	Pos                                    [3]string
	About, Outside                         string
	Essence, Fact, Detail, Ask, Done, Plan []string
}

func (b *book) readSubjects() error {
	var f struct{ Subject []subjectRow }
	meta, err := toml.Decode(subjectsFile, &f)
	if err != nil {
		return err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("неизвестный ключ «%s»", unknown[0])
	}
	places := settle(b.office)
	var sums [4]float64
	for i, row := range f.Subject {
		s, err := row.subject(b.office, places)
		if err != nil {
			return fmt.Errorf("%s: %w", row.ID, err)
		}
		b.subjects = append(b.subjects, s)
		b.byID[s.id] = i
		for season := range sums {
			sums[season] += s.weight * s.season[season]
			b.running[season] = append(b.running[season], sums[season])
		}
	}
	return nil
}

func (row subjectRow) subject(office *model.Office, places map[int64]*settlement) (*subject, error) {
	s := &subject{id: row.ID, topic: office.Topics[row.Topic], weight: row.Weight, season: row.Season, im: row.IM, pos: row.Pos,
		outside: row.Outside}
	if s.topic.ID == 0 || s.topic.Unit == 0 {
		return nil, fmt.Errorf("темы %d нет или у неё нет подразделения", row.Topic)
	}
	if len(row.Places) == 0 {
		row.Places = []int64{1, 2, 3, 4, 5}
	}
	sum := 0
	for _, id := range row.Places {
		if places[id] == nil {
			return nil, fmt.Errorf("населённого пункта %d нет", id)
		}
		sum += places[id].share
		s.places, s.shares = append(s.places, places[id]), append(s.shares, sum)
	}
	about, err := compile(row.About)
	s.about = about
	for _, list := range []struct {
		from []string
		to   *[]phrase
	}{
		{row.Essence, &s.essence}, {row.Fact, &s.fact}, {row.Detail, &s.detail}, {row.Ask, &s.ask}, {row.Done, &s.done}, {row.Plan, &s.plan},
	} {
		compiled, bad := compileAll(list.from)
		if len(list.from) == 0 {
			bad = errors.New("пустой список фраз")
		}
		*list.to, err = compiled, errors.Join(err, bad)
	}
	return s, err
}

// seasonOf is the northern season: winter lasts from December to March.
func seasonOf(m time.Month) int {
	switch {
	case m == time.December || m <= time.March:
		return 0
	case m <= time.June:
		return 1
	case m <= time.August:
		return 2
	}
	return 3
}
