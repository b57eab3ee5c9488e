/* presign.hpp: presigned S3 URLs for C++17, over presign.h. Header-only; link with libpresign.

     presign::signer_options options;
     options.access_key = "AKIAIOSFODNN7EXAMPLE";
     options.secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
     presign::signer signer(options);
     std::string url = signer.url("GET", "example-bucket", "image.jpg", 3600);

   Conventions
   - Strings are UTF-8. std::string_view, presign::pairs and presign::secrets are borrowed for the call; objects keep
     copies.
   - Times are Unix seconds. A call reads the clock, once, only if sign_at or now has no value.
   - Every call that can fail exists twice. url(), urls(), ... throw presign::error. try_url(), try_urls(), ... return
     PRESIGN_OK or PRESIGN_ERR_*, and write the sentence about a failure into an error_info, if they are given one. On
     an error their results are unchanged, except that a batch is empty. They never throw, unless a range of the
     caller's does; if memory runs out, they terminate the program. With -fno-exceptions only the second kind is
     declared. Translation units with and without exceptions can be linked together.
   - All threads can use one signer, template or verifier at once. After a move, the moved-from object fails with
     PRESIGN_ERR_NULL_POINTER.
   - presign.h documents the rules for every value, and what each status means. */

#ifndef PRESIGN_HPP
#define PRESIGN_HPP

#include <cstddef>
#include <cstdint>
#include <cstdio>
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
#if defined(__has_include)
#if __has_include(<version>)
#include <version>
#endif
#endif
#ifdef __cpp_lib_ranges
#include <ranges>
#endif

#include "presign.h"

namespace presign {

/* Names and messages */

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

/* Errors */

/* The index in an error that is about none of several keys, requests or conditions. */
inline constexpr std::size_t no_index = SIZE_MAX;

/* Why a request is refused. See presign_refusal. */
struct refusal {
  presign_reason reason = 0; /* PRESIGN_REASON_* */
  std::uint32_t http_status = 0;
  std::string code;
  std::string message; /* escape it as XML text: it can contain values of the request */
  std::string detail;  /* for a log; empty where the message says it all */
};

/* Why a call failed: a presign_error, whose fields are status, reason, index and message, the sentence. To be read only
   after a call that failed. Calls of presign.h take it too. */
struct error_info : presign_error {
  presign::refusal refusal; /* set if the status is PRESIGN_ERR_REFUSED */

  /* Leaves the rest of the message as it is: a call that succeeds should not pay for 512 bytes. */
  error_info() noexcept {
    struct_size = sizeof(presign_error);
    status = PRESIGN_OK;
    reason = 0;
    index = no_index;
    message[0] = '\0';
  }
};

/* Thrown when a call returns another status than PRESIGN_OK. Copying it does not throw. */
class error : public std::exception {
public:
  explicit error(const presign_error &info) noexcept : info_(info) {}

  presign_status status() const noexcept { return info_.status; }
  /* The machine name of the status: "buffer-too-small". */
  const char *name() const noexcept { return presign_status_name(info_.status); }
  /* Which of several keys, requests or conditions is wrong, counted from 0, or no_index. */
  std::size_t index() const noexcept { return info_.index; }
  /* One English sentence with the value and the limit, and never a secret. */
  const char *what() const noexcept override { return info_.message; }

private:
  presign_error info_;
};

/* Thrown when a request is refused, or a URL cannot be read: PRESIGN_ERR_REFUSED with its reason. */
class refused : public error {
public:
  explicit refused(error_info info)
      : error(info), refusal_(std::make_shared<const refusal>(std::move(info.refusal))) {}

  /* PRESIGN_REASON_* */
  presign_reason reason() const noexcept { return refusal_->reason; }
  /* The machine name of the reason: "header-not-signed". */
  const char *reason_name() const noexcept { return presign_reason_name(refusal_->reason); }
  /* HTTP status, <Code> and <Message> of an error response, and the detail for a log. See refusal. */
  std::uint32_t http_status() const noexcept { return refusal_->http_status; }
  const std::string &code() const noexcept { return refusal_->code; }
  const std::string &message() const noexcept { return refusal_->message; }
  const std::string &detail() const noexcept { return refusal_->detail; }

private:
  std::shared_ptr<const refusal> refusal_; /* exceptions are copied, and that must not throw */
};

/* Strings and arrays */

namespace detail {

/* Whether a temporary Array may be viewed: std::span and other views of C++20 do not own what they show. */
#ifdef __cpp_lib_ranges
template <class Array> inline constexpr bool is_borrowed = std::ranges::enable_borrowed_range<std::remove_cv_t<Array>>;
#else
template <class Array> inline constexpr bool is_borrowed = false;
#endif

/* Whether Array stores elements of type T one after the other. */
template <class Array, class T, class = void> inline constexpr bool is_array_of = false;
template <class Array, class T>
inline constexpr bool is_array_of<Array, T, std::void_t<decltype(std::data(std::declval<Array &>()))>> =
    std::is_same_v<std::remove_cv_t<std::remove_pointer_t<decltype(std::data(std::declval<Array &>()))>>, T>;

} // namespace detail

/* Returns a view of a string for presign.h. */
inline presign_str str(std::string_view text) noexcept { return {text.data(), text.size()}; }

/* Returns a query parameter, a header or a field of a form, which borrows the strings. */
inline presign_pair pair(std::string_view name, std::string_view value) noexcept { return {str(name), str(value)}; }

/* Returns an access key with its secret key, which borrows the strings. See presign_secret. */
inline presign_secret secret(std::string_view access_key, std::string_view secret_key,
                             std::string_view session_token = {}) noexcept {
  return {str(access_key), str(secret_key), str(session_token)};
}

/* A view of an array, a std::array, a std::vector or a std::span, which must outlive the view. */
template <class T> class view {
public:
  view() noexcept = default;
  view(const T *data, std::size_t size) noexcept : data_(data), size_(size) {}
  template <class Array, class = std::enable_if_t<detail::is_array_of<const Array, T>>>
  view(const Array &array) noexcept : data_(std::data(array)), size_(std::size(array)) {}
  template <class Array, class = std::enable_if_t<detail::is_array_of<const Array, T> && !detail::is_borrowed<Array>>>
  view(const Array &&) = delete; /* a temporary would not outlive the view */

  const T *data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  const T *begin() const noexcept { return data_; }
  const T *end() const noexcept { return data_ + size_; }

private:
  const T *data_ = nullptr;
  std::size_t size_ = 0;
};

/* A view of pairs. */
using pairs = view<presign_pair>;

/* The secrets of a call: one, or an array of them. Only for arguments, since it also takes temporaries. */
class secrets {
public:
  secrets(const presign_secret &one) noexcept : data_(&one), size_(1) {}
  template <class Array, class = std::enable_if_t<detail::is_array_of<const Array, presign_secret>>>
  secrets(const Array &array) noexcept : data_(std::data(array)), size_(std::size(array)) {}

  const presign_secret *data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }

private:
  const presign_secret *data_;
  std::size_t size_;
};

/* Memory of the caller for a text: an array, a std::array, a std::vector or a std::span of char. */
class buffer {
public:
  buffer(char *data, std::size_t size) noexcept : data_(data), size_(size) {}
  template <class Array, class = std::enable_if_t<detail::is_array_of<std::remove_reference_t<Array>, char>>>
  buffer(Array &&array) noexcept : data_(std::data(array)), size_(std::size(array)) {}

  char *data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }

private:
  char *data_;
  std::size_t size_;
};

/* Signers */

enum class addressing : std::uint32_t {
  automatic = PRESIGN_ADDRESSING_AUTO,
  path = PRESIGN_ADDRESSING_PATH,
  virtual_host = PRESIGN_ADDRESSING_VIRTUAL,
  cname = PRESIGN_ADDRESSING_CNAME,
  virtual_or_path = PRESIGN_ADDRESSING_VIRTUAL_OR_PATH,
};

enum class version : std::uint32_t {
  automatic = PRESIGN_SIGNATURE_DEFAULT,
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
  presign::version version = presign::version::automatic;
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

/* See presign_presigned_request. */
struct presigned {
  std::string url;
  std::string method;
  std::vector<std::pair<std::string, std::string>> headers; /* to be sent with the URL */
  std::int64_t expires_at = 0;
  std::uint32_t warnings = 0; /* PRESIGN_WARNING_* */
};

/* How a batch is run. */
struct batch_options {
  std::uint32_t threads = 1;     /* 0 and 1: the calling thread only; PRESIGN_THREADS_ALL: one per core */
  std::optional<char> separator; /* a byte to write behind each URL, such as '\n' */
};

/* The URLs of a batch, one after the other in one string: URL i begins at text[offsets[i]] and ends at
   text[offsets[i + 1]], or at the separator before that. The next batch can reuse its memory. */
struct batch {
  class iterator;

  std::string text;
  std::vector<std::uint64_t> offsets;
  bool has_separator = false;

  std::size_t size() const noexcept { return offsets.empty() ? 0 : offsets.size() - 1; }
  /* Returns URL i without its separator, where i is below size(). */
  std::string_view operator[](std::size_t i) const noexcept {
    return {text.data() + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i]) - (has_separator ? 1 : 0)};
  }
  iterator begin() const noexcept;
  iterator end() const noexcept;
};

/* Walks through the URLs of a batch. */
class batch::iterator {
public:
  using iterator_category = std::input_iterator_tag; /* of C++17, which wants references */
  using iterator_concept = std::forward_iterator_tag;
  using value_type = std::string_view;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = std::string_view;

  iterator() noexcept = default;
  iterator(const batch &links, std::size_t at) noexcept : links_(&links), at_(at) {}

  std::string_view operator*() const noexcept { return (*links_)[at_]; }
  iterator &operator++() noexcept {
    at_++;
    return *this;
  }
  iterator operator++(int) noexcept {
    const iterator before = *this;
    at_++;
    return before;
  }
  friend bool operator==(const iterator &a, const iterator &b) noexcept { return a.at_ == b.at_; }
  friend bool operator!=(const iterator &a, const iterator &b) noexcept { return a.at_ != b.at_; }

private:
  const batch *links_ = nullptr;
  std::size_t at_ = 0;
};

inline batch::iterator batch::begin() const noexcept { return {*this, 0}; }
inline batch::iterator batch::end() const noexcept { return {*this, size()}; }

/* Return conditions on an upload: the value of a field, the prefix of its value, the size of the file in bytes. */
inline presign_condition exact(std::string_view name, std::string_view value) noexcept {
  return {sizeof(presign_condition), PRESIGN_CONDITION_EXACT, 0, str(name), str(value), 0, 0};
}
inline presign_condition starts_with(std::string_view name, std::string_view prefix) noexcept {
  return {sizeof(presign_condition), PRESIGN_CONDITION_STARTS_WITH, 0, str(name), str(prefix), 0, 0};
}
inline presign_condition size_between(std::uint64_t min, std::uint64_t max) noexcept {
  return {sizeof(presign_condition), PRESIGN_CONDITION_SIZE, 0, str({}), str({}), min, max};
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
  [[nodiscard]] static presign_status try_make(const signer_options &options, signer &out,
                                               error_info *why = nullptr) noexcept;

  /* Return what the signer was made with, or its defaults. The strings live as long as the signer. */
  std::string_view access_key() const noexcept { return presign_signer_access_key(get()); }
  std::string_view endpoint() const noexcept { return presign_signer_endpoint(get()); }
  std::string_view region() const noexcept { return presign_signer_region(get()); }
  presign::addressing addressing() const noexcept {
    return static_cast<presign::addressing>(presign_signer_addressing(get()));
  }
  presign::version version() const noexcept { return static_cast<presign::version>(presign_signer_version(get())); }

  /* Makes the URL of a request. */
  std::string url(const request &request) const;
  [[nodiscard]] presign_status try_url(const request &request, std::string &out,
                                       error_info *why = nullptr) const noexcept;

  /* Makes a URL that is signed now, with a lifetime in seconds. */
  std::string url(std::string_view method, std::string_view bucket, std::string_view key,
                  std::uint32_t expires_in) const;

  /* Makes the URL of a request in the caller's buffer, followed by a NUL that `len` does not count. If the buffer is
     too small, the status is PRESIGN_ERR_BUFFER_TOO_SMALL, and len + 1 bytes are needed. */
  [[nodiscard]] presign_status try_url(const request &request, buffer out, std::size_t &len,
                                       error_info *why = nullptr) const noexcept;

  /* Makes the URL of a request, with the headers to send, its expiry and its warnings. */
  presign::presigned presigned(const request &request) const;
  [[nodiscard]] presign_status try_presigned(const request &request, presign::presigned &out,
                                             error_info *why = nullptr) const noexcept;

  /* Computes when the URLs of a request expire, including the seconds that stable_for adds. */
  std::int64_t expires_at(const request &request) const;
  [[nodiscard]] presign_status try_expires_at(const request &request, std::int64_t &out,
                                              error_info *why = nullptr) const noexcept;

  /* Finds what may be wrong with the URL of a request although it can be signed: a set of PRESIGN_WARNING_*. */
  std::uint32_t warnings(const request &request) const;
  [[nodiscard]] presign_status try_warnings(const request &request, std::uint32_t &out,
                                            error_info *why = nullptr) const noexcept;

  /* Makes the URLs of one request for many keys, a range of strings; the key of the request must be empty. An error
     has the index of the first wrong key. Keys in an array of presign_str are used as they are; of others an array of
     views is made, or a copy if the range makes its strings only while it is read. */
  template <class Keys> batch urls(const request &request, Keys &&keys, const batch_options &options = {}) const;
  template <class Keys>
  [[nodiscard]] presign_status try_urls(const request &request, Keys &&keys, batch &out,
                                        const batch_options &options = {}, error_info *why = nullptr) const;

  /* Makes URLs likewise, for keys in one text: key i is text[offsets[i]] up to text[offsets[i + 1]]. */
  batch urls(const request &request, std::string_view text, view<std::uint64_t> offsets,
             const batch_options &options = {}) const;
  [[nodiscard]] presign_status try_urls(const request &request, std::string_view text, view<std::uint64_t> offsets,
                                        batch &out, const batch_options &options = {},
                                        error_info *why = nullptr) const noexcept;

  /* Makes the URLs of a range of requests, each with its own method, bucket, key and so on. An error has the index of
     the first wrong request. */
  template <class Requests> batch requests(Requests &&requests, const batch_options &options = {}) const;
  template <class Requests>
  [[nodiscard]] presign_status try_requests(Requests &&requests, batch &out, const batch_options &options = {},
                                            error_info *why = nullptr) const;

  /* Makes an HLS playlist with URLs in place of its relative URIs. `request` is that of the playlist itself. `nested`
     says where nested playlists lead: "keep", "sign" or a template with {key} or {path}; empty: they are an error. An
     error has the index of the line. */
  std::string playlist(const request &request, std::string_view text, std::string_view nested = {}) const;
  [[nodiscard]] presign_status try_playlist(const request &request, std::string_view text, std::string_view nested,
                                            std::string &out, error_info *why = nullptr) const noexcept;

  /* Makes a form with which a browser can upload files until it expires. */
  presign::form presign_post(const post_request &request) const;
  [[nodiscard]] presign_status try_presign_post(const post_request &request, presign::form &out,
                                                error_info *why = nullptr) const noexcept;

  /* Returns the handle, for calls of presign.h. */
  const presign_signer *get() const noexcept { return handle_.get(); }

private:
  struct freer {
    void operator()(presign_signer *signer) const noexcept { presign_signer_free(signer); }
  };
  std::unique_ptr<presign_signer, freer> handle_;
};

/* A request without its key, whose URLs take less time than those of a signer. Its signing time and expiry are fixed:
   make another one before it expires. It does not need the signer afterwards. Movable, not copyable. */
class template_ {
public:
  /* Makes an empty template, for try_make to fill. */
  template_() noexcept = default;
  /* The key of the request must be empty. */
  template_(const signer &signer, const request &request);
  [[nodiscard]] static presign_status try_make(const signer &signer, const request &request, template_ &out,
                                               error_info *why = nullptr) noexcept;

  /* Returns when the URLs expire; 0 for an empty template. */
  std::int64_t expires_at() const noexcept { return presign_template_expires_at(get()); }

  /* Makes the URL for a key. */
  std::string url(std::string_view key) const;
  [[nodiscard]] presign_status try_url(std::string_view key, std::string &out,
                                       error_info *why = nullptr) const noexcept;
  [[nodiscard]] presign_status try_url(std::string_view key, buffer out, std::size_t &len,
                                       error_info *why = nullptr) const noexcept;

  /* Make the URLs for many keys, as the functions of a signer do. */
  template <class Keys> batch urls(Keys &&keys, const batch_options &options = {}) const;
  template <class Keys>
  [[nodiscard]] presign_status try_urls(Keys &&keys, batch &out, const batch_options &options = {},
                                        error_info *why = nullptr) const;
  batch urls(std::string_view text, view<std::uint64_t> offsets, const batch_options &options = {}) const;
  [[nodiscard]] presign_status try_urls(std::string_view text, view<std::uint64_t> offsets, batch &out,
                                        const batch_options &options = {}, error_info *why = nullptr) const noexcept;

  /* Returns the handle, for calls of presign.h. */
  const presign_template *get() const noexcept { return handle_.get(); }

private:
  struct freer {
    void operator()(presign_template *made) const noexcept { presign_template_free(made); }
  };
  std::unique_ptr<presign_template, freer> handle_;
};

/* Lists the headers that must be sent with a URL, as lines "name: value\r\n". */
std::string signed_headers(const request &request);
[[nodiscard]] presign_status try_signed_headers(const request &request, std::string &out,
                                                error_info *why = nullptr) noexcept;

/* What a browser does with a file. */
enum class disposition : std::uint32_t {
  attachment = PRESIGN_DISPOSITION_ATTACHMENT,
  in_page = PRESIGN_DISPOSITION_INLINE, /* inline is a keyword */
};

/* Makes a value for the query parameter response-content-disposition, which tells a browser under which name to save
   the file. */
std::string content_disposition(std::string_view filename, disposition kind = disposition::attachment);
[[nodiscard]] presign_status try_content_disposition(std::string_view filename, disposition kind, std::string &out,
                                                     error_info *why = nullptr) noexcept;

/* See presign_ip_policy_options. `allow` and `actions` are made with str(). */
struct ip_policy_request {
  std::string_view bucket;
  std::string_view pattern; /* empty: all objects */
  std::vector<presign_str> allow;
  std::vector<presign_str> actions; /* empty: s3:GetObject and s3:GetObjectVersion */
  std::string_view region;
};
/* Makes a bucket policy that refuses requests from other addresses, as JSON. */
std::string ip_policy(const ip_policy_request &request);
[[nodiscard]] presign_status try_ip_policy(const ip_policy_request &request, std::string &out,
                                           error_info *why = nullptr) noexcept;

/* Received requests */

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
  presign::version version = presign::version::automatic;
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
  presign::version version = presign::version::automatic;
  std::string bucket;
  std::string key; /* data, not a path: it can contain anything */
  std::string access_key;
  std::string region;
  std::optional<std::int64_t> signed_at; /* no value with version 2 */
  std::int64_t expires_at = 0;
  std::vector<std::string> signed_headers; /* a server forwards these, and others only if they are harmless */
};

/* See presign_explain_options. */
struct explain_options {
  std::string_view response; /* the storage's error response, or empty */
  bool show_values = false;  /* show header values and the session token */
};

/* See presign_explanation. */
struct explanation {
  presign_cause cause = 0; /* PRESIGN_CAUSE_* */
  std::string sentence;
  std::string ours;
  std::string theirs;
  std::string our_string_to_sign;
  std::string their_string_to_sign;
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
  [[nodiscard]] static presign_status try_make(const verifier_options &options, verifier &out,
                                               error_info *why = nullptr) noexcept;

  /* Reads a URL without a secret. The signature is not checked. Throws `refused` if the URL cannot be read. */
  presign::inspection inspect(const received &request) const;
  [[nodiscard]] presign_status try_inspect(const received &request, inspection &out,
                                           error_info *why = nullptr) const noexcept;

  /* Checks an incoming request with the secrets that are known. Throws `refused` unless it is accepted. */
  presign::verified verify(const received &request, secrets secrets) const;
  [[nodiscard]] presign_status try_verify(const received &request, secrets secrets, verified &out,
                                          error_info *why = nullptr) const noexcept;

  /* Finds out why a storage refuses a request, with the secrets of which one should have signed it. */
  explanation explain(const received &request, secrets secrets, const explain_options &options = {}) const;
  [[nodiscard]] presign_status try_explain(const received &request, secrets secrets, explanation &out,
                                           const explain_options &options = {},
                                           error_info *why = nullptr) const noexcept;

  /* Returns the handle, for calls of presign.h. */
  const presign_verifier *get() const noexcept { return handle_.get(); }

private:
  struct freer {
    void operator()(presign_verifier *verifier) const noexcept { presign_verifier_free(verifier); }
  };
  std::unique_ptr<presign_verifier, freer> handle_;
};

/* The rest of this file implements what is declared above. */

namespace detail {

template <class Range, class = void> inline constexpr bool has_size = false;
template <class Range>
inline constexpr bool has_size<Range, std::void_t<decltype(std::size(std::declval<Range &>()))>> = true;

inline std::int64_t at_or_now(const std::optional<std::int64_t> &time) noexcept {
  return time ? *time : static_cast<std::int64_t>(std::time(nullptr));
}

inline std::optional<std::int64_t> optional_time(std::int64_t time) noexcept {
  return time < 0 ? std::nullopt : std::optional<std::int64_t>(time);
}

inline presign_request to_c(const request &from, std::int64_t sign_at) noexcept {
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
  to.sign_at = sign_at;
  to.stable_for = from.stable_for;
  return to;
}

inline presign_request to_c(const request &from) noexcept { return to_c(from, at_or_now(from.sign_at)); }

/* Makes an array of requests. Those without a signing time get the same one. */
template <class Requests> std::vector<presign_request> to_c_array(Requests &requests) {
  std::vector<presign_request> to;
  if constexpr (has_size<Requests>) {
    to.reserve(std::size(requests));
  }
  std::int64_t now = 0;
  for (const request &from : requests) {
    if (!from.sign_at && now == 0) {
      now = at_or_now({});
    }
    to.push_back(to_c(from, from.sign_at.value_or(now)));
  }
  return to;
}

inline presign_batch_options to_c(const batch_options &from) noexcept {
  presign_batch_options to{};
  to.struct_size = sizeof to;
  to.threads = from.threads;
  if (from.separator) {
    to.separator = *from.separator == '\0' ? PRESIGN_SEPARATOR_NUL : static_cast<unsigned char>(*from.separator);
  }
  return to;
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

inline std::vector<std::string> copy(const presign_str *texts, std::size_t count) {
  std::vector<std::string> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; i++) {
    out.push_back(copy(texts[i]));
  }
  return out;
}

inline std::vector<std::pair<std::string, std::string>> copy(const presign_pair *pairs, std::size_t count) {
  std::vector<std::pair<std::string, std::string>> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; i++) {
    out.emplace_back(copy(pairs[i].name), copy(pairs[i].value));
  }
  return out;
}

/* Calls a C function that fills a buffer, and makes a string of the result. Most URLs fit the buffer on the stack. */
template <class Call> presign_status fill(std::string &out, Call call) noexcept {
  char stack[4096];
  std::size_t len = 0;
  presign_status status = call(stack, sizeof stack, &len);
  if (status == PRESIGN_OK) {
    out.assign(stack, len);
  } else if (status == PRESIGN_ERR_BUFFER_TOO_SMALL) {
    std::string longer(len, '\0');
    status = call(longer.data(), len + 1, &len);
    if (status == PRESIGN_OK) {
      out = std::move(longer);
    }
  }
  return status;
}

/* Calls a C function that fills a struct with views of a buffer. `use` copies what the struct, or the refusal, points
   to. */
template <class Result, class Call, class Use> presign_status fill_struct(Call call, Use use) noexcept {
  char stack[4096];
  std::string longer;
  std::size_t len = 0;
  Result result{};
  result.struct_size = sizeof result;
  presign_status status = call(&result, stack, sizeof stack, &len);
  if (status == PRESIGN_ERR_BUFFER_TOO_SMALL) {
    longer.resize(len);
    status = call(&result, longer.data(), len + 1, &len);
  }
  use(status, result);
  return status;
}

/* Calls a C function that fills a struct, and may refuse the request instead. */
template <class Result, class Call, class Use>
presign_status fill_or_refuse(error_info *why, Call call, Use use) noexcept {
  presign_refusal refused{};
  refused.struct_size = sizeof refused;
  return fill_struct<Result>(
      [&](Result *result, char *buffer, std::size_t cap, std::size_t *len) {
        return call(result, buffer, cap, len, why == nullptr ? nullptr : &refused);
      },
      [&](presign_status status, const Result &result) {
        if (status == PRESIGN_OK) {
          use(result);
        } else if (status == PRESIGN_ERR_REFUSED && why != nullptr) {
          why->refusal = {refused.reason, refused.http_status, copy(refused.code), copy(refused.message),
                          copy(refused.detail)};
        }
      });
}

/* Calls a C function that makes n URLs. The first call uses the memory that the batch has, and learns how much is
   needed if that is too little. */
template <class Call>
presign_status fill_batch(std::size_t n, batch &out, const batch_options &options, Call call) noexcept {
  const presign_batch_options to = to_c(options);
  /* For more keys the call fails before it writes anything. */
  if (n <= UINT32_MAX) {
    out.offsets.resize(n + 1);
    out.text.resize(out.text.capacity());
  }
  presign_status status = call(&to, out.text.data(), out.text.size(), out.offsets.data());
  if (status == PRESIGN_ERR_BUFFER_TOO_SMALL) {
    out.text.clear(); /* nothing of it has to be copied */
    out.text.resize(static_cast<std::size_t>(out.offsets.back()));
    status = call(&to, out.text.data(), out.text.size(), out.offsets.data());
  }
  out.has_separator = options.separator.has_value();
  if (status == PRESIGN_OK) {
    out.text.resize(static_cast<std::size_t>(out.offsets.back()));
  } else {
    out.text.clear();
    out.offsets.clear();
  }
  return status;
}

/* Calls `call` with keys in one text, whose length presign.h does not know. */
template <class Call>
presign_status with_text(std::string_view text, view<std::uint64_t> offsets, batch &out, error_info *why,
                         Call call) noexcept {
  const std::size_t n = offsets.size() == 0 ? 0 : offsets.size() - 1;
  if (n > 0 && offsets.data()[n] > text.size()) {
    out.text.clear();
    out.offsets.clear();
    if (why != nullptr) {
      why->status = PRESIGN_ERR_OFFSETS;
      why->reason = 0;
      why->index = n;
      std::snprintf(why->message, sizeof why->message, "offsets[%zu] is %llu, and the text has %zu bytes", n,
                    static_cast<unsigned long long>(offsets.data()[n]), text.size());
    }
    return PRESIGN_ERR_OFFSETS;
  }
  return call(n);
}

/* Whether the elements of a range stay where they are until the range has been read to its end. */
template <class Iterator, class = void> inline constexpr bool is_multi_pass_cpp17 = false;
template <class Iterator>
inline constexpr bool
    is_multi_pass_cpp17<Iterator, std::void_t<typename std::iterator_traits<Iterator>::iterator_category>> =
        std::is_base_of_v<std::forward_iterator_tag, typename std::iterator_traits<Iterator>::iterator_category>;
#ifdef __cpp_lib_ranges
template <class Iterator>
inline constexpr bool is_multi_pass = is_multi_pass_cpp17<Iterator> || std::forward_iterator<Iterator>;
#else
template <class Iterator> inline constexpr bool is_multi_pass = is_multi_pass_cpp17<Iterator>;
#endif

/* Passes the keys of a range to `array` as an array of views, or to `flat` as one text with offsets. */
template <class Keys, class Array, class Flat> presign_status with_keys(Keys &keys, Array array, Flat flat) {
  using iterator = decltype(std::begin(keys));
  using key = decltype(*std::begin(keys));
  if constexpr (is_array_of<Keys, presign_str>) {
    return array(std::data(keys), std::size(keys));
  } else if constexpr (is_multi_pass<iterator> && (std::is_reference_v<key> || std::is_trivially_copyable_v<key>)) {
    std::vector<presign_str> strings;
    if constexpr (has_size<Keys>) {
      strings.reserve(std::size(keys));
    }
    for (std::string_view text : keys) {
      strings.push_back(str(text));
    }
    return array(strings.data(), strings.size());
  } else {
    std::string text;
    std::vector<std::uint64_t> offsets{0};
    for (auto &&one : keys) {
      text += std::string_view(one);
      offsets.push_back(text.size());
    }
    return flat(text, view<std::uint64_t>(offsets));
  }
}

} // namespace detail

inline presign_status signer::try_make(const signer_options &options, signer &out, error_info *why) noexcept {
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
  const presign_status status = presign_signer_new(&to, &made, why);
  if (status == PRESIGN_OK) {
    out.handle_.reset(made);
  }
  return status;
}

inline presign_status signer::try_url(const request &request, buffer out, std::size_t &len,
                                      error_info *why) const noexcept {
  const presign_request to = detail::to_c(request);
  return presign_url_ex(get(), &to, out.data(), out.size(), &len, why);
}

inline presign_status signer::try_url(const request &request, std::string &out, error_info *why) const noexcept {
  const presign_request to = detail::to_c(request);
  return detail::fill(out, [&](char *buffer, std::size_t cap, std::size_t *len) {
    return presign_url_ex(get(), &to, buffer, cap, len, why);
  });
}

inline presign_status signer::try_playlist(const request &request, std::string_view text, std::string_view nested,
                                           std::string &out, error_info *why) const noexcept {
  const presign_request to = detail::to_c(request);
  presign_playlist_options options{};
  options.struct_size = sizeof options;
  options.nested = str(nested);
  /* A URL is about ten times as long as the line of a segment, and a second call would sign everything again. */
  std::string made(1024 + 12 * text.size(), '\0');
  std::size_t len = 0;
  const auto call = [&] {
    return presign_playlist(get(), &to, text.data(), text.size(), &options, made.data(), made.size() + 1, &len, why);
  };
  presign_status status = call();
  if (status == PRESIGN_ERR_BUFFER_TOO_SMALL) {
    made.resize(len);
    status = call();
  }
  if (status == PRESIGN_OK) {
    made.resize(len);
    out = std::move(made);
  }
  return status;
}

inline presign_status signer::try_presigned(const request &request, presign::presigned &out,
                                            error_info *why) const noexcept {
  const presign_request to = detail::to_c(request);
  return detail::fill_struct<presign_presigned_request>(
      [&](presign_presigned_request *made, char *buffer, std::size_t cap, std::size_t *len) {
        return presign_presigned(get(), &to, made, buffer, cap, len, why);
      },
      [&](presign_status status, const presign_presigned_request &made) {
        if (status == PRESIGN_OK) {
          out = {detail::copy(made.url), detail::copy(made.method), detail::copy(made.headers, made.headers_count),
                 made.expires_at, made.warnings};
        }
      });
}

inline presign_status signer::try_expires_at(const request &request, std::int64_t &out,
                                             error_info *why) const noexcept {
  const presign_request to = detail::to_c(request);
  return presign_expires_at(get(), &to, &out, why);
}

inline presign_status signer::try_warnings(const request &request, std::uint32_t &out,
                                           error_info *why) const noexcept {
  const presign_request to = detail::to_c(request);
  return presign_request_warnings(get(), &to, &out, why);
}

template <class Keys>
presign_status signer::try_urls(const request &request, Keys &&keys, batch &out, const batch_options &options,
                                error_info *why) const {
  return detail::with_keys(
      keys,
      [&](const presign_str *strings, std::size_t n) {
        const presign_request to = detail::to_c(request);
        return detail::fill_batch(
            n, out, options, [&](const presign_batch_options *how, char *text, std::size_t cap, std::uint64_t *ends) {
              return presign_urls(get(), &to, strings, n, how, text, cap, ends, why);
            });
      },
      [&](std::string_view text, view<std::uint64_t> offsets) {
        return try_urls(request, text, offsets, out, options, why);
      });
}

inline presign_status signer::try_urls(const request &request, std::string_view text, view<std::uint64_t> offsets,
                                       batch &out, const batch_options &options, error_info *why) const noexcept {
  const presign_request to = detail::to_c(request);
  return detail::with_text(text, offsets, out, why, [&](std::size_t n) {
    return detail::fill_batch(
        n, out, options, [&](const presign_batch_options *how, char *urls, std::size_t cap, std::uint64_t *ends) {
          return presign_urls_flat(get(), &to, text.data(), offsets.data(), n, how, urls, cap, ends, why);
        });
  });
}

template <class Requests>
presign_status signer::try_requests(Requests &&requests, batch &out, const batch_options &options,
                                    error_info *why) const {
  const std::vector<presign_request> to = detail::to_c_array(requests);
  return detail::fill_batch(to.size(), out, options,
                            [&](const presign_batch_options *how, char *text, std::size_t cap, std::uint64_t *ends) {
                              return presign_requests(get(), to.data(), to.size(), how, text, cap, ends, why);
                            });
}

inline presign_status signer::try_presign_post(const post_request &request, presign::form &out,
                                               error_info *why) const noexcept {
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
        return ::presign_post(get(), &to, form, buffer, cap, len, why);
      },
      [&](presign_status status, const presign_form &form) {
        if (status == PRESIGN_OK) {
          out = {detail::copy(form.url), detail::copy(form.fields, form.fields_count), form.expires_at};
        }
      });
}

inline presign_status template_::try_make(const signer &signer, const request &request, template_ &out,
                                          error_info *why) noexcept {
  const presign_request to = detail::to_c(request);
  presign_template *made = nullptr;
  const presign_status status = presign_template_new(signer.get(), &to, &made, why);
  if (status == PRESIGN_OK) {
    out.handle_.reset(made);
  }
  return status;
}

inline presign_status template_::try_url(std::string_view key, buffer out, std::size_t &len,
                                         error_info *why) const noexcept {
  return presign_template_url(get(), str(key), out.data(), out.size(), &len, why);
}

inline presign_status template_::try_url(std::string_view key, std::string &out, error_info *why) const noexcept {
  return detail::fill(out, [&](char *buffer, std::size_t cap, std::size_t *len) {
    return presign_template_url(get(), str(key), buffer, cap, len, why);
  });
}

template <class Keys>
presign_status template_::try_urls(Keys &&keys, batch &out, const batch_options &options, error_info *why) const {
  return detail::with_keys(
      keys,
      [&](const presign_str *strings, std::size_t n) {
        return detail::fill_batch(
            n, out, options, [&](const presign_batch_options *how, char *text, std::size_t cap, std::uint64_t *ends) {
              return presign_template_urls(get(), strings, n, how, text, cap, ends, why);
            });
      },
      [&](std::string_view text, view<std::uint64_t> offsets) { return try_urls(text, offsets, out, options, why); });
}

inline presign_status template_::try_urls(std::string_view text, view<std::uint64_t> offsets, batch &out,
                                          const batch_options &options, error_info *why) const noexcept {
  return detail::with_text(text, offsets, out, why, [&](std::size_t n) {
    return detail::fill_batch(
        n, out, options, [&](const presign_batch_options *how, char *urls, std::size_t cap, std::uint64_t *ends) {
          return presign_template_urls_flat(get(), text.data(), offsets.data(), n, how, urls, cap, ends, why);
        });
  });
}

inline presign_status try_signed_headers(const request &request, std::string &out, error_info *why) noexcept {
  const presign_request to = detail::to_c(request);
  return detail::fill(out, [&](char *buffer, std::size_t cap, std::size_t *len) {
    return presign_signed_headers(&to, buffer, cap, len, why);
  });
}

inline presign_status try_content_disposition(std::string_view filename, disposition kind, std::string &out,
                                              error_info *why) noexcept {
  return detail::fill(out, [&](char *buffer, std::size_t cap, std::size_t *len) {
    return presign_content_disposition(static_cast<std::uint32_t>(kind), filename.data(), filename.size(), buffer, cap,
                                       len, why);
  });
}

inline presign_status try_ip_policy(const ip_policy_request &request, std::string &out, error_info *why) noexcept {
  presign_ip_policy_options to{};
  to.struct_size = sizeof to;
  to.bucket = str(request.bucket);
  to.pattern = str(request.pattern);
  to.region = str(request.region);
  to.allow = request.allow.data();
  to.allow_count = request.allow.size();
  to.actions = request.actions.data();
  to.actions_count = request.actions.size();
  return detail::fill(out, [&](char *buffer, std::size_t cap, std::size_t *len) {
    return presign_ip_policy(&to, buffer, cap, len, why);
  });
}

inline presign_status verifier::try_make(const verifier_options &options, verifier &out, error_info *why) noexcept {
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
  const presign_status status = presign_verifier_new(&to, &made, why);
  if (status == PRESIGN_OK) {
    out.handle_.reset(made);
  }
  return status;
}

inline presign_status verifier::try_inspect(const received &request, inspection &out, error_info *why) const noexcept {
  const presign_received to = detail::to_c(request);
  return detail::fill_or_refuse<presign_inspection>(
      why,
      [&](presign_inspection *link, char *buffer, std::size_t cap, std::size_t *len, presign_refusal *refused) {
        return presign_inspect(get(), &to, link, buffer, cap, len, refused, why);
      },
      [&](const presign_inspection &link) {
        out = {static_cast<presign::version>(link.version),
               link.warnings,
               detail::copy(link.host),
               detail::copy(link.bucket),
               detail::copy(link.key),
               detail::copy(link.access_key),
               detail::copy(link.region),
               detail::optional_time(link.signed_at),
               link.expires_at,
               detail::copy(link.signed_headers, link.signed_headers_count),
               detail::copy(link.query, link.query_count)};
      });
}

inline presign_status verifier::try_verify(const received &request, secrets secrets, verified &out,
                                           error_info *why) const noexcept {
  const presign_received to = detail::to_c(request);
  return detail::fill_or_refuse<presign_verified>(
      why,
      [&](presign_verified *link, char *buffer, std::size_t cap, std::size_t *len, presign_refusal *refused) {
        return presign_verify(get(), &to, secrets.data(), secrets.size(), link, buffer, cap, len, refused, why);
      },
      [&](const presign_verified &link) {
        out = {static_cast<presign::version>(link.version),
               detail::copy(link.bucket),
               detail::copy(link.key),
               detail::copy(link.access_key),
               detail::copy(link.region),
               detail::optional_time(link.signed_at),
               link.expires_at,
               detail::copy(link.signed_headers, link.signed_headers_count)};
      });
}

inline presign_status verifier::try_explain(const received &request, secrets secrets, explanation &out,
                                            const explain_options &options, error_info *why) const noexcept {
  const presign_received to = detail::to_c(request);
  presign_explain_options how{};
  how.struct_size = sizeof how;
  how.response = str(options.response);
  how.flags = options.show_values ? PRESIGN_EXPLAIN_SHOW_VALUES : 0;
  return detail::fill_struct<presign_explanation>(
      [&](presign_explanation *found, char *buffer, std::size_t cap, std::size_t *len) {
        return presign_explain(get(), &to, secrets.data(), secrets.size(), &how, found, buffer, cap, len, why);
      },
      [&](presign_status status, const presign_explanation &found) {
        if (status == PRESIGN_OK) {
          out = {found.cause,
                 detail::copy(found.sentence),
                 detail::copy(found.ours),
                 detail::copy(found.theirs),
                 detail::copy(found.our_string_to_sign),
                 detail::copy(found.their_string_to_sign)};
        }
      });
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)

namespace detail {

[[noreturn]] inline void fail(error_info &&why) {
  if (why.status == PRESIGN_ERR_REFUSED) {
    throw refused(std::move(why));
  }
  throw error(why);
}

/* Calls a function that does not throw, and throws what went wrong. */
template <class Result, class Call> Result checked(Call call) {
  Result out{};
  error_info why;
  if (call(out, &why) != PRESIGN_OK) {
    fail(std::move(why));
  }
  return out;
}

} // namespace detail

inline signer::signer(const signer_options &options)
    : signer(detail::checked<signer>([&](signer &out, error_info *why) { return try_make(options, out, why); })) {}

inline std::string signer::url(const request &request) const {
  return detail::checked<std::string>(
      [&](std::string &out, error_info *why) { return try_url(request, out, why); });
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

inline presign::presigned signer::presigned(const request &request) const {
  return detail::checked<presign::presigned>(
      [&](presign::presigned &out, error_info *why) { return try_presigned(request, out, why); });
}

inline std::int64_t signer::expires_at(const request &request) const {
  return detail::checked<std::int64_t>(
      [&](std::int64_t &out, error_info *why) { return try_expires_at(request, out, why); });
}

inline std::uint32_t signer::warnings(const request &request) const {
  return detail::checked<std::uint32_t>(
      [&](std::uint32_t &out, error_info *why) { return try_warnings(request, out, why); });
}

template <class Keys> batch signer::urls(const request &request, Keys &&keys, const batch_options &options) const {
  return detail::checked<batch>(
      [&](batch &out, error_info *why) { return try_urls(request, keys, out, options, why); });
}

inline batch signer::urls(const request &request, std::string_view text, view<std::uint64_t> offsets,
                          const batch_options &options) const {
  return detail::checked<batch>(
      [&](batch &out, error_info *why) { return try_urls(request, text, offsets, out, options, why); });
}

template <class Requests> batch signer::requests(Requests &&requests, const batch_options &options) const {
  return detail::checked<batch>(
      [&](batch &out, error_info *why) { return try_requests(requests, out, options, why); });
}

inline presign::form signer::presign_post(const post_request &request) const {
  return detail::checked<presign::form>(
      [&](presign::form &out, error_info *why) { return try_presign_post(request, out, why); });
}

inline template_::template_(const signer &signer, const request &request)
    : template_(detail::checked<template_>(
          [&](template_ &out, error_info *why) { return try_make(signer, request, out, why); })) {}

inline std::string template_::url(std::string_view key) const {
  return detail::checked<std::string>([&](std::string &out, error_info *why) { return try_url(key, out, why); });
}

template <class Keys> batch template_::urls(Keys &&keys, const batch_options &options) const {
  return detail::checked<batch>([&](batch &out, error_info *why) { return try_urls(keys, out, options, why); });
}

inline batch template_::urls(std::string_view text, view<std::uint64_t> offsets, const batch_options &options) const {
  return detail::checked<batch>(
      [&](batch &out, error_info *why) { return try_urls(text, offsets, out, options, why); });
}

inline std::string signed_headers(const request &request) {
  return detail::checked<std::string>(
      [&](std::string &out, error_info *why) { return try_signed_headers(request, out, why); });
}

inline std::string signer::playlist(const request &request, std::string_view text, std::string_view nested) const {
  return detail::checked<std::string>([&](std::string &out, error_info *why) {
    return try_playlist(request, text, nested, out, why);
  });
}

inline std::string content_disposition(std::string_view filename, disposition kind) {
  return detail::checked<std::string>(
      [&](std::string &out, error_info *why) { return try_content_disposition(filename, kind, out, why); });
}

inline std::string ip_policy(const ip_policy_request &request) {
  return detail::checked<std::string>(
      [&](std::string &out, error_info *why) { return try_ip_policy(request, out, why); });
}

inline verifier::verifier(const verifier_options &options)
    : verifier(
          detail::checked<verifier>([&](verifier &out, error_info *why) { return try_make(options, out, why); })) {}

inline presign::inspection verifier::inspect(const received &request) const {
  return detail::checked<presign::inspection>(
      [&](inspection &out, error_info *why) { return try_inspect(request, out, why); });
}

inline presign::verified verifier::verify(const received &request, secrets secrets) const {
  return detail::checked<presign::verified>(
      [&](verified &out, error_info *why) { return try_verify(request, secrets, out, why); });
}

inline explanation verifier::explain(const received &request, secrets secrets, const explain_options &options) const {
  return detail::checked<explanation>(
      [&](explanation &out, error_info *why) { return try_explain(request, secrets, out, options, why); });
}

#endif

} // namespace presign

#endif
