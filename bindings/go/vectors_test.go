package presign_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"presign.example/presign"
)

// vector is a case of tests/vectors, which botocore and AWS's documentation gave, and the tests of every language read.
type vector struct {
	Name         string
	Version      string
	Method       string
	Endpoint     string
	Region       string
	Addressing   string
	Bucket       string
	Key          string
	Query        [][2]string
	Headers      map[string]string
	SessionToken string `json:"session_token"`
	SignAt       int64  `json:"sign_at"`
	ExpiresIn    int64  `json:"expires_in"`
	URL          string
	// Of forms.
	GivenFields     [][2]string `json:"given_fields"`
	GivenConditions []any       `json:"given_conditions"`
	Fields          [][2]string

	accessKey, secretKey string
}

func vectors(t *testing.T, name string) []vector {
	t.Helper()
	text, err := os.ReadFile("../../tests/vectors/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		AccessKey string `json:"access_key"`
		SecretKey string `json:"secret_key"`
		Cases     []vector
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatalf("%s has no cases", name)
	}
	for index := range file.Cases {
		file.Cases[index].accessKey, file.Cases[index].secretKey = file.AccessKey, file.SecretKey
	}
	return file.Cases
}

var addressings = map[string]presign.Addressing{
	"": presign.AddressingAuto, "auto": presign.AddressingAuto, "path": presign.AddressingPath,
	"virtual": presign.AddressingVirtual, "cname": presign.AddressingCNAME,
}

func (v *vector) signer(t *testing.T, version presign.Version) *presign.Signer {
	t.Helper()
	addressing, known := addressings[v.Addressing]
	if !known {
		t.Fatalf("unknown addressing %q", v.Addressing)
	}
	signer, err := presign.New(presign.Config{
		AccessKey: v.accessKey, SecretKey: v.secretKey, SessionToken: v.SessionToken, Region: v.Region,
		Endpoint: v.Endpoint, Addressing: addressing, Version: version,
	})
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

func (v *vector) request() presign.Request {
	request := presign.Request{
		Method: v.Method, Bucket: v.Bucket, Key: v.Key, SignAt: time.Unix(v.SignAt, 0),
		ExpiresIn: time.Duration(v.ExpiresIn) * time.Second, Query: url.Values{}, Headers: http.Header{},
	}
	for _, pair := range v.Query {
		request.Query.Add(pair[0], pair[1])
	}
	for name, value := range v.Headers {
		request.Headers[name] = []string{value}
	}
	return request
}

// parts returns what must be equal of a URL; in version 2 the order of the query is free.
func parts(link string, version presign.Version) []string {
	path, query, _ := strings.Cut(link, "?")
	parameters := strings.Split(query, "&")
	if version == presign.V2 {
		slices.Sort(parameters)
	}
	return append([]string{path}, parameters...)
}

func TestEveryMethodReturnsTheURLOfTheVector(t *testing.T) {
	for version, name := range map[presign.Version]string{presign.V4: "sigv4", presign.V2: "sigv2"} {
		for _, vector := range vectors(t, name) {
			t.Run(name+"/"+vector.Name, func(t *testing.T) { checkVector(t, &vector, version) })
		}
	}
}

func checkVector(t *testing.T, vector *vector, version presign.Version) {
	signer, request := vector.signer(t, version), vector.request()
	defer signer.Close()
	expected := parts(vector.URL, version)
	check := func(err error, links ...string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range links {
			if got := parts(link, version); !slices.Equal(got, expected) {
				t.Fatalf("got      %q\nexpected %q", got, expected)
			}
		}
	}

	made, err := signer.Presign(request)
	if vector.SignAt == 0 {
		// As in C: a forgotten time is 0.
		if !errors.Is(err, presign.ErrTime) {
			t.Fatalf("got %v", err)
		}
		return
	}
	check(err, made.URL)
	if made.Method != vector.Method || made.ExpiresAt.Unix() != vector.SignAt+vector.ExpiresIn {
		t.Errorf("got %v", made)
	}
	if len(made.Headers) != len(vector.Headers) {
		t.Errorf("got headers %v, expected %v", made.Headers, vector.Headers)
	}
	for name, value := range vector.Headers {
		if made.Headers.Get(name) != strings.TrimSpace(value) {
			t.Errorf("got headers %v, expected %v", made.Headers, vector.Headers)
		}
	}

	until := request
	until.ExpiresIn, until.ExpiresAt = 0, time.Unix(vector.SignAt+vector.ExpiresIn, 999_999_999)
	made, err = signer.Presign(until)
	check(err, made.URL)
	if vector.Key == "" {
		return
	}
	links, err := signer.PresignRequests([]presign.Request{request, until, request})
	check(err, links...)
	if len(links) != 3 {
		t.Errorf("got %d links", len(links))
	}
	links, err = signer.PresignRequests([]presign.Request{until}, presign.Threads(0))
	check(err, links...)

	shared := request
	shared.Key = ""
	links, err = signer.PresignMany(shared, []string{vector.Key, vector.Key}, presign.Threads(2))
	check(err, links...)
	if len(links) != 2 {
		t.Errorf("got %d links", len(links))
	}
	for link, err := range signer.PresignManySeq(shared, slices.Values([]string{vector.Key})) {
		check(err, link)
	}
	for link, err := range signer.PresignRequestsSeq(slices.Values([]presign.Request{request})) {
		check(err, link)
	}
}
