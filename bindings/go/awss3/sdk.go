package awss3

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// sampleKey is the key of the links that places are learned from.
const sampleKey = "k"

// The keys that sign these links. They are no secret.
const (
	sampleAccessKey = "AKIDSAMPLE"
	sampleSecretKey = "sample"
)

// observed is the SDK's signer, which remembers what it was asked to sign.
type observed struct {
	signer          *v4.Signer
	method          string
	payload         string
	service, region string
	time            time.Time
}

func newObserved() *observed {
	return &observed{signer: v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })}
}

// PresignHTTP signs a request.
func (o *observed) PresignHTTP(ctx context.Context, keys aws.Credentials, request *http.Request, payload, service, region string,
	when time.Time, options ...func(*v4.SignerOptions),
) (string, http.Header, error) {
	o.method, o.payload, o.service, o.region, o.time = request.Method, payload, service, region, when
	return o.signer.PresignHTTP(ctx, keys, request, payload, service, region, when, options...)
}

// noSessions is in the place of the provider that asks the network for a session of a directory bucket.
type noSessions struct{}

func (noSessions) Retrieve(context.Context, string) (aws.Credentials, error) {
	return aws.Credentials{}, refusal("a session of a directory bucket (S3 Express)")
}

// checked makes a call of the SDK refuse what NewPresignClient refuses.
func checked(o *s3.PresignOptions, further ...func(*s3.Options)) {
	o.ClientOptions = append(o.ClientOptions[:len(o.ClientOptions):len(o.ClientOptions)], func(client *s3.Options) {
		client.ExpressCredentials = noSessions{}
		client.APIOptions = checkedMiddleware(client.APIOptions)
	})
	o.ClientOptions = append(o.ClientOptions, further...)
}

// bySDK returns the link that the SDK makes, with the options of a call.
func bySDK[I any](ctx context.Context, c *PresignClient, op *operation[I], input *I, options *s3.PresignOptions,
) (*v4.PresignedHTTPRequest, error) {
	var refused error
	signer := newObserved()
	made, err := op.sdk(c.sdk, ctx, input, func(o *s3.PresignOptions) {
		o.Expires, o.ClientOptions = options.Expires, options.ClientOptions
		o.Presigner = signer
		checked(o, func(client *s3.Options) { refused = refusedClientOptions(client) })
	})
	if refused != nil {
		return nil, refused
	}
	if err != nil {
		return nil, err
	}
	return made, signer.check()
}

// check returns an error about a link with a signature that presign does not have.
func (o *observed) check() error {
	if o.time.IsZero() {
		return refusal("a bucket whose requests need the signature version sigv4a")
	}
	if o.service != "s3" {
		return refusal("the service " + o.service + " in the signature")
	}
	return nil
}

// learned is what the SDK makes of a request that has nothing but a bucket and a key.
type learned struct {
	host, region string
	query        url.Values
	headers      http.Header
	// Scheme, host and path of the bucket, and the key of a link that has none in its input.
	endpoint, key string
	// For the comparison.
	link string
	time time.Time
}

// The parameters of the signature. The SDK adds others.
var signatureParameters = []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"}

func learn[I any](ctx context.Context, c *PresignClient, op *operation[I], bucket string) (learned, error) {
	signer := newObserved()
	made, err := op.sdk(c.sdk, ctx, op.sample(bucket), func(o *s3.PresignOptions) {
		o.Presigner, o.Expires = signer, time.Hour
		checked(o, func(client *s3.Options) {
			client.Credentials = credentials.NewStaticCredentialsProvider(sampleAccessKey, sampleSecretKey, "")
		})
	})
	if err != nil {
		return learned{}, err
	}
	if err := signer.check(); err != nil {
		return learned{}, err
	}
	link, err := url.Parse(made.URL)
	if err != nil {
		return learned{}, err
	}
	path, found := strings.CutSuffix(link.EscapedPath(), op.samplePath())
	if !found {
		return learned{}, errors.New("presign: the SDK's link has no key")
	}
	place := learned{
		host: made.SignedHeader.Get("Host"), region: signer.region, query: link.Query(), headers: made.SignedHeader,
		time: signer.time,
	}
	// The SDK signs the host without the port if it is the scheme's own, but writes it into the URL.
	place.link = strings.Replace(made.URL, "://"+link.Host, "://"+place.host, 1)
	if err := place.setAddress(link.Scheme+"://"+place.host, path, op.key != noField); err != nil {
		return learned{}, err
	}
	for _, name := range signatureParameters {
		place.query.Del(name)
	}
	for _, field := range op.fields {
		if field.required != "" {
			place.query.Del(field.name)
		}
	}
	place.headers.Del("Host")
	return place, nil
}

// setAddress sets what the signer makes the address of, which has AddressingCNAME. The SDK's URL of a bucket whose name is
// in the path has no slash after it, so the name is a key there.
func (l *learned) setAddress(host, path string, hasKey bool) error {
	at := strings.LastIndex(path, "/")
	if hasKey || at < 0 {
		l.endpoint = host + path
		return nil
	}
	l.endpoint = host + path[:at]
	var err error
	l.key, err = url.PathUnescape(path[at+1:])
	return err
}

// samplePath returns how the path of a link ends after that of its bucket.
func (op *operation[I]) samplePath() string {
	if op.key == noField {
		return ""
	}
	return "/" + sampleKey
}
