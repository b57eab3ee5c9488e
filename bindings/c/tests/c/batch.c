/* Tests of batches: the URLs equal those made one by one, with any number of threads; every invalid argument is an
   error. */
#include "check.h"

enum { MANY = 1000, LONGEST = 24 };

typedef struct {
    char bytes[MANY][LONGEST];
    presign_str strings[MANY];
} key_list;

static key_list *make_keys(void) {
    key_list *keys = (key_list *)malloc(sizeof *keys);
    for (int i = 0; i < MANY; ++i) {
        /* Escaped characters become longer, so that the URLs differ in length. */
        const int len = snprintf(keys->bytes[i], LONGEST, "%d%.*s", i, i % 7, " +/%\303\251");
        keys->strings[i].ptr = keys->bytes[i];
        keys->strings[i].len = (size_t)len;
        if (i % 7 == 5)
            --keys->strings[i].len; /* Not the first byte of a longer character. */
    }
    return keys;
}

static presign_request request_without_key(void) {
    presign_request request = request_of_the_vectors();
    request.key = presign_cstr(NULL);
    return request;
}

static presign_batch_options with_threads(uint32_t threads) {
    presign_batch_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.threads = threads;
    return options;
}

static void a_batch_equals_urls_made_one_by_one(const presign_signer *signer) {
    key_list *keys = make_keys();
    const presign_request request = request_without_key();
    size_t bound = 0;
    uint64_t total = 0;
    CHECK_STATUS(presign_urls_bound(signer, &request, keys->strings, MANY, &bound, ERROR), PRESIGN_OK);
    char *one_by_one = (char *)malloc(bound + 1), *out = (char *)malloc(bound);
    uint64_t *starts = (uint64_t *)malloc((MANY + 1) * sizeof *starts);
    uint64_t *offsets = (uint64_t *)malloc((MANY + 1) * sizeof *offsets);
    for (int i = 0; i < MANY; ++i) {
        presign_request single = request;
        single.key = keys->strings[i];
        size_t len = 0;
        CHECK_STATUS(presign_url_ex(signer, &single, one_by_one + total, bound + 1 - (size_t)total, &len, ERROR), PRESIGN_OK);
        starts[i] = total;
        total += len;
    }
    starts[MANY] = total;
    const uint32_t threads[] = {0, 1, 2, 3, 7, 15, 1000, UINT32_MAX - 1, PRESIGN_THREADS_ALL};
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; ++i) {
        const presign_batch_options options = with_threads(threads[i]);
        /* The bound, and exactly the size of the URLs. */
        const size_t caps[2] = {bound, (size_t)total};
        for (int j = 0; j < 2; ++j) {
            memset(out, 0, bound);
            memset(offsets, 0xff, (MANY + 1) * sizeof *offsets);
            CHECK_STATUS(presign_urls(signer, &request, keys->strings, MANY, &options, out, caps[j], offsets, ERROR),
                         PRESIGN_OK);
            CHECK(memcmp(offsets, starts, (MANY + 1) * sizeof *offsets) == 0);
            CHECK(memcmp(out, one_by_one, total) == 0);
        }
        memset(offsets, 0xff, (MANY + 1) * sizeof *offsets);
        CHECK_STATUS(presign_urls(signer, &request, keys->strings, MANY, &options, out, (size_t)total - 1, offsets, ERROR),
                     PRESIGN_ERR_BUFFER_TOO_SMALL);
        for (int j = 0; j < MANY; ++j)
            CHECK(offsets[j] == UINT64_MAX);
        CHECK(offsets[MANY] == total && told.index == SIZE_MAX);
    }
    free(one_by_one);
    free(out);
    free(starts);
    free(offsets);
    free(keys);
}

static void refuse(const presign_signer *signer, const presign_request *request, const presign_str *keys, size_t n,
                   const presign_batch_options *options, presign_status expected, size_t expected_bad) {
    static char out[4096 * 8];
    uint64_t offsets[129];
    size_t bound = 77;
    memset(offsets, 0xff, sizeof offsets);
    CHECK_STATUS(presign_urls(signer, request, keys, n, options, out, sizeof out, offsets, ERROR), expected);
    CHECK(told.index == expected_bad);
    for (int i = 0; i < 129; ++i)
        CHECK(offsets[i] == UINT64_MAX);
    if (options == NULL) {
        CHECK_STATUS(presign_urls_bound(signer, request, keys, n, &bound, ERROR), expected);
        CHECK(told.index == expected_bad && bound == 77);
    }
    /* Without a buffer the error is the same: a wrong key is reported before a small buffer. */
    CHECK_STATUS(presign_urls(signer, request, keys, n, options, NULL, 0, offsets, ERROR), expected);
    CHECK(told.index == expected_bad && offsets[0] == UINT64_MAX);
}

static void the_first_wrong_key_is_reported(const presign_signer *signer) {
    static char long_key[1025], long_not_utf8[1025];
    memset(long_key, 'k', sizeof long_key);
    memset(long_not_utf8, '\377', sizeof long_not_utf8);
    const presign_request request = request_without_key();
    const presign_batch_options two = with_threads(2);
    const struct {
        presign_str key;
        presign_status status;
    } wrong[] = {
        {{NULL, 0}, PRESIGN_ERR_KEY},
        {{"", 0}, PRESIGN_ERR_KEY},
        {{long_key, sizeof long_key}, PRESIGN_ERR_KEY},
        {{long_not_utf8, sizeof long_not_utf8}, PRESIGN_ERR_KEY},
        {{NULL, 3}, PRESIGN_ERR_NULL_POINTER},
        {{"\377", 1}, PRESIGN_ERR_UTF8},
        {{long_not_utf8, 1024}, PRESIGN_ERR_UTF8},
        {{"short", SIZE_MAX}, PRESIGN_ERR_TOO_LARGE},
        {{"short", POWER_OF_2(40)}, PRESIGN_ERR_TOO_LARGE},
        {{"short", (size_t)1 << 31}, PRESIGN_ERR_TOO_LARGE},
    };
    const size_t count = sizeof wrong / sizeof wrong[0];
    presign_str keys[128];
    for (size_t i = 0; i < count; ++i) {
        for (size_t j = 0; j < 128; ++j)
            keys[j] = PRESIGN_STR("k");
        keys[100] = keys[127] = wrong[i].key;
        refuse(signer, &request, keys, 128, NULL, wrong[i].status, 100);
        refuse(signer, &request, keys, 128, &two, wrong[i].status, 100);
        keys[0] = wrong[(i + 1) % count].key;
        refuse(signer, &request, keys, 128, &two, wrong[(i + 1) % count].status, 0);
    }
}

/* A string may have one byte less than 2 GiB, so that as a key it is only longer than S3's 1024 bytes. */
static void a_string_below_2_gib_is_read(const presign_signer *signer) {
    const size_t longest = ((size_t)1 << 31) - 1;
    char *zeros = (char *)calloc(longest, 1);
    if (zeros == NULL)
        return; /* No memory for it, as on most 32-bit systems. */
    const presign_str key = {zeros, longest};
    const presign_request request = request_without_key();
    uint64_t offsets[2];
    CHECK_STATUS(presign_urls(signer, &request, &key, 1, NULL, NULL, 0, offsets, ERROR), PRESIGN_ERR_KEY);
    CHECK(told.index == 0);
    free(zeros);
}

/* A separator stands behind each URL, also as a NUL. */
static void a_separator_follows_each_url(const presign_signer *signer) {
    const presign_str keys[2] = {PRESIGN_STR("a"), PRESIGN_STR("b")};
    const presign_request request = request_without_key();
    presign_batch_options options = with_threads(1);
    char plain[2048], out[2048];
    uint64_t bare[3], offsets[3];
    CHECK_STATUS(presign_urls(signer, &request, keys, 2, &options, plain, sizeof plain, bare, ERROR), PRESIGN_OK);
    const uint32_t separators[] = {'\n', ' ', 0xff, PRESIGN_SEPARATOR_NUL};
    for (int i = 0; i < 4; ++i) {
        options.separator = separators[i];
        CHECK_STATUS(presign_urls(signer, &request, keys, 2, &options, out, sizeof out, offsets, ERROR), PRESIGN_OK);
        for (int j = 0; j < 2; ++j) {
            const size_t len = (size_t)(bare[j + 1] - bare[j]);
            CHECK(offsets[j] == bare[j] + (uint64_t)j && offsets[j + 1] == bare[j + 1] + (uint64_t)j + 1);
            CHECK(memcmp(out + offsets[j], plain + bare[j], len) == 0);
            CHECK((unsigned char)out[offsets[j] + len] == (separators[i] & 0xff));
        }
    }
}

/* Requests that differ in everything give the URLs that they give one by one. */
static void requests_equal_urls_made_one_by_one(const presign_signer *signer, int has_headers) {
    enum { REQUESTS = 200 };
    static presign_request requests[REQUESTS];
    const presign_pair query[2] = {{PRESIGN_STR("versionId"), PRESIGN_STR("1")}, {PRESIGN_STR("partNumber"), PRESIGN_STR("2")}};
    const presign_pair header = {PRESIGN_STR("Content-Type"), PRESIGN_STR("text/css")};
    const presign_str keys[] = {PRESIGN_STR("a"), PRESIGN_STR("b/c d"), PRESIGN_STR("\303\251"), {NULL, 0}};
    const presign_str methods[] = {PRESIGN_STR("GET"), PRESIGN_STR("PUT"), PRESIGN_STR("HEAD")};
    static char one_by_one[REQUESTS * 1024], out[REQUESTS * 1024];
    static uint64_t starts[REQUESTS + 1], offsets[REQUESTS + 1];
    for (int i = 0; i < REQUESTS; ++i) {
        presign_request *request = &requests[i];
        *request = request_of_the_vectors();
        request->method = methods[i % 3];
        request->bucket = i % 5 == 0 ? PRESIGN_STR("other.bucket") : PRESIGN_STR("example-bucket");
        request->key = keys[i % 4];
        request->query = query;
        request->query_count = (size_t)(i % 7 < 3 ? i % 7 : 0);
        request->headers = &header;
        request->headers_count = (size_t)(has_headers && i % 11 == 0);
        request->sign_at += i % 3;
        request->expires_in = (uint32_t)(60 + i);
        if (i % 6 == 1) {
            request->expires_at = request->sign_at + 90;
            request->expires_in = 0;
        }
        size_t len = 0;
        CHECK_STATUS(presign_url_ex(signer, request, one_by_one + starts[i], 1024, &len, ERROR), PRESIGN_OK);
        starts[i + 1] = starts[i] + len;
    }
    const size_t total = (size_t)starts[REQUESTS];
    for (uint32_t threads = 1; threads < 4; ++threads) {
        const presign_batch_options options = with_threads(threads);
        memset(offsets, 0xff, sizeof offsets);
        CHECK_STATUS(presign_requests(signer, requests, REQUESTS, &options, out, total - 1, offsets, ERROR),
                     PRESIGN_ERR_BUFFER_TOO_SMALL);
        CHECK(offsets[REQUESTS] == total && offsets[0] == UINT64_MAX && offsets[REQUESTS - 1] == UINT64_MAX);
        CHECK_STATUS(presign_requests(signer, requests, REQUESTS, &options, out, total, offsets, ERROR), PRESIGN_OK);
        CHECK(memcmp(offsets, starts, sizeof starts) == 0 && memcmp(out, one_by_one, total) == 0);
    }
    /* The first wrong request is reported, whatever is wrong with it, and with a later one. */
    memset(offsets, 0xff, sizeof offsets);
    requests[150].query = NULL;
    requests[150].query_count = 1;
    CHECK_STATUS(presign_requests(signer, requests, REQUESTS, NULL, out, sizeof out, offsets, ERROR),
                 PRESIGN_ERR_NULL_POINTER);
    CHECK(told.index == 150 && strncmp(told.message, "requests[150]: request.query: ", 30) == 0);
    requests[100].bucket = PRESIGN_STR("a/b");
    CHECK_STATUS(presign_requests(signer, requests, REQUESTS, NULL, out, sizeof out, offsets, ERROR), PRESIGN_ERR_BUCKET);
    CHECK(told.index == 100);
    requests[50].sign_at = 0;
    CHECK_STATUS(presign_requests(signer, requests, REQUESTS, NULL, out, sizeof out, offsets, ERROR), PRESIGN_ERR_TIME);
    CHECK(told.index == 50);
    requests[10].struct_size += 8;
    CHECK_STATUS(presign_requests(signer, requests, REQUESTS, NULL, out, sizeof out, offsets, ERROR), PRESIGN_ERR_STRUCT_SIZE);
    CHECK(told.index == 10);
    CHECK(offsets[0] == UINT64_MAX && offsets[REQUESTS] == UINT64_MAX);
    CHECK_STATUS(presign_requests(signer, NULL, 1, NULL, out, sizeof out, offsets, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_requests(NULL, requests, 1, NULL, out, sizeof out, offsets, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_requests(signer, requests, SIZE_MAX / 2, NULL, out, sizeof out, offsets, ERROR),
                 PRESIGN_ERR_TOO_LARGE);
    CHECK_STATUS(presign_requests(signer, NULL, 0, NULL, NULL, 0, offsets, ERROR), PRESIGN_OK);
    CHECK(offsets[0] == 0);
}

/* A program that was compiled with a later header has larger structs, whose new fields are 0. */
static void requests_may_be_of_a_later_version(const presign_signer *signer) {
    struct {
        presign_request known;
        char later[24];
    } wide[2];
    char expected[1024], out[2048];
    uint64_t offsets[3];
    size_t len = 0;
    memset(wide, 0, sizeof wide);
    for (int i = 0; i < 2; ++i) {
        wide[i].known = request_of_the_vectors();
        wide[i].known.struct_size = sizeof wide[i];
    }
    wide[1].known.key = PRESIGN_STR("other");
    CHECK_STATUS(presign_url_ex(signer, &wide[1].known, expected, sizeof expected, &len, ERROR), PRESIGN_OK);
    CHECK_STATUS(presign_requests(signer, &wide[0].known, 2, NULL, out, sizeof out, offsets, ERROR), PRESIGN_OK);
    CHECK(offsets[2] - offsets[1] == len && memcmp(out + offsets[1], expected, len) == 0);
    wide[1].later[23] = 1;
    CHECK_STATUS(presign_requests(signer, &wide[0].known, 2, NULL, out, sizeof out, offsets, ERROR),
                 PRESIGN_ERR_STRUCT_SIZE);
    CHECK(told.index == 1);
}

static void invalid_flat_keys_are_errors(const presign_signer *signer) {
    const presign_request request = request_without_key();
    char out[2048];
    uint64_t offsets[3] = {7, 7, 7};
    const struct {
        const char *text;
        uint64_t key_offsets[3];
        presign_status status;
        size_t index;
    } wrong[] = {
        {"ab", {0, 2, 1}, PRESIGN_ERR_OFFSETS, 1},
        {"ab", {2, 1, 2}, PRESIGN_ERR_OFFSETS, 0},
        {"ab", {0, UINT64_MAX, 2}, PRESIGN_ERR_OFFSETS, 1},
        {"ab", {0, 1, UINT64_MAX}, PRESIGN_ERR_TOO_LARGE, SIZE_MAX},
        {NULL, {0, 1, 2}, PRESIGN_ERR_NULL_POINTER, SIZE_MAX},
        {"ab", {0, 0, 2}, PRESIGN_ERR_KEY, 0},
        {"a\377", {0, 1, 2}, PRESIGN_ERR_UTF8, 1},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; ++i) {
        CHECK_STATUS(presign_urls_flat(signer, &request, wrong[i].text, wrong[i].key_offsets, 2, NULL, out, sizeof out,
                                       offsets, ERROR),
                     wrong[i].status);
        CHECK(told.index == wrong[i].index && offsets[0] == 7 && offsets[2] == 7);
    }
    CHECK_STATUS(presign_urls_flat(signer, &request, "ab", NULL, 2, NULL, out, sizeof out, offsets, ERROR),
                 PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_urls_flat(signer, &request, NULL, NULL, 0, NULL, NULL, 0, offsets, ERROR), PRESIGN_OK);
    CHECK(offsets[0] == 0);
}

static void invalid_arguments_of_templates_are_errors(const presign_signer *signer) {
    const presign_request request = request_without_key();
    const presign_str key = PRESIGN_STR("k");
    presign_template *made = NULL;
    char out[1024];
    size_t len = 7;
    uint64_t offsets[2] = {7, 7};
    CHECK_STATUS(presign_template_new(NULL, &request, &made, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_template_new(signer, NULL, &made, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_template_new(signer, &request, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK(made == NULL);
    CHECK_STATUS(presign_template_new(signer, &request, &made, ERROR), PRESIGN_OK);
    CHECK_STATUS(presign_template_url(NULL, key, out, sizeof out, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_template_url(made, presign_cstr(NULL), out, sizeof out, &len, ERROR), PRESIGN_ERR_KEY);
    CHECK_STATUS(presign_template_url(made, key, NULL, 1, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_template_url(made, key, out, sizeof out, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_template_url_flat(made, NULL, 1, out, sizeof out, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_template_url_flat(made, "\377", 1, out, sizeof out, &len, ERROR), PRESIGN_ERR_UTF8);
    CHECK_STATUS(presign_template_urls(NULL, &key, 1, NULL, out, sizeof out, offsets, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_template_urls(made, NULL, 1, NULL, out, sizeof out, offsets, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_template_urls(made, &key, 1, NULL, out, sizeof out, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK(len == 7 && offsets[0] == 7 && offsets[1] == 7);
    CHECK(presign_template_expires_at(NULL) == 0);
    presign_template_free(made);
    presign_template_free(NULL);
}

static void invalid_arguments_are_errors(const presign_signer *signer) {
    const presign_str keys[1] = {PRESIGN_STR("k")};
    presign_request request = request_without_key();
    char out[1024];
    uint64_t offsets[2] = {7, 7};
    size_t bound = 7;

    CHECK_STATUS(presign_urls(NULL, &request, keys, 1, NULL, out, sizeof out, offsets, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK(told.index == SIZE_MAX);
    CHECK_STATUS(presign_urls(signer, NULL, keys, 1, NULL, out, sizeof out, offsets, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_urls(signer, &request, NULL, 1, NULL, out, sizeof out, offsets, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_urls(signer, &request, keys, 1, NULL, NULL, 1, offsets, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_urls(signer, &request, keys, 1, NULL, out, sizeof out, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_urls(signer, &request, NULL, 0, NULL, out, sizeof out, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_urls(signer, &request, keys, 1, NULL, out, SIZE_MAX, offsets, ERROR), PRESIGN_ERR_TOO_LARGE);
    CHECK_STATUS(presign_urls_bound(NULL, &request, keys, 1, &bound, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_urls_bound(signer, NULL, keys, 1, &bound, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_urls_bound(signer, &request, NULL, 1, &bound, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_urls_bound(signer, &request, keys, 1, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK(bound == 7 && offsets[0] == 7 && offsets[1] == 7);

    const size_t counts[] = {SIZE_MAX,          SIZE_MAX - 1,    SIZE_MAX / 2,    SIZE_MAX / 8,
                             SIZE_MAX / 16 + 2, POWER_OF_2(60), POWER_OF_2(48), POWER_OF_2(32)};
    for (int i = 0; i < 8; ++i) {
        CHECK_STATUS(presign_urls(signer, &request, keys, counts[i], NULL, out, sizeof out, offsets, ERROR),
                     PRESIGN_ERR_TOO_LARGE);
        CHECK_STATUS(presign_urls_bound(signer, &request, keys, counts[i], &bound, ERROR), PRESIGN_ERR_TOO_LARGE);
    }

    presign_batch_options options = with_threads(0);
    const size_t sizes[] = {0, 8, sizeof options - 1, 4097, SIZE_MAX};
    for (int i = 0; i < 5; ++i) {
        options.struct_size = sizes[i];
        refuse(signer, &request, keys, 1, &options, PRESIGN_ERR_STRUCT_SIZE, SIZE_MAX);
    }
    options = with_threads(0);
    const uint32_t separators[] = {0x101, 0x200, UINT32_MAX};
    for (int i = 0; i < 3; ++i) {
        options.separator = separators[i];
        refuse(signer, &request, keys, 1, &options, PRESIGN_ERR_CHOICE, SIZE_MAX);
    }

    request.key = PRESIGN_STR("k");
    refuse(signer, &request, keys, 1, NULL, PRESIGN_ERR_KEY, SIZE_MAX);
    request = request_without_key();
    request.expires_in = 0;
    refuse(signer, &request, keys, 1, NULL, PRESIGN_ERR_EXPIRES, SIZE_MAX);
    request = request_without_key();
    request.bucket = PRESIGN_STR("a/b");
    refuse(signer, &request, keys, 1, NULL, PRESIGN_ERR_BUCKET, SIZE_MAX);
}

static void no_keys_give_no_urls(const presign_signer *signer) {
    const presign_request request = request_without_key();
    uint64_t offset = 7;
    size_t bound = 7;
    CHECK_STATUS(presign_urls(signer, &request, NULL, 0, NULL, NULL, 0, &offset, ERROR), PRESIGN_OK);
    CHECK_STATUS(presign_urls_bound(signer, &request, NULL, 0, &bound, ERROR), PRESIGN_OK);
    CHECK(offset == 0 && bound == 0);
}

int main(void) {
    presign_signer_options options = options_of_the_vectors();
    for (uint32_t version = PRESIGN_SIGNATURE_V2; version <= PRESIGN_SIGNATURE_V4; version += 2) {
        presign_signer *signer = NULL;
        options.version = version;
        CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_OK);
        a_batch_equals_urls_made_one_by_one(signer);
        the_first_wrong_key_is_reported(signer);
        a_string_below_2_gib_is_read(signer);
        a_separator_follows_each_url(signer);
        requests_equal_urls_made_one_by_one(signer, version == PRESIGN_SIGNATURE_V4);
        requests_may_be_of_a_later_version(signer);
        invalid_flat_keys_are_errors(signer);
        invalid_arguments_of_templates_are_errors(signer);
        invalid_arguments_are_errors(signer);
        no_keys_give_no_urls(signer);
        presign_signer_free(signer);
    }
    return 0;
}
