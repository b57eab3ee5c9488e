/* Tests in a process whose threads have small stacks, and which signals interrupt all the time. */
#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700
#include "received.h"

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

enum {
    /* Small, as musl's threads have by default (128 KiB). */
    STACK = 128 * 1024,
    SIGNALS = 200,
    KEYS = 100,
};

/* Makes, verifies and explains a link, and makes a batch. */
static void use_everything(const presign_signer *signer, const presign_verifier *verifier) {
    char out[sizeof(URL)];
    size_t len = 0;
    CHECK_STATUS(sign(signer, out, sizeof out, &len), PRESIGN_OK);
    CHECK(len == URL_LEN && memcmp(out, URL, sizeof(URL)) == 0);
    const presign_received received = received_url(PRESIGN_STR("GET"), PRESIGN_STR(URL), SIGN_AT + 1);
    CHECK(verify_reason(verifier, &received, SECRET_KEY, NO_TOKEN) == 0);
    CHECK(verify_reason(verifier, &received, PRESIGN_STR("another"), NO_TOKEN) == PRESIGN_REASON_SIGNATURE);

    const presign_secret secret = secret_of(PRESIGN_STR("another"), NO_TOKEN);
    char text[8192];
    presign_explain_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.response = PRESIGN_STR("<Error><Code>SignatureDoesNotMatch</Code></Error>");
    presign_explanation found;
    memset(&found, 0, sizeof found);
    found.struct_size = sizeof found;
    CHECK_STATUS(presign_explain(verifier, &received, &secret, 1, &options, &found, text, sizeof text, &len, ERROR),
                 PRESIGN_OK);
    CHECK(found.cause != 0);

    presign_request request = request_of_the_vectors();
    presign_str keys[KEYS];
    for (int i = 0; i < KEYS; ++i)
        keys[i] = request.key;
    request.key = presign_cstr(NULL);
    presign_batch_options batch;
    memset(&batch, 0, sizeof batch);
    batch.struct_size = sizeof batch;
    batch.threads = 3;
    uint64_t offsets[KEYS + 1];
    char *urls = (char *)malloc(KEYS * URL_LEN);
    CHECK(urls != NULL);
    CHECK_STATUS(presign_urls(signer, &request, keys, KEYS, &batch, urls, KEYS * URL_LEN, offsets, ERROR), PRESIGN_OK);
    for (int i = 0; i < KEYS; ++i)
        CHECK(memcmp(urls + offsets[i], URL, URL_LEN) == 0);
    free(urls);
}

typedef struct {
    presign_signer *signer;
    presign_verifier *verifier;
} handles;

static void *on_a_small_stack(void *argument) {
    const handles *both = (const handles *)argument;
    use_everything(both->signer, both->verifier);
    return NULL;
}

static void a_small_stack_is_enough(handles *both) {
    pthread_attr_t attributes;
    pthread_t thread;
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstacksize(&attributes, STACK) == 0);
    CHECK(pthread_create(&thread, &attributes, on_a_small_stack, both) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(pthread_attr_destroy(&attributes) == 0);
}

static volatile sig_atomic_t signals;

static void count_signal(int number) {
    (void)number;
    signals = signals + 1;
}

/* Without SA_RESTART, so that a system call that waits is interrupted too. */
static void signals_change_nothing(const handles *both) {
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_handler = count_signal;
    CHECK(sigaction(SIGALRM, &action, &before) == 0);
    const struct itimerval often = {{0, 200}, {0, 200}};
    const struct itimerval never = {{0, 0}, {0, 0}};
    CHECK(setitimer(ITIMER_REAL, &often, NULL) == 0);
    while (signals < SIGNALS)
        use_everything(both->signer, both->verifier);
    CHECK(setitimer(ITIMER_REAL, &never, NULL) == 0);
    CHECK(sigaction(SIGALRM, &before, NULL) == 0);
}

int main(void) {
    const presign_verifier_options options = verifier_options();
    handles both;
    both.signer = signer_of_the_vectors();
    both.verifier = verifier_of(&options);
    a_small_stack_is_enough(&both);
    signals_change_nothing(&both);
    presign_verifier_free(both.verifier);
    presign_signer_free(both.signer);
    return 0;
}
