// What C does for Go: structs with pointers, which Go must not pass to C, are made here from numbers and one text.

#ifndef PRESIGN_GO_SHIM_H
#define PRESIGN_GO_SHIM_H

#if !__has_include("presign.h")
#error "presign.h and libpresign are missing: run `make go` in the checkout of presign"
#endif
#include "presign.h"

// Pieces of one text: piece i is text[offsets[i]] up to text[offsets[i + 1]].
#define PRESIGN_GO_PIECES const char *text, const uint64_t *offsets

// The numbers of a presign_request. Its pieces are the method, the bucket, the key, and the names and values of the
// query and of the headers.
typedef struct {
    int64_t sign_at;
    int64_t expires_at;
    int64_t stable_for;
    uint32_t expires_in;
    uint32_t query_count;
    uint32_t headers_count;
} presign_go_request;

// A string in the buffer of a result.
typedef struct {
    size_t at;
    size_t len;
} presign_go_text;

// A presign_presigned_request. Its headers are pairs of presign_go_text in the buffer, of which the first is at
// headers_at.
typedef struct {
    presign_go_text url;
    presign_go_text method;
    size_t headers_at;
    size_t headers_count;
    int64_t expires_at;
    uint32_t warnings;
} presign_go_presigned;

// The numbers of a presign_received. Its pieces are the method, the URL, the host, the target, and the names and values of
// the headers.
typedef struct {
    int64_t now;
    size_t headers_count;
} presign_go_received;

// A presign_refusal.
typedef struct {
    presign_reason reason;
    uint32_t http_status;
    presign_go_text code;
    presign_go_text message;
    presign_go_text detail;
} presign_go_refusal;

// A presign_inspection, or a presign_verified, which has no host, no query and no warnings. Arrays are in the buffer, as
// the headers of presign_go_presigned are.
typedef struct {
    uint32_t version;
    uint32_t warnings;
    presign_go_text host;
    presign_go_text bucket;
    presign_go_text key;
    presign_go_text access_key;
    presign_go_text region;
    int64_t signed_at;
    int64_t expires_at;
    size_t signed_headers_at;
    size_t signed_headers_count;
    size_t query_at;
    size_t query_count;
} presign_go_contents;

// A presign_explanation.
typedef struct {
    presign_cause cause;
    presign_go_text sentence;
    presign_go_text ours;
    presign_go_text theirs;
    presign_go_text our_string_to_sign;
    presign_go_text their_string_to_sign;
} presign_go_explanation;

// The numbers of a presign_condition.
typedef struct {
    uint32_t kind;
    uint64_t min;
    uint64_t max;
} presign_go_condition;

// The numbers of a presign_post_options. Its pieces are the bucket, the key, the names and values of the fields, and those
// of the conditions.
typedef struct {
    int64_t sign_at;
    int64_t expires_at;
    uint32_t expires_in;
    size_t fields_count;
    size_t conditions_count;
} presign_go_post;

// A presign_form.
typedef struct {
    presign_go_text url;
    size_t fields_at;
    size_t fields_count;
    int64_t expires_at;
} presign_go_form;

// The pieces are the access key, the secret key, the session token, the region and the endpoint.
presign_status presign_go_signer_new(PRESIGN_GO_PIECES, uint32_t addressing, uint32_t version, int64_t max_expires_in,
                                     int64_t credentials_expire_at, presign_signer **signer_out, presign_error *error);

presign_status presign_go_presigned_request(const presign_signer *signer, const presign_go_request *request,
                                            PRESIGN_GO_PIECES, presign_go_presigned *presigned, char *out,
                                            size_t out_cap, size_t *out_len, presign_error *error);

presign_status presign_go_urls(const presign_signer *signer, const presign_go_request *request, PRESIGN_GO_PIECES,
                               const char *keys, const uint64_t *key_offsets, size_t n, uint32_t threads, char *out,
                               size_t out_cap, uint64_t *out_offsets, presign_error *error);

// The pieces are those of all requests in turn.
presign_status presign_go_requests(const presign_signer *signer, const presign_go_request *requests, size_t n,
                                   PRESIGN_GO_PIECES, uint32_t threads, char *out, size_t out_cap,
                                   uint64_t *out_offsets, presign_error *error);

presign_status presign_go_template_new(const presign_signer *signer, const presign_go_request *request,
                                       PRESIGN_GO_PIECES, presign_template **template_out, presign_error *error);

presign_status presign_go_playlist(const presign_signer *signer, const presign_go_request *request, PRESIGN_GO_PIECES,
                                   const char *playlist, size_t playlist_len, const char *nested, size_t nested_len,
                                   char *out, size_t out_cap, size_t *out_len, presign_error *error);

presign_status presign_go_post_form(const presign_signer *signer, const presign_go_post *post,
                                    const presign_go_condition *conditions, PRESIGN_GO_PIECES, presign_go_form *form,
                                    char *out, size_t out_cap, size_t *out_len, presign_error *error);

// The pieces are the endpoint, the bucket, the region and the names of the required headers.
presign_status presign_go_verifier_new(PRESIGN_GO_PIECES, size_t required_headers_count, int64_t max_expires_in,
                                       int64_t clock_skew, uint32_t addressing, uint32_t flags,
                                       presign_verifier **verifier_out, presign_error *error);

presign_status presign_go_inspect(const presign_verifier *verifier, const presign_go_received *received,
                                  PRESIGN_GO_PIECES, presign_go_contents *contents, char *out, size_t out_cap,
                                  size_t *out_len, presign_go_refusal *refusal, presign_error *error);

// The pieces of the received request are followed by those of the secrets: access key, secret key and session token.
presign_status presign_go_verify(const presign_verifier *verifier, const presign_go_received *received,
                                 size_t secrets_count, PRESIGN_GO_PIECES, presign_go_contents *contents, char *out,
                                 size_t out_cap, size_t *out_len, presign_go_refusal *refusal, presign_error *error);

// The pieces are those of presign_go_verify.
presign_status presign_go_explain(const presign_verifier *verifier, const presign_go_received *received,
                                  size_t secrets_count, PRESIGN_GO_PIECES, const char *response, size_t response_len,
                                  uint32_t flags, presign_go_explanation *explanation, char *out, size_t out_cap,
                                  size_t *out_len, presign_error *error);

// The pieces are the bucket, the pattern, the region, the addresses and the actions.
presign_status presign_go_ip_policy(PRESIGN_GO_PIECES, size_t allow_count, size_t actions_count, char *out,
                                    size_t out_cap, size_t *out_len, presign_error *error);

#endif
