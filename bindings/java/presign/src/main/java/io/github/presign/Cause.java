package io.github.presign;

/** Why a storage refuses a URL. Later versions may add some. */
public enum Cause {
    /** The link cannot be read, or parts of it are missing: often a shell cut it at its first &amp;. */
    UNREADABLE(1),
    /** The request uses another method than the link is signed for. */
    METHOD(2),
    /** The path is the same in another encoding: encoded twice, or not at all, or with + for a space. */
    PATH_ENCODING(3),
    /** A client or a proxy resolved . and .. in the path, or removed a slash from it. */
    PATH_NORMALISED(4),
    /** The path is another one: another key, or a proxy added or removed a prefix. */
    PATH(5),
    /** The port was added to the host or removed from it. */
    HOST_PORT(6),
    /** The host is another one, as behind a reverse proxy that replaces the Host header. */
    HOST(7),
    /** A signed header has another value than it was signed with. */
    HEADER_VALUE(8),
    /** A signed header was not sent. */
    HEADER_MISSING(9),
    /** A header was sent that has to be signed and is not. */
    HEADER_NOT_SIGNED(10),
    /** A query parameter was added after signing. */
    QUERY_ADDED(11),
    /** A signed query parameter is missing. */
    QUERY_REMOVED(12),
    /** A query parameter has another value than it was signed with. */
    QUERY_CHANGED(13),
    /** A query parameter is the same in another encoding. */
    QUERY_ENCODING(14),
    /** The payload has another digest than the one that was signed. */
    PAYLOAD(15),
    /** The link is signed for another region than the storage expects. */
    REGION(16),
    /** The signing time is another one, or a clock is wrong. */
    CLOCK(17),
    /** The link has expired. */
    EXPIRED(18),
    /** The storage does not know the access key. */
    ACCESS_KEY(19),
    /** The session token is wrong, missing or expired. */
    TOKEN(20),
    /** The link was signed with a different secret key. */
    SECRET_KEY(21),
    /** The signature was cut or altered. */
    SIGNATURE(22),
    /** The storage does not accept signature version 2. */
    VERSION_2(23),
    /** No storage accepts such a link: see its lifetime, its credential scope, its parameters, and whether it has two signatures. */
    LIMITS(24),
    /** The signature is right, and the storage refuses the request for reasons of its own. */
    DENIED(25),
    /** The link is right for this secret key, and the storage does not report what it computed. */
    AS_SIGNED(26),
    /** The text of the URL was changed when it was copied: by HTML or JSON escaping, a second percent-encoding, a line break, or punctuation around it. */
    URL_TEXT(27),
    /** The link has another kind of signature than version 4 or 2 of S3. */
    OTHER_KIND(28),
    /** The storage does not find the bucket where the link has it: it has another name, or belongs in the host name instead of the path, or the reverse. */
    ADDRESSING(29),
    /** The storage does not support a header or a parameter of the request. */
    UNSUPPORTED(30),
    /** A cause that only a newer version of this package knows. */
    UNKNOWN(0);

    private final int number;

    Cause(int number) {
        this.number = number;
    }

    /** {@return the number, which is the same in all languages and never changes} */
    public int number() {
        return number;
    }

    /** {@return the machine name, which never changes: "path-encoding"} */
    public String machineName() {
        return LibPresign.textOf("presign_cause_name", number);
    }

    /** {@return one English sentence that says what it means} */
    public String message() {
        return LibPresign.textOf("presign_cause_message", number);
    }

    static Cause of(int number) {
        for (Cause one : values()) {
            if (one.number == number) {
                return one;
            }
        }
        return UNKNOWN;
    }
}
