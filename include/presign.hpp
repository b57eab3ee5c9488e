/* presign.hpp: presigned S3 URLs for C++17, over presign.h. Header-only; link with libpresign.

     presign::signer_options options;
     options.access_key = "AKIAIOSFODNN7EXAMPLE";
     options.secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
     presign::signer signer(options);
     std::string url = signer.url("GET", "example-bucket", "image.jpg", 3600);

   Conventions
   - Strings are UTF-8. std::string_view and presign::pairs are borrowed for the call; a signer keeps copies.
   - Times are Unix seconds. Nothing but an open sign_at reads the clock, once per call.
   - Two forms of every call. url(), urls(), ... throw presign::error. try_url(), try_urls(), ... return
     PRESIGN_OK or PRESIGN_ERR_* and never throw: where memory is out, they end the program. They alone are
     there under -fno-exceptions, and translation units with and without exceptions link together.
   - One signer serves all threads. A signer that was moved from answers PRESIGN_ERR_NULL_POINTER.
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

namespace detail {

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
  to.sign_at = from.sign_at ? *from.sign_at : static_cast<std::int64_t>(std::time(nullptr));
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
  return presign_link_end(get(), &to, &expires_at);
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

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)

namespace detail {

inline void check(presign_status status, std::size_t bad_key = error::no_key) {
  if (status != PRESIGN_OK) {
    throw error(status, bad_key);
  }
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

#endif

} // namespace presign

#endif
