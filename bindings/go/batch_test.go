package presign_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"presign.example/presign"
)

func TestABatchHasTheURLsOfSingleCalls(t *testing.T) {
	plain := newSigner(t)
	token := newSigner(t, func(c *presign.Config) { c.SessionToken = strings.Repeat("a+/=", 500) })
	v2 := newSigner(t, func(c *presign.Config) { c.Version = presign.V2 })
	for _, signer := range []*presign.Signer{plain, token, v2} {
		for _, count := range []int{0, 1, 2, 31, 1000, 3001} {
			keys := make([]string, count)
			for index := range keys {
				keys[index] = fmt.Sprintf("%s/ü %d", strings.Repeat("/k", index%300), index)
			}
			shared := presign.Request{Bucket: "photos", ExpiresIn: time.Hour, SignAt: time.Unix(1_700_000_000, 0), VersionID: "v 1"}
			requests := make([]presign.Request, count)
			expected := make([]string, count)
			for index, key := range keys {
				requests[index] = shared
				requests[index].Key = key
				expected[index] = must[presign.Presigned](t)(signer.Presign(requests[index])).URL
			}
			for threads := range 3 {
				if links := must[[]string](t)(signer.PresignMany(shared, keys, presign.Threads(threads))); !slices.Equal(links, expected) {
					t.Errorf("PresignMany of %d keys differs", count)
				}
				if links := must[[]string](t)(signer.PresignRequests(requests, presign.Threads(threads))); !slices.Equal(links, expected) {
					t.Errorf("PresignRequests of %d requests differs", count)
				}
			}
			if links, err := collect(signer.PresignManySeq(shared, slices.Values(keys))); err != nil || !slices.Equal(links, expected) {
				t.Errorf("PresignManySeq of %d keys differs: %v", count, err)
			}
			if links, err := collect(signer.PresignRequestsSeq(slices.Values(requests))); err != nil || !slices.Equal(links, expected) {
				t.Errorf("PresignRequestsSeq of %d requests differs: %v", count, err)
			}
			template := must[*presign.Template](t)(signer.Template(shared))
			if signer == v2 || template.ExpiresAt().Equal(shared.SignAt.Add(time.Hour)) {
				for index, key := range keys {
					if link := must[string](t)(template.URL(key)); link != expected[index] {
						t.Fatalf("the template's URL differs: %s", link)
					}
				}
			} else {
				t.Errorf("the template expires at %v", template.ExpiresAt())
			}
		}
	}
}

func collect(links iter.Seq2[string, error]) ([]string, error) {
	var all []string
	for link, err := range links {
		if err != nil {
			return all, err
		}
		all = append(all, link)
	}
	return all, nil
}

func TestAnIteratorYieldsTheURLsBeforeTheFirstWrongKey(t *testing.T) {
	signer := newSigner(t)
	shared := presign.Request{Bucket: "photos", ExpiresIn: time.Hour}
	for _, wrong := range []int{0, 1, 999, 1000, 1001, 2500} {
		keys := slices.Repeat([]string{"k"}, 3000)
		keys[wrong] = ""
		requests := make([]presign.Request, len(keys))
		for index, key := range keys {
			requests[index] = presign.Request{Bucket: "photos", Key: key, ExpiresIn: time.Hour}
		}
		for name, seq := range map[string]iter.Seq2[string, error]{
			"keys":     signer.PresignManySeq(shared, slices.Values(keys)),
			"requests": signer.PresignRequestsSeq(slices.Values(requests)),
		} {
			links, err := collect(seq)
			var found *presign.Error
			if len(links) != wrong || !errors.As(err, &found) || found.Index != wrong || !errors.Is(err, presign.ErrKey) {
				t.Errorf("%s, %d: got %d links, then %v", name, wrong, len(links), err)
			}
			if !strings.Contains(fmt.Sprint(err), fmt.Sprintf("item number %d,", wrong)) {
				t.Errorf("got %v", err)
			}
		}
	}
}

func TestAnIteratorStopsWhereTheLoopDoes(t *testing.T) {
	signer := newSigner(t)
	taken := 0
	keys := func(yield func(string) bool) {
		for yield("k") {
			taken++
		}
	}
	seen := 0
	for _, err := range signer.PresignManySeq(presign.Request{Bucket: "photos", ExpiresIn: time.Hour}, keys) {
		if err != nil {
			t.Fatal(err)
		}
		if seen++; seen == 1500 {
			break
		}
	}
	if taken > 3000 {
		t.Errorf("%d keys were taken for %d links", taken, seen)
	}
	signer.Close()
	_, err := collect(signer.PresignManySeq(presign.Request{Bucket: "photos", ExpiresIn: time.Hour}, keys))
	if !errors.Is(err, presign.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestOneWrongItemInAnIteratorOfOneIsItsIndex(t *testing.T) {
	_, err := collect(newSigner(t).PresignManySeq(presign.Request{Bucket: "photos", ExpiresIn: time.Hour}, slices.Values([]string{"\xff"})))
	var found *presign.Error
	if !errors.As(err, &found) || found.Index != 0 || found.Status != presign.ErrUTF8 {
		t.Errorf("got %v", err)
	}
}
