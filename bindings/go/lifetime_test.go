package presign_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"presign.example/presign"
)

func TestCloseMayBeCalledTwiceAndEndsEveryMethod(t *testing.T) {
	signer := newSigner(t)
	shared := presign.Request{Bucket: "photos", ExpiresIn: time.Hour}
	template := must[*presign.Template](t)(signer.Template(shared))
	for range 2 {
		if err := signer.Close(); err != nil {
			t.Fatal(err)
		}
	}
	verifier := newVerifier(t, presign.VerifierConfig{})
	for range 2 {
		if err := verifier.Close(); err != nil {
			t.Fatal(err)
		}
	}
	received := presign.Received{URL: "https://files.example/photos/cat.jpg"}
	for name, call := range map[string]func() error{
		"Get":             func() error { _, err := signer.Get("b", "k", time.Hour); return err },
		"Put":             func() error { _, err := signer.Put("b", "k", time.Hour); return err },
		"Presign":         func() error { _, err := signer.Presign(hour); return err },
		"PresignMany":     func() error { _, err := signer.PresignMany(shared, []string{"k"}); return err },
		"PresignRequests": func() error { _, err := signer.PresignRequests([]presign.Request{hour}); return err },
		"Template":        func() error { _, err := signer.Template(shared); return err },
		"PresignPlaylist": func() error {
			_, err := signer.PresignPlaylist(hour, "#EXTM3U\n", presign.PlaylistOptions{})
			return err
		},
		"PresignPost":      func() error { _, err := signer.PresignPost(presign.PostRequest{}); return err },
		"Verify":           func() error { _, err := verifier.Verify(context.Background(), received); return err },
		"Verifier.Inspect": func() error { _, err := verifier.Inspect(received); return err },
		"Verifier.Explain": func() error {
			_, err := verifier.Explain(context.Background(), received, presign.ExplainOptions{})
			return err
		},
	} {
		if err := call(); !errors.Is(err, presign.ErrClosed) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	// What was made before does not need the signer.
	must[string](t)(template.URL("cat.jpg"))
	if shown := fmt.Sprint(signer); !strings.Contains(shown, accessKey) {
		t.Errorf("got %s", shown)
	}
}

func TestGoroutinesShareASignerWhichOneOfThemCloses(t *testing.T) {
	for range 20 {
		signer := newSigner(t)
		request := hour
		request.SignAt = time.Unix(1_700_000_000, 0)
		expected := must[presign.Presigned](t)(signer.Presign(request)).URL
		var group sync.WaitGroup
		for worker := range 8 {
			group.Add(1)
			go func() {
				defer group.Done()
				for call := range 200 {
					made, err := signer.Presign(request)
					if err == nil && made.URL != expected {
						t.Errorf("got %s", made.URL)
					}
					if err != nil && !errors.Is(err, presign.ErrClosed) {
						t.Error(err)
					}
					if worker == 0 && call == 100 {
						signer.Close()
						runtime.GC()
					}
				}
			}()
		}
		group.Wait()
	}
}

func TestGoroutinesShareTheMemoryOfCalls(t *testing.T) {
	signer := newSigner(t)
	verifier := newVerifier(t, presign.VerifierConfig{})
	var group sync.WaitGroup
	for worker := range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			bucket := "bucket-" + strconv.Itoa(worker)
			for call := range 100 {
				keys := slices.Repeat([]string{fmt.Sprintf("%d/%d", worker, call)}, 1+call)
				links, err := signer.PresignMany(presign.Request{Bucket: bucket, ExpiresIn: time.Hour}, keys)
				if err != nil || len(links) != len(keys) {
					t.Error(err)
					return
				}
				runtime.Gosched()
				for _, link := range links {
					found, err := verifier.Verify(context.Background(), presign.Received{URL: link})
					if err != nil || found.Bucket != bucket || found.Key != keys[0] {
						t.Errorf("got %v, %v", found, err)
						return
					}
				}
			}
		}()
	}
	group.Wait()
}

// residentMemory returns the bytes of memory that the process has.
func residentMemory(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("needs /proc/self/statm of Linux")
	}
	pages, err := strconv.Atoi(strings.Fields(string(text))[1])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}

func TestMemoryDoesNotGrow(t *testing.T) {
	calls := 1_000_000
	if testing.Short() {
		calls = 100_000
	}
	signer := newSigner(t)
	verifier := newVerifier(t, presign.VerifierConfig{})
	shared := presign.Request{Bucket: "photos", ExpiresIn: time.Hour}
	keys := slices.Repeat([]string{"2026/cat.jpg"}, 1000)
	link := must[string](t)(signer.Get("photos", "cat.jpg", time.Hour))
	for name, test := range map[string]struct {
		every int
		call  func()
	}{
		"links":         {1, func() { must[string](t)(signer.Get("photos", "cat.jpg", time.Hour)) }},
		"failing calls": {1, func() { _, _ = signer.Get("photos", "\xff", time.Hour) }},
		"requests":      {1, func() { must[presign.Presigned](t)(signer.Presign(hour)) }},
		"verified links": {1, func() {
			must[presign.Verified](t)(verifier.Verify(context.Background(), presign.Received{URL: link}))
		}},
		"batches": {1000, func() { must[[]string](t)(signer.PresignMany(shared, keys)) }},
		// Nobody closes every second one.
		"signers":   {10, func() { newSigner(t).Close(); newSigner(t) }},
		"templates": {10, func() { must[*presign.Template](t)(signer.Template(shared)) }},
	} {
		count := calls / test.every
		for range count / 10 {
			test.call()
		}
		runtime.GC()
		before := residentMemory(t)
		for range count {
			test.call()
		}
		runtime.GC()
		// What a call leaks is at least a text of 100 bytes, or an object of a thousand.
		if grown := residentMemory(t) - before; grown > 40<<20 {
			t.Errorf("%s: the process has %d bytes more after %d calls", name, grown, count)
		}
	}
}
