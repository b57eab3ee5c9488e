//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"iter"
	"math"
	"runtime"
	"sync"
	"unsafe"
)

// BatchOption is an option of PresignMany and PresignRequests.
type BatchOption func(*batchOptions)

type batchOptions struct{ threads uint32 }

// Threads sets how many threads sign a batch; 0 means one for each core. Default: the calling thread only. They start
// with the batch and end with it.
func Threads(count int) BatchOption {
	return func(options *batchOptions) {
		options.threads = uint32(min(max(count, 1), math.MaxInt32))
		if count == 0 {
			options.threads = C.PRESIGN_THREADS_ALL
		}
	}
}

func (o *batchOptions) apply(options []BatchOption) {
	for _, option := range options {
		option(o)
	}
}

// PresignMany returns a URL for each key, in the order of the keys. The Key of the request must be empty; all URLs have
// the same signing time. If a key is wrong no URL is returned, and the Index of the error is that of the key.
//
// All URLs are parts of one string, which stays in memory as long as any of them does. Keep a few of many with
// strings.Clone.
func (s *Signer) PresignMany(request Request, keys []string, options ...BatchOption) ([]string, error) {
	scratch := newScratch()
	defer scratch.free()
	if err := scratch.add(&request, unixNow); err != nil {
		return nil, err
	}
	return s.signKeys(scratch, keys, options)
}

// signKeys signs the request of a scratch for many keys.
func (s *Signer) signKeys(scratch *scratch, keys []string, options []BatchOption) ([]string, error) {
	scratch.keys.reset()
	scratch.keys.add(keys...)
	return s.signBatch(scratch, len(keys), len(scratch.keys.text), options,
		func(handle *signerHandle, threads C.uint32_t, out []byte, positions []uint64, failure *C.presign_error) C.presign_status {
			return C.presign_go_urls(handle.c, &scratch.requests[0], scratch.parts.chars(), scratch.parts.positions(),
				scratch.keys.chars(), scratch.keys.positions(), C.size_t(len(keys)), threads, bytes(out),
				C.size_t(len(out)), numbers(positions), failure)
		})
}

// PresignRequests returns a URL for each request, in their order. Requests without a SignAt have the same signing time.
// If a request is wrong no URL is returned, and the Index of the error is that of the request. The URLs are parts of
// one string, as those of PresignMany are.
func (s *Signer) PresignRequests(requests []Request, options ...BatchOption) ([]string, error) {
	scratch := newScratch()
	defer scratch.free()
	now := sync.OnceValue(unixNow)
	for index := range requests {
		if requests[index].Key == "" {
			return nil, at(index, emptyKey())
		}
		if err := scratch.add(&requests[index], now); err != nil {
			return nil, at(index, err)
		}
	}
	return s.signBatch(scratch, len(requests), len(scratch.parts.text), options,
		func(handle *signerHandle, threads C.uint32_t, out []byte, positions []uint64, failure *C.presign_error) C.presign_status {
			return C.presign_go_requests(handle.c, unsafe.SliceData(scratch.requests), C.size_t(len(requests)),
				scratch.parts.chars(), scratch.parts.positions(), threads, bytes(out), C.size_t(len(out)),
				numbers(positions), failure)
		})
}

// signBatch runs a batch of n URLs, whose keys have textSize bytes, and returns them.
func (s *Signer) signBatch(scratch *scratch, n, textSize int, options []BatchOption,
	sign func(*signerHandle, C.uint32_t, []byte, []uint64, *C.presign_error) C.presign_status,
) ([]string, error) {
	handle := s.handle.Load()
	if handle == nil {
		return nil, ErrClosed
	}
	settings := batchOptions{threads: 1}
	settings.apply(options)
	overhead := s.batchOverhead.Load()
	if overhead == 0 {
		overhead = int64(s.overhead)
	}
	size := n*int(overhead) + textSize
	positions := scratch.positions(n)
	for {
		out := make([]byte, size)
		failure := emptyFailure()
		status := sign(handle, C.uint32_t(settings.threads), out, positions, &failure)
		runtime.KeepAlive(handle)
		switch status {
		case C.PRESIGN_OK:
			s.learn(n, textSize, int(positions[n]), overhead)
			return parts(out[:positions[n]], positions), nil
		case C.PRESIGN_ERR_BUFFER_TOO_SMALL:
			size = int(positions[n])
		default:
			return nil, failed(status, &failure)
		}
	}
}

// learn remembers how large the URLs of a batch were beside their keys, since the next batch will be alike.
func (s *Signer) learn(n, textSize, size int, before int64) {
	if n == 0 {
		return
	}
	if overhead := int64((size-textSize)/n + 1); overhead != before {
		s.batchOverhead.Store(overhead)
	}
}

// parts returns the URLs in a buffer, which nothing changes any more, without copying them.
func parts(out []byte, positions []uint64) []string {
	all := unsafe.String(unsafe.SliceData(out), len(out))
	urls := make([]string, len(positions)-1)
	for index := range urls {
		urls[index] = all[positions[index]:positions[index+1]]
	}
	return urls
}

// Keys or requests that an iterator signs at once.
const chunkSize = 1000

// PresignManySeq returns an iterator over the URLs for many keys, which it takes and signs a thousand at a time. Without
// a SignAt each thousand is signed when its turn comes, so that URLs with a lifetime are valid for all of it.
//
// If a key is wrong, the URLs of the keys before it come first, then the error, whose Index counts from the first key,
// and then the iterator ends.
func (s *Signer) PresignManySeq(request Request, keys iter.Seq[string], options ...BatchOption) iter.Seq2[string, error] {
	return chunks(keys, func(chunk []string) ([]string, error) { return s.PresignMany(request, chunk, options...) })
}

// PresignRequestsSeq returns an iterator over the URLs of many requests, as PresignManySeq does.
func (s *Signer) PresignRequestsSeq(requests iter.Seq[Request], options ...BatchOption) iter.Seq2[string, error] {
	return chunks(requests, func(chunk []Request) ([]string, error) { return s.PresignRequests(chunk, options...) })
}

func chunks[T any](items iter.Seq[T], sign func([]T) ([]string, error)) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		before := 0
		chunk := make([]T, 0, chunkSize)
		// Returns whether to go on.
		flush := func() bool {
			urls, err := sign(chunk)
			if err != nil {
				if index := indexOf(err); index >= 0 {
					err = at(before+index, err)
					valid, again := sign(chunk[:index])
					if again == nil && !yieldAll(valid, yield) {
						return false
					}
				}
				yield("", err)
				return false
			}
			before += len(chunk)
			chunk = chunk[:0]
			return yieldAll(urls, yield)
		}
		for item := range items {
			if chunk = append(chunk, item); len(chunk) == chunkSize && !flush() {
				return
			}
		}
		if len(chunk) > 0 {
			flush()
		}
	}
}

func yieldAll(urls []string, yield func(string, error) bool) bool {
	for _, url := range urls {
		if !yield(url, nil) {
			return false
		}
	}
	return true
}
