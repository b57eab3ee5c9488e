package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** The memory of one call of libpresign, outside of Java's heap: its structs and texts, and its results. */
final class Memory implements AutoCloseable {
    private static final long STR_LENGTH = Struct.STR.at("len");
    private static final long PAIR_VALUE = Struct.PAIR.at("value");
    private static final long ERROR_INDEX = Struct.ERROR.at("index");
    private static final long ERROR_MESSAGE = Struct.ERROR.at("message");
    /** The largest alignment of a field. */
    private static final long ALIGNMENT = 8;

    private final Arena arena = Arena.ofConfined();
    private final List<MemorySegment> blocks = new ArrayList<>(1);
    private MemorySegment block;
    private long used;
    /** Where a call writes the length of its result. */
    private final MemorySegment length;

    private MemorySegment out = MemorySegment.NULL;

    /** Begins with a block of so many bytes; further blocks follow as they are needed. */
    Memory(long size) {
        addBlock(size + JAVA_LONG.byteSize());
        length = allocate(JAVA_LONG.byteSize());
    }

    private void addBlock(long size) {
        block = arena.allocate(size, ALIGNMENT);
        blocks.add(block);
        used = 0;
    }

    /** Returns memory of zeros. */
    MemorySegment allocate(long size) {
        if (size > block.byteSize() - used) {
            addBlock(Math.max(size, 2 * block.byteSize()));
        }
        MemorySegment allocated = block.asSlice(used, size);
        // Rounded up for the next one.
        used = Math.min(block.byteSize(), (used + size + ALIGNMENT - 1) & -ALIGNMENT);
        return allocated;
    }

    /** Returns an empty struct. */
    MemorySegment struct(Struct struct) {
        return struct.sized(allocate(struct.size()));
    }

    /** Returns an array of so many empty structs. */
    MemorySegment array(Struct struct, int count) {
        MemorySegment array = allocate(count * struct.size());
        for (int index = 0; index < count; index++) {
            struct.sized(array.asSlice(index * struct.size()));
        }
        return array;
    }

    /** Copies the first bytes of an array to this memory. */
    MemorySegment bytes(byte[] bytes, int count) {
        MemorySegment copy = allocate(count);
        MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, count);
        return copy;
    }

    /** Copies the first numbers of an array to this memory. */
    MemorySegment numbers(long[] numbers, int count) {
        MemorySegment copy = allocate(JAVA_LONG.byteSize() * count);
        MemorySegment.copy(numbers, 0, copy, JAVA_LONG, 0, count);
        return copy;
    }

    /** Returns memory for a result, which is no secret. */
    MemorySegment buffer(long size) {
        return arena.allocate(size, ALIGNMENT);
    }

    /** Sets a presign_str; null leaves it empty. */
    void text(MemorySegment struct, long offset, String what, String text) {
        if (text != null && !text.isEmpty()) {
            text(struct, offset, Utf8.encode(what, text));
        }
    }

    /** Sets a presign_str to a secret, whose encoding on Java's heap is wiped; null leaves it empty. */
    void secret(MemorySegment struct, long offset, String what, String text) {
        if (text != null && !text.isEmpty()) {
            byte[] bytes = Utf8.encode(what, text);
            text(struct, offset, bytes);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Sets a presign_str to text that is encoded already. */
    void text(MemorySegment struct, long offset, byte[] text) {
        struct.set(JAVA_LONG, offset, bytes(text, text.length).address());
        struct.set(JAVA_LONG, offset + STR_LENGTH, text.length);
    }

    /** Sets a pointer, and behind it the number of what it points to, to an array of presign_pair. */
    void pairs(MemorySegment struct, long offset, String what, List<Pair> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        MemorySegment array = allocate(pairs.size() * Struct.PAIR.size());
        long at = 0;
        for (Pair pair : pairs) {
            text(array, at, what, pair.name());
            text(array, at + PAIR_VALUE, what, pair.value());
            at += Struct.PAIR.size();
        }
        struct.set(JAVA_LONG, offset, array.address());
        struct.set(JAVA_LONG, offset + JAVA_LONG.byteSize(), pairs.size());
    }

    /** Sets a pointer and a number to an array of presign_str. */
    void texts(MemorySegment struct, long offset, String what, List<String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        MemorySegment array = allocate(texts.size() * Struct.STR.size());
        long at = 0;
        for (String text : texts) {
            text(array, at, what, text);
            at += Struct.STR.size();
        }
        struct.set(JAVA_LONG, offset, array.address());
        struct.set(JAVA_LONG, offset + JAVA_LONG.byteSize(), texts.size());
    }

    /** A call that writes text of unknown length. */
    @FunctionalInterface
    interface Writer {
        /** Returns the status; all arguments are addresses but the size. */
        int write(long out, long size, long length, long error);
    }

    /**
     * Makes a call, again if its result needs a larger buffer. Any other status than PRESIGN_OK and PRESIGN_ERR_REFUSED
     * becomes an exception.
     */
    int write(long size, Writer call) {
        out = buffer(size);
        while (true) {
            // Most calls succeed, and need no space for a sentence.
            int status = call.write(out.address(), out.byteSize(), length.address(), 0);
            switch (status) {
                case Status.OK, Status.REFUSED_NUMBER -> {
                    return status;
                }
                case Status.BUFFER_TOO_SMALL -> out = buffer(length.get(JAVA_LONG, 0) + 1);
                default -> throw failure(error -> call.write(out.address(), out.byteSize(), length.address(), error));
            }
        }
    }

    /** Makes a call whose result is one text. */
    String writeText(long size, Writer call) {
        write(size, call);
        return decoded(0, length.get(JAVA_LONG, 0));
    }

    /** A call with the address of a presign_error. */
    @FunctionalInterface
    interface Failing {
        /** Returns the status. */
        int call(long error);
    }

    /** Makes a call that fails once more, and returns its failure with the sentence. */
    PresignException failure(Failing call) {
        MemorySegment error = struct(Struct.ERROR);
        int status = call.call(error.address());
        long index = error.get(JAVA_LONG, ERROR_INDEX);
        return Status.of(status)
                .exception(
                        error.getString(ERROR_MESSAGE),
                        // SIZE_MAX: it is about none of several.
                        index == -1 ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(index)));
    }

    /** Reads a presign_str of a result. */
    String text(MemorySegment struct, long offset) {
        long length = struct.get(JAVA_LONG, offset + STR_LENGTH);
        return length == 0 ? "" : decoded(struct.get(JAVA_LONG, offset) - out.address(), length);
    }

    private String decoded(long start, long length) {
        byte[] bytes = new byte[Math.toIntExact(length)];
        MemorySegment.copy(out, JAVA_BYTE, start, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads the texts that a pointer and a number in a result name. */
    List<String> texts(MemorySegment struct, long offset) {
        int count = count(struct, offset);
        MemorySegment array = array(struct, offset, Struct.STR, count);
        List<String> texts = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            texts.add(text(array, index * Struct.STR.size()));
        }
        return List.copyOf(texts);
    }

    /** Reads the pairs that a pointer and a number in a result name. */
    List<Pair> pairs(MemorySegment struct, long offset) {
        int count = count(struct, offset);
        MemorySegment array = array(struct, offset, Struct.PAIR, count);
        List<Pair> pairs = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            long at = index * Struct.PAIR.size();
            pairs.add(new Pair(text(array, at), text(array, at + PAIR_VALUE)));
        }
        return List.copyOf(pairs);
    }

    private static int count(MemorySegment struct, long offset) {
        return Math.toIntExact(struct.get(JAVA_LONG, offset + JAVA_LONG.byteSize()));
    }

    /** Returns the array in the buffer of the call that a field points to. */
    private MemorySegment array(MemorySegment struct, long offset, Struct of, int count) {
        return count == 0
                ? MemorySegment.NULL
                : out.asSlice(struct.get(JAVA_LONG, offset) - out.address(), count * of.size());
    }

    /** A function that makes an object; both arguments are addresses. */
    @FunctionalInterface
    interface Constructor {
        /** Returns the status. */
        int make(long pointer, long error);
    }

    /** Makes an object, and returns its address. */
    long object(Constructor call) {
        MemorySegment pointer = allocate(JAVA_LONG.byteSize());
        if (call.make(pointer.address(), 0) != Status.OK) {
            throw failure(error -> call.make(pointer.address(), error));
        }
        return pointer.get(JAVA_LONG, 0);
    }

    /** Wipes what was given, which may be a secret, and frees everything. */
    @Override
    public void close() {
        for (MemorySegment each : blocks) {
            each.fill((byte) 0);
        }
        arena.close();
    }
}
