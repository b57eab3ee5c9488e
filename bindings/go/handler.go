//go:build cgo

package presign

import (
	"context"
	"encoding/xml"
	"errors"
	"net/http"
)

type verifiedKey struct{}

// Handler returns a handler that checks each request, and passes those that are accepted on. The next handler gets what
// the URL is for from [VerifiedFrom]. Other requests are answered as AWS does, with an error in XML.
//
// It must be the first handler: one before it that rewrites the path (http.StripPrefix, for example) or the host makes
// the check meaningless. If [Secrets] fails, or the verifier is closed, the answer is 500.
func Handler(verifier *Verifier, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		verified, err := verifier.VerifyRequest(r)
		if err != nil {
			answer(w, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), verifiedKey{}, verified)))
	})
}

// VerifiedFrom returns what the URL of a request is for, in a handler behind [Handler].
func VerifiedFrom(ctx context.Context) (Verified, bool) {
	verified, found := ctx.Value(verifiedKey{}).(Verified)
	return verified, found
}

// errorResponse is the body of an error response.
type errorResponse struct {
	XMLName xml.Name `xml:"Error"`
	Code    string
	Message string
}

func answer(w http.ResponseWriter, err error) {
	status, body := http.StatusInternalServerError, errorResponse{Code: "InternalError", Message: "An internal error occurred. Try again."}
	var refusal *Refused
	if errors.As(err, &refusal) {
		status, body = refusal.HTTPStatus, errorResponse{Code: refusal.Code, Message: refusal.Message}
	} else if errors.Is(err, ErrUTF8) {
		// Of the parts of a request only its target, its host and its header names get here.
		status, body = http.StatusBadRequest, errorResponse{Code: "InvalidURI", Message: "Couldn't parse the specified URI."}
	}
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	text, err := xml.Marshal(body)
	if err != nil {
		return
	}
	// The client may be gone. Of an answer to HEAD, net/http sends no body.
	_, _ = w.Write(append([]byte(xml.Header), text...))
}
