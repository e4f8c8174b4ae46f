// Package text holds the long texts of the program itself.
package text

import _ "embed"

// Guide is the guide in Russian: `kurator guide` prints it, F1 shows it at the desk. A line that begins with «# » is a heading.
//
//go:embed guide.md
var Guide string
