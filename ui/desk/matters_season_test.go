package desk_test

import (
	"testing"

	"kurator/ui/uitest"
)

// TestSeasonIsExplained: with little data the pane of surges says that it knows no season, since when it would, and what that means.
func TestSeasonIsExplained(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.receive(letters())
	d := r.sit(nil, 120, 40).Keys("6 ]").Sees("Всплесков нет", "Сезон не учитывается: нужны данные за 15 месяцев", "может выглядеть всплеском")
	for _, size := range uitest.Sizes() {
		d.Resize(size[0], size[1]).Sees("Всплески")
	}
}
