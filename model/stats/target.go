package stats

import (
	"math"

	"kurator/model"
)

// Verdicts on a target.
const (
	Met     = "выполняется"
	NotMet  = "нет"
	NoValue = "нет данных"
)

// Judge holds a figure against a target. A figure that may go either way is met when it is not less.
func Judge(f *Figure, t model.Target, v Value) string {
	switch {
	case !v.Known():
		return NoValue
	case f.Good == Less && round6(v.X) <= t.Value, f.Good != Less && round6(v.X) >= t.Value:
		return Met
	}
	return NotMet
}

// round6 keeps a share of exactly 60 % from missing its target by the binary fraction.
func round6(x float64) float64 { return math.Round(x*1e6) / 1e6 }
