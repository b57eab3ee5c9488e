package io.github.presign;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What the batches of a signer leave to the next one. */
final class BatchMemory {
    /** A larger buffer is left to the garbage collector. */
    private static final int MOST_KEPT = 1 << 20;

    private static final byte[] NONE = {};

    private final AtomicReference<byte[]> spare = new AtomicReference<>(NONE);
    private final AtomicLong overhead;

    BatchMemory(int overhead) {
        this.overhead = new AtomicLong(overhead);
    }

    /** Returns about how many bytes a URL has beside its key. */
    long overhead() {
        return overhead.get();
    }

    /** Remembers how large URLs are, since the next batch will be alike. */
    void learn(int count, long keyBytes, long size) {
        long learned = (size - keyBytes) / count + 1;
        if (learned != overhead.get()) {
            overhead.set(learned);
        }
    }

    /** Returns a buffer that has been written to, so that it is in the processor's cache and need not be cleared. */
    byte[] take() {
        return spare.getAndSet(NONE);
    }

    void giveBack(byte[] buffer) {
        if (buffer.length <= MOST_KEPT) {
            spare.set(buffer);
        }
    }
}
