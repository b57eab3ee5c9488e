// Tests of the functions that throw: their results, and the contents of their exceptions.

#include <array>
#include <cstring>
#include <ctime>
#include <iterator>
#include <list>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "check.hpp"
#include "given.hpp"

static_assert(!std::is_copy_constructible_v<presign::signer> && !std::is_copy_assignable_v<presign::signer>);
static_assert(std::is_nothrow_move_constructible_v<presign::signer>);
static_assert(std::is_nothrow_move_assignable_v<presign::signer>);
static_assert(!std::is_copy_constructible_v<presign::template_>);
static_assert(std::is_nothrow_move_assignable_v<presign::template_>);
static_assert(std::is_base_of_v<std::exception, presign::error>);
static_assert(std::is_nothrow_copy_constructible_v<presign::error>);
static_assert(!std::is_assignable_v<presign::pairs &, std::vector<presign_pair>>, "a temporary would not outlive it");

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
    CHECK(problem.index() == presign::no_index);
    CHECK(std::strstr(problem.what(), "secret key") != nullptr);
    CHECK(std::string(problem.name()) == "credentials");

    const presign::signer signer(given_options());
    presign::request request = given_request();
    request.expires_in = 604801;
    // The sentence has the value and the limit.
    const presign::error late = thrown([&] { signer.url(request); });
    CHECK(late.status() == PRESIGN_ERR_EXPIRES);
    CHECK(std::strstr(late.what(), "604801") != nullptr && std::strstr(late.what(), "604800") != nullptr);
    CHECK(thrown([&] { signer.expires_at(request); }).status() == PRESIGN_ERR_EXPIRES);
    CHECK(thrown([&] { signer.presigned(request); }).status() == PRESIGN_ERR_EXPIRES);
    request.expires_at = 1;
    CHECK(thrown([&] { signer.warnings(request); }).status() == PRESIGN_ERR_EXPIRES);
    CHECK(thrown([] { presign::content_disposition("a\nb"); }).status() == PRESIGN_ERR_QUERY);
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

static void getters_return_what_the_signer_has() {
    const presign::signer signer(given_options());
    CHECK(signer.access_key() == "AKIAIOSFODNN7EXAMPLE" && signer.region() == "us-east-1");
    CHECK(signer.endpoint() == "https://s3.amazonaws.com");
    CHECK(signer.addressing() == presign::addressing::virtual_host && signer.version() == presign::version::v4);
    const presign::signer empty;
    CHECK(empty.access_key().empty() && empty.endpoint().empty() && empty.region().empty());
    CHECK(empty.addressing() == presign::addressing::automatic && empty.version() == presign::version::automatic);
}

static const std::vector<presign_pair> upload_headers = {presign::pair("Content-Type", "text/plain; charset=utf-8"),
                                                         presign::pair("x-amz-acl", "public-read")};

static void a_presigned_request_has_all_that_its_user_needs() {
    const presign::signer signer(path_options());
    const presign::presigned made = signer.presigned(upload_request(upload_headers));
    CHECK(made.url == upload_url && made.method == "PUT" && made.expires_at == 1369353600 + 3600);
    CHECK(made.headers.size() == 2 && made.warnings == 0);
    CHECK(made.headers[0] == std::make_pair(std::string("content-type"), std::string("text/plain; charset=utf-8")));
    CHECK(made.headers[1] == std::make_pair(std::string("x-amz-acl"), std::string("public-read")));
    presign::request download = upload_request(upload_headers);
    download.method = "GET";
    CHECK(signer.presigned(download).warnings == PRESIGN_WARNING_CONTENT_TYPE_OF_DOWNLOAD);
}

// RFC 6266: a name of letters needs no filename*.
static void a_playlist_has_urls_in_place_of_its_uris() {
    const presign::signer signer(given_options());
    presign::request request = given_request();
    request.key = "index.m3u8";
    const std::string expected = "#EXTM3U\n#EXTINF:6,\n" + std::string(documented_url) + "\n";
    CHECK(signer.playlist(request, "#EXTM3U\n#EXTINF:6,\ntest.txt\n") == expected);
    const auto nested = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na/b.m3u8\n";
    CHECK(signer.playlist(request, nested, "/p?k={key}") == "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n/p?k=a%2Fb.m3u8\n");
    const presign::error problem = thrown([&] { signer.playlist(request, nested); });
    CHECK(problem.status() == PRESIGN_ERR_PLAYLIST && problem.index() == 2);
    CHECK(std::strstr(problem.what(), "line 3") != nullptr);
}

static void a_content_disposition_has_its_name() {
    CHECK(presign::content_disposition("report.pdf") == "attachment; filename=\"report.pdf\"");
    CHECK(presign::content_disposition("a b", presign::disposition::in_page) == "inline; filename=\"a b\"");
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
    for (std::size_t length = 3600; length < 4200; length++) {
        presign::signer_options options = given_options();
        const std::string token(length, 't');
        options.session_token = token;
        const presign::signer signer(options);
        std::array<char, 8192> buffer;
        std::size_t len = 0;
        CHECK(signer.try_url(given_request(), buffer, len) == PRESIGN_OK);
        CHECK(signer.url(given_request()) == std::string_view(buffer.data(), len));
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
    CHECK(signer.urls(request, std::vector<std::string_view>{"test.txt"}, {4, {}})[0] == documented_url);
    CHECK(signer.urls(request, std::vector<std::string>()).size() == 0);

    // Version 2's signatures differ in length, so the buffer is larger than the batch.
    presign::signer_options options = given_options();
    options.version = presign::version::v2;
    const presign::batch v2 = presign::signer(options).urls(request, std::vector<std::string>(100, "test.txt"));
    CHECK(v2.offsets.back() == v2.text.size() && v2[99] == v2[0]);

    const presign::error problem = thrown([&] { signer.urls(request, std::vector<std::string>{"a", "b", ""}); });
    CHECK(problem.status() == PRESIGN_ERR_KEY && problem.index() == 2);
    request.bucket = "";
    const presign::error other = thrown([&] { signer.urls(request, keys); });
    CHECK(other.status() == PRESIGN_ERR_BUCKET && other.index() == presign::no_index);
}

static void every_kind_of_range_has_the_same_urls() {
    const presign::signer signer(given_options());
    presign::request request = given_request();
    request.key = "";
    const presign::template_ links_of_today(signer, request);
    const std::vector<std::string> keys = {"a", "test.txt"};
    const presign::batch expected = signer.urls(request, keys);
    CHECK(expected[1] == documented_url);

    const auto check = [&](auto &&range) {
        CHECK(signer.urls(request, range).text == expected.text);
        CHECK(links_of_today.urls(range).text == expected.text);
    };
    check(std::list<std::string>{"a", "test.txt"});
    check(std::array<presign_str, 2>{presign::str("a"), presign::str("test.txt")});
    const char *const words[] = {"a", "test.txt"};
    check(words);

    // A range that has one string at a time, for which it uses the same memory again.
    struct lines {
        std::istringstream &stream;
        std::istream_iterator<std::string> begin() const { return std::istream_iterator<std::string>(stream); }
        std::istream_iterator<std::string> end() const { return {}; }
    };
    std::istringstream first("a test.txt"), second("a test.txt");
    CHECK(signer.urls(request, lines{first}).text == expected.text);
    CHECK(links_of_today.urls(lines{second}).text == expected.text);

    // What a range throws reaches the caller.
    std::istringstream broken("a test.txt");
    broken.exceptions(std::ios_base::eofbit);
    bool caught = false;
    try {
        signer.urls(request, lines{broken});
    } catch (const std::ios_base::failure &) {
        caught = true;
    }
    CHECK(caught);

    const std::uint64_t offsets[] = {0, 1, 9};
    CHECK(signer.urls(request, "atest.txt", offsets).text == expected.text);
    CHECK(links_of_today.urls("atest.txt", offsets).text == expected.text);
    CHECK(thrown([&] { signer.urls(request, "atest.tx", offsets); }).index() == 2);
}

static void a_separator_is_behind_each_url() {
    const presign::signer signer(given_options());
    presign::request request = given_request();
    request.key = "";
    const std::vector<std::string> keys(3, "test.txt");
    for (const char separator : {'\n', '\0', '\xff'}) {
        presign::batch_options options;
        options.separator = separator;
        const presign::batch links = signer.urls(request, keys, options);
        const std::string line = std::string(documented_url) + separator;
        CHECK(links.text == line + line + line);
        std::size_t count = 0;
        for (const std::string_view url : links) {
            CHECK(url == documented_url && url == links[count]);
            count++;
        }
        CHECK(count == 3 && links.size() == 3);
    }
}

static void a_template_outlives_its_signer() {
    presign::template_ links;
    {
        presign::request request = given_request();
        request.key = "";
        links = presign::template_(presign::signer(given_options()), request);
    }
    CHECK(links.url("test.txt") == documented_url && links.expires_at() == 1369353600 + 86400);
    CHECK(thrown([&] { links.url(""); }).status() == PRESIGN_ERR_KEY);
    CHECK(thrown([&] { links.urls(std::vector<std::string>{"a", std::string(1025, 'a')}); }).index() == 1);
    const presign::template_ moved(std::move(links));
    CHECK(moved.url("test.txt") == documented_url);
    CHECK(thrown([&] { links.url("test.txt"); }).status() == PRESIGN_ERR_NULL_POINTER);
    CHECK(thrown([&] { presign::template_ made(presign::signer(given_options()), given_request()); }).status() ==
          PRESIGN_ERR_KEY);
}

static void each_link_has_its_own_request() {
    const presign::signer signer(path_options());
    std::vector<presign::request> requests = {head_request(), upload_request(upload_headers), head_request()};
    presign::batch_options options;
    options.separator = '\n';
    const presign::batch links = signer.requests(requests, options);
    CHECK(links.size() == 3 && links[0] == head_url && links[1] == upload_url && links[2] == head_url);
    CHECK(signer.requests(std::list<presign::request>{head_request()}).text == head_url);
    CHECK(signer.requests(std::vector<presign::request>()).size() == 0);
    requests[1].bucket = "..";
    const presign::error problem = thrown([&] { signer.requests(requests); });
    CHECK(problem.status() == PRESIGN_ERR_BUCKET && problem.index() == 1);
    requests[1] = requests[0];
    requests[0].sign_at.reset();
    const presign::batch now = signer.requests(requests);
    CHECK(now[0] != head_url && now[1] == head_url);
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
    const presign_secret known = presign::secret("AKIAIOSFODNN7EXAMPLE", given_secret);
    const presign::verified in = verifier.verify(given_received(), known);
    CHECK(in.bucket == link.bucket && in.key == link.key && in.access_key == link.access_key);
    CHECK(in.region == link.region && in.signed_at == link.signed_at && in.expires_at == link.expires_at);

    CHECK(in.signed_headers.empty());
    try {
        verifier.verify(given_received(), presign::secret("AKIAOTHER", "another"));
        CHECK(!"the request was accepted");
    } catch (const presign::refused &why) {
        CHECK(why.status() == PRESIGN_ERR_REFUSED && why.reason() == PRESIGN_REASON_UNKNOWN_ACCESS_KEY);
        CHECK(std::string(why.reason_name()) == "unknown-access-key");
        CHECK(why.http_status() == 403 && why.code() == "InvalidAccessKeyId");
        CHECK(std::strstr(why.what(), why.message().c_str()) != nullptr);
        // A copy keeps everything after the first exception is gone.
        const presign::refused copy(why);
        CHECK(&copy.message() == &why.message() && std::string(copy.what()) == why.what());
    }
    const std::vector<presign_secret> several = {presign::secret("AKIAOTHER", "another"), known};
    CHECK(verifier.verify(given_received(), several).key == "test.txt");
    const presign_secret wrong_secret = presign::secret("AKIAIOSFODNN7EXAMPLE", "another");
    CHECK(thrown([&] { verifier.verify(given_received(), wrong_secret); }).status() == PRESIGN_ERR_REFUSED);
    const presign_secret with_token = presign::secret("AKIAIOSFODNN7EXAMPLE", given_secret, "token");
    CHECK(thrown([&] { verifier.verify(given_received(), with_token); }).status() == PRESIGN_ERR_REFUSED);
    CHECK(thrown([&] { verifier.explain(given_received(), presign::secret("AKIAIOSFODNN7EXAMPLE", "")); }).status() ==
          PRESIGN_ERR_CREDENTIALS);
    CHECK(verifier.explain(given_received(), known).cause == PRESIGN_CAUSE_AS_SIGNED);
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
    const presign_secret known = presign::secret("AKIAIOSFODNN7EXAMPLE", given_secret);
    const presign::verified in = presign::verifier(given_verifier()).verify(received, known);
    CHECK(in.key == "test.txt" && in.signed_headers == link.signed_headers);
}

static void an_explanation_shows_values_only_if_asked() {
    const presign::signer signer(path_options());
    const std::string url = signer.url(upload_request(upload_headers));
    presign::received received;
    received.method = "PUT";
    received.url = url;
    received.headers = upload_headers;
    received.now = 1369353600;
    const presign_secret known = presign::secret("AKIAIOSFODNN7EXAMPLE", given_secret);
    presign::explain_options options;
    const presign::explanation hidden = presign::verifier().explain(received, known);
    CHECK(hidden.cause == PRESIGN_CAUSE_AS_SIGNED && hidden.ours.find("public-read") == std::string::npos);
    options.show_values = true;
    options.response = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    const presign::explanation shown = presign::verifier().explain(received, known, options);
    CHECK(shown.ours.find("x-amz-acl:public-read\n") != std::string::npos);
    CHECK(shown.sentence.find("Access Denied") != std::string::npos);
    CHECK(shown.our_string_to_sign.rfind("AWS4-HMAC-SHA256\n20130524T000000Z\n", 0) == 0);
    CHECK(shown.theirs.empty() && shown.their_string_to_sign.empty());
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
    getters_return_what_the_signer_has();
    a_presigned_request_has_all_that_its_user_needs();
    a_playlist_has_urls_in_place_of_its_uris();
    a_content_disposition_has_its_name();
    warnings_are_a_set();
    urls_of_every_length_fit();
    batches_equal_single_urls();
    every_kind_of_range_has_the_same_urls();
    a_separator_is_behind_each_url();
    a_template_outlives_its_signer();
    each_link_has_its_own_request();
    incoming_requests_are_checked();
    long_incoming_urls_are_read();
    an_explanation_shows_values_only_if_asked();
    forms_and_policies_are_made();
}
