package awss3

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
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
	service, region string
	time            time.Time
	// A setting that is not supported.
	refused error
}

func newObserved() *observed {
	return &observed{signer: v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })}
}

// PresignHTTP signs a request.
func (o *observed) PresignHTTP(ctx context.Context, keys aws.Credentials, request *http.Request, payload, service, region string,
	when time.Time, options ...func(*v4.SignerOptions),
) (string, http.Header, error) {
	o.service, o.region, o.time = service, region, when
	return o.signer.PresignHTTP(ctx, keys, request, payload, service, region, when, options...)
}

// noSessions is in the place of the provider that asks the network for a session of a directory bucket. The SDK does not
// wrap its error.
type noSessions struct{ observed *observed }

func (n noSessions) Retrieve(context.Context, string) (aws.Credentials, error) {
	n.observed.refused = refusal("a session of a directory bucket (S3 Express)")
	return aws.Credentials{}, n.observed.refused
}

// options returns further options of a call of the SDK, which refuse what NewPresignClient refuses.
func (o *observed) options(further ...func(*s3.Options)) []func(*s3.Options) {
	return append(further, func(client *s3.Options) {
		o.refused = refusedClientOptions(client)
		client.ExpressCredentials = noSessions{o}
		client.APIOptions = checkedMiddleware(client.APIOptions)
	})
}

// check returns the error of a call of the SDK, or one about a link that presign does not make.
func (o *observed) check(err error) error {
	var unsupported *UnsupportedError
	switch {
	case o.refused != nil:
		return o.refused
	case errors.As(err, &unsupported):
		return unsupported
	case err != nil:
		return err
	case o.time.IsZero():
		return refusal("a bucket whose requests need the signature version sigv4a")
	case o.service != "s3":
		return refusal("the service " + o.service + " in the signature")
	default:
		return nil
	}
}

// bySDK returns the link that the SDK makes, with the options of a call.
func bySDK[I any](ctx context.Context, c *PresignClient, op *operation[I], input *I, options *s3.PresignOptions,
) (*v4.PresignedHTTPRequest, error) {
	signer := newObserved()
	made, err := op.sdk(c.sdk, ctx, input, func(o *s3.PresignOptions) {
		o.Presigner, o.Expires = signer, options.Expires
		o.ClientOptions = slices.Concat(options.ClientOptions, signer.options())
	})
	err = signer.check(err)
	var unsupported *UnsupportedError
	if errors.As(err, &unsupported) {
		return nil, op.failed(err)
	}
	if err != nil {
		return nil, err
	}
	return made, nil
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
		o.ClientOptions = slices.Concat(o.ClientOptions, signer.options(func(client *s3.Options) {
			client.Credentials = credentials.NewStaticCredentialsProvider(sampleAccessKey, sampleSecretKey, "")
		}))
	})
	if err := signer.check(err); err != nil {
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
	if err := place.setAddress(link.Scheme+"://"+place.host, path, op.hasKey); err != nil {
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
	if !op.hasKey {
		return ""
	}
	return "/" + sampleKey
}
