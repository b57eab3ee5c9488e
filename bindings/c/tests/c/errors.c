/* Tests of presign_error: the sentences name the value and the limit, and never a secret. Those of the core are the same
   as in Rust and Python (tests/error_messages.rs, python/tests). */
#include "check.h"

static void a_sentence_names_the_value_and_the_limit(const presign_signer *signer) {
    char out[1024];
    size_t len = 0;
    const presign_str get = PRESIGN_STR("GET"), bucket = PRESIGN_STR("b"), key = PRESIGN_STR("k");
    CHECK_STATUS(presign_url(signer, get, bucket, key, SIGN_AT, 604801, out, sizeof out, &len, ERROR), PRESIGN_ERR_EXPIRES);
    CHECK(strcmp(told.message, "expires_in must be 1 to 604800 seconds, got 604801") == 0);
    CHECK(told.reason == 0 && told.index == SIZE_MAX);
    CHECK_STATUS(presign_url(signer, PRESIGN_STR("get"), bucket, key, SIGN_AT, 60, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_METHOD);
    CHECK(strcmp(told.message, "method \"get\" must be 1 to 32 upper-case letters A-Z") == 0);
    CHECK_STATUS(presign_url(NULL, get, bucket, key, SIGN_AT, 60, out, sizeof out, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK(strncmp(told.message, "signer: ", 8) == 0);
    CHECK_STATUS(presign_url(signer, get, bucket, key, SIGN_AT, 60, out, 10, &len, ERROR), PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(strstr(told.message, "has 10") != NULL && strstr(told.message, "it needs ") != NULL);
    CHECK_STATUS(presign_url(signer, get, bucket, key, 0, 60, out, sizeof out, &len, ERROR), PRESIGN_ERR_TIME);
    CHECK(strncmp(told.message, "sign_at: ", 9) == 0 && strstr(told.message, "it is 0") != NULL);
    presign_request request = request_of_the_vectors();
    const presign_pair query[2] = {{PRESIGN_STR("a"), PRESIGN_STR("b")}, {PRESIGN_STR("a"), {"\377", 1}}};
    request.query = query;
    request.query_count = 2;
    CHECK_STATUS(presign_url_ex(signer, &request, out, sizeof out, &len, ERROR), PRESIGN_ERR_UTF8);
    CHECK(told.index == SIZE_MAX && strncmp(told.message, "request.query[1]: ", 18) == 0);
    request.struct_size = 3;
    CHECK_STATUS(presign_url_ex(signer, &request, out, sizeof out, &len, ERROR), PRESIGN_ERR_STRUCT_SIZE);
    CHECK(strncmp(told.message, "request: ", 9) == 0 && strstr(told.message, "it is 3") != NULL);
}

/* A secret that breaks a rule is not shown. */
static void no_sentence_shows_a_secret(void) {
    presign_signer_options options = options_of_the_vectors();
    options.secret_key = PRESIGN_STR(" wJalrXUtnFEMI/K7MDENG");
    presign_signer *signer = NULL;
    CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_ERR_CREDENTIALS);
    CHECK(strncmp(told.message, "secret key ", 11) == 0 && strstr(told.message, "MDENG") == NULL);
    options = options_of_the_vectors();
    options.endpoint = PRESIGN_STR("https://user:MDENG@host");
    CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_ERR_ENDPOINT);
    CHECK(strstr(told.message, "MDENG") == NULL);
}

/* The struct may be of any version; one that is none of a version is an error of its own, which cannot be told. */
static void the_struct_may_be_of_any_version(const presign_signer *signer) {
    union {
        presign_error error;
        unsigned char bytes[4200];
    } held;
    const size_t right[] = {sizeof held.error, sizeof held.error + 8, 4096};
    const size_t wrong[] = {0, 8, sizeof held.error - 1, 4097, SIZE_MAX};
    char out[1024];
    size_t len = 0;
    const presign_request request = request_of_the_vectors();
    for (int i = 0; i < 3; ++i) {
        memset(&held, 'x', sizeof held);
        held.error.struct_size = right[i];
        CHECK_STATUS(presign_url_ex(signer, NULL, out, sizeof out, &len, &held.error), PRESIGN_ERR_NULL_POINTER);
        CHECK(held.error.struct_size == right[i] && held.error.status == PRESIGN_ERR_NULL_POINTER);
        for (size_t at = sizeof held.error; at < sizeof held; ++at)
            CHECK(held.bytes[at] == (at < right[i] ? 0 : 'x'));
    }
    for (int i = 0; i < 5; ++i) {
        memset(&held, 'x', sizeof held);
        held.error.struct_size = wrong[i];
        CHECK_STATUS(presign_url_ex(signer, &request, out, sizeof out, &len, &held.error), PRESIGN_ERR_STRUCT_SIZE);
        CHECK(held.bytes[8] == 'x' && len == 0);
    }
}

/* A value is quoted up to 80 characters, here of 4 bytes each, and of 5 once they are escaped. */
static void a_long_value_fits_the_struct(void) {
    presign_signer_options options = options_of_the_vectors();
    char region[321];
    for (size_t i = 0; i < 320; i += 4)
        memcpy(region + i, "\360\237\230\200", 4);
    options.region.ptr = region;
    options.region.len = 320;
    presign_signer *signer = NULL;
    CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_ERR_REGION);
    const size_t len = strlen(told.message);
    CHECK(len > 320 && len < sizeof told.message);
    char endpoint[2000];
    memset(endpoint, '\1', sizeof endpoint);
    options = options_of_the_vectors();
    options.endpoint.ptr = endpoint;
    options.endpoint.len = sizeof endpoint;
    CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_ERR_ENDPOINT);
    CHECK(strlen(told.message) < sizeof told.message);
}

static void getters_tell_what_a_signer_has(void) {
    presign_signer *signer = signer_of_the_vectors();
    CHECK(strcmp(presign_signer_access_key(signer), "AKIAIOSFODNN7EXAMPLE") == 0);
    CHECK(strcmp(presign_signer_endpoint(signer), "https://s-dt2.cloud.gcore.lu") == 0);
    CHECK(strcmp(presign_signer_region(signer), "s-dt2") == 0);
    CHECK(presign_signer_addressing(signer) == PRESIGN_ADDRESSING_AUTO);
    CHECK(presign_signer_version(signer) == PRESIGN_SIGNATURE_V4);
    presign_signer_free(signer);
    presign_signer_options options = options_of_the_vectors();
    options.version = PRESIGN_SIGNATURE_V2;
    for (uint32_t given = PRESIGN_ADDRESSING_AUTO; given <= PRESIGN_ADDRESSING_VIRTUAL_OR_PATH; ++given) {
        options.addressing = given;
        CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_OK);
        CHECK(presign_signer_addressing(signer) == given && presign_signer_version(signer) == PRESIGN_SIGNATURE_V2);
        presign_signer_free(signer);
    }
    CHECK(strcmp(presign_signer_access_key(NULL), "") == 0 && strcmp(presign_signer_endpoint(NULL), "") == 0);
    CHECK(strcmp(presign_signer_region(NULL), "") == 0 && presign_signer_version(NULL) == PRESIGN_SIGNATURE_DEFAULT);
    CHECK(presign_signer_addressing(NULL) == PRESIGN_ADDRESSING_AUTO);
}

/* The value is that of RFC 6266 and RFC 8187. */
static void a_download_name_becomes_a_header_value(void) {
    char out[256];
    size_t len = 0;
    CHECK_STATUS(presign_content_disposition(PRESIGN_DISPOSITION_ATTACHMENT, "report.pdf", 10, out, sizeof out, &len, ERROR),
                 PRESIGN_OK);
    CHECK(len == strlen(out) && strcmp(out, "attachment; filename=\"report.pdf\"") == 0);
    CHECK_STATUS(presign_content_disposition(PRESIGN_DISPOSITION_ATTACHMENT, "\303\251.pdf", 6, out, sizeof out, &len, ERROR),
                 PRESIGN_OK);
    CHECK(strcmp(out, "attachment; filename=\"_.pdf\"; filename*=UTF-8''%C3%A9.pdf") == 0);
    CHECK_STATUS(presign_content_disposition(PRESIGN_DISPOSITION_INLINE, "a b", 3, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(strcmp(out, "inline; filename=\"a b\"") == 0);
    CHECK_STATUS(presign_content_disposition(2, "a", 1, out, sizeof out, &len, ERROR), PRESIGN_ERR_CHOICE);
    CHECK_STATUS(presign_content_disposition(PRESIGN_DISPOSITION_ATTACHMENT, "", 0, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_QUERY);
    CHECK_STATUS(presign_content_disposition(PRESIGN_DISPOSITION_ATTACHMENT, "a\nb", 3, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_QUERY);
    CHECK_STATUS(presign_content_disposition(PRESIGN_DISPOSITION_ATTACHMENT, NULL, 3, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_content_disposition(PRESIGN_DISPOSITION_ATTACHMENT, "report.pdf", 10, out, 5, &len, ERROR),
                 PRESIGN_ERR_BUFFER_TOO_SMALL);
}

int main(void) {
    presign_signer *signer = signer_of_the_vectors();
    a_sentence_names_the_value_and_the_limit(signer);
    no_sentence_shows_a_secret();
    the_struct_may_be_of_any_version(signer);
    a_long_value_fits_the_struct();
    getters_tell_what_a_signer_has();
    a_download_name_becomes_a_header_value();
    presign_signer_free(signer);
    return 0;
}
