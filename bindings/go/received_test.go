package presign_test

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"presign.example/presign"
)

func TestEveryVectorIsAcceptedAndReadBackUntilItExpires(t *testing.T) {
	for version, name := range map[presign.Version]string{presign.V4: "sigv4", presign.V2: "sigv2"} {
		for _, vector := range vectors(t, name) {
			config := presign.VerifierConfig{Secrets: presign.StaticSecrets(map[string]presign.Secret{
				vector.accessKey: {SecretKey: vector.secretKey, SessionToken: vector.SessionToken},
			})}
			// On AWS the storage's own names tell the bucket.
			if vector.Endpoint != "" && !strings.Contains(vector.Endpoint, "amazonaws.com") {
				config.Endpoint, config.Addressing = vector.Endpoint, addressings[vector.Addressing]
			}
			verifier := newVerifier(t, config)
			received := presign.Received{Method: vector.Method, URL: vector.URL, Headers: http.Header{}, Now: time.Unix(max(vector.SignAt, 1), 0)}
			for name, value := range vector.Headers {
				received.Headers[name] = []string{value}
			}
			found, err := verifier.Verify(t.Context(), received)
			if err != nil {
				t.Errorf("%s, %s: %v", name, vector.Name, err)
				continue
			}
			if found.Version != version || found.Bucket != vector.Bucket || found.Key != vector.Key || found.AccessKey != vector.accessKey ||
				found.ExpiresAt.Unix() != vector.SignAt+vector.ExpiresIn || found.SignedAt.IsZero() != (version == presign.V2) ||
				version == presign.V4 && len(found.SignedHeaders) != len(vector.Headers) {
				t.Errorf("%s, %s: got %+v", name, vector.Name, found)
			}
			read := must[presign.Inspection](t)(verifier.Inspect(received))
			if read.Bucket != vector.Bucket || read.Key != vector.Key || !read.ExpiresAt.Equal(found.ExpiresAt) || len(read.Query) != len(vector.Query) {
				t.Errorf("%s, %s: got %+v", name, vector.Name, read)
			}
			received.Now = found.ExpiresAt
			var refusal *presign.Refused
			if _, err = verifier.Verify(t.Context(), received); !errors.As(err, &refusal) || refusal.Reason != presign.ReasonExpired || refusal.HTTPStatus != 403 {
				t.Errorf("%s, %s: after it expired: got %v", name, vector.Name, err)
			}
		}
	}
}

func TestTheSecretIsAskedForOnceAfterEverythingThatNeedsNone(t *testing.T) {
	link := must[string](t)(newSigner(t).Get("photos", "cat.jpg", time.Hour))
	var asked []string
	type contextKey struct{}
	verifier := newVerifier(t, presign.VerifierConfig{Secrets: func(ctx context.Context, key string) (presign.Secret, error) {
		asked = append(asked, key)
		if ctx.Value(contextKey{}) != "value" {
			t.Error("the context is another one")
		}
		return presign.Secret{SecretKey: secretKey}, nil
	}})
	ctx := context.WithValue(t.Context(), contextKey{}, "value")
	must[presign.Verified](t)(verifier.Verify(ctx, presign.Received{URL: link}))
	if fmt.Sprint(asked) != "["+accessKey+"]" {
		t.Errorf("got %q", asked)
	}
	_, err := verifier.Verify(ctx, presign.Received{URL: link, Now: time.Now().Add(2 * time.Hour)})
	if !errors.Is(err, presign.ErrRefused) || len(asked) != 1 {
		t.Errorf("an expired link: got %v, asked %d times", err, len(asked))
	}
	mine := errors.New("mine")
	for name, test := range map[string]struct {
		secret   presign.Secret
		err      error
		expected error
	}{
		"it fails":               {presign.Secret{}, mine, mine},
		"it knows no such key":   {presign.Secret{}, presign.ErrUnknownAccessKey, presign.ErrRefused},
		"it returns no secret":   {presign.Secret{}, nil, presign.ErrCredentials},
		"it returns another":     {presign.Secret{SecretKey: "other"}, nil, presign.ErrRefused},
		"it returns a token too": {presign.Secret{SecretKey: secretKey, SessionToken: "t"}, nil, presign.ErrRefused},
	} {
		verifier := newVerifier(t, presign.VerifierConfig{Secrets: func(context.Context, string) (presign.Secret, error) {
			return test.secret, test.err
		}})
		if found, err := verifier.Verify(t.Context(), presign.Received{URL: link}); found.Key != "" || !errors.Is(err, test.expected) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := presign.NewVerifier(presign.VerifierConfig{}); !errors.Is(err, presign.ErrCredentials) {
		t.Errorf("got %v", err)
	}
}

func TestAVerifierHasTheRulesOfItsConfig(t *testing.T) {
	signer := newSigner(t)
	head := presign.Received{Method: "HEAD", URL: must[string](t)(signer.Get("photos", "cat.jpg", time.Hour))}
	get := presign.Received{URL: head.URL}
	acl := presign.Received{URL: head.URL, Headers: http.Header{"X-Amz-Acl": {"public-read"}}}
	goog := presign.Received{URL: head.URL, Headers: http.Header{"X-Goog-Acl": {"public-read"}}}
	soon := hour
	soon.SignAt = time.Now().Add(5 * time.Minute)
	future := presign.Received{URL: must[presign.Presigned](t)(signer.Presign(soon)).URL}
	old := newSigner(t, func(c *presign.Config) { c.Version = presign.V2 })
	v2 := presign.Received{URL: must[string](t)(old.Get("photos", "cat.jpg", time.Hour))}
	for name, test := range map[string]struct {
		config   presign.VerifierConfig
		received presign.Received
		reason   presign.Reason
	}{
		"another endpoint":         {presign.VerifierConfig{Endpoint: "other.example"}, get, presign.ReasonWrongEndpoint},
		"another region":           {presign.VerifierConfig{Region: "eu-west-1"}, get, presign.ReasonRegion},
		"a header to sign":         {presign.VerifierConfig{RequiredHeaders: []string{"content-type"}}, get, presign.ReasonHeaderNotSigned},
		"a shorter limit":          {presign.VerifierConfig{MaxExpiresIn: time.Minute}, get, presign.ReasonLifetimeTooLong},
		"a clock that is right":    {presign.VerifierConfig{ClockSkew: -1}, future, presign.ReasonNotYetValid},
		"less skew":                {presign.VerifierConfig{ClockSkew: time.Minute}, future, presign.ReasonNotYetValid},
		"AWS's skew":               {presign.VerifierConfig{}, future, 0},
		"HEAD with a link for GET": {presign.VerifierConfig{}, head, presign.ReasonSignature},
		"HEAD allowed":             {presign.VerifierConfig{HeadForGet: true}, head, 0},
		"an unsigned header":       {presign.VerifierConfig{}, acl, presign.ReasonHeaderNotSigned},
		"an unsigned one allowed":  {presign.VerifierConfig{UnsignedAmzHeaders: true}, acl, 0},
		"of another storage":       {presign.VerifierConfig{UnsignedAmzHeaders: true}, goog, presign.ReasonHeaderNotSigned},
		"which is allowed":         {presign.VerifierConfig{UnsignedStorageHeaders: true}, goog, 0},
		"version 2":                {presign.VerifierConfig{}, v2, 0},
		"version 2 refused":        {presign.VerifierConfig{NoVersion2: true}, v2, presign.ReasonVersion2},
	} {
		_, err := newVerifier(t, test.config).Verify(t.Context(), test.received)
		var refusal *presign.Refused
		if test.reason == 0 && err != nil || test.reason != 0 && (!errors.As(err, &refusal) || refusal.Reason != test.reason) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for name, config := range map[string]presign.VerifierConfig{
		"endpoint": {Endpoint: "ftp://x"}, "region": {Region: "a b"}, "limit": {MaxExpiresIn: -time.Second}, "skew": {ClockSkew: 1500 * time.Millisecond},
		"addressing": {Addressing: 9}, "headers": {RequiredHeaders: []string{"a b"}},
	} {
		config.Secrets = presign.StaticSecrets(nil)
		var found *presign.Error
		if _, err := presign.NewVerifier(config); !errors.As(err, &found) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAHeaderOfAnotherEncodingIsRefusedOnlyIfItIsSigned(t *testing.T) {
	signer := newSigner(t)
	verifier := newVerifier(t, presign.VerifierConfig{})
	latin1 := http.Header{"Referer": {"https://caf\xe9.example"}}
	link := must[string](t)(signer.Get("photos", "cat.jpg", time.Hour))
	if _, err := verifier.Verify(t.Context(), presign.Received{URL: link, Headers: latin1}); err != nil {
		t.Error(err)
	}
	request := hour
	request.Headers = http.Header{"Referer": {"https://café.example"}}
	link = must[presign.Presigned](t)(signer.Presign(request)).URL
	if _, err := verifier.Verify(t.Context(), presign.Received{URL: link, Headers: latin1}); !errors.Is(err, presign.ErrRefused) {
		t.Errorf("got %v", err)
	}
	if _, err := verifier.Verify(t.Context(), presign.Received{URL: link, Headers: request.Headers}); err != nil {
		t.Error(err)
	}
}

// send sends a request as it is written, without what net/http's client does to paths.
func send(t *testing.T, server *httptest.Server, method, link string, headers http.Header) (int, string) {
	t.Helper()
	rest, _ := strings.CutPrefix(link, server.URL)
	request := must[*http.Request](t)(http.NewRequest(method, server.URL, nil))
	request.URL.Opaque = rest
	if headers != nil {
		request.Header = headers
	}
	response := must[*http.Response](t)(http.DefaultClient.Do(request))
	defer response.Body.Close()
	return response.StatusCode, string(must[[]byte](t)(io.ReadAll(response.Body)))
}

func TestHandlerPassesAcceptedRequestsOnAndAnswersOthersAsAWSDoes(t *testing.T) {
	secrets := presign.Secrets(func(_ context.Context, key string) (presign.Secret, error) {
		switch key {
		case accessKey:
			return presign.Secret{SecretKey: secretKey}, nil
		case "FAILING":
			return presign.Secret{}, errors.New("the data base is gone: very secret")
		}
		return presign.Secret{}, presign.ErrUnknownAccessKey
	})
	verifier := newVerifier(t, presign.VerifierConfig{Secrets: secrets, Addressing: presign.AddressingPath})
	server := httptest.NewServer(presign.Handler(verifier, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, isVerified := presign.VerifiedFrom(r.Context())
		fmt.Fprintf(w, "%v %q %q", isVerified, found.Bucket, found.Key)
	})))
	defer server.Close()
	signer := newSigner(t, func(c *presign.Config) { c.Endpoint = server.URL })
	request := presign.Request{Bucket: "photos", Key: "ü b//../+%2F.jpg", ExpiresIn: time.Hour, Headers: http.Header{"X-Amz-Meta-A": {"b"}}}
	made := must[presign.Presigned](t)(signer.Presign(request))
	status, body := send(t, server, "GET", made.URL, made.Headers)
	if expected := fmt.Sprintf("true %q %q", request.Bucket, request.Key); status != 200 || body != expected {
		t.Errorf("got %d %s, expected %s", status, body, expected)
	}
	with := func(key string) string {
		other := newSigner(t, func(c *presign.Config) { c.Endpoint, c.AccessKey = server.URL, key })
		return must[string](t)(other.Get("photos", "cat.jpg", time.Hour))
	}
	for name, test := range map[string]struct {
		method, link string
		headers      http.Header
		status       int
		code         string
	}{
		"another value of a header": {"GET", made.URL, http.Header{"X-Amz-Meta-A": {"c"}}, 403, "SignatureDoesNotMatch"},
		"another method":            {"PUT", made.URL, made.Headers, 403, "SignatureDoesNotMatch"},
		"HEAD, without a body":      {"HEAD", made.URL, made.Headers, 403, ""},
		"no signature":              {"GET", server.URL + "/photos/cat.jpg", nil, 403, "AccessDenied"},
		"an unknown access key":     {"GET", with("UNKNOWN"), nil, 403, "InvalidAccessKeyId"},
		"secrets that fail":         {"GET", with("FAILING"), nil, 500, "InternalError"},
		"a path that is no UTF-8":   {"GET", server.URL + "/photos/%ff?" + strings.SplitN(made.URL, "?", 2)[1], made.Headers, 400, "InvalidURI"},
	} {
		status, body := send(t, server, test.method, test.link, test.headers)
		var answer struct {
			XMLName       xml.Name `xml:"Error"`
			Code, Message string
		}
		if test.code == "" {
			if body != "" || status != test.status {
				t.Errorf("%s: got %d %s", name, status, body)
			}
			continue
		}
		if err := xml.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatalf("%s: %v in %s", name, err, body)
		}
		if status != test.status || answer.Code != test.code || answer.Message == "" || strings.Contains(body, "very secret") {
			t.Errorf("%s: got %d %s", name, status, body)
		}
	}
	verifier.Close()
	if status, _ := send(t, server, "GET", made.URL, made.Headers); status != 500 {
		t.Errorf("a closed verifier: got %d", status)
	}
	if _, found := presign.VerifiedFrom(t.Context()); found {
		t.Error("a context of no request has one")
	}
}

func TestARequestToAProxyHasAWholeURL(t *testing.T) {
	link := must[string](t)(newSigner(t).Get("photos", "cat.jpg", time.Hour))
	received := presign.ReceivedFrom(&http.Request{Method: "GET", RequestURI: link, Host: "files.example"})
	if received.URL != link || received.Host != "" || received.Target != "" {
		t.Errorf("got %+v", received)
	}
	must[presign.Verified](t)(newVerifier(t, presign.VerifierConfig{}).Verify(t.Context(), received))
	// A key may look like a URL.
	target := "/photos/https://x"
	if received := presign.ReceivedFrom(&http.Request{Method: "GET", RequestURI: target, Host: "h"}); received.Target != target || received.URL != "" {
		t.Errorf("got %+v", received)
	}
	if _, err := presign.Inspect("https://h/b/k"); !errors.Is(err, presign.ErrRefused) {
		t.Errorf("got %v", err)
	}
	both := presign.Received{URL: link, Host: "h", Target: "/"}
	if _, err := newVerifier(t, presign.VerifierConfig{}).Verify(t.Context(), both); !errors.Is(err, presign.ErrReceived) {
		t.Errorf("got %v", err)
	}
}

func TestInspectReadsALinkWithoutASecret(t *testing.T) {
	signer := newSigner(t, func(c *presign.Config) { c.Endpoint, c.Region, c.SessionToken = "", "eu-west-1", someToken })
	request := presign.Request{
		Bucket: "photos", Key: "cat.jpg", ExpiresIn: time.Hour, VersionID: "v1", ContentType: "image/png", SignAt: time.Unix(1_700_000_000, 0),
	}
	made := must[presign.Presigned](t)(signer.Presign(request))
	found := must[presign.Inspection](t)(presign.Inspect(made.URL))
	if found.Version != presign.V4 || found.Host != "photos.s3.eu-west-1.amazonaws.com" || found.Bucket != "photos" || found.Key != "cat.jpg" ||
		found.AccessKey != accessKey || found.Region != "eu-west-1" || !found.SignedAt.Equal(request.SignAt) ||
		!found.ExpiresAt.Equal(request.SignAt.Add(time.Hour)) || fmt.Sprint(found.SignedHeaders) != "[content-type]" ||
		fmt.Sprint(found.Query) != "[{versionId v1}]" {
		t.Errorf("got %+v", found)
	}
	if expected := presign.WarningExpired | presign.WarningSessionToken; found.Warnings&expected != expected {
		t.Errorf("got %v", found.Warnings)
	}
	if strings.Contains(fmt.Sprintf("%+v", found), someToken) {
		t.Error("the token is shown")
	}
}

func TestExplainNamesTheMistake(t *testing.T) {
	signer := newSigner(t)
	secrets := map[string]presign.Secret{accessKey: {SecretKey: secretKey}}
	link := must[string](t)(signer.Get("photos", "cat.jpg", time.Hour))
	moved := strings.Replace(link, "files.example", "files.example:8443", 1)
	for name, test := range map[string]struct {
		link    string
		secrets map[string]presign.Secret
		cause   presign.Cause
	}{
		"a port":            {moved, secrets, presign.CauseHostPort},
		"another secret":    {link, map[string]presign.Secret{accessKey: {SecretKey: "other"}}, presign.CauseSecretKey},
		"an unknown key":    {link, nil, presign.CauseAccessKey},
		"cut by a shell":    {link[:strings.Index(link, "&")], secrets, presign.CauseUnreadable},
		"nothing of a link": {"https://files.example", nil, presign.CauseUnreadable},
	} {
		found := must[presign.Explanation](t)(presign.Explain(presign.Received{URL: test.link}, test.secrets, presign.ExplainOptions{}))
		if found.Cause != test.cause || found.Sentence == "" {
			t.Errorf("%s: got %v: %s", name, found.Cause, found.Sentence)
		}
	}
	verifier := newVerifier(t, presign.VerifierConfig{})
	found := must[presign.Explanation](t)(verifier.Explain(t.Context(), presign.Received{URL: moved}, presign.ExplainOptions{}))
	if found.Cause != presign.CauseHostPort || !strings.HasPrefix(found.Ours, "GET\n/photos/cat.jpg\n") ||
		!strings.HasPrefix(found.OurStringToSign, "AWS4-HMAC-SHA256\n") {
		t.Errorf("got %+v", found)
	}
	if found.Cause.String() != "host-port" || found.Cause.Message() == "" {
		t.Errorf("got %v", found.Cause)
	}
	if _, err := presign.Explain(presign.Received{URL: link}, secrets, presign.ExplainOptions{Response: "hello"}); !errors.Is(err, presign.ErrResponse) {
		t.Errorf("got %v", err)
	}
	mine := errors.New("mine")
	failing := newVerifier(t, presign.VerifierConfig{Secrets: func(context.Context, string) (presign.Secret, error) { return presign.Secret{}, mine }})
	if _, err := failing.Explain(t.Context(), presign.Received{URL: link}, presign.ExplainOptions{}); !errors.Is(err, mine) {
		t.Errorf("got %v", err)
	}
}

func TestExplainReadsTheAnswersThatStoragesGave(t *testing.T) {
	text, err := os.ReadFile("../../tests/explaining/quoted_answers.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Answers []struct {
			Storage, Source, Link, Response, Cause string
			Words                                  []string
		}
	}
	if err := json.Unmarshal(text, &file); err != nil || len(file.Answers) == 0 {
		t.Fatal(err)
	}
	for _, answer := range file.Answers {
		version, known := map[string]presign.Version{"v4": presign.V4, "v2": presign.V2}[answer.Link]
		if !known {
			continue
		}
		signer := newSigner(t, func(c *presign.Config) { c.Version = version })
		link := must[string](t)(signer.Get("photos", "cat.jpg", time.Hour))
		secrets := map[string]presign.Secret{accessKey: {SecretKey: secretKey}}
		found := must[presign.Explanation](t)(presign.Explain(presign.Received{URL: link}, secrets, presign.ExplainOptions{Response: answer.Response}))
		if found.Cause.String() != answer.Cause {
			t.Errorf("%s: got %v, expected %s", answer.Source, found.Cause, answer.Cause)
		}
		for _, word := range answer.Words {
			if !strings.Contains(found.Sentence, word) {
				t.Errorf("%s: %q is not in %s", answer.Source, word, found.Sentence)
			}
		}
	}
}

func TestAResponseOfAnotherEncodingIsRead(t *testing.T) {
	link := must[string](t)(newSigner(t).Get("photos", "cat.jpg", time.Hour))
	secrets := map[string]presign.Secret{accessKey: {SecretKey: secretKey}}
	response := "<Error><Code>AccessDenied</Code><Message>Request has expired</Message><Resource>caf\xe9</Resource></Error>"
	found := must[presign.Explanation](t)(presign.Explain(presign.Received{URL: link}, secrets, presign.ExplainOptions{Response: response}))
	if found.Cause != presign.CauseClock && found.Cause != presign.CauseExpired {
		t.Errorf("got %v", found.Cause)
	}
	if _, err := url.Parse(link); err != nil {
		t.Error(err)
	}
}

// An HTTP/2 client can send a Host header, or a whole URL as its :path, beside :authority, which net/http takes for the
// host of the request (RFC 9113 section 8.3.1). Clients of net/http cannot, so the frames are written here.
func TestARequestOfHTTP2WithTwoHostsIsRefused(t *testing.T) {
	verifier := newVerifier(t, presign.VerifierConfig{Endpoint: "http://files.example"})
	results := make(chan error, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err := verifier.VerifyRequest(r)
		results <- err
	}))
	server.Config.Protocols = new(http.Protocols)
	server.Config.Protocols.SetUnencryptedHTTP2(true)
	server.Start()
	defer server.Close()
	signer := newSigner(t, func(c *presign.Config) { c.Endpoint = "http://files.example" })
	link := must[string](t)(signer.Get("photos", "cat.jpg", time.Hour))
	target := strings.TrimPrefix(link, "http://files.example")
	for name, test := range map[string]struct {
		path, authority, host string
		isAccepted            bool
	}{
		"one host":                         {target, "files.example", "", true},
		"the same host twice":              {target, "files.example", "files.example", true},
		"a Host header alone":              {target, "", "files.example", true},
		"another host":                     {target, "other.example", "", false},
		"a Host beside another authority":  {target, "other.example", "files.example", false},
		"an authority beside another Host": {target, "files.example", "other.example", false},
		"a whole URL":                      {link, "files.example", "", true},
		"a URL beside another authority":   {link, "other.example", "", false},
	} {
		connection := must[net.Conn](t)(net.Dial("tcp", server.Listener.Addr().String()))
		fields := [][2]string{{":method", "GET"}, {":scheme", "http"}, {":path", test.path}}
		if test.authority != "" {
			fields = append(fields, [2]string{":authority", test.authority})
		}
		if test.host != "" {
			fields = append(fields, [2]string{"host", test.host})
		}
		must[int](t)(connection.Write(framesOfHTTP2(fields)))
		select {
		case err := <-results:
			if (err == nil) != test.isAccepted || err != nil && !errors.Is(err, presign.ErrRefused) {
				t.Errorf("%s: got %v", name, err)
			}
		case <-time.After(time.Minute):
			t.Errorf("%s: the server does not call the handler", name)
		}
		connection.Close()
	}
}

// framesOfHTTP2 returns what a client sends first: the preface, empty settings, and one request without a body. Fields are
// literals without indexing (RFC 7541 section 6.2.2).
func framesOfHTTP2(fields [][2]string) []byte {
	var block []byte
	for _, field := range fields {
		block = append(block, 0)
		for _, text := range field {
			// An integer with a prefix of seven bits (RFC 7541 section 5.1).
			rest := len(text)
			if rest < 127 {
				block = append(block, byte(rest))
			} else {
				block = append(block, 127)
				block = binary.AppendUvarint(block, uint64(rest-127))
			}
			block = append(block, text...)
		}
	}
	frames := []byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00")
	// The flags END_STREAM and END_HEADERS, stream 1.
	frames = append(frames, 0, byte(len(block)>>8), byte(len(block)), 1, 5, 0, 0, 0, 1)
	return append(frames, block...)
}

func TestAConnectionHeaderIsReadWhateverItsEncoding(t *testing.T) {
	request := hour
	request.Headers = http.Header{"X-Amz-Meta-A": {"b"}}
	made := must[presign.Presigned](t)(newSigner(t).Presign(request))
	verifier := newVerifier(t, presign.VerifierConfig{})
	for value, isAccepted := range map[string]bool{"close, \xff": true, "x-amz-meta-a": false, "x-amz-meta-a, \xff": false, "\xff,x-amz-meta-a": false} {
		headers := http.Header{"X-Amz-Meta-A": {"b"}, "Connection": {value}}
		_, err := verifier.Verify(t.Context(), presign.Received{URL: made.URL, Headers: headers})
		if (err == nil) != isAccepted || err != nil && !errors.Is(err, presign.ErrRefused) {
			t.Errorf("%q: got %v", value, err)
		}
	}
}
