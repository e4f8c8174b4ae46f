package upkeep

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/store"
)

// ReadSettings prepares what a settings file changes. Faults of the file name the place.
func ReadSettings(snap *store.Snapshot, data []byte) (Change, error) {
	c := Change{Title: "Настройки загружены из файла"}
	var f settingsFile
	meta, err := toml.Decode(strings.TrimPrefix(string(data), "\ufeff"), &f)
	if wrong := (toml.ParseError{}); errors.As(err, &wrong) {
		return c, model.Faultf(model.BadData, "Файл настроек, строка %d: так в TOML не пишут. Нужны строки вида «имя = значение» и заголовки в квадратных скобках. Исправьте строку и повторите.", wrong.Position.Line)
	}
	if err != nil {
		return c, &model.Fault{Code: model.Usage, Say: "Файл настроек не прочитан: " + misfit(err) + " Сравните с kurator settings export.", Cause: err}
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return c, model.Faultf(model.Usage, "В файле настроек неизвестное поле «%s». Имена полей — в kurator settings export.", unknown[0])
	}
	r := settingsReader{Change: &c, snap: snap, file: &f, meta: meta}
	for _, part := range []func() error{r.settings, r.units, r.officials, r.roles, r.lists, r.spec, r.days} {
		if err := part(); err != nil {
			return Change{Title: c.Title}, err
		}
	}
	return c, nil
}

// misfit names the field whose value is of another kind, and its line, where the decoder has: «toml: line 2 (last key "office.name"): …».
func misfit(err error) string {
	line := 0
	_, rest, named := strings.Cut(err.Error(), `last key "`)
	key, _, ended := strings.Cut(rest, `"`)
	if n, _ := fmt.Sscanf(err.Error(), "toml: line %d", &line); n == 1 && named && ended {
		return fmt.Sprintf("строка %d, в поле «%s» значение не того вида.", line, key)
	}
	return "в одном из полей значение не того вида."
}

// settingsReader compares a file with the office.
type settingsReader struct {
	*Change
	snap *store.Snapshot
	file *settingsFile
	meta toml.MetaData
}

// settings takes what the file names of the office's own values; the rest stays.
func (r *settingsReader) settings() error {
	was := r.snap.Office.Settings
	will := was
	set := func(key string, take func()) {
		if r.meta.IsDefined("office", key) {
			take()
		}
	}
	set("name", func() { will.OfficeName = r.file.Office.Name })
	set("zone", func() { will.Zone = r.file.Office.Zone })
	set("four_eyes", func() { will.FourEyes = r.file.Office.FourEyes })
	set("sample", func() { will.Sample = r.file.Office.Sample })
	will.Approval, will.Retention = maps.Clone(was.Approval), maps.Clone(was.Retention)
	for channel, p := range r.file.Approval {
		if will.Approval == nil {
			will.Approval = map[model.ChannelID]model.ApprovalPolicy{}
		}
		will.Approval[model.ChannelID(channel)] = model.ApprovalPolicy{ByCurator: p.ByCurator, Elsewhere: p.Elsewhere}
	}
	for channel, years := range r.file.Retention {
		if will.Retention == nil {
			will.Retention = map[model.ChannelID]int{}
		}
		will.Retention[model.ChannelID(channel)] = years
	}
	return r.putSettings(was, will)
}

func (c *Change) putSettings(was, will model.Settings) error {
	lines := settingsLines(was, will)
	if len(lines) == 0 {
		return nil
	}
	for _, known := range []map[model.ChannelID]bool{keysOf(will.Approval), keysOf(will.Retention)} {
		for channel := range known {
			if !channel.Known() {
				return model.Faultf(model.Usage, "Канала «%s» нет. Каналы: im, pos, sed, ecpur, mail, phone, visit, social, portal.", channel)
			}
		}
	}
	if _, err := time.LoadLocation(will.Zone); err != nil {
		return model.Faultf(model.Usage, "Неизвестный часовой пояс «%s». Укажите имя вида Europe/Moscow.", will.Zone)
	}
	c.Lines = append(c.Lines, lines...)
	c.Steps = append(c.Steps, store.Step{Ref: model.Ref{Noun: model.NounSettings, ID: 1}, Action: &model.PutSettings{Settings: will}})
	return nil
}

func keysOf[V any](m map[model.ChannelID]V) map[model.ChannelID]bool {
	keys := map[model.ChannelID]bool{}
	for k := range m {
		keys[k] = true
	}
	return keys
}

// PutSettings prepares a change of the office's own values.
func PutSettings(snap *store.Snapshot, will model.Settings) (Change, error) {
	c := Change{Title: "Настройки учреждения изменены"}
	return c, c.putSettings(snap.Office.Settings, will)
}

// settingsLines names what changes, with both values.
func settingsLines(was, will model.Settings) []string {
	var lines []string
	add := func(what string, a, b any) {
		if !reflect.DeepEqual(a, b) {
			lines = append(lines, fmt.Sprintf("%s: %s → %s", what, orNone(a), orNone(b)))
		}
	}
	add("Название учреждения", was.OfficeName, will.OfficeName)
	add("Часовой пояс", was.Zone, will.Zone)
	add("Правило «четырёх глаз»", was.FourEyes, will.FourEyes)
	add("Проверка качества: каждый … ответ", was.Sample, will.Sample)
	for _, channel := range model.Channels() {
		add("Утверждение, "+channel.Title(), ApprovalWords(was.Approval[channel]), ApprovalWords(will.Approval[channel]))
		add("Хранение, "+channel.Title()+", лет", was.Retention[channel], will.Retention[channel])
	}
	if len(lines) == 0 && !sameSettings(was, will) {
		lines = append(lines, "Настройки учреждения")
	}
	return lines
}

// sameSettings ignores the difference between an empty map and none.
func sameSettings(a, b model.Settings) bool {
	for _, s := range []*model.Settings{&a, &b} {
		if len(s.Approval) == 0 {
			s.Approval = nil
		}
		if len(s.Retention) == 0 {
			s.Retention = nil
		}
	}
	return reflect.DeepEqual(a, b)
}

// ApprovalWords says who approves in a channel.
func ApprovalWords(p model.ApprovalPolicy) string {
	switch {
	case p.ByCurator && p.Elsewhere:
		return "куратор или в другой системе"
	case p.ByCurator:
		return "куратор, и свой текст"
	case p.Elsewhere:
		return "в другой системе"
	}
	return "руководитель"
}

// entries compares the entries of one noun by id and prepares what differs; what has no id is new.
func entries[V any](r *settingsReader, noun model.Noun, words worded, list []V, id func(*V) *int64, known func(int64) (V, bool), last int64,
	title func(V) string, action func(V) model.Action) error {
	seen := map[int64]bool{}
	for i := range list {
		v := list[i]
		n := id(&v)
		if *n == 0 {
			for last++; seen[last]; last++ {
			}
			*n = last
		}
		if *n < 0 || seen[*n] {
			return model.Faultf(model.Usage, "Файл настроек: %s «%s» — номер %d уже занят в этом файле. Номера не повторяются.", words.changed, title(v), *n)
		}
		seen[*n] = true
		last = max(last, *n)
		was, ok := known(*n)
		line := words.changed
		switch {
		case ok && reflect.DeepEqual(was, v):
			continue
		case !ok:
			line = words.fresh
		}
		r.add(line+" «"+title(v)+"»", model.Ref{Noun: noun, ID: *n}, action(v))
	}
	return nil
}

func (r *settingsReader) units() error {
	o := r.snap.Office
	list := mapped(r.file.Units, func(t unitTable) model.Unit {
		return model.Unit{ID: model.UnitID(t.ID), Name: t.Name, Short: t.Short, Subordinate: t.Subordinate, Aliases: t.Aliases, Topics: t.Topics, Mail: t.Mail,
			Imported: o.Units[model.UnitID(t.ID)].Imported, From: model.Date(t.From), To: model.Date(t.To)}
	})
	return entries(r, model.NounUnit, worded{changed: "Подразделение", fresh: "Новое подразделение"}, list, func(u *model.Unit) *int64 { return (*int64)(&u.ID) },
		func(id int64) (model.Unit, bool) { u, ok := o.Units[model.UnitID(id)]; return u, ok }, lastOf(o.Units),
		model.Unit.Title, func(u model.Unit) model.Action { return &model.PutUnit{Unit: u} })
}

func (r *settingsReader) officials() error {
	o := r.snap.Office
	list := mapped(r.file.Officials, func(t officialTable) model.Official {
		return model.Official{ID: model.OfficialID(t.ID), Login: t.Login, Position: t.Position, Name: t.Name, Unit: model.UnitID(t.Unit), Gone: model.Date(t.Gone)}
	})
	return entries(r, model.NounOfficial, worded{changed: "Должностное лицо", fresh: "Новое должностное лицо"}, list,
		func(x *model.Official) *int64 { return (*int64)(&x.ID) },
		func(id int64) (model.Official, bool) { x, ok := o.Officials[model.OfficialID(id)]; return x, ok }, lastOf(o.Officials),
		func(x model.Official) string { return x.Position }, func(x model.Official) model.Action { return &model.PutOfficial{Official: x} })
}

func (r *settingsReader) roles() error {
	o := r.snap.Office
	list := mapped(r.file.Roles, func(t roleTable) model.Grant {
		return model.Grant{ID: model.GrantID(t.ID), Official: model.OfficialID(t.Official), Role: model.Role(t.Role), Channel: model.ChannelID(t.Channel),
			Unit: model.UnitID(t.Unit), From: model.Date(t.From), To: model.Date(t.To), Basis: t.Basis, Row: t.Row}
	})
	return entries(r, model.NounGrant, worded{changed: "Роль", fresh: "Новая роль"}, list, func(g *model.Grant) *int64 { return (*int64)(&g.ID) },
		func(id int64) (model.Grant, bool) { g, ok := o.Grants[model.GrantID(id)]; return g, ok }, lastOf(o.Grants),
		model.Grant.Title, func(g model.Grant) model.Action { return &model.GrantRole{Grant: g} })
}

// lists are places, topics and targets.
func (r *settingsReader) lists() error {
	o := r.snap.Office
	places := mapped(r.file.Places, func(t placeTable) model.Place { return model.Place(t) })
	err := entries(r, model.NounPlace, worded{changed: "Населённый пункт", fresh: "Новый населённый пункт"}, places,
		func(p *model.Place) *int64 { return &p.ID }, func(id int64) (model.Place, bool) { p, ok := o.Places[id]; return p, ok }, lastOf(o.Places),
		func(p model.Place) string { return p.Name }, func(p model.Place) model.Action { return &model.PutPlace{Place: p} })
	if err != nil {
		return err
	}
	topics := mapped(r.file.Topics, func(t topicTable) model.TopicRule {
		return model.TopicRule{ID: t.ID, Code: t.Code, Version: t.Version, Title: t.Title, Words: t.Words, Unit: model.UnitID(t.Unit), Photo: t.Photo}
	})
	err = entries(r, model.NounTopic, worded{changed: "Тема", fresh: "Новая тема"}, topics, func(t *model.TopicRule) *int64 { return &t.ID },
		func(id int64) (model.TopicRule, bool) { t, ok := o.Topics[id]; return t, ok }, lastOf(o.Topics),
		func(t model.TopicRule) string { return t.Title }, func(t model.TopicRule) model.Action { return &model.PutTopic{Topic: t} })
	if err != nil {
		return err
	}
	targets := mapped(r.file.Targets, func(t targetTable) model.Target {
		return model.Target{ID: t.ID, Figure: t.Figure, Channel: model.ChannelID(t.Channel), Value: t.Value, From: model.Date(t.From), To: model.Date(t.To), Basis: t.Basis}
	})
	return entries(r, model.NounTarget, worded{changed: "Цель", fresh: "Новая цель"}, targets, func(t *model.Target) *int64 { return &t.ID },
		func(id int64) (model.Target, bool) { t, ok := o.Targets[id]; return t, ok }, lastOf(o.Targets),
		func(t model.Target) string { return t.Figure }, func(t model.Target) model.Action { return &model.PutTarget{Target: t} })
}

func lastOf[K ~int64, V any](m map[K]V) int64 {
	if len(m) == 0 {
		return 0
	}
	return int64(slices.Max(slices.Collect(maps.Keys(m))))
}

// spec replaces policies and schedules where the file has them.
func (r *settingsReader) spec() error {
	spec := r.snap.Book.Spec()
	if r.meta.IsDefined("schedule") {
		spec.Schedules = mapped(r.file.Schedules, func(t hoursTable) deadline.HoursSpec { return deadline.HoursSpec(t) })
	}
	if r.meta.IsDefined("policy") {
		spec.Policies = nil
		for _, t := range r.file.Policies {
			p, err := t.policy()
			if err != nil {
				return model.Faultf(model.Usage, "Файл настроек, правило «%s»: %s", t.ID, err)
			}
			spec.Policies = append(spec.Policies, p)
		}
	}
	return r.putSpec(r.snap, spec, "загружено из файла настроек")
}

// days replaces the office's own days where the file has them.
func (r *settingsReader) days() error {
	if !r.meta.IsDefined("day") {
		return nil
	}
	var rows []calendar.Row
	for _, t := range r.file.Days {
		row, err := t.row()
		if err != nil {
			return model.Faultf(model.Usage, "Файл настроек, день «%s»: %s", t.Date, err)
		}
		rows = append(rows, row)
	}
	return r.ownDays(r.snap, rows)
}
