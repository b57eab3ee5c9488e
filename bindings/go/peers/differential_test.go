package peers

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/encoding/httpbinding"

	"presign.example/presign"
)

// random requests, whose seed is printed. PRESIGN_TEST_SEED=N repeats a run, PRESIGN_TEST_CASES=N makes it longer.
type random struct{ *rand.Rand }

func newRandom(t *testing.T) (random, int) {
	t.Helper()
	number := func(name string, otherwise uint64) uint64 {
		text, given := os.LookupEnv(name)
		if !given {
			return otherwise
		}
		value, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return value
	}
	seed := number("PRESIGN_TEST_SEED", rand.Uint64N(1_000_000_007))
	// Where a failure shows it.
	t.Logf("PRESIGN_TEST_SEED=%d", seed)
	return random{rand.New(rand.NewPCG(seed, 0))}, int(number("PRESIGN_TEST_CASES", 1000))
}

func choice[T any](draw random, items ...T) T { return items[draw.IntN(len(items))] }

var pieces = []string{
	"a", "Z", "0", "/", "//", ".", "..", "/./", "/../", " ", "+", "%", "%2F", "&", "=", "?", "#", "~", "*", "'", "(", ")", `"`,
	"<", `\`, "\n", "\t", "\x7f", "é", "ß", "日本", "\U0001F600", "\ufffd", "!", ":", ";", ",", "@", "$", "|", "[", "^", "`",
}

func (r random) text(most int) string {
	var text strings.Builder
	for range 1 + r.IntN(most) {
		text.WriteString(choice(r, pieces...))
	}
	return text.String()
}

func (r random) time() time.Time { return time.Unix(1_600_000_000+r.Int64N(300_000_000), 0).UTC() }

// split returns a URL without its query, and the parameters in order of their text.
func split(link string) (string, []string) {
	path, query, _ := strings.Cut(link, "?")
	parameters := strings.Split(query, "&")
	slices.Sort(parameters)
	return path, parameters
}

// compare reports a link that is not the other library's but for the order of its query.
func compare(t *testing.T, name, ours, theirs string) {
	t.Helper()
	ourPath, ourQuery := split(ours)
	theirPath, theirQuery := split(theirs)
	if ourPath != theirPath || !slices.Equal(ourQuery, theirQuery) {
		t.Fatalf("%s:\nours   %s\ntheirs %s", name, ours, theirs)
	}
}

// further returns the query parameters of a link that are not the signature's own, which SDKs add.
func further(t *testing.T, link string) url.Values {
	t.Helper()
	parsed, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	query := parsed.Query()
	for _, name := range []string{"Algorithm", "Credential", "Date", "Expires", "Security-Token", "SignedHeaders", "Signature"} {
		query.Del("X-Amz-" + name)
	}
	return query
}

func TestRandomRequestsHaveTheSignaturesOfV4Signer(t *testing.T) {
	draw, cases := newRandom(t)
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	for range cases {
		region := choice(draw, "us-east-1", "eu-central-1", "x")
		scheme := choice(draw, "http", "https")
		host := choice(draw, "files.example", "127.0.0.1:9000", "[::1]:8443")
		token := choice(draw, "", "token/+=")
		request := presign.Request{
			Method: choice(draw, "GET", "PUT", "HEAD", "DELETE", "POST", "OPTIONS"), Bucket: "example-bucket", Key: draw.text(12),
			ExpiresIn: time.Duration(1+draw.IntN(604_800)) * time.Second, SignAt: draw.time(), Query: url.Values{}, Headers: http.Header{},
		}
		for range draw.IntN(4) {
			// AWS sorts what is encoded; v4.Signer sorts before it encodes. These names have one order.
			request.Query.Set(choice(draw, "versionId", "a b", "response-content-type", "uploads"), choice(draw, "", draw.text(5)))
		}
		for range draw.IntN(3) {
			// v4.Signer signs these; x-amz-* headers move to the query there.
			request.Headers.Set(choice(draw, "Content-Type", "Content-Md5", "If-Match"), choice(draw, "text/plain", "a  b", "x=1; y=2"))
		}

		theirs, err := http.NewRequest(request.Method, scheme+"://"+host, nil)
		if err != nil {
			t.Fatal(err)
		}
		theirs.URL.Opaque = "//" + host + "/example-bucket/" + httpbinding.EscapePath(request.Key, false)
		query := url.Values{"X-Amz-Expires": {strconv.Itoa(int(request.ExpiresIn / time.Second))}}
		for name, values := range request.Query {
			query[name] = values
		}
		theirs.URL.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20")
		theirs.Header = request.Headers.Clone()
		credentials := aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: secretKey, SessionToken: token}
		expected, _, err := signer.PresignHTTP(t.Context(), credentials, theirs, "UNSIGNED-PAYLOAD", "s3", region, request.SignAt)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := presign.New(presign.Config{
			AccessKey: accessKey, SecretKey: secretKey, SessionToken: token, Region: region, Endpoint: scheme + "://" + host,
			Addressing: presign.AddressingPath,
		})
		if err != nil {
			t.Fatal(err)
		}
		made, err := ours.Presign(request)
		if err != nil {
			t.Fatalf("%v: %v", request, err)
		}
		compare(t, request.Key, made.URL, expected)
	}
}

func TestRandomRequestsHaveTheLinksOfPresignClient(t *testing.T) {
	draw, cases := newRandom(t)
	for range cases {
		region := choice(draw, "us-east-1", "eu-central-1", "sa-east-1")
		endpoint := choice(draw, "", "https://files.example", "http://127.0.0.1:9000")
		token := choice(draw, "", "token/+=")
		bucket := "example-bucket"
		// The SDK joins a key that begins with a slash to the path in another way.
		key := "k" + draw.text(12)
		request := presign.Request{Bucket: bucket, Key: key, SignAt: draw.time(), ExpiresIn: time.Duration(1+draw.IntN(604_800)) * time.Second}
		client := s3.NewPresignClient(sdkClient(region, endpoint, token), func(o *s3.PresignOptions) {
			o.Expires = request.ExpiresIn
			o.Presigner = at{v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }), request.SignAt}
		})
		var theirs *v4.PresignedHTTPRequest
		var err error
		value, other := draw.text(5), draw.text(5)
		switch draw.IntN(6) {
		case 0:
			theirs, err = client.PresignGetObject(t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: &key})
		case 1:
			request.ResponseContentType, request.ResponseContentDisposition, request.VersionID = value, other, value
			theirs, err = client.PresignGetObject(t.Context(), &s3.GetObjectInput{
				Bucket: &bucket, Key: &key, ResponseContentType: &value, ResponseContentDisposition: &other, VersionId: &value,
			})
		case 2:
			request.Method = "HEAD"
			theirs, err = client.PresignHeadObject(t.Context(), &s3.HeadObjectInput{Bucket: &bucket, Key: &key})
		case 3:
			request.Method = "DELETE"
			theirs, err = client.PresignDeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &bucket, Key: &key})
		case 4:
			// Without a body the SDK signs no Content-Type.
			request.Method = "PUT"
			request.Headers = http.Header{"X-Amz-Meta-A": {"b  c"}}
			theirs, err = client.PresignPutObject(t.Context(), &s3.PutObjectInput{
				Bucket: &bucket, Key: &key, Metadata: map[string]string{"a": "b  c"},
			})
		case 5:
			request.Method, request.UploadID, request.PartNumber = "PUT", value, 1+draw.IntN(10_000)
			theirs, err = client.PresignUploadPart(t.Context(), &s3.UploadPartInput{
				Bucket: &bucket, Key: &key, UploadId: &value, PartNumber: aws.Int32(int32(request.PartNumber)),
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		// The SDK adds the operation's name and others to the query, and moves x-amz-* headers there.
		request.Query = further(t, theirs.URL)
		for _, name := range []string{"response-content-type", "response-content-disposition", "versionId", "uploadId", "partNumber"} {
			request.Query.Del(name)
		}
		for name := range request.Headers {
			if request.Query.Has(name) {
				request.Headers.Del(name)
			}
		}
		config := presign.Config{AccessKey: accessKey, SecretKey: secretKey, SessionToken: token, Region: region, Endpoint: endpoint}
		ours, err := presign.New(config)
		if err != nil {
			t.Fatal(err)
		}
		made, err := ours.Presign(request)
		if err != nil {
			t.Fatalf("%v: %v", request, err)
		}
		compare(t, key, made.URL, theirs.URL)
		if made.Method != theirs.Method {
			t.Errorf("got %s, expected %s", made.Method, theirs.Method)
		}
		for name := range theirs.SignedHeader {
			if name != "Host" && made.Headers.Get(name) != theirs.SignedHeader.Get(name) {
				t.Errorf("got headers %v, expected %v", made.Headers, theirs.SignedHeader)
			}
		}
	}
}

func TestRandomRequestsHaveTheLinksOfMinio(t *testing.T) {
	draw, cases := newRandom(t)
	for range cases {
		region := choice(draw, "us-east-1", "eu-central-1")
		host := choice(draw, "files.example", "127.0.0.1:9000")
		token := choice(draw, "", "token/+=")
		secure := choice(draw, true, false)
		client, err := minioClient(region, host, secure, token)
		if err != nil {
			t.Fatal(err)
		}
		request := presign.Request{
			Method: choice(draw, "GET", "PUT", "HEAD", "DELETE"), Bucket: "example-bucket", Key: "k" + draw.text(12),
			ExpiresIn: time.Duration(1+draw.IntN(604_800)) * time.Second, Query: url.Values{}, Headers: http.Header{},
		}
		if draw.IntN(2) == 0 {
			request.Query.Set(choice(draw, "versionId", "response-content-type"), draw.text(5))
		}
		if draw.IntN(2) == 0 {
			request.Headers.Set("Content-Type", "image/png")
		}
		theirs, err := client.PresignHeader(t.Context(), request.Method, request.Bucket, request.Key, request.ExpiresIn, request.Query, request.Headers)
		if err != nil {
			t.Fatal(err)
		}
		// minio-go takes no signing time.
		request.SignAt, err = time.Parse("20060102T150405Z", theirs.Query().Get("X-Amz-Date"))
		if err != nil {
			t.Fatal(err)
		}
		config := presign.Config{AccessKey: accessKey, SecretKey: secretKey, SessionToken: token, Region: region, Endpoint: "http://" + host}
		if secure {
			config.Endpoint = "https://" + host
		}
		ours, err := presign.New(config)
		if err != nil {
			t.Fatal(err)
		}
		made, err := ours.Presign(request)
		if err != nil {
			t.Fatalf("%v: %v", request, err)
		}
		compare(t, request.Key, made.URL, theirs.String())
	}
}
