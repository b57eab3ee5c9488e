/* The tests of vectors.c in a program that has two more Rust libraries. */
#define main vectors_main
#include "vectors.c"
#undef main

#ifdef __cplusplus
extern "C" {
#endif
/* tests/rust/panics.rs, made by libpresign's compiler and linked in the same way. */
extern int32_t presign_catches_a_panic(void);
/* The same, as another compiler makes it. */
extern int32_t other_catches_a_panic(void);
#ifdef __cplusplus
}
#endif

int main(void) {
    CHECK(presign_catches_a_panic() == 1);
    CHECK(other_catches_a_panic() == 1);
    CHECK(vectors_main() == 0);
    CHECK(presign_catches_a_panic() == 1);
    CHECK(other_catches_a_panic() == 1);
    return 0;
}
