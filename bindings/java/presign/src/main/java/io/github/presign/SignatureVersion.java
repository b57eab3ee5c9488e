package io.github.presign;

/** A signature version. */
public enum SignatureVersion {
    /** Signature Version 2, which newer storages and newer AWS regions refuse. */
    V2(2),
    /** Signature Version 4. A URL is valid for 7 days at most. */
    V4(4);

    private final int number;

    SignatureVersion(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static SignatureVersion of(int number) {
        return number == V2.number ? V2 : V4;
    }
}
