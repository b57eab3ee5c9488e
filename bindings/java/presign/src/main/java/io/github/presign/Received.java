package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A request that a server received, or a URL to look at. */
public final class Received {
    private static final long METHOD = Struct.RECEIVED.at("method");
    private static final long URL = Struct.RECEIVED.at("url");
    private static final long HOST = Struct.RECEIVED.at("host");
    private static final long TARGET = Struct.RECEIVED.at("target");
    private static final long HEADERS = Struct.RECEIVED.at("headers");
    private static final long NOW = Struct.RECEIVED.at("now");

    private final String method;
    private final String url;
    private final String host;
    private final String target;
    private final List<Pair> headers;
    private final long now;

    private Received(Builder from) {
        method = from.method;
        url = from.url;
        host = from.host;
        target = from.target;
        headers = List.copyOf(from.headers);
        now = Times.unixSeconds("now", from.now);
    }

    /**
     * Begins a request with the whole URL, as a client has it.
     *
     * @param method the method
     * @param url the URL
     * @return a builder
     */
    public static Builder url(String method, String url) {
        return new Builder(method, Objects.requireNonNull(url, "url"), "", "");
    }

    /**
     * Begins a request with the whole URL, as a client has it.
     *
     * @param method the method
     * @param url the URL
     * @return a builder
     */
    public static Builder url(String method, URI url) {
        return url(method, url.toString());
    }

    /**
     * Begins a request as a server has it.
     *
     * @param method the method
     * @param host the value of the Host header
     * @param target the request target, path and query, exactly as it was sent: before any decoding or normalisation
     * @return a builder
     */
    public static Builder target(String method, String host, String target) {
        return new Builder(method, "", Objects.requireNonNull(host, "host"), Objects.requireNonNull(target, "target"));
    }

    /** Bytes that are enough for every result about this request. */
    long resultSize() {
        return 1024 + 6L * (url.length() + host.length() + target.length());
    }

    MemorySegment struct(Memory memory) {
        MemorySegment struct = memory.struct(Struct.RECEIVED);
        memory.text(struct, METHOD, "method", method);
        memory.text(struct, URL, "url", url);
        memory.text(struct, HOST, "host", host);
        memory.text(struct, TARGET, "target", target);
        memory.pairs(struct, HEADERS, "header", headers);
        struct.set(JAVA_LONG, NOW, now == 0 ? Times.now() : now);
        return struct;
    }

    @Override
    public String toString() {
        return "Received[method=" + method + ", host=" + host + ", headers=" + Request.names(headers) + "]";
    }

    /** Collects a received request. */
    public static final class Builder {
        private final String method;
        private final String url;
        private final String host;
        private final String target;
        private final List<Pair> headers = new ArrayList<>();
        private Instant now;

        private Builder(String method, String url, String host, String target) {
            this.method = Objects.requireNonNull(method, "method");
            this.url = url;
            this.host = host;
            this.target = target;
        }

        /**
         * Adds a header. A value that is no Unicode text cannot have been signed; it is no reason to refuse the request
         * otherwise.
         *
         * @param name the header's name, in any case; Host takes precedence over the host that was given
         * @param value the header's value
         * @return this
         */
        public Builder header(String name, String value) {
            // A DEL cannot be signed. The rest of the value stays, because a Connection header names headers that the
            // next server removes. In a pattern, only a lone surrogate is one.
            headers.add(new Pair(name, Utf8.loneSurrogate(value) < 0 ? value : value.replaceAll("\\p{Cs}", "\177")));
            return this;
        }

        /**
         * Sets the time at which the request is checked. Default: now.
         *
         * @param now a time, which is cut to the second
         * @return this
         */
        public Builder now(Instant now) {
            this.now = Objects.requireNonNull(now, "now");
            return this;
        }

        /** {@return the request} */
        public Received build() {
            return new Received(this);
        }
    }
}
