package presign_test

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"
	"unicode/utf8"

	"presign.example/presign"
)

// FuzzLink signs whatever comes: a call fails with an error of this package, or all ways to sign have one URL, which a
// verifier accepts for the same bucket and key.
func FuzzLink(f *testing.F) {
	f.Add("GET", "photos", "ü//../%2F+ .jpg", "versionId", "v 1", "Content-Type", "image/png", "", int64(3600))
	f.Add("PUT", "photos", "", "uploads", "", "X-Amz-Meta-A", "  a  b ", "token/+=", int64(604800))
	f.Add("get", "a/b", "\xff", "X-Amz-Date", "\x00", "Host", "x\ny", " ", int64(-1))
	f.Fuzz(func(t *testing.T, method, bucket, key, name, value, header, headerValue, token string, seconds int64) {
		for _, version := range []presign.Version{presign.V4, presign.V2} {
			signer, err := presign.New(presign.Config{
				AccessKey: accessKey, SecretKey: secretKey, SessionToken: token, Endpoint: "http://files.example", Version: version,
			})
			if !isOurs(t, err) {
				continue
			}
			request := presign.Request{
				Method: method, Bucket: bucket, Key: key, SignAt: time.Unix(1_700_000_000, 0), ExpiresIn: time.Duration(seconds) * time.Second,
				Query: url.Values{name: {value}}, Headers: http.Header{header: {headerValue}},
			}
			made, err := signer.Presign(request)
			links, batchErr := signer.PresignRequests([]presign.Request{request})
			if isOurs(t, err); key != "" && (err == nil) != (batchErr == nil) {
				t.Fatalf("alone: %v, in a batch: %v", err, batchErr)
			}
			if err != nil {
				continue
			}
			shared := request
			shared.Key = ""
			if key != "" {
				many := must[[]string](t)(signer.PresignMany(shared, []string{key, key}))
				template := must[string](t)(must[*presign.Template](t)(signer.Template(shared)).URL(key))
				for _, link := range append(append(links, many...), template) {
					if link != made.URL {
						t.Fatalf("got %s and %s", made.URL, link)
					}
				}
			}
			verifier := newVerifier(t, presign.VerifierConfig{
				Endpoint: "http://files.example", UnsignedAmzHeaders: true, UnsignedStorageHeaders: true,
				Secrets: presign.StaticSecrets(map[string]presign.Secret{accessKey: {SecretKey: secretKey, SessionToken: token}}),
			})
			received := presign.Received{Method: made.Method, URL: made.URL, Headers: request.Headers, Now: request.SignAt}
			found, err := verifier.Verify(t.Context(), received)
			var refusal *presign.Refused
			if errors.As(err, &refusal) {
				// A verifier is stricter than a signer about what storages read in different ways.
				continue
			}
			if err != nil || found.Bucket != bucket || found.Key != key {
				t.Fatalf("got %+v, %v", found, err)
			}
		}
	})
}

// isOurs reports whether there is no error, and fails for one that is none of this package.
func isOurs(t *testing.T, err error) bool {
	t.Helper()
	var found *presign.Error
	if err != nil && (!errors.As(err, &found) || found.Status == presign.ErrPanic || !utf8.ValidString(err.Error())) {
		t.Fatalf("got %v", err)
	}
	return err == nil
}

// FuzzReceived looks at whatever comes: each function has a result, a refusal or an error of this package.
func FuzzReceived(f *testing.F) {
	link := "https://files.example/photos/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + accessKey +
		"%2F20231114%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20231114T221320Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&" +
		"X-Amz-Signature=0000000000000000000000000000000000000000000000000000000000000000"
	f.Add("GET", link, "", "Accept", "*/*", "<Error><Code>SignatureDoesNotMatch</Code></Error>")
	f.Add("PUT", "/b/k?AWSAccessKeyId="+accessKey+"&Expires=1700000000&Signature=x", "files.example", "X-Amz-Acl", "\xff", `{"Code": "AccessDenied"}`)
	f.Fuzz(func(t *testing.T, method, target, host, header, value, response string) {
		verifier := newVerifier(t, presign.VerifierConfig{})
		received := presign.Received{Method: method, URL: target, Headers: http.Header{header: {value}}, Now: time.Unix(1_700_000_000, 0)}
		if host != "" {
			received.URL, received.Host, received.Target = "", host, target
		}
		check := func(err error) {
			t.Helper()
			if !errors.Is(err, presign.ErrRefused) {
				isOurs(t, err)
			}
		}
		if _, err := verifier.Verify(t.Context(), received); err == nil {
			t.Fatal("a forged link is accepted")
		} else {
			check(err)
		}
		_, err := verifier.Inspect(received)
		check(err)
		_, err = verifier.Explain(t.Context(), received, presign.ExplainOptions{Response: response, ShowValues: true})
		check(err)
		_, err = newSigner(t).PresignPlaylist(hour, response, presign.PlaylistOptions{Nested: target})
		check(err)
	})
}
