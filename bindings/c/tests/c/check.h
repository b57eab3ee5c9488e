/* Shared parts of the tests, which are both C99 and C++17. */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "presign.h"

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
            exit(1); \
        } \
    } while (0)

/* What the call under test tells: pass ERROR to it inside CHECK_STATUS. */
static presign_error told;
static int is_asked;

static inline presign_error *fresh_error(void) {
    memset(&told, 'x', sizeof told);
    told.struct_size = sizeof told;
    is_asked = 1;
    return &told;
}

#define ERROR fresh_error()

/* A call that succeeds writes nothing; a failed one gives its status and a sentence without a secret. */
static inline void check_told(presign_status status) {
    if (!is_asked)
        return;
    is_asked = 0;
    if (status == PRESIGN_OK) {
        for (size_t i = sizeof told.struct_size; i < sizeof told; ++i)
            CHECK(((const char *)&told)[i] == 'x');
        return;
    }
    CHECK(told.status == status && (told.reason != 0) == (status == PRESIGN_ERR_REFUSED));
    CHECK(memchr(told.message, 0, sizeof told.message) != NULL && strlen(told.message) > 10);
    CHECK(strstr(told.message, "wJalrXUtnFEMI") == NULL);
}

#define CHECK_STATUS(call, expected) \
    do { \
        is_asked = 0; \
        const presign_status got = (call); \
        check_told(got); \
        if (got != (expected)) { \
            fprintf(stderr, "%s:%d: %s\n  is %d (%s), not %s\n", __FILE__, __LINE__, #call, (int)got, \
                    presign_status_message(got), #expected); \
            exit(1); \
        } \
    } while (0)

/* 2 to the power of n, or the largest size where that has no place in a size. */
#define POWER_OF_2(n) ((UINT64_C(1) << (n)) <= SIZE_MAX ? (size_t)(UINT64_C(1) << (n)) : SIZE_MAX)

/* 2013-05-24T00:00:00Z, as in AWS's documentation and in the vectors. */
#define SIGN_AT INT64_C(1369353600)

static inline presign_signer_options options_of_the_vectors(void) {
    presign_signer_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.access_key = PRESIGN_STR("AKIAIOSFODNN7EXAMPLE");
    options.secret_key = PRESIGN_STR("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    options.endpoint = PRESIGN_STR("https://s-dt2.cloud.gcore.lu");
    options.region = PRESIGN_STR("s-dt2");
    return options;
}

static inline presign_signer *signer_of_the_vectors(void) {
    const presign_signer_options options = options_of_the_vectors();
    presign_signer *signer = NULL;
    CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_OK);
    return signer;
}

/* The request of the first vector, which gives URL. */
static inline presign_request request_of_the_vectors(void) {
    presign_request request;
    memset(&request, 0, sizeof request);
    request.struct_size = sizeof request;
    request.method = PRESIGN_STR("GET");
    request.bucket = PRESIGN_STR("example-bucket");
    request.key = PRESIGN_STR("image.jpg");
    request.sign_at = SIGN_AT;
    request.expires_in = 60480;
    return request;
}

#define URL \
    "https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" \
    "AKIAIOSFODNN7EXAMPLE%2F20130524%2Fs-dt2%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=60480" \
    "&X-Amz-SignedHeaders=host&X-Amz-Signature=5403e20ddc55458a13e983c90a264d3a16ddb70f9dc2dda6633b3e271ffe27e6"
#define URL_LEN (sizeof(URL) - 1)

/* Makes URL. */
static inline presign_status sign(const presign_signer *signer, char *out, size_t cap, size_t *len) {
    return presign_url(signer, PRESIGN_STR("GET"), PRESIGN_STR("example-bucket"), PRESIGN_STR("image.jpg"), SIGN_AT,
                       60480, out, cap, len, ERROR);
}

#endif
