/* Tests of every invalid argument of the functions for one URL: the status, and that all outputs are untouched. */
#include "bad.h"

typedef struct {
    const presign_signer *signer;
    presign_request request;
} request_call;

/* Passes the request to every function that takes one. All must return the same status. */
static presign_status sign_request(void *context) {
    const request_call *call = (const request_call *)context;
    char out[2048];
    memset(out, 'x', sizeof out);
    size_t len = 77, bound = 77;
    int64_t expires_at = 77;
    const presign_status status = presign_url_ex(call->signer, &call->request, out, sizeof out, &len, NULL);
    if (status != PRESIGN_OK) {
        for (size_t i = 0; i < sizeof out; ++i)
            CHECK(out[i] == 'x');
        CHECK(len == 77);
    }
    CHECK_STATUS(presign_url_bound(call->signer, &call->request, &bound, ERROR), status);
    CHECK((bound == 77) == (status != PRESIGN_OK));
    if (status != PRESIGN_ERR_KEY) {
        CHECK_STATUS(presign_expires_at(call->signer, &call->request, &expires_at, ERROR), status);
        CHECK((expires_at == 77) == (status != PRESIGN_OK));
    }
    uint32_t warnings = 77;
    const presign_status found = presign_request_warnings(call->signer, &call->request, &warnings, NULL);
    CHECK(found == PRESIGN_OK || found == status);
    CHECK((warnings == 77) == (found != PRESIGN_OK));
    return status;
}

static void refuse_request(const presign_signer *signer, const presign_request *request, presign_status expected) {
    request_call call = {signer, *request};
    CHECK_STATUS(sign_request(&call), expected);
}

static void invalid_requests_are_errors(const presign_signer *signer) {
    request_call call = {signer, request_of_the_vectors()};
    presign_request *request = &call.request;
    CHECK_STATUS(sign_request(&call), PRESIGN_OK);
    bad_string(&request->method, sign_request, &call);
    bad_string(&request->bucket, sign_request, &call);
    bad_string(&request->key, sign_request, &call);

    presign_pair pair = {{"name", 4}, {"value", 5}};
    const presign_pair **lists[] = {&request->query, &request->headers};
    size_t *counts[] = {&request->query_count, &request->headers_count};
    for (int i = 0; i < 2; ++i) {
        *lists[i] = &pair;
        *counts[i] = 1;
        CHECK_STATUS(sign_request(&call), PRESIGN_OK);
        bad_string(&pair.name, sign_request, &call);
        bad_string(&pair.value, sign_request, &call);
        for (int j = 0; j < BAD_LENGTHS; ++j) {
            *counts[i] = BAD_LENGTH[j];
            CHECK_STATUS(sign_request(&call), PRESIGN_ERR_TOO_LARGE);
        }
        *counts[i] = 1;
        *lists[i] = NULL;
        CHECK_STATUS(sign_request(&call), PRESIGN_ERR_NULL_POINTER);
        *counts[i] = 0;
        CHECK_STATUS(sign_request(&call), PRESIGN_OK);
    }

    request->reserved = 1;
    CHECK_STATUS(sign_request(&call), PRESIGN_ERR_STRUCT_SIZE);
    request->reserved = 0;
    const size_t sizes[] = {0, 8, sizeof *request - 1, 4097, SIZE_MAX};
    for (int i = 0; i < 5; ++i) {
        request->struct_size = sizes[i];
        CHECK_STATUS(sign_request(&call), PRESIGN_ERR_STRUCT_SIZE);
    }
}

static void expiries_outside_the_limits_are_errors(const presign_signer *signer) {
    presign_request request = request_of_the_vectors();
    request.expires_at = SIGN_AT + 60;
    refuse_request(signer, &request, PRESIGN_ERR_EXPIRES); /* both */
    request.expires_in = 0;
    refuse_request(signer, &request, PRESIGN_OK);
    request.expires_at = 0;
    refuse_request(signer, &request, PRESIGN_ERR_EXPIRES); /* none */
    request.expires_at = SIGN_AT;
    refuse_request(signer, &request, PRESIGN_ERR_EXPIRES_IN_PAST);
    request.expires_at = INT64_MIN;
    refuse_request(signer, &request, PRESIGN_ERR_TIME);
    request.expires_at = INT64_MAX;
    refuse_request(signer, &request, PRESIGN_ERR_TIME);
    request.expires_at = SIGN_AT + 604801;
    refuse_request(signer, &request, PRESIGN_ERR_EXPIRES);
    request.expires_at = 0;
    request.expires_in = 604801;
    refuse_request(signer, &request, PRESIGN_ERR_EXPIRES);
    request.expires_in = UINT32_MAX;
    refuse_request(signer, &request, PRESIGN_ERR_EXPIRES);
    request.expires_in = 60;
    request.stable_for = -1;
    refuse_request(signer, &request, PRESIGN_ERR_EXPIRES);
    request.stable_for = INT64_MAX;
    refuse_request(signer, &request, PRESIGN_ERR_EXPIRES);
    request.stable_for = INT64_MIN;
    refuse_request(signer, &request, PRESIGN_ERR_EXPIRES);
    request.stable_for = 0;
    request.sign_at = -1;
    refuse_request(signer, &request, PRESIGN_ERR_TIME);
    request.sign_at = INT64_C(253402300800);
    refuse_request(signer, &request, PRESIGN_ERR_TIME);
    /* A forgotten signing time is an error, never a link of 1970. */
    request.sign_at = 0;
    refuse_request(signer, &request, PRESIGN_ERR_TIME);
    CHECK(strstr(told.message, "request.sign_at") != NULL && strstr(told.message, "it is 0") != NULL);
    request.sign_at = 1;
    refuse_request(signer, &request, PRESIGN_OK);
    int64_t expires_at = 0;
    CHECK_STATUS(presign_expires_at(signer, &request, &expires_at, ERROR), PRESIGN_OK);
    CHECK(expires_at == 61);
    request.sign_at = SIGN_AT + 100;
    request.stable_for = 3600;
    CHECK_STATUS(presign_expires_at(signer, &request, &expires_at, ERROR), PRESIGN_OK);
    CHECK(expires_at == SIGN_AT + 3600 + 60);
}

static void warnings_are_those_of_the_request_and_the_endpoint(void) {
    presign_signer_options options = options_of_the_vectors();
    options.endpoint = presign_cstr("https://bkt.nyc3.digitaloceanspaces.com");
    presign_signer *signer = NULL;
    CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_OK);
    presign_request request = request_of_the_vectors();
    uint32_t warnings = 77;
    CHECK_STATUS(presign_request_warnings(signer, &request, &warnings, ERROR), PRESIGN_OK);
    CHECK(warnings == 0);
    request.bucket = presign_cstr("bkt");
    request.key = presign_cstr("a/../b");
    CHECK_STATUS(presign_request_warnings(signer, &request, &warnings, ERROR), PRESIGN_OK);
    CHECK(warnings == (PRESIGN_WARNING_DOT_SEGMENTS | PRESIGN_WARNING_BUCKET_IN_ENDPOINT));
    presign_signer_free(signer);
}

static void errors_of_the_core_have_their_statuses(const presign_signer *signer) {
    static char long_key[1025];
    memset(long_key, 'k', sizeof long_key);
    presign_request request = request_of_the_vectors();
    const presign_request good = request;
    request.method = presign_cstr("get");
    refuse_request(signer, &request, PRESIGN_ERR_METHOD);
    request.method = presign_cstr(NULL);
    refuse_request(signer, &request, PRESIGN_ERR_METHOD);
    request = good;
    request.bucket = presign_cstr("");
    refuse_request(signer, &request, PRESIGN_ERR_BUCKET);
    request = good;
    request.key.ptr = long_key;
    request.key.len = sizeof long_key;
    refuse_request(signer, &request, PRESIGN_ERR_KEY);
    --request.key.len;
    refuse_request(signer, &request, PRESIGN_OK);
    request = good;
    const presign_pair reserved = {{"x-amz-date", 10}, {"", 0}};
    const presign_pair host[2] = {{{"host", 4}, {"elsewhere", 9}}, {{"a", 1}, {"\n", 1}}};
    request.query = &reserved;
    request.query_count = 1;
    refuse_request(signer, &request, PRESIGN_ERR_QUERY);
    request = good;
    request.headers = host;
    request.headers_count = 1;
    refuse_request(signer, &request, PRESIGN_ERR_HEADER);
    request.headers = host + 1;
    refuse_request(signer, &request, PRESIGN_ERR_HEADER);

    presign_signer_options options = options_of_the_vectors();
    options.credentials_expire_at = SIGN_AT + 100;
    presign_signer *expiring = NULL;
    CHECK_STATUS(presign_signer_new(&options, &expiring, ERROR), PRESIGN_OK);
    refuse_request(expiring, &good, PRESIGN_ERR_CREDENTIALS_EXPIRE);
    presign_signer_free(expiring);
    options.credentials_expire_at = 0;
    options.max_expires_in = 59;
    CHECK_STATUS(presign_signer_new(&options, &expiring, ERROR), PRESIGN_OK);
    refuse_request(expiring, &good, PRESIGN_ERR_EXPIRES);
    presign_signer_free(expiring);
}

static void invalid_flat_arguments_are_errors(const presign_signer *signer) {
    const presign_str get = PRESIGN_STR("GET"), bucket = PRESIGN_STR("example-bucket"), key = PRESIGN_STR("image.jpg");
    char out[1024] = "x";
    size_t len = 77;
#define EACH(a_method, a_bucket, a_key, expected) \
    CHECK_STATUS(presign_url(signer, a_method, a_bucket, a_key, SIGN_AT, 60, out, sizeof out, &len, ERROR), expected); \
    CHECK_STATUS(presign_url_until(signer, a_method, a_bucket, a_key, SIGN_AT, SIGN_AT + 60, out, sizeof out, &len, ERROR), \
                 expected); \
    CHECK_STATUS(presign_url_flat(signer, (a_method).ptr, (a_method).len, (a_bucket).ptr, (a_bucket).len, (a_key).ptr, \
                                  (a_key).len, SIGN_AT, 60, out, sizeof out, &len, ERROR), \
                 expected); \
    CHECK_STATUS(presign_url_until_flat(signer, (a_method).ptr, (a_method).len, (a_bucket).ptr, (a_bucket).len, \
                                        (a_key).ptr, (a_key).len, SIGN_AT, SIGN_AT + 60, out, sizeof out, &len, ERROR), \
                 expected); \
    CHECK(len == 77 && out[0] == 'x')
    EACH(NULL_WITH_LENGTH, bucket, key, PRESIGN_ERR_NULL_POINTER);
    EACH(get, NULL_WITH_LENGTH, key, PRESIGN_ERR_NULL_POINTER);
    EACH(get, bucket, NULL_WITH_LENGTH, PRESIGN_ERR_NULL_POINTER);
    EACH(NOT_UTF8, bucket, key, PRESIGN_ERR_UTF8);
    EACH(get, NOT_UTF8, key, PRESIGN_ERR_UTF8);
    EACH(get, bucket, NOT_UTF8, PRESIGN_ERR_UTF8);
    EACH(presign_cstr(NULL), bucket, key, PRESIGN_ERR_METHOD);
    EACH(get, presign_cstr(NULL), key, PRESIGN_ERR_BUCKET);
    const presign_str huge = {"key", SIZE_MAX};
    EACH(get, bucket, huge, PRESIGN_ERR_TOO_LARGE);
#undef EACH
    CHECK_STATUS(presign_url(NULL, get, bucket, key, SIGN_AT, 60, out, sizeof out, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url(signer, get, bucket, key, SIGN_AT, 60, NULL, 9, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url(signer, get, bucket, key, SIGN_AT, 60, out, sizeof out, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url(signer, get, bucket, key, SIGN_AT, 0, out, sizeof out, &len, ERROR), PRESIGN_ERR_EXPIRES);
    CHECK_STATUS(presign_url(signer, get, bucket, key, -1, 60, out, sizeof out, &len, ERROR), PRESIGN_ERR_TIME);
    CHECK_STATUS(presign_url(signer, get, bucket, key, 0, 60, out, sizeof out, &len, ERROR), PRESIGN_ERR_TIME);
    CHECK_STATUS(presign_url_until(signer, get, bucket, key, 0, 60, out, sizeof out, &len, ERROR), PRESIGN_ERR_TIME);
    CHECK_STATUS(presign_url(signer, get, bucket, key, SIGN_AT, 60, out, SIZE_MAX, &len, ERROR), PRESIGN_ERR_TOO_LARGE);
    CHECK_STATUS(presign_url_until(NULL, get, bucket, key, SIGN_AT, SIGN_AT + 60, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url_until(signer, get, bucket, key, SIGN_AT, SIGN_AT + 60, NULL, 9, &len, ERROR),
                 PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url_until(signer, get, bucket, key, SIGN_AT, SIGN_AT + 60, out, sizeof out, NULL, ERROR),
                 PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url_until(signer, get, bucket, key, SIGN_AT, SIGN_AT, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_EXPIRES_IN_PAST);
    CHECK_STATUS(presign_url_until(signer, get, bucket, key, SIGN_AT, 0, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_EXPIRES_IN_PAST);
    CHECK(len == 77 && out[0] == 'x');
    /* NULL with length 0 is the empty string, here the key of the bucket itself. */
    CHECK_STATUS(presign_url(signer, get, bucket, presign_cstr(NULL), SIGN_AT, 60, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(strstr(out, "/example-bucket/?X-Amz-Algorithm") != NULL);
}

static void null_and_misaligned_pointers_are_errors(const presign_signer *signer) {
    const presign_request request = request_of_the_vectors();
    char out[1024];
    size_t len = 77;
    int64_t expires_at = 77;
    CHECK_STATUS(presign_url_ex(NULL, &request, out, sizeof out, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url_ex(signer, NULL, out, sizeof out, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url_ex(signer, &request, NULL, 1, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url_ex(signer, &request, out, sizeof out, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url_bound(NULL, &request, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url_bound(signer, NULL, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_url_bound(signer, &request, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_expires_at(NULL, &request, &expires_at, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_expires_at(signer, NULL, &expires_at, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_expires_at(signer, &request, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    uint32_t warnings = 77;
    CHECK_STATUS(presign_request_warnings(NULL, &request, &warnings, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_request_warnings(signer, NULL, &warnings, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_request_warnings(signer, &request, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK(warnings == 77);
    CHECK_STATUS(presign_signed_headers(NULL, out, sizeof out, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_signed_headers(&request, NULL, 1, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_signed_headers(&request, out, sizeof out, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK(len == 77 && expires_at == 77);
    /* Misaligned pointers are an error, although C leaves them undefined. */
    size_t numbers[4] = {77, 77, 77, 77};
    size_t *misaligned = (size_t *)(void *)((char *)numbers + 1);
    CHECK_STATUS(presign_url_bound(signer, &request, misaligned, ERROR), PRESIGN_ERR_NULL_POINTER);
    presign_request with_query = request;
    with_query.query = (const presign_pair *)(const void *)misaligned;
    with_query.query_count = 1;
    CHECK_STATUS(presign_url_ex(signer, &with_query, out, sizeof out, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK(presign_cstr(NULL).len == 0 && presign_cstr("").len == 0 && presign_cstr("four").len == 4);
    CHECK(PRESIGN_STR("a\0b").len == 3 && PRESIGN_STR("").len == 0);
    presign_signer_free(NULL);
}

int main(void) {
    presign_signer *signer = signer_of_the_vectors();
    invalid_requests_are_errors(signer);
    expiries_outside_the_limits_are_errors(signer);
    warnings_are_those_of_the_request_and_the_endpoint();
    errors_of_the_core_have_their_statuses(signer);
    invalid_flat_arguments_are_errors(signer);
    null_and_misaligned_pointers_are_errors(signer);
    presign_signer_free(signer);
    return 0;
}
