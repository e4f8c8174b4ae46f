package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/export"
	"kurator/store/job/matters"
	"kurator/store/mail"
)

// control finds what a file that people open must not hold: control bytes but tab and line breaks, and broken UTF-8.
func control(text string) string {
	if !utf8.ValidString(text) {
		return "no UTF-8"
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' }); i >= 0 {
		return strings.ToValidUTF8(text[max(0, i-20):min(len(text), i+20)], "?")
	}
	return ""
}

// obeyed tells whether a spreadsheet would take a cell of a csv file for a formula.
func obeyed(cell string) bool {
	if cell == "" || !strings.ContainsRune("=+@\t\r", rune(cell[0])) {
		return cell != "" && cell[0] == '-' && strings.ContainsFunc(cell[1:], unicode.IsLetter)
	}
	return true
}

// harmless looks into a file that went out. What is exact keeps control characters: it comes back as it was.
func harmless(t *testing.T, name string, data []byte, exact bool) {
	t.Helper()
	switch filepath.Ext(name) {
	case ".xlsx", ".docx":
		parts, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, part := range parts.File {
			r, err := part.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if bad := control(string(text)); bad != "" && !exact && strings.HasSuffix(part.Name, ".xml") {
				t.Errorf("%s %s holds %q", name, part.Name, bad)
			}
			if strings.HasPrefix(part.Name, "xl/worksheets/") && bytes.Contains(text, []byte("<f>")) {
				t.Errorf("%s has a formula", name)
			}
		}
		if filepath.Ext(name) == ".xlsx" {
			f, err := excelize.OpenReader(bytes.NewReader(data))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			_ = f.Close()
		}
		return
	case ".csv":
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
		r.Comma, r.FieldsPerRecord = ';', -1
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if obeyed(cell) {
					t.Errorf("%s: the cell %.60q is a formula", name, cell)
				}
			}
		}
	case ".json":
		if !json.Valid(data) {
			t.Errorf("%s is no JSON", name)
		}
	case ".html":
		if bytes.Contains(data, []byte("<script>alert")) || bytes.Contains(data, []byte("<img src=x")) {
			t.Errorf("%s: a citizen's markup is markup", name)
		}
	}
	if bad := control(string(data)); bad != "" && !exact {
		t.Errorf("%s holds %q", name, bad)
	}
}

// hostileTown has an appeal for each naughty string, which is its topic, place and words, and a unit whose name is one in turn.
func hostileTown(t *testing.T) (*town, []model.AppealID) {
	w := newTown(t)
	unit := w.unit()
	var ids []model.AppealID
	for i, s := range naughty {
		short := s
		if len(short) > 300 {
			short = strings.ToValidUTF8(short[:300], "")
		}
		short = strings.ReplaceAll(strings.ToValidUTF8(short, ""), "\x00", "")
		r, err := w.Do(w.Ctx, w.Me, store.Op{Title: "Записано", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{
			Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: "Н-" + strconv.Itoa(i)},
			Received:     model.InstantOf(w.Clock.AddDate(0, 0, -2)), Topic: model.Topic{Title: short, Group: short}, Place: short, Body: model.Words(short)}}}}})
		if err != nil {
			if model.CodeOf(err) == model.Failed {
				t.Fatalf("%.40q: %v", s, err)
			}
			continue // refused with a sentence
		}
		id := model.AppealID(r.Created[0].ID)
		ids = append(ids, id)
		w.do(id, &model.Sort{}, &model.Assign{Unit: unit})
	}
	if len(ids) < len(naughty)*3/4 {
		t.Fatalf("only %d of %d were entered", len(ids), len(naughty))
	}
	return w, ids
}

func TestNaughtyStringsGoOutInReports(t *testing.T) {
	w, _ := hostileTown(t)
	for _, kind := range []report.Kind{report.Week, report.Overview} {
		r, err := matters.Report(w.Ctx, w.Store, w.Me, kind, stats.StepWeek.Around("2026-11-23"))
		if err != nil {
			t.Fatal(kind, err)
		}
		for _, f := range export.Formats() {
			var b bytes.Buffer
			if err := export.Write(&b, f, r); err != nil {
				t.Errorf("%s as %s: %v", kind, f, err)
				continue
			}
			if f == export.PDF { // packed: that it was written is all that shows
				continue
			}
			harmless(t, string(kind)+"."+string(f), b.Bytes(), false)
		}
	}
}

func TestNaughtyStringsGoOutInTasks(t *testing.T) {
	w, ids := hostileTown(t)
	server := &mail.Server{From: "mcu@lovozero.example"}
	for name, o := range map[string]TaskOptions{"docx": {}, "txt": {Plain: true}, "eml": {Letters: true, Server: server}} {
		o.Dir = t.TempDir()
		tasks, skipped, err := Tasks(w.Ctx, w.Store, w.Me, ids, o)
		if err != nil || len(tasks) != 1 || len(skipped) != 0 {
			t.Fatalf("%s: %+v %v %v", name, tasks, skipped, err)
		}
		data, err := os.ReadFile(tasks[0].Path)
		if err != nil {
			t.Fatal(err)
		}
		harmless(t, tasks[0].Path, data, false)
		if name == "eml" {
			letter, err := mail.Read(bytes.NewReader(data))
			if err != nil || len(letter.Files) != 1 {
				t.Fatal(letter.Subject, err)
			}
			if bad := control(letter.Text + letter.Subject); bad != "" {
				t.Errorf("the letter holds %q", bad)
			}
			harmless(t, "x.docx", letter.Files[0].Data, false)
		}
	}
}

func TestNaughtyStringsGoOutInTables(t *testing.T) {
	w, ids := hostileTown(t)
	for _, name := range []string{"x.xlsx", "x.csv", "x.json"} {
		format, _ := OutFormatOf(name)
		path := filepath.Join(t.TempDir(), name)
		out, err := Out(w.Ctx, w.Store, w.Me, OutOptions{Format: format, Path: path, Personal: true})
		if err != nil || out.Rows != len(ids) {
			t.Fatalf("%s: %+v %v", name, out, err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		harmless(t, name, data, true)
		if format == OutJSON {
			continue
		}
		if back, _, err := Import(w.Ctx, w.Store, w.Me, []string{path}, ImportOptions{}); err != nil || back.Unchanged != len(ids) {
			t.Errorf("%s comes back as %+v %v", name, back, err)
		}
	}
}
