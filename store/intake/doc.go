// Package intake turns foreign exports into facts: it recognises which system wrote a file by its headings, wherever they
// stand, and reads each row into model.Facts or into a sentence that says why it cannot be read. What a layout looks like
// is data: a profile in TOML, built in or written by the office. It knows no database, and does not resolve names of units.
package intake
