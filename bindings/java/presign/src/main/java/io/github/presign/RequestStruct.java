package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** Writes a request as a presign_request. */
final class RequestStruct {
    private static final long METHOD = Struct.REQUEST.at("method");
    private static final long BUCKET = Struct.REQUEST.at("bucket");
    private static final long KEY = Struct.REQUEST.at("key");
    private static final long QUERY = Struct.REQUEST.at("query");
    private static final long HEADERS = Struct.REQUEST.at("headers");
    private static final long SIGN_AT = Struct.REQUEST.at("sign_at");
    private static final long EXPIRES_AT = Struct.REQUEST.at("expires_at");
    private static final long STABLE_FOR = Struct.REQUEST.at("stable_for");
    private static final long EXPIRES_IN = Struct.REQUEST.at("expires_in");

    private RequestStruct() {}

    /** Bytes that are enough for most requests and what is written beside them. */
    static long size(Request request) {
        return 1024 + 3L * (request.bucket().length() + request.key().length());
    }

    /**
     * Fills an empty struct.
     *
     * @param now the time of the call, which is the signing time unless the request has one
     */
    static void fill(Memory memory, MemorySegment struct, Request request, long now) {
        memory.text(struct, METHOD, "method", request.method());
        memory.text(struct, BUCKET, "bucket", request.bucket());
        memory.text(struct, KEY, "key", request.key());
        memory.pairs(struct, QUERY, "query", request.query());
        memory.pairs(struct, HEADERS, "header", request.headers());
        struct.set(JAVA_LONG, SIGN_AT, request.signAt() == 0 ? now : request.signAt());
        struct.set(JAVA_LONG, EXPIRES_AT, request.expiresAt());
        struct.set(JAVA_LONG, STABLE_FOR, request.stableFor());
        struct.set(JAVA_INT, EXPIRES_IN, request.expiresIn());
    }

    /** Returns a new struct. */
    static MemorySegment of(Memory memory, Request request) {
        MemorySegment struct = memory.struct(Struct.REQUEST);
        fill(memory, struct, request, Times.now());
        return struct;
    }
}
