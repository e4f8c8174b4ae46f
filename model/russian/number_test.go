package russian

import (
	"math"
	"strings"
	"testing"
	"time"
)

// plain turns no-break spaces into plain ones, so that tables below are readable.
func plain(s string) string { return strings.NewReplacer(NBSP, " ", NarrowNBSP, " ").Replace(s) }

func TestCount(t *testing.T) {
	for n, want := range map[int]string{
		0: "0 обращений", 1: "1 обращение", 2: "2 обращения", 4: "4 обращения", 5: "5 обращений", 11: "11 обращений",
		12: "12 обращений", 14: "14 обращений", 21: "21 обращение", 23: "23 обращения", 111: "111 обращений",
		112: "112 обращений", 122: "122 обращения", 1001: "1 001 обращение", 18956: "18 956 обращений", -2: "−2 обращения",
		math.MinInt: "−9 223 372 036 854 775 808 обращений",
	} {
		if got := plain(Count(n, "обращение", "обращения", "обращений")); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestCountDecimal(t *testing.T) {
	for _, c := range []struct {
		x        float64
		decimals int
		want     string
	}{
		{1.5, 1, "1,5 обращения"}, {1, 1, "1,0 обращения"}, {5, 1, "5,0 обращения"}, {21, 0, "21 обращение"},
		{10.6, 0, "11 обращений"}, {1002.4, 0, "1 002 обращения"}, {math.NaN(), 1, "— обращения"},
	} {
		got := plain(CountDecimal(c.x, c.decimals, "обращение", "обращения", "обращений", "обращения"))
		if got != c.want {
			t.Errorf("CountDecimal(%v, %d) = %q, want %q", c.x, c.decimals, got, c.want)
		}
	}
}

func TestFigures(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Number(18956), "18 956"}, {Number(-6394), "−6 394"}, {Number(399), "399"}, {Number(1000000), "1 000 000"},
		{Decimal(34410.256, 2), "34 410,26"}, {Decimal(0.25, 1), "0,3"}, {Decimal(1.005, 2), "1,01"},
		{Decimal(999.95, 1), "1 000,0"}, {Decimal(-0.04, 1), "0,0"}, {Decimal(2.5, 0), "3"}, {Decimal(9.99, 1), "10,0"},
		{Decimal(math.Inf(1), 1), "—"}, {Decimal(7, 2), "7,00"}, {Decimal(1e21, 0), "1 000 000 000 000 000 000 000"},
		{Percent(60, 1), "60,0 %"}, {Percent(math.NaN(), 1), "—"},
		{Change(81.526, 1), "+81,5 %"}, {Change(-5.4, 1), "−5,4 %"}, {Change(0, 1), "0,0 %"}, {Change(0.04, 1), "0,0 %"},
		{Change(math.Inf(1), 1), "—"},
		{Difference(12), "+12"}, {Difference(-3), "−3"}, {Difference(0), "0"},
	} {
		if plain(c.got) != c.want {
			t.Errorf("got %q, want %q", plain(c.got), c.want)
		}
	}
	if Number(18956) != "18\u00a0956" {
		t.Error("groups must be joined by a no-break space")
	}
}

func TestDurations(t *testing.T) {
	h, m := time.Hour, time.Minute
	for _, c := range []struct{ got, want string }{
		{Days(2), "2 дня"}, {Days(30), "30 дней"}, {WorkingDays(1), "1 раб. день"}, {WorkingDays(7), "7 раб. дней"},
		{WorkingHours(3 * h), "3 раб. ч"}, {WorkingHours(3*h + 20*m), "3 раб. ч 20 мин"}, {WorkingHours(20 * m), "20 раб. мин"},
		{Duration(80 * m), "1 ч 20 мин"}, {Duration(20 * m), "20 мин"}, {Duration(30 * time.Second), "меньше минуты"},
		{Duration(51 * h), "2 дня 3 ч"}, {Duration(48 * h), "2 дня"}, {Duration(250 * h), "10 дней"}, {Duration(-3 * h), "−3 ч"},
		{DurationShort(75 * h), "3 дн"}, {DurationShort(5*h + 59*m), "5 ч"}, {DurationShort(-20 * m), "−20 мин"}, {DurationShort(0), "0 мин"},
	} {
		if plain(c.got) != c.want {
			t.Errorf("got %q, want %q", plain(c.got), c.want)
		}
	}
}
