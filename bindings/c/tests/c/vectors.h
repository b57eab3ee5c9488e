/* The cases of tests/vectors. tests/library/vectors.rs writes vectors.inc. */
#ifndef VECTORS_H
#define VECTORS_H

#include "check.h"

typedef struct {
    const char *name;
    uint32_t version;
    uint32_t addressing;
    presign_str session_token;
    presign_str region;
    presign_str endpoint;
    presign_str method;
    presign_str bucket;
    presign_str key;
    size_t query_first;
    size_t query_count;
    size_t headers_first;
    size_t headers_count;
    int64_t sign_at;
    uint32_t expires_in;
    presign_str url;
    presign_str lines; /* Headers to send with the URL. */
} vector;

#include "vectors.inc"

enum { VECTORS = sizeof vectors / sizeof vectors[0] };

static inline int same_text(const char *text, size_t len, presign_str expected) {
    return len == expected.len && memcmp(text, expected.ptr, len) == 0;
}

#endif
