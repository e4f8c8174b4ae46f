package sheet

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"kurator/model"
)

// oneByte are the one-byte charsets Russian files come in, the likeliest first.
var oneByte = []struct {
	name  string
	table *charmap.Charmap
}{
	{"windows-1251", charmap.Windows1251},
	{"cp866", charmap.CodePage866},
	{"koi8-r", charmap.KOI8R},
	{"mac-cyrillic", charmap.MacintoshCyrillic},
}

// charsetNames are other spellings people and pages use.
var charsetNames = map[string]string{
	"utf8": "utf-8", "utf-8": "utf-8", "utf-16": "utf-16le", "utf16": "utf-16le", "utf-16le": "utf-16le", "utf-16be": "utf-16be",
	"cp1251": "windows-1251", "win1251": "windows-1251", "windows-1251": "windows-1251", "1251": "windows-1251",
	"cp866": "cp866", "866": "cp866", "ibm866": "cp866", "dos": "cp866",
	"koi8-r": "koi8-r", "koi8r": "koi8-r", "koi8": "koi8-r",
	"mac-cyrillic": "mac-cyrillic", "x-mac-cyrillic": "mac-cyrillic", "mac": "mac-cyrillic", "macintosh": "mac-cyrillic",
}

// NormalCharset is the one name of a charset; false when it is not known.
func NormalCharset(name string) (string, bool) {
	n, ok := charsetNames[strings.ToLower(strings.TrimSpace(name))]
	return n, ok
}

// chooseCharset takes the charset asked for, else guesses.
func chooseCharset(asked string, head []byte) (string, error) {
	if asked == "" {
		return guessCharset(head), nil
	}
	if name, ok := NormalCharset(asked); ok {
		return name, nil
	}
	return "", model.Faultf(model.Usage, "Неизвестная кодировка «%s». Есть utf-8, utf-16le, utf-16be, windows-1251, cp866, koi8-r, mac-cyrillic.", asked)
}

// guessCharset tells the charset of a text by its first bytes: a BOM, the zeros of UTF-16, valid UTF-8, else the
// one-byte charset in which the text looks most Russian.
func guessCharset(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return "utf-8"
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "utf-16be"
	}
	if wide := guessWide(head); wide != "" {
		return wide
	}
	if validHead(head) {
		return "utf-8"
	}
	best, bestScore := "windows-1251", 0.0
	for i, c := range oneByte {
		if score := russianScore(head, c.table); i == 0 || score > bestScore {
			best, bestScore = c.name, score
		}
	}
	return best
}

// guessWide sees UTF-16 by its high bytes: 00 before ASCII and 04 before Cyrillic.
func guessWide(head []byte) string {
	var high [2]int
	pairs := len(head) / 2
	for i := range pairs * 2 {
		if head[i] == 0 || head[i] == 4 {
			high[i%2]++
		}
	}
	switch {
	case pairs < 2:
	case high[1]*10 > pairs*9 && high[0]*2 < pairs:
		return "utf-16le"
	case high[0]*10 > pairs*9 && high[1]*2 < pairs:
		return "utf-16be"
	}
	return ""
}

// validHead tells whether the bytes are UTF-8 up to a rune that the head's end may have cut; so may the end of a file that
// was not copied whole, when the text before it is surely UTF-8.
func validHead(head []byte) bool {
	if utf8.Valid(head) {
		return true
	}
	for cut := 1; cut < utf8.UTFMax && cut < len(head); cut++ {
		if rest := head[:len(head)-cut]; utf8.Valid(rest) {
			return len(head) == headSize || utf8.RuneCount(rest) < len(rest)
		}
	}
	return false
}

// byFrequency are the letters of Russian text from the commonest to the rarest.
const byFrequency = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"

// russianScore tells how Russian the bytes look in a charset: common letters count for it, rare ones little, signs that
// no text has and capitals inside words against it.
func russianScore(head []byte, table *charmap.Charmap) float64 {
	var weight [256]float64
	var upper, lower [256]bool
	letters := []rune(byFrequency)
	for b := range 256 {
		r := table.DecodeByte(byte(b))
		upper[b], lower[b] = unicode.IsUpper(r), unicode.IsLower(r)
		if b < 0x80 {
			continue
		}
		weight[b] = -4
		if strings.ContainsRune("«»—–№…“”„° \u00a0", r) {
			weight[b] = 0
		}
		for rank, letter := range letters {
			if unicode.ToLower(r) == letter {
				weight[b] = 2 - 2*float64(rank)/float64(len(letters))
			}
		}
	}
	score, wasLower := 0.0, false
	for _, b := range head {
		score += weight[b]
		if upper[b] && wasLower && b >= 0x80 {
			score -= 3
		}
		wasLower = lower[b]
	}
	return score
}

// decoding reads a text of the charset as UTF-8, without a BOM.
func decoding(r io.Reader, charset string) io.Reader {
	var e encoding.Encoding
	switch charset {
	case "utf-16le":
		e = utf.UTF16(utf.LittleEndian, utf.UseBOM)
	case "utf-16be":
		e = utf.UTF16(utf.BigEndian, utf.UseBOM)
	default:
		for _, c := range oneByte {
			if c.name == charset {
				e = c.table
			}
		}
	}
	if e == nil {
		return skipBOM(r)
	}
	return transform.NewReader(r, e.NewDecoder())
}

func skipBOM(r io.Reader) io.Reader {
	var start [3]byte
	n, err := io.ReadFull(r, start[:])
	if n == 3 && string(start[:]) == "\ufeff" {
		return r
	}
	if err != nil {
		return bytes.NewReader(start[:n])
	}
	return io.MultiReader(bytes.NewReader(start[:n]), r)
}
