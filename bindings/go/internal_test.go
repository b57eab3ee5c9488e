//go:build cgo

package presign

import (
	"errors"
	"strings"
	"testing"
)

// The C library accepts no request without a secret. If it ever did, the request would be refused here.
func TestNothingIsAcceptedWithoutASecret(t *testing.T) {
	if refusal, err := wantsSecret(nil); refusal != nil || err == nil {
		t.Errorf("got %v, %v", refusal, err)
	}
	unknown := &Refused{Reason: ReasonUnknownAccessKey}
	if refusal, err := wantsSecret(unknown); refusal != unknown || err != nil {
		t.Errorf("got %v, %v", refusal, err)
	}
	for _, other := range []error{&Refused{Reason: ReasonExpired}, errors.New("other")} {
		if refusal, err := wantsSecret(other); refusal != nil || err != other {
			t.Errorf("got %v, %v", refusal, err)
		}
	}
}

// A secret key is followed by other texts, for which the memory may have to grow.
func TestMemoryThatIsLeftBehindIsWiped(t *testing.T) {
	secret := "very-secret-key"
	var parts texts
	parts.reset()
	parts.add("access", secret)
	left := parts.text[:cap(parts.text)]
	if !strings.Contains(string(left), secret) {
		t.Fatal("the secret is elsewhere")
	}
	parts.add(strings.Repeat("x", cap(parts.text)))
	if strings.Contains(string(left), secret) {
		t.Error("the old memory has the secret")
	}
	if got := string(parts.text[:parts.offsets[2]]); got != "access"+secret {
		t.Errorf("got %q", got)
	}
	if got := len(parts.text); got != len("access"+secret)+cap(left) {
		t.Errorf("got %d bytes", got)
	}
}
