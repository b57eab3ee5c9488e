#include "shim.h"

#include <stdlib.h>

// Pairs of one request that need no allocation.
#define LOCAL_PAIRS 16

typedef struct {
    const char *text;
    const uint64_t *offsets;
} pieces;

static presign_str next(pieces *from) {
    presign_str piece = {from->text + from->offsets[0], (size_t)(from->offsets[1] - from->offsets[0])};
    from->offsets++;
    return piece;
}

static const presign_pair *next_pairs(pieces *from, presign_pair *pairs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pairs[i].name = next(from);
        pairs[i].value = next(from);
    }
    return pairs;
}

// Reads a request, whose pairs are written to `pairs`.
static presign_request next_request(const presign_go_request *numbers, pieces *from, presign_pair *pairs) {
    presign_request request = {.struct_size = sizeof request};
    request.method = next(from);
    request.bucket = next(from);
    request.key = next(from);
    request.query_count = numbers->query_count;
    request.query = next_pairs(from, pairs, numbers->query_count);
    request.headers_count = numbers->headers_count;
    request.headers = next_pairs(from, pairs + numbers->query_count, numbers->headers_count);
    request.sign_at = numbers->sign_at;
    request.expires_at = numbers->expires_at;
    request.stable_for = numbers->stable_for;
    request.expires_in = numbers->expires_in;
    return request;
}

// Returns space for the pairs of a request: `local` if they fit, else memory to free, or NULL.
static presign_pair *space_for(const presign_go_request *request, presign_pair *local) {
    size_t count = (size_t)request->query_count + request->headers_count;
    return count <= LOCAL_PAIRS ? local : malloc(count * sizeof(presign_pair));
}

static presign_go_text in_buffer(presign_str text, const char *out) {
    presign_go_text place = {(size_t)(text.ptr - out), text.len};
    return place;
}

// Replaces the pointers of pairs in a buffer by positions in it.
static size_t pairs_in_buffer(const presign_pair *pairs, size_t count, char *out) {
    if (count == 0) return 0;
    size_t at = (size_t)((const char *)pairs - out);
    for (size_t i = 0; i < count; i++) {
        presign_go_text pair[2] = {in_buffer(pairs[i].name, out), in_buffer(pairs[i].value, out)};
        __builtin_memcpy(out + at + i * sizeof pair, pair, sizeof pair);
    }
    return at;
}

presign_status presign_go_signer_new(PRESIGN_GO_PIECES, uint32_t addressing, uint32_t version, int64_t max_expires_in,
                                     int64_t credentials_expire_at, presign_signer **signer_out, presign_error *error) {
    pieces from = {text, offsets};
    presign_signer_options options = {.struct_size = sizeof options};
    options.access_key = next(&from);
    options.secret_key = next(&from);
    options.session_token = next(&from);
    options.region = next(&from);
    options.endpoint = next(&from);
    options.addressing = addressing;
    options.version = version;
    options.max_expires_in = max_expires_in;
    options.credentials_expire_at = credentials_expire_at;
    return presign_signer_new(&options, signer_out, error);
}

presign_status presign_go_presigned_request(const presign_signer *signer, const presign_go_request *request,
                                            PRESIGN_GO_PIECES, presign_go_presigned *presigned, char *out,
                                            size_t out_cap, size_t *out_len, presign_error *error) {
    presign_pair local[LOCAL_PAIRS], *pairs = space_for(request, local);
    if (pairs == NULL) return PRESIGN_ERR_MEMORY;
    pieces from = {text, offsets};
    presign_request whole = next_request(request, &from, pairs);
    presign_presigned_request made = {.struct_size = sizeof made};
    presign_status status = presign_presigned(signer, &whole, &made, out, out_cap, out_len, error);
    if (pairs != local) free(pairs);
    if (status != PRESIGN_OK) return status;
    presigned->url = in_buffer(made.url, out);
    presigned->method = in_buffer(made.method, out);
    presigned->headers_at = pairs_in_buffer(made.headers, made.headers_count, out);
    presigned->headers_count = made.headers_count;
    presigned->expires_at = made.expires_at;
    presigned->warnings = made.warnings;
    return status;
}

presign_status presign_go_urls(const presign_signer *signer, const presign_go_request *request, PRESIGN_GO_PIECES,
                               const char *keys, const uint64_t *key_offsets, size_t n, uint32_t threads, char *out,
                               size_t out_cap, uint64_t *out_offsets, presign_error *error) {
    presign_pair local[LOCAL_PAIRS], *pairs = space_for(request, local);
    if (pairs == NULL) return PRESIGN_ERR_MEMORY;
    pieces from = {text, offsets};
    presign_request whole = next_request(request, &from, pairs);
    presign_batch_options options = {.struct_size = sizeof options, .threads = threads};
    presign_status status =
        presign_urls_flat(signer, &whole, keys, key_offsets, n, &options, out, out_cap, out_offsets, error);
    if (pairs != local) free(pairs);
    return status;
}

presign_status presign_go_requests(const presign_signer *signer, const presign_go_request *requests, size_t n,
                                   PRESIGN_GO_PIECES, uint32_t threads, char *out, size_t out_cap,
                                   uint64_t *out_offsets, presign_error *error) {
    size_t pair_count = 0;
    for (size_t i = 0; i < n; i++) pair_count += (size_t)requests[i].query_count + requests[i].headers_count;
    // One byte more each, because malloc(0) may return NULL.
    presign_request *whole = malloc(n * sizeof *whole + 1);
    presign_pair *pairs = malloc(pair_count * sizeof *pairs + 1);
    presign_status status = PRESIGN_ERR_MEMORY;
    if (whole != NULL && pairs != NULL) {
        pieces from = {text, offsets};
        presign_pair *unused = pairs;
        for (size_t i = 0; i < n; i++) {
            whole[i] = next_request(&requests[i], &from, unused);
            unused += (size_t)requests[i].query_count + requests[i].headers_count;
        }
        presign_batch_options options = {.struct_size = sizeof options, .threads = threads};
        status = presign_requests(signer, whole, n, &options, out, out_cap, out_offsets, error);
    }
    free(whole);
    free(pairs);
    return status;
}
