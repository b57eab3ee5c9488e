/* Prints a presigned URL for uploading an object of one content type, and the headers to send with it:

     upload_link BUCKET KEY CONTENT_TYPE [SIGN_AT]
     curl -T FILE -H 'content-type: ...' 'https://...'

   Credentials, region and endpoint come from the environment, as in one_link.c. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <presign.h>

static presign_str from_environment(const char *name) { return presign_cstr(getenv(name)); }

static presign_status make_signer(presign_signer **signer, presign_error *error) {
    presign_signer_options options = {.struct_size = sizeof options};
    options.access_key = from_environment("AWS_ACCESS_KEY_ID");
    options.secret_key = from_environment("AWS_SECRET_ACCESS_KEY");
    options.session_token = from_environment("AWS_SESSION_TOKEN");
    options.region = from_environment("AWS_REGION");
    options.endpoint = from_environment("AWS_ENDPOINT_URL");
    return presign_signer_new(&options, signer, error);
}

int main(int argc, char **argv) {
    presign_signer *signer = NULL;
    presign_request request = {.struct_size = sizeof request};
    presign_pair content_type = {PRESIGN_STR("Content-Type"), {NULL, 0}};
    presign_status status;
    presign_error error = {.struct_size = sizeof error};
    presign_presigned_request made = {.struct_size = sizeof made};
    char buffer[8192];
    size_t len, i;

    if (argc < 4 || argc > 5) {
        fprintf(stderr, "usage: upload_link BUCKET KEY CONTENT_TYPE [SIGN_AT]\n");
        return 2;
    }
    content_type.value = presign_cstr(argv[3]);
    request.method = PRESIGN_STR("PUT");
    request.bucket = presign_cstr(argv[1]);
    request.key = presign_cstr(argv[2]);
    request.headers = &content_type;
    request.headers_count = 1;
    request.expires_in = 900;
    request.sign_at = argc > 4 ? strtoll(argv[4], NULL, 10) : (int64_t)time(NULL);

    status = make_signer(&signer, &error);
    if (status == PRESIGN_OK)
        status = presign_presigned(signer, &request, &made, buffer, sizeof buffer, &len, &error);
    if (status == PRESIGN_OK) {
        printf("%s\n", made.url.ptr);
        for (i = 0; i < made.headers_count; i++)
            printf("%s: %s\n", made.headers[i].name.ptr, made.headers[i].value.ptr);
    } else {
        fprintf(stderr, "upload_link: %s\n", error.message);
    }
    presign_signer_free(signer);
    return status == PRESIGN_OK ? 0 : 1;
}
