package calendar

import (
	"bytes"
	"testing"
)

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2024-02-29", "2023-02-29", "1970-01-01", "", "2024-5-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := ParseDate(text); err == nil && d != 0 && d.String() != text {
			t.Fatalf("%q read as %q", text, d)
		}
	})
}

func FuzzCalendarFiles(f *testing.F) {
	f.Add([]byte("date,kind,title,basis,moved_from_or_to,weekday\n2024-01-01,day_off,x,holiday,,Mon\n"))
	f.Add([]byte(`<calendar year="2024"><days><day d="01.01" t="1"/><day d="04.27" t="2" f="04.29"/></days></calendar>`))
	f.Add([]byte(`{"holidays":["2024-01-01"],"preholidays":["2024-02-22"],"nowork":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		readers := []func() ([]Row, error){
			func() ([]Row, error) { return ParseCSV(bytes.NewReader(data)) },
			func() ([]Row, error) { return ParseXML(bytes.NewReader(data)) },
			func() ([]Row, error) { return ParseJSON(bytes.NewReader(data)) },
		}
		for _, read := range readers {
			rows, err := read()
			if err != nil {
				continue
			}
			c, err := New(rows)
			if err != nil {
				continue
			}
			again, err := New(c.Rows())
			if err != nil || again.Version() != c.Version() {
				t.Fatalf("rows do not survive: %v", err)
			}
		}
	})
}
