/* presign.hpp: presigned S3 URLs for C++17, over presign.h. Header-only; link with libpresign.

     presign::signer_options options;
     options.access_key = "AKIAIOSFODNN7EXAMPLE";
     options.secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
     presign::signer signer(options);
     std::string url = signer.url("GET", "example-bucket", "image.jpg", 3600);

   Conventions
   - Strings are UTF-8. std::string_view and presign::pairs are borrowed for the call; a signer keeps copies.
   - Times are Unix seconds. A call reads the clock, once, only if sign_at or now has no value.
   - Every call exists twice. url(), urls(), ... throw presign::error. try_url(), try_urls(), ... return PRESIGN_OK
     or PRESIGN_ERR_* and never throw; if memory runs out, they terminate the program. With -fno-exceptions only the
     second kind is declared. Translation units with and without exceptions can be linked together.
   - All threads can use one signer or verifier at once. After a move, the moved-from object fails with
     PRESIGN_ERR_NULL_POINTER.
   - presign.h documents the rules for every value, and what each status means. */

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

/* Return the machine name, which never changes, and the English sentence of a number of presign.h. A number that it
   does not define has the name "unknown". The strings are static. */
inline const char *status_name(presign_status status) noexcept { return presign_status_name(status); }
inline const char *status_message(presign_status status) noexcept { return presign_status_message(status); }
inline const char *reason_name(presign_reason reason) noexcept { return presign_reason_name(reason); }
inline const char *reason_message(presign_reason reason) noexcept { return presign_reason_message(reason); }
inline const char *cause_name(presign_cause cause) noexcept { return presign_cause_name(cause); }
inline const char *cause_message(presign_cause cause) noexcept { return presign_cause_message(cause); }
/* Likewise, for the lowest bit in a set of warnings. */
inline const char *warning_name(std::uint32_t warnings) noexcept { return presign_warning_name(warnings); }
inline const char *warning_message(std::uint32_t warnings) noexcept { return presign_warning_message(warnings); }

/* Thrown when a call returns another status than PRESIGN_OK. */
class error : public std::exception {
public:
  static constexpr std::size_t no_key = SIZE_MAX;

  explicit error(presign_status status, std::size_t bad_key = no_key) noexcept
      : status_(status), bad_key_(bad_key) {}

  presign_status status() const noexcept { return status_; }
  /* The machine name of the status: "buffer-too-small". */
  const char *name() const noexcept { return presign_status_name(status_); }
  /* The index of the wrong key in a batch, or no_key. */
  std::size_t bad_key() const noexcept { return bad_key_; }
  const char *what() const noexcept override { return presign_status_message(status_); }

private:
  presign_status status_;
  std::size_t bad_key_;
};

/* Thrown when a request is refused, or a URL cannot be read: PRESIGN_ERR_REFUSED with its reason. */
class refused : public error {
public:
  explicit refused(presign_reason reason, std::string sentence)
      : error(PRESIGN_ERR_REFUSED), reason_(reason),
        sentence_(std::make_shared<const std::string>(std::move(sentence))) {}

  /* PRESIGN_REASON_* */
  presign_reason reason() const noexcept { return reason_; }
  /* The machine name of the reason: "header-not-signed". */
  const char *reason_name() const noexcept { return presign_reason_name(reason_); }
  /* HTTP status, <Code> and <Message> for an error response. */
  std::uint32_t http_status() const noexcept { return presign_reason_http_status(reason_); }
  const char *code() const noexcept { return presign_reason_code(reason_); }
  const char *message() const noexcept { return presign_reason_message(reason_); }
  /* For a log: code, message, and the part of the request that is refused. It contains no secret. */
  const char *what() const noexcept override { return sentence_->c_str(); }

private:
  presign_reason reason_;
  std::shared_ptr<const std::string> sentence_; /* exceptions are copied, and that must not throw */
};

/* Returns a view of a string for presign.h. */
inline presign_str str(std::string_view text) noexcept { return {text.data(), text.size()}; }

/* Returns a query parameter, a header or a field of a form. */
inline presign_pair pair(std::string_view name, std::string_view value) noexcept {
  return {str(name), str(value)};
}

/* A view of pairs in an array, a std::array or a std::vector, which must outlive the view. */
class pairs {
public:
  pairs() noexcept = default;
  template <class Array, class = decltype(std::data(std::declval<const Array &>()))>
  pairs(const Array &array) noexcept : data_(std::data(array)), size_(std::size(array)) {}
  template <class Array, class = decltype(std::data(std::declval<const Array &>()))>
  pairs(const Array &&) = delete; /* a temporary would not outlive the view */

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

/* See presign_signer_options: empty and 0 mean the default. */
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

/* See presign_request: exactly one of expires_in and expires_at is not 0. */
struct request {
  std::string_view method = "GET";
  std::string_view bucket;
  std::string_view key;
  pairs query;
  pairs headers;
  std::uint32_t expires_in = 0;
  std::int64_t expires_at = 0;
  std::optional<std::int64_t> sign_at; /* without a value: now */
  std::int64_t stable_for = 0;
};

/* The URLs of a batch, one after the other in one string: URL i is text[offsets[i]] up to text[offsets[i + 1]]. The
   next batch can reuse its memory. */
struct batch {
  std::string text;
  std::vector<std::uint64_t> offsets;

  std::size_t size() const noexcept { return offsets.empty() ? 0 : offsets.size() - 1; }
  /* Returns URL i, where i is below size(). */
  std::string_view operator[](std::size_t i) const noexcept {
    return {text.data() + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i])};
  }
};

/* Return conditions on an upload: the value of a field, the prefix of its value, the size of the file in bytes. */
inline presign_condition exact(std::string_view name, std::string_view value) noexcept {
  return {PRESIGN_CONDITION_EXACT, 0, str(name), str(value), 0, 0};
}
inline presign_condition starts_with(std::string_view name, std::string_view prefix) noexcept {
  return {PRESIGN_CONDITION_STARTS_WITH, 0, str(name), str(prefix), 0, 0};
}
inline presign_condition size_between(std::uint64_t min, std::uint64_t max) noexcept {
  return {PRESIGN_CONDITION_SIZE, 0, str({}), str({}), min, max};
}

/* See presign_post_options: exactly one of expires_in and expires_at is not 0. */
struct post_request {
  std::string_view bucket;
  std::string_view key;
  pairs fields;
  std::vector<presign_condition> conditions;
  std::uint32_t expires_in = 0;
  std::int64_t expires_at = 0;
  std::optional<std::int64_t> sign_at; /* without a value: now */
};

/* See presign_form. The file is one more field, named file, and must be the last. */
struct form {
  std::string url;
  std::vector<std::pair<std::string, std::string>> fields;
  std::int64_t expires_at = 0;
};

/* Signs URLs. Movable, not copyable. */
class signer {
public:
  /* Makes an empty signer, for try_make to fill. */
  signer() noexcept = default;
  explicit signer(const signer_options &options);
  /* On an error `out` is unchanged. */
  static presign_status try_make(const signer_options &options, signer &out) noexcept;

  /* Makes the URL of a request. On an error `out` is unchanged. */
  std::string url(const request &request) const;
  presign_status try_url(const request &request, std::string &out) const noexcept;

  /* Makes a URL that is signed now, with a lifetime in seconds. */
  std::string url(std::string_view method, std::string_view bucket, std::string_view key,
                  std::uint32_t expires_in) const;

  /* Makes the URL of a request in the caller's buffer, followed by a NUL that `len` does not count. If the buffer is
     too small, the status is PRESIGN_ERR_BUFFER_TOO_SMALL, and len + 1 bytes are needed. */
  presign_status try_url(const request &request, char *out, std::size_t cap, std::size_t &len) const noexcept;

  /* Computes when the URLs of a request expire, including the seconds that stable_for adds. On an error `out` is
     unchanged. */
  std::int64_t expires_at(const request &request) const;
  presign_status try_expires_at(const request &request, std::int64_t &out) const noexcept;

  /* Finds what may be wrong with the URL of a request although it can be signed: a set of PRESIGN_WARNING_*. On an
     error `out` is unchanged. */
  std::uint32_t warnings(const request &request) const;
  presign_status try_warnings(const request &request, std::uint32_t &out) const noexcept;

  /* Makes the URLs of one request for many keys, a range of strings; the key of the request must be empty.
     `threads`: 0 and 1 mean the calling thread only, PRESIGN_THREADS_ALL one per core. On an error `out` is empty,
     and `bad_key` is the index of the first wrong key, or error::no_key. */
  template <class Keys>
  batch urls(const request &request, const Keys &keys, std::uint32_t threads = 1) const;
  template <class Keys>
  presign_status try_urls(const request &request, const Keys &keys, batch &out, std::uint32_t threads = 1,
                          std::size_t *bad_key = nullptr) const noexcept;
  presign_status try_urls(const request &request, const presign_str *keys, std::size_t n, batch &out,
                          std::uint32_t threads = 1, std::size_t *bad_key = nullptr) const noexcept;

  /* Makes a form with which a browser can upload files until it expires. On an error `out` is unchanged. */
  presign::form presign_post(const post_request &request) const;
  presign_status try_presign_post(const post_request &request, presign::form &out) const noexcept;

  /* Returns the handle, for calls of presign.h. */
  const presign_signer *get() const noexcept { return handle_.get(); }

private:
  struct freer {
    void operator()(presign_signer *signer) const noexcept { presign_signer_free(signer); }
  };
  std::unique_ptr<presign_signer, freer> handle_;
};

/* Lists the headers that must be sent with a URL, as lines "name: value\r\n". On an error `out` is unchanged. */
std::string signed_headers(const request &request);
presign_status try_signed_headers(const request &request, std::string &out) noexcept;

/* See presign_ip_policy_options. `allow` and `actions` are made with str(). */
struct ip_policy_request {
  std::string_view bucket;
  std::string_view pattern; /* empty: all objects */
  std::vector<presign_str> allow;
  std::vector<presign_str> actions; /* empty: s3:GetObject and s3:GetObjectVersion */
  std::string_view region;
};
/* Makes a bucket policy that refuses requests from other addresses, as JSON. On an error `out` is unchanged. */
std::string ip_policy(const ip_policy_request &request);
presign_status try_ip_policy(const ip_policy_request &request, std::string &out) noexcept;

/* See presign_received: either url, or the host and target that a server has. */
struct received {
  std::string_view method = "GET";
  std::string_view url;
  std::string_view host;
  std::string_view target;
  pairs headers;
  std::optional<std::int64_t> now; /* without a value: the current time */
};

/* See presign_inspection. */
struct inspection {
  presign::version version = presign::version::v4;
  std::uint32_t warnings = 0; /* PRESIGN_WARNING_* */
  std::string host;
  std::string bucket;
  std::string key; /* data, not a path: it can contain anything */
  std::string access_key;
  std::string region;
  std::optional<std::int64_t> signed_at; /* no value with version 2 */
  std::int64_t expires_at = 0;
  std::vector<std::string> signed_headers;
  std::vector<std::pair<std::string, std::string>> query;
};

/* See presign_verified. */
struct verified {
  presign::version version = presign::version::v4;
  std::string bucket;
  std::string key; /* data, not a path: it can contain anything */
  std::string access_key;
  std::string region;
  std::optional<std::int64_t> signed_at; /* no value with version 2 */
  std::int64_t expires_at = 0;
};

/* See presign_explanation. */
struct explanation {
  presign_cause cause = 0; /* PRESIGN_CAUSE_* */
  std::string sentence;
  std::string ours;
  std::string theirs;
};

/* Why a request is refused: what `refused` holds, for calls that do not throw. */
struct refusal {
  presign_reason reason = 0; /* PRESIGN_REASON_*, or 0 for none */
  std::string sentence;
};

/* See presign_verifier_options: empty and 0 mean the default. */
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

/* Checks incoming requests. Movable, not copyable. */
class verifier {
public:
  /* Makes an empty verifier, for try_make to fill. It can inspect and explain URLs of any storage, but not verify. */
  verifier() noexcept = default;
  explicit verifier(const verifier_options &options);
  /* On an error `out` is unchanged. */
  static presign_status try_make(const verifier_options &options, verifier &out) noexcept;

  /* Reads a URL without a secret. The signature is not checked. On an error `out` is unchanged. `why` is set only on
     PRESIGN_ERR_REFUSED, where inspect() and verify() throw `refused`. */
  presign::inspection inspect(const received &request) const;
  presign_status try_inspect(const received &request, inspection &out, refusal *why = nullptr) const noexcept;

  /* Checks an incoming request with the secret key of the access key that inspect() returns. An empty secret key
     means that the access key is unknown. Otherwise like inspect(). */
  presign::verified verify(const received &request, std::string_view secret_key,
                           std::string_view session_token = {}) const;
  presign_status try_verify(const received &request, std::string_view secret_key, std::string_view session_token,
                            verified &out, refusal *why = nullptr) const noexcept;

  /* Finds out why a storage refuses a request. `response` is the body of its error response, or empty. On an error
     `out` is unchanged. */
  explanation explain(const received &request, std::string_view secret_key, std::string_view session_token = {},
                      std::string_view response = {}) const;
  presign_status try_explain(const received &request, std::string_view secret_key, std::string_view session_token,
                             std::string_view response, explanation &out) const noexcept;

  /* Returns the handle, for calls of presign.h. */
  const presign_verifier *get() const noexcept { return handle_.get(); }

private:
  struct freer {
    void operator()(presign_verifier *verifier) const noexcept { presign_verifier_free(verifier); }
  };
  std::unique_ptr<presign_verifier, freer> handle_;
};

namespace detail {

inline std::int64_t at_or_now(const std::optional<std::int64_t> &time) noexcept {
  return time ? *time : static_cast<std::int64_t>(std::time(nullptr));
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

/* Calls a C function that fills a buffer, and makes a string of the result. Most URLs fit the buffer on the stack. */
template <class Call> presign_status fill(std::string &out, Call call) noexcept {
  char buffer[1024];
  std::size_t len = 0;
  presign_status status = call(buffer, sizeof buffer, &len);
  if (status == PRESIGN_OK) {
    out.assign(buffer, len);
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

inline std::optional<std::int64_t> optional_time(std::int64_t time) noexcept {
  return time < 0 ? std::nullopt : std::optional<std::int64_t>(time);
}

/* Calls a C function that fills a struct with views of a buffer. `use` copies what they point to. */
template <class Result, class Call, class Use>
presign_status fill_struct(Call call, Use use, const presign_reason *reason = nullptr, refusal *why = nullptr) noexcept {
  char buffer[4096];
  std::string longer;
  std::size_t len = 0;
  Result result{};
  result.struct_size = sizeof result;
  presign_status status = call(&result, buffer, sizeof buffer, &len);
  if (status == PRESIGN_ERR_BUFFER_TOO_SMALL) {
    longer.resize(len);
    status = call(&result, longer.data(), len + 1, &len);
  }
  if (status == PRESIGN_OK) {
    use(result);
  } else if (status == PRESIGN_ERR_REFUSED && why != nullptr) {
    why->reason = *reason;
    why->sentence = buffer;
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
  return detail::fill(out, [&](char *buffer, std::size_t cap, std::size_t *len) {
    return presign_url_ex(get(), &to, buffer, cap, len);
  });
}

inline presign_status signer::try_expires_at(const request &request, std::int64_t &out) const noexcept {
  const presign_request to = detail::to_c(request);
  return presign_expires_at(get(), &to, &out);
}

inline presign_status signer::try_warnings(const request &request, std::uint32_t &out) const noexcept {
  const presign_request to = detail::to_c(request);
  return presign_request_warnings(get(), &to, &out);
}

inline presign_status signer::try_urls(const request &request, const presign_str *keys, std::size_t n, batch &out,
                                       std::uint32_t threads, std::size_t *bad_key) const noexcept {
  const presign_request to = detail::to_c(request);
  presign_batch_options options{};
  options.struct_size = sizeof options;
  options.threads = threads;
  std::uint64_t bound = 0;
  std::size_t wrong_key = error::no_key;
  presign_status status = presign_urls_bound(get(), &to, keys, n, &bound);
  if (n > UINT32_MAX || bound > out.text.max_size()) {
    status = PRESIGN_ERR_TOO_LARGE;
  } else {
    /* presign_urls is called after an error too: it reports the error again, with the index of the key. */
    out.text.resize(static_cast<std::size_t>(bound));
    out.offsets.resize(n + 1);
    status = presign_urls(get(), &to, keys, n, &options, out.text.data(), out.text.size(), out.offsets.data(),
                          &wrong_key);
  }
  if (status == PRESIGN_OK) {
    out.text.resize(static_cast<std::size_t>(out.offsets.back()));
  } else {
    out.text.clear();
    out.offsets.clear();
  }
  if (bad_key != nullptr) {
    *bad_key = wrong_key;
  }
  return status;
}

template <class Keys>
presign_status signer::try_urls(const request &request, const Keys &keys, batch &out, std::uint32_t threads,
                                std::size_t *bad_key) const noexcept {
  using key = decltype(*std::begin(keys));
  static_assert(std::is_reference_v<key> || std::is_trivially_copyable_v<key>,
                "these keys would be destroyed during the iteration: the range must return references or views");
  std::vector<presign_str> strings;
  strings.reserve(std::size(keys));
  for (std::string_view text : keys) {
    strings.push_back(str(text));
  }
  return try_urls(request, strings.data(), strings.size(), out, threads, bad_key);
}

inline presign_status try_signed_headers(const request &request, std::string &out) noexcept {
  const presign_request to = detail::to_c(request);
  return detail::fill(out, [&](char *buffer, std::size_t cap, std::size_t *len) {
    return presign_signed_headers(&to, buffer, cap, len);
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
      [&](presign_form *form, char *buffer, std::size_t cap, std::size_t *len) {
        return ::presign_post(get(), &to, form, buffer, cap, len);
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
      out, [&](char *buffer, std::size_t cap, std::size_t *len) { return presign_ip_policy(&to, buffer, cap, len); });
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
      [&](presign_inspection *link, char *buffer, std::size_t cap, std::size_t *len) {
        return presign_inspect(get(), &to, link, buffer, cap, len, &reason);
      },
      [&](const presign_inspection &link) {
        out.version = static_cast<presign::version>(link.version);
        out.warnings = link.warnings;
        out.host = detail::copy(link.host);
        out.bucket = detail::copy(link.bucket);
        out.key = detail::copy(link.key);
        out.access_key = detail::copy(link.access_key);
        out.region = detail::copy(link.region);
        out.signed_at = detail::optional_time(link.signed_at);
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
      [&](presign_verified *link, char *buffer, std::size_t cap, std::size_t *len) {
        return presign_verify(get(), &to, str(secret_key), str(session_token), link, buffer, cap, len, &reason);
      },
      [&](const presign_verified &link) {
        out = {static_cast<presign::version>(link.version),
               detail::copy(link.bucket),
               detail::copy(link.key),
               detail::copy(link.access_key),
               detail::copy(link.region),
               detail::optional_time(link.signed_at),
               link.expires_at};
      },
      &reason, why);
}

inline presign_status verifier::try_explain(const received &request, std::string_view secret_key,
                                            std::string_view session_token, std::string_view response,
                                            explanation &out) const noexcept {
  const presign_received to = detail::to_c(request);
  return detail::fill_struct<presign_explanation>(
      [&](presign_explanation *found, char *buffer, std::size_t cap, std::size_t *len) {
        return presign_explain(get(), &to, str(secret_key), str(session_token), str(response), found, buffer, cap,
                               len);
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

inline std::int64_t signer::expires_at(const request &request) const {
  std::int64_t out = 0;
  detail::check(try_expires_at(request, out));
  return out;
}

inline std::uint32_t signer::warnings(const request &request) const {
  std::uint32_t out = 0;
  detail::check(try_warnings(request, out));
  return out;
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
                                     std::string_view session_token, std::string_view response) const {
  explanation out;
  detail::check(try_explain(request, secret_key, session_token, response, out));
  return out;
}

#endif

} // namespace presign

#endif
