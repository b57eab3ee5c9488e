//go:build cgo

package presign

// #include "shim.h"
import "C"

// Reason is why a verifier refuses a request.
type Reason int32

// The reasons. Their numbers are the same in all languages and never change; later versions may add some.
const (
	// ReasonInvalidURL: the URL cannot be parsed: a bad %XX, no host, a control character, text that is not UTF-8.
	ReasonInvalidURL Reason = C.PRESIGN_REASON_INVALID_URL
	// ReasonURLTooLong: the URL is over 16 KiB.
	ReasonURLTooLong Reason = C.PRESIGN_REASON_URL_TOO_LONG
	// ReasonWrongEndpoint: the host is not the verifier's endpoint, or the path is outside its base path.
	ReasonWrongEndpoint Reason = C.PRESIGN_REASON_WRONG_ENDPOINT
	// ReasonNotSigned: the URL has the parameters of neither signature version.
	ReasonNotSigned Reason = C.PRESIGN_REASON_NOT_SIGNED
	// ReasonTwoSignatures: the request has more than one signature: parameters of both versions, or an
	// Authorization header as well.
	ReasonTwoSignatures Reason = C.PRESIGN_REASON_TWO_SIGNATURES
	// ReasonMissingParameter: one of version 4's parameters is missing.
	ReasonMissingParameter Reason = C.PRESIGN_REASON_MISSING_PARAMETER
	// ReasonMissingParameterV2: one of version 2's parameters is missing.
	ReasonMissingParameterV2 Reason = C.PRESIGN_REASON_MISSING_PARAMETER_V2
	// ReasonRepeatedParameter: an X-Amz-* or version 2 parameter is given twice.
	ReasonRepeatedParameter Reason = C.PRESIGN_REASON_REPEATED_PARAMETER
	// ReasonAlgorithm: X-Amz-Algorithm is not AWS4-HMAC-SHA256.
	ReasonAlgorithm Reason = C.PRESIGN_REASON_ALGORITHM
	// ReasonCredential: X-Amz-Credential does not have the form key/date/region/service/aws4_request.
	ReasonCredential Reason = C.PRESIGN_REASON_CREDENTIAL
	// ReasonCredentialDate: the date in the credential scope is not that of X-Amz-Date.
	ReasonCredentialDate Reason = C.PRESIGN_REASON_CREDENTIAL_DATE
	// ReasonRegion: the region in the credential scope is not the verifier's.
	ReasonRegion Reason = C.PRESIGN_REASON_REGION
	// ReasonService: the service in the credential scope is not s3.
	ReasonService Reason = C.PRESIGN_REASON_SERVICE
	// ReasonDate: X-Amz-Date is not a valid timestamp.
	ReasonDate Reason = C.PRESIGN_REASON_DATE
	// ReasonExpires: X-Amz-Expires is not a number of seconds above 0.
	ReasonExpires Reason = C.PRESIGN_REASON_EXPIRES
	// ReasonExpiresV2: Version 2's Expires is not a valid Unix time.
	ReasonExpiresV2 Reason = C.PRESIGN_REASON_EXPIRES_V2
	// ReasonLifetimeTooLong: the lifetime is over the limit.
	ReasonLifetimeTooLong Reason = C.PRESIGN_REASON_LIFETIME_TOO_LONG
	// ReasonSignedHeaders: X-Amz-SignedHeaders is not a list of lower-case names, or repeats one.
	ReasonSignedHeaders Reason = C.PRESIGN_REASON_SIGNED_HEADERS
	// ReasonHeaderNotSigned: a header that must be signed is not: host, an x-amz-* header or one that a back end
	// may take for it, or one that the verifier requires.
	ReasonHeaderNotSigned Reason = C.PRESIGN_REASON_HEADER_NOT_SIGNED
	// ReasonHeaderMissing: a signed header is not in the request.
	ReasonHeaderMissing Reason = C.PRESIGN_REASON_HEADER_MISSING
	// ReasonRepeatedHeader: a signed header is in the request twice.
	ReasonRepeatedHeader Reason = C.PRESIGN_REASON_REPEATED_HEADER
	// ReasonDisputedParameter: the URL has a query parameter that some storages sign with version 2 and others do
	// not.
	ReasonDisputedParameter Reason = C.PRESIGN_REASON_DISPUTED_PARAMETER
	// ReasonVersion2: the verifier does not accept signature version 2.
	ReasonVersion2 Reason = C.PRESIGN_REASON_VERSION_2
	// ReasonNotYetValid: the signing time is further in the future than the allowed clock skew.
	ReasonNotYetValid Reason = C.PRESIGN_REASON_NOT_YET_VALID
	// ReasonExpired: the URL has expired.
	ReasonExpired Reason = C.PRESIGN_REASON_EXPIRED
	// ReasonUnknownAccessKey: the access key is unknown.
	ReasonUnknownAccessKey Reason = C.PRESIGN_REASON_UNKNOWN_ACCESS_KEY
	// ReasonToken: the session token is missing, wrong, or not expected.
	ReasonToken Reason = C.PRESIGN_REASON_TOKEN
	// ReasonSignature: the signature is not the one that the secret key gives for this request.
	ReasonSignature Reason = C.PRESIGN_REASON_SIGNATURE
	// ReasonClock: the verifier's clock, or the time given instead, is outside the years 1970 to 9999.
	ReasonClock Reason = C.PRESIGN_REASON_CLOCK
	// ReasonBadRequest: the request breaks a rule of HTTP in a part that the signature covers: a control character
	// in the method or in a signed header, or a Host header that names another host than the URL.
	ReasonBadRequest Reason = C.PRESIGN_REASON_BAD_REQUEST
	// ReasonBucket: no URL can be signed for this bucket: it is . or .., contains a control character, or is empty
	// with a key after it.
	ReasonBucket Reason = C.PRESIGN_REASON_BUCKET
)

// String returns the machine name, which never changes: "header-not-signed".
func (r Reason) String() string { return C.GoString(C.presign_reason_name(C.presign_reason(r))) }
