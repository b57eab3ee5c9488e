/* Tests of one signer in many threads, and on both sides of a fork. argv[1]: for how many seconds. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 8, FORKS = 40 };

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
            CHECK_STATUS(presign_url(mine->signer, PRESIGN_STR("GET"), PRESIGN_STR("example-bucket"),
                                     PRESIGN_STR("image.jpg"), SIGN_AT + 86400 * day, 60480, out, sizeof out, &len, NULL),
                         PRESIGN_OK);
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
    a_forked_child_can_sign(signer, seconds);
    presign_signer_free(signer);
    return 0;
}
