/* Tests of every invalid input of the functions that fill structs: the status, and that all outputs are untouched. */
#include "results.h"

typedef struct {
    int call;
    inputs *given;
} one_call;

static presign_status run_one(void *context) {
    const one_call *one = (const one_call *)context;
    return run(one->call, one->given);
}

static presign_status run_new(void *context) {
    presign_verifier *made = NULL;
    const presign_status status = presign_verifier_new(&((inputs *)context)->options, &made, ERROR);
    CHECK((made == NULL) == (status != PRESIGN_OK));
    presign_verifier_free(made);
    return status;
}

/* Tries invalid pointers and counts of an array. `list` points to the field with its address, `count` to its length. */
static void bad_list(const void **list, size_t *count, presign_status (*call)(void *), void *context) {
    const void *good = *list;
    const size_t good_count = *count;
    *list = NULL;
    *count = 1;
    CHECK_STATUS(call(context), PRESIGN_ERR_NULL_POINTER);
    static const size_t numbers[9] = {0};
    *list = (const void *)((const char *)numbers + 1);
    CHECK_STATUS(call(context), PRESIGN_ERR_NULL_POINTER);
    *list = numbers;
    for (int i = 0; i < BAD_LENGTHS; ++i) {
        *count = BAD_LENGTH[i];
        CHECK_STATUS(call(context), PRESIGN_ERR_TOO_LARGE);
    }
    *list = good;
    *count = good_count;
}

/* The same for an array of structs, which need no alignment. */
static void bad_structs(const void **list, size_t *count, presign_status (*call)(void *), void *context) {
    const void *good = *list;
    const size_t good_count = *count;
    *list = NULL;
    CHECK_STATUS(call(context), PRESIGN_ERR_NULL_POINTER);
    *list = good;
    for (int i = 0; i < BAD_LENGTHS; ++i) {
        *count = BAD_LENGTH[i];
        CHECK_STATUS(call(context), PRESIGN_ERR_TOO_LARGE);
    }
    *count = good_count;
}

static void bad_size(size_t *struct_size, presign_status (*call)(void *), void *context) {
    const size_t good = *struct_size;
    const size_t wrong[] = {0, 8, good - 1, 4097, SIZE_MAX};
    for (int i = 0; i < 5; ++i) {
        *struct_size = wrong[i];
        CHECK_STATUS(call(context), PRESIGN_ERR_STRUCT_SIZE);
    }
    *struct_size = good;
}

static void invalid_requests_are_errors(void) {
    inputs given = fresh();
    for (int call = 0; call < TAKES_RECEIVED; ++call) {
        one_call one = {call, &given};
        CHECK_STATUS(run_one(&one), PRESIGN_OK);
        presign_str *strings[] = {&given.received.method, &given.received.url,  &given.received.host,
                                  &given.received.target, &given.secret.access_key, &given.secret.secret_key,
                                  &given.secret.session_token, &given.explain.response};
        const int count = call == 0 ? 4 : call == 1 ? 7 : 8;
        for (int i = 0; i < count; ++i)
            bad_string(strings[i], run_one, &one);
        presign_pair pair = {PRESIGN_STR("name"), PRESIGN_STR("value")};
        given.received.headers = &pair;
        given.received.headers_count = 1;
        CHECK_STATUS(run_one(&one), PRESIGN_OK);
        bad_string(&pair.name, run_one, &one);
        bad_string(&pair.value, run_one, &one);
        bad_list((const void **)(void *)&given.received.headers, &given.received.headers_count, run_one, &one);
        given.received.headers_count = 0;
        bad_size(&given.received.struct_size, run_one, &one);
        given.received.host = PRESIGN_STR("h");
        CHECK_STATUS(run_one(&one), PRESIGN_ERR_RECEIVED);
        given.received.host = presign_cstr(NULL);
        given.received.target = PRESIGN_STR("/");
        CHECK_STATUS(run_one(&one), PRESIGN_ERR_RECEIVED);
        given.received.target = presign_cstr(NULL);
        given.received.url = presign_cstr(NULL);
        /* An empty request is valid input, which is refused. */
        CHECK_STATUS(run_one(&one), call == 2 ? PRESIGN_OK : PRESIGN_ERR_REFUSED);
        given.received.url = PRESIGN_STR(URL);
    }
    one_call explain = {2, &given};
    one_call verify = {1, &given};
    presign_str *never_empty[] = {&given.secret.access_key, &given.secret.secret_key};
    for (int i = 0; i < 2; ++i) {
        const presign_str good = *never_empty[i];
        *never_empty[i] = presign_cstr("");
        CHECK_STATUS(run_one(&explain), PRESIGN_ERR_CREDENTIALS);
        CHECK_STATUS(run_one(&verify), PRESIGN_ERR_CREDENTIALS);
        *never_empty[i] = good;
    }
    bad_size(&given.explain.struct_size, run_one, &explain);
    given.explain.reserved = 1;
    CHECK_STATUS(run_one(&explain), PRESIGN_ERR_STRUCT_SIZE);
    given.explain.reserved = 0;
    given.explain.response = PRESIGN_STR("<html></html>");
    CHECK_STATUS(run_one(&explain), PRESIGN_ERR_RESPONSE);
    finish(&given);
}

static void invalid_forms_and_policies_are_errors(void) {
    inputs given = fresh();
    one_call post = {3, &given}, policy = {5, &given};
    CHECK_STATUS(run_one(&post), PRESIGN_OK);
    CHECK_STATUS(run_one(&policy), PRESIGN_OK);
    bad_size(&given.post.struct_size, run_one, &post);
    bad_size(&given.policy.struct_size, run_one, &policy);
    bad_string(&given.post.bucket, run_one, &post);
    bad_string(&given.post.key, run_one, &post);
    bad_string(&given.policy.bucket, run_one, &policy);
    bad_string(&given.policy.pattern, run_one, &policy);
    bad_string(&given.policy.region, run_one, &policy);
    presign_condition condition = {sizeof condition, PRESIGN_CONDITION_STARTS_WITH, 0, PRESIGN_STR("acl"), PRESIGN_STR("p"), 0, 0};
    presign_pair field = {PRESIGN_STR("acl"), PRESIGN_STR("private")};
    given.post.fields = &field;
    given.post.fields_count = 1;
    CHECK_STATUS(run_one(&post), PRESIGN_ERR_FORM);
    given.post.conditions = &condition;
    given.post.conditions_count = 1;
    CHECK_STATUS(run_one(&post), PRESIGN_OK);
    bad_string(&condition.name, run_one, &post);
    bad_string(&condition.value, run_one, &post);
    bad_string(&field.name, run_one, &post);
    bad_string(&field.value, run_one, &post);
    bad_list((const void **)(void *)&given.post.fields, &given.post.fields_count, run_one, &post);
    bad_structs((const void **)(void *)&given.post.conditions, &given.post.conditions_count, run_one, &post);
    bad_size(&condition.struct_size, run_one, &post);
    bad_list((const void **)(void *)&given.policy.allow, &given.policy.allow_count, run_one, &policy);
    bad_list((const void **)(void *)&given.policy.actions, &given.policy.actions_count, run_one, &policy);
    condition.reserved = 1;
    CHECK_STATUS(run_one(&post), PRESIGN_ERR_STRUCT_SIZE);
    condition.reserved = 0;
    const uint32_t kinds[] = {0, 4, UINT32_MAX};
    for (int i = 0; i < 3; ++i) {
        condition.kind = kinds[i];
        CHECK_STATUS(run_one(&post), PRESIGN_ERR_CHOICE);
    }
    given.post.conditions_count = given.post.fields_count = 0;
    given.post.reserved = 1;
    CHECK_STATUS(run_one(&post), PRESIGN_ERR_STRUCT_SIZE);
    given.post.reserved = 0;
    given.post.expires_at = SIGN_AT;
    CHECK_STATUS(run_one(&post), PRESIGN_ERR_EXPIRES);
    given.post.expires_in = 0;
    CHECK_STATUS(run_one(&post), PRESIGN_ERR_EXPIRES_IN_PAST);
    const int64_t no_times[] = {0, -1, INT64_MIN};
    for (int i = 0; i < 3; ++i) {
        given.post.sign_at = no_times[i];
        CHECK_STATUS(run_one(&post), PRESIGN_ERR_TIME);
    }
    given.policy.allow_count = 0;
    CHECK_STATUS(run_one(&policy), PRESIGN_ERR_POLICY);
    finish(&given);
}

static void invalid_verifier_options_are_errors(void) {
    inputs given = fresh();
    presign_verifier_options *options = &given.options;
    CHECK_STATUS(run_new(&given), PRESIGN_OK);
    bad_size(&options->struct_size, run_new, &given);
    bad_string(&options->endpoint, run_new, &given);
    bad_string(&options->bucket, run_new, &given);
    bad_string(&options->region, run_new, &given);
    presign_str name = PRESIGN_STR("range");
    options->required_headers = &name;
    options->required_headers_count = 1;
    CHECK_STATUS(run_new(&given), PRESIGN_OK);
    bad_string(&name, run_new, &given);
    bad_list((const void **)(void *)&options->required_headers, &options->required_headers_count, run_new, &given);
    name = PRESIGN_STR("a b");
    CHECK_STATUS(run_new(&given), PRESIGN_ERR_HEADER);
    options->required_headers_count = 0;
    options->flags = 0x10;
    CHECK_STATUS(run_new(&given), PRESIGN_ERR_CHOICE);
    options->flags = 0;
    options->addressing = 5;
    CHECK_STATUS(run_new(&given), PRESIGN_ERR_CHOICE);
    options->addressing = 0;
    options->max_expires_in = -1;
    CHECK_STATUS(run_new(&given), PRESIGN_ERR_EXPIRES);
    options->max_expires_in = 0;
    options->clock_skew = -2;
    CHECK_STATUS(run_new(&given), PRESIGN_ERR_EXPIRES);
    options->clock_skew = INT64_MIN;
    CHECK_STATUS(run_new(&given), PRESIGN_ERR_EXPIRES);
    options->clock_skew = 0;
    options->region = PRESIGN_STR("a b");
    CHECK_STATUS(run_new(&given), PRESIGN_ERR_REGION);
    *options = verifier_options();
    options->endpoint = PRESIGN_STR("ftp://h");
    CHECK_STATUS(run_new(&given), PRESIGN_ERR_ENDPOINT);
    CHECK_STATUS(presign_verifier_new(NULL, &given.verifier, ERROR), PRESIGN_ERR_NULL_POINTER);
    CHECK_STATUS(presign_verifier_new(options, NULL, ERROR), PRESIGN_ERR_NULL_POINTER);
    presign_verifier_free(NULL);
    finish(&given);
}

int main(void) {
    invalid_requests_are_errors();
    invalid_forms_and_policies_are_errors();
    invalid_verifier_options_are_errors();
    return 0;
}
