//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"
)

// Secret is the secret key of an access key. Its printed form shows nothing of it.
type Secret struct {
	// The secret key.
	SecretKey string
	// The session token that the URL must carry, if the credentials are temporary; empty: it must carry none.
	SessionToken string
}

// Format writes that there is a secret, whatever the verb.
func (s Secret) Format(state fmt.State, _ rune) { fmt.Fprint(state, "presign.Secret{...}") }

// MarshalJSON returns an empty object.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte("{}"), nil }

// MarshalText returns that there is a secret, for encoding/xml and others.
func (s Secret) MarshalText() ([]byte, error) { return fmt.Append(nil, s), nil }

// GobEncode returns an error: what is encoded is to be decoded again, and that would need the secret key.
func (s Secret) GobEncode() ([]byte, error) { return nil, errSecretEncoded }

// ErrUnknownAccessKey is what a [Secrets] returns for an access key that it does not know.
var ErrUnknownAccessKey = errors.New("presign: the access key is unknown")

// Secrets returns the secret of an access key, or ErrUnknownAccessKey; other errors are returned by Verify. It is asked
// once for a request, after all checks that need no secret. The access key is unverified text from the URL.
type Secrets func(ctx context.Context, accessKey string) (Secret, error)

// StaticSecrets returns secrets that are looked up in a map, which must not change.
func StaticSecrets(secrets map[string]Secret) Secrets {
	return func(_ context.Context, accessKey string) (Secret, error) {
		secret, known := secrets[accessKey]
		if !known {
			return Secret{}, ErrUnknownAccessKey
		}
		return secret, nil
	}
}

// VerifierConfig says which requests are accepted. The zero values mean AWS's rules. Secrets is required.
type VerifierConfig struct {
	// The secrets of access keys.
	Secrets Secrets
	// The server's own endpoint, as for a signer: requests for another host, or outside its base path, are refused.
	// Default: any host; AWS's hosts are recognised by name, and on all others the bucket is in the path. A server should
	// give its own name here.
	Endpoint string
	// Where a URL has the bucket.
	Addressing Addressing
	// The bucket that the host serves, with AddressingCNAME. Default: the name of the host.
	Bucket string
	// The one region that version 4 URLs must be signed for. Default: the region in the name of an AWS endpoint, else
	// any.
	Region string
	// The names of headers that every URL must sign.
	RequiredHeaders []string
	// The longest lifetime of a URL. Default: 7 days for version 4, no limit for version 2.
	MaxExpiresIn time.Duration
	// How far the signing time of a version 4 URL may be in the future. Default: 15 minutes; negative: not at all.
	ClockSkew time.Duration
	// Accept requests with x-amz-* headers that the URL does not sign, as older storages do: the holder of a URL then
	// decides about access lists, metadata and encryption.
	UnsignedAmzHeaders bool
	// Accept unsigned headers that some storages obey beside x-amz-*: x-goog-*, x-rgw-*, x-minio-*, x-object-* and
	// others.
	UnsignedStorageHeaders bool
	// Accept HEAD requests with URLs that are signed for GET.
	HeadForGet bool
	// Refuse signature version 2.
	NoVersion2 bool
}

// Verifier checks requests with presigned URLs offline, as a storage does before it looks up the object. It never
// changes except for a cache of signing keys, and all goroutines can use it at once.
type Verifier struct {
	handle  atomic.Pointer[verifierHandle]
	secrets Secrets
}

// verifierHandle is a verifier of C, freed as a signer is.
type verifierHandle struct {
	c *C.presign_verifier
	_ weight
}

// NewVerifier returns a verifier.
func NewVerifier(config VerifierConfig) (*Verifier, error) {
	if config.Secrets == nil {
		return nil, wrong(ErrCredentials, "Secrets is missing: give a function, or StaticSecrets of a map")
	}
	maxExpiresIn, err := wholeSeconds("MaxExpiresIn", config.MaxExpiresIn)
	if err != nil {
		return nil, err
	}
	clockSkew := int64(-1)
	if config.ClockSkew >= 0 {
		if clockSkew, err = wholeSeconds("ClockSkew", config.ClockSkew); err != nil {
			return nil, err
		}
	}
	var flags C.uint32_t
	for flag, set := range map[C.uint32_t]bool{
		C.PRESIGN_VERIFY_UNSIGNED_AMZ_HEADERS:     config.UnsignedAmzHeaders,
		C.PRESIGN_VERIFY_UNSIGNED_STORAGE_HEADERS: config.UnsignedStorageHeaders,
		C.PRESIGN_VERIFY_HEAD_FOR_GET:             config.HeadForGet,
		C.PRESIGN_VERIFY_NO_VERSION_2:             config.NoVersion2,
	} {
		if set {
			flags |= flag
		}
	}
	scratch := newScratch()
	defer scratch.free()
	parts := &scratch.parts
	parts.add(config.Endpoint, config.Bucket, config.Region)
	parts.add(config.RequiredHeaders...)
	handle := new(verifierHandle)
	failure := emptyFailure()
	status := C.presign_go_verifier_new(parts.chars(), parts.positions(), C.size_t(len(config.RequiredHeaders)),
		C.int64_t(maxExpiresIn), C.int64_t(clockSkew), C.uint32_t(config.Addressing), flags, &handle.c, &failure)
	if status != C.PRESIGN_OK {
		return nil, failed(status, &failure)
	}
	runtime.AddCleanup(handle, func(c *C.presign_verifier) { C.presign_verifier_free(c) }, handle.c)
	verifier := &Verifier{secrets: config.Secrets}
	verifier.handle.Store(handle)
	return verifier, nil
}

// Close makes every later call of the verifier return [ErrClosed]. The cached signing keys are wiped by the first
// garbage collection after the last call has ended. Closing twice does nothing.
func (v *Verifier) Close() error {
	v.handle.Store(nil)
	return nil
}

// Verified is what an accepted URL is for.
type Verified struct {
	// The signature version.
	Version Version
	// The bucket; empty for a URL of the storage itself. It is neither "." nor "..", and contains no slash and no control
	// character.
	Bucket string
	// The key, decoded; empty for a URL of the bucket itself. It is data and not a path: it can contain "..", "/" or a
	// NUL, and can begin with a slash.
	Key string
	// The access key that signed the URL.
	AccessKey string
	// The region in the signature; empty with version 2.
	Region string
	// The signing time; the zero time with version 2, whose URLs do not contain it.
	SignedAt time.Time
	// The first second at which the URL is refused.
	ExpiresAt time.Time
	// The names of the request's headers that the signature covers, except host: in lower case and sorted. A server that
	// forwards the request forwards these, and of the others only those that it knows to be harmless.
	SignedHeaders []string
}

// Verify checks a request as the storages do, and returns what its URL is for. Only a nil error means that the request is
// accepted; a [*Refused] has what to answer. The body is not read: if the request has a signed x-amz-content-sha256
// header, the caller compares it with the body.
func (v *Verifier) Verify(ctx context.Context, received Received) (Verified, error) {
	handle := v.handle.Load()
	if handle == nil {
		return Verified{}, ErrClosed
	}
	scratch := newScratch()
	defer scratch.free()
	numbers, err := scratch.addReceived(&received)
	if err != nil {
		return Verified{}, err
	}
	// First without a secret, for what can be refused without asking for one.
	_, err = scratch.verify(handle, &numbers, 0)
	refusal, err := wantsSecret(err)
	if refusal == nil {
		return Verified{}, err
	}
	contents, err := scratch.inspect(handle, &numbers)
	if err != nil {
		return Verified{}, err
	}
	secret, err := v.secrets(ctx, contents.AccessKey)
	if errors.Is(err, ErrUnknownAccessKey) {
		return Verified{}, refusal
	}
	if err != nil {
		return Verified{}, err
	}
	scratch.parts.add(contents.AccessKey, secret.SecretKey, secret.SessionToken)
	return scratch.verify(handle, &numbers, 1)
}

// errWithoutSecret is returned if libpresign accepts a request without a secret, which no version of it does.
var errWithoutSecret = errors.New("presign: libpresign accepted a request without a secret")

// wantsSecret returns the refusal of a check without a secret if a secret is all that was missing, or else an error.
func wantsSecret(err error) (*Refused, error) {
	var refusal *Refused
	if err == nil {
		return nil, errWithoutSecret
	}
	if !errors.As(err, &refusal) || refusal.Reason != ReasonUnknownAccessKey {
		return nil, err
	}
	return refusal, nil
}

// VerifyRequest checks a request of net/http, as Verify does.
func (v *Verifier) VerifyRequest(request *http.Request) (Verified, error) {
	return v.Verify(request.Context(), ReceivedFrom(request))
}

func (s *scratch) verify(handle *verifierHandle, numbers *C.presign_go_received, secrets C.size_t) (Verified, error) {
	var contents C.presign_go_contents
	var refusal C.presign_go_refusal
	out, status, err := s.fill(s.receivedSize(), func(out *C.char, size C.size_t, length *C.size_t, failure *C.presign_error) C.presign_status {
		return C.presign_go_verify(handle.c, numbers, secrets, s.parts.chars(), s.parts.positions(), &contents, out, size,
			length, &refusal, failure)
	})
	runtime.KeepAlive(handle)
	if err != nil {
		return Verified{}, err
	}
	if status == C.PRESIGN_ERR_REFUSED {
		return Verified{}, refused(out, &refusal)
	}
	return Verified{
		Version:       Version(contents.version),
		Bucket:        textIn(out, contents.bucket),
		Key:           textIn(out, contents.key),
		AccessKey:     textIn(out, contents.access_key),
		Region:        textIn(out, contents.region),
		SignedAt:      signedAt(&contents),
		ExpiresAt:     time.Unix(int64(contents.expires_at), 0).UTC(),
		SignedHeaders: stringsIn(out, contents.signed_headers_at, contents.signed_headers_count),
	}, nil
}

// signedAt returns the signing time, which is negative where a URL does not contain it.
func signedAt(contents *C.presign_go_contents) time.Time {
	if contents.signed_at < 0 {
		return time.Time{}
	}
	return time.Unix(int64(contents.signed_at), 0).UTC()
}
