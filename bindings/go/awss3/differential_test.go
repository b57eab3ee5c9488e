package awss3

import (
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// random inputs, whose seed is printed. PRESIGN_TEST_SEED=N repeats a run, PRESIGN_TEST_CASES=N makes it longer.
type random struct{ *rand.Rand }

func newRandom(t *testing.T) (random, int) {
	t.Helper()
	number := func(name string, otherwise uint64) uint64 {
		text, given := os.LookupEnv(name)
		if !given {
			return otherwise
		}
		value, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return value
	}
	seed := number("PRESIGN_TEST_SEED", rand.Uint64N(1_000_000_007))
	// Where a failure shows it.
	t.Logf("PRESIGN_TEST_SEED=%d", seed)
	return random{rand.New(rand.NewPCG(seed, 0))}, int(number("PRESIGN_TEST_CASES", 4000))
}

func choice[T any](draw random, items ...T) T { return items[draw.IntN(len(items))] }

var pieces = []string{
	"a", "Z", "0", "/", "//", ".", "..", "/./", "/../", " ", "+", "%", "%2F", "&", "=", "?", "#", "~", "*", "'", "(", ")", `"`,
	"<", `\`, "\n", "\t", "\x7f", "é", "ß", "日本", "\U0001F600", "\ufffd", "!", ":", ";", ",", "@", "$", "|", "[", "^", "`", "{Key+}",
}

func (r random) text(most int) string {
	var text strings.Builder
	for range 1 + r.IntN(most) {
		text.WriteString(choice(r, pieces...))
	}
	return text.String()
}

// headerText returns a value that can be sent in a header.
func (r random) headerText() string {
	return choice(r, "text/plain", "a  b", "x=1; y=2", `"etag"`, "", "é", "bytes=0-9", "a,b", "2026-11-22", "*")
}

// value returns a random value of a member. Texts that become headers have no control characters.
func (r random) value(member member, kind reflect.Type) reflect.Value {
	made := reflect.New(kind).Elem()
	switch kind.Kind() {
	case reflect.Pointer:
		made.Set(reflect.New(kind.Elem()))
		made.Elem().Set(r.value(member, kind.Elem()))
	case reflect.String:
		if member.where == toQuery && !strings.EqualFold(member.name[:2], "x-") {
			made.SetString(r.text(6))
		} else {
			made.SetString(r.headerText())
		}
		if kind == reflect.TypeFor[types.ChecksumAlgorithm]() {
			made.SetString(choice(r, "CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"))
		}
	case reflect.Bool:
		made.SetBool(r.IntN(2) == 0)
	case reflect.Int32, reflect.Int64:
		made.SetInt(r.Int64N(10_000))
	case reflect.Struct:
		made.Set(reflect.ValueOf(time.Unix(r.Int64N(4_000_000_000), r.Int64N(1_000_000_000))))
	case reflect.Map:
		made.Set(reflect.ValueOf(map[string]string{}))
		for range r.IntN(4) {
			made.SetMapIndex(reflect.ValueOf(choice(r, "a", "b-c", "D", "x_y", "long-Name")), reflect.ValueOf(r.headerText()))
		}
	case reflect.Interface:
		made.Set(reflect.ValueOf(strings.NewReader(choice(r, "", "body"))))
	}
	return made
}

// randomCall returns a call of an operation. Each input has some of its members.
func randomCall[I any](t *testing.T, draw random, op *operation[I], bucket string, expires time.Duration) call {
	pattern := op.sample(bucket)
	fields := reflect.ValueOf(pattern).Elem()
	if op.hasKey {
		fields.FieldByName("Key").Set(reflect.ValueOf(aws.String(draw.text(12))))
	}
	most := draw.IntN(5)
	for _, field := range op.fields {
		if field.required != "" || draw.IntN(len(op.fields)) < most {
			value := fields.Field(field.index)
			value.Set(draw.value(field.member, value.Type()))
		}
	}
	return func(client presigner, options ...func(*s3.PresignOptions)) (*presigned, error) {
		input := new(I)
		*input = *pattern
		if expires != 0 {
			options = append(options, s3.WithPresignExpires(expires))
		}
		return reflected(t, client, op.name, input, options)
	}
}

func TestRandomInputsHaveTheLinksOfTheSDK(t *testing.T) {
	draw, cases := newRandom(t)
	var ours *PresignClient
	var theirs *s3.PresignClient
	for count := range cases {
		if count%20 == 0 {
			ours, theirs = clients(draw.options())
		}
		bucket := choice(draw, "example-bucket", "my.bucket", "abc")
		var expires time.Duration
		if draw.IntN(3) > 0 {
			expires = time.Duration(1+draw.IntN(604_799))*time.Second + choice(draw, 0, time.Millisecond)
		}
		var call call
		switch draw.IntN(8) {
		case 0, 1:
			call = randomCall(t, draw, getObject, bucket, expires)
		case 2:
			call = randomCall(t, draw, headObject, bucket, expires)
		case 3:
			call = randomCall(t, draw, putObject, bucket, expires)
		case 4:
			call = randomCall(t, draw, deleteObject, bucket, expires)
		case 5:
			call = randomCall(t, draw, uploadPart, bucket, expires)
		case 6:
			call = randomCall(t, draw, headBucket, bucket, expires)
		case 7:
			call = randomCall(t, draw, deleteBucket, bucket, expires)
		}
		compare(t, ours, theirs, strconv.Itoa(count), call)
	}
}

// options returns options of a client that the SDK has an address for, whatever the bucket.
func (r random) options() s3.Options {
	return options(func(o *s3.Options) {
		o.Region = choice(r, "us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1")
		o.Credentials = static(choice(r, "", "token/+="))
		o.UsePathStyle = r.IntN(2) == 0
		o.RequestChecksumCalculation = choice(r, 0, aws.RequestChecksumCalculationWhenSupported, aws.RequestChecksumCalculationWhenRequired)
		o.ResponseChecksumValidation = choice(r, 0, aws.ResponseChecksumValidationWhenSupported, aws.ResponseChecksumValidationWhenRequired)
		switch r.IntN(3) {
		case 0:
			o.BaseEndpoint = aws.String(choice(r, "https://files.example", "http://127.0.0.1:9000", "https://files.example/base/", "http://files.example:80", "http://[::1]:90"))
		case 1:
			o.EndpointOptions.UseDualStackEndpoint = choice(r, aws.DualStackEndpointStateUnset, aws.DualStackEndpointStateEnabled)
			o.EndpointOptions.DisableHTTPS = r.IntN(2) == 0
		}
	})
}
