package intake

import (
	"strings"
	"time"

	"kurator/model"
	"kurator/model/pattern"
)

var (
	asOfWords  = pattern.Lazy(`состояни|сформирован|выгруз|данные на|дата отч[её]та|дата печати`)
	asOfMoment = pattern.Lazy(`(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})(?:[ гвТT.,]*(\d{1,2}:\d{2})(?::\d{2})?)?`)
)

// watermark is the moment for which the data of a file are true: what a title above the headings says, else when the file
// was last written. A title with a date only means the beginning of that day, or the time of writing on the same day.
func watermark(titles []string, modified time.Time, zone *time.Location, now model.Instant) model.Instant {
	written := model.InstantOf(modified)
	if now != 0 && written > now {
		written = now // a clock elsewhere is fast
	}
	for _, title := range titles {
		if !asOfWords().MatchString(strings.ToLower(title)) {
			continue
		}
		m := asOfMoment().FindStringSubmatch(title)
		if m == nil {
			continue
		}
		for _, pattern := range []string{"дд.мм.гггг", "гггг-мм-дд"} {
			l, _ := parseLayout(pattern)
			c, ok := l.read(m[1])
			if !ok {
				continue
			}
			if m[2] == "" {
				if model.DateOf(written, zone) == c.date() {
					return written
				}
				return c.instant(zone)
			}
			clock, err := time.Parse("15:04", m[2])
			if err != nil {
				continue
			}
			c.hour, c.minute = clock.Hour(), clock.Minute()
			return c.instant(zone)
		}
	}
	return written
}
