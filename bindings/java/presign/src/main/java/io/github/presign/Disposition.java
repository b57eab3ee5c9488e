package io.github.presign;

/** What a browser does with a file. */
public enum Disposition {
    /** It saves the file. */
    ATTACHMENT(0),
    /** It shows the file if it can, and saves it under its name on demand. */
    INLINE(1);

    private final int number;

    Disposition(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
