package awss3

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// rotating is a provider whose keys change.
type rotating struct{ turn, calls atomic.Int64 }

func (r *rotating) Retrieve(context.Context) (aws.Credentials, error) {
	r.calls.Add(1)
	turn := strconv.FormatInt(r.turn.Load(), 10)
	return aws.Credentials{AccessKeyID: "AKID" + turn, SecretAccessKey: "hidden" + turn, SessionToken: "token" + turn}, nil
}

func TestEachLinkIsSignedWithTheKeysThatTheProviderReturnsThen(t *testing.T) {
	provider := new(rotating)
	ours, theirs := clients(options(func(o *s3.Options) { o.Credentials = provider }))
	for turn := range 5 {
		provider.turn.Store(int64(turn % 3))
		for range 2 * linksWithoutTemplate {
			made := compare(t, ours, theirs, "rotating", get(t, "example-bucket", "k"))
			if !strings.Contains(made.URL, fmt.Sprintf("X-Amz-Credential=AKID%d%%2F", turn%3)) {
				t.Fatalf("turn %d: got %s", turn, made.URL)
			}
		}
	}
	before := provider.calls.Load()
	if _, err := get(t, "example-bucket", "k")(ours); err != nil || provider.calls.Load() != before+1 {
		t.Errorf("%d calls of the provider for a link: %v", provider.calls.Load()-before, err)
	}
}

func TestALinkHasTheTimeAndTheLifetimeOfItsCall(t *testing.T) {
	ours, theirs := clients(options())
	if _, err := get(t, "example-bucket", "k")(ours); err != nil {
		t.Fatal(err)
	}
	place := ours.current.Load().all[getObjectNumber]["example-bucket"]
	for _, of := range []struct{ second, lifetime int64 }{{1, 60}, {2, 60}, {2, 3600}, {1, 60}} {
		now, lifetime := time.Unix(1_800_000_000+of.second, 999_999_999), time.Duration(of.lifetime)*time.Second
		for range 2 * linksWithoutTemplate {
			made, err := place.link(request{bucket: "example-bucket", key: "k"}, lifetime, now)
			if err != nil {
				t.Fatal(err)
			}
			expected, err := get(t, "example-bucket", "k")(theirs, signedBy(now), s3.WithPresignExpires(lifetime))
			if err != nil {
				t.Fatal(err)
			}
			if made.URL != expected.URL {
				t.Fatalf("got %s, expected %s", made.URL, expected.URL)
			}
		}
		if place.latest.Load().template.Load() == nil {
			t.Error("many links of a second were made without a template")
		}
	}
}

func TestOneSecretOfDifferentAccessKeysIsNotTakenForAnother(t *testing.T) {
	keys := aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: secretKey}
	ours, theirs := clients(options(func(o *s3.Options) {
		o.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return keys, nil })
	}))
	for _, change := range []func(){
		func() {}, func() { keys.AccessKeyID += "2" }, func() { keys.SecretAccessKey += "2" }, func() { keys.SessionToken = "token" },
	} {
		change()
		compare(t, ours, theirs, "changed", get(t, "example-bucket", "k"))
	}
}

func TestAllGoroutinesCanUseAClientWhileKeysChange(t *testing.T) {
	provider := new(rotating)
	ours, theirs := clients(options(func(o *s3.Options) { o.Credentials = provider }))
	var group sync.WaitGroup
	failures := make(chan string, 8)
	for goroutine := range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for index := range 300 {
				if goroutine == 0 {
					provider.turn.Add(1)
				}
				bucket := "bucket-" + strconv.Itoa(index%7)
				made, err := get(t, bucket, "k")(ours)
				if err != nil || !strings.HasPrefix(made.URL, "https://"+bucket+".s3.eu-central-1.amazonaws.com/k?") {
					failures <- fmt.Sprint(made, err)
					return
				}
				made.SignedHeader.Set("Host", "changed by the caller")
			}
		}()
	}
	group.Wait()
	close(failures)
	for failure := range failures {
		t.Error(failure)
	}
	compare(t, ours, theirs, "afterwards", get(t, "bucket-1", "k"))
}

func TestACallerMayChangeWhatALinkReturns(t *testing.T) {
	ours, theirs := clients(options())
	for _, input := range []s3.PutObjectInput{{}, {ACL: "private"}, {Metadata: map[string]string{"a": "b"}}} {
		input.Bucket, input.Key = aws.String("example-bucket"), aws.String("k")
		for range 2 {
			made := compare(t, ours, theirs, "changed", calling(t, presigner.PresignPutObject, input))
			for name := range made.SignedHeader {
				made.SignedHeader[name][0] = "changed"
			}
			clear(made.SignedHeader)
		}
	}
}

func TestTheNumberOfPlacesIsBounded(t *testing.T) {
	ours, theirs := clients(options())
	for index := range mostPlaces + 10 {
		if _, err := get(t, "bucket-"+strconv.Itoa(index), "k")(ours); err != nil {
			t.Fatal(err)
		}
		if remembered := len(ours.current.Load().all[getObjectNumber]); remembered > mostPlaces {
			t.Fatalf("%d places are remembered", remembered)
		}
	}
	compare(t, ours, theirs, "afterwards", get(t, "bucket-1", "k"))
}

func TestNothingThatIsPrintedHasTheSecret(t *testing.T) {
	ours, _ := clients(options(func(o *s3.Options) { o.Credentials = static("hidden-token") }))
	_, err := get(t, "example-bucket", "\xff")(ours)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(verb+verb, ours, err); strings.Contains(text, secretKey[:20]) || strings.Contains(text, "hidden-token") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}
