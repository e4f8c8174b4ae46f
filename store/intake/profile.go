package intake

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"kurator/model"
)

// Reimport tells how the next export of the same system relates to what is known.
type Reimport string

// Ways of re-import.
const (
	Additive Reimport = "additive" // a row that is missing from the file says nothing
	Snapshot Reimport = "snapshot" // the file is all there is; what was entered by hand stays
)

// Profile describes one layout: how it is recognised and what its columns mean.
type Profile struct {
	ID         string              `toml:"id"`
	Title      string              `toml:"title"`
	Channel    model.ChannelID     `toml:"channel"`    // "" when rows or the user name it
	Reimport   Reimport            `toml:"reimport"`   // additive unless said
	Kind       model.Kind          `toml:"kind"`       // of rows that do not tell
	Applicant  model.ApplicantKind `toml:"applicant"`  // of rows that do not tell
	Outside    string              `toml:"outside"`    // who holds what waits for an approval outside
	Card       string              `toml:"card"`       // link to a card, {id} stands for the number
	Dates      []string            `toml:"dates"`      // «дд.мм.гггг чч:мм:сс»; tried in turn
	Duration   string              `toml:"duration"`   // unit of durations that are numbers: дни, часы, минуты
	Yes        []string            `toml:"yes"`        // words
	No         []string            `toml:"no"`         //
	Empty      []string            `toml:"empty"`      // what stands in a cell that holds nothing
	Apostrophe bool                `toml:"apostrophe"` // texts begin with an apostrophe that is not theirs
	Markup     bool                `toml:"markup"`     // texts hold <br>, &amp; and [id1|Имя]
	Guarded    bool                `toml:"guarded"`    // csv carries our own guard against formulas
	Questions  bool                `toml:"questions"`  // rows of one number are the questions of one appeal
	Unnumbered bool                `toml:"unnumbered"` // rows without a number are told apart by their content
	Enough     int                 `toml:"enough"`     // headings that must be there; 0 is a third of them
	FirstRow   int                 `toml:"first_row"`  // where rows begin in a file without headings

	Columns []Column                     `toml:"column"`
	Values  map[string]map[string]string `toml:"values"` // field → foreign word → ours

	Builtin bool `toml:"-"`
}

// Column ties one column of the file to a field of the facts.
type Column struct {
	Heading    string            `toml:"heading"`
	Also       []string          `toml:"also"`       // other spellings of the heading
	Occurrence int               `toml:"occurrence"` // which of several equal headings, from 1
	Position   int               `toml:"position"`   // column number from 1, for files without headings
	Field      string            `toml:"field"`
	Required   bool              `toml:"required"`
	Dates      []string          `toml:"dates"`
	Duration   string            `toml:"duration"`
	Values     map[string]string `toml:"values"`
}

// name is how messages call the column.
func (c Column) name() string {
	if c.Heading != "" {
		return c.Heading
	}
	return fmt.Sprintf("№ %d", c.Position)
}

//go:embed builtin/*.toml
var builtin embed.FS

// Builtin lists the profiles that come with the program.
func Builtin() []Profile {
	var all []Profile
	for _, id := range []string{"im", "pos", "sed", "review", "kurator", "journal", "ecpur"} {
		text, err := builtin.ReadFile("builtin/" + id + ".toml")
		if err != nil {
			panic(err) // embedded at build time
		}
		p, err := ParseProfile(string(text))
		if err != nil {
			panic(err) // a test reads every one of them
		}
		p.Builtin = true
		all = append(all, p)
	}
	return all
}

// BuiltinText is the text of a built-in profile, to be copied and changed; "" when there is none of that name.
func BuiltinText(id string) string {
	text, _ := builtin.ReadFile("builtin/" + id + ".toml")
	return string(text)
}

// ParseProfile reads a profile. The Fault lists every mistake with its line.
func ParseProfile(text string) (Profile, error) {
	var p Profile
	meta, err := toml.Decode(text, &p)
	if err != nil {
		return Profile{}, tomlFault(err)
	}
	wrong := p.mistakes()
	for _, key := range meta.Undecoded() {
		wrong = append(wrong, mistake{key[len(key)-1], fmt.Sprintf("неизвестный ключ «%s»", key)})
	}
	if len(wrong) > 0 {
		return Profile{}, profileFault(text, wrong)
	}
	if p.Reimport == "" {
		p.Reimport = Additive
	}
	return p, nil
}

// mistake is one thing wrong with a profile; word is what to look for in its text.
type mistake struct{ word, say string }

func (p *Profile) mistakes() []mistake {
	var wrong []mistake
	complain := func(word, format string, args ...any) {
		wrong = append(wrong, mistake{word, fmt.Sprintf(format, args...)})
	}
	if p.ID == "" || strings.ContainsFunc(p.ID, func(r rune) bool { return r <= ' ' || r == '/' || r == '\\' }) {
		complain("id", "id — короткое имя профиля без пробелов, например «ecpur»")
	}
	if p.Channel != "" && !p.Channel.Known() {
		complain("channel", "неизвестный канал «%s»", p.Channel)
	}
	if p.Reimport != "" && p.Reimport != Additive && p.Reimport != Snapshot {
		complain("reimport", "reimport бывает additive или snapshot, а не «%s»", p.Reimport)
	}
	if _, ok := durationUnit(p.Duration); !ok {
		complain("duration", "duration бывает «дни», «часы» или «минуты», а не «%s»", p.Duration)
	}
	complainDates(p.Dates, complain)
	for _, c := range p.Columns {
		complainColumn(c, complain)
	}
	for field, words := range p.Values {
		complainValues(field, words, complain)
	}
	slices.SortFunc(wrong, func(a, b mistake) int { return strings.Compare(a.say, b.say) })
	return wrong
}

func complainDates(dates []string, complain func(string, string, ...any)) {
	for _, d := range dates {
		if _, ok := parseLayout(d); !ok {
			complain(d, "непонятный вид даты «%s»; пишите, например, «дд.мм.гггг чч:мм:сс»", d)
		}
	}
}

func complainColumn(c Column, complain func(string, string, ...any)) {
	word := c.Heading
	if word == "" {
		word = c.Field
	}
	if c.Heading == "" && c.Position == 0 {
		complain(word, "у столбца нужен heading (заголовок) или position (номер)")
	}
	if c.Position < 0 || c.Position > 16_384 || c.Occurrence < 0 {
		complain(word, "position и occurrence считаются от 1")
	}
	if _, ok := fields[c.Field]; !ok {
		complain(word, "неизвестное поле «%s» у столбца «%s»", c.Field, c.name())
	}
	if _, ok := durationUnit(c.Duration); !ok {
		complain(c.Duration, "duration бывает «дни», «часы» или «минуты», а не «%s»", c.Duration)
	}
	complainDates(c.Dates, complain)
	complainValues(c.Field, c.Values, complain)
}

func complainValues(field string, words map[string]string, complain func(string, string, ...any)) {
	known, ok := fields[field]
	if !ok && len(words) > 0 {
		complain(field, "значения для неизвестного поля «%s»", field)
		return
	}
	if known.allowed == nil {
		return
	}
	for from, to := range words {
		if !known.allowed(to) {
			complain(from, "поле «%s» не знает значения «%s»", field, to)
		}
	}
}

func tomlFault(err error) error {
	if pe, ok := err.(toml.ParseError); ok { //nolint:errorlint // toml returns it unwrapped
		return &model.Fault{Code: model.BadData, Cause: err,
			Say: fmt.Sprintf("Профиль выгрузки записан с ошибкой в строке %d. Исправьте её и повторите.", pe.Position.Line)}
	}
	return &model.Fault{Code: model.BadData, Cause: err,
		Say: "Профиль выгрузки записан с ошибкой: " + err.Error() + "."}
}

// profileFault tells every mistake at once, each with the line where its word stands.
func profileFault(text string, wrong []mistake) error {
	lines := strings.Split(text, "\n")
	var say []string
	for _, w := range wrong {
		at := slices.IndexFunc(lines, func(l string) bool {
			return w.word != "" && !strings.HasPrefix(strings.TrimSpace(l), "#") && strings.Contains(l, w.word)
		})
		if at >= 0 {
			say = append(say, fmt.Sprintf("строка %d: %s", at+1, w.say))
		} else {
			say = append(say, w.say)
		}
	}
	return model.Faultf(model.BadData, "Профиль выгрузки не годится: %s.", strings.Join(say, "; "))
}
