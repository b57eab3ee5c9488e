package io.github.presign;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an accepted URL is for.
 *
 * @param version the signature version
 * @param bucket the bucket; empty for a URL of the storage itself. It is neither "." nor "..", and contains no slash and
 *     no control character
 * @param key the key, decoded; empty for a URL of the bucket itself. It is data and not a path: it can contain "..", "/"
 *     or a NUL, and can begin with a slash
 * @param accessKey the access key that signed the URL
 * @param region the region in the signature; empty with version 2
 * @param signedAt the signing time; none with version 2, whose URLs do not contain it
 * @param expiresAt the first second at which the URL is refused
 * @param signedHeaders the names of the request's headers that the signature covers, except host: in lower case and
 *     sorted. A server that forwards the request forwards these, and of the others only those that it knows to be harmless
 */
public record Verified(
        SignatureVersion version,
        String bucket,
        String key,
        String accessKey,
        String region,
        Optional<Instant> signedAt,
        Instant expiresAt,
        List<String> signedHeaders) {
    private static final long VERSION = Struct.VERIFIED.at("version");
    private static final long BUCKET = Struct.VERIFIED.at("bucket");
    private static final long KEY = Struct.VERIFIED.at("key");
    private static final long ACCESS_KEY = Struct.VERIFIED.at("access_key");
    private static final long REGION = Struct.VERIFIED.at("region");
    private static final long SIGNED_AT = Struct.VERIFIED.at("signed_at");
    private static final long EXPIRES_AT = Struct.VERIFIED.at("expires_at");
    private static final long SIGNED_HEADERS = Struct.VERIFIED.at("signed_headers");

    static Verified read(Memory memory, MemorySegment struct) {
        return new Verified(
                SignatureVersion.of(struct.get(JAVA_INT, VERSION)),
                memory.text(struct, BUCKET),
                memory.text(struct, KEY),
                memory.text(struct, ACCESS_KEY),
                memory.text(struct, REGION),
                Times.instant(struct, SIGNED_AT),
                Times.instant(struct, EXPIRES_AT).orElseThrow(),
                memory.texts(struct, SIGNED_HEADERS));
    }
}
