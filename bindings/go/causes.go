//go:build cgo

package presign

// #include "shim.h"
import "C"

// Cause is why a storage refuses a URL.
type Cause int32

// The causes. Their numbers are the same in all languages and never change; later versions may add some.
const (
	// CauseUnreadable: the link cannot be read, or parts of it are missing: often a shell cut it at its first &.
	CauseUnreadable Cause = C.PRESIGN_CAUSE_UNREADABLE
	// CauseMethod: the request uses another method than the link is signed for.
	CauseMethod Cause = C.PRESIGN_CAUSE_METHOD
	// CausePathEncoding: the path is the same in another encoding: encoded twice, or not at all, or with + for a
	// space.
	CausePathEncoding Cause = C.PRESIGN_CAUSE_PATH_ENCODING
	// CausePathNormalised: a client or a proxy resolved . and .. in the path, or removed a slash from it.
	CausePathNormalised Cause = C.PRESIGN_CAUSE_PATH_NORMALISED
	// CausePath: the path is another one: another key, or a proxy added or removed a prefix.
	CausePath Cause = C.PRESIGN_CAUSE_PATH
	// CauseHostPort: the port was added to the host or removed from it.
	CauseHostPort Cause = C.PRESIGN_CAUSE_HOST_PORT
	// CauseHost: the host is another one, as behind a reverse proxy that replaces the Host header.
	CauseHost Cause = C.PRESIGN_CAUSE_HOST
	// CauseHeaderValue: a signed header has another value than it was signed with.
	CauseHeaderValue Cause = C.PRESIGN_CAUSE_HEADER_VALUE
	// CauseHeaderMissing: a signed header was not sent.
	CauseHeaderMissing Cause = C.PRESIGN_CAUSE_HEADER_MISSING
	// CauseHeaderNotSigned: a header was sent that has to be signed and is not.
	CauseHeaderNotSigned Cause = C.PRESIGN_CAUSE_HEADER_NOT_SIGNED
	// CauseQueryAdded: a query parameter was added after signing.
	CauseQueryAdded Cause = C.PRESIGN_CAUSE_QUERY_ADDED
	// CauseQueryRemoved: a signed query parameter is missing.
	CauseQueryRemoved Cause = C.PRESIGN_CAUSE_QUERY_REMOVED
	// CauseQueryChanged: a query parameter has another value than it was signed with.
	CauseQueryChanged Cause = C.PRESIGN_CAUSE_QUERY_CHANGED
	// CauseQueryEncoding: a query parameter is the same in another encoding.
	CauseQueryEncoding Cause = C.PRESIGN_CAUSE_QUERY_ENCODING
	// CausePayload: the payload has another digest than the one that was signed.
	CausePayload Cause = C.PRESIGN_CAUSE_PAYLOAD
	// CauseRegion: the link is signed for another region than the storage expects.
	CauseRegion Cause = C.PRESIGN_CAUSE_REGION
	// CauseClock: the signing time is another one, or a clock is wrong.
	CauseClock Cause = C.PRESIGN_CAUSE_CLOCK
	// CauseExpired: the link has expired.
	CauseExpired Cause = C.PRESIGN_CAUSE_EXPIRED
	// CauseAccessKey: the storage does not know the access key.
	CauseAccessKey Cause = C.PRESIGN_CAUSE_ACCESS_KEY
	// CauseToken: the session token is wrong, missing or expired.
	CauseToken Cause = C.PRESIGN_CAUSE_TOKEN
	// CauseSecretKey: the link was signed with a different secret key.
	CauseSecretKey Cause = C.PRESIGN_CAUSE_SECRET_KEY
	// CauseSignature: the signature was cut or altered.
	CauseSignature Cause = C.PRESIGN_CAUSE_SIGNATURE
	// CauseVersion2: the storage does not accept signature version 2.
	CauseVersion2 Cause = C.PRESIGN_CAUSE_VERSION_2
	// CauseLimits: no storage accepts such a link: see its lifetime, its credential scope, its parameters, and
	// whether it has two signatures.
	CauseLimits Cause = C.PRESIGN_CAUSE_LIMITS
	// CauseDenied: the signature is right, and the storage refuses the request for reasons of its own.
	CauseDenied Cause = C.PRESIGN_CAUSE_DENIED
	// CauseAsSigned: the link is right for this secret key, and the storage does not report what it computed.
	CauseAsSigned Cause = C.PRESIGN_CAUSE_AS_SIGNED
	// CauseURLText: the text of the URL was changed when it was copied: by HTML or JSON escaping, a second
	// percent-encoding, a line break, or punctuation around it.
	CauseURLText Cause = C.PRESIGN_CAUSE_URL_TEXT
	// CauseOtherKind: the link has another kind of signature than version 4 or 2 of S3.
	CauseOtherKind Cause = C.PRESIGN_CAUSE_OTHER_KIND
	// CauseAddressing: the storage does not find the bucket where the link has it: it has another name, or belongs
	// in the host name instead of the path, or the reverse.
	CauseAddressing Cause = C.PRESIGN_CAUSE_ADDRESSING
	// CauseUnsupported: the storage does not support a header or a parameter of the request.
	CauseUnsupported Cause = C.PRESIGN_CAUSE_UNSUPPORTED
)

// String returns the machine name, which never changes: "path-encoding".
func (c Cause) String() string { return C.GoString(C.presign_cause_name(C.presign_cause(c))) }

// Message returns one English sentence that says what the cause means.
func (c Cause) Message() string { return C.GoString(C.presign_cause_message(C.presign_cause(c))) }
