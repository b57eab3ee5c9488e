package presign_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"testing"
	"text/template"
	"time"

	"presign.example/presign"
)

const (
	someSecret = "very-secret-key"
	someToken  = "very-secret-token"
	someHeader = "very-secret-header"
)

// shownForms returns what programs may print of a value.
func shownForms(t *testing.T, value any) []string {
	t.Helper()
	var shown []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
		shown = append(shown, fmt.Sprintf(verb, value), fmt.Sprintf(verb, []any{value}))
	}
	text, err := json.Marshal(map[string]any{"value": value})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "value", value)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "value", value)
	return append(shown, string(text), log.String())
}

func TestNoPrintedFormShowsASecret(t *testing.T) {
	config := presign.Config{
		AccessKey: "AKIDEXAMPLE", SecretKey: someSecret, SessionToken: someToken, Endpoint: "files.example",
	}
	signer := must[*presign.Signer](t)(presign.New(config))
	secret := presign.Secret{SecretKey: someSecret, SessionToken: someToken}
	settings := presign.VerifierConfig{
		Secrets: presign.StaticSecrets(map[string]presign.Secret{"AKIDEXAMPLE": secret}),
	}
	request := presign.Request{
		Method: "PUT", Bucket: "b", Key: "k", ExpiresIn: time.Hour,
		Headers: http.Header{"X-Amz-Server-Side-Encryption-Customer-Key": {someHeader}}, Query: url.Values{"token": {someToken}},
	}
	shared := request
	shared.Key = ""
	presigned := must[presign.Presigned](t)(signer.Presign(request))
	form := must[presign.Form](t)(signer.PresignPost(presign.PostRequest{Bucket: "b", Key: "k", ExpiresIn: time.Hour}))
	signature := presigned.URL[strings.LastIndex(presigned.URL, "=")+1:]
	formSignature := form.Fields[len(form.Fields)-1].Value
	forbidden := []string{someSecret, someToken, someHeader, signature, formSignature}
	for _, value := range []any{
		config, &config, signer, secret, &secret, map[string]presign.Secret{"a": secret},
		newVerifier(t, settings), must[*presign.Template](t)(signer.Template(shared)),
	} {
		for _, text := range shownForms(t, value) {
			for _, word := range forbidden {
				if strings.Contains(text, word) || strings.Contains(text, fmt.Sprintf("%x", word)) {
					t.Errorf("%T: %s", value, text)
				}
			}
		}
	}
	// These are data, so JSON has all of it.
	for _, value := range []any{request, presigned, &presigned, form, &form, []presign.Form{form}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			for _, word := range forbidden {
				if text := fmt.Sprintf(verb, value); strings.Contains(text, word) {
					t.Errorf("%T: %s", value, text)
				}
			}
		}
	}
	if shown := fmt.Sprint(signer); !strings.Contains(shown, "AKIDEXAMPLE") || !strings.Contains(shown, "https://files.example") {
		t.Errorf("got %s", shown)
	}
}

// Packages that encode any value by its fields. gob is decoded again, which would need the secret.
func TestNoEncodingHasASecret(t *testing.T) {
	config := presign.Config{AccessKey: "AKIDEXAMPLE", SecretKey: someSecret, SessionToken: someToken}
	secret := presign.Secret{SecretKey: someSecret, SessionToken: someToken}
	for _, value := range []any{config, &config, secret, &secret} {
		text, err := xml.Marshal(value)
		if err != nil || bytes.Contains(text, []byte("very-secret")) {
			t.Errorf("%T: %s, %v", value, text, err)
		}
		var encoded bytes.Buffer
		if err := gob.NewEncoder(&encoded).Encode(value); err == nil || bytes.Contains(encoded.Bytes(), []byte("very-secret")) {
			t.Errorf("%T: %q, %v", value, encoded.String(), err)
		}
		var shown strings.Builder
		if err := template.Must(template.New("").Parse("{{.}}")).Execute(&shown, value); err != nil || strings.Contains(shown.String(), "very-secret") {
			t.Errorf("%T: %s, %v", value, shown.String(), err)
		}
	}
}

// A panic of the caller's code ends with the stack of the goroutine, which has arguments as numbers.
func TestNoPanicShowsASecret(t *testing.T) {
	signer := newSigner(t, func(c *presign.Config) { c.SecretKey, c.SessionToken = someSecret, someToken })
	defer func() {
		text := fmt.Sprint(recover()) + string(debug.Stack())
		if strings.Contains(text, "very-secret") || !strings.Contains(text, "AKID") && !strings.Contains(text, "Signer") {
			t.Errorf("got %s", text)
		}
	}()
	panic(signer)
}

func TestNoErrorShowsASecret(t *testing.T) {
	good := presign.Config{AccessKey: "AKIDEXAMPLE", SecretKey: someSecret, SessionToken: someToken}
	for _, change := range []func(*presign.Config){
		func(c *presign.Config) { c.SecretKey += "\n" },
		func(c *presign.Config) { c.SecretKey += "\xff" },
		func(c *presign.Config) { c.SecretKey = " " + someSecret },
		func(c *presign.Config) { c.SessionToken += " " },
		func(c *presign.Config) { c.Region = "no region" },
		func(c *presign.Config) { c.Endpoint = "https://" + someSecret + "@host" },
	} {
		config := good
		change(&config)
		_, err := presign.New(config)
		var found *presign.Error
		if !errors.As(err, &found) {
			t.Fatalf("got %v", err)
		}
		for _, text := range shownForms(t, err) {
			if strings.Contains(text, someSecret) || strings.Contains(text, someToken) {
				t.Error(text)
			}
		}
	}
}
