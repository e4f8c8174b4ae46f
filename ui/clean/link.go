package clean

import "strings"

const upperHex = "0123456789ABCDEF"

// URL prepares an address for an OSC 8 link: every byte that is not plain ASCII of an address is percent-encoded, because a
// terminal may end the sequence at the byte 0x9C inside a Russian letter. Addresses other than http, https, mailto and tel
// give an empty string: a click must not start anything on the desk's own machine.
func URL(s string) string {
	s = strings.TrimSpace(s)
	scheme, _, found := strings.Cut(s, ":")
	if !found {
		return ""
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel":
	default:
		return ""
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := range len(s) {
		c := s[i]
		if c > ' ' && c < 0x7f && !strings.ContainsRune("\"<>\\^`{|}", rune(c)) {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(upperHex[c>>4])
		b.WriteByte(upperHex[c&15])
	}
	return b.String()
}

// Link is the label as an OSC 8 link to the address; the bare label when the address may not be opened. Both are cleaned.
func Link(url, label string) string {
	label = Line(label)
	url = URL(url)
	if url == "" {
		return label
	}
	return OpenLink(url) + label + "\x1b]8;;\x1b\\"
}

// OpenLink is the sequence that begins an OSC 8 link; empty when the address may not be opened.
func OpenLink(url string) string {
	if url = URL(url); url == "" {
		return ""
	}
	return "\x1b]8;;" + url + "\x1b\\"
}
