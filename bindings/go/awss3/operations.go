package awss3

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"unsafe"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// sdkMethod is a method of the SDK's client.
type sdkMethod[I any] func(*s3.PresignClient, context.Context, *I, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)

// operation is what presign knows about an operation of S3. What the SDK adds by itself is learned from the SDK.
type operation[I any] struct {
	name, method string
	number       int
	sdk          sdkMethod[I]
	// Where the fields Bucket and Key are in an input, in bytes.
	bucket, key uintptr
	hasKey      bool
	fields      []field
	// Whether a bucket and a key are enough, and how many words an input has.
	canBePlain bool
	words      int
}

func newOperation[I any](number int, name, method string, sdk sdkMethod[I], members map[string]member) *operation[I] {
	op := &operation[I]{number: number, name: name, method: method, sdk: sdk}
	kind := reflect.TypeFor[I]()
	op.words = int(kind.Size() / unsafe.Sizeof(uintptr(0)))
	for index := range kind.NumField() {
		switch name := kind.Field(index).Name; name {
		case "Bucket":
			op.bucket = kind.Field(index).Offset
		case "Key":
			op.key, op.hasKey = kind.Field(index).Offset, true
		default:
			// The SDK's mark of a struct has no size and no value.
			if kind.Field(index).Type.Size() > 0 {
				op.fields = append(op.fields, field{index, members[name]})
			}
		}
	}
	op.canBePlain = op.hasKey && !slices.ContainsFunc(op.fields, func(f field) bool { return f.required != "" })
	return op
}

// textAt returns a member of an input, which is a *string.
func textAt[I any](input *I, offset uintptr) **string {
	return (**string)(unsafe.Add(unsafe.Pointer(input), offset))
}

// sample returns an input for a bucket that has nothing but what it must have.
func (op *operation[I]) sample(bucket string) *I {
	input := new(I)
	fields := reflect.ValueOf(input).Elem()
	*textAt(input, op.bucket) = &bucket
	if op.hasKey {
		key := sampleKey
		*textAt(input, op.key) = &key
	}
	for _, field := range op.fields {
		if field.required != "" {
			value := reflect.New(fields.Field(field.index).Type().Elem())
			if value.Elem().Kind() == reflect.String {
				value.Elem().SetString(field.required)
			}
			fields.Field(field.index).Set(value)
		}
	}
	return input
}

const (
	getObjectNumber = iota
	headObjectNumber
	putObjectNumber
	deleteObjectNumber
	uploadPartNumber
	headBucketNumber
	deleteBucketNumber
	operations
)

var (
	getObject    = newOperation(getObjectNumber, "GetObject", http.MethodGet, (*s3.PresignClient).PresignGetObject, getObjectMembers)
	headObject   = newOperation(headObjectNumber, "HeadObject", http.MethodHead, (*s3.PresignClient).PresignHeadObject, getObjectMembers)
	putObject    = newOperation(putObjectNumber, "PutObject", http.MethodPut, (*s3.PresignClient).PresignPutObject, putObjectMembers)
	deleteObject = newOperation(deleteObjectNumber, "DeleteObject", http.MethodDelete, (*s3.PresignClient).PresignDeleteObject, deleteObjectMembers)
	uploadPart   = newOperation(uploadPartNumber, "UploadPart", http.MethodPut, (*s3.PresignClient).PresignUploadPart, uploadPartMembers)
	headBucket   = newOperation(headBucketNumber, "HeadBucket", http.MethodHead, (*s3.PresignClient).PresignHeadBucket, bucketMembers)
	deleteBucket = newOperation(deleteBucketNumber, "DeleteBucket", http.MethodDelete, (*s3.PresignClient).PresignDeleteBucket, bucketMembers)
)

// PresignGetObject returns a URL to download an object.
func (c *PresignClient) PresignGetObject(ctx context.Context, params *s3.GetObjectInput, optFns ...func(*s3.PresignOptions),
) (*v4.PresignedHTTPRequest, error) {
	return presignRequest(ctx, c, getObject, params, optFns)
}

// PresignHeadObject returns a URL to read an object's headers.
func (c *PresignClient) PresignHeadObject(ctx context.Context, params *s3.HeadObjectInput, optFns ...func(*s3.PresignOptions),
) (*v4.PresignedHTTPRequest, error) {
	return presignRequest(ctx, c, headObject, params, optFns)
}

// PresignPutObject returns a URL to upload an object. As with the SDK, ContentType is only signed if there is a Body.
func (c *PresignClient) PresignPutObject(ctx context.Context, params *s3.PutObjectInput, optFns ...func(*s3.PresignOptions),
) (*v4.PresignedHTTPRequest, error) {
	return presignRequest(ctx, c, putObject, params, optFns)
}

// PresignDeleteObject returns a URL to delete an object.
func (c *PresignClient) PresignDeleteObject(ctx context.Context, params *s3.DeleteObjectInput, optFns ...func(*s3.PresignOptions),
) (*v4.PresignedHTTPRequest, error) {
	return presignRequest(ctx, c, deleteObject, params, optFns)
}

// PresignUploadPart returns a URL to upload a part of a multipart upload.
func (c *PresignClient) PresignUploadPart(ctx context.Context, params *s3.UploadPartInput, optFns ...func(*s3.PresignOptions),
) (*v4.PresignedHTTPRequest, error) {
	return presignRequest(ctx, c, uploadPart, params, optFns)
}

// PresignHeadBucket returns a URL to ask whether a bucket exists.
func (c *PresignClient) PresignHeadBucket(ctx context.Context, params *s3.HeadBucketInput, optFns ...func(*s3.PresignOptions),
) (*v4.PresignedHTTPRequest, error) {
	return presignRequest(ctx, c, headBucket, params, optFns)
}

// PresignDeleteBucket returns a URL to delete a bucket.
func (c *PresignClient) PresignDeleteBucket(ctx context.Context, params *s3.DeleteBucketInput, optFns ...func(*s3.PresignOptions),
) (*v4.PresignedHTTPRequest, error) {
	return presignRequest(ctx, c, deleteBucket, params, optFns)
}

// PresignPostObject returns what the SDK's method returns, which makes the form: the text of its policy, which is signed,
// is not that of [presign.Signer.PresignPost].
func (c *PresignClient) PresignPostObject(ctx context.Context, params *s3.PutObjectInput, optFns ...func(*s3.PresignPostOptions),
) (*s3.PresignedPostRequest, error) {
	if c.refused != nil {
		return nil, c.refused
	}
	return c.sdk.PresignPostObject(ctx, params, optFns...)
}
