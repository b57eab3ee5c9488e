package io.github.presign;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A request without its key, checked, encoded and hashed as far as it goes: its URLs take less time than those of
 * {@link Signer#get}. It never changes, and all threads can use it at once. Its signing time and expiry are fixed: make
 * another one before it expires.
 */
public final class Template implements AutoCloseable {
    /** A call on Java's heap, for which the garbage collector waits, gets no longer text. */
    private static final int LONGEST_ON_HEAP = 8192;

    private final Handle handle;
    private final long expiresAt;
    /** Bytes that most URLs do not reach beside their key. */
    private final int overhead;

    private final BatchMemory batchMemory;

    Template(long address, int overhead, BatchMemory batchMemory) {
        handle = new Handle(address, "the template", LibPresign::templateFree);
        expiresAt = LibPresign.templateExpiresAt(address);
        this.overhead = overhead;
        this.batchMemory = batchMemory;
    }

    /** {@return when the URLs expire} */
    public Instant expiresAt() {
        return Instant.ofEpochSecond(expiresAt);
    }

    /**
     * Returns the URL for a key.
     *
     * @param key the object's key: up to 1024 bytes of UTF-8, data and not a path
     * @return the URL
     */
    public String url(String key) {
        byte[] bytes = Utf8.encode("key", key);
        if (bytes.length <= LONGEST_ON_HEAP) {
            byte[] out = new byte[overhead + 3 * bytes.length];
            long[] length = new long[1];
            int call = handle.begin();
            try {
                int status = LibPresign.templateUrlHeap(handle.address(), bytes, out, length);
                if (status == Status.BUFFER_TOO_SMALL) {
                    out = new byte[(int) length[0] + 1];
                    status = LibPresign.templateUrlHeap(handle.address(), bytes, out, length);
                }
                if (status == Status.OK) {
                    return new String(out, 0, (int) length[0], StandardCharsets.ISO_8859_1);
                }
            } finally {
                handle.end(call);
            }
        }
        // Finds the sentence of what went wrong.
        try {
            return urls(List.of(key)).getFirst();
        } catch (PresignException error) {
            throw error.alone();
        }
    }

    /**
     * Returns a URL for each key, signed by the calling thread.
     *
     * @param keys the keys, none of them empty
     * @return the URLs, each a string of its own
     */
    public List<String> urls(List<String> keys) {
        return urls(keys, 1);
    }

    /**
     * Returns a URL for each key.
     *
     * @param keys the keys, none of them empty
     * @param threads the largest number of threads, 0 for one per core
     * @return the URLs, each a string of its own
     */
    public List<String> urls(List<String> keys, int threads) {
        Batch batch = new Batch(threads, batchMemory);
        int call = handle.begin();
        try {
            return batch.strings(keys.size(), to -> batch.keys(handle.address(), keys, to));
        } finally {
            handle.end(call);
        }
    }

    /**
     * Returns the URLs for many keys as bytes, which takes less time and memory than strings.
     *
     * @param keys the keys, none of them empty
     * @param threads the largest number of threads, 0 for one per core
     * @return the URLs, in the order of the keys
     */
    public Links links(List<String> keys, int threads) {
        Batch batch = new Batch(threads, batchMemory);
        int call = handle.begin();
        try {
            return batch.links(to -> batch.keys(handle.address(), keys, to));
        } finally {
            handle.end(call);
        }
    }

    /**
     * Makes every later call throw {@link IllegalStateException}, and wipes the template when the calls that have begun
     * have ended. Closing twice does nothing.
     */
    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return "Template[expiresAt=" + expiresAt() + "]";
    }
}
