package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.presign.PresignException.RefusedException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks requests with presigned URLs offline, as a storage does before it looks up the object. It never changes except
 * for a cache of signing keys, and all threads can use it at once.
 */
public final class Verifier implements AutoCloseable {
    private static final long ENDPOINT = Struct.VERIFIER_OPTIONS.at("endpoint");
    private static final long BUCKET = Struct.VERIFIER_OPTIONS.at("bucket");
    private static final long REGION = Struct.VERIFIER_OPTIONS.at("region");
    private static final long REQUIRED_HEADERS = Struct.VERIFIER_OPTIONS.at("required_headers");
    private static final long MAX_EXPIRES_IN = Struct.VERIFIER_OPTIONS.at("max_expires_in");
    private static final long CLOCK_SKEW = Struct.VERIFIER_OPTIONS.at("clock_skew");
    private static final long ADDRESSING = Struct.VERIFIER_OPTIONS.at("addressing");
    private static final long FLAGS = Struct.VERIFIER_OPTIONS.at("flags");
    private static final int NO_SKEW = -1;

    private final Handle handle;
    private final Secrets secrets;

    private Verifier(Builder from) {
        secrets = from.secrets;
        try (Memory memory = new Memory(1024)) {
            MemorySegment options = memory.struct(Struct.VERIFIER_OPTIONS);
            memory.text(options, ENDPOINT, "endpoint", from.endpoint);
            memory.text(options, BUCKET, "bucket", from.bucket);
            memory.text(options, REGION, "region", from.region);
            memory.texts(options, REQUIRED_HEADERS, "header", from.requiredHeaders);
            options.set(JAVA_LONG, MAX_EXPIRES_IN, Times.seconds("maxExpiresIn", from.maxExpiresIn));
            options.set(JAVA_LONG, CLOCK_SKEW, from.skew());
            options.set(JAVA_INT, ADDRESSING, from.addressing.number());
            options.set(JAVA_INT, FLAGS, from.flags);
            long made = memory.object((pointer, error) -> LibPresign.verifierNew(options.address(), pointer, error));
            handle = new Handle(made, "the verifier", LibPresign::verifierFree);
        }
    }

    /**
     * Begins a verifier. Its settings mean AWS's rules if they are not given.
     *
     * @param secrets the secrets of access keys
     * @return a builder
     */
    public static Builder builder(Secrets secrets) {
        return new Builder(secrets);
    }

    /**
     * Checks a request as the storages do. The body is not read: if the request has a signed x-amz-content-sha256 header,
     * the caller compares it with the body.
     *
     * @param received the request
     * @return what its URL is for
     * @throws RefusedException if the request is refused; it has what to answer
     */
    public Verified verify(Received received) {
        int call = handle.begin();
        try (Memory memory = new Memory(2048)) {
            MemorySegment struct = received.struct(memory);
            // First without a secret, for what can be refused without asking for one.
            RefusedException refused = wantsSecret(() -> verify(memory, received, struct, MemorySegment.NULL, 0));
            String accessKey = Inspection.of(handle.address(), memory, struct, received.resultSize())
                    .accessKey();
            Optional<Secret> secret = secrets.of(accessKey);
            if (secret.isEmpty()) {
                throw refused;
            }
            return verify(memory, received, struct, secret.get().struct(memory, accessKey), 1);
        } finally {
            handle.end(call);
        }
    }

    /**
     * Makes a check without a secret, and returns its refusal, by which a secret is all that was missing.
     *
     * @throws RefusedException if it is refused for another reason
     * @throws AssertionError if it is accepted, which no version of libpresign does
     */
    static RefusedException wantsSecret(Supplier<Verified> check) {
        try {
            Verified accepted = check.get();
            throw new AssertionError("libpresign accepted a request without a secret, as " + accepted);
        } catch (RefusedException refused) {
            if (refused.reason() != Reason.UNKNOWN_ACCESS_KEY) {
                throw refused;
            }
            return refused;
        }
    }

    private Verified verify(Memory memory, Received received, MemorySegment struct, MemorySegment known, int count) {
        MemorySegment verified = memory.struct(Struct.VERIFIED);
        MemorySegment refusal = memory.struct(Struct.REFUSAL);
        int status = memory.write(
                received.resultSize(),
                (out, size, length, error) -> LibPresign.verify(
                        handle.address(),
                        struct.address(),
                        known.address(),
                        count,
                        verified.address(),
                        out,
                        size,
                        length,
                        refusal.address(),
                        error));
        if (status == Status.REFUSED_NUMBER) {
            throw Refusal.read(memory, refusal);
        }
        return Verified.read(memory, verified);
    }

    /**
     * Reads the URL of a request without a secret, where the verifier's endpoint and addressing say that it has the
     * bucket. The signature is not checked: anyone can write such a URL.
     *
     * @param received the request
     * @return what its URL says
     * @throws RefusedException if the URL cannot be read
     */
    public Inspection inspect(Received received) {
        int call = handle.begin();
        try {
            return Inspection.of(handle.address(), received);
        } finally {
            handle.end(call);
        }
    }

    /**
     * Finds out why the verifier, or a storage with its rules, refuses a request.
     *
     * @param received the request as the client meant to send it
     * @param options what is known beside it
     * @return the cause
     */
    public Explanation explain(Received received, Explanation.Options options) {
        int call = handle.begin();
        try {
            return Explanation.of(handle.address(), received, secrets, options);
        } finally {
            handle.end(call);
        }
    }

    /**
     * Makes every later call throw {@link IllegalStateException}. When the calls that have begun have ended, the cached
     * signing keys are wiped. Closing twice does nothing.
     */
    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return "Verifier[...]";
    }

    /** Collects the settings of a verifier. */
    public static final class Builder {
        private static final int UNSIGNED_AMZ_HEADERS = 1;
        private static final int HEAD_FOR_GET = 2;
        private static final int NO_VERSION_2 = 4;
        private static final int UNSIGNED_STORAGE_HEADERS = 8;

        private final Secrets secrets;
        private String endpoint;
        private String bucket;
        private String region;
        private List<String> requiredHeaders = List.of();
        private Duration maxExpiresIn;
        private Duration clockSkew;
        private Addressing addressing = Addressing.AUTO;
        private int flags;

        private Builder(Secrets secrets) {
            this.secrets = Objects.requireNonNull(secrets, "secrets");
        }

        /** Returns the clock skew as libpresign has it, where 0 is the default. */
        private long skew() {
            if (clockSkew == null) {
                return 0;
            }
            long seconds = Times.seconds("clockSkew", clockSkew);
            if (seconds < 0) {
                throw Status.EXPIRES.exception("clockSkew must not be negative, got " + clockSkew);
            }
            return seconds == 0 ? NO_SKEW : seconds;
        }

        /**
         * Sets the server's own endpoint, as for a signer: requests for another host, or outside its base path, are
         * refused. Default: any host; AWS's hosts are recognised by name, and on all others the bucket is in the path. A
         * server should give its own name here.
         *
         * @param endpoint {@code [http://|https://]host[:port][/base/path]}
         * @return this
         */
        public Builder endpoint(String endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Sets the server's own endpoint.
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
         * Sets the bucket that the host serves, with {@link Addressing#CNAME}. Default: the name of the host.
         *
         * @param bucket the bucket's name
         * @return this
         */
        public Builder bucket(String bucket) {
            this.bucket = Objects.requireNonNull(bucket, "bucket");
            return this;
        }

        /**
         * Sets the one region that version 4 URLs must be signed for. Default: the region in the name of an AWS endpoint,
         * else any.
         *
         * @param region the region
         * @return this
         */
        public Builder region(String region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /**
         * Sets the names of headers that every URL must sign.
         *
         * @param names the names
         * @return this
         */
        public Builder requiredHeaders(List<String> names) {
            requiredHeaders = List.copyOf(names);
            return this;
        }

        /**
         * Sets the longest lifetime of a URL. Default: 7 days for version 4, no limit for version 2.
         *
         * @param maxExpiresIn whole seconds
         * @return this
         */
        public Builder maxExpiresIn(Duration maxExpiresIn) {
            this.maxExpiresIn = Objects.requireNonNull(maxExpiresIn, "maxExpiresIn");
            return this;
        }

        /**
         * Sets how far the signing time of a version 4 URL may be in the future. Default: 15 minutes.
         *
         * @param clockSkew whole seconds; zero: not at all
         * @return this
         */
        public Builder clockSkew(Duration clockSkew) {
            this.clockSkew = Objects.requireNonNull(clockSkew, "clockSkew");
            return this;
        }

        /**
         * Accepts requests with x-amz-* headers that the URL does not sign, as older storages do: the holder of a URL then
         * decides about access lists, metadata and encryption.
         *
         * @return this
         */
        public Builder allowUnsignedAmzHeaders() {
            flags |= UNSIGNED_AMZ_HEADERS;
            return this;
        }

        /**
         * Accepts unsigned headers that some storages obey beside x-amz-*: x-goog-*, x-rgw-*, x-minio-*, x-object-* and
         * others.
         *
         * @return this
         */
        public Builder allowUnsignedStorageHeaders() {
            flags |= UNSIGNED_STORAGE_HEADERS;
            return this;
        }

        /**
         * Accepts HEAD requests with URLs that are signed for GET.
         *
         * @return this
         */
        public Builder allowHeadForGet() {
            flags |= HEAD_FOR_GET;
            return this;
        }

        /**
         * Refuses signature version 2.
         *
         * @return this
         */
        public Builder refuseVersion2() {
            flags |= NO_VERSION_2;
            return this;
        }

        /** {@return a verifier, to be closed} */
        public Verifier build() {
            return new Verifier(this);
        }
    }
}
