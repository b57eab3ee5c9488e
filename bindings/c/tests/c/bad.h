/* Invalid strings and lengths. */
#ifndef BAD_H
#define BAD_H

#include "check.h"

static const presign_str NULL_WITH_LENGTH = {NULL, 1};
static const presign_str NOT_UTF8 = {"a\377b", 3};
static const presign_str CUT_UTF8 = {"\303", 1};
static const presign_str SURROGATE = {"\355\240\200", 3};

/* Lengths over every limit, and lengths that overflow when they are multiplied or added to. */
static const size_t BAD_LENGTH[] = {
    SIZE_MAX,          SIZE_MAX - 1,    SIZE_MAX / 2,    SIZE_MAX / 2 + 1, SIZE_MAX / 16,   SIZE_MAX / 16 + 2,
    SIZE_MAX / 32 + 2, POWER_OF_2(62), POWER_OF_2(59), POWER_OF_2(48),  POWER_OF_2(40),
};
enum { BAD_LENGTHS = sizeof BAD_LENGTH / sizeof BAD_LENGTH[0] };

/* Tries each way in which a string can be invalid. `call` passes the field to the library and returns the status. */
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
    for (int i = 0; i < BAD_LENGTHS; ++i) {
        field->ptr = "short";
        field->len = BAD_LENGTH[i];
        CHECK_STATUS(call(context), PRESIGN_ERR_TOO_LARGE);
    }
    field->len = (size_t)1 << 31; /* The smallest length over the limit. */
    CHECK_STATUS(call(context), PRESIGN_ERR_TOO_LARGE);
    *field = good;
}

#endif
