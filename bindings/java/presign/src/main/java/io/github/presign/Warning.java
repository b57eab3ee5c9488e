package io.github.presign;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What may be wrong with a URL although it could be signed or read. Later versions may add some. */
public enum Warning {
    /** The link has expired: storages answer 403 AccessDenied. */
    EXPIRED(1),
    /** The signing time is more than 15 minutes in the future: AWS refuses the link until then. */
    NOT_YET_VALID(2),
    /** The lifetime is not 1 to 604800 seconds, the limit of most storages. */
    LIFETIME(4),
    /** The link was signed with temporary keys and expires with them, if they expire first. */
    SESSION_TOKEN(8),
    /** The link uses plain HTTP: anyone on the network path can read and use it. */
    PLAIN_HTTP(0x10),
    /** Browsers and curl rewrite the . and .. segments of the path before they send it (curl --path-as-is does not). */
    DOT_SEGMENTS(0x20),
    /** The path has empty segments (//), which some proxies remove. */
    EMPTY_SEGMENTS(0x40),
    /** The link has signature version 2, which newer storages and newer buckets on AWS refuse. */
    VERSION_2(0x80),
    /** Signature version 2 does not sign all query parameters of this link: its holder can change them. */
    UNSIGNED_QUERY(0x100),
    /** The signed headers must be sent with the link, exactly as they were signed. */
    SIGNED_HEADERS(0x200),
    /** The host is not among the signed headers: storages refuse the link. */
    HOST_NOT_SIGNED(0x400),
    /** The algorithm, the service or the date in the credential is not one that storages accept. */
    SCOPE(0x800),
    /** The region is not the one in the host name: AWS refuses the link. */
    REGION(0x1000),
    /** The signature is cut or altered: it must have 64 characters of 0-9 and a-f, or 28 of base64. */
    SIGNATURE(0x2000),
    /** A query parameter is given twice: Ceph and Swift refuse the link, and some storages sign one of the values alone. */
    REPEATED_NAME(0x4000),
    /** The bucket has a dot in it and is part of the host name: no certificate covers that. */
    DOTTED_BUCKET(0x8000),
    /** Signature version 2 signs its parameters with nothing escaped: the link's holder can send several of them as the value of one, which Ceph accepts. */
    MERGEABLE_PARAMETERS(0x10000),
    /** The endpoint already has the bucket in its host or path, and the link adds it once more: give the endpoint without the bucket, or use cname addressing if the host is the bucket's own. */
    BUCKET_IN_ENDPOINT(0x20000),
    /** The endpoint has no scheme, which means https: begin it with http:// if the storage has no TLS. */
    ASSUMED_HTTPS(0x40000),
    /** A response-* parameter has a character beyond Latin-1, which AWS answers with 400: give a file name as filename* (RFC 6266). */
    NOT_LATIN1(0x80000),
    /** A link for GET or HEAD signs a Content-Type, which its user must then send: response-content-type sets the type of the response. */
    CONTENT_TYPE_OF_DOWNLOAD(0x100000),
    /** A signed header has a value beyond ASCII, which many clients cannot send. */
    HEADER_NOT_ASCII(0x200000),
    /** A signed header has an empty value, which many clients do not send. */
    EMPTY_HEADER(0x400000);

    private final int bit;

    Warning(int bit) {
        this.bit = bit;
    }

    /** {@return the bit in a set of warnings, which is the same in all languages and never changes} */
    public int bit() {
        return bit;
    }

    /** {@return the machine name, which never changes: "dotted-bucket"} */
    public String machineName() {
        return LibPresign.textOf("presign_warning_name", bit);
    }

    /** {@return one English sentence about the warning} */
    public String message() {
        return LibPresign.textOf("presign_warning_message", bit);
    }

    /** Returns the warnings in a set of libpresign; bits that only a newer version knows are left out. */
    static Set<Warning> in(int bits) {
        EnumSet<Warning> found = EnumSet.noneOf(Warning.class);
        if (bits != 0) {
            for (Warning warning : values()) {
                if ((bits & warning.bit) != 0) {
                    found.add(warning);
                }
            }
        }
        return Collections.unmodifiableSet(found);
    }
}
