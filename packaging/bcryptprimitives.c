// bcryptprimitives.dll for tests under wine 8, which has none. Rust's standard library takes the seeds of its hash maps
// from it; Windows has had it since Windows 10.

#include <windows.h>

#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
    return RtlGenRandom(data, (ULONG)size);
}
