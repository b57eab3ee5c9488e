//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Signer signs URLs offline. It never changes, and all goroutines can use it at once. It keeps a copy of the credentials
// outside of Go's memory, which is wiped when the signer is freed.
type Signer struct {
	handle atomic.Pointer[signerHandle]

	accessKey, region, endpoint string
	addressing                  Addressing
	version                     Version
	// A size in bytes that a URL does not reach beside its bucket and its key.
	overhead int
	// The most bytes that a URL of a batch needed beside its key, to find the size of the next batch's buffer.
	batchOverhead atomic.Int64
}

// signerHandle is a signer of C. It is freed when no goroutine has it any more, so that Close need not wait for calls
// and calls need not be counted: counting them would make goroutines on different cores wait for each other.
type signerHandle struct {
	c *C.presign_signer
	// Of *linkMemory.
	memory sync.Pool
	_      weight
}

// weight is about the memory that an object of C has, which the garbage collector does not see. Without it, a program that
// makes many of them would collect them too late.
type weight [1024]byte

// New returns a signer. It copies the credentials; neither files nor the environment nor the network are read.
func New(config Config) (*Signer, error) {
	maxExpiresIn, err := wholeSeconds("MaxExpiresIn", config.MaxExpiresIn)
	if err != nil {
		return nil, err
	}
	credentialsExpireAt, err := unixSeconds("CredentialsExpireAt", config.CredentialsExpireAt)
	if err != nil {
		return nil, err
	}
	scratch := newScratch()
	defer scratch.free()
	parts := &scratch.parts
	parts.add(config.AccessKey, config.SecretKey, config.SessionToken, config.Region, config.Endpoint)
	handle := new(signerHandle)
	failure := emptyFailure()
	status := C.presign_go_signer_new(parts.chars(), parts.positions(), C.uint32_t(config.Addressing),
		C.uint32_t(config.Version), C.int64_t(maxExpiresIn), C.int64_t(credentialsExpireAt), &handle.c, &failure)
	if status != C.PRESIGN_OK {
		return nil, failed(status, &failure)
	}
	runtime.AddCleanup(handle, func(c *C.presign_signer) { C.presign_signer_free(c) }, handle.c)
	signer := &Signer{
		accessKey:  config.AccessKey,
		region:     C.GoString(C.presign_signer_region(handle.c)),
		endpoint:   C.GoString(C.presign_signer_endpoint(handle.c)),
		addressing: config.Addressing,
		version:    Version(C.presign_signer_version(handle.c)),
	}
	// The names of the parameters need 250 bytes, and a byte of a value three where it is escaped.
	signer.overhead = 320 + len(signer.endpoint) + 3*(len(signer.region)+len(config.AccessKey)+len(config.SessionToken))
	signer.handle.Store(handle)
	return signer, nil
}

// Close makes every later call of the signer return [ErrClosed]. Calls that have begun are not disturbed: the
// credentials are wiped by the first garbage collection after they end. Closing twice does nothing, and a signer that
// nobody closes is freed when it is no longer used.
func (s *Signer) Close() error {
	s.handle.Store(nil)
	return nil
}

// AccessKey returns the access key, which is part of every URL.
func (s *Signer) AccessKey() string { return s.accessKey }

// Region returns the region in the signature.
func (s *Signer) Region() string { return s.region }

// Endpoint returns the endpoint's URL: scheme, host, port unless it is the scheme's own, and base path.
func (s *Signer) Endpoint() string { return s.endpoint }

// Addressing returns where a URL has the bucket, as it was given.
func (s *Signer) Addressing() Addressing { return s.addressing }

// Version returns the signature version.
func (s *Signer) Version() Version { return s.version }

// String returns the settings that are no secret.
func (s *Signer) String() string {
	return fmt.Sprintf("presign.Signer{AccessKey:%q Region:%q Endpoint:%q}", s.accessKey, s.region, s.endpoint)
}

// GoString returns what String returns.
func (s *Signer) GoString() string { return s.String() }

// Get returns a URL to download an object, signed now.
//
// The bucket is a name, or on AWS the ARN of an access point. The key is up to 1024 bytes of UTF-8, data and not a path.
// The lifetime is in whole seconds; version 4 allows up to 7 days.
func (s *Signer) Get(bucket, key string, expiresIn time.Duration) (string, error) {
	return s.link("GET", bucket, key, expiresIn)
}

// Put returns a URL to upload an object, signed now. The arguments are those of Get.
func (s *Signer) Put(bucket, key string, expiresIn time.Duration) (string, error) {
	return s.link("PUT", bucket, key, expiresIn)
}

// Head returns a URL to read an object's headers, signed now; storages refuse a URL for GET in a HEAD request. The
// arguments are those of Get.
func (s *Signer) Head(bucket, key string, expiresIn time.Duration) (string, error) {
	return s.link("HEAD", bucket, key, expiresIn)
}

// Delete returns a URL to delete an object, signed now. The arguments are those of Get.
func (s *Signer) Delete(bucket, key string, expiresIn time.Duration) (string, error) {
	return s.link("DELETE", bucket, key, expiresIn)
}
