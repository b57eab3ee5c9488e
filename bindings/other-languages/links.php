<?php
// Prints a link, the links of many keys and the sentence of an error, with PHP's FFI:
//   php links.php SIGN_AT BUCKET KEY...
$ffi = FFI::cdef('
    typedef struct { const char *ptr; size_t len; } presign_str;
    typedef struct { size_t struct_size; int32_t status, reason; size_t index; char message[512]; } presign_error;
    typedef struct {
        size_t struct_size; presign_str access_key, secret_key, session_token, region, endpoint;
        uint32_t addressing, version; int64_t max_expires_in, credentials_expire_at;
    } presign_signer_options;
    typedef struct {
        size_t struct_size; presign_str method, bucket, key; void *query; size_t query_count; void *headers;
        size_t headers_count; int64_t sign_at, expires_at, stable_for; uint32_t expires_in, reserved;
    } presign_request;
    int32_t presign_signer_new(const presign_signer_options *, void **, presign_error *);
    void presign_signer_free(void *);
    int32_t presign_url_flat(void *, const char *, size_t, const char *, size_t, const char *, size_t, int64_t, uint32_t,
                             char *, size_t, size_t *, presign_error *);
    int32_t presign_urls_flat(void *, const presign_request *, const char *, const uint64_t *, size_t, void *, char *,
                              size_t, uint64_t *, presign_error *);', 'libpresign.so.1');

$error = $ffi->new('presign_error');
$error->struct_size = FFI::sizeof($error);
$check = fn (int $status) => $status === 0 ?: throw new RuntimeException(FFI::string($error->message));
$kept = []; // memory of PHP that C only borrows
$set = function ($to, string $text) use ($ffi, &$kept): void {
    $kept[] = $copy = $ffi->new('char[' . (strlen($text) + 1) . ']');
    FFI::memcpy($copy, $text, strlen($text));
    [$to->ptr, $to->len] = [FFI::addr($copy[0]), strlen($text)];
};

$options = $ffi->new('presign_signer_options');
$options->struct_size = FFI::sizeof($options);
foreach (['access_key' => 'AWS_ACCESS_KEY_ID', 'secret_key' => 'AWS_SECRET_ACCESS_KEY', 'region' => 'AWS_REGION',
          'session_token' => 'AWS_SESSION_TOKEN', 'endpoint' => 'AWS_ENDPOINT_URL'] as $field => $name) {
    $set($options->$field, getenv($name) ?: '');
}
$handle = $ffi->new('void *');
$check($ffi->presign_signer_new(FFI::addr($options), FFI::addr($handle), FFI::addr($error)));

[, $signAt, $bucket] = $argv;
$keys = array_slice($argv, 3);
$link = function (string $key, int $expiresIn) use ($ffi, $handle, $signAt, $bucket, $check, $error): string {
    [$url, $len] = [$ffi->new('char[4096]'), $ffi->new('size_t')];
    $check($ffi->presign_url_flat($handle, 'GET', 3, $bucket, strlen($bucket), $key, strlen($key), (int) $signAt, $expiresIn,
                                  $url, 4096, FFI::addr($len), FFI::addr($error)));
    return FFI::string($url, $len->cdata);
};
echo $link($keys[0], 3600), "\n";

$request = $ffi->new('presign_request');
[$request->struct_size, $request->sign_at, $request->expires_in] = [FFI::sizeof($request), (int) $signAt, 3600];
$set($request->method, 'GET');
$set($request->bucket, $bucket);
$n = count($keys);
[$ends, $offsets, $links] = [$ffi->new('uint64_t[' . ($n + 1) . ']'), $ffi->new('uint64_t[' . ($n + 1) . ']'),
                             $ffi->new('char[' . 4096 * $n . ']')];
foreach ($keys as $i => $key) {
    $ends[$i + 1] = $ends[$i] + strlen($key);
}
$check($ffi->presign_urls_flat($handle, FFI::addr($request), implode('', $keys), $ends, $n, null, $links, 4096 * $n, $offsets,
                               FFI::addr($error)));
for ($i = 0; $i < $n; $i++) {
    echo FFI::string(FFI::addr($links[$offsets[$i]]), $offsets[$i + 1] - $offsets[$i]), "\n";
}

try {
    $link($keys[0], 604801);
} catch (RuntimeException $refused) {
    echo $refused->getMessage(), "\n";
}
$ffi->presign_signer_free($handle);
