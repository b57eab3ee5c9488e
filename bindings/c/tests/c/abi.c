/* What compiled programs rely on: sizes, offsets, numbers. Once released, no line here changes. */
#include "check.h"

#include <limits.h>

static void structs_lie_as_they_always_did(void) {
    CHECK(sizeof(void *) == 8 && sizeof(size_t) == 8);

    CHECK(sizeof(presign_str) == 16);
    CHECK(offsetof(presign_str, ptr) == 0);
    CHECK(offsetof(presign_str, len) == 8);

    CHECK(sizeof(presign_pair) == 32);
    CHECK(offsetof(presign_pair, name) == 0);
    CHECK(offsetof(presign_pair, value) == 16);

    CHECK(sizeof(presign_signer_options) == 112);
    CHECK(offsetof(presign_signer_options, struct_size) == 0);
    CHECK(offsetof(presign_signer_options, access_key) == 8);
    CHECK(offsetof(presign_signer_options, secret_key) == 24);
    CHECK(offsetof(presign_signer_options, session_token) == 40);
    CHECK(offsetof(presign_signer_options, region) == 56);
    CHECK(offsetof(presign_signer_options, endpoint) == 72);
    CHECK(offsetof(presign_signer_options, addressing) == 88);
    CHECK(offsetof(presign_signer_options, version) == 92);
    CHECK(offsetof(presign_signer_options, max_expires_in) == 96);
    CHECK(offsetof(presign_signer_options, credentials_expire_at) == 104);

    CHECK(sizeof(presign_request) == 120);
    CHECK(offsetof(presign_request, struct_size) == 0);
    CHECK(offsetof(presign_request, method) == 8);
    CHECK(offsetof(presign_request, bucket) == 24);
    CHECK(offsetof(presign_request, key) == 40);
    CHECK(offsetof(presign_request, query) == 56);
    CHECK(offsetof(presign_request, query_count) == 64);
    CHECK(offsetof(presign_request, headers) == 72);
    CHECK(offsetof(presign_request, headers_count) == 80);
    CHECK(offsetof(presign_request, sign_at) == 88);
    CHECK(offsetof(presign_request, expires_at) == 96);
    CHECK(offsetof(presign_request, stable_for) == 104);
    CHECK(offsetof(presign_request, expires_in) == 112);
    CHECK(offsetof(presign_request, reserved) == 116);

    CHECK(sizeof(presign_batch_options) == 16);
    CHECK(offsetof(presign_batch_options, struct_size) == 0);
    CHECK(offsetof(presign_batch_options, threads) == 8);
    CHECK(offsetof(presign_batch_options, reserved) == 12);
}

static void numbers_stay(void) {
    CHECK(sizeof(presign_status) == 4 && (presign_status)-1 < 0);
    CHECK(PRESIGN_OK == 0);
    CHECK(PRESIGN_ERR_CREDENTIALS == 1);
    CHECK(PRESIGN_ERR_REGION == 2);
    CHECK(PRESIGN_ERR_ENDPOINT == 3);
    CHECK(PRESIGN_ERR_CHOICE == 4);
    CHECK(PRESIGN_ERR_BUCKET == 5);
    CHECK(PRESIGN_ERR_KEY == 6);
    CHECK(PRESIGN_ERR_METHOD == 7);
    CHECK(PRESIGN_ERR_QUERY == 8);
    CHECK(PRESIGN_ERR_HEADER == 9);
    CHECK(PRESIGN_ERR_TIME == 10);
    CHECK(PRESIGN_ERR_EXPIRES == 11);
    CHECK(PRESIGN_ERR_EXPIRES_IN_PAST == 12);
    CHECK(PRESIGN_ERR_CREDENTIALS_EXPIRE == 13);
    CHECK(PRESIGN_ERR_VERSION_2 == 14);
    CHECK(PRESIGN_ERR_NULL_POINTER == 32);
    CHECK(PRESIGN_ERR_STRUCT_SIZE == 33);
    CHECK(PRESIGN_ERR_UTF8 == 34);
    CHECK(PRESIGN_ERR_BUFFER_TOO_SMALL == 35);
    CHECK(PRESIGN_ERR_TOO_LARGE == 36);
    CHECK(PRESIGN_ERR_PANIC == 37);

    CHECK(PRESIGN_ADDRESSING_AUTO == 0);
    CHECK(PRESIGN_ADDRESSING_PATH == 1);
    CHECK(PRESIGN_ADDRESSING_VIRTUAL == 2);
    CHECK(PRESIGN_ADDRESSING_CNAME == 3);
    CHECK(PRESIGN_SIGNATURE_DEFAULT == 0);
    CHECK(PRESIGN_SIGNATURE_V2 == 2);
    CHECK(PRESIGN_SIGNATURE_V4 == 4);
    CHECK(PRESIGN_THREADS_ALL == UINT32_MAX);
}

static void every_number_has_a_message(void) {
    const char *unknown = presign_status_message(INT_MIN);
    CHECK(strcmp(unknown, "unknown status") == 0);
    for (int status = -300; status <= 300; ++status) {
        const char *message = presign_status_message(status);
        CHECK(message != NULL && strlen(message) > 5 && strlen(message) < 120);
        const int known = (status >= 0 && status <= 14) || (status >= 32 && status <= 37);
        CHECK(known == (strcmp(message, unknown) != 0));
    }
    CHECK(strcmp(presign_status_message(INT_MAX), unknown) == 0);
}

static void header_and_library_have_one_version(void) {
    CHECK(presign_version_number() == PRESIGN_VERSION_NUMBER);
    char composed[64];
    snprintf(composed, sizeof composed, "%d.%d.%d", PRESIGN_VERSION_MAJOR, PRESIGN_VERSION_MINOR, PRESIGN_VERSION_PATCH);
    CHECK(strncmp(composed, PRESIGN_VERSION_STRING, strlen(composed)) == 0);
}

int main(void) {
    structs_lie_as_they_always_did();
    numbers_stay();
    every_number_has_a_message();
    header_and_library_have_one_version();
    return 0;
}
