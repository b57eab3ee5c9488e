package awss3

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

// PresignClient has the methods of s3.PresignClient. All goroutines can use it at once.
type PresignClient struct {
	sdk     *s3.PresignClient
	options s3.PresignOptions
	client  s3.Options
	// Why the client cannot be used, which every method returns, since NewPresignClient has the SDK's signature.
	refused error
	// Whether a program's own code says where a bucket is, which may say something else each time.
	ownResolver bool

	current atomic.Pointer[places]
	// Held while a place is added.
	adding sync.Mutex
}

// NewPresignClient returns a client that presigns requests as s3.NewPresignClient(c, optFns...) does. A setting that
// presign does not support is an error of every method, which names the setting.
func NewPresignClient(c *s3.Client, optFns ...func(*s3.PresignOptions)) *PresignClient {
	var options s3.PresignOptions
	for _, fn := range optFns {
		fn(&options)
	}
	if len(options.ClientOptions) != 0 {
		c = s3.New(c.Options(), options.ClientOptions...)
	}
	made := &PresignClient{options: options, client: c.Options()}
	made.refused = refusedOptions(&options, &made.client)
	made.ownResolver = hasOwnResolver(&made.client)
	made.sdk = s3.NewPresignClient(c, func(o *s3.PresignOptions) { *o = options })
	made.options.Presigner = ownPresigner
	return made
}

// callOptions returns the options of one call.
func (c *PresignClient) callOptions(optFns []func(*s3.PresignOptions)) (*s3.PresignOptions, error) {
	if len(optFns) == 0 {
		return &c.options, nil
	}
	options := c.options
	// An append of a function must not write to the array of the client's.
	options.ClientOptions = options.ClientOptions[:len(options.ClientOptions):len(options.ClientOptions)]
	for _, fn := range optFns {
		fn(&options)
	}
	if options.Presigner != ownPresigner {
		return nil, refusal("PresignOptions.Presigner")
	}
	return &options, nil
}

// lifetime returns what the SDK writes to X-Amz-Expires.
func lifetime(expires time.Duration) time.Duration {
	if expires == 0 {
		return 15 * time.Minute
	}
	return expires.Truncate(time.Second)
}

func presignRequest[I any](ctx context.Context, c *PresignClient, op *operation[I], input *I, optFns []func(*s3.PresignOptions),
) (*v4.PresignedHTTPRequest, error) {
	made, err := c.refusedOr(func() (*v4.PresignedHTTPRequest, error) {
		options, err := c.callOptions(optFns)
		if err != nil {
			return nil, err
		}
		request, known := op.read(input)
		if !known || options.Expires < 0 || c.ownResolver || c.client.Credentials == nil ||
			len(options.ClientOptions) != len(c.options.ClientOptions) {
			return bySDK(ctx, c, op, input, options)
		}
		return link(ctx, c, op, request, lifetime(options.Expires))
	})
	if err == nil {
		return made, nil
	}
	if _, wrapped := err.(*smithy.OperationError); wrapped {
		return nil, err
	}
	return nil, &smithy.OperationError{ServiceID: s3.ServiceID, OperationName: op.name, Err: err}
}

func (c *PresignClient) refusedOr(call func() (*v4.PresignedHTTPRequest, error)) (*v4.PresignedHTTPRequest, error) {
	if c.refused != nil {
		return nil, c.refused
	}
	return call()
}

// refusal returns the error about a setting that is not supported.
func refusal(setting string) error {
	return fmt.Errorf("presign: %s is not supported: leave it out, or use s3.NewPresignClient", setting)
}
