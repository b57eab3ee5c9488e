/* What calls of libpresign cost, in nanoseconds of CPU time per link: the workload of benches/workload, one thread, one
   buffer. Prints the medians of the rounds. call.rs does the same in Rust. */

#define _POSIX_C_SOURCE 199309L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <presign.h>

enum { KEYS = 1000, KEY_SIZE = 64, ROUNDS = 101, CALLS = 5000, URL_SIZE = 1024 };

/* 2026-11-22T00:00:00Z */
static const int64_t SIGN_AT = 1795305600;

/* The keys, as strings and as one text, and what the calls fill. */
typedef struct {
    presign_signer *signer;
    presign_template *template_;
    presign_request request;
    presign_request requests[KEYS];
    presign_pair dispositions[KEYS];
    char values[KEYS][48];
    char text[KEYS * KEY_SIZE];
    uint64_t key_offsets[KEYS + 1];
    presign_str keys[KEYS];
    char out[KEYS * 1024];
    uint64_t offsets[KEYS + 1];
    char url[URL_SIZE];
} workload;

/* Signs at least CALLS links, beginning with the key of this number. Stores the last one in `url`. */
typedef presign_status (*round_of_calls)(workload *with, size_t first);

static presign_status single(workload *with, size_t first) {
    presign_status status = PRESIGN_OK;
    size_t len;
    for (size_t call = first; call < first + CALLS; call++)
        status |= presign_url(with->signer, PRESIGN_STR("GET"), PRESIGN_STR("example-bucket"), with->keys[call % KEYS],
                              SIGN_AT, 3600, with->url, sizeof with->url, &len, NULL);
    return status;
}

static presign_status from_template(workload *with, size_t first) {
    presign_status status = PRESIGN_OK;
    size_t len;
    for (size_t call = first; call < first + CALLS; call++)
        status |= presign_template_url(with->template_, with->keys[call % KEYS], with->url, sizeof with->url, &len, NULL);
    return status;
}

static void keep_last(workload *with) {
    snprintf(with->url, sizeof with->url, "%.*s", (int)(with->offsets[KEYS] - with->offsets[KEYS - 1]),
             with->out + with->offsets[KEYS - 1]);
}

static presign_status batch(workload *with, size_t first) {
    presign_status status = PRESIGN_OK;
    (void)first;
    for (size_t links = 0; links < CALLS; links += KEYS)
        status |= presign_urls(with->signer, &with->request, with->keys, KEYS, NULL, with->out, sizeof with->out,
                               with->offsets, NULL);
    keep_last(with);
    return status;
}

static presign_status flat_batch(workload *with, size_t first) {
    presign_status status = PRESIGN_OK;
    (void)first;
    for (size_t links = 0; links < CALLS; links += KEYS)
        status |= presign_urls_flat(with->signer, &with->request, with->text, with->key_offsets, KEYS, NULL, with->out,
                                    sizeof with->out, with->offsets, NULL);
    keep_last(with);
    return status;
}

/* Each link its own request, with a query of its own. */
static presign_status requests(workload *with, size_t first) {
    presign_status status = PRESIGN_OK;
    (void)first;
    for (size_t links = 0; links < CALLS; links += KEYS)
        status |= presign_requests(with->signer, with->requests, KEYS, NULL, with->out, sizeof with->out, with->offsets, NULL);
    keep_last(with);
    return status;
}

/* A lifetime over the limit, with the sentence that says so. */
static presign_status refused(workload *with, size_t first) {
    presign_error error = {.struct_size = sizeof error};
    presign_status status = PRESIGN_OK;
    size_t len;
    for (size_t call = first; call < first + CALLS; call++)
        status |= presign_url(with->signer, PRESIGN_STR("GET"), PRESIGN_STR("example-bucket"), with->keys[call % KEYS],
                              SIGN_AT, 604801, with->url, sizeof with->url, &len, &error) != PRESIGN_ERR_EXPIRES;
    snprintf(with->url, sizeof with->url, "%s", error.message);
    return status;
}

static const round_of_calls ROUND[] = {single, from_template, batch, flat_batch, requests, refused};

static double cpu_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int ascending(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static int prepare(workload *with) {
    presign_signer_options options = {.struct_size = sizeof options};
    memset(with, 0, sizeof *with);
    options.access_key = PRESIGN_STR("AKIAIOSFODNN7EXAMPLE");
    options.secret_key = PRESIGN_STR("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    options.region = PRESIGN_STR("us-east-1");
    with->request.struct_size = sizeof with->request;
    with->request.method = PRESIGN_STR("GET");
    with->request.bucket = PRESIGN_STR("example-bucket");
    with->request.sign_at = SIGN_AT;
    with->request.expires_in = 3600;
    for (size_t i = 0; i < KEYS; i++) {
        char *key = with->text + with->key_offsets[i];
        with->keys[i].ptr = key;
        with->keys[i].len =
            (size_t)snprintf(key, KEY_SIZE, "photos/2026/11/22/user-%08d/image-%08d.jpg", (int)i, (int)i);
        with->dispositions[i].name = PRESIGN_STR("response-content-disposition");
        with->dispositions[i].value.ptr = with->values[i];
        with->dispositions[i].value.len = (size_t)snprintf(with->values[i], sizeof with->values[i],
                                                           "attachment; filename=\"image-%08d.jpg\"", (int)i);
        with->requests[i] = with->request;
        with->requests[i].key = with->keys[i];
        with->requests[i].query = &with->dispositions[i];
        with->requests[i].query_count = 1;
        with->key_offsets[i + 1] = with->key_offsets[i] + with->keys[i].len;
    }
    return presign_signer_new(&options, &with->signer, NULL) == PRESIGN_OK &&
           presign_template_new(with->signer, &with->request, &with->template_, NULL) == PRESIGN_OK;
}

int main(int argc, char **argv) {
    static workload with;
    if (!prepare(&with))
        return 1;
    for (size_t what = 0; what < sizeof ROUND / sizeof ROUND[0]; what++) {
        double rounds[ROUNDS];
        for (size_t i = 0; i < ROUNDS; i++) {
            double begin = cpu_ns();
            if (ROUND[what](&with, i * CALLS) != PRESIGN_OK)
                return 1;
            rounds[i] = (cpu_ns() - begin) / CALLS;
        }
        qsort(rounds, ROUNDS, sizeof *rounds, ascending);
        /* Any argument: the last links, to be compared with Rust's. */
        if (argc > 1 && argv[1] != NULL)
            printf("%s\n", with.url);
        else
            printf("%.1f ", rounds[ROUNDS / 2]);
    }
    if (argc == 1)
        putchar('\n');
    presign_template_free(with.template_);
    presign_signer_free(with.signer);
    return 0;
}
