// Tests of the functions that throw: their results, and the contents of their exceptions.

#include <array>
#include <ctime>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "check.hpp"
#include "given.hpp"

static_assert(!std::is_copy_constructible_v<presign::signer> && !std::is_copy_assignable_v<presign::signer>);
static_assert(std::is_nothrow_move_constructible_v<presign::signer>);
static_assert(std::is_nothrow_move_assignable_v<presign::signer>);
static_assert(std::is_base_of_v<std::exception, presign::error>);
static_assert(!std::is_assignable_v<presign::pairs &, std::vector<presign_pair>>, "a temporary would not outlive the view");

template <class Call> static presign::error thrown(Call call) {
    try {
        call();
    } catch (const presign::error &problem) {
        return problem;
    }
    CHECK(!"nothing was thrown");
    std::abort();
}

static void a_moved_from_signer_fails() {
    presign::signer first(given_options());
    presign::signer second(std::move(first));
    CHECK(first.get() == nullptr);
    CHECK(second.url(given_request()) == documented_url);
    CHECK(thrown([&] { first.url(given_request()); }).status() == PRESIGN_ERR_NULL_POINTER);
    first = std::move(second);
    CHECK(first.url(given_request()) == documented_url);
    first = presign::signer(given_options());
    CHECK(first.url(given_request()) == documented_url);
    first = presign::signer();
    CHECK(first.get() == nullptr);
}

static void exceptions_carry_the_status() {
    presign::signer_options options = given_options();
    options.secret_key = "";
    const presign::error problem = thrown([&] { presign::signer signer(options); });
    CHECK(problem.status() == PRESIGN_ERR_CREDENTIALS);
    CHECK(problem.bad_key() == presign::error::no_key);
    CHECK(std::string(problem.what()) == presign_status_message(PRESIGN_ERR_CREDENTIALS));
    CHECK(std::string(problem.name()) == "credentials");

    const presign::signer signer(given_options());
    presign::request request = given_request();
    request.expires_in = 604801;
    CHECK(thrown([&] { signer.url(request); }).status() == PRESIGN_ERR_EXPIRES);
    CHECK(thrown([&] { signer.expires_at(request); }).status() == PRESIGN_ERR_EXPIRES);
    CHECK(thrown([&] { signer.url("get", "bucket", "key", 60); }).status() == PRESIGN_ERR_METHOD);
}

// Each field of the options and of the request changes the result in a known way.
static void every_option_has_its_effect() {
    presign::signer_options options = given_options();
    options.version = presign::version::v2;
    options.addressing = presign::addressing::path;
    options.session_token = "token";
    options.max_expires_in = 100;
    options.credentials_expire_at = 1369353600 + 50;
    const presign::signer signer(options);
    presign::request request = given_request();
    CHECK(thrown([&] { signer.url(request); }).status() == PRESIGN_ERR_EXPIRES);
    request.expires_in = 51;
    CHECK(thrown([&] { signer.url(request); }).status() == PRESIGN_ERR_CREDENTIALS_EXPIRE);
    request.expires_in = 50;
    CHECK(signer.expires_at(request) == 1369353650);
    const std::array<presign_pair, 1> query = {presign::pair("versionId", "a b")};
    request.query = query;
    const std::string url = signer.url(request);
    CHECK(url.rfind("https://s3.amazonaws.com/examplebucket/test.txt?", 0) == 0);
    CHECK(url.find("Expires=1369353650") != std::string::npos);
    CHECK(url.find("versionId=a%20b") != std::string::npos);
    CHECK(url.find("token") != std::string::npos);

    const presign::signer v4(given_options());
    request = given_request();
    request.stable_for = 7;
    CHECK(v4.expires_at(request) == 1369353600 - 1369353600 % 7 + 86400 + 7);
    request = given_request();
    request.expires_in = 0;
    request.expires_at = 1369353600 + 86400;
    CHECK(v4.url(request) == documented_url);
    const std::vector<presign_pair> headers = {presign::pair("Range", "bytes=0-9"), presign::pair("If-Match", " x ")};
    request.headers = headers;
    CHECK(v4.url(request).find("X-Amz-SignedHeaders=host%3Bif-match%3Brange&") != std::string::npos);
    CHECK(presign::signed_headers(request) == "if-match: x\r\nrange: bytes=0-9\r\n");
}

static void without_sign_at_the_clock_is_read() {
    const presign::signer signer(given_options());
    presign::request request = given_request();
    request.sign_at.reset();
    const std::int64_t before = std::time(nullptr);
    const std::int64_t end = signer.expires_at(request);
    CHECK(end >= before + 86400 && end <= std::time(nullptr) + 86400);
}

static void warnings_are_a_set() {
    presign::signer_options options = given_options();
    options.endpoint = "https://bkt.nyc3.digitaloceanspaces.com";
    const presign::signer signer(options);
    presign::request request = given_request();
    CHECK(signer.warnings(request) == 0);
    request.bucket = "bkt";
    CHECK(signer.warnings(request) == PRESIGN_WARNING_BUCKET_IN_ENDPOINT);
}

// URLs around the size of the buffer on the stack: string and caller's buffer are equal.
static void urls_of_every_length_fit() {
    for (std::size_t length = 600; length < 1200; length++) {
        presign::signer_options options = given_options();
        const std::string token(length, 't');
        options.session_token = token;
        const presign::signer signer(options);
        char buffer[4096];
        std::size_t len = 0;
        CHECK(signer.try_url(given_request(), buffer, sizeof buffer, len) == PRESIGN_OK);
        CHECK(signer.url(given_request()) == std::string_view(buffer, len));
        CHECK(len > length && length + 500 > len);
    }
}

static void batches_equal_single_urls() {
    const presign::signer signer(given_options());
    presign::request request = given_request();
    request.key = "";
    const std::vector<std::string> keys = {"a", "test.txt", "b/c"};
    const presign::batch links = signer.urls(request, keys);
    CHECK(links.size() == 3 && links.offsets.size() == 4 && links.offsets.back() == links.text.size());
    CHECK(links[1] == documented_url);
    request.key = "b/c";
    CHECK(links[2] == signer.url(request));
    request.key = "";

    const char *const words[] = {"test.txt"};
    CHECK(signer.urls(request, words)[0] == documented_url);
    CHECK(signer.urls(request, std::vector<std::string_view>{"test.txt"}, 4)[0] == documented_url);
    CHECK(signer.urls(request, std::vector<std::string>()).size() == 0);

    // Version 2's signatures differ in length, so the buffer is larger than the batch.
    presign::signer_options options = given_options();
    options.version = presign::version::v2;
    const presign::batch v2 = presign::signer(options).urls(request, std::vector<std::string>(100, "test.txt"));
    CHECK(v2.offsets.back() == v2.text.size() && v2[99] == v2[0]);

    const presign::error problem = thrown([&] { signer.urls(request, std::vector<std::string>{"a", "b", ""}); });
    CHECK(problem.status() == PRESIGN_ERR_KEY && problem.bad_key() == 2);
    request.bucket = "";
    const presign::error other = thrown([&] { signer.urls(request, keys); });
    CHECK(other.status() == PRESIGN_ERR_BUCKET && other.bad_key() == presign::error::no_key);
}

static_assert(!std::is_copy_constructible_v<presign::verifier> && std::is_nothrow_move_assignable_v<presign::verifier>);
static_assert(std::is_nothrow_copy_constructible_v<presign::refused>);

static void incoming_requests_are_checked() {
    const presign::verifier verifier(given_verifier());
    const presign::inspection link = presign::verifier().inspect(given_received());
    CHECK(link.version == presign::version::v4 && link.host == "examplebucket.s3.amazonaws.com");
    CHECK(link.bucket == "examplebucket" && link.key == "test.txt" && link.access_key == "AKIAIOSFODNN7EXAMPLE");
    CHECK(link.region == "us-east-1" && link.signed_at == 1369353600 && link.expires_at == 1369353600 + 86400);
    CHECK(link.signed_headers.empty() && link.query.empty() && link.warnings == 0);
    const presign::verified in = verifier.verify(given_received(), given_secret);
    CHECK(in.bucket == link.bucket && in.key == link.key && in.access_key == link.access_key);
    CHECK(in.region == link.region && in.signed_at == link.signed_at && in.expires_at == link.expires_at);

    try {
        verifier.verify(given_received(), "");
        CHECK(!"the request was accepted");
    } catch (const presign::refused &why) {
        CHECK(why.status() == PRESIGN_ERR_REFUSED && why.reason() == PRESIGN_REASON_UNKNOWN_ACCESS_KEY);
        CHECK(std::string(why.reason_name()) == "unknown-access-key");
        CHECK(why.http_status() == 403 && std::string(why.code()) == "InvalidAccessKeyId");
        CHECK(std::string(why.what()).find(why.message()) != std::string::npos);
    }
    CHECK(thrown([&] { verifier.verify(given_received(), "another"); }).status() == PRESIGN_ERR_REFUSED);
    CHECK(thrown([&] { verifier.explain(given_received(), ""); }).status() == PRESIGN_ERR_CREDENTIALS);
    CHECK(verifier.explain(given_received(), given_secret).cause == PRESIGN_CAUSE_AS_SIGNED);
    presign::verifier_options wrong = given_verifier();
    wrong.clock_skew = -2;
    CHECK(thrown([&] { presign::verifier made(wrong); }).status() == PRESIGN_ERR_EXPIRES);
}

// A URL with many parameters, so that the result is larger than the buffer on the stack.
static void long_incoming_urls_are_read() {
    const presign::signer signer(given_options());
    presign::request request = given_request();
    std::vector<presign_pair> query(200, presign::pair("x", "y z"));
    const std::vector<presign_pair> headers = {presign::pair("Range", "bytes=0-9"), presign::pair("If-Match", "x")};
    request.query = query;
    request.headers = headers;
    const std::string url = signer.url(request);
    presign::received received = given_received();
    received.url = url;
    received.headers = headers;
    const presign::inspection link = presign::verifier().inspect(received);
    CHECK(link.query.size() == 200 && link.query[199] == std::make_pair(std::string("x"), std::string("y z")));
    CHECK((link.signed_headers == std::vector<std::string>{"if-match", "range"}));
    CHECK(link.warnings == (PRESIGN_WARNING_SIGNED_HEADERS | PRESIGN_WARNING_REPEATED_NAME));
    CHECK(presign::verifier(given_verifier()).verify(received, given_secret).key == "test.txt");
}

static void forms_and_policies_are_made() {
    const presign::signer signer(given_options());
    presign::post_request request;
    request.bucket = "examplebucket";
    request.key = "k";
    request.conditions = {presign::starts_with("Content-Type", "image/")};
    request.sign_at = 1369353600;
    request.expires_at = 1369353660;
    const presign::form form = signer.presign_post(request);
    CHECK(form.url == "https://examplebucket.s3.amazonaws.com/" && form.expires_at == 1369353660);
    CHECK(form.fields.size() == 6 && form.fields[0] == std::make_pair(std::string("key"), std::string("k")));
    request.bucket = "";
    CHECK(thrown([&] { signer.presign_post(request); }).status() == PRESIGN_ERR_BUCKET);
    CHECK(thrown([&] { presign::ip_policy({}); }).status() == PRESIGN_ERR_BUCKET);
}

int main() {
    a_moved_from_signer_fails();
    exceptions_carry_the_status();
    every_option_has_its_effect();
    without_sign_at_the_clock_is_read();
    warnings_are_a_set();
    urls_of_every_length_fit();
    batches_equal_single_urls();
    incoming_requests_are_checked();
    long_incoming_urls_are_read();
    forms_and_policies_are_made();
}
