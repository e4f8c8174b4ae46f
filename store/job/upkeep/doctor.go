package upkeep

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/model/pattern"
	"kurator/model/russian"
	"kurator/store"
)

// Installation is what the doctor looks at besides the database.
type Installation struct {
	DB       string
	Copies   string // folder of copies
	Seals    string // file of seals; empty: none is kept
	Config   string // file of settings, which need not be there
	Keys     string // authorized_keys of the account; empty: unknown
	Now      time.Time
	Terminal Terminal
}

// Terminal is what the environment says of the screen.
type Terminal struct {
	Is         bool   // input and output are one
	Name, Lang string // TERM and the language with its encoding
}

// Doctor says in plain words what is wrong with an installation. s is nil when the database could not be opened, failure
// says why. It reads no personal data.
func Doctor(ctx context.Context, s *store.Store, failure error, in Installation) ([]Finding, error) {
	d := doctor{ctx: ctx, store: s, in: in}
	if failure != nil {
		d.add(Finding{Name: "База", State: Bad, Say: failure.Error()})
	}
	d.files()
	d.space()
	d.leftovers()
	d.terminal()
	if s == nil {
		return d.findings, nil
	}
	for _, look := range []func() error{d.clock, d.calendar, d.copies, d.erasing, d.keys, d.hours} {
		if err := look(); err != nil {
			return d.findings, err
		}
	}
	return d.findings, nil
}

type doctor struct {
	ctx      context.Context
	store    *store.Store
	in       Installation
	findings []Finding
}

func (d *doctor) add(f Finding) { d.findings = append(d.findings, f) }

func (d *doctor) good(name, format string, args ...any) {
	d.add(Finding{Name: name, State: Good, Say: fmt.Sprintf(format, args...)})
}

func (d *doctor) warn(name, do, format string, args ...any) {
	d.add(Finding{Name: name, State: Warning, Say: fmt.Sprintf(format, args...), Do: do})
}

// files: what holds personal data is for its owner only.
func (d *doctor) files() {
	if runtime.GOOS == "windows" {
		return // rights come from the folder of the person's profile
	}
	f := Finding{Name: "Доступ к файлам", State: Good, Say: "Файлы программы доступны только владельцу."}
	for path, allowed := range map[string]os.FileMode{filepath.Dir(d.in.DB): 0o700, d.in.DB: 0o600, d.in.DB + "-wal": 0o600, d.in.DB + "-shm": 0o600,
		d.in.Copies: 0o700, d.in.Config: 0o600, d.in.Seals: 0o600} {
		info, err := os.Stat(path)
		if path == "" || err != nil || info.Mode().Perm()&^allowed == 0 {
			continue
		}
		f.Detail = append(f.Detail, fmt.Sprintf("%s: права %04o, нужны %04o", path, info.Mode().Perm(), allowed))
		switch {
		case !info.IsDir() || info.Mode().Perm()&0o022 != 0:
			f.State, f.Say = Bad, "Файлы с персональными данными доступны другим учётным записям."
		case f.State == Good: // names can be seen, no more
			f.State, f.Say = Warning, "Папка программы видна другим учётным записям."
		}
	}
	if f.State != Good {
		f.Do = "Закройте доступ: chmod 600 ФАЙЛ, для папок chmod 700 ПАПКА."
	}
	slices.Sort(f.Detail)
	d.add(f)
}

// spare is the room below which work will soon stop.
const spare = 256 << 20

// space: a copy is made beside the database before it is moved, and erasing writes the file anew.
func (d *doctor) space() {
	free, network, known := diskOf(filepath.Dir(d.in.DB))
	if !known {
		return
	}
	if network {
		d.add(Finding{Name: "Диск", State: Bad, Say: "База лежит на сетевом диске: блокировки там ненадёжны, данные могут испортиться.",
			Do: "Перенесите базу на диск этого компьютера, а работайте по SSH."})
	}
	size := sizeOf(d.in.DB)
	if wal := sizeOf(d.in.DB + "-wal"); wal > 128<<20 {
		d.warn("Диск", "Закройте рабочие столы, открытые давно: кто-то держит старое чтение.", "Журнал записи базы вырос до %s.", megabytes(wal))
	}
	if free < spare+2*size {
		d.warn("Диск", "Освободите место: копия и стирание данных требуют двух размеров базы.", "На диске с базой свободно %s, база занимает %s.", megabytes(free), megabytes(size))
		return
	}
	d.good("Диск", "Свободно %s, база занимает %s.", megabytes(free), megabytes(size))
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

func megabytes(n int64) string {
	if n < 10<<20 {
		return strings.Replace(fmt.Sprintf("%.1f МБ", float64(n)/(1<<20)), ".", ",", 1)
	}
	return russian.Number(n>>20) + " МБ"
}

// leftovers: old files beside the database hold the same personal data and are easily forgotten.
func (d *doctor) leftovers() {
	old, _ := filepath.Glob(d.in.DB + ".before-restore-*") // the pattern is ours
	if len(old) == 0 {
		return
	}
	d.add(Finding{Name: "Прежние базы", State: Warning, Say: "Рядом с базой лежат файлы, оставленные восстановлением. В них те же персональные данные, и сроки хранения к ним не применяются.",
		Detail: old, Do: "Когда убедитесь, что восстановленная база верна, удалите их."})
}

func (d *doctor) terminal() {
	t := d.in.Terminal
	utf8 := strings.Contains(strings.ToLower(strings.ReplaceAll(t.Lang, "-", "")), "utf8")
	switch {
	case !t.Is:
		d.warn("Терминал", "Рабочий стол запускайте в терминале; команды работают и так.", "Ввод или вывод здесь не терминал.")
	case t.Name == "" || t.Name == "dumb":
		d.warn("Терминал", "Задайте TERM, например xterm-256color.", "Вид терминала не указан: рабочий стол здесь не нарисовать.")
	case runtime.GOOS != "windows" && !utf8:
		d.warn("Терминал", "Задайте кодировку: LANG=ru_RU.UTF-8 или C.UTF-8.", "Кодировка терминала — не UTF-8: вместо русских букв будут знаки вопроса.")
	default:
		d.good("Терминал", "%s, кодировка подходит.", t.Name)
	}
}

// clock: a journal and deadlines are worth as much as the clock.
func (d *doctor) clock() error {
	last, err := d.store.LastRecorded(d.ctx)
	if err != nil {
		return err
	}
	snap, err := d.store.Snapshot(d.ctx)
	if err != nil {
		return err
	}
	now := d.store.Now()
	switch ahead := time.Duration(now-last) * time.Second; {
	case now < last:
		d.add(Finding{Name: "Часы", State: Bad, Say: "Часы компьютера отстают: последняя запись журнала сделана позже, " + russian.DateTime(last.In(snap.Zone())) + ".",
			Do: "Поставьте часы и включите их сверку по сети. До этого не работайте: сроки посчитаются неверно."})
	case ahead > 366*24*time.Hour:
		d.warn("Часы", "Проверьте дату на компьютере.", "С последней записи журнала прошло больше года.")
	default:
		d.good("Часы", "Сейчас %s по времени учреждения.", russian.DateTime(now.In(snap.Zone())))
	}
	return nil
}

func (d *doctor) calendar() error {
	snap, err := d.store.Snapshot(d.ctx)
	if err != nil {
		return err
	}
	today := d.store.Now().In(snap.Zone())
	cal := snap.Book.Calendar()
	if _, err := cal.Day(calendar.DateOf(today, snap.Zone())); err != nil {
		d.add(Finding{Name: "Календарь", State: Bad, Say: fmt.Sprintf("Производственного календаря на %d год нет: сроки не посчитать.", today.Year()),
			Do: "Обновите программу или добавьте календарь года в настройках."})
		return nil //nolint:nilerr // a missing year is the finding itself
	}
	if alarm := cal.Alarm(calendar.DateOf(today, snap.Zone())); alarm != "" {
		d.warn("Календарь", "Обновите программу или добавьте календарь года в настройках.", "%s", alarm)
		return nil
	}
	d.good("Календарь", "Календарь на %d год загружен.", today.Year())
	return nil
}

// copyAge is how old the last copy may be.
const copyAge = 7

func (d *doctor) copies() error {
	at, err := d.store.LastCopy(d.ctx)
	if err != nil {
		return err
	}
	days := int(d.store.Now()-at) / (24 * 60 * 60)
	switch {
	case d.store.Demo():
	case at == 0:
		d.add(Finding{Name: "Копии", State: Bad, Say: "Резервных копий ещё не было.", Do: "Сделайте первую: kurator backup. Потом поставьте её в расписание."})
	case days > copyAge:
		d.warn("Копии", "Сделайте копию: kurator backup. Проверьте расписание.", "Последней копии уже %s.", russian.Count(days, "день", "дня", "дней"))
	default:
		d.good("Копии", "Последняя копия сделана и проверена %s.", agoDays(days))
	}
	if d.in.Seals == "" && !d.store.Demo() {
		d.warn("Печати журнала", "Укажите backup.seals в настройках: файл на другом диске. Или печатайте строку: kurator journal --seal.",
			"Печати журнала вне этого диска не хранятся: если журнал перепишут целиком, это не будет видно.")
	}
	return nil
}

func agoDays(days int) string {
	if days == 0 {
		return "меньше суток назад"
	}
	return russian.Count(days, "день", "дня", "дней") + " назад"
}

func (d *doctor) erasing() error {
	left, err := d.store.Erasing(d.ctx)
	if err == nil && left {
		d.warn("Стирание", finishWork, "Персональные данные стёрты из обращений, но следы ещё лежат в файле.")
	}
	return err
}

var forced = pattern.Lazy(`command="[^"]*\bkurator\b[^"]*"`)
var forcedAs = pattern.Lazy(`--as[ =]'?([^\s'"\\]+)`)

var keyText = pattern.Lazy(`\b(?:ssh-|sk-ssh-|ecdsa-|sk-ecdsa-)\S+ +[A-Za-z0-9+/=]+`)

// keys checks the lines by which officials come over SSH: a key must lead to kurator under one login and to nothing else.
func (d *doctor) keys() error {
	if d.in.Keys == "" {
		return nil
	}
	f, err := os.Open(d.in.Keys)
	if err != nil {
		return nil // no such file: nobody comes over SSH
	}
	defer f.Close()
	snap, err := d.store.Snapshot(d.ctx)
	if err != nil {
		return err
	}
	var wrong []string
	led, free := 0, 0
	met := map[string]int{} // keys, by the line they were met in first
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if key := keyText().FindString(line); key != "" && line[0] != '#' {
			if first, again := met[key]; again {
				wrong = append(wrong, fmt.Sprintf("строка %d: тот же ключ, что в строке %d; sshd всегда берёт первую, второй человек войдёт под чужим именем", n, first))
			} else {
				met[key] = n
			}
		}
		switch {
		case line == "" || line[0] == '#':
		case !forced().MatchString(line):
			free++
		default:
			led++
			if say := keyFault(line, snap.Office); say != "" {
				wrong = append(wrong, fmt.Sprintf("строка %d: %s", n, say))
			}
		}
	}
	if err := lines.Err(); err != nil || led == 0 {
		return err
	}
	if free > 0 {
		wrong = append(wrong, fmt.Sprintf("ключей без команды kurator: %d — с ними доступен весь файл базы", free))
	}
	if info, err := f.Stat(); err == nil && info.Mode().Perm()&0o022 != 0 {
		wrong = append(wrong, "файл могут менять другие учётные записи")
	}
	if len(wrong) > 0 {
		d.add(Finding{Name: "Вход по SSH", State: Bad, Say: "Ключи в authorized_keys настроены не так, как нужно.", Detail: wrong,
			Do: "Строка должна начинаться так: restrict,pty,command=\"kurator desk --as ЛОГИН\". Её печатает kurator staff authorize."})
		return nil
	}
	d.good("Вход по SSH", "Ключей должностных лиц: %d, каждый ведёт только на рабочий стол.", led)
	return nil
}

// keyFault says what is wrong with one line.
func keyFault(line string, office *model.Office) string {
	options := forced().ReplaceAllString(line, "")
	if at := keyText().FindStringIndex(options); at != nil {
		options = options[:at[0]] // what stands after the key is a comment
	}
	words := strings.FieldsFunc(options, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	switch {
	case !slices.Contains(words, "restrict"):
		return "нет слова restrict: по этому ключу можно пробросить порт или агент"
	case !slices.Contains(words, "pty"):
		return "нет слова pty: рабочий стол по этому ключу не откроется"
	}
	m := forcedAs().FindStringSubmatch(forced().FindString(line))
	if m == nil {
		return "в команде нет --as ЛОГИН: неясно, кто входит"
	}
	if _, ok := office.FindOfficial(m[1]); !ok {
		return "логина «" + m[1] + "» нет среди должностных лиц"
	}
	return ""
}

// hoursSamples is from how many rows of ИМ the hours are guessed.
const hoursSamples = 500

// hours compares the schedule ИМ's deadlines are counted by with the working time that ИМ itself reports.
func (d *doctor) hours() error {
	samples, err := d.store.WorkingTimes(d.ctx, hoursSamples)
	if err != nil || len(samples) < 20 {
		return err
	}
	snap, err := d.store.Snapshot(d.ctx)
	if err != nil {
		return err
	}
	list, err := snap.Book.SuggestSchedule(samples)
	if err != nil || len(list) == 0 {
		return nil //nolint:nilerr // all of it lies outside the loaded calendar: nothing to compare
	}
	own := slices.IndexFunc(list, func(x deadline.Suggestion) bool { return x.ScheduleID == deadline.IMSchedule })
	best := list[0]
	if own < 0 || best.Exact <= list[own].Exact+best.Total/20 {
		d.good("Часы ИМ", "Рабочее время, которое сообщает ИМ, сходится с расписанием сроков.")
		return nil
	}
	d.warn("Часы ИМ", "Уточните часы у региональной службы ИМ и поправьте расписание im в правилах сроков.",
		"ИМ, судя по выгрузкам, считает по часам «%s» (сошлось %d из %d), а сроки здесь — по другим (сошлось %d).", best.Hours, best.Exact, best.Total, list[own].Exact)
	return nil
}
