package awss3

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
)

// UnsupportedError says that a setting is not supported.
type UnsupportedError struct {
	// The setting, as it is named in Go.
	Setting string
}

// Error returns one sentence.
func (e *UnsupportedError) Error() string {
	return "presign: " + e.Setting + " is not supported: leave it out, or use s3.NewPresignClient"
}

func refusal(setting string) error { return &UnsupportedError{setting} }

// placeholder is the Presigner that optFns find, where the SDK has its signer. It is there to see whether they replace it.
type placeholder struct{}

var ownPresigner s3.HTTPPresignerV4 = placeholder{}

// PresignHTTP is called by nothing but an option that tries its Presigner.
func (placeholder) PresignHTTP(context.Context, aws.Credentials, *http.Request, string, string, string, time.Time,
	...func(*v4.SignerOptions),
) (string, http.Header, error) {
	return "", nil, refusal("calling PresignOptions.Presigner in an option")
}

// The defaults, which the SDK exports no types for.
var defaults = s3.New(s3.Options{}).Options()

// hasOwnResolver reports whether a program's own code says where a bucket is, or how its requests are signed.
func hasOwnResolver(client *s3.Options) bool {
	//lint:ignore SA1019 The SDK still obeys it.
	return client.EndpointResolver != nil ||
		reflect.TypeOf(client.EndpointResolverV2) != reflect.TypeOf(defaults.EndpointResolverV2) ||
		reflect.TypeOf(client.AuthSchemeResolver) != reflect.TypeOf(defaults.AuthSchemeResolver)
}

// refusedOptions returns an error about a setting that a link of presign would not follow.
func refusedOptions(options *s3.PresignOptions, client *s3.Options) error {
	if options.Presigner != nil {
		return refusal("PresignOptions.Presigner")
	}
	return refusedClientOptions(client)
}

func refusedClientOptions(client *s3.Options) error {
	if client.ClientLogMode.IsSigning() {
		return refusal("aws.LogSigning in s3.Options.ClientLogMode")
	}
	if _, isDefault := client.TracerProvider.(*tracing.NopTracerProvider); !isDefault {
		return refusal("s3.Options.TracerProvider")
	}
	if _, isDefault := client.MeterProvider.(metrics.NopMeterProvider); !isDefault {
		return refusal("s3.Options.MeterProvider")
	}
	interceptors := reflect.ValueOf(client.Interceptors)
	for index := range interceptors.NumField() {
		if interceptors.Field(index).Len() > 0 {
			return refusal("s3.Options.Interceptors." + interceptors.Type().Field(index).Name)
		}
	}
	return nil
}

// Middleware that does not change a link, or changes all links in the same way, which is learned from the SDK.
var knownMiddleware = []string{"UserAgent", "withSigV4SigningName", "withSigV4SigningRegion"}

// checkedMiddleware returns APIOptions that refuse what they add to the SDK's middleware, by its name. The last step is
// left out, because no request is sent.
func checkedMiddleware(functions []func(*middleware.Stack) error) []func(*middleware.Stack) error {
	var before []string
	return slices.Concat(
		[]func(*middleware.Stack) error{func(stack *middleware.Stack) error {
			before = middlewareOf(stack)
			return nil
		}},
		functions,
		[]func(*middleware.Stack) error{func(stack *middleware.Stack) error {
			after := middlewareOf(stack)
			if name := firstWithout(after, before); name != "" {
				return refusal(fmt.Sprintf("the middleware %q of s3.Options.APIOptions", name))
			}
			if name := firstWithout(before, after); name != "" {
				return refusal(fmt.Sprintf("removing the middleware %q in s3.Options.APIOptions", name))
			}
			return nil
		}},
	)
}

// firstWithout returns the name of the first of some middleware that others and the known ones do not have.
func firstWithout(some, others []string) string {
	for _, each := range some {
		name, _, _ := strings.Cut(each, " ")
		if !slices.Contains(others, each) && !slices.Contains(knownMiddleware, name) {
			return name
		}
	}
	return ""
}

// middlewareOf returns the names and types of middleware.
func middlewareOf(stack *middleware.Stack) []string {
	var all []string
	for _, id := range stack.Initialize.List() {
		each, _ := stack.Initialize.Get(id)
		all = append(all, fmt.Sprintf("%s %T", id, each))
	}
	for _, id := range stack.Serialize.List() {
		each, _ := stack.Serialize.Get(id)
		all = append(all, fmt.Sprintf("%s %T", id, each))
	}
	for _, id := range stack.Build.List() {
		each, _ := stack.Build.Get(id)
		all = append(all, fmt.Sprintf("%s %T", id, each))
	}
	for _, id := range stack.Finalize.List() {
		each, _ := stack.Finalize.Get(id)
		all = append(all, fmt.Sprintf("%s %T", id, each))
	}
	return all
}
