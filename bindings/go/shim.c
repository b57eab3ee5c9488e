#include "shim.h"

#include <stdlib.h>
#include <string.h>

// Pairs, strings or secrets of one call that need no allocation.
#define LOCAL_PAIRS 24

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

// Returns space for pairs: `local` if they fit, else memory to free, or NULL.
static presign_pair *space(size_t count, presign_pair *local) {
    return count <= LOCAL_PAIRS ? local : malloc(count * sizeof(presign_pair));
}

static presign_pair *space_for(const presign_go_request *request, presign_pair *local) {
    return space((size_t)request->query_count + request->headers_count, local);
}

static presign_go_text in_buffer(presign_str text, const char *out) {
    presign_go_text place = {text.len == 0 ? 0 : (size_t)(text.ptr - out), text.len};
    return place;
}

// Replaces the pointers of strings in a buffer by positions in it, and returns the position of the first string.
static size_t strings_in_buffer(const presign_str *strings, size_t count, char *out) {
    if (count == 0) return 0;
    size_t at = (size_t)((const char *)strings - out);
    for (size_t i = 0; i < count; i++) {
        presign_go_text place = in_buffer(strings[i], out);
        memcpy(out + at + i * sizeof place, &place, sizeof place);
    }
    return at;
}

// A pair is two strings.
static size_t pairs_in_buffer(const presign_pair *pairs, size_t count, char *out) {
    return strings_in_buffer(count == 0 ? NULL : &pairs->name, 2 * count, out);
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

presign_status presign_go_template_new(const presign_signer *signer, const presign_go_request *request,
                                       PRESIGN_GO_PIECES, presign_template **template_out, presign_error *error) {
    presign_pair local[LOCAL_PAIRS], *pairs = space_for(request, local);
    if (pairs == NULL) return PRESIGN_ERR_MEMORY;
    pieces from = {text, offsets};
    presign_request whole = next_request(request, &from, pairs);
    presign_status status = presign_template_new(signer, &whole, template_out, error);
    if (pairs != local) free(pairs);
    return status;
}

presign_status presign_go_playlist(const presign_signer *signer, const presign_go_request *request, PRESIGN_GO_PIECES,
                                   const char *playlist, size_t playlist_len, const char *nested, size_t nested_len,
                                   char *out, size_t out_cap, size_t *out_len, presign_error *error) {
    presign_pair local[LOCAL_PAIRS], *pairs = space_for(request, local);
    if (pairs == NULL) return PRESIGN_ERR_MEMORY;
    pieces from = {text, offsets};
    presign_request whole = next_request(request, &from, pairs);
    presign_playlist_options options = {.struct_size = sizeof options, .nested = {nested, nested_len}};
    presign_status status =
        presign_playlist(signer, &whole, playlist, playlist_len, &options, out, out_cap, out_len, error);
    if (pairs != local) free(pairs);
    return status;
}

presign_status presign_go_post_form(const presign_signer *signer, const presign_go_post *post,
                                    const presign_go_condition *conditions, PRESIGN_GO_PIECES, presign_go_form *form,
                                    char *out, size_t out_cap, size_t *out_len, presign_error *error) {
    presign_pair local[LOCAL_PAIRS], *pairs = space(post->fields_count, local);
    presign_condition *whole = malloc(post->conditions_count * sizeof *whole + 1);
    presign_status status = PRESIGN_ERR_MEMORY;
    presign_form made = {.struct_size = sizeof made};
    if (pairs != NULL && whole != NULL) {
        pieces from = {text, offsets};
        presign_post_options options = {.struct_size = sizeof options};
        options.bucket = next(&from);
        options.key = next(&from);
        options.fields = next_pairs(&from, pairs, post->fields_count);
        options.fields_count = post->fields_count;
        for (size_t i = 0; i < post->conditions_count; i++) {
            presign_condition condition = {.struct_size = sizeof condition};
            condition.kind = conditions[i].kind;
            condition.name = next(&from);
            condition.value = next(&from);
            condition.min = conditions[i].min;
            condition.max = conditions[i].max;
            whole[i] = condition;
        }
        options.conditions = whole;
        options.conditions_count = post->conditions_count;
        options.sign_at = post->sign_at;
        options.expires_at = post->expires_at;
        options.expires_in = post->expires_in;
        status = presign_post(signer, &options, &made, out, out_cap, out_len, error);
    }
    if (pairs != local) free(pairs);
    free(whole);
    if (status != PRESIGN_OK) return status;
    form->url = in_buffer(made.url, out);
    form->fields_at = pairs_in_buffer(made.fields, made.fields_count, out);
    form->fields_count = made.fields_count;
    form->expires_at = made.expires_at;
    return status;
}

presign_status presign_go_verifier_new(PRESIGN_GO_PIECES, size_t required_headers_count, int64_t max_expires_in,
                                       int64_t clock_skew, uint32_t addressing, uint32_t flags,
                                       presign_verifier **verifier_out, presign_error *error) {
    presign_str *required = malloc(required_headers_count * sizeof *required + 1);
    if (required == NULL) return PRESIGN_ERR_MEMORY;
    pieces from = {text, offsets};
    presign_verifier_options options = {.struct_size = sizeof options};
    options.endpoint = next(&from);
    options.bucket = next(&from);
    options.region = next(&from);
    for (size_t i = 0; i < required_headers_count; i++) required[i] = next(&from);
    options.required_headers = required;
    options.required_headers_count = required_headers_count;
    options.max_expires_in = max_expires_in;
    options.clock_skew = clock_skew;
    options.addressing = addressing;
    options.flags = flags;
    presign_status status = presign_verifier_new(&options, verifier_out, error);
    free(required);
    return status;
}

// Reads a received request, whose headers are written to `headers`.
static presign_received next_received(const presign_go_received *numbers, pieces *from, presign_pair *headers) {
    presign_received received = {.struct_size = sizeof received};
    received.method = next(from);
    received.url = next(from);
    received.host = next(from);
    received.target = next(from);
    received.headers = next_pairs(from, headers, numbers->headers_count);
    received.headers_count = numbers->headers_count;
    received.now = numbers->now;
    return received;
}

// Go passes one secret, or none; the secrets of an explanation can be more.
static const presign_secret *next_secrets(pieces *from, presign_secret *secrets, size_t count) {
    for (size_t i = 0; i < count; i++) {
        secrets[i].access_key = next(from);
        secrets[i].secret_key = next(from);
        secrets[i].session_token = next(from);
    }
    return secrets;
}

static void refusal_in_buffer(const presign_refusal *from, const char *out, presign_go_refusal *to) {
    to->reason = from->reason;
    to->http_status = from->http_status;
    to->code = in_buffer(from->code, out);
    to->message = in_buffer(from->message, out);
    to->detail = in_buffer(from->detail, out);
}

presign_status presign_go_inspect(const presign_verifier *verifier, const presign_go_received *received,
                                  PRESIGN_GO_PIECES, presign_go_contents *contents, char *out, size_t out_cap,
                                  size_t *out_len, presign_go_refusal *refusal, presign_error *error) {
    presign_pair local[LOCAL_PAIRS], *headers = space(received->headers_count, local);
    if (headers == NULL) return PRESIGN_ERR_MEMORY;
    pieces from = {text, offsets};
    presign_received whole = next_received(received, &from, headers);
    presign_inspection made = {.struct_size = sizeof made};
    presign_refusal refused = {.struct_size = sizeof refused};
    presign_status status = presign_inspect(verifier, &whole, &made, out, out_cap, out_len, &refused, error);
    if (headers != local) free(headers);
    if (status == PRESIGN_ERR_REFUSED) refusal_in_buffer(&refused, out, refusal);
    if (status != PRESIGN_OK) return status;
    contents->version = made.version;
    contents->warnings = made.warnings;
    contents->host = in_buffer(made.host, out);
    contents->bucket = in_buffer(made.bucket, out);
    contents->key = in_buffer(made.key, out);
    contents->access_key = in_buffer(made.access_key, out);
    contents->region = in_buffer(made.region, out);
    contents->signed_at = made.signed_at;
    contents->expires_at = made.expires_at;
    contents->signed_headers_at = strings_in_buffer(made.signed_headers, made.signed_headers_count, out);
    contents->signed_headers_count = made.signed_headers_count;
    contents->query_at = pairs_in_buffer(made.query, made.query_count, out);
    contents->query_count = made.query_count;
    return status;
}

presign_status presign_go_verify(const presign_verifier *verifier, const presign_go_received *received,
                                 size_t secrets_count, PRESIGN_GO_PIECES, presign_go_contents *contents, char *out,
                                 size_t out_cap, size_t *out_len, presign_go_refusal *refusal, presign_error *error) {
    presign_pair local[LOCAL_PAIRS], *headers = space(received->headers_count, local);
    presign_secret *secrets = malloc(secrets_count * sizeof *secrets + 1);
    presign_verified made = {.struct_size = sizeof made};
    presign_refusal refused = {.struct_size = sizeof refused};
    presign_status status = PRESIGN_ERR_MEMORY;
    if (headers != NULL && secrets != NULL) {
        pieces from = {text, offsets};
        presign_received whole = next_received(received, &from, headers);
        status = presign_verify(verifier, &whole, next_secrets(&from, secrets, secrets_count), secrets_count, &made, out,
                                out_cap, out_len, &refused, error);
    }
    if (headers != local) free(headers);
    free(secrets);
    if (status == PRESIGN_ERR_REFUSED) refusal_in_buffer(&refused, out, refusal);
    if (status != PRESIGN_OK) return status;
    contents->version = made.version;
    contents->bucket = in_buffer(made.bucket, out);
    contents->key = in_buffer(made.key, out);
    contents->access_key = in_buffer(made.access_key, out);
    contents->region = in_buffer(made.region, out);
    contents->signed_at = made.signed_at;
    contents->expires_at = made.expires_at;
    contents->signed_headers_at = strings_in_buffer(made.signed_headers, made.signed_headers_count, out);
    contents->signed_headers_count = made.signed_headers_count;
    return status;
}

presign_status presign_go_explain(const presign_verifier *verifier, const presign_go_received *received,
                                  size_t secrets_count, PRESIGN_GO_PIECES, const char *response, size_t response_len,
                                  uint32_t flags, presign_go_explanation *explanation, char *out, size_t out_cap,
                                  size_t *out_len, presign_error *error) {
    presign_pair local[LOCAL_PAIRS], *headers = space(received->headers_count, local);
    presign_secret *secrets = malloc(secrets_count * sizeof *secrets + 1);
    presign_explanation made = {.struct_size = sizeof made};
    presign_status status = PRESIGN_ERR_MEMORY;
    if (headers != NULL && secrets != NULL) {
        pieces from = {text, offsets};
        presign_received whole = next_received(received, &from, headers);
        presign_explain_options options = {.struct_size = sizeof options};
        options.response.ptr = response;
        options.response.len = response_len;
        options.flags = flags;
        status = presign_explain(verifier, &whole, next_secrets(&from, secrets, secrets_count), secrets_count, &options,
                                 &made, out, out_cap, out_len, error);
    }
    if (headers != local) free(headers);
    free(secrets);
    if (status != PRESIGN_OK) return status;
    explanation->cause = made.cause;
    explanation->sentence = in_buffer(made.sentence, out);
    explanation->ours = in_buffer(made.ours, out);
    explanation->theirs = in_buffer(made.theirs, out);
    explanation->our_string_to_sign = in_buffer(made.our_string_to_sign, out);
    explanation->their_string_to_sign = in_buffer(made.their_string_to_sign, out);
    return status;
}

presign_status presign_go_ip_policy(PRESIGN_GO_PIECES, size_t allow_count, size_t actions_count, char *out,
                                    size_t out_cap, size_t *out_len, presign_error *error) {
    presign_str *lists = malloc((allow_count + actions_count) * sizeof *lists + 1);
    if (lists == NULL) return PRESIGN_ERR_MEMORY;
    pieces from = {text, offsets};
    presign_ip_policy_options options = {.struct_size = sizeof options};
    options.bucket = next(&from);
    options.pattern = next(&from);
    options.region = next(&from);
    for (size_t i = 0; i < allow_count + actions_count; i++) lists[i] = next(&from);
    options.allow = lists;
    options.allow_count = allow_count;
    options.actions = lists + allow_count;
    options.actions_count = actions_count;
    presign_status status = presign_ip_policy(&options, out, out_cap, out_len, error);
    free(lists);
    return status;
}
