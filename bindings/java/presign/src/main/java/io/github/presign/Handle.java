package io.github.presign;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;

/**
 * An object of libpresign, and the calls that are using it. After {@link #close} no call begins, and the last one that is
 * still running frees the object, which wipes its credentials. Without it, the garbage collector does.
 *
 * <p>The calls are counted by thread, in several counters, so that threads on different cores do not wait for each
 * other's memory.
 */
final class Handle {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int COUNTERS = 16;
    /** Numbers between two counters: 128 bytes, which no two cores then share. */
    private static final int DISTANCE = 16;

    private final long address;
    private final String name;
    private final Cleaner.Cleanable freeing;
    private final AtomicLongArray calls = new AtomicLongArray(COUNTERS * DISTANCE);
    private volatile boolean closed;

    /**
     * Takes over an object.
     *
     * @param name what an exception calls it
     */
    Handle(long address, String name, LongConsumer free) {
        this.address = address;
        this.name = name;
        freeing = CLEANER.register(this, () -> free.accept(address));
    }

    /** Begins a call: returns the number for {@link #end}. */
    int begin() {
        int counter = ((int) Thread.currentThread().threadId() & (COUNTERS - 1)) * DISTANCE;
        calls.getAndIncrement(counter);
        if (closed) {
            end(counter);
            throw new IllegalStateException(name + " is closed");
        }
        return counter;
    }

    /** Returns the object's address, between begin and end. */
    long address() {
        return address;
    }

    /** Ends a call. */
    void end(int counter) {
        try {
            calls.getAndDecrement(counter);
            if (closed) {
                freeIfUnused();
            }
        } finally {
            // The call used the address, of which the garbage collector knows nothing.
            Reference.reachabilityFence(this);
        }
    }

    /** Makes every later call fail. Doing it twice does nothing. */
    void close() {
        closed = true;
        freeIfUnused();
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Frees the object if no call has it. All counters need not be 0 at one moment: a call that begins after closing does
     * not use the object, and one that began before is counted until it ends.
     */
    private void freeIfUnused() {
        for (int counter = 0; counter < COUNTERS * DISTANCE; counter += DISTANCE) {
            if (calls.get(counter) != 0) {
                return;
            }
        }
        freeing.clean();
    }
}
