//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"runtime"
	"time"
)

// The shortest buffer for URLs. Those of signers without a session token fit.
const shortURL = 1024

// Links of one second after which a template is made, which costs as much as it saves with about so many more.
const linksWithoutTemplate = 8

// shortRequest is a request without query and headers.
type shortRequest struct {
	method, bucket string
	signAt         int64
	expiresIn      uint32
}

// linkMemory is the memory of one call of Get, which later calls use again. It remembers the request: most calls are for
// the same bucket as the one before, and within a second their signing times are the same too, so that they can have a
// template, which has been checked and encoded already. It belongs to one goroutine at a time, so none waits for another.
type linkMemory struct {
	request shortRequest
	// How many links were made for the request.
	links    int
	template *Template
	out      []byte
}

// link signs a link now.
func (s *Signer) link(method, bucket, key string, expiresIn time.Duration) (string, error) {
	lifetime, err := lifetimeSeconds(expiresIn)
	if err != nil {
		return "", err
	}
	if key == "" {
		return "", emptyKey()
	}
	handle := s.handle.Load()
	if handle == nil {
		return "", ErrClosed
	}
	memory, found := handle.memory.Get().(*linkMemory)
	if !found {
		memory = &linkMemory{out: make([]byte, shortURL)}
	}
	url, err := memory.link(s, handle, shortRequest{method, bucket, time.Now().Unix(), lifetime}, key)
	handle.memory.Put(memory)
	return url, err
}

func (m *linkMemory) link(s *Signer, handle *signerHandle, request shortRequest, key string) (string, error) {
	if size := s.overhead + 3*(len(request.bucket)+len(key)); size > len(m.out) {
		m.out = make([]byte, size)
	}
	if m.request != request {
		m.request, m.links, m.template = request, 0, nil
	}
	if m.links++; m.links == linksWithoutTemplate {
		// Without it, the reason is found below.
		m.template, _ = s.Template(Request{
			Method: request.method, Bucket: request.bucket, SignAt: time.Unix(request.signAt, 0),
			ExpiresIn: time.Duration(request.expiresIn) * time.Second,
		})
	}
	var length C.size_t
	// Most calls succeed, and need no space for a sentence.
	if m.call(handle, key, &length, nil) == C.PRESIGN_OK {
		return string(m.out[:length]), nil
	}
	failure := emptyFailure()
	return "", failed(m.call(handle, key, &length, &failure), &failure)
}

// call signs a link, whose strings C reads where they are.
func (m *linkMemory) call(handle *signerHandle, key string, length *C.size_t, failure *C.presign_error) C.presign_status {
	if m.template != nil {
		return m.template.call(key, m.out, length, failure)
	}
	method, bucket := m.request.method, m.request.bucket
	status := C.presign_url_flat(handle.c, chars(method), C.size_t(len(method)), chars(bucket), C.size_t(len(bucket)),
		chars(key), C.size_t(len(key)), C.int64_t(m.request.signAt), C.uint32_t(m.request.expiresIn), bytes(m.out),
		C.size_t(len(m.out)), length, failure)
	runtime.KeepAlive(handle)
	return status
}
