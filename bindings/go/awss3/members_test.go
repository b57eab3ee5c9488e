package awss3

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// value returns a value for a member of an input that can be seen in a link.
func value(t *testing.T, kind reflect.Type) reflect.Value {
	t.Helper()
	made := reflect.New(kind).Elem()
	switch kind.Kind() {
	case reflect.Pointer:
		made.Set(reflect.New(kind.Elem()))
		made.Elem().Set(value(t, kind.Elem()))
	case reflect.String:
		made.SetString("a value/+=")
		if kind == reflect.TypeFor[types.ChecksumAlgorithm]() {
			made.SetString("SHA256")
		}
	case reflect.Bool:
		made.SetBool(true)
	case reflect.Int32, reflect.Int64:
		made.SetInt(7)
	case reflect.Struct:
		made.Set(reflect.ValueOf(time.Date(2027, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))))
	case reflect.Map:
		made.Set(reflect.ValueOf(map[string]string{"a": "b  c", "x-Y": "z"}))
	case reflect.Interface:
		made.Set(reflect.ValueOf(strings.NewReader("body")))
	default:
		t.Fatalf("%v has no value", kind)
	}
	return made
}

// eachMember compares the links of inputs that have one member each, and says which members the SDK must write.
func eachMember[I any](t *testing.T, op *operation[I]) (bySDK []string) {
	t.Helper()
	ours, theirs := clients(options())
	for index := range reflect.TypeFor[I]().NumField() {
		member := reflect.TypeFor[I]().Field(index)
		if member.Type.Size() == 0 || member.Name == "Bucket" {
			continue
		}
		call := func(client presigner) *I {
			input := op.sample("example-bucket")
			reflect.ValueOf(input).Elem().Field(index).Set(value(t, member.Type))
			return input
		}
		if _, known := op.read(call(ours)); !known {
			bySDK = append(bySDK, member.Name)
		}
		compare(t, ours, theirs, op.name+"."+member.Name, func(client presigner, options ...func(*s3.PresignOptions)) (*presigned, error) {
			return reflected(t, client, op.name, call(client), options)
		})
	}
	return bySDK
}

func TestEachMemberOfAnInputIsWrittenAsTheSDKWritesIt(t *testing.T) {
	for name, made := range map[string][2][]string{
		"GetObject":    {eachMember(t, getObject), nil},
		"HeadObject":   {eachMember(t, headObject), nil},
		"PutObject":    {eachMember(t, putObject), {"Body", "ChecksumAlgorithm", "ContentLength"}},
		"DeleteObject": {eachMember(t, deleteObject), nil},
		"UploadPart":   {eachMember(t, uploadPart), {"Body", "ChecksumAlgorithm", "ContentLength"}},
		"HeadBucket":   {eachMember(t, headBucket), nil},
		"DeleteBucket": {eachMember(t, deleteBucket), nil},
	} {
		if !reflect.DeepEqual(made[0], made[1]) {
			t.Errorf("%s: the SDK writes %q, expected %q", name, made[0], made[1])
		}
	}
}
