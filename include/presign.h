/*
 * presign.h: presigned URLs for S3-compatible storage, signed offline.
 *
 * A presigned URL is a temporary link to a private object. Anyone who has it can use it until it expires; afterwards
 * the storage answers 403 AccessDenied. No function here uses the network.
 *
 *     presign_signer_options options = {0};
 *     options.struct_size = sizeof options;
 *     options.access_key = presign_cstr(getenv("AWS_ACCESS_KEY_ID"));
 *     options.secret_key = presign_cstr(getenv("AWS_SECRET_ACCESS_KEY"));
 *     presign_error error = {0};
 *     error.struct_size = sizeof error;
 *     presign_signer *signer = NULL;
 *     presign_status status = presign_signer_new(&options, &signer, &error);
 *     char url[4096];
 *     size_t len = 0;
 *     if (status == PRESIGN_OK)
 *         status = presign_url(signer, PRESIGN_STR("GET"), PRESIGN_STR("my-bucket"), PRESIGN_STR("image.jpg"),
 *                              time(NULL), 3600, url, sizeof url, &len, &error);
 *     puts(status == PRESIGN_OK ? url : error.message);
 *
 * presign_signer_free(signer) frees the signer. What this file does not declare is not API.
 *
 * Conventions
 *
 * Names       presign_<object>_<verb>. Objects have _new and _free. Each enumeration (status, reason, cause, warning)
 *             has _name, a machine name that never changes, and _message, one English sentence.
 * Ownership   Signers, templates and verifiers are the only objects to free. Inputs are borrowed for the length of a
 *             call. Objects copy what they keep, and wipe their credentials when they are freed. Results go to the
 *             caller's memory, which must not overlap with the inputs.
 * Strings     In: UTF-8 with a length; NULL with length 0 is the empty string. Keys are data and not paths: "//", "..",
 *             "%2F", "+" and a leading "/" reach the storage unchanged. Out: URLs are ASCII; text that is read from URLs
 *             or goes into forms is UTF-8 and can contain NULs.
 * Structs     Begin with struct_size, which is their sizeof; all other fields 0 means the defaults. Later versions only
 *             append fields. A program compiled with an older or a newer header works as long as it leaves the fields
 *             that the library does not know 0. A struct_size below that of the first release or above 4096 is an
 *             error. In structs for results only struct_size is read, and fields that the library does not know
 *             become 0. The structs of an array all have the same struct_size. presign_str, presign_pair and
 *             presign_secret have none: they never change.
 * Errors      Every call that can fail returns a presign_status, and takes a presign_error as its last argument: NULL,
 *             or a struct of the caller that receives a sentence. A failed call leaves its outputs (lengths, offsets,
 *             handles, times, structs) and the text buffer untouched, except where its comment says otherwise. There is
 *             no errno and no last error; no message and no crash shows a secret.
 * Checks      NULL, alignment, lengths, numbers, UTF-8 and sizes of structs are checked. Strings of 2 GiB or more, and
 *             arrays of more than 4294967295 elements, are errors.
 * Threads     All threads can use one signer, template or verifier at once. There are no globals. A batch starts threads
 *             only if its options ask for them; they end before it returns.
 * Fork        An object made before a fork works in the child, whatever other threads were doing.
 * Time        Times are Unix seconds, up to 253402300799 (the year 9999). No function here reads a clock. A signing time
 *             must be above 0: a forgotten field is 0, and time() returns -1 if it fails.
 * Pointers    Languages that cannot pass a presign_str by value use the functions that end in _flat, which take a pointer
 *             and a length, or those that take a presign_request. presign_cstr only fills the two fields.
 * Versions    Functions, statuses and fields are never removed or changed within an ABI version, which the soname
 *             carries (PRESIGN_ABI_VERSION). PRESIGN_VERSION_* are of the header, presign_version_number() is of the
 *             library.
 * Panics      The library is written in Rust. If a bug makes it panic, the call returns PRESIGN_ERR_PANIC; nothing
 *             unwinds into C. (In a WebAssembly module a panic ends the instance.)
 */

#ifndef PRESIGN_H
#define PRESIGN_H

#include <stddef.h>
#include <stdint.h>

// Version of this header.
#define PRESIGN_VERSION_MAJOR 0
#define PRESIGN_VERSION_MINOR 1
#define PRESIGN_VERSION_PATCH 0
#define PRESIGN_VERSION_STRING "0.1.0"
#define PRESIGN_VERSION_NUMBER \
    (PRESIGN_VERSION_MAJOR * 1000000 + PRESIGN_VERSION_MINOR * 1000 + PRESIGN_VERSION_PATCH)

// Number of the ABI. A program runs with every library of the same number and of no older version.
#define PRESIGN_ABI_VERSION 1

// A function of the library. On Windows, define PRESIGN_STATIC to link the static library.
#if defined(_WIN32) && !defined(PRESIGN_STATIC)
#define PRESIGN_API __declspec(dllimport)
#elif defined(__GNUC__) && !defined(_WIN32)
#define PRESIGN_API __attribute__((visibility("default")))
#else
#define PRESIGN_API
#endif

// A function whose result must not be ignored.
#if defined(__GNUC__)
#define PRESIGN_NODISCARD __attribute__((warn_unused_result))
#elif defined(_MSC_VER) && defined(__cplusplus) && _MSVC_LANG >= 201703L
#define PRESIGN_NODISCARD [[nodiscard]]
#elif defined(_MSC_VER)
#define PRESIGN_NODISCARD _Check_return_
#else
#define PRESIGN_NODISCARD
#endif

// Makes a presign_str from a string literal.
#ifdef __cplusplus
#define PRESIGN_STR(literal) (presign_str{"" literal, sizeof("" literal) - 1})
#else
#define PRESIGN_STR(literal) ((presign_str){"" literal, sizeof("" literal) - 1})
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Strings */

// UTF-8 text that is borrowed for the length of a call. It may contain NULs.
typedef struct {
    // First byte. NULL is allowed if len is 0.
    const char *ptr;
    // Length in bytes, without a NUL at the end.
    size_t len;
} presign_str;

// A name with its value: a query parameter, a header or a field of a form.
typedef struct {
    // The name.
    presign_str name;
    // The value.
    presign_str value;
} presign_pair;

// Returns a NUL-terminated string as a presign_str, which borrows it. NULL gives the empty string.
PRESIGN_API
presign_str presign_cstr(const char *text);

/* Errors */

// Size in bytes of the sentence in a presign_error, its NUL included.
#define PRESIGN_ERROR_MESSAGE_SIZE 512

// A call's result: PRESIGN_OK, or what was wrong, PRESIGN_ERR_*. Numbers are never changed or reused; later versions
// may add some.
typedef int32_t presign_status;

// Why a request is refused: PRESIGN_REASON_*. Numbers are never changed or reused; later versions may add some.
typedef int32_t presign_reason;

// Why a storage refuses a URL: PRESIGN_CAUSE_*. Numbers are never changed or reused; later versions may add some.
typedef int32_t presign_cause;

// Why a call failed. The caller sets struct_size and passes it as the last argument of any call; NULL means that only
// the status is wanted. A call that fails writes all other fields; a call that succeeds writes none.
typedef struct {
    // sizeof(presign_error).
    size_t struct_size;
    // The status that the call returned.
    presign_status status;
    // Why a request is refused: PRESIGN_REASON_* if the status is PRESIGN_ERR_REFUSED, else 0.
    presign_reason reason;
    // Which of several keys, requests, conditions, secrets or lines is wrong, counted from 0; SIZE_MAX if it is none of
    // them.
    size_t index;
    // One English sentence with the value and the limit, and never a secret, ended by a NUL. A longer one is cut
    // between two characters.
    char message[PRESIGN_ERROR_MESSAGE_SIZE];
} presign_error;

// The call succeeded.
#define PRESIGN_OK 0

// Returns a status's machine name, which never changes: "ok", "buffer-too-small". It is the constant's name without
// PRESIGN_ or PRESIGN_ERR_, in lower case and with hyphens. "unknown" for a number that is not a status; never NULL;
// the string is static.
PRESIGN_API
const char *presign_status_name(presign_status status);

// Returns one English sentence that says what a status means, for logs, without the value at hand. Its wording may
// change between versions. "unknown" for a number that is not a status; never NULL; the string is static.
PRESIGN_API
const char *presign_status_message(presign_status status);

/* Signers */

// Default: signature version 4.
#define PRESIGN_SIGNATURE_DEFAULT 0u

// Signature version 2, as s3cmd signurl makes it. Newer storages and newer AWS regions refuse it.
#define PRESIGN_SIGNATURE_V2 2u

// Signature version 4. A URL is valid for 7 days at most.
#define PRESIGN_SIGNATURE_V4 4u

// Path style with an explicit endpoint; on AWS, virtual where the bucket is a single DNS label (with a dot in it, no
// TLS certificate would match), otherwise path.
#define PRESIGN_ADDRESSING_AUTO 0u

// https://host/bucket/key: the bucket is the first segment of the path.
#define PRESIGN_ADDRESSING_PATH 1u

// https://bucket.host/key; every label of the bucket must be a DNS label, and the host must not be an IP address.
#define PRESIGN_ADDRESSING_VIRTUAL 2u

// https://host/key: the host of the endpoint is the bucket.
#define PRESIGN_ADDRESSING_CNAME 3u

// Virtual where the bucket's name allows it, otherwise path, as s3cmd decides.
#define PRESIGN_ADDRESSING_VIRTUAL_OR_PATH 4u

// Signs URLs. It holds a copy of the credentials and never changes, so that threads can share it.
typedef struct presign_signer presign_signer;

// The credentials of a signer, and the storage that it signs for. A field of 0 means its default; access_key and
// secret_key have none.
typedef struct {
    // sizeof(presign_signer_options).
    size_t struct_size;
    // Access key: printable ASCII, not empty.
    presign_str access_key;
    // Secret key: not empty, without control characters and outer white space.
    presign_str secret_key;
    // Session token of temporary credentials. It becomes part of every URL. Default: none.
    presign_str session_token;
    // Region in the signature: 1 to 64 printable ASCII characters without / and space. Default: the region in the
    // name of an AWS endpoint, else us-east-1.
    presign_str region;
    // [http://|https://]host[:port][/base/path]; without a scheme, https. Default: AWS's host for the region.
    presign_str endpoint;
    // Where the URL has the bucket: PRESIGN_ADDRESSING_*.
    uint32_t addressing;
    // Signature version: PRESIGN_SIGNATURE_*.
    uint32_t version;
    // Longest lifetime of a URL in seconds, for a storage with another limit than 7 days. It replaces version 4's
    // limit, and also applies to version 2, which has no limit otherwise. 0: the version's own. Negative: an error.
    int64_t max_expires_in;
    // When the credentials expire, in Unix seconds: a URL that would expire later is an error. 0: never.
    int64_t credentials_expire_at;
} presign_signer_options;

// Makes a signer.
//
// options: copied, and may be wiped after the call.
// signer_out: receives the signer, to be freed with presign_signer_free; untouched on an error.
//
// Errors: PRESIGN_ERR_CREDENTIALS, _REGION, _ENDPOINT, _CHOICE for addressing and version, _EXPIRES for
// max_expires_in, _TIME for credentials_expire_at, _VERSION_2; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8,
// _TOO_LARGE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_signer_new(const presign_signer_options *options,
                                  presign_signer **signer_out,
                                  presign_error *error);

// Wipes and frees a signer. NULL is allowed and does nothing. No other call may be using the signer.
PRESIGN_API
void presign_signer_free(presign_signer *signer);

// Returns the access key. It is part of every URL, and no secret. "" for NULL; the string lives as long as the
// signer.
PRESIGN_API
const char *presign_signer_access_key(const presign_signer *signer);

// Returns the endpoint's URL: scheme, host, port unless it is the scheme's own, and base path. "" for NULL; the
// string lives as long as the signer.
PRESIGN_API
const char *presign_signer_endpoint(const presign_signer *signer);

// Returns the region in the signature. "" for NULL; the string lives as long as the signer.
PRESIGN_API
const char *presign_signer_region(const presign_signer *signer);

// Returns where a URL has the bucket, PRESIGN_ADDRESSING_*, as it was given: PRESIGN_ADDRESSING_AUTO for NULL.
PRESIGN_API
uint32_t presign_signer_addressing(const presign_signer *signer);

// Returns the signature version: PRESIGN_SIGNATURE_V2 or _V4; PRESIGN_SIGNATURE_DEFAULT for NULL.
PRESIGN_API
uint32_t presign_signer_version(const presign_signer *signer);

/* One URL */

// The browser saves the file.
#define PRESIGN_DISPOSITION_ATTACHMENT 0u

// The browser shows the file if it can, and saves it under its name on demand.
#define PRESIGN_DISPOSITION_INLINE 1u

// What a URL allows, and until when. Exactly one of expires_in and expires_at is not 0.
typedef struct {
    // sizeof(presign_request).
    size_t struct_size;
    // The only method that the URL allows: 1 to 32 letters A-Z.
    presign_str method;
    // Bucket: not empty; not "." or ".."; no slash and no control characters. Or the ARN of an access point.
    presign_str bucket;
    // Key of the object: up to 1024 bytes, any text. Empty: the URL is for the bucket itself.
    presign_str key;
    // Further query parameters, which are signed: response-content-disposition, versionId, or uploads with an empty
    // value. Names of the signature's own parameters are an error.
    const presign_pair *query;
    // Number of query parameters.
    size_t query_count;
    // Headers to sign. The client must send them with the URL: see presign_signed_headers.
    const presign_pair *headers;
    // Number of headers.
    size_t headers_count;
    // Signing time in Unix seconds, above 0; time(NULL) for now.
    int64_t sign_at;
    // When the URL expires, in Unix seconds, or 0.
    int64_t expires_at;
    // Window in seconds in which all calls return the same URL, so that browsers and CDNs can cache it: the signing
    // time is rounded down to a multiple of the window, and the window is added to expires_in. 0: off. Negative: an
    // error.
    int64_t stable_for;
    // Lifetime in seconds from the signing time, or 0. Version 4 allows 1 to 604800, unless the signer has another
    // limit.
    uint32_t expires_in;
    // Must be 0.
    uint32_t reserved;
} presign_request;

// A URL, and what its user must send. The caller sets struct_size; presign_presigned writes all other fields. The
// strings are in the buffer of that call, each followed by a NUL.
typedef struct {
    // sizeof(presign_presigned_request).
    size_t struct_size;
    // The URL.
    presign_str url;
    // The method that the URL is signed for.
    presign_str method;
    // Headers that must be sent with the URL: names in lower case and sorted, values without outer white space. Host
    // is not listed: every client sends it.
    const presign_pair *headers;
    // Number of headers.
    size_t headers_count;
    // When the URL expires, in Unix seconds, including the seconds that stable_for adds.
    int64_t expires_at;
    // What may be wrong with the URL although it could be signed: a set of PRESIGN_WARNING_*.
    uint32_t warnings;
    // Becomes 0.
    uint32_t reserved;
} presign_presigned_request;

// Makes a URL that is valid for a number of seconds.
//
// method, bucket, key: as in presign_request.
// sign_at: signing time in Unix seconds, above 0; time(NULL) for now.
// expires_in: lifetime in seconds from sign_at; version 4 allows 1 to 604800.
// out, out_cap: buffer for the URL and a NUL; NULL is allowed if out_cap is 0.
// out_len: receives the length of the URL without its NUL; also if the buffer is too small, which is then
// untouched and must hold out_len + 1 bytes.
//
// Errors: PRESIGN_ERR_METHOD, _BUCKET, _KEY, _TIME, _EXPIRES, _EXPIRES_IN_PAST, _CREDENTIALS_EXPIRE;
// PRESIGN_ERR_NULL_POINTER, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_url(const presign_signer *signer,
                           presign_str method,
                           presign_str bucket,
                           presign_str key,
                           int64_t sign_at,
                           uint32_t expires_in,
                           char *out,
                           size_t out_cap,
                           size_t *out_len,
                           presign_error *error);

// Makes a URL like presign_url, but with its expiry instead of a lifetime.
//
// expires_at: when the URL expires, in Unix seconds, later than sign_at.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_url_until(const presign_signer *signer,
                                 presign_str method,
                                 presign_str bucket,
                                 presign_str key,
                                 int64_t sign_at,
                                 int64_t expires_at,
                                 char *out,
                                 size_t out_cap,
                                 size_t *out_len,
                                 presign_error *error);

// presign_url with each string as a pointer and a length.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_url_flat(const presign_signer *signer,
                                const char *method,
                                size_t method_len,
                                const char *bucket,
                                size_t bucket_len,
                                const char *key,
                                size_t key_len,
                                int64_t sign_at,
                                uint32_t expires_in,
                                char *out,
                                size_t out_cap,
                                size_t *out_len,
                                presign_error *error);

// presign_url_until with each string as a pointer and a length.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_url_until_flat(const presign_signer *signer,
                                      const char *method,
                                      size_t method_len,
                                      const char *bucket,
                                      size_t bucket_len,
                                      const char *key,
                                      size_t key_len,
                                      int64_t sign_at,
                                      int64_t expires_at,
                                      char *out,
                                      size_t out_cap,
                                      size_t *out_len,
                                      presign_error *error);

// Makes a URL like presign_url, from a presign_request, which adds query parameters, signed headers and
// stable_for.
//
// Errors: also PRESIGN_ERR_QUERY, _HEADER, _STRUCT_SIZE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_url_ex(const presign_signer *signer,
                              const presign_request *request,
                              char *out,
                              size_t out_cap,
                              size_t *out_len,
                              presign_error *error);

// Computes a buffer size that is enough for the URL of a request. It signs nothing, so it takes less time than
// the URL.
//
// bound: receives a value for out_cap in bytes, including the NUL, that is never too small.
//
// Errors: those of presign_url_ex except PRESIGN_ERR_BUFFER_TOO_SMALL.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_url_bound(const presign_signer *signer,
                                 const presign_request *request,
                                 size_t *bound,
                                 presign_error *error);

// Computes when the URLs of a request expire.
//
// request: its key is not checked, and does not matter.
// expires_at: receives the expiry in Unix seconds, including the seconds that stable_for adds.
//
// Errors: those of presign_url_ex except PRESIGN_ERR_KEY and PRESIGN_ERR_BUFFER_TOO_SMALL.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_expires_at(const presign_signer *signer,
                                  const presign_request *request,
                                  int64_t *expires_at,
                                  presign_error *error);

// Finds what may be wrong with the URL of a request although it can be signed. Nothing is signed.
//
// warnings: receives a set of PRESIGN_WARNING_*, 0 for none; presign_warning_message has a sentence for each.
//
// Errors: PRESIGN_ERR_EXPIRES without or with both of expires_in and expires_at; PRESIGN_ERR_NULL_POINTER,
// _STRUCT_SIZE, _UTF8, _TOO_LARGE. The request is not checked otherwise.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_request_warnings(const presign_signer *signer,
                                        const presign_request *request,
                                        uint32_t *warnings,
                                        presign_error *error);

// Lists the headers that must be sent with the URL of a request, as lines "name: value\r\n": names in lower case
// and sorted, values without outer white space. Empty for a request without headers. Host is not listed: every
// client sends it.
//
// request: only its headers are read.
// out, out_cap, out_len: as for presign_url.
//
// Errors: PRESIGN_ERR_HEADER; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE. A
// version 2 signer refuses some headers that this function accepts.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_signed_headers(const presign_request *request,
                                      char *out,
                                      size_t out_cap,
                                      size_t *out_len,
                                      presign_error *error);

// Makes the URL of a request, like presign_url_ex, with the headers to send, its expiry and its warnings.
//
// presigned: untouched on an error.
// out, out_cap: buffer for the strings; NULL is allowed if out_cap is 0. 4096 bytes are enough for most requests.
// out_len: receives the number of bytes used, without the last NUL; also if the buffer is too small, which is
// then untouched and must hold out_len + 1 bytes.
//
// Errors: those of presign_url_ex.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_presigned(const presign_signer *signer,
                                 const presign_request *request,
                                 presign_presigned_request *presigned,
                                 char *out,
                                 size_t out_cap,
                                 size_t *out_len,
                                 presign_error *error);

// Makes a value for the query parameter response-content-disposition, which tells a browser under which name to save
// the file: attachment; filename="..." (RFC 6266), with filename* (RFC 8187) if the name needs it.
//
// disposition: PRESIGN_DISPOSITION_*.
// filename, filename_len: the name of the file: UTF-8, not empty, without control characters.
// out, out_cap, out_len: as for presign_url.
//
// Errors: PRESIGN_ERR_QUERY for the name, _CHOICE for the disposition; PRESIGN_ERR_NULL_POINTER, _UTF8,
// _BUFFER_TOO_SMALL, _TOO_LARGE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_content_disposition(uint32_t disposition,
                                           const char *filename,
                                           size_t filename_len,
                                           char *out,
                                           size_t out_cap,
                                           size_t *out_len,
                                           presign_error *error);

/* Many URLs */

// As many threads as there are cores that the process may use.
#define PRESIGN_THREADS_ALL 0xFFFFFFFFu

// A NUL behind each URL.
#define PRESIGN_SEPARATOR_NUL 0x100u

// A request without its key, checked, encoded and hashed as far as it goes. It never changes, and threads can share
// it. Its signing time and expiry are fixed: make another one before it expires.
typedef struct presign_template presign_template;

// How a batch is run. A field of 0 means its default.
typedef struct {
    // sizeof(presign_batch_options).
    size_t struct_size;
    // Largest number of threads. 0 and 1: the calling thread only; PRESIGN_THREADS_ALL: one per core. Threads that
    // the call starts end before it returns.
    uint32_t threads;
    // A byte to write behind each URL, such as '\n', or PRESIGN_SEPARATOR_NUL. The offsets count it. 0: none.
    uint32_t separator;
} presign_batch_options;

// Makes the URLs of one request for many keys: URL i is out[offsets[i]] up to out[offsets[i + 1]], without a
// NUL. They equal those of presign_url_ex, in the order of the keys.
//
// request: its key must be empty.
// keys, n: n keys, none of them empty; NULL is allowed if n is 0.
// options: NULL means the defaults.
// out, out_cap: buffer for the URLs; NULL is allowed if out_cap is 0.
// offsets: receives n + 1 numbers, of which the last is the number of bytes written. If the buffer is too small,
// only this last one is stored, as the number of bytes needed; on any other error, nothing is.
//
// Errors: those of presign_url_ex, with the index of the first wrong key; PRESIGN_ERR_CHOICE for the separator.
// After an error the contents of out are unspecified.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_urls(const presign_signer *signer,
                            const presign_request *request,
                            const presign_str *keys,
                            size_t n,
                            const presign_batch_options *options,
                            char *out,
                            size_t out_cap,
                            uint64_t *offsets,
                            presign_error *error);

// Makes URLs like presign_urls, with all keys in one text: key i is text[key_offsets[i]] up to
// text[key_offsets[i + 1]]. The URLs have the same layout.
//
// text: may be NULL if all keys end at 0.
// key_offsets: n + 1 numbers, none below the one before it; NULL is allowed if n is 0.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_urls_flat(const presign_signer *signer,
                                 const presign_request *request,
                                 const char *text,
                                 const uint64_t *key_offsets,
                                 size_t n,
                                 const presign_batch_options *options,
                                 char *out,
                                 size_t out_cap,
                                 uint64_t *offsets,
                                 presign_error *error);

// Computes a buffer size that is enough for the URLs of a batch without a separator. It signs nothing, so it takes
// far less time than the batch.
//
// request, keys, n: as for presign_urls.
// bound: receives a value for out_cap in bytes that is never too small.
//
// Errors: those of presign_urls except PRESIGN_ERR_BUFFER_TOO_SMALL.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_urls_bound(const presign_signer *signer,
                                  const presign_request *request,
                                  const presign_str *keys,
                                  size_t n,
                                  size_t *bound,
                                  presign_error *error);

// Makes a template of a request. It does not need the signer afterwards.
//
// request: copied; its key must be empty.
// template_out: receives the template, to be freed with presign_template_free; untouched on an error.
//
// Errors: those of presign_url_ex except PRESIGN_ERR_BUFFER_TOO_SMALL; PRESIGN_ERR_KEY if the key is not empty.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_template_new(const presign_signer *signer,
                                    const presign_request *request,
                                    presign_template **template_out,
                                    presign_error *error);

// Wipes and frees a template. NULL is allowed and does nothing. No other call may be using the template.
PRESIGN_API
void presign_template_free(presign_template *template_);

// Returns the expiry of a template's URLs in Unix seconds; 0 for NULL.
PRESIGN_API
int64_t presign_template_expires_at(const presign_template *template_);

// Makes the URL for one key.
//
// key: not empty, up to 1024 bytes.
// out, out_cap, out_len: as for presign_url.
//
// Errors: PRESIGN_ERR_KEY; PRESIGN_ERR_NULL_POINTER, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_template_url(const presign_template *template_,
                                    presign_str key,
                                    char *out,
                                    size_t out_cap,
                                    size_t *out_len,
                                    presign_error *error);

// presign_template_url with the key as a pointer and a length.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_template_url_flat(const presign_template *template_,
                                         const char *key,
                                         size_t key_len,
                                         char *out,
                                         size_t out_cap,
                                         size_t *out_len,
                                         presign_error *error);

// Makes the URLs for an array of keys: presign_urls, with what the template has settled.
//
// Errors: PRESIGN_ERR_KEY, _MEMORY, with the index of the first wrong key; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE,
// _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE; PRESIGN_ERR_CHOICE for the separator.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_template_urls(const presign_template *template_,
                                     const presign_str *keys,
                                     size_t n,
                                     const presign_batch_options *options,
                                     char *out,
                                     size_t out_cap,
                                     uint64_t *offsets,
                                     presign_error *error);

// Makes URLs like presign_template_urls, with all keys in one text, as presign_urls_flat has them.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_template_urls_flat(const presign_template *template_,
                                          const char *text,
                                          const uint64_t *key_offsets,
                                          size_t n,
                                          const presign_batch_options *options,
                                          char *out,
                                          size_t out_cap,
                                          uint64_t *offsets,
                                          presign_error *error);

// Makes URLs like presign_urls, each of its own request: method, bucket, key, query, headers and expiry can all
// differ. They equal those of presign_url_ex, in the order of the requests.
//
// requests, n: n requests, all with the same struct_size; NULL is allowed if n is 0.
// options, out, out_cap, offsets: as for presign_urls.
//
// Errors: those of presign_url_ex, with the index of the first wrong request; PRESIGN_ERR_CHOICE for the separator.
// After an error the contents of out are unspecified.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_requests(const presign_signer *signer,
                                const presign_request *requests,
                                size_t n,
                                const presign_batch_options *options,
                                char *out,
                                size_t out_cap,
                                uint64_t *offsets,
                                presign_error *error);

/* Playlists */

// How a playlist is signed. A field of 0 means its default.
typedef struct {
    // sizeof(presign_playlist_options).
    size_t struct_size;
    // Where the URIs of nested playlists lead, whose own URIs the storage does not sign: "keep" leaves them relative,
    // "sign" signs them, and a template with {key} or {path} replaces them: https://app.example/playlist?key={key}.
    // Default: such a URI is an error.
    presign_str nested;
    // Must be 0.
    uint32_t flags;
    // Must be 0.
    uint32_t reserved;
} presign_playlist_options;

// Makes an HLS playlist (RFC 8216) with URLs in place of its relative URIs. Absolute URLs, unknown tags, comments and
// line endings stay as they are. The author of a playlist decides which objects of the bucket are signed.
//
// request: the request for the playlist itself, with its key: the base of the URIs. Its expiry, query and headers are
// those of all URLs; its method must be GET.
// text, text_len: the playlist, UTF-8, up to 16 MiB.
// options: NULL means the defaults.
// out, out_cap, out_len: as for presign_url. A call whose buffer is too small has signed all URLs in vain; 1024 bytes
// and 12 times text_len are enough for most playlists.
//
// Errors: PRESIGN_ERR_PLAYLIST with the index of the line, counted from 0; those of presign_url_ex; PRESIGN_ERR_CHOICE
// for nested.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_playlist(const presign_signer *signer,
                                const presign_request *request,
                                const char *text,
                                size_t text_len,
                                const presign_playlist_options *options,
                                char *out,
                                size_t out_cap,
                                size_t *out_len,
                                presign_error *error);

/* Upload forms */

// The field has exactly this value.
#define PRESIGN_CONDITION_EXACT 1u

// The value of the field begins with this prefix; an empty prefix allows any value.
#define PRESIGN_CONDITION_STARTS_WITH 2u

// The size of the file in bytes is between min and max.
#define PRESIGN_CONDITION_SIZE 3u

// A condition that the storage checks on an upload.
typedef struct {
    // sizeof(presign_condition).
    size_t struct_size;
    // Kind of the condition: PRESIGN_CONDITION_*.
    uint32_t kind;
    // Must be 0.
    uint32_t reserved;
    // Name of the field, without a leading $; not read for a size.
    presign_str name;
    // Value or prefix of the field; not read for a size.
    presign_str value;
    // Smallest size of the file in bytes; read only for a size, as max is.
    uint64_t min;
    // Largest size of the file in bytes.
    uint64_t max;
} presign_condition;

// What a form allows, and until when. Exactly one of expires_in and expires_at is not 0.
typedef struct {
    // sizeof(presign_post_options).
    size_t struct_size;
    // Bucket, as in presign_request.
    presign_str bucket;
    // Key of the object, not empty. If it ends in ${filename}, the name of the file replaces that, and the uploader
    // may choose any key that begins with the text before it.
    presign_str key;
    // Further fields of the form: Content-Type, acl, x-amz-meta-*, success_action_status, ... Each needs a condition
    // that it meets, except x-ignore-*.
    const presign_pair *fields;
    // Number of fields.
    size_t fields_count;
    // Conditions beside those on bucket and key. A field with an exact condition must be among the fields.
    const presign_condition *conditions;
    // Number of conditions.
    size_t conditions_count;
    // Signing time in Unix seconds, above 0; time(NULL) for now.
    int64_t sign_at;
    // When the form expires, in Unix seconds, or 0.
    int64_t expires_at;
    // Lifetime in seconds from the signing time, or 0. The limit of seven days does not apply to forms.
    uint32_t expires_in;
    // Must be 0.
    uint32_t reserved;
} presign_post_options;

// A form to which only the file has to be added. The caller sets struct_size; presign_post writes all other fields.
// The strings are in the buffer of that call, each followed by a NUL.
typedef struct {
    // sizeof(presign_form).
    size_t struct_size;
    // URL to post the form to, as multipart/form-data.
    presign_str url;
    // Fields to send, in this order. The file is one more field, named file, and must be the last.
    const presign_pair *fields;
    // Number of fields.
    size_t fields_count;
    // When the form expires, in Unix seconds.
    int64_t expires_at;
} presign_form;

// Makes a form with which a browser, or curl -F, can upload files until it expires.
//
// form: untouched on an error.
// out, out_cap: buffer for the strings of the form; NULL is allowed if out_cap is 0. 4096 bytes are enough for
// most forms.
// out_len: receives the number of bytes used, without the last NUL; also if the buffer is too small, which is
// then untouched and must hold out_len + 1 bytes.
//
// Errors: PRESIGN_ERR_FORM for fields and conditions, _BUCKET, _KEY, _TIME, _EXPIRES, _EXPIRES_IN_PAST,
// _CREDENTIALS_EXPIRE, _CHOICE for the kind of a condition; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8,
// _BUFFER_TOO_SMALL, _TOO_LARGE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_post(const presign_signer *signer,
                            const presign_post_options *options,
                            presign_form *form,
                            char *out,
                            size_t out_cap,
                            size_t *out_len,
                            presign_error *error);

/* Received requests */

// Accept requests with x-amz-* headers that the URL does not sign, as older storages do: the holder of a URL then
// decides about access lists, metadata and encryption.
#define PRESIGN_VERIFY_UNSIGNED_AMZ_HEADERS 1u

// Accept HEAD requests with URLs that are signed for GET.
#define PRESIGN_VERIFY_HEAD_FOR_GET 2u

// Refuse signature version 2.
#define PRESIGN_VERIFY_NO_VERSION_2 4u

// Accept unsigned headers that some storages obey beside x-amz-*: names that begin with ibm-, retention-, rgwx-,
// x-account-, x-container-, x-delete-, x-dho-, x-emc-, x-goog-, x-minio-, x-object- or x-rgw-. For servers that give
// these headers a meaning of their own.
#define PRESIGN_VERIFY_UNSIGNED_STORAGE_HEADERS 8u

// Show header values and the session token in the texts of an explanation.
#define PRESIGN_EXPLAIN_SHOW_VALUES 1u

// Checks incoming requests. It never changes except for a cache of signing keys, and threads can share it.
typedef struct presign_verifier presign_verifier;

// An incoming request, or a URL to look at: either url, or the host and target that a server has.
typedef struct {
    // sizeof(presign_received).
    size_t struct_size;
    // Method of the request.
    presign_str method;
    // The whole URL, as a client has it; empty if host and target are given.
    presign_str url;
    // Value of the Host header. A Host header among the headers takes precedence. With a URL, a Host header must
    // name the same host.
    presign_str host;
    // Request target, path and query, exactly as it was sent: before any decoding or normalisation.
    presign_str target;
    // Headers of the request, names in any case. A value that is not UTF-8 is an error; a header that no URL signs
    // and whose name does not begin with x-amz- can be left out.
    const presign_pair *headers;
    // Number of headers.
    size_t headers_count;
    // Time at which the request is checked, in Unix seconds: time(NULL) for now. presign_verify refuses a time that
    // is not above 0, since no URL has expired by then: a forgotten field is 0, and time() returns -1 if it fails.
    int64_t now;
} presign_received;

// The contents of a URL. The caller sets struct_size; presign_inspect writes all other fields. The strings are in
// the buffer of that call, each followed by a NUL.
typedef struct {
    // sizeof(presign_inspection).
    size_t struct_size;
    // Signature version: PRESIGN_SIGNATURE_V2 or _V4.
    uint32_t version;
    // What is wrong with the URL, or may surprise its user: a set of PRESIGN_WARNING_*.
    uint32_t warnings;
    // Host, with its port where that is not the scheme's default.
    presign_str host;
    // Bucket; empty for a URL of the storage itself.
    presign_str bucket;
    // Key, decoded; empty for a URL of the bucket itself. It is data and can contain anything, including a NUL, or
    // ".." that must not reach a file system path.
    presign_str key;
    // Access key that signed the URL. presign_verify needs its secret key.
    presign_str access_key;
    // Region in the signature; empty with version 2.
    presign_str region;
    // Signing time in Unix seconds; -1 with version 2, whose URLs do not contain it.
    int64_t signed_at;
    // Expiry in Unix seconds: the first second at which the URL is refused.
    int64_t expires_at;
    // Names of the headers that must be sent as they were signed, except host. Empty with version 2, whose URLs do
    // not name them.
    const presign_str *signed_headers;
    // Number of these headers.
    size_t signed_headers_count;
    // Query parameters that are not the signature's own, decoded, in order. Values of further tokens and of
    // customer-provided encryption keys are "(not shown)".
    const presign_pair *query;
    // Number of these parameters.
    size_t query_count;
} presign_inspection;

// Why a request is refused. The caller sets struct_size; a call that returns PRESIGN_ERR_REFUSED writes all other
// fields. The strings are in the buffer of that call, each followed by a NUL.
typedef struct {
    // sizeof(presign_refusal).
    size_t struct_size;
    // PRESIGN_REASON_*.
    presign_reason reason;
    // HTTP status of an error response: 400, 403 or 500.
    uint32_t http_status;
    // AWS's error code: the <Code> of an error response.
    presign_str code;
    // AWS's message, with the values where AWS quotes some: the <Message> of an error response. Escape it as XML text:
    // the values come from the request.
    presign_str message;
    // For a log: what in the request it is about, with the value and the limit. It contains no header value, no token
    // and no signature. Empty where the message says it all.
    presign_str detail;
} presign_refusal;

// Which requests are accepted. A field of 0 means its default: AWS's rules.
typedef struct {
    // sizeof(presign_verifier_options).
    size_t struct_size;
    // Endpoint, as for a signer: requests for another host, or outside its base path, are refused. Default: any
    // host; AWS's hosts are recognised by name, and on all others the bucket is in the path. A server should give
    // its own name here.
    presign_str endpoint;
    // Bucket that the host serves, with PRESIGN_ADDRESSING_CNAME. Default: the name of the host.
    presign_str bucket;
    // The one region that version 4 URLs must be signed for. Default: the region in the name of an AWS endpoint,
    // else any.
    presign_str region;
    // Names of headers that every URL must sign.
    const presign_str *required_headers;
    // Number of these names.
    size_t required_headers_count;
    // Longest lifetime in seconds of a URL. 0: 7 days for version 4, no limit for version 2. Negative: an error.
    int64_t max_expires_in;
    // How many seconds the signing time of a version 4 URL may be in the future. 0: 900. -1: none.
    int64_t clock_skew;
    // Where a URL has the bucket: PRESIGN_ADDRESSING_*.
    uint32_t addressing;
    // Set of PRESIGN_VERIFY_*.
    uint32_t flags;
} presign_verifier_options;

// An access key with its secret key.
typedef struct {
    // Access key, not empty.
    presign_str access_key;
    // Secret key, not empty.
    presign_str secret_key;
    // Session token that the URL must carry, if the credentials are temporary; empty: it must carry none.
    presign_str session_token;
} presign_secret;

// What an accepted URL is for. The caller sets struct_size; presign_verify writes all other fields. The strings are
// in the buffer of that call, each followed by a NUL.
typedef struct {
    // sizeof(presign_verified).
    size_t struct_size;
    // Signature version: PRESIGN_SIGNATURE_V2 or _V4.
    uint32_t version;
    // Becomes 0.
    uint32_t reserved;
    // Bucket; empty for a URL of the storage itself. It is neither "." nor ".." and contains no slash and no control
    // character.
    presign_str bucket;
    // Key, decoded; empty for a URL of the bucket itself. It is data and not a path: it can contain "..", "/" or a
    // NUL, and can begin with a slash.
    presign_str key;
    // Access key that signed the URL.
    presign_str access_key;
    // Region in the signature; empty with version 2.
    presign_str region;
    // Signing time in Unix seconds; -1 with version 2, whose URLs do not contain it.
    int64_t signed_at;
    // Expiry in Unix seconds: the first second at which the URL is refused.
    int64_t expires_at;
    // Names of the request's headers that the signature covers, except host: in lower case and sorted. A server that
    // forwards the request forwards these, and of the others only those that it knows to be harmless.
    const presign_str *signed_headers;
    // Number of these headers.
    size_t signed_headers_count;
} presign_verified;

// What is known beside the request, and what may be shown. A field of 0 means its default.
typedef struct {
    // sizeof(presign_explain_options).
    size_t struct_size;
    // The storage's error response: its body (XML or JSON), or a whole HTTP response with status line and headers; at
    // most 1 MiB. Empty if there is none.
    presign_str response;
    // Set of PRESIGN_EXPLAIN_*.
    uint32_t flags;
    // Must be 0.
    uint32_t reserved;
} presign_explain_options;

// Why a storage refuses a URL. The caller sets struct_size; presign_explain writes all other fields. The strings are
// in the buffer of that call, each followed by a NUL.
typedef struct {
    // sizeof(presign_explanation).
    size_t struct_size;
    // The cause: PRESIGN_CAUSE_*.
    presign_cause cause;
    // Becomes 0.
    uint32_t reserved;
    // One English sentence with the values at hand, and the storage's code and message. It contains no header value and
    // no token.
    presign_str sentence;
    // What this library signs for the request: version 4's canonical request or version 2's string to sign, without
    // header values and the token unless they are asked for. Empty for a URL that cannot be read.
    presign_str ours;
    // The same as computed by the storage, from its response; empty if the response does not contain it.
    presign_str theirs;
    // This library's string to sign for a URL of version 4, whose canonical request is in ours; else empty.
    presign_str our_string_to_sign;
    // The same as computed by the storage.
    presign_str their_string_to_sign;
} presign_explanation;

// Reads a URL without a secret. The signature is not checked: anyone can write such a URL.
//
// verifier: its endpoint and addressing say where the URL has the bucket; its other options are not used. NULL
// for any storage: AWS's hosts are recognised by name, and on all other hosts the bucket is in the path.
// inspection: untouched on an error.
// out, out_cap: buffer for the strings; NULL is allowed if out_cap is 0. 2048 bytes are enough for most URLs.
// out_len: receives the number of bytes used, without the last NUL; also if the buffer is too small, which is
// then untouched and must hold out_len + 1 bytes.
// refusal: receives why the URL cannot be read, on PRESIGN_ERR_REFUSED; else untouched. Its strings are in out too.
// NULL: the reason and the sentence in error are enough.
//
// Errors: PRESIGN_ERR_REFUSED, _RECEIVED; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL,
// _TOO_LARGE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_inspect(const presign_verifier *verifier,
                               const presign_received *received,
                               presign_inspection *inspection,
                               char *out,
                               size_t out_cap,
                               size_t *out_len,
                               presign_refusal *refusal,
                               presign_error *error);

// Makes a verifier. It holds no secret until presign_verify accepts a request; then it caches signing keys.
//
// options: copied.
// verifier_out: receives the verifier, to be freed with presign_verifier_free; untouched on an error.
//
// Errors: PRESIGN_ERR_ENDPOINT, _BUCKET, _REGION, _HEADER for required_headers, _CHOICE for addressing and
// flags, _EXPIRES for max_expires_in and clock_skew; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _TOO_LARGE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_verifier_new(const presign_verifier_options *options,
                                    presign_verifier **verifier_out,
                                    presign_error *error);

// Wipes and frees a verifier. NULL is allowed and does nothing. No other call may be using the verifier.
PRESIGN_API
void presign_verifier_free(presign_verifier *verifier);

// Checks an incoming request as the storages do. Only PRESIGN_OK means that the request is accepted. The body is
// not read: if the request has a signed x-amz-content-sha256 header, the caller compares it with the body.
//
// secrets, secrets_count: the access keys that are known, with their secrets. Of another one, also if none is known,
// the request is refused with PRESIGN_REASON_UNKNOWN_ACCESS_KEY, after all checks that need no secret. A server
// with many access keys asks presign_inspect for the one of the request.
// verified: untouched on an error.
// out, out_cap, out_len: as for presign_inspect. The length of the URL (or of host and target), plus that of the
// verifier's bucket, plus 1024 bytes are enough for every request.
// refusal: receives why the request is refused, on PRESIGN_ERR_REFUSED; else untouched. Its strings are in out too.
// NULL: the reason and the sentence in error are enough.
//
// Errors: PRESIGN_ERR_REFUSED, _RECEIVED, _TIME if received->now is not above 0, _CREDENTIALS for an empty access
// key or secret key; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_verify(const presign_verifier *verifier,
                              const presign_received *received,
                              const presign_secret *secrets,
                              size_t secrets_count,
                              presign_verified *verified,
                              char *out,
                              size_t out_cap,
                              size_t *out_len,
                              presign_refusal *refusal,
                              presign_error *error);

// Finds out why a storage refuses a request. Tries the common mistakes until one of them gives the signature of
// the URL, and compares what was signed with what the storage computed, if the response says so (AWS and Swift
// do, Ceph does not).
//
// verifier: as for presign_inspect; its options are taken as the rules of the storage. NULL: AWS's rules.
// received: the request as the client meant to send it.
// secrets, secrets_count: the credentials of which one should have signed the URL; at least one.
// options: NULL means the defaults.
// explanation: untouched on an error.
// out, out_cap, out_len: as for presign_inspect; 8192 bytes are enough for most requests.
//
// Errors: PRESIGN_ERR_CREDENTIALS without secrets or with an empty one, _RESPONSE, _RECEIVED, _CHOICE for the flags;
// PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_explain(const presign_verifier *verifier,
                               const presign_received *received,
                               const presign_secret *secrets,
                               size_t secrets_count,
                               const presign_explain_options *options,
                               presign_explanation *explanation,
                               char *out,
                               size_t out_cap,
                               size_t *out_len,
                               presign_error *error);

/* Bucket policies */

// The objects that a policy covers, and the networks that may request them.
typedef struct {
    // sizeof(presign_ip_policy_options).
    size_t struct_size;
    // Bucket: only letters, digits, and - . _
    presign_str bucket;
    // Keys: * matches any characters, ? matches one; photos/* matches all keys that begin with photos/. Default: *,
    // all objects.
    presign_str pattern;
    // Region, whose partition (aws, aws-cn, aws-us-gov) becomes part of the policy. Default: aws, which other
    // storages use too.
    presign_str region;
    // Addresses and networks that are not refused: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32. At least one.
    const presign_str *allow;
    // Number of addresses and networks.
    size_t allow_count;
    // Actions that are denied to all other addresses: s3:PutObject, s3:*. Default: s3:GetObject and
    // s3:GetObjectVersion.
    const presign_str *actions;
    // Number of actions.
    size_t actions_count;
} presign_ip_policy_options;

// Makes a bucket policy that refuses requests from other addresses, with a presigned URL or without: JSON, as
// PutBucketPolicy accepts it. The owner of the bucket must install it, which replaces the policy that the bucket
// has. Behind a proxy the storage sees the address of the proxy.
//
// out, out_cap, out_len: as for presign_url. The text is UTF-8.
//
// Errors: PRESIGN_ERR_POLICY for pattern, addresses and actions, _BUCKET, _REGION; PRESIGN_ERR_NULL_POINTER,
// _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
PRESIGN_API PRESIGN_NODISCARD
presign_status presign_ip_policy(const presign_ip_policy_options *options,
                                 char *out,
                                 size_t out_cap,
                                 size_t *out_len,
                                 presign_error *error);

/* Versions */

// Returns the version of the library that the program runs with, where PRESIGN_VERSION_NUMBER is that of the
// header that it was compiled with.
PRESIGN_API
uint32_t presign_version_number(void);

// Returns the number of the library's ABI, where PRESIGN_ABI_VERSION is that of the header. For programs that load
// the library by its path: a linker and a loader compare the soname instead.
PRESIGN_API
uint32_t presign_abi_version(void);

/* Statuses */

// The access key, the secret key or the session token breaks a rule.
#define PRESIGN_ERR_CREDENTIALS 1

// The region breaks a rule, or does not match the endpoint.
#define PRESIGN_ERR_REGION 2

// The endpoint cannot be parsed, or does not suit the addressing.
#define PRESIGN_ERR_ENDPOINT 3

// A value is not one of those to choose from.
#define PRESIGN_ERR_CHOICE 4

// The bucket's name breaks a rule, or does not suit the addressing.
#define PRESIGN_ERR_BUCKET 5

// The key is empty where an object is required, given where it must be empty, or over 1024 bytes.
#define PRESIGN_ERR_KEY 6

// The method is not 1 to 32 letters A-Z.
#define PRESIGN_ERR_METHOD 7

// A query parameter is one of the signature's own, or cannot be signed.
#define PRESIGN_ERR_QUERY 8

// A header cannot be signed, is given twice, or contains a control character.
#define PRESIGN_ERR_HEADER 9

// A time is outside the years 1970 to 9999.
#define PRESIGN_ERR_TIME 10

// The lifetime or the expiry is outside its limits, or not exactly one of the two is given.
#define PRESIGN_ERR_EXPIRES 11

// The expiry is not later than the signing time.
#define PRESIGN_ERR_EXPIRES_IN_PAST 12

// The link would expire after the credentials that sign it.
#define PRESIGN_ERR_CREDENTIALS_EXPIRE 13

// AWS does not accept signature version 2 in this region.
#define PRESIGN_ERR_VERSION_2 14

// The links need more memory than is available.
#define PRESIGN_ERR_MEMORY 15

// A field of a POST form breaks a rule, or a field and a condition contradict each other.
#define PRESIGN_ERR_FORM 16

// An address, an action or a pattern of an access policy breaks a rule.
#define PRESIGN_ERR_POLICY 17

// The text is no HLS playlist or is too long, or a line of it cannot be signed.
#define PRESIGN_ERR_PLAYLIST 18

// The pointer is NULL where it must not be, or is not aligned for its type.
#define PRESIGN_ERR_NULL_POINTER 32

// struct_size is not a size that this library knows, or a field that it does not know is not 0.
#define PRESIGN_ERR_STRUCT_SIZE 33

// The text is not UTF-8.
#define PRESIGN_ERR_UTF8 34

// The buffer is too small for the result; the length needed was stored.
#define PRESIGN_ERR_BUFFER_TOO_SMALL 35

// A length or a count is over its limit, or reaches beyond the address space.
#define PRESIGN_ERR_TOO_LARGE 36

// The library has a bug and stopped the call; what its outputs contain is unspecified.
#define PRESIGN_ERR_PANIC 37

// The request is refused, or cannot be read; the presign_reason says why.
#define PRESIGN_ERR_REFUSED 38

// A received request has both a URL and a host or a target.
#define PRESIGN_ERR_RECEIVED 39

// The storage's response is too long, or no error of a storage: XML, JSON or a whole HTTP response.
#define PRESIGN_ERR_RESPONSE 40

// An offset is above the one after it.
#define PRESIGN_ERR_OFFSETS 41

/* Warnings */

// The link has expired: storages answer 403 AccessDenied.
#define PRESIGN_WARNING_EXPIRED 1u

// The signing time is more than 15 minutes in the future: AWS refuses the link until then.
#define PRESIGN_WARNING_NOT_YET_VALID 2u

// The lifetime is not 1 to 604800 seconds, the limit of most storages.
#define PRESIGN_WARNING_LIFETIME 4u

// The link was signed with temporary keys and expires with them, if they expire first.
#define PRESIGN_WARNING_SESSION_TOKEN 8u

// The link uses plain HTTP: anyone on the network path can read and use it.
#define PRESIGN_WARNING_PLAIN_HTTP 0x10u

// Browsers and curl rewrite the . and .. segments of the path before they send it (curl --path-as-is does not).
#define PRESIGN_WARNING_DOT_SEGMENTS 0x20u

// The path has empty segments (//), which some proxies remove.
#define PRESIGN_WARNING_EMPTY_SEGMENTS 0x40u

// The link has signature version 2, which newer storages and newer buckets on AWS refuse.
#define PRESIGN_WARNING_VERSION_2 0x80u

// Signature version 2 does not sign all query parameters of this link: its holder can change them.
#define PRESIGN_WARNING_UNSIGNED_QUERY 0x100u

// The signed headers must be sent with the link, exactly as they were signed.
#define PRESIGN_WARNING_SIGNED_HEADERS 0x200u

// The host is not among the signed headers: storages refuse the link.
#define PRESIGN_WARNING_HOST_NOT_SIGNED 0x400u

// The algorithm, the service or the date in the credential is not one that storages accept.
#define PRESIGN_WARNING_SCOPE 0x800u

// The region is not the one in the host name: AWS refuses the link.
#define PRESIGN_WARNING_REGION 0x1000u

// The signature is cut or altered: it must have 64 characters of 0-9 and a-f, or 28 of base64.
#define PRESIGN_WARNING_SIGNATURE 0x2000u

// A query parameter is given twice: Ceph and Swift refuse the link, and some storages sign one of the values alone.
#define PRESIGN_WARNING_REPEATED_NAME 0x4000u

// The bucket has a dot in it and is part of the host name: no certificate covers that.
#define PRESIGN_WARNING_DOTTED_BUCKET 0x8000u

// Signature version 2 signs its parameters with nothing escaped: the link's holder can send several of them as the
// value of one, which Ceph accepts.
#define PRESIGN_WARNING_MERGEABLE_PARAMETERS 0x10000u

// The endpoint already has the bucket in its host or path, and the link adds it once more: give the endpoint without
// the bucket, or use cname addressing if the host is the bucket's own.
#define PRESIGN_WARNING_BUCKET_IN_ENDPOINT 0x20000u

// The endpoint has no scheme, which means https: begin it with http:// if the storage has no TLS.
#define PRESIGN_WARNING_ASSUMED_HTTPS 0x40000u

// A response-* parameter has a character beyond Latin-1, which AWS answers with 400: give a file name as filename*
// (RFC 6266).
#define PRESIGN_WARNING_NOT_LATIN1 0x80000u

// A link for GET or HEAD signs a Content-Type, which its user must then send: response-content-type sets the type of
// the response.
#define PRESIGN_WARNING_CONTENT_TYPE_OF_DOWNLOAD 0x100000u

// A signed header has a value beyond ASCII, which many clients cannot send.
#define PRESIGN_WARNING_HEADER_NOT_ASCII 0x200000u

// A signed header has an empty value, which many clients do not send.
#define PRESIGN_WARNING_EMPTY_HEADER 0x400000u

// Returns the machine name, which never changes, of the lowest bit in a set of warnings: "dotted-bucket". It is the
// constant's name without PRESIGN_WARNING_, in lower case and with hyphens. "unknown" for 0 and for a bit that this
// library does not know; never NULL; the string is static. To walk through a set:
// `for (; warnings != 0; warnings &= warnings - 1) puts(presign_warning_name(warnings));`
PRESIGN_API
const char *presign_warning_name(uint32_t warnings);

// Returns one English sentence about the lowest bit in a set of warnings. Its wording may change between versions.
// "unknown" for 0 and for a bit that this library does not know; never NULL; the string is static.
PRESIGN_API
const char *presign_warning_message(uint32_t warnings);

/* Reasons of refusals */

// The URL cannot be parsed: a bad %XX, no host, a control character, text that is not UTF-8, or a parameter behind a
// ; that is not encoded.
#define PRESIGN_REASON_INVALID_URL 1

// The URL is over 16 KiB.
#define PRESIGN_REASON_URL_TOO_LONG 2

// The host is not the verifier's endpoint, or the path is outside its base path.
#define PRESIGN_REASON_WRONG_ENDPOINT 3

// The URL has the parameters of neither signature version.
#define PRESIGN_REASON_NOT_SIGNED 4

// The request has more than one signature: parameters of both versions, or an Authorization header as well.
#define PRESIGN_REASON_TWO_SIGNATURES 5

// One of version 4's parameters is missing.
#define PRESIGN_REASON_MISSING_PARAMETER 6

// One of version 2's parameters is missing.
#define PRESIGN_REASON_MISSING_PARAMETER_V2 7

// An X-Amz-* or version 2 parameter is given twice.
#define PRESIGN_REASON_REPEATED_PARAMETER 8

// X-Amz-Algorithm is not AWS4-HMAC-SHA256.
#define PRESIGN_REASON_ALGORITHM 9

// X-Amz-Credential does not have the form key/date/region/service/aws4_request.
#define PRESIGN_REASON_CREDENTIAL 10

// The date in the credential scope is not that of X-Amz-Date.
#define PRESIGN_REASON_CREDENTIAL_DATE 11

// The region in the credential scope is not the verifier's.
#define PRESIGN_REASON_REGION 12

// The service in the credential scope is not s3.
#define PRESIGN_REASON_SERVICE 13

// X-Amz-Date is not a valid timestamp.
#define PRESIGN_REASON_DATE 14

// X-Amz-Expires is not a number of seconds above 0.
#define PRESIGN_REASON_EXPIRES 15

// Version 2's Expires is not a valid Unix time.
#define PRESIGN_REASON_EXPIRES_V2 16

// The lifetime is over the limit.
#define PRESIGN_REASON_LIFETIME_TOO_LONG 17

// X-Amz-SignedHeaders is not a list of lower-case names, or repeats one.
#define PRESIGN_REASON_SIGNED_HEADERS 18

// A header that must be signed is not: host, an x-amz-* header or one that a back end may take for it, or one that
// the verifier requires.
#define PRESIGN_REASON_HEADER_NOT_SIGNED 19

// A signed header is not in the request.
#define PRESIGN_REASON_HEADER_MISSING 20

// A signed header is in the request twice.
#define PRESIGN_REASON_REPEATED_HEADER 21

// The URL has a query parameter that some storages sign with version 2 and others do not.
#define PRESIGN_REASON_DISPUTED_PARAMETER 22

// The verifier does not accept signature version 2.
#define PRESIGN_REASON_VERSION_2 23

// The signing time is further in the future than the allowed clock skew.
#define PRESIGN_REASON_NOT_YET_VALID 24

// The URL has expired.
#define PRESIGN_REASON_EXPIRED 25

// The access key is unknown.
#define PRESIGN_REASON_UNKNOWN_ACCESS_KEY 26

// The session token is missing, wrong, or not expected.
#define PRESIGN_REASON_TOKEN 27

// The signature is not the one that the secret key gives for this request.
#define PRESIGN_REASON_SIGNATURE 28

// The verifier's clock, or the time given instead, is outside the years 1970 to 9999.
#define PRESIGN_REASON_CLOCK 29

// The request breaks a rule of HTTP: a control character in the method or in a signed header, a line break in any
// header, a Connection header that names a signed header, or a Host header that names another host than the URL.
#define PRESIGN_REASON_BAD_REQUEST 30

// No URL can be signed for this bucket: it is . or .., contains a control character, or is empty with a key after
// it.
#define PRESIGN_REASON_BUCKET 31

// Returns a reason's machine name, which never changes: "header-not-signed". It is the constant's name without
// PRESIGN_REASON_, in lower case and with hyphens. "unknown" for a number that is not a reason; never NULL; the
// string is static.
PRESIGN_API
const char *presign_reason_name(presign_reason reason);

// Returns AWS's message for a reason, an English sentence: the <Message> of an error response. It repeats nothing of
// the request. "Access Denied" for a number that is not a reason; never NULL; the string is static.
PRESIGN_API
const char *presign_reason_message(presign_reason reason);

// Returns AWS's error code for a reason: the <Code> of an error response. "AccessDenied" for a number that is not a
// reason; never NULL; the string is static.
PRESIGN_API
const char *presign_reason_code(presign_reason reason);

// Returns the HTTP status of an error response for a reason: 400, 403 or 500. 403 for a number that is not a reason.
PRESIGN_API
uint32_t presign_reason_http_status(presign_reason reason);

/* Causes that presign_explain finds */

// The link cannot be read, or parts of it are missing: often a shell cut it at its first &.
#define PRESIGN_CAUSE_UNREADABLE 1

// The request uses another method than the link is signed for.
#define PRESIGN_CAUSE_METHOD 2

// The path is the same in another encoding: encoded twice, or not at all, or with + for a space.
#define PRESIGN_CAUSE_PATH_ENCODING 3

// A client or a proxy resolved . and .. in the path, or removed a slash from it.
#define PRESIGN_CAUSE_PATH_NORMALISED 4

// The path is another one: another key, or a proxy added or removed a prefix.
#define PRESIGN_CAUSE_PATH 5

// The port was added to the host or removed from it.
#define PRESIGN_CAUSE_HOST_PORT 6

// The host is another one, as behind a reverse proxy that replaces the Host header.
#define PRESIGN_CAUSE_HOST 7

// A signed header has another value than it was signed with.
#define PRESIGN_CAUSE_HEADER_VALUE 8

// A signed header was not sent.
#define PRESIGN_CAUSE_HEADER_MISSING 9

// A header was sent that has to be signed and is not.
#define PRESIGN_CAUSE_HEADER_NOT_SIGNED 10

// A query parameter was added after signing.
#define PRESIGN_CAUSE_QUERY_ADDED 11

// A signed query parameter is missing.
#define PRESIGN_CAUSE_QUERY_REMOVED 12

// A query parameter has another value than it was signed with.
#define PRESIGN_CAUSE_QUERY_CHANGED 13

// A query parameter is the same in another encoding.
#define PRESIGN_CAUSE_QUERY_ENCODING 14

// The payload has another digest than the one that was signed.
#define PRESIGN_CAUSE_PAYLOAD 15

// The link is signed for another region than the storage expects.
#define PRESIGN_CAUSE_REGION 16

// The signing time is another one, or a clock is wrong.
#define PRESIGN_CAUSE_CLOCK 17

// The link has expired.
#define PRESIGN_CAUSE_EXPIRED 18

// The storage does not know the access key.
#define PRESIGN_CAUSE_ACCESS_KEY 19

// The session token is wrong, missing or expired.
#define PRESIGN_CAUSE_TOKEN 20

// The link was signed with a different secret key.
#define PRESIGN_CAUSE_SECRET_KEY 21

// The signature was cut or altered.
#define PRESIGN_CAUSE_SIGNATURE 22

// The storage does not accept signature version 2.
#define PRESIGN_CAUSE_VERSION_2 23

// No storage accepts such a link: see its lifetime, its credential scope, its parameters, and whether it has two
// signatures.
#define PRESIGN_CAUSE_LIMITS 24

// The signature is right, and the storage refuses the request for reasons of its own.
#define PRESIGN_CAUSE_DENIED 25

// The link is right for this secret key, and the storage does not report what it computed.
#define PRESIGN_CAUSE_AS_SIGNED 26

// The text of the URL was changed when it was copied: by HTML or JSON escaping, a second percent-encoding, a line
// break, or punctuation around it.
#define PRESIGN_CAUSE_URL_TEXT 27

// The link has another kind of signature than version 4 or 2 of S3.
#define PRESIGN_CAUSE_OTHER_KIND 28

// The storage does not find the bucket where the link has it: it has another name, or belongs in the host name
// instead of the path, or the reverse.
#define PRESIGN_CAUSE_ADDRESSING 29

// The storage does not support a header or a parameter of the request.
#define PRESIGN_CAUSE_UNSUPPORTED 30

// Returns a cause's machine name, which never changes: "path-encoding". It is the constant's name without
// PRESIGN_CAUSE_, in lower case and with hyphens. "unknown" for a number that is not a cause; never NULL; the string
// is static.
PRESIGN_API
const char *presign_cause_name(presign_cause cause);

// Returns one English sentence that says what a cause means. The sentence of a presign_explanation also has the
// values at hand. Its wording may change between versions. "unknown" for a number that is not a cause; never NULL;
// the string is static.
PRESIGN_API
const char *presign_cause_message(presign_cause cause);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  /* PRESIGN_H */
