// Package awss3 presigns S3 requests with the types of aws-sdk-go-v2: [NewPresignClient] takes the place of
// s3.NewPresignClient, and libpresign computes the signatures. It is a module of its own, so that presign itself has no
// dependencies.
//
// A link is equal to the SDK's, byte for byte. The first link of an operation and a bucket asks the SDK itself where the
// bucket is and what it adds to the request, so that no rule about endpoints is copied here, and compares its own link with
// the SDK's. Later links do not run the SDK.
package awss3
