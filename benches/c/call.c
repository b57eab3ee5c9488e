/* What presign_url costs, in nanoseconds per link: the workload of benches/workload, one thread, one buffer.
   Prints the median of the rounds. call.rs does the same in Rust. */

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

int main(int argc, char **argv) {
    static char texts[KEYS][KEY_SIZE];
    presign_str keys[KEYS];
    double rounds[ROUNDS];
    char url[1024];
    size_t i, len, call = 0;
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
    /* Any argument: the last link, to be compared with Rust's. */
    if (argc > 1 && argv[1] != NULL) {
        puts(url);
    } else {
        qsort(rounds, ROUNDS, sizeof *rounds, ascending);
        printf("%.1f\n", rounds[ROUNDS / 2]);
    }
    presign_signer_free(signer);
    return 0;
}
