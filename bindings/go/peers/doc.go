// Package peers compares presign with the libraries that Go programs use otherwise, aws-sdk-go-v2 and minio-go, and with
// libpresign called from C. It is a module of its own, so that presign itself has no dependencies.
package peers
