-- Prints a link, the links of many keys and the sentence of an error, with LuaJIT's ffi:
--   luajit links.lua SIGN_AT BUCKET KEY...
local ffi = require "ffi"
ffi.cdef [[
typedef struct { const char *ptr; size_t len; } presign_str;
typedef struct { size_t struct_size; int32_t status, reason; size_t index; char message[512]; } presign_error;
typedef struct presign_signer presign_signer;
typedef struct {
    size_t struct_size; presign_str access_key, secret_key, session_token, region, endpoint;
    uint32_t addressing, version; int64_t max_expires_in, credentials_expire_at;
} presign_signer_options;
typedef struct {
    size_t struct_size; presign_str method, bucket, key; void *query; size_t query_count; void *headers;
    size_t headers_count; int64_t sign_at, expires_at, stable_for; uint32_t expires_in, reserved;
} presign_request;
int32_t presign_signer_new(const presign_signer_options *, presign_signer **, presign_error *);
void presign_signer_free(presign_signer *);
int32_t presign_url_flat(const presign_signer *, const char *, size_t, const char *, size_t, const char *, size_t, int64_t,
                         uint32_t, char *, size_t, size_t *, presign_error *);
int32_t presign_urls_flat(const presign_signer *, const presign_request *, const char *, const uint64_t *, size_t, void *,
                          char *, size_t, uint64_t *, presign_error *);
]]
local presign = ffi.load "libpresign.so.1"

local failure = ffi.new "presign_error"
failure.struct_size = ffi.sizeof(failure)
local function check(status) if status ~= 0 then error(ffi.string(failure.message), 0) end end
local kept = {} -- strings that C only borrows
local function str(text) kept[#kept + 1] = text; return {ptr = text, len = #text} end
local function env(name) return str(os.getenv(name) or "") end

local options = ffi.new("presign_signer_options", {
  ffi.sizeof "presign_signer_options", env "AWS_ACCESS_KEY_ID", env "AWS_SECRET_ACCESS_KEY", env "AWS_SESSION_TOKEN",
  env "AWS_REGION", env "AWS_ENDPOINT_URL"})
local handle = ffi.new "presign_signer *[1]"
check(presign.presign_signer_new(options, handle, failure))
local signer = ffi.gc(handle[0], presign.presign_signer_free)

local sign_at, bucket, keys = tonumber(arg[1]), arg[2], {unpack(arg, 3)}
local function link(key, expires_in)
  local url, len = ffi.new "char[4096]", ffi.new "size_t[1]"
  check(presign.presign_url_flat(signer, "GET", 3, bucket, #bucket, key, #key, sign_at, expires_in, url, 4096, len, failure))
  return ffi.string(url, len[0])
end
print(link(keys[1], 3600))

local request = ffi.new("presign_request", {struct_size = ffi.sizeof "presign_request", method = str "GET",
                                            bucket = str(bucket), sign_at = sign_at, expires_in = 3600})
local n = #keys
local ends, offsets, links = ffi.new("uint64_t[?]", n + 1), ffi.new("uint64_t[?]", n + 1), ffi.new("char[?]", 4096 * n)
for i, key in ipairs(keys) do ends[i] = ends[i - 1] + #key end
check(presign.presign_urls_flat(signer, request, table.concat(keys), ends, n, nil, links, 4096 * n, offsets, failure))
for i = 0, n - 1 do print(ffi.string(links + offsets[i], offsets[i + 1] - offsets[i])) end

local _, sentence = pcall(link, keys[1], 604801)
print(sentence)
