package peers

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"presign.example/presign"
	"presign.example/presign/awss3"
)

// The names of the contenders that bars compare.
const (
	SDK      = "aws-sdk-go-v2, PresignClient"
	AWSS3    = "awss3, PresignClient"
	V4Signer = "aws-sdk-go-v2, v4.Signer"
	Minio    = "minio-go, PresignedGetObject"
	C        = "presign_url_flat in C"
	CBatch   = "presign_urls_flat in C, 1000 keys"
	Get      = "signer.Get"
	Many     = "signer.PresignMany, 1000 keys"
)

// Contender makes links for the same object in its way.
type Contender struct {
	Name string
	// Sign makes about so many links, and returns how many.
	Sign func(calls int) (int, error)
}

const (
	region = "us-east-1"
	bucket = "example-bucket"
)

// keys are of the length that all benches of presign use.
func keys() []string {
	keys := make([]string, 1000)
	for index := range keys {
		keys[index] = fmt.Sprintf("photos/2026/11/22/user-%08d/image-%08d.jpg", index, index)
	}
	return keys
}

// oneByOne returns a contender that makes one link a call.
func oneByOne(name string, sign func(key string) error) Contender {
	keys := keys()
	return Contender{name, func(calls int) (int, error) {
		for call := range calls {
			if err := sign(keys[call%len(keys)]); err != nil {
				return 0, err
			}
		}
		return calls, nil
	}}
}

// inBatches returns a contender that makes a thousand links a call.
func inBatches(name string, sign func() (int, error)) Contender {
	return Contender{name, func(calls int) (int, error) {
		links := 0
		for links < calls {
			made, err := sign()
			if err != nil {
				return 0, err
			}
			links += made
		}
		return links, nil
	}}
}

// Contenders returns all of them, after it compared their links.
func Contenders() ([]Contender, error) {
	signer, err := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Region: region})
	if err != nil {
		return nil, err
	}
	template, err := signer.Template(presign.Request{Bucket: bucket, ExpiresIn: time.Hour})
	if err != nil {
		return nil, err
	}
	keys := keys()
	c, err := newCSigner(region, bucket, keys)
	if err != nil {
		return nil, err
	}
	requests := make([]presign.Request, len(keys))
	for index, key := range keys {
		requests[index] = presign.Request{Bucket: bucket, Key: key, ExpiresIn: time.Hour}
	}
	verifier, err := presign.NewVerifier(presign.VerifierConfig{
		Secrets: presign.StaticSecrets(map[string]presign.Secret{accessKey: {SecretKey: secretKey}}),
	})
	if err != nil {
		return nil, err
	}
	link, err := signer.Get(bucket, keys[0], time.Hour)
	if err != nil {
		return nil, err
	}
	shared := presign.Request{Bucket: bucket, ExpiresIn: time.Hour}
	ours := []Contender{
		{C, func(calls int) (int, error) { return calls, c.links(calls) }},
		oneByOne(Get, func(key string) error { _, err := signer.Get(bucket, key, time.Hour); return err }),
		oneByOne("template.URL", func(key string) error { _, err := template.URL(key); return err }),
		oneByOne("signer.Presign", func(key string) error {
			_, err := signer.Presign(presign.Request{Bucket: bucket, Key: key, ExpiresIn: time.Hour})
			return err
		}),
		inBatches(CBatch, func() (int, error) { return len(keys), c.batches(1) }),
		inBatches(Many, func() (int, error) { links, err := signer.PresignMany(shared, keys); return len(links), err }),
		inBatches("signer.PresignManySeq, 1000 keys", func() (int, error) {
			count := 0
			for _, err := range signer.PresignManySeq(shared, slices.Values(keys)) {
				if err != nil {
					return 0, err
				}
				count++
			}
			return count, nil
		}),
		inBatches("signer.PresignRequests, 1000 requests", func() (int, error) {
			links, err := signer.PresignRequests(requests)
			return len(links), err
		}),
		oneByOne("verifier.Verify", func(string) error {
			_, err := verifier.Verify(context.Background(), presign.Received{URL: link})
			return err
		}),
	}
	theirs, err := others()
	return append(theirs, ours...), err
}

func others() ([]Contender, error) {
	ctx := context.Background()
	client := s3.NewPresignClient(sdkClient(region, "", ""))
	ours := awss3.NewPresignClient(sdkClient(region, "", ""))
	bare := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	credentials := aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: secretKey}
	other, err := minioClient(region, "s3.us-east-1.amazonaws.com", true, "")
	if err != nil {
		return nil, err
	}
	return []Contender{
		oneByOne(SDK, func(key string) error {
			_, err := client.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: &key}, s3.WithPresignExpires(time.Hour))
			return err
		}),
		oneByOne(AWSS3, func(key string) error {
			_, err := ours.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: &key}, s3.WithPresignExpires(time.Hour))
			return err
		}),
		oneByOne(AWSS3+", with a parameter", func(key string) error {
			_, err := ours.PresignGetObject(ctx, &s3.GetObjectInput{
				Bucket: aws.String(bucket), Key: &key, ResponseContentType: aws.String("image/jpeg"),
			}, s3.WithPresignExpires(time.Hour))
			return err
		}),
		oneByOne(V4Signer, func(key string) error {
			link := "https://" + bucket + ".s3.us-east-1.amazonaws.com/" + key + "?X-Amz-Expires=3600"
			request, err := http.NewRequest(http.MethodGet, link, nil)
			if err != nil {
				return err
			}
			_, _, err = bare.PresignHTTP(ctx, credentials, request, "UNSIGNED-PAYLOAD", "s3", region, time.Now())
			return err
		}),
		oneByOne(Minio, func(key string) error {
			_, err := other.PresignedGetObject(ctx, bucket, key, time.Hour, nil)
			return err
		}),
	}, nil
}
