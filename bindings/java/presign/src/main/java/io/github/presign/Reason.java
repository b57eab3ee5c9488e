package io.github.presign;

/** Why a request is refused. Later versions may add some. */
public enum Reason {
    /** The URL cannot be parsed: a bad %XX, no host, a control character, text that is not UTF-8. */
    INVALID_URL(1),
    /** The URL is over 16 KiB. */
    URL_TOO_LONG(2),
    /** The host is not the verifier's endpoint, or the path is outside its base path. */
    WRONG_ENDPOINT(3),
    /** The URL has the parameters of neither signature version. */
    NOT_SIGNED(4),
    /** The request has more than one signature: parameters of both versions, or an Authorization header as well. */
    TWO_SIGNATURES(5),
    /** One of version 4's parameters is missing. */
    MISSING_PARAMETER(6),
    /** One of version 2's parameters is missing. */
    MISSING_PARAMETER_V2(7),
    /** An X-Amz-* or version 2 parameter is given twice. */
    REPEATED_PARAMETER(8),
    /** X-Amz-Algorithm is not AWS4-HMAC-SHA256. */
    ALGORITHM(9),
    /** X-Amz-Credential does not have the form key/date/region/service/aws4_request. */
    CREDENTIAL(10),
    /** The date in the credential scope is not that of X-Amz-Date. */
    CREDENTIAL_DATE(11),
    /** The region in the credential scope is not the verifier's. */
    REGION(12),
    /** The service in the credential scope is not s3. */
    SERVICE(13),
    /** X-Amz-Date is not a valid timestamp. */
    DATE(14),
    /** X-Amz-Expires is not a number of seconds above 0. */
    EXPIRES(15),
    /** Version 2's Expires is not a valid Unix time. */
    EXPIRES_V2(16),
    /** The lifetime is over the limit. */
    LIFETIME_TOO_LONG(17),
    /** X-Amz-SignedHeaders is not a list of lower-case names, or repeats one. */
    SIGNED_HEADERS(18),
    /** A header that must be signed is not: host, an x-amz-* header or one that a back end may take for it, or one that the verifier requires. */
    HEADER_NOT_SIGNED(19),
    /** A signed header is not in the request. */
    HEADER_MISSING(20),
    /** A signed header is in the request twice. */
    REPEATED_HEADER(21),
    /** The URL has a query parameter that some storages sign with version 2 and others do not. */
    DISPUTED_PARAMETER(22),
    /** The verifier does not accept signature version 2. */
    VERSION_2(23),
    /** The signing time is further in the future than the allowed clock skew. */
    NOT_YET_VALID(24),
    /** The URL has expired. */
    EXPIRED(25),
    /** The access key is unknown. */
    UNKNOWN_ACCESS_KEY(26),
    /** The session token is missing, wrong, or not expected. */
    TOKEN(27),
    /** The signature is not the one that the secret key gives for this request. */
    SIGNATURE(28),
    /** The verifier's clock, or the time given instead, is outside the years 1970 to 9999. */
    CLOCK(29),
    /** The request breaks a rule of HTTP in a part that the signature covers: a control character in the method or in a signed header, or a Host header that names another host than the URL. */
    BAD_REQUEST(30),
    /** No URL can be signed for this bucket: it is . or .., contains a control character, or is empty with a key after it. */
    BUCKET(31),
    /** A reason that only a newer version of this package knows. */
    UNKNOWN(0);

    private final int number;

    Reason(int number) {
        this.number = number;
    }

    /** {@return the number, which is the same in all languages and never changes} */
    public int number() {
        return number;
    }

    /** {@return the machine name, which never changes: "header-not-signed"} */
    public String machineName() {
        return LibPresign.textOf("presign_reason_name", number);
    }

    /** {@return AWS's message, the Message of an error response; it repeats nothing of the request} */
    public String message() {
        return LibPresign.textOf("presign_reason_message", number);
    }

    /** {@return AWS's error code, the Code of an error response} */
    public String code() {
        return LibPresign.textOf("presign_reason_code", number);
    }

    /** {@return the HTTP status of an error response: 400, 403 or 500} */
    public int httpStatus() {
        return LibPresign.numberOf("presign_reason_http_status", number);
    }

    static Reason of(int number) {
        for (Reason one : values()) {
            if (one.number == number) {
                return one;
            }
        }
        return UNKNOWN;
    }
}
