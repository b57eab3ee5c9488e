/* Strings and lengths that are wrong. */
#ifndef BAD_H
#define BAD_H

#include "check.h"

static const presign_str NULL_WITH_LENGTH = {NULL, 1};
static const presign_str NOT_UTF8 = {"a\377b", 3};
static const presign_str CUT_UTF8 = {"\303", 1};
static const presign_str SURROGATE = {"\355\240\200", 3};

/* Lengths that no string and no array can have, and those that overflow where they are multiplied or added to. */
static const size_t NO_LENGTH[] = {
    SIZE_MAX,          SIZE_MAX - 1,    SIZE_MAX / 2,    SIZE_MAX / 2 + 1, SIZE_MAX / 16,   SIZE_MAX / 16 + 2,
    SIZE_MAX / 32 + 2, (size_t)1 << 62, (size_t)1 << 59, (size_t)1 << 48,  (size_t)1 << 40,
};
enum { NO_LENGTHS = sizeof NO_LENGTH / sizeof NO_LENGTH[0] };

/* Each way in which a string can be wrong. `call` uses it, and tells the status. */
static inline void bad_string(presign_str *field, presign_status (*call)(void *), void *context) {
    const presign_str good = *field;
    *field = NULL_WITH_LENGTH;
    CHECK_STATUS(call(context), PRESIGN_ERR_NULL_POINTER);
    field->len = SIZE_MAX;
    CHECK_STATUS(call(context), PRESIGN_ERR_NULL_POINTER);
    *field = NOT_UTF8;
    CHECK_STATUS(call(context), PRESIGN_ERR_UTF8);
    *field = CUT_UTF8;
    CHECK_STATUS(call(context), PRESIGN_ERR_UTF8);
    *field = SURROGATE;
    CHECK_STATUS(call(context), PRESIGN_ERR_UTF8);
    for (int i = 0; i < NO_LENGTHS; ++i) {
        field->ptr = "short";
        field->len = NO_LENGTH[i];
        CHECK_STATUS(call(context), PRESIGN_ERR_TOO_LARGE);
    }
    field->len = (size_t)1 << 31; /* The least that is too large. */
    CHECK_STATUS(call(context), PRESIGN_ERR_TOO_LARGE);
    *field = good;
}

#endif
