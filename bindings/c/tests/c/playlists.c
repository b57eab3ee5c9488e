/* Tests of presign_playlist: the URIs become URLs of tests/vectors, and every invalid input is an error. */
#include "bad.h"

#define PLAYLIST(uri) "#EXTM3U\n#EXTINF:6,\n" uri "\n#EXT-X-UNKNOWN:\"x\"\n#EXT-X-ENDLIST"

static presign_request request_of_a_playlist(void) {
    presign_request request = request_of_the_vectors();
    request.key = PRESIGN_STR("index.m3u8");
    return request;
}

typedef struct {
    const presign_signer *signer;
    presign_request request;
    presign_str text;
    presign_playlist_options options;
} playlist_call;

static presign_status sign_playlist(void *context) {
    const playlist_call *call = (const playlist_call *)context;
    char out[2048];
    memset(out, 'x', sizeof out);
    size_t len = 77;
    const presign_status status = presign_playlist(call->signer, &call->request, call->text.ptr, call->text.len,
                                                   &call->options, out, sizeof out, &len, NULL);
    if (status != PRESIGN_OK)
        CHECK(len == 77 && out[0] == 'x' && out[sizeof out - 1] == 'x');
    return status;
}

static void a_uri_becomes_the_url_of_its_key(const presign_signer *signer) {
    static const char given[] = PLAYLIST("image.jpg"), expected[] = PLAYLIST(URL);
    const presign_request request = request_of_a_playlist();
    char out[sizeof expected];
    size_t len = 0;
    CHECK_STATUS(presign_playlist(signer, &request, given, sizeof given - 1, NULL, out, sizeof out - 1, &len, ERROR),
                 PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(len == sizeof expected - 1);
    CHECK_STATUS(presign_playlist(signer, &request, given, sizeof given - 1, NULL, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(len == sizeof expected - 1 && memcmp(out, expected, sizeof expected) == 0);
}

static void nested_playlists_lead_where_the_caller_says(const presign_signer *signer) {
    static const char given[] = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na/b.m3u8\n";
    playlist_call call = {signer, request_of_a_playlist(), {given, sizeof given - 1}, {0, {NULL, 0}, 0, 0}};
    call.options.struct_size = sizeof call.options;
    char out[2048];
    size_t len = 0;
    CHECK_STATUS(presign_playlist(signer, &call.request, given, sizeof given - 1, NULL, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_PLAYLIST);
    CHECK(told.index == 2 && strstr(told.message, "line 3") != NULL && strstr(told.message, "a/b.m3u8") != NULL);
    const struct {
        const char *nested, *line;
    } choices[] = {{"keep", "\na/b.m3u8\n"},
                   {"sign", "/example-bucket/a/b.m3u8?X-Amz-Algorithm="},
                   {"https://app.example/?k={key}", "\nhttps://app.example/?k=a%2Fb.m3u8\n"},
                   {"/{path}", "\n/a/b.m3u8\n"}};
    for (int i = 0; i < 4; ++i) {
        call.options.nested = presign_cstr(choices[i].nested);
        CHECK_STATUS(presign_playlist(signer, &call.request, given, sizeof given - 1, &call.options, out, sizeof out, &len,
                                      ERROR),
                     PRESIGN_OK);
        CHECK(strstr(out, choices[i].line) != NULL);
    }
    call.options.nested = PRESIGN_STR("elsewhere");
    CHECK_STATUS(sign_playlist(&call), PRESIGN_ERR_CHOICE);
    bad_string(&call.options.nested, sign_playlist, &call);
}

static void invalid_input_is_an_error(const presign_signer *signer) {
    static const char given[] = PLAYLIST("image.jpg");
    playlist_call call = {signer, request_of_a_playlist(), {given, sizeof given - 1}, {0, {NULL, 0}, 0, 0}};
    call.options.struct_size = sizeof call.options;
    CHECK_STATUS(sign_playlist(&call), PRESIGN_OK);
    bad_string(&call.text, sign_playlist, &call);
    bad_string(&call.request.bucket, sign_playlist, &call);
    call.options.flags = 1;
    CHECK_STATUS(sign_playlist(&call), PRESIGN_ERR_STRUCT_SIZE);
    call.options.flags = 0;
    const size_t sizes[] = {0, 8, sizeof call.options - 1, 4097, SIZE_MAX};
    for (int i = 0; i < 5; ++i) {
        call.options.struct_size = sizes[i];
        CHECK_STATUS(sign_playlist(&call), PRESIGN_ERR_STRUCT_SIZE);
    }
    call.options.struct_size = sizeof call.options;
    call.text = presign_cstr(NULL);
    CHECK_STATUS(sign_playlist(&call), PRESIGN_ERR_PLAYLIST);
    call.text = PRESIGN_STR("<html></html>");
    CHECK_STATUS(sign_playlist(&call), PRESIGN_ERR_PLAYLIST);
    call.text = PRESIGN_STR("#EXTM3U\na\0b\n");
    CHECK_STATUS(sign_playlist(&call), PRESIGN_ERR_PLAYLIST);
    call.text.ptr = given;
    call.text.len = sizeof given - 1;
    call.request.method = PRESIGN_STR("PUT");
    CHECK_STATUS(sign_playlist(&call), PRESIGN_ERR_METHOD);
    call.request = request_of_a_playlist();
    call.request.key = presign_cstr(NULL);
    CHECK_STATUS(sign_playlist(&call), PRESIGN_ERR_KEY);
    call.request = request_of_a_playlist();
    call.request.sign_at = 0;
    CHECK_STATUS(sign_playlist(&call), PRESIGN_ERR_TIME);
    call.request = request_of_a_playlist();
    char out[16];
    size_t len = 7;
    CHECK_STATUS(presign_playlist(NULL, &call.request, given, 7, NULL, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_playlist(signer, NULL, given, 7, NULL, out, sizeof out, &len, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK(len == 7);
}

int main(void) {
    presign_signer *signer = signer_of_the_vectors();
    a_uri_becomes_the_url_of_its_key(signer);
    nested_playlists_lead_where_the_caller_says(signer);
    invalid_input_is_an_error(signer);
    presign_signer_free(signer);
    return 0;
}
