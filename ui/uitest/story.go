package uitest

import "testing"

// Story tells a piece of a person's day twice: once with the Latin layout of the keyboard, once with the Russian one. start makes a new
// desk for each telling.
func Story(t *testing.T, name string, start func(t *testing.T) *Driver, tell func(d *Driver)) {
	t.Helper()
	for _, layout := range []string{"latin", "cyrillic"} {
		t.Run(name+"/"+layout, func(t *testing.T) {
			d := start(t)
			d.russian = layout == "cyrillic"
			tell(d)
		})
	}
}
