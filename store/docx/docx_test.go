package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kurator/model"
)

func written(t testing.TB, text ...Paragraph) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, text); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	for _, text := range []string{"Здравствуйте!", "две\nстроки", "a < b && c > d \"кавычки\"", "  отступ  внутри", "таб\tтаб", "👍🏽 ударе́ние", "=1+2"} {
		got, err := Read(written(t, Paragraph{Title, "Задание", false}, Paragraph{Text: text, NewPage: true}))
		if want := "Задание\n" + strings.TrimRight(text, " "); err != nil || got != want {
			t.Errorf("%q: %q %v", text, got, err)
		}
	}
	if !bytes.Equal(written(t, Paragraph{Text: "x"}), written(t, Paragraph{Text: "x"})) {
		t.Error("the same text gives other bytes")
	}
}

// archive makes a document of one part.
func archive(t testing.TB, name string, write func(io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	write(w)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func part(body string) func(io.Writer) { return func(w io.Writer) { _, _ = io.WriteString(w, body) } }

func TestReadOfForeignDocuments(t *testing.T) {
	for body, want := range map[string]string{
		`<w:document><w:body><w:p><w:r><w:t>при</w:t></w:r><w:r><w:t>вет</w:t></w:r></w:p></w:body></w:document>`:                                             "привет",
		`<w:document><w:p><w:del><w:r><w:delText>было</w:delText></w:r></w:del><w:ins><w:r><w:t>стало</w:t></w:r></w:ins></w:p></w:document>`:                 "стало",
		`<w:document><w:tbl><w:tr><w:tc><w:p><w:r><w:t>а</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>б</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:document>`: "а \tб",
		`<w:document><w:p><w:r><w:instrText>PAGE</w:instrText><w:t>1</w:t><w:tab/><w:t>2</w:t></w:r></w:p></w:document>`:                                      "1\t2",
	} {
		got, err := Read(archive(t, mainPart, part(body)))
		if err != nil || got != want {
			t.Errorf("%s: %q %v", body, got, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	bomb := func(w io.Writer) {
		_, _ = io.WriteString(w, "<w:document><w:p><w:r><w:t>")
		for range maxXML >> 20 {
			_, _ = w.Write(bytes.Repeat([]byte("a"), 1<<20))
		}
		_, _ = io.WriteString(w, "</w:t></w:r></w:p></w:document>")
	}
	for name, data := range map[string][]byte{
		"empty":           {},
		"not a zip":       []byte("Здравствуйте"),
		"other parts":     archive(t, "xl/workbook.xml", part("<a/>")),
		"torn":            archive(t, mainPart, part("<w:document><w:p>")),
		"wrong order":     archive(t, mainPart, part("<a><b></a></b>")),
		"entities":        archive(t, mainPart, part(`<!DOCTYPE a [<!ENTITY x "yyyy">]><a>&x;</a>`)),
		"deep":            archive(t, mainPart, part(strings.Repeat("<a>", maxDepth+1)+strings.Repeat("</a>", maxDepth+1))),
		"bomb":            archive(t, mainPart, bomb),
		"cut archive":     written(t, Paragraph{Text: "x"})[:200],
		"long paragraphs": archive(t, mainPart, part("<a>"+strings.Repeat("<t>"+strings.Repeat("я", 1000)+"</t>", maxText/1000)+"</a>")),
	} {
		got, err := Read(data)
		if model.CodeOf(err) != model.BadData || got != "" {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

func TestSaveIsForTheOwnerOnly(t *testing.T) {
	for _, name := range []string{"a.docx", "a.txt"} {
		path := filepath.Join(t.TempDir(), name)
		if err := Save(path, []Paragraph{{Text: "Проверка"}}); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil || fmt.Sprintf("%o", info.Mode().Perm()) != "600" {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(written(f, Paragraph{Text: "текст"}))
	f.Add(archive(f, mainPart, part("<a><b>")))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if text, err := Read(data); err != nil && text != "" {
			t.Error("a fault with text")
		}
	})
}
