package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.presign.PresignException.RefusedException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a storage refuses a URL.
 *
 * @param cause the cause, for programs
 * @param sentence the cause in one sentence with the values at hand, and the storage's code and message. It contains no
 *     header value and no token
 * @param ours what libpresign signs for the request: version 4's canonical request or version 2's string to sign, without
 *     header values and the token unless they are asked for. Empty for a URL that cannot be read
 * @param theirs the same as computed by the storage; empty if its response does not contain it
 * @param ourStringToSign version 4's string to sign, as libpresign computes it
 * @param theirStringToSign the same as computed by the storage
 */
public record Explanation(
        Cause cause, String sentence, String ours, String theirs, String ourStringToSign, String theirStringToSign) {
    private static final long CAUSE = Struct.EXPLANATION.at("cause");
    private static final long SENTENCE = Struct.EXPLANATION.at("sentence");
    private static final long OURS = Struct.EXPLANATION.at("ours");
    private static final long THEIRS = Struct.EXPLANATION.at("theirs");
    private static final long OUR_STRING_TO_SIGN = Struct.EXPLANATION.at("our_string_to_sign");
    private static final long THEIR_STRING_TO_SIGN = Struct.EXPLANATION.at("their_string_to_sign");
    private static final long RESPONSE = Struct.EXPLAIN_OPTIONS.at("response");
    private static final long FLAGS = Struct.EXPLAIN_OPTIONS.at("flags");
    private static final int SHOW_VALUES = 1;

    /** The access key of the secret that libpresign gets where none is known. No URL has this access key. */
    private static final String UNKNOWN = "(unknown)";

    /** What is known beside the request, and what may be shown. */
    public static final class Options {
        private String response = "";
        private boolean showValues;

        /** Nothing is known, and no value is shown. */
        public Options() {}

        /**
         * Sets the storage's error response.
         *
         * @param response its body (XML or JSON), or a whole HTTP response with status line and headers
         * @return this
         */
        public Options response(String response) {
            this.response = Objects.requireNonNull(response, "response");
            return this;
        }

        /**
         * Shows header values and the session token in the texts.
         *
         * @return this
         */
        public Options showValues() {
            showValues = true;
            return this;
        }
    }

    /** Explains a request with a verifier of libpresign, or 0 for any storage. */
    static Explanation of(long verifier, Received received, Secrets secrets, Options options) {
        try (Memory memory = new Memory(4096)) {
            MemorySegment struct = received.struct(memory);
            MemorySegment secret = secret(verifier, memory, received, struct, secrets);
            MemorySegment settings = memory.struct(Struct.EXPLAIN_OPTIONS);
            // A proxy's page may have another encoding, of which a program makes what it can.
            memory.text(settings, RESPONSE, options.response.getBytes(StandardCharsets.UTF_8));
            settings.set(JAVA_INT, FLAGS, options.showValues ? SHOW_VALUES : 0);
            MemorySegment explanation = memory.struct(Struct.EXPLANATION);
            memory.write(
                    8192 + received.resultSize(),
                    (out, size, length, error) -> LibPresign.explain(
                            verifier,
                            struct.address(),
                            secret.address(),
                            1,
                            settings.address(),
                            explanation.address(),
                            out,
                            size,
                            length,
                            error));
            return new Explanation(
                    Cause.of(explanation.get(JAVA_INT, CAUSE)),
                    memory.text(explanation, SENTENCE),
                    memory.text(explanation, OURS),
                    memory.text(explanation, THEIRS),
                    memory.text(explanation, OUR_STRING_TO_SIGN),
                    memory.text(explanation, THEIR_STRING_TO_SIGN));
        }
    }

    private static MemorySegment secret(
            long verifier, Memory memory, Received received, MemorySegment struct, Secrets secrets) {
        String accessKey = UNKNOWN;
        Optional<Secret> found = Optional.empty();
        try {
            accessKey = Inspection.of(verifier, memory, struct, received.resultSize())
                    .accessKey();
            found = secrets.of(accessKey);
        } catch (RefusedException unreadable) {
            // The explanation says what cannot be read.
        }
        return found.isPresent()
                ? found.get().struct(memory, accessKey)
                : Secret.of(UNKNOWN).struct(memory, UNKNOWN);
    }
}
