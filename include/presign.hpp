/* presign.hpp: presigned S3 URLs for C++17, over presign.h. Header-only; link with libpresign.

     presign::signer_options options;
     options.access_key = "AKIAIOSFODNN7EXAMPLE";
     options.secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
     presign::signer signer(options);
     std::string url = signer.url("GET", "example-bucket", "image.jpg", 3600);

   Conventions
   - Strings are UTF-8. std::string_view and presign::pairs are borrowed for the call; a signer keeps copies.
   - Times are Unix seconds. Nothing but an open sign_at or now reads the clock, once per call.
   - Two forms of every call. url(), urls(), ... throw presign::error. try_url(), try_urls(), ... return
     PRESIGN_OK or PRESIGN_ERR_* and never throw: where memory is out, they end the program. They alone are
     there under -fno-exceptions, and translation units with and without exceptions link together.
   - One signer or verifier serves all threads. One that was moved from signs and verifies nothing:
     PRESIGN_ERR_NULL_POINTER.
   - presign.h has the rules for every value, and what each status means. */

#ifndef PRESIGN_HPP
#define PRESIGN_HPP

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "presign.h"

namespace presign {

/* The one exception: a call that came back with another status than PRESIGN_OK. */
class error : public std::exception {
public:
  static constexpr std::size_t no_key = SIZE_MAX;

  explicit error(presign_status status, std::size_t bad_key = no_key) noexcept
      : status_(status), bad_key_(bad_key) {}

  presign_status status() const noexcept { return status_; }
  /* The index of the key that is wrong in a batch, or no_key. */
  std::size_t bad_key() const noexcept { return bad_key_; }
  const char *what() const noexcept override { return presign_status_message(status_); }

private:
  presign_status status_;
  std::size_t bad_key_;
};

/* A request that is refused, or a link that cannot be read: PRESIGN_ERR_REFUSED with its reason. */
class refused : public error {
public:
  explicit refused(presign_reason reason, std::string sentence)
      : error(PRESIGN_ERR_REFUSED), reason_(reason),
        sentence_(std::make_shared<const std::string>(std::move(sentence))) {}

  /* PRESIGN_REASON_* */
  presign_reason reason() const noexcept { return reason_; }
  /* What to answer. */
  std::uint32_t http_status() const noexcept { return presign_reason_http_status(reason_); }
  const char *code() const noexcept { return presign_reason_code(reason_); }
  const char *message() const noexcept { return presign_reason_message(reason_); }
  /* For a log: code, message, and what in the request it is about. No secret is in it. */
  const char *what() const noexcept override { return sentence_->c_str(); }

private:
  presign_reason reason_;
  std::shared_ptr<const std::string> sentence_; /* exceptions are copied, and that must not throw */
};

inline presign_str str(std::string_view text) noexcept { return {text.data(), text.size()}; }

/* A query parameter, or a header. */
inline presign_pair pair(std::string_view name, std::string_view value) noexcept {
  return {str(name), str(value)};
}

/* A view of pairs in an array, a std::array or a std::vector that outlives it. */
class pairs {
public:
  pairs() noexcept = default;
  template <class Array, class = decltype(std::data(std::declval<const Array &>()))>
  pairs(const Array &array) noexcept : data_(std::data(array)), size_(std::size(array)) {}
  template <class Array, class = decltype(std::data(std::declval<const Array &>()))>
  pairs(const Array &&) = delete; /* it would not outlive the view */

  const presign_pair *data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }

private:
  const presign_pair *data_ = nullptr;
  std::size_t size_ = 0;
};

enum class addressing : std::uint32_t {
  automatic = PRESIGN_ADDRESSING_AUTO,
  path = PRESIGN_ADDRESSING_PATH,
  virtual_host = PRESIGN_ADDRESSING_VIRTUAL,
  cname = PRESIGN_ADDRESSING_CNAME,
  virtual_or_path = PRESIGN_ADDRESSING_VIRTUAL_OR_PATH,
};

enum class version : std::uint32_t {
  v2 = PRESIGN_SIGNATURE_V2,
  v4 = PRESIGN_SIGNATURE_V4,
};

/* As presign_signer_options: empty and 0 mean the default. */
struct signer_options {
  std::string_view access_key;
  std::string_view secret_key;
  std::string_view session_token;
  std::string_view region;
  std::string_view endpoint;
  presign::addressing addressing = presign::addressing::automatic;
  presign::version version = presign::version::v4;
  std::int64_t max_expires_in = 0;
  std::int64_t credentials_expire_at = 0;
};

/* As presign_request: exactly one of expires_in and expires_at is not 0. */
struct request {
  std::string_view method = "GET";
  std::string_view bucket;
  std::string_view key;
  pairs query;
  pairs headers;
  std::uint32_t expires_in = 0;
  std::int64_t expires_at = 0;
  std::optional<std::int64_t> sign_at; /* nothing: now */
  std::int64_t stable_for = 0;
};

/* The links of a batch, one after the other in one string: link i is text[offsets[i]] up to
   text[offsets[i + 1]]. Given to the next batch again, it keeps its memory. */
struct batch {
  std::string text;
  std::vector<std::uint64_t> offsets;

  std::size_t size() const noexcept { return offsets.empty() ? 0 : offsets.size() - 1; }
  /* Link i, for i below size(). */
  std::string_view operator[](std::size_t i) const noexcept {
    return {text.data() + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i])};
  }
};

/* What is asked of an upload: a field has this value, a field's value begins so, the file's size in bytes. */
inline presign_condition exact(std::string_view name, std::string_view value) noexcept {
  return {PRESIGN_CONDITION_EXACT, 0, str(name), str(value), 0, 0};
}
inline presign_condition starts_with(std::string_view name, std::string_view prefix) noexcept {
  return {PRESIGN_CONDITION_STARTS_WITH, 0, str(name), str(prefix), 0, 0};
}
inline presign_condition size_between(std::uint64_t min, std::uint64_t max) noexcept {
  return {PRESIGN_CONDITION_SIZE, 0, str({}), str({}), min, max};
}

/* As presign_post_options: exactly one of expires_in and expires_at is not 0. */
struct post_request {
  std::string_view bucket;
  std::string_view key;
  pairs fields;
  std::vector<presign_condition> conditions;
  std::uint32_t expires_in = 0;
  std::int64_t expires_at = 0;
  std::optional<std::int64_t> sign_at; /* nothing: now */
};

/* As presign_form. The file is one more field, named file, and must be the last. */
struct form {
  std::string url;
  std::vector<std::pair<std::string, std::string>> fields;
  std::int64_t expires_at = 0;
};

/* Makes links. Movable, not copyable. */
class signer {
public:
  /* No signer: for try_make to fill. */
  signer() noexcept = default;
  explicit signer(const signer_options &options);
  /* On an error `out` stays as it was. */
  static presign_status try_make(const signer_options &options, signer &out) noexcept;

  /* The link of a request. On an error `out` stays as it was. */
  std::string url(const request &request) const;
  presign_status try_url(const request &request, std::string &out) const noexcept;

  /* The plain case: signed now, for a life in seconds. */
  std::string url(std::string_view method, std::string_view bucket, std::string_view key,
                  std::uint32_t expires_in) const;

  /* The link in the caller's buffer, with a NUL behind it that `len` does not count. Too small:
     PRESIGN_ERR_BUFFER_TOO_SMALL, and len + 1 bytes are needed. */
  presign_status try_url(const request &request, char *out, std::size_t cap, std::size_t &len) const noexcept;

  /* When the links of a request end, with stable_for reckoned in. */
  std::int64_t link_end(const request &request) const;
  presign_status try_link_end(const request &request, std::int64_t &expires_at) const noexcept;

  /* Links for all keys, whatever range of strings they stand in; the request's own key is empty. `threads`: 0 and
     1 mean the caller's alone; PRESIGN_THREADS_ALL. On an error `out` is empty, and `bad_key` is the index of the
     first key that is wrong, or error::no_key. */
  template <class Keys>
  batch urls(const request &request, const Keys &keys, std::uint32_t threads = 1) const;
  template <class Keys>
  presign_status try_urls(const request &request, const Keys &keys, batch &out, std::uint32_t threads = 1,
                          std::size_t *bad_key = nullptr) const noexcept;
  presign_status try_urls(const request &request, const presign_str *keys, std::size_t n, batch &out,
                          std::uint32_t threads = 1, std::size_t *bad_key = nullptr) const noexcept;

  /* A form with which a browser uploads one file. On an error `out` stays as it was. */
  presign::form presign_post(const post_request &request) const;
  presign_status try_presign_post(const post_request &request, presign::form &out) const noexcept;

  /* For calls of presign.h. */
  const presign_signer *get() const noexcept { return handle_.get(); }

private:
  struct freer {
    void operator()(presign_signer *signer) const noexcept { presign_signer_free(signer); }
  };
  std::unique_ptr<presign_signer, freer> handle_;
};

/* The headers that must be sent with a link, as lines "name: value\r\n". On an error `out` stays as it was. */
std::string signed_headers(const request &request);
presign_status try_signed_headers(const request &request, std::string &out) noexcept;

/* A bucket policy that refuses whoever asks from other addresses, as JSON: see presign_ip_policy. `allow` and
   `actions` are made with str(). On an error `out` stays as it was. */
struct ip_policy_request {
  std::string_view bucket;
  std::string_view pattern; /* empty: all objects */
  std::vector<presign_str> allow;
  std::vector<presign_str> actions; /* empty: reading */
  std::string_view region;
};
std::string ip_policy(const ip_policy_request &request);
presign_status try_ip_policy(const ip_policy_request &request, std::string &out) noexcept;

/* As presign_received: a URL, or the host and the target that a server has. */
struct received {
  std::string_view method = "GET";
  std::string_view url;
  std::string_view host;
  std::string_view target;
  pairs headers;
  std::optional<std::int64_t> now; /* nothing: now */
};

/* As presign_inspection. */
struct inspection {
  presign::version version = presign::version::v4;
  std::uint32_t warnings = 0; /* PRESIGN_WARNING_* */
  std::string host;
  std::string bucket;
  std::string key; /* data, in which anything may stand */
  std::string access_key;
  std::string region;
  std::optional<std::int64_t> signed_at; /* nothing with version 2 */
  std::int64_t expires_at = 0;
  std::vector<std::string> signed_headers;
  std::vector<std::pair<std::string, std::string>> query;
};

/* As presign_verified. */
struct verified {
  presign::version version = presign::version::v4;
  std::string bucket;
  std::string key; /* data, in which anything may stand */
  std::string access_key;
  std::string region;
  std::optional<std::int64_t> signed_at; /* nothing with version 2 */
  std::int64_t expires_at = 0;
};

/* As presign_explanation. */
struct explanation {
  presign_cause cause = 0; /* PRESIGN_CAUSE_* */
  std::string sentence;
  std::string ours;
  std::string theirs;
};

/* Why a request is refused; without exceptions what `refused` is with them. */
struct refusal {
  presign_reason reason = 0; /* PRESIGN_REASON_*, or 0 */
  std::string sentence;
};

/* As presign_verifier_options: empty and 0 mean the default. */
struct verifier_options {
  std::string_view endpoint;
  std::string_view bucket;
  std::string_view region;
  std::vector<presign_str> required_headers;
  presign::addressing addressing = presign::addressing::automatic;
  std::int64_t max_expires_in = 0;
  std::int64_t clock_skew = 0; /* 0: 900 seconds, -1: none */
  std::uint32_t flags = 0;     /* PRESIGN_VERIFY_* */
};

/* Checks links. Movable, not copyable. */
class verifier {
public:
  /* No verifier: for try_make to fill. It inspects and explains links of any storage, and verifies none. */
  verifier() noexcept = default;
  explicit verifier(const verifier_options &options);
  /* On an error `out` stays as it was. */
  static presign_status try_make(const verifier_options &options, verifier &out) noexcept;

  /* What a link says without a secret: nothing is checked but what can be read. On an error `out` stays as it was.
     `why` is filled on PRESIGN_ERR_REFUSED alone, where inspect() and verify() throw `refused`. */
  presign::inspection inspect(const received &request) const;
  presign_status try_inspect(const received &request, inspection &out, refusal *why = nullptr) const noexcept;

  /* Whether a request may come in, with the secret key of the access key that inspect() told. An empty one: nobody has
     this access key. Otherwise as inspect(). */
  presign::verified verify(const received &request, std::string_view secret_key,
                           std::string_view session_token = {}) const;
  presign_status try_verify(const received &request, std::string_view secret_key, std::string_view session_token,
                            verified &out, refusal *why = nullptr) const noexcept;

  /* Why a storage refuses a request, with the body of its answer if there is one. On an error `out` stays as it was. */
  explanation explain(const received &request, std::string_view secret_key, std::string_view session_token = {},
                      std::string_view answer = {}) const;
  presign_status try_explain(const received &request, std::string_view secret_key, std::string_view session_token,
                             std::string_view answer, explanation &out) const noexcept;

  /* For calls of presign.h. */
  const presign_verifier *get() const noexcept { return handle_.get(); }

private:
  struct freer {
    void operator()(presign_verifier *verifier) const noexcept { presign_verifier_free(verifier); }
  };
  std::unique_ptr<presign_verifier, freer> handle_;
};

namespace detail {

inline std::int64_t at_or_now(const std::optional<std::int64_t> &moment) noexcept {
  return moment ? *moment : static_cast<std::int64_t>(std::time(nullptr));
}

inline presign_request to_c(const request &from) noexcept {
  presign_request to{};
  to.struct_size = sizeof to;
  to.method = str(from.method);
  to.bucket = str(from.bucket);
  to.key = str(from.key);
  to.query = from.query.data();
  to.query_count = from.query.size();
  to.headers = from.headers.data();
  to.headers_count = from.headers.size();
  to.expires_in = from.expires_in;
  to.expires_at = from.expires_at;
  to.sign_at = at_or_now(from.sign_at);
  to.stable_for = from.stable_for;
  return to;
}

/* From a C call that fills a buffer to a string. Most links have room on the stack. */
template <class Call> presign_status fill(std::string &out, Call call) noexcept {
  char room[1024];
  std::size_t len = 0;
  presign_status status = call(room, sizeof room, &len);
  if (status == PRESIGN_OK) {
    out.assign(room, len);
  } else if (status == PRESIGN_ERR_BUFFER_TOO_SMALL) {
    std::string longer(len, '\0');
    status = call(longer.data(), len + 1, &len);
    if (status == PRESIGN_OK) {
      out = std::move(longer);
    }
  }
  return status;
}

inline presign_received to_c(const received &from) noexcept {
  presign_received to{};
  to.struct_size = sizeof to;
  to.method = str(from.method);
  to.url = str(from.url);
  to.host = str(from.host);
  to.target = str(from.target);
  to.headers = from.headers.data();
  to.headers_count = from.headers.size();
  to.now = at_or_now(from.now);
  return to;
}

inline std::string copy(presign_str text) { return {text.ptr, text.len}; }

inline std::vector<std::pair<std::string, std::string>> copy(const presign_pair *pairs, std::size_t count) {
  std::vector<std::pair<std::string, std::string>> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; i++) {
    out.emplace_back(copy(pairs[i].name), copy(pairs[i].value));
  }
  return out;
}

inline std::optional<std::int64_t> moment(std::int64_t unix) noexcept {
  return unix < 0 ? std::nullopt : std::optional<std::int64_t>(unix);
}

/* From a C call that gives a struct of views into a buffer. `use` copies what they show. */
template <class Result, class Call, class Use>
presign_status fill_struct(Call call, Use use, const presign_reason *reason = nullptr, refusal *why = nullptr) noexcept {
  char room[4096];
  std::string longer;
  std::size_t len = 0;
  Result result{};
  result.struct_size = sizeof result;
  presign_status status = call(&result, room, sizeof room, &len);
  if (status == PRESIGN_ERR_BUFFER_TOO_SMALL) {
    longer.resize(len);
    status = call(&result, longer.data(), len + 1, &len);
  }
  if (status == PRESIGN_OK) {
    use(result);
  } else if (status == PRESIGN_ERR_REFUSED && why != nullptr) {
    why->reason = *reason;
    why->sentence = room;
  }
  return status;
}

} // namespace detail

inline presign_status signer::try_make(const signer_options &options, signer &out) noexcept {
  presign_signer_options to{};
  to.struct_size = sizeof to;
  to.access_key = str(options.access_key);
  to.secret_key = str(options.secret_key);
  to.session_token = str(options.session_token);
  to.region = str(options.region);
  to.endpoint = str(options.endpoint);
  to.addressing = static_cast<std::uint32_t>(options.addressing);
  to.version = static_cast<std::uint32_t>(options.version);
  to.max_expires_in = options.max_expires_in;
  to.credentials_expire_at = options.credentials_expire_at;
  presign_signer *made = nullptr;
  presign_status status = presign_signer_new(&to, &made);
  if (status == PRESIGN_OK) {
    out.handle_.reset(made);
  }
  return status;
}

inline presign_status signer::try_url(const request &request, char *out, std::size_t cap,
                                      std::size_t &len) const noexcept {
  const presign_request to = detail::to_c(request);
  return presign_url_ex(get(), &to, out, cap, &len);
}

inline presign_status signer::try_url(const request &request, std::string &out) const noexcept {
  const presign_request to = detail::to_c(request);
  return detail::fill(out, [&](char *room, std::size_t cap, std::size_t *len) {
    return presign_url_ex(get(), &to, room, cap, len);
  });
}

inline presign_status signer::try_link_end(const request &request, std::int64_t &expires_at) const noexcept {
  const presign_request to = detail::to_c(request);
  return presign_expires_at(get(), &to, &expires_at);
}

inline presign_status signer::try_urls(const request &request, const presign_str *keys, std::size_t n, batch &out,
                                       std::uint32_t threads, std::size_t *bad_key) const noexcept {
  const presign_request to = detail::to_c(request);
  presign_batch_options options{};
  options.struct_size = sizeof options;
  options.threads = threads;
  std::uint64_t bound = 0;
  std::size_t culprit = error::no_key;
  presign_status status = presign_urls_bound(get(), &to, keys, n, &bound);
  if (n > UINT32_MAX || bound > out.text.max_size()) {
    status = PRESIGN_ERR_TOO_LARGE;
  } else {
    /* After an error too: it comes again, and then names its key. */
    out.text.resize(static_cast<std::size_t>(bound));
    out.offsets.resize(n + 1);
    status = presign_urls(get(), &to, keys, n, &options, out.text.data(), out.text.size(), out.offsets.data(),
                          &culprit);
  }
  if (status == PRESIGN_OK) {
    out.text.resize(static_cast<std::size_t>(out.offsets.back()));
  } else {
    out.text.clear();
    out.offsets.clear();
  }
  if (bad_key != nullptr) {
    *bad_key = culprit;
  }
  return status;
}

template <class Keys>
presign_status signer::try_urls(const request &request, const Keys &keys, batch &out, std::uint32_t threads,
                                std::size_t *bad_key) const noexcept {
  using key = decltype(*std::begin(keys));
  static_assert(std::is_reference_v<key> || std::is_trivially_copyable_v<key>,
                "these keys die while they are walked through");
  std::vector<presign_str> strings;
  strings.reserve(std::size(keys));
  for (std::string_view text : keys) {
    strings.push_back(str(text));
  }
  return try_urls(request, strings.data(), strings.size(), out, threads, bad_key);
}

inline presign_status try_signed_headers(const request &request, std::string &out) noexcept {
  const presign_request to = detail::to_c(request);
  return detail::fill(out, [&](char *room, std::size_t cap, std::size_t *len) {
    return presign_signed_headers(&to, room, cap, len);
  });
}

inline presign_status signer::try_presign_post(const post_request &request, presign::form &out) const noexcept {
  presign_post_options to{};
  to.struct_size = sizeof to;
  to.bucket = str(request.bucket);
  to.key = str(request.key);
  to.fields = request.fields.data();
  to.fields_count = request.fields.size();
  to.conditions = request.conditions.data();
  to.conditions_count = request.conditions.size();
  to.sign_at = detail::at_or_now(request.sign_at);
  to.expires_at = request.expires_at;
  to.expires_in = request.expires_in;
  return detail::fill_struct<presign_form>(
      [&](presign_form *form, char *room, std::size_t cap, std::size_t *len) {
        return presign_post(get(), &to, form, room, cap, len);
      },
      [&](const presign_form &form) {
        out = {detail::copy(form.url), detail::copy(form.fields, form.fields_count), form.expires_at};
      });
}

inline presign_status try_ip_policy(const ip_policy_request &request, std::string &out) noexcept {
  presign_ip_policy_options to{};
  to.struct_size = sizeof to;
  to.bucket = str(request.bucket);
  to.pattern = str(request.pattern);
  to.region = str(request.region);
  to.allow = request.allow.data();
  to.allow_count = request.allow.size();
  to.actions = request.actions.data();
  to.actions_count = request.actions.size();
  return detail::fill(
      out, [&](char *room, std::size_t cap, std::size_t *len) { return presign_ip_policy(&to, room, cap, len); });
}

inline presign_status verifier::try_make(const verifier_options &options, verifier &out) noexcept {
  presign_verifier_options to{};
  to.struct_size = sizeof to;
  to.endpoint = str(options.endpoint);
  to.bucket = str(options.bucket);
  to.region = str(options.region);
  to.required_headers = options.required_headers.data();
  to.required_headers_count = options.required_headers.size();
  to.max_expires_in = options.max_expires_in;
  to.clock_skew = options.clock_skew;
  to.addressing = static_cast<std::uint32_t>(options.addressing);
  to.flags = options.flags;
  presign_verifier *made = nullptr;
  presign_status status = presign_verifier_new(&to, &made);
  if (status == PRESIGN_OK) {
    out.handle_.reset(made);
  }
  return status;
}

inline presign_status verifier::try_inspect(const received &request, inspection &out, refusal *why) const noexcept {
  const presign_received to = detail::to_c(request);
  presign_reason reason = 0;
  return detail::fill_struct<presign_inspection>(
      [&](presign_inspection *link, char *room, std::size_t cap, std::size_t *len) {
        return presign_inspect(get(), &to, link, room, cap, len, &reason);
      },
      [&](const presign_inspection &link) {
        out.version = static_cast<presign::version>(link.version);
        out.warnings = link.warnings;
        out.host = detail::copy(link.host);
        out.bucket = detail::copy(link.bucket);
        out.key = detail::copy(link.key);
        out.access_key = detail::copy(link.access_key);
        out.region = detail::copy(link.region);
        out.signed_at = detail::moment(link.signed_at);
        out.expires_at = link.expires_at;
        out.signed_headers.clear();
        for (std::size_t i = 0; i < link.signed_headers_count; i++) {
          out.signed_headers.push_back(detail::copy(link.signed_headers[i]));
        }
        out.query = detail::copy(link.query, link.query_count);
      },
      &reason, why);
}

inline presign_status verifier::try_verify(const received &request, std::string_view secret_key,
                                           std::string_view session_token, verified &out,
                                           refusal *why) const noexcept {
  const presign_received to = detail::to_c(request);
  presign_reason reason = 0;
  return detail::fill_struct<presign_verified>(
      [&](presign_verified *link, char *room, std::size_t cap, std::size_t *len) {
        return presign_verify(get(), &to, str(secret_key), str(session_token), link, room, cap, len, &reason);
      },
      [&](const presign_verified &link) {
        out = {static_cast<presign::version>(link.version),
               detail::copy(link.bucket),
               detail::copy(link.key),
               detail::copy(link.access_key),
               detail::copy(link.region),
               detail::moment(link.signed_at),
               link.expires_at};
      },
      &reason, why);
}

inline presign_status verifier::try_explain(const received &request, std::string_view secret_key,
                                            std::string_view session_token, std::string_view answer,
                                            explanation &out) const noexcept {
  const presign_received to = detail::to_c(request);
  return detail::fill_struct<presign_explanation>(
      [&](presign_explanation *found, char *room, std::size_t cap, std::size_t *len) {
        return presign_explain(get(), &to, str(secret_key), str(session_token), str(answer), found, room, cap, len);
      },
      [&](const presign_explanation &found) {
        out = {found.cause, detail::copy(found.sentence), detail::copy(found.ours), detail::copy(found.theirs)};
      });
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)

namespace detail {

inline void check(presign_status status, std::size_t bad_key = error::no_key) {
  if (status != PRESIGN_OK) {
    throw error(status, bad_key);
  }
}

inline void check(presign_status status, refusal &&why) {
  if (status == PRESIGN_ERR_REFUSED) {
    throw refused(why.reason, std::move(why.sentence));
  }
  check(status);
}

} // namespace detail

inline signer::signer(const signer_options &options) { detail::check(try_make(options, *this)); }

inline std::string signer::url(const request &request) const {
  std::string out;
  detail::check(try_url(request, out));
  return out;
}

inline std::string signer::url(std::string_view method, std::string_view bucket, std::string_view key,
                               std::uint32_t expires_in) const {
  presign::request plain;
  plain.method = method;
  plain.bucket = bucket;
  plain.key = key;
  plain.expires_in = expires_in;
  return url(plain);
}

inline std::int64_t signer::link_end(const request &request) const {
  std::int64_t expires_at = 0;
  detail::check(try_link_end(request, expires_at));
  return expires_at;
}

template <class Keys>
batch signer::urls(const request &request, const Keys &keys, std::uint32_t threads) const {
  batch out;
  std::size_t bad_key = error::no_key;
  const presign_status status = try_urls(request, keys, out, threads, &bad_key);
  detail::check(status, bad_key);
  return out;
}

inline std::string signed_headers(const request &request) {
  std::string out;
  detail::check(try_signed_headers(request, out));
  return out;
}

inline presign::form signer::presign_post(const post_request &request) const {
  presign::form out;
  detail::check(try_presign_post(request, out));
  return out;
}

inline std::string ip_policy(const ip_policy_request &request) {
  std::string out;
  detail::check(try_ip_policy(request, out));
  return out;
}

inline verifier::verifier(const verifier_options &options) { detail::check(try_make(options, *this)); }

inline presign::inspection verifier::inspect(const received &request) const {
  presign::inspection out;
  refusal why;
  const presign_status status = try_inspect(request, out, &why);
  detail::check(status, std::move(why));
  return out;
}

inline presign::verified verifier::verify(const received &request, std::string_view secret_key,
                                          std::string_view session_token) const {
  presign::verified out;
  refusal why;
  const presign_status status = try_verify(request, secret_key, session_token, out, &why);
  detail::check(status, std::move(why));
  return out;
}

inline explanation verifier::explain(const received &request, std::string_view secret_key,
                                     std::string_view session_token, std::string_view answer) const {
  explanation out;
  detail::check(try_explain(request, secret_key, session_token, answer, out));
  return out;
}

#endif

} // namespace presign

#endif
