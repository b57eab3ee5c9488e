//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"iter"
	"strings"
)

// Warnings is a set of what may be wrong with a URL although it could be signed or read.
type Warnings uint32

// The warnings. Their numbers are the same in all languages and never change; later versions may add some.
const (
	// WarningExpired: the link has expired: storages answer 403 AccessDenied.
	WarningExpired Warnings = C.PRESIGN_WARNING_EXPIRED
	// WarningNotYetValid: the signing time is more than 15 minutes in the future: AWS refuses the link until then.
	WarningNotYetValid Warnings = C.PRESIGN_WARNING_NOT_YET_VALID
	// WarningLifetime: the lifetime is not 1 to 604800 seconds, the limit of most storages.
	WarningLifetime Warnings = C.PRESIGN_WARNING_LIFETIME
	// WarningSessionToken: the link was signed with temporary keys and expires with them, if they expire first.
	WarningSessionToken Warnings = C.PRESIGN_WARNING_SESSION_TOKEN
	// WarningPlainHTTP: the link uses plain HTTP: anyone on the network path can read and use it.
	WarningPlainHTTP Warnings = C.PRESIGN_WARNING_PLAIN_HTTP
	// WarningDotSegments: browsers and curl rewrite the . and .. segments of the path before they send it (curl
	// --path-as-is does not).
	WarningDotSegments Warnings = C.PRESIGN_WARNING_DOT_SEGMENTS
	// WarningEmptySegments: the path has empty segments (//), which some proxies remove.
	WarningEmptySegments Warnings = C.PRESIGN_WARNING_EMPTY_SEGMENTS
	// WarningVersion2: the link has signature version 2, which newer storages and newer buckets on AWS refuse.
	WarningVersion2 Warnings = C.PRESIGN_WARNING_VERSION_2
	// WarningUnsignedQuery: Signature version 2 does not sign all query parameters of this link: its holder can change
	// them.
	WarningUnsignedQuery Warnings = C.PRESIGN_WARNING_UNSIGNED_QUERY
	// WarningSignedHeaders: the signed headers must be sent with the link, exactly as they were signed.
	WarningSignedHeaders Warnings = C.PRESIGN_WARNING_SIGNED_HEADERS
	// WarningHostNotSigned: the host is not among the signed headers: storages refuse the link.
	WarningHostNotSigned Warnings = C.PRESIGN_WARNING_HOST_NOT_SIGNED
	// WarningScope: the algorithm, the service or the date in the credential is not one that storages accept.
	WarningScope Warnings = C.PRESIGN_WARNING_SCOPE
	// WarningRegion: the region is not the one in the host name: AWS refuses the link.
	WarningRegion Warnings = C.PRESIGN_WARNING_REGION
	// WarningSignature: the signature is cut or altered: it must have 64 characters of 0-9 and a-f, or 28 of base64.
	WarningSignature Warnings = C.PRESIGN_WARNING_SIGNATURE
	// WarningRepeatedName: a query parameter is given twice: Ceph and Swift refuse the link, and some storages sign
	// one of the values alone.
	WarningRepeatedName Warnings = C.PRESIGN_WARNING_REPEATED_NAME
	// WarningDottedBucket: the bucket has a dot in it and is part of the host name: no certificate covers that.
	WarningDottedBucket Warnings = C.PRESIGN_WARNING_DOTTED_BUCKET
	// WarningMergeableParameters: Signature version 2 signs its parameters with nothing escaped: the link's holder can
	// send several of them as the value of one, which Ceph accepts.
	WarningMergeableParameters Warnings = C.PRESIGN_WARNING_MERGEABLE_PARAMETERS
	// WarningBucketInEndpoint: the endpoint already has the bucket in its host or path, and the link adds it once
	// more: give the endpoint without the bucket, or use cname addressing if the host is the bucket's own.
	WarningBucketInEndpoint Warnings = C.PRESIGN_WARNING_BUCKET_IN_ENDPOINT
	// WarningAssumedHTTPS: the endpoint has no scheme, which means https: begin it with http:// if the storage has no
	// TLS.
	WarningAssumedHTTPS Warnings = C.PRESIGN_WARNING_ASSUMED_HTTPS
	// WarningNotLatin1: a response-* parameter has a character beyond Latin-1, which AWS answers with 400: give a file
	// name as filename* (RFC 6266).
	WarningNotLatin1 Warnings = C.PRESIGN_WARNING_NOT_LATIN1
	// WarningContentTypeOfDownload: a link for GET or HEAD signs a Content-Type, which its user must then send:
	// response-content-type sets the type of the response.
	WarningContentTypeOfDownload Warnings = C.PRESIGN_WARNING_CONTENT_TYPE_OF_DOWNLOAD
	// WarningHeaderNotASCII: a signed header has a value beyond ASCII, which many clients cannot send.
	WarningHeaderNotASCII Warnings = C.PRESIGN_WARNING_HEADER_NOT_ASCII
	// WarningEmptyHeader: a signed header has an empty value, which many clients do not send.
	WarningEmptyHeader Warnings = C.PRESIGN_WARNING_EMPTY_HEADER
)

// All returns the warnings in the set, one at a time.
func (w Warnings) All() iter.Seq[Warnings] {
	return func(yield func(Warnings) bool) {
		for rest := w; rest != 0; rest &= rest - 1 {
			if !yield(rest & -rest) {
				return
			}
		}
	}
}

// String returns the machine names of the warnings in the set, which never change, with commas between them:
// "expired,plain-http".
func (w Warnings) String() string {
	return w.join(",", func(one Warnings) *C.char { return C.presign_warning_name(C.uint32_t(one)) })
}

// Message returns one English sentence for each warning in the set, with line breaks between them.
func (w Warnings) Message() string {
	return w.join("\n", func(one Warnings) *C.char { return C.presign_warning_message(C.uint32_t(one)) })
}

func (w Warnings) join(between string, text func(Warnings) *C.char) string {
	var texts []string
	for one := range w.All() {
		texts = append(texts, C.GoString(text(one)))
	}
	return strings.Join(texts, between)
}
