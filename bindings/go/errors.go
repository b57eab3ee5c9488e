//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// ErrClosed is returned by the methods of a [Signer] after Close, and of a [Verifier] after its Close.
var ErrClosed = errors.New("presign: the signer or verifier is closed")

// Status is what a call found wrong. Each is an error to compare with: errors.Is(err, presign.ErrKey).
type Status int32

// The statuses. Their numbers are the same in all languages and never change; later versions may add some.
const (
	// ErrCredentials: the access key, the secret key or the session token breaks a rule.
	ErrCredentials Status = C.PRESIGN_ERR_CREDENTIALS
	// ErrRegion: the region breaks a rule, or does not match the endpoint.
	ErrRegion Status = C.PRESIGN_ERR_REGION
	// ErrEndpoint: the endpoint cannot be parsed, or does not suit the addressing.
	ErrEndpoint Status = C.PRESIGN_ERR_ENDPOINT
	// ErrChoice: a value is not one of those to choose from.
	ErrChoice Status = C.PRESIGN_ERR_CHOICE
	// ErrBucket: the bucket's name breaks a rule, or does not suit the addressing.
	ErrBucket Status = C.PRESIGN_ERR_BUCKET
	// ErrKey: the key is empty where an object is required, given where it must be empty, or over 1024 bytes.
	ErrKey Status = C.PRESIGN_ERR_KEY
	// ErrMethod: the method is not 1 to 32 letters A-Z.
	ErrMethod Status = C.PRESIGN_ERR_METHOD
	// ErrQuery: a query parameter is one of the signature's own, or cannot be signed.
	ErrQuery Status = C.PRESIGN_ERR_QUERY
	// ErrHeader: a header cannot be signed, is given twice, or contains a control character.
	ErrHeader Status = C.PRESIGN_ERR_HEADER
	// ErrTime: a time is outside the years 1970 to 9999.
	ErrTime Status = C.PRESIGN_ERR_TIME
	// ErrExpires: the lifetime or the expiry is outside its limits, or not exactly one of the two is given.
	ErrExpires Status = C.PRESIGN_ERR_EXPIRES
	// ErrExpiresInPast: the expiry is not later than the signing time.
	ErrExpiresInPast Status = C.PRESIGN_ERR_EXPIRES_IN_PAST
	// ErrCredentialsExpire: the URL would expire after the credentials that sign it.
	ErrCredentialsExpire Status = C.PRESIGN_ERR_CREDENTIALS_EXPIRE
	// ErrVersion2: AWS does not accept signature version 2 in this region.
	ErrVersion2 Status = C.PRESIGN_ERR_VERSION_2
	// ErrMemory: the URLs need more memory than is available.
	ErrMemory Status = C.PRESIGN_ERR_MEMORY
	// ErrForm: a field of an upload form breaks a rule, or a field and a condition contradict each other.
	ErrForm Status = C.PRESIGN_ERR_FORM
	// ErrPolicy: an address, an action or a pattern of a bucket policy breaks a rule.
	ErrPolicy Status = C.PRESIGN_ERR_POLICY
	// ErrPlaylist: the text is no HLS playlist or is too long, or a line of it cannot be signed.
	ErrPlaylist Status = C.PRESIGN_ERR_PLAYLIST
	// ErrUTF8: a text is not UTF-8.
	ErrUTF8 Status = C.PRESIGN_ERR_UTF8
	// ErrTooLarge: a length or a count is over its limit.
	ErrTooLarge Status = C.PRESIGN_ERR_TOO_LARGE
	// ErrPanic: the library has a bug and stopped the call.
	ErrPanic Status = C.PRESIGN_ERR_PANIC
	// ErrRefused: the received request is refused, or cannot be read; the error is a [*Refused].
	ErrRefused Status = C.PRESIGN_ERR_REFUSED
	// ErrReceived: a received request has both a URL and a host.
	ErrReceived Status = C.PRESIGN_ERR_RECEIVED
	// ErrResponse: the storage's response is too long, or no error of a storage.
	ErrResponse Status = C.PRESIGN_ERR_RESPONSE
)

// String returns the machine name, which never changes: "expires-in-past".
func (s Status) String() string {
	return C.GoString(C.presign_status_name(C.presign_status(s)))
}

// Error returns one sentence that says what the status means, without the value at hand.
func (s Status) Error() string {
	return "presign: " + C.GoString(C.presign_status_message(C.presign_status(s)))
}

// Error says why a call failed. errors.Is compares its Status: errors.Is(err, presign.ErrKey).
type Error struct {
	// What is wrong.
	Status Status
	// Which of several keys, requests, conditions or lines is wrong, counted from 0; -1 if it is none of them.
	Index int
	// One sentence with the value and the limit, and never a secret. It uses the names of C: expires_in is ExpiresIn.
	Message string
}

// Error returns the sentence, and the index if there is one.
func (e *Error) Error() string {
	if e.Index < 0 {
		return "presign: " + e.Message
	}
	return "presign: " + itemNumber(e.Index) + e.Message
}

// itemNumber returns how a sentence begins that is about one of many.
func itemNumber(index int) string { return fmt.Sprintf("item number %d, counted from 0: ", index) }

// Unwrap returns the status, for errors.Is.
func (e *Error) Unwrap() error { return e.Status }

func wrong(status Status, format string, values ...any) error {
	return &Error{Status: status, Index: -1, Message: fmt.Sprintf(format, values...)}
}

func emptyKey() error { return wrong(ErrKey, "the key is empty: a link to an object needs a key") }

// at returns an error of this package as that of item number index.
func at(index int, err error) error {
	var found *Error
	if errors.As(err, &found) {
		return &Error{Status: found.Status, Index: index, Message: found.Message}
	}
	return err
}

// indexOf returns the Index of an error, and -1 for other errors.
func indexOf(err error) int {
	var found *Error
	if errors.As(err, &found) {
		return found.Index
	}
	return -1
}

// emptyFailure returns a struct for C to describe a failure in.
func emptyFailure() C.presign_error {
	return C.presign_error{struct_size: C.sizeof_presign_error}
}

// failed returns the error of a call. The C part of this module returns ErrMemory without a sentence.
func failed(status C.presign_status, failure *C.presign_error) error {
	made := &Error{Status: Status(status), Index: -1, Message: C.GoString(&failure.message[0])}
	if made.Message == "" {
		made.Message = C.GoString(C.presign_status_message(status))
	} else if failure.index <= math.MaxInt {
		made.Index = int(failure.index)
		made.Message = strings.TrimPrefix(made.Message, itemNumber(made.Index))
	}
	return made
}
