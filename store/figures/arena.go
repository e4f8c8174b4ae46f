package figures

// chunkSize is how much memory is asked for at once: chunks are never moved, so that growing costs no copy of everything.
const chunkSize = 1 << 20

// arena keeps packed cases one behind the other. What is replaced stays until everything is read anew.
type arena struct{ chunks [][]byte }

// put keeps the parts as one and tells where.
func (a *arena) put(parts ...[]byte) (chunk uint16, at uint32) {
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	n := len(a.chunks)
	if n == 0 || len(a.chunks[n-1])+size > cap(a.chunks[n-1]) {
		a.chunks = append(a.chunks, make([]byte, 0, max(chunkSize, size)))
		n++
	}
	last := &a.chunks[n-1]
	at = uint32(len(*last))
	for _, p := range parts {
		*last = append(*last, p...)
	}
	return uint16(n - 1), at
}

func (a *arena) get(r row) []byte { return a.chunks[r.chunk][r.at : r.at+r.size] }
