// Package model holds the nouns of a municipal management centre (МЦУ) and the typed actions on them.
//
// It knows the standard library only: no SQL, files, clock or colours. Instants are seconds UTC, civil dates are ISO
// strings in the office's zone, and «now» is always passed in. Every appeal changes in one place, [kurator/model/workflow];
// the office's own nouns (people, roles, units, settings) have reducers of their own in kurator/model/staff and
// kurator/model/settings.
package model
