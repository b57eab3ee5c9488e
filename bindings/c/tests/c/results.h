/* The functions that fill structs, behind one function type. */
#ifndef RESULTS_H
#define RESULTS_H

#include "bad.h"
#include "received.h"

typedef struct {
    presign_verifier *verifier;
    presign_signer *signer;
    presign_received received;
    presign_secret secret;
    presign_explain_options explain;
    presign_request request;
    presign_post_options post;
    presign_ip_policy_options policy;
    presign_verifier_options options;
} inputs;

/* A result of any version: the caller's struct, with memory for fields of later versions. */
typedef union {
    size_t struct_size;
    presign_inspection inspection;
    presign_verified verified;
    presign_explanation explanation;
    presign_form form;
    presign_presigned_request presigned;
    unsigned char bytes[4200];
} result;

typedef struct {
    result into;
    char out[4096];
    size_t len;
} results;

typedef presign_status (*result_call)(const inputs *given, results *held, char *out, size_t cap, size_t *len);

static inline presign_status do_inspect(const inputs *given, results *held, char *out, size_t cap, size_t *len) {
    return presign_inspect(given->verifier, &given->received, &held->into.inspection, out, cap, len, NULL, ERROR);
}

static inline presign_status do_verify(const inputs *given, results *held, char *out, size_t cap, size_t *len) {
    return presign_verify(given->verifier, &given->received, &given->secret, 1, &held->into.verified, out, cap, len, NULL,
                          ERROR);
}

static inline presign_status do_explain(const inputs *given, results *held, char *out, size_t cap, size_t *len) {
    return presign_explain(given->verifier, &given->received, &given->secret, 1, &given->explain,
                           &held->into.explanation, out, cap, len, ERROR);
}

static inline presign_status do_post(const inputs *given, results *held, char *out, size_t cap, size_t *len) {
    return presign_post(given->signer, &given->post, &held->into.form, out, cap, len, ERROR);
}

static inline presign_status do_presigned(const inputs *given, results *held, char *out, size_t cap, size_t *len) {
    return presign_presigned(given->signer, &given->request, &held->into.presigned, out, cap, len, ERROR);
}

static inline presign_status do_policy(const inputs *given, results *held, char *out, size_t cap, size_t *len) {
    (void)held;
    return presign_ip_policy(&given->policy, out, cap, len, ERROR);
}

enum { CALLS = 6, TAKES_RECEIVED = 3, FILLS_STRUCT = 5 };
static const result_call CALL[CALLS] = {do_inspect, do_verify, do_explain, do_post, do_presigned, do_policy};
static const size_t FIRST_SIZE[FILLS_STRUCT] = {sizeof(presign_inspection), sizeof(presign_verified),
                                                sizeof(presign_explanation), sizeof(presign_form),
                                                sizeof(presign_presigned_request)};

static inline void refill(results *held, size_t struct_size) {
    memset(held, 'x', sizeof *held);
    held->into.struct_size = struct_size;
    held->len = 77;
}

static inline size_t size_of(int call) { return call < FILLS_STRUCT ? FIRST_SIZE[call] : sizeof(size_t); }

static inline presign_status run(int call, const inputs *given) {
    static results held, before;
    refill(&held, size_of(call));
    before = held;
    const presign_status status = CALL[call](given, &held, held.out, sizeof held.out, &held.len);
    if (status != PRESIGN_OK && status != PRESIGN_ERR_REFUSED)
        CHECK(memcmp(&held, &before, sizeof held) == 0);
    return status;
}

static inline inputs fresh(void) {
    static const presign_str allow = {"203.0.113.7", 11};
    inputs given;
    memset(&given, 0, sizeof given);
    given.options = verifier_options();
    given.verifier = verifier_of(&given.options);
    given.signer = signer_of_the_vectors();
    given.received = received_url(PRESIGN_STR("GET"), PRESIGN_STR(URL), SIGN_AT);
    given.secret = secret_of(SECRET_KEY, NO_TOKEN);
    given.explain.struct_size = sizeof given.explain;
    given.request = request_of_the_vectors();
    given.post.struct_size = sizeof given.post;
    given.post.bucket = PRESIGN_STR("b");
    given.post.key = PRESIGN_STR("k");
    given.post.sign_at = SIGN_AT;
    given.post.expires_in = 60;
    given.policy.struct_size = sizeof given.policy;
    given.policy.bucket = PRESIGN_STR("b");
    given.policy.allow = &allow;
    given.policy.allow_count = 1;
    return given;
}

static inline void finish(inputs *given) {
    presign_verifier_free(given->verifier);
    presign_signer_free(given->signer);
}

#endif
