package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Signs many URLs, a part of them at a time: a call on one thread reads and writes Java's arrays, for which the garbage
 * collector waits, so it must be short; and an array has at most 2 GiB.
 */
final class Batch {
    /** About 0.2 ms of signing. */
    private static final int PART = 1024;
    /** With several threads, which have to be worth starting. */
    private static final int THREADED_PART = 65_536;

    private static final long THREADS = Struct.BATCH_OPTIONS.at("threads");
    /** PRESIGN_THREADS_ALL. */
    private static final int ONE_PER_CORE = -1;
    /** The bytes of most requests with their struct. */
    private static final long ROW = 320;

    private final int threads;
    private final int partSize;
    private final BatchMemory shared;

    /** The URLs of the last part, and where each begins. */
    private byte[] text;

    private long[] offsets = new long[0];

    /**
     * Begins a batch.
     *
     * @param threads the largest number of threads, 0 for one per core
     */
    Batch(int threads, BatchMemory shared) {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be 0, for one per core, or more, got " + threads);
        }
        this.threads = threads;
        this.shared = shared;
        text = shared.take();
        partSize = threads == 1 ? PART : THREADED_PART;
    }

    /** Signs parts of a batch. */
    @FunctionalInterface
    interface Signing {
        /** Hands each part over; it may change a part that was handed over before. */
        void sign(Consumer<Links.Part> to);
    }

    /** Returns the URLs of a batch as strings. */
    List<String> strings(int count, Signing signing) {
        List<String> urls = new ArrayList<>(count);
        signing.sign(part -> {
            for (int index = 0; index < part.count(); index++) {
                urls.add(part.string(index));
            }
        });
        shared.giveBack(text);
        return Collections.unmodifiableList(urls);
    }

    /** Returns the URLs of a batch as bytes. */
    Links links(Signing signing) {
        List<Links.Part> parts = new ArrayList<>();
        // Copied, since the next part is written to the same memory.
        signing.sign(part -> parts.add(part.copy()));
        shared.giveBack(text);
        return new Links(List.copyOf(parts), partSize);
    }

    /** Signs keys with a template of libpresign. */
    void keys(long template, List<String> keys, Consumer<Links.Part> to) {
        String[] all = keys.toArray(String[]::new);
        Keys gathered = new Keys();
        for (int first = 0; first < all.length; first += partSize) {
            int count = Math.min(partSize, all.length - first);
            try {
                gathered.gather(all, first, count);
                to.accept(threads == 1 ? onHeap(template, gathered, count) : outside(template, gathered, count));
            } catch (PresignException error) {
                throw numbered(error, first);
            }
        }
    }

    /** Counts the index of an error from the first part. */
    private static PresignException numbered(PresignException error, int first) {
        OptionalInt index = error.index();
        return index.isPresent() ? error.at(first + index.getAsInt()) : error;
    }

    /** Keys as one text. */
    private static final class Keys {
        private byte[] text = new byte[0];
        private long[] offsets = new long[0];
        private int used;

        void gather(String[] keys, int first, int count) {
            used = 0;
            if (offsets.length < count + 1) {
                offsets = new long[count + 1];
            }
            for (int index = 0; index < count; index++) {
                String key = keys[first + index];
                if (key == null) {
                    throw new NullPointerException("keys[" + (first + index) + "] is null");
                }
                byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                if (bytes.length > text.length - used) {
                    text = Arrays.copyOf(text, Math.addExact(Math.max(2 * used, 64 * count), bytes.length));
                }
                System.arraycopy(bytes, 0, text, used, bytes.length);
                used += bytes.length;
                offsets[index + 1] = used;
            }
            if (Utf8.mayHaveReplacement(text, used)) {
                check(keys, first, count);
            }
        }

        private static void check(String[] keys, int first, int count) {
            for (int index = 0; index < count; index++) {
                try {
                    Utf8.check("key", keys[first + index]);
                } catch (PresignException error) {
                    throw error.at(index);
                }
            }
        }
    }

    /** Makes memory for so many URLs, with keys of so many bytes. */
    private void reserve(int count, long keyBytes) {
        if (offsets.length < count + 1) {
            offsets = new long[count + 1];
        }
        long size = count * shared.overhead() + keyBytes;
        if (text.length < size) {
            text = new byte[Math.toIntExact(size)];
        }
    }

    private Links.Part onHeap(long template, Keys keys, int count) {
        reserve(count, keys.used);
        while (true) {
            int status = LibPresign.templateUrlsHeap(template, keys.text, keys.offsets, count, text, offsets, 0);
            switch (status) {
                case Status.OK -> {
                    shared.learn(count, keys.used, offsets[count]);
                    return new Links.Part(text, offsets, count);
                }
                case Status.BUFFER_TOO_SMALL -> text = new byte[Math.toIntExact(offsets[count])];
                default ->
                    throw failure(error -> LibPresign.templateUrlsHeap(
                            template, keys.text, keys.offsets, count, text, offsets, error));
            }
        }
    }

    private static PresignException failure(Memory.Failing call) {
        try (Memory memory = new Memory(Struct.ERROR.size())) {
            return memory.failure(call);
        }
    }

    private Links.Part outside(long template, Keys keys, int count) {
        try (Memory memory = new Memory(keys.used + JAVA_LONG.byteSize() * (count + 8))) {
            long keyText = memory.bytes(keys.text, keys.used).address();
            long keyOffsets = memory.numbers(keys.offsets, count + 1).address();
            return copied(
                    memory,
                    count,
                    keys.used,
                    (options, out, size, positions, error) -> LibPresign.templateUrls(
                            template, keyText, keyOffsets, count, options, out, size, positions, error));
        }
    }

    /** Signs requests. */
    void requests(long signer, List<Request> requests, Consumer<Links.Part> to) {
        Request[] all = requests.toArray(Request[]::new);
        long now = Times.now();
        for (int first = 0; first < all.length; first += partSize) {
            int count = Math.min(partSize, all.length - first);
            try (Memory memory = new Memory(count * ROW)) {
                MemorySegment array = memory.array(Struct.REQUEST, count);
                long keyBytes = 0;
                for (int index = 0; index < count; index++) {
                    Request request = all[first + index];
                    if (request == null) {
                        throw new NullPointerException("requests[" + (first + index) + "] is null");
                    }
                    fill(memory, array.asSlice(index * Struct.REQUEST.size()), request, index, now);
                    keyBytes += request.key().length();
                }
                long rows = array.address();
                to.accept(copied(
                        memory,
                        count,
                        keyBytes,
                        (options, out, size, positions, error) ->
                                LibPresign.requests(signer, rows, count, options, out, size, positions, error)));
            } catch (PresignException error) {
                throw numbered(error, first);
            }
        }
    }

    private static void fill(Memory memory, MemorySegment struct, Request request, int index, long now) {
        if (request.key().isEmpty()) {
            throw Signer.emptyKey().at(index);
        }
        try {
            RequestStruct.fill(memory, struct, request, now);
        } catch (PresignException error) {
            throw error.at(index);
        }
    }

    /** A batch outside of Java's heap; all arguments are addresses but the size. */
    @FunctionalInterface
    private interface Call {
        int call(long options, long out, long size, long positions, long error);
    }

    /** Runs a batch outside of Java's heap, and copies its URLs. */
    private Links.Part copied(Memory memory, int count, long keyBytes, Call call) {
        MemorySegment options = memory.struct(Struct.BATCH_OPTIONS);
        options.set(JAVA_INT, THREADS, threads == 0 ? ONE_PER_CORE : threads);
        MemorySegment positions = memory.allocate(JAVA_LONG.byteSize() * (count + 1));
        MemorySegment out = memory.buffer(count * shared.overhead() + keyBytes);
        while (true) {
            int status = call.call(options.address(), out.address(), out.byteSize(), positions.address(), 0);
            long size = positions.getAtIndex(JAVA_LONG, count);
            switch (status) {
                case Status.OK -> {
                    shared.learn(count, keyBytes, size);
                    reserve(count, keyBytes);
                    if (text.length < size) {
                        text = new byte[Math.toIntExact(size)];
                    }
                    MemorySegment.copy(out, JAVA_BYTE, 0, text, 0, (int) size);
                    MemorySegment.copy(positions, JAVA_LONG, 0, offsets, 0, count + 1);
                    return new Links.Part(text, offsets, count);
                }
                case Status.BUFFER_TOO_SMALL -> out = memory.buffer(size);
                default -> {
                    MemorySegment last = Objects.requireNonNull(out);
                    throw memory.failure(error ->
                            call.call(options.address(), last.address(), last.byteSize(), positions.address(), error));
                }
            }
        }
    }
}
