package query

import (
	"fmt"
	"slices"

	"kurator/model/russian"
)

// order reads the keys after «порядок:».
func (p *parser) order() *ParseError {
	for {
		start := p.at
		end := bareEnd(p.text, p.at)
		if comma := slices.Index([]byte(p.text[p.at:end]), ','); comma >= 0 {
			end = p.at + comma
		}
		minus := minusSize(p.text[start:end])
		name := p.text[start+minus : end]
		info, ok := fieldNamed(name)
		if !ok || !info.Sortable {
			return fail(start, end-start, "поле для порядка", fmt.Sprintf(
				"По «%s» нельзя упорядочить. Укажите, например, порядок:срок или порядок:-получено.", name), russian.Nearest(name, sortNames()))
		}
		p.at = end
		if !slices.ContainsFunc(p.sort, func(s Sort) bool { return s.Field == info.ID }) {
			p.sort = append(p.sort, Sort{info.ID, minus > 0})
		}
		if p.at == len(p.text) || p.text[p.at] != ',' {
			return nil
		}
		p.at++
	}
}

func sortNames() []string {
	var names []string
	for _, f := range fields {
		if f.Sortable {
			names = append(names, f.Russian, string(f.ID))
		}
	}
	return names
}
