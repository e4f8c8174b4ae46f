package backup

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"kurator/model"
	"kurator/store"
	"kurator/store/db"
)

// manifestEnding is added to the name of a copy.
const manifestEnding = ".manifest"

// Manifest says what a copy is. It holds no personal data.
type Manifest struct {
	Instance  string
	Schema    int
	Made      model.Instant
	Appeals   int64
	Encrypted bool
	Size      int64  // of the file
	Digest    string // sha256 of the file
	Content   string // sha256 of the database in it
	Seal      store.Seal
	Files     Enclosed
}

// manifestFile is the manifest as it is written.
type manifestFile struct {
	About     string        `json:"about"`
	Instance  string        `json:"instance"`
	Schema    int           `json:"schema"`
	Made      model.Instant `json:"made"`
	Appeals   int64         `json:"appeals"`
	Encrypted bool          `json:"encrypted"`
	Size      int64         `json:"size"`
	Digest    string        `json:"sha256"`
	Content   string        `json:"content_sha256"`
	Seal      string        `json:"seal"`
	Files     *enclosedFile `json:"files,omitempty"` // absent in copies of earlier programs
}

// enclosedFile tells of the archive of files beside the copy.
type enclosedFile struct {
	Count   int    `json:"count"`
	Bytes   int64  `json:"bytes"`
	Size    int64  `json:"size,omitempty"`
	Digest  string `json:"sha256,omitempty"`
	Missing int    `json:"missing,omitempty"`
}

const about = "Резервная копия базы kurator. Восстановить: kurator restore ФАЙЛ. Строку seal храните отдельно: по ней видно, что журнал не переписан."

// write makes the manifest durable under its name; one left by an interrupted copy is replaced.
func (m *Manifest) write(path string) error {
	var enclosed *enclosedFile
	if e := m.Files; e.Known {
		enclosed = &enclosedFile{e.Count, e.Bytes, e.Size, e.Digest, e.Missing}
	}
	doc, err := json.MarshalIndent(manifestFile{about, m.Instance, m.Schema, m.Made, m.Appeals, m.Encrypted, m.Size, m.Digest, m.Content, m.Seal.String(), enclosed}, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), staging+"*")
	if err != nil {
		return disk("Не удалось записать описание копии", err)
	}
	w := bufio.NewWriter(f)
	_, err = fmt.Fprintln(w, string(doc))
	err = errors.Join(err, w.Flush(), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err == nil {
		err = db.SyncFolder(filepath.Dir(path))
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return disk("Не удалось записать описание копии", err)
	}
	return nil
}

// ReadManifest reads the manifest beside a copy; nil when there is none.
func ReadManifest(copied string) (*Manifest, error) {
	doc, err := os.ReadFile(copied + manifestEnding)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, disk("Не удалось прочитать описание копии", err)
	}
	var f manifestFile
	if err := json.Unmarshal(doc, &f); err != nil {
		return nil, badManifest(err)
	}
	seal, err := store.ParseSeal(f.Seal)
	if err != nil || seal.Instance != f.Instance {
		return nil, badManifest(err)
	}
	m := &Manifest{Instance: f.Instance, Schema: f.Schema, Made: f.Made, Appeals: f.Appeals, Encrypted: f.Encrypted, Size: f.Size, Digest: f.Digest, Content: f.Content, Seal: seal}
	if e := f.Files; e != nil {
		m.Files = Enclosed{true, e.Count, e.Bytes, e.Size, e.Digest, e.Missing}
	}
	return m, nil
}

func badManifest(cause error) error {
	return &model.Fault{Code: model.BadData, Cause: cause,
		Say: "Описание рядом с копией (" + manifestEnding + ") испорчено. Возьмите другую копию или уберите описание, если копии доверяете."}
}
