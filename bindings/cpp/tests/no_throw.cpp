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
    CHECK(signer.try_url(given_request(), buffer.data(), buffer.size() - 1, len) == PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(len == documented_url.size() && buffer.front() == 'x');
    CHECK(signer.try_url(given_request(), nullptr, 0, len) == PRESIGN_ERR_BUFFER_TOO_SMALL);
    CHECK(signer.try_url(given_request(), buffer.data(), buffer.size(), len) == PRESIGN_OK);
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
    CHECK(links.size() == 0);
    const presign_str keys[] = {presign::str("a"), presign::str("test.txt")};
    CHECK(signer.try_urls(request, keys, 2, links) == PRESIGN_OK);
    CHECK(links.size() == 2 && links[1] == documented_url);
    // A shorter batch that reuses the memory of a longer one contains nothing of it.
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

static void a_refused_request_leaves_its_result() {
    presign::verifier verifier;
    presign::verified link;
    presign::refusal why;
    CHECK(verifier.try_verify(given_received(), given_secret, {}, link) == PRESIGN_ERR_NULL_POINTER);
    CHECK(presign::verifier::try_make(given_verifier(), verifier) == PRESIGN_OK);
    CHECK(verifier.try_verify(given_received(), given_secret, {}, link, &why) == PRESIGN_OK && why.reason == 0);
    CHECK(link.bucket == "examplebucket" && link.key == "test.txt" && link.expires_at == 1369353600 + 86400);

    presign::received late = given_received();
    late.now = 1369353600 + 86400;
    link.key = "unchanged";
    CHECK(verifier.try_verify(late, given_secret, {}, link, &why) == PRESIGN_ERR_REFUSED && link.key == "unchanged");
    CHECK(why.reason == PRESIGN_REASON_EXPIRED);
    CHECK(why.sentence.rfind("AccessDenied: Request has expired", 0) == 0);
    CHECK(verifier.try_verify(late, given_secret, {}, link) == PRESIGN_ERR_REFUSED);

    presign::inspection inspection;
    CHECK(verifier.try_inspect(late, inspection) == PRESIGN_OK && inspection.warnings == PRESIGN_WARNING_EXPIRED);
    late.host = "h";
    CHECK(verifier.try_inspect(late, inspection) == PRESIGN_ERR_RECEIVED);

    presign::explanation found;
    CHECK(verifier.try_explain(given_received(), "another", {}, {}, found) == PRESIGN_OK);
    CHECK(found.cause == PRESIGN_CAUSE_SECRET_KEY && !found.sentence.empty() && found.theirs.empty());
    CHECK(verifier.try_explain(given_received(), "another", {}, "<html/>", found) == PRESIGN_ERR_RESPONSE);
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
    a_refused_request_leaves_its_result();
    failed_forms_and_policies_leave_their_results();
}
