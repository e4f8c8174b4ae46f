package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/pattern"
	"kurator/model/russian"
)

// setter fills an action from --set field=value. The fields are those of the action's JSON; values are written as people
// write them: a unit by its name, a date as 24.11, a text from a file.
type setter struct {
	p     *program
	s     *session
	ctx   context.Context
	stdin *string // read once, for every appeal
}

// settable names the fields of an action for help: «(unit)».
func settable(action model.Action) string {
	if names := fieldNames(action); len(names) > 0 {
		return " (" + strings.Join(names, ", ") + ")"
	}
	return ""
}

func fieldNames(action model.Action) []string {
	var names []string
	t := reflect.TypeOf(action).Elem()
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (x *setter) set(action model.Action, assignments []string) error {
	v := reflect.ValueOf(action).Elem()
	seen := map[string]bool{}
	for _, a := range assignments {
		name, value, ok := strings.Cut(a, "=")
		if !ok {
			return model.Faultf(model.Usage, "Не удалось понять --set %s. Напишите поле и значение: --set unit=ЖКХ.", a)
		}
		if seen[name] {
			return model.Faultf(model.Usage, "Поле «%s» задано дважды. Оставьте одно значение.", name)
		}
		seen[name] = true
		field, err := fieldOf(v, action, name)
		if err != nil {
			return err
		}
		if err := x.field(field, name, value); err != nil {
			return err
		}
	}
	return nil
}

func fieldOf(v reflect.Value, action model.Action, name string) (reflect.Value, error) {
	for i := range v.NumField() {
		if tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); tag == name && name != "" {
			return v.Field(i), nil
		}
	}
	names := fieldNames(action)
	if len(names) == 0 {
		return reflect.Value{}, model.Faultf(model.Usage, "Действию %s ничего не задают. Уберите --set.", action.Name())
	}
	return reflect.Value{}, model.Faultf(model.Usage, "У действия %s нет поля «%s».%s Поля: %s.", action.Name(), name, nearest(name, names), strings.Join(names, ", "))
}

// field reads one value by the type of the field.
func (x *setter) field(field reflect.Value, name, value string) (err error) {
	switch to := field.Addr().Interface().(type) {
	case *model.Text:
		to.Body, err = x.text(value)
	case *model.UnitID:
		*to, err = x.unit(value)
	case *model.AppealID:
		*to, err = x.s.number(x.ctx, value)
	case *model.Date:
		var m russian.Moment
		m, err = x.s.moment(value)
		*to = model.DateOf(model.InstantOf(m.At), x.s.zone)
	case *model.Instant:
		var m russian.Moment
		m, err = x.s.moment(value)
		*to = model.InstantOf(m.At)
	case **model.Topic:
		*to, err = x.topic(value)
	case **string: // the place, the only text that can be taken away
		place := x.place(value)
		*to = &place
	case **model.Priority:
		var p model.Priority
		err = choose(&p, name, value, map[string]model.Priority{"high": model.PriorityHigh, "высокая": model.PriorityHigh,
			"normal": model.PriorityNormal, "обычная": model.PriorityNormal})
		*to = &p
	case *model.Kind:
		err = choose(to, name, value, kinds())
	case *model.Genre:
		err = choose(to, name, value, titled(model.GenreProposal, model.GenreStatement, model.GenreComplaint, model.GenreRequest, model.GenreNone))
	case *model.Outcome:
		err = choose(to, name, value, titled(model.Outcomes()...))
	case *bool:
		err = choose(to, name, value, map[string]bool{"да": true, "yes": true, "true": true, "нет": false, "no": false, "false": false})
	case *int:
		if *to, err = strconv.Atoi(value); err != nil {
			err = model.Faultf(model.Usage, "Поле «%s»: «%s» — не целое число.", name, value)
		}
	case *string:
		*to = value
	case *map[model.Criterion]int:
		*to, err = points(name, value)
	case *[]model.Question:
		if json.Unmarshal([]byte(value), to) != nil {
			err = model.Faultf(model.Usage, "Поле «%s» пишется списком JSON: [{\"topic\":{\"title\":\"Дороги\"},\"text\":\"Яма\"}].", name)
		}
	default:
		err = model.Faultf(model.Usage, "Поле «%s» из командной строки не задать.", name)
	}
	return err
}

// text is the value itself, a file after @, or what comes by stdin.
func (x *setter) text(value string) (string, error) {
	if name, ok := strings.CutPrefix(value, "@"); ok {
		raw, err := os.ReadFile(name)
		if err != nil {
			return "", &model.Fault{Code: model.NotFound, Say: fmt.Sprintf("Не удалось прочитать файл %s. Проверьте имя и права.", name), Cause: err}
		}
		return trimText(raw)
	}
	if value != "-" {
		return value, nil
	}
	if x.stdin == nil {
		if x.p.io.IsTerminal(x.p.io.Stdin) {
			return "", model.Faultf(model.Usage, "«-» значит «прочитать из ввода», а ввод — терминал. Передайте текст: kurator … < файл.")
		}
		raw, err := io.ReadAll(x.p.io.Stdin)
		if err != nil {
			return "", &model.Fault{Code: model.Failed, Say: "Не удалось прочитать ввод.", Cause: err}
		}
		s := string(raw)
		x.stdin = &s
	}
	return trimText([]byte(*x.stdin))
}

// maxText is more than any answer; what is larger was given by mistake.
const maxText = 1 << 20

func trimText(raw []byte) (string, error) {
	if len(raw) > maxText {
		return "", model.Faultf(model.BadData, "Текст больше 1 МБ: это не текст ответа. Проверьте файл.")
	}
	s := strings.ToValidUTF8(string(raw), "\ufffd")
	if strings.Contains(s, "\ufffd") || strings.ContainsRune(s, 0) {
		return "", model.Faultf(model.BadData, "Текст не в кодировке UTF-8. Сохраните его как UTF-8 и повторите.")
	}
	return strings.TrimRight(strings.TrimPrefix(s, "\ufeff"), "\r\n"), nil
}

func (x *setter) unit(value string) (model.UnitID, error) {
	office := x.s.snap.Office
	if n, err := strconv.ParseInt(value, 10, 64); err == nil {
		if _, ok := office.Units[model.UnitID(n)]; ok {
			return model.UnitID(n), nil
		}
	}
	if u, ok := office.FindUnit(value); ok {
		return u.ID, nil
	}
	var names []string
	for _, u := range office.UnitList() {
		names = append(names, u.Title())
	}
	hint := ""
	if near := russian.Nearest(value, names); near != "" {
		hint = " Возможно, вы имели в виду «" + near + "»."
	}
	return 0, model.Faultf(model.NotFound, "Подразделения «%s» нет.%s Список подразделений: kurator staff units.", value, hint)
}

var topicCode = pattern.Lazy(`^\d{4}(\.\d{4}){1,4}$`)

// topic is a topic of the office's list by its code or title, else the words as they are.
func (x *setter) topic(value string) (*model.Topic, error) {
	for _, t := range x.s.snap.Office.TopicList() {
		if (t.Code != "" && t.Code == value) || model.SameName(t.Title, value) {
			return &model.Topic{Code: t.Code, Title: t.Title}, nil
		}
	}
	if topicCode().MatchString(value) {
		return nil, model.Faultf(model.NotFound, "Темы с кодом %s в справочнике нет. Проверьте код.", value)
	}
	x.p.note("Темы «%s» нет в справочнике: записана как есть.", value)
	return &model.Topic{Title: value}, nil
}

func (x *setter) place(value string) string {
	if p, ok := x.s.snap.Office.FindPlace(value); ok {
		return p.Name
	}
	if value != "" {
		x.p.note("Места «%s» нет в справочнике: записано как есть.", value)
	}
	return value
}

func kinds() map[string]model.Kind {
	known := map[string]model.Kind{}
	for _, k := range []model.Kind{model.KindLaw59, model.KindMessage, model.KindFastTrack, model.KindComment} {
		known[string(k)], known[k.Title()] = k, k
	}
	known["59-ФЗ"] = model.KindLaw59
	return known
}

func titled[T ~string](values ...T) map[string]T {
	known := map[string]T{}
	for _, v := range values {
		known[string(v)] = v
	}
	return known
}

// choose finds a value by its spelling.
func choose[T any](to *T, name, value string, known map[string]T) error {
	var spellings []string
	for spelling, v := range known {
		if russian.Fold(spelling) == russian.Fold(value) {
			*to = v
			return nil
		}
		spellings = append(spellings, spelling)
	}
	slices.Sort(spellings)
	hint := ""
	if near := russian.Nearest(value, spellings); near != "" {
		hint = " Возможно, вы имели в виду «" + near + "»."
	}
	return model.Faultf(model.Usage, "Поле «%s»: значения «%s» нет.%s Бывает: %s.", name, value, hint, strings.Join(spellings, ", "))
}

// points reads the rubric: a number for each criterion in its order, «2 2 1 2 2 0 2» or with commas.
func points(name, value string) (map[model.Criterion]int, error) {
	words := strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == ',' || r == ';' })
	if len(words) != len(model.Criteria()) {
		return nil, model.Faultf(model.Usage, "Поле «%s» — %d чисел по порядку критериев: %s.", name, len(model.Criteria()), criteriaTitles())
	}
	list := map[model.Criterion]int{}
	for i, criterion := range model.Criteria() {
		n, err := strconv.Atoi(words[i])
		if err != nil {
			return nil, model.Faultf(model.Usage, "Поле «%s»: «%s» — не число баллов. Баллы бывают 0, 1 и 2.", name, words[i])
		}
		list[criterion] = n
	}
	return list, nil
}

func criteriaTitles() string {
	var titles []string
	for _, c := range model.Criteria() {
		titles = append(titles, strings.ToLower(c.Title()))
	}
	return strings.Join(titles, "; ")
}
