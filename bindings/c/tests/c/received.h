/* Incoming requests for the tests of presign_inspect, presign_verify and presign_explain. */
#ifndef RECEIVED_H
#define RECEIVED_H

#include "check.h"

#define SECRET_KEY PRESIGN_STR("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
#define NO_TOKEN presign_cstr(NULL)

static inline int is_text(presign_str got, presign_str expected) {
    return got.len == expected.len && (got.len == 0 || memcmp(got.ptr, expected.ptr, got.len) == 0);
}

static inline presign_received received_url(presign_str method, presign_str url, int64_t now) {
    presign_received received;
    memset(&received, 0, sizeof received);
    received.struct_size = sizeof received;
    received.method = method;
    received.url = url;
    received.now = now;
    return received;
}

static inline presign_verifier *verifier_of(const presign_verifier_options *options) {
    presign_verifier *verifier = NULL;
    CHECK_STATUS(presign_verifier_new(options, &verifier, ERROR), PRESIGN_OK);
    return verifier;
}

/* Options of a verifier that accepts URL. */
static inline presign_verifier_options verifier_options(void) {
    presign_verifier_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.endpoint = PRESIGN_STR("https://s-dt2.cloud.gcore.lu");
    options.region = PRESIGN_STR("s-dt2");
    return options;
}

/* Returns the secret of the access key that signs all URLs of the tests. */
static inline presign_secret secret_of(presign_str secret_key, presign_str token) {
    const presign_secret secret = {PRESIGN_STR("AKIAIOSFODNN7EXAMPLE"), secret_key, token};
    return secret;
}

/* Returns the reason of a refusal, or 0. Checks that a refused call leaves its result untouched. */
static inline presign_reason verify_reason(const presign_verifier *verifier, const presign_received *received,
                                           presign_str secret_key, presign_str token) {
    char out[4096];
    size_t len = 0;
    presign_error error;
    memset(&error, 0, sizeof error);
    error.struct_size = sizeof error;
    presign_refusal refusal;
    memset(&refusal, 0, sizeof refusal);
    refusal.struct_size = sizeof refusal;
    presign_verified verified;
    memset(&verified, 'x', sizeof verified);
    verified.struct_size = sizeof verified;
    const presign_secret secret = secret_of(secret_key, token);
    const presign_status status = presign_verify(verifier, received, &secret, secret_key.len > 0, &verified, out,
                                                 sizeof out, &len, &refusal, &error);
    CHECK(status == PRESIGN_OK || status == PRESIGN_ERR_REFUSED);
    CHECK((status == PRESIGN_OK) == (error.reason == 0));
    CHECK((status == PRESIGN_OK) == (verified.reserved == 0));
    if (status == PRESIGN_ERR_REFUSED) {
        const presign_reason reason = error.reason;
        /* The sentence begins with the error code and contains no secret; so do the parts. */
        const char *code = presign_reason_code(reason);
        CHECK(strncmp(error.message, code, strlen(code)) == 0 && strstr(error.message, "wJalrXUtnFEMI") == NULL);
        CHECK(refusal.reason == reason && refusal.http_status == presign_reason_http_status(reason));
        CHECK(is_text(refusal.code, presign_cstr(code)) && refusal.code.ptr[refusal.code.len] == '\0');
        CHECK(refusal.message.len > 0 && strstr(error.message, refusal.message.ptr) != NULL);
        CHECK(strstr(error.message, refusal.detail.ptr) != NULL && len < sizeof out);
    }
    return error.reason;
}

#endif
