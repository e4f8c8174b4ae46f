package model

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Text is personal or citizens' text. In documents and in the journal only its reference and salted hash are written;
// the words lie in a side table, so that they can be erased without breaking the journal's chain (152-ФЗ; measured
// design in reliability.md). A Text without Ref has not been stored yet.
type Text struct {
	Body string // empty when not loaded or erased
	Ref  int64  // row of the side table; 0 = not stored yet
	Hash string // hex of sha256(salt, body), first 16 bytes
	Salt []byte // 16 bytes; only while being stored
}

// Words makes a Text that is not stored yet; empty words make an empty Text.
func Words(body string) Text { return Text{Body: body} }

// Empty tells whether there is no text at all, stored or not.
func (t Text) Empty() bool { return t.Ref == 0 && t.Body == "" }

// Erased tells whether the text was stored once and its words are gone.
func (t Text) Erased() bool { return t.Ref != 0 && t.Body == "" }

// Seal gives the text its reference, a fresh salt and its salted hash.
func (t *Text) Seal(ref int64) {
	t.Ref = ref
	t.Salt = make([]byte, 16)
	_, _ = rand.Read(t.Salt) // never fails since Go 1.24
	t.Hash = TextHash(t.Salt, t.Body)
}

// TextHash is the salted hash that stands for a text in the journal.
func TextHash(salt []byte, body string) string {
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte(body))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

type textRef struct {
	Ref  int64  `json:"r"`
	Hash string `json:"h"`
}

// MarshalJSON writes the reference and the hash, never the words; an empty text is null.
func (t Text) MarshalJSON() ([]byte, error) {
	if t.Ref == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(textRef{t.Ref, t.Hash})
}

// UnmarshalJSON reads a reference, or plain words as commands and scripts give them.
func (t *Text) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &t.Body)
	}
	var r textRef
	if err := json.Unmarshal(b, &r); err != nil {
		return err
	}
	t.Ref, t.Hash = r.Ref, r.Hash
	return nil
}

// IsZero lets encoding/json leave empty texts out (omitzero).
func (t Text) IsZero() bool { return t.Ref == 0 }
