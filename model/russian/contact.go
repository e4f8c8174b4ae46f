package russian

import (
	"slices"
	"strings"

	"kurator/model/pattern"
)

// ContactKind is a kind of personal contact.
type ContactKind int

// Kinds of contacts.
const (
	Phone   ContactKind = iota
	Email               // an e-mail address
	Account             // a page or handle in a social network or messenger
)

// Contact is one contact found in a text.
type Contact struct {
	Kind       ContactKind
	Start, End int    // bytes of the text
	Text       string // as written
	Normal     string // phone: digits as PhoneDigits gives; e-mail: a@b.c in lower case; account: lower case
}

const (
	emailName   = `[\p{L}\d][\p{L}\d._%+\-]*`
	emailAt     = `(?:\s{0,2}(?:@|＠|[(\[{]\s?(?:at|a|эт|собака|собачка|@)\s?[)\]}])\s{0,2}|\s(?:at|эт|собака|собачка)\s)`
	emailDot    = `(?:\s?\.\s?|\s?[(\[{]\s?(?:dot|точка)\s?[)\]}]\s?|\s(?:dot|точка)\s)`
	emailZone   = `(?:ru|com|net|org|su|info|by|me|biz|email|ру|рф|ком|нет)`
	emailDomain = `[\p{L}\d\-]+`
)

var (
	plainEmail = pattern.Lazy(emailName + `[@＠]` + emailDomain + `(?:\.` + emailDomain + `)*\.\p{L}[\p{L}\d\-]+`)
	// An address in disguise must end in a well-known zone, or «злая собака. Потом» would be one.
	hiddenEmail = pattern.Lazy(`(?i)` + emailName + emailAt + emailDomain + `(?:` + emailDot + emailDomain + `)*?` +
		emailDot + emailZone + `(?:[^\p{L}\d]|$)`)
	emailAtSign = pattern.Lazy(`(?i)` + emailAt)
	emailDots   = pattern.Lazy(`(?i)` + emailDot)
	account     = pattern.Lazy(`(?i)(?:https?://)?(?:www\.|m\.)?(?:vk\.(?:com|ru|me)|t\.me|telegram\.me|ok\.ru|wa\.me|instagram\.com|max\.ru)/[\w./\-]*[\w/]` +
		`|(?:^|[\s(,;:«])(@[A-Za-z_][\w.]{2,})`)
)

// FindContacts finds phones, e-mail addresses and social accounts in any usual disguise: digits apart, in brackets, by
// full-width digits or in words («восемь девятьсот двадцать один…»), «ivan (собака) mail точка ru». Local numbers of five
// to seven digits count only after a word such as «тел.» or «звоните». Results do not overlap and go by Start. What
// belongs to an institution is not told apart: the caller has the list of its phones.
func FindContacts(text string) []Contact {
	found := findEmails(text)
	for _, at := range accounts(text) {
		start, end := at[0], at[1]
		if at[2] >= 0 {
			start, end = at[2], at[3]
		}
		end = start + len(strings.TrimRight(text[start:end], "."))
		found = append(found, Contact{Account, start, end, text[start:end], strings.ToLower(text[start:end])})
	}
	found = append(found, findPhones(text)...)
	slices.SortStableFunc(found, func(a, b Contact) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End // the longer first
	})
	return withoutOverlaps(found)
}

// accounts finds pages and handles; a text without their signs, the common case, costs one look.
func accounts(text string) [][]int {
	if !strings.ContainsAny(text, "/@") {
		return nil
	}
	return account().FindAllStringSubmatchIndex(text, -1)
}

func findEmails(text string) []Contact {
	if !mayHoldEmail(text) {
		return nil
	}
	var found []Contact
	for _, at := range plainEmail().FindAllStringIndex(text, -1) {
		found = append(found, emailAtSpan(text, at[0], at[1]))
	}
	for _, at := range hiddenEmail().FindAllStringIndex(text, -1) {
		end := at[0] + len(strings.TrimRightFunc(text[at[0]:at[1]], notWord))
		found = append(found, emailAtSpan(text, at[0], end))
	}
	return found
}

// mayHoldEmail looks for what may stand for the sign in an address; the common case of none is kept cheap: one walk over the spaces.
func mayHoldEmail(text string) bool {
	if strings.ContainsAny(text, "@([{") || strings.Contains(text, "＠") {
		return true
	}
	for _, part := range []string{"обак", "обач", "ОБАК", "ОБАЧ"} { // «собака», «собачка»
		if strings.Contains(text, part) {
			return true
		}
	}
	for i := 1; i+1 < len(text); i++ {
		if isSpaceByte(text[i]) && strings.IndexByte(signHeads, text[i+1]) >= 0 && signWord(text[i+1:]) {
			return true
		}
	}
	return false
}

// signHeads are the first bytes of the words of signWord.
const signHeads = "aA\xd1\xd0"

// signWord tells whether a text begins with «at» or «эт», in any case, as a word of its own.
func signWord(text string) bool {
	for _, sign := range [...]string{"at", "эт"} {
		if len(text) > len(sign) && isSpaceByte(text[len(sign)]) && strings.EqualFold(text[:len(sign)], sign) {
			return true
		}
	}
	return false
}

func isSpaceByte(b byte) bool { return b == ' ' || '\t' <= b && b <= '\r' }

func emailAtSpan(text string, start, end int) Contact {
	written := text[start:end]
	at := emailAtSign().FindStringIndex(written)
	normal := written
	if at != nil {
		domain := emailDots().ReplaceAllString(written[at[1]:], ".")
		normal = written[:at[0]] + "@" + domain
	}
	return Contact{Email, start, end, written, strings.ToLower(normal)}
}

func withoutOverlaps(sorted []Contact) []Contact {
	var out []Contact
	for _, c := range sorted {
		if len(out) == 0 || c.Start >= out[len(out)-1].End {
			out = append(out, c)
		}
	}
	return out
}
