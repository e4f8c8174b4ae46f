// Package mailtest is a post office for tests: an SMTP server on the loopback that takes letters, or fails as a test wants it to.
package mailtest

import (
	"bufio"
	"net"
	"strings"
	"testing"
)

// Letter is what one connection has handed over.
type Letter struct {
	Talk string // what the client said before and after the letter, a line each
	Data string // the letter itself, lines ending in CRLF, dots as they came
}

// Answers are what the office says to a command, by its first word, and to the end of a letter («.»), where that is not what an SMTP
// server says. An empty answer hangs up.
type Answers map[string]string

// Open starts an office and tells its port. answers gives those of each connection, counted from 0; nil: always the usual ones.
func Open(t testing.TB, answers func(connection int) Answers) (port int, letters <-chan Letter) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	got := make(chan Letter, 16)
	go func() {
		for n := 0; ; n++ {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			var special Answers
			if answers != nil {
				special = answers(n)
			}
			take(conn, special, got)
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port, got
}

var usual = Answers{"EHLO": "250 test", "DATA": "354 go on", ".": "250 taken", "QUIT": "221 bye"}

// take talks to one client.
func take(conn net.Conn, special Answers, got chan<- Letter) {
	defer func() { _ = conn.Close() }()
	say := func(s string) { _, _ = conn.Write([]byte(s + "\r\n")) }
	say("220 test")
	var talk, data strings.Builder
	inside := false
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		line := lines.Text()
		if inside && line != "." {
			data.WriteString(line + "\r\n")
			continue
		}
		talk.WriteString(line + "\n")
		word, _, _ := strings.Cut(line, " ")
		answer, known := special[word]
		if !known {
			if answer, known = usual[word]; !known {
				answer = "250 ok"
			}
		}
		if answer == "" {
			return
		}
		if inside && strings.HasPrefix(answer, "2") {
			got <- Letter{talk.String(), data.String()}
		}
		inside = word == "DATA"
		say(answer)
		if word == "QUIT" {
			return
		}
	}
}
