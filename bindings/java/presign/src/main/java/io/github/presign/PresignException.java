package io.github.presign;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Why a call failed. Each kind is a class of its own, so that a program catches what it can do something about. The message
 * has the value and the limit, and never a secret; it uses the names of C, where expires_in is expiresIn.
 */
@SuppressWarnings("serial") // Of one version of the package, like every exception.
public class PresignException extends RuntimeException {
    /** What is wrong. */
    private final Status status;
    /** -1: none. */
    private final int index;

    PresignException(Status status, String message, OptionalInt index) {
        super(message);
        this.status = status;
        this.index = index.orElse(-1);
    }

    /** {@return what is wrong} */
    public final Status status() {
        return status;
    }

    /** {@return which of several keys, requests, conditions or lines is wrong, counted from 0; empty if it is none of them} */
    public final OptionalInt index() {
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** Returns this as the failure of an item of a batch. */
    final PresignException at(int item) {
        return status.exception(itemNumber(item) + sentence(), OptionalInt.of(item));
    }

    /** Returns this as the failure of what is no batch for the caller. */
    final PresignException alone() {
        return status.exception(sentence());
    }

    private String sentence() {
        String prefix = index < 0 ? "" : itemNumber(index);
        String message = getMessage();
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    private static String itemNumber(int index) {
        return String.format(Locale.ROOT, "item number %d, counted from 0: ", index);
    }

    /** The access key, the secret key or the session token breaks a rule. */
    public static final class CredentialsException extends PresignException {
        CredentialsException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The region breaks a rule, or does not match the endpoint. */
    public static final class RegionException extends PresignException {
        RegionException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The endpoint cannot be parsed, or does not suit the addressing. */
    public static final class EndpointException extends PresignException {
        EndpointException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** A value is not one of those to choose from. */
    public static final class ChoiceException extends PresignException {
        ChoiceException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The bucket's name breaks a rule, or does not suit the addressing. */
    public static final class BucketException extends PresignException {
        BucketException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The key is empty where an object is required, given where it must be empty, or over 1024 bytes. */
    public static final class ObjectKeyException extends PresignException {
        ObjectKeyException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The method is not 1 to 32 letters A-Z. */
    public static final class MethodException extends PresignException {
        MethodException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** A query parameter is one of the signature's own, or cannot be signed. */
    public static final class QueryException extends PresignException {
        QueryException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** A header cannot be signed, is given twice, or contains a control character. */
    public static final class HeaderException extends PresignException {
        HeaderException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** A time is outside the years 1970 to 9999. */
    public static final class TimeException extends PresignException {
        TimeException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The lifetime or the expiry is outside its limits, or not exactly one of the two is given. */
    public static final class ExpiresException extends PresignException {
        ExpiresException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The expiry is not later than the signing time. */
    public static final class ExpiresInPastException extends PresignException {
        ExpiresInPastException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The link would expire after the credentials that sign it. */
    public static final class CredentialsExpireException extends PresignException {
        CredentialsExpireException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** AWS does not accept signature version 2 in this region. */
    public static final class Version2Exception extends PresignException {
        Version2Exception(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The links need more memory than is available. */
    public static final class MemoryException extends PresignException {
        MemoryException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** A field of a POST form breaks a rule, or a field and a condition contradict each other. */
    public static final class FormException extends PresignException {
        FormException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** An address, an action or a pattern of an access policy breaks a rule. */
    public static final class PolicyException extends PresignException {
        PolicyException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The text is no HLS playlist or is too long, or a line of it cannot be signed. */
    public static final class PlaylistException extends PresignException {
        PlaylistException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The text is not UTF-8. */
    public static final class Utf8Exception extends PresignException {
        Utf8Exception(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** A length or a count is over its limit, or reaches beyond the address space. */
    public static final class TooLargeException extends PresignException {
        TooLargeException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** A received request has both a URL and a host or a target. */
    public static final class ReceivedException extends PresignException {
        ReceivedException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The storage's response is too long, or no error of a storage: XML, JSON or a whole HTTP response. */
    public static final class ResponseException extends PresignException {
        ResponseException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** libpresign has a bug and stopped the call, or is newer than this package. */
    public static final class UnexpectedException extends PresignException {
        UnexpectedException(Status status, String message, OptionalInt index) {
            super(status, message, index);
        }
    }

    /** The request is refused, or its URL cannot be read. */
    public static final class RefusedException extends PresignException {
        /** Why. */
        private final Reason reason;

        /** The HTTP status of an error response. */
        private final int httpStatus;

        /** AWS's error code. */
        private final String code;

        /** AWS's message. */
        private final String awsMessage;

        /** What in the request it is about. */
        private final String detail;

        RefusedException(Reason reason, int httpStatus, String code, String awsMessage, String detail) {
            super(
                    Status.REFUSED,
                    "refused: " + reason.machineName() + ": " + awsMessage + (detail.isEmpty() ? "" : ": " + detail),
                    OptionalInt.empty());
            this.reason = reason;
            this.httpStatus = httpStatus;
            this.code = code;
            this.awsMessage = awsMessage;
            this.detail = detail;
        }

        /** {@return why} */
        public Reason reason() {
            return reason;
        }

        /** {@return the HTTP status of an error response: 400, 403 or 500} */
        public int httpStatus() {
            return httpStatus;
        }

        /** {@return AWS's error code: the Code of an error response} */
        public String code() {
            return code;
        }

        /**
         * Returns AWS's message: the Message of an error response. It can have values of the request in it.
         *
         * @return the message, to be escaped as XML
         */
        public String awsMessage() {
            return awsMessage;
        }

        /**
         * Returns what in the request it is about, for a log. It contains no header value, no token and no signature.
         *
         * @return a text, empty where the message says it all
         */
        public String detail() {
            return detail;
        }
    }
}
