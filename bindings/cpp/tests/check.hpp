// CHECK ends the program with 1 and prints the condition that failed. It works without exceptions.
#ifndef CHECK_HPP
#define CHECK_HPP

#include <cstdio>
#include <cstdlib>

#define CHECK(condition)                                                                                             \
    do {                                                                                                             \
        if (!(condition)) {                                                                                          \
            std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                      \
            std::exit(1);                                                                                            \
        }                                                                                                            \
    } while (false)

#endif
