/* Tests of the memory that is written by the functions that fill structs: none on an error, none beyond the result on
   success. */
#include "results.h"

/* A struct_size that is too small is an error; a larger one is filled with zeros; memory beyond it is untouched. */
static void every_result_size_is_filled_exactly(void) {
    inputs given = fresh();
    static results held;
    for (int call = 0; call < FILLS_STRUCT; ++call) {
        const size_t first = FIRST_SIZE[call];
        const size_t wrong[] = {0, 8, first - 1, 4097, SIZE_MAX};
        for (int i = 0; i < 5; ++i) {
            refill(&held, wrong[i]);
            CHECK_STATUS(CALL[call](&given, &held, held.out, sizeof held.out, &held.len), PRESIGN_ERR_STRUCT_SIZE);
            CHECK(held.len == 77 && held.into.bytes[8] == 'x' && held.out[0] == 'x');
        }
        const size_t right[] = {first, first + 1, first + 8, 4096};
        for (int i = 0; i < 4; ++i) {
            refill(&held, right[i]);
            CHECK_STATUS(CALL[call](&given, &held, held.out, sizeof held.out, &held.len), PRESIGN_OK);
            CHECK(held.into.struct_size == right[i]);
            for (size_t at = first; at < sizeof held.into; ++at)
                CHECK(held.into.bytes[at] == (at < right[i] ? 0 : 'x'));
            CHECK(held.len < sizeof held.out && held.out[held.len] == '\0');
        }
        /* If struct_size says so, only the first field may be read: there may be no memory after it. */
        size_t *only = (size_t *)malloc(sizeof(size_t));
        *only = sizeof(size_t);
        if (call == 3)
            CHECK_STATUS(presign_post(given.signer, &given.post, (presign_form *)(void *)only, held.out, 9, &held.len, ERROR),
                         PRESIGN_ERR_STRUCT_SIZE);
        free(only);
    }
    finish(&given);
}

/* The struct of a refusal may be of any version too, although the call fails. */
static void every_refusal_size_is_filled_exactly(void) {
    inputs given = fresh();
    given.secret.secret_key = PRESIGN_STR("another");
    static results held;
    static union {
        presign_refusal refusal;
        unsigned char bytes[4200];
    } why;
    const size_t first = sizeof why.refusal;
    const size_t sizes[] = {0, 8, first - 1, 4097, SIZE_MAX, first, first + 1, first + 8, 4096};
    for (int i = 0; i < 9; ++i) {
        const presign_status expected = i < 5 ? PRESIGN_ERR_STRUCT_SIZE : PRESIGN_ERR_REFUSED;
        refill(&held, sizeof(presign_verified));
        memset(&why, 'x', sizeof why);
        why.refusal.struct_size = sizes[i];
        CHECK_STATUS(presign_verify(given.verifier, &given.received, &given.secret, 1, &held.into.verified, held.out,
                                    sizeof held.out, &held.len, &why.refusal, ERROR),
                     expected);
        CHECK(why.refusal.struct_size == sizes[i] && held.into.bytes[8] == 'x');
        if (expected == PRESIGN_ERR_STRUCT_SIZE) {
            CHECK(held.len == 77 && why.bytes[8] == 'x' && why.bytes[first - 1] == 'x');
            continue;
        }
        CHECK(why.refusal.reason == PRESIGN_REASON_SIGNATURE);
        for (size_t at = first; at < sizeof why; ++at)
            CHECK(why.bytes[at] == (at < sizes[i] ? 0 : 'x'));
    }
    finish(&given);
}

/* The bytes used are the strings with their NULs, and the list, before which alignment may leave some free. */
static void the_length_is_that_of_the_strings_and_the_list(void) {
    const presign_pair headers[2] = {{PRESIGN_STR("content-type"), PRESIGN_STR("text/css")},
                                     {PRESIGN_STR("x-amz-acl"), PRESIGN_STR("private")}};
    inputs given = fresh();
    given.request.headers = headers;
    given.request.headers_count = 2;
    static results held;
    refill(&held, sizeof(presign_presigned_request));
    CHECK_STATUS(do_presigned(&given, &held, held.out, sizeof held.out, &held.len), PRESIGN_OK);
    size_t used = held.into.presigned.url.len + 1 + sizeof "GET" + sizeof headers;
    for (int i = 0; i < 2; ++i)
        used += headers[i].name.len + 1 + headers[i].value.len + 1;
    CHECK(held.len + 1 >= used && held.len + 1 < used + sizeof(void *));
    finish(&given);
}

static void null_pointers_are_errors(void) {
    inputs given = fresh();
    static results held;
    for (int call = 0; call < CALLS; ++call) {
        refill(&held, size_of(call));
        CHECK_STATUS(CALL[call](&given, &held, NULL, 9, &held.len), PRESIGN_ERR_NULL_POINTER);
        CHECK_STATUS(CALL[call](&given, &held, held.out, sizeof held.out, NULL), PRESIGN_ERR_NULL_POINTER);
        CHECK_STATUS(CALL[call](&given, &held, held.out, SIZE_MAX, &held.len), PRESIGN_ERR_TOO_LARGE);
    }
    char *out = held.out;
    const size_t cap = sizeof held.out;
    size_t *len = &held.len;
    const presign_secret *secret = &given.secret;
#define REFUSE(call) CHECK_STATUS(call, PRESIGN_ERR_NULL_POINTER)
    size_t *struct_size = &held.into.struct_size;
    *struct_size = sizeof held.into.inspection;
    REFUSE(presign_inspect(NULL, NULL, &held.into.inspection, out, cap, len, NULL, ERROR));
    REFUSE(presign_inspect(NULL, &given.received, NULL, out, cap, len, NULL, ERROR));
    REFUSE(presign_inspect(NULL, &given.received, &held.into.inspection, out, cap, NULL, NULL, ERROR));
    *struct_size = sizeof held.into.verified;
    REFUSE(presign_verify(NULL, &given.received, secret, 1, &held.into.verified, out, cap, len, NULL, ERROR));
    REFUSE(presign_verify(given.verifier, NULL, secret, 1, &held.into.verified, out, cap, len, NULL, ERROR));
    REFUSE(presign_verify(given.verifier, &given.received, secret, 1, NULL, out, cap, len, NULL, ERROR));
    REFUSE(presign_verify(given.verifier, &given.received, NULL, 1, &held.into.verified, out, cap, len, NULL, ERROR));
    *struct_size = sizeof held.into.explanation;
    REFUSE(presign_explain(NULL, NULL, secret, 1, NULL, &held.into.explanation, out, cap, len, ERROR));
    REFUSE(presign_explain(NULL, &given.received, secret, 1, NULL, NULL, out, cap, len, ERROR));
    *struct_size = sizeof held.into.form;
    REFUSE(presign_post(NULL, &given.post, &held.into.form, out, cap, len, ERROR));
    REFUSE(presign_post(given.signer, NULL, &held.into.form, out, cap, len, ERROR));
    REFUSE(presign_post(given.signer, &given.post, NULL, out, cap, len, ERROR));
    REFUSE(presign_ip_policy(NULL, out, cap, len, ERROR));
    *struct_size = sizeof held.into.presigned;
    REFUSE(presign_presigned(NULL, &given.request, &held.into.presigned, out, cap, len, ERROR));
    REFUSE(presign_presigned(given.signer, NULL, &held.into.presigned, out, cap, len, ERROR));
    REFUSE(presign_presigned(given.signer, &given.request, NULL, out, cap, len, ERROR));
#undef REFUSE
        CHECK(held.len == 77 && held.out[0] == 'x');
    finish(&given);
}

int main(void) {
    every_result_size_is_filled_exactly();
    every_refusal_size_is_filled_exactly();
    the_length_is_that_of_the_strings_and_the_list();
    null_pointers_are_errors();
    return 0;
}
