//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"runtime"
	"time"
)

// Template is a request without its key, checked, encoded and hashed as far as it goes: its URLs take less time than
// those of Get. It never changes, and all goroutines can use it at once. Its signing time and expiry are fixed: make
// another one before it expires.
type Template struct {
	c *C.presign_template
	// A size in bytes that a URL does not reach beside its key.
	overhead int
	_        weight
}

// Template returns a template of a request, whose Key must be empty. The garbage collector frees it.
func (s *Signer) Template(request Request) (*Template, error) {
	handle := s.handle.Load()
	if handle == nil {
		return nil, ErrClosed
	}
	scratch := newScratch()
	defer scratch.free()
	if err := scratch.add(&request, unixNow); err != nil {
		return nil, err
	}
	made := &Template{overhead: s.overhead + 4*len(scratch.parts.text)}
	failure := emptyFailure()
	status := C.presign_go_template_new(handle.c, &scratch.requests[0], scratch.parts.chars(), scratch.parts.positions(),
		&made.c, &failure)
	runtime.KeepAlive(handle)
	if status != C.PRESIGN_OK {
		return nil, failed(status, &failure)
	}
	runtime.AddCleanup(made, func(c *C.presign_template) { C.presign_template_free(c) }, made.c)
	return made, nil
}

// ExpiresAt returns when the URLs expire.
func (t *Template) ExpiresAt() time.Time {
	expiresAt := C.presign_template_expires_at(t.c)
	runtime.KeepAlive(t)
	return time.Unix(int64(expiresAt), 0).UTC()
}

// URL returns the URL for a key.
func (t *Template) URL(key string) (string, error) {
	if t.overhead+3*len(key) <= shortURL {
		var out [shortURL]byte
		return t.sign(key, out[:])
	}
	return t.sign(key, make([]byte, t.overhead+3*len(key)))
}

func (t *Template) sign(key string, out []byte) (string, error) {
	var length C.size_t
	if t.call(key, out, &length, nil) == C.PRESIGN_OK {
		return string(out[:length]), nil
	}
	failure := emptyFailure()
	return "", failed(t.call(key, out, &length, &failure), &failure)
}

func (t *Template) call(key string, out []byte, length *C.size_t, failure *C.presign_error) C.presign_status {
	status := C.presign_template_url_flat(t.c, chars(key), C.size_t(len(key)), bytes(out), C.size_t(len(out)), length, failure)
	runtime.KeepAlive(t)
	return status
}
