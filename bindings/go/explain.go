//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"context"
	"errors"
	"runtime"
	"strings"
)

// ExplainOptions is what is known beside the request, and what may be shown.
type ExplainOptions struct {
	// The storage's error response: its body (XML or JSON), or a whole HTTP response with status line and headers.
	Response string
	// Show header values and the session token in the texts.
	ShowValues bool
}

// Explanation is why a storage refuses a URL.
type Explanation struct {
	// The cause, for programs.
	Cause Cause
	// The cause in one sentence with the values at hand, and the storage's code and message. It contains no header value
	// and no token.
	Sentence string
	// What this library signs for the request: version 4's canonical request or version 2's string to sign, without
	// header values and the token unless they are asked for. Empty for a URL that cannot be read.
	Ours string
	// The same as computed by the storage; empty if its response does not contain it.
	Theirs string
	// Version 4's string to sign, as this library computes it.
	OurStringToSign string
	// The same as computed by the storage.
	TheirStringToSign string
}

// Explain finds out why a storage refuses a request, whose URL one of the secrets should have signed. It tries the common
// mistakes until one of them gives the signature of the URL, and compares what was signed with what the storage computed,
// if the response says so.
func Explain(received Received, secrets map[string]Secret, options ExplainOptions) (Explanation, error) {
	return explain(context.Background(), nil, StaticSecrets(secrets), received, options)
}

// Explain finds out why the verifier, or a storage with its rules, refuses a request.
func (v *Verifier) Explain(ctx context.Context, received Received, options ExplainOptions) (Explanation, error) {
	handle := v.handle.Load()
	if handle == nil {
		return Explanation{}, ErrClosed
	}
	return explain(ctx, handle, v.secrets, received, options)
}

// The access key of the secret that C gets where none is known, since C needs one. No link has this access key.
const unknown = "(unknown)"

func explain(ctx context.Context, handle *verifierHandle, secrets Secrets, received Received, options ExplainOptions) (Explanation, error) {
	scratch := newScratch()
	defer scratch.free()
	numbers, err := scratch.addReceived(&received)
	if err != nil {
		return Explanation{}, err
	}
	accessKey, secret := unknown, Secret{SecretKey: unknown}
	contents, err := scratch.inspect(handle, &numbers)
	switch {
	case err == nil:
		found, err := secrets(ctx, contents.AccessKey)
		if err == nil {
			accessKey, secret = contents.AccessKey, found
		} else if !errors.Is(err, ErrUnknownAccessKey) {
			return Explanation{}, err
		}
	case !errors.Is(err, ErrRefused):
		return Explanation{}, err
	}
	scratch.parts.add(accessKey, secret.SecretKey, secret.SessionToken)
	var flags C.uint32_t
	if options.ShowValues {
		flags |= C.PRESIGN_EXPLAIN_SHOW_VALUES
	}
	// A proxy's page may have another encoding.
	response := strings.ToValidUTF8(options.Response, "\uFFFD")
	var made C.presign_go_explanation
	out, _, err := scratch.fill(8192, func(out *C.char, size C.size_t, length *C.size_t, failure *C.presign_error) C.presign_status {
		return C.presign_go_explain(handle.orNull(), &numbers, 1, scratch.parts.chars(), scratch.parts.positions(),
			chars(response), C.size_t(len(response)), flags, &made, out, size, length, failure)
	})
	runtime.KeepAlive(handle)
	if err != nil {
		return Explanation{}, err
	}
	return Explanation{
		Cause:             Cause(made.cause),
		Sentence:          textIn(out, made.sentence),
		Ours:              textIn(out, made.ours),
		Theirs:            textIn(out, made.theirs),
		OurStringToSign:   textIn(out, made.our_string_to_sign),
		TheirStringToSign: textIn(out, made.their_string_to_sign),
	}, nil
}
