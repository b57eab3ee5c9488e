/* Answers the requests of cases.py, in C: reads lines from standard input, and prints a URL or an error for each. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "presign.h"

enum { LINE = 1 << 20, FIELDS = 15, PAIRS = 64, OUT = 1 << 20 };

static char line[LINE], out[OUT];

static void fail(const char *what) {
    fprintf(stderr, "answers: %s\n", what);
    exit(1);
}

static unsigned digit(char hex) {
    return (unsigned)(hex <= '9' ? hex - '0' : hex - 'a' + 10);
}

/* Reads hexadecimal digits in their place; `-` is no text. */
static presign_str text(char *digits) {
    presign_str read = presign_cstr(NULL);
    if (digits == NULL)
        fail("a field is missing");
    if (strcmp(digits, "-") == 0)
        return read;
    const size_t len = strlen(digits) / 2;
    for (size_t i = 0; i < len; ++i)
        digits[i] = (char)(digit(digits[2 * i]) << 4 | digit(digits[2 * i + 1]));
    read.ptr = digits;
    read.len = len;
    return read;
}

static int is(presign_str read, const char *expected) {
    return read.len == strlen(expected) && memcmp(read.ptr, expected, read.len) == 0;
}

static size_t pairs(char *field, presign_pair *out_pairs) {
    size_t count = 0;
    for (char *pair = field; *pair != '\0';) {
        char *end = pair + strcspn(pair, ",");
        char *value = strchr(pair, '=');
        const int is_last = *end == '\0';
        if (value == NULL || count == PAIRS)
            fail("pairs");
        *value = *end = '\0';
        out_pairs[count].name = text(pair);
        out_pairs[count].value = text(value + 1);
        ++count;
        pair = is_last ? end : end + 1;
    }
    return count;
}

static int64_t number(const char *field) {
    return strcmp(field, "-") == 0 ? 0 : strtoll(field, NULL, 10);
}

static uint32_t addressing(presign_str name) {
    return is(name, "path")      ? PRESIGN_ADDRESSING_PATH
           : is(name, "virtual") ? PRESIGN_ADDRESSING_VIRTUAL
           : is(name, "cname")   ? PRESIGN_ADDRESSING_CNAME
                                 : PRESIGN_ADDRESSING_AUTO;
}

static void answer(char **fields) {
    presign_pair query[PAIRS], headers[PAIRS];
    presign_error error;
    memset(&error, 0, sizeof error);
    error.struct_size = sizeof error;

    presign_signer_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.version = is(text(fields[0]), "v2") ? PRESIGN_SIGNATURE_V2 : PRESIGN_SIGNATURE_V4;
    options.access_key = text(fields[1]);
    options.secret_key = text(fields[2]);
    options.session_token = text(fields[3]);
    options.region = text(fields[4]);
    options.endpoint = text(fields[5]);
    options.addressing = addressing(text(fields[6]));

    presign_request request;
    memset(&request, 0, sizeof request);
    request.struct_size = sizeof request;
    request.method = text(fields[7]);
    request.bucket = text(fields[8]);
    request.key = text(fields[9]);
    request.query = query;
    request.query_count = pairs(fields[10], query);
    request.headers = headers;
    request.headers_count = pairs(fields[11], headers);
    request.sign_at = number(fields[12]);
    request.expires_in = number(fields[13]);
    request.expires_at = number(fields[14]);

    presign_signer *signer = NULL;
    size_t len = 0;
    presign_status status = presign_signer_new(&options, &signer, &error);
    if (status == PRESIGN_OK)
        status = presign_url_ex(signer, &request, out, OUT, &len, &error);
    presign_signer_free(signer);
    if (status == PRESIGN_OK)
        printf("url\t%s\n", out);
    else
        printf("error\t%s\t%s\n", presign_status_name(status), error.message);
}

int main(void) {
    while (fgets(line, LINE, stdin) != NULL) {
        char *fields[FIELDS];
        char *at = line;
        line[strcspn(line, "\n")] = '\0';
        for (int i = 0; i < FIELDS; ++i) {
            if (at == NULL)
                fail("a line has 15 fields");
            fields[i] = at;
            at = strchr(at, '\t');
            if (at != NULL)
                *at++ = '\0';
        }
        answer(fields);
    }
    return 0;
}
