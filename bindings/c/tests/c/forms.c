/* Tests of every form in tests/vectors/post.json, which botocore made, and of bucket policies. */
#include "check.h"

typedef struct {
    const char *name;
    uint32_t version;
    uint32_t addressing;
    presign_str session_token;
    presign_str region;
    presign_str endpoint;
    presign_str bucket;
    presign_str key;
    size_t given_first;
    size_t given_count;
    size_t fields_count; /* The expected fields follow the given ones. */
    size_t conditions_first;
    size_t conditions_count;
    int64_t sign_at;
    uint32_t expires_in;
    presign_str url; /* Without the slash at its end. */
    int is_ascii;
} form_case;

#include "forms.inc"

static presign_signer *signer_of(const form_case *given) {
    presign_signer_options options = options_of_the_vectors();
    options.session_token = given->session_token;
    options.region = given->region;
    options.endpoint = given->endpoint;
    options.addressing = given->addressing;
    options.version = given->version;
    presign_signer *signer = NULL;
    CHECK_STATUS(presign_signer_new(&options, &signer, ERROR), PRESIGN_OK);
    return signer;
}

static presign_post_options options_of(const form_case *given) {
    presign_post_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.bucket = given->bucket;
    options.key = given->key;
    options.fields = form_pairs + given->given_first;
    options.fields_count = given->given_count;
    options.conditions = form_conditions + given->conditions_first;
    options.conditions_count = given->conditions_count;
    options.sign_at = given->sign_at;
    options.expires_in = given->expires_in;
    return options;
}

static int is_text(presign_str got, presign_str expected) {
    return got.len == expected.len && memcmp(got.ptr, expected.ptr, got.len) == 0 && got.ptr[got.len] == '\0';
}

static int depends_on_escaping(presign_str name) {
    return strcmp(name.ptr, "policy") == 0 || strcmp(name.ptr, "signature") == 0 ||
           strcmp(name.ptr, "x-amz-signature") == 0;
}

static void check_form(const form_case *given, const presign_form *form) {
    CHECK(form->url.len == given->url.len && memcmp(form->url.ptr, given->url.ptr, given->url.len) == 0);
    CHECK(form->expires_at == given->sign_at + given->expires_in);
    CHECK(form->fields_count == given->fields_count);
    const presign_pair *expected = form_pairs + given->given_first + given->given_count;
    for (size_t i = 0; i < form->fields_count; ++i) {
        CHECK(is_text(form->fields[i].name, expected[i].name));
        /* botocore escapes non-ASCII characters in the policy, and signs the escaped text. */
        if (given->is_ascii || !depends_on_escaping(expected[i].name))
            CHECK(is_text(form->fields[i].value, expected[i].value));
    }
}

static void forms_equal_those_of_botocore(void) {
    const size_t count = sizeof forms / sizeof forms[0];
    CHECK(count >= 24);
    for (size_t i = 0; i < count; ++i) {
        const form_case *given = &forms[i];
        printf("%s\n", given->name);
        fflush(stdout);
        presign_signer *signer = signer_of(given);
        presign_post_options options = options_of(given);
        presign_form form;
        form.struct_size = sizeof form;
        size_t needed = 0, len = 0;
        CHECK_STATUS(presign_post(signer, &options, &form, NULL, 0, &needed, ERROR), PRESIGN_ERR_BUFFER_TOO_SMALL);
        char *buffer = (char *)malloc(needed + 1);
        CHECK_STATUS(presign_post(signer, &options, &form, buffer, needed, &len, ERROR), PRESIGN_ERR_BUFFER_TOO_SMALL);
        CHECK_STATUS(presign_post(signer, &options, &form, buffer, needed + 1, &len, ERROR), PRESIGN_OK);
        CHECK(len == needed);
        check_form(given, &form);
        options.expires_at = options.sign_at + options.expires_in;
        options.expires_in = 0;
        CHECK_STATUS(presign_post(signer, &options, &form, buffer, needed + 1, &len, ERROR), PRESIGN_OK);
        check_form(given, &form);
        free(buffer);
        presign_signer_free(signer);
    }
}

/* The document of AWS's user guide, "Managing access based on specific IP addresses", with our id and our actions. */
static const char DOCUMENT[] = "{\n"
                               "  \"Version\": \"2012-10-17\",\n"
                               "  \"Statement\": [\n"
                               "    {\n"
                               "      \"Sid\": \"RefuseOtherAddresses\",\n"
                               "      \"Effect\": \"Deny\",\n"
                               "      \"Principal\": \"*\",\n"
                               "      \"Action\": [\n"
                               "        \"s3:GetObject\",\n"
                               "        \"s3:GetObjectVersion\"\n"
                               "      ],\n"
                               "      \"Resource\": \"arn:aws:s3:::example-bucket/photos/*\",\n"
                               "      \"Condition\": {\n"
                               "        \"NotIpAddress\": {\n"
                               "          \"aws:SourceIp\": [\n"
                               "            \"203.0.113.0/24\",\n"
                               "            \"2001:db8::/32\"\n"
                               "          ]\n"
                               "        }\n"
                               "      }\n"
                               "    }\n"
                               "  ]\n"
                               "}";

static void policies_equal_the_documented_one(void) {
    const presign_str allow[] = {PRESIGN_STR("203.0.113.0/24"), PRESIGN_STR("2001:db8::/32")};
    const presign_str put = PRESIGN_STR("s3:PutObject");
    presign_ip_policy_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.bucket = PRESIGN_STR("example-bucket");
    options.pattern = PRESIGN_STR("photos/*");
    options.allow = allow;
    options.allow_count = 2;
    char out[sizeof DOCUMENT + 100];
    size_t len = 0;
    memset(out, 'x', sizeof out);
    CHECK_STATUS(presign_ip_policy(&options, out, sizeof DOCUMENT - 1, &len, ERROR), PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(len == sizeof DOCUMENT - 1 && out[0] == 'x');
    CHECK_STATUS(presign_ip_policy(&options, out, sizeof DOCUMENT, &len, ERROR), PRESIGN_OK);
    CHECK(len == sizeof DOCUMENT - 1 && memcmp(out, DOCUMENT, sizeof DOCUMENT) == 0 && out[sizeof DOCUMENT] == 'x');
    options.actions = &put;
    options.actions_count = 1;
    options.region = PRESIGN_STR("cn-north-1");
    options.pattern = presign_cstr(NULL);
    CHECK_STATUS(presign_ip_policy(&options, out, sizeof out, &len, ERROR), PRESIGN_OK);
    CHECK(strstr(out, "\"s3:PutObject\"\n") != NULL && strstr(out, "GetObject") == NULL);
    CHECK(strstr(out, "\"arn:aws-cn:s3:::example-bucket/*\"") != NULL);
}

int main(void) {
    forms_equal_those_of_botocore();
    policies_equal_the_documented_one();
    return 0;
}
