package awss3

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// presigner is what a program declares that takes either client.
type presigner interface {
	PresignGetObject(context.Context, *s3.GetObjectInput, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)
	PresignHeadObject(context.Context, *s3.HeadObjectInput, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)
	PresignPutObject(context.Context, *s3.PutObjectInput, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)
	PresignDeleteObject(context.Context, *s3.DeleteObjectInput, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)
	PresignUploadPart(context.Context, *s3.UploadPartInput, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)
	PresignHeadBucket(context.Context, *s3.HeadBucketInput, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)
	PresignDeleteBucket(context.Context, *s3.DeleteBucketInput, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)
	PresignPostObject(context.Context, *s3.PutObjectInput, ...func(*s3.PresignPostOptions)) (*s3.PresignedPostRequest, error)
}

var (
	_ presigner = (*PresignClient)(nil)
	_ presigner = (*s3.PresignClient)(nil)
)

func TestEveryMethodOfTheSDKsClientIsThereWithItsSignature(t *testing.T) {
	theirs, ours := reflect.TypeFor[*s3.PresignClient](), reflect.TypeFor[*PresignClient]()
	for index := range theirs.NumMethod() {
		method := theirs.Method(index)
		own, found := ours.MethodByName(method.Name)
		if !found {
			t.Errorf("%s is missing", method.Name)
			continue
		}
		for in := 1; in < method.Type.NumIn(); in++ {
			if own.Type.NumIn() != method.Type.NumIn() || own.Type.In(in) != method.Type.In(in) {
				t.Errorf("%s is %v, expected %v", method.Name, own.Type, method.Type)
			}
		}
	}
}

// AWS's example keys, which its documentation uses.
const (
	accessKey = "AKIAIOSFODNN7EXAMPLE"
	secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

func static(token string) aws.CredentialsProvider {
	return credentials.NewStaticCredentialsProvider(accessKey, secretKey, token)
}

// options returns the options of a client in eu-central-1, changed by functions.
func options(change ...func(*s3.Options)) s3.Options {
	options := s3.Options{Region: "eu-central-1", Credentials: static("")}
	for _, fn := range change {
		fn(&options)
	}
	return options
}

// at is the SDK's signer with a signing time of its own.
type at struct {
	signer *v4.Signer
	time   time.Time
}

func (a at) PresignHTTP(ctx context.Context, keys aws.Credentials, request *http.Request, payload, service, region string, _ time.Time,
	options ...func(*v4.SignerOptions),
) (string, http.Header, error) {
	return a.signer.PresignHTTP(ctx, keys, request, payload, service, region, a.time, options...)
}

// signedAt makes the SDK sign at the time of a link.
func signedAt(t *testing.T, link string) func(*s3.PresignOptions) {
	t.Helper()
	parsed, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.Parse("20060102T150405Z", parsed.Query().Get("X-Amz-Date"))
	if err != nil {
		t.Fatalf("%s: %v", link, err)
	}
	return signedBy(when)
}

// signedBy makes the SDK sign at a time.
func signedBy(when time.Time) func(*s3.PresignOptions) {
	return func(o *s3.PresignOptions) {
		o.Presigner = at{v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }), when}
	}
}

// call is a call of either client.
type call func(presigner, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)

// calling returns a call of a method with an input, which is copied because the SDK changes it.
func calling[I any](t *testing.T, method func(presigner, context.Context, *I, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error),
	input I, options ...func(*s3.PresignOptions),
) call {
	return func(client presigner, further ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error) {
		input := input
		return method(client, t.Context(), &input, append(options[:len(options):len(options)], further...)...)
	}
}

// compare reports a difference between what the clients return.
func compare(t *testing.T, ours *PresignClient, theirs *s3.PresignClient, name string, call call) *v4.PresignedHTTPRequest {
	t.Helper()
	made, err := call(ours)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	expected, err := call(theirs, signedAt(t, made.URL))
	if err != nil {
		t.Fatalf("%s: the SDK: %v", name, err)
	}
	// The SDK writes a port that is the scheme's own, and signs the host without it.
	ourURL, theirURL := strings.Replace(made.URL, ":80/", "/", 1), strings.Replace(expected.URL, ":80/", "/", 1)
	if ourURL != theirURL {
		t.Fatalf("%s:\nours   %s\ntheirs %s", name, ourURL, theirURL)
	}
	if made.Method != expected.Method || !reflect.DeepEqual(made.SignedHeader, expected.SignedHeader) {
		t.Fatalf("%s: got %s %q, expected %s %q", name, made.Method, made.SignedHeader, expected.Method, expected.SignedHeader)
	}
	return made
}

// clients returns both clients for the same options.
func clients(options s3.Options, optFns ...func(*s3.PresignOptions)) (*PresignClient, *s3.PresignClient) {
	client := s3.New(options)
	return NewPresignClient(client, optFns...), s3.NewPresignClient(client, optFns...)
}

func get(t *testing.T, bucket, key string, options ...func(*s3.PresignOptions)) call {
	return calling(t, presigner.PresignGetObject, s3.GetObjectInput{Bucket: &bucket, Key: &key}, options...)
}

type presigned = v4.PresignedHTTPRequest

// reflected calls the method of an operation.
func reflected(t *testing.T, client presigner, operation string, input any, options []func(*s3.PresignOptions)) (*presigned, error) {
	t.Helper()
	arguments := []reflect.Value{reflect.ValueOf(t.Context()), reflect.ValueOf(input)}
	for _, option := range options {
		arguments = append(arguments, reflect.ValueOf(option))
	}
	results := reflect.ValueOf(client).MethodByName("Presign" + operation).Call(arguments)
	err, _ := results[1].Interface().(error)
	return results[0].Interface().(*presigned), err
}
