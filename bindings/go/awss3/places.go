package awss3

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"presign.example/presign"
)

// The most buckets that are remembered for an operation. One more makes all be forgotten.
const mostPlaces = 1000

// Links of one second and lifetime after which a template is made, which costs as much as it saves with about so many more.
const linksWithoutTemplate = 8

// The name of the bucket for the signer. The endpoint has all of the address.
const bucketName = "bucket"

// places are those of one set of keys. They never change: when the provider returns other keys, all of them are replaced,
// and the garbage collector frees the signers, which wipes the keys.
type places struct {
	accessKey, secretKey, token string
	// By the number of the operation, and the bucket.
	all [operations]map[string]*place
}

func (p *places) has(keys *aws.Credentials) bool {
	return p != nil && p.accessKey == keys.AccessKeyID && p.secretKey == keys.SecretAccessKey && p.token == keys.SessionToken
}

// place is where the links of an operation lead, and what signs them.
type place struct {
	learned
	signer *presign.Signer
	method string
	latest atomic.Pointer[moment]
}

// moment is a second in which links of one lifetime are made.
type moment struct {
	signAt    int64
	expiresIn time.Duration
	links     atomic.Int32
	template  atomic.Pointer[presign.Template]
}

// link returns the link of a request, signed now.
func link[I any](ctx context.Context, c *PresignClient, op *operation[I], request request, expires time.Duration,
) (*v4.PresignedHTTPRequest, error) {
	expiresIn, err := lifetime(expires)
	if err != nil {
		return nil, err
	}
	keys, err := c.client.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, fmt.Errorf("get identity: get credentials: %w", err)
	}
	current := c.current.Load()
	var found *place
	if current.has(&keys) {
		found = current.all[op.number][request.bucket]
	}
	if found == nil {
		place, err := learn(ctx, c, op, request.bucket)
		if err != nil {
			return nil, err
		}
		if found, err = newPlace(place, op.method, op.samplePath(), op.sampleQuery(), &keys); err != nil {
			return nil, err
		}
		c.add(op.number, request.bucket, found, &keys)
	}
	return found.link(request, expiresIn, time.Now())
}

// add remembers a place.
func (c *PresignClient) add(operation int, bucket string, added *place, keys *aws.Credentials) {
	c.adding.Lock()
	defer c.adding.Unlock()
	next := &places{accessKey: keys.AccessKeyID, secretKey: keys.SecretAccessKey, token: keys.SessionToken}
	if current := c.current.Load(); current.has(keys) {
		next.all = current.all
	}
	if all := next.all[operation]; all == nil || len(all) >= mostPlaces {
		next.all[operation] = map[string]*place{}
	} else {
		next.all[operation] = maps.Clone(all)
	}
	// Not the memory of a longer text that the bucket may be a part of.
	next.all[operation][strings.Clone(bucket)] = added
	c.current.Store(next)
}

// sampleQuery returns the query parameters that the sample has because it must.
func (op *operation[I]) sampleQuery() url.Values {
	values := url.Values{}
	for _, field := range op.fields {
		if field.required != "" {
			values.Set(field.name, field.required)
		}
	}
	return values
}

func newSigner(place *learned, accessKey, secretKey, token string) (*presign.Signer, error) {
	return presign.New(presign.Config{
		AccessKey: accessKey, SecretKey: secretKey, SessionToken: token, Region: place.region, Endpoint: place.endpoint,
		Addressing: presign.AddressingCNAME,
	})
}

// newPlace returns a place, after it compared a link of presign with that of the SDK.
func newPlace(found learned, method, path string, further url.Values, keys *aws.Credentials) (*place, error) {
	sample, err := newSigner(&found, sampleAccessKey, sampleSecretKey, "")
	if err != nil {
		return nil, err
	}
	made := &place{learned: found, signer: sample, method: method}
	request := request{key: strings.TrimPrefix(path, "/"), query: further}
	compared, err := sample.Presign(made.request(&request, time.Hour, found.time))
	if err != nil {
		return nil, err
	}
	if compared.URL != found.link {
		return nil, refusal(fmt.Sprintf("the address %q", found.endpoint))
	}
	made.signer, err = newSigner(&found, keys.AccessKeyID, keys.SecretAccessKey, keys.SessionToken)
	return made, err
}

// request returns a request for the signer, and adds to what is asked for what the SDK adds, which also replaces what an
// input says.
func (p *place) request(asked *request, expiresIn time.Duration, signAt time.Time) presign.Request {
	if asked.query == nil {
		asked.query = p.query
	} else {
		maps.Copy(asked.query, p.query)
	}
	if asked.headers == nil {
		asked.headers = p.headers
	} else {
		maps.Copy(asked.headers, p.headers)
	}
	key := asked.key
	if key == "" {
		key = p.key
	}
	return presign.Request{
		Method: p.method, Bucket: bucketName, Key: key, ExpiresIn: expiresIn, SignAt: signAt, Query: asked.query, Headers: asked.headers,
	}
}

func (p *place) link(asked request, expiresIn time.Duration, now time.Time) (*v4.PresignedHTTPRequest, error) {
	if asked.key != "" && asked.query == nil && asked.headers == nil {
		if template := p.template(now, expiresIn); template != nil {
			link, err := template.URL(asked.key)
			if err != nil {
				return nil, err
			}
			return p.presigned(link, p.headers), nil
		}
	}
	made, err := p.signer.Presign(p.request(&asked, expiresIn, now))
	if err != nil {
		return nil, err
	}
	return p.presigned(made.URL, asked.headers), nil
}

// template returns a template for the second, or nil if few links were made in it.
func (p *place) template(now time.Time, expiresIn time.Duration) *presign.Template {
	latest := p.latest.Load()
	if latest == nil || latest.signAt != now.Unix() || latest.expiresIn != expiresIn {
		p.latest.Store(&moment{signAt: now.Unix(), expiresIn: expiresIn})
		return nil
	}
	if template := latest.template.Load(); template != nil {
		return template
	}
	if latest.links.Add(1) == linksWithoutTemplate {
		// Without it, the reason is found by the signer.
		if template, err := p.signer.Template(p.request(&request{}, expiresIn, now)); err == nil {
			latest.template.Store(template)
		}
	}
	return latest.template.Load()
}

// presigned returns a link with the headers that are signed, in memory that the caller may change.
func (p *place) presigned(link string, headers http.Header) *v4.PresignedHTTPRequest {
	made := &struct {
		v4.PresignedHTTPRequest
		host [1]string
	}{v4.PresignedHTTPRequest{URL: link, Method: p.method, SignedHeader: make(http.Header, 1+len(headers))}, [1]string{p.host}}
	for name, values := range headers {
		made.SignedHeader[name] = slices.Clone(values)
	}
	made.SignedHeader["Host"] = made.host[:]
	return &made.PresignedHTTPRequest
}
