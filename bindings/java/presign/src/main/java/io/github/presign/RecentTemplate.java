package io.github.presign;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The template of a signer's last short request. Most links of a busy program are for the same bucket as the one before, and
 * within a second their signing times are the same too, so that a template has checked and encoded them already.
 */
final class RecentTemplate {
    /** Links of one second after which a template is made, which costs as much as it saves with about so many more. */
    private static final int LINKS_WITHOUT = 8;

    private final AtomicReference<Entry> recent = new AtomicReference<>();

    /** A request without its key, and its template once there are enough links. */
    private static final class Entry {
        private final byte[] method;
        private final String bucket;
        private final int lifetime;
        private final long second;
        private final Template template;
        /** Threads may lose each other's counts: then the template is made a little later. */
        private int links;

        Entry(byte[] method, String bucket, int lifetime, long second, Template template) {
            this.method = method;
            this.bucket = bucket;
            this.lifetime = lifetime;
            this.second = second;
            this.template = template;
        }

        @SuppressWarnings("ReferenceEquality") // A signer has one array for each method.
        boolean isFor(byte[] otherMethod, String otherBucket, int otherLifetime, long now) {
            return method == otherMethod && lifetime == otherLifetime && second == now && bucket.equals(otherBucket);
        }

        Request request() {
            return Request.ofBucket(new String(method, StandardCharsets.US_ASCII), bucket)
                    .expiresIn(Duration.ofSeconds(Integer.toUnsignedLong(lifetime)))
                    .signAt(Instant.ofEpochSecond(second))
                    .build();
        }
    }

    /** Returns a link, if there is a template for it. */
    Optional<String> url(Signer signer, byte[] method, String bucket, int lifetime, long now, String key) {
        Entry entry = recent.get();
        if (entry == null || !entry.isFor(method, bucket, lifetime, now)) {
            replace(signer, new Entry(method, bucket, lifetime, now, null));
            return Optional.empty();
        }
        if (entry.template == null) {
            entry.links++;
            if (entry.links != LINKS_WITHOUT) {
                return Optional.empty();
            }
            entry = new Entry(method, bucket, lifetime, now, signer.template(entry.request()));
            replace(signer, entry);
        }
        if (key.isEmpty() || signer.isClosed()) {
            return Optional.empty();
        }
        try {
            return Optional.of(entry.template.url(key));
        } catch (IllegalStateException closed) {
            // Another thread has replaced it.
            return Optional.empty();
        }
    }

    private void replace(Signer signer, Entry entry) {
        close(recent.getAndSet(entry));
        if (signer.isClosed()) {
            close();
        }
    }

    private static void close(Entry entry) {
        if (entry != null && entry.template != null) {
            entry.template.close();
        }
    }

    /** Wipes the template. */
    void close() {
        close(recent.getAndSet(null));
    }
}
