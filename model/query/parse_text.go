package query

import (
	"fmt"
	"strings"
	"unicode"

	"kurator/model"
	"kurator/model/russian"
)

// parseText reads an unquoted value of a text field, where some words mean more than themselves.
func parseText(f Field, s string) Value {
	folded := russian.Fold(s)
	switch f {
	case FieldTopic:
		if isTopicCode(s) {
			return TopicCode(s)
		}
	case FieldUnit:
		if n, ok := parseNumber(s); ok {
			return n
		}
		if isMe(folded) {
			return Me{}
		}
	case FieldHolder:
		if isMe(folded) {
			return Me{}
		}
		if key, ok := parseHolder(s, folded); ok {
			return key
		}
	}
	return Text(s)
}

func isMe(folded string) bool {
	switch folded {
	case "me", "я", "мои", "мне", "мой", "меня":
		return true
	}
	return false
}

// isTopicCode recognises codes of the classifier and their beginnings: groups of four digits with dots between.
func isTopicCode(s string) bool {
	groups := strings.Split(s, ".")
	for _, g := range groups {
		if len(g) != 4 || strings.IndexFunc(g, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsDigit(r) }) >= 0 {
			return false
		}
	}
	return len(groups) <= 5
}

// parseHolder reads the kinds of holders, alone or with whose: «куратор», «куратор:пос», «отдел:3», «внешний:ЦУР».
func parseHolder(s, folded string) (HolderKey, bool) {
	kind, _, specific := strings.Cut(folded, ":")
	_, whose, _ := strings.Cut(s, ":")
	if specific && whose == "" {
		return "", false
	}
	switch kind {
	case "curator", "куратор":
		if !specific {
			return HolderKey(model.HolderCurator), true
		}
		c, ok := choose(channelChoices, whose)
		return HolderKey(string(model.HolderCurator) + ":" + string(c.id)), ok
	case "unit", "отдел":
		if !specific {
			return HolderKey(model.HolderUnit), true
		}
		n, ok := parseNumber(whose)
		return HolderKey(fmt.Sprintf("%s:%d", model.HolderUnit, n)), ok
	case "head", "руководитель":
		return HolderKey(model.HolderHead), !specific
	case "outside", "внешний":
		if !specific {
			return HolderKey(model.HolderOutside), true
		}
		return HolderKey(string(model.HolderOutside) + ":" + whose), true
	}
	return "", false
}
