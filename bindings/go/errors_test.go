package presign_test

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"presign.example/presign"
)

func TestAWrongConfigIsAnErrorOfItsKind(t *testing.T) {
	good := presign.Config{AccessKey: accessKey, SecretKey: secretKey}
	for name, test := range map[string]struct {
		change   func(*presign.Config)
		expected presign.Status
	}{
		"no access key":         {func(c *presign.Config) { c.AccessKey = "" }, presign.ErrCredentials},
		"no secret key":         {func(c *presign.Config) { c.SecretKey = "" }, presign.ErrCredentials},
		"a token with a space":  {func(c *presign.Config) { c.SessionToken = " token" }, presign.ErrCredentials},
		"a region with a space": {func(c *presign.Config) { c.Region = "no region" }, presign.ErrRegion},
		"an endpoint of ftp":    {func(c *presign.Config) { c.Endpoint = "ftp://host" }, presign.ErrEndpoint},
		"no such addressing":    {func(c *presign.Config) { c.Addressing = 99 }, presign.ErrChoice},
		"no such version":       {func(c *presign.Config) { c.Version = 3 }, presign.ErrChoice},
		"a negative limit":      {func(c *presign.Config) { c.MaxExpiresIn = -time.Second }, presign.ErrExpires},
		"a limit of 1.5 s":      {func(c *presign.Config) { c.MaxExpiresIn = 1500 * time.Millisecond }, presign.ErrExpires},
		"an expiry before 1970": {func(c *presign.Config) { c.CredentialsExpireAt = time.Unix(-5, 0) }, presign.ErrTime},
		"an expiry in 10000":    {func(c *presign.Config) { c.CredentialsExpireAt = time.Unix(253402300800, 0) }, presign.ErrTime},
		"text that is no UTF-8": {func(c *presign.Config) { c.AccessKey = "AKIA\xff" }, presign.ErrUTF8},
		"version 2 in a region of AWS that lacks it": {
			func(c *presign.Config) { c.Version, c.Region = presign.V2, "eu-central-1" }, presign.ErrVersion2,
		},
	} {
		config := good
		test.change(&config)
		signer, err := presign.New(config)
		if signer != nil || !errors.Is(err, test.expected) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAWrongRequestIsAnErrorOfItsKindInEveryMethod(t *testing.T) {
	v4 := newSigner(t)
	soon := newSigner(t, func(c *presign.Config) { c.CredentialsExpireAt = time.Now().Add(time.Minute) })
	for name, test := range map[string]struct {
		signer   *presign.Signer
		change   func(*presign.Request)
		expected presign.Status
	}{
		"no bucket":               {v4, func(r *presign.Request) { r.Bucket = "" }, presign.ErrBucket},
		"a bucket with a slash":   {v4, func(r *presign.Request) { r.Bucket = "a/b" }, presign.ErrBucket},
		"a key of 1025 bytes":     {v4, func(r *presign.Request) { r.Key = strings.Repeat("k", 1025) }, presign.ErrKey},
		"a key that is no UTF-8":  {v4, func(r *presign.Request) { r.Key = "a\xed\xa0\x80" }, presign.ErrUTF8},
		"a method in lower case":  {v4, func(r *presign.Request) { r.Method = "get" }, presign.ErrMethod},
		"no expiry":               {v4, func(r *presign.Request) { r.ExpiresIn = 0 }, presign.ErrExpires},
		"two expiries":            {v4, func(r *presign.Request) { r.ExpiresAt = time.Now().Add(time.Hour) }, presign.ErrExpires},
		"a negative lifetime":     {v4, func(r *presign.Request) { r.ExpiresIn = -time.Second }, presign.ErrExpires},
		"a lifetime of 1.5 s":     {v4, func(r *presign.Request) { r.ExpiresIn = 1500 * time.Millisecond }, presign.ErrExpires},
		"more than seven days":    {v4, func(r *presign.Request) { r.ExpiresIn = 604801 * time.Second }, presign.ErrExpires},
		"the longest duration":    {v4, func(r *presign.Request) { r.ExpiresIn = time.Duration(math.MaxInt64).Truncate(time.Second) }, presign.ErrExpires},
		"a negative window":       {v4, func(r *presign.Request) { r.StableFor = -time.Second }, presign.ErrExpires},
		"an expiry in the past":   {v4, func(r *presign.Request) { r.ExpiresIn, r.ExpiresAt = 0, time.Unix(5, 0) }, presign.ErrExpiresInPast},
		"an expiry of 1970":       {v4, func(r *presign.Request) { r.ExpiresIn, r.ExpiresAt = 0, time.Unix(0, 0) }, presign.ErrTime},
		"a signing time of 1970":  {v4, func(r *presign.Request) { r.SignAt = time.Unix(0, 0) }, presign.ErrTime},
		"a signing time of 10000": {v4, func(r *presign.Request) { r.SignAt = time.Unix(253402300800, 0) }, presign.ErrTime},
		"a parameter of signing":  {v4, func(r *presign.Request) { r.Query = url.Values{"X-Amz-Date": {"x"}} }, presign.ErrQuery},
		"a parameter, no UTF-8":   {v4, func(r *presign.Request) { r.Query = url.Values{"a": {"\xff"}} }, presign.ErrUTF8},
		"the header Host":         {v4, func(r *presign.Request) { r.Headers = http.Header{"Host": {"x"}} }, presign.ErrHeader},
		"a header twice":          {v4, func(r *presign.Request) { r.Headers = http.Header{"X-A": {"1", "2"}} }, presign.ErrHeader},
		"a header with a newline": {v4, func(r *presign.Request) { r.Headers = http.Header{"X-A": {"1\n2"}} }, presign.ErrHeader},
		"part 10001":              {v4, func(r *presign.Request) { r.PartNumber = 10001 }, presign.ErrQuery},
		"a version twice":         {v4, func(r *presign.Request) { r.VersionID, r.Query = "1", url.Values{"versionId": {"2"}} }, presign.ErrQuery},
		"a file name for PUT":     {v4, func(r *presign.Request) { r.Method, r.Filename = "PUT", "a" }, presign.ErrQuery},
		"a file name and its header": {
			v4, func(r *presign.Request) { r.Filename, r.ResponseContentDisposition = "a", "inline" }, presign.ErrQuery,
		},
		"a disposition without a file name": {v4, func(r *presign.Request) { r.Disposition = presign.Inline }, presign.ErrQuery},
		"a disposition that does not exist": {
			v4, func(r *presign.Request) { r.Filename, r.Disposition = "a", 7 }, presign.ErrChoice,
		},
		"a link that outlives the credentials": {soon, func(*presign.Request) {}, presign.ErrCredentialsExpire},
	} {
		request := hour
		test.change(&request)
		made, err := test.signer.Presign(request)
		if made.URL != "" || !errors.Is(err, test.expected) {
			t.Errorf("%s: Presign: got %v", name, err)
		}
		var found *presign.Error
		if !errors.As(err, &found) || found.Status != test.expected || found.Index != -1 || found.Message == "" {
			t.Errorf("%s: Presign: got %#v", name, err)
		}
		links, err := test.signer.PresignRequests([]presign.Request{hour, request})
		if links != nil || !errors.As(err, &found) || found.Status != test.expected {
			// The first request is wrong too where the signer is.
			t.Errorf("%s: PresignRequests: got %v", name, err)
		} else if test.signer == v4 && found.Index != 1 {
			t.Errorf("%s: PresignRequests: got index %d", name, found.Index)
		}
		if request.Key != hour.Key {
			continue
		}
		request.Key = ""
		links, err = test.signer.PresignMany(request, []string{"a"})
		if links != nil || !errors.Is(err, test.expected) {
			t.Errorf("%s: PresignMany: got %v", name, err)
		}
	}
}

func TestAnEmptyKeyIsForPresignAlone(t *testing.T) {
	signer := newSigner(t)
	for name, method := range map[string]func(string, string, time.Duration) (string, error){
		"Get": signer.Get, "Put": signer.Put, "Head": signer.Head, "Delete": signer.Delete,
	} {
		if link, err := method("photos", "", time.Hour); link != "" || !errors.Is(err, presign.ErrKey) {
			t.Errorf("%s: got %v", name, err)
		}
		if link, err := method("photos", "k", 0); link != "" || !errors.Is(err, presign.ErrExpires) {
			t.Errorf("%s: got %v", name, err)
		}
		if link, err := method("photos", "k", 1500*time.Millisecond); link != "" || !errors.Is(err, presign.ErrExpires) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	bucket := must[presign.Presigned](t)(signer.Presign(presign.Request{Bucket: "photos", ExpiresIn: time.Hour}))
	if !strings.HasPrefix(bucket.URL, "https://files.example/photos/?X-Amz-") {
		t.Errorf("got %s", bucket.URL)
	}
	if _, err := signer.PresignMany(hour, []string{"a"}); !errors.Is(err, presign.ErrKey) {
		t.Errorf("a request with a key: got %v", err)
	}
}

func TestTheIndexOfTheFirstWrongKeyIsReported(t *testing.T) {
	signer := newSigner(t)
	shared := presign.Request{Bucket: "photos", ExpiresIn: time.Hour}
	for _, wrong := range []string{"", strings.Repeat("k", 1025), "\xff"} {
		keys := slices.Repeat([]string{"k"}, 50)
		keys[17], keys[30] = wrong, wrong
		links, err := signer.PresignMany(shared, keys)
		var found *presign.Error
		if links != nil || !errors.As(err, &found) || found.Index != 17 {
			t.Errorf("%.5q: got %v", wrong, err)
			continue
		}
		if strings.Contains(found.Message, "number") || strings.Count(err.Error(), "item number 17,") != 1 {
			t.Errorf("got %q and %q", found.Message, err)
		}
	}
}

func TestAnErrorNamesTheValueAndTheLimit(t *testing.T) {
	_, err := newSigner(t).Get("photos", "k", 604801*time.Second)
	if err == nil || !strings.Contains(err.Error(), "604801") || !strings.Contains(err.Error(), "604800") {
		t.Errorf("got %v", err)
	}
	if presign.ErrKey.String() != "key" || !strings.HasPrefix(presign.ErrKey.Error(), "presign: the key is empty") {
		t.Errorf("got %q, %q", presign.ErrKey.String(), presign.ErrKey.Error())
	}
	wrapped := fmt.Errorf("page: %w", err)
	if !errors.Is(wrapped, presign.ErrExpires) || errors.Is(wrapped, presign.ErrKey) {
		t.Errorf("got %v", wrapped)
	}
}

// What Go has no name for: mistakes that this module cannot make, the header's versions, and what zero values stand for.
var notInGo = regexp.MustCompile(`^PRESIGN_(VERSION_|ABI_|API$|NODISCARD$|STR$|H$|STATIC$|SIGNATURE_DEFAULT$|SEPARATOR_|` +
	`ERROR_MESSAGE_SIZE$|OK$|ERR_NULL_POINTER$|ERR_STRUCT_SIZE$|ERR_OFFSETS$)`)

func TestEveryConstantOfTheHeaderIsUsed(t *testing.T) {
	header, err := os.ReadFile("../../include/presign.h")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var sources strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources.Write(text)
	}
	constants := regexp.MustCompile(`(?m)^ *# *define (PRESIGN_\w+)`).FindAllStringSubmatch(string(header), -1)
	if len(constants) < 100 {
		t.Fatalf("found %d constants", len(constants))
	}
	for _, constant := range constants {
		isUsed := regexp.MustCompile(`\bC\.` + constant[1] + `\b`).MatchString(sources.String())
		if !isUsed && !notInGo.MatchString(constant[1]) {
			t.Errorf("%s has no name in Go", constant[1])
		}
	}
}
