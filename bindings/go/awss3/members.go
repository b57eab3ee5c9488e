package awss3

import (
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"time"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws"
	smithytime "github.com/aws/smithy-go/time"
)

// where is the part of a request that a member of an input becomes.
type where int

const (
	// The SDK makes the link: it reads the body, computes a checksum, or the member is newer than this table.
	toSDK where = iota
	toQuery
	toHeader
	// Each entry of a map becomes a header.
	toHeaders
	// The SDK leaves it out of links without a body.
	toNothing
)

// member is what becomes of a member of an input.
type member struct {
	where where
	// The name of the parameter or header, as the SDK writes it, or how the names of several begin.
	name string
	// A value that the SDK accepts, if it makes no link without the member.
	required string
	// Whether a time is written as in XML and not as in HTTP.
	dateTime bool
}

// field is a member in the struct of an input.
type field struct {
	index int
	member
}

func query(name string) member  { return member{where: toQuery, name: name} }
func header(name string) member { return member{where: toHeader, name: name} }

// The SDK moves most headers that begin with x-amz- into the query.
var (
	getObjectMembers = map[string]member{
		"ChecksumMode":               query("X-Amz-Checksum-Mode"),
		"ExpectedBucketOwner":        query("x-amz-expected-bucket-owner"),
		"IfMatch":                    header("If-Match"),
		"IfModifiedSince":            header("If-Modified-Since"),
		"IfNoneMatch":                header("If-None-Match"),
		"IfUnmodifiedSince":          header("If-Unmodified-Since"),
		"PartNumber":                 query("partNumber"),
		"Range":                      header("Range"),
		"RequestPayer":               query("x-amz-request-payer"),
		"ResponseCacheControl":       query("response-cache-control"),
		"ResponseContentDisposition": query("response-content-disposition"),
		"ResponseContentEncoding":    query("response-content-encoding"),
		"ResponseContentLanguage":    query("response-content-language"),
		"ResponseContentType":        query("response-content-type"),
		"ResponseExpires":            query("response-expires"),
		"SSECustomerAlgorithm":       header("X-Amz-Server-Side-Encryption-Customer-Algorithm"),
		"SSECustomerKey":             header("X-Amz-Server-Side-Encryption-Customer-Key"),
		"SSECustomerKeyMD5":          header("X-Amz-Server-Side-Encryption-Customer-Key-Md5"),
		"VersionId":                  query("versionId"),
	}
	putObjectMembers = map[string]member{
		"ACL":                       header("X-Amz-Acl"),
		"BucketKeyEnabled":          query("X-Amz-Server-Side-Encryption-Bucket-Key-Enabled"),
		"CacheControl":              header("Cache-Control"),
		"ChecksumCRC32":             query("X-Amz-Checksum-Crc32"),
		"ChecksumCRC32C":            query("X-Amz-Checksum-Crc32c"),
		"ChecksumCRC64NVME":         query("X-Amz-Checksum-Crc64nvme"),
		"ChecksumSHA1":              query("X-Amz-Checksum-Sha1"),
		"ChecksumSHA256":            query("X-Amz-Checksum-Sha256"),
		"ContentDisposition":        header("Content-Disposition"),
		"ContentEncoding":           header("Content-Encoding"),
		"ContentLanguage":           header("Content-Language"),
		"ContentMD5":                header("Content-Md5"),
		"ContentType":               {where: toNothing},
		"ExpectedBucketOwner":       query("x-amz-expected-bucket-owner"),
		"Expires":                   header("Expires"),
		"GrantFullControl":          query("X-Amz-Grant-Full-Control"),
		"GrantRead":                 header("X-Amz-Grant-Read"),
		"GrantReadACP":              header("X-Amz-Grant-Read-Acp"),
		"GrantWriteACP":             header("X-Amz-Grant-Write-Acp"),
		"IfMatch":                   header("If-Match"),
		"IfNoneMatch":               header("If-None-Match"),
		"Metadata":                  {where: toHeaders, name: "X-Amz-Meta-"},
		"ObjectLockLegalHoldStatus": header("X-Amz-Object-Lock-Legal-Hold"),
		"ObjectLockMode":            header("X-Amz-Object-Lock-Mode"),
		"ObjectLockRetainUntilDate": {where: toHeader, name: "X-Amz-Object-Lock-Retain-Until-Date", dateTime: true},
		"RequestPayer":              query("x-amz-request-payer"),
		"SSECustomerAlgorithm":      header("X-Amz-Server-Side-Encryption-Customer-Algorithm"),
		"SSECustomerKey":            header("X-Amz-Server-Side-Encryption-Customer-Key"),
		"SSECustomerKeyMD5":         header("X-Amz-Server-Side-Encryption-Customer-Key-Md5"),
		"SSEKMSEncryptionContext":   header("X-Amz-Server-Side-Encryption-Context"),
		"SSEKMSKeyId":               header("X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id"),
		"ServerSideEncryption":      header("X-Amz-Server-Side-Encryption"),
		"StorageClass":              header("X-Amz-Storage-Class"),
		"Tagging":                   header("X-Amz-Tagging"),
		"WebsiteRedirectLocation":   header("X-Amz-Website-Redirect-Location"),
		"WriteOffsetBytes":          query("X-Amz-Write-Offset-Bytes"),
	}
	deleteObjectMembers = map[string]member{
		"BypassGovernanceRetention": query("X-Amz-Bypass-Governance-Retention"),
		"ExpectedBucketOwner":       query("x-amz-expected-bucket-owner"),
		"IfMatch":                   header("If-Match"),
		"IfMatchLastModifiedTime":   query("X-Amz-If-Match-Last-Modified-Time"),
		"IfMatchSize":               query("X-Amz-If-Match-Size"),
		"MFA":                       header("X-Amz-Mfa"),
		"RequestPayer":              query("x-amz-request-payer"),
		"VersionId":                 query("versionId"),
	}
	uploadPartMembers = map[string]member{
		"ChecksumCRC32":        query("X-Amz-Checksum-Crc32"),
		"ChecksumCRC32C":       query("X-Amz-Checksum-Crc32c"),
		"ChecksumCRC64NVME":    query("X-Amz-Checksum-Crc64nvme"),
		"ChecksumSHA1":         query("X-Amz-Checksum-Sha1"),
		"ChecksumSHA256":       query("X-Amz-Checksum-Sha256"),
		"ContentMD5":           header("Content-Md5"),
		"ExpectedBucketOwner":  query("x-amz-expected-bucket-owner"),
		"PartNumber":           {where: toQuery, name: "partNumber", required: "0"},
		"RequestPayer":         query("x-amz-request-payer"),
		"SSECustomerAlgorithm": header("X-Amz-Server-Side-Encryption-Customer-Algorithm"),
		"SSECustomerKey":       header("X-Amz-Server-Side-Encryption-Customer-Key"),
		"SSECustomerKeyMD5":    header("X-Amz-Server-Side-Encryption-Customer-Key-Md5"),
		"UploadId":             {where: toQuery, name: "uploadId", required: "u"},
	}
	bucketMembers = map[string]member{
		"ExpectedBucketOwner": query("x-amz-expected-bucket-owner"),
	}
)

// request is what an input asks for.
type request struct {
	bucket, key string
	query       url.Values
	headers     http.Header
}

// read returns the request of an input, and false if the SDK must make it: it also has the errors about what is missing.
func (op *operation[I]) read(input *I) (made request, known bool) {
	if input == nil {
		return made, false
	}
	if made.bucket = aws.ToString(*textAt(input, op.bucket)); made.bucket == "" {
		return made, false
	}
	if op.hasKey {
		if made.key = aws.ToString(*textAt(input, op.key)); made.key == "" {
			return made, false
		}
	}
	if op.isPlain(input) {
		return made, true
	}
	fields := reflect.ValueOf(input).Elem()
	for _, field := range op.fields {
		value := fields.Field(field.index)
		if value.IsZero() {
			if field.required != "" {
				return made, false
			}
			continue
		}
		if !made.add(field, value) {
			return made, false
		}
	}
	return made, true
}

// isPlain reports whether an input has no member but its bucket and its key, as most have: then two of its words are not
// zero. Asking each of its members would take as long as a fifth of the link.
func (op *operation[I]) isPlain(input *I) bool {
	if !op.canBePlain {
		return false
	}
	given := 0
	for _, word := range unsafe.Slice((*uintptr)(unsafe.Pointer(input)), op.words) {
		if word != 0 {
			given++
		}
	}
	return given == 2
}

// add adds a member that is given, and returns false if the SDK must make the link.
func (r *request) add(field field, value reflect.Value) bool {
	switch field.where {
	case toQuery:
		if r.query == nil {
			r.query = url.Values{}
		}
		r.query[field.name] = []string{field.format(value)}
	case toHeader:
		r.addHeader(field.name, field.format(value))
	case toHeaders:
		for each := value.MapRange(); each.Next(); {
			r.addHeader(field.name+each.Key().String(), each.Value().String())
		}
	case toNothing:
	case toSDK:
		return false
	}
	return true
}

func (r *request) addHeader(name, value string) {
	if r.headers == nil {
		r.headers = http.Header{}
	}
	r.headers[http.CanonicalHeaderKey(name)] = []string{value}
}

// format returns the text of a value, which is a string or a pointer.
func (m member) format(value reflect.Value) string {
	if value.Kind() == reflect.Pointer {
		value = value.Elem()
	}
	switch value.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(value.Bool())
	case reflect.Int32, reflect.Int64:
		return strconv.FormatInt(value.Int(), 10)
	case reflect.Struct:
		when := value.Interface().(time.Time)
		if m.dateTime {
			return smithytime.FormatDateTime(when)
		}
		return smithytime.FormatHTTPDate(when)
	default:
		return value.String()
	}
}
