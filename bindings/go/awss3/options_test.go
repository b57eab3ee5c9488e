package awss3

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	smithyauth "github.com/aws/smithy-go/auth"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// byKey is a program's own resolver, whose host depends on the key.
type byKey struct{}

func (byKey) ResolveEndpoint(_ context.Context, parameters s3.EndpointParameters) (smithyendpoints.Endpoint, error) {
	host := "other.example"
	if aws.ToString(parameters.Key) == "a" {
		host = "a.example"
	}
	return smithyendpoints.Endpoint{URI: url.URL{Scheme: "https", Host: host, Path: "/base/" + *parameters.Bucket}}, nil
}

func TestOptionsOfTheClientAreHonouredAsTheSDKHonoursThem(t *testing.T) {
	const accessPoint = "arn:aws:s3:eu-west-1:123456789012:accesspoint/reports"
	for name, of := range map[string]struct {
		bucket string
		expect string
		change func(*s3.Options)
	}{
		"Region":        {"example-bucket", "https://example-bucket.s3.ap-south-1.amazonaws.com/", func(o *s3.Options) { o.Region = "ap-south-1" }},
		"a FIPS region": {"example-bucket", "https://example-bucket.s3-fips.us-gov-west-1.", func(o *s3.Options) { o.Region = "us-gov-west-1-fips" }},
		"BaseEndpoint":  {"example-bucket", "http://example-bucket.files.example:9000/", func(o *s3.Options) { o.BaseEndpoint = aws.String("http://files.example:9000") }},
		"UsePathStyle":  {"example-bucket", "https://s3.eu-central-1.amazonaws.com/example-bucket/", func(o *s3.Options) { o.UsePathStyle = true }},
		"UseAccelerate": {"example-bucket", "https://example-bucket.s3-accelerate.amazonaws.com/", func(o *s3.Options) { o.UseAccelerate = true }},
		//lint:ignore SA1019 The SDK still obeys it.
		"UseDualstack": {"example-bucket", "https://example-bucket.s3.dualstack.", func(o *s3.Options) { o.UseDualstack = true }},
		"no option":    {"my.dotted.bucket", "https://s3.eu-central-1.amazonaws.com/my.dotted.bucket/", func(*s3.Options) {}},
		"UseDualStack": {"example-bucket", "https://example-bucket.s3.dualstack.", func(o *s3.Options) { o.EndpointOptions.UseDualStackEndpoint = aws.DualStackEndpointStateEnabled }},
		"UseFIPS":      {"example-bucket", "https://example-bucket.s3-fips.", func(o *s3.Options) { o.EndpointOptions.UseFIPSEndpoint = aws.FIPSEndpointStateEnabled }},
		"DisableHTTPS": {"example-bucket", "http://example-bucket.s3.", func(o *s3.Options) { o.EndpointOptions.DisableHTTPS = true }},
		"UseARNRegion": {accessPoint, "https://reports-123456789012.s3-accesspoint.eu-west-1.", func(o *s3.Options) { o.UseARNRegion = true }},
		"an ARN":       {accessPoint, "https://reports-123456789012.s3-accesspoint.eu-west-1.", func(o *s3.Options) { o.Region = "eu-west-1" }},
		"SigningRegion": {"example-bucket", "https://files.example/example-bucket/", func(o *s3.Options) {
			o.BaseEndpoint, o.UsePathStyle = aws.String("https://files.example"), true
			s3.WithSigV4SigningRegion("elsewhere")(o)
		}},
		"SigningName":  {"example-bucket", "https://example-bucket.s3.eu-central-1.", s3.WithSigV4SigningName("s3")},
		"user agent":   {"example-bucket", "https://example-bucket.s3.eu-central-1.", s3.WithAPIOptions(awsmiddleware.AddUserAgentKey("program"))},
		"own resolver": {"example-bucket", "https://a.example/base/example-bucket/", s3.WithEndpointResolverV2(byKey{})},
		"HTTPSignerV4": {"example-bucket", "https://example-bucket.s3.eu-central-1.", func(o *s3.Options) { o.HTTPSignerV4 = v4.NewSigner() }},
		//lint:ignore SA1019 The SDK still obeys it.
		"last resolver":  {"example-bucket", "https://example-bucket.old.example/", s3.WithEndpointResolver(s3.EndpointResolverFromURL("https://old.example"))},
		"no checksums":   {"example-bucket", "https://example-bucket.s3.", func(o *s3.Options) { o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired }},
		"session tokens": {"example-bucket", "https://example-bucket.s3.", func(o *s3.Options) { o.Credentials = static("token/+=") }},
	} {
		ours, theirs := clients(options(of.change))
		for _, key := range []string{"b", "a", "/a", "a//b/", "..", "é"} {
			made := compare(t, ours, theirs, name, get(t, of.bucket, key))
			if key == "a" && !strings.HasPrefix(made.URL, of.expect) {
				t.Errorf("%s: got %s, expected %s", name, made.URL, of.expect)
			}
		}
		bucket := of.bucket
		compare(t, ours, theirs, name, calling(t, presigner.PresignHeadBucket, s3.HeadBucketInput{Bucket: &bucket}))
	}
}

func TestOptionsOfPresigningAreHonouredAsTheSDKHonoursThem(t *testing.T) {
	elsewhere := s3.WithPresignClientFromClientOptions(func(o *s3.Options) { o.BaseEndpoint = aws.String("https://files.example") })
	another := s3.WithPresignClientFromClientOptions(func(o *s3.Options) { o.Region = "sa-east-1"; o.Credentials = static("other") })
	instead := func(o *s3.PresignOptions) {
		o.ClientOptions = []func(*s3.Options){func(o *s3.Options) { o.UsePathStyle = true }}
	}
	inPlace := func(o *s3.PresignOptions) { o.ClientOptions[0] = func(o *s3.Options) { o.UseAccelerate = true } }
	for name, of := range map[string]struct {
		ofClient, ofCall []func(*s3.PresignOptions)
		expect           string
	}{
		"the default":             {nil, nil, "X-Amz-Expires=900&"},
		"Expires":                 {[]func(*s3.PresignOptions){s3.WithPresignExpires(time.Hour)}, nil, "X-Amz-Expires=3600&"},
		"Expires of a call":       {[]func(*s3.PresignOptions){s3.WithPresignExpires(time.Hour)}, []func(*s3.PresignOptions){s3.WithPresignExpires(time.Minute)}, "X-Amz-Expires=60&"},
		"Expires is cut":          {nil, []func(*s3.PresignOptions){s3.WithPresignExpires(1999 * time.Millisecond)}, "X-Amz-Expires=1&"},
		"ClientOptions":           {[]func(*s3.PresignOptions){elsewhere}, nil, "https://example-bucket.files.example/k"},
		"ClientOptions of a call": {[]func(*s3.PresignOptions){elsewhere}, []func(*s3.PresignOptions){another}, "https://example-bucket.files.example/k"},
		"others instead":          {[]func(*s3.PresignOptions){another}, []func(*s3.PresignOptions){instead}, "/example-bucket/k"},
		"one instead":             {[]func(*s3.PresignOptions){another}, []func(*s3.PresignOptions){inPlace}, "s3-accelerate"},
	} {
		ours, theirs := clients(options(), of.ofClient...)
		for range 2 {
			made := compare(t, ours, theirs, name, get(t, "example-bucket", "k", of.ofCall...))
			if !strings.Contains(made.URL, of.expect) {
				t.Errorf("%s: got %s, expected %s", name, made.URL, of.expect)
			}
			compare(t, ours, theirs, name, get(t, "example-bucket", "k"))
		}
	}
}

// own is middleware of a program.
var own = middleware.BuildMiddlewareFunc("own", func(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (
	middleware.BuildOutput, middleware.Metadata, error,
) {
	return next.HandleBuild(ctx, in)
})

type tracers struct{ tracing.NopTracerProvider }

type meters struct{ metrics.NopMeterProvider }

type interceptor struct{}

func (interceptor) BeforeSigning(context.Context, *smithyhttp.InterceptorContext) error { return nil }

func TestOptionsThatAreNotSupportedAreRefusedByName(t *testing.T) {
	signer := func(o *s3.PresignOptions) { o.Presigner = v4.NewSigner() }
	ofStack := func(change func(*middleware.Stack) error) func(*s3.Options) { return s3.WithAPIOptions(change) }
	for name, of := range map[string]struct {
		bucket string
		change func(*s3.Options)
	}{
		"aws.LogSigning in s3.Options.ClientLogMode": {"", func(o *s3.Options) { o.ClientLogMode = aws.LogSigning | aws.LogRetries }},
		"s3.Options.TracerProvider":                  {"", func(o *s3.Options) { o.TracerProvider = tracers{} }},
		"s3.Options.MeterProvider":                   {"", func(o *s3.Options) { o.MeterProvider = meters{} }},
		"s3.Options.Interceptors.BeforeSigning":      {"", func(o *s3.Options) { o.Interceptors.AddBeforeSigning(interceptor{}) }},
		`the middleware "own" of s3.Options.APIOptions`: {"", ofStack(func(stack *middleware.Stack) error {
			return stack.Build.Add(own, middleware.After)
		})},
		`removing the middleware "RecursionDetection" in s3.Options.APIOptions`: {"", ofStack(func(stack *middleware.Stack) error {
			_, err := stack.Build.Remove("RecursionDetection")
			return err
		})},
		`the middleware "RecursionDetection" of s3.Options.APIOptions`: {"", ofStack(func(stack *middleware.Stack) error {
			_, err := stack.Build.Swap("RecursionDetection", middleware.BuildMiddlewareFunc("RecursionDetection", own.HandleBuild))
			return err
		})},
		"the service other in the signature":           {"", s3.WithSigV4SigningName("other")},
		"a session of a directory bucket (S3 Express)": {"photos--euc1-az1--x-s3", func(*s3.Options) {}},
		"the service s3express in the signature":       {"photos--euc1-az1--x-s3", func(o *s3.Options) { o.DisableS3ExpressSessionAuth = aws.Bool(true) }},
		"the signature version sigv4a":                 {"arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap", func(*s3.Options) {}},
	} {
		bucket := of.bucket
		if bucket == "" {
			bucket = "example-bucket"
		}
		ofCall := s3.WithPresignClientFromClientOptions(of.change)
		ours, _ := clients(options(of.change))
		expectRefusal(t, name, ours, get(t, bucket, "k"))
		// The SDK applies options of NewPresignClient twice, and middleware cannot be added twice.
		if !strings.HasSuffix(name, "APIOptions") && name != "the service other in the signature" {
			ours, _ = clients(options(), ofCall)
			expectRefusal(t, name, ours, get(t, bucket, "k"))
		}
		ours, _ = clients(options())
		expectRefusal(t, name, ours, get(t, bucket, "k", ofCall))
	}
	ours, _ := clients(options(), signer)
	expectRefusal(t, "PresignOptions.Presigner", ours, get(t, "example-bucket", "k"))
	ours, _ = clients(options())
	expectRefusal(t, "PresignOptions.Presigner", ours, get(t, "example-bucket", "k", signer))
}

func expectRefusal(t *testing.T, name string, client *PresignClient, call call) {
	t.Helper()
	made, err := call(client)
	var unsupported *UnsupportedError
	if made != nil || !errors.As(err, &unsupported) || !strings.Contains(err.Error(), name+" is not supported") {
		t.Errorf("%s: got %v, %v", name, made, err)
	}
	var operation *smithy.OperationError
	if !errors.As(err, &operation) || operation.OperationName != "GetObject" || strings.Count(err.Error(), "operation error") != 1 {
		t.Errorf("%s: %v is not an error of one operation", name, err)
	}
}

func TestWhatTheSDKRefusesIsRefusedWithItsError(t *testing.T) {
	empty := ""
	for name, of := range map[string]struct {
		options s3.Options
		call    call
	}{
		"no input": {options(), func(c presigner, o ...func(*s3.PresignOptions)) (*presigned, error) {
			return c.PresignGetObject(t.Context(), nil, o...)
		}},
		"no bucket":   {options(), calling(t, presigner.PresignGetObject, s3.GetObjectInput{Key: aws.String("k")})},
		"no key":      {options(), calling(t, presigner.PresignGetObject, s3.GetObjectInput{Bucket: aws.String("example-bucket")})},
		"empty key":   {options(), calling(t, presigner.PresignGetObject, s3.GetObjectInput{Bucket: aws.String("example-bucket"), Key: &empty})},
		"no upload":   {options(), calling(t, presigner.PresignUploadPart, s3.UploadPartInput{Bucket: aws.String("example-bucket"), Key: aws.String("k")})},
		"negative":    {options(), get(t, "example-bucket", "k", s3.WithPresignExpires(-time.Second))},
		"no region":   {options(func(o *s3.Options) { o.Region = "" }), get(t, "example-bucket", "k")},
		"anonymous":   {options(func(o *s3.Options) { o.Credentials = aws.AnonymousCredentials{} }), get(t, "example-bucket", "k")},
		"another ARN": {options(), get(t, "arn:aws:s3:eu-west-1:123456789012:accesspoint/reports", "k")},
		"no role": {options(func(o *s3.Options) {
			o.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				return aws.Credentials{}, &smithy.OperationError{ServiceID: "STS", OperationName: "AssumeRole", Err: errors.New("denied")}
			})
		}), get(t, "example-bucket", "k")},
		"no keys": {options(func(o *s3.Options) {
			o.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return aws.Credentials{}, errors.New("no keys") })
		}), get(t, "example-bucket", "k")},
	} {
		ours, theirs := clients(of.options)
		_, expected := of.call(theirs)
		made, err := of.call(ours)
		if expected == nil || err == nil || made != nil || err.Error() != expected.Error() {
			t.Errorf("%s: got %v, expected %v", name, err, expected)
		}
	}
}

func TestLinksThatNoStorageAcceptsAreRefusedThoughTheSDKSignsThem(t *testing.T) {
	ours, theirs := clients(options())
	long := strings.Repeat("a", 1025)
	for limit, call := range map[string]call{
		"604800":   get(t, "example-bucket", "k", s3.WithPresignExpires(8*24*time.Hour)),
		"1 second": get(t, "example-bucket", "k", s3.WithPresignExpires(time.Millisecond)),
		"1024":     get(t, "example-bucket", long),
		"UTF-8":    get(t, "example-bucket", "\xff"),
		"header": calling(t, presigner.PresignGetObject, s3.GetObjectInput{
			Bucket: aws.String("example-bucket"), Key: aws.String("k"), Range: aws.String("bytes=0-9\r\nhost: a"),
		}),
	} {
		if _, err := call(theirs); err != nil {
			t.Errorf("%s: the SDK refuses it too: %v", limit, err)
		}
		if made, err := call(ours); err == nil || !strings.Contains(err.Error(), limit) {
			t.Errorf("%s: got %v, %v", limit, made, err)
		}
	}
}

func TestFormsAreTheSDKsOwn(t *testing.T) {
	ours, theirs := clients(options())
	for {
		input := &s3.PutObjectInput{Bucket: aws.String("example-bucket"), Key: aws.String("k")}
		made, err := ours.PresignPostObject(t.Context(), input)
		if err != nil {
			t.Fatal(err)
		}
		expected, err := theirs.PresignPostObject(t.Context(), input)
		if err != nil {
			t.Fatal(err)
		}
		if made.Values["X-Amz-Date"] != expected.Values["X-Amz-Date"] {
			continue
		}
		if fmt.Sprint(made.URL, made.Values) != fmt.Sprint(expected.URL, expected.Values) {
			t.Errorf("got %v, expected %v", made, expected)
		}
		return
	}
}

// counting is a program's own code, which says something else each time.
type counting struct{ calls int }

func (c *counting) next() string {
	c.calls++
	return fmt.Sprintf("x%d", c.calls)
}

//lint:ignore SA1019 The SDK still obeys it.
func (c *counting) ResolveEndpoint(string, s3.EndpointResolverOptions) (aws.Endpoint, error) {
	//lint:ignore SA1019 The SDK still obeys it.
	return aws.Endpoint{URL: "https://" + c.next() + ".example", HostnameImmutable: true}, nil
}

func (c *counting) ResolveAuthSchemes(context.Context, *s3.AuthResolverParameters) ([]*smithyauth.Option, error) {
	var properties smithy.Properties
	smithyhttp.SetSigV4SigningName(&properties, "s3")
	smithyhttp.SetSigV4SigningRegion(&properties, c.next())
	return []*smithyauth.Option{{SchemeID: smithyauth.SchemeIDSigV4, SignerProperties: properties}}, nil
}

func TestAProgramsOwnResolversAreAskedForEachLink(t *testing.T) {
	for name, change := range map[string]func(*s3.Options, *counting){
		//lint:ignore SA1019 The SDK still obeys it.
		"EndpointResolver":   func(o *s3.Options, own *counting) { o.EndpointResolver = own },
		"AuthSchemeResolver": func(o *s3.Options, own *counting) { o.AuthSchemeResolver = own },
	} {
		own := new(counting)
		ours, _ := clients(options(func(o *s3.Options) { change(o, own) }))
		for range 3 {
			before := own.calls
			if _, err := get(t, "example-bucket", "k")(ours); err != nil || own.calls == before {
				t.Errorf("%s: %d calls, %v", name, own.calls, err)
			}
		}
	}
}

func TestAnAddressThatTheSignerWritesInAnotherWayIsRefused(t *testing.T) {
	ours, _ := clients(options(func(o *s3.Options) { o.BaseEndpoint, o.UsePathStyle = aws.String("https://Files.example"), true }))
	expectRefusal(t, `the address "https://Files.example/example-bucket"`, ours, get(t, "example-bucket", "k"))
}
