/* Tests of the memory that is read and written: not a byte beyond strings and buffers. */
#include "check.h"

/* For every buffer size the length needed is stored, and no byte is written unless the whole URL fits. */
static void small_buffers_stay_untouched(const presign_signer *signer) {
    for (size_t cap = 0; cap <= URL_LEN + 2; ++cap) {
        char *out = (char *)malloc(cap + 1);
        memset(out, 'x', cap + 1);
        size_t len = 0;
        const presign_status expected = cap > URL_LEN ? PRESIGN_OK : PRESIGN_ERR_BUFFER_TOO_SMALL;
        CHECK_STATUS(sign(signer, cap == 0 ? NULL : out, cap, &len), expected);
        CHECK(len == URL_LEN);
        if (expected == PRESIGN_OK)
            CHECK(memcmp(out, URL, sizeof(URL)) == 0);
        for (size_t i = expected == PRESIGN_OK ? sizeof(URL) : 0; i <= cap; ++i)
            CHECK(out[i] == 'x');
        free(out);
    }
}

static void signed_headers_fill_the_buffer_exactly(void) {
    const presign_pair headers[2] = {{{"X-Amz-Meta-B", 12}, {" two  words\t", 12}}, {{"Content-Type", 12}, {"text/css", 8}}};
    static const char lines[] = "content-type: text/css\r\nx-amz-meta-b: two  words\r\n";
    presign_request request;
    memset(&request, 0, sizeof request);
    request.struct_size = sizeof request;
    request.headers = headers;
    request.headers_count = 2;
    char out[sizeof lines] = "x";
    size_t len = 0;
    CHECK_STATUS(presign_signed_headers(&request, out, sizeof out - 1, &len, ERROR), PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(len == sizeof lines - 1 && out[0] == 'x' && out[1] == '\0');
    CHECK_STATUS(presign_signed_headers(&request, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(len == sizeof lines - 1 && memcmp(out, lines, sizeof lines) == 0);
    request.headers_count = 0;
    CHECK_STATUS(presign_signed_headers(&request, NULL, 0, &len, ERROR), PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(len == 0);
    CHECK_STATUS(presign_signed_headers(&request, out, 1, &len, ERROR), PRESIGN_OK);
    CHECK(len == 0 && out[0] == '\0');
    len = 77;
    request.reserved = 1;
    CHECK_STATUS(presign_signed_headers(&request, out, sizeof out, &len, ERROR), PRESIGN_ERR_STRUCT_SIZE);
    CHECK(len == 77);
}

/* Returns a string in memory of exactly its length, so that valgrind and ASan see a read of one byte more. */
static presign_str exact(const char *text) {
    const size_t len = strlen(text);
    char *bytes = (char *)malloc(len);
    memcpy(bytes, text, len);
    const presign_str string = {bytes, len};
    return string;
}

static void no_byte_after_a_string_is_read(void) {
    presign_signer_options options = options_of_the_vectors();
    options.access_key = exact("AKIAIOSFODNN7EXAMPLE");
    options.secret_key = exact("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    options.endpoint = exact("https://s-dt2.cloud.gcore.lu");
    options.region = exact("s-dt2");
    presign_signer *signer = NULL;
    CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_OK);
    /* The signer copied all strings: the originals are overwritten and freed. */
    presign_str given[] = {options.access_key, options.secret_key, options.endpoint, options.region};
    for (int i = 0; i < 4; ++i) {
        memset((void *)(uintptr_t)given[i].ptr, 0, given[i].len);
        free((void *)(uintptr_t)given[i].ptr);
    }
    presign_request request = request_of_the_vectors();
    request.method = exact("GET");
    request.bucket = exact("example-bucket");
    request.key = exact("image.jpg");
    char out[sizeof(URL)];
    size_t len = 0;
    CHECK_STATUS(presign_url_ex(signer, &request, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(memcmp(out, URL, sizeof(URL)) == 0);
    free((void *)(uintptr_t)request.method.ptr);
    free((void *)(uintptr_t)request.bucket.ptr);
    free((void *)(uintptr_t)request.key.ptr);
    presign_signer_free(signer);
}

int main(void) {
    presign_signer *signer = signer_of_the_vectors();
    small_buffers_stay_untouched(signer);
    signed_headers_fill_the_buffer_exactly();
    no_byte_after_a_string_is_read();
    presign_signer_free(signer);
    return 0;
}
