package peers

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/minio/minio-go/v7"
	miniocredentials "github.com/minio/minio-go/v7/pkg/credentials"
)

// AWS's example keys, which its documentation uses.
const (
	accessKey = "AKIAIOSFODNN7EXAMPLE"
	secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// sdkClient returns a client of the AWS SDK, for AWS if there is no endpoint.
func sdkClient(region, endpoint, token string) *s3.Client {
	options := s3.Options{
		Region: region, Credentials: credentials.NewStaticCredentialsProvider(accessKey, secretKey, token),
		// Otherwise the SDK signs the checksum of an empty body into links for uploads.
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
	}
	if endpoint != "" {
		options.BaseEndpoint, options.UsePathStyle = &endpoint, true
	}
	return s3.New(options)
}

// minioClient returns a client of minio-go. With a region it asks the network for nothing.
func minioClient(region, host string, secure bool, token string) (*minio.Client, error) {
	return minio.New(host, &minio.Options{
		Creds: miniocredentials.NewStaticV4(accessKey, secretKey, token), Region: region, Secure: secure,
	})
}
