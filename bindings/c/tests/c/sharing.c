/* Tests of one signer and one verifier in many threads, and on both sides of a fork. argv[1]: for how many seconds. */
#define _POSIX_C_SOURCE 200809L
#include "received.h"

#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 8, FORKS = 40 };

/* CHECK_STATUS keeps the last error in a variable of the program, which threads must not share. */
#define CHECK_OK(call) \
    do { \
        const presign_status got = (call); \
        CHECK(got == PRESIGN_OK); \
    } while (0)

typedef struct {
    const presign_signer *signer;
    time_t until;
    int64_t days; /* More days than the signer caches, so that threads contend for its cache. */
    long links;
} work;

static void *sign_until_then(void *argument) {
    work *mine = (work *)argument;
    char first[sizeof(URL) + 64];
    char out[sizeof(URL) + 64];
    size_t len = 0;
    do {
        for (int64_t day = 0; day < mine->days; ++day) {
            CHECK_OK(presign_url(mine->signer, PRESIGN_STR("GET"), PRESIGN_STR("example-bucket"), PRESIGN_STR("image.jpg"),
                                 SIGN_AT + 86400 * day, 60480, out, sizeof out, &len, NULL));
            CHECK(len == URL_LEN);
            if (day == 0) {
                CHECK(memcmp(out, URL, sizeof(URL)) == 0);
                memcpy(first, out, sizeof(URL));
            } else {
                CHECK(memcmp(out, first, sizeof(URL)) != 0);
            }
            ++mine->links;
        }
    } while (time(NULL) < mine->until);
    return NULL;
}

static void threads_share_one_signer(const presign_signer *signer, int seconds) {
    pthread_t threads[THREADS];
    work works[THREADS];
    for (int i = 0; i < THREADS; ++i) {
        works[i].signer = signer;
        works[i].until = time(NULL) + seconds;
        works[i].days = 1 + i;
        works[i].links = 0;
        CHECK(pthread_create(&threads[i], NULL, sign_until_then, &works[i]) == 0);
    }
    for (int i = 0; i < THREADS; ++i) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(works[i].links >= works[i].days);
    }
}

typedef struct {
    const presign_signer *signer;
    const presign_verifier *verifier;
    time_t until;
    int64_t days; /* More days than the verifier caches keys, so that threads replace each other's keys. */
    long links;
} checks;

static void *verify_until_then(void *argument) {
    checks *mine = (checks *)argument;
    char link[sizeof(URL) + 64];
    size_t len = 0;
    do {
        for (int64_t day = 0; day < mine->days; ++day) {
            const int64_t sign_at = SIGN_AT + 86400 * day;
            CHECK_OK(presign_url(mine->signer, PRESIGN_STR("GET"), PRESIGN_STR("example-bucket"), PRESIGN_STR("image.jpg"),
                                 sign_at, 60480, link, sizeof link, &len, NULL));
            presign_str url;
            url.ptr = link;
            url.len = len;
            const presign_received received = received_url(PRESIGN_STR("GET"), url, sign_at + 1);
            CHECK(verify_reason(mine->verifier, &received, SECRET_KEY, NO_TOKEN) == 0);
            CHECK(verify_reason(mine->verifier, &received, PRESIGN_STR("another"), NO_TOKEN) == PRESIGN_REASON_SIGNATURE);
            ++mine->links;
        }
    } while (time(NULL) < mine->until);
    return NULL;
}

static void threads_share_one_verifier(const presign_signer *signer, int seconds) {
    const presign_verifier_options options = verifier_options();
    presign_verifier *verifier = verifier_of(&options);
    pthread_t threads[THREADS];
    checks works[THREADS];
    for (int i = 0; i < THREADS; ++i) {
        works[i].signer = signer;
        works[i].verifier = verifier;
        works[i].until = time(NULL) + seconds;
        works[i].days = 1 + 2 * i;
        works[i].links = 0;
        CHECK(pthread_create(&threads[i], NULL, verify_until_then, &works[i]) == 0);
    }
    for (int i = 0; i < THREADS; ++i) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(works[i].links >= works[i].days);
    }
    presign_verifier_free(verifier);
}

/* Each thread's batches have threads of their own. */
static void *make_batches(void *argument) {
    enum { KEYS = 300, BATCHES = 5 };
    const presign_signer *signer = (const presign_signer *)argument;
    presign_request request = request_of_the_vectors();
    presign_str keys[KEYS];
    for (int i = 0; i < KEYS; ++i)
        keys[i] = request.key;
    request.key = presign_cstr(NULL);
    presign_batch_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.threads = 3;
    char *out = (char *)malloc(KEYS * URL_LEN);
    uint64_t offsets[KEYS + 1];
    CHECK(out != NULL);
    for (int batch = 0; batch < BATCHES; ++batch) {
        memset(out, 'x', KEYS * URL_LEN);
        CHECK_OK(presign_urls(signer, &request, keys, KEYS, &options, out, KEYS * URL_LEN, offsets, NULL));
        for (int i = 0; i < KEYS; ++i)
            CHECK(offsets[i] == (uint64_t)i * URL_LEN && memcmp(out + offsets[i], URL, URL_LEN) == 0);
    }
    free(out);
    return NULL;
}

static void threads_make_batches_with_threads(presign_signer *signer) {
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; ++i)
        CHECK(pthread_create(&threads[i], NULL, make_batches, signer) == 0);
    for (int i = 0; i < THREADS; ++i)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

/* Another thread keeps signing while the process forks. */
static void a_forked_child_can_sign(const presign_signer *signer, int seconds) {
    char out[sizeof(URL)];
    size_t len = 0;
    CHECK_STATUS(sign(signer, out, sizeof out, &len), PRESIGN_OK);
    work busy = {signer, time(NULL) + seconds, 8, 0};
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, sign_until_then, &busy) == 0);
    for (int i = 0; i < FORKS; ++i) {
        const pid_t child = fork();
        CHECK(child >= 0);
        if (child == 0) {
            alarm(20); /* Ends a child that hangs; the check of its status then fails. */
            for (int64_t day = 0; day < 6; ++day)
                if (presign_url(signer, PRESIGN_STR("GET"), PRESIGN_STR("example-bucket"), PRESIGN_STR("image.jpg"),
                                SIGN_AT + 86400 * day, 60480, out, sizeof out, &len, NULL) != PRESIGN_OK)
                    _exit(1);
            const int good = sign(signer, out, sizeof out, &len) == PRESIGN_OK && memcmp(out, URL, sizeof(URL)) == 0;
            _exit(good ? 0 : 2);
        }
        int status = 0;
        CHECK(waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    CHECK(pthread_join(thread, NULL) == 0);
}

int main(int argc, char **argv) {
    const int seconds = argc > 1 ? atoi(argv[1]) : 2;
    presign_signer *signer = signer_of_the_vectors();
    threads_share_one_signer(signer, seconds);
    threads_share_one_verifier(signer, seconds);
    threads_make_batches_with_threads(signer);
    a_forked_child_can_sign(signer, seconds);
    presign_signer_free(signer);
    return 0;
}
