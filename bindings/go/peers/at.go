package peers

import (
	"context"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// at is the SDK's signer with a signing time of its own.
type at struct {
	signer *v4.Signer
	time   time.Time
}

func (a at) PresignHTTP(ctx context.Context, credentials aws.Credentials, request *http.Request, payloadHash, service, region string,
	_ time.Time, options ...func(*v4.SignerOptions),
) (string, http.Header, error) {
	return a.signer.PresignHTTP(ctx, credentials, request, payloadHash, service, region, a.time, options...)
}
