package presign_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"presign.example/presign"
)

func query(t *testing.T, link string) url.Values {
	t.Helper()
	return must[*url.URL](t)(url.Parse(link)).Query()
}

func TestFieldsBecomeSignedParametersAndHeaders(t *testing.T) {
	signer := newSigner(t)
	made := must[presign.Presigned](t)(signer.Presign(presign.Request{
		Bucket: "photos", Key: "k", ExpiresIn: time.Hour, Filename: "naïve.txt", Disposition: presign.Inline,
		ResponseContentType: "text/plain", ResponseCacheControl: "no-store", VersionID: "v+1",
		Query: url.Values{"response-expires": {"0"}},
	}))
	found := query(t, made.URL)
	// RFC 6266, with the characters of RFC 8187 in the second form.
	if value := found.Get("response-content-disposition"); !strings.HasPrefix(value, `inline; filename="`) ||
		!strings.HasSuffix(value, `; filename*=UTF-8''na%C3%AFve.txt`) {
		t.Errorf("got %s", value)
	}
	for name, value := range map[string]string{
		"response-content-type": "text/plain", "response-cache-control": "no-store", "versionId": "v+1", "response-expires": "0",
	} {
		if found.Get(name) != value {
			t.Errorf("%s: got %s", name, found.Get(name))
		}
	}
	part := must[presign.Presigned](t)(signer.Presign(presign.Request{
		Method: "PUT", Bucket: "photos", Key: "k", ExpiresIn: time.Hour, UploadID: "u/1", PartNumber: 10000, ContentType: "image/png",
	}))
	found = query(t, part.URL)
	if found.Get("uploadId") != "u/1" || found.Get("partNumber") != "10000" ||
		found.Get("X-Amz-SignedHeaders") != "content-type;host" || part.Headers.Get("Content-Type") != "image/png" {
		t.Errorf("got %s with %v", part.URL, part.Headers)
	}
	attachment := must[presign.Presigned](t)(signer.Presign(presign.Request{Bucket: "b", Key: "k", ExpiresIn: time.Hour, Filename: "a.txt"}))
	if value := query(t, attachment.URL).Get("response-content-disposition"); value != `attachment; filename="a.txt"` {
		t.Errorf("got %s", value)
	}
	disposition := must[string](t)(presign.ContentDisposition("a.txt", presign.Inline))
	verbatim := must[presign.Presigned](t)(signer.Presign(presign.Request{
		Bucket: "b", Key: "k", ExpiresIn: time.Hour, ResponseContentDisposition: disposition,
	}))
	if value := query(t, verbatim.URL).Get("response-content-disposition"); value != `inline; filename="a.txt"` {
		t.Errorf("got %s", value)
	}
	if _, err := presign.ContentDisposition("", presign.Attachment); !errors.Is(err, presign.ErrQuery) {
		t.Errorf("got %v", err)
	}
}

func TestEachMethodSignsForItsOwn(t *testing.T) {
	signer := newSigner(t)
	verifier := newVerifier(t, presign.VerifierConfig{})
	for method, call := range map[string]func(string, string, time.Duration) (string, error){
		"GET": signer.Get, "PUT": signer.Put, "HEAD": signer.Head, "DELETE": signer.Delete,
	} {
		link := must[string](t)(call("photos", "ü//../%2F+ .jpg", 7*24*time.Hour))
		for _, used := range []string{"GET", "PUT", "HEAD", "DELETE", "POST"} {
			found, err := verifier.Verify(t.Context(), presign.Received{Method: used, URL: link})
			if used != method {
				var refusal *presign.Refused
				if !errors.As(err, &refusal) || refusal.Reason != presign.ReasonSignature {
					t.Errorf("a link for %s with %s: got %v", method, used, err)
				}
			} else if err != nil || found.Key != "ü//../%2F+ .jpg" || time.Until(found.ExpiresAt).Round(time.Hour) != 7*24*time.Hour {
				t.Errorf("a link for %s: got %+v, %v", method, found, err)
			}
		}
	}
}

func TestLongLinksAreWhole(t *testing.T) {
	// Around the size of the buffer on the stack.
	for length := 500; length < 900; length++ {
		signer := newSigner(t, func(c *presign.Config) { c.SessionToken = strings.Repeat("t", length) })
		verifier := newVerifier(t, presign.VerifierConfig{Secrets: presign.StaticSecrets(map[string]presign.Secret{
			accessKey: {SecretKey: secretKey, SessionToken: strings.Repeat("t", length)},
		})})
		link := must[string](t)(signer.Get("photos", strings.Repeat("ü", length%100+1), time.Hour))
		if _, err := verifier.Verify(t.Context(), presign.Received{URL: link}); err != nil {
			t.Fatalf("a token of %d bytes: %v", length, err)
		}
	}
	// Everything escaped, and as long as it may be.
	signer := newSigner(t, func(c *presign.Config) { c.SessionToken = strings.Repeat("+", 20_000) })
	link := must[string](t)(signer.Get("photos", strings.Repeat("ü", 512), time.Hour))
	if strings.Count(link, "%2B") != 20_000 || strings.Count(link, "%C3%BC") != 512 {
		t.Errorf("got %d bytes", len(link))
	}
}

func TestCallsWithinAWindowReturnOneURL(t *testing.T) {
	signer := newSigner(t)
	request := hour
	request.StableFor = 10 * time.Minute
	request.SignAt = time.Unix(1_700_000_400, 0)
	first := must[presign.Presigned](t)(signer.Presign(request))
	request.SignAt = time.Unix(1_700_000_400+599, 0)
	if second := must[presign.Presigned](t)(signer.Presign(request)); second.URL != first.URL {
		t.Errorf("got %s and %s", first.URL, second.URL)
	}
	if !first.ExpiresAt.Equal(time.Unix(1_700_000_400+3600+600, 0)) {
		t.Errorf("got %v", first.ExpiresAt)
	}
}

func TestASignerTellsItsSettings(t *testing.T) {
	signer := newSigner(t, func(c *presign.Config) {
		c.Endpoint, c.Addressing = "HTTP://Files.Example:80/base/", presign.AddressingPath
	})
	got := []any{signer.AccessKey(), signer.Region(), signer.Endpoint(), signer.Addressing(), signer.Version()}
	if expected := []any{accessKey, "us-east-1", "http://files.example/base", presign.AddressingPath, presign.V4}; !slices.Equal(got, expected) {
		t.Errorf("got %v", got)
	}
}

func TestWarningsAreNamesWithSentences(t *testing.T) {
	signer := newSigner(t, func(c *presign.Config) { c.Endpoint = "http://files.example" })
	made := must[presign.Presigned](t)(signer.Presign(presign.Request{Bucket: "b", Key: "a/../k", ExpiresIn: time.Hour}))
	if made.Warnings&presign.WarningDotSegments == 0 || made.Warnings&presign.WarningExpired != 0 {
		t.Errorf("got %v", made.Warnings)
	}
	all := slices.Collect(made.Warnings.All())
	if names := strings.Split(made.Warnings.String(), ","); len(names) != len(all) || !slices.Contains(names, "dot-segments") {
		t.Errorf("got %v", names)
	}
	if sentences := strings.Split(made.Warnings.Message(), "\n"); len(sentences) != len(all) || !strings.HasSuffix(sentences[0], ".") && !strings.Contains(sentences[0], " ") {
		t.Errorf("got %v", sentences)
	}
}

func TestTheFieldsOfAFormAreBotocores(t *testing.T) {
	for _, vector := range vectors(t, "post") {
		t.Run(vector.Version+"/"+vector.Name, func(t *testing.T) {
			version := map[string]presign.Version{"v4": presign.V4, "v2": presign.V2}[vector.Version]
			request := presign.PostRequest{
				Bucket: vector.Bucket, Key: vector.Key, Conditions: conditions(t, vector.GivenConditions),
				ExpiresIn: time.Duration(vector.ExpiresIn) * time.Second, SignAt: time.Unix(vector.SignAt, 0),
			}
			for _, field := range vector.GivenFields {
				request.Fields = append(request.Fields, presign.Field{Name: field[0], Value: field[1]})
			}
			form := must[presign.Form](t)(vector.signer(t, version).PresignPost(request))
			if form.URL != vector.URL || form.ExpiresAt.Unix() != vector.SignAt+vector.ExpiresIn {
				t.Errorf("got %v", form)
			}
			var expected []presign.Field
			for _, field := range vector.Fields {
				expected = append(expected, presign.Field{Name: field[0], Value: field[1]})
			}
			ours, theirs := policy(t, form.Fields), policy(t, expected)
			if !reflect.DeepEqual(ours, theirs) {
				t.Errorf("got      %v\nexpected %v", ours, theirs)
			}
			// Text that is not ASCII is UTF-8 in our policy, and escaped in botocore's, so the signatures differ.
			text := must[[]byte](t)(json.Marshal(theirs))
			if !slices.ContainsFunc(text, func(b byte) bool { return b > 0x7f }) && !slices.Equal(form.Fields, expected) {
				t.Errorf("got      %q\nexpected %q", form.Fields, expected)
			}
		})
	}
}

func policy(t *testing.T, fields []presign.Field) any {
	t.Helper()
	for _, field := range fields {
		if field.Name == "policy" {
			var document any
			text := must[[]byte](t)(base64.StdEncoding.DecodeString(field.Value))
			if err := json.Unmarshal(text, &document); err != nil {
				t.Fatal(err)
			}
			return document
		}
	}
	t.Fatal("no policy")
	return nil
}

// conditions reads conditions as botocore takes them.
func conditions(t *testing.T, given []any) []presign.Condition {
	t.Helper()
	var read []presign.Condition
	for _, item := range given {
		switch condition := item.(type) {
		case map[string]any:
			for name, value := range condition {
				read = append(read, presign.Exact(name, value.(string)))
			}
		case []any:
			switch operator := condition[0].(string); operator {
			case "content-length-range":
				read = append(read, presign.Size(uint64(condition[1].(float64)), uint64(condition[2].(float64))))
			case "starts-with":
				read = append(read, presign.StartsWith(strings.TrimPrefix(condition[1].(string), "$"), condition[2].(string)))
			case "eq":
				read = append(read, presign.Exact(strings.TrimPrefix(condition[1].(string), "$"), condition[2].(string)))
			default:
				t.Fatalf("unknown condition %s", operator)
			}
		}
	}
	return read
}

func TestAWrongFormIsAnError(t *testing.T) {
	signer := newSigner(t)
	good := presign.PostRequest{Bucket: "b", Key: "k", ExpiresIn: time.Hour}
	for name, test := range map[string]struct {
		change   func(*presign.PostRequest)
		expected presign.Status
		index    int
	}{
		"no key":                 {func(r *presign.PostRequest) { r.Key = "" }, presign.ErrKey, -1},
		"no expiry":              {func(r *presign.PostRequest) { r.ExpiresIn = 0 }, presign.ErrExpires, -1},
		"an exact one, no field": {func(r *presign.PostRequest) { r.Conditions = []presign.Condition{presign.Exact("acl", "private")} }, presign.ErrForm, -1},
		"no such condition":      {func(r *presign.PostRequest) { r.Conditions = []presign.Condition{presign.Size(1, 2), {}} }, presign.ErrChoice, 1},
		"sizes the wrong way":    {func(r *presign.PostRequest) { r.Conditions = []presign.Condition{presign.Size(2, 1)} }, presign.ErrForm, -1},
		"a field, no condition":  {func(r *presign.PostRequest) { r.Fields = []presign.Field{{"acl", "private"}} }, presign.ErrForm, -1},
	} {
		request := good
		test.change(&request)
		_, err := signer.PresignPost(request)
		var found *presign.Error
		if !errors.As(err, &found) || found.Status != test.expected || found.Index != test.index {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAPlaylistHasItsURIsSigned(t *testing.T) {
	signer := newSigner(t)
	request := presign.Request{Bucket: "b", Key: "video/720p.m3u8", ExpiresIn: time.Minute, SignAt: time.Unix(1_700_000_000, 0)}
	segment := request
	segment.Key = "video/segment-1.ts"
	// The example of RFC 8216, section 8.1.
	text := "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-VERSION:3\n#EXTINF:9.009,\nsegment-1.ts\n#EXT-X-ENDLIST\n"
	expected := strings.Replace(text, "segment-1.ts", must[presign.Presigned](t)(signer.Presign(segment)).URL, 1)
	if signed := must[string](t)(signer.PresignPlaylist(request, text, presign.PlaylistOptions{})); signed != expected {
		t.Errorf("got %s", signed)
	}
	nested := "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n"
	_, err := signer.PresignPlaylist(request, nested, presign.PlaylistOptions{})
	var found *presign.Error
	if !errors.As(err, &found) || found.Status != presign.ErrPlaylist || found.Index != 2 {
		t.Errorf("got %v", err)
	}
	kept := must[string](t)(signer.PresignPlaylist(request, nested, presign.PlaylistOptions{Nested: "keep"}))
	if kept != nested {
		t.Errorf("got %s", kept)
	}
	led := must[string](t)(signer.PresignPlaylist(request, nested, presign.PlaylistOptions{Nested: "https://app.example/{path}"}))
	if led != strings.Replace(nested, "low.m3u8", "https://app.example/video/low.m3u8", 1) {
		t.Errorf("got %s", led)
	}
	var long strings.Builder
	long.WriteString("#EXTM3U\n")
	for range 5000 {
		long.WriteString("#EXTINF:4,\ns\n")
	}
	signed := must[string](t)(signer.PresignPlaylist(request, long.String(), presign.PlaylistOptions{}))
	if strings.Count(signed, "https://files.example/b/video/s?X-Amz-") != 5000 {
		t.Errorf("got %d bytes", len(signed))
	}
}

func TestAPolicyRefusesOtherNetworks(t *testing.T) {
	text := must[string](t)(presign.IPPolicy(presign.IPPolicyRequest{
		Bucket: "example-bucket", Pattern: "photos/*", Allow: []string{"203.0.113.0/24", "2001:db8::/32"},
	}))
	// The form of AWS's examples: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
	expected := `{"Version": "2012-10-17", "Statement": [{"Sid": "RefuseOtherAddresses", "Effect": "Deny", "Principal": "*",
		"Action": ["s3:GetObject", "s3:GetObjectVersion"], "Resource": "arn:aws:s3:::example-bucket/photos/*",
		"Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}}}]}`
	var got, want any
	if err := errors.Join(json.Unmarshal([]byte(text), &got), json.Unmarshal([]byte(expected), &want)); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %s", text)
	}
	china := must[string](t)(presign.IPPolicy(presign.IPPolicyRequest{
		Bucket: "b", Region: "cn-north-1", Allow: []string{"::1"}, Actions: []string{"s3:*"},
	}))
	if !strings.Contains(china, `"arn:aws-cn:s3:::b/*"`) || !strings.Contains(china, `"s3:*"`) {
		t.Errorf("got %s", china)
	}
	for _, wrong := range []presign.IPPolicyRequest{
		{Bucket: "b"}, {Bucket: "b", Allow: []string{"203.0.113.1/24"}}, {Bucket: "b", Allow: []string{"::1"}, Actions: []string{"s3"}},
	} {
		if _, err := presign.IPPolicy(wrong); !errors.Is(err, presign.ErrPolicy) {
			t.Errorf("got %v", err)
		}
	}
}
