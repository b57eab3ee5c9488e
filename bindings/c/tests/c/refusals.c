/* Tests of a verifier's options, of the reasons of refusals, and of explanations, with one request for each. The
   reasons are those of AWS's documentation and of tests/verify_refusals.rs. */
#include "received.h"

static presign_received good(void) { return received_url(PRESIGN_STR("GET"), PRESIGN_STR(URL), SIGN_AT); }

/* Returns URL with the first `from` replaced by `to`. */
static presign_str changed(char *buffer, size_t cap, const char *from, const char *to) {
    const char *at = strstr(URL, from);
    CHECK(at != NULL);
    const int len = snprintf(buffer, cap, "%.*s%s%s", (int)(at - URL), URL, to, at + strlen(from));
    CHECK(len > 0 && (size_t)len < cap);
    return presign_cstr(buffer);
}

static presign_reason reason_after(const char *from, const char *to) {
    const presign_verifier_options options = verifier_options();
    presign_verifier *verifier = verifier_of(&options);
    char buffer[1024];
    presign_received received = good();
    received.url = changed(buffer, sizeof buffer, from, to);
    const presign_reason reason = verify_reason(verifier, &received, SECRET_KEY, NO_TOKEN);
    presign_verifier_free(verifier);
    return reason;
}

static void each_mistake_has_its_reason(void) {
    CHECK(reason_after("Expires=60480", "Expires=60480") == 0);
    CHECK(reason_after("image.jpg", "image%2g.jpg") == PRESIGN_REASON_INVALID_URL);
    CHECK(reason_after("s-dt2.cloud", "s-dt3.cloud") == PRESIGN_REASON_WRONG_ENDPOINT);
    CHECK(reason_after("?X-Amz", "?x=y#X-Amz") == PRESIGN_REASON_INVALID_URL);
    CHECK(reason_after("X-Amz-Date=20130524T000000Z&", "") == PRESIGN_REASON_MISSING_PARAMETER);
    CHECK(reason_after("X-Amz-Expires=60480", "X-Amz-Expires=1&X-Amz-Expires=1") == PRESIGN_REASON_REPEATED_PARAMETER);
    CHECK(reason_after("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1") == PRESIGN_REASON_ALGORITHM);
    CHECK(reason_after("%2Faws4_request", "") == PRESIGN_REASON_CREDENTIAL);
    CHECK(reason_after("%2F20130524%2F", "%2F20130525%2F") == PRESIGN_REASON_CREDENTIAL_DATE);
    CHECK(reason_after("%2Fs-dt2%2F", "%2Fs-dt3%2F") == PRESIGN_REASON_REGION);
    CHECK(reason_after("%2Fs3%2F", "%2Fsqs%2F") == PRESIGN_REASON_SERVICE);
    CHECK(reason_after("T000000Z", "T000060Z") == PRESIGN_REASON_DATE);
    CHECK(reason_after("Expires=60480", "Expires=x") == PRESIGN_REASON_EXPIRES);
    CHECK(reason_after("Expires=60480", "Expires=604801") == PRESIGN_REASON_LIFETIME_TOO_LONG);
    CHECK(reason_after("SignedHeaders=host", "SignedHeaders=Host") == PRESIGN_REASON_SIGNED_HEADERS);
    CHECK(reason_after("SignedHeaders=host", "SignedHeaders=range") == PRESIGN_REASON_HEADER_NOT_SIGNED);
    CHECK(reason_after("SignedHeaders=host", "SignedHeaders=host%3Brange") == PRESIGN_REASON_HEADER_MISSING);
    CHECK(reason_after("X-Amz-Algorithm=", "Signature=1&X-Amz-Algorithm=") == PRESIGN_REASON_TWO_SIGNATURES);
    CHECK(reason_after("/image", "/imagE") == PRESIGN_REASON_SIGNATURE);
    CHECK(reason_after(strchr(URL, '?'), "") == PRESIGN_REASON_NOT_SIGNED);
}

static presign_reason reason_with(const presign_verifier_options *options, const presign_received *received) {
    presign_verifier *verifier = verifier_of(options);
    const presign_reason reason = verify_reason(verifier, received, SECRET_KEY, NO_TOKEN);
    presign_verifier_free(verifier);
    return reason;
}

static void each_option_has_its_effect(void) {
    const presign_str range = PRESIGN_STR("Range");
    presign_verifier_options options = verifier_options();
    presign_received received = good();
    received.method = PRESIGN_STR("HEAD");
    CHECK(reason_with(&options, &received) == PRESIGN_REASON_SIGNATURE);
    options.flags = PRESIGN_VERIFY_HEAD_FOR_GET;
    CHECK(reason_with(&options, &received) == 0);

    received = good();
    const presign_pair acl = {PRESIGN_STR("X-Amz-Acl"), PRESIGN_STR("public-read")};
    received.headers = &acl;
    received.headers_count = 1;
    CHECK(reason_with(&options, &received) == PRESIGN_REASON_HEADER_NOT_SIGNED);
    options.flags = PRESIGN_VERIFY_UNSIGNED_AMZ_HEADERS;
    CHECK(reason_with(&options, &received) == 0);

    received = good();
    options = verifier_options();
    options.required_headers = &range;
    options.required_headers_count = 1;
    CHECK(reason_with(&options, &received) == PRESIGN_REASON_HEADER_NOT_SIGNED);
    options = verifier_options();
    options.max_expires_in = 60479;
    CHECK(reason_with(&options, &received) == PRESIGN_REASON_LIFETIME_TOO_LONG);
    ++options.max_expires_in;
    CHECK(reason_with(&options, &received) == 0);

    options = verifier_options();
    const struct {
        int64_t given, allowed;
    } skews[] = {{0, 900}, {-1, 0}, {1, 1}, {5000, 5000}};
    for (int i = 0; i < 4; ++i) {
        options.clock_skew = skews[i].given;
        received.now = SIGN_AT - skews[i].allowed;
        CHECK(reason_with(&options, &received) == 0);
        --received.now;
        CHECK(reason_with(&options, &received) == PRESIGN_REASON_NOT_YET_VALID);
    }

    options = verifier_options();
    received = received_url(PRESIGN_STR("GET"),
                            PRESIGN_STR("https://s-dt2.cloud.gcore.lu/b/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1369353601&Signature=s"),
                            SIGN_AT);
    CHECK(reason_with(&options, &received) == PRESIGN_REASON_SIGNATURE);
    options.flags = PRESIGN_VERIFY_NO_VERSION_2;
    CHECK(reason_with(&options, &received) == PRESIGN_REASON_VERSION_2);
}

/* At time 0 no URL has expired, so a forgotten `now` must be an error. */
static void a_time_not_above_0_is_an_error(void) {
    const presign_verifier_options options = verifier_options();
    presign_verifier *verifier = verifier_of(&options);
    const int64_t times[] = {0, -1, INT64_MIN};
    for (size_t i = 0; i < sizeof times / sizeof *times; ++i) {
        const presign_received received = received_url(
            PRESIGN_STR("GET"), PRESIGN_STR("https://h.example/b/k?AWSAccessKeyId=A&Expires=1&Signature=s"), times[i]);
        presign_verified verified;
        memset(&verified, 0, sizeof verified);
        verified.struct_size = sizeof verified;
        char out[1024];
        size_t len = 0;
        const presign_secret secret = secret_of(SECRET_KEY, NO_TOKEN);
        CHECK_STATUS(presign_verify(verifier, &received, &secret, 1, &verified, out, sizeof out, &len, NULL, ERROR),
                     PRESIGN_ERR_TIME);
        CHECK(strstr(told.message, "received.now") != NULL);
    }
    presign_verifier_free(verifier);
}

static void reasons_have_the_responses_of_aws(void) {
    CHECK(presign_reason_http_status(PRESIGN_REASON_EXPIRED) == 403);
    CHECK(strcmp(presign_reason_code(PRESIGN_REASON_EXPIRED), "AccessDenied") == 0);
    CHECK(strcmp(presign_reason_message(PRESIGN_REASON_EXPIRED), "Request has expired") == 0);
    CHECK(presign_reason_http_status(PRESIGN_REASON_REGION) == 400);
    CHECK(strcmp(presign_reason_code(PRESIGN_REASON_REGION), "AuthorizationQueryParametersError") == 0);
    CHECK(strcmp(presign_reason_code(PRESIGN_REASON_SIGNATURE), "SignatureDoesNotMatch") == 0);
    CHECK(presign_reason_http_status(PRESIGN_REASON_CLOCK) == 500);
    /* A number that is not a reason gives a plain refusal. */
    const presign_reason none[] = {0, -1, 32, INT32_MIN, INT32_MAX};
    for (int i = 0; i < 5; ++i) {
        CHECK(presign_reason_http_status(none[i]) == 403);
        CHECK(strcmp(presign_reason_code(none[i]), "AccessDenied") == 0);
        CHECK(strcmp(presign_reason_message(none[i]), "Access Denied") == 0);
    }
}

/* The parts of a refusal need a buffer; the sentence in presign_error does not, and is cut between characters. */
static void the_parts_of_a_refusal_are_in_the_buffer(void) {
    char buffer[1024], out[1024];
    presign_received received = good();
    presign_inspection link;
    presign_refusal refusal;
    size_t len = 0, needed = 0;
    link.struct_size = sizeof link;
    memset(&refusal, 'x', sizeof refusal);
    refusal.struct_size = sizeof refusal;
    received.url = changed(buffer, sizeof buffer, "T000000Z", "%E2%82%AC");
    CHECK_STATUS(presign_inspect(NULL, &received, &link, NULL, 0, &needed, &refusal, ERROR), PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(((const char *)&refusal)[sizeof refusal - 1] == 'x');
    CHECK_STATUS(presign_inspect(NULL, &received, &link, out, needed, &len, &refusal, ERROR), PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK_STATUS(presign_inspect(NULL, &received, &link, out, needed + 1, &len, &refusal, ERROR), PRESIGN_ERR_REFUSED);
    CHECK(refusal.reason == PRESIGN_REASON_DATE && told.reason == PRESIGN_REASON_DATE && len == needed);
    CHECK(refusal.http_status == 400 && strcmp(refusal.code.ptr, "AuthorizationQueryParametersError") == 0);
    CHECK(strstr(refusal.detail.ptr, "\342\202\254") != NULL && strstr(told.message, "\342\202\254") != NULL);
    CHECK_STATUS(presign_inspect(NULL, &received, &link, NULL, 0, &needed, NULL, ERROR), PRESIGN_ERR_REFUSED);
}

/* AWS's response where a proxy added the port to the Host header. */
#define RESPONSE_WITH_PORT \
    "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>GET\n/example-bucket/image.jpg\n" \
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&amp;X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fs-dt2%2Fs3%2Faws4_request" \
    "&amp;X-Amz-Date=20130524T000000Z&amp;X-Amz-Expires=60480&amp;X-Amz-SignedHeaders=host\n" \
    "host:s-dt2.cloud.gcore.lu:443\n\nhost\nUNSIGNED-PAYLOAD</CanonicalRequest>" \
    "<StringToSign>AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/s-dt2/s3/aws4_request\n0</StringToSign></Error>"

/* As `curl -i` prints Garage's response. */
#define WHOLE_RESPONSE \
    "HTTP/1.1 400 Bad Request\r\ncontent-type: application/xml\r\n\r\n<Error><Code>AuthorizationHeaderMalformed</Code>" \
    "<Message>Authorization header malformed, unexpected scope: 20130524/s-dt2/s3/aws4_request</Message>" \
    "<Region>garage</Region></Error>"

static presign_cause cause_of(const presign_received *received, presign_str secret_key, presign_str response) {
    char out[8192];
    size_t len = 0;
    presign_explanation found;
    found.struct_size = sizeof found;
    const presign_secret secret = secret_of(secret_key, NO_TOKEN);
    presign_explain_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.response = response;
    CHECK_STATUS(presign_explain(NULL, received, &secret, 1, &options, &found, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(found.reserved == 0 && len < sizeof out);
    CHECK(found.sentence.len > 10 && found.sentence.len == strlen(found.sentence.ptr));
    CHECK(found.ours.len == strlen(found.ours.ptr) && found.theirs.len == strlen(found.theirs.ptr));
    CHECK((found.ours.len == 0) == (found.cause == PRESIGN_CAUSE_UNREADABLE || found.cause == PRESIGN_CAUSE_OTHER_KIND));
    CHECK((found.theirs.len > 0) == (response.len > 0 && strstr(response.ptr, "<CanonicalRequest>") != NULL));
    return found.cause;
}

static void each_mistake_has_its_cause(void) {
    char buffer[1024];
    const presign_str none = presign_cstr(NULL);
    presign_received received = good();
    CHECK(cause_of(&received, SECRET_KEY, none) == PRESIGN_CAUSE_AS_SIGNED);
    CHECK(cause_of(&received, PRESIGN_STR("another"), none) == PRESIGN_CAUSE_SECRET_KEY);
    received.now = SIGN_AT + 60480;
    CHECK(cause_of(&received, SECRET_KEY, none) == PRESIGN_CAUSE_EXPIRED);
    received = good();
    received.method = PRESIGN_STR("PUT");
    CHECK(cause_of(&received, SECRET_KEY, none) == PRESIGN_CAUSE_METHOD);
    received = good();
    received.url = changed(buffer, sizeof buffer, "&X-Amz-Credential", "");
    CHECK(cause_of(&received, SECRET_KEY, none) == PRESIGN_CAUSE_UNREADABLE);
    received = good();
    CHECK(cause_of(&received, SECRET_KEY, PRESIGN_STR("<Error><Code>InvalidAccessKeyId</Code></Error>")) ==
          PRESIGN_CAUSE_ACCESS_KEY);
    CHECK(cause_of(&received, SECRET_KEY, PRESIGN_STR(RESPONSE_WITH_PORT)) == PRESIGN_CAUSE_HOST_PORT);
    CHECK(cause_of(&received, SECRET_KEY, PRESIGN_STR(WHOLE_RESPONSE)) == PRESIGN_CAUSE_REGION);
}

/* Values are hidden unless they are asked for, and an access key that is not among the secrets is a cause. */
static void values_are_shown_if_asked_for(void) {
    char out[8192];
    size_t len = 0;
    presign_explanation found;
    found.struct_size = sizeof found;
    const presign_pair meta = {PRESIGN_STR("x-amz-meta-a"), PRESIGN_STR("a private value")};
    presign_received received = good();
    received.headers = &meta;
    received.headers_count = 1;
    char buffer[1024];
    received.url = changed(buffer, sizeof buffer, "SignedHeaders=host", "SignedHeaders=host%3Bx-amz-meta-a");
    presign_secret secret = secret_of(SECRET_KEY, NO_TOKEN);
    presign_explain_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    CHECK_STATUS(presign_explain(NULL, &received, &secret, 1, &options, &found, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(found.ours.len > 0 && strstr(found.ours.ptr, "a private value") == NULL);
    CHECK(strncmp(found.our_string_to_sign.ptr, "AWS4-HMAC-SHA256\n", 17) == 0 && found.their_string_to_sign.len == 0);
    options.flags = PRESIGN_EXPLAIN_SHOW_VALUES;
    CHECK_STATUS(presign_explain(NULL, &received, &secret, 1, &options, &found, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(strstr(found.ours.ptr, "x-amz-meta-a:a private value\n") != NULL);
    options.flags = 2;
    CHECK_STATUS(presign_explain(NULL, &received, &secret, 1, &options, &found, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_CHOICE);
    secret.access_key = PRESIGN_STR("another");
    CHECK_STATUS(presign_explain(NULL, &received, &secret, 1, NULL, &found, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(found.cause == PRESIGN_CAUSE_ACCESS_KEY && strstr(found.sentence.ptr, "AKIAIOSFODNN7EXAMPLE") != NULL);
    CHECK_STATUS(presign_explain(NULL, &received, NULL, 0, NULL, &found, out, sizeof out, &len, ERROR),
                 PRESIGN_ERR_CREDENTIALS);
}

/* CloudFront's documentation has this form. */
static void a_link_of_another_kind_is_named(void) {
    char out[8192];
    size_t len = 0;
    presign_inspection held;
    held.struct_size = sizeof held;
    presign_received received = good();
    received.url = PRESIGN_STR("https://d1.cloudfront.net/i.jpg?Expires=1767290400&Signature=nitf&Key-Pair-Id=K2JCJMDEHXQW5F");
    CHECK_STATUS(presign_inspect(NULL, &received, &held, out, sizeof out, &len, NULL, ERROR), PRESIGN_ERR_REFUSED);
    CHECK(told.reason == PRESIGN_REASON_NOT_SIGNED && strstr(told.message, "CloudFront") != NULL);
    CHECK(strstr(told.message, "AccessDenied") == NULL);
    CHECK(cause_of(&received, SECRET_KEY, presign_cstr(NULL)) == PRESIGN_CAUSE_OTHER_KIND);
}

static void a_loop_reaches_each_warning_of_a_set(void) {
    uint32_t warnings = PRESIGN_WARNING_EXPIRED | PRESIGN_WARNING_PLAIN_HTTP | PRESIGN_WARNING_DOTTED_BUCKET;
    int sentences = 0;
    for (; warnings != 0; warnings &= warnings - 1)
        sentences += strlen(presign_warning_message(warnings)) > 10;
    CHECK(sentences == 3);
}

int main(void) {
    each_mistake_has_its_reason();
    each_option_has_its_effect();
    a_time_not_above_0_is_an_error();
    reasons_have_the_responses_of_aws();
    the_parts_of_a_refusal_are_in_the_buffer();
    each_mistake_has_its_cause();
    values_are_shown_if_asked_for();
    a_link_of_another_kind_is_named();
    a_loop_reaches_each_warning_of_a_set();
    return 0;
}
