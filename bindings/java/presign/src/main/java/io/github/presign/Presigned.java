package io.github.presign;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A URL, and what its user must send. Its printed form has no URL, because anyone with the URL can use it.
 *
 * @param url the URL
 * @param method the only method that the URL allows
 * @param headers the headers that the client must send, except Host, which every client sends: names in lower case,
 *     sorted
 * @param expiresAt when the URL expires, including the seconds that {@code stableFor} adds
 * @param warnings what may be wrong with the URL although it could be signed
 */
public record Presigned(
        String url, String method, Map<String, String> headers, Instant expiresAt, Set<Warning> warnings) {
    /** {@return the URL as a URI, with exactly the same text} */
    public URI uri() {
        return URI.create(url);
    }

    @Override
    public String toString() {
        return "Presigned[method=" + method + ", headers=" + headers.keySet() + ", expiresAt=" + expiresAt
                + ", warnings=" + warnings + "]";
    }
}
