package io.github.presign;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;

/** Encodes text for libpresign. */
final class Utf8 {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final long QUESTION_MARKS = '?' * LOWEST_BITS;

    private Utf8() {}

    /**
     * Returns text as UTF-8. A lone surrogate is an error, because it has no encoding: {@code getBytes} makes a question
     * mark of it, which is another key.
     *
     * @param what names the text in the error
     */
    static byte[] encode(String what, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (mayHaveReplacement(bytes, bytes.length)) {
            check(what, text);
        }
        return bytes;
    }

    /** Refuses text with a lone surrogate. */
    static void check(String what, String text) {
        int position = loneSurrogate(text);
        if (position >= 0) {
            throw error(what, text, position);
        }
    }

    /** Whether there is a question mark. It looks at eight bytes at a time, since it does so for every key. */
    static boolean mayHaveReplacement(byte[] bytes, int length) {
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            // A byte is 0 where there is a question mark, and only such a byte borrows from its highest bit.
            long difference = (long) EIGHT_BYTES.get(bytes, at) ^ QUESTION_MARKS;
            if (((difference - LOWEST_BITS) & ~difference & HIGHEST_BITS) != 0) {
                return true;
            }
        }
        for (; at < length; at++) {
            if (bytes[at] == '?') {
                return true;
            }
        }
        return false;
    }

    /** Returns the position of the first lone surrogate, or -1. */
    static int loneSurrogate(String text) {
        int at = 0;
        while (at < text.length()) {
            // An unpaired surrogate is its own code point.
            int point = text.codePointAt(at);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                return at;
            }
            at += Character.charCount(point);
        }
        return -1;
    }

    private static PresignException error(String what, String text, int position) {
        return Status.UTF8.exception(
                String.format(
                        Locale.ROOT,
                        "%s has a lone surrogate (U+%04X) at position %d, counted from 0, which UTF-8 cannot encode",
                        what,
                        (int) text.charAt(position),
                        position),
                OptionalInt.empty());
    }
}
