/*
 * presign.h: presigned URLs for S3-compatible storage, made offline.
 *
 * A presigned URL is a temporary link to a private object. Whoever holds it can use it until it ends; afterwards the
 * storage answers 403 AccessDenied. Nothing here talks to a network.
 *
 *     presign_signer_options options = {0};
 *     options.struct_size = sizeof options;
 *     options.access_key = presign_cstr(getenv("AWS_ACCESS_KEY_ID"));
 *     options.secret_key = presign_cstr(getenv("AWS_SECRET_ACCESS_KEY"));
 *     presign_signer *signer;
 *     presign_status status = presign_signer_new(&options, &signer);
 *     char url[4096];
 *     size_t len = 0;
 *     if (status == PRESIGN_OK)
 *         status = presign_url(signer, PRESIGN_STR("GET"), PRESIGN_STR("my-bucket"), PRESIGN_STR("image.jpg"),
 *                              time(NULL), 3600, url, sizeof url, &len);
 *     puts(status == PRESIGN_OK ? url : presign_status_message(status));
 *
 * presign_signer_free(signer) ends it. What is not in this file is not API.
 *
 * Conventions
 *
 * Ownership   Signers and verifiers are the only things to be freed. Inputs are borrowed for the length of a call; they
 *             copy what they keep, and wipe the credentials when they are freed. Results go to the caller's memory,
 *             which must not overlap with the inputs.
 * Strings     In: UTF-8 with a length; NULL with length 0 is the empty string. Keys are data and never paths: "//",
 *             "..", "%2F", "+" and a leading "/" arrive at the storage as they were given. Out: URLs are ASCII, what is
 *             read from links and forms is UTF-8, in which a NUL may stand.
 * Structs     Begin with struct_size = sizeof of them; all other fields 0 means defaults. Later versions only append
 *             fields; a program compiled with an older or a newer header works as long as it leaves fields that the
 *             library does not know 0. A smaller struct_size than the first release's, or one above 4096: an error.
 *             Of structs for results struct_size alone is read, and fields that the library does not know become 0.
 * Errors      Every call that can fail returns a presign_status. A failed call leaves what it stores (lengths, offsets,
 *             handles, moments, structs) and the buffer for text untouched, save where it says otherwise. There is no
 *             errno and no last error; no message and no crash ever shows a secret.
 * Checks      NULL, alignment, lengths, numbers, UTF-8 and sizes of structs are checked. Strings of 2 GiB or more, and
 *             more than 4294967295 elements, are errors.
 * Threads     One signer or verifier serves all threads at once. There are no globals. presign_urls starts threads if it
 *             is told to, and they have ended when it returns.
 * Fork        A signer or verifier made before a fork works in the child, whatever other threads were doing.
 * Time        Moments are Unix seconds, 0 to 253402300799 (the year 9999). Nothing here reads a clock.
 * Versions    Functions, statuses and fields are never taken away or changed within a soname (libpresign.so.0).
 *             PRESIGN_VERSION_* are the header's, presign_version_number() is the library's.
 * Panics      The library is written in Rust. Should a bug make it panic, the call returns PRESIGN_ERR_PANIC: nothing
 *             unwinds into C.
 */

#ifndef PRESIGN_H
#define PRESIGN_H

#include <stddef.h>
#include <stdint.h>

// The version of this header.
#define PRESIGN_VERSION_MAJOR 0
#define PRESIGN_VERSION_MINOR 1
#define PRESIGN_VERSION_PATCH 0
#define PRESIGN_VERSION_STRING "0.1.0"
#define PRESIGN_VERSION_NUMBER \
    (PRESIGN_VERSION_MAJOR * 1000000 + PRESIGN_VERSION_MINOR * 1000 + PRESIGN_VERSION_PATCH)

// A string literal as a presign_str.
#ifdef __cplusplus
#define PRESIGN_STR(literal) (presign_str{"" literal, sizeof("" literal) - 1})
#else
#define PRESIGN_STR(literal) ((presign_str){"" literal, sizeof("" literal) - 1})
#endif

// Path style with an endpoint; AWS's own hosts get the bucket before them where it is a single DNS label.
#define PRESIGN_ADDRESSING_AUTO 0

// https://host/bucket/key
#define PRESIGN_ADDRESSING_PATH 1

// https://bucket.host/key
#define PRESIGN_ADDRESSING_VIRTUAL 2

// https://host/key: the endpoint's host is the bucket.
#define PRESIGN_ADDRESSING_CNAME 3

// https://bucket.host/key wherever that is possible, else https://host/bucket/key, as s3cmd has it.
#define PRESIGN_ADDRESSING_VIRTUAL_OR_PATH 4

// The default: signature version 4.
#define PRESIGN_SIGNATURE_DEFAULT 0

// Signature version 2, as s3cmd signurl makes it. Refused by newer storages and AWS regions.
#define PRESIGN_SIGNATURE_V2 2

// Signature version 4. A link lives for 7 days at most.
#define PRESIGN_SIGNATURE_V4 4

// As many threads as there are cores that the process may use.
#define PRESIGN_THREADS_ALL 4294967295

// It has ended.
#define PRESIGN_WARNING_ENDED 1

// Its signing time lies more than 15 minutes ahead.
#define PRESIGN_WARNING_NOT_YET_VALID 2

// Version 4 with a life over seven days, or of none.
#define PRESIGN_WARNING_LIFE 4

// It dies with the temporary keys that signed it.
#define PRESIGN_WARNING_SESSION_TOKEN 8

// It goes over plain HTTP: everybody on the way can read and use it.
#define PRESIGN_WARNING_PLAIN_HTTP 16

// The path has . or .. segments.
#define PRESIGN_WARNING_DOT_SEGMENTS 32

// The path has empty segments (//).
#define PRESIGN_WARNING_EMPTY_SEGMENTS 64

// Signature Version 2.
#define PRESIGN_WARNING_VERSION_2 128

// A query parameter that Version 2 does not sign.
#define PRESIGN_WARNING_UNSIGNED_QUERY 256

// Headers have to be sent with it.
#define PRESIGN_WARNING_SIGNED_HEADERS 512

// host is not among the signed headers.
#define PRESIGN_WARNING_HOST_NOT_SIGNED 1024

// The algorithm, the service, or the credential's date is not what storages take.
#define PRESIGN_WARNING_SCOPE 2048

// The region is not that of AWS's host.
#define PRESIGN_WARNING_REGION 4096

// The signature is not as long as signatures are, or has other characters.
#define PRESIGN_WARNING_SIGNATURE 8192

// A query name is given twice.
#define PRESIGN_WARNING_REPEATED_NAME 16384

// A bucket with a dot before the host: no certificate covers it.
#define PRESIGN_WARNING_DOTTED_BUCKET 32768

// Several parameters that version 2 signs: it escapes nothing between them, so one value can hold the others.
#define PRESIGN_WARNING_MERGEABLE_PARAMETERS 65536

// Let requests in that have x-amz-* headers which the link does not sign, as older storages do: the holder of a link
// then decides about access lists, metadata and encryption.
#define PRESIGN_VERIFY_UNSIGNED_AMZ_HEADERS 1

// Let HEAD requests in with links that are signed for GET.
#define PRESIGN_VERIFY_HEAD_FOR_GET 2

// Refuse signature version 2.
#define PRESIGN_VERIFY_NO_VERSION_2 4

// Accept unsigned headers that some storage obeys beside x-amz-*: names that begin with x-account-, x-container-,
// x-delete-, x-dho-, x-goog-, x-minio-, x-object- or x-rgw-. For servers with a meaning of their own for these headers.
#define PRESIGN_VERIFY_UNSIGNED_STORAGE_HEADERS 8

// The field has this value.
#define PRESIGN_CONDITION_EXACT 1

// The field's value begins so; an empty one allows any.
#define PRESIGN_CONDITION_STARTS_WITH 2

// The file's size in bytes lies between min and max.
#define PRESIGN_CONDITION_SIZE 3

// Makes links. It owns a copy of the credentials, and never changes.
typedef struct presign_signer presign_signer;

// Checks links. It never changes but for a cache of signing keys.
typedef struct presign_verifier presign_verifier;

// PRESIGN_OK, or what was wrong: PRESIGN_ERR_*. Numbers are never changed and never used again; later versions may
// add some.
typedef int32_t presign_status;

// UTF-8 text that is borrowed for the length of a call. All bytes count, a NUL too.
typedef struct {
    // The first byte. NULL is allowed if len is 0.
    const char *ptr;
    // In bytes, without any NUL at the end.
    size_t len;
} presign_str;

// Who signs, and for which storage. Fields that are 0 mean the default; only the two keys have none.
typedef struct {
    // sizeof(presign_signer_options).
    size_t struct_size;
    // Printable ASCII.
    presign_str access_key;
    // Not empty; no control characters and no outer white space.
    presign_str secret_key;
    // The token that goes with temporary keys. It becomes a part of every link. Default: none.
    presign_str session_token;
    // The region in the signature: 1 to 64 printable ASCII characters without / and space. Default: the one that an
    // AWS endpoint names, else us-east-1.
    presign_str region;
    // [http://|https://]host[:port][/base/path]; a bare host means https. Default: AWS's host of the region.
    presign_str endpoint;
    // How the bucket stands in the URL: PRESIGN_ADDRESSING_*.
    uint32_t addressing;
    // The signature version: PRESIGN_SIGNATURE_*.
    uint32_t version;
    // The longest life of a link in seconds, for a storage with another limit than 7 days. It replaces version 4's
    // limit, and then binds version 2 too, which has none otherwise. 0: the version's own. Negative: an error.
    int64_t max_expires_in;
    // When the credentials end, in Unix seconds: a link that would end later is refused. 0: they do not.
    int64_t credentials_expire_at;
} presign_signer_options;

// A name with its value.
typedef struct {
    // The name.
    presign_str name;
    // The value.
    presign_str value;
} presign_pair;

// What a link allows, and until when. Exactly one of expires_in and expires_at is not 0.
typedef struct {
    // sizeof(presign_request).
    size_t struct_size;
    // The only method that the link allows: 1 to 32 letters A-Z.
    presign_str method;
    // Not empty; not "." or ".."; no slash and no control characters.
    presign_str bucket;
    // The object: up to 1024 bytes, any text. Empty: the bucket itself.
    presign_str key;
    // Further query parameters, which are signed: response-content-disposition, versionId, uploads with an empty
    // value. The signature's own are refused.
    const presign_pair *query;
    // The number of query parameters.
    size_t query_count;
    // Headers, which are signed, and therefore must be sent with the link: see presign_signed_headers.
    const presign_pair *headers;
    // The number of headers.
    size_t headers_count;
    // The signing time in Unix seconds, taken as it is: 0 is 1970.
    int64_t sign_at;
    // The end in Unix seconds, or 0.
    int64_t expires_at;
    // Rounds the signing time down to a multiple of so many seconds and adds them to expires_in, so that within such
    // a window everybody gets the same URL, which browsers and CDNs can cache. 0: off. Negative: an error.
    int64_t stable_for;
    // The life in seconds from the signing time, or 0. Version 4 allows 1 to 604800, unless the signer has another
    // limit.
    uint32_t expires_in;
    // 0.
    uint32_t reserved;
} presign_request;

// How a batch is worked on. Zeros mean defaults.
typedef struct {
    // sizeof(presign_batch_options).
    size_t struct_size;
    // How many threads to use at most: 0 and 1 mean the caller's alone; PRESIGN_THREADS_ALL. They end before the call
    // does.
    uint32_t threads;
    // 0.
    uint32_t reserved;
} presign_batch_options;

// Why a request is refused: PRESIGN_REASON_*. Numbers are never changed and never used again; later versions may add
// some.
typedef int32_t presign_reason;

// A request that came in, or a link that is looked at: a URL, or the host and the target that a server has.
typedef struct {
    // sizeof(presign_received).
    size_t struct_size;
    // The request's method.
    presign_str method;
    // The whole link, as a client has it; empty with host and target.
    presign_str url;
    // The value of the Host header. One among the headers wins over it. With a URL, a Host header must name its host.
    presign_str host;
    // The request target, path and query, exactly as it was sent: before anything decoded or normalised it.
    presign_str target;
    // The request's headers, names in any case. Values that are not UTF-8 are an error; a header that no link signs
    // and whose name does not begin with x-amz- can be left out.
    const presign_pair *headers;
    // The number of headers.
    size_t headers_count;
    // The time at which the request is looked at, in Unix seconds: time(NULL) for now. To presign_verify 0, which a
    // forgotten field holds, and less, which time() gives when it fails, are an error: by then no link has ended.
    int64_t now;
} presign_received;

// What stands in a link. The caller sets struct_size; all else is written by presign_inspect, and the strings lie in
// the buffer that it was given, each with a NUL behind it.
typedef struct {
    // sizeof(presign_inspection).
    size_t struct_size;
    // The signature version: PRESIGN_SIGNATURE_V2 or _V4.
    uint32_t version;
    // What is wrong with the link or may surprise: a set of PRESIGN_WARNING_*.
    uint32_t warnings;
    // The host, with its port where that is not the scheme's own.
    presign_str host;
    // The bucket; empty for a link to the storage itself.
    presign_str bucket;
    // The key, decoded; empty for a link to the bucket itself. It is data, in which anything may stand: a NUL, or ".."
    // for whoever takes it for a file's path.
    presign_str key;
    // Whose link it is: the access key, whose secret key presign_verify is to be given.
    presign_str access_key;
    // The region in the signature; empty with version 2.
    presign_str region;
    // When it was signed, in Unix seconds; -1 with version 2, which does not say.
    int64_t signed_at;
    // The first second at which it is refused, in Unix seconds.
    int64_t expires_at;
    // The headers that must be sent as they were signed, but for host. Version 2 does not name them.
    const presign_str *signed_headers;
    // The number of these headers.
    size_t signed_headers_count;
    // The query parameters that are not the signature's own, decoded, in order. Values of further tokens and of
    // customers' encryption keys are "(not shown)".
    const presign_pair *query;
    // The number of these parameters.
    size_t query_count;
} presign_inspection;

// What links are let in. Fields that are 0 mean the default: AWS's rules.
typedef struct {
    // sizeof(presign_verifier_options).
    size_t struct_size;
    // As for a signer: requests for another host, or outside the base path, are refused. Default: any host; AWS's are
    // known by their names, on all others the bucket stands in the path. A server that has a name should say it here.
    presign_str endpoint;
    // The bucket behind the host, with PRESIGN_ADDRESSING_CNAME. Default: the host's own name.
    presign_str bucket;
    // The one region that version 4 links must be signed for. Default: the one that an AWS endpoint names, else any.
    presign_str region;
    // Names of headers that every link must have signed.
    const presign_str *required_headers;
    // The number of these names.
    size_t required_headers_count;
    // The longest life in seconds that a link may have. 0: 7 days for version 4, and none for version 2. Negative: an
    // error.
    int64_t max_expires_in;
    // How many seconds the signing time of a version 4 link may lie in the future. 0: 900. -1: none.
    int64_t clock_skew;
    // Where the bucket stands: PRESIGN_ADDRESSING_*.
    uint32_t addressing;
    // A set of PRESIGN_VERIFY_*.
    uint32_t flags;
} presign_verifier_options;

// What a link that was let in is for. The caller sets struct_size; all else is written by presign_verify, and the
// strings lie in the buffer that it was given, each with a NUL behind it.
typedef struct {
    // sizeof(presign_verified).
    size_t struct_size;
    // The signature version: PRESIGN_SIGNATURE_V2 or _V4.
    uint32_t version;
    // 0.
    uint32_t reserved;
    // The bucket; empty for a link to the storage itself. It is neither "." nor ".." and has no slash and no control
    // character in it.
    presign_str bucket;
    // The key, decoded; empty for a link to the bucket itself. It is data, never a path: it may hold "..", "/", a NUL, or
    // begin with a slash.
    presign_str key;
    // Whose link it is.
    presign_str access_key;
    // The region in the signature; empty with version 2.
    presign_str region;
    // When it was signed, in Unix seconds; -1 with version 2, which does not say.
    int64_t signed_at;
    // The first second at which it is refused, in Unix seconds.
    int64_t expires_at;
} presign_verified;

// Why a storage refuses a link: PRESIGN_CAUSE_*. Numbers are never changed and never used again; later versions may
// add some.
typedef int32_t presign_cause;

// What was found out about a link that a storage refuses. The caller sets struct_size; all else is written by
// presign_explain, and the strings lie in the buffer that it was given, each with a NUL behind it.
typedef struct {
    // sizeof(presign_explanation).
    size_t struct_size;
    // What it is: PRESIGN_CAUSE_*.
    presign_cause cause;
    // 0.
    uint32_t reserved;
    // One English sentence. It shows no header's value and no token.
    presign_str sentence;
    // What we sign for this request: version 4's canonical request or version 2's string to sign, without the values
    // of headers and the token. Empty for a link that cannot be read.
    presign_str ours;
    // The same as the storage says that it computed it; empty where it does not say.
    presign_str theirs;
} presign_explanation;

// What is asked of an upload.
typedef struct {
    // PRESIGN_CONDITION_*.
    uint32_t kind;
    // 0.
    uint32_t reserved;
    // The field's name, without a $ before it; not read for a size.
    presign_str name;
    // Its value, or what that begins with; not read for a size.
    presign_str value;
    // The least size; read for a size alone, as max.
    uint64_t min;
    // The largest size.
    uint64_t max;
} presign_condition;

// What a form allows, and until when. Exactly one of expires_in and expires_at is not 0.
typedef struct {
    // sizeof(presign_post_options).
    size_t struct_size;
    // As in presign_request.
    presign_str bucket;
    // The object, not empty. Where it ends in ${filename}, the file's name takes that place, and whoever has the form
    // may choose any key that begins with what stands before it.
    presign_str key;
    // Further fields of the form: Content-Type, acl, x-amz-meta-*, success_action_status, ... Each needs a condition
    // that it meets, but for x-ignore-*.
    const presign_pair *fields;
    // The number of fields.
    size_t fields_count;
    // What is asked besides bucket and key. A field with an exact one must be among the fields.
    const presign_condition *conditions;
    // The number of conditions.
    size_t conditions_count;
    // The signing time in Unix seconds, taken as it is: 0 is 1970.
    int64_t sign_at;
    // The end in Unix seconds, or 0.
    int64_t expires_at;
    // The life in seconds from the signing time, or 0. Seven days are no limit here.
    uint32_t expires_in;
    // 0.
    uint32_t reserved;
} presign_post_options;

// A form, ready to be filled with a file. The caller sets struct_size; all else is written by presign_post, and the
// strings lie in the buffer that it was given, each with a NUL behind it.
typedef struct {
    // sizeof(presign_form).
    size_t struct_size;
    // Where it is posted to, as multipart/form-data.
    presign_str url;
    // The fields that must be sent, in order. The file is one more field, named file, and must be the last.
    const presign_pair *fields;
    // The number of fields.
    size_t fields_count;
    // When it ends, in Unix seconds.
    int64_t expires_at;
} presign_form;

// Which objects a policy is about, and from where they may be asked for.
typedef struct {
    // sizeof(presign_ip_policy_options).
    size_t struct_size;
    // The bucket: letters, digits, - . _ alone.
    presign_str bucket;
    // The keys: * stands for any characters, ? for one; photos/* for all that begin so. Default: *, all objects.
    presign_str pattern;
    // The region, whose partition (aws, aws-cn, aws-us-gov) stands in the policy. Default: aws, which is also what
    // other storages have.
    presign_str region;
    // The addresses and networks that are not refused: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32. At least one.
    const presign_str *allow;
    // The number of addresses and networks.
    size_t allow_count;
    // What is denied elsewhere: s3:PutObject, s3:*. Default: s3:GetObject and s3:GetObjectVersion.
    const presign_str *actions;
    // The number of actions.
    size_t actions_count;
} presign_ip_policy_options;

// All went well.
#define PRESIGN_OK 0

// The access key, the secret key or the session token breaks a rule.
#define PRESIGN_ERR_CREDENTIALS 1

// The region breaks a rule, or does not fit the endpoint.
#define PRESIGN_ERR_REGION 2

// The endpoint cannot be read, or does not fit the addressing.
#define PRESIGN_ERR_ENDPOINT 3

// A number is none of those to choose from.
#define PRESIGN_ERR_CHOICE 4

// The bucket's name breaks a rule, or does not fit the addressing.
#define PRESIGN_ERR_BUCKET 5

// The key is empty where an object is needed, given where it must be open, or over 1024 bytes.
#define PRESIGN_ERR_KEY 6

// The method is not 1 to 32 letters A-Z.
#define PRESIGN_ERR_METHOD 7

// A query parameter is the signature's own, or cannot be signed.
#define PRESIGN_ERR_QUERY 8

// A header cannot be signed, is given twice, or has a control character in it.
#define PRESIGN_ERR_HEADER 9

// A moment lies outside the years 1970 to 9999.
#define PRESIGN_ERR_TIME 10

// The life or the end is outside its limits, or not given exactly once.
#define PRESIGN_ERR_EXPIRES 11

// The end is not after the signing time: the link would be dead.
#define PRESIGN_ERR_EXPIRES_IN_PAST 12

// The link would end after its credentials.
#define PRESIGN_ERR_CREDENTIALS_EXPIRE 13

// AWS does not take signature version 2 in this region.
#define PRESIGN_ERR_VERSION_2 14

// The links need more memory than there is.
#define PRESIGN_ERR_MEMORY 15

// A field of a POST form breaks a rule, or it and a condition do not fit each other.
#define PRESIGN_ERR_FORM 16

// An address, an action or a pattern of an access policy breaks a rule.
#define PRESIGN_ERR_POLICY 17

// A pointer is NULL that must not be, or is not aligned for what it points to.
#define PRESIGN_ERR_NULL_POINTER 32

// struct_size is none that this library knows, or a field that it does not know is not 0.
#define PRESIGN_ERR_STRUCT_SIZE 33

// A string is not UTF-8.
#define PRESIGN_ERR_UTF8 34

// The buffer has no room for the result. The length needed was stored.
#define PRESIGN_ERR_BUFFER_TOO_SMALL 35

// A length or a count is larger than any that can be right.
#define PRESIGN_ERR_TOO_LARGE 36

// A bug in the library, which was stopped inside of it. What the call writes to is unspecified.
#define PRESIGN_ERR_PANIC 37

// The request is refused, or cannot be read. A presign_reason was stored.
#define PRESIGN_ERR_REFUSED 38

// A received request has a URL, and a host or a target as well.
#define PRESIGN_ERR_RECEIVED 39

// A storage's answer is no XML document with an Error that has a Code in it.
#define PRESIGN_ERR_RESPONSE 40

// The URL cannot be read: a bad %XX, no host, a control character, text that is not UTF-8.
#define PRESIGN_REASON_INVALID_URL 1

// The URL is over 16 KiB.
#define PRESIGN_REASON_URL_TOO_LONG 2

// The host is not the verifier's endpoint, or the path lies outside its base path.
#define PRESIGN_REASON_WRONG_ENDPOINT 3

// Neither version's parameters are there.
#define PRESIGN_REASON_NOT_SIGNED 4

// More than one signature: parameters of both versions, or an Authorization header beside them.
#define PRESIGN_REASON_TWO_SIGNATURES 5

// One of Version 4's parameters is missing.
#define PRESIGN_REASON_MISSING_PARAMETER 6

// One of Version 2's parameters is missing.
#define PRESIGN_REASON_MISSING_PARAMETER_V2 7

// An X-Amz-* or Version 2 parameter is given twice.
#define PRESIGN_REASON_REPEATED_PARAMETER 8

// X-Amz-Algorithm is not AWS4-HMAC-SHA256.
#define PRESIGN_REASON_ALGORITHM 9

// X-Amz-Credential is not key/date/region/service/aws4_request.
#define PRESIGN_REASON_CREDENTIAL 10

// The credential's date is not that of X-Amz-Date.
#define PRESIGN_REASON_CREDENTIAL_DATE 11

// The credential's region is not the verifier's.
#define PRESIGN_REASON_REGION 12

// The credential's service is not s3.
#define PRESIGN_REASON_SERVICE 13

// X-Amz-Date is no moment.
#define PRESIGN_REASON_DATE 14

// X-Amz-Expires is no number of seconds above 0.
#define PRESIGN_REASON_EXPIRES 15

// Version 2's Expires is no moment.
#define PRESIGN_REASON_EXPIRES_V2 16

// The life is over the limit.
#define PRESIGN_REASON_LIFE_TOO_LONG 17

// X-Amz-SignedHeaders is no list of lower-case names, or repeats one.
#define PRESIGN_REASON_SIGNED_HEADERS 18

// A header that has to be signed is not: host, an x-amz-* header, one that the verifier requires.
#define PRESIGN_REASON_HEADER_NOT_SIGNED 19

// A signed header is not in the request.
#define PRESIGN_REASON_HEADER_MISSING 20

// A signed header is in the request twice.
#define PRESIGN_REASON_REPEATED_HEADER 21

// A query parameter that some storages sign with Version 2 and others do not.
#define PRESIGN_REASON_DISPUTED_PARAMETER 22

// The verifier does not take Signature Version 2.
#define PRESIGN_REASON_VERSION_2 23

// The signing time lies further in the future than clocks may differ.
#define PRESIGN_REASON_NOT_YET_VALID 24

// The link has ended.
#define PRESIGN_REASON_EXPIRED 25

// Nobody has this access key.
#define PRESIGN_REASON_UNKNOWN_ACCESS_KEY 26

// The session token is missing, another one, or not expected.
#define PRESIGN_REASON_TOKEN 27

// The signature is not that of this request with this key.
#define PRESIGN_REASON_SIGNATURE 28

// The verifier's own clock, or the time given in its place, stands outside the years 1970 to 9999.
#define PRESIGN_REASON_CLOCK 29

// The request holds what HTTP does not allow where the signature is about it: a control character in the method, in a
// signed header or in what counts as one; or a Host header that names another host than the URL.
#define PRESIGN_REASON_BAD_REQUEST 30

// The bucket is none that a link could be signed for: "." or "..", a control character in it, or empty with a key behind
// it.
#define PRESIGN_REASON_BUCKET 31

// The link cannot be read, or parts of it are missing: often a shell cut it at its first &.
#define PRESIGN_CAUSE_UNREADABLE 1

// It is used with another method than it is signed for.
#define PRESIGN_CAUSE_METHOD 2

// The same path in another encoding: encoded twice, or not at all, or + for a space.
#define PRESIGN_CAUSE_PATH_ENCODING 3

// A client or a proxy resolved . and .., or removed a slash.
#define PRESIGN_CAUSE_PATH_NORMALISED 4

// Another path: another key, or a front that a proxy added or removed.
#define PRESIGN_CAUSE_PATH 5

// The port was added to the host or dropped from it.
#define PRESIGN_CAUSE_HOST_PORT 6

// Another host, as behind a proxy.
#define PRESIGN_CAUSE_HOST 7

// A signed header has another value.
#define PRESIGN_CAUSE_HEADER_VALUE 8

// A signed header was not sent.
#define PRESIGN_CAUSE_HEADER_MISSING 9

// A header was sent that has to be signed and is not.
#define PRESIGN_CAUSE_HEADER_NOT_SIGNED 10

// A query parameter was added after signing.
#define PRESIGN_CAUSE_QUERY_ADDED 11

// A signed query parameter is missing.
#define PRESIGN_CAUSE_QUERY_REMOVED 12

// A query parameter has another value.
#define PRESIGN_CAUSE_QUERY_CHANGED 13

// The same query parameter in another encoding.
#define PRESIGN_CAUSE_QUERY_ENCODING 14

// The payload's digest is another one.
#define PRESIGN_CAUSE_PAYLOAD 15

// Another region.
#define PRESIGN_CAUSE_REGION 16

// Another signing time, or a clock that is wrong.
#define PRESIGN_CAUSE_CLOCK 17

// The link has ended.
#define PRESIGN_CAUSE_EXPIRED 18

// The storage does not know the access key.
#define PRESIGN_CAUSE_ACCESS_KEY 19

// The session token is wrong, missing, or has died.
#define PRESIGN_CAUSE_TOKEN 20

// The secret key is not the one that signed.
#define PRESIGN_CAUSE_SECRET_KEY 21

// The signature itself was cut or altered.
#define PRESIGN_CAUSE_SIGNATURE 22

// The storage does not take Signature Version 2.
#define PRESIGN_CAUSE_VERSION_2 23

// The link is one that no storage takes: its life, its scope, its parameters, a second signature beside its own.
#define PRESIGN_CAUSE_LIMITS 24

// The signature is right; the storage refuses for reasons of its own.
#define PRESIGN_CAUSE_DENIED 25

// The link is right for this secret, and the storage does not say what it saw.
#define PRESIGN_CAUSE_AS_SIGNED 26

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The version of the library that the program runs with, as PRESIGN_VERSION_NUMBER is that of the header that it
// was compiled with.
uint32_t presign_version_number(void);

// What a status means: an English sentence for a log, without the value at hand. Any number is allowed; never
// NULL; the string lives as long as the program.
const char *presign_status_message(presign_status status);

// A string that ends in a NUL, as a presign_str. NULL is the empty string.
presign_str presign_cstr(const char *text);

// Makes a signer.
//
// options: what it signs with; copied, and may be wiped afterwards.
// signer_out: where the signer goes, to be freed with presign_signer_free; untouched on an error.
//
// Errors: PRESIGN_ERR_CREDENTIALS, _REGION, _ENDPOINT, _CHOICE for addressing and version, _EXPIRES for
// max_expires_in, _TIME for credentials_expire_at, _VERSION_2; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8,
// _TOO_LARGE.
presign_status presign_signer_new(const presign_signer_options *options,
                                  presign_signer **signer_out);

// Wipes and frees a signer. NULL is allowed and does nothing. No other call may still be using it.
void presign_signer_free(presign_signer *signer);

// One link that lives for some seconds.
//
// method, bucket, key: as in presign_request.
// sign_at: the signing time in Unix seconds, taken as it is (0 is 1970); time(NULL) for now.
// expires_in: the life in seconds from sign_at; version 4 allows 1 to 604800.
// out, out_cap: where the URL goes, with a NUL at its end; NULL is allowed if out_cap is 0.
// out_len: the URL's length without its NUL; also stored if the buffer is too small, which then is untouched and
// must hold out_len + 1 bytes.
//
// Errors: PRESIGN_ERR_METHOD, _BUCKET, _KEY, _TIME, _EXPIRES, _EXPIRES_IN_PAST, _CREDENTIALS_EXPIRE;
// PRESIGN_ERR_NULL_POINTER, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
presign_status presign_url(const presign_signer *signer,
                           presign_str method,
                           presign_str bucket,
                           presign_str key,
                           int64_t sign_at,
                           uint32_t expires_in,
                           char *out,
                           size_t out_cap,
                           size_t *out_len);

// Like presign_url, but for a link that lives until a moment: expires_at, in Unix seconds, after sign_at.
presign_status presign_url_until(const presign_signer *signer,
                                 presign_str method,
                                 presign_str bucket,
                                 presign_str key,
                                 int64_t sign_at,
                                 int64_t expires_at,
                                 char *out,
                                 size_t out_cap,
                                 size_t *out_len);

// Like presign_url, but with all that a request can say: query parameters, signed headers, stable_for.
//
// Errors: also PRESIGN_ERR_QUERY, _HEADER, _STRUCT_SIZE.
presign_status presign_url_ex(const presign_signer *signer,
                              const presign_request *request,
                              char *out,
                              size_t out_cap,
                              size_t *out_len);

// How much room is enough for the link of a request. Nothing is signed: it costs less than the link.
//
// bound: an out_cap in bytes, room for the NUL included, that is never too small.
//
// Errors: those of presign_url_ex but PRESIGN_ERR_BUFFER_TOO_SMALL.
presign_status presign_url_bound(const presign_signer *signer,
                                 const presign_request *request,
                                 size_t *bound);

// When the links of a request end.
//
// request: what its key says does not matter.
// expires_at: the end in Unix seconds, with stable_for reckoned in.
//
// Errors: those of presign_url_ex but PRESIGN_ERR_KEY and PRESIGN_ERR_BUFFER_TOO_SMALL.
presign_status presign_expires_at(const presign_signer *signer,
                                  const presign_request *request,
                                  int64_t *expires_at);

// The headers that must be sent with the link of a request, as lines "name: value\r\n": names in lower case and
// in order, values without outer white space. Nothing for a request without headers. Host goes without saying.
//
// request: only its headers are read.
// out, out_cap, out_len: as for presign_url.
//
// Errors: PRESIGN_ERR_HEADER; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
// A signer of version 2 refuses headers that this function lets pass.
presign_status presign_signed_headers(const presign_request *request,
                                      char *out,
                                      size_t out_cap,
                                      size_t *out_len);

// Many links of one request: URL i is out[offsets[i]] up to out[offsets[i + 1]], with no NUL behind it. They are
// the same that presign_url_ex makes, in the order of the keys.
//
// request: its key must be empty.
// keys, n: n keys, none of them empty; NULL is allowed if n is 0.
// options: NULL means the defaults.
// out, out_cap: where the URLs go; NULL is allowed if out_cap is 0.
// offsets: n + 1 numbers, the last of which is the number of bytes written; if the buffer is too small, this last
// one alone is stored and is the number of bytes needed; untouched on any other error.
// bad_key: on an error other than PRESIGN_ERR_BUFFER_TOO_SMALL the index of the first key that is wrong, or
// SIZE_MAX if no key is; else untouched.
//
// Errors: those of presign_url_ex. After an error the bytes of out are unspecified.
presign_status presign_urls(const presign_signer *signer,
                            const presign_request *request,
                            const presign_str *keys,
                            size_t n,
                            const presign_batch_options *options,
                            char *out,
                            size_t out_cap,
                            uint64_t *offsets,
                            size_t *bad_key);

// How much room is enough for the URLs of a batch. Nothing is signed: it costs far less than the batch.
//
// request, keys, n: as for presign_urls.
// bound: an out_cap in bytes that is never too small.
//
// Errors: those of presign_urls but PRESIGN_ERR_BUFFER_TOO_SMALL.
presign_status presign_urls_bound(const presign_signer *signer,
                                  const presign_request *request,
                                  const presign_str *keys,
                                  size_t n,
                                  uint64_t *bound);

// AWS's error code for a reason: the <Code> of an answer. Any number is allowed, and one that is no reason is
// "AccessDenied"; never NULL; the string lives as long as the program.
const char *presign_reason_code(presign_reason reason);

// AWS's message for a reason: the <Message> of an answer. It repeats nothing of the request. Otherwise as
// presign_reason_code.
const char *presign_reason_message(presign_reason reason);

// The HTTP status that goes with a reason: 400, 403 or 500. Any number is allowed, and one that is no reason is
// 403.
uint32_t presign_reason_http_status(presign_reason reason);

// What the lowest bit of a set of warnings means: an English sentence about the link. "" for an empty set and for
// a bit that this library does not know; never NULL; the string lives as long as the program. To walk through a
// set: `for (; warnings != 0; warnings &= warnings - 1) puts(presign_warning_message(warnings));`
const char *presign_warning_message(uint32_t warnings);

// Reads a link without a secret. Nothing is checked but what can be read: anybody can write such a link.
//
// verifier: whose endpoint and addressing say where the bucket stands, and no other of its options matters; NULL
// for any storage: AWS's hosts are known by their names, on all others the bucket stands in the path.
// inspection: untouched on an error.
// out, out_cap: where its strings go; NULL is allowed if out_cap is 0. 2048 bytes are enough for most links.
// out_len: the room taken, without the last NUL; also stored if the buffer is too small, which then is untouched
// and must hold out_len + 1 bytes.
// reason: why it cannot be read, on PRESIGN_ERR_REFUSED; else untouched. Then out holds one English sentence for a
// log, cut where the buffer ends, with a NUL behind it; out_len is its whole length.
//
// Errors: PRESIGN_ERR_REFUSED, _RECEIVED; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL,
// _TOO_LARGE.
presign_status presign_inspect(const presign_verifier *verifier,
                               const presign_received *received,
                               presign_inspection *inspection,
                               char *out,
                               size_t out_cap,
                               size_t *out_len,
                               presign_reason *reason);

// Makes a verifier. It holds no secret before presign_verify has let a link in.
//
// options: what it lets in; copied.
// verifier_out: where the verifier goes, to be freed with presign_verifier_free; untouched on an error.
//
// Errors: PRESIGN_ERR_ENDPOINT, _BUCKET, _REGION, _HEADER for required_headers, _CHOICE for addressing and flags,
// _EXPIRES for max_expires_in and clock_skew; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _TOO_LARGE.
presign_status presign_verifier_new(const presign_verifier_options *options,
                                    presign_verifier **verifier_out);

// Wipes and frees a verifier. NULL is allowed and does nothing. No other call may still be using it.
void presign_verifier_free(presign_verifier *verifier);

// Whether a request may come in, as the storages decide it. The body is not looked at: where the request has a
// signed x-amz-content-sha256 header, comparing it with the body is the caller's.
//
// secret_key: the secret key of the access key that presign_inspect told. Empty: nobody has this access key, which
// is refused as PRESIGN_REASON_UNKNOWN_ACCESS_KEY after all that can be checked without it.
// session_token: what the link must carry, if the keys are temporary; empty: it must carry none.
// verified: untouched on an error.
// out, out_cap, out_len: as for presign_inspect. As many bytes as the URL has (or host and target), the verifier's
// bucket, and 512 more are enough for every link.
// reason: why it is refused, on PRESIGN_ERR_REFUSED; else untouched. Then out holds one English sentence for a log,
// cut where the buffer ends, with a NUL behind it; out_len is its whole length. It shows no header's value, no
// token and no signature. What to answer: presign_reason_http_status, _code and _message.
//
// Errors: PRESIGN_ERR_REFUSED, _RECEIVED, _TIME for a time that is not above 0; PRESIGN_ERR_NULL_POINTER,
// _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE. Nothing but PRESIGN_OK lets the request in.
presign_status presign_verify(const presign_verifier *verifier,
                              const presign_received *received,
                              presign_str secret_key,
                              presign_str session_token,
                              presign_verified *verified,
                              char *out,
                              size_t out_cap,
                              size_t *out_len,
                              presign_reason *reason);

// A cause's name for programs, the same in every language: "path-encoding". Any number is allowed, and one that is
// no cause is "unknown"; never NULL; the string lives as long as the program.
const char *presign_cause_name(presign_cause cause);

// Says why a storage refuses a request, which is given as it was sent. The usual slips are tried until one fits the
// signature; what a storage tells that it computed (AWS and Swift do, Ceph does not) is compared with what was
// signed.
//
// verifier: as for presign_inspect; its options are what the storage is taken to ask for. NULL: AWS's rules.
// received: the request as it was meant to be sent.
// secret_key, session_token: what it should be signed with.
// answer: the body of the storage's answer, an XML document; empty if there is none.
// explanation: untouched on an error.
// out, out_cap, out_len: as for presign_inspect; 8192 bytes are enough for most.
//
// Errors: PRESIGN_ERR_CREDENTIALS for an empty secret key, _RESPONSE, _RECEIVED; PRESIGN_ERR_NULL_POINTER,
// _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
presign_status presign_explain(const presign_verifier *verifier,
                               const presign_received *received,
                               presign_str secret_key,
                               presign_str session_token,
                               presign_str answer,
                               presign_explanation *explanation,
                               char *out,
                               size_t out_cap,
                               size_t *out_len);

// A form with which a browser, or curl -F, uploads one file.
//
// form: untouched on an error.
// out, out_cap: where its strings go; NULL is allowed if out_cap is 0. 4096 bytes are enough for most forms.
// out_len: the room taken, without the last NUL; also stored if the buffer is too small, which then is untouched
// and must hold out_len + 1 bytes.
//
// Errors: PRESIGN_ERR_FORM for fields and conditions, _BUCKET, _KEY, _TIME, _EXPIRES, _EXPIRES_IN_PAST,
// _CREDENTIALS_EXPIRE, _CHOICE for a condition's kind; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8,
// _BUFFER_TOO_SMALL, _TOO_LARGE.
presign_status presign_post(const presign_signer *signer,
                            const presign_post_options *options,
                            presign_form *form,
                            char *out,
                            size_t out_cap,
                            size_t *out_len);

// A bucket policy that refuses whoever asks from other addresses, with a link or without: JSON, as PutBucketPolicy
// takes it. Putting it into place is the owner's business, and replaces the bucket's policy. Behind a proxy the
// storage sees the proxy's address.
//
// out, out_cap, out_len: as for presign_url. The text is UTF-8.
//
// Errors: PRESIGN_ERR_POLICY for pattern, addresses and actions, _BUCKET, _REGION; PRESIGN_ERR_NULL_POINTER,
// _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
presign_status presign_ip_policy(const presign_ip_policy_options *options,
                                 char *out,
                                 size_t out_cap,
                                 size_t *out_len);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* PRESIGN_H */
