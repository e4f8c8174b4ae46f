package calendar

import "time"

// segment is a stretch of time with one offset from UTC: [from, to) in Unix seconds.
type segment struct{ from, to, offset int64 }

// segments cuts [from, to) where the zone changes its offset.
func segments(from, to int64, loc *time.Location) []segment {
	var out []segment
	for at := from; at < to; {
		t := time.Unix(at, 0).In(loc)
		_, offset := t.Zone()
		end := to
		if _, next := t.ZoneBounds(); !next.IsZero() && next.Unix() < to {
			end = next.Unix()
		}
		if n := len(out); n > 0 && out[n-1].offset == int64(offset) {
			out[n-1].to = end
		} else {
			out = append(out, segment{at, end, int64(offset)})
		}
		at = end
	}
	return out
}
