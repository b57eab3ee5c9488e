/* Tests of presign_inspect and presign_verify with every URL of tests/vectors: the parts are those that it was made of,
   and it is accepted until it expires, but not with a single byte changed. */
#include "received.h"
#include "vectors.h"

static presign_verifier *verifier_of_vector(const vector *vector) {
    presign_verifier_options options = verifier_options();
    options.endpoint = vector->endpoint;
    options.region = vector->region;
    options.addressing = vector->addressing;
    if (vector->addressing == PRESIGN_ADDRESSING_CNAME)
        options.bucket = vector->bucket;
    return verifier_of(&options);
}

/* One vector is signed at 0, a time that presign_verify refuses. */
static presign_received received_of(const vector *vector) {
    const int64_t now = vector->sign_at > 0 ? vector->sign_at : 1;
    presign_received received = received_url(vector->method, vector->url, now);
    received.headers = pairs + vector->headers_first;
    received.headers_count = vector->headers_count;
    return received;
}

/* Returns the request with host and target, as a server has it. No URL of the vectors has a default port. */
static presign_received as_a_server(presign_received received) {
    const char *host = strstr(received.url.ptr, "://") + 3;
    const char *target = strchr(host, '/');
    received.host.ptr = host;
    received.host.len = (size_t)(target - host);
    received.target = presign_cstr(target);
    received.url = presign_cstr(NULL);
    return received;
}

/* The names of the headers to send are in the order of vector->lines, which is sorted as the URL is. */
static void check_names(const vector *vector, const presign_str *names, size_t count) {
    const char *line = vector->lines.ptr;
    CHECK(count == vector->headers_count);
    for (size_t i = 0; i < count; ++i) {
        const presign_str expected = {line, (size_t)(strchr(line, ':') - line)};
        CHECK(is_text(names[i], expected));
        CHECK(names[i].ptr[expected.len] == '\0');
        line = strstr(line, "\r\n") + 2;
    }
}

/* Version 2's URLs do not name their headers. */
static void check_signed_headers(const vector *vector, const presign_inspection *link) {
    if (vector->version == PRESIGN_SIGNATURE_V2)
        CHECK(link->signed_headers_count == 0 && link->signed_headers == NULL);
    else
        check_names(vector, link->signed_headers, link->signed_headers_count);
}

static int times_in(const presign_pair *list, size_t count, presign_pair pair) {
    int times = 0;
    for (size_t i = 0; i < count; ++i)
        times += is_text(list[i].name, pair.name) && is_text(list[i].value, pair.value);
    return times;
}

static void check_inspection(const vector *vector, const presign_inspection *link) {
    const int is_v4 = vector->version == PRESIGN_SIGNATURE_V4;
    CHECK(link->version == vector->version);
    CHECK(is_text(link->bucket, vector->bucket) && link->bucket.ptr[link->bucket.len] == '\0');
    CHECK(is_text(link->key, vector->key) && link->key.ptr[link->key.len] == '\0');
    CHECK(is_text(link->access_key, PRESIGN_STR("AKIAIOSFODNN7EXAMPLE")));
    CHECK(is_text(link->region, is_v4 ? vector->region : presign_cstr("")));
    CHECK(is_text(link->host, as_a_server(received_of(vector)).host));
    CHECK(link->signed_at == (is_v4 ? vector->sign_at : -1));
    CHECK(link->expires_at == vector->sign_at + vector->expires_in);
    CHECK(!(link->warnings & PRESIGN_WARNING_SESSION_TOKEN) == (vector->session_token.len == 0));
    CHECK(!(link->warnings & PRESIGN_WARNING_PLAIN_HTTP) == (strncmp(vector->url.ptr, "http:", 5) != 0));
    CHECK((link->warnings & PRESIGN_WARNING_VERSION_2) == (is_v4 ? 0 : PRESIGN_WARNING_VERSION_2));
    CHECK(!(link->warnings & PRESIGN_WARNING_EXPIRED));
    check_signed_headers(vector, link);
    const presign_pair *query = pairs + vector->query_first;
    CHECK(link->query_count == vector->query_count && (uintptr_t)link->query % sizeof(void *) == 0);
    for (size_t i = 0; i < vector->query_count; ++i)
        CHECK(times_in(link->query, link->query_count, query[i]) == times_in(query, vector->query_count, query[i]));
}

static void inspect(const vector *vector, const presign_verifier *verifier) {
    const presign_received received = received_of(vector);
    presign_inspection link;
    size_t needed = 0, len = 0;
    link.struct_size = sizeof link;
    CHECK_STATUS(presign_inspect(verifier, &received, &link, NULL, 0, &needed, NULL, ERROR), PRESIGN_ERR_BUFFER_TOO_SMALL);
    /* A buffer of exactly the size needed, at every alignment, so that valgrind and ASan see a write of one byte more. */
    for (size_t shift = 0; shift < 9; ++shift) {
        char *buffer = (char *)malloc(shift + needed + 1);
        memset(buffer, 'x', shift + needed + 1);
        CHECK_STATUS(presign_inspect(verifier, &received, &link, buffer + shift, needed, &len, NULL, ERROR),
                     PRESIGN_ERR_BUFFER_TOO_SMALL);
        for (size_t i = 0; i < shift + needed + 1; ++i)
            CHECK(buffer[i] == 'x');
        CHECK_STATUS(presign_inspect(verifier, &received, &link, buffer + shift, needed + 1, &len, NULL, ERROR), PRESIGN_OK);
        CHECK(len == needed);
        check_inspection(vector, &link);
        free(buffer);
    }
}

static void verify(const vector *vector, const presign_verifier *verifier, const presign_received *received) {
    presign_verified link;
    /* The size that presign.h calls enough. */
    const size_t cap = vector->url.len + vector->bucket.len + 1024;
    size_t len = 0;
    char *buffer = (char *)malloc(cap);
    const presign_secret secrets[2] = {{PRESIGN_STR("another"), PRESIGN_STR("s"), NO_TOKEN},
                                       secret_of(SECRET_KEY, vector->session_token)};
    memset(&link, 'x', sizeof link);
    link.struct_size = sizeof link;
    CHECK_STATUS(presign_verify(verifier, received, secrets, 2, &link, buffer, cap, &len, NULL, ERROR),
                 PRESIGN_OK);
    const int is_v4 = vector->version == PRESIGN_SIGNATURE_V4;
    CHECK(link.version == vector->version && link.reserved == 0 && len < cap);
    CHECK(is_text(link.bucket, vector->bucket) && link.bucket.ptr[link.bucket.len] == '\0');
    CHECK(is_text(link.key, vector->key) && link.key.ptr[link.key.len] == '\0');
    CHECK(is_text(link.access_key, PRESIGN_STR("AKIAIOSFODNN7EXAMPLE")));
    CHECK(is_text(link.region, is_v4 ? vector->region : presign_cstr("")));
    CHECK(link.signed_at == (is_v4 ? vector->sign_at : -1));
    CHECK(link.expires_at == vector->sign_at + vector->expires_in);
    check_names(vector, link.signed_headers, link.signed_headers_count);
    free(buffer);
}

static void refuse(const vector *vector, const presign_verifier *verifier) {
    presign_received received = received_of(vector);
    const presign_str token = vector->session_token;
    CHECK(verify_reason(verifier, &received, PRESIGN_STR("another"), token) == PRESIGN_REASON_SIGNATURE);
    CHECK(verify_reason(verifier, &received, NO_TOKEN, token) == PRESIGN_REASON_UNKNOWN_ACCESS_KEY);
    CHECK(verify_reason(verifier, &received, SECRET_KEY, PRESIGN_STR("t")) == PRESIGN_REASON_TOKEN);
    received.now = vector->sign_at + vector->expires_in;
    CHECK(verify_reason(verifier, &received, SECRET_KEY, token) == PRESIGN_REASON_EXPIRED);
    --received.now;
    CHECK(verify_reason(verifier, &received, SECRET_KEY, token) == 0);
    if (vector->version == PRESIGN_SIGNATURE_V4 && vector->sign_at > 901) {
        received.now = vector->sign_at - 901;
        CHECK(verify_reason(verifier, &received, SECRET_KEY, token) == PRESIGN_REASON_NOT_YET_VALID);
    }
    received.now = received_of(vector).now;
    received.method = PRESIGN_STR("PATCH");
    CHECK(verify_reason(verifier, &received, SECRET_KEY, token) == PRESIGN_REASON_SIGNATURE);
    /* The first character of the signature is changed. */
    received = received_of(vector);
    char *url = (char *)malloc(vector->url.len);
    memcpy(url, vector->url.ptr, vector->url.len);
    char *digit = url + (strstr(vector->url.ptr, "Signature=") - vector->url.ptr) + strlen("Signature=");
    *digit = *digit == '0' ? '1' : '0';
    received.url.ptr = url;
    CHECK(verify_reason(verifier, &received, SECRET_KEY, token) == PRESIGN_REASON_SIGNATURE);
    free(url);
}

int main(void) {
    CHECK(VECTORS > 180);
    for (size_t i = 0; i < VECTORS; ++i) {
        const vector *vector = &vectors[i];
        printf("%s\n", vector->name);
        fflush(stdout);
        presign_verifier *verifier = verifier_of_vector(vector);
        const presign_received received = received_of(vector);
        const presign_received sent = as_a_server(received);
        inspect(vector, verifier);
        verify(vector, verifier, &received);
        verify(vector, verifier, &sent);
        refuse(vector, verifier);
        presign_verifier_free(verifier);
    }
    return 0;
}
