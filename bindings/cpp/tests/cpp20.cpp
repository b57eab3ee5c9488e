// Tests of what C++20 adds: ranges that make their strings, and std::span.

#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check.hpp"
#include "given.hpp"

static_assert(std::ranges::forward_range<presign::batch>);
static_assert(std::is_assignable_v<presign::pairs &, std::span<const presign_pair>>, "a span owns nothing");
static_assert(!std::is_assignable_v<presign::pairs &, std::vector<presign_pair>>, "a temporary would not outlive it");

static void views_are_ranges_of_keys() {
    const presign::signer signer(given_options());
    presign::request request = given_request();
    request.key = "";
    const presign::template_ links_of_today(signer, request);
    const std::vector<std::string> keys = {"a", "test.txt"};
    const presign::batch expected = signer.urls(request, keys);
    CHECK(expected[1] == documented_url);

    // Strings that exist only while the view is read, views of others, and a view that cannot be read if it is const.
    const std::vector<std::string> stems = {"a", "test.txt", "b"};
    const auto copies = stems | std::views::take(2) | std::views::transform([](const std::string &key) {
                            return key + "";
                        });
    const auto views = keys | std::views::transform([](const std::string &key) { return std::string_view(key); });
    auto filtered = stems | std::views::filter([](const std::string &key) { return key != "b"; });
    CHECK(signer.urls(request, copies).text == expected.text && links_of_today.urls(copies).text == expected.text);
    CHECK(signer.urls(request, views).text == expected.text && links_of_today.urls(views).text == expected.text);
    CHECK(signer.urls(request, filtered).text == expected.text && links_of_today.urls(filtered).text == expected.text);
    CHECK(signer.urls(request, std::span(keys)).text == expected.text);

    std::size_t lengths = 0;
    for (const std::string_view url : expected | std::views::drop(1)) {
        lengths += url.size();
    }
    CHECK(lengths == documented_url.size());
}

static void views_are_ranges_of_requests() {
    const presign::signer signer(path_options());
    const std::vector<std::string_view> methods = {"HEAD", "HEAD"};
    const auto requests = methods | std::views::transform([](std::string_view method) {
                              presign::request request = head_request();
                              request.method = method;
                              return request;
                          });
    CHECK(signer.requests(requests)[1] == head_url);
}

static void spans_are_arrays() {
    const presign::signer signer(path_options());
    std::vector<presign_pair> headers = {presign::pair("Content-Type", "text/plain; charset=utf-8"),
                                         presign::pair("x-amz-acl", "public-read"), presign::pair("x", "not used")};
    const presign::request request = upload_request(std::span(headers).first(2));
    std::vector<char> memory(1000);
    std::size_t len = 0;
    CHECK(signer.try_url(request, std::span(memory), len) == PRESIGN_OK);
    CHECK(upload_url == std::string_view(memory.data(), len));

    const std::vector<presign_secret> secrets = {presign::secret("AKIAIOSFODNN7EXAMPLE", given_secret)};
    CHECK(presign::verifier(given_verifier()).verify(given_received(), std::span(secrets)).key == "test.txt");
}

int main() {
    views_are_ranges_of_keys();
    views_are_ranges_of_requests();
    spans_are_arrays();
}
