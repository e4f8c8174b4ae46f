package app_test

import (
	"testing"
	"time"

	"kurator/ui/app"
)

// A desk that nobody touches closes by itself and saves what was typed; one that is used stays, and so does one without the setting.
func TestForgottenDeskCloses(t *testing.T) {
	idle := func(_ *world, o *app.Options) { o.Idle = 10 * time.Minute }
	d, w := desk(t, 80, 24, idle)
	d.Keys("enter d").Type("Начало отве").Wait(9 * time.Minute)
	if d.Left() {
		t.Fatal("closed too early")
	}
	d.Type("та").Wait(9 * time.Minute)
	if d.Left() {
		t.Fatal("closed while it was used")
	}
	d.Wait(2 * time.Minute)
	if !d.Left() {
		t.Fatal("still open")
	}
	if len(w.saved) == 0 || w.saved[len(w.saved)-1] != "Начало ответа" {
		t.Errorf("saved %q", w.saved)
	}
	if d, _ := desk(t, 80, 24); d.Wait(3 * time.Hour).Left() {
		t.Error("closed without the setting")
	}
}
