//go:build cgo

package presign

// #include "shim.h"
import "C"

// IPPolicyRequest has the objects that a bucket policy covers, and the networks that may request them.
type IPPolicyRequest struct {
	// The bucket: only letters, digits, and - . _
	Bucket string
	// The keys: * matches any characters, ? matches one; photos/* matches all keys that begin with photos/. Default: all
	// objects.
	Pattern string
	// The region, whose partition (aws, aws-cn, aws-us-gov) becomes part of the policy. Default: aws, which other
	// storages use too.
	Region string
	// The addresses and networks that are not refused, at least one: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32.
	Allow []string
	// The actions that are denied to all other addresses. Default: s3:GetObject and s3:GetObjectVersion.
	Actions []string
}

// IPPolicy returns a bucket policy that refuses requests from other addresses, with a presigned URL or without: JSON, as
// PutBucketPolicy accepts it. The owner of the bucket must install it, which replaces the policy that the bucket has.
// Behind a proxy the storage sees the address of the proxy.
func IPPolicy(request IPPolicyRequest) (string, error) {
	scratch := newScratch()
	defer scratch.free()
	parts := &scratch.parts
	parts.add(request.Bucket, request.Pattern, request.Region)
	parts.add(request.Allow...)
	parts.add(request.Actions...)
	size := 1024 + 8*len(parts.text) + 16*len(parts.offsets)
	return scratch.fillText(size, func(out *C.char, size C.size_t, length *C.size_t, failure *C.presign_error) C.presign_status {
		return C.presign_go_ip_policy(parts.chars(), parts.positions(), C.size_t(len(request.Allow)),
			C.size_t(len(request.Actions)), out, size, length, failure)
	})
}
