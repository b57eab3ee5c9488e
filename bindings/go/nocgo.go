//go:build !cgo

package presign

// The compiler prints this name where cgo is off.
var _ = presign_needs_cgo__build_with_CGO_ENABLED_1_and_a_C_compiler
