package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.presign.PresignException.RefusedException;
import java.lang.foreign.MemorySegment;

/** Reads why a request is refused. */
final class Refusal {
    private static final long REASON = Struct.REFUSAL.at("reason");
    private static final long HTTP_STATUS = Struct.REFUSAL.at("http_status");
    private static final long CODE = Struct.REFUSAL.at("code");
    private static final long MESSAGE = Struct.REFUSAL.at("message");
    private static final long DETAIL = Struct.REFUSAL.at("detail");

    private Refusal() {}

    static RefusedException read(Memory memory, MemorySegment struct) {
        return new RefusedException(
                Reason.of(struct.get(JAVA_INT, REASON)),
                struct.get(JAVA_INT, HTTP_STATUS),
                memory.text(struct, CODE),
                memory.text(struct, MESSAGE),
                memory.text(struct, DETAIL));
    }
}
