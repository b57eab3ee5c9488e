# Prints a link, the links of many keys and the sentence of an error, with Ruby's Fiddle:
#   ruby links.rb SIGN_AT BUCKET KEY...
require "fiddle"
require "fiddle/import"

module Presign
  extend Fiddle::Importer
  dlload "libpresign.so.1"
  typealias "size_t", "uintptr_t"
  extern "int presign_signer_new(void *, void *, void *)"
  extern "void presign_signer_free(void *)"
  extern "int presign_url_flat(void *, char *, size_t, char *, size_t, char *, size_t, long long, unsigned int, " \
         "void *, size_t, void *, void *)"
  extern "int presign_urls_flat(void *, void *, void *, void *, size_t, void *, void *, size_t, void *, void *)"
end

ERROR_SIZE = 24 + 512 # struct_size, status, reason, index, message
def check(status, error) = status.zero? || raise(error[24..].unpack1("Z*").force_encoding("UTF-8"))
KEPT = [] # strings that C only borrows
def str(text) = [Fiddle::Pointer[KEPT.push(text).last].to_i, text.bytesize] # a presign_str
def env(name) = str(ENV.fetch(name, ""))

error = [ERROR_SIZE].pack("J").ljust(ERROR_SIZE, "\0")
options = [112, *env("AWS_ACCESS_KEY_ID"), *env("AWS_SECRET_ACCESS_KEY"), *env("AWS_SESSION_TOKEN"),
           *env("AWS_REGION"), *env("AWS_ENDPOINT_URL"), 0, 0, 0, 0].pack("J11L2q2")
handle = "\0" * 8
check Presign.presign_signer_new(options, handle, error), error
signer = handle.unpack1("J")

sign_at, bucket, *keys = ARGV
link = lambda do |key, expires_in|
  url, len = "\0" * 4096, "\0" * 8
  check Presign.presign_url_flat(signer, "GET", 3, bucket, bucket.bytesize, key, key.bytesize, sign_at.to_i, expires_in,
                                 url, url.bytesize, len, error), error
  url[0, len.unpack1("J")]
end
puts link.call(keys[0], 3600)

method = "GET"
request = [120, *str(method), *str(bucket), 0, 0, 0, 0, 0, 0, sign_at.to_i, 0, 0, 3600, 0].pack("J11q3L2")
ends = keys.inject([0]) { |all, key| all << all.last + key.bytesize }
links, offsets = "\0" * 4096 * keys.size, "\0" * 8 * ends.size
check Presign.presign_urls_flat(signer, request, keys.join, ends.pack("Q*"), keys.size, nil, links, links.bytesize,
                                offsets, error), error
offsets.unpack("Q*").each_cons(2) { |from, to| puts links[from...to] }

begin
  link.call(keys[0], 604_801)
rescue RuntimeError => refused
  puts refused.message
end
Presign.presign_signer_free(signer)
