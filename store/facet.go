package store

import (
	"context"
	"strings"
	"sync"

	"kurator/model"
	"kurator/model/russian"
)

// Fields whose distinct words are kept, so that «тема:жкх» becomes a list of values instead of a scan.
const (
	facetTopic = "topic"
	facetGroup = "group"
	facetPlace = "place"
	// names of holders outside the administration
	facetOutside = "outside"
)

type facetValue struct{ field, value string }

// facets are the distinct words of some columns, in memory and in a table.
type facets struct {
	mu     sync.RWMutex
	loaded bool
	known  map[facetValue]string // → folded
}

func newFacets() *facets { return &facets{known: map[facetValue]string{}} }

func (f *facets) has(v facetValue) bool {
	f.mu.RLock()
	defer f.mu.RUnlock()
	_, ok := f.known[v]
	return ok
}

func (f *facets) add(list []facetValue) {
	if len(list) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, v := range list {
		f.known[v] = russian.Fold(v.value)
	}
}

// containing lists the values of a field that contain (or equal) folded words.
func (f *facets) containing(field, folded string, whole bool) []string {
	f.mu.RLock()
	defer f.mu.RUnlock()
	var out []string
	for v, fold := range f.known {
		if v.field == field && (whole && fold == folded || !whole && strings.Contains(fold, folded)) {
			out = append(out, v.value)
		}
	}
	return out
}

// values lists the words of a field.
func (f *facets) values(field string) []string {
	f.mu.RLock()
	defer f.mu.RUnlock()
	var out []string
	for v := range f.known {
		if v.field == field && v.value != "" {
			out = append(out, v.value)
		}
	}
	return out
}

// meet notes words of an appeal that were not met before.
func (e *execution) meet(a *model.Appeal) {
	for _, v := range facetsOf(a) {
		if !e.store.facets.has(v) {
			e.facets = append(e.facets, v)
		}
	}
}

// facetsOf are the words of an appeal that filters know.
func facetsOf(a *model.Appeal) []facetValue {
	outside := ""
	if a.Holder.Kind == model.HolderOutside {
		outside = a.Holder.Name
	}
	var list []facetValue
	for _, v := range [...]facetValue{{facetTopic, a.Topic.Title}, {facetGroup, a.Topic.Group}, {facetPlace, a.Place}, {facetOutside, outside}} {
		if v.value != "" {
			list = append(list, v)
		}
	}
	return list
}

func (e *execution) writeFacets() error {
	for _, v := range e.facets {
		_, err := e.tx.Exec("INSERT INTO facet (field, value, folded) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
			v.field, v.value, russian.Fold(v.value))
		if err != nil {
			return err
		}
	}
	return nil
}

// loadFacets reads the words once, and again after another process has written.
func (s *Store) loadFacets(ctx context.Context) error {
	s.facets.mu.RLock()
	loaded := s.facets.loaded
	s.facets.mu.RUnlock()
	if loaded {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, "SELECT field, value FROM facet")
	if err != nil {
		return err
	}
	defer rows.Close()
	var list []facetValue
	for rows.Next() {
		var v facetValue
		if err := rows.Scan(&v.field, &v.value); err != nil {
			return err
		}
		list = append(list, v)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	s.facets.add(list)
	s.facets.mu.Lock()
	s.facets.loaded = true
	s.facets.mu.Unlock()
	return nil
}
