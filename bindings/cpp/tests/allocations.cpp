// Tests that the header allocates the results of a call and nothing else. Built without sanitizers, which have an
// operator new of their own.

#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "check.hpp"
#include "given.hpp"

static std::size_t allocations = 0;

void *operator new(std::size_t size) {
    allocations++;
    void *memory = std::malloc(size);
    CHECK(memory != nullptr);
    return memory;
}
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }

template <class Call> static std::size_t allocations_of(Call call) {
    const std::size_t before = allocations;
    call();
    return allocations - before;
}

static void a_url_is_one_string() {
    const presign::signer signer(given_options());
    const presign::request request = given_request();
    presign::request without_key = request;
    without_key.key = "";
    const presign::template_ links(signer, without_key);
    std::string url;
    char buffer[4096];
    std::size_t len = 0;
    CHECK(allocations_of([&] { url = signer.url(request); }) == 1);
    CHECK(allocations_of([&] { url = links.url("test.txt"); }) == 1);
    CHECK(url == documented_url);
    CHECK(allocations_of([&] { CHECK(signer.try_url(request, url) == PRESIGN_OK); }) == 0);
    CHECK(allocations_of([&] { CHECK(links.try_url("test.txt", buffer, len) == PRESIGN_OK); }) == 0);
}

static void a_failure_allocates_nothing() {
    const presign::signer signer(given_options());
    presign::request request = given_request();
    request.expires_in = 604801;
    std::string url;
    presign::error_info why;
    CHECK(allocations_of([&] { CHECK(signer.try_url(request, url, &why) == PRESIGN_ERR_EXPIRES); }) == 0);
}

static void a_batch_is_its_text_and_its_offsets() {
    const presign::signer signer(given_options());
    presign::request request = given_request();
    request.key = "";
    const std::vector<presign_str> keys(100, presign::str("test.txt"));
    const std::vector<std::string> strings(100, "test.txt");
    presign::batch links;
    CHECK(allocations_of([&] { links = signer.urls(request, keys); }) == 2);
    CHECK(links[99] == documented_url);
    CHECK(allocations_of([&] { CHECK(signer.try_urls(request, keys, links) == PRESIGN_OK); }) == 0);
    // The views of the strings are one array.
    CHECK(allocations_of([&] { CHECK(signer.try_urls(request, strings, links) == PRESIGN_OK); }) == 1);
}

int main() {
    a_url_is_one_string();
    a_failure_allocates_nothing();
    a_batch_is_its_text_and_its_offsets();
}
