/* Tests of every invalid option of a signer: the status, and that no signer is stored. */
#include "bad.h"

static presign_signer *const UNTOUCHED = (presign_signer *)(uintptr_t)0x5a5a;

static void refuse_options(const presign_signer_options *options, presign_status expected) {
    presign_signer *signer = UNTOUCHED;
    CHECK_STATUS(presign_signer_new(options, &signer, ERROR), expected);
    CHECK(signer == UNTOUCHED);
}

static presign_status new_signer(void *context) {
    presign_signer *signer = UNTOUCHED;
    const presign_status status = presign_signer_new((const presign_signer_options *)context, &signer, ERROR);
    if (status == PRESIGN_OK)
        presign_signer_free(signer);
    else
        CHECK(signer == UNTOUCHED);
    return status;
}

static void invalid_options_are_errors(void) {
    presign_signer_options options = options_of_the_vectors();
    presign_str *strings[] = {&options.access_key, &options.secret_key, &options.session_token, &options.region,
                              &options.endpoint};
    for (int i = 0; i < 5; ++i)
        bad_string(strings[i], new_signer, &options);
    CHECK_STATUS(new_signer(&options), PRESIGN_OK);

    CHECK_STATUS(presign_signer_new(&options, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    refuse_options(NULL, PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_signer_new(NULL, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);

    const uint32_t unknown[] = {5, 6, 255, 0x80000000u, UINT32_MAX};
    for (int i = 0; i < 5; ++i) {
        options.addressing = unknown[i];
        refuse_options(&options, PRESIGN_ERR_CHOICE);
    }
    options.addressing = PRESIGN_ADDRESSING_AUTO;
    const uint32_t versions[] = {1, 3, 5, 40, UINT32_MAX};
    for (int i = 0; i < 5; ++i) {
        options.version = versions[i];
        refuse_options(&options, PRESIGN_ERR_CHOICE);
    }
    options.version = PRESIGN_SIGNATURE_DEFAULT;

    options.max_expires_in = -1;
    refuse_options(&options, PRESIGN_ERR_EXPIRES);
    options.max_expires_in = 0;
    options.credentials_expire_at = -1;
    refuse_options(&options, PRESIGN_ERR_TIME);
    options.credentials_expire_at = INT64_C(253402300800);
    refuse_options(&options, PRESIGN_ERR_TIME);
    options.credentials_expire_at = 0;

    options.access_key = presign_cstr("");
    refuse_options(&options, PRESIGN_ERR_CREDENTIALS);
    options = options_of_the_vectors();
    options.secret_key.len = 0;
    refuse_options(&options, PRESIGN_ERR_CREDENTIALS);
    options = options_of_the_vectors();
    options.region = PRESIGN_STR("a/b");
    refuse_options(&options, PRESIGN_ERR_REGION);
    options = options_of_the_vectors();
    options.endpoint = PRESIGN_STR("ftp://host");
    refuse_options(&options, PRESIGN_ERR_ENDPOINT);
    options.endpoint = presign_cstr(NULL);
    options.region = PRESIGN_STR("eu-central-1");
    options.version = PRESIGN_SIGNATURE_V2;
    refuse_options(&options, PRESIGN_ERR_VERSION_2);
}

static void every_options_size_is_read_exactly(void) {
    struct {
        presign_signer_options known;
        char later[4096];
    } wide;
    memset(&wide, 0, sizeof wide);
    wide.known = options_of_the_vectors();
    const size_t first = sizeof wide.known;
    const size_t wrong[] = {0, 1, 7, 8, 16, first - 1, 4097, 8192, SIZE_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; ++i) {
        wide.known.struct_size = wrong[i];
        refuse_options(&wide.known, PRESIGN_ERR_STRUCT_SIZE);
    }
    const size_t right[] = {first, first + 1, first + 8, 4096};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; ++i) {
        wide.known.struct_size = right[i];
        CHECK_STATUS(new_signer(&wide.known), PRESIGN_OK);
        /* Unknown bytes within struct_size must be 0; bytes after it are not read. */
        if (right[i] > first) {
            ((char *)&wide)[right[i] - 1] = 1;
            refuse_options(&wide.known, PRESIGN_ERR_STRUCT_SIZE);
            ((char *)&wide)[right[i] - 1] = 0;
        }
        ((char *)&wide)[right[i]] = 1;
        CHECK_STATUS(new_signer(&wide.known), PRESIGN_OK);
        ((char *)&wide)[right[i]] = 0;
    }
    /* If struct_size says so, only the first field may be read: there may be no memory after it. */
    size_t *only = (size_t *)malloc(sizeof(size_t));
    *only = sizeof(size_t);
    refuse_options((const presign_signer_options *)(const void *)only, PRESIGN_ERR_STRUCT_SIZE);
    free(only);
}

int main(void) {
    invalid_options_are_errors();
    every_options_size_is_read_exactly();
    return 0;
}
