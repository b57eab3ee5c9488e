/* Tests of every function that makes URLs with every case of tests/vectors. */
#include "vectors.h"

/* Counts the query parameters of a URL that equal `parameter`. */
static int times_in(presign_str url, const char *parameter, size_t len) {
    int times = 0;
    const char *end = url.ptr + url.len;
    const char *at = (const char *)memchr(url.ptr, '?', url.len);
    while (at != NULL) {
        ++at;
        const char *next = (const char *)memchr(at, '&', (size_t)(end - at));
        const size_t this_len = (size_t)((next != NULL ? next : end) - at);
        times += this_len == len && memcmp(at, parameter, len) == 0;
        at = next;
    }
    return times;
}

/* Version 4 orders the query. Version 2 does not, so there the parameters are compared as a set. */
static int same_url(const vector *vector, const char *url, size_t len) {
    const presign_str expected = vector->url;
    if (vector->version == PRESIGN_SIGNATURE_V4)
        return same_text(url, len, expected);
    const char *mark = (const char *)memchr(expected.ptr, '?', expected.len);
    const size_t path = (size_t)(mark - expected.ptr) + 1;
    if (len != expected.len || memcmp(url, expected.ptr, path) != 0)
        return 0;
    const presign_str got = {url, len};
    for (const char *at = expected.ptr + path, *end = expected.ptr + expected.len; at < end;) {
        const char *next = (const char *)memchr(at, '&', (size_t)(end - at));
        next = next != NULL ? next : end;
        const size_t this_len = (size_t)(next - at);
        if (times_in(got, at, this_len) != times_in(expected, at, this_len))
            return 0;
        at = next + 1;
    }
    return 1;
}

static presign_signer *signer_of(const vector *vector) {
    presign_signer_options options = options_of_the_vectors();
    options.session_token = vector->session_token;
    options.region = vector->region;
    options.endpoint = vector->endpoint;
    options.addressing = vector->addressing;
    options.version = vector->version;
    presign_signer *signer = NULL;
    CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_OK);
    return signer;
}

static presign_request request_of(const vector *vector) {
    presign_request request = request_of_the_vectors();
    request.method = vector->method;
    request.bucket = vector->bucket;
    request.key = vector->key;
    request.query = pairs + vector->query_first;
    request.query_count = vector->query_count;
    request.headers = pairs + vector->headers_first;
    request.headers_count = vector->headers_count;
    request.sign_at = vector->sign_at;
    request.expires_in = vector->expires_in;
    return request;
}

static void check_ex(const vector *vector, const presign_signer *signer, const presign_request *request) {
    size_t bound = 0;
    CHECK_STATUS(presign_url_bound(signer, request, &bound, ERROR), PRESIGN_OK);
    CHECK(bound > vector->url.len && bound < vector->url.len + 100);
    /* A buffer of exactly the size needed, so that valgrind and ASan see a write of one byte more. */
    char *out = (char *)malloc(vector->url.len + 1);
    size_t len = 0;
    CHECK_STATUS(presign_url_ex(signer, request, out, vector->url.len + 1, &len, ERROR), PRESIGN_OK);
    CHECK(same_url(vector, out, len) && out[len] == '\0');
    free(out);
    int64_t expires_at = 0;
    CHECK_STATUS(presign_expires_at(signer, request, &expires_at, ERROR), PRESIGN_OK);
    CHECK(expires_at == vector->sign_at + vector->expires_in);
    char lines[1024];
    CHECK_STATUS(presign_signed_headers(request, lines, sizeof lines, &len, ERROR), PRESIGN_OK);
    CHECK(same_text(lines, len, vector->lines) && lines[len] == '\0');
}

/* The URL, its headers and its expiry in one call. */
static void check_presigned(const vector *vector, const presign_signer *signer, const presign_request *request) {
    char out[8192];
    size_t len = 0;
    presign_presigned_request made;
    made.struct_size = sizeof made;
    CHECK_STATUS(presign_presigned(signer, request, &made, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(same_url(vector, made.url.ptr, made.url.len) && made.url.ptr[made.url.len] == '\0');
    CHECK(same_text(made.method.ptr, made.method.len, vector->method));
    CHECK(made.expires_at == vector->sign_at + vector->expires_in && made.reserved == 0);
    CHECK(made.headers_count == vector->headers_count);
    uint32_t warnings = 0;
    CHECK_STATUS(presign_request_warnings(signer, request, &warnings, ERROR), PRESIGN_OK);
    CHECK(made.warnings == warnings);
    char lines[1024];
    size_t at = 0;
    for (size_t i = 0; i < made.headers_count; ++i)
        at += (size_t)snprintf(lines + at, sizeof lines - at, "%s: %s\r\n", made.headers[i].name.ptr,
                               made.headers[i].value.ptr);
    CHECK(same_text(lines, at, vector->lines));
}

static void check_until(const vector *vector, const presign_signer *signer, presign_request request) {
    char out[8192];
    size_t len = 0;
    request.expires_at = vector->sign_at + vector->expires_in;
    request.expires_in = 0;
    CHECK_STATUS(presign_url_ex(signer, &request, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(same_url(vector, out, len));
}

static void check_flat(const vector *vector, const presign_signer *signer) {
    char out[8192];
    size_t len = 0;
    CHECK_STATUS(presign_url(signer, vector->method, vector->bucket, vector->key, vector->sign_at,
                             vector->expires_in, out, sizeof out, &len, ERROR),
                 PRESIGN_OK);
    CHECK(same_url(vector, out, len) && out[len] == '\0');
    len = 0;
    CHECK_STATUS(presign_url_until(signer, vector->method, vector->bucket, vector->key, vector->sign_at,
                                   vector->sign_at + vector->expires_in, out, sizeof out, &len, ERROR),
                 PRESIGN_OK);
    CHECK(same_url(vector, out, len) && out[len] == '\0');
    len = 0;
    CHECK_STATUS(presign_url_flat(signer, vector->method.ptr, vector->method.len, vector->bucket.ptr, vector->bucket.len,
                                  vector->key.ptr, vector->key.len, vector->sign_at, vector->expires_in, out, sizeof out,
                                  &len, ERROR),
                 PRESIGN_OK);
    CHECK(same_url(vector, out, len) && out[len] == '\0');
    len = 0;
    CHECK_STATUS(presign_url_until_flat(signer, vector->method.ptr, vector->method.len, vector->bucket.ptr,
                                        vector->bucket.len, vector->key.ptr, vector->key.len, vector->sign_at,
                                        vector->sign_at + vector->expires_in, out, sizeof out, &len, ERROR),
                 PRESIGN_OK);
    CHECK(same_url(vector, out, len) && out[len] == '\0');
}

/* Two URLs with a separator of `gap` bytes, 0 or 1. */
static void check_two(const vector *vector, const char *out, const uint64_t *offsets, size_t gap) {
    const size_t len = vector->url.len;
    CHECK(offsets[0] == 0 && offsets[1] == len + gap && offsets[2] == 2 * (len + gap));
    CHECK(same_url(vector, out, len));
    CHECK(same_url(vector, out + len + gap, len));
    if (gap > 0)
        CHECK(out[len] == '\n' && out[2 * len + 1] == '\n');
}

static void check_batch(const vector *vector, const presign_signer *signer, presign_request request) {
    const presign_str keys[2] = {vector->key, vector->key};
    const size_t exact = 2 * vector->url.len;
    uint64_t offsets[3] = {7, 7, 7};
    size_t bound = 0;
    request.key = presign_cstr(NULL);
    CHECK_STATUS(presign_urls_bound(signer, &request, keys, 2, &bound, ERROR), PRESIGN_OK);
    CHECK(bound >= exact && bound < exact + 200);
    char *out = (char *)malloc(exact);
    CHECK_STATUS(presign_urls(signer, &request, keys, 2, NULL, out, exact - 1, offsets, ERROR),
                 PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(offsets[0] == 7 && offsets[1] == 7 && offsets[2] == exact && told.index == SIZE_MAX);
    CHECK_STATUS(presign_urls(signer, &request, keys, 2, NULL, out, exact, offsets, ERROR), PRESIGN_OK);
    check_two(vector, out, offsets, 0);
    free(out);
}

/* Both keys in one text that has more before and behind them. */
static void check_flat_batch(const vector *vector, const presign_signer *signer, presign_request request) {
    const size_t key_len = vector->key.len, exact = 2 * (vector->url.len + 1);
    char *text = (char *)malloc(1 + 2 * key_len), *out = (char *)malloc(exact);
    text[0] = '#';
    memcpy(text + 1, vector->key.ptr, key_len);
    memcpy(text + 1 + key_len, vector->key.ptr, key_len);
    const uint64_t key_offsets[3] = {1, 1 + key_len, 1 + 2 * key_len};
    uint64_t offsets[3] = {7, 7, 7};
    presign_batch_options lines;
    memset(&lines, 0, sizeof lines);
    lines.struct_size = sizeof lines;
    lines.separator = '\n';
    request.key = presign_cstr(NULL);
    CHECK_STATUS(presign_urls_flat(signer, &request, text, key_offsets, 2, &lines, out, exact - 1, offsets, ERROR),
                 PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(offsets[0] == 7 && offsets[1] == 7 && offsets[2] == exact);
    CHECK_STATUS(presign_urls_flat(signer, &request, text, key_offsets, 2, &lines, out, exact, offsets, ERROR), PRESIGN_OK);
    check_two(vector, out, offsets, 1);
    free(text);
    free(out);
}

static void check_template(const vector *vector, const presign_signer *signer, presign_request request) {
    presign_template *made = NULL;
    CHECK_STATUS(presign_template_new(signer, &request, &made, ERROR), PRESIGN_ERR_KEY);
    request.key = presign_cstr(NULL);
    CHECK_STATUS(presign_template_new(signer, &request, &made, ERROR), PRESIGN_OK);
    CHECK(presign_template_expires_at(made) == vector->sign_at + vector->expires_in);
    const size_t url_len = vector->url.len;
    char *out = (char *)malloc(2 * url_len + 1);
    size_t len = 0;
    CHECK_STATUS(presign_template_url(made, vector->key, out, url_len, &len, ERROR), PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK_STATUS(presign_template_url(made, vector->key, out, url_len + 1, &len, ERROR), PRESIGN_OK);
    CHECK(same_url(vector, out, len) && out[len] == '\0');
    CHECK_STATUS(presign_template_url_flat(made, vector->key.ptr, vector->key.len, out, url_len + 1, &len, ERROR),
                 PRESIGN_OK);
    CHECK(same_url(vector, out, len) && out[len] == '\0');
    const presign_str keys[2] = {vector->key, vector->key};
    uint64_t offsets[3] = {7, 7, 7};
    CHECK_STATUS(presign_template_urls(made, keys, 2, NULL, out, 2 * url_len, offsets, ERROR), PRESIGN_OK);
    check_two(vector, out, offsets, 0);
    const uint64_t key_offsets[3] = {0, vector->key.len, vector->key.len};
    CHECK_STATUS(presign_template_urls_flat(made, vector->key.ptr, key_offsets, 1, NULL, out, url_len, offsets, ERROR),
                 PRESIGN_OK);
    CHECK(offsets[0] == 0 && offsets[1] == url_len && same_url(vector, out, url_len));
    CHECK_STATUS(presign_template_urls_flat(made, vector->key.ptr, key_offsets, 2, NULL, out, 2 * url_len, offsets, ERROR),
                 PRESIGN_ERR_KEY);
    CHECK(told.index == 1);
    free(out);
    presign_template_free(made);
}

int main(void) {
    const size_t count = VECTORS;
    CHECK(count > 180);
    for (size_t i = 0; i < count; ++i) {
        const vector *vector = &vectors[i];
        printf("%s\n", vector->name);
        fflush(stdout);
        presign_signer *signer = signer_of(vector);
        const presign_request request = request_of(vector);
        if (vector->sign_at == 0) {
            /* C refuses a signing time of 0, which other languages accept. */
            size_t len = 0;
            CHECK_STATUS(presign_url_ex(signer, &request, NULL, 0, &len, ERROR), PRESIGN_ERR_TIME);
            presign_signer_free(signer);
            continue;
        }
        check_ex(vector, signer, &request);
        check_presigned(vector, signer, &request);
        check_until(vector, signer, request);
        if (vector->query_count == 0 && vector->headers_count == 0)
            check_flat(vector, signer);
        if (vector->key.len > 0) {
            check_batch(vector, signer, request);
            check_flat_batch(vector, signer, request);
            check_template(vector, signer, request);
        }
        presign_signer_free(signer);
    }
    return 0;
}
