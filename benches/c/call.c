/* What presign_url and presign_urls cost, in nanoseconds per link: the workload of benches/workload, one thread, one
   buffer. Prints the medians of the rounds, calls and batches. call.rs does the same in Rust. */

#define _POSIX_C_SOURCE 199309L

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <presign.h>

enum { KEYS = 1000, KEY_SIZE = 64, ROUNDS = 101, CALLS = 5000 };

/* 2026-11-22T00:00:00Z */
static const int64_t SIGN_AT = 1795305600;

static double now_in_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int ascending(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static presign_signer *make_signer(void) {
    presign_signer_options options = {.struct_size = sizeof options};
    presign_signer *signer = NULL;
    options.access_key = PRESIGN_STR("AKIAIOSFODNN7EXAMPLE");
    options.secret_key = PRESIGN_STR("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    options.region = PRESIGN_STR("us-east-1");
    if (presign_signer_new(&options, &signer) != PRESIGN_OK)
        exit(1);
    return signer;
}

static double median(double *rounds) {
    qsort(rounds, ROUNDS, sizeof *rounds, ascending);
    return rounds[ROUNDS / 2];
}

/* All keys at once, CALLS links a round. Stores the last link. */
static double batches(const presign_signer *signer, const presign_str *keys, char *url, size_t cap) {
    static char out[KEYS * 512];
    static uint64_t offsets[KEYS + 1];
    double rounds[ROUNDS];
    presign_request request = {.struct_size = sizeof request};
    size_t bad_key;
    request.method = PRESIGN_STR("GET");
    request.bucket = PRESIGN_STR("example-bucket");
    request.sign_at = SIGN_AT;
    request.expires_in = 3600;
    for (size_t i = 0; i < ROUNDS; i++) {
        double begin = now_in_ns();
        for (size_t links = 0; links < CALLS; links += KEYS)
            if (presign_urls(signer, &request, keys, KEYS, NULL, out, sizeof out, offsets, &bad_key) != PRESIGN_OK)
                exit(1);
        rounds[i] = (now_in_ns() - begin) / CALLS;
    }
    snprintf(url, cap, "%.*s", (int)(offsets[KEYS] - offsets[KEYS - 1]), out + offsets[KEYS - 1]);
    return median(rounds);
}

int main(int argc, char **argv) {
    static char texts[KEYS][KEY_SIZE];
    presign_str keys[KEYS];
    double rounds[ROUNDS];
    char url[1024], last[1024];
    size_t i, len, call = 0;
    double in_batches;
    presign_signer *signer = make_signer();

    for (i = 0; i < KEYS; i++) {
        snprintf(texts[i], KEY_SIZE, "photos/2026/11/22/user-%08d/image-%08d.jpg", (int)i, (int)i);
        keys[i] = presign_cstr(texts[i]);
    }
    for (i = 0; i < ROUNDS; i++) {
        double begin = now_in_ns();
        size_t end = call + CALLS;
        for (; call < end; call++) {
            if (presign_url(signer, PRESIGN_STR("GET"), PRESIGN_STR("example-bucket"), keys[call % KEYS], SIGN_AT, 3600,
                            url, sizeof url, &len) != PRESIGN_OK)
                return 1;
        }
        rounds[i] = (now_in_ns() - begin) / CALLS;
    }
    in_batches = batches(signer, keys, last, sizeof last);
    /* Any argument: the last links, to be compared with Rust's. */
    if (argc > 1 && argv[1] != NULL)
        printf("%s\n%s\n", url, last);
    else
        printf("%.1f %.1f\n", median(rounds), in_batches);
    presign_signer_free(signer);
    return 0;
}
