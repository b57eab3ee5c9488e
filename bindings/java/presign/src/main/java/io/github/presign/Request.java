package io.github.presign;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a URL allows, and until when. Its printed form has the names of its query parameters and headers, and no value of
 * them.
 *
 * {@snippet :
 * Request upload = Request.put("uploads", "a.jpg").expiresIn(Duration.ofMinutes(10)).contentType("image/jpeg").build();
 * }
 */
public final class Request {
    private final String method;
    private final String bucket;
    private final String key;
    private final int expiresIn;
    private final long expiresAt;
    private final long signAt;
    private final long stableFor;
    private final List<Pair> query;
    private final List<Pair> headers;

    private Request(Builder from) {
        method = from.method;
        bucket = from.bucket;
        key = from.key;
        expiresIn = Times.lifetime(from.expiresIn);
        expiresAt = Times.unixSeconds("expiresAt", from.expiresAt);
        signAt = Times.unixSeconds("signAt", from.signAt);
        stableFor = Times.seconds("stableFor", from.stableFor);
        query = from.allQuery();
        headers = List.copyOf(from.headers);
    }

    /**
     * Begins a request for an object.
     *
     * @param method the only method that the URL allows, 1 to 32 letters A-Z
     * @param bucket the bucket's name, or on AWS the ARN of an access point
     * @param key the object's key: up to 1024 bytes of UTF-8, data and not a path
     * @return a builder
     */
    public static Builder of(String method, String bucket, String key) {
        return new Builder(method, bucket, key);
    }

    /**
     * Begins a request for a bucket itself, or for many keys of it, which {@link Signer#presignMany} gets beside it.
     *
     * @param method the only method that the URL allows, 1 to 32 letters A-Z
     * @param bucket the bucket's name, or on AWS the ARN of an access point
     * @return a builder
     */
    public static Builder ofBucket(String method, String bucket) {
        return new Builder(method, bucket, "");
    }

    /**
     * Begins a request to download an object.
     *
     * @param bucket the bucket's name, or on AWS the ARN of an access point
     * @param key the object's key
     * @return a builder
     */
    public static Builder get(String bucket, String key) {
        return of("GET", bucket, key);
    }

    /**
     * Begins a request to upload an object.
     *
     * @param bucket the bucket's name, or on AWS the ARN of an access point
     * @param key the object's key
     * @return a builder
     */
    public static Builder put(String bucket, String key) {
        return of("PUT", bucket, key);
    }

    /**
     * Begins a request to read an object's headers.
     *
     * @param bucket the bucket's name, or on AWS the ARN of an access point
     * @param key the object's key
     * @return a builder
     */
    public static Builder head(String bucket, String key) {
        return of("HEAD", bucket, key);
    }

    /**
     * Begins a request to delete an object.
     *
     * @param bucket the bucket's name, or on AWS the ARN of an access point
     * @param key the object's key
     * @return a builder
     */
    public static Builder delete(String bucket, String key) {
        return of("DELETE", bucket, key);
    }

    /** {@return the method} */
    public String method() {
        return method;
    }

    /** {@return the bucket} */
    public String bucket() {
        return bucket;
    }

    /** {@return the key, empty for the bucket itself} */
    public String key() {
        return key;
    }

    /** {@return the query parameters, without those of the signature} */
    public List<Pair> query() {
        return query;
    }

    /** {@return the headers to sign} */
    public List<Pair> headers() {
        return headers;
    }

    int expiresIn() {
        return expiresIn;
    }

    long expiresAt() {
        return expiresAt;
    }

    /** The signing time in Unix seconds, or 0 for now. */
    long signAt() {
        return signAt;
    }

    long stableFor() {
        return stableFor;
    }

    @Override
    public String toString() {
        return "Request[method=" + method + ", bucket=" + bucket + ", key=" + key + ", query=" + names(query)
                + ", headers=" + names(headers) + "]";
    }

    static List<String> names(List<Pair> pairs) {
        return pairs.stream().map(Pair::name).toList();
    }

    /** Collects a request. Exactly one of {@link #expiresIn} and {@link #expiresAt} is given. */
    public static final class Builder {
        private static final String DISPOSITION = "response-content-disposition";
        /** The storages' limit, of CompleteMultipartUpload's documentation. */
        private static final int MOST_PARTS = 10_000;

        private final String method;
        private final String bucket;
        private final String key;
        private final List<Pair> query = new ArrayList<>(0);
        private final List<Pair> named = new ArrayList<>(0);
        private final List<Pair> headers = new ArrayList<>(0);
        private Duration expiresIn;
        private Instant expiresAt;
        private Instant signAt;
        private Duration stableFor;

        private Builder(String method, String bucket, String key) {
            this.method = Objects.requireNonNull(method, "method");
            this.bucket = Objects.requireNonNull(bucket, "bucket");
            this.key = Objects.requireNonNull(key, "key");
        }

        /**
         * Sets the lifetime.
         *
         * @param expiresIn whole seconds; version 4 allows up to 7 days
         * @return this
         */
        public Builder expiresIn(Duration expiresIn) {
            this.expiresIn = Objects.requireNonNull(expiresIn, "expiresIn");
            return this;
        }

        /**
         * Sets when the URL expires.
         *
         * @param expiresAt a time, which is cut to the second
         * @return this
         */
        public Builder expiresAt(Instant expiresAt) {
            this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
            return this;
        }

        /**
         * Sets the signing time. Default: now.
         *
         * @param signAt a time, which is cut to the second
         * @return this
         */
        public Builder signAt(Instant signAt) {
            this.signAt = Objects.requireNonNull(signAt, "signAt");
            return this;
        }

        /**
         * Sets the window in which all calls return the same URL, so that browsers and CDNs can cache it: the signing
         * time is rounded down to a multiple of the window, and the window is added to the lifetime.
         *
         * @param stableFor whole seconds
         * @return this
         */
        public Builder stableFor(Duration stableFor) {
            this.stableFor = Objects.requireNonNull(stableFor, "stableFor");
            return this;
        }

        /**
         * Adds a query parameter, which is signed.
         *
         * @param name the parameter's name
         * @param value the parameter's value
         * @return this
         */
        public Builder query(String name, String value) {
            query.add(new Pair(name, value));
            return this;
        }

        /**
         * Adds a header to sign. The client must send it with the URL.
         *
         * @param name the header's name
         * @param value the header's value
         * @return this
         */
        public Builder header(String name, String value) {
            headers.add(new Pair(name, value));
            return this;
        }

        /**
         * Sets the name under which a browser saves the file; GET and HEAD only.
         *
         * @param filename the file's name
         * @return this
         */
        public Builder filename(String filename) {
            return filename(filename, Disposition.ATTACHMENT);
        }

        /**
         * Sets the name under which a browser saves the file, and what it does with it; GET and HEAD only.
         *
         * @param filename the file's name
         * @param disposition what the browser does
         * @return this
         */
        public Builder filename(String filename, Disposition disposition) {
            if (!method.equals("GET") && !method.equals("HEAD")) {
                throw Status.QUERY.exception("filename applies to the response of GET and HEAD only, not of " + method);
            }
            return named(DISPOSITION, Presign.contentDisposition(filename, disposition));
        }

        /**
         * Sets the Content-Type of the response.
         *
         * @param contentType a media type
         * @return this
         */
        public Builder responseContentType(String contentType) {
            return named("response-content-type", contentType);
        }

        /**
         * Sets the Content-Disposition of the response.
         *
         * @param contentDisposition the header's value; {@link #filename} makes it from a name
         * @return this
         */
        public Builder responseContentDisposition(String contentDisposition) {
            return named(DISPOSITION, contentDisposition);
        }

        /**
         * Sets the Cache-Control of the response.
         *
         * @param cacheControl the header's value
         * @return this
         */
        public Builder responseCacheControl(String cacheControl) {
            return named("response-cache-control", cacheControl);
        }

        /**
         * Sets the object's version.
         *
         * @param versionId an ID from the storage
         * @return this
         */
        public Builder versionId(String versionId) {
            return named("versionId", versionId);
        }

        /**
         * Sets the multipart upload.
         *
         * @param uploadId an ID from the storage
         * @return this
         */
        public Builder uploadId(String uploadId) {
            return named("uploadId", uploadId);
        }

        /**
         * Sets the part of a multipart upload.
         *
         * @param partNumber 1 to 10000
         * @return this
         */
        public Builder partNumber(int partNumber) {
            if (partNumber < 1 || partNumber > MOST_PARTS) {
                throw Status.QUERY.exception("partNumber must be 1 to " + MOST_PARTS + ", got " + partNumber);
            }
            return named("partNumber", Integer.toString(partNumber));
        }

        /**
         * Sets the Content-Type to sign, which the client must send.
         *
         * @param contentType a media type
         * @return this
         */
        public Builder contentType(String contentType) {
            return header("content-type", contentType);
        }

        private Builder named(String name, String value) {
            named.add(new Pair(name, value));
            return this;
        }

        /** Returns all parameters. One that has a method of its own must be given once. */
        private List<Pair> allQuery() {
            List<Pair> all = new ArrayList<>(query);
            for (Pair pair : named) {
                if (all.stream().anyMatch(other -> other.name().equals(pair.name()))) {
                    throw Status.QUERY.exception("query parameter \"" + pair.name() + "\" is given twice");
                }
                all.add(pair);
            }
            return List.copyOf(all);
        }

        /**
         * Returns the request.
         *
         * @return the request, of which signing checks the rest
         */
        public Request build() {
            return new Request(this);
        }
    }
}
