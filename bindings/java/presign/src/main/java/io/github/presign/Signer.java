package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Signs URLs offline. It never changes, and all threads can use it at once, virtual ones too. It keeps a copy of the
 * credentials outside of Java's heap, which {@link #close} wipes.
 *
 * {@snippet :
 * try (Signer signer = Signer.builder("AKIAIOSFODNN7EXAMPLE", secretKey).region("eu-central-1").build()) {
 *     String link = signer.get("example-bucket", "2026/cat.jpg", Duration.ofHours(1));
 * }
 * }
 */
public final class Signer implements AutoCloseable {
    private static final byte[] GET = "GET".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PUT = "PUT".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEAD = "HEAD".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELETE = "DELETE".getBytes(StandardCharsets.US_ASCII);

    private static final long ACCESS_KEY = Struct.SIGNER_OPTIONS.at("access_key");
    private static final long SECRET_KEY = Struct.SIGNER_OPTIONS.at("secret_key");
    private static final long SESSION_TOKEN = Struct.SIGNER_OPTIONS.at("session_token");
    private static final long REGION = Struct.SIGNER_OPTIONS.at("region");
    private static final long ENDPOINT = Struct.SIGNER_OPTIONS.at("endpoint");
    private static final long ADDRESSING = Struct.SIGNER_OPTIONS.at("addressing");
    private static final long VERSION = Struct.SIGNER_OPTIONS.at("version");
    private static final long MAX_EXPIRES_IN = Struct.SIGNER_OPTIONS.at("max_expires_in");
    private static final long CREDENTIALS_EXPIRE_AT = Struct.SIGNER_OPTIONS.at("credentials_expire_at");

    private static final long PRESIGNED_URL = Struct.PRESIGNED_REQUEST.at("url");
    private static final long PRESIGNED_METHOD = Struct.PRESIGNED_REQUEST.at("method");
    private static final long PRESIGNED_HEADERS = Struct.PRESIGNED_REQUEST.at("headers");
    private static final long PRESIGNED_EXPIRES_AT = Struct.PRESIGNED_REQUEST.at("expires_at");
    private static final long PRESIGNED_WARNINGS = Struct.PRESIGNED_REQUEST.at("warnings");

    private static final long NESTED = Struct.PLAYLIST_OPTIONS.at("nested");

    /** A call on Java's heap, for which the garbage collector waits, gets no longer text. */
    private static final int LONGEST_ON_HEAP = 8192;

    private final Handle handle;
    private final String accessKey;
    private final String endpoint;
    private final String region;
    private final Addressing addressing;
    private final SignatureVersion version;
    /** Bytes that a URL does not reach beside its bucket and its key. */
    private final int overhead;

    private final BatchMemory batchMemory;
    private final RecentTemplate recent = new RecentTemplate();

    private Signer(Builder from) {
        try (Memory memory = new Memory(1024)) {
            MemorySegment options = memory.struct(Struct.SIGNER_OPTIONS);
            memory.text(options, ACCESS_KEY, "accessKey", from.accessKey);
            memory.secret(options, SECRET_KEY, "secretKey", from.secretKey);
            memory.secret(options, SESSION_TOKEN, "sessionToken", from.sessionToken);
            memory.text(options, REGION, "region", from.region);
            memory.text(options, ENDPOINT, "endpoint", from.endpoint);
            options.set(JAVA_INT, ADDRESSING, from.addressing.number());
            options.set(JAVA_INT, VERSION, from.version.number());
            options.set(JAVA_LONG, MAX_EXPIRES_IN, Times.seconds("maxExpiresIn", from.maxExpiresIn));
            options.set(
                    JAVA_LONG,
                    CREDENTIALS_EXPIRE_AT,
                    Times.unixSeconds("credentialsExpireAt", from.credentialsExpireAt));
            long made = memory.object((pointer, error) -> LibPresign.signerNew(options.address(), pointer, error));
            handle = new Handle(made, "the signer", LibPresign::signerFree);
            endpoint = LibPresign.signerEndpoint(made);
            region = LibPresign.signerRegion(made);
            version = SignatureVersion.of(LibPresign.signerVersion(made));
        }
        accessKey = from.accessKey;
        addressing = from.addressing;
        // The names of the parameters need 250 bytes, and a byte of a value three where it is escaped.
        int values =
                region.length() + accessKey.length() + (from.sessionToken == null ? 0 : from.sessionToken.length());
        overhead = 320 + endpoint.length() + 3 * values;
        batchMemory = new BatchMemory(overhead);
    }

    /**
     * Begins a signer.
     *
     * @param accessKey the access key: printable ASCII, which is part of every URL
     * @param secretKey the secret key
     * @return a builder
     */
    public static Builder builder(String accessKey, String secretKey) {
        return new Builder(accessKey, secretKey);
    }

    /** {@return the access key, which is part of every URL} */
    public String accessKey() {
        return accessKey;
    }

    /** {@return the region in the signature} */
    public String region() {
        return region;
    }

    /** {@return the endpoint: scheme, host, port unless it is the scheme's own, and base path} */
    public URI endpoint() {
        return URI.create(endpoint);
    }

    /** {@return where a URL has the bucket, as it was given} */
    public Addressing addressing() {
        return addressing;
    }

    /** {@return the signature version} */
    public SignatureVersion version() {
        return version;
    }

    /**
     * Returns a URL to download an object, signed now.
     *
     * @param bucket the bucket's name, or on AWS the ARN of an access point
     * @param key the object's key: up to 1024 bytes of UTF-8, data and not a path
     * @param expiresIn the lifetime in whole seconds; version 4 allows up to 7 days
     * @return the URL
     */
    public String get(String bucket, String key, Duration expiresIn) {
        return link(GET, bucket, key, expiresIn);
    }

    /**
     * Returns a URL to upload an object, signed now.
     *
     * @param bucket the bucket's name, or on AWS the ARN of an access point
     * @param key the object's key: up to 1024 bytes of UTF-8, data and not a path
     * @param expiresIn the lifetime in whole seconds; version 4 allows up to 7 days
     * @return the URL
     */
    public String put(String bucket, String key, Duration expiresIn) {
        return link(PUT, bucket, key, expiresIn);
    }

    /**
     * Returns a URL to read an object's headers, signed now; storages refuse a URL for GET in a HEAD request.
     *
     * @param bucket the bucket's name, or on AWS the ARN of an access point
     * @param key the object's key: up to 1024 bytes of UTF-8, data and not a path
     * @param expiresIn the lifetime in whole seconds; version 4 allows up to 7 days
     * @return the URL
     */
    public String head(String bucket, String key, Duration expiresIn) {
        return link(HEAD, bucket, key, expiresIn);
    }

    /**
     * Returns a URL to delete an object, signed now.
     *
     * @param bucket the bucket's name, or on AWS the ARN of an access point
     * @param key the object's key: up to 1024 bytes of UTF-8, data and not a path
     * @param expiresIn the lifetime in whole seconds; version 4 allows up to 7 days
     * @return the URL
     */
    public String delete(String bucket, String key, Duration expiresIn) {
        return link(DELETE, bucket, key, expiresIn);
    }

    private String link(byte[] method, String bucket, String key, Duration expiresIn) {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(key, "key");
        int lifetime = Times.lifetime(Objects.requireNonNull(expiresIn, "expiresIn"));
        long now = Times.now();
        Optional<String> quick = recent.url(this, method, bucket, lifetime, now, key);
        if (quick.isPresent()) {
            return quick.get();
        }
        byte[] bucketBytes = Utf8.encode("bucket", bucket);
        byte[] keyBytes = Utf8.encode("key", key);
        if (keyBytes.length == 0) {
            throw emptyKey();
        }
        if (bucketBytes.length <= LONGEST_ON_HEAP && keyBytes.length <= LONGEST_ON_HEAP) {
            byte[] out = new byte[overhead + 3 * (bucketBytes.length + keyBytes.length)];
            long[] length = new long[1];
            int call = handle.begin();
            try {
                int status =
                        LibPresign.urlHeap(handle.address(), method, bucketBytes, keyBytes, now, lifetime, out, length);
                if (status == Status.OK) {
                    // URLs are ASCII, which this encoding copies without looking at it.
                    return new String(out, 0, (int) length[0], StandardCharsets.ISO_8859_1);
                }
            } finally {
                handle.end(call);
            }
        }
        // Also finds the sentence of what went wrong.
        return presign(Request.of(new String(method, StandardCharsets.US_ASCII), bucket, key)
                        .expiresIn(expiresIn)
                        .build())
                .url();
    }

    boolean isClosed() {
        return handle.isClosed();
    }

    static PresignException emptyKey() {
        return Status.KEY.exception("the key is empty: a link to an object needs a key");
    }

    /**
     * Returns the URL of a request, with its method, the headers to send, its expiry and warnings about it.
     *
     * @param request the request
     * @return the URL and what its user must send
     */
    public Presigned presign(Request request) {
        int call = handle.begin();
        try (Memory memory = new Memory(RequestStruct.size(request))) {
            MemorySegment struct = RequestStruct.of(memory, request);
            MemorySegment presigned = memory.struct(Struct.PRESIGNED_REQUEST);
            memory.write(
                    2L * overhead + RequestStruct.size(request),
                    (out, size, length, error) -> LibPresign.presigned(
                            handle.address(), struct.address(), presigned.address(), out, size, length, error));
            return new Presigned(
                    memory.text(presigned, PRESIGNED_URL),
                    memory.text(presigned, PRESIGNED_METHOD),
                    headers(memory.pairs(presigned, PRESIGNED_HEADERS)),
                    Instant.ofEpochSecond(presigned.get(JAVA_LONG, PRESIGNED_EXPIRES_AT)),
                    Warning.in(presigned.get(JAVA_INT, PRESIGNED_WARNINGS)));
        } finally {
            handle.end(call);
        }
    }

    private static Map<String, String> headers(List<Pair> pairs) {
        if (pairs.isEmpty()) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            headers.put(pair.name(), pair.value());
        }
        return Collections.unmodifiableMap(headers);
    }

    /**
     * Returns a URL for each key, in the order of the keys, signed by the calling thread. All URLs have the same signing
     * time. If a key is wrong no URL is returned, and the index of the exception is that of the key.
     *
     * @param request a request without a key, which {@link Request#ofBucket} begins
     * @param keys the keys, none of them empty
     * @return the URLs, each a string of its own
     */
    public List<String> presignMany(Request request, List<String> keys) {
        return presignMany(request, keys, 1);
    }

    /**
     * Returns a URL for each key, as {@link #presignMany(Request, List)} does, on several threads.
     *
     * @param request a request without a key
     * @param keys the keys, none of them empty
     * @param threads the largest number of threads, 0 for one per core; they start with the call and end with it
     * @return the URLs, each a string of its own
     */
    public List<String> presignMany(Request request, List<String> keys, int threads) {
        try (Template template = template(request)) {
            return template.urls(keys, threads);
        }
    }

    /**
     * Returns the URLs for many keys as bytes, which takes less time and memory than strings.
     *
     * @param request a request without a key
     * @param keys the keys, none of them empty
     * @return the URLs, in the order of the keys
     */
    public Links presignManyAsLinks(Request request, List<String> keys) {
        return presignManyAsLinks(request, keys, 1);
    }

    /**
     * Returns the URLs for many keys as bytes, made by several threads.
     *
     * @param request a request without a key
     * @param keys the keys, none of them empty
     * @param threads the largest number of threads, 0 for one per core
     * @return the URLs, in the order of the keys
     */
    public Links presignManyAsLinks(Request request, List<String> keys, int threads) {
        try (Template template = template(request)) {
            return template.links(keys, threads);
        }
    }

    /**
     * Returns the URLs of requests that can differ in everything, signed by the calling thread. Requests without a signing
     * time are all signed at the same one. If a request is wrong no URL is returned, and the index of the exception is
     * that of the request.
     *
     * @param requests the requests, each with a key
     * @return the URLs, in the order of the requests
     */
    public List<String> presignRequests(List<Request> requests) {
        return presignRequests(requests, 1);
    }

    /**
     * Returns the URLs of requests, as {@link #presignRequests(List)} does, on several threads.
     *
     * @param requests the requests, each with a key
     * @param threads the largest number of threads, 0 for one per core
     * @return the URLs, in the order of the requests
     */
    public List<String> presignRequests(List<Request> requests, int threads) {
        Batch batch = new Batch(threads, batchMemory);
        int call = handle.begin();
        try {
            return batch.strings(requests.size(), to -> batch.requests(handle.address(), requests, to));
        } finally {
            handle.end(call);
        }
    }

    /**
     * Returns the URLs of requests as bytes.
     *
     * @param requests the requests, each with a key
     * @param threads the largest number of threads, 0 for one per core
     * @return the URLs, in the order of the requests
     */
    public Links presignRequestsAsLinks(List<Request> requests, int threads) {
        Batch batch = new Batch(threads, batchMemory);
        int call = handle.begin();
        try {
            return batch.links(to -> batch.requests(handle.address(), requests, to));
        } finally {
            handle.end(call);
        }
    }

    /**
     * Returns a template of a request: it is checked, encoded and hashed as far as it goes without a key.
     *
     * @param request a request without a key, which {@link Request#ofBucket} begins
     * @return a template, which does not need the signer any more
     */
    public Template template(Request request) {
        int call = handle.begin();
        try (Memory memory = new Memory(RequestStruct.size(request))) {
            MemorySegment struct = RequestStruct.of(memory, request);
            long made = memory.object(
                    (pointer, error) -> LibPresign.templateNew(handle.address(), struct.address(), pointer, error));
            return new Template(made, overhead, batchMemory);
        } finally {
            handle.end(call);
        }
    }

    /**
     * Returns a form with which a browser, or curl -F, can upload files until it expires.
     *
     * @param request what the form allows
     * @return the form
     */
    public Form presignPost(PostRequest request) {
        int call = handle.begin();
        try {
            return request.sign(handle.address(), overhead);
        } finally {
            handle.end(call);
        }
    }

    /**
     * Returns an HLS playlist (RFC 8216) with URLs in place of its relative URIs. Absolute URLs, unknown tags, comments
     * and line endings stay as they are. A nested playlist is an error.
     *
     * <p>The author of a playlist decides which objects of the bucket are signed: sign only playlists that you trust.
     *
     * @param request the request for the playlist itself, with its key, which the URIs refer to; its method is GET
     * @param playlist the playlist
     * @return the playlist with URLs
     */
    public String presignPlaylist(Request request, String playlist) {
        return presignPlaylist(request, playlist, "");
    }

    /**
     * Returns an HLS playlist as {@link #presignPlaylist(Request, String)} does, also with nested playlists.
     *
     * @param request the request for the playlist itself, with its key, which the URIs refer to; its method is GET
     * @param playlist the playlist
     * @param nested where the URIs of nested playlists lead, whose own URIs the storage does not sign: "keep" leaves them
     *     relative, "sign" signs them, and a template with {key} or {path} replaces them:
     *     {@code https://app.example/playlist?key={key}}
     * @return the playlist with URLs; if a line cannot be signed, the exception has its index, counted from 0
     */
    public String presignPlaylist(Request request, String playlist, String nested) {
        byte[] text = Utf8.encode("playlist", playlist);
        int call = handle.begin();
        try (Memory memory = new Memory(RequestStruct.size(request) + text.length)) {
            MemorySegment struct = RequestStruct.of(memory, request);
            MemorySegment options = memory.struct(Struct.PLAYLIST_OPTIONS);
            memory.text(options, NESTED, "nested", nested);
            long lines = memory.bytes(text, text.length).address();
            return memory.writeText(
                    1024 + 12L * text.length,
                    (out, size, length, error) -> LibPresign.playlist(
                            handle.address(),
                            struct.address(),
                            lines,
                            text.length,
                            options.address(),
                            out,
                            size,
                            length,
                            error));
        } finally {
            handle.end(call);
        }
    }

    /**
     * Makes every later call throw {@link IllegalStateException}. Calls that other threads have begun are not disturbed:
     * when the last of them ends, the credentials are wiped. Closing twice does nothing.
     */
    @Override
    public void close() {
        handle.close();
        recent.close();
    }

    @Override
    public String toString() {
        return "Signer[accessKey=" + accessKey + ", region=" + region + ", endpoint=" + endpoint + ", version="
                + version + "]";
    }

    /** Collects the settings of a signer. Its printed form shows no secret. */
    public static final class Builder {
        private final String accessKey;
        // Transient, because encoders that read private fields (Gson) leave such fields out.
        private final transient String secretKey;
        private transient String sessionToken;
        private String region;
        private String endpoint;
        private Addressing addressing = Addressing.AUTO;
        private SignatureVersion version = SignatureVersion.V4;
        private Duration maxExpiresIn;
        private Instant credentialsExpireAt;

        private Builder(String accessKey, String secretKey) {
            this.accessKey = Objects.requireNonNull(accessKey, "accessKey");
            this.secretKey = Objects.requireNonNull(secretKey, "secretKey");
        }

        /**
         * Sets the session token of temporary credentials. It becomes part of every URL.
         *
         * @param sessionToken the token, or null for none
         * @return this
         */
        public Builder sessionToken(String sessionToken) {
            this.sessionToken = sessionToken;
            return this;
        }

        /**
         * Sets the region in the signature. Default: the region in the name of an AWS endpoint, else us-east-1.
         *
         * @param region the region
         * @return this
         */
        public Builder region(String region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /**
         * Sets the storage's endpoint. Default: AWS's host for the region.
         *
         * @param endpoint {@code [http://|https://]host[:port][/base/path]}; without a scheme, https
         * @return this
         */
        public Builder endpoint(String endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Sets the storage's endpoint. Default: AWS's host for the region.
         *
         * @param endpoint a URI with a scheme, a host and perhaps a port and a base path
         * @return this
         */
        public Builder endpoint(URI endpoint) {
            return endpoint(endpoint.toString());
        }

        /**
         * Sets where a URL has the bucket. Default: {@link Addressing#AUTO}.
         *
         * @param addressing the style
         * @return this
         */
        public Builder addressing(Addressing addressing) {
            this.addressing = Objects.requireNonNull(addressing, "addressing");
            return this;
        }

        /**
         * Sets the signature version. Default: {@link SignatureVersion#V4}.
         *
         * @param version the version
         * @return this
         */
        public Builder version(SignatureVersion version) {
            this.version = Objects.requireNonNull(version, "version");
            return this;
        }

        /**
         * Sets the longest lifetime of a URL, for a storage with another limit than 7 days. It replaces version 4's limit,
         * and also applies to version 2, which has no limit otherwise.
         *
         * @param maxExpiresIn whole seconds
         * @return this
         */
        public Builder maxExpiresIn(Duration maxExpiresIn) {
            this.maxExpiresIn = Objects.requireNonNull(maxExpiresIn, "maxExpiresIn");
            return this;
        }

        /**
         * Sets when the credentials expire: a URL that would expire later is an error.
         *
         * @param credentialsExpireAt a time, or null for never
         * @return this
         */
        public Builder credentialsExpireAt(Instant credentialsExpireAt) {
            this.credentialsExpireAt = credentialsExpireAt;
            return this;
        }

        /**
         * Returns the signer. It reads neither files nor the environment.
         *
         * @return a signer, to be closed
         */
        public Signer build() {
            return new Signer(this);
        }

        @Override
        public String toString() {
            return "Signer.Builder[accessKey=" + accessKey + ", region=" + region + ", endpoint=" + endpoint + "]";
        }
    }
}
