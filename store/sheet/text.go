package sheet

import (
	"bytes"
	"io"
	"strings"
)

// DecodeText is the text in bytes whose charset nobody told: guessed as for a csv file. What cannot be read becomes �, and zero
// bytes are dropped.
func DecodeText(data []byte) string {
	text, _ := io.ReadAll(decoding(bytes.NewReader(data), guessCharset(data[:min(len(data), headSize)]))) // bytes at hand do not fail
	s := strings.TrimPrefix(strings.ToValidUTF8(string(text), "\ufffd"), "\ufeff")
	return strings.ReplaceAll(s, "\x00", "")
}
