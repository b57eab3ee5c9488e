//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"time"
)

// Disposition is what a browser does with a file.
type Disposition uint32

const (
	// Attachment: the browser saves the file.
	Attachment Disposition = C.PRESIGN_DISPOSITION_ATTACHMENT
	// Inline: the browser shows the file if it can, and saves it under its name on demand.
	Inline Disposition = C.PRESIGN_DISPOSITION_INLINE
)

// Request is what a URL allows, and until when. Exactly one of ExpiresIn and ExpiresAt is given.
//
// The printed form of a Request has the names of its query parameters and headers, and no value of them.
type Request struct {
	// The only method that the URL allows, 1 to 32 letters A-Z. Default: GET.
	Method string
	// The bucket's name, or on AWS the ARN of an access point.
	Bucket string
	// The object's key: up to 1024 bytes of UTF-8, data and not a path. Empty: the URL is for the bucket itself.
	Key string
	// The lifetime in whole seconds. Version 4 allows up to 7 days.
	ExpiresIn time.Duration
	// When the URL expires, cut to the second.
	ExpiresAt time.Time
	// The signing time. Default: now.
	SignAt time.Time
	// The window, in whole seconds, in which all calls return the same URL, so that browsers and CDNs can cache it: the
	// signing time is rounded down to a multiple of the window, and the window is added to ExpiresIn.
	StableFor time.Duration
	// Further query parameters, which are signed.
	Query url.Values
	// Headers to sign. The client must send them with the URL.
	Headers http.Header

	// The name under which a browser saves the file, which becomes a Content-Disposition (RFC 6266); GET and HEAD only.
	Filename string
	// What a browser does with the file, if there is a Filename.
	Disposition Disposition
	// The Content-Disposition, Content-Type and Cache-Control of the response.
	ResponseContentDisposition, ResponseContentType, ResponseCacheControl string
	// The object's version.
	VersionID string
	// The multipart upload, and the part of it, 1 to 10000.
	UploadID   string
	PartNumber int
	// The Content-Type to sign, which the client must send.
	ContentType string
}

// The name of the query parameter that Filename sets.
const contentDisposition = "response-content-disposition"

// The storages' limit, of CompleteMultipartUpload's documentation.
const mostParts = 10000

// Format writes the request without values that may be secret, whatever the verb.
func (r Request) Format(state fmt.State, _ rune) {
	fmt.Fprintf(state, "presign.Request{Method:%q Bucket:%q Key:%q ExpiresIn:%v ExpiresAt:%v Query:%q Headers:%q}",
		r.Method, r.Bucket, r.Key, r.ExpiresIn, r.ExpiresAt, slices.Sorted(maps.Keys(r.Query)),
		slices.Sorted(maps.Keys(r.Headers)))
}

// Presigned is a URL, and what its user must send.
//
// Its printed form has no URL, because whoever has the URL can use it.
type Presigned struct {
	// The URL.
	URL string
	// The only method that the URL allows.
	Method string
	// The headers that the client must send, except Host, which every client sends.
	Headers http.Header
	// When the URL expires, including the seconds that StableFor adds.
	ExpiresAt time.Time
	// What may be wrong with the URL although it could be signed.
	Warnings Warnings
}

// Format writes what may be shown, whatever the verb.
func (p Presigned) Format(state fmt.State, _ rune) {
	fmt.Fprintf(state, "presign.Presigned{Method:%q Headers:%q ExpiresAt:%v Warnings:%v}",
		p.Method, slices.Sorted(maps.Keys(p.Headers)), p.ExpiresAt, p.Warnings)
}

// add adds a request to the memory of a call. The time of the call is only read if it is needed.
func (s *scratch) add(r *Request, now func() int64) error {
	numbers, err := r.times(now)
	if err != nil {
		return err
	}
	method := r.Method
	if method == "" {
		method = "GET"
	}
	s.parts.add(method, r.Bucket, r.Key)
	query, err := s.addQuery(r, method)
	if err != nil {
		return err
	}
	headers, err := s.addHeaders(r)
	if err != nil {
		return err
	}
	numbers.query_count, numbers.headers_count = C.uint32_t(query), C.uint32_t(headers)
	s.requests = append(s.requests, numbers)
	return nil
}

func (r *Request) times(now func() int64) (numbers C.presign_go_request, err error) {
	signAt, err := unixSeconds("SignAt", r.SignAt)
	if err != nil {
		return numbers, err
	}
	if signAt == 0 {
		signAt = now()
	}
	expiresAt, err := unixSeconds("ExpiresAt", r.ExpiresAt)
	if err != nil {
		return numbers, err
	}
	stableFor, err := wholeSeconds("StableFor", r.StableFor)
	if err != nil {
		return numbers, err
	}
	var expiresIn uint32
	if r.ExpiresIn != 0 {
		if expiresIn, err = lifetimeSeconds(r.ExpiresIn); err != nil {
			return numbers, err
		}
	}
	numbers.sign_at, numbers.expires_at = C.int64_t(signAt), C.int64_t(expiresAt)
	numbers.stable_for, numbers.expires_in = C.int64_t(stableFor), C.uint32_t(expiresIn)
	return numbers, nil
}

// addQuery adds the query parameters, and returns how many they are. They are sorted, so that equal requests have equal
// URLs with version 2 too.
func (s *scratch) addQuery(r *Request, method string) (int, error) {
	count := 0
	for _, name := range sortedNames(r.Query) {
		for _, value := range r.Query[name] {
			s.parts.add(name, value)
			count++
		}
	}
	disposition, err := r.disposition(method)
	if err != nil {
		return 0, err
	}
	part := ""
	if r.PartNumber != 0 {
		if r.PartNumber < 1 || r.PartNumber > mostParts {
			return 0, wrong(ErrQuery, "PartNumber must be 1 to %d, got %d", mostParts, r.PartNumber)
		}
		part = strconv.Itoa(r.PartNumber)
	}
	for _, pair := range [...][2]string{
		{contentDisposition, disposition},
		{"response-content-type", r.ResponseContentType},
		{"response-cache-control", r.ResponseCacheControl},
		{"versionId", r.VersionID},
		{"uploadId", r.UploadID},
		{"partNumber", part},
	} {
		if pair[1] == "" {
			continue
		}
		if _, twice := r.Query[pair[0]]; twice {
			return 0, wrong(ErrQuery, "query parameter %q is given twice, as a field of its own and in Query", pair[0])
		}
		s.parts.add(pair[0], pair[1])
		count++
	}
	return count, nil
}

func (r *Request) disposition(method string) (string, error) {
	if r.Filename == "" {
		if r.Disposition != Attachment {
			return "", wrong(ErrQuery, "Disposition is given without a Filename: give one, or ResponseContentDisposition")
		}
		return r.ResponseContentDisposition, nil
	}
	if r.ResponseContentDisposition != "" {
		return "", wrong(ErrQuery, "Filename and ResponseContentDisposition set the same header: give only one of them")
	}
	if method != "GET" && method != "HEAD" {
		return "", wrong(ErrQuery, "Filename applies to the response of GET and HEAD only, not of %q", method)
	}
	return ContentDisposition(r.Filename, r.Disposition)
}

func (s *scratch) addHeaders(r *Request) (int, error) {
	count := 0
	for _, name := range sortedNames(r.Headers) {
		for _, value := range r.Headers[name] {
			s.parts.add(name, value)
			count++
		}
	}
	if r.ContentType != "" {
		s.parts.add("content-type", r.ContentType)
		count++
	}
	return count, nil
}

// sortedNames returns the keys of a map. Most have one or none.
func sortedNames(pairs map[string][]string) []string {
	if len(pairs) == 0 {
		return nil
	}
	names := make([]string, 0, len(pairs))
	for name := range pairs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Presign returns the URL of a request, with its method, the headers to send, its expiry and warnings about it.
func (s *Signer) Presign(request Request) (Presigned, error) {
	handle := s.handle.Load()
	if handle == nil {
		return Presigned{}, ErrClosed
	}
	scratch := newScratch()
	defer scratch.free()
	if err := scratch.add(&request, unixNow); err != nil {
		return Presigned{}, err
	}
	var made C.presign_go_presigned
	size := s.overhead + 4*len(scratch.parts.text) + pairSize*len(scratch.parts.offsets)
	out, _, err := scratch.fill(size, func(out *C.char, size C.size_t, length *C.size_t, failure *C.presign_error) C.presign_status {
		return C.presign_go_presigned_request(handle.c, &scratch.requests[0], scratch.parts.chars(),
			scratch.parts.positions(), &made, out, size, length, failure)
	})
	runtime.KeepAlive(handle)
	if err != nil {
		return Presigned{}, err
	}
	return Presigned{
		URL:       textIn(out, made.url),
		Method:    textIn(out, made.method),
		Headers:   headers(stringsIn(out, made.headers_at, 2*made.headers_count)),
		ExpiresAt: time.Unix(int64(made.expires_at), 0).UTC(),
		Warnings:  Warnings(made.warnings),
	}, nil
}

func unixNow() int64 { return time.Now().Unix() }

const pairSize = C.sizeof_presign_pair

func headers(pairs []string) http.Header {
	headers := make(http.Header, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		headers.Set(pairs[i], pairs[i+1])
	}
	return headers
}

// ContentDisposition returns a value for the query parameter response-content-disposition, which tells a browser under
// which name to save the file: attachment; filename="..." (RFC 6266), with filename* (RFC 8187) if the name needs it.
func ContentDisposition(filename string, disposition Disposition) (string, error) {
	scratch := newScratch()
	defer scratch.free()
	return scratch.fillText(64+4*len(filename), func(out *C.char, size C.size_t, length *C.size_t, failure *C.presign_error) C.presign_status {
		return C.presign_content_disposition(C.uint32_t(disposition), chars(filename), C.size_t(len(filename)), out, size,
			length, failure)
	})
}
