/* Checks the numbers that compiled programs rely on; layout.c has the sizes and offsets. Once released, no line here
   changes. */
#include "check.h"

#include <limits.h>

static void statuses_and_choices_keep_their_numbers(void) {
    CHECK(PRESIGN_OK == 0);
    CHECK(PRESIGN_ERR_CREDENTIALS == 1);
    CHECK(PRESIGN_ERR_REGION == 2);
    CHECK(PRESIGN_ERR_ENDPOINT == 3);
    CHECK(PRESIGN_ERR_CHOICE == 4);
    CHECK(PRESIGN_ERR_BUCKET == 5);
    CHECK(PRESIGN_ERR_KEY == 6);
    CHECK(PRESIGN_ERR_METHOD == 7);
    CHECK(PRESIGN_ERR_QUERY == 8);
    CHECK(PRESIGN_ERR_HEADER == 9);
    CHECK(PRESIGN_ERR_TIME == 10);
    CHECK(PRESIGN_ERR_EXPIRES == 11);
    CHECK(PRESIGN_ERR_EXPIRES_IN_PAST == 12);
    CHECK(PRESIGN_ERR_CREDENTIALS_EXPIRE == 13);
    CHECK(PRESIGN_ERR_VERSION_2 == 14);
    CHECK(PRESIGN_ERR_MEMORY == 15);
    CHECK(PRESIGN_ERR_FORM == 16);
    CHECK(PRESIGN_ERR_POLICY == 17);
    CHECK(PRESIGN_ERR_PLAYLIST == 18);
    CHECK(PRESIGN_ERR_NULL_POINTER == 32);
    CHECK(PRESIGN_ERR_STRUCT_SIZE == 33);
    CHECK(PRESIGN_ERR_UTF8 == 34);
    CHECK(PRESIGN_ERR_BUFFER_TOO_SMALL == 35);
    CHECK(PRESIGN_ERR_TOO_LARGE == 36);
    CHECK(PRESIGN_ERR_PANIC == 37);
    CHECK(PRESIGN_ERR_REFUSED == 38);
    CHECK(PRESIGN_ERR_RECEIVED == 39);
    CHECK(PRESIGN_ERR_RESPONSE == 40);
    CHECK(PRESIGN_ERR_OFFSETS == 41);

    CHECK(PRESIGN_ADDRESSING_AUTO == 0);
    CHECK(PRESIGN_ADDRESSING_PATH == 1);
    CHECK(PRESIGN_ADDRESSING_VIRTUAL == 2);
    CHECK(PRESIGN_ADDRESSING_CNAME == 3);
    CHECK(PRESIGN_ADDRESSING_VIRTUAL_OR_PATH == 4);
    CHECK(PRESIGN_SIGNATURE_DEFAULT == 0);
    CHECK(PRESIGN_SIGNATURE_V2 == 2);
    CHECK(PRESIGN_SIGNATURE_V4 == 4);
    CHECK(PRESIGN_THREADS_ALL == UINT32_MAX);
    CHECK(PRESIGN_SEPARATOR_NUL == 256);
    CHECK(PRESIGN_DISPOSITION_ATTACHMENT == 0);
    CHECK(PRESIGN_DISPOSITION_INLINE == 1);
    CHECK(PRESIGN_EXPLAIN_SHOW_VALUES == 1);
    CHECK(PRESIGN_ERROR_MESSAGE_SIZE == 512);
}

static void reasons_keep_their_numbers(void) {
    CHECK(PRESIGN_REASON_INVALID_URL == 1);
    CHECK(PRESIGN_REASON_URL_TOO_LONG == 2);
    CHECK(PRESIGN_REASON_WRONG_ENDPOINT == 3);
    CHECK(PRESIGN_REASON_NOT_SIGNED == 4);
    CHECK(PRESIGN_REASON_TWO_SIGNATURES == 5);
    CHECK(PRESIGN_REASON_MISSING_PARAMETER == 6);
    CHECK(PRESIGN_REASON_MISSING_PARAMETER_V2 == 7);
    CHECK(PRESIGN_REASON_REPEATED_PARAMETER == 8);
    CHECK(PRESIGN_REASON_ALGORITHM == 9);
    CHECK(PRESIGN_REASON_CREDENTIAL == 10);
    CHECK(PRESIGN_REASON_CREDENTIAL_DATE == 11);
    CHECK(PRESIGN_REASON_REGION == 12);
    CHECK(PRESIGN_REASON_SERVICE == 13);
    CHECK(PRESIGN_REASON_DATE == 14);
    CHECK(PRESIGN_REASON_EXPIRES == 15);
    CHECK(PRESIGN_REASON_EXPIRES_V2 == 16);
    CHECK(PRESIGN_REASON_LIFETIME_TOO_LONG == 17);
    CHECK(PRESIGN_REASON_SIGNED_HEADERS == 18);
    CHECK(PRESIGN_REASON_HEADER_NOT_SIGNED == 19);
    CHECK(PRESIGN_REASON_HEADER_MISSING == 20);
    CHECK(PRESIGN_REASON_REPEATED_HEADER == 21);
    CHECK(PRESIGN_REASON_DISPUTED_PARAMETER == 22);
    CHECK(PRESIGN_REASON_VERSION_2 == 23);
    CHECK(PRESIGN_REASON_NOT_YET_VALID == 24);
    CHECK(PRESIGN_REASON_EXPIRED == 25);
    CHECK(PRESIGN_REASON_UNKNOWN_ACCESS_KEY == 26);
    CHECK(PRESIGN_REASON_TOKEN == 27);
    CHECK(PRESIGN_REASON_SIGNATURE == 28);
    CHECK(PRESIGN_REASON_CLOCK == 29);
    CHECK(PRESIGN_REASON_BAD_REQUEST == 30);
    CHECK(PRESIGN_REASON_BUCKET == 31);
}

static void causes_keep_their_numbers(void) {
    CHECK(PRESIGN_CAUSE_UNREADABLE == 1);
    CHECK(PRESIGN_CAUSE_METHOD == 2);
    CHECK(PRESIGN_CAUSE_PATH_ENCODING == 3);
    CHECK(PRESIGN_CAUSE_PATH_NORMALISED == 4);
    CHECK(PRESIGN_CAUSE_PATH == 5);
    CHECK(PRESIGN_CAUSE_HOST_PORT == 6);
    CHECK(PRESIGN_CAUSE_HOST == 7);
    CHECK(PRESIGN_CAUSE_HEADER_VALUE == 8);
    CHECK(PRESIGN_CAUSE_HEADER_MISSING == 9);
    CHECK(PRESIGN_CAUSE_HEADER_NOT_SIGNED == 10);
    CHECK(PRESIGN_CAUSE_QUERY_ADDED == 11);
    CHECK(PRESIGN_CAUSE_QUERY_REMOVED == 12);
    CHECK(PRESIGN_CAUSE_QUERY_CHANGED == 13);
    CHECK(PRESIGN_CAUSE_QUERY_ENCODING == 14);
    CHECK(PRESIGN_CAUSE_PAYLOAD == 15);
    CHECK(PRESIGN_CAUSE_REGION == 16);
    CHECK(PRESIGN_CAUSE_CLOCK == 17);
    CHECK(PRESIGN_CAUSE_EXPIRED == 18);
    CHECK(PRESIGN_CAUSE_ACCESS_KEY == 19);
    CHECK(PRESIGN_CAUSE_TOKEN == 20);
    CHECK(PRESIGN_CAUSE_SECRET_KEY == 21);
    CHECK(PRESIGN_CAUSE_SIGNATURE == 22);
    CHECK(PRESIGN_CAUSE_VERSION_2 == 23);
    CHECK(PRESIGN_CAUSE_LIMITS == 24);
    CHECK(PRESIGN_CAUSE_DENIED == 25);
    CHECK(PRESIGN_CAUSE_AS_SIGNED == 26);
    CHECK(PRESIGN_CAUSE_URL_TEXT == 27);
    CHECK(PRESIGN_CAUSE_OTHER_KIND == 28);
    CHECK(PRESIGN_CAUSE_ADDRESSING == 29);
    CHECK(PRESIGN_CAUSE_UNSUPPORTED == 30);
}

static void flags_and_conditions_keep_their_numbers(void) {
    CHECK(PRESIGN_WARNING_EXPIRED == 0x1);
    CHECK(PRESIGN_WARNING_NOT_YET_VALID == 0x2);
    CHECK(PRESIGN_WARNING_LIFETIME == 0x4);
    CHECK(PRESIGN_WARNING_SESSION_TOKEN == 0x8);
    CHECK(PRESIGN_WARNING_PLAIN_HTTP == 0x10);
    CHECK(PRESIGN_WARNING_DOT_SEGMENTS == 0x20);
    CHECK(PRESIGN_WARNING_EMPTY_SEGMENTS == 0x40);
    CHECK(PRESIGN_WARNING_VERSION_2 == 0x80);
    CHECK(PRESIGN_WARNING_UNSIGNED_QUERY == 0x100);
    CHECK(PRESIGN_WARNING_SIGNED_HEADERS == 0x200);
    CHECK(PRESIGN_WARNING_HOST_NOT_SIGNED == 0x400);
    CHECK(PRESIGN_WARNING_SCOPE == 0x800);
    CHECK(PRESIGN_WARNING_REGION == 0x1000);
    CHECK(PRESIGN_WARNING_SIGNATURE == 0x2000);
    CHECK(PRESIGN_WARNING_REPEATED_NAME == 0x4000);
    CHECK(PRESIGN_WARNING_DOTTED_BUCKET == 0x8000);
    CHECK(PRESIGN_WARNING_MERGEABLE_PARAMETERS == 0x10000);
    CHECK(PRESIGN_WARNING_BUCKET_IN_ENDPOINT == 0x20000);
    CHECK(PRESIGN_WARNING_ASSUMED_HTTPS == 0x40000);
    CHECK(PRESIGN_WARNING_NOT_LATIN1 == 0x80000);
    CHECK(PRESIGN_WARNING_CONTENT_TYPE_OF_DOWNLOAD == 0x100000);
    CHECK(PRESIGN_WARNING_HEADER_NOT_ASCII == 0x200000);
    CHECK(PRESIGN_WARNING_EMPTY_HEADER == 0x400000);

    CHECK(PRESIGN_VERIFY_UNSIGNED_AMZ_HEADERS == 0x1);
    CHECK(PRESIGN_VERIFY_UNSIGNED_STORAGE_HEADERS == 0x8);
    CHECK(PRESIGN_VERIFY_HEAD_FOR_GET == 0x2);
    CHECK(PRESIGN_VERIFY_NO_VERSION_2 == 0x4);

    CHECK(PRESIGN_CONDITION_EXACT == 1);
    CHECK(PRESIGN_CONDITION_STARTS_WITH == 2);
    CHECK(PRESIGN_CONDITION_SIZE == 3);
}

/* Checks the numbers from -300 to 300 and both ends of the range: no text is NULL, known numbers have different names,
   and all others are "unknown". */
static void check_texts(const char *(*name_of)(int32_t), const char *(*message_of)(int32_t), int (*is_known)(int32_t),
                        const char *unknown_message) {
    const char *names[64] = {NULL};
    size_t count = 0;
    for (int32_t number = -300; number <= 300; ++number) {
        const char *name = name_of(number), *message = message_of(number);
        CHECK(name != NULL && message != NULL);
        CHECK(is_known(number) == (strcmp(name, "unknown") != 0));
        if (!is_known(number)) {
            CHECK(strcmp(message, unknown_message) == 0);
            continue;
        }
        CHECK(strlen(name) > 1 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name));
        CHECK(strlen(message) > 5 && strlen(message) < 200);
        for (size_t i = 0; i < count; ++i)
            CHECK(strcmp(names[i], name) != 0);
        CHECK(count < 64);
        names[count++] = name;
    }
    CHECK(strcmp(name_of(INT32_MIN), "unknown") == 0 && strcmp(name_of(INT32_MAX), "unknown") == 0);
    CHECK(strcmp(message_of(INT32_MIN), unknown_message) == 0 && strcmp(message_of(INT32_MAX), unknown_message) == 0);
}

static int is_status(int32_t n) {
    return (n >= PRESIGN_OK && n <= PRESIGN_ERR_PLAYLIST) || (n >= PRESIGN_ERR_NULL_POINTER && n <= PRESIGN_ERR_OFFSETS);
}
static int is_reason(int32_t n) { return n >= PRESIGN_REASON_INVALID_URL && n <= PRESIGN_REASON_BUCKET; }
static int is_cause(int32_t n) { return n >= PRESIGN_CAUSE_UNREADABLE && n <= PRESIGN_CAUSE_UNSUPPORTED; }

/* The bit of a warning, where 1 is the lowest. */
static uint32_t warning_bit(int32_t number) { return number >= 1 && number <= 32 ? 1u << (number - 1) : 0; }
static const char *warning_name(int32_t number) { return presign_warning_name(warning_bit(number)); }
static const char *warning_message(int32_t number) { return presign_warning_message(warning_bit(number)); }
static int is_warning(int32_t n) { return n >= 1 && n <= 23; }

static void every_number_has_a_name_and_a_message(void) {
    check_texts(presign_status_name, presign_status_message, is_status, "unknown");
    check_texts(presign_reason_name, presign_reason_message, is_reason, "Access Denied");
    check_texts(presign_cause_name, presign_cause_message, is_cause, "unknown");
    check_texts(warning_name, warning_message, is_warning, "unknown");

    CHECK(strcmp(presign_status_name(PRESIGN_OK), "ok") == 0);
    CHECK(strcmp(presign_status_name(PRESIGN_ERR_BUFFER_TOO_SMALL), "buffer-too-small") == 0);
    CHECK(strcmp(presign_status_name(PRESIGN_ERR_EXPIRES_IN_PAST), "expires-in-past") == 0);
    CHECK(strcmp(presign_reason_name(PRESIGN_REASON_HEADER_NOT_SIGNED), "header-not-signed") == 0);
    CHECK(strcmp(presign_cause_name(PRESIGN_CAUSE_PATH_ENCODING), "path-encoding") == 0);
    CHECK(strcmp(presign_warning_name(PRESIGN_WARNING_DOTTED_BUCKET), "dotted-bucket") == 0);
}

static void a_set_of_warnings_has_the_texts_of_its_lowest_bit(void) {
    const uint32_t set = PRESIGN_WARNING_PLAIN_HTTP | PRESIGN_WARNING_DOTTED_BUCKET | 0x80000000u;
    CHECK(presign_warning_name(set) == presign_warning_name(PRESIGN_WARNING_PLAIN_HTTP));
    CHECK(presign_warning_message(set) == presign_warning_message(PRESIGN_WARNING_PLAIN_HTTP));
}

static void header_and_library_have_one_version(void) {
    CHECK(presign_version_number() == PRESIGN_VERSION_NUMBER);
    CHECK(presign_abi_version() == PRESIGN_ABI_VERSION);
    char composed[64];
    snprintf(composed, sizeof composed, "%d.%d.%d", PRESIGN_VERSION_MAJOR, PRESIGN_VERSION_MINOR, PRESIGN_VERSION_PATCH);
    CHECK(strncmp(composed, PRESIGN_VERSION_STRING, strlen(composed)) == 0);
}

int main(void) {
    statuses_and_choices_keep_their_numbers();
    reasons_keep_their_numbers();
    causes_keep_their_numbers();
    flags_and_conditions_keep_their_numbers();
    every_number_has_a_name_and_a_message();
    a_set_of_warnings_has_the_texts_of_its_lowest_bit();
    header_and_library_have_one_version();
    return 0;
}
