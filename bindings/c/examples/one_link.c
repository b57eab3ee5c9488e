/* Prints a presigned URL of an object:

     one_link BUCKET KEY SECONDS [SIGN_AT]

   Credentials come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, region and endpoint from
   AWS_REGION and AWS_ENDPOINT_URL. Never pass secrets on the command line: every user of the machine can read it. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <presign.h>

static presign_str from_environment(const char *name) { return presign_cstr(getenv(name)); }

int main(int argc, char **argv) {
    presign_signer_options options = {.struct_size = sizeof options};
    presign_signer *signer = NULL;
    presign_error error = {.struct_size = sizeof error};
    presign_status status;
    char url[4096];
    size_t len;

    if (argc < 4 || argc > 5) {
        fprintf(stderr, "usage: one_link BUCKET KEY SECONDS [SIGN_AT]\n");
        return 2;
    }
    options.access_key = from_environment("AWS_ACCESS_KEY_ID");
    options.secret_key = from_environment("AWS_SECRET_ACCESS_KEY");
    options.session_token = from_environment("AWS_SESSION_TOKEN");
    options.region = from_environment("AWS_REGION");
    options.endpoint = from_environment("AWS_ENDPOINT_URL");
    status = presign_signer_new(&options, &signer, &error);
    if (status == PRESIGN_OK) {
        int64_t now = argc > 4 ? strtoll(argv[4], NULL, 10) : (int64_t)time(NULL);
        uint32_t expires_in = (uint32_t)strtoul(argv[3], NULL, 10);
        status = presign_url(signer, PRESIGN_STR("GET"), presign_cstr(argv[1]), presign_cstr(argv[2]), now,
                             expires_in, url, sizeof url, &len, &error);
        presign_signer_free(signer);
    }
    if (status != PRESIGN_OK) {
        fprintf(stderr, "one_link: %s\n", error.message);
        return 1;
    }
    puts(url);
    return 0;
}
