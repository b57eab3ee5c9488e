package io.github.presign;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;

/** Encodes text for libpresign. */
final class Utf8 {
    private Utf8() {}

    /**
     * Returns text as UTF-8. A lone surrogate is an error, because it has no encoding: {@code getBytes} makes a question
     * mark of it, which is another key.
     *
     * @param what names the text in the error
     */
    static byte[] encode(String what, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (mayHaveReplacement(bytes)) {
            int position = loneSurrogate(text);
            if (position >= 0) {
                throw error(what, text, position);
            }
        }
        return bytes;
    }

    private static boolean mayHaveReplacement(byte[] bytes) {
        for (byte value : bytes) {
            if (value == '?') {
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
