package presign_test

import (
	"fmt"
	"testing"
	"time"

	"presign.example/presign"
)

// The first links of a second are made without a template and the others with it.
func TestEveryLinkOfASecondIsSignedAtThatSecond(t *testing.T) {
	signer := newSigner(t)
	for round, change := range []func(*presign.Request){
		func(*presign.Request) {},
		func(r *presign.Request) { r.Bucket = "films" },
		func(r *presign.Request) { r.Method = "PUT" },
		func(r *presign.Request) { r.ExpiresIn = time.Minute },
	} {
		shared := hour
		change(&shared)
		call := signer.Get
		if shared.Method == "PUT" {
			call = signer.Put
		}
		for index := range 100 {
			request := shared
			request.Key = fmt.Sprintf("%d/%d ü", round, index)
			before := time.Now().Truncate(time.Second)
			link := must[string](t)(call(request.Bucket, request.Key, request.ExpiresIn))
			after := time.Now()
			request.SignAt = must[time.Time](t)(time.Parse("20060102T150405Z", query(t, link).Get("X-Amz-Date")))
			if request.SignAt.Before(before) || request.SignAt.After(after) {
				t.Fatalf("link %d is signed at %v, between %v and %v", index, request.SignAt, before, after)
			}
			if expected := must[presign.Presigned](t)(signer.Presign(request)).URL; link != expected {
				t.Fatalf("link %d:\ngot      %s\nexpected %s", index, link, expected)
			}
		}
	}
}

func TestAnErrorIsTheSameWithATemplate(t *testing.T) {
	signer := newSigner(t)
	_, first := signer.Get("photos", "\xff", time.Hour)
	for range 50 {
		must[string](t)(signer.Get("photos", "cat.jpg", time.Hour))
	}
	if _, err := signer.Get("photos", "\xff", time.Hour); err == nil || err.Error() != first.Error() {
		t.Errorf("got %v, and %v before", err, first)
	}
}
