//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"net/http"
	"strings"
	"time"
)

// Received is a request that a server received, or a URL to look at: either URL is given, or Host and Target.
type Received struct {
	// The method. Default: GET.
	Method string
	// The whole URL, as a client has it.
	URL string
	// The value of the Host header.
	Host string
	// The request target, path and query, exactly as it was sent: before any decoding or normalisation.
	Target string
	// The headers. Host need not be among them.
	Headers http.Header
	// The time at which the request is checked. Default: now.
	Now time.Time
}

// ReceivedFrom returns a request of net/http as it was sent. Handlers before it must not have changed its RequestURI,
// Host, Method or Header. A request with two hosts, which HTTP/2 allows, gets a second Host header, and is refused.
func ReceivedFrom(request *http.Request) Received {
	received := Received{Method: request.Method, Headers: request.Header}
	isWhole := strings.Contains(request.RequestURI, "://") && !strings.HasPrefix(request.RequestURI, "/")
	if isWhole {
		// Clients of a proxy send the whole URL.
		received.URL = request.RequestURI
	} else {
		received.Host, received.Target = request.Host, request.RequestURI
	}
	// net/http leaves the Host header of HTTP/2 among the headers, and does not compare it, nor a whole URL in :path, with
	// :authority, which is the Host of the request.
	sent := request.Header["Host"]
	if !isWhole && (len(sent) == 0 || len(sent) == 1 && sent[0] == request.Host) {
		return received
	}
	hosts := []string{request.Host}
	for _, host := range sent {
		if host != request.Host {
			hosts = append(hosts, host)
		}
	}
	received.Headers = http.Header{"Host": hosts}
	for name, values := range request.Header {
		if name != "Host" {
			received.Headers[name] = values
		}
	}
	return received
}

// add adds a received request to the memory of a call.
func (s *scratch) addReceived(received *Received) (C.presign_go_received, error) {
	method := received.Method
	if method == "" {
		method = http.MethodGet
	}
	now, err := unixSeconds("Now", received.Now)
	if err != nil {
		return C.presign_go_received{}, err
	}
	if now == 0 {
		now = unixNow()
	}
	s.parts.add(method, received.URL, received.Host, received.Target)
	count := 0
	for name, values := range received.Headers {
		for _, value := range values {
			// A header of another encoding is no reason to refuse a request, unless it is signed: presign signs no DEL. The
			// rest of the value stays, because a Connection header names headers that the next server removes.
			value = strings.ToValidUTF8(value, "\x7f")
			s.parts.add(name, value)
			count++
		}
	}
	return C.presign_go_received{now: C.int64_t(now), headers_count: C.size_t(count)}, nil
}

// size returns how many bytes are enough for every result about the request in the memory.
func (s *scratch) receivedSize() int { return 1024 + 2*len(s.parts.text) }

// Refused says why a request is refused, or a URL cannot be read. errors.Is compares with [ErrRefused].
type Refused struct {
	// Why.
	Reason Reason
	// The HTTP status of an error response: 400, 403 or 500.
	HTTPStatus int
	// AWS's error code: the <Code> of an error response.
	Code string
	// AWS's message: the <Message> of an error response. It can have values of the request in it: escape it as XML.
	Message string
	// For a log: what in the request it is about. It contains no header value, no token and no signature. Empty where
	// the message says it all.
	Detail string
}

// Error returns the reason, the message and the detail.
func (r *Refused) Error() string {
	if r.Detail == "" {
		return "presign: refused: " + r.Reason.String() + ": " + r.Message
	}
	return "presign: refused: " + r.Reason.String() + ": " + r.Message + ": " + r.Detail
}

// Unwrap returns ErrRefused, for errors.Is.
func (r *Refused) Unwrap() error { return ErrRefused }

func refused(out []byte, refusal *C.presign_go_refusal) *Refused {
	return &Refused{
		Reason:     Reason(refusal.reason),
		HTTPStatus: int(refusal.http_status),
		Code:       textIn(out, refusal.code),
		Message:    textIn(out, refusal.message),
		Detail:     textIn(out, refusal.detail),
	}
}
