package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a URL says without a secret. The signature and the session token are not in it.
 *
 * @param version the signature version
 * @param host the host, with its port where that is not the scheme's default
 * @param bucket the bucket; empty for a URL of the storage itself
 * @param key the key, decoded; empty for a URL of the bucket itself. It is data and can contain anything, including a NUL,
 *     or ".." that must not reach a file system path
 * @param accessKey the access key that signed the URL
 * @param region the region in the signature; empty with version 2
 * @param signedAt the signing time; none with version 2, whose URLs do not contain it
 * @param expiresAt the first second at which the URL is refused
 * @param signedHeaders the names of the headers that must be sent as they were signed, except host. Empty with version 2,
 *     whose URLs do not name them
 * @param query the query parameters that are not the signature's own, in order. Values of further tokens and of
 *     encryption keys are "(not shown)"
 * @param warnings what is wrong with the URL, or may surprise its user
 */
public record Inspection(
        SignatureVersion version,
        String host,
        String bucket,
        String key,
        String accessKey,
        String region,
        Optional<Instant> signedAt,
        Instant expiresAt,
        List<String> signedHeaders,
        List<Pair> query,
        Set<Warning> warnings) {
    private static final long VERSION = Struct.INSPECTION.at("version");
    private static final long WARNINGS = Struct.INSPECTION.at("warnings");
    private static final long HOST = Struct.INSPECTION.at("host");
    private static final long BUCKET = Struct.INSPECTION.at("bucket");
    private static final long KEY = Struct.INSPECTION.at("key");
    private static final long ACCESS_KEY = Struct.INSPECTION.at("access_key");
    private static final long REGION = Struct.INSPECTION.at("region");
    private static final long SIGNED_AT = Struct.INSPECTION.at("signed_at");
    private static final long EXPIRES_AT = Struct.INSPECTION.at("expires_at");
    private static final long SIGNED_HEADERS = Struct.INSPECTION.at("signed_headers");
    private static final long QUERY = Struct.INSPECTION.at("query");

    /** Inspects a request with a verifier of libpresign, or 0 for any storage. */
    static Inspection of(long verifier, Received received) {
        try (Memory memory = new Memory(2048)) {
            return of(verifier, memory, received.struct(memory), received.resultSize());
        }
    }

    static Inspection of(long verifier, Memory memory, MemorySegment received, long resultSize) {
        MemorySegment struct = memory.struct(Struct.INSPECTION);
        MemorySegment refusal = memory.struct(Struct.REFUSAL);
        int status = memory.write(
                resultSize,
                (out, size, length, error) -> LibPresign.inspect(
                        verifier, received.address(), struct.address(), out, size, length, refusal.address(), error));
        if (status == Status.REFUSED_NUMBER) {
            throw Refusal.read(memory, refusal);
        }
        return new Inspection(
                SignatureVersion.of(struct.get(JAVA_INT, VERSION)),
                memory.text(struct, HOST),
                memory.text(struct, BUCKET),
                memory.text(struct, KEY),
                memory.text(struct, ACCESS_KEY),
                memory.text(struct, REGION),
                Times.instant(struct, SIGNED_AT),
                Times.instant(struct, EXPIRES_AT).orElseThrow(),
                memory.texts(struct, SIGNED_HEADERS),
                memory.pairs(struct, QUERY),
                Warning.in(struct.get(JAVA_INT, WARNINGS)));
    }
}
