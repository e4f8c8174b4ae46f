package backup

import (
	"context"
	"errors"
	"strings"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/db"
)

// Checked is a copy that was found whole.
type Checked struct {
	Manifest Manifest
	Journal  store.ChainReport
	Attached []store.Attached // files the database names
}

// Check opens a plain copy that lies aside and verifies it whole: pages and indexes, the journal's chain, every object, text
// and derived table. seals, when given, must agree with the journal. The file is left without a WAL.
func Check(ctx context.Context, path string, seals ...store.Seal) (Checked, error) {
	found, err := db.Examine(ctx, path)
	if err != nil {
		return Checked{}, err
	}
	if len(found.Problems) > 0 {
		return Checked{}, damagedCopy(found.Problems)
	}
	s, err := store.Open(ctx, path, store.Options{Now: time.Now})
	if err != nil {
		return Checked{}, err
	}
	c, err := verify(ctx, s, seals)
	if err = errors.Join(err, s.Close()); err != nil {
		return Checked{}, err
	}
	if err := db.Fold(ctx, path); err != nil {
		return Checked{}, err
	}
	if err := db.Durable(path); err != nil {
		return Checked{}, err
	}
	_, c.Manifest.Content, err = digest(path)
	return c, err
}

func verify(ctx context.Context, s *store.Store, seals []store.Seal) (c Checked, err error) {
	if c.Journal, err = s.VerifyJournal(ctx, nil, seals...); err != nil {
		return c, err
	}
	faults, _, err := s.VerifyTables(ctx, nil)
	if err != nil {
		return c, err
	}
	if faults = append(c.Journal.Faults, faults...); len(faults) > 0 {
		return c, damagedCopy(faults)
	}
	if c.Attached, err = s.Attached(ctx); err != nil {
		return c, err
	}
	c.Manifest = Manifest{Instance: c.Journal.Instance, Schema: s.DB().Version(), Seal: c.Journal.Seal()}
	return c, s.DB().View(ctx, func(v *db.View) error { return v.Row("SELECT count(*) FROM appeal", nil, &c.Manifest.Appeals) })
}

// damagedCopy names the first findings; a copy with any is none.
func damagedCopy(findings []string) error {
	if len(findings) > 5 {
		findings = findings[:5]
	}
	return &model.Fault{Code: model.BadData, Cause: errors.New(strings.Join(findings, "; ")),
		Say: "Копия не прошла проверку:\n  " + strings.Join(findings, "\n  ") + "\nПроверьте саму базу: kurator verify."}
}
