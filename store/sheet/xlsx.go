package sheet

import (
	"io"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"

	"kurator/model"
)

// openWorkbook first walks over the whole archive and refuses what would not fit into the budget, then lets excelize open
// it: by itself excelize turned 17 KB into 1.5 GB, and it does not tell when a sheet ends in the middle.
func openWorkbook(f *File, o Options) error {
	scan, err := scanWorkbook(f.Path, o.Limits)
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(o.TmpDir, "kurator-") // 0700
	if err != nil {
		return &model.Fault{Code: model.Failed, Say: "Негде распаковать книгу: временная папка недоступна. Освободите место на диске.", Cause: err}
	}
	book, err := excelize.OpenFile(f.Path, excelize.Options{RawCellValue: true, UnzipSizeLimit: o.Limits.Unzip, TmpDir: tmp})
	if err != nil {
		_ = os.RemoveAll(tmp)
		return damaged(err)
	}
	f.close = func() error {
		err := book.Close()
		if e := os.RemoveAll(tmp); err == nil {
			err = e
		}
		return err
	}
	if p, err := book.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		f.Date1904 = *p.Date1904
	}
	f.Sheets = nil
	for _, name := range book.GetSheetList() {
		if visible, err := book.GetSheetVisible(name); err != nil || visible {
			f.Sheets = append(f.Sheets, name)
		}
	}
	if len(f.Sheets) == 0 {
		_ = f.close()
		return model.Faultf(model.BadData, "В книге нет ни одного видимого листа. Откройте её и проверьте, что выгрузилось.")
	}
	f.open = func(sheet int) (stream, error) {
		rows, err := book.Rows(f.Sheets[sheet])
		if err != nil {
			return nil, damaged(err)
		}
		return &bookRows{rows: rows, limits: o.Limits, progress: o.Progress, last: scan.last[f.Sheets[sheet]]}, nil
	}
	return nil
}

// bookRows reads one sheet of a workbook within the budget.
type bookRows struct {
	rows         *excelize.Rows
	limits       Limits
	progress     func(done, total int64)
	number       int
	cells, bytes int64
	last         int // number of the last row the sheet has in its file
}

// Close closes the sheet.
func (b *bookRows) Close() error { return b.rows.Close() }

func (b *bookRows) next(row *Row) error {
	for b.rows.Next() {
		b.number++
		cells, err := b.rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return damaged(err)
		}
		if len(cells) == 0 {
			continue
		}
		if err := b.charge(cells); err != nil {
			return err
		}
		if b.progress != nil && b.number%1000 == 0 {
			b.progress(int64(min(b.number, b.last)), int64(b.last))
		}
		row.Number, row.Cells = b.number, append(row.Cells[:0], cells...)
		for i, c := range row.Cells {
			if strings.IndexByte(c, 0) >= 0 {
				row.Cells[i] = strings.ReplaceAll(c, "\x00", "")
			}
		}
		return nil
	}
	if err := b.rows.Error(); err != nil {
		return damaged(err)
	}
	if b.number < b.last { // the library takes broken XML for the end of the sheet
		return damaged(nil)
	}
	if b.progress != nil {
		b.progress(int64(b.last), int64(b.last))
	}
	return io.EOF
}

// charge takes a row from the budget. One shared string may stand in every cell, so the size of the file says little.
func (b *bookRows) charge(cells []string) error {
	b.cells += int64(len(cells))
	for _, c := range cells {
		b.bytes += int64(len(c))
	}
	if b.cells > b.limits.Cells {
		return tooBig("в листе слишком много ячеек")
	}
	if b.bytes > b.limits.Bytes {
		return tooBig("в листе слишком много текста")
	}
	return nil
}
