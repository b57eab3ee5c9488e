package presign_test

import (
	"testing"
	"time"

	"presign.example/presign"
)

// AWS's example keys, which its documentation uses.
const (
	accessKey = "AKIAIOSFODNN7EXAMPLE"
	secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// newSigner returns a signer for a storage, with what a test changes.
func newSigner(t testing.TB, changes ...func(*presign.Config)) *presign.Signer {
	t.Helper()
	config := presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"}
	for _, change := range changes {
		change(&config)
	}
	signer, err := presign.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

func newVerifier(t testing.TB, config presign.VerifierConfig) *presign.Verifier {
	t.Helper()
	if config.Secrets == nil {
		config.Secrets = presign.StaticSecrets(map[string]presign.Secret{accessKey: {SecretKey: secretKey}})
	}
	verifier, err := presign.NewVerifier(config)
	if err != nil {
		t.Fatal(err)
	}
	return verifier
}

func must[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

var hour = presign.Request{Bucket: "photos", Key: "cat.jpg", ExpiresIn: time.Hour}
