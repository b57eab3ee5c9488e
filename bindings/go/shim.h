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

#endif
