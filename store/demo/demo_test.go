package demo

import (
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
	"unicode/utf8"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/calendar"
	"kurator/model/deadline"
	"kurator/model/workflow"
	"kurator/store/seed"
)

func moscow(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func at(t testing.TB, text string) model.Instant {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, moscow(t))
	if err != nil {
		t.Fatal(err)
	}
	return model.InstantOf(moment)
}

func options(t testing.TB, appeals int) Options {
	return Options{Seed: 1, Appeals: appeals, Now: at(t, "2026-11-25 10:30"), Zone: moscow(t)}
}

func generate(t testing.TB, o Options) []Case {
	t.Helper()
	cases, err := Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	var list []Case
	for c := range cases {
		list = append(list, c)
	}
	return list
}

func deadlines(t testing.TB) *deadline.Book {
	t.Helper()
	official, err := calendar.Official()
	if err != nil {
		t.Fatal(err)
	}
	b, err := deadline.NewBook(deadline.Defaults(), official, moscow(t))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// live lets each case happen through the real rules and rights.
func live(t testing.TB, cases []Case) []model.Appeal {
	t.Helper()
	office := seed.Snapshot()
	rules := workflow.Rules{Office: office, Deadlines: deadlines(t).DueOf}
	people := map[model.OfficialID]access.Person{}
	for _, x := range office.OfficialList() {
		people[x.ID] = access.On(office, x.ID, "2026-11-25")
	}
	var list []model.Appeal
	ref := int64(0)
	for _, c := range cases {
		state := model.Appeal{ID: c.ID}
		for i, step := range c.Steps {
			subject := &state
			if i == 0 {
				subject = nil
			}
			if err := people[step.By].Can(step.Action, subject); err != nil {
				t.Fatalf("case %d, step %d %s: %v", c.ID, i, step.Action.Name(), err)
			}
			for _, text := range step.Action.Texts() {
				if !text.Empty() {
					ref++
					text.Seal(ref) // as the store does: only a sealed text can be approved
				}
			}
			next, _, err := rules.Apply(state, step.Action, model.Moment{Happened: step.Happened, Recorded: step.Happened,
				Actor: model.Actor{Official: step.By}})
			if err != nil {
				t.Fatalf("case %d (%s), step %d %s: %v", c.ID, state.Channel(), i, step.Action.Name(), err)
			}
			state = next
			state.Rev++
		}
		list = append(list, state)
	}
	return list
}

func TestSameSeedSameDistrict(t *testing.T) {
	o := options(t, 300)
	cases, err := Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	first := whole(t, cases)
	if whole(t, cases) != first {
		t.Error("walking the same district twice gives two districts")
	}
	again, err := Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	if whole(t, again) != first {
		t.Error("the same seed gives two districts")
	}
	o.Seed = 2
	other, err := Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	if whole(t, other) == first {
		t.Error("another seed gives the same district")
	}
}

// whole is everything a district says: the values of its actions and the words of their texts, which JSON leaves out.
func whole(t *testing.T, cases iter.Seq[Case]) string {
	t.Helper()
	var b strings.Builder
	for c := range cases {
		for _, step := range c.Steps {
			values, err := json.Marshal(step.Action)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&b, c.ID, c.Plant, step.Happened, step.By, step.Action.Name(), string(values))
			for _, text := range step.Action.Texts() {
				fmt.Fprintln(&b, text.Body)
			}
		}
	}
	return b.String()
}

func TestOrderAndTime(t *testing.T) {
	zone := moscow(t)
	official, err := calendar.Official()
	if err != nil {
		t.Fatal(err)
	}
	for _, now := range []string{"2026-11-25 10:30", "2026-11-22 00:01", "2026-01-08 23:00", "2026-05-12 09:00"} {
		o := options(t, 400)
		o.Now = at(t, now)
		cases := generate(t, o)
		if len(cases) != 400 {
			t.Errorf("%s: %d cases", now, len(cases))
		}
		received := model.Instant(0)
		for i, c := range cases {
			if c.ID != model.AppealID(i+1) {
				t.Fatalf("case %d has number %d", i+1, c.ID)
			}
			if c.Steps[0].Happened < received {
				t.Errorf("%s: case %d came before the one before it", now, c.ID)
			}
			received = c.Steps[0].Happened
			for n, step := range c.Steps {
				if step.Happened > o.Now {
					t.Errorf("%s: case %d: %s happens after now", now, c.ID, step.Action.Name())
				}
				if n == 0 {
					continue
				}
				if step.Happened < c.Steps[n-1].Happened {
					t.Errorf("%s: case %d: %s happens before the step before it", now, c.ID, step.Action.Name())
				}
				moment := step.Happened.In(zone)
				day, err := official.Day(calendar.DateOf(moment, zone))
				if clock := moment.Format("15:04"); err != nil || !day.Work || clock < "09:00" || clock > "17:12" {
					t.Errorf("%s: case %d: %s happens at %s", now, c.ID, step.Action.Name(), moment)
				}
			}
		}
		live(t, cases)
	}
}

func TestEveryTurnIsThere(t *testing.T) {
	for seed := range uint64(5) {
		o := options(t, 400)
		o.Seed = seed
		seen := map[string]int{}
		for _, a := range live(t, generate(t, o)) {
			note(seen, &a, o.Now, o.Zone)
		}
		for _, stage := range model.Stages() {
			want(t, seed, seen, "stage "+string(stage))
		}
		for _, channel := range model.Channels() {
			want(t, seed, seen, "channel "+string(channel))
		}
		for _, what := range []string{"overdue", "due today", "returned", "questions", "promise", "extended", "waiting", "wrote again",
			"reopened", "redirected", "duplicate", "left", "collective", "organisation", "anonymous", "high", "fast", "law59 mail",
			"law59 sed", "law59 visit", "imported", "foreign", "outside", "mark", "interim", "note", "own"} {
			want(t, seed, seen, what)
		}
		if open := seen["open"]; open < 90 || open > 200 {
			t.Errorf("seed %d: %d open cases of 400", seed, open)
		}
	}
}

func want(t *testing.T, seed uint64, seen map[string]int, what string) {
	t.Helper()
	if seen[what] == 0 {
		t.Errorf("seed %d: no case is «%s»", seed, what)
	}
}

// note counts what the case shows.
func note(seen map[string]int, a *model.Appeal, now model.Instant, zone *time.Location) {
	facts := map[string]bool{
		"stage " + string(a.Stage): true, "channel " + string(a.Channel()): true, string(a.Applicant.Kind): true,
		"open":    a.Stage.Open(),
		"overdue": a.Stage.Open() && a.Due.Channel.LateFrom <= now, "due today": a.Stage.Open() && a.Due.Channel.Date == model.DateOf(now, zone),
		"questions": len(a.Questions) > 1, "promise": len(a.Promises) > 0, "extended": a.Extension != nil, "waiting": a.Waiting,
		"wrote again": len(a.Messages) > 0, "reopened": a.ReopenedAt != 0, "redirected": a.Outcome == model.OutcomeRedirected,
		"duplicate": a.DuplicateOf != 0, "left": a.Outcome == model.OutcomeLeft, "high": a.Priority == model.PriorityHigh,
		"fast": a.Kind == model.KindFastTrack, "law59 " + string(a.Channel()): a.Kind == model.KindLaw59,
		"outside": a.Holder.Kind == model.HolderOutside, "mark": a.Mark != 0, "note": len(a.Notes) > 0,
		"own": a.Approval != nil && a.Approval.Author,
	}
	for _, d := range a.Drafts {
		facts["returned"] = facts["returned"] || d.Returned != "" && !d.Comment.Empty()
	}
	for _, r := range a.Replies {
		facts["foreign"] = facts["foreign"] || r.Origin == model.OriginForeign
		facts["interim"] = facts["interim"] || r.Interim
	}
	for _, h := range a.Handovers {
		facts["imported"] = facts["imported"] || h.Holder.Kind == model.HolderUnit && h.Vouched == "внешняя система"
	}
	for what, is := range facts {
		if is {
			seen[what]++
		}
	}
}

func TestDuplicatesNameAnEarlierCase(t *testing.T) {
	for _, c := range generate(t, options(t, 400)) {
		for _, step := range c.Steps {
			if a, ok := step.Action.(*model.Close); ok && (a.DuplicateOf >= c.ID || a.DuplicateOf < 0) {
				t.Errorf("case %d is a duplicate of %d", c.ID, a.DuplicateOf)
			}
		}
	}
}

func TestProportions(t *testing.T) {
	o := options(t, 4000)
	cases := generate(t, o)
	weeks := float64(o.Now-cases[0].Steps[0].Happened) / (7 * 24 * 3600)
	channel, weekday, evening := map[model.ChannelID]int{}, map[time.Weekday]int{}, 0
	subject := map[string]map[int]int{}
	for _, c := range cases {
		facts := receive(c).Facts
		channel[facts.Registration.Channel]++
		moment := facts.Received.In(o.Zone)
		weekday[moment.Weekday()]++
		if facts.Registration.Channel == model.ChannelIM && moment.Hour() >= 18 {
			evening++
		}
		if subject[facts.Topic.Code] == nil {
			subject[facts.Topic.Code] = map[int]int{}
		}
		subject[facts.Topic.Code][seasonOf(moment.Month())]++
	}
	if im := float64(channel[model.ChannelIM]) / weeks; im < 9 || im > 19 {
		t.Errorf("%.1f messages of ИМ a week", im)
	}
	if pos := float64(channel[model.ChannelPOS]) / weeks; pos < 12 || pos > 18 {
		t.Errorf("%.1f messages of ПОС a week", pos)
	}
	if weekday[time.Monday] <= 2*weekday[time.Sunday] {
		t.Errorf("Mondays %d, Sundays %d", weekday[time.Monday], weekday[time.Sunday])
	}
	if share := float64(evening) / float64(channel[model.ChannelIM]); share < 0.25 || share > 0.55 {
		t.Errorf("%.2f of ИМ come in the evening", share)
	}
	heat, roads := subject["0005.0005.0056.1156"], subject["0003.0009.0097.0699"]
	if heat[0] < 4*heat[2] {
		t.Errorf("heating: winter %d, summer %d", heat[0], heat[2])
	}
	if roads[1] < 2*roads[0] {
		t.Errorf("roads: spring %d, winter %d", roads[1], roads[0])
	}
}

func receive(c Case) *model.Receive { return c.Steps[0].Action.(*model.Receive) }

func TestPlants(t *testing.T) {
	o := options(t, 400)
	first, last, boilers := model.Instant(0), model.Instant(0), 0
	surge := map[model.Date]int{}
	for _, c := range generate(t, o) {
		facts := receive(c).Facts
		switch c.Plant {
		case PlantBoiler:
			boilers++
			if first == 0 {
				first = facts.Received
			}
			last = facts.Received
			if facts.Place != "пгт Ревда" || facts.Topic.Code != "0005.0005.0056.1156" {
				t.Errorf("a message about the boiler house: %s, %s", facts.Place, facts.Topic.Code)
			}
		case PlantDogs:
			surge[model.DateOf(facts.Received, o.Zone)]++
		}
	}
	if boilers != 15 || last-first > 14*24*3600 {
		t.Errorf("%d messages about the boiler house over %d days", boilers, (last-first)/(24*3600))
	}
	if surge["2026-11-17"] != 5 {
		t.Errorf("the surge: %v", surge)
	}
}

func TestTextsDiffer(t *testing.T) {
	cases, err := Generate(options(t, 50_000))
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool, 50_000)
	same, texts := 0, 0
	for c := range cases {
		body := receive(c).Facts.Body.Body
		if body == "" {
			continue
		}
		texts++
		if seen[body] {
			same++
		}
		seen[body] = true
		if len(body) < 200 || len(body) > 800 {
			t.Errorf("a message of %d bytes: %s", len(body), body)
		}
		if !utf8.ValidString(body) || strings.ContainsAny(body, "{}") || strings.Contains(body, "  ") {
			t.Errorf("a message badly put together: %s", body)
		}
	}
	if same > 0 {
		t.Errorf("%d of %d messages repeat another", same, texts)
	}
}

func TestLargeDistrictIsMostlyClosed(t *testing.T) {
	if testing.Short() {
		t.Skip("12,000 cases through the rules")
	}
	o := options(t, 12_000)
	o.Open = 300
	cases := generate(t, o)
	single := 0
	for _, c := range cases {
		if len(c.Steps) == 1 {
			single++
		}
	}
	open := 0
	ids := map[string]bool{}
	for _, a := range live(t, cases) {
		if a.Stage.Open() {
			open++
		}
		if id := a.Main().ExternalID; id != "" {
			key := string(a.Channel()) + " " + id
			if ids[key] {
				t.Errorf("number %s is given twice", key)
			}
			ids[key] = true
		}
	}
	if open < 200 || open > 450 || single < 10_000 {
		t.Errorf("%d open, %d told in one step", open, single)
	}
}

func TestNamesAgree(t *testing.T) {
	for _, c := range generate(t, options(t, 3000)) {
		facts := receive(c).Facts
		words := strings.Fields(facts.Applicant.Name.Body)
		if facts.Applicant.Kind != model.ApplicantPerson {
			continue
		}
		if len(words) != 3 {
			t.Fatalf("a name of %d words", len(words))
		}
		woman := strings.HasSuffix(words[2], "на")
		if woman != (strings.HasSuffix(words[1], "а") || strings.HasSuffix(words[1], "я") || strings.HasSuffix(words[1], "ь") && words[1] != "Игорь") {
			t.Errorf("given name %s with patronymic %s", words[1], words[2])
		}
		if ending := words[0][len(words[0])-4:]; (ending == "ов" || ending == "ин" || ending == "ев" || ending == "ёв") && woman {
			t.Errorf("%s is a woman's name", facts.Applicant.Name.Body)
		}
	}
}

func TestRefusesBeyondTheCalendar(t *testing.T) {
	for _, now := range []string{"2027-12-01 10:00", "2019-01-20 10:00", "2031-06-01 10:00"} {
		o := options(t, 100)
		o.Now = at(t, now)
		if _, err := Generate(o); model.CodeOf(err) != model.BadData {
			t.Errorf("%s: %v", now, err)
		}
	}
}

func TestSmallDistricts(t *testing.T) {
	for _, n := range []int{1, 2, 7, 60, 121} {
		cases := generate(t, options(t, n))
		if len(cases) != n {
			t.Errorf("%d cases of %d", len(cases), n)
		}
		live(t, cases)
	}
}

func BenchmarkGenerate(b *testing.B) {
	o := options(b, 200_000)
	b.ReportAllocs()
	for b.Loop() {
		cases, err := Generate(o)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for range cases {
			n++
		}
		if n != o.Appeals {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(o.Appeals*b.N)/b.Elapsed().Seconds(), "cases/s")
}
