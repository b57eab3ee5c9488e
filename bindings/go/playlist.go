//go:build cgo

package presign

// #include "shim.h"
import "C"

import "runtime"

// PlaylistOptions says how a playlist is signed.
type PlaylistOptions struct {
	// Where the URIs of nested playlists lead, whose own URIs the storage does not sign: "keep" leaves them relative,
	// "sign" signs them, and a template with {key} or {path} replaces them: https://app.example/playlist?key={key}.
	// Default: such a URI is an error.
	Nested string
}

// PresignPlaylist returns an HLS playlist (RFC 8216) with URLs in place of its relative URIs. Absolute URLs, unknown tags,
// comments and line endings stay as they are.
//
// The request is that for the playlist itself, with its key, which the URIs refer to. Its expiry, query and headers are
// those of all URLs; its method must be GET. If a line cannot be signed, the Index of the error is that of the line,
// counted from 0. The author of a playlist decides which objects of the bucket are signed: sign only playlists that you
// trust.
func (s *Signer) PresignPlaylist(request Request, playlist string, options PlaylistOptions) (string, error) {
	handle := s.handle.Load()
	if handle == nil {
		return "", ErrClosed
	}
	scratch := newScratch()
	defer scratch.free()
	if err := scratch.add(&request, unixNow); err != nil {
		return "", err
	}
	text, err := scratch.fillText(1024+12*len(playlist), func(out *C.char, size C.size_t, length *C.size_t, failure *C.presign_error) C.presign_status {
		return C.presign_go_playlist(handle.c, &scratch.requests[0], scratch.parts.chars(), scratch.parts.positions(),
			chars(playlist), C.size_t(len(playlist)), chars(options.Nested), C.size_t(len(options.Nested)), out, size,
			length, failure)
	})
	runtime.KeepAlive(handle)
	return text, err
}
