package awss3

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

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

// Format writes the region and nothing else: the client's options may have keys.
func (c *PresignClient) Format(state fmt.State, _ rune) {
	fmt.Fprintf(state, "awss3.PresignClient{Region:%q}", c.client.Region)
}

// callOptions returns the options of one call, and whether they change those of the client.
func (c *PresignClient) callOptions(optFns []func(*s3.PresignOptions)) (options *s3.PresignOptions, changed bool, err error) {
	if len(optFns) == 0 {
		return &c.options, false, nil
	}
	own := c.options
	own.ClientOptions = slices.Clone(own.ClientOptions)
	for _, fn := range optFns {
		fn(&own)
	}
	if own.Presigner != ownPresigner {
		return nil, false, refusal("PresignOptions.Presigner")
	}
	return &own, !slices.EqualFunc(own.ClientOptions, c.options.ClientOptions, sameFunction), nil
}

// sameFunction reports whether two variables have the same function with the same variables around it, which Go cannot
// compare otherwise.
func sameFunction(one, other func(*s3.Options)) bool {
	return *(*unsafe.Pointer)(unsafe.Pointer(&one)) == *(*unsafe.Pointer)(unsafe.Pointer(&other))
}

// lifetime returns what the SDK writes to X-Amz-Expires.
func lifetime(expires time.Duration) (time.Duration, error) {
	if expires == 0 {
		return 15 * time.Minute, nil
	}
	if expires < time.Second {
		return 0, fmt.Errorf("presign: Expires must be 1 second or more, got %v", expires)
	}
	return expires.Truncate(time.Second), nil
}

func presignRequest[I any](ctx context.Context, c *PresignClient, op *operation[I], input *I, optFns []func(*s3.PresignOptions),
) (*v4.PresignedHTTPRequest, error) {
	if c.refused != nil {
		return nil, op.failed(c.refused)
	}
	options, changed, err := c.callOptions(optFns)
	if err != nil {
		return nil, op.failed(err)
	}
	request, known := op.read(input)
	// The SDK's errors are its own too.
	if !known || changed || c.ownResolver || options.Expires < 0 || c.client.Credentials == nil {
		return bySDK(ctx, c, op, input, options)
	}
	made, err := link(ctx, c, op, request, options.Expires)
	if err != nil {
		return nil, op.failed(err)
	}
	return made, nil
}

// failed returns an error as the SDK does. An error of the provider may have another operation's in it.
func (op *operation[I]) failed(err error) error {
	if _, done := err.(*smithy.OperationError); done {
		return err
	}
	return &smithy.OperationError{ServiceID: s3.ServiceID, OperationName: op.name, Err: err}
}
