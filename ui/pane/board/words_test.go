package board

import (
	"testing"

	"kurator/model/stats"
)

// A change is told from the figures as they stand beside it, and as the weekly report tells it.
func TestChangeIsOfTheFiguresShown(t *testing.T) {
	f, ok := stats.Find(stats.POSDays)
	if !ok {
		t.Fatal("no figure")
	}
	now, then := stats.Value{X: 8.23, Base: 4}, stats.Value{X: 5.34, Base: 30} // 8,2 and 5,3
	if got, _ := changeText(f, now, then); got != "+54,7\u00a0%" {
		t.Errorf("%q of %s and %s", got, valueText(f, now), valueText(f, then))
	}
}
