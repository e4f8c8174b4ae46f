package export

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/stats"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is a report with everything a tree can hold.
func sample() *report.Report {
	cell := func(f report.Form, x float64, decimals int) report.Cell {
		return report.Cell{Form: f, Number: x, Decimals: decimals}
	}
	small := cell(report.Percent, 66.7, 1)
	small.Small = true
	labels := []string{"сб 21.11", "вс 22.11", "пн 23.11"}
	return &report.Report{Kind: report.Week, Title: "Недельный отчёт", Office: "Администрация «Округ» & район", Period: stats.Period{From: "2026-11-21", To: "2026-11-27"},
		Lead: []string{"Неделя с 21 по 27 ноября 2026 г."},
		Blocks: []report.Block{
			report.Heading("Показатели"), report.Paragraph("Поступило 34 410 обращений, +81,5 % к предыдущему периоду. <b>Не разметка</b>"),
			&report.Table{Title: "Показатели: всё / часть", Columns: []report.Column{{Title: "Показатель"}, {Title: "Значение", Right: true}, {Title: "Изменение", Right: true}},
				Rows: []report.Row{
					{Cells: []report.Cell{report.Say("Поступило"), report.Count(34410), cell(report.Change, 81.525638, 1)}},
					{Cells: []report.Cell{report.Say("Отработано"), report.Share(61.34), cell(report.Points, -5.43, 1)}},
					{Cells: []report.Cell{report.Say("=1+1|_*"), small, cell(report.Change, math.NaN(), 1)}},
					{Cells: []report.Cell{report.Say("Оценка"), cell(report.Decimal, 3.456, 2), cell(report.Signed, 0.25, 2)}},
					{Total: true, Cells: []report.Cell{report.Say("всего"), report.Count(5), report.Say("")}},
				}, Note: "* мало данных"},
			&report.Chart{Title: "По дням", Labels: labels, Series: []report.Series{{Name: "период", Values: []float64{5, 7, 12}}, {Name: "предыдущий", Values: []float64{4, math.NaN(), 9}}}},
			&report.Chart{Title: "По месяцам", Lines: true, Labels: labels, Series: []report.Series{{Name: "поступило", Values: []float64{50, 71, 120}}}},
			&report.Chart{Title: "Темы", Repeats: true, Labels: labels, Series: []report.Series{{Name: "вопросов", Values: []float64{3, 2, 1}}}},
		},
		Definitions: []report.Definition{{Name: "Отработано", Formula: "(решено + разъяснено) / поступило", Unit: "%"}},
		Watermark:   []string{"Период: с 21.11.2026 00:00 до 28.11.2026 00:00 (Europe/Moscow), время канала.", "Данные на 30.11.2026 08:00."}}
}

func written(t testing.TB, f Format, r *report.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, r); err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return b.Bytes()
}

func TestGoldenFiles(t *testing.T) {
	for _, f := range Formats() {
		got := written(t, f, sample())
		if again := written(t, f, sample()); !bytes.Equal(got, again) {
			t.Errorf("%s: the same report gave other bytes", f)
		}
		path := filepath.Join("testdata", "report."+string(f))
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if f == XLSX || f == DOCX { // how an archive is squeezed is the library's affair
			got, want = parts(t, got), parts(t, want)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not as %s has it; look at the difference and run the test with -update", f, path)
		}
	}
}

// parts are the names and contents of an archive.
func parts(t *testing.T, archive []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, f := range z.File {
		if !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Errorf("%s carries a time: %v", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "--- %s\n", f.Name)
		if _, err := io.Copy(&b, r); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func TestWorkbookHoldsNumbers(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, XLSX, sample())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := "Показатели всё  часть"
	for cell, want := range map[string]string{"B3": "34410", "B4": "0.613", "C4": "-5.4", "A5": "=1+1|_*", "B5": "0.667", "C5": "—", "C3": "0.815"} {
		got, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		if err != nil || got != want {
			t.Errorf("%s: %q, %v", cell, got, err)
		}
	}
	if formula, _ := f.GetCellFormula(sheet, "A5"); formula != "" {
		t.Errorf("a text became a formula: %s", formula)
	}
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != 2 {
		t.Errorf("the head is not frozen: %+v %v", panes, err)
	}
	areas := 0
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm.Print_Area" {
			areas++
		}
	}
	if areas != len(f.GetSheetList()) {
		t.Errorf("%d print areas, %d sheets", areas, len(f.GetSheetList()))
	}
	charts := strings.Count(string(parts(t, written(t, XLSX, sample()))), "--- xl/charts/chart")
	if charts != 3 {
		t.Errorf("%d native charts", charts)
	}
}

func TestDocumentIsWellFormed(t *testing.T) {
	for _, f := range []Format{DOCX, XLSX} {
		archive := written(t, f, sample())
		z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range z.File {
			r, err := part.Open()
			if err != nil {
				t.Fatal(err)
			}
			d := xml.NewDecoder(r)
			for err == nil {
				_, err = d.Token()
			}
			if !errors.Is(err, io.EOF) {
				t.Errorf("%s %s: %v", f, part.Name, err)
			}
		}
	}
}

func TestForeignWordsAreNotMarkup(t *testing.T) {
	page := string(written(t, HTML, sample()))
	if strings.Contains(page, "<b>Не разметка") || !strings.Contains(page, "&lt;b&gt;Не разметка") || strings.Contains(page, "http") {
		t.Error("the page takes words for markup, or something from elsewhere")
	}
	if csv := string(written(t, CSV, sample())); !strings.Contains(csv, "'=1+1") {
		t.Error("a spreadsheet would take a text for a formula")
	}
	var back map[string]any
	if err := json.Unmarshal(written(t, JSON, sample()), &back); err != nil || back["kind"] != "week" {
		t.Errorf("%v %v", back["kind"], err)
	}
}

func TestSaveIsWholeAndOnesOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "отчёт.html")
	if err := Save(path, HTML, sample()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := Save(filepath.Join(t.TempDir(), "нет", "отчёт.html"), HTML, sample()); model.CodeOf(err) != model.Failed {
		t.Error(err)
	}
	if err := Save(path, "odt", sample()); model.CodeOf(err) != model.Usage {
		t.Error(err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("%v %v", left, err)
	}
	if f, ok := FormatOf("Отчёт.XLSX"); !ok || f != XLSX {
		t.Error(f)
	}
}

// TestOfficeOpensThem turns the workbook and the document into PDF where LibreOffice is installed.
func TestOfficeOpensThem(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: the workbook and the document were not opened")
	}
	dir := t.TempDir()
	for _, f := range []Format{XLSX, DOCX} {
		if f == DOCX && onlyCalc() {
			t.Log("LibreOffice Writer is not installed: the document was not opened")
			continue
		}
		path := filepath.Join(dir, "report."+string(f))
		if err := Save(path, f, sample()); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", dir, path).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v %s", f, err, out)
		}
		pdf, err := os.ReadFile(filepath.Join(dir, "report.pdf"))
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) || len(pdf) < 5000 {
			t.Errorf("%s: %d bytes, %v", f, len(pdf), err)
		}
		_ = os.Remove(filepath.Join(dir, "report.pdf"))
	}
}

// onlyCalc: the suite comes in parts, and one that cannot open a document says nothing against it.
func onlyCalc() bool {
	_, calc := exec.LookPath("localc")
	_, writer := exec.LookPath("lowriter")
	return calc == nil && writer != nil
}
