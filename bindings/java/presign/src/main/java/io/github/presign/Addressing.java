package io.github.presign;

/** Where a URL has the bucket. */
public enum Addressing {
    /**
     * In the path with an explicit endpoint; on AWS in the host name where the bucket is a single DNS label, otherwise in
     * the path.
     */
    AUTO(0),
    /** {@code https://host/bucket/key}. */
    PATH(1),
    /** {@code https://bucket.host/key}. */
    VIRTUAL(2),
    /** {@code https://host/key}; the host of the endpoint is the bucket. */
    CNAME(3),
    /** In the host name where the bucket's name allows it, otherwise in the path. */
    VIRTUAL_OR_PATH(4);

    private final int number;

    Addressing(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
