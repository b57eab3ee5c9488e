//go:build cgo

package presign

// #cgo linux,amd64 LDFLAGS: ${SRCDIR}/libpresign_linux_amd64.a
// #cgo linux,arm64 LDFLAGS: ${SRCDIR}/libpresign_linux_arm64.a
// #cgo LDFLAGS: -lpthread -lm -ldl
// #cgo noescape presign_url_flat
// #cgo nocallback presign_url_flat
// #cgo noescape presign_go_presigned_request
// #cgo nocallback presign_go_presigned_request
// #cgo noescape presign_go_urls
// #cgo nocallback presign_go_urls
// #cgo noescape presign_go_requests
// #cgo nocallback presign_go_requests
// #cgo noescape presign_go_inspect
// #cgo nocallback presign_go_inspect
// #cgo noescape presign_go_verify
// #cgo nocallback presign_go_verify
// #cgo noescape presign_template_url_flat
// #cgo nocallback presign_template_url_flat
// #include "shim.h"
import "C"

import (
	"sync"
	"unsafe"
)

// chars returns the bytes of a string, for C to read during a call.
func chars(text string) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.StringData(text)))
}

// bytes returns the bytes of a slice, for C to read or write during a call.
func bytes(slice []byte) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(slice)))
}

func numbers(slice []uint64) *C.uint64_t {
	return (*C.uint64_t)(unsafe.Pointer(unsafe.SliceData(slice)))
}

// texts are strings in one piece of memory, because C may be given a pointer to memory of Go only if that memory has no
// further pointers in it, which an array of strings would have.
type texts struct {
	text []byte
	// The position of each string in the text, and the end of the last one.
	offsets []uint64
}

func (t *texts) reset() {
	t.text = t.text[:0]
	t.offsets = append(t.offsets[:0], 0)
}

func (t *texts) add(strings ...string) {
	for _, text := range strings {
		t.grow(len(text))
		t.text = append(t.text, text...)
		t.offsets = append(t.offsets, uint64(len(t.text)))
	}
}

// grow makes space for so many bytes more. It wipes the memory that is left behind, which append does not.
func (t *texts) grow(size int) {
	if size <= cap(t.text)-len(t.text) {
		return
	}
	before := t.text
	t.text = append(make([]byte, 0, 2*cap(before)+size), before...)
	clear(before)
}

func (t *texts) chars() *C.char { return bytes(t.text) }

func (t *texts) positions() *C.uint64_t { return numbers(t.offsets) }

// scratch is the memory of one call, which later calls use again.
type scratch struct {
	// What describes requests. It may have tokens and keys in it, so it is wiped.
	parts    texts
	requests []C.presign_go_request
	keys     texts
	offsets  []uint64
	out      []byte
}

// Memory of calls that needed more is left to the garbage collector.
const mostKept = 1 << 20

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func newScratch() *scratch {
	s := scratches.Get().(*scratch)
	s.parts.reset()
	s.keys.reset()
	s.requests = s.requests[:0]
	return s
}

func (s *scratch) free() {
	clear(s.parts.text)
	if cap(s.parts.text)+cap(s.keys.text)+8*cap(s.parts.offsets)+cap(s.out) <= mostKept {
		scratches.Put(s)
	}
}

// buffer returns at least so many bytes to write a result to.
func (s *scratch) buffer(size int) []byte {
	if cap(s.out) < size {
		s.out = make([]byte, size)
	}
	return s.out[:cap(s.out)]
}

// positions returns n + 1 numbers to write the positions of n URLs to.
func (s *scratch) positions(n int) []uint64 {
	if cap(s.offsets) < n+1 {
		s.offsets = make([]uint64, n+1)
	}
	return s.offsets[:n+1]
}

// textIn returns the string of a result in its buffer.
func textIn(out []byte, text C.presign_go_text) string {
	if text.len == 0 {
		return ""
	}
	return string(out[text.at : text.at+text.len])
}

// stringsIn returns the strings of a result in its buffer, of which the first is at a position; a pair is two strings.
func stringsIn(out []byte, at, count C.size_t) []string {
	if count == 0 {
		return nil
	}
	places := unsafe.Slice((*C.presign_go_text)(unsafe.Pointer(&out[at])), int(count))
	strings := make([]string, count)
	for index, place := range places {
		strings[index] = textIn(out, place)
	}
	return strings
}

// writer is a call of C that writes texts to a buffer.
type writer func(out *C.char, size C.size_t, length *C.size_t, failure *C.presign_error) C.presign_status

// fill calls a function of C, again if the buffer was too small. It returns the buffer, and an error unless the status is
// PRESIGN_OK or PRESIGN_ERR_REFUSED.
func (s *scratch) fill(size int, call writer) ([]byte, C.presign_status, error) {
	out := s.buffer(size)
	for {
		var length C.size_t
		// Most calls succeed, and a refusal has a sentence of its own.
		switch status := call(bytes(out), C.size_t(len(out)), &length, nil); status {
		case C.PRESIGN_OK, C.PRESIGN_ERR_REFUSED:
			return out, status, nil
		case C.PRESIGN_ERR_BUFFER_TOO_SMALL:
			out = s.buffer(int(length) + 1)
		default:
			failure := emptyFailure()
			return nil, status, failed(call(bytes(out), C.size_t(len(out)), &length, &failure), &failure)
		}
	}
}

// fillText is fill for a function whose result is one text.
func (s *scratch) fillText(size int, call writer) (string, error) {
	var length C.size_t
	out, _, err := s.fill(size, func(out *C.char, size C.size_t, written *C.size_t, failure *C.presign_error) C.presign_status {
		status := call(out, size, written, failure)
		length = *written
		return status
	})
	if err != nil {
		return "", err
	}
	return string(out[:length]), nil
}
