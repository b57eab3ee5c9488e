// Tests of the functions that do not throw. Built with -fno-exceptions too.

#include <cstring>
#include <string>
#include <vector>

#include "check.hpp"
#include "given.hpp"

static void a_failed_try_make_keeps_the_signer() {
    presign::signer signer;
    std::string url = "unchanged";
    CHECK(signer.try_url(given_request(), url) == PRESIGN_ERR_NULL_POINTER);
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);

    const presign_signer *made = signer.get();
    presign::signer_options wrong = given_options();
    wrong.region = "a b";
    CHECK(presign::signer::try_make(wrong, signer) == PRESIGN_ERR_REGION);
    CHECK(signer.get() == made);
    // The signer that `signer` held before is freed.
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);
    CHECK(url == "unchanged");
    CHECK(signer.try_url(given_request(), url) == PRESIGN_OK);
    CHECK(url == documented_url);
}

static void a_small_buffer_stays_untouched() {
    presign::signer signer;
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);
    std::vector<char> buffer(documented_url.size() + 1, 'x');
    std::size_t len = 0;
    CHECK(signer.try_url(given_request(), {buffer.data(), buffer.size() - 1}, len) == PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(len == documented_url.size() && buffer.front() == 'x');
    CHECK(signer.try_url(given_request(), {nullptr, 0}, len) == PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(signer.try_url(given_request(), buffer, len) == PRESIGN_OK);
    CHECK(len == documented_url.size() && std::strlen(buffer.data()) == len && documented_url == buffer.data());
}

static void signed_headers_are_listed() {
    presign::request request = given_request();
    std::string lines = "unchanged";
    const presign_pair wrong[] = {presign::pair("Host", "example.com")};
    request.headers = wrong;
    CHECK(presign::try_signed_headers(request, lines) == PRESIGN_ERR_HEADER);
    CHECK(lines == "unchanged");
    const presign_pair right[] = {presign::pair("Content-Type", "text/plain")};
    request.headers = right;
    CHECK(presign::try_signed_headers(request, lines) == PRESIGN_OK);
    CHECK(lines == "content-type: text/plain\r\n");
}

static void a_failed_batch_is_empty() {
    presign::signer signer;
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);
    presign::request request = given_request();
    request.key = "";
    presign::batch links;
    presign::error_info why;
    CHECK(links.size() == 0);
    const presign_str keys[] = {presign::str("a"), presign::str("test.txt")};
    CHECK(signer.try_urls(request, keys, links) == PRESIGN_OK);
    CHECK(links.size() == 2 && links[1] == documented_url);
    // A shorter batch that reuses the memory of a longer one contains nothing of it.
    CHECK(signer.try_urls(request, presign::view<presign_str>(keys + 1, 1), links) == PRESIGN_OK);
    CHECK(links.size() == 1 && links.text == documented_url);

    CHECK(signer.try_urls(request, std::vector<std::string>{"a", ""}, links, {}, &why) == PRESIGN_ERR_KEY);
    CHECK(why.status == PRESIGN_ERR_KEY && why.index == 1 && links.size() == 0 && links.text.empty());
    CHECK(signer.try_urls(request, keys, links) == PRESIGN_OK);
    const presign::view<presign_str> too_many(keys, SIZE_MAX);
    CHECK(signer.try_urls(request, too_many, links, {}, &why) == PRESIGN_ERR_TOO_LARGE);
    CHECK(why.index == presign::no_index && links.size() == 0 && links.text.empty());
    CHECK(signer.try_urls(request, presign::view<presign_str>(nullptr, 2), links) == PRESIGN_ERR_NULL_POINTER);
    CHECK(signer.try_urls(request, presign::view<presign_str>(), links) == PRESIGN_OK && links.size() == 0);
    CHECK(links.begin() == links.end());

    presign::batch_options wrong;
    wrong.separator = '\n';
    CHECK(signer.try_urls(request, keys, links, wrong) == PRESIGN_OK && links[1] == documented_url);
    request.bucket = "";
    CHECK(signer.try_urls(request, keys, links, wrong, &why) == PRESIGN_ERR_BUCKET && links.size() == 0);
    CHECK(why.index == presign::no_index);
}

static void offsets_beyond_the_text_are_an_error() {
    presign::template_ links_of_today;
    presign::batch links;
    presign::error_info why;
    const std::uint64_t offsets[] = {0, 1, 9}, falling[] = {0, 8, 1};
    CHECK(links_of_today.try_urls("atest.txt", offsets, links, {}, &why) == PRESIGN_ERR_NULL_POINTER);

    presign::signer signer;
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);
    presign::request request = given_request();
    CHECK(presign::template_::try_make(signer, request, links_of_today, &why) == PRESIGN_ERR_KEY);
    CHECK(links_of_today.get() == nullptr && links_of_today.expires_at() == 0);
    request.key = "";
    CHECK(presign::template_::try_make(signer, request, links_of_today, &why) == PRESIGN_OK);
    CHECK(links_of_today.try_urls("atest.txt", offsets, links) == PRESIGN_OK && links[1] == documented_url);
    CHECK(signer.try_urls(request, "atest.txt", offsets, links) == PRESIGN_OK && links[1] == documented_url);
    CHECK(links_of_today.try_urls("atest.tx", offsets, links, {}, &why) == PRESIGN_ERR_OFFSETS);
    CHECK(why.status == PRESIGN_ERR_OFFSETS && why.index == 2 && links.size() == 0 && links.text.empty());
    CHECK(std::strcmp(why.message, "offsets[2] is 9, and the text has 8 bytes") == 0);
    CHECK(signer.try_urls(request, "atest.tx", offsets, links) == PRESIGN_ERR_OFFSETS);
    CHECK(links_of_today.try_urls("atest.txt", falling, links, {}, &why) == PRESIGN_ERR_OFFSETS && why.index == 1);
    CHECK(links_of_today.try_urls("atest.txt", {}, links) == PRESIGN_OK && links.size() == 0);

    char buffer[4096];
    std::size_t len = 0;
    std::string url = "unchanged";
    CHECK(links_of_today.try_url("", url, &why) == PRESIGN_ERR_KEY && url == "unchanged");
    CHECK(links_of_today.try_url("test.txt", buffer, len) == PRESIGN_OK);
    CHECK(documented_url == std::string_view(buffer, len));
    CHECK(links_of_today.try_url("test.txt", {buffer, len}, len, &why) == PRESIGN_ERR_BUFFER_TOO_SMALL);
}

static void every_call_says_why_it_fails() {
    presign::error_info why;
    CHECK(why.status == PRESIGN_OK && why.reason == 0 && why.index == presign::no_index && why.message[0] == '\0');
    presign::signer signer;
    presign::signer_options options = given_options();
    options.region = "a b";
    CHECK(presign::signer::try_make(options, signer, &why) == why.status && why.status == PRESIGN_ERR_REGION);
    CHECK(std::strstr(why.message, "a b") != nullptr && std::strstr(why.message, "wJalr") == nullptr);
    CHECK(presign::signer::try_make(given_options(), signer, &why) == PRESIGN_OK);

    presign::request request = given_request();
    request.expires_in = 604801;
    std::string text;
    CHECK(signer.try_url(request, text, &why) == PRESIGN_ERR_EXPIRES);
    CHECK(std::strstr(why.message, "604801") != nullptr && std::strstr(why.message, "604800") != nullptr);
    request = given_request();
    request.sign_at = 0; // a forgotten field of another program
    why = {};
    presign::presigned made;
    CHECK(signer.try_presigned(request, made, &why) == PRESIGN_ERR_TIME && why.status == PRESIGN_ERR_TIME);
    std::int64_t time = 7;
    why = {};
    CHECK(signer.try_expires_at(request, time, &why) == PRESIGN_ERR_TIME && why.status == PRESIGN_ERR_TIME);
    CHECK(time == 7 && made.url.empty());
    request.expires_in = 0;
    std::uint32_t warnings = 7;
    why = {};
    CHECK(signer.try_warnings(request, warnings, &why) != PRESIGN_OK && why.message[0] != '\0' && warnings == 7);
    why = {};
    CHECK(presign::try_content_disposition("", presign::disposition::attachment, text, &why) == PRESIGN_ERR_QUERY && why.status == PRESIGN_ERR_QUERY);
    why = {};
    CHECK(presign::try_ip_policy({}, text, &why) == PRESIGN_ERR_BUCKET && why.status == PRESIGN_ERR_BUCKET);
    presign::post_request post;
    post.bucket = "examplebucket";
    post.key = "k";
    post.expires_in = 60;
    post.conditions = {presign::size_between(1, 2), {}};
    presign::form form;
    CHECK(signer.try_presign_post(post, form, &why) == PRESIGN_ERR_STRUCT_SIZE && why.index == 1);
    presign::verifier verifier;
    presign::verifier_options strict = given_verifier();
    strict.clock_skew = -2;
    CHECK(presign::verifier::try_make(strict, verifier, &why) == PRESIGN_ERR_EXPIRES);
    CHECK(std::strstr(why.message, "-2") != nullptr);
    // Functions of presign.h take it as well.
    CHECK(presign_expires_at(signer.get(), nullptr, &time, &why) == PRESIGN_ERR_NULL_POINTER);
    CHECK(why.status == PRESIGN_ERR_NULL_POINTER);
}

static void a_refused_request_leaves_its_result() {
    presign::verifier verifier;
    presign::verified link;
    presign::error_info why;
    const presign_secret secret = presign::secret("AKIAIOSFODNN7EXAMPLE", given_secret);
    CHECK(verifier.try_verify(given_received(), secret, link) == PRESIGN_ERR_NULL_POINTER);
    CHECK(presign::verifier::try_make(given_verifier(), verifier) == PRESIGN_OK);
    CHECK(verifier.try_verify(given_received(), secret, link, &why) == PRESIGN_OK);
    CHECK(link.bucket == "examplebucket" && link.key == "test.txt" && link.expires_at == 1369353600 + 86400);

    presign::received late = given_received();
    late.now = 1369353600 + 86400;
    link.key = "unchanged";
    CHECK(verifier.try_verify(late, secret, link, &why) == PRESIGN_ERR_REFUSED && link.key == "unchanged");
    CHECK(why.status == PRESIGN_ERR_REFUSED && why.reason == PRESIGN_REASON_EXPIRED);
    CHECK(std::strncmp(why.message, "AccessDenied: Request has expired", 33) == 0);
    CHECK(why.refusal.reason == PRESIGN_REASON_EXPIRED && why.refusal.http_status == 403);
    CHECK(why.refusal.code == "AccessDenied" && why.refusal.message == "Request has expired");
    CHECK(verifier.try_verify(late, secret, link) == PRESIGN_ERR_REFUSED);
    late.now = 0; // a forgotten field of another program
    CHECK(verifier.try_verify(late, secret, link, &why) == PRESIGN_ERR_TIME && why.reason == 0);

    presign::inspection inspection;
    late.now = 1369353600 + 86400;
    CHECK(verifier.try_inspect(late, inspection) == PRESIGN_OK && inspection.warnings == PRESIGN_WARNING_EXPIRED);
    late.url = "https://example.com/a";
    CHECK(verifier.try_inspect(late, inspection, &why) == PRESIGN_ERR_REFUSED && inspection.key == "test.txt");
    CHECK(why.refusal.reason == PRESIGN_REASON_NOT_SIGNED && !why.refusal.message.empty());
    late.host = "h";
    CHECK(verifier.try_inspect(late, inspection) == PRESIGN_ERR_RECEIVED);

    presign::explanation found;
    const presign_secret another = presign::secret("AKIAIOSFODNN7EXAMPLE", "another");
    CHECK(verifier.try_explain(given_received(), another, found) == PRESIGN_OK);
    CHECK(found.cause == PRESIGN_CAUSE_SECRET_KEY && !found.sentence.empty() && found.theirs.empty());
    CHECK(!found.our_string_to_sign.empty() && found.their_string_to_sign.empty());
    presign::explain_options options;
    options.response = "<html/>";
    CHECK(verifier.try_explain(given_received(), another, found, options, &why) == PRESIGN_ERR_RESPONSE);
    CHECK(why.status == PRESIGN_ERR_RESPONSE && !found.sentence.empty());
}

static void names_and_messages_are_strings() {
    CHECK(std::strcmp(presign::status_name(PRESIGN_ERR_BUFFER_TOO_SMALL), "buffer-too-small") == 0);
    CHECK(std::strcmp(presign::reason_name(PRESIGN_REASON_HEADER_NOT_SIGNED), "header-not-signed") == 0);
    CHECK(std::strcmp(presign::cause_name(PRESIGN_CAUSE_PATH_ENCODING), "path-encoding") == 0);
    CHECK(std::strcmp(presign::warning_name(PRESIGN_WARNING_DOTTED_BUCKET), "dotted-bucket") == 0);
    CHECK(std::strcmp(presign::status_name(-1), "unknown") == 0);
    const char *const messages[] = {presign::status_message(PRESIGN_OK), presign::reason_message(PRESIGN_REASON_TOKEN),
                                    presign::cause_message(PRESIGN_CAUSE_HOST),
                                    presign::warning_message(PRESIGN_WARNING_PLAIN_HTTP)};
    for (const char *message : messages) {
        CHECK(std::strlen(message) > 5);
    }
}

static void failed_forms_and_policies_leave_their_results() {
    presign::signer signer;
    CHECK(presign::signer::try_make(given_options(), signer) == PRESIGN_OK);
    presign::post_request request;
    request.bucket = "examplebucket";
    request.key = "inbox/${filename}";
    request.conditions = {presign::exact("acl", "private"), presign::size_between(1, 100)};
    request.expires_in = 60;
    presign::form form;
    CHECK(signer.try_presign_post(request, form) == PRESIGN_ERR_FORM && form.fields.empty());
    const presign_pair fields[] = {presign::pair("acl", "private")};
    request.fields = fields;
    CHECK(signer.try_presign_post(request, form) == PRESIGN_OK);
    CHECK(form.fields[0].first == "acl" && form.fields[1].second == "inbox/${filename}");

    presign::ip_policy_request from;
    from.bucket = "examplebucket";
    std::string policy = "unchanged";
    CHECK(presign::try_ip_policy(from, policy) == PRESIGN_ERR_POLICY && policy == "unchanged");
    from.allow = {presign::str("203.0.113.0/24")};
    CHECK(presign::try_ip_policy(from, policy) == PRESIGN_OK && policy.find("203.0.113.0/24") != std::string::npos);
}

int main() {
    names_and_messages_are_strings();
    a_failed_try_make_keeps_the_signer();
    a_small_buffer_stays_untouched();
    signed_headers_are_listed();
    a_failed_batch_is_empty();
    offsets_beyond_the_text_are_an_error();
    every_call_says_why_it_fails();
    a_refused_request_leaves_its_result();
    failed_forms_and_policies_leave_their_results();
}
