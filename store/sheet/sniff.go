package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf16"

	"kurator/model"
)

// sniff tells what a file is from its bytes. What cannot be read gets a sentence that says how to save it.
func sniff(path string, head []byte) (Format, error) {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return XLSX, sniffZip(path)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "", compoundFault(path)
	case bytes.HasPrefix(head, []byte("\x09\x08")) || bytes.HasPrefix(head, []byte("\x09\x04")) || bytes.HasPrefix(head, []byte("\x09\x02")):
		return "", resave("Это книга старого формата Excel")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return "", resave("Это документ PDF, а не таблица")
	case bytes.HasPrefix(head, []byte("{\\rtf")):
		return "", resave("Это документ RTF, а не таблица")
	case slices.ContainsFunc([]string{"\x89PNG", "\xff\xd8\xff", "GIF8", "Rar!", "7z\xbc\xaf", "\x1f\x8b", "\x7fELF", "MZ\x90"},
		func(mark string) bool { return bytes.HasPrefix(head, []byte(mark)) }):
		return "", resave("Это не таблица")
	}
	text := strings.ToLower(asciiOf(head))
	start := strings.TrimLeft(text, " \t\r\n")
	switch {
	case strings.HasPrefix(start, "<?xml") && strings.Contains(start, "urn:schemas-microsoft-com:office:spreadsheet"):
		return XML, nil
	case strings.HasPrefix(start, "<") && strings.Contains(start, "<table"), strings.HasPrefix(start, "<html"), strings.HasPrefix(start, "<!doctype html"):
		return HTML, nil
	case binary(head):
		return "", resave("Это не таблица")
	}
	return CSV, nil
}

// asciiOf is the head with everything but ASCII left out, so that marks are found in UTF-16 too.
func asciiOf(head []byte) string {
	out := make([]byte, 0, min(len(head), 16<<10))
	for _, b := range head[:min(len(head), 32<<10)] {
		if b > 0 && b < 0x80 {
			out = append(out, b)
		}
	}
	return string(out)
}

// binary tells whether the bytes are no text in any charset: control characters other than NUL, tab and line ends. A
// few are let through, since they occur in what people paste.
func binary(head []byte) bool {
	if name := guessCharset(head); name == "utf-16le" || name == "utf-16be" {
		return false
	}
	odd := 0
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\r' && b != '\n' && b != 0x1b {
			odd++
		}
	}
	return odd > 16 && odd*10 > len(head)
}

func sniffZip(path string) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return damaged(err)
	}
	defer z.Close()
	has := func(name string) bool {
		return slices.ContainsFunc(z.File, func(f *zip.File) bool {
			return strings.EqualFold(strings.ReplaceAll(f.Name, "\\", "/"), name)
		})
	}
	switch {
	case has("xl/workbook.xml"):
		return nil
	case has("xl/workbook.bin"):
		return resave("Это двоичная книга Excel (.xlsb)")
	case has("mimetype"):
		kind := mimetype(z.File)
		if strings.Contains(kind, "spreadsheet") {
			return resave("Это таблица OpenDocument (.ods)")
		}
		return resave("Это документ OpenDocument, а не таблица")
	case has("word/document.xml"):
		return resave("Это документ Word, а не таблица")
	}
	return resave("Это архив, а не таблица")
}

func mimetype(files []*zip.File) string {
	for _, f := range files {
		if f.Name != "mimetype" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return ""
		}
		defer r.Close()
		kind, _ := io.ReadAll(io.LimitReader(r, 200))
		return string(kind)
	}
	return ""
}

// compoundFault tells apart what hides in an OLE container: an encrypted workbook, an old one, or another document.
func compoundFault(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return unreadable(err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, 32<<20))
	if err != nil {
		return unreadable(err)
	}
	switch {
	case bytes.Contains(content, wide("EncryptedPackage")):
		return model.Faultf(model.BadData, "Книга защищена паролем. Откройте её в Excel, снимите пароль (Файл → Сведения → Защита книги) и сохраните снова.")
	case bytes.Contains(content, wide("Workbook")), bytes.Contains(content, wide("Book")):
		return resave("Это книга старого формата Excel (.xls)")
	case bytes.Contains(content, wide("WordDocument")):
		return resave("Это документ Word, а не таблица")
	}
	return resave("Это не таблица")
}

// wide is the text as UTF-16 little-endian, as names in OLE containers are written.
func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func resave(what string) error {
	return model.Faultf(model.BadData, "%s. Откройте файл в программе, где он создан, и сохраните как XLSX (книга Excel) или CSV.", what)
}
