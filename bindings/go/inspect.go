//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"runtime"
	"time"
)

// Parameter is a query parameter, decoded.
type Parameter struct{ Name, Value string }

// Inspection is what a URL says without a secret. The signature and the session token are not in it.
type Inspection struct {
	// The signature version.
	Version Version
	// The host, with its port where that is not the scheme's default.
	Host string
	// The bucket; empty for a URL of the storage itself.
	Bucket string
	// The key, decoded; empty for a URL of the bucket itself. It is data and can contain anything, including a NUL, or
	// ".." that must not reach a file system path.
	Key string
	// The access key that signed the URL.
	AccessKey string
	// The region in the signature; empty with version 2.
	Region string
	// The signing time; the zero time with version 2, whose URLs do not contain it.
	SignedAt time.Time
	// The first second at which the URL is refused.
	ExpiresAt time.Time
	// The names of the headers that must be sent as they were signed, except host. Empty with version 2, whose URLs do
	// not name them.
	SignedHeaders []string
	// The query parameters that are not the signature's own, in order. Values of further tokens and of encryption keys
	// are "(not shown)".
	Query []Parameter
	// What is wrong with the URL, or may surprise its user.
	Warnings Warnings
}

// Inspect reads a URL without a secret. The signature is not checked: anyone can write such a URL. AWS's hosts are
// recognised by name, and on all others the bucket is in the path. A URL that cannot be read is a [*Refused].
func Inspect(url string) (Inspection, error) {
	return inspect(nil, Received{URL: url})
}

// Inspect reads the URL of a request without a secret, where the verifier's endpoint and addressing say that it has the
// bucket.
func (v *Verifier) Inspect(received Received) (Inspection, error) {
	handle := v.handle.Load()
	if handle == nil {
		return Inspection{}, ErrClosed
	}
	return inspect(handle, received)
}

func inspect(handle *verifierHandle, received Received) (Inspection, error) {
	scratch := newScratch()
	defer scratch.free()
	numbers, err := scratch.addReceived(&received)
	if err != nil {
		return Inspection{}, err
	}
	return scratch.inspect(handle, &numbers)
}

// c returns the verifier of C, or NULL for any storage.
func (h *verifierHandle) orNull() *C.presign_verifier {
	if h == nil {
		return nil
	}
	return h.c
}

func (s *scratch) inspect(handle *verifierHandle, numbers *C.presign_go_received) (Inspection, error) {
	var contents C.presign_go_contents
	var refusal C.presign_go_refusal
	out, status, err := s.fill(s.receivedSize(), func(out *C.char, size C.size_t, length *C.size_t, failure *C.presign_error) C.presign_status {
		return C.presign_go_inspect(handle.orNull(), numbers, s.parts.chars(), s.parts.positions(), &contents, out, size,
			length, &refusal, failure)
	})
	runtime.KeepAlive(handle)
	if err != nil {
		return Inspection{}, err
	}
	if status == C.PRESIGN_ERR_REFUSED {
		return Inspection{}, refused(out, &refusal)
	}
	pairs := stringsIn(out, contents.query_at, 2*contents.query_count)
	query := make([]Parameter, contents.query_count)
	for index := range query {
		query[index] = Parameter{Name: pairs[2*index], Value: pairs[2*index+1]}
	}
	return Inspection{
		Version:       Version(contents.version),
		Host:          textIn(out, contents.host),
		Bucket:        textIn(out, contents.bucket),
		Key:           textIn(out, contents.key),
		AccessKey:     textIn(out, contents.access_key),
		Region:        textIn(out, contents.region),
		SignedAt:      signedAt(&contents),
		ExpiresAt:     time.Unix(int64(contents.expires_at), 0).UTC(),
		SignedHeaders: stringsIn(out, contents.signed_headers_at, contents.signed_headers_count),
		Query:         query,
		Warnings:      Warnings(contents.warnings),
	}, nil
}
