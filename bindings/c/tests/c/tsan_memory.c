/* Functions that Rust calls in place of memcpy and others where ThreadSanitizer checks. gcc's library checks inside the
   functions of C and lacks these before gcc 13. */
#include <stddef.h>
#include <string.h>

void *__tsan_memcpy(void *to, const void *from, size_t n);
void *__tsan_memmove(void *to, const void *from, size_t n);
void *__tsan_memset(void *to, int byte, size_t n);

void *__tsan_memcpy(void *to, const void *from, size_t n) {
    return memcpy(to, from, n);
}

void *__tsan_memmove(void *to, const void *from, size_t n) {
    return memmove(to, from, n);
}

void *__tsan_memset(void *to, int byte, size_t n) {
    return memset(to, byte, n);
}
