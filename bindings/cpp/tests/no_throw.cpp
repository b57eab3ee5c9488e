// The forms that do not throw. Built with -fno-exceptions too.

#include <cstring>
#include <string>
#include <vector>

#include "check.hpp"
#include "given.hpp"

static void signers() {
    presign::signer signer;
    std::string url = "as it was";
    CHECK(signer.try_url(given_request(), url) == PRESIGN_ERR_NULL_POINTER);
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);

    const presign_signer *made = signer.get();
    presign::signer_options wrong = given_options();
    wrong.region = "a b";
    CHECK(presign::signer::try_make(wrong, signer) == PRESIGN_ERR_REGION);
    CHECK(signer.get() == made);
    // The one that was there before is freed.
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);
    CHECK(url == "as it was");
    CHECK(signer.try_url(given_request(), url) == PRESIGN_OK);
    CHECK(url == documented_url);
}

static void buffers() {
    presign::signer signer;
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);
    std::vector<char> room(documented_url.size() + 1, 'x');
    std::size_t len = 0;
    CHECK(signer.try_url(given_request(), room.data(), room.size() - 1, len) == PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(len == documented_url.size() && room.front() == 'x');
    CHECK(signer.try_url(given_request(), nullptr, 0, len) == PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(signer.try_url(given_request(), room.data(), room.size(), len) == PRESIGN_OK);
    CHECK(len == documented_url.size() && std::strlen(room.data()) == len && documented_url == room.data());
}

static void headers() {
    presign::request request = given_request();
    std::string lines = "as it was";
    const presign_pair wrong[] = {presign::pair("Host", "example.com")};
    request.headers = wrong;
    CHECK(presign::try_signed_headers(request, lines) == PRESIGN_ERR_HEADER);
    CHECK(lines == "as it was");
    const presign_pair right[] = {presign::pair("Content-Type", "text/plain")};
    request.headers = right;
    CHECK(presign::try_signed_headers(request, lines) == PRESIGN_OK);
    CHECK(lines == "content-type: text/plain\r\n");
}

static void batches() {
    presign::signer signer;
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);
    presign::request request = given_request();
    request.key = "";
    presign::batch links;
    CHECK(links.size() == 0);
    const presign_str keys[] = {presign::str("a"), presign::str("test.txt")};
    CHECK(signer.try_urls(request, keys, 2, links) == PRESIGN_OK);
    CHECK(links.size() == 2 && links[1] == documented_url);
    // A shorter batch in the same memory leaves nothing of the longer one.
    CHECK(signer.try_urls(request, keys + 1, 1, links) == PRESIGN_OK);
    CHECK(links.size() == 1 && links.text == documented_url);

    std::size_t bad_key = 7;
    CHECK(signer.try_urls(request, std::vector<std::string>{"a", ""}, links, 1, &bad_key) == PRESIGN_ERR_KEY);
    CHECK(bad_key == 1 && links.size() == 0 && links.text.empty());
    CHECK(signer.try_urls(request, keys, 2, links) == PRESIGN_OK);
    CHECK(signer.try_urls(request, keys, SIZE_MAX, links, 1, &bad_key) == PRESIGN_ERR_TOO_LARGE);
    CHECK(bad_key == presign::error::no_key && links.size() == 0 && links.text.empty());
    CHECK(signer.try_urls(request, nullptr, 2, links) == PRESIGN_ERR_NULL_POINTER);
    CHECK(signer.try_urls(request, nullptr, 0, links) == PRESIGN_OK && links.size() == 0);
}

int main() {
    signers();
    buffers();
    headers();
    batches();
}
