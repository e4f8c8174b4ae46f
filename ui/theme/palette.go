package theme

func dark() palette {
	return palette{
		Muted:       {fg: colour(245)},
		Title:       {fg: colour(253), attr: bold},
		Header:      {fg: colour(245), attr: bold},
		Accent:      {fg: colour(75)},
		Link:        {fg: colour(75), attr: underline},
		Match:       {fg: colour(222), attr: bold | underline},
		Marked:      {fg: colour(222), attr: bold},
		Late:        {fg: colour(203), attr: bold},
		Soon:        {fg: colour(215)},
		Good:        {fg: colour(114)},
		Warn:        {fg: colour(215), attr: bold},
		Bad:         {fg: colour(203), attr: bold},
		Border:      {fg: colour(240)},
		BorderFocus: {fg: colour(75)},
		KeyHint:     {fg: colour(117), attr: bold},
		Input:       {fg: colour(253)},
		Placeholder: {fg: colour(242)},
		Selected:    {fg: colour(255), bg: colour(24)},
		SelectedDim: {bg: colour(237)},
		Bar:         {fg: colour(250), bg: colour(236)},
		Toast:       {fg: colour(254), bg: colour(238)},
	}
}

func light() palette {
	return palette{
		Muted:       {fg: colour(243)},
		Title:       {fg: colour(235), attr: bold},
		Header:      {fg: colour(243), attr: bold},
		Accent:      {fg: colour(25)},
		Link:        {fg: colour(25), attr: underline},
		Match:       {fg: colour(90), attr: bold | underline},
		Marked:      {fg: colour(90), attr: bold},
		Late:        {fg: colour(124), attr: bold},
		Soon:        {fg: colour(130)},
		Good:        {fg: colour(28)},
		Warn:        {fg: colour(130), attr: bold},
		Bad:         {fg: colour(124), attr: bold},
		Border:      {fg: colour(249)},
		BorderFocus: {fg: colour(25)},
		KeyHint:     {fg: colour(25), attr: bold},
		Input:       {fg: colour(235)},
		Placeholder: {fg: colour(245)},
		Selected:    {fg: colour(16), bg: colour(153)},
		SelectedDim: {bg: colour(253)},
		Bar:         {fg: colour(237), bg: colour(254)},
		Toast:       {fg: colour(235), bg: colour(252)},
	}
}

// ansi16 uses only colours that the usual 16-colour schemes keep readable on that background.
func ansi16(onDark bool) palette {
	accent, soon, muted := 6, 3, paint{attr: faint}
	if !onDark {
		accent, soon = 4, 5
	}
	return palette{
		Muted:       muted,
		Title:       {attr: bold},
		Header:      {attr: bold},
		Accent:      {fg: colour(accent)},
		Link:        {fg: colour(accent), attr: underline},
		Match:       {attr: bold | underline},
		Marked:      {fg: colour(5), attr: bold},
		Late:        {fg: colour(1), attr: bold},
		Soon:        {fg: colour(soon)},
		Good:        {fg: colour(2)},
		Warn:        {fg: colour(soon), attr: bold},
		Bad:         {fg: colour(1), attr: bold},
		BorderFocus: {fg: colour(accent), attr: bold},
		KeyHint:     {fg: colour(accent), attr: bold},
		Placeholder: muted,
		Selected:    {attr: reverse},
		SelectedDim: {attr: bold},
		Bar:         {attr: reverse},
		Toast:       {attr: reverse | bold},
	}
}

func mono() palette {
	return palette{
		Muted:       {attr: faint},
		Title:       {attr: bold},
		Header:      {attr: bold},
		Link:        {attr: underline},
		Match:       {attr: bold | underline},
		Marked:      {attr: bold},
		Late:        {attr: bold | underline},
		Soon:        {attr: underline},
		Warn:        {attr: bold},
		Bad:         {attr: bold},
		BorderFocus: {attr: bold},
		KeyHint:     {attr: bold},
		Placeholder: {attr: faint},
		Selected:    {attr: reverse},
		SelectedDim: {attr: bold},
		Bar:         {attr: reverse},
		Toast:       {attr: reverse | bold},
	}
}

// contrast has no faint text and no half-tones: the strongest colours of the palette, bold and reversed. The colours of states
// differ in lightness too, for people who do not tell red from green.
func contrast(onDark bool) palette {
	ink, paper, late, soon, good, accent := 231, 16, 203, 226, 46, 51
	if !onDark {
		ink, paper, late, soon, good, accent = 16, 231, 124, 54, 22, 18
	}
	return palette{
		Text:        {fg: colour(ink)},
		Muted:       {fg: colour(ink)},
		Title:       {fg: colour(ink), attr: bold},
		Header:      {fg: colour(ink), attr: bold | underline},
		Accent:      {fg: colour(accent), attr: bold},
		Link:        {fg: colour(accent), attr: bold | underline},
		Match:       {fg: colour(ink), attr: bold | underline},
		Marked:      {fg: colour(accent), attr: bold},
		Late:        {fg: colour(late), attr: bold | underline},
		Soon:        {fg: colour(soon), attr: bold},
		Good:        {fg: colour(good), attr: bold},
		Warn:        {fg: colour(soon), attr: bold},
		Bad:         {fg: colour(late), attr: bold},
		Border:      {fg: colour(ink)},
		BorderFocus: {fg: colour(accent), attr: bold},
		KeyHint:     {fg: colour(accent), attr: bold},
		Input:       {fg: colour(ink), attr: underline},
		Placeholder: {fg: colour(ink)},
		Selected:    {fg: colour(ink), bg: colour(paper), attr: bold | reverse},
		SelectedDim: {fg: colour(ink), attr: bold | underline},
		Bar:         {fg: colour(ink), bg: colour(paper), attr: reverse},
		Toast:       {fg: colour(ink), bg: colour(paper), attr: bold | reverse},
	}
}
