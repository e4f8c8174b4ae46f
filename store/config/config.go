// Package config holds what a person may set in a file: looks, keys, views, folders, mail and the seeds of a new
// database. What changes a date, a right or a figure lives in the database instead and is changed by actions.
//
// The order is flags > KURATOR_* > file > default; flags are the command's own. Every error of a file is told at once,
// with its line.
package config

import (
	_ "embed" // the default file
	"time"

	"kurator/model"
)

// Example is the default configuration, commented for people: the text of config.example.toml.
//
//go:embed config.example.toml
var Example string

// Config is everything that can be set.
type Config struct {
	UI     UI                  `toml:"ui"`
	Keys   map[string][]string `toml:"keys"` // command id → its keys instead of the usual ones; an empty list takes them away
	Views  []View              `toml:"view"`
	Import Import              `toml:"import"`
	Files  Files               `toml:"files"`
	Backup Backup              `toml:"backup"`
	Mail   Mail                `toml:"mail"`
	Remind Remind              `toml:"remind"`
	Lint   Lint                `toml:"lint"`
	Next   Next                `toml:"next"`
	Office Office              `toml:"office"`
}

// UI are the looks.
type UI struct {
	Theme  string `toml:"theme"`
	Glyphs string `toml:"glyphs"`
	Motion bool   `toml:"motion"` // progress that moves
	Mouse  bool   `toml:"mouse"`
	FPS    int    `toml:"fps"`
	Number string `toml:"number"` // which number names a case in lists: NumberOwn or NumberExternal
	Idle   int    `toml:"idle"`   // minutes without a key after which the desk closes; 0: never
}

// Values of UI.Number.
const (
	NumberOwn      = "own"
	NumberExternal = "external"
)

// View is a saved view of the queue.
type View struct {
	Name    string   `toml:"name"`
	Query   string   `toml:"query"`
	Columns []string `toml:"columns"` // empty: the usual ones
	Sort    string   `toml:"sort"`    // as after «порядок:» in a query; empty: what the query says
	Group   string   `toml:"group"`   // empty: no groups
}

// Import says where exports are found.
type Import struct {
	Folder   string `toml:"folder"`   // empty in the file: the downloads of the person
	Profiles string `toml:"profiles"` // layouts made by hand; empty in the file: beside the configuration
}

// Files are the program's own places; empty in the file means the XDG data folder.
type Files struct {
	DB     string `toml:"db"`
	Backup string `toml:"backup"`
}

// Backup says how copies are made.
type Backup struct {
	To    []string `toml:"to"`    // age recipients; none: copies are not encrypted
	Keep  int      `toml:"keep"`  // how many copies stay in Files.Backup
	Seals string   `toml:"seals"` // the file that gets the seals of the journal; empty: none
}

// Mail is the server answers and digests are sent through; an empty Host means letters are written as .eml files.
type Mail struct {
	Host         string `toml:"host"`
	Port         int    `toml:"port"`
	TLS          string `toml:"tls"`
	User         string `toml:"user"`
	PasswordFile string `toml:"password_file"` // the password itself has no place in a configuration
	From         string `toml:"from"`
}

// Values of Mail.TLS.
const (
	TLSStart = "starttls"
	TLSFull  = "tls"
	TLSNone  = "none"
)

// Remind says when the desk speaks up by itself.
type Remind struct {
	Quiet  string   `toml:"quiet"`  // «18:00-08:30», empty: never quiet; see QuietHours
	Before []string `toml:"before"` // how long before a deadline: «3d», «4h»
}

// Lint are the words a draft is checked for.
type Lint struct {
	Phrases []string `toml:"phrases"` // bureaucratic turns of speech
}

// Next weighs what the desk offers as the next case: the sum decides, 0 leaves a reason out.
type Next struct {
	Overdue  float64 `toml:"overdue"`
	Due      float64 `toml:"due"`
	Priority float64 `toml:"priority"`
	Age      float64 `toml:"age"`
	Repeated float64 `toml:"repeated"`
	Mark     float64 `toml:"mark"`
}

// Office seeds a new database; afterwards its settings are changed there.
type Office struct {
	Name string `toml:"name"`
	Zone string `toml:"zone"`
}

// Location is the zone of a new office. A checked configuration has a known one.
func (o Office) Location() (*time.Location, error) { return LoadZone(o.Zone) }

// LoadZone finds a zone by its IANA name. «Local» and the empty name, which Go would take, are refused: civil time never
// depends on the machine.
func LoadZone(name string) (*time.Location, error) {
	if name != "" && name != "Local" {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc, nil
		}
	}
	return nil, model.Faultf(model.Usage, "Неизвестный часовой пояс «%s». Напишите его по-английски, например Europe/Moscow или Asia/Yekaterinburg.", name)
}

// Default is the configuration of a program without a file; Example says the same for people.
func Default() Config {
	return Config{
		UI:   UI{Theme: "auto", Glyphs: "default", Motion: true, Mouse: true, FPS: 60, Number: NumberOwn, Idle: 0},
		Keys: map[string][]string{},
		Views: []View{
			{Name: "Срок на этой неделе", Query: "открыто:да срок:<7д", Sort: "срок"},
			{Name: "ЖКХ по посёлкам", Query: "открыто:да тема:жкх", Sort: "место,срок", Group: "place"},
		},
		Backup: Backup{To: []string{}, Keep: 14},
		Mail:   Mail{Port: 587, TLS: TLSStart},
		Remind: Remind{Quiet: "18:00-08:30", Before: []string{"3d", "1d"}},
		Lint: Lint{Phrases: []string{"в рамках компетенции", "в установленном порядке", "на сегодняшний день",
			"в соответствии с действующим законодательством", "информируем о том, что", "осуществляется выполнение",
			"имеет место быть", "по мере возможности", "вопрос находится на контроле"}},
		Next:   Next{Overdue: 10, Due: 5, Priority: 3, Age: 1, Repeated: 2, Mark: 2},
		Office: Office{Name: "Муниципальный центр управления Ловозерского района", Zone: "Europe/Moscow"},
	}
}

// Columns lists the columns a view may have.
func Columns() []string {
	return []string{"number", "external_id", "channel", "stage", "holder", "unit", "due", "answer_by", "received", "topic",
		"place", "summary", "kind", "mark", "used", "promise"}
}

// Groups lists what a view may be grouped by.
func Groups() []string { return []string{"stage", "channel", "holder", "unit", "place", "topic"} }
