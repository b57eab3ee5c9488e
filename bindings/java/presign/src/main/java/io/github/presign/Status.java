package io.github.presign;

import io.github.presign.PresignException.BucketException;
import io.github.presign.PresignException.ChoiceException;
import io.github.presign.PresignException.CredentialsException;
import io.github.presign.PresignException.CredentialsExpireException;
import io.github.presign.PresignException.EndpointException;
import io.github.presign.PresignException.ExpiresException;
import io.github.presign.PresignException.ExpiresInPastException;
import io.github.presign.PresignException.FormException;
import io.github.presign.PresignException.HeaderException;
import io.github.presign.PresignException.MemoryException;
import io.github.presign.PresignException.MethodException;
import io.github.presign.PresignException.ObjectKeyException;
import io.github.presign.PresignException.PlaylistException;
import io.github.presign.PresignException.PolicyException;
import io.github.presign.PresignException.QueryException;
import io.github.presign.PresignException.ReceivedException;
import io.github.presign.PresignException.RegionException;
import io.github.presign.PresignException.ResponseException;
import io.github.presign.PresignException.TimeException;
import io.github.presign.PresignException.TooLargeException;
import io.github.presign.PresignException.UnexpectedException;
import io.github.presign.PresignException.Utf8Exception;
import io.github.presign.PresignException.Version2Exception;
import java.util.OptionalInt;

/** What a call found wrong. Later versions may add some. */
public enum Status {
    /** The access key, the secret key or the session token breaks a rule. */
    CREDENTIALS(1, CredentialsException::new),
    /** The region breaks a rule, or does not match the endpoint. */
    REGION(2, RegionException::new),
    /** The endpoint cannot be parsed, or does not suit the addressing. */
    ENDPOINT(3, EndpointException::new),
    /** A value is not one of those to choose from. */
    CHOICE(4, ChoiceException::new),
    /** The bucket's name breaks a rule, or does not suit the addressing. */
    BUCKET(5, BucketException::new),
    /** The key is empty where an object is required, given where it must be empty, or over 1024 bytes. */
    KEY(6, ObjectKeyException::new),
    /** The method is not 1 to 32 letters A-Z. */
    METHOD(7, MethodException::new),
    /** A query parameter is one of the signature's own, or cannot be signed. */
    QUERY(8, QueryException::new),
    /** A header cannot be signed, is given twice, or contains a control character. */
    HEADER(9, HeaderException::new),
    /** A time is outside the years 1970 to 9999. */
    TIME(10, TimeException::new),
    /** The lifetime or the expiry is outside its limits, or not exactly one of the two is given. */
    EXPIRES(11, ExpiresException::new),
    /** The expiry is not later than the signing time. */
    EXPIRES_IN_PAST(12, ExpiresInPastException::new),
    /** The link would expire after the credentials that sign it. */
    CREDENTIALS_EXPIRE(13, CredentialsExpireException::new),
    /** AWS does not accept signature version 2 in this region. */
    VERSION_2(14, Version2Exception::new),
    /** The links need more memory than is available. */
    MEMORY(15, MemoryException::new),
    /** A field of a POST form breaks a rule, or a field and a condition contradict each other. */
    FORM(16, FormException::new),
    /** An address, an action or a pattern of an access policy breaks a rule. */
    POLICY(17, PolicyException::new),
    /** The text is no HLS playlist or is too long, or a line of it cannot be signed. */
    PLAYLIST(18, PlaylistException::new),
    /** The text is not UTF-8. */
    UTF8(34, Utf8Exception::new),
    /** A length or a count is over its limit, or reaches beyond the address space. */
    TOO_LARGE(36, TooLargeException::new),
    /** The request is refused, or cannot be read; the {@link Reason} says why. */
    REFUSED(Status.REFUSED_NUMBER, UnexpectedException::new),
    /** A received request has both a URL and a host or a target. */
    RECEIVED(39, ReceivedException::new),
    /** The storage's response is too long, or no error of a storage: XML, JSON or a whole HTTP response. */
    RESPONSE(40, ResponseException::new),
    /** libpresign has a bug and stopped the call, or is newer than this package. */
    UNEXPECTED(37, UnexpectedException::new);

    // Statuses that never leave the package as an exception of their own.
    static final int OK = 0;
    static final int BUFFER_TOO_SMALL = 35;
    static final int REFUSED_NUMBER = 38;

    private final int number;

    @SuppressWarnings("ImmutableEnumChecker") // A reference to a constructor.
    private final Maker maker;

    /** Makes the exception of a status. */
    @FunctionalInterface
    private interface Maker {
        PresignException exception(Status status, String message, OptionalInt index);
    }

    Status(int number, Maker maker) {
        this.number = number;
        this.maker = maker;
    }

    /** {@return the number, which is the same in all languages and never changes} */
    public int number() {
        return number;
    }

    /** {@return the machine name, which never changes: "expires-in-past"} */
    public String machineName() {
        return LibPresign.textOf("presign_status_name", number);
    }

    /** {@return one English sentence that says what the status means, without the value at hand} */
    public String message() {
        return LibPresign.textOf("presign_status_message", number);
    }

    static Status of(int number) {
        for (Status status : values()) {
            if (status.number == number) {
                return status;
            }
        }
        return UNEXPECTED;
    }

    PresignException exception(String message, OptionalInt index) {
        return maker.exception(this, message, index);
    }

    PresignException exception(String message) {
        return exception(message, OptionalInt.empty());
    }
}
