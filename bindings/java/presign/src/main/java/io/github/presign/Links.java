package io.github.presign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The URLs of a batch as bytes, in the order of their keys. A string is only made of those that are asked for, so this
 * takes less time and memory than a list of strings. It never changes. Its printed form has no URL.
 */
public final class Links implements Iterable<String> {
    /** All parts but the last have as many URLs. */
    private final int partSize;

    private final List<Part> parts;
    private final int size;

    /** URLs that were signed by one call. */
    static final class Part {
        private final byte[] text;
        private final long[] offsets;
        private final int count;

        /**
         * Takes over what a call wrote.
         *
         * @param text the URLs
         * @param offsets where each begins, and where the last one ends
         * @param count how many they are
         */
        Part(byte[] text, long[] offsets, int count) {
            this.text = text;
            this.offsets = offsets;
            this.count = count;
        }

        int count() {
            return count;
        }

        /** Returns a part with memory of its own, which has no more than it needs. */
        Part copy() {
            return new Part(Arrays.copyOf(text, (int) offsets[count]), Arrays.copyOf(offsets, count + 1), count);
        }

        private int start(int index) {
            return (int) offsets[index];
        }

        private int length(int index) {
            return (int) (offsets[index + 1] - offsets[index]);
        }

        String string(int index) {
            // URLs are ASCII, which this encoding copies without looking at it.
            return new String(text, start(index), length(index), StandardCharsets.ISO_8859_1);
        }
    }

    Links(List<Part> parts, int partSize) {
        this.parts = parts;
        this.partSize = partSize;
        int count = 0;
        for (Part part : parts) {
            count += part.count;
        }
        size = count;
    }

    /** {@return how many URLs there are} */
    public int size() {
        return size;
    }

    private Part partOf(int index) {
        return parts.get(Objects.checkIndex(index, size) / partSize);
    }

    /**
     * Returns the URL of a key.
     *
     * @param index the key's position, counted from 0
     * @return a new string
     */
    public String get(int index) {
        return partOf(index).string(index % partSize);
    }

    /**
     * Returns the length of a URL.
     *
     * @param index the key's position, counted from 0
     * @return its length in characters, which are bytes
     */
    public int length(int index) {
        return partOf(index).length(index % partSize);
    }

    /**
     * Returns a URL's bytes.
     *
     * @param index the key's position, counted from 0
     * @return a read-only buffer of ASCII, which is not copied
     */
    public ByteBuffer bytes(int index) {
        Part part = partOf(index);
        int within = index % partSize;
        return ByteBuffer.wrap(part.text, part.start(within), part.length(within))
                .asReadOnlyBuffer()
                .slice();
    }

    /**
     * Writes all URLs to a channel, each with a line feed behind it.
     *
     * @param channel where to write to
     * @throws IOException if the channel fails
     */
    public void writeTo(WritableByteChannel channel) throws IOException {
        for (Part part : parts) {
            ByteBuffer lines = ByteBuffer.allocate((int) part.offsets[part.count] + part.count);
            for (int index = 0; index < part.count; index++) {
                lines.put(part.text, part.start(index), part.length(index)).put((byte) '\n');
            }
            lines.flip();
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
        }
    }

    /**
     * Returns a view as a list, which makes a new string at each access.
     *
     * @return an unmodifiable list
     */
    public List<String> asList() {
        return new View();
    }

    private final class View extends AbstractList<String> implements RandomAccess {
        @Override
        public String get(int index) {
            return Links.this.get(index);
        }

        @Override
        public int size() {
            return size;
        }
    }

    @Override
    public Iterator<String> iterator() {
        return asList().iterator();
    }

    @Override
    public String toString() {
        return "Links[size=" + size + "]";
    }
}
