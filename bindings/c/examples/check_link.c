/* Checks a presigned URL as a storage does, and prints its contents:

     check_link METHOD URL [NOW]

   Exits with 0 if the request is accepted, else with 1, after printing the storage's error response. Endpoint and
   region come from AWS_ENDPOINT_URL and AWS_REGION, the one known pair of keys from AWS_ACCESS_KEY_ID and
   AWS_SECRET_ACCESS_KEY. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <presign.h>

/* A server would get the secrets of its users from its database. */
static presign_status check(const presign_verifier *verifier, const presign_received *received) {
    presign_secret secret = {presign_cstr(getenv("AWS_ACCESS_KEY_ID")), presign_cstr(getenv("AWS_SECRET_ACCESS_KEY")),
                             presign_cstr(getenv("AWS_SESSION_TOKEN"))};
    presign_verified verified = {.struct_size = sizeof verified};
    presign_refusal refusal = {.struct_size = sizeof refusal};
    presign_error error = {.struct_size = sizeof error};
    char buffer[8192];
    size_t len;

    presign_status status = presign_verify(verifier, received, &secret, 1, &verified, buffer, sizeof buffer, &len,
                                           &refusal, &error);
    if (status == PRESIGN_OK)
        printf("bucket %s\nkey %s\nuntil %lld\n", verified.bucket.ptr, verified.key.ptr,
               (long long)verified.expires_at);
    else if (status == PRESIGN_ERR_REFUSED)
        fprintf(stderr, "check_link: %u %s: %s\n", (unsigned)refusal.http_status, refusal.code.ptr, refusal.message.ptr);
    else
        fprintf(stderr, "check_link: %s\n", error.message);
    return status;
}

int main(int argc, char **argv) {
    presign_verifier_options options = {.struct_size = sizeof options};
    presign_received received = {.struct_size = sizeof received};
    presign_verifier *verifier = NULL;
    presign_error error = {.struct_size = sizeof error};
    presign_status status;

    if (argc < 3 || argc > 4) {
        fprintf(stderr, "usage: check_link METHOD URL [NOW]\n");
        return 2;
    }
    options.endpoint = presign_cstr(getenv("AWS_ENDPOINT_URL"));
    options.region = presign_cstr(getenv("AWS_REGION"));
    received.method = presign_cstr(argv[1]);
    received.url = presign_cstr(argv[2]);
    received.now = argc > 3 ? strtoll(argv[3], NULL, 10) : (int64_t)time(NULL);

    status = presign_verifier_new(&options, &verifier, &error);
    if (status == PRESIGN_OK)
        status = check(verifier, &received);
    else
        fprintf(stderr, "check_link: %s\n", error.message);
    presign_verifier_free(verifier);
    return status == PRESIGN_OK ? 0 : 1;
}
