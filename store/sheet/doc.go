// Package sheet reads foreign tables as a stream of rows and writes our own: workbooks (xlsx), csv in every usual charset,
// and the HTML and XML tables that some systems save under the name .xls. Files from outside are hostile until read:
// every way in has a budget of cells and bytes, and what cannot be read ends in a sentence for the person who opened it.
package sheet
