package presign_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"presign.example/presign"
)

// TestStorage uses links at a real storage with net/http, as programs do. tests/storages/with_storage.py starts it.
func TestStorage(t *testing.T) {
	endpoint, given := os.LookupEnv("PRESIGN_TEST_ENDPOINT")
	if !given {
		t.Skip("needs a storage in PRESIGN_TEST_ENDPOINT: `make test-go` starts Ceph RGW")
	}
	for name, version := range map[string]presign.Version{"v4": presign.V4, "v2": presign.V2} {
		storage := rgw{must[*presign.Signer](t)(presign.New(presign.Config{
			AccessKey: os.Getenv("PRESIGN_TEST_ACCESS_KEY"), SecretKey: os.Getenv("PRESIGN_TEST_SECRET_KEY"),
			Endpoint: endpoint, Version: version,
		}))}
		for test, run := range map[string]func(*testing.T, rgw){
			"an object is stored, read and deleted under exactly its key": storesUnderTheKey,
			"a link sets headers of the response":                         setsResponseHeaders,
			"signed headers must be sent":                                 wantsSignedHeaders,
			"a batch's links work":                                        signsBatches,
			"an object is uploaded in parts":                              uploadsParts,
			"a form uploads what its conditions allow":                    uploadsForms,
			"an expired link is refused, which explain explains":          refusesExpiredLinks,
		} {
			t.Run(name+"/"+test, func(t *testing.T) { run(t, storage) })
		}
	}
}

type rgw struct{ *presign.Signer }

// Segments of dots stay as they are: Go's client does not change a path.
var oddKeys = []string{
	"plain.txt", "a b+c%2Fd", "ü/文 😀", "/leading//double/", "a/./b/../c", `'"<>&?#;,=@$!*()~|\^` + "`{}[]:", "a\nb\t\x7f",
}

// exchange sends a request that must have this status, and returns the response with its body.
func exchange(t *testing.T, status int, method, link string, headers http.Header, body []byte) (*http.Response, []byte) {
	t.Helper()
	request := must[*http.Request](t)(http.NewRequest(method, link, bytes.NewReader(body)))
	for name, values := range headers {
		request.Header[name] = values
	}
	response := must[*http.Response](t)(http.DefaultClient.Do(request))
	defer response.Body.Close()
	text := must[[]byte](t)(io.ReadAll(response.Body))
	if response.StatusCode != status {
		t.Fatalf("%s: %s: %s", method, response.Status, text)
	}
	return response, text
}

// newBucket makes a bucket with a link.
func (s rgw) newBucket(t *testing.T) string {
	t.Helper()
	random := make([]byte, 8)
	must[int](t)(rand.Read(random))
	bucket := "go-" + hex.EncodeToString(random)
	made := must[presign.Presigned](t)(s.Presign(presign.Request{Method: "PUT", Bucket: bucket, ExpiresIn: time.Minute}))
	exchange(t, 200, made.Method, made.URL, nil, nil)
	return bucket
}

func storesUnderTheKey(t *testing.T, s rgw) {
	bucket := s.newBucket(t)
	for _, key := range oddKeys {
		body := []byte("the body of " + key)
		exchange(t, 200, "PUT", must[string](t)(s.Put(bucket, key, time.Minute)), nil, body)
		link := must[string](t)(s.Get(bucket, key, time.Minute))
		if _, got := exchange(t, 200, "GET", link, nil, nil); !bytes.Equal(got, body) {
			t.Errorf("%q: got %q", key, got)
		}
		head, _ := exchange(t, 200, "HEAD", must[string](t)(s.Head(bucket, key, time.Minute)), nil, nil)
		if head.ContentLength != int64(len(body)) {
			t.Errorf("%q: got %d bytes", key, head.ContentLength)
		}
		exchange(t, 403, "PUT", link, nil, body)
		exchange(t, 204, "DELETE", must[string](t)(s.Delete(bucket, key, time.Minute)), nil, nil)
		exchange(t, 404, "GET", link, nil, nil)
	}
}

func setsResponseHeaders(t *testing.T, s rgw) {
	bucket := s.newBucket(t)
	exchange(t, 200, "PUT", must[string](t)(s.Put(bucket, "k", time.Minute)), nil, []byte("x"))
	made := must[presign.Presigned](t)(s.Presign(presign.Request{
		Bucket: bucket, Key: "k", ExpiresIn: time.Minute, Filename: `naïve "1".txt`, ResponseContentType: "text/plain",
		Query: url.Values{"response-content-language": {"de"}},
	}))
	response, _ := exchange(t, 200, "GET", made.URL, nil, nil)
	expected := must[string](t)(presign.ContentDisposition(`naïve "1".txt`, presign.Attachment))
	if got := response.Header; got.Get("Content-Disposition") != expected || got.Get("Content-Type") != "text/plain" ||
		got.Get("Content-Language") != "de" {
		t.Errorf("got %v", got)
	}
}

func wantsSignedHeaders(t *testing.T, s rgw) {
	bucket := s.newBucket(t)
	made := must[presign.Presigned](t)(s.Presign(presign.Request{
		Method: "PUT", Bucket: bucket, Key: "k", ExpiresIn: time.Minute, ContentType: "image/png",
		Headers: http.Header{"X-Amz-Meta-Author": {"  a  b "}},
	}))
	exchange(t, 403, made.Method, made.URL, nil, []byte("x"))
	exchange(t, 200, made.Method, made.URL, made.Headers, []byte("x"))
	response, _ := exchange(t, 200, "GET", must[string](t)(s.Get(bucket, "k", time.Minute)), nil, nil)
	if got := response.Header.Get("Content-Type"); got != "image/png" {
		t.Errorf("got %q", got)
	}
	if got := response.Header.Get("X-Amz-Meta-Author"); strings.Join(strings.Fields(got), " ") != "a b" {
		t.Errorf("got %q", got)
	}
}

func signsBatches(t *testing.T, s rgw) {
	bucket := s.newBucket(t)
	uploads := must[[]string](t)(s.PresignMany(presign.Request{Method: "PUT", Bucket: bucket, ExpiresIn: time.Minute}, oddKeys))
	requests := make([]presign.Request, len(oddKeys))
	for index, key := range oddKeys {
		exchange(t, 200, "PUT", uploads[index], nil, []byte(key))
		requests[index] = presign.Request{Bucket: bucket, Key: key, ExpiresIn: time.Minute, ResponseContentType: fmt.Sprintf("text/x-%d", index)}
	}
	for index, link := range must[[]string](t)(s.PresignRequests(requests)) {
		response, body := exchange(t, 200, "GET", link, nil, nil)
		if string(body) != oddKeys[index] || response.Header.Get("Content-Type") != fmt.Sprintf("text/x-%d", index) {
			t.Errorf("%q: got %q, %v", oddKeys[index], body, response.Header)
		}
	}
	template := must[*presign.Template](t)(s.Template(presign.Request{Bucket: bucket, ExpiresIn: time.Minute}))
	for _, key := range oddKeys {
		if _, body := exchange(t, 200, "GET", must[string](t)(template.URL(key)), nil, nil); string(body) != key {
			t.Errorf("%q: got %q", key, body)
		}
	}
}

func uploadsParts(t *testing.T, s rgw) {
	bucket := s.newBucket(t)
	request := presign.Request{Method: "POST", Bucket: bucket, Key: "k", ExpiresIn: time.Minute, Query: url.Values{"uploads": {""}}}
	_, answer := exchange(t, 200, "POST", must[presign.Presigned](t)(s.Presign(request)).URL, nil, nil)
	found := regexp.MustCompile(`<UploadId>([^<]+)</UploadId>`).FindSubmatch(answer)
	if found == nil {
		t.Fatalf("got %s", answer)
	}
	upload := presign.Request{Bucket: bucket, Key: "k", ExpiresIn: time.Minute, UploadID: string(found[1])}
	// The smallest size that S3 allows for all parts but the last.
	parts := [][]byte{bytes.Repeat([]byte("a"), 5<<20), []byte("b")}
	var complete strings.Builder
	for index, body := range parts {
		part := upload
		part.Method, part.PartNumber = "PUT", index+1
		response, _ := exchange(t, 200, "PUT", must[presign.Presigned](t)(s.Presign(part)).URL, nil, body)
		fmt.Fprintf(&complete, "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>", index+1, response.Header.Get("Etag"))
	}
	upload.Method = "POST"
	exchange(t, 200, "POST", must[presign.Presigned](t)(s.Presign(upload)).URL, nil,
		[]byte("<CompleteMultipartUpload>"+complete.String()+"</CompleteMultipartUpload>"))
	_, got := exchange(t, 200, "GET", must[string](t)(s.Get(bucket, "k", time.Minute)), nil, nil)
	if !bytes.Equal(got, bytes.Join(parts, nil)) {
		t.Errorf("got %d bytes", len(got))
	}
}

func uploadsForms(t *testing.T, s rgw) {
	bucket := s.newBucket(t)
	form := must[presign.Form](t)(s.PresignPost(presign.PostRequest{
		Bucket: bucket, Key: "in/${filename}", ExpiresIn: time.Minute, Fields: []presign.Field{{Name: "Content-Type", Value: "text/plain"}},
		Conditions: []presign.Condition{presign.Exact("Content-Type", "text/plain"), presign.Size(1, 10)},
	}))
	post := func(status int, body string) {
		t.Helper()
		var text bytes.Buffer
		writer := multipart.NewWriter(&text)
		for _, field := range form.Fields {
			if err := writer.WriteField(field.Name, field.Value); err != nil {
				t.Fatal(err)
			}
		}
		file := must[io.Writer](t)(writer.CreateFormFile("file", "ü b.txt"))
		must[int](t)(io.WriteString(file, body))
		if err := writer.Close(); err != nil {
			t.Fatal(err)
		}
		exchange(t, status, "POST", form.URL, http.Header{"Content-Type": {writer.FormDataContentType()}}, text.Bytes())
	}
	post(400, "more than ten bytes")
	post(204, "ten bytes.")
	if _, got := exchange(t, 200, "GET", must[string](t)(s.Get(bucket, "in/ü b.txt", time.Minute)), nil, nil); string(got) != "ten bytes." {
		t.Errorf("got %q", got)
	}
}

func refusesExpiredLinks(t *testing.T, s rgw) {
	old := presign.Request{Bucket: s.newBucket(t), Key: "k", ExpiresIn: time.Minute, SignAt: time.Now().Add(-time.Hour)}
	link := must[presign.Presigned](t)(s.Presign(old)).URL
	_, answer := exchange(t, 403, "GET", link, nil, nil)
	secrets := map[string]presign.Secret{s.AccessKey(): {SecretKey: os.Getenv("PRESIGN_TEST_SECRET_KEY")}}
	found := must[presign.Explanation](t)(presign.Explain(presign.Received{URL: link}, secrets, presign.ExplainOptions{Response: string(answer)}))
	if found.Cause != presign.CauseExpired {
		t.Errorf("got %v: %s", found.Cause, found.Sentence)
	}
}
