/*
 * presign.h: presigned URLs for S3-compatible storage, signed offline.
 *
 * A presigned URL is a temporary link to a private object. Anyone who has it can use it until it expires; afterwards
 * the storage answers 403 AccessDenied. No function here uses the network.
 *
 *     presign_signer_options options = {0};
 *     options.struct_size = sizeof options;
 *     options.access_key = presign_cstr(getenv("AWS_ACCESS_KEY_ID"));
 *     options.secret_key = presign_cstr(getenv("AWS_SECRET_ACCESS_KEY"));
 *     presign_error error = {0};
 *     error.struct_size = sizeof error;
 *     presign_signer *signer = NULL;
 *     presign_status status = presign_signer_new(&options, &signer, &error);
 *     char url[4096];
 *     size_t len = 0;
 *     if (status == PRESIGN_OK)
 *         status = presign_url(signer, PRESIGN_STR("GET"), PRESIGN_STR("my-bucket"), PRESIGN_STR("image.jpg"),
 *                              time(NULL), 3600, url, sizeof url, &len, &error);
 *     puts(status == PRESIGN_OK ? url : error.message);
 *
 * presign_signer_free(signer) frees the signer. What this file does not declare is not API.
 *
 * Conventions
 *
 * Names       presign_<object>_<verb>. Objects have _new and _free. Each enumeration (status, reason, cause, warning)
 *             has _name, a machine name that never changes, and _message, one English sentence.
 * Ownership   Signers, templates and verifiers are the only objects to free. Inputs are borrowed for the length of a
 *             call. Objects copy what they keep, and wipe their credentials when they are freed. Results go to the
 *             caller's memory, which must not overlap with the inputs.
 * Strings     In: UTF-8 with a length; NULL with length 0 is the empty string. Keys are data and not paths: "//", "..",
 *             "%2F", "+" and a leading "/" reach the storage unchanged. Out: URLs are ASCII; text that is read from URLs
 *             or goes into forms is UTF-8 and can contain NULs.
 * Structs     Begin with struct_size, which is their sizeof; all other fields 0 means the defaults. Later versions only
 *             append fields. A program compiled with an older or a newer header works as long as it leaves the fields
 *             that the library does not know 0. A struct_size below that of the first release or above 4096 is an
 *             error. In structs for results only struct_size is read, and fields that the library does not know
 *             become 0. The structs of an array all have the same struct_size. presign_str, presign_pair and
 *             presign_secret have none: they never change.
 * Errors      Every call that can fail returns a presign_status, and takes a presign_error as its last argument: NULL,
 *             or a struct of the caller that receives a sentence. A failed call leaves its outputs (lengths, offsets,
 *             handles, times, structs) and the text buffer untouched, except where its comment says otherwise. There is
 *             no errno and no last error; no message and no crash shows a secret.
 * Checks      NULL, alignment, lengths, numbers, UTF-8 and sizes of structs are checked. Strings of 2 GiB or more, and
 *             arrays of more than 4294967295 elements, are errors.
 * Threads     All threads can use one signer, template or verifier at once. There are no globals. A batch starts threads
 *             only if its options ask for them; they end before it returns.
 * Fork        An object made before a fork works in the child, whatever other threads were doing.
 * Time        Times are Unix seconds, up to 253402300799 (the year 9999). No function here reads a clock. A signing time
 *             must be above 0: a forgotten field is 0, and time() returns -1 if it fails.
 * Pointers    Languages that cannot pass a presign_str by value use the functions that end in _flat, which take a pointer
 *             and a length, or those that take a presign_request. presign_cstr only fills the two fields.
 * Versions    Functions, statuses and fields are never removed or changed within an ABI version, which the soname
 *             carries (PRESIGN_ABI_VERSION). PRESIGN_VERSION_* are of the header, presign_version_number() is of the
 *             library.
 * Panics      The library is written in Rust. If a bug makes it panic, the call returns PRESIGN_ERR_PANIC; nothing
 *             unwinds into C. (In a WebAssembly module a panic ends the instance.)
 */

#ifndef PRESIGN_H
#define PRESIGN_H

#include <stddef.h>
#include <stdint.h>

// Version of this header.
#define PRESIGN_VERSION_MAJOR @MAJOR@
#define PRESIGN_VERSION_MINOR @MINOR@
#define PRESIGN_VERSION_PATCH @PATCH@
#define PRESIGN_VERSION_STRING "@VERSION@"
#define PRESIGN_VERSION_NUMBER \
    (PRESIGN_VERSION_MAJOR * 1000000 + PRESIGN_VERSION_MINOR * 1000 + PRESIGN_VERSION_PATCH)

// Number of the ABI. A program runs with every library of the same number and of no older version.
#define PRESIGN_ABI_VERSION @ABI_VERSION@

// A function of the library. On Windows, define PRESIGN_STATIC to link the static library.
#if defined(_WIN32) && !defined(PRESIGN_STATIC)
#define PRESIGN_API __declspec(dllimport)
#elif defined(__GNUC__) && !defined(_WIN32)
#define PRESIGN_API __attribute__((visibility("default")))
#else
#define PRESIGN_API
#endif

// A function whose result must not be ignored.
#if defined(__GNUC__)
#define PRESIGN_NODISCARD __attribute__((warn_unused_result))
#elif defined(_MSC_VER) && defined(__cplusplus) && _MSVC_LANG >= 201703L
#define PRESIGN_NODISCARD [[nodiscard]]
#elif defined(_MSC_VER)
#define PRESIGN_NODISCARD _Check_return_
#else
#define PRESIGN_NODISCARD
#endif

// Makes a presign_str from a string literal.
#ifdef __cplusplus
#define PRESIGN_STR(literal) (presign_str{"" literal, sizeof("" literal) - 1})
#else
#define PRESIGN_STR(literal) ((presign_str){"" literal, sizeof("" literal) - 1})
#endif

#ifdef __cplusplus
extern "C" {
#endif
