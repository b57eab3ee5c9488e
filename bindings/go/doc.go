// Package presign makes presigned URLs for S3-compatible storage, offline, in about a microsecond; it verifies, reads and
// explains them too. The work is done by a Rust library that is linked into the program, so cgo and a C compiler are
// needed. No function uses the network, and only [Handler] and the functions that say so read a clock.
package presign
