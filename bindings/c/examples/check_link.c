/* Checks a presigned URL as a storage does, and prints its contents:

     check_link METHOD URL [NOW]

   Exits with 0 if the request is accepted, else with 1, after printing the storage's error response. Endpoint and
   region come from AWS_ENDPOINT_URL and AWS_REGION, the one known pair of keys from AWS_ACCESS_KEY_ID and
   AWS_SECRET_ACCESS_KEY. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <presign.h>

/* Returns the secret key of an access key, which a server would get from its database; empty for an unknown one. */
static presign_str secret_of(presign_str access_key) {
    const presign_str known = presign_cstr(getenv("AWS_ACCESS_KEY_ID"));
    if (known.len != access_key.len || memcmp(known.ptr, access_key.ptr, known.len) != 0)
        return presign_cstr(NULL);
    return presign_cstr(getenv("AWS_SECRET_ACCESS_KEY"));
}

static presign_status check(const presign_verifier *verifier, const presign_received *received) {
    presign_inspection link = {.struct_size = sizeof link};
    presign_verified verified = {.struct_size = sizeof verified};
    presign_reason reason = 0;
    char inspect_buffer[8192], verify_buffer[8192];
    size_t len;

    presign_status status =
        presign_inspect(verifier, received, &link, inspect_buffer, sizeof inspect_buffer, &len, &reason);
    if (status == PRESIGN_OK)
        status = presign_verify(verifier, received, secret_of(link.access_key),
                                presign_cstr(getenv("AWS_SESSION_TOKEN")), &verified, verify_buffer,
                                sizeof verify_buffer, &len, &reason);
    if (status == PRESIGN_OK)
        printf("bucket %s\nkey %s\nuntil %lld\n", verified.bucket.ptr, verified.key.ptr,
               (long long)verified.expires_at);
    if (status == PRESIGN_ERR_REFUSED)
        fprintf(stderr, "check_link: %u %s: %s\n", (unsigned)presign_reason_http_status(reason),
                presign_reason_code(reason), presign_reason_message(reason));
    else if (status != PRESIGN_OK)
        fprintf(stderr, "check_link: %s\n", presign_status_message(status));
    return status;
}

int main(int argc, char **argv) {
    presign_verifier_options options = {.struct_size = sizeof options};
    presign_received received = {.struct_size = sizeof received};
    presign_verifier *verifier = NULL;
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

    status = presign_verifier_new(&options, &verifier, NULL);
    if (status == PRESIGN_OK)
        status = check(verifier, &received);
    else
        fprintf(stderr, "check_link: %s\n", presign_status_message(status));
    presign_verifier_free(verifier);
    return status == PRESIGN_OK ? 0 : 1;
}
