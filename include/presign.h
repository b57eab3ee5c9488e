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
 * Ownership   The signer is the only thing to be freed. Inputs are borrowed for the length of a call; a signer copies
 *             what it keeps, and wipes the credentials when it is freed. Results go to the caller's memory, which must
 *             not overlap with the inputs.
 * Strings     In: UTF-8 with a length; NULL with length 0 is the empty string. Keys are data and never paths: "//",
 *             "..", "%2F", "+" and a leading "/" arrive at the storage as they were given. Out: ASCII.
 * Structs     Begin with struct_size = sizeof of them; all other fields 0 means defaults. Later versions only append
 *             fields; a program compiled with an older or a newer header works as long as it leaves fields that the
 *             library does not know 0. A smaller struct_size than the first release's, or one above 4096: an error.
 * Errors      Every call that can fail returns a presign_status. A failed call leaves what it stores (lengths, offsets,
 *             handles, moments) and a URL's buffer untouched, save where it says otherwise. There is no errno and no
 *             last error; no message and no crash ever shows a secret.
 * Checks      NULL, alignment, lengths, numbers, UTF-8 and sizes of structs are checked. Strings of 2 GiB or more, and
 *             more than 4294967295 elements, are errors.
 * Threads     One signer serves all threads at once. There are no globals. presign_urls starts threads if it is told
 *             to, and they have ended when it returns.
 * Fork        A signer made before a fork works in the child, whatever other threads were doing.
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

// The default: signature version 4.
#define PRESIGN_SIGNATURE_DEFAULT 0

// Signature version 2, as s3cmd signurl makes it. Refused by newer storages and AWS regions.
#define PRESIGN_SIGNATURE_V2 2

// Signature version 4. A link lives for 7 days at most.
#define PRESIGN_SIGNATURE_V4 4

// As many threads as there are cores that the process may use.
#define PRESIGN_THREADS_ALL 4294967295

// Makes links. It owns a copy of the credentials, and never changes.
typedef struct presign_signer presign_signer;

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
presign_status presign_link_end(const presign_signer *signer,
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

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* PRESIGN_H */
