package presign_test

import (
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"time"

	"presign.example/presign"
)

// AWS's documentation has this link.
var signedAt = time.Date(2013, time.May, 24, 0, 0, 0, 0, time.UTC)

func Example() {
	signer, err := presign.New(presign.Config{
		AccessKey: "AKIAIOSFODNN7EXAMPLE",
		SecretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
		Region:    "eu-central-1",
	})
	if err != nil {
		log.Fatal(err)
	}
	link, err := signer.Get("example-bucket", "2026/cat.jpg", time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Split(link, "?")[0])
	// Output: https://example-bucket.s3.eu-central-1.amazonaws.com/2026/cat.jpg
}

func ExampleSigner_Presign() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "https://s3.amazonaws.com", Addressing: presign.AddressingVirtual})
	// The link of AWS's documentation.
	made, _ := signer.Presign(presign.Request{
		Bucket: "examplebucket", Key: "test.txt", ExpiresIn: 24 * time.Hour, SignAt: signedAt,
	})
	for part := range strings.SplitSeq(made.URL, "&") {
		fmt.Println(part)
	}
	fmt.Println(made.Method, made.ExpiresAt)
	// Output:
	// https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256
	// X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request
	// X-Amz-Date=20130524T000000Z
	// X-Amz-Expires=86400
	// X-Amz-SignedHeaders=host
	// X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404
	// GET 2013-05-25 00:00:00 +0000 UTC
}

func ExampleSigner_Presign_upload() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	upload, err := signer.Presign(presign.Request{
		Method: "PUT", Bucket: "uploads", Key: "a.jpg", ExpiresIn: 10 * time.Minute, ContentType: "image/jpeg",
	})
	if err != nil {
		log.Fatal(err)
	}
	// The client must send these with the URL.
	fmt.Println(upload.Method, upload.Headers)
	// Output: PUT map[Content-Type:[image/jpeg]]
}

func ExampleSigner_PresignMany() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	// One request, many keys.
	page, err := signer.PresignMany(presign.Request{Bucket: "photos", ExpiresIn: time.Hour}, []string{"a.jpg", "b.jpg"})
	if err != nil {
		log.Fatal(err)
	}

	// Each link its own request; on as many threads as there are cores.
	links, err := signer.PresignRequests([]presign.Request{
		{Bucket: "photos", Key: "a.jpg", ExpiresIn: time.Hour, Filename: "Holiday.jpg"},
		{Method: "PUT", Bucket: "uploads", Key: "b.jpg", ExpiresIn: time.Minute, ContentType: "image/jpeg"},
	}, presign.Threads(0))
	if err != nil {
		log.Fatal(err)
	}

	fmt.Println(len(page), len(links))
	// Output: 2 2
}

func ExampleSigner_PresignManySeq() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	keys := slices.Values([]string{"a.jpg", "b.jpg"}) // from a database, for example
	for link, err := range signer.PresignManySeq(presign.Request{Bucket: "photos", ExpiresIn: time.Hour}, keys) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(strings.Split(link, "?")[0])
	}
	// Output:
	// https://files.example/photos/a.jpg
	// https://files.example/photos/b.jpg
}

func ExampleSigner_Template() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	template, err := signer.Template(presign.Request{
		Bucket: "photos", ExpiresIn: time.Hour, Query: url.Values{"response-cache-control": {"no-store"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	link, err := template.URL("cat.jpg")
	fmt.Println(strings.Split(link, "?")[0], err)
	// Output: https://files.example/photos/cat.jpg <nil>
}

func ExampleSigner_PresignPost() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	form, err := signer.PresignPost(presign.PostRequest{
		Bucket: "uploads", Key: "user-1/${filename}", ExpiresIn: time.Hour,
		Conditions: []presign.Condition{presign.Size(1, 10_000_000)},
	})
	if err != nil {
		log.Fatal(err)
	}
	// The file is one more field, named file, and the last.
	fmt.Println(form.URL, form.Fields[0])
	// Output: https://files.example/uploads {key user-1/${filename}}
}

func ExampleSigner_PresignPlaylist() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	playlist, err := signer.PresignPlaylist(
		presign.Request{Bucket: "films", Key: "1/index.m3u8", ExpiresIn: 6 * time.Hour},
		"#EXTM3U\n#EXTINF:4,\nsegment-1.ts\n#EXT-X-ENDLIST\n", presign.PlaylistOptions{},
	)
	fmt.Println(strings.Count(playlist, "https://files.example/films/1/segment-1.ts?"), err)
	// Output: 1 <nil>
}

func ExampleHandler() {
	verifier, err := presign.NewVerifier(presign.VerifierConfig{
		Secrets:  presign.StaticSecrets(map[string]presign.Secret{accessKey: {SecretKey: secretKey}}),
		Endpoint: "files.example",
	})
	if err != nil {
		log.Fatal(err)
	}
	handler := presign.Handler(verifier, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		object, _ := presign.VerifiedFrom(r.Context())
		fmt.Fprintf(w, "%s of %s", object.Key, object.Bucket)
	}))

	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	link, _ := signer.Get("photos", "cat.jpg", time.Hour)
	for _, target := range []string{link, link + "0"} {
		response := httptest.NewRecorder()
		handler.ServeHTTP(response, httptest.NewRequest(http.MethodGet, target, nil))
		fmt.Println(response.Code, response.Body)
	}
	// Output:
	// 200 cat.jpg of photos
	// 403 <?xml version="1.0" encoding="UTF-8"?>
	// <Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message></Error>
}

func ExampleInspect() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "http://files.example"})
	made, _ := signer.Presign(presign.Request{Bucket: "photos", Key: "cat.jpg", ExpiresIn: time.Hour, SignAt: signedAt})
	found, err := presign.Inspect(made.URL)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found.Bucket, found.Key, found.ExpiresAt, found.Warnings)
	// Output: photos cat.jpg 2013-05-24 01:00:00 +0000 UTC expired,plain-http
}

func ExampleExplain() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	link, _ := signer.Get("photos", "cat.jpg", time.Hour)
	refused := strings.Replace(link, "files.example", "files.example:8443", 1)

	secrets := map[string]presign.Secret{accessKey: {SecretKey: secretKey}}
	found, err := presign.Explain(presign.Received{URL: refused}, secrets, presign.ExplainOptions{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found.Cause)
	// Output: host-port
}

func ExampleIPPolicy() {
	policy, err := presign.IPPolicy(presign.IPPolicyRequest{Bucket: "photos", Allow: []string{"203.0.113.0/24"}})
	fmt.Println(strings.Contains(policy, `"NotIpAddress"`), err)
	// Output: true <nil>
}

func ExampleError() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	_, err := signer.PresignMany(presign.Request{Bucket: "photos", ExpiresIn: time.Hour}, []string{"a.jpg", ""})
	var wrong *presign.Error
	if errors.As(err, &wrong) && errors.Is(err, presign.ErrKey) {
		fmt.Println(wrong.Index, wrong.Status.String())
	}
	_, err = signer.Get("photos", "a.jpg", 8*24*time.Hour)
	fmt.Println(err)
	// Output:
	// 1 key
	// presign: expires_in must be 1 to 604800 seconds, got 691200
}
